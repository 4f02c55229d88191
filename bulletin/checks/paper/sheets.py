"""A finished PDF, whoever made it, as the galley has it: pages of lines with their measures and paragraphs."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf

from bulletin.checks.paper import measures, tags
from bulletin.checks.paper.measures import Part, start
from bulletin.checks.paper.parts import INDENT, Style, body_key, tagged_parts, untagged_parts, without_furniture
from bulletin.checks.paper.reader import PageRuns, Reader
from bulletin.checks.paper.rows import Row, gather
from bulletin.galley import marks
from bulletin.galley.lines import Face, Galley, Line, Role, Sheet

OURS = "bulletin"
"""/Creator of our own files."""
_FAMILY = "Bulletin"
"""How the names of our faces begin."""
_ROOM = 3.2
"""em that a line may be short although its paragraph goes on."""
_ITEM = re.compile(r"[·•◦▪■□●○◆◇–-]|[（(]?[0-9一二三四五六七八九十]{1,3}[）).、．]")
"""How an item of a list begins."""
_ENDING = frozenset("。！？…”’」』）：；.!?")


@dataclass(frozen=True, slots=True)
class Paper:
    """A PDF as read back."""

    galley: Galley
    producer: str
    """Who made it, as it says itself: /Creator and /Producer."""
    tagged: bool
    """Whether its paragraphs are known from its tags rather than guessed."""


def read(path: Path) -> Paper:
    """Return the lines of the PDF at ``path``; raises ``pikepdf.PikepdfError`` if it is not a PDF that can be read."""
    with pikepdf.open(path) as pdf:
        reader, blocks = Reader(), tags.read(pdf)
        drawn: list[PageRuns] = []
        rows: list[list[Row]] = []
        named = total = 0
        for number, page in enumerate(pdf.pages, 1):
            runs = reader.page(page)
            text = [run for run in runs.runs if not run.artifact]
            place = page.obj.objgen
            whose = [blocks.get((place, run.mark)) if run.mark is not None else None for run in text]
            named += sum(block is not None for block in whose)
            total += len(text)
            drawn.append(runs)
            rows.append(gather(number, zip(text, whose, strict=True)))
        creator, producer = (_info(pdf, key) for key in ("/Creator", "/Producer"))
        tagged = named > total / 2
        language = str(pdf.Root.get("/Lang", ""))
    parts, style = _parts(rows, tagged)
    lines = _lines(parts, style)
    ours = creator == OURS
    galley = Galley(
        tuple(_sheets(drawn, lines)),
        tuple(_faces(drawn)),
        _FAMILY if ours else "",
        language.startswith(("zh-Hant", "zh-TW", "zh-HK", "zh-MO")) or style.body[0].endswith(("-TC", "-TW", "-HK")),
    )
    return Paper(galley, " · ".join(filter(None, (creator, producer))), tagged)


def _info(pdf: pikepdf.Pdf, key: str) -> str:
    return str(pdf.docinfo.get(key, "")) if "/Info" in pdf.trailer else ""


def _parts(rows: Sequence[Sequence[Row]], tagged: bool) -> tuple[list[list[Part]], Style]:
    style = Style(body_key((row for page in rows for row in page), tagged))
    rows = without_furniture(rows, style)
    if tagged:
        pages = tagged_parts(rows, style)
    else:
        pages, style = untagged_parts(rows, style)
    measures.set_measures(pages, style.body[1])
    if tagged:
        begun: set[int] = set()
        indents = []
        for part in (part for page in pages for part in page if part.body):
            number = _block(part)
            if number not in begun and len(part.rows) > 1:
                indents.append(_indented(part, style))
            begun.add(number)
        style = replace(style, indented=sum(indents) >= 0.3 * len(indents))
    return pages, style


def _block(part: Part) -> int:
    block = part.rows[0].block
    return block.number if block is not None else -1 - part.rows[0].order


def _indented(part: Part, style: Style) -> bool:
    return start(part.rows[0]) - part.left >= INDENT * style.body[1]


def _lines(pages: Sequence[Sequence[Part]], style: Style) -> dict[int, list[Line]]:
    """Return the lines of each page, from 1, in the order of the stream."""
    paragraphs = _paragraphs(pages, style)
    numbers: dict[int, int] = {}
    for page in pages:
        columns: dict[int, list[Row]] = defaultdict(list)
        for part in page:
            columns[part.column] += part.rows
        for rows in columns.values():
            number, above = 0, -1000.0
            for row in sorted(rows, key=lambda row: row.baseline):
                # Cells of one row of a table stand beside each other.
                if row.baseline - above > 0.3 * row.size:
                    number += 1
                    above = row.baseline
                numbers[id(row)] = number
    made: dict[int, list[tuple[int, Line]]] = defaultdict(list)
    order = {id(part): number for number, part in enumerate(part for page in pages for part in page)}
    for paragraph, parts in enumerate(paragraphs, 1):
        rows = [row for part in parts for row in part.rows]
        loose = _loose(parts, style) if parts[0].body else set()
        for part in parts:
            for row in part.rows:
                line = Line(
                    row.page,
                    part.column,
                    numbers[id(row)],
                    row.baseline,
                    part.left,
                    part.right,
                    tuple(row.glyphs),
                    row is rows[0],
                    row is rows[-1],
                    part.body,
                    paragraph,
                    row.block.role if row.block is not None else Role.OTHER,
                    part.known and id(row) not in loose,
                )
                made[row.page].append((order[id(part)], line))
    return {page: [line for _, line in sorted(found, key=lambda f: f[0])] for page, found in made.items()}


def _paragraphs(pages: Sequence[Sequence[Part]], style: Style) -> list[list[Part]]:
    """Return the parts of each paragraph: those of one block, and those that go on from one column to the next."""
    found: list[list[Part]] = []
    by_block: dict[int, list[Part]] = {}
    before: list[Part] | None = None
    between = False
    for part in (part for page in pages for part in page):
        number = _block(part)
        known = by_block.get(number)
        if known is None and before is not None and part.body and not between:
            last, here = before[-1].rows[-1], part.rows[0]
            up = last.page != here.page or (before[-1].column != part.column and here.baseline <= last.baseline)
            if up and _goes_on(before[-1], part, style):
                known = before
        if known is None:
            known = []
            found.append(known)
        by_block[number] = known
        known.append(part)
        role = part.rows[0].block.role if part.rows[0].block is not None else Role.OTHER
        if part.body:
            before, between = known, False
        elif role in (Role.HEAD, Role.TEXT, Role.LIST, Role.TABLE):
            between = True
    return found


def _goes_on(before: Part, part: Part, style: Style) -> bool:
    """Tell whether ``part``, at the head of a column, goes on with the paragraph that ended the one before."""
    if _indented(part, style) or _ITEM.match(part.rows[0].text):
        return False
    room = before.right - before.rows[-1].end
    if style.indented:
        # A line that goes on in another column is a full one, as full as its maker could set it.
        return room <= _ROOM * style.body[1]
    return room <= style.body[1] and before.rows[-1].text.rstrip()[-1:] not in _ENDING


def _loose(parts: Sequence[Part], style: Style) -> set[int]:
    """Return the rows, by identity, that need not meet their measure.

    A row is ended by its author where what follows would have had room, and 1 em to spare. Where most rows are, or
    where rows start at different places (centred, ranged right), the whole paragraph is ragged.
    """
    em = style.body[1]
    rows = [(part, row) for part in parts for row in part.rows]
    free = {
        id(row)
        for (part, row), (_, after) in pairwise(rows)
        if part.right - row.end > _unit(after) + em and not row.text.endswith("\u00ad")
    }
    staggered = any(start(row) - part.left > INDENT * em for part, row in rows[1:])
    if staggered or (len(free) > 1 and len(free) >= (len(rows) - 1) / 2):
        return {id(row) for _, row in rows}
    return free


def _unit(row: Row) -> float:
    """Return the width in pt of what cannot be parted at the start of ``row``."""
    width, word = 0.0, False
    for number, glyph in enumerate(row.glyphs):
        text = glyph.text[:1]
        latin = text.isalnum() and not marks.is_han(glyph)
        if number and not (text in marks.NO_START or text in marks.NO_START_STRICT or (word and latin)):
            before = row.glyphs[number - 1].text[:1]
            if before not in marks.NO_END:
                break
        word = latin
        width += glyph.advance
    return width


def _sheets(drawn: Sequence[PageRuns], lines: dict[int, list[Line]]) -> Iterable[Sheet]:
    """Yield the pages; the text area is that of all pages together, as far as text and pictures reach."""
    reach: dict[int, tuple[float, float]] = {}
    for number, page in enumerate(drawn, 1):
        spans = [(picture.top, picture.top + picture.height) for picture in page.pictures]
        for line in lines.get(number, ()):
            # What is tagged as nothing, or guessed to be nothing, may be a running head or a folio.
            if (line.body or line.role is not Role.OTHER) and line.glyphs:
                size = max(glyph.size for glyph in line.glyphs)
                spans.append((line.baseline - 0.88 * size, line.baseline + 0.12 * size))
        if spans:
            reach[number] = (min(a for a, _ in spans), max(b for _, b in spans))
    top = min((a for a, _ in reach.values()), default=0.0)
    foot = max((b for _, b in reach.values()), default=0.0)
    for number, page in enumerate(drawn, 1):
        low = reach.get(number, (top, top))[1]
        fill = 100 * (low - top) / (foot - top) if foot > top else 0.0
        yield Sheet(
            number,
            page.width,
            page.height,
            tuple(lines.get(number, ())),
            round(fill, 1),
            tuple(page.pictures),
            spots=tuple(page.spots),
        )


def _faces(drawn: Sequence[PageRuns]) -> Iterable[Face]:
    seen: dict[str, Any] = {}
    for number, page in enumerate(drawn, 1):
        for name, font in page.fonts.items():
            seen.setdefault(name, Face(name, number, font.embedded))
    return seen.values()
