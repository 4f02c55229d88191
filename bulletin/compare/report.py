"""The report of a comparison: one HTML file that holds everything, written a page at a time."""

import base64
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import resources

from jinja2 import Environment, StrictUndefined

from bulletin.compare import rasters, told
from bulletin.compare.differ import Comparison, Sheet
from bulletin.findings import word

_DPI = 96
_QUALITY = 62
_MOST = 150
"""Boxes that are drawn on one page; more hide what they are to show."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle over a picture, in per cent of it."""

    kind: str
    """``text`` or ``looks``."""
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Side:
    """One page as a picture."""

    which: str
    """``old`` or ``new``."""
    page: int
    picture: str
    """Data URI of a JPEG; empty where it could not be drawn."""
    wide: float
    """Its width, in per cent of the wider of the two."""
    ratio: float
    """Width over height."""
    boxes: tuple[Box, ...]


def html(made: Comparison, language: str) -> Iterator[str]:
    """Yield the parts of the report; each page is drawn when its turn comes."""
    text = (resources.files("bulletin") / "words" / "diff.html.j2").read_text("utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(text).generate(
        made=made,
        sheets=((sheet, list(_sides(made, sheet))) for sheet in made.differing),
        names=[path.name for path in made.paths],
        language=language,
        w=lambda key, **values: word(key, language, **values),
        name=lambda sheet: told.name(sheet, language),
        what=lambda sheet: told.what(sheet, language),
        summary=told.summary(made, language),
        shortened=told.shortened,
    )


def _sides(made: Comparison, sheet: Sheet) -> Iterator[Side]:
    widest = max(size[0] for size in sheet.sizes if size)
    for at, page in enumerate((sheet.old, sheet.new)):
        size = sheet.sizes[at]
        if not page or not size:
            continue
        boxes = [*_boxes("text", sheet.spots[at], size)]
        boxes += _boxes("looks", sheet.regions, size)
        yield Side(
            ("old", "new")[at],
            page,
            _picture(made, at, page, size),
            round(100 * size[0] / widest, 2),
            round(size[0] / max(size[1], 1), 4),
            tuple(boxes),
        )


def _boxes(kind: str, found: Sequence[Sequence[float]], size: tuple[float, float]) -> Iterator[Box]:
    wide, high = size
    for left, top, right, bottom in found[:_MOST]:
        # What lies outside this page is of the other one, which is larger.
        if left < wide and top < high:
            across, down = min(right, wide) - left, min(bottom, high) - top
            sides = (100 * left / wide, 100 * top / high, 100 * across / wide, 100 * down / high)
            yield Box(kind, *(round(side, 2) for side in sides))


def _picture(made: Comparison, at: int, page: int, size: tuple[float, float]) -> str:
    drawn = rasters.draw(made.paths[at], page, size, _DPI)
    if drawn is None:
        return ""
    out = io.BytesIO()
    drawn.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return "data:image/jpeg;base64," + base64.b64encode(out.getvalue()).decode()
