"""A manuscript to drafts of articles, and for each of its lines the one place where it went: ``analyse``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bulletin.blocks import Block, Figure, Group, GroupKind, Inline, Inlines, NoteCall, Paragraph, Span, Verse
from bulletin.importers.base import House, Manuscript
from bulletin.importers.draft import Analysis, Draft, Fate, Part
from bulletin.importers.page import body, borders, furniture, heads, joins, jumps, kinds, repeats, shorts, told, wrap
from bulletin.importers.page.kinds import Seen
from bulletin.importers.page.rows import Kind, Row, folded, row_of
from bulletin.importers.page.stories import Story
from bulletin.model import Article, Headline, Note
from bulletin.model import Kind as ArticleKind
from bulletin.walk import descend, rewrite_block

_OUT = {
    Kind.FURNITURE: Part.FURNITURE,
    Kind.DUPLICATE: Part.DUPLICATE,
    Kind.STAFF: Part.FURNITURE,
    Kind.JUMP: Part.JUMP,
}
_KINDS = (
    (ArticleKind.OBITUARY, re.compile(r"讣告|讣闻|沉痛悼念")),
    (
        ArticleKind.NOTICE,
        re.compile(r"启事|公告$|通告$|公示$|通知$|招聘|征稿|征文|寻[人物]|遗失|声明$|预告$|须知$|倡议书$"),
    ),
    (ArticleKind.LETTER, re.compile(r"读者来信|^致.{2,16}的?(?:一封)?(?:公开)?信$|来信$|感谢信$")),
    (ArticleKind.COMMENT, re.compile(r"社论|时评|短评|评论员文章")),
)


def analyse(manuscript: Manuscript, house: House) -> Analysis:
    """Return the articles of ``manuscript`` and the fate of each of its lines; linear in its length."""
    known = frozenset(map(folded, house.sections))
    rows, wrapped = wrap.unwrap([row_of(line) for line in manuscript.lines])
    furniture.mark(rows)
    repeats.drop(rows)
    kinds_seen = kinds.tell(rows, house, known)
    rows = joins.mend(rows, kinds_seen.indents)
    shorts.mark(rows)
    stories = jumps.link(borders.part(rows, kinds_seen, manuscript.whole))
    teller = _Teller(manuscript, wrapped)
    drafts = []
    for number, story in enumerate(stories):
        teller.article = number
        drafts.append(_draft(story, kinds_seen, known, manuscript, teller))
    teller.article = -1
    for row in rows:
        if row.kind in _OUT:
            teller(row, _OUT[row.kind], rule=row.rule, other=row.same_as)
    fates = teller.fates()
    found = told.findings(manuscript, rows, stories, drafts, fates, wrapped)
    return Analysis(manuscript, tuple(drafts), fates, found)


@dataclass(slots=True)
class _Teller:
    """Notes where each line went."""

    manuscript: Manuscript
    wrapped: bool
    article: int = -1
    found: dict[int, Fate] = field(default_factory=dict)

    def __call__(self, row: Row, *parts: Part, rule: str, doubt: bool = False, other: int = 0) -> None:
        broken = {right: left for left, right in row.joins}
        for line in row.lines:
            joined = broken.get(line.number, 0)
            self.found[line.number] = Fate(
                line.number,
                parts if not joined else parts[:1],
                self.article,
                ("unwrapped" if self.wrapped else "joined") if joined else rule,
                joined or other,
                doubt or (bool(joined) and not self.wrapped),
            )

    def fates(self) -> tuple[Fate, ...]:
        """Return one fate for each line, in order; a line that nobody told of is left over."""
        lost = Fate(0, (Part.LEFTOVER,), -1, "leftover", 0, True)
        return tuple(self.found.get(line.number, replace(lost, line=line.number)) for line in self.manuscript.lines)


def _draft(story: Story, seen: Seen, known: frozenset[str], manuscript: Manuscript, tell: _Teller) -> Draft:
    top = heads.read(story, seen, known, tell)
    blocks = body.read(story, seen, manuscript.name, top, tell)
    for row in story.repeats:
        tell(row, Part.JUMP, rule="jump-headline")
    headline = top.headline
    if not headline.lines:
        headline = Headline((_first_words(story),), headline.kicker, headline.deck)
    blocks, notes = _notes(blocks, manuscript)
    lines = [line.number for row in story.rows for line in row.lines]
    article = Article(
        id="",
        name="",
        headline=headline,
        blocks=blocks,
        notes=notes,
        bylines=tuple(top.bylines),
        dateline=top.dateline,
        kind=_kind(headline, blocks, story),
        series=top.series,
        sponsor=top.sponsor,
        source=top.source,
    )
    opened = "untitled" if not top.headline.lines else story.opened
    return Draft(article, min(lines), max(lines), opened, top.section)


def _first_words(story: Story) -> str:
    """Return the first words of a text that came without a headline: they stand for one until the editor writes it."""
    text = next((row.text for row in story.body if row.text), "")
    return re.split(r"[，。；：！？、,;:!?]", text)[0][:20] or text[:20] or "?"


def _kind(headline: Headline, blocks: Sequence[Block], story: Story) -> ArticleKind:
    title = folded(headline.text)
    every = list(descend(tuple(blocks)))
    if any(isinstance(block, Group) and block.kind is GroupKind.QA and len(block.blocks) >= 4 for block in every):
        return ArticleKind.INTERVIEW
    for kind, pattern in _KINDS:
        if pattern.search(title):
            return kind
    texts = [block for block in blocks if isinstance(block, Paragraph)]
    if any(isinstance(block, Verse) for block in blocks) and len(texts) <= 1:
        return ArticleKind.VERSE
    signed = any(row.kind is Kind.BYLINE for row in story.head) or story.has(Kind.LEDE)
    if any(isinstance(block, Figure) for block in blocks) and len(texts) <= 3 and not signed:
        return ArticleKind.PHOTO
    return ArticleKind.NEWS


def _notes(blocks: tuple[Block, ...], manuscript: Manuscript) -> tuple[tuple[Block, ...], tuple[Note, ...]]:
    """Return ``blocks`` with their note calls numbered from 1, and the notes they call."""
    if not manuscript.notes:
        return blocks, ()
    order: dict[int, int] = {}

    def number(inlines: Inlines) -> Inlines:
        out: list[Inline] = []
        for inline in inlines:
            if isinstance(inline, NoteCall):
                out.append(NoteCall(order.setdefault(inline.number, len(order) + 1)))
            elif isinstance(inline, Span):
                out.append(replace(inline, children=number(inline.children)))
            else:
                out.append(inline)
        return tuple(out)

    blocks = tuple(rewrite_block(block, number) for block in blocks)
    called = sorted(order, key=lambda n: order[n])
    return blocks, tuple(Note(order[n], manuscript.notes[n - 1]) for n in called if n <= len(manuscript.notes))
