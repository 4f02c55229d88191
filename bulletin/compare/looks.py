"""How two pictures of a page differ: what part of it, and where."""

from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageDraw

DPI = 72
"""At which pages are compared: a pixel is a point."""
_STEP = 40
"""Difference of a channel, of 255, from which a pixel is another."""
_CELL = 6
"""Pixels to a side of the cells by which regions are gathered."""
_NEAR = 2
"""Cells that may lie between two parts of one region."""

Region = tuple[int, int, int, int]
"""Left, top, right and bottom in pixels."""


@dataclass(frozen=True, slots=True)
class Looks:
    """What differs between two pictures."""

    share: float
    """Part of the larger page's pixels, from 0 to 1."""
    regions: tuple[Region, ...]


def compare(old: Image.Image, new: Image.Image) -> Looks:
    """Return how two pictures differ; the smaller one is taken to be white where it has no pixel."""
    old, new = on_one_sheet(old, new)
    channels = ImageChops.difference(old, new).split()
    most = ImageChops.lighter(ImageChops.lighter(channels[0], channels[1]), channels[2])
    mask = most.point(lambda value: 255 if value >= _STEP else 0)
    changed = mask.histogram()[255]
    if not changed:
        return Looks(0.0, ())
    return Looks(changed / (mask.width * mask.height), tuple(_regions(mask)))


def on_one_sheet(old: Image.Image, new: Image.Image) -> tuple[Image.Image, Image.Image]:
    """Return both pictures on white of the same size."""
    size = max(old.width, new.width), max(old.height, new.height)
    out = []
    for picture in (old, new):
        if picture.size == size:
            out.append(picture)
            continue
        sheet = Image.new("RGB", size, "white")
        sheet.paste(picture, (0, 0))
        out.append(sheet)
    return out[0], out[1]


def overlay(old: Image.Image, new: Image.Image, regions: tuple[Region, ...]) -> Image.Image:
    """Return both in one picture: what is only in the old is red, what is only in the new is cyan."""
    old, new = on_one_sheet(old, new)
    ours, theirs = old.convert("L"), new.convert("L")
    picture = Image.merge("RGB", (theirs, ours, ours))
    pen = ImageDraw.Draw(picture)
    for left, top, right, bottom in regions:
        pen.rectangle((left - 2, top - 2, right + 1, bottom + 1), outline=(230, 120, 0))
    return picture


def _regions(mask: Image.Image) -> Iterator[Region]:
    """Yield rectangles around what differs, those that lie near each other as one."""
    wide, high = -(-mask.width // _CELL), -(-mask.height // _CELL)
    padded = Image.new("L", (wide * _CELL, high * _CELL))
    padded.paste(mask, (0, 0))
    small = padded.reduce(_CELL).point(lambda value: 255 if value else 0)
    data = small.tobytes()
    left = {at for at, value in enumerate(data) if value}
    found = []
    while left:
        start = left.pop()
        open_cells, box = [start], [start % wide, start // wide, start % wide, start // wide]
        while open_cells:
            x, y = (at := open_cells.pop()) % wide, at // wide
            box = [min(box[0], x), min(box[1], y), max(box[2], x), max(box[3], y)]
            for dy in range(-_NEAR, _NEAR + 1):
                for dx in range(-_NEAR, _NEAR + 1):
                    near = (y + dy) * wide + x + dx
                    if 0 <= x + dx < wide and near in left:
                        left.discard(near)
                        open_cells.append(near)
        found.append(box)
    for x0, y0, x1, y1 in sorted(found, key=lambda box: (box[1], box[0])):
        right, bottom = min(mask.width, (x1 + 1) * _CELL), min(mask.height, (y1 + 1) * _CELL)
        yield x0 * _CELL, y0 * _CELL, right, bottom
