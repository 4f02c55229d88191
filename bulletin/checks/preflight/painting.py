"""What operators do to the graphics state, and what paths and shadings paint (ISO 32000-2 §8.4–8.7)."""

from math import sqrt
from typing import Any

import pikepdf

from bulletin.checks.pdf_text import UNIT, Matrix, times
from bulletin.checks.preflight import spaces
from bulletin.checks.preflight.data import (
    EVERYWHERE,
    NOWHERE,
    Box,
    Colour,
    Kind,
    Path,
    Space,
    cut,
    grown,
)
from bulletin.checks.preflight.paths import Pieces
from bulletin.checks.preflight.running import A_MARK, Run, Where
from bulletin.checks.preflight.states import State

_DEEP = 2000
"""Saved states that are kept; what saves more is broken, and the rest of it is followed without."""


class Painter:
    """The state of one stream, from its own first, and what it paints with paths."""

    def __init__(self, run: Run, resources: Any, state: State, where: Where) -> None:
        self.run, self.resources, self.state, self.where = run, resources, state, where
        self.page = run.page
        self.base = state.matrix
        self.groups: dict[str, Any] = {}
        """The dictionaries of the resources that were asked for."""
        self.stack: list[State] = []
        self.pieces = Pieces()
        self.at = (0.0, 0.0)
        self.clipping = False
        self.text: Matrix = UNIT
        self.row: Matrix = UNIT
        self.layers: list[bool] = []
        self.hidden = 0
        self.lenient = 0
        self.bare = False
        """In a Type 3 glyph that gives shape alone: its colours do not count (d1)."""

    # Graphics state.

    def _save(self, _: Any) -> None:
        if len(self.stack) < _DEEP:
            self.stack.append(self.state.copied())
        self.page.depth = max(self.page.depth, len(self.stack) + self.where[3])

    def _restore(self, _: Any) -> None:
        if self.stack:
            self.state = self.stack.pop()
        else:
            self.run.trouble("X-005", "Q")

    def _concat(self, o: Any) -> None:
        self.state.matrix = times([float(v) for v in o], self.state.matrix)

    def _width(self, o: Any) -> None:
        self.state.width = float(o[0])

    def _state(self, o: Any) -> None:
        thing = self._resource("/ExtGState", o[0])
        if thing is None:
            return
        made = self.run.change(thing)
        for key, value in made.sets.items():
            setattr(self.state, key, value)
        self.page.transfers |= made.transfers
        if made.font is not None:
            self.state.font, self.state.size = self.run.type(made.font[0]), float(made.font[1])
        if made.soft is not None:
            self._soft(made.soft)

    def _soft(self, mask: Any) -> None:
        self.page.transparency.add("soft-mask")
        group = mask.get("/G")
        if isinstance(group, pikepdf.Stream):
            state = State(matrix=self.state.matrix, clip=EVERYWHERE)
            tiled, _, annotation, depth = self.where
            self.run.form(group, self.resources, state, (tiled or self.page.media, True, annotation, depth))

    # Colour.

    def _device(self, space: Space, fill: bool, o: Any) -> None:
        if self.bare:
            return
        if "/ColorSpace" in (self.resources or {}):
            space = self.run.spaces.read(pikepdf.Name(f"/{space.name}"), self.resources)
        values = tuple(float(v) for v in o)
        self._put(fill, space, self.run.spaces.colour(space, values), None)

    def _space(self, fill: bool, o: Any) -> None:
        found = self.run.spaces.read(o[0], self.resources)
        if found is spaces.UNKNOWN:
            self.run.trouble("X-004", f"ColorSpace {o[0]}")
        self._put(fill, found, self.run.spaces.colour(found, spaces.initial(found)), None)

    def _colour(self, fill: bool, o: Any) -> None:
        if self.bare:
            return
        space = self.state.fill_space if fill else self.state.stroke_space
        pattern = None
        operands = list(o)
        if operands and isinstance(operands[-1], pikepdf.Name):
            pattern = self._resource("/Pattern", operands.pop())
            space = spaces.PATTERN
        values = tuple(float(v) for v in operands)
        if pattern is None and space.size and len(values) != space.size:
            raise ValueError
        self._put(fill, space, self.run.spaces.colour(space, values), pattern)

    def _put(self, fill: bool, space: Space, colour: Colour, pattern: Any) -> None:
        if self.bare:
            return
        if fill:
            self.state.fill_space, self.state.fill, self.state.fill_pattern = space, colour, pattern
        else:
            self.state.stroke_space, self.state.stroke, self.state.stroke_pattern = space, colour, pattern

    # Paths.

    def _move(self, o: Any) -> None:
        self.at = float(o[0]), float(o[1])
        self.pieces.move(self.state.matrix, *self.at)

    def _line(self, o: Any) -> None:
        self.at = float(o[0]), float(o[1])
        self.pieces.line(self.state.matrix, *self.at)

    def _curve(self, o: Any) -> None:
        self.pieces.curve(self.state.matrix, [float(v) for v in o])

    def _rectangle(self, o: Any) -> None:
        x, y, wide, high = (float(v) for v in o)
        self.pieces.rectangle(self.state.matrix, x, y, wide, high)

    def _clip(self, _: Any) -> None:
        self.clipping = True

    def _paint(self, fill: bool, stroke: bool) -> None:
        box = self.pieces.box
        s = self.state
        if box is not None and not self.hidden:
            if fill:
                self._mark(box, s.fill, s.fill_pattern, s.fill_over, s.fill_alpha)
            if stroke:
                self._stroke(box)
        elif box is not None:
            self.page.hidden += 1
        if self.clipping:
            seen = cut(s.clip, box) if box is not None else None
            s.clip = seen if seen is not None else NOWHERE
        self.clipping = False
        self.pieces = Pieces()

    def _stroke(self, box: Box) -> None:
        s = self.state
        m = s.matrix
        width = s.width * sqrt(abs(m[0] * m[3] - m[1] * m[2]))
        half = width / 2
        # A line's ends are flat: it is not longer for being thick.
        if self.pieces.upright and len(self.pieces.done) == 1 and min(box[2] - box[0], box[3] - box[1]) < 0.002:
            flat = box[3] - box[1] < 0.002
            whole = (
                box[0] - (0 if flat else half),
                box[1] - (half if flat else 0),
                box[2] + (0 if flat else half),
                box[3] + (half if flat else 0),
            )
        else:
            whole = grown(box, half)
        self._mark(whole, s.stroke, s.stroke_pattern, s.stroke_over, s.stroke_alpha, width)

    def _mark(
        self, whole: Box, colour: Colour, pattern: Any, over: bool, alpha: float, width: float | None = None
    ) -> None:
        tiled, masking, annotation, _ = self.where
        s = self.state
        seen = tiled if tiled is not None else cut(whole, s.clip)
        if seen is None:
            return
        kind = Kind.FILL if width is None else Kind.STROKE
        thin = self.pieces.thinnest(s.clip) if width is None and tiled is None else None
        if pattern is not None:
            kind, colour = self._pattern(pattern, seen, kind, colour)
        self._seen(alpha, colour.space)
        made = Path(
            kind, seen, whole, colour, over, s.mode, alpha, s.blend, tiled is not None, masking, annotation,
            width=width or 0.0, thin=thin,
        )  # fmt: skip
        self.page.marks.append(made)
        self.run.left -= A_MARK

    def _seen(self, alpha: float, space: Space | None) -> None:
        if alpha < 1:
            self.page.transparency.add("alpha")
        if self.state.blend != "Normal":
            self.page.transparency.add("blend")
        if space is not None:
            self.page.spaces.setdefault(space.name, space)

    def _pattern(self, pattern: Any, box: Box, kind: Kind, colour: Colour) -> tuple[Kind, Colour]:
        """Follow a tiling pattern that fills ``box``; return how its fill is to be noted (§8.7)."""
        if pattern.get("/PatternType") == 2:
            return Kind.SHADING, Colour(self._shading(pattern.get("/Shading")))
        _, masking, annotation, depth = self.where
        state = State(matrix=self.base, clip=EVERYWHERE)
        if pattern.get("/PaintType") == 2:
            # Shape alone: it is painted in the colour given with it.
            below = self.run.spaces.read(self._pattern_space(), self.resources)
            state.fill = state.stroke = Colour(below, colour.values, spaces.inks(below, colour.values))
        self.run.form(pattern, None, state, (box, masking, annotation, depth))
        return kind, Colour(spaces.PATTERN)

    def _pattern_space(self) -> Any:
        for thing in (self.resources.get("/ColorSpace") or {}).values():
            if isinstance(thing, pikepdf.Array) and str(thing[0]) == "/Pattern" and len(thing) > 1:
                return thing[1]
        return None

    def _shading(self, thing: Any) -> Space:
        if thing is None:
            raise KeyError
        return self.run.spaces.read(thing.get("/ColorSpace"), self.resources)

    def _shade(self, o: Any) -> None:
        thing = self._resource("/Shading", o[0])
        if thing is None or self.hidden:
            return
        tiled, masking, annotation, _ = self.where
        s = self.state
        space = self._shading(thing)
        box = tiled or s.clip
        if box[0] <= box[2]:
            self._seen(s.fill_alpha, space)
            made = Path(Kind.SHADING, box, box, Colour(space), s.fill_over, s.mode, s.fill_alpha, s.blend)
            made.tiled, made.masking, made.annotation = tiled is not None, masking, annotation
            self.page.marks.append(made)

    def _resource(self, kind: str, name: Any) -> Any:
        """Return what the resources call ``name``; None, and a trouble noted, where they have none."""
        group = self.groups.get(kind)
        if group is None:
            found = self.resources.get(kind) if self.resources is not None else None
            group = self.groups[kind] = found if isinstance(found, pikepdf.Dictionary) else {}
        thing = group.get(str(name))
        if thing is None:
            self.run.trouble("X-004", f"{kind[1:]} {name}")
        return thing
