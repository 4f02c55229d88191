"""Pictures for the screen: a book's photographs as small as a telephone wants them, and covers as thumbnails.

A picture's name is made of its own bytes and of how it is coded, so that a name, once published, never changes its
picture, and the same picture in three editions is one file.
"""

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from bulletin.errors import DeliverError
from bulletin.findings import Place, finding

WIDTHS = (640, 1280)
"""Pixels across of a photograph on the page: a telephone, and the column on a fine screen."""

THUMB = 400
"""Pixels across of a cover among others, and of the thumbnail in the catalogues."""

QUALITY = 80
_SUFFIX = {"JPEG": ".jpg", "PNG": ".png", "GIF": ".gif", "WEBP": ".webp"}
_LARGEST = 100_000_000
"""Pixels of the largest picture that is opened."""


Load = Callable[[], bytes]
"""Gives a picture as the book has it; asked again when it is coded, so that no picture is kept in memory."""


@dataclass(frozen=True, slots=True)
class Scaled:
    """One file of a picture."""

    path: str
    width: int
    """Pixels; 0 where it is not known (SVG)."""
    height: int
    make: Callable[[], bytes]
    """Gives its bytes; only asked where the site does not have it yet."""


def photograph(load: Load, folder: str, place: Place) -> tuple[Scaled, ...]:
    """Return the files of a picture in a text, smallest first; raises ``DeliverError`` (W-007) where it is none.

    Photographs (JPEG) are scaled down; what is drawn (PNG, SVG …) stays as it is.
    """
    data = load()
    kind, width, height = _look(data, place)
    key = f"{folder}/{hashlib.sha256(data).hexdigest()[:16]}"
    if kind != "JPEG" or width <= WIDTHS[0]:
        return (_whole(load, key, kind, width, height),)
    wanted = sorted({min(width, WIDTHS[0]), min(width, WIDTHS[1])})
    return tuple(_down(load, key, w, width, height) for w in wanted)


def cover(load: Load, folder: str, place: Place) -> tuple[Scaled, Scaled]:
    """Return a cover as it is, and its thumbnail (JPEG); raises ``DeliverError`` (W-007) where it is no picture."""
    data = load()
    kind, width, height = _look(data, place)
    if not width:
        raise DeliverError(finding("W-007", place, reason="cover-image: SVG"))
    key = f"{folder}/{hashlib.sha256(data).hexdigest()[:16]}"
    return _whole(load, key, kind, width, height), _down(load, key, min(THUMB, width), width, height)


def _look(data: bytes, place: Place) -> tuple[str, int, int]:
    """Return format, width and height of a picture as it is to be seen."""
    if data.lstrip()[:5] in (b"<?xml", b"<svg ", b"<!DOC"):
        return "SVG", 0, 0
    try:
        with Image.open(io.BytesIO(data), formats=tuple(_SUFFIX)) as image:
            if image.width * image.height > _LARGEST:
                raise DeliverError(finding("W-007", place, reason=f"{image.width} × {image.height} px"))
            turned = image.getexif().get(0x0112, 1) >= 5
            size = (image.height, image.width) if turned else image.size
            return str(image.format), *size
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as problem:
        raise DeliverError(finding("W-007", place, reason=problem)) from None


def _whole(load: Load, key: str, kind: str, width: int, height: int) -> Scaled:
    return Scaled(f"{key}{_SUFFIX.get(kind, '.svg')}", width, height, load)


def _down(load: Load, key: str, width: int, whole: int, high: int) -> Scaled:
    height = max(1, round(high * width / whole))
    return Scaled(f"{key}-{width}.jpg", width, height, lambda: _coded(load(), width, height))


def _coded(data: bytes, width: int, height: int) -> bytes:
    with Image.open(io.BytesIO(data)) as image:
        profile = image.info.get("icc_profile")
        upright = ImageOps.exif_transpose(image).convert("RGB")
        small = upright.resize((width, height), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    extra = {"icc_profile": profile} if profile else {}
    small.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True, subsampling="4:2:0", **extra)
    return out.getvalue()
