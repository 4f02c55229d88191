"""What the laid-out pages themselves tell: text that its frame cannot hold, the size of each picture."""

from collections.abc import Iterator
from typing import Any

from weasyprint.formatting_structure import boxes

from bulletin.units import CHINESE

PT_PER_PX = 0.75
"""Points in a CSS pixel, WeasyPrint's unit."""

TOLERANCE = 1.3
"""px that a line may pass its measure by."""


def overset(document: Any) -> Iterator[tuple[int, str]]:
    """Yield (page number, text) of each line that leaves its measure or the page's text area."""
    for number, page in enumerate(document.pages, 1):
        box = page._page_box
        foot = box.position_y + box.height + _px(box, "margin_top", "padding_top", "border_top_width")
        for child in box.children:
            if not isinstance(child, boxes.MarginBox):
                yield from _lines(child, number, foot, None)


def picture_widths(document: Any) -> dict[str, float]:
    """Return the width in pt of each picture on paper, by its address."""
    out: dict[str, float] = {}
    for page in document.pages:
        for box in page._page_box.descendants():
            if isinstance(box, boxes.ReplacedBox) and box.element is not None and box.element.get("src"):
                out[box.element.get("src")] = box.width * PT_PER_PX
    return out


def fill(document: Any) -> tuple[int, ...]:
    """Return how far down each page is filled, in per cent of its text area (notes at the foot count)."""
    out = []
    for page in document.pages:
        box = page._page_box
        top = box.position_y + _px(box, "margin_top", "padding_top", "border_top_width")
        content = [child for child in box.children if not isinstance(child, boxes.MarginBox)]
        feet = [
            inner.position_y + inner.height
            for child in content
            for inner in child.descendants()
            if isinstance(inner, boxes.LineBox | boxes.ReplacedBox)
        ]
        low = max(feet, default=top)
        out.append(max(0, min(100, round(100 * (low - top) / box.height))))
    return tuple(out)


def left_to_stock(document: Any) -> int:
    """Return how many lines with Chinese characters WeasyPrint set its own way."""
    count = 0
    for page in document.pages:
        for box in page._page_box.descendants():
            if isinstance(box, boxes.LineBox) and "set_line" not in box.__dict__:
                count += any(CHINESE.search(text.text) for text in _texts(box))
    return count


def _px(box: Any, *names: str) -> float:
    return sum(float(getattr(box, name, 0) or 0) for name in names)


def _lines(box: Any, page: int, foot: float, block: Any) -> Iterator[tuple[int, str]]:
    if isinstance(box, boxes.LineBox):
        inked = [t for t in _texts(box) if t.text.strip()]
        if inked and block is not None and block.width != "auto":
            right = block.content_box_x() + block.width
            too_wide = inked[-1].position_x + inked[-1].width > right + TOLERANCE
            too_low = box.position_y + box.height > foot + 2 * TOLERANCE and not _in_footnote(block)
            if too_wide or too_low:
                yield page, "".join(t.text for t in inked)
    elif isinstance(box, boxes.ParentBox):
        inner = box if isinstance(box, boxes.BlockContainerBox) else block
        for child in box.children:
            yield from _lines(child, page, foot, inner)


def _texts(box: Any) -> Iterator[Any]:
    if isinstance(box, boxes.TextBox):
        yield box
    elif isinstance(box, boxes.ParentBox):
        for child in box.children:
            yield from _texts(child)


def _in_footnote(block: Any) -> bool:
    return getattr(block, "element_tag", "") in ("@footnote", "span::footnote-marker") or bool(
        getattr(block, "footnote", None)
    )
