"""Columns and measures found from where rows start and end: a PDF does not say them.

A column starts where many rows start, an indent of up to 2½ 字 apart; it ends where most rows end that end with a Han
character. A list or box inside a column that keeps edges of its own has its own measure.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import fmean

from bulletin.checks.paper.rows import Row
from bulletin.galley import marks

_NEAR = 0.35
"""pt within which edges are the same."""
INDENTS = 2.6
"""em: a start this far right of a column's edge is an indent, not a column."""
_RARE, _RARE_EVERYWHERE = 0.08, 0.04
"""Share of the rows of a page, or of the document, below which a place is where no column starts."""
_ENOUGH = 3
"""Rows that must agree on an edge of their own."""
_SHARE = 0.4
"""Share of the rows that must agree."""


_HALVES = frozenset(marks.CLOSING + marks.PAUSES)


@dataclass(slots=True)
class Part:
    """The rows of one paragraph in one column."""

    rows: list[Row]
    body: bool = False
    column: int = 1
    edge: float = 0.0
    """Left edge of the column."""
    left: float = 0.0
    right: float = 0.0
    known: bool = True
    """Whether ``right`` is where its rows are to end."""
    ends: list[float] = field(default_factory=list)
    """Ends of rows that say where the measure ends."""


def start(row: Row) -> float:
    """Return where a row starts; an opening mark that lost its left half starts where that half would end."""
    first = row.glyphs[0]
    return first.x + first.size / 2 if first.text[:1] in marks.OPENING else first.x


def starts(rows: Iterable[Row]) -> Counter[int]:
    """Count where rows start, in whole pt; those that start with an opening mark do not tell."""
    return Counter(round(row.start) for row in rows if row.glyphs[0].text[:1] not in marks.OPENING)


def columns(rows: Sequence[Row], em: float, everywhere: Counter[int]) -> list[float]:
    """Return the left edges of a page's columns of running text, from left to right.

    ``everywhere`` is where the rows of the whole document start: a few rows on one page are a column only if it is
    one elsewhere, and else centred or ranged right.
    """
    here, total = starts(rows), everywhere.total()
    found: list[float] = []
    for place in sorted(here):
        near = _near(here, place)
        usual = near >= _RARE * here.total() or _near(everywhere, place) >= _RARE_EVERYWHERE * total
        if near < 2 or not usual or (found and place - found[-1] <= INDENTS * em):
            continue
        exact = [row.start for row in rows if abs(row.start - place) <= 1.5]
        found.append(min(exact, default=float(place)))
    return found or _few(rows, em, everywhere)


def _few(rows: Sequence[Row], em: float, everywhere: Counter[int]) -> list[float]:
    """Return the edge of a page with so few rows that no place has two of them; one may be an indent."""
    if not rows:
        return []
    first = min(start(row) for row in rows)
    known = [first - indent * em for indent in (2, 1) if _near(everywhere, round(first - indent * em))]
    edge = max(known, key=lambda place: _near(everywhere, round(place)), default=first)
    return [edge if _near(everywhere, round(edge)) > _near(everywhere, round(first)) else first]


def _near(counts: Counter[int], place: int) -> int:
    return sum(counts[place + d] for d in (-1, 0, 1))


def column_of(edges: Sequence[float], x: float, em: float) -> int:
    """Return the number of the column that a row starting at ``x`` stands in, from 1."""
    return max([number for number, edge in enumerate(edges, 1) if edge <= x + 0.7 * em], default=1)


def agree(values: Iterable[float]) -> tuple[float, int]:
    """Return the value that most of ``values`` are within a hair of, and how many; the larger of two alike."""
    ordered = sorted(values)
    best, count, low = 0.0, 0, 0
    for high, value in enumerate(ordered):
        while value - ordered[low] > _NEAR:
            low += 1
        if high - low + 1 >= count:
            count, best = high - low + 1, fmean(ordered[low : high + 1])
    return best, count


def set_measures(pages: Sequence[Sequence[Part]], em: float) -> None:
    """Give every part of every page its left and right edges.

    A part that starts beyond any indent is centred or ranged right, a byline or a signature: no running text.
    """
    for part in (part for parts in pages for part in parts):
        part.body = part.body and any(start(row) - part.edge <= INDENTS * em + 1 for row in part.rows)
    ends: dict[int, list[float]] = defaultdict(list)
    widths: list[float] = []
    for parts in pages:
        for part in parts:
            if part.body:
                ends[round(part.edge)] += part.ends
                widths += [end - part.edge for end in part.ends]
    usual, _ = agree(widths)
    by_edge = {
        edge: agree([*ends.get(edge - 1, ()), *ends.get(edge, ()), *ends.get(edge + 1, ())]) for edge in list(ends)
    }
    for parts in pages:
        rights = _rights(parts, by_edge, usual, em)
        for (column, inset), group in _groups(parts).items():
            right, known = _right(group, rights[column], bool(inset), em)
            for part in group:
                part.left, part.right, part.known = _left(group), max(right, _left(group) + em), known
        for part in parts:
            if not part.body:
                part.left = min(row.start for row in part.rows)
                part.right = max(row.end for row in part.rows)


def _right(group: Sequence[Part], column: float, inset: bool, em: float) -> tuple[float, bool]:
    """Return where the rows of ``group`` are to end, and whether that is known.

    They end with their column unless enough of them agree on another edge; the few rows of a list or a box, whose
    edge the column's may not be, tell nothing unless one of them meets the column's.
    """
    own = [end for part in group for end in part.ends]
    best, count = agree(own)
    if max(own, default=0.0) > column + 1.5 * em or (inset and count >= _ENOUGH and count >= _SHARE * len(own)):
        return best, True
    if not inset:
        return column, True
    # From half of a closing mark's frame to the whole of it: either may be what was set.
    spans = [
        (row.end - (row.glyphs[-1].size / 2 if row.text[-1:] in _HALVES else 0), row.end)
        for part in group
        for row in part.rows[:-1]
    ]
    return column, any(low - _NEAR <= column <= high + _NEAR for low, high in spans)


def _rights(parts: Sequence[Part], by_edge: dict[int, tuple[float, int]], usual: float, em: float) -> dict[int, float]:
    """Return the right edge of each column of a page: that of the document's columns at its place, if it fits here."""
    edges = {part.column: part.edge for part in parts if part.body}
    found = {}
    for column, edge in edges.items():
        right, count = by_edge[round(edge)]
        if count < _ENOUGH:
            right = edge + usual
        own = [end for part in parts if part.body and part.column == column for end in part.ends]
        best, here = agree(own)
        blocked = any(edge < other < right - em for other in edges.values())
        # A page that holds a box alone: none of its rows comes near.
        boxed = max(own, default=right) < right - 1.5 * em
        if here >= _ENOUGH and (blocked or boxed or best > right + em / 2):
            right = best
        found[column] = right
    return found


def _groups(parts: Iterable[Part]) -> dict[tuple[int, int], list[Part]]:
    """Return running text by column and left edge."""
    found: dict[tuple[int, int], list[Part]] = defaultdict(list)
    for part in parts:
        if part.body:
            later = [start(row) for row in part.rows[1:] if row.glyphs[0].text[:1] not in marks.OPENING]
            inset = min(later, default=part.edge) - part.edge
            found[part.column, round(inset) if abs(inset) > 1 else 0].append(part)
    return found


def _left(group: Sequence[Part]) -> float:
    starts = [row.start for part in group for row in part.rows[1:] if row.glyphs[0].text[:1] not in marks.OPENING]
    return agree(starts)[0] if starts else group[0].edge
