"""What of the graphics state lets the page below show through, and which streams paint under it.

Transparency: ISO 32000-1 §11; what PDF/X-1a:2003 forbids of it: ISO 15930-4 (transparency is no part of it).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import pikepdf
from pikepdf import Dictionary, Name

from bulletin.press.geometry import Box, box_of, matrix_of
from bulletin.press.lexer import Matrix, instructions
from bulletin.press.masks import softness
from bulletin.press.tree import named

Kind = Literal["opacity", "blend mode", "soft mask", "layer", "JPEG 2000"]

FILLS = frozenset((b"f", b"F", b"f*"))
STROKES = frozenset((b"S", b"s"))
BOTH = frozenset((b"B", b"B*", b"b", b"b*"))
SHOWS = frozenset((b"Tj", b"TJ", b"'", b'"'))
_PAINTS = FILLS | STROKES | BOTH | SHOWS | {b"sh", b"BI"}
_PATH = frozenset((b"m", b"l", b"c", b"v", b"y", b"h", b"re"))
_STROKING = STROKES | BOTH | SHOWS
_PLAIN_MODES = ("/Normal", "/Compatible")


@dataclass(frozen=True, slots=True)
class Blend:
    """How the next thing painted is laid over what is there."""

    fill: float = 1.0
    """Opacity 0–1 of fills, images, shadings and groups."""
    stroke: float = 1.0
    mode: str = "/Normal"
    mask: bool = False

    @property
    def kind(self) -> Kind | None:
        """Say what is not plain; None where a thing simply covers what lies below."""
        if self.mask:
            return "soft mask"
        if self.mode != "/Normal":
            return "blend mode"
        return "opacity" if self.fill < 1 or self.stroke < 1 else None

    def of(self, fills: bool, strokes: bool) -> Kind | None:
        """Say the same of a thing that only fills, or only strokes."""
        return replace(self, fill=self.fill if fills else 1.0, stroke=self.stroke if strokes else 1.0).kind

    def after(self, state: pikepdf.Object) -> Blend:
        """Return what it becomes by an ExtGState dictionary (§8.4.5, table 58)."""
        new = self
        if "/ca" in state:
            new = replace(new, fill=float(state["/ca"]))
        if "/CA" in state:
            new = replace(new, stroke=float(state["/CA"]))
        if "/BM" in state:
            modes = state["/BM"]
            mode = str(modes if isinstance(modes, Name) else next(iter(modes), "/Normal"))
            new = replace(new, mode="/Normal" if mode in _PLAIN_MODES else mode)
        if "/SMask" in state:
            new = replace(new, mask=isinstance(state["/SMask"], Dictionary))
        return new


PLAIN = Blend()


@dataclass(frozen=True, slots=True)
class Facts:
    """What matters of a form here."""

    box: Box
    matrix: Matrix
    one_shape: bool
    """Whether it is one filled path without a colour of its own, as the glyphs of outlined text are."""
    group: bool


class Scan:
    """Looks through content streams, forms and patterns of one file; each form once."""

    def __init__(self) -> None:
        self._forms: dict[tuple[int, int], Kind | None] = {}
        self._soft: dict[tuple[int, int], bool] = {}
        self._facts: dict[tuple[int, int], Facts] = {}

    def stream(self, data: bytes, resources: pikepdf.Object, blend: Blend = PLAIN) -> Kind | None:
        """Return the first kind of transparency that a stream really paints with; None if it is opaque."""
        saved: list[Blend] = []
        opaque: set[bytes] = set()
        for one in instructions(data):
            operator = one.operator
            if operator == b"q":
                saved.append(blend)
            elif operator == b"Q":
                blend = saved.pop() if saved else blend
            elif operator == b"gs":
                state = named(resources, "/ExtGState", one.operands.strip())
                blend = blend if state is None else blend.after(state)
                blend = PLAIN if blend == PLAIN else blend
            elif operator in _PAINTS:
                if blend is not PLAIN and (kind := blend.of(operator not in STROKES, operator in _STROKING)):
                    return kind
            elif operator == b"Do":
                if blend is PLAIN and one.operands in opaque:
                    continue
                drawn = named(resources, "/XObject", one.operands.strip())
                if drawn is not None and (kind := self.drawn(drawn, resources, blend)):
                    return kind
                opaque.add(one.operands)
            elif operator in (b"scn", b"SCN") and b"/" in one.operands:
                pattern = named(resources, "/Pattern", one.operands.split()[-1])
                if pattern is not None and (kind := self.pattern(pattern)):
                    return kind
        return None

    def drawn(self, drawn: pikepdf.Object, resources: pikepdf.Object, blend: Blend = PLAIN) -> Kind | None:
        """Do the same for a form or an image that is painted under ``blend``."""
        if drawn.get("/Subtype") == Name.Form:
            return blend.kind or self._form(drawn, drawn.get("/Resources", resources))
        return blend.kind or ("soft mask" if self.soft(drawn) else None)

    def facts(self, form: pikepdf.Object) -> Facts:
        """Return what a form is, read once."""
        if form.objgen not in self._facts:
            group = "/Group" in form
            operators = [one.operator for one in instructions(form.read_bytes())]
            shape = not group and operators[-1:] != [] and operators[-1] in FILLS
            shape = shape and _PATH.issuperset(operators[:-1])
            self._facts[form.objgen] = Facts(box_of(form.BBox), matrix_of(form), shape, group)
        return self._facts[form.objgen]

    def soft(self, image: pikepdf.Object) -> bool:
        """Return whether an image has a mask that no stencil can stand for."""
        if image.objgen not in self._soft:
            self._soft[image.objgen] = softness(image) == "soft"
        return self._soft[image.objgen]

    def pattern(self, pattern: pikepdf.Object) -> Kind | None:
        """Do the same for a tiling pattern; what a shading paints is opaque."""
        if not isinstance(pattern, pikepdf.Stream):
            return None
        return self._form(pattern, pattern.get("/Resources", Dictionary()))

    def _form(self, form: pikepdf.Object, resources: pikepdf.Object) -> Kind | None:
        key = form.objgen
        if key not in self._forms:
            self._forms[key] = None  # a form that draws itself is no form
            if any(kind in resources for kind in ("/ExtGState", "/XObject", "/Pattern")):
                self._forms[key] = self.stream(form.read_bytes(), resources)
        return self._forms[key]
