"""What a door makes of a file: a manuscript, which is lines in order, each with the look it had.

A line is what the editor would point at: a line of a text file, a paragraph of a Word file, a block of a saved
page. It carries its characters as they were, and what its own file knew of it; what it is in the article (headline,
byline, caption) is decided by ``page`` alone, the same for all kinds of file.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from bulletin.blocks import Block, Inlines
from bulletin.findings import Finding
from bulletin.kinds import Script


class Said(StrEnum):
    """What the file itself calls a line, by a style's name or an element: strong evidence, yet no proof."""

    NOTHING = ""
    TITLE = "title"
    KICKER = "kicker"
    DECK = "deck"
    BYLINE = "byline"
    LABEL = "label"
    """A section's name."""
    CAPTION = "caption"
    CREDIT = "credit"
    DATE = "date"
    CHROME = "chrome"
    """What stands round the text: headers, footers, menus, related links."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a line looked where it came from; all of it empty in plain text."""

    level: int = 0
    """Level of a heading by style or element, from 1; 0 where it is none."""
    size: float = 0.0
    """Letters in pt, the most of them; 0 where nobody knows."""
    bold: bool = False
    """Whether all of its letters are bold."""
    centred: bool = False
    indented: bool = False
    """Whether its first line begins further in: U+3000, blanks, or a first-line indent. A paragraph starts here."""
    said: Said = Said.NOTHING


PLAIN = Look()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a manuscript."""

    number: int
    """From 1, in the order of the file. Plain text: the line's number in the file. Else a count of paragraphs."""
    raw: str
    """As the file has it, without its line end; empty for a picture."""
    text: str
    """``raw`` without blanks and invisible marks at both ends; empty for a picture without a caption of its own."""
    gap: int = 0
    """Empty lines (or empty paragraphs) before it."""
    look: Look = PLAIN
    inlines: Inlines = ()
    """``text`` with its markup; empty where there is none."""
    block: Block | None = None
    """A block whole in itself: table, list, quotation, verse, figure; ids empty. ``text`` is all that it says."""


@dataclass(frozen=True, slots=True)
class Manuscript:
    """One file, or one part of a bundle, as lines."""

    name: str
    """How reports call it: the file's name, with ``bundle.zip/`` before it for a part of a bundle."""
    lines: tuple[Line, ...]
    """Lines that are not empty, in reading order."""
    kind: str = "text"
    """``text``, ``docx``, ``html``, ``markdown``, ``epub``: which door read it."""
    whole: bool = False
    """Whether it is one article for certain: a page of a news site, a Markdown file with front matter."""
    notes: tuple[tuple[Block, ...], ...] = ()
    """Footnotes: a ``NoteCall(n)`` in its lines calls ``notes[n - 1]``."""
    loose: tuple[Path, ...] = ()
    """Pictures that came along and that no line shows, as files of the work folder."""
    encoding: str = ""
    """Of a text file, by its Python name."""
    facts: Mapping[str, str] = field(default_factory=dict, hash=False)
    """What the file's own metadata say: ``title``, ``author``, ``date``, ``site``. Evidence, never text."""
    fields: Mapping[str, str] = field(default_factory=dict, hash=False)
    """Front matter of a Markdown file: our English key to its value as text."""
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class House:
    """What is known before a page is read."""

    sections: frozenset[str] = frozenset()
    """Labels of sections that the publication has used."""
    script: Script | None = None
    date: datetime.date | None = None


class Door(Protocol):
    """Reads one kind of file."""

    suffixes: tuple[str, ...]
    """Lower case, with the dot."""

    def read(self, path: Path, name: str, work: Path) -> tuple[Manuscript, ...]:
        """Return the manuscripts in ``path``, called ``name`` in reports.

        Pictures are put into ``work``, a folder that is there and holds only what doors put there; names in it must not
        collide. Raises ``SourceError`` with every fault where the file cannot be read, too large, or hostile.
        """
        ...


INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060\u00ad\u200e\u200f"
"""Marks that nobody sees; they come along from word processors and web pages."""

BLANKS = " \t\u00a0\u3000\u2002\u2003\u2009\r\x0b\x0c" + INVISIBLE


def stripped(raw: str) -> str:
    """Return ``raw`` without blanks and invisible marks at its ends, and without invisible marks inside."""
    return "".join(char for char in raw if char not in INVISIBLE).strip(BLANKS)
