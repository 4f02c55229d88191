"""Finished PDFs as pictures: pages by Poppler or MuPDF, plates by Ghostscript, where the machine has them.

Programs are found on PATH and run in a folder of their own that is cleared away, without a shell, never longer than a
limit, and Ghostscript with ``-dSAFER``: the file it reads can reach no other. Nothing here is needed to build.
"""

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from PIL import Image, ImageChops, ImageMath

PROCESS = ("Cyan", "Magenta", "Yellow", "Black")
_CHUNK = 8
"""Pages that are rasterised in one go: so many lie on the disk at once."""
_START, _A_PAGE = 60, 30
"""Seconds that a program may take to begin, and for each page."""
_MOST_PIXELS = 60_000_000
"""Pixels of a page; a poster at 72 dpi has 16 million."""
_PLATE = re.compile(r"^p(\d+)\((.*)\)\.tif$")


class RasterError(RuntimeError):
    """No program for it, or it failed; the message is the program's own."""


@dataclass(frozen=True, slots=True)
class Separation:
    """One page as its plates."""

    page: int
    plates: Mapping[str, Image.Image]
    """Plate -> grey picture in which 255 is full ink; the four process plates first, then spot plates by name."""

    def total(self) -> Image.Image:
        """Return the sum of all plates: a picture of mode ``I``, 255 for each plate of full ink."""
        found: Image.Image | None = None
        for plate in self.plates.values():
            deep = plate.convert("I")
            found = deep if found is None else ImageMath.lambda_eval(lambda m: m["a"] + m["b"], a=found, b=deep)
        if found is None:
            raise RasterError("no plates")
        return found


def can_separate() -> bool:
    """Tell whether plates can be made on this machine."""
    return shutil.which("gs") is not None


def can_draw() -> bool:
    """Tell whether pages can be drawn on this machine."""
    return any(shutil.which(tool) for tool in ("pdftoppm", "mutool"))


def pictures(
    path: Path, dpi: float, pages: Sequence[int], grey: bool = False, size: tuple[float, float] | None = None
) -> Iterator[tuple[int, Image.Image]]:
    """Yield (page, picture) of the pages named, from 1 and in rising order, as the whole sheet; ``RGB``, or ``L``.

    ``size`` is that of the largest page in pt, which bounds ``dpi``. Raises ``RasterError``.
    """
    dpi = _bounded(dpi, size)
    for first, last in _runs(pages):
        with _folder() as folder:
            if tool := shutil.which("pdftoppm"):
                ask = [tool, "-r", f"{dpi:g}", "-f", str(first), "-l", str(last), *(["-gray"] if grey else [])]
                _run([*ask, str(path), str(folder / "p")], last - first + 1)
            elif tool := shutil.which("mutool"):
                ask = [
                    tool,
                    "draw",
                    "-q",
                    "-r",
                    f"{dpi:g}",
                    "-c",
                    "gray" if grey else "rgb",
                    "-o",
                    str(folder / "p-%d.ppm"),
                ]
                _run([*ask, str(path), f"{first}-{last}"], last - first + 1)
            else:
                raise RasterError("pdftoppm")
            for made in sorted(folder.iterdir(), key=lambda p: int(re.findall(r"\d+", p.stem)[-1])):
                yield int(re.findall(r"\d+", made.stem)[-1]), _opened(made).convert("L" if grey else "RGB")
                made.unlink()


def separations(
    path: Path, dpi: float, pages: Sequence[int], box: str = "TrimBox", size: tuple[float, float] | None = None
) -> Iterator[Separation]:
    """Yield the plates of the pages named, within ``box`` (``TrimBox``, ``BleedBox`` or ``MediaBox``).

    Overprints are counted. Raises ``RasterError``, also where there is no Ghostscript.
    """
    tool = shutil.which("gs")
    if tool is None:
        raise RasterError("gs")
    dpi = _bounded(dpi, size)
    for first, last in _runs(pages):
        with _folder() as folder:
            ask = [
                tool, "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=tiffsep", "-sCompression=lzw",
                f"-dUse{box}=true", f"-r{dpi:g}", f"-dFirstPage={first}", f"-dLastPage={last}",
                "-sOutputFile=p%04d.tif", str(path.resolve()),
            ]  # fmt: skip
            _run(ask, last - first + 1, folder)
            made = _gathered(folder, first)
            if len(made) != last - first + 1:
                raise RasterError(f"gs: {len(made)} / {last - first + 1}")  # it forgives, and leaves out
            for page, own in sorted(made.items()):
                yield Separation(
                    page, {name: ImageChops.invert(_opened(own[name]).convert("L")) for name in _order(own)}
                )


def _gathered(folder: Path, first: int) -> dict[int, dict[str, Path]]:
    """Return the files of plates by page and by name; Ghostscript numbers pages from 1 whichever is the first."""
    found: dict[int, dict[str, Path]] = {}
    for made in folder.iterdir():
        if match := _PLATE.match(made.name):
            found.setdefault(first + int(match[1]) - 1, {})[unquote(match[2])] = made
    return found


def _order(plates: Mapping[str, Path]) -> list[str]:
    return [*(name for name in PROCESS if name in plates), *sorted(name for name in plates if name not in PROCESS)]


def _opened(path: Path) -> Image.Image:
    try:
        with Image.open(path) as image:
            if image.width * image.height > 4 * _MOST_PIXELS:
                raise RasterError(f"{image.width}×{image.height}")
            image.load()
            return image.copy()
    except (OSError, ValueError, Image.DecompressionBombError) as problem:
        raise RasterError(str(problem)) from problem


def _runs(pages: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield (first, last) of runs of neighbouring pages, none longer than a chunk."""
    run: list[int] = []
    for page in pages:
        if run and (page != run[-1] + 1 or len(run) >= _CHUNK):
            yield run[0], run[-1]
            run = []
        run.append(page)
    if run:
        yield run[0], run[-1]


def _bounded(dpi: float, size: tuple[float, float] | None) -> float:
    """Return dots per inch at which a page of ``size`` pt stays below the limit of pixels."""
    if size is None or size[0] <= 0 or size[1] <= 0:
        return dpi
    most: float = (_MOST_PIXELS / (size[0] * size[1])) ** 0.5 * 72
    return max(1.0, min(dpi, most))


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="bulletin-raster-") as name:
        yield Path(name)


def _run(command: Sequence[str], pages: int, folder: Path | None = None) -> None:
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            check=False,
            timeout=_START + _A_PAGE * pages,
            cwd=folder,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired) as problem:
        raise RasterError(f"{Path(command[0]).name}: {type(problem).__name__}") from problem
    if done.returncode:
        words = (done.stderr or done.stdout).decode("utf-8", "replace").strip().splitlines()
        raise RasterError(f"{Path(command[0]).name}: {words[-1][:160] if words else done.returncode}")
