"""What a picture or a face is, by its own bytes."""

import io
import logging
import struct
import warnings
import zlib
from dataclasses import dataclass
from functools import cache

from fontTools.ttLib import TTFont, TTLibError
from PIL import Image, UnidentifiedImageError

# Both libraries log what they forgive in a spoilt file; what matters of it is a finding.
for _name in ("PIL", "fontTools"):
    logging.getLogger(_name).addHandler(logging.NullHandler())

_BROKEN = (
    OSError,
    EOFError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    AttributeError,
    AssertionError,
    SyntaxError,
    ImportError,
    struct.error,
    zlib.error,
)
"""What Pillow and fontTools raise over a file with bytes changed (tried on thousands)."""
_MEDIA = {"JPEG": "image/jpeg", "PNG": "image/png", "GIF": "image/gif", "WEBP": "image/webp", "BMP": "image/bmp"}


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture of a book."""

    name: str
    declared: str
    """Media type that the manifest gives."""
    size: int
    """Bytes."""
    kind: str = ""
    """Media type by its own bytes; empty where it is none that Pillow knows."""
    width: int = 0
    height: int = 0
    """Pixels."""
    mode: str = ""
    """Pillow's mode: ``RGB``, ``CMYK``, ``I;16`` …"""
    frames: int = 1
    broken: str = ""
    """Why it cannot be shown; empty where it can."""


def look(name: str, declared: str, data: bytes) -> Picture:
    """Return what the picture in ``data`` is; nothing is raised."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data)) as image:
                kind = _MEDIA.get(image.format or "", f"image/{(image.format or 'unknown').lower()}")
                frames = int(getattr(image, "n_frames", 1))
                # Pillow opens 16-bit colour as 8: the depth stands in the header (PNG §11.2.2).
                deep = kind == "image/png" and struct.unpack_from(">B", data, 24)[0] == 16
                mode = f"{image.mode};16" if deep and "16" not in image.mode else image.mode
                width, height = image.size
                image.load()
    except UnidentifiedImageError:
        return Picture(name, declared, len(data), broken="–")
    except (*_BROKEN, Image.DecompressionBombError, Warning) as problem:
        return Picture(name, declared, len(data), broken=str(problem)[:120])
    return Picture(name, declared, len(data), kind, width, height, mode, frames)


@cache
def characters(data: bytes) -> frozenset[int]:
    """Return the code points that the face in ``data`` has glyphs for; none where it is no face."""
    try:
        with TTFont(io.BytesIO(data), lazy=True) as font:
            return frozenset(font.getBestCmap() or ())
    except (*_BROKEN, TTLibError):
        return frozenset()
