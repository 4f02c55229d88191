"""What a page gives: drafts of articles, and for each line of the manuscript the one place where it went."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bulletin.findings import Finding
from bulletin.importers.base import Manuscript
from bulletin.model import Article


class Part(StrEnum):
    """Where a line went."""

    HEADLINE = "headline"
    KICKER = "kicker"
    DECK = "deck"
    SECTION = "section"
    SERIES = "series"
    SPONSOR = "sponsor"
    BYLINE = "byline"
    DATELINE = "dateline"
    """A line that is nothing but a dispatch head; it runs into the first paragraph."""
    SOURCE = "source"
    EDITOR = "editor"
    DATE = "date"
    SUMMARY = "summary"
    BODY = "body"
    SUBHEAD = "subhead"
    QUESTION = "question"
    ANSWER = "answer"
    CAPTION = "caption"
    CREDIT = "credit"
    PICTURE = "picture"
    TABLE = "table"
    NOTE = "note"
    SIGNOFF = "signoff"
    VERSE = "verse"
    FURNITURE = "furniture"
    """Left out: what belongs to the page and to no article."""
    DUPLICATE = "duplicate"
    """Left out: a paragraph that stood before."""
    JUMP = "jump"
    """Left out: 下转第3版, 上接第1版, where both ends were found and joined; else furniture that is told."""
    LEFTOVER = "leftover"
    """In no article, and nobody knows why: told, and kept in a file of its own."""


RULES = frozenset(
    {
        "advertisement",
        "bare-name",
        "block",
        "byline",
        "byline-line",
        "caption",
        "caption-by-credit",
        "caption-credit",
        "caption-mark",
        "chrome",
        "closed",
        "columns",
        "credit-line",
        "date-line",
        "deck-dash",
        "dialogue",
        "dialogue-over",
        "dispatch-head",
        "dispatch-line",
        "duplicate",
        "field",
        "first",
        "gap",
        "habit",
        "heading",
        "headline-alone",
        "headline-first",
        "headline-largest",
        "headline-of-stack",
        "headline-two-lines",
        "imprint",
        "index",
        "item",
        "joined",
        "jump",
        "jump-headline",
        "kicker-first",
        "kicker-in-line",
        "label",
        "lede",
        "leftover",
        "level",
        "line-at-end",
        "look",
        "masthead",
        "notice",
        "numbered",
        "opening",
        "ornament",
        "page-number",
        "paragraph",
        "picture",
        "picture-name",
        "running",
        "said-byline",
        "said-caption",
        "said-credit",
        "said-date",
        "said-label",
        "said-title",
        "section-marked",
        "section-name",
        "section-short",
        "series",
        "short-line",
        "signoff",
        "signoff-date",
        "source-line",
        "sponsor",
        "stack",
        "staff",
        "subhead",
        "tail-line",
        "title",
        "title-like",
        "turn",
        "untitled",
        "unwrapped",
        "verse",
        "web",
        "whole",
        "words",
    }
)
"""Keys of all rules that a fate or a draft may name; each is said in words behind ``rule-`` in the catalogues."""


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one line of the manuscript."""

    line: int
    """Its number there."""
    parts: tuple[Part, ...]
    """Mostly one; a line that held kicker and headline has both."""
    article: int = -1
    """Index in ``Analysis.drafts``; -1 where it is in none."""
    rule: str = ""
    """The rule that decided, a key of the catalogue behind ``rule-``."""
    other: int = 0
    """The line it goes with: the one it was joined to, or whose copy it is; 0 for none."""
    doubt: bool = False
    """Whether the editor should look at it."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An article as the page gives it."""

    article: Article
    """Complete but for ``name``: block ids empty, places are its lines, pictures lie in the work folder."""
    first: int
    """Line of the manuscript where it begins, labels before its headline included."""
    last: int
    opened: str
    """The rule by which it began, a key of the catalogue behind ``rule-``."""
    section: str = ""
    """The label it stood under; empty where the page gave none."""


@dataclass(frozen=True, slots=True)
class Analysis:
    """One manuscript, read."""

    manuscript: Manuscript
    drafts: tuple[Draft, ...]
    fates: tuple[Fate, ...]
    """One for each line of the manuscript, in order."""
    findings: tuple[Finding, ...] = ()
    """Notes to the editor, doubtful decisions among them; ``Place.file`` is the manuscript's name."""
