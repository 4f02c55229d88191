"""The pieces of an article that are converted, each with its place and with what it reads on from."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from bulletin.findings import Place
from bulletin.model import (
    Article,
    Block,
    Byline,
    Definitions,
    Figure,
    Group,
    GroupKind,
    Inlines,
    ListBlock,
    Paragraph,
    Subhead,
    Table,
    Verse,
)
from bulletin.readers.variants import from_line
from bulletin.walk import plain, rewrite_article


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece: a paragraph, a cell, a line of verse, a line of a headline …"""

    inlines: Inlines
    place: Place
    stream: int
    """Pieces of one stream are read one after another: a quotation may run from each to the next."""
    glued: bool = False
    """Whether it goes on with the paragraph before it in its stream: a line of verse, of a headline."""
    prose: bool = False
    """Whether it is running text, where a blank between two Han characters is a slip."""
    front: bool = False
    """Whether it is a line of front matter or settings, which the edition holds without its marks."""
    read: str = ""
    """What it said when it was read, without white space."""


def gather(article: Article) -> tuple[Piece, ...]:
    """Return the pieces of an article: its front matter, then its blocks and notes."""
    pieces: list[Piece] = []

    def front(text: str, key: str, line: int) -> str:
        place = article.places.get(key, article.place)
        stream = pieces[-1].stream if line else -len(pieces)
        pieces.append(Piece(from_line(text, article.script), place, stream, line > 0, front=True))
        return text

    def body(inlines: Inlines) -> Inlines:
        found.append(inlines)
        return inlines

    found: list[Inlines] = []
    _front(article, front)
    rewrite_article(article, body)
    contexts = list(_contexts(article))
    return (*pieces, *(replace(c, inlines=i) for c, i in zip(contexts, found, strict=True)))


def scatter(article: Article, new: Iterator[Inlines]) -> Article:
    """Return ``article`` with ``new`` in the place of its pieces, in the order of ``gather``."""
    fronted = _front(article, lambda _text, _key, _line: plain(next(new)))
    return rewrite_article(fronted, lambda _inlines: next(new))


def _front(article: Article, change: Callable[[str, str, int], str]) -> Article:
    """Return ``article`` with ``change`` applied to the text of its front matter: text, key, line from 0."""
    head = article.headline
    return replace(
        article,
        headline=replace(
            head,
            kicker=change(head.kicker, "kicker", 0),
            lines=tuple(change(line, "title", number) for number, line in enumerate(head.lines)),
            deck=change(head.deck, "deck", 0),
        ),
        bylines=tuple(
            Byline(
                names=tuple(change(name, "byline", 0) for name in byline.names),
                role=change(byline.role, "byline", 0),
            )
            for byline in article.bylines
        ),
        dateline=change(article.dateline, "dateline", 0),
        series=change(article.series, "series", 0),
        sponsor=change(article.sponsor, "sponsor", 0),
        source=change(article.source, "source", 0),
        photographer=change(article.photographer, "photographer", 0),
        editor=change(article.editor, "editor", 0),
        summary=change(article.summary, "summary", 0),
    )


def _contexts(article: Article) -> Iterator[Piece]:
    """Yield a piece without its text for every piece that ``rewrite_article`` comes by, in its order."""
    streams = iter(range(1, 1 << 30))

    def blocks(run: tuple[Block, ...], prose: bool = True) -> Iterator[Piece]:
        stream = next(streams)
        for block in run:
            yield from one(block, stream, prose)

    def one(block: Block, stream: int, prose: bool) -> Iterator[Piece]:
        place = block.place

        def alone() -> Piece:
            return Piece((), place, next(streams))

        match block:
            case Paragraph():
                yield Piece((), place, stream, prose=prose)
            case Subhead():
                yield alone()
            case Group():
                yield alone()
                yield from blocks(block.blocks, block.kind not in (GroupKind.SIGNOFF, GroupKind.NOTICE))
            case Figure():
                yield from (alone(), alone(), alone())
            case Table():
                yield from (alone() for row in (block.head, *block.rows) for _ in row)
            case ListBlock():
                for item in block.items:
                    yield from blocks(item, prose)
            case Definitions():
                for _, said in block.items:
                    yield alone()
                    yield from blocks(said, prose)
            case Verse():
                yield alone()
                verse = next(streams)
                lines = sum(len(stanza) for stanza in block.stanzas)
                yield from (Piece((), place, verse, number > 0) for number in range(lines))
            case _:
                pass

    yield from blocks(article.blocks)
    for note in article.notes:
        yield from blocks(note.blocks)
