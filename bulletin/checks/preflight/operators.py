"""What each operator of a content stream does (ISO 32000-2 annex A); text, objects and marked content."""

from typing import Any

import pikepdf

from bulletin.checks.pdf_text import UNIT, Matrix, times
from bulletin.checks.preflight import showing, spaces
from bulletin.checks.preflight.data import EVERYWHERE, Family, Kind, Path, Text, cut
from bulletin.checks.preflight.painting import Painter
from bulletin.checks.preflight.running import BROKEN, BUDGET, Where


class Follower(Painter):
    """Follows one stream."""

    def follow(self, instructions: Any) -> None:
        """Follow ``instructions``; what cannot be followed is noted and left out."""
        run = self.run
        for instruction in instructions:
            run.left -= 1
            if run.left < 0:
                run.trouble("X-001", f"> {BUDGET:,}")
                return
            try:
                name = str(instruction.operator)
            except UnicodeDecodeError:
                name = "?"
            operator = OPERATORS.get(name)
            if operator is None:
                if not self.lenient:
                    run.trouble("X-006", name)
                continue
            try:
                operator(self, instruction.operands)
            except BROKEN:
                run.trouble("X-006", name)
        if self.stack and not isinstance(self.where[0], tuple):
            run.trouble("X-005", f"q × {len(self.stack)}")

    # Text.

    def _font(self, o: Any) -> None:
        found = self._resource("/Font", o[0])
        self.state.font = self.run.type(found) if found is not None else None
        self.state.size = float(o[1])

    def _text_state(self, name: str, o: Any) -> None:
        value = float(o[0])
        setattr(self.state, name, value / 100 if name == "scale" else int(value) if name == "render" else value)

    def _begin_text(self, _: Any) -> None:
        self.text = self.row = UNIT

    def _place(self, o: Any) -> None:
        a, b, c, d, e, f = (float(v) for v in o)
        self.text = self.row = (a, b, c, d, e, f)

    def _next(self, x: float, y: float) -> None:
        self.text = self.row = times((1, 0, 0, 1, x, y), self.row)

    def _next_led(self, o: Any) -> None:
        self.state.leading = -float(o[1])
        self._next(float(o[0]), float(o[1]))

    def _show_next(self, o: Any) -> None:
        self._next(0, -self.state.leading)
        self._show(o)

    def _show_spaced(self, o: Any) -> None:
        self.state.word, self.state.char = float(o[0]), float(o[1])
        self._show_next(o[2:])

    def _show(self, parts: Any) -> None:
        s = self.state
        font = s.font
        if font is None:
            self.run.trouble("X-004", "Font")
            return
        tiled, masking, annotation, depth = self.where
        edge = EVERYWHERE if tiled is not None else self.page.trim
        begun = self.text
        made, self.text = showing.show(parts, s, begun, edge)
        if made is None:
            return
        if self.hidden:
            self.page.hidden += 1
            return
        face = font.face
        face.glyphs += made.glyphs
        if not face.pages or face.pages[-1] != self.page.number:
            face.pages.append(self.page.number)
        if not made.text.strip() and not made.missing:
            return
        seen = tiled if tiled is not None else cut(made.box, s.clip)
        mode = s.render & 3
        stroked = mode == 1
        colour = s.stroke if stroked else s.fill
        pattern = s.stroke_pattern if stroked else s.fill_pattern
        alpha = s.stroke_alpha if stroked else s.fill_alpha
        invisible = mode == 3
        if pattern is not None and not invisible and seen is not None:
            _, colour = self._pattern(pattern, seen, Kind.FILL, colour)
        if not invisible and colour.space.family is not Family.PATTERN:
            self._seen(alpha, colour.space)
        mark = Text(
            Kind.TEXT, seen or made.box, made.box, colour, s.stroke_over if stroked else s.fill_over, s.mode, alpha,
            s.blend, tiled is not None, masking, annotation, face.name, made.size * self.page.unit, made.text,
            made.glyphs, made.missing, invisible, "" if tiled is not None else made.lost,
            tiled is None and made.gone, made.places,
        )  # fmt: skip
        self.page.marks.append(mark)
        if mode == 2 and seen is not None:
            # Letters that are outlined as well: the outline has a colour of its own.
            rim = Path(Kind.FILL, seen, made.box, s.stroke, s.stroke_over, s.mode, s.stroke_alpha, s.blend)
            rim.tiled, rim.masking, rim.annotation = tiled is not None, masking, annotation
            self._seen(s.stroke_alpha, s.stroke.space)
            self.page.marks.append(rim)
        if font.procedures is not None:
            self._glyphs(font, made, begun, (mark.box, masking, annotation, depth))

    def _glyphs(self, font: Any, made: showing.Shown, at: Matrix, where: Where) -> None:
        """Follow the drawings that the glyphs of a Type 3 font are (§9.6.4), each once a page."""
        own = [float(v) for v in font.matrix or (0.001, 0, 0, 0.001, 0, 0)]
        s = self.state
        scaled = times((s.size * s.scale, 0, 0, s.size, 0, s.rise), times(at, s.matrix))
        for code in dict.fromkeys(made.codes):
            drawing = font.procedures.get(font.names.get(code, "/.notdef"))
            if not isinstance(drawing, pikepdf.Stream):
                continue
            key = (*drawing.objgen, code)
            if key in self.run.glyphs:
                continue
            self.run.glyphs.add(key)
            state = s.copied()
            state.matrix, state.clip = times(own, scaled), EVERYWHERE
            self.run.form(drawing, font.resources or self.resources, state, where)

    def _shape_only(self, _: Any) -> None:
        self.bare = True

    # Objects and marked content.

    def _do(self, o: Any) -> None:
        thing = self._resource("/XObject", o[0])
        if thing is None:
            return
        run = self.run
        if self.hidden or (run.off and self._is_off(thing.get("/OC"))):
            self.page.hidden += 1
            return
        if run.outline(thing, self.state, self.where):
            return
        kind = str(thing.get("/Subtype"))
        if kind == "/Form":
            self.run.form(thing, self.resources, self.state.copied(), self.where)
        elif kind == "/Image":
            self._seen(self.state.fill_alpha, None)
            self.run.image(thing, self.resources, self.state, self.where)
        elif kind != "/PS":  # PostScript is looked for in the file as a whole
            raise TypeError

    def _inline(self, o: Any) -> None:
        if not self.hidden:
            self.run.image(o[0].obj, self.resources, self.state, self.where, inline=True)

    def _begin_marked(self, o: Any) -> None:
        off = False
        if len(o) > 1 and str(o[0]) == "/OC" and isinstance(o[1], pikepdf.Name):
            off = self._is_off(((self.resources or {}).get("/Properties") or {}).get(str(o[1])))
        self.layers.append(off)
        self.hidden += off

    def _end_marked(self, _: Any) -> None:
        if self.layers:
            self.hidden -= self.layers.pop()

    def _is_off(self, layer: Any) -> bool:
        if layer is None or not self.run.off:
            return False
        if layer.get("/Type") == "/OCMD":
            groups = layer.get("/OCGs")
            groups = list(groups) if isinstance(groups, pikepdf.Array) else [groups]
            return bool(groups) and all(item is not None and item.objgen in self.run.off for item in groups)
        return layer.objgen in self.run.off

    def _lenient(self, by: int) -> None:
        self.lenient += by


def _table() -> dict[str, Any]:
    f = Follower
    table: dict[str, Any] = {
        "TJ": lambda s, o: f._show(s, o[0]), "Tj": f._show, "'": f._show_next, '"': f._show_spaced,
        "Tf": f._font, "Tm": f._place, "Td": lambda s, o: f._next(s, float(o[0]), float(o[1])), "TD": f._next_led,
        "T*": lambda s, o: f._next(s, 0, -s.state.leading), "BT": f._begin_text,
        "q": f._save, "Q": f._restore, "cm": f._concat, "w": f._width, "gs": f._state,
        "m": f._move, "l": f._line, "c": f._curve, "v": f._curve, "y": f._curve, "re": f._rectangle,
        "h": lambda s, o: s.pieces.close(), "W": f._clip, "W*": f._clip,
        "n": lambda s, o: f._paint(s, False, False),
        "sh": f._shade, "Do": f._do, "INLINE IMAGE": f._inline, "BI": f._inline, "d1": f._shape_only,
        "BDC": f._begin_marked, "BMC": f._begin_marked, "EMC": f._end_marked,
        "BX": lambda s, o: f._lenient(s, 1), "EX": lambda s, o: f._lenient(s, -1),
    }  # fmt: skip
    for name in ("f", "F", "f*"):
        table[name] = lambda s, o: f._paint(s, True, False)
    for name in ("S", "s"):
        table[name] = lambda s, o: f._paint(s, False, True)
    for name in ("B", "B*", "b", "b*"):
        table[name] = lambda s, o: f._paint(s, True, True)
    for name, space in (("g", spaces.GRAY), ("rg", spaces.RGB), ("k", spaces.CMYK)):
        table[name] = lambda s, o, space=space: f._device(s, space, True, o)
        table[name.upper()] = lambda s, o, space=space: f._device(s, space, False, o)
    for name in ("sc", "scn"):
        table[name] = lambda s, o: f._colour(s, True, o)
        table[name.upper()] = lambda s, o: f._colour(s, False, o)
    table["cs"], table["CS"] = (lambda s, o: f._space(s, True, o)), (lambda s, o: f._space(s, False, o))
    states = {"Tc": "char", "Tw": "word", "Tz": "scale", "TL": "leading", "Ts": "rise", "Tr": "render"}
    for name, attribute in states.items():
        table[name] = lambda s, o, attribute=attribute: f._text_state(s, attribute, o)
    for name in ("ET", "J", "j", "M", "d", "ri", "i", "d0", "MP", "DP"):
        table[name] = lambda s, o: None
    return table


OPERATORS = _table()
