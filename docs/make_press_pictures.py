"""Draw the picture of README that shows press files: a title leaf that bleeds, and 套红 taken apart into its plates.

    python -m docs.make_press_pictures          (Ghostscript and poppler-utils in the path)
"""

import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps

from bulletin import making
from bulletin.config.press import PressSettings
from bulletin.readers import issue as issue_reader

HERE = Path(__file__).parent
SAMPLE = HERE.parent / "sources" / "2026-11-23"
HEIGHT, GAP = 420, 14
RED = (200, 30, 36)


def press(layout: str, settings: dict[str, Any], wanted: dict[str, Any], folder: Path) -> Path:
    """Make a press file of the sample issue."""
    folder.mkdir()
    loaded = issue_reader.load(SAMPLE)
    options = (PressSettings.model_validate(wanted),)
    plan = replace(loaded.plans[0], layout=layout, settings=settings, make=("press",), options=options)
    return making.make_edition(loaded, plan, folder).artifacts[0].path


def shown(path: Path, target: Path) -> Image.Image:
    """Return the first page as on a screen."""
    subprocess.run(["pdftoppm", "-r", "110", "-l", "1", "-singlefile", "-png", path, target], check=True)
    return Image.open(target.with_suffix(".png")).convert("RGB")


def plate(path: Path, target: Path, name: str, ink: tuple[int, int, int]) -> Image.Image:
    """Return one plate of the first page, in its ink."""
    gs = ["gs", "-q", "-dSAFER", "-dNOPAUSE", "-dBATCH", "-sDEVICE=tiffsep", "-r110", "-dLastPage=1"]
    subprocess.run([*gs, f"-sOutputFile={target}-%d.tif", str(path)], check=True)
    grey = Image.open(f"{target}-1({name}).tif").convert("L")
    return ImageOps.colorize(grey, ink, "white")


def main() -> None:
    """Write ``press.png``."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        leaf = press("booklet", {"front": "ground", "accent": "teal"}, {}, work / "a")
        red = press("gazette", {}, {"plates": "black+spot", "spot": {"name": "PANTONE 485 C"}}, work / "b")
        pictures = [
            shown(leaf, work / "leaf"),
            shown(red, work / "red"),
            plate(red, work / "k", "Black", (0, 0, 0)),
            plate(red, work / "s", "PANTONE 485 C", RED),
        ]
        pictures = [one.resize((round(one.width * HEIGHT / one.height), HEIGHT), Image.Resampling.LANCZOS) for one in pictures]
        whole = Image.new("RGB", (sum(one.width + GAP for one in pictures) + GAP, HEIGHT + 2 * GAP), (225, 225, 222))
        x = GAP
        for one in pictures:
            whole.paste(one, (x, GAP))
            x += one.width + GAP
        whole.quantize(96).save(HERE / "press.png", optimize=True)


if __name__ == "__main__":
    main()
