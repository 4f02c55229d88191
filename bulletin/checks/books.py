"""The proof of a finished e-book: nothing of the edition is lost in it, and it holds together.

Each article is held against the text of its own file: every piece whole and in order, no character short. What a
picture still to come would say is on paper alone, and not asked for here.
"""

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

from lxml import etree

from bulletin import almanac
from bulletin.checks import book_file
from bulletin.checks.book_file import XHTML, BookFile, text_of
from bulletin.checks.pieces import Piece, body_pieces, head_pieces, imprint_pieces, note_pieces
from bulletin.compose.book_order import arranged
from bulletin.compose.book_text import seen
from bulletin.findings import Finding, Place, finding
from bulletin.model import Article, Edition, Figure, Section
from bulletin.units import squeeze
from bulletin.walk import descend

_HEADINGS = tuple(f"{XHTML}h{level}" for level in range(1, 7))


def check(artifact_path: Path, edition: Edition) -> tuple[Finding, ...]:
    """Hold the EPUB at ``artifact_path`` against ``edition``; nothing is raised, whatever the file holds."""
    book = book_file.read(artifact_path)
    proof = _Proof(book, edition)
    proof.run()
    return tuple(book.found)


class _Proof:
    def __init__(self, book: BookFile, edition: Edition) -> None:
        self.book, self.edition = book, edition
        self.documents = book.documents
        self.parts = arranged(edition.issue)

    def run(self) -> None:
        """Add to the book's findings whatever is wrong with its content."""
        if not self.documents:
            return
        for name, tree in self.documents.items():
            self._headings(name, tree)
        self._contents()
        self._publication()
        for section, articles in self.parts:
            self._section(section, articles)
            for article in articles:
                self._article(article)

    def _tell(self, code: str, place: Place | None = None, **values: str) -> None:
        self.book.found.append(finding(code, place, **values))

    def _text(self, *names: str) -> str:
        trees = [self.documents[name] for name in names if name in self.documents]
        return "".join(squeeze(text_of(body)) for tree in trees for body in tree.iter(f"{XHTML}body"))

    # --- what is in it --------------------------------------------------------------------------------

    def _article(self, article: Article) -> None:
        name, read = f"{article.id}.xhtml", seen(article)
        tree = self.documents.get(name)
        if tree is None:
            self._tell("L-001", article.place, output=f"{self.book.name}: {name}", text=article.headline.text)
            return
        text = self._text(name)
        heads, body, notes = (_filled(p) for p in (head_pieces(read), body_pieces(read.blocks), note_pieces(read)))
        missing = [piece for piece in heads if piece.text not in text]
        missing += [*_out_of_order(body, text), *_out_of_order(notes, text)]
        self._missing(name, missing, (*heads, *body, *notes), text)
        self._pictures(name, read, tree)

    def _section(self, section: Section, articles: tuple[Article, ...]) -> None:
        name = f"{section.id}.xhtml"
        pieces = [Piece(squeeze(section.title), section.place)]
        pieces += [Piece(squeeze(a.headline.text), a.place) for a in articles]
        text = self._text(name)
        self._missing(name, _out_of_order(pieces, text), pieces, text)

    def _publication(self) -> None:
        issue, publication = self.edition.issue, self.edition.issue.publication
        place, own = Place("publication.yaml"), Place("issue.yaml")
        pieces = _filled(
            Piece(squeeze(text), where)
            for text, where in (
                (publication.title, place),
                (publication.publisher, place),
                (publication.motto, place),
                (publication.contact, place),
                (publication.price, place),
                (publication.printer, place),
                (publication.permit, place),
                (issue.title, own),
                (issue.editor, own),
                (almanac.western(issue.date), own),
                (almanac.weekday(issue.date), own),
                (str(issue.number or ""), own),
                (str(issue.total or ""), own),
            )
        )
        pieces += _filled(imprint_pieces(self.edition, paper=False))
        text = self._text("title.xhtml", "colophon.xhtml")
        self._missing("colophon.xhtml", [p for p in pieces if p.text not in text], (), text)

    def _missing(self, name: str, missing: list[Piece], pieces: Iterable[Piece], text: str) -> None:
        output = f"{self.book.name}: {name}"
        for piece in missing:
            self._tell("L-001", piece.place, output=output, text=piece.text[:60])
        short = Counter("".join(piece.text for piece in pieces)) - Counter(text)
        if short:
            place = next(iter(pieces)).place
            chars = "".join(sorted(short.elements()))[:40]
            self._tell("L-002", place, output=output, count=str(short.total()), chars=chars)

    def _pictures(self, name: str, article: Article, tree: etree._Element) -> None:
        blocks = article.blocks + tuple(block for note in article.notes for block in note.blocks)
        wanted = [block.alt for block in descend(blocks) if isinstance(block, Figure)]
        there = [image.get("alt", "") for image in tree.iter(f"{XHTML}img")]
        if wanted != there or not all(alt.strip() for alt in there):
            self._tell("E-006", article.place, file=f"{self.book.name}: {name}", what=f"{len(there)}/{len(wanted)}")

    # --- how it is put together -----------------------------------------------------------------------

    def _headings(self, name: str, tree: etree._Element) -> None:
        """One ``h1``, which is the title; no level skipped. The cover has none."""
        file = f"{self.book.name}: {name}"
        for image in tree.iter(f"{XHTML}img"):
            if not image.get("alt", "").strip():
                self._tell("E-006", None, file=file, what=image.get("src", ""))
        if name == "cover.xhtml":
            return
        levels = [int(str(element.tag)[-1]) for element in tree.iter(*_HEADINGS)]
        titles = [text_of(title) for title in tree.iter(f"{XHTML}title")]
        first = [text_of(heading) for heading in tree.iter(f"{XHTML}h1")]
        if len(first) != 1 or first != titles:
            self._tell("E-005", None, file=file, what=f"h1 {first}, title {titles}")
        elif any(b > a + 1 for a, b in pairwise(levels)) or levels[0] != 1:
            self._tell("E-005", None, file=file, what=f"h{' h'.join(map(str, levels))}")

    def _contents(self) -> None:
        """The contents name every section and article in order, by the words of its heading."""
        wanted = []
        for section, articles in self.parts:
            wanted.append((f"{section.id}.xhtml", section.title))
            wanted += [(f"{a.id}.xhtml", a.headline.text) for a in articles]
        nav, ncx = self.book.contents(), self.book.ncx_contents()
        if nav[: len(wanted)] != wanted:
            self._tell("E-005", None, file=self.book.nav, what=_first_difference(nav, wanted))
        if ncx != nav:
            self._tell("E-005", None, file=self.book.ncx, what=_first_difference(ncx, nav))
        for href, text in nav:
            tree = self.documents.get(href.partition("#")[0])
            heading = None if tree is None else next((text_of(h) for h in tree.iter(f"{XHTML}h1")), None)
            if heading != text:
                self._tell("E-005", None, file=self.book.nav, what=f"{text} ≠ {heading}")


def _filled(pieces: Iterable[Piece]) -> list[Piece]:
    return [piece for piece in pieces if piece.text]


def _out_of_order(pieces: Iterable[Piece], text: str) -> list[Piece]:
    """Return the pieces that do not stand whole in ``text`` behind the one before."""
    missing, at = [], 0
    for piece in pieces:
        found = text.find(piece.text, at)
        if found < 0:
            missing.append(piece)
        else:
            at = found + len(piece.text)
    return missing


def _first_difference(there: list[tuple[str, str]], wanted: list[tuple[str, str]]) -> str:
    for a, b in zip(there, wanted, strict=False):
        if a != b:
            return f"{' '.join(a)} ≠ {' '.join(b)}"
    return f"{len(there)} ≠ {len(wanted)}"
