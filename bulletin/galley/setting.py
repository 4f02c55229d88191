"""Faults of a line of its own: how it starts and ends, whether it meets its measure, how its white is shared out.

Rules are those of clreq (“Line composition”, “Line adjustment”) and GB/T 15834-2011 §5.1.
"""

from collections.abc import Iterator
from itertools import pairwise

from bulletin.galley import marks
from bulletin.galley.faults import SLACK, Fault, Kind, Rules, at, runs
from bulletin.galley.lines import Galley, Glyph, Line


def find(galley: Galley, rules: Rules) -> Iterator[Fault]:
    """Yield every fault of this module."""
    yield from breaks(galley)
    yield from flushness(galley, rules)
    yield from gaps(galley, rules)


def breaks(galley: Galley) -> Iterator[Fault]:
    """Yield lines that start or end with a mark that may not stand there, and marks of two parts that were parted.

    A paragraph's first line may start with anything, its last may end with anything. A dash or ellipsis is parted
    where an odd number of its marks ends one line and the next line goes on with the same mark.
    """
    for lines in runs(galley):
        for line in lines:
            inked = line.inked
            if not inked:
                continue
            head, tail = inked[0].text[:1], inked[-1].text[-1:]
            if not line.first and head in marks.NO_START:
                yield at(Kind.START, line, 0, 0, 1)
            if not line.first and head in marks.NO_START_STRICT:
                yield at(Kind.START_STRICT, line, 0, 0, 1)
            if not line.last and tail in marks.NO_END:
                yield at(Kind.END, line, 0, -1)
        for line, after in pairwise(lines):
            text, then = line.text.rstrip("\u200b\u2060 "), after.text.lstrip("\u200b\u2060 ")
            mark = text[-1:]
            if mark and mark in marks.DOUBLE and then[:1] == mark and (len(text) - len(text.rstrip(mark))) % 2:
                yield at(Kind.SPLIT, line, 0, -1)


def measured(line: Line) -> bool:
    """Tell whether the line must end at its measure."""
    return line.body and line.flush and not line.last and bool(line.inked)


def shortfall(line: Line) -> float:
    """Return how far before its measure the line ends, in pt; a mark at its end may keep or lose half its frame."""
    return line.right - line.inked[-1].end


def flushness(galley: Galley, rules: Rules) -> Iterator[Fault]:
    """Yield justified lines that end too early, nearly so, or too late.

    Too late is ink past the measure by more than ``rules.short``; a mark's white half is no ink.
    """
    for sheet in galley.sheets:
        for line in filter(measured, sheet.lines):
            short, final = shortfall(line), line.inked[-1]
            white = final.size / 2 if final.text in marks.PAUSES + marks.CLOSING else 0.0
            if short > rules.short:
                yield at(Kind.SHORT, line, short, -1)
            elif short > rules.ragged:
                yield at(Kind.RAGGED, line, short, -1)
            elif -short - white > rules.short:
                yield at(Kind.OVER, line, -short - white, -1)


def gaps(galley: Galley, rules: Rules) -> Iterator[Fault]:
    """Yield lines of running text opened too wide (once, with their widest gap), and pairs of marks that gape."""
    for sheet in galley.sheets:
        for line in sheet.lines:
            widest, spot = 0.0, 0
            for number, (one, two) in enumerate(pairwise(line.glyphs)):
                gap = (two.x - one.x - one.advance) / one.size
                if gap > widest and line.body and marks.is_han(one) and marks.is_han(two):
                    widest, spot = gap, number
                elif one.text not in marks.PAIRING:
                    continue
                elif _due(one, two, galley.centred) and marks.extent(one, two) > rules.pair + SLACK:
                    yield at(Kind.GAPE, line, marks.extent(one, two), number, number + 2)
            if widest > rules.cap + SLACK:
                yield at(Kind.STRETCH, line, widest, spot, spot + 2)


def pairs(line: Line, centred: bool) -> int:
    """Return how many pairs of marks in ``line`` must give up half a 字."""
    return sum(one.text in marks.PAIRING and _due(one, two, centred) for one, two in pairwise(line.glyphs))


def _due(one: Glyph, two: Glyph, centred: bool) -> bool:
    # A raised note mark is another size: its brackets are no pair with the marks of the text.
    return abs(one.size - two.size) < 0.1 and marks.due(one.text, two.text, centred)
