"""Rules about ink: how much of it, on which plates, and what lies beneath what is printed over it."""

from collections.abc import Iterator, Sequence

from bulletin.checks.preflight.data import (
    ALL,
    Box,
    Family,
    Image,
    Inks,
    Kind,
    Mark,
    Page,
    Path,
    Text,
    area,
    cut,
    inside,
)
from bulletin.checks.preflight.documents import Document
from bulletin.checks.preflight.registry import Hit, hit, on_pages, shortened
from bulletin.checks.preflight.target import Target

_GROUND = 150.0
"""pt² from which something is a ground that others lie on: a small label."""
_LOOKED = 200
"""Things below a text that are looked through, from the nearest down."""
_ROUNDING = 0.5
"""Per cent of ink that numbers of eight bits may be off, a plate."""
_TINT = 0.05
"""Less ink than this is not seen on a letter."""
_BIG = 24.0
"""pt from which rich black in letters is a designer's wish."""
_BLACK = 0.85


class Ground:
    """What was painted before, to be asked what lies beneath a place."""

    def __init__(self) -> None:
        self.marks: list[Mark] = []

    def add(self, mark: Mark) -> None:
        """Take up what is opaque and covers ground: areas and pictures."""
        if mark.kind in (Kind.FILL, Kind.IMAGE, Kind.SHADING) and mark.alpha >= 0.5 and mark.blend == "Normal":
            stencil = isinstance(mark, Image) and mark.stencil
            if not stencil and not mark.tiled and area(mark.box) > _GROUND:
                self.marks.append(mark)

    def below(self, box: Box) -> Mark | None:
        """Return the topmost thing that lies under the middle of ``box``; None for bare paper."""
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        for mark in self.marks[: -_LOOKED - 1 : -1]:
            b = mark.box
            if b[0] <= x <= b[2] and b[1] <= y <= b[3] and not mark.vanishes:
                return mark
        return None

    def inks(self, mark: Mark) -> Inks | None:
        """Return the inks that lie on the paper once ``mark`` is printed, what it spares included."""
        own = mark.colour.inks
        if own is None or not mark.spares:
            return own
        under = self.below(mark.box)
        beneath = under.colour.inks if under is not None else None
        return {**beneath, **{k: v for k, v in own.items() if v > 0}} if beneath else own


def total(inks: Inks) -> float:
    """Return the sum of inks in per cent; ``All`` counts for four."""
    return sum(100 * tint * (4 if plate == ALL else 1) for plate, tint in inks.items())


def plates(mark: Mark) -> int:
    """Return how many plates a ground prints on, as far as can be told; a coloured picture has four."""
    if mark.colour.inks is not None:
        return mark.colour.count
    if mark.kind is Kind.IMAGE and mark.colour.space.family is Family.GRAY:
        return 1
    if mark.colour.white:
        return 0
    return 4 if mark.colour.space.family in (Family.CMYK, Family.RGB, Family.LAB) else 1


def painted(page: Page) -> Iterator[tuple[Mark, Ground]]:
    """Yield what is printed in its order, each with what lies below it."""
    ground = Ground()
    for mark in page.printed():
        yield mark, ground
        ground.add(mark)


@on_pages(
    {"X-050": "TYPOGRAPHY.md §2 (print shops: total ink); GWG 2015 (total ink area coverage); ISO 12647-2 §4.3.3"},
    press=True,
)
def coverage(page: Page, _: Document, target: Target) -> Iterator[Hit]:
    """Paint and pictures with more ink than the paper takes; sums of numbers, without a raster."""
    bleed = page.bleed
    heavy: list[tuple[float, Box]] = []
    for mark, ground in painted(page):
        shown = cut(mark.box, bleed)
        if shown is None or mark.alpha <= 0 or (not inside(mark.box, bleed, 1e-6) and area(shown) <= 0):
            continue
        if isinstance(mark, Image):
            ink = mark.ink
        else:
            laid = ground.inks(mark)
            ink = total(laid) if laid else None
        if ink is not None and ink > target.ink + 2 * _ROUNDING:
            heavy.append((ink, shown))
    if heavy:
        most = f"{max(ink for ink, _ in heavy):.0f}"
        yield hit(
            "X-050", page.number, [b for _, b in heavy], most, ink=most, limit=f"{target.ink:g}", count=len(heavy)
        )


@on_pages(
    {
        "X-057": "GWG 2015 (small text); TYPOGRAPHY.md §2: plates never meet to a hair, and small letters blur",
        "X-058": "GWG 2015 (small text): white letters cut out of several plates fill up",
        "X-060": "TYPOGRAPHY.md §2 (print shops: black in one ink); GWG 2015 (rich black text)",
        "X-062": "GWG 2015 (overprint 100 % black text); ISO 32000-2 §8.6.7 (overprint control)",
    },
    press=True,
)
def letters(page: Page, document: Document, target: Target) -> Iterator[Hit]:
    """Text on more plates than letters bear, and black that cuts a hole into the colour below it."""
    found: dict[str, list[Text]] = {}
    for mark, ground in painted(page):
        if not isinstance(mark, Text) or mark.annotation or not mark.text.strip():
            continue
        code = _letters(mark, ground, target)
        if code:
            found.setdefault(code, []).append(mark)
    for code, marks in sorted(found.items()):
        least = min(m.size for m in marks)
        first = marks[0]
        yield hit(
            code, page.number, [m.box for m in marks], "", sample=shortened(first.text), size=f"{least:.3g}",
            colour=first.colour, count=sum(m.glyphs for m in marks),
        )  # fmt: skip


def _letters(mark: Text, ground: Ground, target: Target) -> str:
    inks = mark.colour.inks
    if inks is None or ALL in inks:
        return ""
    heavy = [plate for plate, tint in inks.items() if tint > _TINT]
    if inks.get("K", 0) >= _BLACK and len(heavy) > 1 and mark.size < _BIG:
        return "X-060"
    if len(heavy) > 1 and mark.size < target.small:
        return "X-057"
    if mark.colour.black_only and not mark.spares:
        below = ground.below(mark.box)
        if below is not None and plates(below) and not _only_black(below):
            return "X-062"
    if not heavy and mark.size < target.small and not mark.vanishes:
        below = ground.below(mark.box)
        if below is not None and plates(below) >= 3:
            return "X-058"
    return ""


def _only_black(mark: Mark) -> bool:
    if mark.colour.inks is not None:
        return set(mark.colour.inks) <= {"K"}
    return mark.colour.space.family is Family.GRAY


@on_pages(
    {
        "X-061": "GWG 2015 (separation color All); ISO 32000-2 §8.6.6.4: for marks beside the page alone",
        "X-063": "GWG 2015 (overprint white text, overprint white paths); ISO 32000-2 §11.7.4.3",
    },
    press=True,
)
def pitfalls(page: Page, _: Document, target: Target) -> Iterator[Hit]:
    """Registration colour within the page; white that overprints, and so is not there on paper."""
    registration, gone = [], []
    bleed = page.bleed
    for mark in page.printed():
        seen = cut(mark.box, bleed)
        if seen is None:
            continue
        if (mark.colour.inks or {}).get(ALL, 0) > 0 and cut(mark.box, page.trim) is not None:
            registration.append(mark)
        if mark.vanishes and not isinstance(mark, Image):
            gone.append(mark)
    for code, marks in (("X-061", registration), ("X-063", gone)):
        if marks:
            sample = next((m.text for m in marks if isinstance(m, Text)), "–")
            yield hit(code, page.number, [m.box for m in marks], "", sample=shortened(sample), count=len(marks))


@on_pages(
    {
        "X-055": "TYPOGRAPHY.md §2 and B3 (rules of .25 pt and more); GWG 2015 (effective line width)",
        "X-056": "ISO 32000-2 §8.4.3.2 (width 0: the thinnest line the device can draw, a hair on a plate)",
    },
    press=True,
)
def hairlines(page: Page, _: Document, target: Target) -> Iterator[Hit]:
    """Rules that a plate cannot hold, stroked or filled."""
    thin: list[tuple[float, Box]] = []
    none: list[Box] = []
    bleed = page.bleed
    for mark in page.printed():
        if not isinstance(mark, Path) or mark.tiled or mark.colour.white or cut(mark.box, bleed) is None:
            continue
        if not inside(mark.box, bleed, 1) and area(cut(mark.box, bleed) or bleed) == 0:
            continue
        width = mark.width if mark.kind is Kind.STROKE else mark.thin
        if width is None:
            continue
        width *= page.unit
        if width <= 0.001:
            none.append(mark.box)
        elif width < target.hairline - 0.005:
            thin.append((width, mark.box))
    if thin:
        least = f"{min(w for w, _ in thin):.2f}"
        yield hit("X-055", page.number, _boxes(thin), least, width=least, least=f"{target.hairline:g}", count=len(thin))
    if none:
        yield hit("X-056", page.number, none, "", count=len(none))


def _boxes(pairs: Sequence[tuple[float, Box]]) -> list[Box]:
    return [box for _, box in pairs]
