"""The hooks by which WeasyPrint fills its lines from our plan: H1–H4 and H6 of ``hooks``.

WeasyPrint asks for one line at a time and tries how much of each box fits. Here the first question makes the plan
of the whole paragraph, and each box is told how much of it belongs to this line.
"""

from bisect import bisect_right
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline, preferred
from weasyprint.text import line_break

from bulletin.typeset.compositor import Compositor
from bulletin.typeset.paragraph import Leaf, Paragraph, UnsupportedError
from bulletin.typeset.plan import plan
from bulletin.typeset.rules import Kind
from bulletin.typeset.setline import SetLine

_stock_inline_box = inline.split_inline_box
_stock_level = inline.split_inline_level
_stock_text = inline.split_text_box
_stock_justify = inline.justify_line
_stock_minimum = preferred.split_first_line

_WIDE = 1e7
_NEXT = "next-line"
_HAN = "\u3400", "\u9fff"


def compositor_of(box: Any) -> Compositor | None:
    """Return who sets ``box``; None in documents that are not ours."""
    return getattr(box.style.font_config, "compositor", None)


def paragraph_of(source: Any, context: Any, container: Any) -> Paragraph | None:
    """Return the paragraph of the ``LineBox`` ``source``; None where WeasyPrint must set it."""
    known = source.__dict__.get("paragraph")
    if known is not None and known[0] is source.children and not (known[1] and _stale(known[1])):
        return known[1]  # type: ignore[no-any-return] # kept on WeasyPrint's box
    paragraph = _flatten(source, context, container)
    source.paragraph = (source.children, paragraph)
    return paragraph


def _stale(paragraph: Paragraph) -> bool:
    return paragraph.finished or any(box.children is not children for box, children in paragraph.inlines)


def _flatten(source: Any, context: Any, container: Any, parted: float = 0.0) -> Paragraph | None:
    compositor = compositor_of(source)
    if compositor is None or source.style["direction"] == "rtl":
        return None
    try:
        paragraph = Paragraph(source, context, container, parted)
    except UnsupportedError:
        return None
    if all(token.kind == Kind.PAD for token in paragraph.tokens):
        return None
    compositor.counts.paragraphs += 1
    compositor.remember(paragraph)
    return paragraph


def line_for(source: Any, context: Any, container: Any, skip: Any, measure: float) -> SetLine | None:
    """Return the planned line that begins at ``skip`` and is ``measure`` px wide; None for WeasyPrint's way."""
    paragraph = paragraph_of(source, context, container)
    if paragraph is None or not 0 < measure < 1e5:
        return None
    start = paragraph.start_of(source, skip)
    if start is None or start >= len(paragraph.tokens):
        return None
    if paragraph.floats:
        reach = bisect_right(paragraph.widths, paragraph.widths[start] + 1.3 * measure)
        if any(start <= at <= reach for at in paragraph.floats):
            return None  # a float may change this line's measure
    # What is laid out to its own preferred width must fit into it, whatever the sums round to.
    key = (start, round(measure, 2))
    if key not in paragraph.next and not plan(
        paragraph, start, measure, measure + (source.text_indent if skip is None else 0.0)
    ):
        if paragraph.parted or start:
            return None
        parted = _flatten(source, context, container, max(measure / 2, measure - 2 * paragraph.em))
        if parted is None or not plan(parted, start, measure, measure + source.text_indent):
            return None
        source.paragraph = (source.children, parted)
        paragraph = parted
    line = paragraph.lines.get(key)
    if line is None:
        line = paragraph.lines[key] = SetLine(paragraph, start, paragraph.next[key], measure - 1e-6)
    return line


class TokenLayout:
    """Stands where WeasyPrint keeps its Pango layout of a text box: tokens ``[first, end)`` of a line."""

    __slots__ = ("end", "first", "leaf", "line", "max_width", "text")
    first_line_direction = 0
    justification_spacing = 0

    def __init__(self, text: str, leaf: Leaf, line: SetLine, first: int, end: int) -> None:
        self.text, self.leaf, self.line, self.first, self.end = text, leaf, line, first, end
        self.max_width: float | None = None

    def __getattr__(self, name: str) -> Any:
        try:
            return self.leaf.face.decoration[name]
        except KeyError:
            raise AttributeError(name) from None

    def reactivate(self, style: Any) -> None:
        """Do nothing: no Pango layout is kept."""

    def deactivate(self) -> None:
        """Do nothing: no Pango layout is kept."""

    def pango(self, style: Any) -> Any:
        """Return a real layout of the text, for what only WeasyPrint can draw."""
        layout = line_break.Layout(style)
        layout.set_text(self.text)
        layout.max_width = self.max_width
        return layout


def text_piece(box: Any, leaf: Leaf, line: SetLine, first: int, end: int) -> Any:
    """Return the text box of tokens ``[first, end)`` of ``box`` on ``line``; None if only blanks are left."""
    shown = min(end, line.text_end()) if end == line.end else end
    tokens = line.paragraph.tokens
    text = "".join([token.text for token in tokens[first:shown]])
    if not text:
        return None
    piece = box.copy_with_text(text)
    face = leaf.face
    piece.width, piece.height = line.span(first, end), face.height
    piece.margin_top = piece.margin_bottom = (face.line_height - face.height) / 2
    piece.baseline = face.baseline + piece.margin_top
    piece.pango_layout = TokenLayout(text, leaf, line, first, shown)
    return piece


def split_text_box(context: Any, box: Any, available_width: Any, skip: Any, is_line_start: bool = True) -> Any:
    """H3: answer from the plan how much of a text box belongs to the line."""
    compositor = compositor_of(box)
    line: SetLine | None = compositor.line if compositor else None
    leaf = line.paragraph.leaves.get(id(box)) if line else None
    first = leaf.token_at(skip or 0) if leaf and leaf.box is box else None
    if line is None or leaf is None or first is None or not line.start <= first < line.end:
        return _stock_text(context, box, available_width, skip, is_line_start)
    end = min(leaf.end, line.end)
    resume = leaf.offsets[end - leaf.first] if end < leaf.end else None
    return text_piece(box, leaf, line, first, end), resume, False


def split_inline_box(
    context: Any,
    box: Any,
    position_x: Any,
    max_x: Any,
    bottom_space: Any,
    skip_stack: Any,
    containing_block: Any,
    *rest: Any,
) -> Any:
    """H1: for a line, set its plan; what is within it is answered from there."""
    args = (context, box, position_x, max_x, bottom_space, skip_stack, containing_block, *rest)
    compositor = compositor_of(box) if isinstance(box, boxes.LineBox) else None
    if compositor is None:
        return _stock_inline_box(*args)
    before = compositor.line
    line = compositor.line = line_for(box, context, containing_block, skip_stack, max_x - position_x)
    try:
        out = _stock_inline_box(*args)
        if line is not None and any(child.element_tag == _NEXT for child in out[0].descendants()):
            # WeasyPrint kept what was to end the line: no break was to be had there. It sets the line its own way.
            line = compositor.line = None
            for found in rest[:5]:  # what the first try put aside: positioned boxes, floats, children
                found.clear()
            out = _stock_inline_box(*args)
    finally:
        compositor.line = before
    if line is None:
        compositor.counts.stock += 1
    else:
        compositor.counts.planned += 1
        out[0].set_line = line
    return out


def split_inline_level(
    context: Any,
    box: Any,
    position_x: Any,
    max_x: Any,
    bottom_space: Any,
    skip_stack: Any,
    containing_block: Any,
    *rest: Any,
) -> Any:
    """H2: say "does not fit" of the box that the next line begins with."""
    args = (context, box, position_x, max_x, bottom_space, skip_stack, containing_block, *rest)
    compositor = compositor_of(box)
    if compositor is None:
        return _stock_level(*args)
    if isinstance(box, boxes.AtomicInlineLevelBox) and not _begins_next(compositor.line, box, skip_stack):
        with compositor.aside():
            out = _stock_level(*args)
        _open_behind(compositor.line, box, out[0])
        return out
    if not _begins_next(compositor.line, box, skip_stack):
        return _stock_level(*args)
    # Wider than any line; `True` says that a line may end before it.
    return _wide_box(box, containing_block, position_x), None, False, True, "文", {"left": 0, "right": 0}


def _open_behind(line: SetLine | None, source: Any, made: Any) -> None:
    """Give a box within a line the white that is opened behind it; a text has its own in its width."""
    index = line.paragraph.starts.get(id(source)) if line else None
    if line is not None and index is not None and line.start <= index < line.end - 1:
        made.margin_right += line.white(index)


def _begins_next(line: SetLine | None, box: Any, skip: Any) -> bool:
    if line is None or skip is not None or not box.is_in_normal_flow():
        return False
    paragraph = line.paragraph
    return line.end < len(paragraph.tokens) and paragraph.starts.get(id(box)) == line.end


def _wide_box(box: Any, container: Any, x: float) -> Any:
    wide = boxes.TextBox(_NEXT, container.style, None, "文").copy()
    wide.text = ""
    wide.position_x, wide.position_y = x, box.position_y
    wide.width, wide.height, wide.baseline = _WIDE, 0, 0
    for side in ("top", "right", "bottom", "left"):
        for name in (f"margin_{side}", f"padding_{side}", f"border_{side}_width"):
            setattr(wide, name, 0)
    return wide


def justify_line(context: Any, line: Any, extra_width: float) -> None:
    """H4: a line of ours is full already, or short because no white may open so far."""
    if "set_line" not in line.__dict__:
        _stock_justify(context, line, extra_width)


def minimum_split(
    text: str, style: Any, context: Any, max_width: Any, spacing: Any, is_line_start: bool = True, minimum: bool = False
) -> Any:
    """H6: the narrowest that Han text can be is one character; WeasyPrint would try each in turn."""
    han = len(text) > 1 and all(_HAN[0] <= char <= _HAN[1] for char in text[:2])
    if max_width == 0 and han and style["white_space"] == "normal":
        return None, 3, 3, style["font_size"], 0, 0
    return _stock_minimum(text, style, context, max_width, spacing, is_line_start, minimum)
