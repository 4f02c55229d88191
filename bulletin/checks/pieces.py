"""The pieces of an issue that a reader must find: heads, bylines, paragraphs, captions, notes."""

from collections.abc import Iterator
from dataclasses import dataclass

from bulletin import almanac
from bulletin.findings import Place
from bulletin.model import Article, Block, Edition, Figure
from bulletin.units import squeeze, word_count
from bulletin.walk import descend, plain, units


@dataclass(frozen=True, slots=True)
class Piece:
    """One text that a reader must find whole."""

    text: str
    """Without white space."""
    place: Place

    @property
    def words(self) -> int:
        """How many of its characters say something; punctuation and blanks may be put right on the way."""
        return word_count(self.text)


def pieces(edition: Edition, paper: bool = True) -> Iterator[Piece]:
    """Yield every piece of ``edition`` that its pages, or its book, must hold."""
    issue, home = edition.issue, Place("publication.yaml")
    publication = issue.publication
    yield Piece(squeeze(publication.title), home)
    for text in (
        publication.publisher,
        publication.motto,
        publication.contact,
        publication.price,
        publication.printer,
        publication.permit,
    ):
        yield Piece(squeeze(text), home)
    for text in (issue.title, issue.editor):
        yield Piece(squeeze(text), Place("issue.yaml"))
    yield from imprint_pieces(edition, paper)
    owned = {name for article in issue.articles for name in article.under}
    for section in issue.sections:
        # A section all of whose stories stand under one elsewhere has no place of its own.
        if any(article.name not in owned for article in section.articles):
            yield Piece(squeeze(section.title), section.place)
        for article in section.articles:
            yield from head_pieces(article)
            yield from body_pieces(article.blocks)
            yield from note_pieces(article)


def imprint_pieces(edition: Edition, paper: bool = True) -> Iterator[Piece]:
    """Yield what the colophon says beside the lines that every publication has; a book has no print run."""
    imprint = edition.issue.imprint
    for key, text in imprint.texts().items():
        yield Piece(squeeze(text), imprint.place(key))
    if paper and imprint.copies:
        yield Piece(f"{imprint.copies:,}", imprint.place("copies"))
    if paper and imprint.printed:
        yield Piece(almanac.western(imprint.printed), imprint.place("printed"))


def head_pieces(article: Article) -> Iterator[Piece]:
    """Yield what the front matter of ``article`` puts on the page."""
    for text, place in head_texts(article):
        yield Piece(squeeze(text), place)


def tail_pieces(article: Article) -> Iterator[Piece]:
    """Yield what stands at the end of ``article``."""
    for text, place in _tail_texts(article):
        yield Piece(squeeze(text), place)


def head_texts(article: Article) -> Iterator[tuple[str, Place]]:
    """Yield the texts of ``head_pieces`` as they are, blanks and all."""
    head = article.headline
    texts = {
        "series": (article.series,),
        "kicker": (head.kicker,),
        "title": head.lines,
        "deck": (head.deck,),
        "byline": tuple(b.text for b in article.signed),
        "summary": (article.summary,),
        "dateline": (article.dateline,),
    }
    for key, lines in texts.items():
        for line in lines:
            yield line, article.places.get(key, article.place)
    yield from _tail_texts(article)


def _tail_texts(article: Article) -> Iterator[tuple[str, Place]]:
    texts = {
        "date": almanac.western(article.date) if article.date else "",
        "source": article.source,
        "photographer": article.photographer,
        "editor": article.editor,
        "sponsor": article.sponsor,
    }
    for key, text in texts.items():
        yield text, article.places.get(key, article.place)


def body_pieces(blocks: tuple[Block, ...]) -> Iterator[Piece]:
    """Yield the pieces of blocks, in their order; a line break that the editor asked for parts a piece."""
    for unit in units(blocks):
        for part in plain(unit.inlines).split("\n"):
            yield Piece(squeeze(part), unit.place)


def note_pieces(article: Article) -> Iterator[Piece]:
    """Yield the pieces of the article's notes."""
    for note in article.notes:
        for unit in units(note.blocks):
            yield Piece(squeeze(plain(unit.inlines)), unit.place)


def alt_pieces(article: Article) -> Iterator[Piece]:
    """Yield the alternative texts of the article's pictures."""
    for block in descend(article.blocks):
        if isinstance(block, Figure):
            yield Piece(squeeze(block.alt), block.place)
