"""Outlines of TrueType glyphs as PDF path operators (OpenType specification: tables head, loca, glyf, hmtx)."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from itertools import chain, pairwise

from bulletin.press.lexer import Matrix

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
        self._metrics = parts.get("hmtx", b"")
        hhea = parts.get("hhea", b"")
        self._full = int.from_bytes(hhea[34:36], "big") if len(hhea) >= 36 else 0
        self._matrix = (1 / (SIXTHS * em), 0.0, 0.0, 1 / (SIXTHS * em), 0.0, 0.0)

    def index(self, cid: int) -> int:
        """Return the CID itself."""
        return cid

    def outline(self, glyph: int) -> Outline | None:
        """Return a glyph in sixths of a unit; raises ``UnreadableFontError``."""
        try:
            contours = self._contours(glyph, 0)
            aside = self._aside(glyph) if contours else 0
        except (struct.error, IndexError) as error:
            raise UnreadableFontError(f"glyph {glyph}") from error
        path: list[bytes] = []
        whole: list[tuple[int, int]] = []
        for contour in contours:
            if len(contour) > 1:
                sixths = [(round(SIXTHS * (x + aside)), round(SIXTHS * y), on) for x, y, on in contour]
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

    def _aside(self, glyph: int) -> int:
        """Return how far a glyph is moved so that its left edge is where hmtx has it; in sound fonts nowhere."""
        at = 4 * glyph + 2 if glyph < self._full else 4 * self._full + 2 * (glyph - self._full)
        if not self._full or at + 2 > len(self._metrics):
            return 0
        start = self._loca[glyph]
        edge: int = struct.unpack_from(">h", self._glyf, start + 2)[0]
        bearing: int = struct.unpack_from(">h", self._metrics, at)[0]
        return bearing - edge

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
