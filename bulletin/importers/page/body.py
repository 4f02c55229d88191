"""The text of a story: its rows to blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bulletin.blocks import (
    Block,
    Break,
    Figure,
    Group,
    GroupKind,
    Inline,
    Inlines,
    Paragraph,
    Span,
    SpanKind,
    Subhead,
    Table,
    Text,
    Verse,
)
from bulletin.findings import Place
from bulletin.importers.draft import Part
from bulletin.importers.page import pictures, speakers
from bulletin.importers.page.furniture import JUMP_END, JUMP_START
from bulletin.importers.page.heads import Tell, Top
from bulletin.importers.page.kinds import NUMBERED, Seen
from bulletin.importers.page.people import Sort
from bulletin.importers.page.rows import Kind, Row
from bulletin.importers.page.shorts import VERSE_RULE
from bulletin.importers.page.stories import Story
from bulletin.model import Byline


@dataclass(slots=True)
class _Maker:
    story: Story
    seen: Seen
    name: str
    top: Top
    tell: Tell
    blocks: list[Block] = field(default_factory=list)
    turns: list[Block] = field(default_factory=list)
    """Turns of the dialogue that is open."""
    verse: list[list[Row]] = field(default_factory=list)
    signs: list[Row] = field(default_factory=list)
    levels: tuple[int, ...] = ()

    def place(self, row: Row) -> Place:
        return Place(self.name, row.number)

    def put(self, block: Block) -> None:
        self.close()
        self.blocks.append(block)

    def close(self) -> None:
        """Put down the dialogue, the poem or the signature that is open."""
        if self.turns:
            self.blocks.append(Group("", GroupKind.QA, tuple(self.turns), (), self.turns[0].place))
            self.turns = []
        if self.verse:
            stanzas = tuple(tuple(row.inlines for row in stanza) for stanza in self.verse)
            self.blocks.append(Verse("", stanzas, (), self.place(self.verse[0][0])))
            self.verse = []
        if self.signs:
            lines: list[Inline] = []
            for row in self.signs:
                lines += [*((Break(),) if lines else ()), *row.inlines]
            paragraph = Paragraph("", tuple(lines), self.place(self.signs[0]))
            self.blocks.append(Group("", GroupKind.SIGNOFF, (paragraph,), (), paragraph.place))
            self.signs = []


def read(story: Story, seen: Seen, name: str, top: Top, tell: Tell) -> tuple[Block, ...]:
    """Return the blocks of ``story``; what its text says of writers and sources goes to ``top``."""
    maker = _Maker(story, seen, name, top, tell)
    shots = pictures.find(story, seen)
    pictured = {id(row): shot for shot in shots for row in shot.rows}
    used = {row.look.level for row in story.body if row.kind is Kind.TITLE and row.look.level}
    maker.levels = tuple(sorted(used))
    rows = [*top.back, *story.body]
    texts = [row for row in rows if row.kind in (Kind.PARAGRAPH, Kind.LEDE, Kind.TURN) and id(row) not in pictured]
    first = texts[0] if texts else None
    last = texts[-1] if texts else None
    for number, row in enumerate(rows):
        if shot := pictured.get(id(row)):
            if row is shot.at:
                block, _ = pictures.figure(shot, seen, name)
                maker.put(block)
            _tell_shot(maker, shot, row)
        else:
            _row(maker, row, rows[number + 1 :], row is first, row is last)
    maker.close()
    return tuple(maker.blocks)


def _tell_shot(maker: _Maker, shot: pictures.Shot, row: Row) -> None:
    if row.block is not None:
        maker.tell(row, Part.PICTURE, rule="picture")
    elif row in shot.captions:
        signed = maker.seen.people.get(id(row))
        both = signed is not None and signed.start > 0
        rule = row.rule if row.kind is Kind.CAPTION else "caption-by-credit"
        maker.tell(row, *((Part.CAPTION, Part.CREDIT) if both else (Part.CAPTION,)), rule=rule, doubt=shot.doubt)
    else:
        maker.tell(row, Part.CREDIT, rule=row.rule)


def _row(maker: _Maker, row: Row, after: Sequence[Row], first: bool, last: bool) -> None:
    match row.kind:
        case Kind.BLOCK if row.block is not None:
            maker.put(replace(row.block, place=maker.place(row)))
            maker.tell(row, Part.TABLE if isinstance(row.block, Table) else Part.BODY, rule="block")
        case Kind.TURN:
            _turn(maker, row)
        case Kind.TITLE | Kind.SECTION | Kind.SERIES:
            _subhead(maker, row, after)
        case Kind.SPONSOR if not maker.top.sponsor:
            maker.top.sponsor = row.text
            maker.tell(row, Part.SPONSOR, rule="sponsor")
        case Kind.SIGNOFF:
            if not maker.signs:
                maker.close()
            maker.signs.append(row)
            maker.tell(row, Part.SIGNOFF, rule=row.rule)
        case Kind.TAIL | Kind.BYLINE:
            _tail(maker, row)
        case Kind.DATE if row.rule == "said-date":
            maker.tell(row, Part.DATE, rule=row.rule)
        case Kind.PARAGRAPH if row.rule == VERSE_RULE:
            _verse(maker, row)
        case _:
            _paragraph(maker, row, first, last)


def _turn(maker: _Maker, row: Row) -> None:
    if not maker.turns:
        maker.close()
    said = speakers.turn(row)
    inlines = row.inlines
    if said is not None and len(inlines) == 1 and isinstance(inlines[0], Text):
        text = inlines[0].text
        inlines = (
            Span(SpanKind.STRONG, (Text(text[: said.end]),)),
            *((Text(rest),) if (rest := text[said.end :]) else ()),
        )
    maker.turns.append(Paragraph("", inlines, maker.place(row)))
    asks = said is not None and bool(speakers.ASKING.fullmatch(said.speaker))
    maker.tell(row, Part.QUESTION if asks else Part.ANSWER, rule="turn", doubt=row.doubt)


def _subhead(maker: _Maker, row: Row, after: Sequence[Row]) -> None:
    if not any(
        other.kind in (Kind.PARAGRAPH, Kind.TURN, Kind.ITEM, Kind.FIELD, Kind.BLOCK, Kind.LEDE, Kind.CAPTION)
        for other in after
    ):
        # Nothing follows that it could head: a line of its own.
        maker.put(Paragraph("", row.inlines, maker.place(row)))
        maker.tell(row, Part.BODY, rule="line-at-end", doubt=True)
        return
    level = 2
    if row.look.level and len(maker.levels) > 1 and row.look.level > maker.levels[0]:
        level = 3
    elif row.key.startswith("(") and NUMBERED.match(row.key):
        level = 3 if any(isinstance(block, Subhead) and block.level == 2 for block in maker.blocks) else 2
    maker.put(Subhead("", level, row.inlines, maker.place(row)))
    maker.tell(row, Part.SUBHEAD, rule="numbered" if NUMBERED.match(row.key) else "subhead", doubt=row.doubt)


def _tail(maker: _Maker, row: Row) -> None:
    found = maker.seen.people.get(id(row))
    if found is None or not (found.bylines or found.source) or found.sort is Sort.HEAD:
        _paragraph(maker, row, False, False)
        return
    maker.close()
    _add_people(maker.top, found.bylines)
    if found.place or (found.source and not found.bylines and found.sort is not Sort.SOURCE):
        # It says more than who wrote it: it stays at the foot, as it was.
        maker.blocks.append(Paragraph("", row.inlines, maker.place(row)))
        maker.tell(row, Part.BODY, Part.BYLINE, rule="tail-line", doubt=not found.sure)
    else:
        maker.top.source = maker.top.source or found.source
        maker.tell(row, Part.BYLINE if found.bylines else Part.SOURCE, rule="tail-line", doubt=not found.sure)


def _verse(maker: _Maker, row: Row) -> None:
    if not maker.verse:
        maker.close()
        maker.verse.append([row])
    elif (
        row.gap > min(other.gap for other in maker.verse[-1][-1:])
        and len(maker.verse[-1]) > 1
        and row.gap > maker.verse[-1][-1].gap
    ):
        maker.verse.append([row])
    else:
        maker.verse[-1].append(row)
    maker.tell(row, Part.VERSE, rule="verse")


def _paragraph(maker: _Maker, row: Row, first: bool, last: bool) -> None:
    inlines, parts = row.inlines, [Part.BODY]
    found = maker.seen.people.get(id(row))
    text = row.text
    start, end = 0, len(text)
    if match := JUMP_END.search(text):
        end, parts = match.start(), [*parts, Part.JUMP]
    if match := JUMP_START.match(text):
        start, parts = match.end(), [*parts, Part.JUMP]
    rule = row.rule
    if found is not None and found.sort is Sort.HEAD:
        _add_people(maker.top, found.bylines)
        if first and found.start <= 1 and not maker.top.dateline and found.end < end and start == 0:
            maker.top.dateline = text[: found.end].strip()
            start = found.end
            while start < end and text[start] in " \u3000":
                start += 1
    elif found is not None and found.sort is Sort.TAIL and (last or row.kind is Kind.ITEM or not maker.top.bylines):
        _add_people(maker.top, found.bylines)
    if (start, end) != (0, len(text)):
        inlines = cut(inlines, start, end)
    maker.tell(row, *parts, rule=rule, doubt=row.doubt)
    block = Paragraph("", inlines, maker.place(row))
    if maker.turns and row.kind is Kind.PARAGRAPH:
        maker.turns.append(block)
    else:
        maker.put(block)


def _add_people(top: Top, bylines: Sequence[Byline]) -> None:
    known = {name for byline in top.bylines for name in byline.names}
    top.bylines += [byline for byline in bylines if not set(byline.names) <= known]


def cut(inlines: Inlines, start: int, end: int) -> Inlines:
    """Return what ``inlines`` say from character ``start`` to ``end``, counted as ``Row.text`` is."""
    out: list[Inline] = []
    at = 0
    for inline in inlines:
        size = length(inline)
        low, high = max(start - at, 0), min(end - at, size)
        at += size
        if low >= high and size:
            continue
        if (low, high) == (0, size):
            out.append(inline)
        elif isinstance(inline, Text):
            out.append(Text(inline.text[low:high]))
        elif isinstance(inline, Span):
            out.append(replace(inline, children=cut(inline.children, low, high)))
        else:
            out.append(inline)
    return tuple(out)


def length(inline: Inline) -> int:
    """Return how many characters of a row's text an inline says."""
    from bulletin.walk import plain

    return len(plain((inline,), notes=False))


def figures(blocks: Sequence[Block]) -> list[Figure]:
    """Return the pictures among ``blocks``."""
    return [block for block in blocks if isinstance(block, Figure)]
