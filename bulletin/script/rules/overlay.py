"""Our own corrections, which win over every dictionary: ``overlay.tsv``, read, checked, and searched.

A line has eight columns, a tab between: source script, target script, stage, term, result, reason, example,
what the example gives. ``*`` is any source; ``zh-Hant`` is both Traditional scripts. Stage ``before`` looks in
the source text and its result is final; stage ``single`` looks there too, but only where no phrase of the
engine's dictionaries stands; stage ``after`` looks in what the engine made of the text (house forms).

A term is plain text; what must stand before and behind it may be said as a regular expression looks round:
``栗(?=某|女士)``, ``(?<![战颤])栗``. ``{mr}`` stands for a set, given by a line ``@mr``, a tab, and its members
with ``|`` between. A look-behind's members may differ in length. A result is as long as its term, so that
every conversion without regional vocabulary keeps the places of all characters.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

from bulletin.errors import ScriptError
from bulletin.findings import Finding, Place, finding
from bulletin.model import Script

FILE = "bulletin/script/rules/overlay.tsv"

_TARGETS: Mapping[str, tuple[Script, ...]] = {
    **{script.value: (script,) for script in Script},
    "zh-Hant": (Script.TW, Script.HK),
}
_SOURCES: Mapping[str, tuple[Script, ...]] = {**_TARGETS, "*": tuple(Script)}
_TERM = re.compile(
    r"(?:\(\?<(?P<no_before>[=!])(?P<before>[^()]+)\))?"
    r"(?P<core>[^()\[\]{}|?*+.\\^$\s]+)"
    r"(?:\(\?(?P<no_after>[=!])(?P<after>(?:[^()]|\([^()]*\))+)\))?"
)


class Stage(StrEnum):
    """When a correction looks, and where (see the module)."""

    BEFORE = "before"
    SINGLE = "single"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Correction:
    """One line of the overlay."""

    line: int
    sources: tuple[Script, ...]
    targets: tuple[Script, ...]
    stage: Stage
    core: str
    """The term without what must stand round it."""
    pattern: re.Pattern[str]
    result: str
    reason: str
    example: str
    gives: str
    """What the example becomes."""

    @property
    def guesses_a_name(self) -> bool:
        """Whether the line takes a word for a name by what stands round it."""
        return self.reason.startswith("surname")


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a correction applies."""

    start: int
    end: int
    correction: Correction


class Corrections:
    """The corrections of one direction and stage, ready for search."""

    def __init__(self, lines: Iterable[Correction]) -> None:
        heads: defaultdict[str, list[Correction]] = defaultdict(list)
        for correction in lines:
            heads[correction.core[0]].append(correction)
        # Longest first; among equals the earlier line of the file.
        self._heads = {head: sorted(found, key=lambda c: -len(c.core)) for head, found in heads.items()}
        self._any = re.compile(f"[{''.join(map(re.escape, heads))}]") if heads else None

    def find(self, text: str, closed: Sequence[int]) -> list[Hit]:
        """Return what applies in ``text``, leftmost first, the longest of several, none over another.

        ``closed[i]`` is true where character ``i`` may not be converted; contexts see it all the same.
        """
        hits: list[Hit] = []
        end = 0
        for found in self._any.finditer(text) if self._any else ():
            start = found.start()
            if start < end:
                continue
            for correction in self._heads[found.group()]:
                stop = start + len(correction.core)
                if correction.pattern.match(text, start) and not any(closed[start:stop]):
                    hits.append(Hit(start, stop, correction))
                    end = stop
                    break
        return hits


@cache
def corrections(source: Script, target: Script, stage: Stage) -> Corrections:
    """Return the corrections from one script to another of one stage."""
    return Corrections(c for c in load() if source in c.sources and target in c.targets and c.stage is stage)


@cache
def load() -> tuple[Correction, ...]:
    """Return the overlay's lines.

    Raises:
        ScriptError: with one T-007 for every line at fault.
    """
    return parse(_text())


def line(number: int) -> Correction:
    """Return the correction in line ``number`` of the overlay."""
    return _by_line()[number]


@cache
def reasons() -> Mapping[str, str]:
    """Return the reasons in Chinese (``reasons.tsv``), by the English ones."""
    text = (resources.files("bulletin.script.rules") / "reasons.tsv").read_text("utf-8")
    lines = (line.partition("\t") for line in text.splitlines() if not line.startswith("#"))
    return {english: chinese for english, _, chinese in lines if chinese}


@cache
def _by_line() -> Mapping[int, Correction]:
    return {correction.line: correction for correction in load()}


@cache
def version() -> str:
    """Return a hash of the overlay, for the build manifest."""
    return f"sha256:{hashlib.sha256(_text().encode()).hexdigest()}"


def _text() -> str:
    return (resources.files("bulletin.script.rules") / "overlay.tsv").read_text("utf-8")


def parse(text: str) -> tuple[Correction, ...]:
    """Read the lines of an overlay (see the module).

    Raises:
        ScriptError: with one T-007 for every line at fault.
    """
    sets: dict[str, str] = {}
    out: list[Correction] = []
    faults: list[Finding] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        columns = line.split("\t")
        try:
            if line.startswith("@"):
                name, members = columns
                sets[name[1:]] = members
            else:
                out.append(_correction(number, columns, sets))
        except (ValueError, KeyError, re.error) as error:
            faults.append(finding("T-007", Place(FILE, number), excerpt=line, what=str(error)))
    if faults:
        raise ScriptError(*faults)
    return tuple(out)


def _correction(number: int, columns: list[str], sets: Mapping[str, str]) -> Correction:
    if len(columns) != 8 or not all(column.strip() for column in columns):
        raise ValueError(f"{len(columns)} columns, or an empty one; eight are due")
    source, target, stage, term, result, reason, example, gives = columns
    if source not in _SOURCES or target not in _TARGETS or stage not in tuple(Stage):
        raise ValueError(f"{source}, {target}, {stage}: no such script or stage")
    parts = _TERM.fullmatch(_filled(term, sets))
    if not parts:
        raise ValueError(f"{term}: a term is text, with one look-behind and one look-ahead at most")
    core = parts["core"]
    if len(core) != len(result):
        raise ValueError(f"{result}: not as long as {core}")
    if (stage != Stage.AFTER and core not in example) or result not in gives:
        raise ValueError(f"{example}: the example has no {core}, or {gives} has no {result}")
    return Correction(
        number,
        _SOURCES[source],
        _TARGETS[target],
        Stage(stage),
        core,
        re.compile(
            _behind(parts["no_before"], parts["before"])
            + re.escape(core)
            + (f"(?{parts['no_after']}{parts['after']})" if parts["after"] else "")
        ),
        result,
        reason,
        example,
        gives,
    )


def _filled(term: str, sets: Mapping[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda m: sets[m[1]], term)


def _behind(sign: str | None, members: str | None) -> str:
    """Return a look-behind whose members may differ in length, as Python's may not."""
    if not members:
        return ""
    each = [f"(?<{sign}{member})" for member in members.split("|")]
    return "".join(each) if sign == "!" else f"(?:{'|'.join(each)})"
