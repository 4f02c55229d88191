"""A second counter of faults in a finished PDF, which shares no code with ``bulletin``: MuPDF reads, this counts.

It knows columns of running text on pages without boxes: every glyph of the body's size, by column and baseline. A
line is the first of its paragraph if it is indented; the last if the next line of the text is a first one, stands
apart, or is missing. Tests hold ``bulletin inspect`` against it.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pymupdf

PAUSE = set("、，；：。！？．")
CLOSE = set("）］｝〕〉》」』】〗〙〛”’")
OPEN = set("（［｛〔〈《「『【〖〘〚“‘")
NOT_FIRST = PAUSE | CLOSE | set("·・‧•～–／)]}") - {"•"}
NOT_LAST = OPEN | set("([{")
TWICE = set("—…⋯")


@dataclass(frozen=True)
class Char:
    text: str
    x: float
    end: float
    y: float
    ours: bool = True
    """Whether it is in the face of the body."""


@dataclass
class Row:
    page: int
    column: int
    y: float
    chars: list[Char]
    left: float
    """Edge of its column."""
    first: bool = False
    last: bool = False
    goes_on: bool = False
    """Whether its text began in the column to the left: it is no column then."""
    strange: bool = False
    """Of a box or a list."""

    @property
    def text(self) -> str:
        return "".join(c.text for c in self.chars)


@dataclass(frozen=True)
class Counts:
    lines: int
    measured: int
    """Lines that must be flush: all but the last of each paragraph."""
    starts: int
    strict_starts: int
    ends: int
    split: int
    short: int
    """More than 1 pt short."""
    short_half: int
    """More than half a pt short."""
    lone: int
    uneven: int
    """Lines more than .11 pt off the nearest line of the column to the left, and within half a leading of it."""
    wide: int
    """Lines with a gap of more than .26 em between two Han characters."""
    gaping: int
    """Pairs of marks that take more than 1.76 em."""


def count(
    path: Path,
    column_lefts: Sequence[float] | Callable[[int], Sequence[float]] | None = None,
    measure: float | None = None,
    leading: float | None = None,
    body_size: float | None = None,
    face: str = "",
    plain: bool = False,
) -> Counts:
    """Count the faults of the PDF at ``path``; lengths in pt, what is None is inferred from the pages.

    ``face`` is a part of the name of the body's face: lines of that size most of whose glyphs have another are left out.
    ``column_lefts`` may tell them page by page (from 1). ``plain``: lines that start neither at their column's edge nor
    two characters from it are of boxes and lists, which are not known here, and end what stands before them.
    """
    pages, size = _chars(path, body_size, face)
    if callable(column_lefts):
        by_page = [list(column_lefts(number)) for number in range(1, len(pages) + 1)]
    else:
        by_page = [list(column_lefts) if column_lefts else _lefts(pages, size)] * len(pages)
    rows = _rows(pages, by_page, measure, size)
    step = leading or _usual([b.y - a.y for a, b in pairwise(rows) if b.y > a.y])
    width = measure or _usual([r.chars[-1].end - r.left for r in rows if _han(r.chars[-1].text)])
    for row in rows:
        indent = (_start(row, size) - row.left) / size
        row.first = indent >= 0.8
        row.strange = plain and (row.goes_on or min(abs(indent), abs(indent - 2)) > 0.1)
    for row, after in zip(rows, [*rows[1:], None], strict=True):
        apart = (
            after is not None and (after.page, after.column) == (row.page, row.column) and after.y - row.y > 1.5 * step
        )
        row.last = after is None or after.first or after.strange or apart
    rows = [row for row in rows if not row.strange]
    measured = [row for row in rows if not row.last]
    short = [row.left + width - row.chars[-1].end for row in measured]
    pairs = list(pairwise(rows))
    return Counts(
        lines=len(rows),
        measured=len(measured),
        starts=sum(not r.first and r.text[0] in NOT_FIRST for r in rows),
        strict_starts=sum(not r.first and r.text[0] in TWICE | {"⸺"} for r in rows),
        ends=sum(not r.last and r.text[-1] in NOT_LAST for r in rows),
        split=sum(not a.last and _parted(a.text, b.text) for a, b in pairs),
        short=sum(s > 1 for s in short),
        short_half=sum(s > 0.5 for s in short),
        lone=sum(r.last and not r.first and _lone(r.text) for r in rows),
        uneven=_uneven(rows, step),
        wide=sum(_widest(r, size) > 0.26 for r in rows),
        gaping=sum(_gaping(r, size) for r in rows),
    )


def _chars(path: Path, body_size: float | None, face: str) -> tuple[list[list[Char]], float]:
    found: list[list[tuple[float, Char]]] = []
    sizes: Counter[float] = Counter()
    with pymupdf.open(path) as document:
        for page in document:
            here = []
            for block in page.get_text("rawdict", flags=0)["blocks"]:
                for span in (span for line in block.get("lines", ()) for span in line["spans"]):
                    size, ours = round(float(span["size"]), 1), face in span["font"]
                    for char in span["chars"]:
                        text = char["c"]
                        if not text.strip():
                            continue
                        x, y = char["origin"]
                        here.append((size, Char(text, x, char["bbox"][2], y, ours)))
                        sizes[size] += _han(text)
            found.append(here)
    body = body_size if body_size is not None else max(sizes, key=lambda s: (sizes[s], s))
    return [[char for size, char in page if abs(size - body) < 0.15] for page in found], body


def _lefts(pages: list[list[Char]], size: float) -> list[float]:
    """Where glyphs stand that have none within 1.5 em on their left, on many lines."""
    starts: Counter[int] = Counter()
    exact: dict[int, list[float]] = defaultdict(list)
    for page in pages:
        lines: dict[int, list[Char]] = defaultdict(list)
        for char in page:
            lines[round(char.y * 5)].append(char)
        for line in lines.values():
            line.sort(key=lambda c: c.x)
            for before, char in zip([None, *line], line, strict=False):
                if char.text not in OPEN and (before is None or char.x - before.end > 1.5 * size):
                    starts[round(char.x)] += 1
                    exact[round(char.x)].append(char.x)
    total = sum(starts.values())
    lefts: list[float] = []
    for place in sorted(starts):
        if starts[place] >= 0.1 * total and (not lefts or place - lefts[-1] > 3 * size):
            lefts.append(_usual(exact[place]))
    return lefts


def _rows(pages: list[list[Char]], by_page: list[list[float]], measure: float | None, size: float) -> list[Row]:
    rows = []
    for number, (page, lefts) in enumerate(zip(pages, by_page, strict=True), 1):
        for column, left in enumerate(lefts):
            end = lefts[column + 1] if column + 1 < len(lefts) else 1e9
            if measure:
                end = min(end, left + measure + 0.4 * size)
            lines: list[Row] = []
            inside = [c for c in page if left - 0.6 * size <= c.x < end - 0.6 * size]
            for char in sorted(inside, key=lambda c: (round(c.y, 1), c.x)):
                if lines and abs(char.y - lines[-1].y) < 0.5:
                    lines[-1].chars.append(char)
                else:
                    lines.append(Row(number, column, char.y, [char], left))
            for line in lines:
                line.chars.sort(key=lambda c: c.x)
                head = line.chars[0]
                line.goes_on = any(
                    abs(c.y - head.y) < 0.5 and 0 <= head.x - c.end < 1.2 * size for c in page if c is not head
                )
            rows += [line for line in lines if 2 * sum(c.ours for c in line.chars) >= len(line.chars)]
    return rows


def _usual(values: list[float]) -> float:
    bins = Counter(round(v, 1) for v in values)
    best = max(bins, key=lambda b: (bins[b] + bins[round(b - 0.1, 1)] + bins[round(b + 0.1, 1)], b))
    near = [v for v in values if abs(v - best) < 0.15]
    return sum(near) / len(near)


def _start(row: Row, size: float) -> float:
    char = row.chars[0]
    return char.x + size / 2 if char.text in OPEN else char.x


def _han(text: str) -> bool:
    return "\u4e00" <= text <= "\u9fff" or "\u3400" <= text <= "\u4dbf" or "\U00020000" <= text <= "\U000323af"


def _parted(text: str, after: str) -> bool:
    mark = text[-1]
    run = len(text) - len(text.rstrip(mark))
    return mark in TWICE and run % 2 == 1 and after.startswith(mark)


def _lone(text: str) -> bool:
    return sum(map(_han, text)) <= 1 and not any(c.isascii() and c.isalnum() for c in text)


def _uneven(rows: list[Row], step: float) -> int:
    columns: dict[tuple[int, int], list[float]] = defaultdict(list)
    for row in rows:
        columns[row.page, row.column].append(row.y)
    found = 0
    for row in rows:
        beside = columns.get((row.page, row.column - 1))
        if beside:
            found += 0.11 < min(abs(row.y - y) for y in beside) < step / 2
    return found


def _widest(row: Row, size: float) -> float:
    gaps = [(b.x - a.end) / size for a, b in pairwise(row.chars) if _han(a.text) and _han(b.text)]
    # MuPDF leaves U+3000 out: a gap of one character is one, opened as others are.
    return max((gap for gap in gaps if not 0.95 <= gap <= 1.3), default=0.0)


def _gaping(row: Row, size: float) -> int:
    """Pairs with a white half where they meet: something that closes before a mark, or a mark before what opens."""
    found = 0
    for a, b in pairwise(row.chars):
        meets = (a.text in CLOSE | PAUSE and b.text in CLOSE | PAUSE | OPEN) or (a.text in OPEN and b.text in OPEN)
        frame = a.end - size if a.text in OPEN else a.x
        found += meets and (b.end - frame) / size > 1.76
    return found
