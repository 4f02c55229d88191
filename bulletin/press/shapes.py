"""The fonts and glyph shapes of one file: each opened, drawn and named once."""

from __future__ import annotations

from collections.abc import Iterable
from math import floor

import pikepdf
from pikepdf import Array, Dictionary, Name

from bulletin.press.glyphs import Face, Type3, UnsupportedFontError, face
from bulletin.press.lexer import Instruction, numbers, rewritten, written
from bulletin.press.programs import Program
from bulletin.press.truetype import Outline, UnreadableFontError

_ROOM = 120
"""Parts round a form's box (20 font units): renderers that smooth a clip must not thin a stem that lies on its edge."""
_ANYWHERE = (-32000, -32000, 32000, 32000)
"""Box of a Type 3 glyph that has none."""


class Shapes:
    """What is drawn, by name; ``prefix`` begins every name, and no other XObject of the file may begin with it."""

    def __init__(self, pdf: pikepdf.Pdf, prefix: str) -> None:
        self._pdf, self._prefix = pdf, prefix
        self.drawn: dict[str, Outline | pikepdf.Object] = {}
        self.forms: dict[str, pikepdf.Object] = {}
        self.expanded: list[pikepdf.Object] = []
        """Forms made of glyphs of Type 3 fonts, which may show text themselves."""
        self._names: dict[tuple[int, ...], str | None] = {}
        self._programs: dict[tuple[int, int], Program] = {}
        self._numbers: dict[int, int] = {}
        self._faces: dict[tuple[int, int], Face | Type3] = {}
        self._nothing = pdf.make_indirect(Dictionary())

    def face(self, font: pikepdf.Object) -> Face | Type3:
        """Open a font, once if it is an object of its own; raises ``UnsupportedFontError``."""
        found = self._faces.get(font.objgen) if font.is_indirect else None
        if found is None:
            try:
                if font.get("/Subtype") == Name.Type3:
                    found = Type3(font, self._of_type3)
                else:
                    found = face(font, self._of_program, self._programs)
            except (AttributeError, IndexError, KeyError, TypeError) as error:  # a dictionary without what it must have
                raise UnsupportedFontError("damaged") from error
            if font.is_indirect:
                self._faces[font.objgen] = found
        return found

    def form(self, name: str) -> pikepdf.Object:
        """Return the form that draws a shape, made when first asked for."""
        if name not in self.forms:
            shape = self.drawn[name]
            self.forms[name] = self._form(shape) if isinstance(shape, Outline) else shape
        return self.forms[name]

    def _of_program(self, program: Program, glyph: int) -> str | None:
        key = (self._numbers.setdefault(id(program), len(self._numbers)), glyph)
        if key not in self._names:
            try:
                self._names[key] = self._named(program.outline(glyph))
            except UnreadableFontError as error:
                raise UnsupportedFontError("damaged") from error
        return self._names[key]

    def _of_type3(self, font: pikepdf.Object, drawing: pikepdf.Object) -> str | None:
        key = (*drawing.objgen, *font.objgen)
        if key not in self._names:
            self._names[key] = self._named(self._expanded(font, drawing))
        return self._names[key]

    def _named(self, drawn: Outline | pikepdf.Object | None) -> str | None:
        if drawn is None:
            return None
        name = f"{self._prefix}{len(self.drawn)}"
        self.drawn[name] = drawn
        return name

    def _form(self, shape: Outline) -> pikepdf.Object:
        left, low, right, top = shape.box
        form = self._pdf.make_stream(shape.path + b"\nf")
        form.Type, form.Subtype = Name.XObject, Name.Form
        form.BBox = Array([floor(left) - _ROOM, floor(low) - _ROOM, floor(right) + _ROOM, floor(top) + _ROOM])
        form.Matrix = _row(shape.matrix, 12)
        form.Resources = self._nothing
        return form

    def _expanded(self, font: pikepdf.Object, drawing: pikepdf.Object) -> pikepdf.Object:
        """Return a Type 3 glyph as a form (ISO 32000-1 §9.6.5): the same stream without its measures, d0 or d1."""
        box = [float(value) for value in font.get("/FontBBox", (0, 0, 0, 0))]

        def drop(one: Instruction) -> bytes | None:
            if one.operator == b"d1" and not any(box):
                box[:] = numbers(one.operands)[2:6]
            return b"" if one.operator in (b"d0", b"d1") else None

        form = self._pdf.make_stream(rewritten(drawing.read_bytes(), drop))
        form.Type, form.Subtype = Name.XObject, Name.Form
        form.BBox = _row(box if any(box) else _ANYWHERE, 4)
        form.Matrix = font.FontMatrix
        form.Resources = font.get("/Resources", self._nothing)
        self.expanded.append(form)
        return form


def _row(values: Iterable[float], places: int) -> Array:
    return Array([pikepdf.Object.parse(written(value, places)) for value in values])
