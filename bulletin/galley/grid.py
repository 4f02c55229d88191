"""Baselines on the grid and across the gutter, and pages filled to their foot (clreq §page_design, §grid)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from statistics import fmean

from bulletin.galley.faults import SLACK, Fault, Kind, Rules, at
from bulletin.galley.lines import Galley, Line, Role, Sheet

_BIN = 0.05
"""pt: the grain in which distances are counted."""


_ROUNDED = 0.8
"""pt by which rounding to whole pixels of 1/96 inch may change a distance."""


def find(galley: Galley, rules: Rules) -> Iterator[Fault]:
    """Yield baselines off the grid, baselines that differ across the gutter, heads at a foot, and pages left empty.

    * off-grid: a baseline of running text more than ``rules.grid`` off the grid that most of its page stands on;
    * uneven: a line of running text whose nearest line in the column to its left is within half a leading, but not
      within ``rules.grid``;
    * head-foot: no line of text, list or table and no picture stands below the head in its width; lines beside its
      own (rows of the same head) do not count;
    * fill: the page is filled less than ``rules.fill``; the last page may be, and one that its maker closed.
    """
    step = rules.step or galley.step or infer(galley)
    for sheet in galley.sheets:
        if step:
            yield from _off(sheet, step, rules.grid + SLACK)
            yield from _uneven(sheet, step, rules.grid + SLACK)
        yield from _feet(sheet)
    yield from fills(galley, rules)


def fills(galley: Galley, rules: Rules) -> Iterator[Fault]:
    """Yield the pages that are not filled."""
    for sheet in galley.sheets[:-1]:
        if sheet.fill < rules.fill and not sheet.closed:
            yield Fault(Kind.FILL, sheet.page, value=round(sheet.fill, 1))


def infer(galley: Galley) -> float | None:
    """Return the leading of running text, in pt: the commonest distance of two lines; None where there are no two.

    Where no distance has three lines in four, as where a maker rounds each baseline, it is the mean of those within
    ``_ROUNDED`` of the commonest.
    """
    seen: Counter[int] = Counter()
    exact: dict[int, list[float]] = defaultdict(list)
    for sheet in galley.sheets:
        for one, two in pairwise(sheet.lines):
            if one.body and two.body and one.column == two.column and two.baseline > one.baseline:
                apart = two.baseline - one.baseline
                seen[round(apart / _BIN)] += 1
                exact[round(apart / _BIN)].append(apart)
    if not seen:
        return None
    best = max(seen, key=lambda b: (sum(seen[b + d] for d in (-1, 0, 1)), seen[b]))
    near = [apart for d in (-1, 0, 1) for apart in exact[best + d]]
    about = [apart for b, found in exact.items() if abs(b - best) * _BIN <= _ROUNDED for apart in found]
    return fmean(near if len(near) >= 0.75 * len(about) else about)


def origin(baselines: Iterable[float], step: float) -> float:
    """Return where the grid of leading ``step`` lies that most of ``baselines`` stand on: 0 ≤ origin < step."""
    rests = [baseline % step for baseline in baselines]
    bins = Counter(round(rest / _BIN) for rest in rests)
    size = max(1, round(step / _BIN))
    best = max(bins, key=lambda b: (sum(bins[(b + d) % size] for d in (-1, 0, 1)), bins[b], -b))
    near = [offset(rest, best * _BIN, step) for rest in rests]
    return (best * _BIN + fmean([o for o in near if abs(o) <= 2 * _BIN] or [0.0])) % step


def offset(baseline: float, start: float, step: float) -> float:
    """Return how far off the grid ``baseline`` is, in pt: at most half of ``step`` either way."""
    return (baseline - start + step / 2) % step - step / 2


def _off(sheet: Sheet, step: float, limit: float) -> Iterator[Fault]:
    text = [line for line in sheet.lines if line.body]
    if len(text) < 2:
        return
    start = origin((line.baseline for line in text), step)
    for line in text:
        away = offset(line.baseline, start, step)
        if abs(away) > limit:
            yield at(Kind.OFF_GRID, line, abs(away))


def _uneven(sheet: Sheet, step: float, limit: float) -> Iterator[Fault]:
    columns: dict[int, list[Line]] = defaultdict(list)
    for line in sheet.lines:
        if line.body:
            columns[line.column].append(line)
    for column, lines in columns.items():
        beside = [other.baseline for other in columns.get(column - 1, ())]
        for line in lines:
            apart = min((abs(line.baseline - other) for other in beside), default=step)
            if limit < apart < step / 2:
                yield at(Kind.UNEVEN, line, apart)


def _feet(sheet: Sheet) -> Iterator[Fault]:
    held = (Role.TEXT, Role.LIST, Role.TABLE, Role.OTHER, Role.CAPTION)
    below = [(_reach(line), line.baseline) for line in sheet.lines if line.role in held]
    below += [((picture.left, picture.left + picture.width), picture.top) for picture in sheet.pictures]
    heads = [line for line in sheet.lines if line.role is Role.HEAD]
    for head in heads:
        left, right = _reach(head)
        later = [row for row in heads if row.paragraph == head.paragraph and row.baseline > head.baseline]
        if not later and not any(a < right - 1 and b > left + 1 and y > head.baseline for (a, b), y in below):
            yield at(Kind.HEAD_FOOT, head)


def _reach(line: Line) -> tuple[float, float]:
    """Return the width that a line claims: from its measure, or from its ink where that is wider."""
    ends = [(glyph.x, glyph.end) for glyph in line.glyphs]
    return min([line.left, *(x for x, _ in ends)]), max([line.right, *(end for _, end in ends)])
