"""The inspector's report as one HTML file: findings, tables, pages with the faults drawn in, plates, heavy ink."""

import base64
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from importlib import resources
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined
from PIL import Image, ImageChops, ImageFilter

from bulletin.checks import rasters
from bulletin.checks.paper.inspection import Inspection
from bulletin.checks.preflight.boxes import as_seen
from bulletin.checks.preflight.reports import Report
from bulletin.findings import Severity, word

_SHOWN, _SEPARATED = 40, 12
"""Pages of which a picture is put into the report, and of which the plates are."""
_WIDE, _PLATE = 460.0, 220.0
"""Pixels across a page, and across a plate."""
_LINES = 200
"""Faults of setting that are listed."""
_HEAVY = (200, 20, 30)


@dataclass(slots=True)
class Sheet:
    """One page as the report shows it."""

    number: int
    picture: str = ""
    """As a ``data:`` address; empty where pages cannot be drawn here."""
    size: tuple[float, float] = (0.0, 0.0)
    """pt of the sheet as it is seen."""
    frames: list[tuple[str, Sequence[float]]] = field(default_factory=list)
    """Trim and bleed: name, and left, top, width, height in pt."""
    spots: list[tuple[str, str, Sequence[float]]] = field(default_factory=list)
    """Code, severity, and left, top, width, height in pt."""
    plates: list[tuple[str, str, float]] = field(default_factory=list)
    """Name, picture, and per cent of the page that it covers."""
    heat: str = ""
    ink: float = 0.0


def html(report: Report, path: Path, lines: Inspection | None, language: str) -> str:
    """Return the report on the PDF at ``path`` as one page that needs no other file."""
    severities = {t.hit.code: t.finding(report.file).severity.value for t in report.told}
    sheets = _sheets(report, severities)
    why = _draw(path, sheets) if report.followed else "X-001"
    if report.target.press and not why:
        why = _separate(path, report, sheets)
    template = (resources.files("bulletin") / "words" / "preflight.html.j2").read_text("utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    order = [s.value for s in (Severity.ERROR, Severity.WARNING, Severity.NOTE)]
    groups = []
    for code, group in groupby(report.told, key=lambda t: t.hit.code):
        told = [(t, t.finding(report.file)) for t in group]
        groups.append((code, severities[code], told[0][1].cure(language), told))
    groups.sort(key=lambda g: order.index(g[1]))
    setting = [f.message(language) for f in lines.findings] if lines else []
    rows: dict[str, Any] = {
        "report": report,
        "claims": report.claims(),
        "tables": report.tables.as_dict(report.document.faces),
        "groups": groups,
        "counts": [(s, sum(len(g[3]) for g in groups if g[1] == s)) for s in order],
        "sheets": sheets,
        "left": report.document.pages - len(sheets),
        "setting": setting[:_LINES],
        "setting_left": max(0, len(setting) - _LINES),
        "why": why,
    }
    return environment.from_string(template).render(
        language=language, w=lambda key, **values: word(key, language, **values), **rows
    )


def _sheets(report: Report, severities: dict[str, str]) -> list[Sheet]:
    """Return the pages to show: those with graver findings first in choice, all in their order."""
    found = report.spots()
    weight = {"error": 0, "warning": 1, "note": 2}
    worst: dict[int, int] = {}
    for item in report.hits:
        worst[item.page] = min(worst.get(item.page, 9), weight[severities[item.code]])
    chosen = sorted(report.tables.sheets, key=lambda n: (worst.get(n, 3), n))[:_SHOWN]
    out = []
    for number in sorted(chosen):
        boxes, turn, _ = report.tables.sheets[number]
        media = boxes["MediaBox"]
        wide, high = media[2] - media[0], media[3] - media[1]
        made = Sheet(number, size=(high, wide) if turn % 180 else (wide, high))
        for name in ("TrimBox", "BleedBox"):
            if name in boxes:
                made.frames.append((name, _placed(as_seen(boxes[name], media, turn))))
        made.spots = [(code, severities[code], _placed(box)) for box, code in found.get(number, [])]
        made.ink = report.tables.inks.get(number, 0.0)
        out.append(made)
    return out


def _placed(box: Sequence[float]) -> tuple[float, ...]:
    return tuple(round(v, 1) for v in (box[0], box[1], max(1.0, box[2] - box[0]), max(1.0, box[3] - box[1])))


def _draw(path: Path, sheets: Sequence[Sheet]) -> str:
    """Put a picture into each sheet; return why that could not be."""
    by_number = {sheet.number: sheet for sheet in sheets}
    widest = max((max(sheet.size) for sheet in sheets), default=1.0)
    try:
        for number, image in rasters.pictures(path, _dpi(sheets, _WIDE), sorted(by_number), size=(widest, widest)):
            if number in by_number:
                by_number[number].picture = _data(image)
    except rasters.RasterError as problem:
        return str(problem)
    return ""


def _separate(path: Path, report: Report, sheets: Sequence[Sheet]) -> str:
    """Put plates and the map of ink into the sheets that need them most; return why that could not be."""
    chosen = sorted(sheets, key=lambda s: (not s.spots, -s.ink, s.number))[:_SEPARATED]
    by_number = {sheet.number: sheet for sheet in chosen}
    widest = max((max(sheet.size) for sheet in sheets), default=1.0)
    try:
        found = rasters.separations(path, _dpi(sheets, _PLATE), sorted(by_number), "MediaBox", (widest, widest))
        for made in found:
            sheet = by_number[made.page]
            covered = report.tables.covered.get(made.page, {})
            for plate, image in made.plates.items():
                name = plate[0] if plate in rasters.PROCESS[:3] else "K" if plate == "Black" else plate
                sheet.plates.append((name, _data(ImageChops.invert(image)), covered.get(name, 0.0)))
            sheet.heat = _data(heat(made, report.target.ink, _printed(sheet)))
    except rasters.RasterError as problem:
        return str(problem)
    return ""


def _printed(sheet: Sheet) -> tuple[float, float, float, float]:
    """Return the part of the sheet that is printed and kept, as shares of its width and height."""
    named = dict(sheet.frames)
    left, top, wide, high = named.get("BleedBox") or named.get("TrimBox") or (0, 0, *sheet.size)
    across, down = sheet.size
    return (left / across, top / down, (left + wide) / across, (top + high) / down)


def heat(made: rasters.Separation, limit: float, part: tuple[float, float, float, float] = (0, 0, 1, 1)) -> Image.Image:
    """Return where ink lies: the more the darker, and red where it is over ``limit`` per cent.

    Outside ``part`` of the sheet (left, top, right, bottom, as shares) nothing is red: marks beside the page print on
    every plate.
    """
    total = made.total()
    grey = total.point(lambda v: v * (-0.2) + 255).convert("L")
    over = total.point(lambda v: v * 1 - (limit + 2) * 2.55).convert("L").point(lambda v: 255 if v else 0)
    over = over.filter(ImageFilter.MaxFilter(3))
    image = Image.merge("RGB", (grey, grey, grey))
    left, top, right, low = (round(share * over.size[n % 2]) for n, share in enumerate(part))
    image.paste(_HEAVY, (left, top, right, low), over.crop((left, top, right, low)))
    return image


def _dpi(sheets: Iterable[Sheet], pixels: float) -> float:
    return pixels / max((sheet.size[0] for sheet in sheets), default=595) * 72


def _data(image: Image.Image) -> str:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=60, optimize=True)
    return "data:image/jpeg;base64," + base64.b64encode(file.getvalue()).decode("ascii")
