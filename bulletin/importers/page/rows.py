"""Rows: what is read as one piece, mostly one line, and what can be seen of it without its neighbours."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache

from bulletin.blocks import Block, Inlines, Text
from bulletin.importers.base import PLAIN, Line, Look
from bulletin.importers.draft import Part
from bulletin.script.engine.dictionaries import pairs
from bulletin.units import CHINESE

TERMINAL = "。！？…!?"
"""Marks that end a sentence."""
_CLOSERS = "”’」』）》〉】)］]\"'"
_END = re.compile(
    rf"(?:[{TERMINAL}；;：:]|[。．.]{{3,}}|(?<=[\d%％A-Za-z\u3400-\u9fff])[．.])[{re.escape(_CLOSERS)}]*$"
)
_WORDS = re.compile(r"[\W_]+")


class Kind(StrEnum):
    """What a row looks to be; the page decides what becomes of it."""

    PARAGRAPH = "paragraph"
    TITLE = "title"
    """Short and without an end: headline, kicker, deck or subhead."""
    LEDE = "lede"
    """A paragraph that opens with a dispatch head."""
    BYLINE = "byline"
    TAIL = "tail"
    """A line after the text that says who wrote it or where it is from."""
    SECTION = "section"
    SERIES = "series"
    SPONSOR = "sponsor"
    CREDIT = "credit"
    CAPTION = "caption"
    TURN = "turn"
    """A paragraph that begins with a speaker."""
    FIELD = "field"
    """时间：…, 地点：…: a line of a notice."""
    ITEM = "item"
    """A numbered or marked line of a list."""
    DATE = "date"
    """A line that is nothing but a date."""
    SIGNOFF = "signoff"
    STAFF = "staff"
    """责编, 校对 and their like."""
    JUMP = "jump"
    FURNITURE = "furniture"
    DUPLICATE = "duplicate"
    BLOCK = "block"
    """A table, a list, a picture: whole in itself."""


@dataclass(slots=True, eq=False)
class Row:
    """One or more lines that are read as one piece; ``kind`` and what follows it are filled in by the page."""

    lines: list[Line]
    text: str
    inlines: Inlines = ()
    key: str = ""
    """Copy of ``text`` that patterns look at (``folded``). Never printed."""
    gap: int = 0
    look: Look = PLAIN
    block: Block | None = None
    kind: Kind = Kind.PARAGRAPH
    rule: str = ""
    doubt: bool = False
    bare: bool = False
    """Whether it may be nothing but a name, were it to stand where a byline stands."""
    same_as: int = 0
    """Line of the row that this one repeats."""
    joins: list[tuple[int, int]] = field(default_factory=list)
    """Pairs of lines that were one paragraph, broken."""

    @property
    def number(self) -> int:
        """Line where it begins."""
        return self.lines[0].number

    @property
    def size(self) -> int:
        """Characters of ``key``, blanks not counted."""
        return len(self.key) - self.key.count(" ")

    @property
    def ended(self) -> bool:
        """Whether it ends as a sentence does, or as the head of a list (：)."""
        return bool(_END.search(self.text))

    @property
    def words(self) -> str:
        """Its letters and figures alone, as two copies of a paragraph have in common."""
        return _WORDS.sub("", unicodedata.normalize("NFKC", self.text)).lower()


def folded(text: str) -> str:
    """Return the copy of ``text`` that patterns look at: one width, Kangxi radicals made Han, blanks single, and

    Simplified characters for Traditional ones, so that a rule need be written but once.
    """
    return " ".join(unicodedata.normalize("NFKC", text).split()).translate(simplified())


@cache
def simplified() -> dict[int, str]:
    """Return the Simplified character for each Traditional one."""
    return {ord(key): values[0] for key, values in pairs("TSCharacters.txt") if len(key) == 1 and len(values[0]) == 1}


def row_of(line: Line) -> Row:
    """Return the row of one line."""
    inlines = line.inlines or ((Text(line.text),) if line.text else ())
    return Row([line], line.text, inlines, folded(line.text), line.gap, line.look, line.block)


def joint(left: str, right: str) -> str:
    """Return what joins two parts of a broken paragraph: a blank between Latin words, else nothing."""
    ends = left[-1:], right[:1]
    if any(CHINESE.match(end or "，") for end in ends):
        return ""
    return " " if all(end.isalnum() or end in ",.;:!?)" for end in ends) else ""


def append(row: Row, more: Row) -> None:
    """Put ``more`` behind ``row`` as one paragraph."""
    between = joint(row.text, more.text)
    row.joins += [(row.lines[-1].number, more.number), *more.joins]
    row.lines += more.lines
    row.text += between + more.text
    row.inlines = (*row.inlines, *((Text(between),) if between else ()), *more.inlines)
    row.key = folded(row.text)


@dataclass(frozen=True, slots=True)
class Gone:
    """A row that is in no article: why, and in which part of the report."""

    row: Row
    part: Part
    rule: str
