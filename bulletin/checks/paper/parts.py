"""Rows gathered into the parts of paragraphs: by the tags where there are some, else by indents and gaps."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from bulletin.checks.paper import measures
from bulletin.checks.paper.measures import Part, start
from bulletin.checks.paper.rows import Row
from bulletin.checks.paper.tags import Block
from bulletin.galley import marks
from bulletin.galley.lines import Role

Key = tuple[str, float]
"""Face and size."""

INDENT = 0.8
"""em from which a paragraph's first row counts as indented."""
_GAP = 1.45
"""Share of the usual leading above which white parts two paragraphs."""
_SHORT = 1.2
"""em: where nothing is indented, a row that ends this far before its measure ends a paragraph."""


@dataclass(frozen=True, slots=True)
class Style:
    """How the running text of a document is set."""

    body: Key
    indented: bool = True
    """Whether paragraphs begin with an indent."""


def body_key(rows: Iterable[Row], tagged: bool) -> Key:
    """Return the face and size of most Han characters; of paragraphs and lists alone where tags name them."""
    counts: Counter[Key] = Counter()
    for row in rows:
        if not tagged or (row.block is not None and row.block.role in (Role.TEXT, Role.LIST)):
            counts.update((g.font, round(g.size, 1)) for g in row.glyphs if marks.is_han(g))
    return max(counts, key=lambda k: (counts[k], k), default=("", 0.0))


def is_key(row: Row, key: Key) -> bool:
    """Tell whether most of a row is set in this face and size."""
    font, size = row.key
    return font == key[0] and abs(size - key[1]) < 0.11


def without_furniture(pages: Sequence[Sequence[Row]], style: Style) -> list[list[Row]]:
    """Return the rows of each page without running heads and folios that are not marked as such.

    They are neither running text nor tagged as anything, stand above or below all else, and on at least three pages
    and half of all stands something of their size at their height.
    """
    seen: Counter[tuple[int, float]] = Counter()
    for rows in pages:
        seen.update({_height(row) for row in rows if _plain(row, style)})
    least = max(3, len(pages) / 2)
    kept = []
    for rows in pages:
        odd = {id(row) for row in rows if _plain(row, style) and seen[_height(row)] >= least}
        rest = [row.baseline for row in rows if id(row) not in odd]
        low, high = min(rest, default=0.0), max(rest, default=0.0)
        kept.append([row for row in rows if id(row) not in odd or low <= row.baseline <= high])
    return kept


def _height(row: Row) -> tuple[int, float]:
    return round(row.baseline), row.size


def _plain(row: Row, style: Style) -> bool:
    return (row.block is None or row.block.role is Role.OTHER) and not is_key(row, style.body)


def tagged_parts(pages: Sequence[Sequence[Row]], style: Style) -> list[list[Part]]:
    """Return the parts of every page, in the order of the stream."""
    bodies = [_body_blocks(rows, style) for rows in pages]
    text = [[row for row in rows if _number(row) in known] for rows, known in zip(pages, bodies, strict=True)]
    everywhere = measures.starts(row for rows in text for row in rows)
    return [
        _tagged(rows, known, measures.columns(own, style.body[1], everywhere), style.body[1])
        for rows, known, own in zip(pages, bodies, text, strict=True)
    ]


def _tagged(rows: Sequence[Row], bodies: set[int | None], edges: Sequence[float], em: float) -> list[Part]:
    parts: list[Part] = []
    for row in rows:
        body = _number(row) in bodies
        column = measures.column_of(edges, start(row), em)
        last = parts[-1] if parts else None
        same = last is not None and _number(row) is not None and _number(last.rows[0]) == _number(row)
        if last is None or not same or last.column != column or row.baseline < last.rows[-1].baseline - em:
            parts.append(Part([row], body, column, edges[column - 1] if edges else row.start))
        else:
            last.rows.append(row)
    for part in parts:
        part.ends = _ends(part.rows[:-1])
    return parts


def _number(row: Row) -> int | None:
    return None if row.block is None else row.block.number


def _body_blocks(rows: Sequence[Row], style: Style) -> set[int | None]:
    """Return the blocks of running text: paragraphs and lists most of whose characters are in the body's face."""
    counts: dict[int, Counter[bool]] = {}
    for row in rows:
        if row.block is not None and row.block.role in (Role.TEXT, Role.LIST):
            counts.setdefault(row.block.number, Counter())[is_key(row, style.body)] += len(row.glyphs)
    return {number for number, count in counts.items() if count[True] > count[False]}


def untagged_parts(pages: Sequence[Sequence[Row]], style: Style) -> tuple[list[list[Part]], Style]:
    """Return the parts of every page of a document without tags, and whether it indents its paragraphs."""
    em = style.body[1]
    step = _leading(pages, style)
    everywhere = measures.starts(row for rows in pages for row in rows if is_key(row, style.body))
    whole = [_stretches(rows, style, step, everywhere) for rows in pages]
    measures.set_measures(whole, em)
    bodies = [part for page in whole for part in page if part.body]
    indents = [start(row) - part.left >= INDENT * em for part in bodies for row in part.rows]
    found = replace(style, indented=sum(indents) >= 0.05 * len(indents))
    out: list[list[Part]] = []
    count = 0
    for page in whole:
        parts: list[Part] = []
        for stretch in page:
            for lines in _split(stretch, found) if stretch.body else [stretch.rows]:
                count += 1
                role = Role.TEXT if stretch.body else _role(lines[0], style)
                for row in lines:
                    row.block = Block(count, role)
                parts.append(Part(lines, stretch.body, stretch.column, stretch.edge, ends=_ends(lines[:-1])))
        out.append(parts)
    return out, found


def _stretches(rows: Sequence[Row], style: Style, step: float, everywhere: Counter[int]) -> list[Part]:
    """Return running text by column, parted where something else or white comes between; the rest row by row."""
    em = style.body[1]
    edges = measures.columns([row for row in rows if is_key(row, style.body)], em, everywhere)
    parts: list[Part] = []
    for row in rows:
        body = is_key(row, style.body)
        column = measures.column_of(edges, start(row), em)
        last = parts[-1] if parts else None
        if last is not None and last.column == column and last.body == body:
            apart = row.baseline - last.rows[-1].baseline
            alike = body or (row.key == last.rows[-1].key and _role(row, style) is Role.HEAD)
            if alike and 0 < apart <= (_GAP * step if body else 1.8 * row.size):
                last.rows.append(row)
                continue
        parts.append(Part([row], body, column, edges[column - 1] if edges else row.start))
    for part in parts:
        part.ends = _ends(part.rows)
    return parts


def _split(stretch: Part, style: Style) -> list[list[Row]]:
    em = style.body[1]
    out = [[stretch.rows[0]]]
    for before, row in pairwise(stretch.rows):
        indented = start(row) - stretch.left >= INDENT * em
        ended = not style.indented and stretch.right - before.end > _SHORT * em
        if indented or ended:
            out.append([row])
        else:
            out[-1].append(row)
    return out


def _ends(rows: Iterable[Row]) -> list[float]:
    """Return where rows end that end with a Han character: a mark may have lost its half, white may hang."""
    return [row.end for row in rows if (ink := row.text.rstrip("\u200b\u2060 ")) and marks.HAN_ONE.match(ink[-1])]


def _leading(pages: Sequence[Sequence[Row]], style: Style) -> float:
    apart = [
        two.baseline - one.baseline
        for rows in pages
        for one, two in pairwise([row for row in rows if is_key(row, style.body)])
        if 0 < two.baseline - one.baseline < 4 * style.body[1]
    ]
    return median(apart) if apart else 1.7 * style.body[1]


def _role(row: Row, style: Style) -> Role:
    """Guess what a row is that is no running text: larger or bold is a head."""
    font, size = row.key
    bold = any(word in font for word in ("Bold", "Black", "Heavy", "Medium"))
    if size > 1.08 * style.body[1] or (bold and size > 0.99 * style.body[1]):
        return Role.HEAD
    return Role.OTHER
