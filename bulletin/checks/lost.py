"""The proof that nothing was lost: every piece of the edition is whole in what was made of it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from bulletin import almanac
from bulletin.findings import Finding, Place, finding
from bulletin.model import Article, Edition
from bulletin.units import squeeze
from bulletin.walk import plain, units


@dataclass(frozen=True, slots=True)
class Piece:
    """One text that a reader must find whole."""

    text: str
    """Without white space."""
    place: Place


def pieces(edition: Edition) -> Iterator[Piece]:
    """Yield every piece of ``edition`` that its outputs must hold: heads, bylines, paragraphs, captions, notes."""
    issue = edition.issue
    publication = issue.publication
    for text in (
        publication.title,
        publication.publisher,
        publication.motto,
        publication.contact,
        publication.price,
        publication.printer,
        publication.permit,
    ):
        yield Piece(squeeze(text), Place("publication.yaml"))
    for text in (issue.title, issue.editor):
        yield Piece(squeeze(text), Place("issue.yaml"))
    owned = {name for article in issue.articles for name in article.under}
    for section in issue.sections:
        # A section all of whose stories stand under one elsewhere has no place of its own on paper.
        if any(article.name not in owned for article in section.articles):
            yield Piece(squeeze(section.title), section.place)
        for article in section.articles:
            yield from head_pieces(article)
            yield from body_pieces(article)
            yield from note_pieces(article)


def head_pieces(article: Article) -> Iterator[Piece]:
    """Yield what the front matter of ``article`` puts on the page."""
    head = article.headline
    texts = {
        "title": head.lines,
        "kicker": (head.kicker,),
        "deck": (head.deck,),
        "byline": tuple(b.text for b in article.bylines),
        "dateline": (article.dateline,),
        "series": (article.series,),
        "sponsor": (article.sponsor,),
        "source": (article.source,),
        "photographer": (article.photographer,),
        "editor": (article.editor,),
        "summary": (article.summary,),
    }
    if article.date:
        texts["date"] = (almanac.western(article.date),)
    for key, lines in texts.items():
        for line in lines:
            yield Piece(squeeze(line), article.places.get(key, article.place))


def body_pieces(article: Article) -> Iterator[Piece]:
    """Yield the pieces of the article's blocks."""
    for unit in units(article.blocks):
        for part in plain(unit.inlines).split("\n"):
            yield Piece(squeeze(part), unit.place)


def note_pieces(article: Article) -> Iterator[Piece]:
    """Yield the pieces of the article's notes."""
    for note in article.notes:
        for unit in units(note.blocks):
            yield Piece(squeeze(plain(unit.inlines)), unit.place)


def without_furniture(pages: list[str], edition: Edition, head: str) -> str:
    """Return the running text of ``pages`` in one piece: running head, folio and notes taken out.

    Margin boxes come last in the stream of a page, in this order: running head, section, folio.
    """
    out = []
    sections = {squeeze(section.title) for section in edition.issue.sections}
    for number, page in enumerate(pages, 1):
        text = squeeze(page).removesuffix(str(number))
        for title in sections:
            if text.endswith(squeeze(head) + title):
                text = text.removesuffix(title).removesuffix(squeeze(head))
                break
        out.append(text)
    return "".join(out)


def missing(edition: Edition, pages: list[str], head: str, output: str) -> list[Finding]:
    """Hold ``edition`` against the text of the pages that were made of it.

    ``pages`` is the text of each page in stream order. A note is found whole anywhere; then it is taken out,
    so that a paragraph parted by the end of a page must join up exactly.
    """
    found: list[Finding] = []
    body = without_furniture(pages, edition, head)
    whole = body
    for article in edition.issue.articles:
        for number, note in enumerate(article.notes, 1):
            text = "".join(squeeze(plain(u.inlines)) for u in units(note.blocks))
            marked = f"〔{number}〕{text}"
            if marked in body:
                body = body.replace(marked, "", 1)
            elif text:
                found.append(finding("L-001", _first_place(article), output=output, text=text[:60]))
    for piece in pieces(edition):
        if piece.text and piece.text not in body and piece.text not in whole:
            found.append(finding("L-001", piece.place, output=output, text=piece.text[:60]))
    want = Counter("".join(piece.text for piece in pieces(edition)))
    lost = want - Counter(whole)
    if lost:
        chars = "".join(sorted(lost.elements()))[:40]
        found.append(finding("L-002", Place("issue.yaml"), output=output, count=lost.total(), chars=chars))
    return found


def _first_place(article: Article) -> Place:
    return next((u.place for note in article.notes for u in units(note.blocks)), article.place)


def changed_shape(before: Article, after: Article) -> list[Finding]:
    """Hold an article against its conversion: the same pieces, each as long as it was."""
    found = []
    old, new = [*body_pieces(before), *note_pieces(before)], [*body_pieces(after), *note_pieces(after)]
    for a, b in zip(old, new, strict=False):
        if len(a.text) != len(b.text):
            found.append(finding("L-003", a.place, text=a.text[:60]))
    if len(old) != len(new):
        found.append(finding("L-003", before.place, text=before.headline.text))
    return found
