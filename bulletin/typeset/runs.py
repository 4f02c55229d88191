"""The hooks that give WeasyPrint lines one after another: H7 and H8 of ``hooks``.

The lines of a paragraph that is one text box are built straight from the plan, and copied when columns ask again; but
for the grid no position is changed.
"""

from collections.abc import Iterator
from typing import Any

from weasyprint.layout import inline
from weasyprint.layout.percent import resolve_one_percentage, resolve_percentages

from bulletin.typeset.compositor import Compositor
from bulletin.typeset.lines import compositor_of, line_for, paragraph_of, text_piece
from bulletin.typeset.paragraph import Paragraph

_stock_next = inline.get_next_linebox
_stock_lines = inline.iter_line_boxes


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
