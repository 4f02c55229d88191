"""Pictures that came along: made fit for print and e-readers where they are not, and named after their article."""

import shutil
import warnings
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from bulletin.blocks import NOWHERE
from bulletin.readers.inlines import Picture
from bulletin.readers.pictures import FORMATS, PictureReader, strict

FOLDER = "photos"

_SUFFIX = {"JPEG": ".jpg", "MPO": ".jpg", "PNG": ".png"}


@dataclass(frozen=True, slots=True)
class Fit:
    """A picture as it can be used."""

    path: Path | None
    """Its file; None where nothing usable could be made of it."""
    suffix: str
    """With the dot; of the original where ``path`` is None."""
    reason: str = ""
    """Code of the finding that says why it cannot be used."""


def fit(path: Path) -> Fit:
    """Return the picture at ``path`` as JPEG or PNG: its own bytes where it is one, else a PNG made beside it."""
    reason = _fault(path)
    if reason == "S-055" and (made := _as_png(path)):
        path, reason = made, _fault(made)
    suffix = path.suffix.lower() if path.suffix.isascii() and path.suffix[1:].isalnum() else ".bin"
    if reason:
        return Fit(None, suffix, reason)
    with Image.open(path) as image:
        return Fit(path, _SUFFIX.get(image.format or "", suffix))


def _fault(path: Path) -> str:
    """Return the code of what bars the picture from an article; empty where nothing does."""
    reader = PictureReader(path.parent, (path.parent,))
    if reader.figure(Picture(path.name, "-", "-", "", NOWHERE), ""):
        return ""
    return reader.faults[0].code


def _as_png(path: Path) -> Path | None:
    """Return the first frame of a picture of another kind as PNG; None where it cannot be read."""
    made = path.with_name(path.name + ".made.png")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path) as image, strict():
                mode = "RGBA" if "A" in image.getbands() or "transparency" in image.info else "RGB"
                image.convert(image.mode if image.mode in ("L", "RGB", "RGBA") else mode).save(made)
    except (
        UnidentifiedImageError,
        OSError,
        SyntaxError,
        ValueError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ):
        made.unlink(missing_ok=True)
        return None
    return made


def put(source: Path, target: Path) -> None:
    """Put a copy of ``source`` at ``target``."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists():
        shutil.copyfile(source, target)


__all__ = ["FOLDER", "FORMATS", "Fit", "fit", "put"]
