"""The press profile: an ICC profile of class ``prtr`` and space CMYK (ISO 15076-1), ours or the shop's own."""

from dataclasses import dataclass
from functools import cache
from importlib import resources
from io import BytesIO
from pathlib import Path

from PIL import ImageCms

from bulletin.errors import PressError
from bulletin.findings import Place, finding

_HOME = resources.files("bulletin.press") / "profiles"
LARGEST = 32_000_000
"""Bytes of the largest profile that is read."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What ink looks like on one press and one paper."""

    data: bytes
    condition: str
    """Name of the printing condition in the ICC's registry of characterisations; empty for a shop's own profile."""
    name: str
    """What the profile calls itself."""


SHIPPED = {"coated": ("ISOcoated_v2_300_bas.icc", "FOGRA39")}
"""Profiles that come with the program (licence beside them), by the name that ``press: profile:`` knows."""


@cache
def shipped(name: str) -> Profile:
    """Return a profile that comes with the program."""
    file, condition = SHIPPED[name]
    data = (_HOME / file).read_bytes()
    return Profile(data, condition, _described(data))


def own(path: Path, shown: str, place: Place | None, newest: int = 4) -> Profile:
    """Return the shop's profile at ``path``; raises ``PressError`` where it is none for four inks.

    ``newest`` is the greatest major version of ICC profiles that the file may hold: PDF 1.4 knows 2 (table 4.18).
    """
    try:
        if path.stat().st_size > LARGEST:
            raise PressError(finding("R-002", place, file=shown, reason=f"> {LARGEST // 1_000_000} MB"))
        data = path.read_bytes()
    except OSError as problem:
        raise PressError(finding("R-001", place, file=shown, reason=problem.strerror or problem)) from None
    # ISO 15076-1 §7.2: size, space of the device at 16, class at 12, signature at 36.
    if len(data) < 132 or data[36:40] != b"acsp":
        raise PressError(finding("R-002", place, file=shown, reason="ICC: acsp"))
    if data[12:16] != b"prtr" or data[16:20] != b"CMYK":
        kind = f"{data[12:16].decode('latin-1').strip()}, {data[16:20].decode('latin-1').strip()}"
        raise PressError(finding("R-003", place, file=shown, kind=kind))
    if data[8] > newest:
        raise PressError(finding("R-004", place, file=shown, version=data[8]))
    try:
        name = _described(data)
        # What a header promises its tables must hold, from colour to ink and back.
        made, screen = ImageCms.ImageCmsProfile(BytesIO(data)), ImageCms.createProfile("sRGB")
        for intent in (ImageCms.Intent.PERCEPTUAL, ImageCms.Intent.RELATIVE_COLORIMETRIC):
            ImageCms.buildTransform(screen, made, "RGB", "CMYK", intent)
            ImageCms.buildTransform(made, screen, "CMYK", "RGB", intent)
    except (ImageCms.PyCMSError, OSError, ValueError) as problem:
        raise PressError(finding("R-002", place, file=shown, reason=str(problem)[:120])) from None
    return Profile(data, "", name)


def _described(data: bytes) -> str:
    return ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(BytesIO(data))).strip()
