"""Pictures of an article: found, kept inside the bounds, opened once, made into figures."""

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image, ImageFile, UnidentifiedImageError

from bulletin.findings import Finding, finding
from bulletin.model import Figure, Text
from bulletin.readers.inlines import Picture
from bulletin.units import apart

LARGEST_MPX = 80
"""Million pixels of the largest picture; decoding one takes about 4 bytes a pixel."""

PENDING = ("待补", "待補", "TODO")
"""What stands for a picture that is still to come."""

FORMATS = ("JPEG", "MPO", "PNG")
"""Formats that every printer and every e-reader takes; MPO is a phone's JPEG with a second picture behind it."""

_REMOTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_TURNED = range(5, 9)
"""EXIF orientations in which width and height change places."""
_ORIENTATION = 0x0112


@dataclass(slots=True)
class PictureReader:
    """Makes figures for one article; ``roots`` are the folders that its pictures may lie in."""

    folder: Path
    """The article's own folder: what its paths begin at."""
    roots: tuple[Path, ...]
    faults: list[Finding] = field(default_factory=list)

    def figure(self, picture: Picture, block_id: str) -> Figure | None:
        """Return the figure of ``picture``, or None after adding the fault that bars it."""
        caption = (Text(picture.caption),) if picture.caption else ()
        alt = picture.alt or picture.caption
        if picture.src in PENDING:
            self._tell("S-057", picture, alt=alt or "?")
            return Figure(block_id, None, alt or picture.src, caption, apart(picture.credit), place=picture.place)
        path = self._inside(picture)
        size = self._size(path, picture) if path else None
        if path is None or size is None:
            return None
        if not alt:
            self._tell("S-059", picture)
            return None
        if not picture.alt:
            self._tell("S-056", picture)
        if not picture.caption:
            self._tell("P-010", picture)
        return Figure(block_id, path, alt, caption, apart(picture.credit), *size, picture.place)

    def _tell(self, code: str, picture: Picture, **values: str | int) -> None:
        self.faults.append(finding(code, picture.place, "", src=picture.src, **values))

    def _inside(self, picture: Picture) -> Path | None:
        if _REMOTE.match(picture.src):
            self._tell("S-054", picture)
            return None
        try:
            path = (self.folder / picture.src).resolve()
        except (OSError, ValueError):
            self._tell("S-050", picture)
            return None
        if (
            picture.src.startswith("/")
            or "\\" in picture.src
            or not any(path.is_relative_to(root.resolve()) for root in self.roots)
        ):
            self._tell("S-053", picture)
            return None
        if not path.is_file():
            self._tell("S-050", picture)
            return None
        return path

    def _size(self, path: Path, picture: Picture) -> tuple[int, int] | None:
        """Return width and height in pixels as the picture is seen, after decoding all of it once."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", Image.DecompressionBombWarning)
                with Image.open(path) as image:
                    if image.format not in FORMATS:
                        self._tell("S-055", picture, format=image.format or "?")
                        return None
                    width, height = image.size
                    if width * height > LARGEST_MPX * 1_000_000:
                        raise Image.DecompressionBombError
                    turned = image.getexif().get(_ORIENTATION) in _TURNED
                    # A reduced decode reads every byte of a JPEG at a fraction of the cost.
                    image.draft("L", (width // 8, height // 8))
                    with strict():
                        image.load()
        except Image.DecompressionBombError:
            self._tell("S-052", picture, pixels=_megapixels(path), limit=LARGEST_MPX)
            return None
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as problem:
            self._tell("S-051", picture, reason=str(problem).replace(str(path), picture.src)[:120])
            return None
        return (height, width) if turned else (width, height)


def _megapixels(path: Path) -> str:
    limit, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, None
    try:
        with Image.open(path) as image:
            return f"{image.width * image.height / 1e6:.0f}"
    except OSError:
        return "?"
    finally:
        Image.MAX_IMAGE_PIXELS = limit


@contextmanager
def strict() -> Iterator[None]:
    """Refuse pictures that are cut short, also where WeasyPrint, once imported, told Pillow to fill them up."""
    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before
