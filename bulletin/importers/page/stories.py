"""Stories: articles in the making, as rows of their heads and of their texts."""

from __future__ import annotations

from dataclasses import dataclass, field

from bulletin.importers.page.rows import Kind, Row

HEADS = (Kind.TITLE, Kind.SECTION, Kind.SERIES, Kind.SPONSOR, Kind.BYLINE)
OUT = (Kind.FURNITURE, Kind.DUPLICATE, Kind.STAFF, Kind.JUMP)
TEXT = (Kind.PARAGRAPH, Kind.LEDE, Kind.TURN, Kind.FIELD, Kind.ITEM, Kind.BLOCK)


@dataclass(slots=True, eq=False)
class Story:
    """An article in the making: rows of its head and of its text."""

    head: list[Row]
    body: list[Row] = field(default_factory=list)
    opened: str = "first"
    doubt: bool = False
    closed: str = ""
    """The rule by which nothing more can follow; empty while it may."""
    jump_to: Row | None = None
    """The jump line that sends the reader on."""
    jump_from: Row | None = None
    """The jump line over what goes on from elsewhere."""
    repeats: list[Row] = field(default_factory=list)
    """Rows that say the headline once more, where a story goes on."""
    kinds: set[Kind] = field(default_factory=set)
    """Kinds of the rows of its text."""

    @property
    def rows(self) -> list[Row]:
        """All its rows."""
        return [*self.head, *self.body]

    def has(self, *kinds: Kind) -> bool:
        """Whether its text has a row of one of ``kinds``."""
        return not self.kinds.isdisjoint(kinds)
