"""Pages as pictures with their grid and their faults drawn in, for a person to look at."""

import re
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from bulletin.errors import DeliverError, SourceError, UsageError
from bulletin.findings import finding
from bulletin.galley import grid
from bulletin.galley.faults import Fault, Kind
from bulletin.galley.lines import Galley, Line, Sheet
from bulletin.galley.told import CODES

DPI = 110
"""Dots per inch of the pictures: a line of 9 pt can be read."""
_SCALE = DPI / 72
_GRID = (120, 190, 230)
_EDGE = (150, 210, 160)
_NOTE = (220, 150, 0)
_FAULT = (210, 20, 30)
_SPOT = (150, 30, 170)
_QUIET = (Kind.START_STRICT, Kind.RAGGED)


def rasteriser() -> list[str]:
    """Return the command that turns pages into PNG files; raises ``UsageError`` where there is none."""
    if tool := shutil.which("pdftoppm"):
        return [tool, "-r", str(DPI), "-png"]
    if tool := shutil.which("mutool"):
        return [tool, "draw", "-q", "-r", str(DPI), "-o"]
    raise UsageError(finding("U-002", what="pdftoppm", how="apt-get install poppler-utils"))


Spots = Mapping[int, Sequence[tuple[tuple[float, float, float, float], str]]]
"""Page -> boxes in pt from its top left, y down, each with the code to write beside it."""


def draw(path: Path, galley: Galley, faults: Sequence[Fault], folder: Path, spots: Spots | None = None) -> list[Path]:
    """Write a picture of each page of the PDF at ``path`` into ``folder``; return them in order.

    ``spots`` are further places to draw. Raises ``UsageError`` without a rasteriser, ``DeliverError`` where the folder
    cannot be written.
    """
    command = rasteriser()
    stem = folder / "page"
    target = [str(path), str(stem)] if "-png" in command else [f"{stem}-%d.png", str(path)]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("page-*.png"):
            if re.fullmatch(r"page-\d+\.png", old.name):
                old.unlink()
        done = subprocess.run([*command, *target], capture_output=True, text=True, check=False)
        made = sorted(folder.glob("page-*.png"), key=lambda p: int(p.stem[5:]))
        if done.returncode or len(made) != len(galley.sheets):
            raise SourceError(finding("P-053", file=path.name, reason=done.stderr.strip()[:200]))
        step = galley.step or grid.infer(galley)
        by_page: dict[int, list[Fault]] = defaultdict(list)
        for fault in faults:
            by_page[fault.page].append(fault)
        for picture, sheet in zip(made, galley.sheets, strict=True):
            _mark(picture, sheet, by_page[sheet.page], step, (spots or {}).get(sheet.page, ()))
    except OSError as problem:
        raise DeliverError(finding("D-001", folder=folder, reason=problem.strerror or problem)) from problem
    return made


def _mark(
    picture: Path,
    sheet: Sheet,
    faults: Sequence[Fault],
    step: float | None,
    spots: Sequence[tuple[tuple[float, float, float, float], str]],
) -> None:
    with Image.open(picture) as opened:
        image = opened.convert("RGB")
    pen = ImageDraw.Draw(image)
    for left, right, baselines in _rules(sheet, step):
        for y in baselines:
            pen.line([(left * _SCALE, y * _SCALE), (right * _SCALE, y * _SCALE)], _GRID, 1)
        for x in (left, right):
            pen.line([(x * _SCALE, baselines[0] * _SCALE), (x * _SCALE, baselines[-1] * _SCALE)], _EDGE, 1)
    label = ImageFont.load_default(11)
    top = 4.0
    taken: dict[tuple[float, float], int] = defaultdict(int)
    for fault in faults:
        colour = _NOTE if fault.kind in _QUIET else _FAULT
        code = CODES[fault.kind]
        if fault.size:
            box = (fault.left, fault.baseline - fault.size, max(fault.right, fault.left + 2), fault.baseline + 2)
            pen.rectangle([v * _SCALE for v in box], outline=colour, width=2)
            spot = (box[2] * _SCALE + 3, box[1] * _SCALE)
            # Several faults of one spot are named beside each other.
            pen.text((spot[0] + 22 * taken[spot], spot[1]), code[2:], colour, label)
            taken[spot] += 1
        else:
            pen.text((4, top), f"{code} {fault.value:g}", colour, label)
            top += 14
    for place, code in spots:
        left, high, right, low = (v * _SCALE for v in place)
        pen.rectangle((left, high, max(right, left + 2), max(low, high + 2)), outline=_SPOT, width=2)
        pen.text((left + 3, high + 1 + 12 * taken[left, high]), code, _SPOT, label)
        taken[left, high] += 1
    image.save(picture, optimize=False)


def _rules(sheet: Sheet, step: float | None) -> Iterator[tuple[float, float, list[float]]]:
    """Yield the edges of each column of running text, and the baselines of the grid in it."""
    body = [line for line in sheet.lines if line.body]
    if not body or not step:
        return
    start = grid.origin((line.baseline for line in body), step)
    low, high = min(line.baseline for line in body), max(line.baseline for line in body)
    first = low - grid.offset(low, start, step)
    baselines = [first + number * step for number in range(round((high - first) / step) + 1)]
    columns: dict[int, list[Line]] = defaultdict(list)
    for line in body:
        columns[line.column].append(line)
    for lines in columns.values():
        yield min(line.left for line in lines), max(line.right for line in lines), baselines
