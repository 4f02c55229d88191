"""Where the pages of each side lie on the paper: positions, scale, creep, the back turned as the printer turns it.

Lengths are in pt; the sheet's lower left corner is (0, 0), both sides as they are seen.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from bulletin.config.booklet import PAPERS, BookletSettings
from bulletin.impose import order
from bulletin.press.geometry import Box
from bulletin.press.marks import WIDE
from bulletin.units import PT_PER_MM as MM

TOLERANCE = 0.5
"""pt by which paper may be too small: trims in whole mm are rounded in PDF."""
ODD = 1 * MM + TOLERANCE
"""pt by which paper may be larger than its pages and still be theirs."""
GRIDS = {"2-up": ((2, 1), (1, 2)), "4-up": ((2, 2),)}
"""Columns and rows of several pages on a side."""
USUAL = "A4"
"""Paper for several pages on a side where none is named."""


class PaperError(Exception):
    """The paper does not hold the pages; carries both sizes in pt, the paper's in the better position."""

    def __init__(self, need: tuple[float, float], paper: tuple[float, float]) -> None:
        super().__init__(need, paper)
        self.need, self.paper = need, paper


@dataclass(frozen=True, slots=True)
class Cell:
    """One page on a side."""

    page: int
    """Counted from 1."""
    x: float
    y: float
    """The lower left corner of its trim, as the side is seen."""
    turned: bool
    """Whether it stands on its head."""
    clip: Box
    """Nothing of the page is printed outside."""


@dataclass(frozen=True, slots=True)
class Face:
    """One side of a sheet."""

    cells: tuple[Cell, ...]
    signature: int
    outside: bool
    """Whether it is the outer side of a folded signature."""
    turned: bool


@dataclass(frozen=True, slots=True)
class Imposition:
    """All sides, in the order in which they are printed: front, back, front, back."""

    faces: tuple[Face, ...]
    sheets: tuple[order.Sheet, ...]
    width: float
    height: float
    """Of the paper, as a side is seen."""
    trim: Box
    """What is left of the sheet when it is cut, not yet folded."""
    scale: float
    edge: Literal["short", "long"]
    """About which edge the printer must turn the sheet."""
    folded: bool
    """Whether sheets are folded in the middle."""

    @property
    def fold(self) -> float:
        """Where it is folded, from the left."""
        return self.width / 2

    @property
    def signatures(self) -> int:
        """How many signatures there are."""
        return self.sheets[-1].signature + 1 if self.sheets else 0


def impose(pages: tuple[order.Number, ...], size: tuple[float, float], settings: BookletSettings) -> Imposition:
    """Return where ``pages`` of one ``size`` lie; raises ``PaperError``.

    For sheets that are folded, ``pages`` have their blanks already (``order.padded``).
    """
    if settings.way in GRIDS:
        return _several(len(pages), size, settings)
    return _folded(pages, size, settings)


def _folded(pages: tuple[order.Number, ...], size: tuple[float, float], settings: BookletSettings) -> Imposition:
    binding: order.Binding = "right" if settings.binding == "right" else "left"
    if settings.way == "saddle":
        sheets, mill = order.saddle(pages, binding), 0.0
    else:
        sheets, mill = order.signatures(pages, settings.signature, binding), settings.mill * MM
    marked = settings.marks != "none"
    bleed = settings.bleed * MM if marked else 0.0
    room = bleed + WIDE if marked else 0.0
    (width, height), scale = _paper(size, settings, 2 * (mill + room), 2 * room)
    across, up = size[0] * scale, size[1] * scale
    left, low = width / 2 - mill - across, (height - up) / 2
    if not marked and max(left, low) <= ODD:
        # Rounding to whole mm leaves no white at the paper's edge.
        bleed = max(left, low, 0.0)
    trim = (left, low, width - left, low + up)
    edge, turned = _edge(width, height, settings)
    faces = []
    for sheet in sheets:
        creep = sheet.depth * settings.caliper * MM if settings.creep else 0.0
        for side, outside in ((sheet.front, True), (sheet.back, False)):
            cells = []
            for place in side:
                if place.page is None:
                    continue
                if place.column == 0:
                    x, clip = left + creep, (left - bleed, low - bleed, width / 2, low + up + bleed)
                else:
                    x, clip = width / 2 + mill - creep, (width / 2, low - bleed, width - left + bleed, low + up + bleed)
                cells.append(Cell(place.page, x, low, False, clip))
            face = Face(tuple(cells), sheet.signature, outside and sheet.depth == 0, False)
            faces.append(face if outside or not turned else _upside_down(face, width, height, across, up))
    return Imposition(tuple(faces), sheets, width, height, trim, scale, edge, True)


def _several(count: int, size: tuple[float, float], settings: BookletSettings) -> Imposition:
    binding: order.Binding = "right" if settings.binding == "right" else "left"
    paper = _upright(settings)
    most = float("inf") if settings.fit else 1.0
    best = (0.0, (2, 1), paper)
    for columns, rows in GRIDS[settings.way]:
        for width, height in (paper, paper[::-1]):
            scale = min(width / columns / size[0], height / rows / size[1])
            # The first of two that are alike: pages side by side, paper upright.
            if scale > best[0] + 1e-6:
                best = (scale, (columns, rows), (width, height))
    scale, (columns, rows), (width, height) = best
    # Rounding to whole mm is no reason to shrink a page.
    scale = 1.0 if abs(scale - 1) < 1e-3 else min(scale, most)
    across, up = size[0] * scale, size[1] * scale
    sheets = order.several(count, columns, rows, binding)
    edge, turned = _edge(width, height, settings)
    faces = []
    for sheet in sheets:
        for side, back in ((sheet.front, False), (sheet.back, True)):
            cells = []
            for place in side:
                x = (place.column + 0.5) * width / columns - across / 2
                y = height - (place.row + 0.5) * height / rows - up / 2
                cells.append(Cell(place.page or 0, x, y, False, (x, y, x + across, y + up)))
            face = Face(tuple(cells), 0, False, False)
            if cells:
                faces.append(_upside_down(face, width, height, across, up) if back and turned else face)
    return Imposition(tuple(faces), sheets, width, height, (0, 0, width, height), scale, edge, False)


def _paper(
    size: tuple[float, float], settings: BookletSettings, beside: float, above: float
) -> tuple[tuple[float, float], float]:
    """Return the paper for two pages and the scale; ``beside`` and ``above`` are pt that are not the pages'."""
    need = (2 * size[0] + beside, size[1] + above)
    if settings.paper == "auto":
        return _usual(need), 1.0
    upright = _upright(settings)
    lying = need[0] > need[1]
    first = upright[::-1] if lying else upright
    if settings.fit:
        scales = [
            (min((width - beside) / (2 * size[0]), (height - above) / size[1]), (width, height))
            for width, height in (first, first[::-1])
        ]
        scale, paper = max(scales, key=lambda one: one[0])
        return paper, 1.0 if abs(scale - 1) < 1e-3 else scale
    for paper in (first, first[::-1]):
        if need[0] <= paper[0] + TOLERANCE and need[1] <= paper[1] + TOLERANCE:
            return paper, 1.0
    raise PaperError(need, first)


def _usual(need: tuple[float, float]) -> tuple[float, float]:
    """Return the paper of a copier that is ``need`` but for rounding: two pages of A5 are 296 mm wide, A4 is 297."""
    for sides in PAPERS.values():
        for wide, high in (sides, sides[::-1]):
            if all(-TOLERANCE <= side * MM - least <= ODD for side, least in zip((wide, high), need, strict=True)):
                return wide * MM, high * MM
    return need


def _upright(settings: BookletSettings) -> tuple[float, float]:
    if isinstance(settings.paper, str):
        width, height = PAPERS[USUAL if settings.paper == "auto" else settings.paper]
    else:
        width, height = sorted(settings.paper)
    return width * MM, height * MM


def _edge(width: float, height: float, settings: BookletSettings) -> tuple[Literal["short", "long"], bool]:
    """Return the edge about which the sheet is turned, and whether backs must stand on their heads for it.

    They need not where that edge runs upright: turned about it, a sheet turns like a leaf.
    """
    upright: Literal["short", "long"] = "short" if width > height else "long"
    edge = upright if settings.edge == "auto" else settings.edge
    return edge, edge != upright


def _upside_down(face: Face, width: float, height: float, across: float, up: float) -> Face:
    cells = (
        Cell(
            cell.page,
            width - cell.x - across,
            height - cell.y - up,
            True,
            (width - cell.clip[2], height - cell.clip[3], width - cell.clip[0], height - cell.clip[1]),
        )
        for cell in face.cells
    )
    return replace(face, cells=tuple(cells), turned=True)
