"""What a line may say of its writers: the words for it that all who look for them share."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bulletin.importers.page import names
from bulletin.model import Byline

H = names.HAN
"""One Han character, as a pattern."""

LONGEST_LINE = 70
"""Characters of the longest line that is nothing but a byline or a credit."""
LONGEST_TAIL = 70
"""Characters at the end of a paragraph that a tail must begin within."""


class Sort(StrEnum):
    """What a line, or a part of one, says."""

    HEAD = "head"
    """A dispatch head, at the beginning of a paragraph."""
    LINE = "line"
    """Names, and nothing else."""
    TAIL = "tail"
    """Names or a source at the end of a paragraph."""
    CREDIT = "credit"
    """Whose picture it is."""
    SOURCE = "source"
    """Where the piece comes from, and nothing else."""


@dataclass(frozen=True, slots=True)
class Signed:
    """What was found: ``start`` and ``end`` in characters of the line as it is."""

    sort: Sort
    start: int
    end: int
    bylines: tuple[Byline, ...] = ()
    place: str = ""
    """Where it was written: 台北, as written."""
    source: str = ""
    """Paper, agency or site, as written."""
    sure: bool = True
    alone: bool = False
    """Whether the line says nothing else."""
    bare: bool = False
    """Whether it is a name without any word that says so: to be believed only where a byline would stand."""
