"""Text cut into tokens, each measured once per face: its width, the blanks of a mark, its glyphs.

No line of a paragraph is ever shaped by Pango: a token's width and glyphs are the same on every line, and so the
same numbers decide where lines end and where the glyphs are drawn.
"""

import re
from collections.abc import Iterator
from typing import Any

from weasyprint.text import line_break
from weasyprint.text.ffi import FROM_UNITS, ffi, pango, unicode_to_char_p

from bulletin.typeset.rules import GLUE, KINDS, Kind

_LATIN = "!-~\u00a1-\u00a6\u00a9-\u00b0\u00b2-\u00b6\u00b8-\u058f\u1e00-\u1fff"
_WORD = re.compile(f"[{_LATIN}]")
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
"""Scripts that only WeasyPrint can set."""

TOKEN = re.compile(
    "\u2014+|\u2015+|\u2026+|\u22ef+|\u2500+|[ \u00a0\u2060\n]"
    f"|[{_LATIN}]*?[/?&=-]++(?=[A-Za-z])"
    f"|[{_LATIN}]++(?:[\u2019'\u2010\u2011\u2013][{_LATIN}]++)*+"
    "|.[\ufe00-\ufe0f\u0300-\u036f\u200d\U000e0100-\U000e01ef]*",
    re.S,
)
"""A dash or ellipsis as a whole; a blank; a Latin word (after / ? & = - it may be parted); any other character."""

_PROBE = "中"
"""Marks are shaped behind it, so that script and locl are those of Han text."""


class Glyph:
    """A glyph of a token: lengths in px."""

    __slots__ = ("advance", "code", "font", "logical", "number", "offset", "text")

    def __init__(self, font: Any, number: int, advance: float, logical: float, offset: float, text: str) -> None:
        self.font = font
        """Pango's font; alive as long as its ``Face``."""
        self.number = number
        self.code = f"{number:04x}"
        self.advance = advance
        self.logical = logical
        """Width that the font itself gives it."""
        self.offset = offset
        self.text = text


class Token:
    """A token as it is set in one face; lengths in px."""

    __slots__ = ("glyphs", "kind", "left", "length", "plain", "real", "right", "size", "tail", "text", "width")

    def __init__(self, text: str, kind: Kind, width: float, size: float) -> None:
        self.text = text
        self.kind: int = kind
        self.width = width
        self.size = size
        self.left = 0.0
        """Blank before the ink of a full-width mark."""
        self.right = 0.0
        """Blank behind it."""
        self.tail = width if kind == Kind.SPACE else 0.0
        """What falls away of it at a line's end: a blank, or the blank of a mark."""
        self.length = len(text.encode())
        """Bytes in UTF-8, WeasyPrint's measure of text."""
        self.real = 1 if kind == Kind.HAN else 2 if kind == Kind.LATIN and len(text) > 1 else int(kind == Kind.LATIN)
        """How many characters it counts for on a paragraph's last line (clreq §adjustments_of_orphans_and_widows)."""
        self.glyphs: tuple[Glyph, ...] = ()
        self.plain = True
        """Whether its glyphs can be set by moves of the pen alone."""


class Face:
    """The tokens of one font style: family, size, weight, features and language."""

    def __init__(self, style: Any) -> None:
        self.style = style
        self.size: float = style["font_size"]
        self.tokens: dict[str, Token] = {}
        self._alive: list[Any] = []
        self._fonts: dict[int, Any] = {}
        layout = line_break.Layout(style)
        layout.set_text("永")
        line, _ = layout.get_first_line()
        self.height: float = line_break.line_size(line, style)[1]
        self.baseline: float = pango.pango_layout_get_baseline(layout.layout) * FROM_UNITS
        names = ("ascent", "underline_position", "strikethrough_position")
        more = ("underline_thickness", "strikethrough_thickness")
        self.decoration = {name: getattr(layout, name, None) for name in (*names, *more)}
        self.line_height: float = line_break.strut(style)[0]

    def learn(self, words: list[str]) -> None:
        """Measure ``words`` that are not known yet, all at once."""
        marks = [word for word in words if word[0] in KINDS]
        others = [word for word in words if word[0] not in KINDS]
        if marks:
            probed = [_PROBE + mark for mark in marks]
            for mark, glyphs, halves in zip(marks, self._shape(probed), self._shape(probed, b"halt 1"), strict=True):
                self._mark(mark, glyphs[1:], halves[1:])
        if others:
            for word, glyphs in zip(others, self._shape(others), strict=True):
                kind = Kind.SPACE if word == " " else Kind.LATIN if _WORD.match(word) or word in GLUE else Kind.HAN
                self._token(word, kind, glyphs)

    def blank(self, width: float) -> Token:
        """Return a blank that is ``width`` px wide: one that was typed where white belongs anyway."""
        key = f" {width:.3f}"
        token = self.tokens.get(key)
        if token is None:
            model = self.tokens[" "]
            token = self.tokens[key] = Token(" ", Kind.SPACE, width, self.size)
            token.glyphs = tuple(Glyph(g.font, g.number, width, g.logical, g.offset, g.text) for g in model.glyphs)
        return token

    def _token(self, word: str, kind: Kind, shaped: list["_Shaped"]) -> Token:
        token = Token(word, kind, sum(glyph.advance for glyph in shaped), self.size)
        token.glyphs = tuple(Glyph(g.font, g.number, g.advance, g.logical, g.offset, g.text) for g in shaped)
        token.plain = kind == Kind.SPACE or all(
            glyph.rise == 0
            and not glyph.number & pango.PANGO_GLYPH_UNKNOWN_FLAG
            and glyph.number != pango.PANGO_GLYPH_EMPTY
            for glyph in shaped
        )
        self.tokens[word] = token
        return token

    def _mark(self, mark: str, shaped: list["_Shaped"], halves: list["_Shaped"]) -> None:
        kind = KINDS[mark[0]]
        token = self._token(mark, kind, shaped)
        # A doubled dash or ellipsis is whole; a mark that is not full-width has no blank to give.
        if kind == Kind.DASH or len(shaped) != 1 or token.width < 0.8 * self.size:
            return
        cut = token.width - halves[0].advance
        if cut > 0.1 * self.size:  # the font itself says where its blanks are (feature halt)
            token.left = max(0.0, -halves[0].offset)
            token.right = max(0.0, cut - token.left)
        elif kind == Kind.OPEN:
            token.left = max(0.0, min(0.5 * self.size, shaped[0].ink_left - 0.04 * self.size))
        else:
            token.right = max(0.0, min(0.5 * self.size, token.width - shaped[0].ink_right - 0.04 * self.size))
        if kind in (Kind.CLOSE, Kind.COMMA, Kind.STOP):
            token.tail = token.right

    def _shape(self, words: list[str], features: bytes | None = None) -> list[list["_Shaped"]]:
        """Shape each word on a line of its own."""
        layout = line_break.Layout(self.style)
        if features:
            attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
            pango.pango_attr_list_insert(attributes, pango.pango_attr_font_features_new(features))
            pango.pango_layout_set_attributes(layout.layout, attributes)
        text, raw = unicode_to_char_p("\n".join(words))
        pango.pango_layout_set_text(layout.layout, text, -1)
        self._alive.append((layout, text))
        return [
            list(_glyphs(pango.pango_layout_get_line_readonly(layout.layout, number), raw, self._fonts))
            for number in range(len(words))
        ]


class _Shaped:
    __slots__ = ("advance", "font", "ink_left", "ink_right", "logical", "number", "offset", "rise", "text")

    def __init__(self, font: Any, info: Any, text: str, ink: Any, logical: Any) -> None:
        self.font, self.number, self.text = font, info.glyph, text
        self.advance, self.logical = info.geometry.width * FROM_UNITS, logical.width * FROM_UNITS
        self.offset, self.rise = info.geometry.x_offset * FROM_UNITS, info.geometry.y_offset
        self.ink_left, self.ink_right = ink.x * FROM_UNITS, (ink.x + ink.width) * FROM_UNITS


def _glyphs(line: Any, raw: bytes, fonts: dict[int, Any]) -> Iterator[_Shaped]:
    """Yield the glyphs of ``line``; the same font is the same object each time (``fonts`` by address)."""
    ink, logical = ffi.new("PangoRectangle *"), ffi.new("PangoRectangle *")
    run = line.runs[0]
    while run != ffi.NULL:
        item, string = run.data.item, run.data.glyphs
        font = fonts.setdefault(int(ffi.cast("uintptr_t", item.analysis.font)), item.analysis.font)
        for index in range(string.num_glyphs):
            info = string.glyphs[index]
            start = string.log_clusters[index]
            end = string.log_clusters[index + 1] if index + 1 < string.num_glyphs else item.length
            pango.pango_font_get_glyph_extents(font, info.glyph, ink, logical)
            text = raw[item.offset + start : item.offset + end].decode()
            yield _Shaped(font, info, text, ink, logical)
        run = run.next
