"""A page's content streams followed once, painting nothing: what is put on paper, as plain data (ISO 32000-2 §8–11).

Forms, tiling patterns, Type 3 glyphs, inline images, soft masks and what annotations draw are followed too. A clip path
counts as the box around it. Whatever the file holds, the work and the memory are bounded; what could not be followed
is told as ``Page.troubles``.
"""

from typing import Any

import pikepdf

from bulletin.checks.pdf_text import UNIT
from bulletin.checks.preflight import boxes
from bulletin.checks.preflight.data import Annotation, Box, Page
from bulletin.checks.preflight.operators import Follower
from bulletin.checks.preflight.running import BROKEN, BUDGET, Run, Where, corners
from bulletin.checks.preflight.states import State
from bulletin.checks.preflight.streams import TooLargeError

_HIDDEN, _PRINT = 2, 4
"""Bits of an annotation's /F (§12.5.3): hidden; to be printed."""


class Interpreter(Run):
    """Follows the pages of one file."""

    def read(self, number: int, page: Any) -> Page:
        """Return what ``page`` holds; nothing is raised."""
        self.page = Page(number, *boxes.read(page))
        self.open.clear()
        self.glyphs.clear()
        self.left = BUDGET
        obj = page.obj
        try:
            group = obj.get("/Group")
            if isinstance(group, pikepdf.Dictionary):
                self.page.transparency.add("page-group")
                if "/CS" in group:
                    self.page.blending = self.spaces.read(group.CS, page.resources).name
            resources = page.resources
        except BROKEN:
            resources = None
        self.follow(obj, resources, State(clip=self.page.media), (None, False, False, 0))
        self._annotations(obj)
        return self.page

    def follow(self, stream: Any, resources: Any, state: State, where: Where) -> None:
        """Follow one content stream."""
        try:
            instructions = self.streams.parse(stream, keep=isinstance(stream, pikepdf.Stream))
        except TooLargeError:
            self.trouble("X-001", "> 64 MB")
            return
        except BROKEN as problem:
            self.trouble("X-001", str(problem))
            return
        Follower(self, resources, state, where).follow(instructions)

    def _annotations(self, page: Any) -> None:
        try:
            found = list(page.get("/Annots") or [])
        except BROKEN:
            return
        for item in found[:5000]:
            try:
                flags = int(item.get("/F", 0))
                box = boxes.box(item.get("/Rect"))
                kind = str(item.get("/Subtype"))[1:]
                if box is None or flags & _HIDDEN:
                    continue
                self.page.annotations.append(Annotation(kind, box, bool(flags & _PRINT)))
                drawn = _appearance(item)
                if drawn is not None and flags & _PRINT and kind != "Popup":
                    self._drawn(drawn, box)
            except BROKEN as problem:
                self.trouble("X-001", str(problem))

    def _drawn(self, form: Any, box: Box) -> None:
        """Follow what an annotation draws, put into its rectangle as §12.5.5 (algorithm 8.1) has it."""
        matrix = [float(v) for v in form.get("/Matrix") or UNIT]
        own = corners([float(v) for v in form.BBox], (*matrix,))
        wide, high = own[2] - own[0], own[3] - own[1]
        if wide <= 0 or high <= 0:
            return
        across, up = (box[2] - box[0]) / wide, (box[3] - box[1]) / high
        place = (across, 0.0, 0.0, up, box[0] - own[0] * across, box[1] - own[1] * up)
        self.form(form, None, State(matrix=place, clip=self.page.media), (None, False, True, 0))


def _appearance(item: Any) -> Any:
    """Return the form that an annotation draws in its present state; None where there is none."""
    looks = item.get("/AP")
    form = looks.get("/N") if isinstance(looks, pikepdf.Dictionary) else None
    if isinstance(form, pikepdf.Dictionary) and not isinstance(form, pikepdf.Stream):
        form = form.get(str(item.get("/AS", "/Off")))
    return form if isinstance(form, pikepdf.Stream) else None
