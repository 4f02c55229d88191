"""The fonts of a PDF: which glyph a code shows and how far it moves the pen (ISO 32000-1 §9.6–9.7)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from struct import unpack
from typing import NamedTuple

import pikepdf
from pikepdf import Name

from bulletin.press.lexer import number, string, tokens
from bulletin.press.programs import Program, program
from bulletin.press.truetype import UnreadableFontError

_MAPPED = re.compile(rb"begin(codespacerange|cidrange|cidchar)(.*?)end\1", re.DOTALL)


class UnsupportedFontError(ValueError):
    """A font whose codes or glyphs cannot be told; the text is one word: why."""


class Sign(NamedTuple):
    """What one code of a string does; lengths in em."""

    shape: str | None
    """Name of its shape; None where it leaves no ink."""
    advance: float
    right: float
    up: float
    """Where the shape's origin lies from the pen; not 0 in vertical writing."""
    word: bool
    """Whether word spacing is added: the single byte 32."""


class _Signs(dict[int, Sign]):
    """Signs by their code, made when first asked for."""

    def __init__(self, make: Callable[[int], Sign]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, code: int) -> Sign:
        self[code] = sign = self._make(code)
        return sign


class Face:
    """A composite font, opened once."""

    vertical = False
    type3 = False

    def __init__(self, font: pikepdf.Object, shapes: Callable[[Program, int], str | None], file: Program) -> None:
        inner = font.DescendantFonts[0]
        self._shapes, self._file = shapes, file
        self._codes: list[tuple[int, int, int]] = [(2, 0, 0xFFFF)]
        self._cids: dict[int, int] | None = None
        self._encode(font.Encoding)
        self._glyphs = _glyph_map(inner)
        self._width = float(inner.get("/DW", 1000))
        self._widths = {cid: row[0] for cid, row in _metrics(inner.get("/W"), 1).items()}
        if self.vertical:
            up, down = (float(value) for value in inner.get("/DW2", (880, -1000)))
            self._down, self._up = down, up
            self._columns = _metrics(inner.get("/W2"), 3)
        self._signs = _Signs(self._sign)

    def shown(self, text: bytes) -> Iterable[Sign]:
        """Return what the codes of a string do, in order."""
        if len(self._codes) == 1 and self._codes[0][0] == 2:
            pairs = len(text) // 2
            return map(self._signs.__getitem__, unpack(f">{pairs}H", text[: 2 * pairs]))
        return (self._signs[length << 32 | code] for code, length in self._split(text))

    def _split(self, text: bytes) -> Iterable[tuple[int, int]]:
        at = 0
        while at < len(text):
            for length, low, high in self._codes:
                code = text[at : at + length]
                # each byte must lie between those of the range (ISO 32000-1 §9.7.6.2)
                if len(code) == length and all(
                    a <= b <= c
                    for a, b, c in zip(low.to_bytes(length, "big"), code, high.to_bytes(length, "big"), strict=True)
                ):
                    break
            else:
                length = min(length for length, _, _ in self._codes)
                code = text[at : at + length]
            yield int.from_bytes(code, "big"), length
            at += length

    def _sign(self, key: int) -> Sign:
        length, code = key >> 32 or 2, key & 0xFFFFFFFF
        cid = code if self._cids is None else self._cids.get(code, 0)
        glyph = self._glyphs(cid) if self._glyphs else self._file.index(cid)
        shape = self._shapes(self._file, glyph)
        width = self._widths.get(cid, self._width)
        word = length == 1 and code == 32
        if not self.vertical:
            return Sign(shape, width / 1000, 0.0, 0.0, word)
        down, right, up = self._columns.get(cid, (self._down, width / 2, self._up))
        return Sign(shape, down / 1000, -right / 1000, -up / 1000, word)

    def _encode(self, encoding: pikepdf.Object) -> None:
        if isinstance(encoding, pikepdf.Name):
            if encoding not in (Name("/Identity-H"), Name("/Identity-V")):
                raise UnsupportedFontError("encoding")
            self.vertical = encoding == Name("/Identity-V")
            return
        data = encoding.read_bytes()
        if b"usecmap" in data or "/UseCMap" in encoding:
            raise UnsupportedFontError("encoding")
        wmode = re.search(rb"/WMode\s+(\d)", data)
        self.vertical = bool(int(encoding.get("/WMode", wmode.group(1) if wmode else 0)))
        self._cids, codes = {}, []
        for what, block in _MAPPED.findall(data):
            row = tokens(block)
            if what == b"codespacerange":
                for low, high in zip(row[::2], row[1::2], strict=False):
                    codes.append((len(string(low)), _code(low), _code(high)))
            elif what == b"cidchar":
                self._cids.update((_code(one), int(cid)) for one, cid in zip(row[::2], row[1::2], strict=False))
            else:
                for low, high, cid in zip(row[::3], row[1::3], row[2::3], strict=False):
                    start = _code(low)
                    self._cids.update((start + step, int(cid) + step) for step in range(_code(high) - start + 1))
        self._codes = sorted(codes) or self._codes


class Type3:
    """A font whose glyphs are little content streams (ISO 32000-1 §9.6.5)."""

    vertical = False
    type3 = True

    def __init__(self, font: pikepdf.Object, shapes: Callable[[pikepdf.Object, pikepdf.Object], str | None]) -> None:
        self._font, self._shapes = font, shapes
        self._names: dict[int, str] = {}
        code = 0
        encoding = font.get("/Encoding")
        if not isinstance(encoding, pikepdf.Dictionary):
            raise UnsupportedFontError("encoding")
        for one in encoding.get("/Differences", ()):
            if isinstance(one, pikepdf.Name):
                self._names[code] = str(one)
                code += 1
            else:
                code = int(one)
        self._first = int(font.get("/FirstChar", 0))
        self._widths = [float(width) for width in font.get("/Widths", ())]
        self._signs = _Signs(self._sign)

    def shown(self, text: bytes) -> Iterable[Sign]:
        """Return what the codes of a string do, in order."""
        return map(self._signs.__getitem__, text)

    def _sign(self, code: int) -> Sign:
        drawing = self._font.CharProcs.get(self._names.get(code, "/.notdef"))
        shape = None if drawing is None else self._shapes(self._font, drawing)
        at = code - self._first
        width = self._widths[at] if 0 <= at < len(self._widths) else 0.0
        return Sign(shape, width * float(self._font.FontMatrix[0]), 0.0, 0.0, code == 32)


def face(
    font: pikepdf.Object, shapes: Callable[[Program, int], str | None], programs: dict[tuple[int, int], Program]
) -> Face:
    """Open a composite font; raises ``UnsupportedFontError`` where it is simple, not embedded or not to be read."""
    if font.get("/Subtype") != Name.Type0:
        raise UnsupportedFontError("simple")
    described = font.DescendantFonts[0].get("/FontDescriptor", pikepdf.Dictionary())
    for key in ("/FontFile2", "/FontFile3"):
        if key in described:
            stream = described[key]
            try:
                if stream.objgen not in programs:
                    programs[stream.objgen] = program(stream.read_bytes())
            except UnreadableFontError as error:
                raise UnsupportedFontError("damaged") from error
            return Face(font, shapes, programs[stream.objgen])
    raise UnsupportedFontError("not embedded")


def _code(token: bytes) -> int:
    return int.from_bytes(string(token), "big")


def _glyph_map(inner: pikepdf.Object) -> Callable[[int], int] | None:
    """Return how CIDs become glyphs; None where the program itself says so."""
    if inner.get("/Subtype") != Name.CIDFontType2:
        return None
    table = inner.get("/CIDToGIDMap")
    if not isinstance(table, pikepdf.Stream):
        return lambda cid: cid
    data = table.read_bytes()
    return lambda cid: int.from_bytes(data[2 * cid : 2 * cid + 2], "big")


def _metrics(table: pikepdf.Object | None, many: int) -> dict[int, tuple[float, ...]]:
    """Read /W (``many`` = 1) or /W2 (3): ``first [w …]`` and ``first last w`` (ISO 32000-1 §9.7.4.3)."""
    found: dict[int, tuple[float, ...]] = {}
    if table is None:
        return found
    # as text: reading each number through its own object takes ten times as long
    row = iter(tokens(table.unparse(resolved=False)[1:-1] if _direct(table) else _unparsed(table)))
    for first in row:
        start, then = int(number(first)), next(row, b"")
        if then == b"[":
            values: list[float] = []
            while (token := next(row, b"]")) != b"]":
                values.append(number(token))
            for at in range(len(values) // many):
                found[start + at] = tuple(values[at * many : at * many + many])
        else:
            values = [number(next(row, b"0")) for _ in range(many)]
            found.update((cid, tuple(values)) for cid in range(start, min(int(number(then)), 0xFFFF) + 1))
    return found


def _direct(table: pikepdf.Object) -> bool:
    return not any(getattr(one, "is_indirect", False) for one in table)


def _unparsed(table: pikepdf.Object) -> bytes:
    """Return the text of an array some of whose members stand elsewhere."""
    parts = []
    for one in table:
        plain = b" ".join(str(value).encode() for value in one) if isinstance(one, pikepdf.Array) else None
        parts.append(b"[" + plain + b"]" if plain is not None else str(one).encode())
    return b" ".join(parts)
