"""What a derived PDF lost of the one it was made from: characters page by page, in number and in order."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf

from bulletin.checks.preflight.data import Page, Text
from bulletin.checks.preflight.interpreter import Interpreter
from bulletin.checks.preflight.registry import Hit, hit, shortened
from bulletin.units import squeeze

SOURCES = {
    "X-095": "issue 6, item 4 (lost text against the sources); DESIGN.md §2 (nobody may lose a sentence)",
    "X-096": "ISO 32000-2 §14.8.2.5 (order of the content): readers and proofs follow the stream",
    "X-097": "what stands in a derived file and not in its source is furniture, or a slip",
    "X-098": "a derived file has the pages of its source, or whole on sheets, but for blanks that fold",
}
_BLANKS = 3
"""Pages that may be put in so that the count folds."""


@dataclass(frozen=True, slots=True)
class Words:
    """What the pages of a file say, white space left out."""

    pages: tuple[str, ...]
    slugs: tuple[str, ...]
    """Of each page, what stands wholly outside the trim: slug lines of a shop."""
    outlined: bool
    """Whether it shows no text at all: letters turned to outlines can be compared by eye alone."""


def words(pages: Sequence[Page]) -> Words:
    """Return what interpreted pages say, in the order of their streams."""
    said, slugs, shown = [], [], False
    for page in pages:
        inside, outside = page_words(page)
        said.append(inside)
        slugs.append(outside)
        shown = shown or bool(inside)
    return Words(tuple(said), tuple(slugs), not shown)


def page_words(page: Page) -> tuple[str, str]:
    """Return what a page says inside its trim, and what outside it."""
    inside: list[str] = []
    outside: list[str] = []
    trim = page.trim
    for mark in page.marks:
        if isinstance(mark, Text) and not mark.masking and not mark.invisible and not mark.annotation:
            box = mark.whole
            beside = box[2] <= trim[0] or box[0] >= trim[2] or box[3] <= trim[1] or box[1] >= trim[3]
            (outside if beside else inside).append(mark.text)
    return squeeze("".join(inside)), squeeze("".join(outside))


def read(path: Path) -> Words:
    """Return what the PDF at ``path`` says; raises ``pikepdf.PikepdfError`` if it is none."""
    with pikepdf.open(path) as pdf:
        run = Interpreter(pdf)
        found = [page_words(run.read(number, page)) for number, page in enumerate(pdf.pages, 1)]
    return Words(tuple(a for a, _ in found), tuple(b for _, b in found), not any(a for a, _ in found))


def compare(new: Words, old: Words, imposed: bool = False) -> Iterator[Hit]:
    """Yield what ``new`` lost of ``old``: characters of the whole file first, then page by page.

    Pages are held side by side in their order; blank ones that only one of the two has are passed over. A character
    that a page lost and another of the same file has is not lost. Of pages on sheets, two and more on a side and in the
    order in which they fold, every one must stand whole on one; ``imposed`` says that they are, else it is seen.
    """
    if new.outlined and not old.outlined:
        yield hit("X-098", same="outlined", new=len(new.pages), old=len(old.pages))
        return
    ours = [(n, t) for n, t in enumerate(new.pages, 1) if t]
    theirs = [t for t in old.pages if t]
    whole = len(ours) < len(theirs) and _on_sheets(ours, theirs)
    imposed = imposed or whole
    if not imposed and (len(ours) != len(theirs) or len(new.pages) - len(old.pages) not in range(_BLANKS + 1)):
        yield hit("X-098", new=len(new.pages), old=len(old.pages))
    lost = _counts(theirs) - _counts(t for _, t in ours)
    more = _counts(t for _, t in ours) - _counts(theirs)
    if len(ours) == len(theirs) and not imposed:
        for (number, text), before in zip(ours, theirs, strict=True):
            yield from _page(number, text, before, lost)
    elif lost:
        yield hit("X-095", 0, lost=_sample(lost), count=lost.total())
    elif imposed and not _on_sheets(ours, theirs):
        yield hit("X-098", new=len(new.pages), old=len(old.pages))
    if more:
        yield hit("X-097", 0, more=_sample(more), count=more.total())


def _on_sheets(sheets: Sequence[tuple[int, str]], pages: Sequence[str]) -> bool:
    """Tell whether each page stands on a sheet, its characters together and in order."""
    return all(any(page in text for _, text in sheets) for page in pages)


def _page(number: int, text: str, before: str, lost: Counter[str]) -> Iterator[Hit]:
    if text == before:
        return
    gone = (Counter(before) - Counter(text)) & lost
    if gone:
        yield hit("X-095", number, same=str(number), lost=_sample(gone), count=gone.total())
    elif Counter(text) >= Counter(before) and not _follows(before, text):
        at = next((n for n, (a, b) in enumerate(zip(text, before, strict=False)) if a != b), 0)
        yield hit("X-096", number, same=str(number), at=shortened(before[max(0, at - 6) : at + 8]))


def _follows(part: str, whole: str) -> bool:
    """Tell whether ``part`` can be had from ``whole`` by leaving characters out: the order is the same."""
    places: dict[str, list[int]] = {}
    for number, letter in enumerate(whole):
        places.setdefault(letter, []).append(number)
    at = -1
    for letter in part:
        found = places.get(letter, [])
        next_at = bisect_left(found, at + 1)
        if next_at == len(found):
            return False
        at = found[next_at]
    return True


def _counts(texts: Iterator[str] | Sequence[str]) -> Counter[str]:
    found: Counter[str] = Counter()
    for text in texts:
        found.update(text)
    return found


def _sample(letters: Counter[str]) -> str:
    return shortened("".join(sorted(letters.elements())), 40)
