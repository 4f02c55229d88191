"""Paths under construction: the boxes of their pieces, and how thin a rule they draw (ISO 32000-2 §8.5)."""

from dataclasses import dataclass, field

from bulletin.checks.pdf_text import UNIT, Matrix
from bulletin.checks.preflight.data import Box, around, cut, inside

_FLAT = 0.002
"""pt below which two edges are the same."""
_FEW = 6
"""Corners of a rectangle, closed by hand or twice."""
_MOST = 40
"""Rectangles of one path that are looked at one by one; a raster drawn as rectangles has thousands."""

Point = tuple[float, float]


@dataclass(slots=True)
class Pieces:
    """The path as built so far, in the space of the page."""

    done: list[tuple[Box, bool]] = field(default_factory=list)
    """Box of each finished subpath, and whether it is an upright rectangle or a straight upright line."""
    raw: list[float] = field(default_factory=list)
    """Numbers of the open subpath as its operators give them: x, y, x, y …"""
    matrix: Matrix = UNIT
    curved: bool = False

    def move(self, m: Matrix, x: float, y: float) -> None:
        """Begin a subpath."""
        self.close()
        self.matrix = m
        self.raw = [x, y]

    def line(self, m: Matrix, x: float, y: float) -> None:
        """Draw a line."""
        self.matrix = m
        self.raw += (x, y)

    def curve(self, m: Matrix, values: list[float]) -> None:
        """Draw a curve; its box is that of its control points, which holds it."""
        self.matrix = m
        self.raw += values
        self.curved = True

    def rectangle(self, m: Matrix, x: float, y: float, wide: float, high: float) -> None:
        """Add a rectangle."""
        self.close()
        if abs(m[1]) < 1e-9 and abs(m[2]) < 1e-9:
            xs = sorted((m[0] * x + m[4], m[0] * (x + wide) + m[4]))
            ys = sorted((m[3] * y + m[5], m[3] * (y + high) + m[5]))
            self.done.append(((xs[0], ys[0], xs[1], ys[1]), True))
            return
        for a, b in ((x, y), (x + wide, y), (x + wide, y + high), (x, y + high)):
            self.line(m, a, b)
        self.close()

    def close(self) -> None:
        """End the subpath."""
        if self.raw:
            xs, ys = self.raw[::2], self.raw[1::2]
            a, b, c, d, e, f = self.matrix
            if not self.curved and len(xs) <= _FEW:
                points = [(a * x + c * y + e, b * x + d * y + f) for x, y in zip(xs, ys, strict=True)]
                box = around(points)
                self.done.append((box, _upright(points, box)))
            elif b or c:
                box = around([(a * x + c * y + e, b * x + d * y + f) for x, y in zip(xs, ys, strict=True)])
                self.done.append((box, False))
            else:
                left, right, low, high = a * min(xs) + e, a * max(xs) + e, d * min(ys) + f, d * max(ys) + f
                self.done.append(((min(left, right), min(low, high), max(left, right), max(low, high)), False))
            self.raw = []
        self.curved = False

    @property
    def box(self) -> Box | None:
        """Box of all; None where there is nothing."""
        self.close()
        if not self.done:
            return None
        lefts, lows, rights, highs = zip(*(box for box, _ in self.done), strict=True)
        return (min(lefts), min(lows), max(rights), max(highs))

    @property
    def upright(self) -> bool:
        """Whether every piece is an upright rectangle or line."""
        return all(straight for _, straight in self.done)

    def thinnest(self, clip: Box) -> float | None:
        """Return the thickness in pt of the thinnest rule that filling the path shows inside ``clip``.

        None where it draws none: pieces that are no rectangles are shapes, not rules. A rule may be a thin
        rectangle, the rim between two (a border), or either cut down by the clip.
        """
        if not self.upright or len(self.done) > _MOST:
            return None
        boxes = [box for box, _ in self.done]
        found: list[float] = []
        for number, outer in enumerate(boxes):
            seen = cut(outer, clip)
            if seen is None:
                continue
            holes = [b for n, b in enumerate(boxes) if n != number and inside(b, outer, _FLAT) and b != outer]
            if holes:
                # A frame: what is seen of it is its rim, or less where the clip takes less.
                rim = [w for hole in holes for w in _rim(outer, hole, seen)]
                found += rim
                continue
            if any(inside(outer, b, _FLAT) and b != outer for b in boxes):
                continue  # the hole of a frame
            found += _sides(seen, outer)
        return min(found, default=None)


def _sides(seen: Box, whole: Box) -> list[float]:
    """Return the lesser side of what is seen of a rectangle; nothing where the clip leaves but an edge."""
    wide, high = seen[2] - seen[0], seen[3] - seen[1]
    thin = min(wide, high)
    if thin < _FLAT and min(whole[2] - whole[0], whole[3] - whole[1]) >= _FLAT:
        return []
    # A dot or a tick as small both ways is no rule.
    return [thin] if max(wide, high) > 4 * max(thin, 0.1) else []


def _rim(outer: Box, hole: Box, seen: Box) -> list[float]:
    bands = (
        (outer[0], outer[1], hole[0], outer[3]),
        (hole[2], outer[1], outer[2], outer[3]),
        (outer[0], outer[1], outer[2], hole[1]),
        (outer[0], hole[3], outer[2], outer[3]),
    )
    found = []
    for band in bands:
        shown = cut(band, seen)
        if shown is not None and band[2] - band[0] > _FLAT and band[3] - band[1] > _FLAT:
            found += _sides(shown, band)
    return found


def _upright(points: list[Point], box: Box) -> bool:
    return all(
        min(abs(x - box[0]), abs(x - box[2])) < _FLAT and min(abs(y - box[1]), abs(y - box[3])) < _FLAT
        for x, y in points
    ) and all(
        abs(a[0] - b[0]) < _FLAT or abs(a[1] - b[1]) < _FLAT
        for a, b in zip(points, points[1:] + points[:1], strict=True)
    )
