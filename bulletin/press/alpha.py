"""Every transparent thing a page paints: made opaque where that changes no colour, told of where it would.

What is painted on bare paper shows no ink but its own, so opacity α only thins it: α × ink of each plate (ISO 32000-1
§11.3.6 with no ink below), in DeviceCMYK, DeviceGray and spot colours; every blend mode gives the colour itself there
(the page's backdrop has no opacity, §11.4.7). Bare is what no earlier thing on the page can have touched, judged by
boxes that are never too small. What has opacity 0 leaves nothing and is taken out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name

from bulletin.press.blend import BOTH, FILLS, PLAIN, SHOWS, STROKES, Blend, Kind, Scan
from bulletin.press.geometry import Box, Canvas, box_of, matrix_of
from bulletin.press.glyphs import UnsupportedFontError
from bulletin.press.lexer import Edit, Instruction, Matrix, instructions, times
from bulletin.press.masks import Flats
from bulletin.press.paints import Colour, Paints
from bulletin.press.shapes import Shapes
from bulletin.press.text import Text
from bulletin.press.tree import Owned, named
from bulletin.press.truetype import Outline

_WITHOUT_FILL = {b"B": b"S", b"B*": b"S", b"b": b"s", b"b*": b"s"}
_WITHOUT_STROKE = {b"B": b"f", b"B*": b"f*", b"b": b"f", b"b*": b"f*"}


@dataclass(frozen=True, slots=True)
class Alpha:
    """One thing whose transparency is real."""

    page: int
    """Counted from 1; 0 where it is of the whole file."""
    kind: Kind
    what: str
    """``path``, ``text``, ``image``, ``shading``, ``pattern`` or ``form`` (which may be a group)."""
    value: str
    """The opacity 0–1, or the blend mode's name; empty for soft masks, and for what lies within a form or pattern."""
    box: Box
    """Where, in pt in the page's own space; never too small."""


class _Boxes(Text):
    """Follows text for the boxes of its glyphs alone."""

    def __init__(self, shapes: Shapes, resources: pikepdf.Object) -> None:
        super().__init__(shapes, resources)
        self.ink: list[tuple[Box, Matrix]] = []

    @property
    def mode(self) -> int:
        """The text rendering mode."""
        return self._state.mode

    @property
    def coloured(self) -> bool:
        """Whether its glyphs may have colours of their own."""
        return self._state.font is not None and self._state.font.type3

    def _placed(self, base: Matrix, placed: list[tuple[str, float, float]]) -> bytes:
        for name, x, y in placed:
            shape = self._shapes.drawn[name]
            where = times((1, 0, 0, 1, x, y), base)
            if isinstance(shape, Outline):
                self.ink.append((shape.box, times(shape.matrix, where)))
            else:
                self.ink.append((box_of(shape.BBox), times(matrix_of(shape), where)))
        return b""

    def _drawn(self, base: Matrix, placed: list[tuple[str, float, float]]) -> Iterator[bytes]:
        self._placed(base, placed)
        return iter(())


class PageAlpha:
    """One page, painted in order: ``found`` what is really transparent, ``edits`` what makes the rest opaque."""

    def __init__(self, page: Owned, at: int, scan: Scan, flats: Flats, shapes: Shapes) -> None:
        self._page, self._at, self._scan, self._flats = page, at, scan, flats
        self._text = _Boxes(shapes, page.resources)
        self.found: list[Alpha] = []
        self.edits: list[Edit] = []
        self.images: dict[str, None] = {}
        """Names of the opaque images that the edits call."""
        self._of_inks = _blends_inks(page.owner)
        self._canvas = Canvas()
        self._blend = PLAIN
        self._inks = Paints(page.resources, scan)
        self._saved: list[Blend] = []
        self._path_from: int | None = None

    def run(self, data: bytes) -> None:
        """Follow a page's content."""
        for one in instructions(data):
            self._follow(one)
            if self._path_from is None and self._canvas.building(one.operator):
                self._path_from = one.start
            if one.operator in FILLS or one.operator in STROKES or one.operator in BOTH:
                self._paint_path(one)
            elif one.operator in SHOWS:
                self._paint_text(one)
            elif one.operator == b"Do":
                self._paint_object(one)
            elif one.operator == b"sh":
                self._paint(one, "shading", self._canvas.clip, None)
            elif one.operator == b"BI":
                self._paint(one, "image", self._canvas.unit(), None)
            if self._canvas.ended(one.operator):
                self._path_from = None

    # --- What the state is ------------------------------------------------------------------------------

    def _follow(self, one: Instruction) -> None:
        operator, operands = one.operator, one.operands
        self._canvas.follow(operator, operands)
        if operator not in SHOWS and not self._canvas.blind:
            self._tell(one)
        self._inks.follow(one)
        if operator == b"q":
            self._saved.append(self._blend)
        elif operator == b"Q" and self._saved:
            self._blend = self._saved.pop()
        elif operator == b"gs":
            state = named(self._page.resources, "/ExtGState", operands.strip())
            if state is not None:
                self._blend = self._blend.after(state)
                if "/LW" in state:
                    self._canvas.width = float(state["/LW"])

    def _tell(self, one: Instruction) -> None:
        """Let the text know; fonts that cannot be read leave nothing provable below."""
        try:
            self._text.change(one)
        except UnsupportedFontError:
            self._canvas.blind = True

    # --- What is painted --------------------------------------------------------------------------------

    def _paint_path(self, one: Instruction) -> None:
        fills, strokes = one.operator not in STROKES, one.operator not in FILLS
        box = self._canvas.path(strokes)
        if self._canvas.nothing(box):
            return
        white = (not fills or self._inks.fill.white) and (not strokes or self._inks.stroke.white)
        self._of_patterns(box, fills, strokes)
        blend = self._blend
        kind = blend.of(fills, strokes)
        if kind in (None, "soft mask"):
            self._covered(kind, "path", box, white)
            return
        operator = one.operator
        if fills and not blend.fill:
            operator = _WITHOUT_FILL.get(operator, b"n")
        if strokes and not blend.stroke:
            operator = _WITHOUT_STROKE.get(operator, b"n")
        fills, strokes = fills and blend.fill > 0, strokes and blend.stroke > 0
        if not (fills or strokes):
            self.edits.append((one.start, one.end, b"n"))
            return
        kind = blend.of(fills, strokes)
        before = after = b""
        # a stroke that shows its own fill through is more than thinner ink
        exact = kind is None or (
            self._bare(box) and not (fills and strokes and (blend.stroke < 1 or blend.mode != "/Normal"))
        )
        for paints, colour, alpha in ((fills, self._inks.fill, blend.fill), (strokes, self._inks.stroke, blend.stroke)):
            if paints and alpha < 1:
                thin = colour.thin(alpha)
                exact = exact and thin is not None
                before, after = before + (thin or b"") + b"\n", after + b"\n" + colour.source
        start = one.start if self._path_from is None else self._path_from
        self.edits += [(start, start, before), (one.start, one.end, operator + after)]
        self._covered(None if exact else kind, "path", box, white)

    def _paint_text(self, one: Instruction) -> None:
        self._text.ink.clear()
        if not self._canvas.blind:
            self._tell(one)
        box = self._canvas.clip if self._canvas.blind else self._canvas.around(self._text.ink)
        mode = self._text.mode
        if mode == 0 or self._blend.kind is None:
            self._paint(one, "text", box, None if self._text.coloured else self._inks.fill)
        elif mode != 3 and not self._canvas.nothing(box):  # strokes round each letter, or clips
            self._covered(self._blend.kind, "text", box)

    def _paint_object(self, one: Instruction) -> None:
        name = one.operands.strip()
        drawn = named(self._page.resources, "/XObject", name)
        if drawn is None:
            return
        if drawn.get("/Subtype") == Name.Form:
            self._paint_form(one, drawn)
            return
        box = self._canvas.unit()
        if drawn.get("/ImageMask", False):
            self._paint(one, "image", box, self._inks.fill)
        elif self._blend.mask or not self._blend.fill or self._canvas.nothing(box):
            self._paint(one, "image", box, None)
        else:
            soft = self._scan.soft(drawn)
            kind = self._blend.of(True, False) or ("soft mask" if soft else None)
            if (soft or self._blend.fill < 1) and self._bare(box):
                new = self._flats.image(drawn, self._blend.fill)
                if new is not None:
                    self.edits.append((one.start, one.end, new.encode("ascii") + b" Do"))
                    self.images[new] = None
                    kind = None
            elif kind == "blend mode" and self._bare(box):
                kind = None
            self._covered(kind, "image", box)

    def _paint_form(self, one: Instruction, form: pikepdf.Object) -> None:
        facts = self._scan.facts(form)
        box = self._canvas.around([(facts.box, facts.matrix)])
        inner = self._scan.drawn(form, self._page.resources)
        if self._canvas.nothing(box):
            return
        if inner:
            self._covered(inner, "form", box)
        elif facts.one_shape:
            self._paint(one, "form", box, self._inks.fill)
        elif facts.group:
            self._paint(one, "form", box, None)
        elif not self._blend.fill and not self._blend.stroke:
            self.edits.append((one.start, one.end, b""))
        else:  # its parts show each other through
            self._covered(self._blend.kind, "form", box)

    def _paint(self, one: Instruction, what: str, box: Box, colour: Colour | None) -> None:
        """Judge a thing that one instruction fills; ``colour``: the one it has, None if it has its own."""
        if self._canvas.nothing(box):
            return
        blend, white = self._blend, colour is not None and colour.white
        if colour is not None:
            self._of_patterns(box, True, False)
        kind = blend.of(True, False)
        if kind is not None and kind != "soft mask":
            whole = one.operands + b" " + one.operator
            if not blend.fill:
                self.edits.append((one.start, one.end, b"3 Tr " + whole + b" 0 Tr" if what == "text" else b""))
                return
            if self._bare(box):
                thin = colour.thin(blend.fill) if colour and blend.fill < 1 else None
                if colour and thin:
                    self.edits.append((one.start, one.end, b"\n".join([thin, whole, colour.source])))
                if blend.fill == 1 or thin:
                    kind = None
        self._covered(kind, what, box, white)

    def _bare(self, box: Box) -> bool:
        # white paint is as good as paper for opacity; a blend mode takes it for a colour
        return self._of_inks and self._canvas.bare(box, untouched=self._blend.mode != "/Normal")

    def _of_patterns(self, box: Box, fills: bool, strokes: bool) -> None:
        for paints, chooses in ((fills, b"cs"), (strokes, b"CS")):
            if paints and (kind := self._inks.patterns.get(chooses)):
                self._covered(kind, "pattern", box)

    def _covered(self, kind: Kind | None, what: str, box: Box, white: bool = False) -> None:
        """Remember that a thing was painted, and tell of it if it is of a kind of transparency."""
        self._canvas.cover(box, white)
        if kind is not None:
            blend = self._blend
            value = {"opacity": f"{min(blend.fill, blend.stroke):g}", "blend mode": blend.mode[1:]}.get(kind, "")
            value = value if blend.kind == kind else ""
            self.found.append(Alpha(self._at, kind, what, value, box))


def _blends_inks(page: pikepdf.Object) -> bool:
    """Return whether a page is blended plate by plate: in CMYK, or, where it does not say, in the press's own space."""
    space = page.get("/Group", Dictionary()).get("/CS")
    if isinstance(space, Array) and space[0] == Name.ICCBased:
        return int(space[1].N) == 4
    return space is None or space == Name.DeviceCMYK
