"""Which page stands where on which sheet: signatures, sheets, sides, places; whole numbers alone.

Pages count from 1; a blank is ``None``. A side is told as it lies on the screen:
columns from the left, rows from the top.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

Number = int | None
"""A page, or a blank."""
Binding = Literal["left", "right"]
"""On which side of the front page the back of the book is: left for horizontal text, right for vertical."""
Blanks = Literal["before-back", "end"]

LEAF_PAGES = 4
"""Pages of a sheet that is folded once."""


@dataclass(frozen=True, slots=True)
class Place:
    """One page on a side."""

    page: Number
    column: int
    row: int = 0


Side = tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet with its two sides; ``back`` has no places where a last sheet is printed on one side alone."""

    front: Side
    back: Side
    signature: int = 0
    """Which one it belongs to, from 0."""
    depth: int = 0
    """How many sheets lie round it in its signature: 0 is the outermost."""


def padded(count: int, blanks: Blanks = "before-back") -> tuple[Number, ...]:
    """Return the pages with blanks added until they are a multiple of four.

    ``before-back`` keeps the last page outside, on the back; a single page is no back page.
    """
    pages: list[Number] = list(range(1, count + 1))
    missing = -count % LEAF_PAGES
    at = count - 1 if blanks == "before-back" and count > 1 else count
    return tuple(pages[:at] + [None] * missing + pages[at:])


def saddle(pages: Sequence[Number], binding: Binding = "left") -> tuple[Sheet, ...]:
    """Return the sheets of one signature, all nested in each other (骑马订); ``pages`` are a multiple of four."""
    return tuple(_nested(pages, binding, 0))


def sizes(count: int, size: int) -> tuple[int, ...]:
    """Return the pages of each signature where ``count`` pages are parted into signatures of ``size``.

    Where they fill no whole number of them, one is thinner. It stands before the last: the outer ones are those that
    the cover pulls at.
    """
    whole = [size] * (count // size)
    if rest := count % size:
        whole.insert(max(len(whole) - 1, 0), rest)
    return tuple(whole)


def signatures(pages: Sequence[Number], size: int, binding: Binding = "left") -> tuple[Sheet, ...]:
    """Return the sheets of signatures of ``size`` pages, to be laid one on the other (胶装)."""
    sheets: list[Sheet] = []
    start = 0
    for number, length in enumerate(sizes(len(pages), size)):
        sheets += _nested(pages[start : start + length], binding, number)
        start += length
    return tuple(sheets)


def several(count: int, columns: int, rows: int, binding: Binding = "left") -> tuple[Sheet, ...]:
    """Return sheets with several pages on a side, to be read as they lie and turned over like the leaf of a book.

    Right-hand binding reads each row from the right.
    """
    each = columns * rows
    sides = []
    for start in range(0, count, each):
        chunk = range(start + 1, min(start + each, count) + 1)
        cells = (divmod(at, columns) for at in range(each))
        places = (Place(page, column, row) for page, (row, column) in zip(chunk, cells, strict=False))
        sides.append(_bound(tuple(places), columns, binding))
    sides += [()] * (len(sides) % 2)
    return tuple(Sheet(front, back, 0, 0) for front, back in zip(sides[::2], sides[1::2], strict=True))


def thickest(sheets: Sequence[Sheet]) -> int:
    """Return how many sheets the thickest signature has."""
    return max((sheet.depth + 1 for sheet in sheets), default=0)


def _nested(pages: Sequence[Number], binding: Binding, signature: int) -> Iterator[Sheet]:
    last = len(pages) - 1
    for depth in range(len(pages) // LEAF_PAGES):
        at = 2 * depth
        front = (Place(pages[last - at], 0), Place(pages[at], 1))
        back = (Place(pages[at + 1], 0), Place(pages[last - at - 1], 1))
        yield Sheet(_bound(front, 2, binding), _bound(back, 2, binding), signature, depth)


def _bound(places: Side, columns: int, binding: Binding) -> Side:
    if binding == "left":
        return places
    mirrored = (Place(place.page, columns - 1 - place.column, place.row) for place in places)
    return tuple(sorted(mirrored, key=lambda place: (place.row, place.column)))
