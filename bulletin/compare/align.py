"""Which page of one document is which of the other: a page put in or taken out shifts none of the rest."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby

from bulletin.compare.said import Page

_ALIKE = 0.3
"""Part of what either says from which two pages may be one."""
_BAND = 40
"""Pages that may have been put in or taken out in a row, at least, before others are sought for."""

Pair = tuple[int | None, int | None]
"""Numbers, from 1, of a page in the old document and in the new one; None where it has none."""


def pairs(old: Sequence[Page], new: Sequence[Page]) -> list[Pair]:
    """Return the pages of both in order, those that belong together side by side."""
    ours, theirs = ([(page.text, page.marks) for page in pages] for pages in (old, new))
    out: list[Pair] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if tag == "equal":
            out += [(i + 1, j + 1) for i, j in zip(range(i1, i2), range(j1, j2), strict=True)]
        else:
            out += _between(old[i1:i2], new[j1:j2], i1 + 1, j1 + 1)
    return list(_rewritten(out))


def _rewritten(found: Sequence[Pair]) -> Iterator[Pair]:
    """Yield ``found``, but as many pages taken out as put in at one place are pages that were written anew."""
    for alone, run in groupby(found, key=lambda pair: None in pair):
        pages = list(run)
        ours, theirs = [i for i, _ in pages if i], [j for _, j in pages if j]
        if alone and len(ours) == len(theirs):
            yield from zip(ours, theirs, strict=True)
        else:
            yield from pages


def _between(old: Sequence[Page], new: Sequence[Page], first: int, first_new: int) -> Iterator[Pair]:
    """Yield the pairs of a part: of all ways that keep the order, the one with most in common (Needleman-Wunsch)."""
    ours, theirs = [_features(page) for page in old], [_features(page) for page in new]
    band = _BAND + abs(len(old) - len(new))
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            skipped = max(best[i + 1][j], best[i][j + 1])
            worth = _likeness(ours[i], theirs[j]) if abs(i - j) <= band else 0.0
            best[i][j] = max(skipped, best[i + 1][j + 1] + worth) if worth >= _ALIKE else skipped
    i = j = 0
    while i < len(old) or j < len(new):
        if i < len(old) and j < len(new):
            worth = _likeness(ours[i], theirs[j]) if abs(i - j) <= band else 0.0
            if worth >= _ALIKE and best[i][j] == best[i + 1][j + 1] + worth:
                yield first + i, first_new + j
                i, j = i + 1, j + 1
                continue
        if j >= len(new) or (i < len(old) and best[i + 1][j] >= best[i][j + 1]):
            yield first + i, None
            i += 1
        else:
            yield None, first_new + j
            j += 1


def _features(page: Page) -> frozenset[str]:
    """Return what a page is known by: its runs of three characters and its pictures."""
    return frozenset(page.text[at : at + 3] for at in range(len(page.text) - 2)) | page.marks


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    if not one or not other:
        # Nothing to tell them by: two such pages are taken for one, but never a page with text for one without.
        return _ALIKE if not one and not other else 0.0
    return len(one & other) / min(len(one), len(other)) * 0.5 + len(one & other) / max(len(one), len(other)) * 0.5
