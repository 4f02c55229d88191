"""What an article is made of: the closed lists of inline and block kinds.

A block's ``id`` is the same in print HTML, EPUB and reports; a ``Place`` says where it stands in the sources
and is no part of equality.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from bulletin.findings import Place

NOWHERE = Place("", 0)

# --- Inline kinds ---------------------------------------------------------------------------------------


class SpanKind(StrEnum):
    """Kinds of inline markup that hold other inlines."""

    STRONG = "strong"
    EMPHASIS = "emphasis"
    DOTS = "dots"
    """着重号 (clreq §interlinear)."""
    NAME = "name"
    """专名号."""
    BOOK = "book"
    """浪线书名号."""
    FRAMED = "framed"
    """亡者加框: the name of one who died lately (clreq §atypical punctuation)."""
    EVEN = "even"
    """均排: a name of two characters set over three (clreq §ways_of_alignments)."""
    KEEP = "keep"
    """Never converted to another script."""
    VARIANT = "variant"
    """``-{zh-Hans:计算机;zh-Hant-TW:電腦}-``: ``Span.value`` holds ``tag:form`` with ``;`` between. Its child is the
    form of the article's own script, until conversion has chosen and takes the span away."""
    LANG = "lang"
    """Another language; ``Span.value`` is its BCP 47 tag. Never converted."""
    LINK = "link"
    """``Span.value`` is the target."""
    SUPER = "super"
    SUB = "sub"


@dataclass(frozen=True, slots=True)
class Text:
    """A run of characters."""

    text: str


@dataclass(frozen=True, slots=True)
class Span:
    """Inline markup round other inlines."""

    kind: SpanKind
    children: Inlines
    value: str = ""
    """Target of a link, tag of a language; empty otherwise."""


@dataclass(frozen=True, slots=True)
class Ruby:
    """Characters with their reading: pinyin above, zhuyin at the right (clreq §interlinear_annotations)."""

    base: str
    reading: str


@dataclass(frozen=True, slots=True)
class NoteCall:
    """The mark in the text that sends the reader to a note of the same article."""

    number: int
    """Number within the article, from 1."""


@dataclass(frozen=True, slots=True)
class Code:
    """Text of a machine: never converted, never squeezed."""

    text: str


@dataclass(frozen=True, slots=True)
class Break:
    """A line break that the editor asked for."""


Inline = Text | Span | Ruby | NoteCall | Code | Break
Inlines = tuple[Inline, ...]


# --- Block kinds ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of running text."""

    id: str
    inlines: Inlines
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Subhead:
    """小标题 inside an article."""

    id: str
    level: int
    """2 or 3: the article's headline is level 1."""
    inlines: Inlines
    place: Place = field(default=NOWHERE, compare=False)


class GroupKind(StrEnum):
    """Kinds of fenced group."""

    QUOTE = "quote"
    PULL = "pull"
    """引语: a sentence set large."""
    QA = "qa"
    """问答."""
    BOX = "box"
    """框: facts beside the story."""
    NOTICE = "notice"
    """启事."""
    SIGNOFF = "signoff"
    """落款: who signs, and when."""


@dataclass(frozen=True, slots=True)
class Group:
    """Blocks that stand together."""

    id: str
    kind: GroupKind
    blocks: tuple[Block, ...]
    title: Inlines = ()
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with caption (图说) and credit (署名)."""

    id: str
    path: Path | None
    """The picture's file; None while it is still to come (``待补``)."""
    alt: str
    caption: Inlines = ()
    credit: str = ""
    width: int = 0
    """Pixels; 0 while the picture is still to come."""
    height: int = 0
    """Pixels; 0 while the picture is still to come."""
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table."""

    inlines: Inlines
    align: str = ""
    """``left``, ``center``, ``right``, or empty for the layout's choice."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one row of heads."""

    id: str
    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A numbered or bulleted list."""

    id: str
    ordered: bool
    items: tuple[tuple[Block, ...], ...]
    start: int = 1
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Definitions:
    """Terms, each with what is said of it."""

    id: str
    items: tuple[tuple[Inlines, tuple[Block, ...]], ...]
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Verse:
    """诗: lines in stanzas."""

    id: str
    stanzas: tuple[tuple[Inlines, ...], ...]
    title: Inlines = ()
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """Lines of a machine, kept as they are."""

    id: str
    text: str
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Rule:
    """A thematic break between paragraphs."""

    id: str
    place: Place = field(default=NOWHERE, compare=False)


Block = Paragraph | Subhead | Group | Figure | Table | ListBlock | Definitions | Verse | CodeBlock | Rule
