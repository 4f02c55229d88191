"""What pages may ask for: the pictures they were given, by name, and nothing else in the world."""

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PIL import Image, ImageCms
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from bulletin.metadata import stripped
from bulletin.readers.pictures import strict

_ORIENTATION = 0x0112
_TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}

_PROBE = Image.new("RGB", (6, 1))
_PROBE.putdata([(200, 60, 50), (60, 180, 70), (50, 70, 200), (230, 200, 60), (120, 120, 120), (20, 24, 28)])
"""Colours by which a profile is known to be sRGB or not, whatever it is called."""
_NEAR = 3
_DEEP = ("I", "I;16", "I;16B", "I;16L", "I;16N")
_RELATIVE = ImageCms.Intent.RELATIVE_COLORIMETRIC


class ClosedFetcher(URLFetcher):  # type: ignore[misc] # WeasyPrint has no types
    """Serves ``files`` by address; anything else stops the build (WeasyPrint cannot swallow this error)."""

    def __init__(self, files: Mapping[str, Path]) -> None:
        super().__init__(allowed_protocols=set(), allow_redirects=False)
        self.files = files
        self.refused: list[str] = []
        """Addresses asked for in vain: drawing SVG swallows even a fatal error, so they are kept here too."""

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """Return the file that stands for ``url``; raises ``FatalURLFetchingError`` for any other."""
        path = self.files.get(url)
        if path is None:
            self.refused.append(url)
            raise FatalURLFetchingError(url)
        return URLFetcherResponse(url, bare(path), {"Content-Type": _TYPES.get(path.suffix.lower(), "image/jpeg")})


def bare(path: Path) -> bytes:
    """Return the bytes of a picture without its metadata; WeasyPrint copies a JPEG into the PDF as it is."""
    data = path.read_bytes()
    with Image.open(io.BytesIO(data)) as image:
        orientation = int(image.getexif().get(_ORIENTATION, 1))
        profile = image.info.get("icc_profile")
        if image.mode in _DEEP:
            data = _shallow(image)
        elif profile and image.mode in ("RGB", "RGBA") and (known := _wide(profile)):
            data = _narrowed(image, known)
    return stripped(data, orientation)


def _shallow(image: Image.Image) -> bytes:
    """Return a grey of 16 bits as one of 8: WeasyPrint would write half its bytes."""
    with strict():
        made = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    out = io.BytesIO()
    made.save(out, "PNG")
    return out.getvalue()


def _wide(profile: bytes) -> ImageCms.ImageCmsProfile | None:
    """Return ``profile`` where its colours are not those of sRGB, as telephones write them (Display P3)."""
    try:
        known = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        seen = ImageCms.profileToProfile(_PROBE, known, ImageCms.createProfile("sRGB"), renderingIntent=_RELATIVE)
    except (ImageCms.PyCMSError, OSError):
        return None
    apart = 0 if seen is None else max(abs(a - b) for a, b in zip(seen.tobytes(), _PROBE.tobytes(), strict=True))
    return known if apart > _NEAR else None


def _narrowed(image: Image.Image, profile: ImageCms.ImageCmsProfile) -> bytes:
    """Return ``image`` in sRGB: a PDF takes the numbers of a JPEG for its own, whatever profile lies inside."""
    with strict():
        made = ImageCms.profileToProfile(image, profile, ImageCms.createProfile("sRGB"), renderingIntent=_RELATIVE)
    assert made is not None
    made.info = {}
    out = io.BytesIO()
    if image.format == "PNG":
        made.save(out, "PNG")
    else:
        made.save(out, "JPEG", quality=93, subsampling=0)
    return out.getvalue()
