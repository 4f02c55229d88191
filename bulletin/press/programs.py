"""Font programs as found in a PDF, and the outline of each of their glyphs as PDF path operators.

TrueType: OpenType specification, tables head, loca, glyf. CFF: Adobe Technical Notes 5176 and 5177, read by fontTools.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from itertools import chain, pairwise
from typing import Any, Protocol

from fontTools.cffLib import CFFFontSet

from bulletin.press.lexer import Matrix, times, written

SIXTHS = 6
"""Parts of a font unit that TrueType outlines are written in: with them a quadratic curve raised to a cubic one, whose
implied points lie half-way, has whole numbers only, so nothing is rounded."""
_DEEPEST = 8
"""Levels of glyphs made of glyphs; more is a circle."""

Point = tuple[float, float, bool]
"""x, y and whether it lies on the curve."""


class UnreadableFontError(ValueError):
    """A font program that cannot be read; the text says what is wrong, for the log."""


@dataclass(frozen=True, slots=True)
class Outline:
    """One glyph: its path without painting, what makes it 1 em high, and the box of all its points."""

    path: bytes
    matrix: Matrix
    box: tuple[float, float, float, float]


class Program(Protocol):
    """A font program."""

    def outline(self, glyph: int) -> Outline | None:
        """Return the outline of a glyph by its index; None where it has no ink or is not there."""

    def index(self, cid: int) -> int:
        """Return the glyph index of a CID of a font without CIDToGIDMap (ISO 32000-1 §9.7.4.2)."""


def tables(data: bytes) -> dict[str, bytes]:
    """Return the tables of an sfnt by tag, nothing parsed; raises ``UnreadableFontError``."""
    try:
        found = {}
        for at in range(12, 12 + 16 * int.from_bytes(data[4:6], "big"), 16):
            tag, _, offset, length = struct.unpack_from(">4sLLL", data, at)
            found[tag.decode("latin-1")] = data[offset : offset + length]
    except struct.error as error:
        raise UnreadableFontError("table directory") from error
    return found


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


class TrueType:
    """Glyphs of quadratic curves."""

    def __init__(self, parts: dict[str, bytes]) -> None:
        head, loca = parts["head"], parts["loca"]
        if len(head) < 54:
            raise UnreadableFontError("head")
        self._glyf = parts["glyf"]
        if int.from_bytes(head[50:52], "big"):
            self._loca = struct.unpack(f">{len(loca) // 4}L", loca[: len(loca) // 4 * 4])
        else:
            self._loca = tuple(2 * at for at in struct.unpack(f">{len(loca) // 2}H", loca[: len(loca) // 2 * 2]))
        em = int.from_bytes(head[18:20], "big") or 1000
        self._matrix = (1 / (SIXTHS * em), 0.0, 0.0, 1 / (SIXTHS * em), 0.0, 0.0)

    def index(self, cid: int) -> int:
        """Return the CID itself."""
        return cid

    def outline(self, glyph: int) -> Outline | None:
        """Return a glyph in sixths of a unit; raises ``UnreadableFontError``."""
        try:
            contours = self._contours(glyph, 0)
        except (struct.error, IndexError) as error:
            raise UnreadableFontError(f"glyph {glyph}") from error
        path: list[bytes] = []
        whole: list[tuple[int, int]] = []
        for contour in contours:
            if len(contour) > 1:
                sixths = [(round(SIXTHS * x), round(SIXTHS * y), on) for x, y, on in contour]
                whole += [(x, y) for x, y, _ in sixths]
                path.append(_raised(sixths))
        if not path:
            return None
        xs, ys = zip(*whole, strict=True)
        return Outline(b"\n".join(path), self._matrix, (min(xs), min(ys), max(xs), max(ys)))

    def _contours(self, glyph: int, depth: int) -> list[list[Point]]:
        if not 0 <= glyph < len(self._loca) - 1 or self._loca[glyph + 1] <= self._loca[glyph]:
            return []
        data = self._glyf[self._loca[glyph] : self._loca[glyph + 1]]
        (count,) = struct.unpack_from(">h", data)
        if count >= 0:
            return _simple(data, count)
        if depth > _DEEPEST:
            raise UnreadableFontError(f"glyph {glyph} holds itself")
        return self._composite(data, depth)

    def _composite(self, data: bytes, depth: int) -> list[list[Point]]:
        whole: list[list[Point]] = []
        at, flags = 10, 0x20
        while flags & 0x20:  # MORE_COMPONENTS
            flags, part = struct.unpack_from(">HH", data, at)
            # ARGS_ARE_XY_VALUES are signed, point numbers are not; ARG_1_AND_2_ARE_WORDS says how long they are
            form = (">hh" if flags & 2 else ">HH") if flags & 1 else (">bb" if flags & 2 else ">BB")
            first, second = struct.unpack_from(form, data, at + 4)
            at += 4 + struct.calcsize(form)
            a, b, c, d = 1.0, 0.0, 0.0, 1.0
            if flags & 0x08:
                a = d = struct.unpack_from(">h", data, at)[0] / 16384
                at += 2
            elif flags & 0x40:
                a, d = (value / 16384 for value in struct.unpack_from(">hh", data, at))
                at += 4
            elif flags & 0x80:
                a, b, c, d = (value / 16384 for value in struct.unpack_from(">hhhh", data, at))
                at += 8
            contours = self._contours(part, depth + 1)
            if flags & 2:
                x, y = float(first), float(second)
                if flags & 0x800:  # SCALED_COMPONENT_OFFSET
                    x, y = x * (a * a + b * b) ** 0.5, y * (c * c + d * d) ** 0.5
            else:
                here, there = list(chain(*whole))[first], list(chain(*contours))[second]
                x, y = here[0] - a * there[0] - c * there[1], here[1] - b * there[0] - d * there[1]
            whole += [[(a * p + c * q + x, b * p + d * q + y, on) for p, q, on in contour] for contour in contours]
        return whole


def _simple(data: bytes, count: int) -> list[list[Point]]:
    ends = struct.unpack_from(f">{count}H", data, 10)
    if not ends:
        return []
    total = ends[-1] + 1
    at = 10 + 2 * count
    at += 2 + int.from_bytes(data[at : at + 2], "big")
    flags: list[int] = []
    while len(flags) < total:
        flag = data[at]
        at += 1
        if flag & 8:
            flags += [flag] * (data[at] + 1)
            at += 1
        else:
            flags.append(flag)
    axes: list[list[int]] = []
    for short, same in ((2, 16), (4, 32)):
        value, axis = 0, []
        for flag in flags[:total]:
            if flag & short:
                value += data[at] if flag & same else -data[at]
                at += 1
            elif not flag & same:
                step = data[at] << 8 | data[at + 1]
                value += step - 65536 if step & 32768 else step
                at += 2
            axis.append(value)
        axes.append(axis)
    points: list[Point] = [(x, y, bool(flag & 1)) for x, y, flag in zip(*axes, flags[:total], strict=True)]
    return [points[first + 1 : last + 1] for first, last in pairwise((-1, *ends))]


def _raised(contour: list[tuple[int, int, bool]]) -> bytes:
    """Write a closed contour in sixths of a unit, its quadratic curves raised to cubic ones."""
    first = contour[0]
    if not first[2]:
        last = contour[-1]
        if last[2]:
            contour = [last, *contour[:-1]]
        else:
            contour = [((first[0] + last[0]) // 2, (first[1] + last[1]) // 2, True), *contour]
    x, y, _ = contour[0]
    out = [f"{x} {y} m"]
    bent: tuple[int, int] | None = None
    for p, q, on in (*contour[1:], contour[0]):
        if bent is None:
            if on:
                out.append(f"{p} {q} l")
                x, y = p, q
            else:
                bent = (p, q)
            continue
        u, v = bent
        to, down = (p, q) if on else ((u + p) // 2, (v + q) // 2)
        out.append(f"{(x + 2 * u) // 3} {(y + 2 * v) // 3} {(to + 2 * u) // 3} {(down + 2 * v) // 3} {to} {down} c")
        x, y = to, down
        bent = None if on else (p, q)
    if out[-1].endswith("l"):
        out.pop()  # closing draws the last straight side
    return "\n".join([*out, "h"]).encode("ascii")


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
