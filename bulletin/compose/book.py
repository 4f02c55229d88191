"""An edition to the plan of its e-book (EPUB 3.3): every document, the contents, the pictures, in reading order.

A section is a page of its own that names its stories; an article is a file named by its id. Heading, ``title`` and
contents of a document say the same words. What makes a file of it is ``outputs.epub``.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from bulletin import almanac
from bulletin.compose.book_pictures import Picture, picture
from bulletin.compose.book_text import call_ids, ready, resolver
from bulletin.compose.markup import Medium, Setter
from bulletin.compose.page import date_words
from bulletin.errors import LayoutError
from bulletin.findings import Finding, Place, finding
from bulletin.layouts import Layout
from bulletin.model import Article, Edition, Figure, Issue, Rank, Section
from bulletin.walk import NOTE_MARK, descend

COVER = "images/cover.jpg"
"""Name of the cover's picture in the book."""


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


def compose(edition: Edition, layout: Layout) -> Book:
    """Return the plan of the e-book of ``edition`` with the words and style of ``layout``.

    Raises ``LayoutError`` if a document does not come out as well-formed XML, ``SettingsError`` on the settings.
    """
    maker = _Maker(edition, layout)
    parts = arranged(edition.issue)
    documents = [maker.document("cover", "cover", maker.words["cover"], alt=cover_alt(edition, layout))]
    documents += [
        maker.document("title", "title", edition.issue.publication.title),
        maker.document("nav", "nav", maker.words["toc"], contents=maker.contents(parts), start=parts[0][0]),
    ]
    for section, articles in parts:
        documents.append(maker.document("section", section.id, section.title, section=section, articles=articles))
        documents += [maker.article(section, article) for article in articles]
    documents.append(maker.document("colophon", "colophon", maker.words["colophon"], rows=maker.colophon()))
    contents = maker.contents(parts)
    ncx = maker.render("book.ncx.j2", "toc.ncx", title=maker.title, contents=contents)
    return Book(
        identifier=maker.identifier,
        title=maker.title,
        documents=tuple(documents),
        contents=contents,
        start=f"{parts[0][0].id}.xhtml",
        ncx=ncx,
        css=layout.style("book.css").encode(),
        pictures=tuple(maker.pictures.values()),
        findings=tuple(maker.findings),
    )


def arranged(issue: Issue) -> tuple[tuple[Section, tuple[Article, ...]], ...]:
    """Return the sections with their articles in the order of the book: a story, then those that stand under it.

    A section all of whose articles stand under stories of others has no place of its own, as on paper.
    """
    by_name = {article.name: article for article in issue.articles}
    owned = {name for article in issue.articles for name in article.under}
    parts = []
    for section in issue.sections:
        own = [article for article in section.articles if article.name not in owned]
        articles = [a for article in own for a in (article, *(by_name[name] for name in article.under))]
        if articles:
            parts.append((section, tuple(articles)))
    return tuple(parts)


def lead(issue: Issue) -> Article:
    """Return the story that the cover is about: the weightiest, the first of these."""
    articles = [article for _, part in arranged(issue) for article in part]
    return min(articles, key=lambda article: list(Rank).index(article.rank))


def number_words(edition: Edition, layout: Layout) -> tuple[str, ...]:
    """Return what names the issue beside its date: 第128期, 总第640期, 创刊号; only what there is."""
    issue, words = edition.issue, layout.words(edition.script)
    return tuple(
        text
        for text in (
            words["number"].format(issue.number) if issue.number else "",
            words["total"].format(issue.total) if issue.total else "",
            issue.title,
        )
        if text
    )


def cover_alt(edition: Edition, layout: Layout) -> str:
    """Return what the cover is, for those who cannot see it."""
    names = (edition.issue.publication.title, *number_words(edition, layout))
    date = date_words(edition, layout)["western"]
    story = lead(edition.issue).headline.text
    return f"{layout.words(edition.script)['cover']}：" + "\u3000".join((*names, date, story))


class _Maker:
    """Renders the documents of one book and gathers what they need."""

    def __init__(self, edition: Edition, layout: Layout) -> None:
        self.edition, self.layout = edition, layout
        self.words = layout.words(edition.script)
        self.dates = date_words(edition, layout)
        self.settings = layout.settings(edition.plan)
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
        self.identifier = uuid.uuid5(uuid.NAMESPACE_URL, urn).urn

    def article(self, section: Section, article: Article) -> Document:
        """Return the document of one article."""
        lost: list[str] = []
        mended = ready(article, resolver(article, self.files, lost))
        self.findings += [finding("E-020", article.place, href=target) for target in lost]
        setter = Setter(Medium.BOOK, mended, self.layout.spec.measures, lambda address: address, self._picture_name)
        self._take_pictures(mended)
        story = _Story(mended, section, setter, tuple(self.by_name[name] for name in article.under))
        return self.document("article", article.id, article.headline.text, article.place, s=story)

    def document(self, kind: str, ident: str, title: str, place: Place | None = None, /, **values: Any) -> Document:
        """Return the document that the template of ``kind`` gives."""
        name = f"{ident}.xhtml"
        data = self.render(f"book_{kind}.xhtml.j2", name, place, title=title, **values)
        return Document(ident, name, title, data)

    def render(self, template: str, name: str, place: Place | None = None, /, **values: Any) -> bytes:
        """Return the bytes of a template filled with ``values``; raises ``LayoutError`` unless they are XML."""
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
            **values,
        )
        try:
            data = f"{text}\n".encode()
            etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
        except (etree.XMLSyntaxError, UnicodeEncodeError) as problem:
            raise LayoutError(finding("E-002", place, file=name, reason=problem)) from None
        return data

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
        words, publication = self.words, self.publication
        day = "\u3000".join(filter(None, (self.dates["western"], self.dates["weekday"], self.dates["lunar"])))
        rows = (
            (words["issue_label"], "\u3000".join(self.numbers)),
            (words["published"], day),
            (words["publisher_label"], publication.publisher),
            (words["issue_editor"], self.issue.editor),
            (words["contact"], publication.contact),
            (words["price"], publication.price),
            (words["printer"], publication.printer),
            (words["permit"], publication.permit),
            (words["edition"], words["script"]),
        )
        return tuple(row for row in rows if row[1])

    def _take_pictures(self, article: Article) -> None:
        for block in descend(article.blocks + tuple(b for note in article.notes for b in note.blocks)):
            if isinstance(block, Figure) and block.path and str(block.path) not in self.pictures:
                self.pictures[str(block.path)] = picture(block.path, block.id)

    def _picture_name(self, figure: Figure) -> str:
        return self.pictures[str(figure.path)].name
