"""What is in a file, in tables: boxes, fonts, pictures, colours and plates with their use. Filled page by page."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from PIL import Image as Pillow
from PIL import ImageStat

from bulletin.checks.preflight.data import Box, Face, Family, Image, Kind, Mark, Page, Text
from bulletin.checks.preflight.spaces import inks
from bulletin.units import PT_PER_MM

_MOST_PICTURES, _MOST_COLOURS = 2000, 1000
"""Rows of a table; a hostile file has no end of them."""
_LONG = {"Cyan": "C", "Magenta": "M", "Yellow": "Y", "Black": "K"}


@dataclass(slots=True)
class Use:
    """How a colour or a plate is used."""

    kinds: Counter[str] = field(default_factory=Counter)
    pages: list[int] = field(default_factory=list)
    most: float = 0.0
    """Heaviest tint or total, per cent."""

    def add(self, kind: str, page: int, ink: float, count: int) -> None:
        """Count uses on a page."""
        self.kinds[kind] += count
        if not self.pages or self.pages[-1] != page:
            self.pages.append(page)
        self.most = max(self.most, ink)


@dataclass(slots=True)
class Tables:
    """The tables of one file."""

    sheets: dict[int, tuple[dict[str, Box], int, float]] = field(default_factory=dict)
    """Of each page its boxes, its turn, and the size of its unit."""
    pictures: list[dict[str, Any]] = field(default_factory=list)
    pictures_left: int = 0
    """Pictures beyond what the table holds."""
    colours: dict[str, Use] = field(default_factory=dict)
    plates: dict[str, Use] = field(default_factory=dict)
    inks: dict[int, float] = field(default_factory=dict)
    """Heaviest total ink of each page in per cent, where it was measured on plates."""
    covered: dict[int, dict[str, float]] = field(default_factory=dict)
    """Of each page, how much of its area each plate covers, per cent, where it was measured."""

    @property
    def largest(self) -> tuple[float, float]:
        """Width and height in pt that hold every sheet."""
        media = [boxes["MediaBox"] for boxes, _, _ in self.sheets.values()]
        return (max((b[2] - b[0] for b in media), default=0.0), max((b[3] - b[1] for b in media), default=0.0))

    def add(self, page: Page) -> None:
        """Take down what a page holds."""
        self.sheets[page.number] = (page.boxes, page.rotate, page.unit)
        seen: set[tuple[int, str]] = set()
        counts: dict[tuple[int, Kind], tuple[Mark, int]] = {}
        for mark in page.printed():
            key = (id(mark.colour), mark.kind)
            before = counts.get(key)
            counts[key] = (mark, (before[1] if before else 0) + (mark.glyphs if isinstance(mark, Text) else 1))
            if isinstance(mark, Image):
                self._picture(mark, page, seen)
        for mark, count in counts.values():
            self._colour(mark, page.number, count)

    def _colour(self, mark: Mark, page: int, count: int) -> None:
        picture = isinstance(mark, Image) and not mark.stencil
        name = mark.colour.space.name if picture else str(mark.colour)
        kind = mark.kind.value
        if name in self.colours or len(self.colours) < _MOST_COLOURS:
            self.colours.setdefault(name, Use()).add(kind, page, mark.colour.total, count)
        laid = mark.colour.inks
        if laid is None:
            space = mark.colour.space
            laid = inks(space, (1.0,) * space.size) if space.size and not space.levels else {}
            if space.family is Family.GRAY:
                laid = {"K": 1.0}
        for plate, tint in (laid or {}).items():
            if tint and (plate in self.plates or len(self.plates) < _MOST_COLOURS):
                self.plates.setdefault(plate, Use()).add(kind, page, 100 * tint, count)

    def _picture(self, mark: Image, page: Page, seen: set[tuple[int, str]]) -> None:
        box = mark.whole if not mark.tiled else mark.box
        wide, high = ((box[2] - box[0]) * page.unit / PT_PER_MM, (box[3] - box[1]) * page.unit / PT_PER_MM)
        size = f"{wide:.1f}×{high:.1f}"
        key = (mark.number, size)
        if mark.number and key in seen:
            return
        seen.add(key)
        if len(self.pictures) >= _MOST_PICTURES:
            self.pictures_left += 1
            return
        self.pictures.append(
            {
                "page": page.number,
                "pixels": list(mark.pixels),
                "mm": [round(wide, 1), round(high, 1)],
                "dpi": round(mark.dpi),
                "space": mark.colour.space.name,
                "bits": mark.bits,
                "filters": list(mark.filters),
                "softMask": mark.soft,
                "ink": mark.ink,
            }
        )

    def cover(self, page: int, plate: str, image: Pillow.Image) -> None:
        """Take down how much of a page a plate covers."""
        mean = ImageStat.Stat(image).mean[0] / 2.55
        self.covered.setdefault(page, {})[_LONG.get(plate, plate)] = round(mean, 2)

    def as_dict(self, faces: tuple[Face, ...]) -> dict[str, Any]:
        """Return the tables as plain data."""
        return {
            "boxes": self.boxes(),
            "fonts": [
                {
                    "name": f.name,
                    "type": f.kind,
                    "embedded": f.embedded,
                    "subset": f.subset,
                    "unicode": f.unicode,
                    "glyphs": f.glyphs,
                    "pages": ranges(f.pages),
                }
                for f in sorted(faces, key=lambda f: (f.name, f.kind, f.pages))
            ],
            "pictures": self.pictures,
            "picturesLeftOut": self.pictures_left,
            "colours": [_used(name, use) for name, use in sorted(self.colours.items())],
            "plates": [_used(name, use) for name, use in sorted(self.plates.items(), key=_order)],
            "ink": {str(page): round(ink, 1) for page, ink in sorted(self.inks.items())},
            "coverage": {str(page): plates for page, plates in sorted(self.covered.items())},
        }

    def boxes(self) -> list[dict[str, Any]]:
        """Return each set of boxes that pages have, in mm, with the pages that have it."""
        found: dict[tuple[Any, ...], list[int]] = {}
        for number, (boxes, turn, unit) in sorted(self.sheets.items()):
            key = (tuple((name, _mm(box, unit)) for name, box in boxes.items()), _bleed(boxes, unit), turn)
            found.setdefault(key, []).append(number)
        return [
            {"pages": ranges(pages), "boxes": dict(boxes), "bleed": bleed, "rotate": turn}
            for (boxes, bleed, turn), pages in found.items()
        ]


def _used(name: str, use: Use) -> dict[str, Any]:
    kinds = dict(sorted(use.kinds.items()))
    return {"name": name, "uses": kinds, "pages": ranges(use.pages), "most": round(use.most, 1)}


def _order(pair: tuple[str, Use]) -> tuple[int, str]:
    return ("CMYK".find(pair[0]) if pair[0] in ("C", "M", "Y", "K") else 9, pair[0])


def _mm(box: Box, unit: float) -> str:
    return f"{(box[2] - box[0]) * unit / PT_PER_MM:.1f}×{(box[3] - box[1]) * unit / PT_PER_MM:.1f}"


def _bleed(boxes: dict[str, Box], unit: float) -> float | None:
    """Return mm between trim and bleed where that is least; None where one of the two is missing."""
    if "BleedBox" not in boxes or "TrimBox" not in boxes:
        return None
    b, t = boxes["BleedBox"], boxes["TrimBox"]
    return round(min(t[0] - b[0], t[1] - b[1], b[2] - t[2], b[3] - t[3]) * unit / PT_PER_MM, 1)


def ranges(pages: list[int]) -> str:
    """Return page numbers as people write them: ``1–3, 7``."""
    out: list[str] = []
    run: list[int] = []
    for page in [*sorted(set(pages)), None]:
        if run and page != run[-1] + 1:
            out.append(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}")
            run = []
        if page is not None:
            run.append(page)
    return ", ".join(out)
