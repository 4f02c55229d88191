"""Strings shown: where their glyphs stand, which of them are missing, and which are cut off (ISO 32000-2 §9.4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from math import hypot
from typing import Any

from bulletin.checks.pdf_text import Matrix, times
from bulletin.checks.preflight.data import Box, around, cut, inside
from bulletin.checks.preflight.states import State

_LOW, _HIGH = -0.12, 0.86
"""em below and above the baseline that a string is taken to reach."""
_FOOT, _HEAD = 0.02, 0.7
"""em between which even small letters have ink: what of it is cut off is missed."""
_LOST = 0.25
"""Share of a glyph that must lie outside for it to be cut off."""


@dataclass(slots=True)
class Shown:
    """One string on the page."""

    box: Box
    size: float
    text: str
    glyphs: int
    missing: tuple[int, ...]
    lost: str
    """Characters cut off by the clip."""
    gone: bool
    """Nothing of it can be seen."""
    places: tuple[Box, ...]
    """Of each glyph, where some reach past ``edge``."""
    codes: list[int]


def show(parts: Iterable[Any], s: State, text: Matrix, edge: Box) -> tuple[Shown | None, Matrix]:
    """Return the string that ``parts`` of a TJ are, and the text matrix behind it.

    ``edge`` is the page after cutting; None is returned for a string of no glyphs.
    """
    font = s.font
    assert font is not None
    size = s.size
    down = font.vertical
    pens: list[float] = []
    said: list[str] = []
    codes: list[int] = []
    pen = 0.0
    known = font.glyphs
    char, word = s.char, s.word
    for part in parts:
        if isinstance(part, int | Decimal | float):
            pen -= float(part) / 1000 * size
            continue
        for code in font.codes(bytes(part)):
            wide, letters = known.get(code) or font.glyph(code)
            pens.append(pen)
            said.append(letters)
            codes.append(code)
            pen += wide * size + char
            if code == 32 and not font.two:
                pen += word
    along = -pen if down else pen * s.scale
    after = times((1, 0, 0, 1, 0, along) if down else (1, 0, 0, 1, along, 0), text)
    if not codes:
        return None, after
    m = times(text, s.matrix)
    reach = abs(size) * hypot(m[2], m[3]) if size else 0.0
    rise = s.rise
    if down:
        box = _span(m, -size / 2, size / 2, -pen, 0.0)
    else:
        box = _span(m, 0.0, along, _LOW * size + rise, _HIGH * size + rise)
    missing: tuple[int, ...] = ()
    if font.missing:
        missing = tuple(number for number, code in enumerate(codes) if code in font.missing)
    made = Shown(box, reach, "".join(said), len(codes), missing, "", False, (), codes)
    if not inside(box, s.clip) or not inside(box, edge):
        ends = [*pens[1:], pen]
        cells = [
            _span(m, -size / 2, size / 2, -end, -begin)
            if down
            else _span(m, begin * s.scale, end * s.scale, _FOOT * size + rise, _HEAD * size + rise)
            for begin, end in zip(pens, ends, strict=True)
        ]
        made.places = tuple(cells)
        shares = [share(cell, s.clip) for cell in cells]
        told = [(letters, part) for letters, part in zip(said, shares, strict=True) if letters.strip()]
        made.lost = "".join(letters for letters, part in told if part < 1 - _LOST)
        made.gone = bool(told) and max(part for _, part in told) <= 0
    return made, after


def share(cell: Box, limit: Box) -> float:
    """Return how much of ``cell`` lies in ``limit``, 0–1, by the direction in which more is lost."""
    seen = cut(cell, limit)
    if seen is None:
        return 0.0
    parts = [
        (seen[low + 2] - seen[low]) / (cell[low + 2] - cell[low]) for low in (0, 1) if cell[low + 2] - cell[low] > 1e-6
    ]
    return min(parts, default=1.0)


def _span(m: Matrix, x0: float, x1: float, y0: float, y1: float) -> Box:
    a, b, c, d, e, f = m
    if abs(b) < 1e-9 and abs(c) < 1e-9:
        xs, ys = sorted((a * x0 + e, a * x1 + e)), sorted((d * y0 + f, d * y1 + f))
        return (xs[0], ys[0], xs[1], ys[1])
    return around([(a * x + c * y + e, b * x + d * y + f) for x in (x0, x1) for y in (y0, y1)])
