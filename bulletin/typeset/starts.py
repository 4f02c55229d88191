"""Where each printed page begins: the first character that each element has on it, for the e-book's list of pages."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from weasyprint.formatting_structure import boxes

from bulletin.compose.page_list import ANCHOR
from bulletin.model import Position
from bulletin.units import squeeze

_APART = {"rt", "tone", "call"}
"""Classes of what stands beside the text: readings of ruby, marks of note calls."""


def starts(document: Any) -> tuple[tuple[Position, ...], ...]:
    """Return for each page of ``document`` the elements with an id that have something on it, in the page's order.

    Each comes with the offset, in the element's own text, of the first character that stands on the page. An
    element's own text is that of which it is the nearest element with an id.
    """
    reader = _Reader()
    return tuple(reader.page(page) for page in document.pages)


def number(document: Any) -> None:
    """Give each page of ``document`` the anchor that references to it lead to; those to no page are links no more."""
    anchors = {ANCHOR.format(number) for number in range(1, len(document.pages) + 1)}
    stem = ANCHOR.format("")
    for count, page in enumerate(document.pages, 1):
        page.anchors[ANCHOR.format(count)] = (0, 0, page.width, page.height)
        page.links = [
            link for link in page.links if link[0] != "internal" or not link[1].startswith(stem) or link[1] in anchors
        ]


@dataclass(slots=True)
class _Reader:
    passed: Counter[str] = field(default_factory=Counter)
    """Characters of each element so far."""
    heads: set[Any] = field(default_factory=set)
    """Heads and feet of tables that were read: they stand again on each page that the table goes on to."""

    def page(self, page: Any) -> tuple[Position, ...]:
        found: dict[str, int] = {}
        for box in page._page_box.children:
            if not isinstance(box, boxes.MarginBox | boxes.FootnoteAreaBox):
                for ident, count in self._walk(box, ""):
                    found.setdefault(ident, self.passed[ident])
                    self.passed[ident] += count
        return tuple(Position(ident, offset) for ident, offset in found.items())

    def _walk(self, box: Any, ident: str) -> Iterator[tuple[str, int]]:
        """Yield the id and the number of characters of each text in ``box``; a picture has none."""
        element = box.element
        if "::" in (box.element_tag or ""):
            return
        if element is not None:
            if _APART & set((element.get("class") or "").split()):
                return
            ident = element.get("id") or ident
        if isinstance(box, boxes.TableRowGroupBox) and (box.is_header or box.is_footer):
            if element in self.heads:
                return
            self.heads.add(element)
        if isinstance(box, boxes.TextBox):
            if ident and (count := len(squeeze(box.text))):
                yield ident, count
        elif isinstance(box, boxes.ReplacedBox):
            if ident:
                yield ident, 0
        elif isinstance(box, boxes.ParentBox):
            for child in box.children:
                yield from self._walk(child, ident)
