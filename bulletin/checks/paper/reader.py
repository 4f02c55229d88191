"""Content streams read for places: each glyph with its pen position on the page (ISO 32000-2 §8.3, §9.4, §14.6).

Every string shown becomes a ``Run``. Clipping is not followed, and of colour only invisible text (mode 3) is known.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import hypot
from typing import Any

import pikepdf

from bulletin.checks.paper import faces
from bulletin.checks.paper.faces import Font
from bulletin.checks.pdf_text import UNIT, Matrix, times
from bulletin.galley.lines import Flaw, Glyph, Picture, Spot

_LEAN = 0.02
"""Cosine between the axes of a text matrix above which the letters lean."""


@dataclass(slots=True)
class Run:
    """Glyphs shown in one go, on one baseline."""

    baseline: float
    """pt from the page's top edge."""
    size: float
    glyphs: list[Glyph]
    mark: int | None
    """Marked-content id, by which the structure tree names it."""
    artifact: bool
    upright: bool
    """Neither turned nor invisible."""


@dataclass(slots=True)
class PageRuns:
    """One page as its content stream draws it."""

    width: float
    height: float
    runs: list[Run] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)
    fonts: dict[str, Font] = field(default_factory=dict)
    """By their names, in the order in which the page asks for them."""


@dataclass(slots=True)
class _State:
    """Graphics and text state (tables 51 and 102 of the standard)."""

    matrix: Matrix
    font: Font | None = None
    size: float = 0.0
    char: float = 0.0
    word: float = 0.0
    scale: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0


class Reader:
    """Reads pages; fonts are kept from one to the next."""

    def __init__(self) -> None:
        self.fonts: dict[tuple[int, int], Font] = {}

    def page(self, page: Any) -> PageRuns:
        """Return what is drawn on ``page``."""
        left, low, right, high = (float(v) for v in page.mediabox)
        self.out = PageRuns(abs(right - left), abs(high - low))
        self.marks: list[tuple[int | None, bool]] = []
        self.open_forms: set[tuple[int, int]] = set()
        # From here on y runs down from the top edge.
        flip = (1.0, 0.0, 0.0, -1.0, -min(left, right), max(low, high))
        self._stream(page.obj, page.obj.get("/Resources") or page.resources, flip, 0)
        return self.out

    def _stream(self, stream: Any, resources: Any, matrix: Matrix, depth: int) -> None:
        fonts = (resources or {}).get("/Font") or {}
        objects = (resources or {}).get("/XObject") or {}
        lists = (resources or {}).get("/Properties") or {}
        state, stack = _State(matrix), []
        text, row = UNIT, UNIT
        floor = len(self.marks)
        for instruction in pikepdf.parse_content_stream(stream):
            o: Any = instruction.operands
            match str(instruction.operator):
                case "TJ":
                    text = self._show(o[0], state, text)
                case "Tj":
                    text = self._show(o, state, text)
                case "Tm":
                    text = row = _matrix(o)
                case "Td":
                    text = row = times((1, 0, 0, 1, float(o[0]), float(o[1])), row)
                case "TD":
                    state.leading = -float(o[1])
                    text = row = times((1, 0, 0, 1, float(o[0]), float(o[1])), row)
                case "T*":
                    text = row = times((1, 0, 0, 1, 0, -state.leading), row)
                case "'":
                    row = times((1, 0, 0, 1, 0, -state.leading), row)
                    text = self._show(o, state, row)
                case '"':
                    state.word, state.char = float(o[0]), float(o[1])
                    row = times((1, 0, 0, 1, 0, -state.leading), row)
                    text = self._show(o[2:], state, row)
                case "BT":
                    text = row = UNIT
                case "q":
                    stack.append(replace(state))
                case "Q":
                    state = stack.pop() if stack else state
                case "cm":
                    state.matrix = times(_matrix(o), state.matrix)
                case "BDC" | "BMC":
                    self._begin(o, lists)
                case "EMC":
                    if len(self.marks) > floor:
                        self.marks.pop()
                case "Do":
                    self._object(objects.get(str(o[0])), state, depth, resources)
                case "INLINE IMAGE":
                    image = o[0]
                    self._picture(state.matrix, (int(image.width), int(image.height)))
                case other:
                    self._set(other, o, state, fonts)
        del self.marks[floor:]

    def _set(self, operator: str, o: Any, state: _State, fonts: Any) -> None:
        """Take over a change of the text state (table 103)."""
        match operator:
            case "Tf":
                state.font, state.size = self._font(fonts.get(str(o[0]))), float(o[1])
            case "Tc":
                state.char = float(o[0])
            case "Tw":
                state.word = float(o[0])
            case "Tz":
                state.scale = float(o[0]) / 100
            case "TL":
                state.leading = float(o[0])
            case "Ts":
                state.rise = float(o[0])
            case "Tr":
                state.mode = int(o[0])

    def _begin(self, operands: Any, lists: Any) -> None:
        mark, artifact = self.marks[-1] if self.marks else (None, False)
        properties = operands[1] if len(operands) > 1 else {}
        if isinstance(properties, pikepdf.Name):
            properties = lists.get(str(properties)) or {}
        if "/MCID" in properties:
            mark = int(properties["/MCID"])
        self.marks.append((mark, artifact or str(operands[0]) == "/Artifact"))

    def _object(self, thing: Any, state: _State, depth: int, resources: Any) -> None:
        if thing is None:
            return
        if thing.get("/Subtype") == "/Form":
            # A form that draws itself, or a maze of them, is not followed.
            if thing.objgen in self.open_forms or depth > 20:
                return
            self.open_forms.add(thing.objgen)
            inner = times(_matrix(thing.get("/Matrix") or UNIT), state.matrix)
            self._stream(thing, thing.get("/Resources") or resources, inner, depth + 1)
            self.open_forms.discard(thing.objgen)
        elif thing.get("/Subtype") == "/Image" and not (self.marks and self.marks[-1][1]):
            self._picture(state.matrix, (int(thing.Width), int(thing.Height)))

    def _picture(self, m: Matrix, pixels: tuple[int, int]) -> None:
        width, height = hypot(m[0], m[1]), hypot(m[2], m[3])
        if width > 0 and height > 0:
            left = m[4] + min(0, m[0]) + min(0, m[2])
            top = m[5] + min(0, m[1]) + min(0, m[3])
            self.out.pictures.append(Picture(left, top, width, height, pixels))

    def _font(self, font: Any) -> Font | None:
        if font is None:
            return None
        key = font.objgen
        if key == (0, 0) or key not in self.fonts:
            self.fonts[key] = faces.load(font)
        made = self.fonts[key]
        self.out.fonts.setdefault(made.name, made)
        return made

    def _show(self, parts: Any, s: _State, text: Matrix) -> Matrix:
        """Add a run for the strings in ``parts``; return the text matrix behind them."""
        font = s.font
        if font is None or not s.size:
            return text
        m = times(text, s.matrix)
        across, down = hypot(m[0], m[1]), hypot(m[2], m[3])
        size, unit = abs(s.size) * down, s.size * s.scale
        x0, y0 = m[4] + m[2] * s.rise, m[5] + m[3] * s.rise
        glyphs: list[Glyph] = []
        pen = 0.0
        for part in parts:
            if not isinstance(part, pikepdf.String):
                pen -= float(part) / 1000 * unit
                continue
            for code in font.codes(bytes(part)):
                width = font.width(code) * unit
                said = font.text(code)
                glyph = Glyph(said or "", x0 + m[0] * pen, width * across, size, font.name)
                if not code and font.composite and s.mode != 3:
                    self.out.spots.append(Spot(Flaw.MISSING, said or "", glyph.x, y0))
                glyphs.append(glyph)
                pen += width + (s.char + (s.word if code == 32 and font.bytes_a_code == 1 else 0)) * s.scale
        if glyphs:
            mark, artifact = self.marks[-1] if self.marks else (None, False)
            upright = m[0] > 0 and abs(m[1]) <= _LEAN * across and s.mode != 3
            self.out.runs.append(Run(y0, size, glyphs, mark, artifact, upright))
            self._faked(glyphs, y0, m, s.mode)
        return times((1, 0, 0, 1, pen, 0), text)

    def _faked(self, glyphs: Sequence[Glyph], y: float, m: Matrix, mode: int) -> None:
        """Note letters thickened by a stroke, or slanted: the axes of their matrix are not square to each other."""
        said = "".join(glyph.text for glyph in glyphs)
        if not said.strip():
            return
        if mode == 2:
            self.out.spots.append(Spot(Flaw.BOLD, said, glyphs[0].x, y))
        square = abs(m[0] * m[2] + m[1] * m[3])
        if square > _LEAN * hypot(m[0], m[1]) * hypot(m[2], m[3]):
            self.out.spots.append(Spot(Flaw.SLANT, said, glyphs[0].x, y))


def _matrix(values: Any) -> Matrix:
    a, b, c, d, e, f = (float(v) for v in values)
    return (a, b, c, d, e, f)
