"""An edition to the plan of its e-book (EPUB 3.3): every document, the contents, the pictures, in reading order.

A section is a page of its own that names its stories; an article is a file named by its id. Heading, ``title`` and
contents of a document say the same words. What makes a file of it is ``outputs.epub``.
"""

import uuid
import zlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from bulletin import almanac
from bulletin.compose import book_faces, book_finish, colophon
from bulletin.compose.book_faces import BookFace
from bulletin.compose.book_order import arranged, cover_alt, number_words
from bulletin.compose.book_pictures import STEPS, Picture, fitted, picture
from bulletin.compose.book_text import call_ids, ready, resolver
from bulletin.compose.markup import PHONE, Medium, Setter
from bulletin.compose.page import date_words
from bulletin.compose.page_list import PageBreak, page_breaks, play_order
from bulletin.compose.vertical import SHEET, turned, upright
from bulletin.errors import LayoutError
from bulletin.findings import Finding, Place, finding
from bulletin.fonts import FontSet, Role
from bulletin.layouts import Layout
from bulletin.model import Article, Edition, Figure, Position, Section
from bulletin.walk import NOTE_MARK, descend

COVER = "images/cover.jpg"
"""Name of the cover's picture in the book."""


LARGE = 1.3
"""em of text in large type; ``common/book.css`` has it too."""

COVER_BYTES = 1_000_000
"""What a cover weighs, or thereabouts: it is drawn later."""

_RUNNING: Mapping[str, Role] = {"hei": "hei", "kai": "kai"}
"""Faces of running text that a book may carry beside 宋; 仿宋 may not leave the paper."""


@dataclass(frozen=True, slots=True)
class Document:
    """One XHTML file."""

    id: str
    name: str
    title: str
    """What its heading says; the cover, which has none, is called by the word for it."""
    data: bytes


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents."""

    title: str
    name: str
    """The file it leads to."""
    under: tuple["Entry", ...] = ()


@dataclass(frozen=True, slots=True)
class Book:
    """All of a book but its cover's picture."""

    identifier: str
    """``urn:uuid:…``, the same for every making of this issue in this edition."""
    title: str
    documents: tuple[Document, ...]
    """In reading order; ``nav`` among them."""
    contents: tuple[Entry, ...]
    start: str
    """File that a reader opens first."""
    ncx: bytes
    css: bytes
    pictures: tuple[Picture, ...]
    faces: tuple[BookFace, ...]
    paper: str
    """``urn:uuid:…`` of the printed edition."""
    pages: tuple[PageBreak, ...]
    """Where each page of the printed edition begins; empty where there is none."""
    vertical: bool
    has: frozenset[str]
    """Names of the elements and roles in its documents, and ``silent`` where a picture has no description."""
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Story:
    """An article as the templates see it."""

    article: Article
    section: Section
    m: Setter
    related: tuple[Article, ...]

    @property
    def calls(self) -> Mapping[int, tuple[str, ...]]:
        return call_ids(self.article)

    @property
    def led_in(self) -> bool:
        """Whether a paragraph is there for the dateline to run into."""
        return any(self.m.kind(block) == "Paragraph" for block in self.article.blocks)


@dataclass(frozen=True, slots=True)
class _Draft:
    """A document that is still a tree."""

    id: str
    title: str
    root: etree._Element

    @property
    def name(self) -> str:
        return f"{self.id}.xhtml"


def compose(edition: Edition, layout: Layout, fonts: FontSet, starts: Sequence[Sequence[Position]] = ()) -> Book:
    """Return the plan of the e-book of ``edition`` with the words and style of ``layout`` and the faces of ``fonts``.

    ``starts`` tells, for each page of the printed edition, where its elements begin on it. Raises ``LayoutError`` if a
    document does not come out as well-formed XML, ``SettingsError`` on the settings, ``OSError`` on a face.
    """
    maker = _Maker(edition, layout, fonts, paged=bool(starts))
    parts = arranged(edition.issue)
    contents = maker.contents(parts)
    nav = {"contents": contents, "start": parts[0][0]}
    drafts = [
        maker.document("cover", "cover", maker.words["cover"], alt=cover_alt(edition, layout)),
        maker.document("title", "title", edition.issue.publication.title),
        maker.document("nav", "nav", maker.words["toc"], pages=(), **nav),
    ]
    for section, articles in parts:
        drafts.append(maker.document("section", section.id, section.title, section=section, articles=articles))
        drafts += [maker.article(section, article) for article in articles]
    drafts.append(maker.document("colophon", "colophon", maker.words["colophon"], rows=maker.colophon()))
    pages = page_breaks(starts, [(draft.name, draft.root) for draft in drafts]) if starts else ()
    if pages:
        drafts[2] = maker.document("nav", "nav", maker.words["toc"], pages=pages, **nav)
    begin: dict[str, list[PageBreak]] = defaultdict(list)
    for page in pages:
        begin[page.file].append(page)
    goals = {f"#{page.anchor}": f"{page.file}#{page.anchor}" for page in pages}
    for draft in drafts:
        book_finish.number(draft.root, begin[draft.name], goals, maker.words["page"])
        if maker.vertical and draft.id != "cover":
            upright(draft.root)
    css, faces = maker.dressed(drafts)
    listed = {entry.name for outer in contents for entry in (outer, *outer.under)}
    order = play_order([draft.name for draft in drafts], listed, pages)
    ncx = maker.render("book.ncx.j2", "toc.ncx", title=maker.title, contents=contents, pages=pages, order=order)
    documents = tuple(Document(d.id, d.name, d.title, book_finish.written(d.root)) for d in drafts)
    return Book(
        identifier=maker.identifier,
        paper=maker.paper,
        title=maker.title,
        documents=documents,
        contents=contents,
        start=f"{parts[0][0].id}.xhtml",
        ncx=etree.tostring(ncx.getroottree(), encoding="utf-8", xml_declaration=True) + b"\n",
        css=css.encode(),
        pictures=maker.fitted([*(face.data for face in faces), *(one.data for one in documents)]),
        faces=faces,
        pages=pages,
        vertical=maker.vertical,
        has=book_finish.inventory([draft.root for draft in drafts]),
        findings=tuple(maker.findings),
    )


class _Maker:
    """Renders the documents of one book and gathers what they need."""

    def __init__(self, edition: Edition, layout: Layout, fonts: FontSet, *, paged: bool) -> None:
        self.edition, self.layout, self.fonts = edition, layout, fonts
        self.words = layout.words(edition.script)
        self.dates = date_words(edition, layout)
        self.settings = layout.settings(edition.plan)
        self.paged = paged
        self.vertical = self.settings["book-writing"] == "vertical"
        issue = edition.issue
        self.issue, self.publication = issue, issue.publication
        self.by_name = {article.name: article for article in issue.articles}
        self.files = {name: f"{article.id}.xhtml" for name, article in self.by_name.items()}
        self.pictures: dict[str, Picture] = {}
        self.findings: list[Finding] = []
        self.numbers = number_words(edition, layout)
        # Numbers begin anew each year: the date tells two issues of one number apart in a library.
        named = " ".join((self.publication.title, *self.numbers[: 1 if issue.number else 0]))
        self.title = f"{named}（{self.dates['western']}）"
        urn = f"{self.publication.identifier}/{issue.name}/{edition.key}"
        self.identifier, self.paper = (uuid.uuid5(uuid.NAMESPACE_URL, urn + part).urn for part in ("", "/pdf"))

    def article(self, section: Section, article: Article) -> _Draft:
        """Return the document of one article."""
        lost: list[str] = []
        mended = ready(article, resolver(article, self.files, lost))
        self.findings += [finding("E-020", article.place, href=target) for target in lost]
        setter = Setter(
            Medium.BOOK,
            mended,
            self.layout.spec.measures,
            lambda address: address,
            self._picture_name,
            paged=self.paged,
            phone=PHONE / (LARGE if self.settings["book-size"] == "large" else 1),
        )
        self._take_pictures(mended)
        story = _Story(mended, section, setter, tuple(self.by_name[name] for name in article.under))
        return self.document("article", article.id, article.headline.text, article.place, s=story)

    def document(self, kind: str, ident: str, title: str, place: Place | None = None, /, **values: Any) -> _Draft:
        """Return the document that the template of ``kind`` gives."""
        root = self.render(f"book_{kind}.xhtml.j2", f"{ident}.xhtml", place, title=title, **values)
        return _Draft(ident, title, root)

    def render(self, template: str, name: str, place: Place | None = None, /, **values: Any) -> etree._Element:
        """Return the tree of a template filled with ``values``; raises ``LayoutError`` unless they are XML."""
        text = self.layout.environment.get_template(template).render(
            lang=self.edition.script.value,
            words=self.words,
            issue=self.issue,
            publication=self.publication,
            numbers=self.numbers,
            date=self.dates,
            settings=self.settings,
            identifier=self.identifier,
            cover=COVER,
            mark=NOTE_MARK,
            western=almanac.western,
            front=colophon.front(self.edition, self.words),
            issued_by=colophon.issued_by(self.edition, self.words),
            vertical=self.vertical and template != "book_cover.xhtml.j2",
            look=self.look,
            **values,
        )
        try:
            return etree.fromstring(text.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
        except (etree.XMLSyntaxError, UnicodeEncodeError) as problem:
            raise LayoutError(finding("E-002", place, file=name, reason=problem)) from None

    @property
    def look(self) -> str:
        """Classes of every document's body: what the edition asks for beyond the reader's own size and face."""
        asked = {"large": self.settings["book-size"] == "large", "faced": self.settings["book-fonts"] == "all"}
        return " ".join(name for name, wanted in asked.items() if wanted)

    def dressed(self, drafts: Sequence[_Draft]) -> tuple[str, tuple[BookFace, ...]]:
        """Return the style sheet of the book and the faces that it asks for."""
        roots = [draft.root for draft in drafts]
        css = book_finish.pruned(self.layout.style("book.css"), roots)
        wanted, script = self.settings["book-fonts"], self.edition.script
        embedded = book_faces.Embedded((), css)
        if wanted == "rare":
            embedded = book_faces.rare(roots, css, self.fonts, script)
        elif wanted == "all":
            body = self.settings.get("body", "song")
            embedded = book_faces.every(roots, css, self.fonts, script, _RUNNING.get(str(body), "song"))
        css = embedded.css
        return (turned(css) + self.layout.style(SHEET) if self.vertical else css), embedded.faces

    def contents(self, parts: tuple[tuple[Section, tuple[Article, ...]], ...]) -> tuple[Entry, ...]:
        """Return the contents in two levels, and the colophon."""
        sections = tuple(
            Entry(
                section.title,
                f"{section.id}.xhtml",
                tuple(Entry(a.headline.text, f"{a.id}.xhtml") for a in articles),
            )
            for section, articles in parts
        )
        return (*sections, Entry(self.words["colophon"], "colophon.xhtml"))

    def colophon(self) -> tuple[tuple[str, str], ...]:
        """Return the publication data, each with its label."""
        day = "\u3000".join(filter(None, (self.dates["western"], self.dates["weekday"], self.dates["lunar"])))
        found = [(row.label, row.value) for row in colophon.rows(self.edition, self.words, day, paper=False)]
        return (*found, (self.words["edition"], self.words["script"]))

    def _take_pictures(self, article: Article) -> None:
        for block in descend(article.blocks + tuple(b for note in article.notes for b in note.blocks)):
            if isinstance(block, Figure) and block.path and str(block.path) not in self.pictures:
                self.pictures[str(block.path)] = picture(block.path, block.id)

    def fitted(self, others: Sequence[bytes]) -> tuple[Picture, ...]:
        """Return the pictures, so light that the book keeps its weight beside the ``others`` and its cover."""
        most = int(self.settings["book-weight"])
        rest = COVER_BYTES + sum(len(zlib.compress(data, 1)) for data in others)
        pictures, step = fitted(self.pictures, most * 1_000_000 - rest)
        if step:
            self.findings.append(finding("E-021", self.edition.plan.place, most=most, pixels=STEPS[step].longest))
        return pictures

    def _picture_name(self, figure: Figure) -> str:
        return self.pictures[str(figure.path)].name
