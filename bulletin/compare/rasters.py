"""Pages as pixels: one call of Poppler or MuPDF a page, so that only one is ever in memory."""

import io
import shutil
import subprocess
from pathlib import Path

from PIL import Image

_LARGEST = 2600
"""Pixels across or down that a page is drawn at most, however large it is."""
_SECONDS = 120


def tool() -> str | None:
    """Return the path of what draws pages; None where there is none."""
    return shutil.which("pdftoppm") or shutil.which("mutool")


def draw(path: Path, number: int, size: tuple[float, float], dpi: float) -> Image.Image | None:
    """Return page ``number`` as RGB at ``dpi``, or less where it is huge; None where the program cannot draw it.

    ``size`` is the page's, in pt.
    """
    program = tool()
    if program is None:
        return None
    dpi = min(dpi, 72 * _LARGEST / max(*size, 1))
    page = str(number)
    if Path(program).name.startswith("pdftoppm"):
        command = [program, "-r", f"{dpi:.2f}", "-f", page, "-l", page, "-singlefile", "-cropbox", str(path)]
    else:
        command = [program, "draw", "-q", "-r", f"{dpi:.2f}", "-c", "rgb", "-F", "ppm", "-o", "-", str(path), page]
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=_SECONDS)
        with Image.open(io.BytesIO(done.stdout)) as opened:
            return opened.convert("RGB")
    except (OSError, ValueError, subprocess.TimeoutExpired, Image.DecompressionBombError):
        return None
