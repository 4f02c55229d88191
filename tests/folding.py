"""A model of what hands do with printed sheets: print on both sides, fold, nest, gather, turn the leaves.

It shares nothing with ``bulletin.impose`` but the sides as they were laid out. A printed page is known by where it is
on the sheet, seen from the front, and by where its head points.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bulletin.impose.sheets import Face, Imposition


@dataclass(frozen=True, slots=True)
class Ink:
    """A printed page: the middle and the halves of its trim, in pt, on the sheet seen from the front."""

    page: int
    x: float
    y: float
    half: float
    upright: bool


@dataclass(frozen=True, slots=True)
class Printed:
    """A sheet that came out of the printer."""

    front: tuple[Ink, ...]
    back: tuple[Ink, ...]
    signature: int


@dataclass(frozen=True, slots=True)
class Seen:
    """A page of the bound book, as a reader sees it who has the book upright before him."""

    page: int | None
    recto: bool
    """Whether it lies right of the book's back."""
    upright: bool
    reach: float
    """pt from the back of the outermost sheet to the page's outer edge."""


def printed(plan: Imposition, size: tuple[float, float]) -> list[Printed]:
    """Print front and back; the machine turns each sheet about the edge that the plan names."""
    about_upright = (plan.width > plan.height) == (plan.edge == "short")
    width, height = size[0] * plan.scale, size[1] * plan.scale

    def inks(face: Face, back: bool) -> tuple[Ink, ...]:
        out = []
        for cell in face.cells:
            x, y, upright = cell.x + width / 2, cell.y + height / 2, not cell.turned
            if back and about_upright:
                x = plan.width - x
            elif back:
                y, upright = plan.height - y, not upright
            out.append(Ink(cell.page, x, y, width / 2, upright))
        return tuple(out)

    sides = [*plan.faces, Face((), 0, False, False)]
    return [
        Printed(inks(front, False), inks(back, True), front.signature)
        for front, back in zip(sides[::2], sides[1::2], strict=False)
    ]


def bound(plan: Imposition, size: tuple[float, float], binding: str, caliper: float) -> list[Seen]:
    """Fold each sheet with its front outside, nest it in the one before, lay signature on signature, turn the leaves."""
    pile = printed(plan, size)
    book: list[Seen] = []
    for number in dict.fromkeys(sheet.signature for sheet in pile):
        nest = [sheet for sheet in pile if sheet.signature == number]
        # The front page is on the half that lies away from the back of the book.
        first_is_right = binding == "left"
        leaves = [(sheet, depth, first_is_right) for depth, sheet in enumerate(nest)]
        leaves += [(sheet, depth, not first_is_right) for depth, sheet in reversed(list(enumerate(nest)))]
        for at, (sheet, depth, right_half) in enumerate(leaves):
            outside_first = at < len(nest)
            for back in (not outside_first, outside_first):
                inks = sheet.back if back else sheet.front
                ours = [ink for ink in inks if (ink.x > plan.fold) == right_half]
                assert len(ours) <= 1
                # Seen from behind, right is left.
                recto = right_half != back
                if not ours:
                    book.append(Seen(None, recto, True, size[0] * plan.scale))
                    continue
                (ink,) = ours
                reach = abs(ink.x - plan.fold) + ink.half + depth * caliper
                book.append(Seen(ink.page, recto, ink.upright, reach))
    return book


def leafed(plan: Imposition, size: tuple[float, float], binding: str) -> list[tuple[int, bool]]:
    """Read sheets that are not folded, row by row, turning each like the leaf of a book: page, and if upright."""
    out = []
    for sheet in printed(plan, size):
        for inks, back in ((sheet.front, False), (sheet.back, True)):

            def place(ink: Ink, back: bool = back) -> tuple[float, float]:
                x = plan.width - ink.x if back else ink.x
                return (-round(ink.y), round(x if binding == "left" else -x))

            out += [(ink.page, ink.upright) for ink in sorted(inks, key=place)]
    return out


def in_order(book: Sequence[Seen], binding: str) -> None:
    """Fail unless every page is upright and odd ones are right-hand pages (left-hand ones in a book bound right)."""
    for number, seen in enumerate(book, 1):
        assert seen.upright, seen
        assert seen.recto == ((number % 2 == 1) == (binding == "left")), (number, seen)
