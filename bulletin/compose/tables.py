"""How wide the columns of a table are: by what stands in them, and no word parted."""

import re

from bulletin.compose.heads import width
from bulletin.model import Table
from bulletin.walk import plain

CELL = 6.0
"""White in pt behind a cell's text, twice as much where it is ranged right; ``common/print.css`` has it too."""

WHOLE = 4.5
"""字 of a cell that is never broken."""

GAP = 0.5
"""字 between two columns of a table in the book; ``common/book.css`` has it too."""

_WORD = re.compile("[!-~]+(?:(?<=[0-9])[\u4e00-\u9fff％])?")
"""A word, or a figure with its unit: 1.00元."""


def least_width(table: Table) -> float:
    """Return the 字 that the columns take side by side, with their gaps, no cell in more than two lines."""
    count = max(len(row) for row in (table.head, *table.rows))
    total = 0.0
    for index in range(count):
        texts = [plain(row[index].inlines) for row in (table.head, *table.rows) if index < len(row)]
        words = max((width(word) for text in texts for word in _WORD.findall(text)), default=0.0)
        longest = max(map(width, texts))
        short = max((width(text) for text in texts if width(text) <= WHOLE), default=0.0)
        total += max(words, longest / 2, short)
    return total + (count - 1) * GAP


def column_widths(table: Table, measure: float, size: float) -> tuple[float, ...]:
    """Return the width of each column in per cent of ``measure`` pt, text being ``size`` pt.

    By the longest cell and the mean of all; none is narrower than its longest word or figure, as far as the measure
    allows.
    """
    count = max(len(row) for row in (table.head, *table.rows))
    weights, least = [], []
    for index in range(count):
        texts = [plain(row[index].inlines) for row in (table.head, *table.rows) if index < len(row)]
        longest = max(width(t) for t in texts)
        mean = sum(width(t) for t in texts) / len(texts)
        head = width(texts[0]) if index < len(table.head) else 0.0
        weights.append(max(2.5, min(head, 6.0), min(longest, 14.0) * 0.6 + min(mean, 30.0) * 0.4) + 1)
        ranged = index < len(table.head) and table.head[index].align == "right"
        words = (width(word) for text in texts for word in _WORD.findall(text))
        least.append(max(1.1, max(words, default=0.0) * 1.05) * size + CELL * (2 if ranged else 1))
    widths = weights
    if sum(least) < measure:
        widths = _at_least(weights, least, measure)
    return tuple(round(100 * one / sum(widths), 2) for one in widths)


def _at_least(weights: list[float], least: list[float], measure: float) -> list[float]:
    """Share out ``measure`` by ``weights``: what is too narrow takes its least, the others share what is left."""
    fixed: set[int] = set()
    while True:
        left = measure - sum(least[n] for n in fixed)
        total = sum(weight for n, weight in enumerate(weights) if n not in fixed)
        out = [least[n] if n in fixed else left * weight / total for n, weight in enumerate(weights)]
        narrow = {n for n, one in enumerate(out) if n not in fixed and one < least[n]}
        if not narrow:
            return out
        fixed |= narrow
