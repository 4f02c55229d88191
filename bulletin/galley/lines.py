"""Set lines as plain numbers, whoever set them: a finished PDF read back, or the layout tree of a build.

All lengths are in pt; x runs right from the page's left edge, baselines run down from its top edge.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from bulletin.findings import Place


class Role(StrEnum):
    """What a line is on the page."""

    TEXT = "text"
    LIST = "list"
    HEAD = "head"
    CAPTION = "caption"
    TABLE = "table"
    NOTE = "note"
    OTHER = "other"


class Glyph(NamedTuple):
    """One glyph as drawn; a tuple, for a long document has a million of them."""

    text: str
    """What it stands for; empty where it stands for nothing that could be copied."""
    x: float
    """Pen origin on the page; white that was taken away or opened shows in the next glyph's."""
    advance: float
    """Nominal width from the font, as drawn without adjustments."""
    size: float
    font: str
    """Name of the face, without the mark of a subset."""

    @property
    def end(self) -> float:
        """Where its frame ends if nothing was taken from it."""
        return self.x + self.advance


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text with the measure it was set to."""

    page: int
    column: int
    """Column on the page, from 1 at the left."""
    number: int
    """Line in the column, from 1 at the top, whatever the lines are."""
    baseline: float
    left: float
    right: float
    """Edges of the measure: of the column, or of a list or box inside it."""
    glyphs: tuple[Glyph, ...]
    """From left to right; ruby and emphasis dots are left out, raised note marks are in."""
    first: bool
    last: bool
    """First and last line of its paragraph, wherever the paragraph was parted between columns and pages."""
    body: bool
    """Running text in the size and face that the document's text has; no head, caption, table or note."""
    paragraph: int = 0
    """The same number for all lines of one paragraph."""
    role: Role = Role.TEXT
    flush: bool = True
    """Meant to end at ``right`` unless it is ``last``: not where the author broke the line, nor in ragged text."""
    place: Place | None = None
    """Where its text stands in the sources, if that is known."""
    edge: float = 0.0
    """Left edge of the column of the page that it stands in, or of the page's text area."""

    @property
    def text(self) -> str:
        """What the line says."""
        return "".join(glyph.text for glyph in self.glyphs)

    @property
    def inked(self) -> tuple[Glyph, ...]:
        """The glyphs without white space and break marks at either end."""
        start, end = 0, len(self.glyphs)
        while start < end and not _inked(self.glyphs[start].text):
            start += 1
        while end > start and not _inked(self.glyphs[end - 1].text):
            end -= 1
        return self.glyphs[start:end]


class Row(NamedTuple):
    """What a proof needs of a line: a tuple, for all lines of a document are kept."""

    edge: float
    left: float
    right: float
    baseline: float
    size: float
    """Of its largest glyph."""
    paragraph: int
    text: str

    @classmethod
    def of(cls, line: Line) -> "Row":
        """Return the row of a line."""
        size = max((glyph.size for glyph in line.glyphs), default=0.0)
        return cls(line.edge, line.left, line.right, line.baseline, size, line.paragraph, line.text)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it stands on its page."""

    left: float
    top: float
    width: float
    height: float
    pixels: tuple[int, int]

    @property
    def dpi(self) -> float:
        """Dots per inch, across or down, whichever is coarser."""
        return min(self.pixels[0] / (self.width / 72), self.pixels[1] / (self.height / 72))


class Flaw(StrEnum):
    """What a glyph itself can have wrong with it."""

    MISSING = "missing"
    BOLD = "bold"
    SLANT = "slant"


@dataclass(frozen=True, slots=True)
class Spot:
    """A glyph that is amiss in itself: absent from its face, or made bold or slanted by the machine."""

    flaw: Flaw
    text: str
    x: float
    baseline: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page."""

    page: int
    """From 1."""
    width: float
    height: float
    lines: tuple[Line, ...]
    """Lines of the text in reading order; running heads and folios are not among them."""
    fill: float
    """How far down the text area is filled, in per cent."""
    pictures: tuple[Picture, ...] = ()
    closed: bool = False
    """Whether its maker ended it here, as before a chapter: it need not be full."""
    spots: tuple[Spot, ...] = ()


@dataclass(frozen=True, slots=True)
class Face:
    """A face that the document uses."""

    name: str
    page: int
    """First page that names it."""
    embedded: bool


@dataclass(frozen=True, slots=True)
class Galley:
    """A whole document, set."""

    sheets: tuple[Sheet, ...]
    faces: tuple[Face, ...] = ()
    family: str = ""
    """What the name of every face must begin with; empty where any face will do."""
    centred: bool = False
    """Whether ，。 stand in the middle of their frame (Taiwan, Hong Kong), with no white half for a mark behind."""
    step: float | None = None
    """Leading of the text, where the maker of the document says it; else it is inferred."""


def _inked(text: str) -> bool:
    return bool(text.strip("\u200b\u2060\ufeff\u00ad")) and not text.isspace()
