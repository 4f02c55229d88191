"""Font programs as found in a PDF, and the outline of each of their glyphs as PDF path operators.

CFF: Adobe Technical Notes 5176 and 5177, read by fontTools; TrueType: ``truetype``.
"""

from __future__ import annotations

from functools import cached_property
from io import BytesIO
from typing import Any, Protocol

from fontTools.cffLib import CFFFontSet

from bulletin.press.lexer import Matrix, times, written
from bulletin.press.truetype import Outline, TrueType, UnreadableFontError, tables


class Program(Protocol):
    """A font program."""

    def outline(self, glyph: int) -> Outline | None:
        """Return the outline of a glyph by its index; None where it has no ink or is not there."""

    def index(self, cid: int) -> int:
        """Return the glyph index of a CID of a font without CIDToGIDMap (ISO 32000-1 §9.7.4.2)."""


def program(data: bytes) -> Program:
    """Read a font program: TrueType, OpenType of either kind, or bare CFF; raises ``UnreadableFontError``."""
    if data[:4] in (b"\0\1\0\0", b"true", b"OTTO"):
        parts = tables(data)
        if "CFF " in parts:
            return Compact(parts["CFF "])
        if {"glyf", "loca", "head"} <= parts.keys():
            return TrueType(parts)
        raise UnreadableFontError("no outlines")
    if data[:1] == b"\1":
        return Compact(data)
    raise UnreadableFontError("kind of program")


class Compact:
    """Glyphs of cubic curves, from a CFF table."""

    def __init__(self, data: bytes) -> None:
        fonts = CFFFontSet()
        try:
            fonts.decompile(BytesIO(data), None)
            self._top: Any = fonts[0]
            self._strings: Any = self._top.CharStrings
            self._names: list[str] = self._top.charset
        except Exception as error:  # fontTools raises whatever its reading of damaged bytes runs into
            raise UnreadableFontError("CFF") from error

    @cached_property
    def _by_cid(self) -> dict[int, int] | None:
        if not hasattr(self._top, "ROS"):
            return None
        return {int(name[3:]): glyph for glyph, name in enumerate(self._names) if name.startswith("cid")}

    def index(self, cid: int) -> int:
        """Return the glyph that the charset of a CID-keyed font names; of others, the CID itself."""
        if self._by_cid is None:
            return cid
        return self._by_cid.get(cid, 0)

    def outline(self, glyph: int) -> Outline | None:
        """Return a glyph in font units, hundredths of them kept; raises ``UnreadableFontError``."""
        if not 0 <= glyph < len(self._names):
            return None
        pen = _Pen()
        try:
            self._strings[self._names[glyph]].draw(pen)
        except Exception as error:  # as above
            raise UnreadableFontError(f"glyph {glyph}") from error
        if not pen.path:
            return None
        xs, ys = zip(*pen.points, strict=True)
        return Outline(b"\n".join(pen.path), self._scale(glyph), (min(xs), min(ys), max(xs), max(ys)))

    def _scale(self, glyph: int) -> Matrix:
        """Return the matrix of a glyph; a font of several dictionaries may have one in each (note 5176, §19)."""
        own = self._top.rawDict.get("FontMatrix")
        if hasattr(self._top, "FDArray"):
            chooser = getattr(self._top, "FDSelect", None)
            inner = self._top.FDArray[chooser[glyph] if chooser else 0].rawDict.get("FontMatrix")
            if own and inner:
                return times(tuple(inner), tuple(own))
            own = own or inner
        return tuple(own) if own else (0.001, 0.0, 0.0, 0.001, 0.0, 0.0)


class _Pen:
    """Takes what fontTools draws."""

    def __init__(self) -> None:
        self.path: list[bytes] = []
        self.points: list[tuple[float, float]] = []

    def _put(self, operator: bytes, *points: tuple[float, float]) -> None:
        self.points += points
        self.path.append(b" ".join([*(written(value, 2) for point in points for value in point), operator]))

    def moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802 - fontTools' names
        self._put(b"m", point)

    def lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802
        self._put(b"l", point)

    def curveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802
        self._put(b"c", *points)

    def closePath(self) -> None:  # noqa: N802
        self.path.append(b"h")

    endPath = closePath  # noqa: N815
