"""What the pages of a file share while they are followed, and how forms, fonts, states and images are come by."""

from dataclasses import replace
from typing import Any

import pikepdf

from bulletin.checks.pdf_text import UNIT, times
from bulletin.checks.preflight import pictures, states, typefaces
from bulletin.checks.preflight.data import NOWHERE, Box, Image, Kind, Page, Trouble, around, cut
from bulletin.checks.preflight.pictures import Pictures
from bulletin.checks.preflight.spaces import Spaces
from bulletin.checks.preflight.states import Change, State
from bulletin.checks.preflight.streams import Streams
from bulletin.checks.preflight.typefaces import Type

DEEPEST = 24
"""Forms inside forms that are followed."""
BUDGET = 4_000_000
"""Instructions of one page that are followed; the heaviest maps have a quarter of that."""
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
        self.open.add(key)
        self.follow(form, own, replace(state, matrix=matrix, clip=clip), (tiled, masking, annotation, depth + 1))
        self.open.discard(key)

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


Where = tuple[Box | None, bool, bool, int]
"""Box that a pattern fills, or None; whether in a soft mask; whether of an annotation; depth of forms."""


def corners(values: Any, m: Any) -> Box:
    """Return the box around a box put through a matrix."""
    x0, y0, x1, y1 = values
    return around([(m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]) for x in (x0, x1) for y in (y0, y1)])


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
