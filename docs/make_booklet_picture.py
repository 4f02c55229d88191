"""Draw the picture of README that shows sheets: one to staple, one of a signature with its marks, four pages on one.

    python -m docs.make_booklet_picture          (poppler-utils in the path)
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
HEIGHT, GAP = 340, 14
SHEETS: tuple[tuple[str, dict[str, Any], dict[str, Any]], ...] = (
    ("bulletin", {}, {}),
    ("booklet", {"front": "ground", "accent": "teal"}, {"way": "signatures", "signature": 8, "marks": "full"}),
    ("bulletin", {}, {"way": "4-up"}),
)
"""Layout, its settings, and what ``booklet:`` says."""


def sheet(layout: str, settings: dict[str, Any], wanted: dict[str, Any], folder: Path) -> Image.Image:
    """Return the first side of a booklet of the sample issue."""
    folder.mkdir()
    loaded = issue_reader.load(SAMPLE)
    options = (BookletSettings.model_validate(wanted),)
    plan = replace(loaded.plans[0], layout=layout, settings=settings, make=("booklet",), options=options)
    path = making.make_edition(loaded, plan, folder).artifacts[0].path
    subprocess.run(["pdftoppm", "-r", "110", "-l", "1", "-singlefile", "-png", path, folder / "side"], check=True)
    image = Image.open(folder / "side.png").convert("RGB")
    return image.resize((round(image.width * HEIGHT / image.height), HEIGHT), Image.Resampling.LANCZOS)


def main() -> None:
    """Write ``booklet.png``."""
    with tempfile.TemporaryDirectory() as folder:
        pictures = [sheet(*one, Path(folder) / str(number)) for number, one in enumerate(SHEETS)]
    whole = Image.new("RGB", (sum(one.width + GAP for one in pictures) + GAP, HEIGHT + 2 * GAP), (225, 225, 222))
    x = GAP
    for one in pictures:
        whole.paste(one, (x, GAP))
        x += one.width + GAP
    whole.quantize(96).save(HERE / "booklet.png", optimize=True)


if __name__ == "__main__":
    main()
