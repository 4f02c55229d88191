"""What a fault of setting is: its kind, where it begins, and its page, column and line."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bulletin.findings import Place
from bulletin.galley.lines import Flaw, Galley, Line, Role


class Kind(StrEnum):
    """Kinds of fault, in the order in which they are told."""

    START = "start"
    START_STRICT = "start-strict"
    END = "end"
    SPLIT = "split"
    SHORT = "short"
    RAGGED = "ragged"
    OVER = "over"
    STRETCH = "stretch"
    GAPE = "gape"
    LONE = "lone"
    WIDOW = "widow"
    ORPHAN = "orphan"
    OFF_GRID = "off-grid"
    UNEVEN = "uneven"
    HEAD_FOOT = "head-foot"
    HEAD_ROW = "head-row"
    FILL = "fill"
    COARSE = "coarse"
    MISSING = "missing"
    FAUX_BOLD = "faux-bold"
    FAUX_SLANT = "faux-slant"
    FOREIGN = "foreign"
    LOOSE_FACE = "loose-face"


@dataclass(frozen=True, slots=True)
class Rules:
    """Where a fault begins."""

    short: float = 1.0
    """pt that a justified line may end before its measure."""
    ragged: float = 0.5
    """pt from which a line counts as nearly short."""
    cap: float = 0.25
    """Widest gap between two Han characters, in em."""
    pair: float = 1.75
    """Room for two marks in a row, in em: 1.5 is due, and up to ``cap`` may be opened between them."""
    step: float | None = None
    """Leading of the grid in pt; inferred where it is None."""
    grid: float = 0.1
    """pt that a baseline may stand off the grid."""
    fill: float = 92.0
    """Least per cent that a page is filled, the last one excepted."""
    dpi: float = 200.0
    """Least dots per inch of a picture."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault."""

    kind: Kind
    page: int
    column: int = 0
    """0 where the fault is not in a column."""
    line: int = 0
    text: str = ""
    """The line, or the name of a face."""
    value: float = 0.0
    """How much: pt, em, per cent or dpi, as the kind has it."""
    body: bool = False
    """Whether it stands in running text."""
    left: float = 0.0
    right: float = 0.0
    baseline: float = 0.0
    size: float = 0.0
    """Where to draw it, in pt; all 0 where it has no spot of its own."""
    place: Place | None = None
    """Where its line stands in the sources, if that is known."""


SLACK = 0.01
"""pt, or em, that a PDF's own rounding of widths and places may add."""


def at(kind: Kind, line: Line, value: float = 0.0, start: int = 0, end: int | None = None) -> Fault:
    """Return a fault of ``line``, drawn round its glyphs from ``start`` to ``end``."""
    glyphs = line.glyphs[start:end] or line.glyphs
    size = max((g.size for g in glyphs), default=0.0)
    left, right = (glyphs[0].x, glyphs[-1].end) if glyphs else (line.left, line.right)
    place = (line.page, line.column, line.number)
    said = line.text.strip()
    return Fault(kind, *place, said, round(value, 3), line.body, left, right, line.baseline, size, line.place)


def runs(galley: Galley) -> Iterator[list[Line]]:
    """Yield the lines of each paragraph, in order."""
    found: dict[int, list[Line]] = defaultdict(list)
    for sheet in galley.sheets:
        for line in sheet.lines:
            found[line.paragraph].append(line)
    yield from found.values()


FLAWS = {Flaw.MISSING: Kind.MISSING, Flaw.BOLD: Kind.FAUX_BOLD, Flaw.SLANT: Kind.FAUX_SLANT}
"""Which fault each flaw of a glyph is."""

PROSE = (Role.TEXT, Role.LIST, Role.CAPTION, Role.NOTE)
"""Roles whose paragraphs run over several lines by need."""
