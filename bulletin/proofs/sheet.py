"""A page on its proof sheet: a strip for corrections on the outer side, line numbers, bars beside what changed.

Lengths are in pt. A page's own points run down from its upper left corner, those of a sheet up from its lower left one.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bulletin.press.lettering import Lettering
from bulletin.proofs.copy import Spot
from bulletin.units import PT_PER_MM

HEAD, FOOT, OUTER, INNER = 15 * PT_PER_MM, 13 * PT_PER_MM, 32 * PT_PER_MM, 9 * PT_PER_MM
"""What the sheet has around the trim, at least."""
EDGE = 7 * PT_PER_MM
"""Left white at the rim of a sheet: office printers print no further out than 4 to 5 mm."""
PAPERS = {"A4": (210 * PT_PER_MM, 297 * PT_PER_MM), "A3": (297 * PT_PER_MM, 420 * PT_PER_MM)}
RED, GREY, PALE, BLACK = "0.78 0.05 0.1", "0.4 0.4 0.4", "0.72 0.72 0.72", "0 0 0"
"""Colours, as operands of ``rg`` and ``RG``; the red is as dark as a grey copier needs it."""
BAR, CLEAR = 1.5, 2.2
"""Width of a change bar, and its distance from the column."""
_FIGURE = 5.4
"""Size of line numbers."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a page lies on its sheet."""

    width: float
    height: float
    scale: float
    left: float
    """Of the trim on the sheet."""
    bottom: float
    page: tuple[float, float]
    """Width and height of the trim itself."""
    outer: tuple[float, float]
    """Edges of the strip for corrections."""

    def x(self, x: float) -> float:
        """Return where ``x`` of the page lies on the sheet."""
        return self.left + x * self.scale

    def y(self, y: float) -> float:
        """Return where ``y`` of the page, counted from its top, lies on the sheet."""
        return self.bottom + (self.page[1] - y) * self.scale


def frame(page: tuple[float, float], number: int, paper: str) -> Frame:
    """Return the sheet of a page; the outer side is the right one of odd pages."""
    width, height = page
    room = OUTER + INNER, HEAD + FOOT
    if paper == "full":
        scale, sheet = 1.0, (width + room[0], height + room[1])
    else:
        sheet = PAPERS[paper] if width <= height else PAPERS[paper][::-1]
        scale = min(1.0, (sheet[0] - room[0]) / width, (sheet[1] - room[1]) / height)
    spare = sheet[0] - width * scale - INNER
    left = INNER if number % 2 else spare
    bottom = FOOT + (sheet[1] - height * scale - room[1]) / 2
    outer = (left + width * scale, sheet[0]) if number % 2 else (0.0, left)
    return Frame(*sheet, scale, left, bottom, page, outer)


def place(at: Frame) -> str:
    """Return the operators that put the page into its place and cut it at the trim; ``Q`` ends them."""
    width, height = at.page
    return f"q {at.scale:.5f} 0 0 {at.scale:.5f} {at.left:.3f} {at.bottom:.3f} cm 0 0 {width:.3f} {height:.3f} re W n"


def trim(at: Frame) -> str:
    """Return a hairline around the trim."""
    width, height = at.page[0] * at.scale, at.page[1] * at.scale
    return f"{PALE} RG 0.35 w {at.left:.3f} {at.bottom:.3f} {width:.3f} {height:.3f} re S"


def numbers(at: Frame, spots: Iterable[Spot], every: int, letters: Lettering) -> Iterator[str]:
    """Yield the number of every ``every``-th line, left of its column."""
    if not every:
        return
    for spot in spots:
        if spot.aside or spot.number % every:
            continue
        text = str(spot.number)
        width, base = letters.width(text, _FIGURE), at.y(spot.row.baseline)
        left = at.x(_edge(spot)) - CLEAR - BAR - 1.2 - width
        # A rule between columns would run through the figure.
        yield f"1 1 1 rg {left - 0.5:.2f} {base - 0.6:.2f} {width + 1:.2f} {0.85 * _FIGURE:.2f} re f {GREY} rg"
        yield letters.show(text, _FIGURE, left, base)


def bars(at: Frame, changed: Sequence[Spot], cut: Sequence[Spot]) -> Iterator[str]:
    """Yield a bar beside lines that changed, lines that follow each other under one; a wedge where text was cut."""
    yield f"{RED} rg"
    columns: dict[float, list[Spot]] = defaultdict(list)
    for spot in changed:
        columns[round(_edge(spot), 1)].append(spot)
    for edge, spots in sorted(columns.items()):
        x = at.x(edge) - CLEAR - BAR
        for top, foot in _runs(sorted(spots, key=lambda spot: spot.row.baseline)):
            yield f"{x:.2f} {at.y(foot):.2f} {BAR} {at.y(top) - at.y(foot):.2f} re f"
    for spot in cut:
        x, y = at.x(_edge(spot)) - CLEAR - BAR - 0.8, at.y(spot.row.baseline - 0.3 * spot.row.size)
        yield f"{x:.2f} {y + 2.6:.2f} m {x + 3.4:.2f} {y:.2f} l {x:.2f} {y - 2.6:.2f} l f"


def _edge(spot: Spot) -> float:
    """Return where what belongs to a line stands: at its column's edge, unless another line is in between."""
    return spot.row.left if spot.aside else spot.row.edge


def _runs(spots: Sequence[Spot]) -> Iterator[tuple[float, float]]:
    """Yield top and foot of lines that follow each other."""
    top = foot = None
    for spot in spots:
        row = spot.row
        high, low = row.baseline - 0.86 * row.size, row.baseline + 0.2 * row.size
        if foot is not None and top is not None and high - foot > 1.0 * row.size:
            yield top, foot
            top = None
        top, foot = (high if top is None else top), low
    if top is not None and foot is not None:
        yield top, foot


@dataclass(frozen=True, slots=True)
class Label:
    """What is said around a page."""

    head: str
    """Title, issue and date."""
    edition: str
    round: str
    page: str
    scale: str
    note: str
    checked: str


def margin(at: Frame, label: Label, letters: Lettering, bold: Lettering) -> Iterator[str]:
    """Yield head and foot of the sheet, and the name of the strip for corrections."""
    left, right = max(EDGE, at.left), min(at.width - EDGE, at.left + at.page[0] * at.scale)
    top = at.height - 0.62 * HEAD
    yield f"{BLACK} rg"
    width = bold.width(label.round, 15)
    yield bold.show(label.round, 15, left, top - 1, (1, 0))
    yield letters.show(label.head, 8, left + width + 8, top)
    yield letters.show(label.page, 8, right - letters.width(label.page, 8), top)
    yield f"{GREY} rg"
    told = f"{label.edition}　{label.scale}"
    yield letters.show(told, 7, left, 0.45 * FOOT)
    blank = 95.0
    at_x = right - blank - letters.width(label.checked, 7.5)
    if at_x > left + letters.width(told, 7) + 10:
        yield letters.show(label.checked, 7.5, at_x, 0.45 * FOOT)
        yield f"{GREY} RG 0.35 w {right - blank:.2f} {0.45 * FOOT - 1.5:.2f} m {right:.2f} {0.45 * FOOT - 1.5:.2f} l S"
    low, high = max(at.outer[0], EDGE), min(at.outer[1], at.width - EDGE)
    yield letters.show(label.note, 7, (low + high - letters.width(label.note, 7)) / 2, at.y(0) - 7)
