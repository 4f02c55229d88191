"""Marks between the lines, drawn under their own characters: emphasis dots, 专名号, wavy 书名号 (H12 of ``hooks``).

A style asks for them by custom properties, which are inherited: ``--dots: under``, ``--line: name``, ``--line: book``
(clreq §interlinear). All lengths are in em of the text.
"""

from typing import Any

from weasyprint import draw
from weasyprint.draw.color import get_color

from bulletin.typeset.lines import TokenLayout
from bulletin.typeset.rules import Kind

_stock_draw_text = draw.draw_text

DOT_BELOW, DOT_RADIUS = 0.3, 0.065
"""Centre of a dot under the baseline, and its radius."""
LINE_BELOW, LINE_WIDTH = 0.22, 0.05
"""A line under a name."""
APART = 0.07
"""What a line leaves open at either end, so that two names beside each other stay two."""
WAVE, AMPLITUDE = 0.25, 0.05
"""Half the length of a wave, and its height."""
_ROUND = 0.5523
"""Where the control points lie of a quarter circle drawn as a Bézier curve."""


def draw_text(stream: Any, textbox: Any, offset_x: Any, text_overflow: Any, block_ellipsis: Any = "none") -> None:
    """H12: draw a text box, then the marks that its style asks for."""
    _stock_draw_text(stream, textbox, offset_x, text_overflow, block_ellipsis)
    layout, style = textbox.pango_layout, textbox.style
    if not isinstance(layout, TokenLayout) or style["visibility"] != "visible":
        return
    dots, line = _asked(style, "__dots"), _asked(style, "__line")
    if dots == "under":
        _draw_dots(stream, textbox, layout)
    if line in ("name", "book"):
        _draw_line(stream, textbox, layout, line == "book")


def _asked(style: Any, name: str) -> str:
    tokens = style[name]
    return next((token.value for token in tokens if token.type == "ident"), "") if tokens else ""


def places(textbox: Any, layout: TokenLayout) -> list[tuple[Any, float, float]]:
    """Return each token of a text box with the x of its start and end on the page, in px."""
    line, first, end = layout.line, layout.first, layout.end
    tokens = line.paragraph.tokens
    x = textbox.position_x - (line.paragraph.trim(first) if first == line.start else 0.0)
    out = []
    for index in range(first, end):
        token = tokens[index]
        out.append((token, x, x + token.width))
        x += token.width + (line.white(index) if index < end - 1 else 0.0)
    return out


def _draw_dots(stream: Any, textbox: Any, layout: TokenLayout) -> None:
    size = textbox.style["font_size"]
    y, r = textbox.position_y + textbox.baseline + DOT_BELOW * size, DOT_RADIUS * size
    with stream.stacked():
        stream.set_color(get_color(textbox.style, "color"))
        for token, start, end in places(textbox, layout):
            if token.kind not in (Kind.HAN, Kind.LATIN):
                continue  # no dot under a mark
            x, k = (start + end) / 2, r * _ROUND
            stream.move_to(x + r, y)
            stream.curve_to(x + r, y + k, x + k, y + r, x, y + r)
            stream.curve_to(x - k, y + r, x - r, y + k, x - r, y)
            stream.curve_to(x - r, y - k, x - k, y - r, x, y - r)
            stream.curve_to(x + k, y - r, x + r, y - k, x + r, y)
        stream.fill()


def _draw_line(stream: Any, textbox: Any, layout: TokenLayout, wavy: bool) -> None:
    size = textbox.style["font_size"]
    spots = places(textbox, layout)
    x, end = spots[0][1] + APART * size, spots[-1][2] - APART * size
    y = textbox.position_y + textbox.baseline + LINE_BELOW * size
    if end <= x:
        return
    with stream.stacked():
        stream.set_color(get_color(textbox.style, "color"), stroke=True)
        stream.set_line_width(LINE_WIDTH * size)
        stream.move_to(x, y)
        if wavy:
            count = max(2, 2 * round((end - x) / (2 * WAVE * size)))
            step, up = (end - x) / count, AMPLITUDE * size * 2
            for number in range(count):
                left, way = x + number * step, up if number % 2 else -up
                stream.curve_to(left + step * 0.37, y + way, left + step * 0.63, y + way, left + step, y)
        else:
            stream.line_to(end, y)
        stream.stroke()
