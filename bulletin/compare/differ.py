"""Two PDFs compared: what they say over all pages at once, how they look a page at a time.

Text is compared as a whole, so that a line that moved to the next page is no change on either.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import zip_longest
from pathlib import Path

from bulletin.compare import align, looks, rasters
from bulletin.compare.said import Box, Document, Page
from bulletin.findings import Finding, finding
from bulletin.galley import changes
from bulletin.galley.changes import Told
from bulletin.units import CHINESE

_SIZE = 0.5
"""pt by which the sizes of two pages may differ and still be one."""
_AROUND = 10
"""Characters that are told on either side of a difference."""


_NO_FIGURES = str.maketrans("", "", "0123456789")


class State(StrEnum):
    """What became of a page."""

    SAME = "same"
    TEXT = "text"
    LOOKS = "looks"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(slots=True)
class Sheet:
    """A page of the old document and the page of the new one that it became."""

    old: int | None
    """Page number, from 1; None where it was added."""
    new: int | None
    """None where it was removed."""
    sizes: tuple[tuple[float, float] | None, tuple[float, float] | None]
    """Width and height of either, in pt."""
    texts: list[Told] = field(default_factory=list)
    spots: tuple[list[Box], list[Box]] = field(default_factory=lambda: ([], []))
    """Where the text differs, on the old page and on the new one, in pt."""
    share: float = 0.0
    """Part of its pixels that differ, from 0 to 1."""
    regions: tuple[looks.Region, ...] = ()
    """Where it looks different, in pt."""
    drawn: bool = True
    """Whether pictures could be compared."""

    @property
    def resized(self) -> bool:
        """Whether it has another size."""
        old, new = self.sizes
        return bool(old and new and (abs(old[0] - new[0]) > _SIZE or abs(old[1] - new[1]) > _SIZE))

    @property
    def state(self) -> State:
        """What became of it."""
        if self.old is None:
            return State.ADDED
        if self.new is None:
            return State.REMOVED
        if self.texts:
            return State.TEXT
        return State.LOOKS if self.share or self.resized else State.SAME


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that differs."""

    paths: tuple[Path, Path]
    pages: tuple[int, int]
    sheets: tuple[Sheet, ...]
    findings: tuple[Finding, ...]

    @property
    def differing(self) -> tuple[Sheet, ...]:
        """The pages that differ in anything."""
        return tuple(sheet for sheet in self.sheets if sheet.state is not State.SAME)

    def count(self, state: State) -> int:
        """Return how many pages are in ``state``."""
        return sum(sheet.state is state for sheet in self.sheets)


def compare(old: Path, new: Path) -> Comparison:
    """Compare two PDFs; raises ``SourceError`` where one of them cannot be read.

    Without a program that draws pages only the text is compared, and a finding says so.
    """
    ours = Document(old)
    try:
        theirs = Document(new)
        try:
            return _compare(ours, theirs)
        finally:
            theirs.close()
    finally:
        ours.close()


def _compare(ours: Document, theirs: Document) -> Comparison:
    pages = [[document.page(number) for number in range(1, document.count + 1)] for document in (ours, theirs)]
    sheets = [Sheet(i, j, (_size(pages[0], i), _size(pages[1], j))) for i, j in align.pairs(pages[0], pages[1])]
    _texts(ours, theirs, pages, sheets)
    found = [] if rasters.tool() else [finding("R-313")]
    for sheet in sheets:
        sheet.drawn = rasters.tool() is not None and _look(ours.path, theirs.path, sheet)
        if not sheet.drawn and rasters.tool():
            found.append(finding("R-314", old=sheet.old, new=sheet.new))
    return Comparison((ours.path, theirs.path), (ours.count, theirs.count), tuple(sheets), tuple(found))


def _size(pages: Sequence[Page], number: int | None) -> tuple[float, float] | None:
    return (pages[number - 1].width, pages[number - 1].height) if number else None


def _look(old: Path, new: Path, sheet: Sheet) -> bool:
    """Compare how a page looks; return whether that could be done."""
    if sheet.old is None or sheet.new is None:
        return True
    one = rasters.draw(old, sheet.old, sheet.sizes[0] or (1, 1), looks.DPI)
    other = rasters.draw(new, sheet.new, sheet.sizes[1] or (1, 1), looks.DPI)
    if one is None or other is None:
        return False
    seen = looks.compare(one, other)
    # A huge page is drawn smaller than a pixel a point.
    scale = max(sheet.sizes[1] or (1, 1)) / max(other.size)
    sheet.share = seen.share
    sheet.regions = tuple(
        (round(left * scale), round(top * scale), round(right * scale), round(bottom * scale))
        for left, top, right, bottom in seen.regions
    )
    return True


class _Whole:
    """The text of all pages in a row, and which page holds each part of it."""

    def __init__(self, pages: Sequence[Page]) -> None:
        parts: list[str] = []
        self.starts: list[int] = []
        self.leads: list[int] = []
        at, before = 0, ""
        for page in pages:
            text = page.text
            apart = before and text and not CHINESE.match(before) and not CHINESE.match(text)
            self.starts.append(at)
            self.leads.append(1 if apart else 0)
            text = " " + text if apart else text
            parts.append(text)
            at, before = at + len(text), text[-1:] or before
        self.text = "".join(parts)

    def page(self, at: int) -> int:
        """Return the page, from 1, that holds the character at ``at``."""
        return max(1, bisect_right(self.starts, min(at, max(0, len(self.text) - 1))))

    def parted(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        """Yield each page that holds a part of ``start`` to ``end``, and the part, counted on the page."""
        while start < end:
            page = self.page(start)
            stop = self.starts[page] if page < len(self.starts) else len(self.text)
            until = min(end, stop)
            if until > start:
                off = self.starts[page - 1] + self.leads[page - 1]
                yield page, max(0, start - off), until - off
            start = max(until, start + 1)


def _texts(ours: Document, theirs: Document, pages: Sequence[Sequence[Page]], sheets: Sequence[Sheet]) -> None:
    """Find where the texts differ, and note it at the pages."""
    old, new = _Whole(pages[0]), _Whole(pages[1])
    by_old = {sheet.old: sheet for sheet in sheets if sheet.old}
    by_new = {sheet.new: sheet for sheet in sheets if sheet.new}
    parts: tuple[dict[int, list[tuple[int, int]]], dict[int, list[tuple[int, int]]]] = (
        defaultdict(list),
        defaultdict(list),
    )
    for edit in changes.edits(old.text, new.text, (set(old.starts), set(new.starts))):
        said = changes.told(old.text, new.text, edit, _AROUND)
        if edit.new_start < edit.new_end:
            for number, (page, start, end) in enumerate(new.parted(edit.new_start, edit.new_end)):
                parts[1][page].append((start, end))
                by_new[page].texts.append(said if not number else Told("…", "", pages[1][page - 1].text[start:end], ""))
        else:
            by_old[old.page(edit.start)].texts.append(said)
        for page, start, end in old.parted(edit.start, edit.end):
            parts[0][page].append((start, end))
    for sheet in sheets:
        if sheet.old and sheet.new:
            sheet.texts += _furniture(pages[0][sheet.old - 1], pages[1][sheet.new - 1], sheet.old == sheet.new)
    for side, (document, held) in enumerate(((ours, by_old), (theirs, by_new))):
        for page, ranges in sorted(parts[side].items()):
            boxes = document.boxes(page)
            for start, end in ranges:
                held[page].spots[side].extend(_rows(boxes[start:end]))


def _furniture(old: Page, new: Page, same_number: bool) -> Iterator[Told]:
    """Yield running heads that differ in more than the number of a page that moved; folios are told by their looks."""
    for one, other in _unlike(old.furniture, new.furniture):
        if same_number or one.translate(_NO_FIGURES) != other.translate(_NO_FIGURES):
            yield Told("", one, other, "")


def _unlike(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield what only one of the two has, side by side, but for what is nothing but figures."""
    kept = [Counter(text for text in texts if text.translate(_NO_FIGURES)) for texts in (old, new)]
    gone, come = kept[0] - kept[1], kept[1] - kept[0]
    yield from zip_longest(gone.elements(), come.elements(), fillvalue="")


def _rows(boxes: Sequence[Box | None]) -> Iterator[Box]:
    """Yield characters that stand side by side as one rectangle."""
    row: Box | None = None
    for box in boxes:
        if box is None:
            continue
        if row is not None and abs(box.bottom - row.bottom) < 1 and -1 < box.left - row.right < 12:
            row = Box(row.left, min(row.top, box.top), max(row.right, box.right), row.bottom)
            continue
        if row is not None:
            yield row
        row = box
    if row is not None:
        yield row
