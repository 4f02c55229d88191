"""Rules about pictures."""

from collections.abc import Iterator

from bulletin.checks.preflight.data import Image, Page, area
from bulletin.checks.preflight.documents import Document
from bulletin.checks.preflight.registry import Hit, hit, on_pages
from bulletin.checks.preflight.target import Target
from bulletin.units import PT_PER_MM

_STRIP = 4
"""Pixels; what has no more one way is a tint or a gradient, not a picture."""
_SMALLEST = (5 * PT_PER_MM) ** 2
"""pt²; below, nobody sees the pixels."""
_OFFICE = 150.0
"""Least dots per inch where the file is for an office printer."""
_FINE, _FINE_LINE = 2.0, 4.0
"""Times the least, above which pixels only make the file heavy."""
_WANTED = 300.0


@on_pages(
    {
        "X-030": "TYPOGRAPHY.md §2 (print shops: 300 dpi); GWG 2015 (resolution of grey and colour images: 150, 225)",
        "X-031": "GWG 2015 (resolution of images): what no screen can show makes the file heavy",
        "X-032": "GWG 2015 (resolution of 1-bit images: 550); print shops: 600–1200 for line work",
    }
)
def resolution(page: Page, _: Document, target: Target) -> Iterator[Hit]:
    """Pictures with too few pixels at their size on paper, or needlessly many."""
    for mark in page.printed():
        if not isinstance(mark, Image) or min(mark.pixels) <= _STRIP or not mark.dpi:
            continue
        whole = mark.whole if not mark.tiled else mark.box
        if area(whole) < _SMALLEST:
            continue
        if not target.dpi:
            continue
        line = mark.bits == 1 and not mark.colour.space.levels
        least = (target.line_dpi if line else target.dpi) if target.press else min(target.dpi, _OFFICE)
        most = _FINE_LINE * least if line else max(_FINE * _WANTED, _FINE * least)
        said = {"dpi": f"{mark.dpi:.0f}", "pixels": f"{mark.pixels[0]}×{mark.pixels[1]}"}
        same = f"{page.number} {mark.number} {said['dpi']}"
        if mark.dpi < least - 0.5:
            yield hit("X-032" if line else "X-030", page.number, [mark.box], same, wanted=f"{least:g}", **said)
        elif mark.dpi > most:
            yield hit("X-031", page.number, [mark.box], same, enough=f"{most / 2:g}", **said)
