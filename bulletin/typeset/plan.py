"""Where the lines of a paragraph end: the cheapest way through all legal ends at once (total fit).

After Knuth and Plass, "Breaking Paragraphs into Lines" (1981), over tokens whose white first gives and then
opens in clreq's order (§line_adjustment): a line that must give by half of what it can is better than one whose
every gap must open by .05 em.
"""

from bisect import bisect_right
from heapq import heappop, heappush

from bulletin.typeset.paragraph import Paragraph
from bulletin.typeset.rules import FORCED, Kind

LONE = 40.0
"""Price of a last line of one character, mark or not (clreq §adjustments_of_orphans_and_widows)."""

OVER = 1e4
"""Price of each em that a gap opens past the cap."""

COMFORT = 0.05
"""Opening in em of each gap that costs 1."""

_LINE = 0.05
_SHORT = 0.02
_EPS = 1e-6


def plan(paragraph: Paragraph, start: int, first_measure: float, measure: float) -> bool:
    """Fill ``paragraph.next`` for the lines from token ``start``; lengths in px.

    Returns whether it could: not where a word is wider than the measure.
    """
    end = next(stop for stop in paragraph.stops if stop > start)
    found = None
    # A wider look only if the first leaves a lone character or nothing; forbidden ends only if that leaves nothing.
    for wide, forced in ((False, False), (True, False), (True, True)):
        if forced and found:
            break
        found = _cheapest(paragraph, start, end, first_measure, measure, wide, forced) or found
        if found and found[0] < LONE:
            break
    if not found:
        return False
    path = found[1]
    at = start
    for stop in path:
        if paragraph.rows[stop - 1].price is None and stop != end:
            paragraph.compositor.counts.forced.append("".join(t.text for t in paragraph.tokens[at:stop])[-12:])
        paragraph.next[at, round(first_measure if at == start else measure, 2)] = stop
        at = stop
    return True


def _cheapest(
    paragraph: Paragraph, start: int, end: int, first: float, measure: float, wide: bool, forced: bool
) -> tuple[float, list[int]] | None:
    best: dict[int, tuple[float, int]] = {start: (0.0, -1)}
    waiting = [start]
    while waiting:
        at = heappop(waiting)
        if at == end:
            break
        cost = best[at][0] + _LINE
        for stop, price in _ends(paragraph, at, end, first if at == start else measure, wide, forced):
            known = best.get(stop)
            if known is None:
                heappush(waiting, stop)
            if known is None or cost + price < known[0]:
                best[stop] = (cost + price, at)
    if end not in best:
        return None
    path, at = [], end
    while at != start:
        path.append(at)
        at = best[at][1]
    return best[end][0], path[::-1]


def _ends(
    paragraph: Paragraph, start: int, end: int, measure: float, wide: bool, forced: bool
) -> list[tuple[int, float]]:
    """Return the ends of a line that begins at ``start`` with their prices, the fullest first; only the best few.

    None is opened past the cap where there is a choice.
    """
    out: list[tuple[int, float]] = []
    rows, most = paragraph.rows, 9 if wide else 5
    limit = 60.0 if wide else 6.0
    stop = min(end, bisect_right(paragraph.widths, paragraph.widths[start] + measure + 3 * paragraph.em) + 1)
    base = paragraph.widths[start] + paragraph.trim(start)
    while stop > start:
        legal = 0.0 if stop == end else rows[stop - 1].price
        if legal is None and forced and _may_be_forced(paragraph, stop - 1):
            legal = FORCED
        if legal is not None:
            rest = measure - (paragraph.widths[stop] - paragraph.ends[stop] - base)
            price = _price(paragraph, start, stop, rest, stop == end)
            if price is not None:
                if out and price > limit:
                    break
                if stop == end and start and paragraph.real[stop] - paragraph.real[start] < 2:
                    price += LONE
                out.append((stop, price + legal))
                if len(out) == most:
                    break
        stop -= 1
    return out


def _may_be_forced(paragraph: Paragraph, index: int) -> bool:
    return index not in paragraph.unbroken and paragraph.tokens[index].kind not in (Kind.BREAK, Kind.PAD)


def _price(paragraph: Paragraph, start: int, stop: int, rest: float, last: bool) -> float | None:
    """Return what the line ``[start, stop)`` costs that lacks ``rest`` px; None where it cannot be shrunk enough."""
    inner = stop - 1
    if rest < -_EPS:
        shrink = more = 0.0
        if inner > start:
            shrink = paragraph.shrink[inner] - paragraph.shrink[start]
            more = paragraph.more[inner] - paragraph.more[start]
        if paragraph.elastic:
            shrink += paragraph.end_gives(stop)
        if -rest > shrink + more + _EPS:
            return None
        return 0.5 * (min(1.0, -rest / shrink) if shrink else 1.0) ** 2 + (1.0 if -rest > shrink else 0.0)
    if last:
        return 0.0
    if paragraph.ragged:
        return _SHORT * rest / paragraph.em
    if inner > start:
        rest -= paragraph.open[inner] - paragraph.open[start]
    if rest <= 0:
        return 0.0
    gaps = paragraph.gaps[inner] - paragraph.gaps[start] if inner > start else 0
    step = rest / (gaps * paragraph.em) if gaps else 9.0
    return (step / COMFORT) ** 2 + (0.0 if step <= paragraph.compositor.rules.cap else OVER * step)
