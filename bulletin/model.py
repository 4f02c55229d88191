"""The one neutral model between readers and writers: a publication, an issue, its articles, their blocks.

Everything is frozen; a stage returns a new value (``dataclasses.replace``). A block's ``id`` is the same in
print HTML, EPUB and reports; a ``Place`` says where it stands in the sources and is no part of equality.
"""

from __future__ import annotations

import datetime
import re
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
from bulletin.imprint import Imprint
from bulletin.kinds import EngineName, Kind, Rank, Script
from bulletin.plan import EditionPlan
from bulletin.terms import Answer, Term
from bulletin.units import squeeze

_CLOSING = re.compile(r"[（(〔【][^（()）〔〕【】]{2,60}[）)〕】]$")
_MARKS = tuple("，、；：。！？…—”’」』）》〉】")

__all__ = [
    "NOWHERE",
    "ROLE_BEHIND",
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
    "Position",
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


ROLE_BEHIND = re.compile(
    "[文图圖摄攝绘繪/／]+|摄影|攝影|撰文|整理|采写|採寫|编写|編寫|编复|編覆|编译|編譯|编绘|編繪|口述|记录|記錄|执笔|執筆|供稿|制图|製圖|翻译|翻譯|[编編译譯辑輯记記]"
)
"""What stands behind a name and says what the person did: 周岚 文/图, 栗文舟 编复. No such word is a name."""


@dataclass(frozen=True, slots=True)
class Byline:
    """Who wrote, and as what."""

    names: tuple[str, ...]
    """As they are written; a role behind a name (``ROLE_BEHIND``) stands among them."""
    role: str = ""
    """本报记者, 通讯员 …; empty where the source gives none."""

    @property
    def text(self) -> str:
        """The byline as it is set: role, then names, a full-width blank between."""
        return "\u3000".join((*((self.role,) if self.role else ()), *self.names))

    @property
    def people(self) -> tuple[tuple[str, str], ...]:
        """Each person with a role: the one behind the name, else the byline's; empty where there is none."""
        out: list[tuple[str, str]] = []
        for name in self.names:
            if out and ROLE_BEHIND.fullmatch(name):
                before = next((n for n, (_, role) in enumerate(out) if role == self.role), len(out) - 1)
                out[before:] = [(person, name) for person, _ in out[before:]]
            else:
                out.append((name, self.role))
        return tuple(out)


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

    @property
    def signed(self) -> tuple[Byline, ...]:
        """The bylines that are set: not those whose names the text gives, in its dateline or in brackets at its end.

        Papers print 本报讯（记者 王芳） or （记者王芳／台中报道） within the text, and then no line of names.
        """
        given = squeeze(self.dateline)
        last = next((block for block in reversed(self.blocks) if isinstance(block, Paragraph)), None)
        if last is not None and last.inlines and isinstance(last.inlines[-1], Text):
            given += "".join(_CLOSING.findall(squeeze(last.inlines[-1].text)))
        return tuple(
            byline for byline in self.bylines if not byline.names or not all(squeeze(n) in given for n in byline.names)
        )


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
    imprint: Imprint = field(default_factory=Imprint)
    glossary: tuple[Term, ...] = ()
    """What this issue and its publication want terms to become; the issue's own lines first."""
    answers: tuple[Answer, ...] = ()
    """What the editor chose at single places of this issue (``ledger.lock``)."""

    @property
    def articles(self) -> tuple[Article, ...]:
        """All articles in order."""
        return tuple(article for section in self.sections for article in section.articles)


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
class Position:
    """A place in the text of an edition, the same on paper, in the book and in reports."""

    id: str
    """Id of a block or an article; ``title``, ``toc`` and ``colophon`` are the publication's own pages."""
    offset: int = 0
    """Characters of its text before this place: blanks, readings of ruby and the marks of note calls not counted."""


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
