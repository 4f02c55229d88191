"""Where on a page a thing can have left ink: boxes that may be too large, never too small.

Matrices and paths: ISO 32000-1 §8.3–8.5; lengths in pt, in the page's own space.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import inf, sqrt

import pikepdf

from bulletin.press.lexer import IDENTITY, Matrix, number, numbers, times

Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""
EVERYWHERE: Box = (-inf, -inf, inf, inf)
NOWHERE: Box = (inf, inf, -inf, -inf)

_POINTS = frozenset((b"m", b"l", b"c", b"v", b"y"))
_ENDS = frozenset((b"f", b"F", b"f*", b"S", b"s", b"B", b"B*", b"b", b"b*", b"n"))
_HAIR = 0.5
"""pt by which renderers may draw past a shape's edge."""


class Canvas:
    """The current matrix, clip and path, and the boxes of what has been painted."""

    def __init__(self) -> None:
        self.clip: Box = EVERYWHERE
        self.width = 1.0
        """Of lines, in user space."""
        self.blind = False
        """Whether something was painted of which nobody knows where."""
        self._matrix: Matrix = IDENTITY
        self._miter = 10.0
        self._saved: list[tuple[Matrix, Box, float, float]] = []
        self._path: Box = NOWHERE
        self._clips = False
        self._below: list[Box] = []
        self._whitened: list[Box] = []

    def follow(self, operator: bytes, operands: bytes) -> None:
        """Take in an instruction that moves, clips, or builds a path; of one it cannot read, it may be anywhere."""
        try:
            self._follow(operator, operands)
        except (ValueError, IndexError):
            self.blind = True

    def _follow(self, operator: bytes, operands: bytes) -> None:
        if operator == b"q":
            self._saved.append((self._matrix, self.clip, self.width, self._miter))
        elif operator == b"Q" and self._saved:
            self._matrix, self.clip, self.width, self._miter = self._saved.pop()
        elif operator == b"cm":
            a, b, c, d, e, f = numbers(operands)
            self._matrix = times((a, b, c, d, e, f), self._matrix)
        elif operator == b"w":
            self.width = number(operands.strip())
        elif operator == b"M":
            self._miter = number(operands.strip())
        elif operator in _POINTS:
            row = numbers(operands)
            self._path = _joined(self._path, self._onto(zip(row[::2], row[1::2], strict=True)))
        elif operator == b"re":
            x, y, width, height = numbers(operands)
            corners = ((x, y), (x + width, y), (x, y + height), (x + width, y + height))
            self._path = _joined(self._path, self._onto(corners))
        elif operator in (b"W", b"W*"):
            self._clips = True

    def building(self, operator: bytes) -> bool:
        """Return whether an operator adds to the path."""
        return operator in _POINTS or operator == b"re"

    def ended(self, operator: bytes) -> bool:
        """Return whether an operator ends the path, and take its clip over; called after it has been painted."""
        if operator not in _ENDS:
            return False
        if self._clips:
            self.clip = _common(self.clip, self._path)
        self._path, self._clips = NOWHERE, False
        return True

    def path(self, stroked: bool) -> Box:
        """Return where painting the path can leave ink."""
        box = self._path
        if stroked and box != NOWHERE:
            a, b, c, d, _, _ = self._matrix
            # half a line, longer at a sharp corner, and nowhere scaled by more than this
            room = self.width / 2 * max(self._miter, sqrt(2)) * sqrt(a * a + b * b + c * c + d * d)
            box = (box[0] - room, box[1] - room, box[2] + room, box[3] + room)
        return _common(self.clip, box)

    def unit(self) -> Box:
        """Return where an image can leave ink."""
        return _common(self.clip, self._onto(((0, 0), (1, 0), (0, 1), (1, 1))))

    def around(self, parts: Iterable[tuple[Box, Matrix]]) -> Box:
        """Return where boxes that are set on the current matrix by their own can leave ink."""
        whole = NOWHERE
        for (left, low, right, top), matrix in parts:
            corners = ((left, low), (right, low), (left, top), (right, top))
            whole = _joined(whole, self._onto(corners, times(matrix, self._matrix)))
        return _common(self.clip, whole)

    def cover(self, box: Box, white: bool = False) -> None:
        """Remember that something was painted; ``white``: with no ink at all."""
        if not self.nothing(box):
            (self._whitened if white else self._below).append(box)

    def bare(self, box: Box, untouched: bool = False) -> bool:
        """Return whether there can be no ink yet within a box; ``untouched``: not even white."""
        left, low, right, top = (box[0] - _HAIR, box[1] - _HAIR, box[2] + _HAIR, box[3] + _HAIR)
        return not self.blind and all(
            other[2] <= left or other[0] >= right or other[3] <= low or other[1] >= top
            for boxes in ((self._below, self._whitened) if untouched else (self._below,))
            for other in boxes
        )

    @staticmethod
    def nothing(box: Box) -> bool:
        """Return whether a box is wholly clipped away."""
        return box[0] > box[2] or box[1] > box[3]

    def _onto(self, points: Iterable[tuple[float, float]], matrix: Matrix | None = None) -> Box:
        a, b, c, d, e, f = matrix or self._matrix
        places = [(a * x + c * y + e, b * x + d * y + f) for x, y in points]
        if not places:
            return NOWHERE
        xs, ys = zip(*places, strict=True)
        return (min(xs), min(ys), max(xs), max(ys))


def box_of(array: pikepdf.Object) -> Box:
    """Return a PDF rectangle in order, whichever of its corners are named (§7.9.5)."""
    x, y, right, top = (float(value) for value in array)
    return (min(x, right), min(y, top), max(x, right), max(y, top))


def matrix_of(form: pikepdf.Object) -> Matrix:
    """Return the matrix of a form or pattern."""
    if "/Matrix" not in form:
        return IDENTITY
    a, b, c, d, e, f = (float(value) for value in form.Matrix)
    return (a, b, c, d, e, f)


def _joined(one: Box, other: Box) -> Box:
    return (min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3]))


def _common(one: Box, other: Box) -> Box:
    return (max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3]))
