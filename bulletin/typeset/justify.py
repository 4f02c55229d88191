"""Flush lines for Chinese: white opened between full-width characters, never in figures, Latin or ——.

Stock WeasyPrint opens U+0020 and U+00A0 only, so that one Chinese line in four ends short (clreq
§line_adjustment asks for flush lines). Here a short line's rest is spread over the gaps that touch a Han
character or a full-width mark, as Pango letter-spacing on those runs alone.
"""

import re
from collections.abc import Iterator
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.text.ffi import TO_UNITS, ffi, pango
from weasyprint.text.line_break import Layout

from bulletin.units import HAN_RANGES

CAP = 0.34
"""Widest gap in em that is opened; a line that needs more stays short rather than gape."""

_RUN = re.compile(f"[\u200b\u3001-\u303f{HAN_RANGES}\uff00-\uffef\u201c\u201d\u2018\u2019]+")
BREAK = "\u200b"
"""Where a line may break beside a quotation mark; Pango opens it like a character."""

_stock_justify = inline.justify_line


class OpenedLayout(Layout):  # type: ignore[misc] # WeasyPrint has no types
    """A line of text with ``step`` px (WeasyPrint's unit) opened behind each full-width character."""

    def __init__(self, style: Any, step: float) -> None:
        self.step = step
        super().__init__(style)

    def set_text(self, text: str, justify: bool = False) -> None:
        """Set ``text`` and open its gaps; WeasyPrint calls this again when it draws."""
        super().set_text(text, justify)
        attributes = pango.pango_layout_get_attributes(self.layout)
        if attributes == ffi.NULL:
            attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
        for start, end in _byte_runs(self.text):
            spacing = pango.pango_attr_letter_spacing_new(int(self.step * TO_UNITS))
            spacing.start_index, spacing.end_index = start, end
            pango.pango_attr_list_change(attributes, spacing)
        pango.pango_layout_set_attributes(self.layout, attributes)


def _byte_runs(text: str) -> Iterator[tuple[int, int]]:
    at = done = 0
    for match in _RUN.finditer(text):
        at += len(text[done : match.start()].encode())
        end = at + len(match.group().encode())
        yield at, end
        at, done = end, match.end()


def _texts(box: Any) -> Iterator[Any]:
    if isinstance(box, boxes.TextBox):
        yield box
    elif isinstance(box, boxes.LineBox | boxes.InlineBox):
        for child in box.children:
            if child.is_in_normal_flow():
                yield from _texts(child)


def _count(text: str) -> int:
    return sum(len(run) for run in _RUN.findall(text))


def justify_line(context: Any, line: Any, extra: float) -> None:
    """Spread ``extra`` px over the Chinese gaps of ``line``; lines without any go the stock way."""
    texts = list(_texts(line))
    count = sum(_count(t.text) for t in texts)
    if count < 2:
        _stock_justify(context, line, extra)
        return
    # Behind the last character of the line there is no gap, nor behind a break mark that follows it.
    last = texts[-1].text.rstrip(BREAK)
    count -= len(texts[-1].text) - len(last)
    if last and _RUN.match(last[-1]):
        count -= 1
    step = extra / count
    if step <= CAP * line.style["font_size"]:
        _open(line, step, 0.0)


def _open(box: Any, step: float, advance: float) -> float:
    """Move ``box`` by ``advance`` px and open its text; return how far what follows it moves."""
    if isinstance(box, boxes.TextBox):
        box.position_x += advance
        count = _count(box.text)
        if count:
            layout = OpenedLayout(box.style, step)
            layout.set_text(box.text)
            layout.deactivate()
            box.pango_layout = layout
            box.width += step * count
            advance += step * count
    elif isinstance(box, boxes.LineBox | boxes.InlineBox):
        box.position_x += advance
        before = advance
        for child in box.children:
            if child.is_in_normal_flow():
                advance = _open(child, step, advance)
        box.width += advance - before
    else:
        box.translate(advance, 0)
    return advance
