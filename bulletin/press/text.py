"""The text operators of a content stream, followed glyph by glyph and written again as paths.

Text state: ISO 32000-1 §9.3; text objects §9.4; where a form cannot stand for a glyph, see ``outlines``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from math import floor, log10

import pikepdf

from bulletin.press.glyphs import Face, Type3, UnsupportedFontError
from bulletin.press.lexer import IDENTITY, Instruction, Matrix, number, numbers, string, times, tokens, written
from bulletin.press.shapes import Shapes
from bulletin.press.tree import named
from bulletin.press.truetype import Outline

_STEP = 10_000
"""Parts of an em in which glyphs of one string are set apart; counted from the string's start, so nothing adds up."""
_INVISIBLE, _CLIP = 3, 4
_PAINT = {0: b"f", 1: b"S", 2: b"B"}
_HEXADECIMAL = re.compile(rb"<[^>]*>|[-+.\d]+")


@dataclass(slots=True)
class _State:
    """What of the graphics state text needs."""

    font: Face | Type3 | None = None
    size: float = 0.0
    characters: float = 0.0
    words: float = 0.0
    wide: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0
    pattern: bool = False


class Text:
    """The text of one content stream on its way to paths; ``change`` is given its instructions one by one."""

    def __init__(self, shapes: Shapes, resources: pikepdf.Object) -> None:
        self._shapes, self._resources = shapes, resources
        self.glyphs = self.invisible = 0
        self.used: dict[str, None] = {}
        self.touched = False
        self.name = ""
        """Of the font that was last chosen, for whoever must tell what is wrong with it."""
        self._known: dict[bytes, tuple[str, Face | Type3 | None]] = {}
        self._state, self._saved = _State(), list[_State]()
        self._matrix: Matrix = IDENTITY
        self._line: Matrix = IDENTITY
        self._clip: list[bytes] = []
        self._does: dict[bytes, Callable[[bytes], bytes | None]] = {
            b"q": self._save, b"Q": self._restore, b"BT": self._begin, b"ET": self._end,
            b"Tf": self._font, b"Tm": self._set, b"Td": self._move, b"TD": self._move_and_lead, b"T*": self._next,
            b"Tj": self._show, b"TJ": self._show, b"'": self._next_and_show, b'"': self._space_and_show,
            b"Tc": self._number("characters"), b"Tw": self._number("words"), b"TL": self._number("leading"),
            b"Ts": self._number("rise"), b"Tz": self._scale, b"Tr": self._render, b"gs": self._graphics,
            b"scn": self._colour, b"sc": self._colour, b"cs": self._colour, b"g": self._colour, b"rg": self._colour,
            b"k": self._colour,
        }  # fmt: skip

    def change(self, one: Instruction) -> bytes | None:
        """Return what stands for an instruction, None for itself; raises ``UnsupportedFontError``."""
        does = self._does.get(one.operator)
        if does is None:
            return None
        try:
            new = does(one.operands)
        except UnsupportedFontError:
            raise
        except (ValueError, IndexError) as error:  # too few operands, or too many
            raise UnsupportedFontError("operands") from error
        self.touched = self.touched or new is not None
        return new

    def _save(self, _: bytes) -> None:
        self._saved.append(replace(self._state))

    def _restore(self, _: bytes) -> None:
        if self._saved:
            self._state = self._saved.pop()

    def _begin(self, _: bytes) -> bytes:
        self._matrix = self._line = IDENTITY
        return b""

    def _end(self, _: bytes) -> bytes:
        clip, self._clip = self._clip, []
        return b"\n".join([*clip, b"W n"]) if clip else b""

    def _number(self, name: str) -> Callable[[bytes], bytes]:
        def put(operands: bytes) -> bytes:
            setattr(self._state, name, number(operands.strip()))
            return b""

        return put

    def _scale(self, operands: bytes) -> bytes:
        self._state.wide = number(operands.strip()) / 100
        return b""

    def _render(self, operands: bytes) -> bytes:
        self._state.mode = int(number(operands.strip()))
        return b""

    def _font(self, operands: bytes) -> bytes:
        name, size = operands.split()
        known = self._known.get(name)
        if known is None:
            self.name = name[1:].decode("latin-1")
            self._choose(named(self._resources, "/Font", name), number(size))
            self._known[name] = self.name, self._state.font
        else:
            self.name, self._state.font = known
            self._state.size = number(size)
        return b""

    def _choose(self, font: pikepdf.Object | None, size: float) -> None:
        self._state.size = size
        self._state.font = None
        if font is not None:
            self.name = str(font.get("/BaseFont", font.get("/Name", self.name))).lstrip("/")
            self._state.font = self._shapes.face(font)

    def _graphics(self, operands: bytes) -> None:
        state = named(self._resources, "/ExtGState", operands.strip())
        if state is not None and "/Font" in state:
            self._choose(state.Font[0], float(state.Font[1]))
            self.touched = True

    def _colour(self, operands: bytes) -> None:
        self._state.pattern = b"/" in operands and operands.split()[-1].startswith(b"/")

    def _set(self, operands: bytes) -> bytes:
        a, b, c, d, e, f = numbers(operands)
        self._matrix = self._line = (a, b, c, d, e, f)
        return b""

    def _move(self, operands: bytes) -> bytes:
        x, y = numbers(operands)
        self._matrix = self._line = times((1, 0, 0, 1, x, y), self._line)
        return b""

    def _move_and_lead(self, operands: bytes) -> bytes:
        self._state.leading = -numbers(operands)[1]
        return self._move(operands)

    def _next(self, _: bytes) -> bytes:
        return self._move(b"0 " + written(-self._state.leading, 9))

    def _next_and_show(self, operands: bytes) -> bytes:
        self._next(b"")
        return self._show(operands)

    def _space_and_show(self, operands: bytes) -> bytes:
        words, characters, text = tokens(operands)
        self._state.words, self._state.characters = number(words), number(characters)
        return self._next_and_show(text)

    def _show(self, operands: bytes) -> bytes:
        """Draw a string from where the pen is, and move the pen past it (§9.4.4)."""
        state, font = self._state, self._state.font
        if font is None:
            raise UnsupportedFontError("no font")
        size = state.size or 1e-9  # a size of 0 draws nothing, yet its spaces move the pen
        apart, between = state.characters / size, state.words / size
        at = 0.0
        placed: list[tuple[str, float, float]] = []
        for token in tokens(operands) if b"(" in operands else _HEXADECIMAL.findall(operands):
            first = token[0]
            if first in b"<(":
                for shape, advance, right, up, word in font.shown(string(token)):
                    if shape is not None:
                        placed.append((shape, right, up + at) if font.vertical else (shape, right + at, up))
                    elif state.mode == _INVISIBLE:
                        self.invisible += 1
                    at += advance + (apart + between if word else apart)
            elif first not in b"[]":
                at -= number(token) / 1000
        base = times((size * state.wide, 0, 0, size, 0, state.rise), self._matrix)
        x, y = (0.0, at * size) if font.vertical else (at * size * state.wide, 0.0)
        self._matrix = times((1, 0, 0, 1, x, y), self._matrix)
        if state.mode == _INVISIBLE:
            self.invisible += len(placed)
            return b""
        if not placed or not state.size:
            return b""
        self.glyphs += len(placed)
        if font.type3 or (state.mode == 0 and not state.pattern):
            return self._placed(base, placed)
        return b"\n".join(self._drawn(base, placed))

    def _placed(self, base: Matrix, placed: list[tuple[str, float, float]]) -> bytes:
        out = ["q ", _matrix(base), " cm"]
        across = up = 0
        for name, x, y in placed:
            to, high = round(x * _STEP), round(y * _STEP)
            if to != across or high != up:
                out.append(_step(to - across, high - up))
                across, up = to, high
            out += (name, " Do")
        self.used.update((name, None) for name, _, _ in placed)
        out.append(" Q")
        return "".join(out).encode("ascii")

    def _drawn(self, base: Matrix, placed: list[tuple[str, float, float]]) -> Iterator[bytes]:
        """Yield glyphs written out in the page's own space, and keep them for the clip."""
        places = _places(base)
        paint = _PAINT.get(self._state.mode % _CLIP)
        for name, x, y in placed:
            shape = self._shapes.drawn[name]
            if isinstance(shape, Outline):
                path = _moved(shape.path, times(shape.matrix, times((1, 0, 0, 1, x, y), base)), places)
                if paint:
                    yield path + b"\n" + paint
                if self._state.mode >= _CLIP:
                    self._clip.append(path)


def _moved(path: bytes, matrix: Matrix, places: int) -> bytes:
    a, b, c, d, e, f = matrix
    out = []
    for line in path.split(b"\n"):
        *values, operator = line.split()
        points = zip(map(float, values[::2]), map(float, values[1::2]), strict=True)
        ends = [written(value, places) for x, y in points for value in (a * x + c * y + e, b * x + d * y + f)]
        out.append(b" ".join([*ends, operator]))
    return b"\n".join(out)


def _places(matrix: Matrix) -> int:
    """Return the decimals that tell apart a ten-thousandth of an em."""
    return max(2, 4 - floor(log10(max(*map(abs, matrix[:4]), 1e-9))))


def _matrix(matrix: Matrix) -> str:
    a, b, c, d, x, y = matrix
    turn, places = _turn(a, b, c, d)
    return f"{turn} {written(x, places).decode('ascii')} {written(y, places).decode('ascii')}"


@lru_cache(4096)
def _turn(a: float, b: float, c: float, d: float) -> tuple[str, int]:
    places = _places((a, b, c, d, 0, 0))
    return b" ".join(written(value, places + 2) for value in (a, b, c, d)).decode("ascii"), places


@lru_cache(4096)
def _step(x: int, y: int) -> str:
    right, up = (written(value / _STEP, 4).decode("ascii") for value in (x, y))
    return f" 1 0 0 1 {right} {up} cm"
