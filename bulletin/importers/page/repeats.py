"""Paragraphs that stand twice: exact copies are dropped, near ones only told.

A page that was scraped or pasted often ends with paragraphs of its own once more. Copies are known by their letters
and figures alone. Near copies may be meant: one sentence with two numbers is two sentences.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from zlib import crc32

from bulletin.importers.page.rows import Kind, Row

_LEAST = 20
"""Letters and figures from which an exact copy is one wherever it stands; shorter ones only within a run."""
_SHORTEST = 4
_NEAR_LEAST, _NEAR, _GRAM = 40, 0.6, 4
"""Near copies: from this many letters, at this Jaccard likeness of their pieces of four."""
_CELLS = 64
"""A near copy of this many others at most is looked for: a form repeated all over is no copy."""
_OUT = (Kind.FURNITURE, Kind.JUMP, Kind.STAFF, Kind.DUPLICATE)


def drop(rows: Sequence[Row]) -> None:
    """Set ``Kind.DUPLICATE`` and ``same_as`` on each row that repeats an earlier one."""
    first: dict[str, int] = {}
    for number, row in enumerate(rows):
        words = row.words
        if row.kind in _OUT or row.block is not None or len(words) < _SHORTEST:
            continue
        if words not in first:
            first[words] = number
        elif len(words) >= _LEAST:
            _copy(row, rows[first[words]])
    for order in (range(1, len(rows)), range(len(rows) - 2, -1, -1)):
        step = -1 if order.step == 1 else 1
        for number in order:
            _short(rows, number, number + step, first)


def _short(rows: Sequence[Row], number: int, beside: int, first: dict[str, int]) -> None:
    """Drop a short row beside a copy where the original stands beside the copied one just so."""
    row, neighbour = rows[number], rows[beside]
    origin = first.get(row.words, number)
    if neighbour.kind is not Kind.DUPLICATE or row.kind in _OUT or origin >= number or row.block is not None:
        return
    step = number - beside
    stood = origin - step
    if 0 <= stood < len(rows) and rows[stood].words == neighbour.words:
        _copy(row, rows[origin])


def _copy(row: Row, origin: Row) -> None:
    row.kind, row.rule, row.same_as = Kind.DUPLICATE, "duplicate", origin.number


def near(rows: Sequence[Row]) -> list[tuple[Row, Row, float]]:
    """Return pairs of rows, the earlier first, that are nearly the same, with their likeness (0 to 1).

    Linear in the text: only pairs that share one of the few rarest pieces of four characters are compared.
    """
    found = []
    index: dict[str, list[int]] = defaultdict(list)
    shingles: list[frozenset[str]] = []
    texts = [row for row in rows if row.kind not in _OUT and row.block is None and row.kind is not Kind.CAPTION]
    for number, row in enumerate(texts):
        words = row.words
        own = (
            frozenset(words[n : n + _GRAM] for n in range(len(words) - _GRAM + 1))
            if len(words) >= _NEAR_LEAST
            else frozenset()
        )
        shingles.append(own)
        # A sample that both copies draw alike: the pieces with the smallest sums.
        sample = sorted(own, key=lambda piece: (crc32(piece.encode()), piece))[:8]
        others = {n for piece in sample for n in index[piece][:_CELLS]}
        for other in sorted(others):
            both = len(own & shingles[other])
            likeness = both / (len(own) + len(shingles[other]) - both)
            if likeness >= _NEAR:
                found.append((texts[other], row, likeness))
        for piece in sample:
            index[piece].append(number)
    return found
