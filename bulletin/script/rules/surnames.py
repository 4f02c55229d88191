"""Surnames that are words as well (于 范 余 后 钟 …), known by what stands round them.

A person's name is a surname and one or two characters more. It shows itself by who somebody is before it (教师范玉梅,
记者谷雨), by the title behind it (游主任, 涂伯年先生), by a given name that is hardly anything else (于秀英), by the
list that it stands in, and by what follows: a mark, the end, or a verb of saying and doing. Where the evidence is whole
the surname is converted as one (``sure``); where it is not (于家三姐妹, 小于, 后志刚 where no title helps), it is left
and told. Either is for the editor to look at: no rule knows every name. The words are data: ``surnames.tsv``.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import NamedTuple

from bulletin.script.engine.tables import Step
from bulletin.units import HAN, HAN_RANGES

FILE = "surnames.tsv"

_NUMBER = re.compile(r"[0-9０-９〇零一二三四五六七八九十百千万亿几多]$")
_DIGIT = re.compile(r"\s*[0-9０-９〇零一二三四五六七八九十百千万亿半%％.]|或")
_JOINTS = "和与及跟、找请是叫由的"
"""What joins a name to what stands before it."""


_CALLED = "向给让请替据问叫她他"
"""What stands before who is spoken of by a title."""

_NICKNAMED = ("了", "比", "画")
"""Verbs that follow a nickname, and too much else."""

_COUNTED = "余种后"
"""What a figure before it counts or dates: 十余, 7种, 90后."""

_APART = "、，；/／| \u3000\t\n"
"""What stands between the names of a list."""


class Guess(NamedTuple):
    """A character that stands, or may stand, for a surname."""

    at: int
    name: str
    """Surname and given name, as far as they could be told."""
    sure: bool


@dataclass(frozen=True)
class Words:
    """What ``surnames.tsv`` says."""

    forms: Mapping[str, str]
    """Surnames, each with its Traditional form."""
    everyday: frozenset[str]
    titles: tuple[str, ...]
    roles: tuple[str, ...]
    verbs: tuple[str, ...]
    listed: re.Pattern[str]
    """A name and a comma of enumeration, a blank or ``和``, at the end of a text."""
    given: tuple[Mapping[str, int], Mapping[str, int]]
    """How much a character says for a given name, 2 or 1, where it stands first and where it stands last."""
    no_names: frozenset[str]
    """What looks like a given name and is a word."""
    nouns: tuple[str, ...]
    """Words that begin with such a character and stand behind who somebody is: 党支部."""
    follows: Mapping[str, str]
    """Characters behind such a character that say that it is no surname: 于去年."""
    short: frozenset[str]
    """Titles of one character, with which a name ends: 谷叔."""
    families: tuple[str, ...]
    """What follows the surname of a family: 家三姐妹."""
    after: Mapping[str, str]
    first: frozenset[str]
    last: frozenset[str]
    any: re.Pattern[str]


@cache
def words() -> Words:
    """Return the words that names are known by."""
    lists: defaultdict[str, list[str]] = defaultdict(list)
    for line in _text().splitlines():
        if line and not line.startswith("#"):
            kind, said = line.split("\t")
            lists[kind] += said.split()
    forms = dict(entry.split("=") for entry in lists["surname"])
    return Words(
        forms=forms,
        everyday=frozenset(lists["everyday"]),
        titles=(*lists["title"], *lists["behind"]),
        roles=(*lists["title"], *lists["role"], *(word + gap for word in lists["byline"] for gap in " \u3000")),
        verbs=tuple(lists["verb"]),
        listed=re.compile(f"[{''.join((*lists['common'], *forms))}][{HAN_RANGES}]{{1,2}}[、和与及 \u3000]$"),
        given=(
            dict.fromkeys(lists["fair-first"], 1) | dict.fromkeys(lists["sure-first"], 2),
            dict.fromkeys(lists["fair-last"], 1) | dict.fromkeys(lists["sure-last"], 2),
        ),
        no_names=frozenset(lists["no-name"]),
        nouns=tuple(lists["noun"]),
        follows=dict(entry.split("=") for entry in lists["follows"]),
        short=frozenset(lists["short"]),
        families=tuple(lists["family"]),
        after=dict(entry.split("=") for entry in lists["after"]),
        first=frozenset("".join(lists["first"])),
        last=frozenset("".join(lists["last"])),
        any=re.compile(f"[{''.join(forms)}]"),
    )


def _text() -> str:
    return (resources.files("bulletin.script.rules") / FILE).read_text("utf-8")


@cache
def version() -> str:
    """Return a hash of the words, for the build manifest."""
    return f"sha256:{hashlib.sha256(_text().encode()).hexdigest()}"


def form(surname: str) -> str:
    """Return the Traditional form of a surname that is a word as well; empty for any other."""
    return words().forms.get(surname, "")


def joined(text: str, at: int) -> bool:
    """Whether the character before a surname makes a word with it: 属于, 以后."""
    return at > 0 and text[at - 1] in words().after.get(text[at], "")


def find(text: str, phrases: Step, closed: Sequence[int], names: Collection[str] = ()) -> Iterator[Guess]:
    """Yield the surnames in a Simplified ``text``.

    ``phrases`` are the dictionary's, ``closed`` what is kept, ``names`` those that are known from elsewhere.
    """
    longest = max(map(len, names), default=0)
    for found in words().any.finditer(text):
        at = found.start()
        if closed[at]:
            continue
        lengths = range(longest, 1, -1)
        name = next((text[at : at + length] for length in lengths if text[at : at + length] in names), "")
        guess = _guess(text, at, phrases, name)
        if guess:
            yield guess


def _guess(text: str, at: int, phrases: Step, name: str) -> Guess | None:
    known, char = words(), text[at]
    role = text.endswith(known.roles, 0, at)
    crossed = _crossed(text, at, phrases)
    if text.startswith(known.nouns, at) or text[at + 1 : at + 2] in tuple(known.follows.get(char, "")):
        return None  # 党支部, 于去年
    if at and text[at - 1] in "小老阿" and not _begun(text, at, phrases) and _nicknamed(text, at):
        return Guess(at, char, char not in known.everyday and not crossed)
    # 教师 + 范玉梅: a word that begins within the office (师范) is no hindrance, but a doubt for everyday words.
    if not role and (joined(text, at) or (crossed and not name)):
        return None
    if char in _COUNTED and _NUMBER.search(text[max(0, at - 1) : at]):
        return None
    word = _begun(text, at, phrases)
    if name and (len(name) > 2 or (_ends(text, at + 2) and not _begun(text, at + 1, phrases))):
        return Guess(at, name, role or not crossed)
    if text[at : at + 2] in phrases.phrases and text.startswith(known.verbs, at + 2):
        return None  # 主任后来说
    edge = at == 0 or not HAN.match(text[at - 1]) or text[at - 1] in _JOINTS
    called = role or (char != "干" and (edge or text[at - 1] in _CALLED))  # 他干导演
    if text.startswith(known.titles, at + 1) and not word and (called or char == "于" or char not in known.everyday):
        return Guess(at, char, called or char not in known.everyday)
    if text[at + 1 : at + 2] == "氏":
        return Guess(at, char, True)
    short = text[at + 1 : at + 2] in known.short and not word and _ends(text, at + 2)
    if short and called:
        return Guess(at, char, edge or role or char not in known.everyday)
    if edge and (char == "于" or not word) and text.startswith(known.families, at + 1):
        return Guess(at, char, False)
    return _whole(text, at, phrases, _Signs(edge, role, crossed, word))


class _Signs(NamedTuple):
    """What stands round a surname."""

    edge: bool
    role: bool
    crossed: bool
    word: bool


def _whole(text: str, at: int, phrases: Step, signs: _Signs) -> Guess | None:
    """Return a surname with a given name, by what both look like and by what stands round them."""
    known, char = words(), text[at]
    edge, role, crossed, word = signs
    listed = known.listed.search(text, max(0, at - 4), at) is not None
    for count in (2, 1):
        given, end = text[at + 1 : at + 1 + count], at + 1 + count
        if len(given) < count or not all(map(HAN.match, given)) or given[0] in known.first or given[-1] in known.last:
            continue
        titled = text.startswith(known.titles, end)
        ended = _ends(text, end)
        if (role and (titled or ended)) or (edge and titled):
            if char + given in phrases.phrases:
                # 校长钟鸣 is a name, 读者后来 none.
                return Guess(at, char + given, False) if char not in known.everyday and _weight(given) else None
            if count == 2 and not _weight(given) and _weight(given[0]) and _ends(text, at + 2):
                continue  # 于洋|摄
            everyday = char in known.everyday and (crossed or not _weight(given))
            sure = (not word or (role and titled)) and not everyday
            return Guess(at, char + given, sure or _weight(given) > 2)
        # A name that is all there is in a cell or a list.
        alone = (at == 0 or text[at - 1] in f"：:（({_APART}") and (end == len(text) or text[end] in f"。）){_APART}")
        weight = 0 if char + given in phrases.phrases or char + given in known.no_names else _weight(given)
        if weight < 3 and count == 2 and not alone and char + given[0] in known.no_names:
            continue  # 党建|全区
        if weight > 2 or (weight and alone):
            # Behind a word that goes before it, an everyday word is one: 毕业后志强去了南方.
            near = edge or (at > 0 and text[at - 1] in f"{_CALLED}谢贺")
            sure = (near or char not in known.everyday) and not (alone and _of_things(text, at, end))
            return Guess(at, char + given, sure)
        if weight and (count == 2 or (edge and not word and (ended or text.count(char + given) > 1))):
            return Guess(at, char + given, False)
        # 于斯, 于此, 余光 are words, but no list of names has them.
        listable = alone and (
            char == "于" or (len(given) == 2 and given[0] in known.given[0] and given[1] in known.given[1])
        )
        if edge and ended and (not word or listable) and (alone or (count == 2 and char != "余")):
            sure = listed and char not in known.everyday and not _of_things(text, at, end)
            return Guess(at, char + given, sure)
    named = role and char not in known.everyday and len(text) > at + 1 and text[at + 1] not in known.first
    return Guess(at, char, False) if (listed or named) and not word else None


def _nicknamed(text: str, at: int) -> bool:
    """Whether 小, 老 or 阿 before a surname begins a name, and the name ends with the surname: 老钟说."""
    begins = at == 1 or not HAN.match(text[at - 2]) or text[at - 2] in _JOINTS + _CALLED + "成了到"
    number = text[at] == "于" and _DIGIT.match(text, at + 1)
    return begins and not number and (_ends(text, at + 1) or text.startswith(_NICKNAMED, at + 1))


def _of_things(text: str, at: int, end: int) -> bool:
    """Whether the item beside this one in a list begins with the same character: 种兰花、种梅花."""
    before = re.search(f"([{HAN_RANGES}])[{HAN_RANGES}]{{0,3}}[、，；]$", text[max(0, at - 6) : at])
    return text[end + 1 : end + 2] == text[at] or (before is not None and text[at] in before[0][:-2])


def _ends(text: str, end: int) -> bool:
    """Whether what stands at ``end`` goes on after a name: a mark, the end of the text, a verb."""
    return end == len(text) or not HAN.match(text[end]) or text.startswith(words().verbs, end)


def _weight(given: str) -> int:
    """Return how much a given name looks like one: from 3 on it is hardly anything else, 0 says nothing."""
    first, last = words().given
    if len(given) == 1:
        return min(1, last.get(given, 0) or first.get(given, 0))
    if given in words().no_names or given[0] not in first or given[1] not in last:
        return 0
    return first[given[0]] + last[given[1]]


def _begun(text: str, at: int, phrases: Step) -> bool:
    """Whether a word of the dictionary begins at ``at``."""
    return any(text[at : at + length] in phrases.phrases for length in phrases.heads.get(text[at : at + 2], ()))


def _crossed(text: str, at: int, phrases: Step) -> bool:
    """Whether a word of the dictionary that begins before ``at`` holds the character there."""
    for start in range(max(0, at - 5), at):
        for length in phrases.heads.get(text[start : start + 2], ()):
            word = text[start : start + length]
            # 的钟 is an entry, but no word.
            if start + length > at and word in phrases.phrases and not (length == 2 and word[0] in _JOINTS):
                return True
    return False
