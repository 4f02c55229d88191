"""Printer's marks outside the bleed: crop, fold and registration marks, a patch of each plate, the slug line.

They are printed on all plates (ISO 32000-2 §8.6.6.4, the colorant ``All``) but for the patches. Lengths are in pt; the
trim's lower left corner is (0, 0).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bulletin.units import PT_PER_MM as MM

GAP = 1 * MM
"""White between the bleed and a mark."""
LENGTH = 5 * MM
"""Length of a crop mark."""
WIDE = GAP + LENGTH + 1 * MM
"""What the marks need outside the bleed."""
PATCH = 4 * MM
_CIRCLE = 0.5523
"""Handle of a Bézier quarter circle."""

SMALL = 6.0
"""Size of the slug lines."""

Show = Callable[[str, float, float, float], str]
"""Operators that show a text at a size, its baseline beginning at x and y."""
Measure = Callable[[str, float], float]
"""Width of a text at a size."""


@dataclass(frozen=True, slots=True)
class Plate:
    """A plate, and the operator that sets its full ink."""

    name: str
    operator: str
    spot: bool = False


PROCESS = (
    Plate("Cyan", "1 0 0 0 k"),
    Plate("Magenta", "0 1 0 0 k"),
    Plate("Yellow", "0 0 1 0 k"),
    Plate("Black", "0 0 0 1 k"),
)


def crop(width: float, height: float, bleed: float) -> Iterator[str]:
    """Yield two marks at each corner of the trim, at least ``GAP`` outside the bleed."""
    near, far = bleed + GAP, bleed + GAP + LENGTH
    for x in (0, width):
        yield line(x, -near, x, -far)
        yield line(x, height + near, x, height + far)
    for y in (0, height):
        yield line(-near, y, -far, y)
        yield line(width + near, y, width + far, y)


def fold(width: float, height: float, bleed: float, at: Sequence[float]) -> Iterator[str]:
    """Yield dashed marks above and below the sheet at each fold, ``at`` pt from the left trim edge."""
    near, far = bleed + GAP, bleed + GAP + LENGTH
    if at := [x for x in at if 0 < x < width]:
        yield "[2 1.5] 0 d"
        for x in at:
            yield line(x, -near, x, -far)
            yield line(x, height + near, x, height + far)
        yield "[] 0 d"


def registration(width: float, height: float, bleed: float, folds: Sequence[float] = ()) -> Iterator[str]:
    """Yield a circle with a cross at the middle of each side, by which the plates are laid over each other.

    Where a fold mark stands in the middle they step aside.
    """
    off, radius, arm = bleed + GAP + LENGTH / 2, 1.4 * MM, 2.3 * MM
    middle = width / 2
    if any(abs(at - middle) < 4 * MM for at in folds):
        middle += 8 * MM
    for x, y in ((middle, -off), (middle, height + off), (-off, height / 2), (width + off, height / 2)):
        yield line(x - arm, y, x + arm, y)
        yield line(x, y - arm, x, y + arm)
        yield circle(x, y, radius)


def circle(x: float, y: float, radius: float) -> str:
    """Return the stroke of a circle, as four Bézier curves."""
    k = radius * _CIRCLE
    curves = (
        (radius, k, k, radius, 0, radius),
        (-k, radius, -radius, k, -radius, 0),
        (-radius, -k, -k, -radius, 0, -radius),
        (k, -radius, radius, -k, radius, 0),
    )
    parts = [f"{_n(x + radius)} {_n(y)} m"]
    for curve in curves:
        points = (_n(value + (y if at % 2 else x)) for at, value in enumerate(curve))
        parts.append(" ".join(points) + " c")
    return " ".join((*parts, "S"))


def patches(width: float, bleed: float, plates: Sequence[Plate]) -> Iterator[str]:
    """Yield a square of full ink for each plate, below the trim, right of the middle."""
    top = -bleed - GAP
    for number, plate in enumerate(reversed(plates)):
        x = width / 2 + 12 * MM + number * PATCH
        yield f"{plate.operator} {_n(x)} {_n(top - PATCH)} {_n(PATCH)} {_n(PATCH)} re f"


def slug(
    width: float, height: float, bleed: float, lines: Sequence[str], show: Show, measure: Measure
) -> Iterator[str]:
    """Yield the slug lines above the trim on the left, made smaller where they would reach the mark in the middle."""
    room = _room(width)
    size = min(SMALL, *(SMALL * room / max(measure(text, SMALL), 1) for text in lines)) if lines else SMALL
    y = height + bleed + GAP + LENGTH - size
    for text in lines:
        yield show(text, size, _EDGE, y)
        y -= size * 1.35


def names(width: float, bleed: float, plates: Sequence[Plate], show: Show, measure: Measure) -> Iterator[str]:
    """Yield the name of each plate in its own ink, below the trim on the left: on film each stands alone."""
    wanted = sum(measure(plate.name, SMALL) + 2 * MM for plate in plates)
    less = min(1.0, _room(width) / wanted) if wanted else 1.0
    x = _EDGE
    for plate in plates:
        yield f"{plate.operator} {show(plate.name, less * SMALL, x, -bleed - GAP - SMALL)}"
        x += less * (measure(plate.name, SMALL) + 2 * MM)


_EDGE = 8 * MM
"""Where lettering begins, right of the crop mark."""


def _room(width: float) -> float:
    """Return how wide lettering may be before it reaches the registration mark in the middle."""
    return width / 2 - _EDGE - 4 * MM


def line(x0: float, y0: float, x1: float, y1: float) -> str:
    """Return a stroke from one point to another."""
    return f"{_n(x0)} {_n(y0)} m {_n(x1)} {_n(y1)} l S"


def _n(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".") if value else "0"
