"""The hooks for columns and pages: H9–H11 of ``hooks``; where they begin and end, and how high they are.

Columns end with their text, in whole lines; no white stands above what begins one or is asked for below what ends
one; a drop head keeps its place in the reading order. Lengths in px.
"""

from math import inf
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import block

from bulletin.typeset.compositor import Compositor
from bulletin.typeset.lines import compositor_of

_stock_columns = block.columns_layout
_stock_box = block.block_box_layout
_stock_switch = block.block_level_layout_switch

_FORCED = ("always", "column", "page", "left", "right", "recto", "verso")

AHEAD = 300
"""Children of a column box that are shown to WeasyPrint at a time: more than two columns can hold."""


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
