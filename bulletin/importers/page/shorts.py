"""Runs of short lines that head nothing: poems, lists of names, timetables."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bulletin.importers.page.kinds import NUMBERED, is_label_like
from bulletin.importers.page.rows import Kind, Row

_LONGEST = 22
"""Characters of the longest line of such a run."""
_VERSE = 4
"""Lines from which a run can be a poem."""
_STACK = 5
"""Lines that may stand over one text: label, kicker, a headline of two lines, deck."""
_SHORT = (Kind.TITLE, Kind.PARAGRAPH, Kind.ITEM, Kind.FIELD)
VERSE_RULE, LIST_RULE = "verse", "short-line"


def mark(rows: Sequence[Row]) -> None:
    """Make paragraphs of short lines in a run that are no headlines; ``rule`` says ``verse`` or ``short-line``."""
    start = 0
    while start < len(rows):
        stop = start
        while stop < len(rows) and _may(rows[stop]):
            stop += 1
        for low, high in _segments(rows, start, stop):
            if high - low >= _VERSE:
                _run(rows, low, high)
        start = max(stop, start + 1)


def _segments(rows: Sequence[Row], start: int, stop: int) -> list[tuple[int, int]]:
    """Part a run where a gap is wider than its own: lists at any, poems at what is wider than between stanzas.

    A headline between rows of columns parts them as well.
    """
    run = rows[start:stop]
    gaps = sorted({row.gap for row in run[1:]}) or [0]
    table = sum(row.kind in (Kind.ITEM, Kind.FIELD) for row in run) >= len(run) / 3
    usual = gaps[0] if table else next((gap for gap in gaps if gap > 0), 0)
    cuts = [start]
    for number in range(start + 1, stop):
        row, before = rows[number], rows[number - 1]
        headed = (
            table
            and row.kind is Kind.TITLE
            and before.rule == "columns"
            and number + 1 < stop
            and rows[number + 1].rule == "columns"
            and row.size <= 12
        )
        if (row.gap > usual and len(gaps) > 1) or headed:
            cuts.append(number)
    return list(zip(cuts, [*cuts[1:], stop], strict=True))


def _may(row: Row) -> bool:
    return row.kind in _SHORT and row.size <= _LONGEST and row.block is None and not row.look.level


def _run(rows: Sequence[Row], start: int, stop: int) -> None:
    run = list(rows[start:stop])
    before = rows[start - 1].kind if start else Kind.FURNITURE
    after = rows[stop].kind if stop < len(rows) else Kind.FURNITURE
    heads = 0 if before in (Kind.BYLINE, Kind.LEDE, Kind.TURN) else _heads(run)
    # What stands right over a text, after a wider gap, heads it.
    feet = 0
    if after in (Kind.PARAGRAPH, Kind.LEDE, Kind.BYLINE, Kind.CAPTION, Kind.BLOCK, Kind.SERIES, Kind.SPONSOR):
        feet = _feet(run[heads:])
        if feet == 0 and len(run) - heads <= _STACK and all(row.kind is Kind.TITLE for row in run[heads:]):
            return
    inner = run[heads : len(run) - feet]
    if heads and len(inner) > _VERSE and inner[0].bare:
        inner[0].kind, inner[0].rule = Kind.BYLINE, "bare-name"
        inner = inner[1:]
    if len(inner) < _VERSE and not (len(inner) >= 2 and any(row.kind in (Kind.ITEM, Kind.FIELD) for row in inner)):
        return
    if all(NUMBERED.match(row.key) for row in inner):
        return
    verse = len(inner) >= _VERSE and _is_verse(inner)
    for row in inner:
        if row.kind is Kind.TITLE or verse:
            row.kind, row.rule = Kind.PARAGRAPH, VERSE_RULE if verse else LIST_RULE


def _heads(run: Sequence[Row]) -> int:
    """Return how many rows at the beginning of a run head what follows: those before a gap, mostly one."""
    if run[0].kind is not Kind.TITLE:
        return 0
    if run[1].kind is Kind.TITLE and is_label_like(run[0]) >= 2:
        return 2
    for count in (1, 2, 3):
        inner = [row.gap for row in run[count + 1 :]]
        if inner and all(row.kind is Kind.TITLE for row in run[:count]) and run[count].gap > min(inner):
            return count
    return 1


def _feet(run: Sequence[Row]) -> int:
    """Return how many rows at the end of a run stand over the next text: those behind the last wide gap."""
    gaps = [row.gap for row in run[1:]]
    if not gaps or max(gaps) == min(gaps):
        return 1 if run and run[-1].kind is Kind.TITLE and not run[-1].ended and run[-1].size >= 8 else 0
    wide = max(gaps)
    for count in range(1, min(_STACK, len(run) - 1) + 1):
        if run[-count].gap == wide:
            return count if all(row.kind is Kind.TITLE for row in run[-count:]) else 0
    return 0


def _is_verse(run: Sequence[Row]) -> bool:
    sizes = [row.size for row in run]
    plain = sum(not re.search(r"[\d:(]|[^\s,。!?、;] +[^\s]| {2}", row.key) for row in run)
    named = sum(bool(re.search(r"[、;]", row.key)) for row in run)
    return max(sizes) <= 20 and sum(sizes) / len(sizes) <= 15 and plain >= 0.8 * len(run) and named <= len(run) // 4
