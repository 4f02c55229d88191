"""The ledger of one edition: every place where a conversion had a choice, what decided it, and what is doubtful.

A choice is a character of the source that has several forms in the target script, a phrase that became one of
another length, or a place where the second engine says something else. It is doubtful (``Doubt``) until the editor
has answered it, laid the term down in a glossary, or keeps it.
"""

from dataclasses import dataclass
from enum import StrEnum

from bulletin.findings import Place
from bulletin.kinds import Script
from bulletin.script.engine.spans import By
from bulletin.terms import Answer, Term

CONTEXT = 12
"""So many characters before and behind a choice are shown."""

KNOWN_BY = 8
"""So many characters before and behind, at most, an answer is known again by; fewer at the edge of a piece."""


class Doubt(StrEnum):
    """Why a choice is doubtful."""

    ENGINES = "engines"
    """The second engine puts in another character, not another form of the same."""
    CUT = "cut"
    """Another word of the dictionary crosses the one that was taken, and says otherwise."""
    NAME = "name"
    """A rule that guesses at a surname fired, or nearly did."""
    FAMILY = "family"
    """Nothing but the table of single characters decided, for a character that is often wrong then."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One place."""

    place: Place
    source: Script
    """The script that the text is written in."""
    before: str
    """Up to ``CONTEXT`` characters of the source, markup left out."""
    text: str
    after: str
    out_before: str
    """The same as printed."""
    out: str
    out_after: str
    by: By
    phrase: str
    """The phrase of the dictionary, the term of the glossary or the like that decided; else the text itself."""
    name: str
    """The name that it may be the surname of; else empty."""
    why: str
    """The reason that our own correction gives; empty where none decided."""
    alternatives: tuple[str, ...]
    """Every form that could stand here; the printed one first."""
    second: str
    """What the second engine says where it differs in substance; else empty."""
    cut: str
    """A word of the dictionary that crosses the one that was taken, and says otherwise; else empty."""
    doubts: tuple[Doubt, ...]

    @property
    def open(self) -> bool:
        """Whether the choice waits for the editor."""
        return bool(self.doubts)


@dataclass(frozen=True, slots=True)
class Source:
    """What an article was found to be written in."""

    file: str
    title: str
    declared: Script
    found: Script
    converted: bool
    foreign: str
    """Characters of it that only the other script has."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """All choices of one edition."""

    edition: str
    script: Script
    engines: tuple[str, ...]
    """Names of the engines that converted, and of the one that gave the second opinion."""
    characters: int
    """Han characters that were converted or looked at."""
    choices: tuple[Choice, ...]
    sources: tuple[Source, ...]
    terms: tuple[tuple[Term, int], ...]
    """Every glossary line for this script, and how often it applied."""
    answers: tuple[Answer, ...]
    """All answers of the issue, for all scripts: what ``ledger.lock`` says now."""

    @property
    def open(self) -> tuple[Choice, ...]:
        """The choices that wait for the editor."""
        return tuple(choice for choice in self.choices if choice.open)
