"""The one place that puts our functions into WeasyPrint: which, instead of which, and for which version.

| | WeasyPrint's function | ours | for |
|---|---|---|---|
| H1 | layout.inline.split_inline_box | lines | sets the plan of a line |
| H2 | layout.inline.split_inline_level | lines | ends a line before a box |
| H3 | layout.inline.split_text_box | lines | ends a line within a text |
| H4 | layout.inline.justify_line | lines | leaves our lines as they are |
| H5 | draw.text.draw_first_line | draw | draws our lines |
| H6 | layout.preferred.split_first_line | lines | narrowest width of Han text |
| H7 | layout.inline.get_next_linebox | runs | builds plain lines at once |
| H8 | layout.block.iter_line_boxes | runs | the grid; lines built before |
| H9 | layout.block.columns_layout | columns | no copies of what is far ahead |
| H10 | layout.block.block_box_layout | columns | where a column begins |
| H11 | layout.block.block_level_layout_switch | columns | no white at a column's head |
| H12 | draw.draw_text | marks | emphasis dots, lines under names |
| H13 | pydyf.PDF.page_references | draw | made once a page, not once a tag |
| H14 | document.Page.paint | draw | a page's content is kept as one piece |

Each is held against the signature it was written for, and has a geometry test (``tests/test_typeset.py``).
"""

import inspect
from collections.abc import Callable
from typing import Any

import pydyf
import weasyprint
from weasyprint import document
from weasyprint import draw as drawing
from weasyprint.draw import text
from weasyprint.layout import block, inline, preferred

from bulletin.errors import LayoutError
from bulletin.findings import finding
from bulletin.typeset import columns, draw, lines, marks, runs

VERSION = "70.0"
"""The WeasyPrint that the hooks were written for and tested with."""

_LINE = (
    "context box position_x max_x bottom_space skip_stack containing_block absolute_boxes fixed_boxes "
    "line_placeholders waiting_floats line_children first_letter_style first_line_style"
)
_NEXT = "bottom_space skip_stack containing_block absolute_boxes fixed_boxes first_letter_style first_line_style"
_BLOCK = (
    "context box bottom_space skip_stack containing_block page_is_empty absolute_boxes fixed_boxes "
    "adjoining_margins first_letter_style first_line_style discard max_lines"
)

HOOKS: tuple[tuple[Any, str, Callable[..., Any] | property, str], ...] = (
    (inline, "split_inline_box", lines.split_inline_box, _LINE),
    (inline, "split_inline_level", lines.split_inline_level, _LINE),
    (inline, "split_text_box", lines.split_text_box, "context box available_width skip is_line_start"),
    (inline, "justify_line", lines.justify_line, "context line extra_width"),
    (text, "draw_first_line", draw.draw_first_line, "stream textbox text_overflow block_ellipsis matrix"),
    (
        preferred,
        "split_first_line",
        lines.minimum_split,
        "text style context max_width justification_spacing is_line_start minimum",
    ),
    (inline, "get_next_linebox", runs.get_next_linebox, f"context linebox position_y {_NEXT}"),
    (block, "iter_line_boxes", runs.iter_line_boxes, f"context box position_y {_NEXT}"),
    (
        block,
        "columns_layout",
        columns.columns_layout,
        "context box bottom_space skip_stack containing_block page_is_empty absolute_boxes fixed_boxes "
        "adjoining_margins first_letter_style first_line_style",
    ),
    (block, "block_box_layout", columns.block_box_layout, _BLOCK),
    (block, "block_level_layout_switch", columns.block_level_layout_switch, _BLOCK),
    (document.Page, "paint", draw.paint, "self stream scale"),
    (pydyf.PDF, "page_references", draw.page_references, "self"),
    (drawing, "draw_text", marks.draw_text, "stream textbox offset_x text_overflow block_ellipsis"),
)
"""Module, name, our function, the parameters that WeasyPrint's has."""


def install() -> None:
    """Put the hooks in place; harmless when called again. Raises ``LayoutError`` for another WeasyPrint."""
    for module, name, ours, parameters in HOOKS:
        theirs = getattr(module, name)
        if theirs is ours:
            continue
        asked: Any = theirs.fget if isinstance(theirs, property) else theirs
        if weasyprint.__version__ != VERSION or " ".join(inspect.signature(asked).parameters) != parameters:
            raise LayoutError(finding("U-002", what=f"WeasyPrint {VERSION}", how=f"pip install weasyprint=={VERSION}"))
        setattr(module, name, ours)
