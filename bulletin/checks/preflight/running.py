"""What the pages of a file share while they are followed, and how forms, fonts, states and images are come by."""

from typing import Any

import pikepdf

from bulletin.checks.pdf_text import UNIT, times
from bulletin.checks.preflight import pictures, states, typefaces
from bulletin.checks.preflight.data import NOWHERE, Box, Image, Kind, Page, Path, Trouble, around, cut
from bulletin.checks.preflight.pictures import Pictures
from bulletin.checks.preflight.spaces import Spaces
from bulletin.checks.preflight.states import Change, State
from bulletin.checks.preflight.streams import Instructions, Streams
from bulletin.checks.preflight.typefaces import Type

DEEPEST = 24
"""Forms inside forms that are followed."""
BUDGET = 2_500_000
"""Instructions of one page that are followed; the heaviest maps have half of that."""
_A_FORM, A_MARK = 60, 5
"""What a form, or a thing painted, takes of the budget beside its instructions."""
_DRAWING, _FILLING = ("m", "l", "c", "v", "y"), ("f", "F", "f*")
_UNKNOWN = object()
_CORNERS = 8
"""Points up to which a shape may be a rule, and is looked at as one."""
BROKEN = (
    pikepdf.PikepdfError,
    IndexError,
    KeyError,
    TypeError,
    ValueError,
    AttributeError,
    ArithmeticError,
    NotImplementedError,
    RecursionError,
)
"""What a damaged object may raise when it is asked for its parts."""


class Run:
    """What following the pages of one file needs and yields; fonts, forms, states and spaces are read once."""

    def __init__(self, pdf: pikepdf.Pdf, measure: bool = False) -> None:
        self.streams, self.spaces = Streams(), Spaces()
        self.pictures = Pictures(self.spaces, measure)
        self.types: dict[tuple[int, int], Type] = {}
        self._changes: dict[tuple[int, int], Change] = {}
        self._shapes: dict[tuple[int, int], Any] = {}
        self.off = _layers_off(pdf)
        self.page: Page
        self.open: set[tuple[int, int]] = set()
        self.left = BUDGET
        self.glyphs: set[tuple[int, int, int]] = set()
        """Type 3 glyphs that were followed on this page."""

    def trouble(self, code: str, what: str) -> None:
        """Note what could not be followed, once a page."""
        item = Trouble(code, what[:80])
        if item not in self.page.troubles and len(self.page.troubles) < 50:
            self.page.troubles.append(item)

    def follow(self, stream: Any, resources: Any, state: State, where: "Where") -> None:
        """Follow one content stream."""
        raise NotImplementedError

    def form(self, form: Any, resources: Any, state: State, where: "Where") -> None:
        """Follow a form in ``state``, whose matrix and clip are those of its place."""
        tiled, masking, annotation, depth = where
        key = form.objgen
        if key in self.open:
            self.trouble("X-003", f"{key[0]} {key[1]} R")
            return
        if depth >= DEEPEST:
            self.trouble("X-001", f"> {DEEPEST} × Do")
            return
        try:
            matrix = times([float(v) for v in form.get("/Matrix") or UNIT], state.matrix)
            clip = state.clip
            if "/BBox" in form and tiled is None:
                seen = cut(clip, corners([float(v) for v in form.BBox], matrix))
                clip = seen if seen is not None else NOWHERE
            if isinstance(form.get("/Group"), pikepdf.Dictionary):
                self.page.transparency.add("group")
            own = form.get("/Resources") or resources
        except BROKEN as problem:
            self.trouble("X-001", str(problem))
            return
        self.left -= _A_FORM
        self.open.add(key)
        self.follow(form, own, state.copied(matrix, clip), (tiled, masking, annotation, depth + 1))
        self.open.discard(key)

    def outline(self, form: Any, s: State, where: "Where") -> bool:
        """Paint a form that fills one shape in the colour it is given, as outlined letters do; tell whether it was one.

        Such forms stand on a page by the thousand, so they are followed once and then placed by their box.
        """
        key = form.objgen
        shape = self._shapes.get(key, _UNKNOWN)
        if shape is _UNKNOWN:
            shape = self._shapes[key] = self._shape(form) if key[0] else None
        tiled, masking, annotation, _ = where
        if shape is None or tiled is not None or s.fill_pattern is not None:
            return False
        whole = corners(shape, s.matrix)
        seen = cut(whole, s.clip)
        if seen is not None:
            if s.fill_alpha < 1:
                self.page.transparency.add("alpha")
            if s.blend != "Normal":
                self.page.transparency.add("blend")
            self.page.spaces[s.fill.space.name] = s.fill.space
            made = Path(Kind.FILL, seen, whole, s.fill, s.fill_over, s.mode, s.fill_alpha, s.blend)
            made.masking, made.annotation = masking, annotation
            self.page.marks.append(made)
        return True

    def _shape(self, form: Any) -> Box | None:
        try:
            if form.get("/Subtype") != "/Form" or "/Group" in form:
                return None
            found = shape_of(self.streams.parse(form))
            if found is None:
                return None
            matrix = tuple(float(v) for v in form.get("/Matrix") or UNIT)
            limit = cut(found, corners([float(v) for v in form.BBox], UNIT))
            return corners(limit, matrix) if limit is not None else None
        except BROKEN:
            return None

    def type(self, font: Any) -> Type:
        """Return a font, and note that this page uses it."""
        key = font.objgen
        made = self.types.get(key)
        if made is None or not key[0]:
            made = typefaces.load(font)
            key = key if key[0] else (-len(self.types) - 1, 0)
            self.types[key] = made
        return made

    def change(self, thing: Any) -> Change:
        """Return what an ExtGState sets."""
        key = thing.objgen
        made = self._changes.get(key)
        if made is None or not key[0]:
            made = states.change(thing)
            self._changes[key] = made
        return made

    def image(self, thing: Any, resources: Any, state: State, where: "Where", inline: bool = False) -> None:
        """Note an image placed in the unit square of ``state``."""
        tiled, masking, annotation, _ = where
        facts = self.pictures.read(thing, resources, inline)
        whole = corners((0.0, 0.0, 1.0, 1.0), state.matrix)
        seen = tiled if tiled is not None else cut(whole, state.clip)
        if seen is None:
            return
        self.page.spaces.setdefault(facts.colour.space.name, facts.colour.space)
        if facts.soft and not masking:
            self.page.transparency.add("image-mask")
        mark = Image(
            Kind.IMAGE,
            seen,
            whole,
            state.fill if facts.stencil else facts.colour,
            overprint=state.fill_over,
            mode=state.mode,
            alpha=state.fill_alpha,
            blend=state.blend,
            tiled=tiled is not None,
            masking=masking,
            annotation=annotation,
            pixels=facts.pixels,
            dpi=pictures.dpi(facts.pixels, state.matrix, self.page.unit),
            bits=facts.bits,
            filters=facts.filters,
            stencil=facts.stencil,
            soft=facts.soft,
            ink=facts.ink,
            number=0 if inline else thing.objgen[0],
        )
        self.page.marks.append(mark)


def shape_of(instructions: Instructions) -> Box | None:
    """Return the box of what a stream fills; None unless it does nothing else, and has curves or many corners."""
    points: list[tuple[float, float]] = []
    fills = 0
    for item in instructions:
        name = str(item.operator)
        if name in _DRAWING:
            values = [float(v) for v in item.operands]
            points += zip(values[::2], values[1::2], strict=True)
        elif name in _FILLING:
            fills += 1
        elif name != "h":
            return None
    return around(points) if fills == 1 and len(points) > _CORNERS else None


Where = tuple[Box | None, bool, bool, int]
"""Box that a pattern fills, or None; whether in a soft mask; whether of an annotation; depth of forms."""


def corners(values: Any, m: Any) -> Box:
    """Return the box around a box put through a matrix."""
    x0, y0, x1, y1 = values
    a, b, c, d, e, f = m
    if not b and not c:
        left, right, low, high = a * x0 + e, a * x1 + e, d * y0 + f, d * y1 + f
        return (min(left, right), min(low, high), max(left, right), max(low, high))
    return around([(a * x + c * y + e, b * x + d * y + f) for x in (x0, x1) for y in (y0, y1)])


def _layers_off(pdf: pikepdf.Pdf) -> set[tuple[int, int]]:
    """Return the layers that are off when the file is opened or printed (§8.11.4.3)."""
    try:
        layers: Any = pdf.Root.get("/OCProperties") or {}
        default = layers.get("/D") or {}
        off = {item.objgen for item in default.get("/OFF") or []}
        if default.get("/BaseState") == "/OFF":
            off |= {item.objgen for item in layers.get("/OCGs") or []}
            off -= {item.objgen for item in default.get("/ON") or []}
    except BROKEN:
        return set()
    return off
