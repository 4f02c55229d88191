"""What a picture or a face is, by its own bytes."""

import io
import struct
import warnings
from dataclasses import dataclass
from functools import cache

from fontTools.ttLib import TTFont, TTLibError
from PIL import Image, UnidentifiedImageError

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
    except (OSError, ValueError, SyntaxError, struct.error, Image.DecompressionBombError, Warning) as problem:
        return Picture(name, declared, len(data), broken=str(problem)[:120])
    return Picture(name, declared, len(data), kind, width, height, mode, frames)


@cache
def characters(data: bytes) -> frozenset[int]:
    """Return the code points that the face in ``data`` has glyphs for; none where it is no face."""
    try:
        with TTFont(io.BytesIO(data), lazy=True) as font:
            return frozenset(font.getBestCmap() or ())
    except (TTLibError, OSError, KeyError, AssertionError, ValueError, ImportError, struct.error):
        return frozenset()
