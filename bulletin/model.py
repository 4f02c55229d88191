"""The one neutral model between readers and writers: a publication, an issue, its articles, their blocks.

Everything is frozen; a stage returns a new value (``dataclasses.replace``). A block's ``id`` is the same in
print HTML, EPUB and reports; a ``Place`` says where it stands in the sources and is no part of equality.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from bulletin.blocks import (
    NOWHERE,
    Block,
    Break,
    Cell,
    Code,
    CodeBlock,
    Definitions,
    Figure,
    Group,
    GroupKind,
    Inline,
    Inlines,
    ListBlock,
    NoteCall,
    Paragraph,
    Ruby,
    Rule,
    Span,
    SpanKind,
    Subhead,
    Table,
    Text,
    Verse,
)
from bulletin.findings import Place
from bulletin.kinds import EngineName, Kind, Rank, Script
from bulletin.terms import Answer, Term

__all__ = [
    "NOWHERE",
    "Answer",
    "Article",
    "Artifact",
    "Block",
    "Break",
    "Byline",
    "Cell",
    "Code",
    "CodeBlock",
    "Definitions",
    "Edition",
    "EditionPlan",
    "EngineName",
    "Figure",
    "Group",
    "GroupKind",
    "Headline",
    "Inline",
    "Inlines",
    "Issue",
    "Kind",
    "ListBlock",
    "Note",
    "NoteCall",
    "Paragraph",
    "Publication",
    "Rank",
    "Ruby",
    "Rule",
    "Script",
    "Section",
    "Span",
    "SpanKind",
    "Subhead",
    "Table",
    "Term",
    "Text",
    "Verse",
]


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote of an article."""

    number: int
    """From 1, in the order of the calls."""
    blocks: tuple[Block, ...]


_MARKS = tuple("，、；：。！？…—”’」』）》〉】")


@dataclass(frozen=True, slots=True)
class Headline:
    """标题: 引题 (kicker), 主题 (lines) and 副题 (deck)."""

    lines: tuple[str, ...]
    kicker: str = ""
    deck: str = ""

    @property
    def parts(self) -> tuple[tuple[str, str], ...]:
        """Each line with what joins it to the next: a full-width blank, or nothing behind a mark."""
        lines = [line.strip() for line in self.lines if line.strip()]
        joints = ["" if line.endswith(_MARKS) else "\u3000" for line in lines[:-1]]
        return tuple(zip(lines, (*joints, ""), strict=True))

    @property
    def text(self) -> str:
        """The main headline on one line, the same in contents, bookmarks and headings."""
        return "".join(line + joint for line, joint in self.parts)


@dataclass(frozen=True, slots=True)
class Byline:
    """Who wrote, and as what."""

    names: tuple[str, ...]
    role: str = ""
    """本报记者, 通讯员 …; empty where the source gives none."""

    @property
    def text(self) -> str:
        """The byline as it is set: role, then names, a full-width blank between."""
        return "\u3000".join((*((self.role,) if self.role else ()), *self.names))


@dataclass(frozen=True, slots=True)
class Article:
    """One piece of an issue."""

    id: str
    """``a0001`` …: order in the issue; file name in the EPUB, anchor in the PDF."""
    name: str
    """Path of the source below the issue folder, with ``/``."""
    headline: Headline
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...] = ()
    bylines: tuple[Byline, ...] = ()
    dateline: str = ""
    rank: Rank = Rank.STORY
    kind: Kind = Kind.NEWS
    series: str = ""
    sponsor: str = ""
    source: str = ""
    photographer: str = ""
    editor: str = ""
    summary: str = ""
    date: datetime.date | None = None
    slug: str = ""
    under: tuple[str, ...] = ()
    """Names of the articles that stand under this one (key ``with``)."""
    keep: tuple[str, ...] = ()
    """Terms that are never converted."""
    script: Script = Script.HANS
    places: Mapping[str, Place] = field(default_factory=lambda: MappingProxyType({}), compare=False, hash=False)
    """Where each front-matter key stands."""

    @property
    def place(self) -> Place:
        """The article's file."""
        return Place(self.name)


@dataclass(frozen=True, slots=True)
class Section:
    """栏目: articles under one label."""

    id: str
    """``s01`` …."""
    title: str
    articles: tuple[Article, ...]
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Publication:
    """What stays the same from issue to issue."""

    title: str
    slug: str
    publisher: str
    identifier: str
    """``urn:uuid:…`` or ``issn:…``: the series that every issue belongs to."""
    motto: str = ""
    contact: str = ""
    price: str = ""
    printer: str = ""
    permit: str = ""
    """准印证号 or 刊号, as it must be printed."""


@dataclass(frozen=True, slots=True)
class Issue:
    """One number of a publication, in one script."""

    publication: Publication
    name: str
    """The issue folder's name."""
    number: int
    """期号 within the year; 0 where the sources give none."""
    total: int
    """总期号; 0 where the sources give none."""
    date: datetime.date
    sections: tuple[Section, ...]
    script: Script
    title: str = ""
    """A name for this number alone, such as 创刊号."""
    editor: str = ""
    glossary: tuple[Term, ...] = ()
    """What this issue and its publication want terms to become; the issue's own lines first."""
    answers: tuple[Answer, ...] = ()
    """What the editor chose at single places of this issue (``ledger.lock``)."""

    @property
    def articles(self) -> tuple[Article, ...]:
        """All articles in order."""
        return tuple(article for section in self.sections for article in section.articles)


@dataclass(frozen=True, slots=True)
class EditionPlan:
    """One edition as the settings ask for it, before anything is made."""

    key: str
    """Free name, used in file names."""
    script: Script
    layout: str
    make: tuple[str, ...]
    """Outputs, such as ``pdf`` and ``epub``."""
    title: str = ""
    """The masthead of this edition; empty: the publication's, converted."""
    settings: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    """What ``set:`` says, to be checked against the layout's own ``layout.yaml``."""
    vocabulary: bool = False
    """Whether regional vocabulary is converted too (OpenCC's ``…p`` configurations)."""
    engine: EngineName = EngineName.EXACT
    """Which engine converts."""
    house: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    """House style of a converted edition: form -> the form of the same length that the house prints (臺 -> 台)."""
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Edition:
    """An issue in the script of one edition, ready to be laid out."""

    plan: EditionPlan
    issue: Issue

    @property
    def key(self) -> str:
        """The edition's name."""
        return self.plan.key

    @property
    def script(self) -> Script:
        """The edition's script; its value is the ``lang`` of everything made from it."""
        return self.plan.script

    @property
    def stem(self) -> str:
        """File name without suffix: ``<slug>-<issue>-<edition>``."""
        return f"{self.issue.publication.slug}-{self.issue.name}-{self.key}"


@dataclass(frozen=True, slots=True)
class Artifact:
    """A finished file that waits for delivery."""

    output: str
    edition: str
    path: Path
    """Where it lies in the work folder."""
    name: str
    """The file name it will have."""
    pages: int = 0
    """Pages of a PDF; 0 for an EPUB."""
    facts: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    """What reports tell of it."""
