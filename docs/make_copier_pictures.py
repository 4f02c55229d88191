"""Draw the picture of README that shows a booklet's outer side and its middle, and the backs of gathered signatures.

    python -m docs.make_copier_pictures          (poppler-utils in the path)
"""

import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from PIL import Image

from bulletin import making
from bulletin.config.booklet import BookletSettings
from bulletin.readers import issue as issue_reader

HERE = Path(__file__).parent
SAMPLE = HERE.parent / "sources" / "2026-11-23"
HEIGHT, GAP = 300, 14
DPI = 130
SPINE = 9
"""mm that are shown on either side of the fold."""


def sheets(wanted: dict[str, Any], folder: Path) -> list[Image.Image]:
    """Make sheets of the sample issue in A5, and return each side as on a screen."""
    folder.mkdir()
    loaded = issue_reader.load(SAMPLE)
    options = (BookletSettings.model_validate(wanted),)
    settings = {"front": "ground", "accent": "teal"}
    plan = replace(loaded.plans[0], layout="booklet", settings=settings, make=("booklet",), options=options)
    made = making.make_edition(loaded, plan, folder).artifacts[0]
    subprocess.run(["pdftoppm", "-r", str(DPI), "-png", made.path, folder / "side"], check=True)
    return [Image.open(path).convert("RGB") for path in sorted(folder.glob("side-*.png"))]


def scaled(picture: Image.Image) -> Image.Image:
    """Return a picture of the row's height."""
    return picture.resize((round(picture.width * HEIGHT / picture.height), HEIGHT), Image.Resampling.LANCZOS)


def spines(sides: list[Image.Image], first: list[int]) -> list[Image.Image]:
    """Return the middle of the outer sides of signatures, as they lie one on the other."""
    half = round(SPINE / 25.4 * DPI)
    return [
        sides[at].crop((sides[at].width // 2 - half, 0, sides[at].width // 2 + half, sides[at].height)) for at in first
    ]


def main() -> None:
    """Write ``copier.png``."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        booklet = sheets({}, work / "a")
        wanted = {"way": "signatures", "marks": "full", "mill": 3, "signature": 8}
        signed = sheets(wanted, work / "b")
        pictures = [scaled(booklet[0]), scaled(booklet[-1])]
        strips = [scaled(strip) for strip in spines(signed, list(range(0, len(signed), 4))[:6])]
        width = sum(one.width + GAP for one in pictures) + GAP + sum(one.width + 2 for one in strips) + GAP
        whole = Image.new("RGB", (width, HEIGHT + 2 * GAP), (225, 225, 222))
        x = GAP
        for one in pictures:
            whole.paste(one, (x, GAP))
            x += one.width + GAP
        for strip in strips:
            whole.paste(strip, (x, GAP))
            x += strip.width + 2
        whole.quantize(64).save(HERE / "copier.png", optimize=True)


if __name__ == "__main__":
    main()
