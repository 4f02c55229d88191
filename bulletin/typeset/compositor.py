"""What one document's setting knows: its rules, the faces and pairs met so far, the line that is being filled."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import ceil
from typing import Any

from weasyprint.text import line_break

from bulletin.typeset.rules import Boundary, Rules
from bulletin.typeset.tokens import Face, Token

PX_PER_PT = 4 / 3

NEAR = 0.05
"""Part of a line by which text may stand off the grid and be drawn onto it, up or down."""

REMEMBERED = 200
"""Paragraphs that are kept ready to be laid out, at most: more than two pages hold."""


@dataclass(slots=True)
class Counts:
    """What was set, and how."""

    paragraphs: int = 0
    planned: int = 0
    """Lines from a plan of the whole paragraph."""
    stock: int = 0
    """Lines left to WeasyPrint: beside a float, with tabs, leaders or letter-spacing."""
    forced: list[str] = field(default_factory=list)
    """Text before each line end that the rules forbid and no other could replace."""


class Compositor:
    """Sets the lines of one document; WeasyPrint's hooks find it on its font configuration."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.counts = Counts()
        self.line: Any = None
        """The planned line that is being filled."""
        self.pairs: dict[tuple[Token, Token], Boundary] = {}
        self.atomic = 0
        """How many boxes that are set as one, within a line, are being laid out: these know no grid."""
        self.head: float | None = None
        """Where the column begins that is being filled, in px, if it goes on with what came before."""
        self.filled = (0.0, 0.0)
        """Foot of what the last column holds, and of the column, in px."""
        self._by_style: dict[int, tuple[Any, Face | None]] = {}
        self._by_key: dict[str, Face] = {}
        self._recent: deque[Any] = deque()
        self.grid, self.top = rules.grid * PX_PER_PT, rules.top * PX_PER_PT
        self._em = rules.em * PX_PER_PT

    def face(self, style: Any) -> Face | None:
        """Return the face of ``style``; None where WeasyPrint must set its text."""
        hit = self._by_style.get(id(style))
        if hit and hit[0] is style:
            return hit[1]
        face = None
        if (
            style["white_space"] in ("normal", "pre-line", "nowrap")
            and style["letter_spacing"] == "normal"
            and not style["word_spacing"]
            and style["font_size"]
            and style["direction"] == "ltr"
        ):
            key = line_break._font_style_cache_key(style, True)
            key += str((style["text_decoration_line"], style["font_kerning"]))
            face = self._by_key.get(key)
            if face is None:
                face = self._by_key[key] = Face(style)
        self._by_style[id(style)] = (style, face)
        return face

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Lay out a box within a line, whose own lines must not see ours."""
        line, self.line = self.line, None
        self.atomic += 1
        try:
            yield
        finally:
            self.line = line
            self.atomic -= 1

    def on_grid(self, style: Any) -> bool:
        """Whether text of ``style`` is running text, whose lines stand on the grid."""
        return bool(
            self.grid
            and not self.atomic
            and abs(style["font_size"] - self._em) < 0.01
            and not any(token.type == "ident" and token.value == "none" for token in style["__grid"] or ())
            and abs(line_break.strut(style)[0] - self.grid) < 0.01
        )

    def snapped(self, y: float) -> float:
        """Return the line of the grid at ``y`` px from the top of the page, or the next below it."""
        lines = (y - self.top) / self.grid
        return self.top + ceil(lines - NEAR) * self.grid

    def remember(self, paragraph: Any) -> None:
        """Keep what lays out ``paragraph`` at hand, and let go of that of one long past."""
        self._recent.append(paragraph)
        if len(self._recent) > REMEMBERED:
            self._recent.popleft().finish()

    def finish(self) -> None:
        """Let go of what only the layout needs, before the pages are drawn."""
        for paragraph in self._recent:
            paragraph.finish()
        self._recent.clear()
        self.pairs.clear()
