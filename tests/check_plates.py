"""Part of ``make check-press``: press files taken apart into plates by Ghostscript, beside the pages they come from.

Not a pytest module: it needs Ghostscript, Poppler and MuPDF's ``mutool``. For each file: every reader opens it without a
word; what is neutral on the page is black ink alone; no place has more ink than the limit; the spot plate holds the
second colour, all of it, and nothing else; and in grey the press file shows every shape of the page, and no other.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pikepdf
from PIL import Image, ImageChops

from bulletin import layouts, making
from bulletin.config.press import PressSettings
from bulletin.readers import issue as issue_reader

SAMPLE = Path(__file__).parent.parent / "sources" / "2026-11-23"
DPI = 72
NEUTRAL, COLOURED, SHAPE = 2, 24, 110
"""Of 255: channels of a neutral pixel apart; of a coloured one; tones apart where a shape is missing."""
STRAY = 60
"""Pixels of a page (two million) that may fall on the other side of an edge: a rule of .25 pt has more in 2 cm."""
TOOLS = ("gs", "pdftoppm", "mutool")


@dataclass(frozen=True, slots=True)
class Case:
    """One press file to be made."""

    name: str
    layout: str
    set: dict[str, Any]
    press: dict[str, Any]


CASES = (
    Case("bulletin, four inks", "bulletin", {}, {"ink": 250}),
    Case("bulletin, black and spot", "bulletin", {}, {"plates": "black+spot"}),
    Case(
        "booklet on a ground, four inks and spot",
        "booklet",
        {"front": "ground", "accent": "red"},
        {"plates": "cmyk+spot", "ink": 220, "bleed": 5},
    ),
    Case("booklet on rich black", "booklet", {"front": "ground"}, {"ink": 260, "marks": "crop"}),
    Case("gazette, black and spot (套红)", "gazette", {}, {"plates": "black+spot", "marks": "none"}),
    Case("compact, black alone", "compact", {}, {"plates": "black"}),
    Case("compact, newsprint limit", "compact", {"paper": "8k"}, {"ink": 200}),
    Case("bulletin for an old RIP (PDF/X-1a)", "bulletin", {}, {"standard": "x-1a"}),
    Case("bulletin as outlines (转曲)", "bulletin", {}, {"outlines": True, "plates": "cmyk+spot"}),
)


def run(*command: str) -> str:
    """Run a tool; return what it said on standard error; stop where it failed."""
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"check-press: {command[0]} failed: {done.stderr[-400:]}")
    return done.stderr.strip()


def rgb(path: Path, folder: Path) -> list[Image.Image]:
    """Return the pages as Ghostscript shows them on a screen, cut at the trim."""
    target = folder / "rgb-%03d.png"
    run(
        "gs",
        "-q",
        "-dSAFER",
        "-dNOPAUSE",
        "-dBATCH",
        "-dUseTrimBox",
        "-dTextAlphaBits=4",
        "-dGraphicsAlphaBits=4",
        "-sDEVICE=png16m",
        f"-r{DPI}",
        f"-sOutputFile={target}",
        str(path),
    )
    return [Image.open(file).convert("RGB") for file in sorted(folder.glob("rgb-*.png"))]


def plates(path: Path, folder: Path) -> list[dict[str, Image.Image]]:
    """Return for each page its plates, 255 full ink, cut at the trim."""
    run(
        "gs",
        "-q",
        "-dSAFER",
        "-dNOPAUSE",
        "-dBATCH",
        "-dUseTrimBox",
        "-sDEVICE=tiffsep",
        f"-r{DPI}",
        f"-sOutputFile={folder / 'sep-%03d.tif'}",
        str(path),
    )
    out = []
    for whole in sorted(f for f in folder.glob("sep-*.tif") if "(" not in f.name):
        found = {}
        for file in folder.glob(f"{whole.stem}(*).tif"):
            found[file.stem.split("(", 1)[1][:-1]] = ImageChops.invert(Image.open(file).convert("L"))
        out.append(found)
    return out


def without_pictures(source: Path, target: Path) -> Path:
    """Copy a PDF with nothing in the place of its pictures: what is left is text, rules and areas."""
    with pikepdf.open(source) as pdf:
        for page in pdf.pages:
            objects: Any = page.obj.Resources.get("/XObject") or {}
            for name in [n for n, x in objects.items() if x.get("/Subtype") == "/Image"]:
                empty = pdf.make_stream(b"")
                empty.Type, empty.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
                empty.BBox = pikepdf.Array([0, 0, 1, 1])
                objects[name] = empty
        pdf.save(target)
    return target


def mask(image: Image.Image, low: int, high: int = 255) -> Image.Image:
    """Return 255 where a grey of ``image`` is between ``low`` and ``high``."""
    return image.point([255 if low <= v <= high else 0 for v in range(256)])


def spread(image: Image.Image) -> Image.Image:
    """Return how far the channels of each pixel are apart."""
    red, green, blue = image.split()
    high = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return ImageChops.subtract(high, ImageChops.darker(ImageChops.darker(red, green), blue))


def count(image: Image.Image) -> int:
    """Return how many pixels of a mask are set."""
    return image.histogram()[255]


def wide(image: Image.Image) -> Image.Image:
    """Return a mask grown by a pixel on each side: edges are drawn a shade apart by two renderings."""
    grown = image
    for x, y in ((0, 1), (1, 0), (0, -1), (-1, 0), (1, 1), (-1, -1), (1, -1), (-1, 1)):
        grown = ImageChops.lighter(grown, ImageChops.offset(image, x, y))
    return grown


def faults(case: Case, paper: Path, press: Path, spot: str, work: Path) -> Iterator[str]:
    """Yield what is wrong with one press file."""
    for tool in (
        ("pdftoppm", "-r", "20", "-l", "2", str(press), str(work / "pop")),
        ("mutool", "draw", "-q", "-r", "20", "-o", str(work / "mu-%d.png"), str(press)),
        ("gs", "-q", "-dSAFER", "-dNOPAUSE", "-dBATCH", "-sDEVICE=nullpage", str(press)),
    ):
        # Debian builds MuPDF without colour management, and it says so of every file with a profile.
        if said := run(*tool).replace("warning: ICC support is not available", "").strip():
            yield f"{tool[0]} says: {said[:200]}"
    limit = PressSettings.model_validate(case.press).ink
    folders = [work / name for name in ("a", "b", "c", "d")]
    for folder in folders:
        folder.mkdir()
    bare_paper = without_pictures(paper, work / "paper.pdf")
    bare_press = without_pictures(press, work / "press.pdf")
    shown, parted = rgb(bare_paper, folders[0]), plates(bare_press, folders[1])
    # Rich black is the one area whose neutral is meant to hold other inks.
    rich = "rich" in case.name
    for number, (page, found) in enumerate(zip(shown, parted, strict=True), 1):
        blank = Image.new("L", page.size)
        # Black lettering on a tint prints over it: inside its strokes the tint goes on.
        coloured = wide(wide(wide(mask(spread(page), NEUTRAL + 1))))
        for name in ("Cyan", "Magenta", "Yellow", *([spot] if spot else [])):
            if name in found and not (rich and number == 1):
                stray = count(ImageChops.darker(ImageChops.invert(coloured), mask(found[name], 3)))
                if stray:
                    yield f"page {number}: {stray} neutral pixels hold {name}"
        if spot:
            red = mask(spread(page), 100)
            inner = ImageChops.invert(wide(ImageChops.invert(red)))
            # Type and paths are snapped to pixels in two ways: of an outlined letter an edge may fall short by one.
            missing = count(ImageChops.darker(inner, mask(found.get(spot, blank), 0, 250)))
            if missing > (1 if case.press.get("outlines") else 0):
                yield f"page {number}: {missing} pixels of the second colour are not on its plate"
            for name in ("Cyan", "Magenta", "Yellow", "Black"):
                if name in found and (stray := count(ImageChops.darker(inner, mask(found[name], 3)))):
                    yield f"page {number}: {stray} pixels of the second colour also hold {name}"
    most = 0.0
    for number, found in enumerate(plates(press, folders[2]), 1):
        data = [plate.tobytes() for plate in found.values()]
        total = max(sum(pixel) for pixel in zip(*data, strict=True)) / 255 * 100
        most = max(most, total)
        if total > limit + 1.5:
            yield f"page {number}: {total:.0f} % of ink, {limit:g} allowed"
    print(f"    most ink {most:.0f} % of {limit:g}")
    for number, (one, two) in enumerate(
        zip(seen(paper, folders[3], "p"), seen(press, folders[3], "q"), strict=True), 1
    ):
        if case.press.get("outlines"):
            # Letters and paths are snapped to pixels in two ways: compared as an eye does, at some distance.
            apart = mask(ImageChops.difference(one.reduce(3), two.reduce(3)), SHAPE)
        else:
            apart = mask(ImageChops.difference(one, two), SHAPE)
        # Edges lie a shade apart here and there; a shape has an inside, a rule has a length.
        inside = count(ImageChops.invert(wide(ImageChops.invert(apart))))
        if inside or count(apart) > STRAY:
            yield f"page {number}: {count(apart)} pixels look different ({inside} inside): a shape is missing or new"


def seen(path: Path, folder: Path, name: str) -> list[Image.Image]:
    """Return the pages in grey as Poppler shows them, cut at the trim; Ghostscript draws paths bolder than letters."""
    with pikepdf.open(path) as pdf:
        for page in pdf.pages:
            page.obj.MediaBox = page.obj.TrimBox
        pdf.save(folder / f"{name}.pdf")
    run("pdftoppm", "-gray", "-r", str(2 * DPI), str(folder / f"{name}.pdf"), str(folder / name))
    return [Image.open(file).convert("L") for file in sorted(folder.glob(f"{name}-*.pgm"))]


def main() -> int:
    """Make every case and take it apart; return 0 where nothing is wrong."""
    if lacking := [tool for tool in TOOLS if not shutil.which(tool)]:
        print(f"check-press: plates not checked: this machine lacks {', '.join(lacking)}")
        return 2
    loaded = issue_reader.load(SAMPLE)
    wrong = 0
    chosen = [case for case in CASES if not sys.argv[1:] or any(word in case.name for word in sys.argv[1:])]
    for case in chosen:
        with tempfile.TemporaryDirectory() as folder:
            work = Path(folder)
            plan = replace(
                loaded.plans[0],
                layout=case.layout,
                settings=case.set,
                make=("pdf", "press"),
                options=(PressSettings.model_validate(case.press),),
            )
            made = making.make_edition(loaded, plan, work)
            layout = layouts.load(case.layout)
            paper, press = (artifact.path for artifact in made.artifacts[:2])
            colour = layout.colour("spot", layout.settings(plan))
            spot = PressSettings.model_validate(case.press).spot.name if "spot" in case.press.get("plates", "") else ""
            print(
                f"{case.name}: plates {', '.join(made.artifacts[1].facts['plates'])}; spot {colour if spot else '–'}",
                flush=True,
            )
            found = list(faults(case, paper, press, spot, work))
            for fault in found[:12]:
                print(f"    ✗ {fault}")
            wrong += bool(found)
    print(f"plates: {len(chosen) - wrong} of {len(chosen)} press files without a fault")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
