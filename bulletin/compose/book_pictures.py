"""Pictures of a book: the editor's own bytes where every reader can show them, made lighter where they are heavy.

A book has a weight that mail and old readers can bear. Pictures are scaled down together, step by step, until it holds.
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageCms, ImageOps

from bulletin.metadata import stripped
from bulletin.readers.pictures import strict


@dataclass(frozen=True, slots=True)
class Step:
    """How far pictures are reduced."""

    longest: int
    """Pixels of the longest side."""
    quality: int
    """Of a JPEG that is coded again, 1 to 95."""
    heaviest: int
    """Bytes of a picture above which it is coded again."""


STEPS = (
    Step(2400, 85, 1_500_000),  # more than any reader shows; Kindle scales to 1920
    Step(1920, 80, 600_000),
    Step(1440, 75, 300_000),
    Step(1080, 70, 150_000),
    Step(800, 60, 80_000),  # the width of a small e-ink screen
)
"""From the first, which changes nothing but what no reader shows, to the last, on which a face can still be told."""

_ORIENTATION = 0x0112
_DEEP = ("I", "F", "I;16", "I;16B", "I;16L", "I;16N")
_PNG_DEPTH = 24
"""Where the header of a PNG gives bits a channel (PNG specification, IHDR)."""
_PHOTO_BYTES, _PHOTO_COLOURS = 400_000, 4096
"""A PNG that is heavier, has more colours and lets nothing through is a photograph: a JPEG of it is a fraction."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the book."""

    id: str
    """Id of the first block that shows it."""
    name: str
    """``images/<id>.jpg`` or ``.png``."""
    media_type: str
    path: Path
    data: bytes = b""
    """The bytes that go into the book; none before ``fitted`` has chosen them."""


def picture(path: Path, block_id: str) -> Picture:
    """Return the picture in ``path``, which ``block_id`` is the first to show; raises ``OSError``."""
    with Image.open(path) as image:
        png = image.format == "PNG" and not _photograph(image, path.stat().st_size)
    suffix, media_type = (".png", "image/png") if png else (".jpg", "image/jpeg")
    return Picture(block_id, f"images/{block_id}{suffix}", media_type, path)


def fitted(pictures: Mapping[str, Picture], most: int) -> tuple[tuple[Picture, ...], int]:
    """Return ``pictures`` with their bytes, together no more than ``most`` bytes, and the number of the step taken.

    Where even the last step is too heavy, its pictures come all the same. Raises as ``suited`` does.
    """
    for number, step in enumerate(STEPS):
        out: list[Picture] = []
        total = 0
        for one in pictures.values():
            data = suited(one.path, step)
            total += len(data)
            if total > most and number + 1 < len(STEPS):
                break
            out.append(Picture(one.id, one.name, one.media_type, one.path, data))
        else:
            return tuple(out), number
    return (), 0


def suited(path: Path, step: Step = STEPS[0]) -> bytes:
    """Return a JPEG or PNG that every reader shows upright, in 8-bit RGB or grey, reduced as ``step`` says.

    These are the file's own pixels and coding, less its metadata, unless it is CMYK, deeper than 8 bits, turned
    by EXIF, animated, larger or heavier. Raises ``OSError`` or ``SyntaxError`` if it cannot be read.
    """
    data = path.read_bytes()
    with strict(), Image.open(io.BytesIO(data)) as image:
        own = stripped(data)
        photograph = image.format == "PNG" and _photograph(image, len(data))
        needed = photograph or max(image.size) > step.longest or _needs_mending(image, data)
        if not needed and len(own) <= step.heaviest:
            return own
        png = image.format == "PNG" and not photograph
        mended = upright(image)
        mended.thumbnail((step.longest, step.longest), Image.Resampling.LANCZOS)
        made = _coded(mended, png, step.quality)
    # Coded again a picture can be heavier than it was.
    return made if needed or len(made) < len(own) else own


def _coded(image: Image.Image, png: bool, quality: int) -> bytes:
    out, profile = io.BytesIO(), image.info.get("icc_profile")
    if png:
        image.save(out, "PNG", optimize=True, icc_profile=profile)
    else:
        flat = image.convert("L" if image.mode in ("L", "1") else "RGB")
        flat.save(out, "JPEG", quality=quality, optimize=True, icc_profile=profile)
    return out.getvalue()


def _photograph(image: Image.Image, size: int) -> bool:
    """Whether a PNG of ``size`` bytes is a photograph."""
    if size <= _PHOTO_BYTES or image.mode != "RGB" or "transparency" in image.info:
        return False
    small = image.resize((min(image.width, 300), min(image.height, 300)), Image.Resampling.NEAREST)
    return small.getcolors(_PHOTO_COLOURS) is None


def upright(image: Image.Image) -> Image.Image:
    """Return ``image`` as it is seen, in a mode that can be scaled: grey, RGB or RGBA of 8 bits."""
    profile = image.info.get("icc_profile")
    turned = ImageOps.exif_transpose(image)
    if turned.mode == "CMYK":
        mended, profile = _from_cmyk(turned, profile), None
    elif turned.mode in _DEEP:
        mended = turned.convert("I").point(lambda value: value * (1 / 256)).convert("L")
        profile = None
    elif turned.mode in ("P", "PA", "LA") or "transparency" in turned.info:
        mended = turned.convert("RGBA")
    elif turned.mode in ("L", "RGB", "RGBA"):
        mended = turned
    else:
        mended = turned.convert("L" if turned.mode == "1" else "RGB")
    # Nothing but the colour profile is taken over: no EXIF, no place where the picture was taken.
    mended.info = {"icc_profile": profile} if profile else {}
    return mended


def _needs_mending(image: Image.Image, data: bytes) -> bool:
    turned = image.getexif().get(_ORIENTATION, 1) not in (0, 1)
    animated = getattr(image, "n_frames", 1) > 1
    deep = image.mode in _DEEP or (image.format == "PNG" and data[_PNG_DEPTH] > 8)
    return image.mode == "CMYK" or deep or turned or animated


def _from_cmyk(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Turn printing inks to sRGB by the picture's own profile; without one, by plain arithmetic."""
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            made = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
            if made is not None:
                return made
        except (ImageCms.PyCMSError, OSError):
            pass
    return image.convert("RGB")
