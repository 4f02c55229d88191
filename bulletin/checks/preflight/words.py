"""Rules about text: cut off, hidden, unseen, too near to the knife."""

from collections.abc import Iterator

from bulletin.checks.preflight.data import Box, Mark, Page, Text, area, cut, grown, inside
from bulletin.checks.preflight.documents import Document
from bulletin.checks.preflight.registry import Hit, hit, on_pages, shortened
from bulletin.checks.preflight.showing import share
from bulletin.checks.preflight.target import Target
from bulletin.units import PT_PER_MM

_CUT = 0.75
"""Share of a letter that must be left of it."""


@on_pages(
    {
        "X-081": "DESIGN.md §2 (lost, cut or overset text is an error); ISO 32000-2 §8.5.4 (clipping)",
        "X-082": "ISO 32000-2 §8.5.4 (clipping), §14.11.2 (page boundaries): what lies outside is not printed",
        "X-083": "ISO 32000-2 §9.3.6 (text rendering mode 3)",
    }
)
def seen(page: Page, document: Document, target: Target) -> Iterator[Hit]:
    """Text that is cut off by a clip or by the page's edge, or cannot be seen at all."""
    unseen: list[Text] = []
    hidden: list[Text] = []
    broken: list[tuple[Text, str, Box]] = []
    for mark in page.marks:
        if not isinstance(mark, Text) or mark.masking or mark.tiled:
            continue
        if mark.invisible:
            unseen.append(mark)
        elif mark.gone:
            hidden.append(mark)
        elif mark.lost.strip():
            broken.append((mark, mark.lost, mark.whole))
        elif mark.places:
            state, letters = _at_the_edge(mark, page)
            if state == "cut":
                broken.append((mark, letters, mark.whole))
            elif state == "out":
                hidden.append(mark)
    for mark, letters, box in broken[:20]:
        yield hit(
            "X-081",
            page.number,
            [box],
            f"{page.number} {mark.text}",
            lost=shortened(letters),
            text=shortened(mark.text),
        )
    for code, marks in (("X-082", hidden), ("X-083", unseen)):
        if marks:
            count = sum(m.glyphs for m in marks)
            sample = shortened("".join(m.text for m in marks[:4]))
            yield hit(code, page.number, [m.whole for m in marks], "", count=count, sample=sample)


def _at_the_edge(mark: Text, page: Page) -> tuple[str, str]:
    """Tell ``cut``, ``out`` or nothing of a text that reaches past the trim, and which letters it loses.

    Wholly beyond the trim, text is a slug for the shop, where the sheet has room for it.
    """
    trim, letters = page.trim, list(mark.text) if len(mark.text) == mark.glyphs else [""] * mark.glyphs
    shares = [share(cell, trim) for cell in mark.places]
    told = [(c, part) for c, part in zip(letters, shares, strict=False) if c.strip() or not c]
    lost = [c for c, part in told if part < _CUT]
    if not lost:
        return "", ""
    if max((part for _, part in told), default=0.0) <= 0:
        return ("", "") if _on_the_sheet(mark, page) else ("out", "")
    return "cut", "".join(lost) or shortened(mark.text)


def _on_the_sheet(mark: Text, page: Page) -> bool:
    shown = cut(mark.whole, page.media)
    return shown is not None and area(shown) > 0.5 * area(mark.whole)


@on_pages({"X-080": "TYPOGRAPHY.md §2 (print shops: text 3–5 mm inside the trim)"}, press=True)
def safety(page: Page, _: Document, target: Target) -> Iterator[Hit]:
    """Text so near to the trim that the knife may touch it."""
    margin = target.safety * PT_PER_MM / page.unit
    if not margin:
        return
    trim = page.trim
    safe = grown(trim, -margin)
    near: list[tuple[float, Mark]] = []
    for mark in page.printed():
        if not isinstance(mark, Text) or mark.tiled or not mark.text.strip() or inside(mark.box, safe, 0.3):
            continue
        shown = cut(mark.box, trim)
        if shown is None or area(shown) < 0.5 * area(mark.box):
            continue
        away = min(shown[0] - trim[0], shown[1] - trim[1], trim[2] - shown[2], trim[3] - shown[3])
        if away < margin - 0.3:
            near.append((away * page.unit / PT_PER_MM, mark))
    if near:
        away, first = min(near, key=lambda pair: pair[0])
        text = first.text if isinstance(first, Text) else ""
        has = f"{max(0.0, away):.1f}"
        yield hit(
            "X-080",
            page.number,
            [m.box for _, m in near],
            has,
            sample=shortened(text),
            has=has,
            wanted=f"{target.safety:g}",
        )
