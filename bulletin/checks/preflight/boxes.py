"""The boxes of a page, right way up, and its turn (ISO 32000-2 §14.11.2)."""

from typing import Any

import pikepdf

from bulletin.checks.preflight.data import Box

NAMES = ("MediaBox", "CropBox", "BleedBox", "TrimBox", "ArtBox")
A4: Box = (0.0, 0.0, 595.276, 841.89)
"""What a page without a sheet of its own is taken to be."""
_DEEPEST = 50


def box(thing: Any) -> Box | None:
    """Return four numbers as a box; None where they are none."""
    try:
        x0, y0, x1, y1 = (float(v) for v in thing)
    except (TypeError, ValueError, pikepdf.PikepdfError):
        return None
    if not all(abs(v) < 1e7 for v in (x0, y0, x1, y1)):
        return None
    return (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def read(page: Any) -> tuple[dict[str, Box], int, float]:
    """Return the boxes that a page gives or inherits, its turn in degrees clockwise, and its UserUnit."""
    obj = page.obj
    found: dict[str, Box] = {}
    for name in NAMES:
        own = box(inherited(obj, f"/{name}") if name in ("MediaBox", "CropBox") else obj.get(f"/{name}"))
        if own is not None and own[2] > own[0] and own[3] > own[1]:
            found[name] = own
    found.setdefault("MediaBox", A4)
    try:
        turn = int(inherited(obj, "/Rotate") or 0) % 360
        unit = float(obj.get("/UserUnit", 1)) or 1.0
    except (TypeError, ValueError, pikepdf.PikepdfError):
        turn, unit = 0, 1.0
    return found, turn, unit


def inherited(page: Any, key: str) -> Any:
    """Return a key of the page, or of the nearest node above that has it (§7.7.3.4)."""
    node = page
    for _ in range(_DEEPEST):
        if not isinstance(node, pikepdf.Dictionary):
            return None
        if key in node:
            return node.get(key)
        node = node.get("/Parent")
    return None


def as_seen(box: Box, media: Box, turn: int) -> Box:
    """Return a box of the page's own space as it lies on the sheet seen the right way up: from its top left, y down."""
    left, low, right, high = box[0] - media[0], box[1] - media[1], box[2] - media[0], box[3] - media[1]
    wide, tall = media[2] - media[0], media[3] - media[1]
    match turn % 360:
        case 90:
            return (low, left, high, right)
        case 180:
            return (wide - right, low, wide - left, high)
        case 270:
            return (tall - high, wide - right, tall - low, wide - left)
    return (left, tall - high, right, tall - low)
