"""Rules about pages and their boxes, and whether what touches the trim goes on to the bleed."""

from collections.abc import Iterator

from bulletin.checks.preflight.data import Box, Kind, Mark, Page, Path, Text, inside
from bulletin.checks.preflight.documents import Document
from bulletin.checks.preflight.registry import Hit, hit, on_pages
from bulletin.checks.preflight.target import Target
from bulletin.units import PT_PER_MM

_NEAR = 0.1 * PT_PER_MM
"""An edge this near to the trim is meant to be on it."""
_LARGEST = 14_400
"""pt; more is beyond what PDF readers handle (ISO 32000-1 annex C.2)."""
_NESTED = (("TrimBox", "BleedBox"), ("ArtBox", "BleedBox"), ("TrimBox", "MediaBox"), ("BleedBox", "MediaBox"))


def millimetres(box: Box, unit: float = 1.0) -> str:
    """Return width × height of a box in mm."""
    wide, high = ((box[2] - box[0]) * unit / PT_PER_MM, (box[3] - box[1]) * unit / PT_PER_MM)
    return f"{wide:.1f}×{high:.1f}".replace(".0", "")


@on_pages(
    {
        "X-012": "ISO 32000-2 §14.11.2; ISO 15930-7 and -4 (boxes: the trim lies in the bleed, that on the sheet)",
        "X-016": "ISO 32000-2 §7.7.3.3 (Rotate); GWG 2015 (page size and orientation)",
        "X-017": "ISO 32000-1 annex C.2 (limits); ISO 32000-2 §14.11.2 (UserUnit); GWG 2015 (page scaling)",
        "X-018": "GWG 2015 (empty pages)",
    }
)
def sheets(page: Page, _: Document, target: Target) -> Iterator[Hit]:
    """Boxes that are not nested; pages that are turned, scaled, empty or beyond any press."""
    for inner, outer in _NESTED:
        if inner in page.boxes and outer in page.boxes and not inside(page.boxes[inner], page.boxes[outer], 0.02):
            yield hit("X-012", page.number, same=f"{inner} {outer}", inner=inner, outer=outer)
    if page.rotate:
        yield hit("X-016", page.number, same=str(page.rotate), degrees=page.rotate)
    wide, high = page.media[2] - page.media[0], page.media[3] - page.media[1]
    if page.unit != 1 or max(wide, high) > _LARGEST:
        yield hit("X-017", page.number, size=millimetres(page.media, page.unit), unit=f"{page.unit:g}")
    if not any(True for _ in page.printed()) and not page.troubles:
        yield hit("X-018", page.number)


@on_pages(
    {
        "X-011": "ISO 32000-2 §14.11.2.2; ISO 15930-7 and -4 (each page has a TrimBox or an ArtBox)",
        "X-013": "TYPOGRAPHY.md §2 (print shops: 3 mm bleed); ISO 32000-2 §14.11.2.2 (BleedBox)",
    },
    press=True,
)
def boxes(page: Page, _: Document, target: Target) -> Iterator[Hit]:
    """No box to cut by; no room for the bleed."""
    if "TrimBox" not in page.boxes and "ArtBox" not in page.boxes and target.standard is None:  # else X-112
        yield hit("X-011", page.number)
    wanted = target.bleed * PT_PER_MM
    if not wanted or "TrimBox" not in page.boxes:
        return
    trim, bleed = page.trim, page.boxes.get("BleedBox", page.trim)
    room = min(trim[0] - bleed[0], trim[1] - bleed[1], bleed[2] - trim[2], bleed[3] - trim[3]) * page.unit
    if room < wanted - _NEAR:
        has = f"{max(0.0, room) / PT_PER_MM:.1f}"
        yield hit("X-013", page.number, same=has, has=has, wanted=f"{target.bleed:g}")


@on_pages({"X-014": "TYPOGRAPHY.md §2 (print shops: what touches the edge is drawn 3 mm past it)"}, press=True)
def bleeding(page: Page, _: Document, target: Target) -> Iterator[Hit]:
    """What reaches the trim edge must be inked on to the bleed edge, or a knife a hair off leaves a white line."""
    wanted = target.bleed * PT_PER_MM / page.unit
    if not wanted:
        return
    short: list[tuple[float, Box]] = []
    for mark in page.printed():
        if isinstance(mark, Text) or mark.annotation or (mark.tiled and mark.kind is not Kind.FILL) or _unseen(mark):
            continue
        reach = _reach(mark.box, page.trim)
        if reach is not None and reach < wanted - _NEAR:
            short.append((reach, mark.box))
    if short:
        least = min(reach for reach, _ in short) * page.unit / PT_PER_MM
        has = f"{max(0.0, least):.1f}"
        yield hit(
            "X-014", page.number, [box for _, box in short], has, count=len(short), has=has, wanted=f"{target.bleed:g}"
        )


def _unseen(mark: Mark) -> bool:
    thin = isinstance(mark, Path) and min(mark.box[2] - mark.box[0], mark.box[3] - mark.box[1]) <= 0.01
    return mark.colour.white or mark.alpha <= 0 or (thin and mark.kind is Kind.FILL)


def _reach(box: Box, trim: Box) -> float | None:
    """Return how many pt past the trim ``box`` goes at the edge where it goes least; None where it touches none."""
    found: list[float] = []
    for low, high, across in ((0, 2, 1), (1, 3, 0)):
        # Beside the page, as a crop mark is, a thing touches no edge of it.
        if min(box[across + 2], trim[across + 2]) - max(box[across], trim[across]) <= _NEAR:
            continue
        if box[low] <= trim[low] + _NEAR and box[high] > trim[low] + _NEAR:
            found.append(trim[low] - box[low])
        if box[high] >= trim[high] - _NEAR and box[low] < trim[high] - _NEAR:
            found.append(box[high] - trim[high])
    return min(found, default=None)
