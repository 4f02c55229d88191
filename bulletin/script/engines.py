"""Engines: what turns a text of one script into another, place by place.

The default engine reads the dictionaries of ``opencc-python-reimplemented`` 0.1.7 and gives, character for
character, what that package's own ``OpenCC.convert`` gives: per dictionary the longest entry anywhere first,
the leftmost of equal length, then the next dictionary of the group over what is left; one group after another.
(OpenCC itself goes leftmost-longest; DESIGN §2 leaves room for that engine beside this one.)
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import pairwise
from typing import Protocol

from bulletin.model import Script
from bulletin.script import dictionaries


class By(StrEnum):
    """What decided a conversion."""

    DEFAULT = "default"
    """Nothing but the table of single characters, or nothing at all."""
    DICTIONARY = "dictionary"
    """A phrase of the engine's dictionaries."""
    OVERLAY = "overlay"
    """A line of our own corrections."""
    TERM = "term"
    """A name that the issue itself gives."""
    KEEP = "keep"
    """The editor, or the kind of text: never converted."""


@dataclass(frozen=True, slots=True)
class Conversion:
    """One stretch of a text and what it becomes."""

    start: int
    end: int
    out: str
    by: By = By.DEFAULT


class Engine(Protocol):
    """A converter from one script to one other."""

    @property
    def name(self) -> str:
        """Name of the engine and its configuration, such as ``opencc-python-reimplemented s2tw``."""

    @property
    def version(self) -> str:
        """Version of the engine."""

    def spans(self, text: str) -> tuple[Conversion, ...]:
        """Return conversions that cover ``text`` in order, without a gap; offsets are in characters."""


Group = tuple[str, ...]
"""Dictionaries of one step: the first that knows a word decides."""

CHAINS: Mapping[str, tuple[Group, ...]] = {
    "s2tw": (("STPhrases.txt", "STCharacters.txt"), ("TWVariants.txt",)),
    "s2twp": (("STPhrases.txt", "STCharacters.txt"), ("TWPhrases.txt",), ("TWVariants.txt",)),
    "s2hk": (("STPhrases.txt", "STCharacters.txt"), ("HKVariants.txt",)),
    "tw2s": (("TWVariantsRevPhrases.txt", "TWVariantsRev.txt"), ("TSPhrases.txt", "TSCharacters.txt")),
    "tw2sp": (
        ("TWPhrasesRev.txt", "TWVariantsRevPhrases.txt", "TWVariantsRev.txt"),
        ("TSPhrases.txt", "TSCharacters.txt"),
    ),
    "hk2s": (("HKVariantsRevPhrases.txt", "HKVariantsRev.txt"), ("TSPhrases.txt", "TSCharacters.txt")),
    # The package has no tw2t and hk2t: built from its dictionaries as OpenCC's own configurations are.
    "tw2t+t2hk": (("TWVariantsRevPhrases.txt", "TWVariantsRev.txt"), ("HKVariants.txt",)),
    "hk2t+t2tw": (("HKVariantsRevPhrases.txt", "HKVariantsRev.txt"), ("TWVariants.txt",)),
}
"""The steps of each configuration, by OpenCC's names."""

_PLAIN = {
    (Script.HANS, Script.TW): "s2tw",
    (Script.HANS, Script.HK): "s2hk",
    (Script.TW, Script.HANS): "tw2s",
    (Script.HK, Script.HANS): "hk2s",
    (Script.TW, Script.HK): "tw2t+t2hk",
    (Script.HK, Script.TW): "hk2t+t2tw",
}
# Nothing here has words of Hong Kong: the plain chain is the nearest.
_VOCABULARY = {(Script.HANS, Script.TW): "s2twp", (Script.TW, Script.HANS): "tw2sp"}


@cache
def engine(source: Script, target: Script, vocabulary: bool = False) -> Engine | None:
    """Return the default engine between two scripts; None where they are the same.

    Without ``vocabulary`` an engine keeps every length. Between Taiwan and Hong Kong it never goes through
    Simplified, where distinctions would be lost.

    Raises:
        ScriptError: the dictionaries are not there, or not the ones meant.
    """
    if source is target:
        return None
    chain = _PLAIN[source, target]
    return DictionaryEngine(_VOCABULARY.get((source, target), chain) if vocabulary else chain)


class _Table:
    """One dictionary, cut for search: phrases by their first two characters, single characters as a table."""

    def __init__(self, name: str) -> None:
        terms = dictionaries.read(name)
        self.phrases = {k: v for k, v in terms.items() if len(k) > 1}
        lengths: defaultdict[str, set[int]] = defaultdict(set)
        for term in self.phrases:
            lengths[term[:2]].add(len(term))
        self.lengths = {head: tuple(sorted(found)) for head, found in lengths.items()}
        self.singles = {k: v for k, v in terms.items() if len(k) == 1}

    def candidates(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield (minus length, start) of every phrase in ``text``: sorted, the longest stands first."""
        lengths, phrases = self.lengths.get, self.phrases
        for start in range(len(text) - 1):
            for length in lengths(text[start : start + 2], ()):
                # A slice that the text's end cut short may be another phrase: its own length finds it.
                if start + length <= len(text) and text[start : start + length] in phrases:
                    yield -length, start


@cache
def _table(name: str) -> _Table:
    return _Table(name)


class DictionaryEngine:
    """Dictionaries in groups, one group after another (see the module)."""

    def __init__(self, chain: str) -> None:
        self.name = f"{dictionaries.PACKAGE} {chain}"
        self.version = dictionaries.versions()[dictionaries.PACKAGE]
        self._groups = tuple(tuple(_table(name) for name in group) for group in CHAINS[chain])

    def spans(self, text: str) -> tuple[Conversion, ...]:
        """Return conversions that cover ``text``; phrases one by one, what lies between in stretches."""
        done = _apply(text, self._groups[0])
        for group in self._groups[1:]:
            done = _compose(done, _apply("".join(c.out for c in done), group))
        return tuple(done)


def _apply(text: str, group: tuple[_Table, ...]) -> list[Conversion]:
    """Convert by the dictionaries of one group; a stretch that no phrase claims comes as one conversion."""
    taken = bytearray(len(text))
    found: list[Conversion] = []
    chars = list(text)
    for table in group:
        for negative, start in sorted(table.candidates(text)):
            end = start - negative
            if taken.find(1, start, end) < 0:
                taken[start:end] = b"\1" * (end - start)
                found.append(Conversion(start, end, table.phrases[text[start:end]], By.DICTIONARY))
        for at, char in enumerate(text):
            if not taken[at] and char in table.singles:
                chars[at] = table.singles[char]
                taken[at] = 1
                if len(chars[at]) != 1:
                    found.append(Conversion(at, at + 1, chars[at], By.DICTIONARY))
    found.sort(key=lambda c: c.start)
    out: list[Conversion] = []
    at = 0
    for phrase in (*found, Conversion(len(text), len(text), "")):
        if at < phrase.start:
            out.append(Conversion(at, phrase.start, "".join(chars[at : phrase.start])))
        if phrase.start < phrase.end:
            out.append(phrase)
        at = phrase.end
    return out


def _compose(first: list[Conversion], second: list[Conversion]) -> list[Conversion]:
    """Return the conversions from the source of ``first`` to the result of ``second``.

    Both meet in the text between. It is cut at the edges of either's conversions, save where an edge of one
    falls inside a conversion of the other that changes length: there the two become one.
    """
    before: dict[int, int] = {0: 0}
    after: dict[int, int] = {0: 0}
    phrases: list[tuple[int, int]] = []
    edges = {0}
    middle = result = 0
    for c in first:
        end = middle + len(c.out)
        if len(c.out) == c.end - c.start:
            before.update(zip(range(middle, end), range(c.start, c.end), strict=True))
        before[end] = c.end
        edges.add(end)
        if c.by is By.DICTIONARY:
            phrases.append((middle, end))
        middle = end
    for c in second:
        if len(c.out) == c.end - c.start:
            after.update(zip(range(c.start, c.end), range(result, result + len(c.out)), strict=True))
        result += len(c.out)
        after[c.end] = result
        if c.by is By.DICTIONARY:
            edges |= {c.start, c.end}
            phrases.append((c.start, c.end))
    final = "".join(c.out for c in second)
    marks = bytearray(middle)
    for start, end in phrases:
        marks[start:end] = b"\1" * (end - start)
    cuts = sorted(edge for edge in edges if edge in before and edge in after)
    return [
        Conversion(
            before[a],
            before[b],
            final[after[a] : after[b]],
            By.DICTIONARY if marks.find(1, a, b) >= 0 else By.DEFAULT,
        )
        for a, b in pairwise(cuts)
    ]
