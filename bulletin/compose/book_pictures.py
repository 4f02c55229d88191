"""Pictures of a book: the editor's own bytes where every reader can show them, mended where some cannot."""

import io
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageCms, ImageOps

from bulletin.metadata import stripped

LONGEST = 2400
"""Pixels of the longest side: more than any reader shows (Kindle scales to 1920), and a fraction of the bytes."""

QUALITY = 85

_ORIENTATION = 0x0112
_DEEP = ("I", "F", "I;16", "I;16B", "I;16L", "I;16N")
_PNG_DEPTH = 24
"""Where the header of a PNG gives bits a channel (PNG specification, IHDR)."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the book; its bytes are made when they are asked for."""

    id: str
    """Id of the first block that shows it."""
    name: str
    """``images/<id>.jpg`` or ``.png``."""
    media_type: str
    path: Path

    def data(self) -> bytes:
        """Return the bytes that go into the book."""
        return suited(self.path)


def picture(path: Path, block_id: str) -> Picture:
    """Return the picture in ``path``, which ``block_id`` is the first to show; raises ``OSError``."""
    with Image.open(path) as image:
        png = image.format == "PNG"
    suffix, media_type = (".png", "image/png") if png else (".jpg", "image/jpeg")
    return Picture(block_id, f"images/{block_id}{suffix}", media_type, path)


def suited(path: Path) -> bytes:
    """Return a JPEG or PNG that every reader shows upright, in 8-bit RGB or grey, at most ``LONGEST`` a side.

    These are the file's own pixels and coding, less its metadata, unless it is CMYK, deeper than 8 bits, turned
    by EXIF, animated or larger.
    Raises ``OSError`` or ``SyntaxError`` if it cannot be read.
    """
    data = path.read_bytes()
    with Image.open(io.BytesIO(data)) as image:
        if not _needs_mending(image, data):
            return stripped(data)
        png = image.format == "PNG"
        mended = upright(image)
        mended.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
        profile = mended.info.get("icc_profile")
        out = io.BytesIO()
        if png:
            mended.save(out, "PNG", optimize=True, icc_profile=profile)
        else:
            mended.convert("L" if mended.mode in ("L", "1") else "RGB").save(
                out, "JPEG", quality=QUALITY, optimize=True, icc_profile=profile
            )
    return out.getvalue()


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
    return image.mode == "CMYK" or deep or turned or animated or max(image.size) > LONGEST


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
