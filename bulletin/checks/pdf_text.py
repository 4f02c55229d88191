"""A reader of finished PDFs: text in the order it was written, and pictures with their size on paper.

One pass over the content streams with pikepdf (ISO 32000-2 §9.4, §9.10, §14.6). Marked content that is an
artifact (running heads, folios) is kept apart, so that what is left is the text a reader follows.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pikepdf

_BFCHAR = re.compile(rb"beginbfchar(.*?)endbfchar", re.S)
_BFRANGE = re.compile(rb"beginbfrange(.*?)endbfrange", re.S)
_PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>")
_TRIPLE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f]*)>|\[(.*?)\])", re.S)
_HEX = re.compile(rb"<([0-9A-Fa-f]*)>")
_SAID = ("/Lang", "/Alt", "/ActualText", "/E")
"""What marked content says beside its glyphs (ISO 32000-2 §14.9)."""

Matrix = tuple[float, float, float, float, float, float]
"""A transformation as PDF writes it: x' = ax + cy + e, y' = bx + dy + f."""

UNIT: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True, slots=True)
class Placed:
    """A picture as it stands on a page."""

    pixels: tuple[int, int]
    width: float
    """Width on paper in pt."""

    @property
    def dpi(self) -> float:
        """Dots per inch across its width."""
        return self.pixels[0] / (self.width / 72) if self.width else 0.0


@dataclass(slots=True)
class PageText:
    """What one page says."""

    text: str = ""
    """Running text in stream order, artifacts left out."""
    furniture: str = ""
    """Text of artifacts: running head, folio."""
    unmapped: int = 0
    """Glyphs that have no Unicode value: they could never be copied or searched."""
    pictures: list[Placed] = field(default_factory=list)
    marked: list[dict[str, str]] = field(default_factory=list)
    """What marked content says beside its glyphs: ``/Lang``, ``/Alt``, ``/ActualText``, ``/E`` (ISO 32000-2 §14.9)."""
    aloud: str = ""
    """All text as it is read aloud and copied: where marked content gives a text in place of its glyphs, that."""


def read(path: Path) -> list[PageText]:
    """Return what each page of the PDF at ``path`` says; raises ``pikepdf.PdfError`` if it is not a PDF."""
    with pikepdf.open(path) as pdf:
        maps: dict[tuple[int, int], dict[int, str]] = {}
        return [_Reader(maps).page(page.obj) for page in pdf.pages]


@dataclass(frozen=True, slots=True)
class _Mark:
    """Marked content that is open."""

    artifact: bool = False
    replaced: bool = False
    """Whether its text was given already, in place of its glyphs."""


_Marks = list[_Mark]


class _Reader:
    def __init__(self, maps: dict[tuple[int, int], dict[int, str]]) -> None:
        self.maps = maps
        self.out = PageText()
        self.pieces: list[str] = []
        self.aside: list[str] = []
        self.aloud: list[str] = []

    def page(self, page: Any) -> PageText:
        self._stream(page, page.get("/Resources"), UNIT, [])
        self.out.text, self.out.furniture = "".join(self.pieces), "".join(self.aside)
        self.out.aloud = "".join(self.aloud)
        return self.out

    def _stream(self, stream: Any, resources: Any, matrix: Matrix, marks: _Marks) -> None:
        fonts = (resources or {}).get("/Font") or {}
        objects = (resources or {}).get("/XObject") or {}
        font: dict[int, str] = {}
        stack: list[tuple[Matrix, dict[int, str]]] = []
        for instruction in pikepdf.parse_content_stream(stream):
            operands: Any = instruction.operands
            match str(instruction.operator):
                case "Tj" | "'" | '"':
                    self._show(bytes(operands[-1]), font, marks)
                case "TJ":
                    for part in operands[0]:
                        if isinstance(part, pikepdf.String):
                            self._show(bytes(part), font, marks)
                case "Tf":
                    font = self._font(fonts.get(str(operands[0])))
                case "BDC" | "BMC":
                    marks.append(self._mark(operands, resources, marks[-1] if marks else _Mark()))
                case "EMC":
                    if marks:
                        marks.pop()
                case "q":
                    stack.append((matrix, font))
                case "Q":
                    if stack:
                        matrix, font = stack.pop()
                case "cm":
                    matrix = times([float(v) for v in operands], matrix)
                case "Do":
                    self._object(objects.get(str(operands[0])), matrix, marks)

    def _mark(self, operands: Any, resources: Any, outer: _Mark) -> _Mark:
        """Return the marked content that begins, and take down what it says."""
        artifact, replaced = outer.artifact or str(operands[0]) == "/Artifact", outer.replaced
        found = operands[1] if len(operands) > 1 else None
        if isinstance(found, pikepdf.Name):
            found = ((resources or {}).get("/Properties") or {}).get(str(found))
        if isinstance(found, pikepdf.Dictionary):
            said = {key: str(found[key]) for key in _SAID if isinstance(found.get(key), pikepdf.String)}
            if said:
                self.out.marked.append(said)
            if "/ActualText" in said and not replaced:
                self.aloud.append(said["/ActualText"])
                replaced = True
        return _Mark(artifact, replaced)

    def _object(self, thing: Any, matrix: Matrix, marks: _Marks) -> None:
        if thing is None:
            return
        if thing.get("/Subtype") == "/Form":
            inner = times([float(v) for v in thing.get("/Matrix") or UNIT], matrix)
            self._stream(thing, thing.get("/Resources"), inner, list(marks))
        elif thing.get("/Subtype") == "/Image":
            width = (matrix[0] ** 2 + matrix[1] ** 2) ** 0.5
            self.out.pictures.append(Placed((int(thing.Width), int(thing.Height)), width))

    def _show(self, data: bytes, font: dict[int, str], marks: _Marks) -> None:
        mark = marks[-1] if marks else _Mark()
        target = self.aside if mark.artifact else self.pieces
        for at in range(0, len(data) - 1, 2):
            text = font.get(data[at] << 8 | data[at + 1])
            if text is None:
                self.out.unmapped += 1
            else:
                target.append(text)
                if not mark.replaced:
                    self.aloud.append(text)

    def _font(self, font: Any) -> dict[int, str]:
        if font is None:
            return {}
        key = font.objgen
        if key not in self.maps:
            unicode = font.get("/ToUnicode")
            self.maps[key] = dict(unicode_map(unicode.read_bytes())) if unicode is not None else {}
        return self.maps[key]


def unicode_map(cmap: bytes) -> Iterator[tuple[int, str]]:
    """Yield (code, text) of a ToUnicode map (ISO 32000-2 §9.10.3)."""
    for block in _BFCHAR.findall(cmap):
        for code, value in _PAIR.findall(block):
            yield int(code, 16), _utf16(value)
    for block in _BFRANGE.findall(cmap):
        for first, last, value, array in _TRIPLE.findall(block):
            start = int(first, 16)
            values = _HEX.findall(array)
            for offset in range(int(last, 16) - start + 1):
                if array:
                    yield start + offset, _utf16(values[offset])
                else:
                    text = _utf16(value)
                    yield start + offset, text[:-1] + chr(ord(text[-1]) + offset)


def _utf16(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be", "replace")


def times(a: Sequence[float], b: Matrix) -> Matrix:
    """Return ``a`` followed by ``b``."""
    return (
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    )
