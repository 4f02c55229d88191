"""The hook that draws our lines: H5 of ``hooks``. Glyphs are set by moves of the pen, never shaped again.

Where a reader of the PDF would see a blank or a line's end that is not there, the text is said beside the glyphs
(ActualText, ISO 32000-2 §14.9.4), so that what is copied is the source.
"""

from typing import Any

import pydyf
from weasyprint import document
from weasyprint.draw import text

from bulletin.typeset.lines import TokenLayout
from bulletin.typeset.rules import Kind

_stock_draw = text.draw_first_line
_stock_paint = document.Page.paint

SEEN = 0.09
"""White in em from which readers of PDFs see a blank (Poppler: 0.1)."""


def draw_first_line(stream: Any, textbox: Any, text_overflow: Any, block_ellipsis: Any, matrix: Any) -> Any:
    """H5: draw a text box of ours; WeasyPrint draws the others, and glyphs that no face has."""
    layout = textbox.pango_layout
    if not isinstance(layout, TokenLayout):
        return _stock_draw(stream, textbox, text_overflow, block_ellipsis, matrix)
    tokens = layout.line.paragraph.tokens
    if (
        text_overflow == "ellipsis"
        or block_ellipsis != "none"
        or not all(token.plain for token in tokens[layout.first : layout.end])
    ):
        textbox.pango_layout = layout.pango(textbox.style)
        textbox.pango_layout.max_width = textbox.width
        try:
            return _stock_draw(stream, textbox, text_overflow, block_ellipsis, matrix)
        finally:
            textbox.pango_layout = layout
    stream.set_text_matrix(*matrix.values)
    _Pen(stream, textbox.style["font_size"]).write(layout)
    return []


def _page_references(self: Any) -> tuple[bytes, ...]:
    """H13: return the references of all pages, which each tag asks for one of (quadratic in pydyf)."""
    kids = self.pages["Kids"]
    known = self.__dict__.get("_page_references")
    if known is None or known[0] != len(kids):
        known = self._page_references = (len(kids), tuple(f"{number} 0 R".encode("ascii") for number in kids[::3]))
    return known[1]  # type: ignore[no-any-return] # kept on pydyf's object


page_references = property(_page_references)


def paint(self: Any, stream: Any, scale: float = 1) -> None:
    """H14: draw a page, and keep what was written as one piece instead of a thousand (a tenth of all memory)."""
    _stock_paint(self, stream, scale)
    stream.stream = [b"\n".join([pydyf._to_bytes(piece) for piece in stream.stream])]


class _Pen:
    """Writes the glyphs of a text box as one TJ array a font; positions in 1/1000 em, the remainder carried."""

    def __init__(self, stream: Any, size: float) -> None:
        self.stream, self.size, self.per_px = stream, size, 1000 / size
        self.fonts: dict[int, Any] = stream.__dict__.setdefault("_fonts_by_pointer", {})
        self.parts: list[str] = []
        self.codes: list[str] = []
        self.font: Any = None
        self.pointer: Any = None
        self.wanted = 0.0
        """Where the next glyph belongs."""
        self.pen = 0
        """Where the reader's pen stands."""

    def write(self, layout: TokenLayout) -> None:
        line, first, end = layout.line, layout.first, layout.end
        tokens, rows = line.paragraph.tokens, line.paragraph.rows
        if first == line.start:
            self.wanted = -line.paragraph.trim(first) * self.per_px
        last, limit, said_to = end - 1, SEEN * self.size, -1
        adjusted = line.adjusted
        for index in range(first, end):
            token = tokens[index]
            white = 0.0
            if index + 1 < line.end:
                white = line.white(index) if adjusted else rows[index].white
            if said_to < 0 and not -limit <= white <= limit and token.kind != Kind.SPACE:
                said_to = self._say(line, index, last, limit)
            for glyph in token.glyphs:
                self._glyph(glyph)
            if index == said_to:
                if index == last and index + 1 < line.end:
                    self._reach(layout.leaf.face, white)
                self._flush()
                self.stream.stream.append(b"EMC")
                said_to = -1
            if white and index != last:
                self.wanted += white * self.per_px
        self._flush()

    def _say(self, line: Any, index: int, last: int, limit: float) -> int:
        """Begin a span that says its own text; return the last token in it."""
        tokens = line.paragraph.tokens
        stop = min(index + 1, last)
        while stop < last and tokens[stop].kind != Kind.SPACE and not -limit <= line.white(stop) <= limit:
            stop += 1
        self._flush()
        said = "".join([token.text for token in tokens[index : stop + 1]]).encode("utf-16-be").hex().upper()
        self.stream.stream.append(f"/Span <</ActualText <FEFF{said}>>> BDC".encode())
        return stop

    def _reach(self, face: Any, white: float) -> None:
        """Draw a blank glyph that ends where the next element begins, so that no reader sees white between."""
        if " " not in face.tokens:
            face.learn([" "])
        wanted = self.wanted
        for glyph in face.tokens[" "].glyphs:
            self.wanted = wanted + white * self.per_px - glyph.advance * self.per_px
            self._glyph(glyph)
        self.wanted = wanted

    def _glyph(self, glyph: Any) -> None:
        if glyph.font is not self.pointer:
            self._take(glyph.font)
        font, number = self.font, glyph.number
        delta = round(self.wanted + glyph.offset * self.per_px - self.pen)
        if delta:
            self._close()
            self.parts.append(str(-delta))
            self.pen += delta
        self.codes.append(glyph.code)
        width = font.widths.get(number)
        if width is None:
            width = font.widths[number] = round(glyph.logical * self.per_px)
        # The second glyph of a letter with two marks says nothing, until it stands alone.
        if not font.to_unicode.get(number):
            font.to_unicode[number] = glyph.text
        self.pen += width
        self.wanted += glyph.advance * self.per_px

    def _take(self, pango_font: Any) -> None:
        self._flush()
        key = id(pango_font)
        if key not in self.fonts:
            # Pango's pointer is kept beside, for its id is no other's as long as it lives.
            self.fonts[key] = (self.stream.add_font(pango_font)[0], pango_font)
        self.font, self.pointer = self.fonts[key][0], pango_font
        self.stream.set_font_size(self.font.hash, self.size)

    def _close(self) -> None:
        if self.codes:
            self.parts.append(f"<{''.join(self.codes)}>")
            self.codes.clear()

    def _flush(self) -> None:
        self._close()
        if self.parts:
            self.stream.show_text("".join(self.parts))
            self.parts.clear()
