"""The hooks for speed and for the grid: H7–H9 of ``hooks``.

H7 and H8 build the lines of a paragraph that is one text box straight from the plan, and copy them when columns ask
again; but for the grid they change no position. H9 spares WeasyPrint the copying of everything that is left.
"""

from collections.abc import Iterator
from math import inf
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import block, inline
from weasyprint.layout.percent import resolve_one_percentage, resolve_percentages

from bulletin.typeset.compositor import Compositor
from bulletin.typeset.lines import compositor_of, line_for, paragraph_of, text_piece
from bulletin.typeset.paragraph import Paragraph

_stock_next = inline.get_next_linebox
_stock_lines = inline.iter_line_boxes
_stock_columns = block.columns_layout
_stock_box = block.block_box_layout
_stock_switch = block.block_level_layout_switch

_FORCED = ("always", "column", "page", "left", "right", "recto", "verso")

AHEAD = 300
"""Children of a column box that are shown to WeasyPrint at a time: more than two columns can hold."""


def get_next_linebox(
    context: Any,
    linebox: Any,
    position_y: float,
    bottom_space: Any,
    skip_stack: Any,
    containing_block: Any,
    absolute_boxes: Any,
    fixed_boxes: Any,
    first_letter_style: Any,
    first_line_style: Any,
) -> Any:
    """H7: build the next line of a paragraph that is one text box; all others go WeasyPrint's way."""
    paragraph = None
    if not (context.excluded_shapes or first_letter_style or first_line_style):
        paragraph = paragraph_of(linebox, context, containing_block)
    line = None
    if paragraph is not None and paragraph.simple and _plain(linebox):
        skip = inline.skip_first_whitespace(linebox, skip_stack)
        if skip == "continue":
            return None, None
        line = line_for(linebox, context, containing_block, skip, containing_block.width - linebox.text_indent)
    if line is None:
        return _stock_next(
            context,
            linebox,
            position_y,
            bottom_space,
            skip_stack,
            containing_block,
            absolute_boxes,
            fixed_boxes,
            first_letter_style,
            first_line_style,
        )
    hit = _build(line.paragraph, line, linebox, containing_block)
    if hit is None:
        return None, None
    new = _place(hit, containing_block.content_box_x(), position_y, linebox.text_indent)
    linebox.position_x, linebox.position_y = new.position_x, position_y
    linebox.width, linebox.height = new.width, new.height
    return new, hit[3]


def _plain(linebox: Any) -> bool:
    style = linebox.style
    return (
        style["text_align_all"] in ("justify", "start", "left")
        and style["text_align_last"] in ("auto", "start", "left", "justify")
        and style["position"] == "static"
        and linebox.children[0].style["vertical_align"] == "baseline"
    )


def _build(paragraph: Paragraph, line: Any, linebox: Any, container: Any) -> Any:
    """Return (line box, its text box, height of that over the line's top, where to resume), built once."""
    key = (line.start, linebox.text_indent, container.width)
    hit = paragraph.built.get(key)
    if hit is not None:
        return hit
    child = linebox.children[0]
    for box in (linebox, child):
        if not hasattr(box, "margin_left"):
            resolve_percentages(box, container)
    piece = text_piece(child, paragraph.leaves[id(child)], line, line.start, line.end)
    if piece is None:
        return None
    new = linebox.copy_with_children([])
    new.set_line, new.paragraph = line, None
    if paragraph.strut is None:
        inline._adjust_line_height(new)
        paragraph.strut = {name: getattr(new, name) for name in ("height", "baseline", "margin_top", "margin_bottom")}
    new.__dict__.update(paragraph.strut)
    top = min(-new.baseline, -piece.baseline)
    bottom = max(new.margin_height() - new.baseline, piece.margin_height() - piece.baseline)
    new.baseline, new.height, new.margin_top, new.margin_bottom = -top, bottom - top, 0, 0
    new.width = linebox.text_indent + piece.width
    leaf = paragraph.leaves[id(child)]
    resume = None
    if line.end < len(paragraph.tokens):
        resume = {0: {leaf.offsets[line.end - leaf.first]: None}}
    hit = paragraph.built[key] = (new, piece, -top - piece.baseline, resume)
    return hit


def _place(hit: Any, x: float, y: float, indent: float) -> Any:
    new, piece = hit[0].copy(), hit[1].copy()
    new.children = (piece,)
    new.position_x, new.position_y = x, y
    piece.position_x, piece.position_y = x + indent, y + hit[2]
    return new


def iter_line_boxes(
    context: Any,
    box: Any,
    position_y: float,
    bottom_space: Any,
    skip_stack: Any,
    containing_block: Any,
    absolute_boxes: Any,
    fixed_boxes: Any,
    first_letter_style: Any,
    first_line_style: Any,
) -> Iterator[Any]:
    """H8: yield the lines of ``box``, those of running text each on the grid (clreq §grid)."""
    compositor = compositor_of(box)
    rest = (containing_block, absolute_boxes, fixed_boxes)
    if compositor is None:
        yield from _stock_lines(
            context, box, position_y, bottom_space, skip_stack, *rest, first_letter_style, first_line_style
        )
        return
    tag = containing_block.element_tag or ""
    on_grid = compositor.on_grid(box.style) and tag not in ("td", "th") and not tag.startswith("@")
    resolve_percentages(box, containing_block)
    if skip_stack is None:
        resolve_one_percentage(box, "text_indent", containing_block.width)
    else:
        box.text_indent = 0
    while True:
        if on_grid:
            position_y = compositor.snapped(position_y)
        line, resume = _again(compositor, context, box, position_y, skip_stack, containing_block)
        if line is None:
            line, resume = inline.get_next_linebox(
                context, box, position_y, bottom_space, skip_stack, *rest, first_letter_style, first_line_style
            )
            first_line_style = None
            if line is None:
                return
            inline.handle_leader(context, line, containing_block)
        position_y = line.position_y + line.height
        yield line, resume
        if resume is None:
            return
        skip_stack, box.text_indent, first_letter_style = resume, 0, None


def _again(compositor: Compositor, context: Any, box: Any, y: float, skip: Any, container: Any) -> Any:
    """Return a copy of a line that was built before, and where to resume; (None, None) where it was not."""
    known = box.__dict__.get("paragraph")
    paragraph = known[1] if known and known[0] is box.children else None
    if paragraph is None or paragraph.finished or not paragraph.built or context.excluded_shapes:
        return None, None
    hit = paragraph.built.get((paragraph.start_of(box, skip), box.text_indent, container.width))
    if hit is None:
        return None, None
    compositor.counts.planned += 1
    return _place(hit, container.content_box_x(), y, box.text_indent), hit[3]


def columns_layout(context: Any, box: Any, bottom_space: Any, skip_stack: Any, *rest: Any) -> Any:
    """H9: columns that end with their text, on the grid; not all that is left is copied for every page."""
    out = _columns(context, box, bottom_space, skip_stack, *rest)
    compositor = compositor_of(box)
    if compositor is not None and compositor.grid and out[0] is not None and out[1] is None:
        _end_on_grid(compositor, out[0])
    return out


def _end_on_grid(compositor: Compositor, box: Any) -> None:
    """Make balanced columns as high as the longest of them, in whole lines; WeasyPrint leaves part of one more."""
    columns = [child for child in box.children if getattr(child, "is_column", False)]
    if not columns or box.style["height"] != "auto" or columns[-1] is not box.children[-1]:
        return
    last = [column for column in columns if column.position_y == columns[-1].position_y]
    foot = max(_foot(column) for column in last)
    if foot <= last[0].position_y:
        return
    change = compositor.snapped(foot) - (last[-1].content_box_y() + last[-1].height)
    if abs(change) < compositor.grid:
        box.height += change
        for column in last:
            column.height += change


def _foot(box: Any) -> float:
    """Return how far down something is drawn in ``box``: text, a picture, a border or what is inside one."""
    if isinstance(box, boxes.LineBox | boxes.ReplacedBox):
        return float(box.position_y + box.height)
    inner = [_foot(child) for child in getattr(box, "children", ()) if not child.is_absolutely_positioned()]
    if box.is_floated():
        inner.append(float(box.position_y + box.margin_height()))
    if box.border_bottom_width or box.padding_bottom or isinstance(box, boxes.TableBox):
        inner.append(float(box.border_box_y() + box.border_height()))
    return max(inner, default=0.0)


def _columns(context: Any, box: Any, bottom_space: Any, skip_stack: Any, *rest: Any) -> Any:
    """Show WeasyPrint the next children only; it copies all of them on every page."""
    everything = box.children
    skip = next(iter(skip_stack)) if skip_stack else 0
    if len(everything) - skip <= 2 * AHEAD:
        return _stock_columns(context, box, bottom_space, skip_stack, *rest)
    box.children = everything[: skip + AHEAD]
    try:
        out = _stock_columns(context, box, bottom_space, skip_stack, *rest)
    finally:
        box.children = everything
    # Where all that was shown fits, it is laid out once more, whole.
    return out if out[1] is not None else _stock_columns(context, box, bottom_space, skip_stack, *rest)


def block_box_layout(context: Any, box: Any, bottom_space: Any, skip_stack: Any, *rest: Any, **more: Any) -> Any:
    """H10: take note of where a column begins that goes on with what came before; let its foot swallow white.

    WeasyPrint breaks a text two lines early for the sake of the margin below it (css-break-3 §break-margins).
    """
    compositor = compositor_of(box) if box.is_column else None
    if compositor is None:
        return _stock_box(context, box, bottom_space, skip_stack, *rest, **more)
    compositor.head = None if skip_stack is None else box.position_y
    box.bottom_margin_collapses = _always
    out = _stock_box(context, box, bottom_space, skip_stack, *rest, **more)
    if out[0] is not None and compositor.grid:
        children = [child for child in out[0].children if child.is_in_normal_flow()]
        if bottom_space == inf:
            _whole_step(compositor, children)
        elif children:
            last = children[-1]
            compositor.filled = last.position_y + last.margin_height(), context.page_bottom - bottom_space
    return out


def _whole_step(compositor: Compositor, children: list[Any]) -> None:
    """Make what WeasyPrint measures of the next child reach a line of the grid.

    It balances columns by making them higher by what the next child lacks, a px at a time if need be; all take whole
    lines, so that a line at a time finds the same height at a tenth of the tries.
    """
    if children:
        foot, bottom = compositor.filled
        child = children[0]
        reach = max(compositor.snapped(foot + child.margin_height()), compositor.snapped(bottom + 2))
        child.height += reach - foot - child.margin_height()


def _always() -> bool:
    return True


def block_level_layout_switch(
    context: Any, box: Any, bottom_space: Any, skip_stack: Any, *rest: Any, **more: Any
) -> Any:
    """H11: no white above what begins a column or page after a break (css-break-3 §break-margins).

    WeasyPrint does so only for children of the root.
    """
    compositor = compositor_of(box)
    if compositor is not None and skip_stack is None and box.margin_top and box.style["break_before"] not in _FORCED:
        if context.in_column:
            head = compositor.head
        else:
            head = compositor.top if context.current_page > 1 and not context.forced_break else None
        if head is not None and abs(box.position_y - head) < 0.01:
            box.margin_top = 0
    out = _stock_switch(context, box, bottom_space, skip_stack, *rest, **more)
    if compositor is not None and skip_stack is None and out[0] is not None:
        _drop_head_in_order(out[0])
    return out


def _drop_head_in_order(box: Any) -> None:
    """Make a drop head (``--drop``) part of the line beside it, where it is: floats are drawn before all other text."""
    head, *rest = getattr(box, "children", ()) or (None,)
    if not (rest and isinstance(head, boxes.BlockBox) and head.is_floated() and head.style["__drop"]):
        return
    lines = getattr(rest[0], "children", ())
    if not lines or not isinstance(lines[0], boxes.LineBox):
        return
    made = boxes.InlineBlockBox.__new__(boxes.InlineBlockBox)
    made.__dict__.update(head.__dict__)
    made.style = head.style.copy()
    made.style["float"], made.style["display"] = "none", ("inline", "flow-root")
    lines[0].children = (made, *lines[0].children)
    box.children = rest
