"""What pages may ask for: the pictures they were given, by name, and nothing else in the world."""

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PIL import Image
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from bulletin.metadata import stripped

_ORIENTATION = 0x0112
_TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}


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
    return stripped(data, orientation)
