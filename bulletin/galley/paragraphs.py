"""孤字不成行，孤行不成页: last lines of one character, lines cut off from their paragraph (clreq §widows_orphans)."""

from collections.abc import Iterator
from itertools import groupby

from bulletin.galley import marks
from bulletin.galley.faults import PROSE, Fault, Kind, at, runs
from bulletin.galley.lines import Galley, Line, Role


def find(galley: Galley) -> Iterator[Fault]:
    """Yield lone characters, widows, orphans and rows of a head with one or two characters.

    * lone: the last line of a paragraph of two lines or more holds at most one 字 beside its marks;
    * widow: the last line of a paragraph of running text stands alone in its column, the rest elsewhere;
    * orphan: its first line stands alone in its column, the rest elsewhere;
    * row: a head of several rows has one that holds at most 2 字.
    """
    for lines in runs(galley):
        if len(lines) < 2:
            continue
        final = lines[-1]
        if final.last and final.role in PROSE and _lone(final):
            yield at(Kind.LONE, final)
        if final.role is Role.HEAD:
            for row in lines:
                if row.inked and marks.room(row.inked) <= 2.05:
                    yield at(Kind.HEAD_ROW, row, marks.room(row.inked))
        if all(line.body for line in lines):
            yield from _alone(lines)


def _lone(line: Line) -> bool:
    ink = line.inked
    # What is ranged right is no rest of a line: a figure, a page number.
    return bool(ink) and marks.room(ink) <= 1.05 and ink[0].x < line.left + 3 * ink[0].size


def _alone(lines: list[Line]) -> Iterator[Fault]:
    parts = [list(part) for _, part in groupby(lines, key=lambda line: (line.page, line.column))]
    if len(parts) < 2:
        return
    if len(parts[0]) == 1 and parts[0][0].first:
        yield at(Kind.ORPHAN, parts[0][0])
    if len(parts[-1]) == 1 and parts[-1][0].last:
        yield at(Kind.WIDOW, parts[-1][0])
