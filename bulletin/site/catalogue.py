"""The catalogue for reading apps as one model: feeds that lead to feeds, feeds of publications.

``opds1`` writes it as OPDS 1.2 (Atom), ``opds2`` as OPDS 2.0 (JSON); the two say the same. The root leads to the
newest, to years and to scripts.
Every id comes from what the publication is, never from where the site stands: moving it makes no book new.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bulletin.model import Script
from bulletin.site.pages import download_path, words
from bulletin.site.pictures import Scaled
from bulletin.site.shelf import MEDIA, Edition, Issue, Shelf
from bulletin.site.volume import Volume

NEWEST = 30
"""Publications in the feed of the newest."""


@dataclass(frozen=True, slots=True)
class Acquisition:
    """A file to be had."""

    path: str
    media_type: str
    size: int
    """Bytes."""


@dataclass(frozen=True, slots=True)
class Publication:
    """One edition of one issue."""

    identifier: str
    title: str
    language: str
    authors: tuple[str, ...]
    publisher: str
    issued: str
    modified: str
    summary: str
    series: str
    position: str
    subjects: tuple[str, ...]
    vertical: bool
    acquisitions: tuple[Acquisition, ...]
    cover: tuple[Scaled, Scaled] | None
    """The cover and its thumbnail."""
    page: str
    """The issue's page on the site."""


@dataclass(frozen=True, slots=True)
class Way:
    """A feed that another leads to."""

    title: str
    stem: str
    """File of the site without its suffix."""
    relation: str
    """``subsection``, or ``http://opds-spec.org/sort/new``."""
    leads_to_books: bool
    identifier: str
    modified: str


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed: ways to others, or publications."""

    identifier: str
    stem: str
    title: str
    language: str
    author: str
    modified: str
    ways: tuple[Way, ...] = ()
    publications: tuple[Publication, ...] = ()
    facets: tuple[tuple[str, str, bool], ...] = ()
    """Title, stem and whether it is this one: the same feed in each script."""
    facet_group: str = ""
    up: str = ""
    """Stem of the feed above; empty for the root."""

    @property
    def of_books(self) -> bool:
        """Whether it lists publications (an acquisition feed, OPDS 1.2 §2.2)."""
        return not self.ways


ROOT = "opds/index"


def publications(shelf: Shelf, issue: Issue, volumes: Sequence[Volume]) -> tuple[Publication, ...]:
    """Return an issue's editions as publications; ``volumes`` are its books as they stand on the site."""
    by_script = {volume.script: volume for volume in volumes}
    return tuple(_publication(shelf, issue, edition, by_script) for edition in issue.editions)


def _publication(shelf: Shelf, issue: Issue, edition: Edition, volumes: dict[Script, Volume]) -> Publication:
    # An edition for paper alone is told of by the book of its script, or by any that the issue has.
    volume = volumes.get(edition.script) or next(iter(volumes.values()))
    book = edition.book or volume.book
    title = book.title
    if edition.book is not volume.book:
        said = words(edition.script)["vertical"] if edition.vertical else edition.key
        title = f"{title} {said}"
    own = edition.book.identifier if edition.book else _urn(shelf, f"{issue.name}/{edition.key}")
    return Publication(
        identifier=own,
        title=title,
        language=edition.script.value,
        authors=book.creators,
        publisher=book.publisher,
        issued=book.date.isoformat(),
        modified=book.modified,
        summary=book.description,
        series=book.series,
        position=book.position,
        subjects=tuple(entry.title for entry in book.contents if entry.under),
        vertical=edition.vertical,
        acquisitions=tuple(Acquisition(download_path(issue, d), MEDIA[d.output], d.size) for d in edition.downloads),
        cover=volume.cover,
        page=volume.path,
    )


def feeds(shelf: Shelf, home: Script, found: Sequence[tuple[Issue, tuple[Publication, ...]]]) -> tuple[Feed, ...]:
    """Return all feeds, the root first; ``found`` are the issues, the newest first, with their publications."""
    maker = _Maker(shelf, home, [p for _, group in found for p in group])
    scopes: list[Script | None] = [None, *shelf.scripts] if len(shelf.scripts) > 1 else [None]
    return tuple(feed for scope in scopes for feed in maker.scope(scope))


class _Maker:
    def __init__(self, shelf: Shelf, home: Script, books: list[Publication]) -> None:
        self.shelf, self.home, self.books = shelf, home, books

    def scope(self, scope: Script | None) -> list[Feed]:
        """Return the feeds of one script, or of all together."""
        script = scope or self.home
        said = words(script)
        books = [b for b in self.books if scope is None or b.language == scope.value]
        if scope is None and len(self.shelf.scripts) > 1:
            # Side by side, two Traditional editions of one issue have one title.
            books = [replace(b, title=f"{b.title} {words(Script(b.language))['script']}") for b in books]
        folder = f"opds/{scope.value}" if scope else "opds"
        years = sorted({b.issued[:4] for b in books}, reverse=True)
        parts = [("new", said["new_feed"], books[:NEWEST])]
        parts += [(y, said["by_year"].format(y), [b for b in books if b.issued[:4] == y]) for y in years]
        below = [self._books(scope, f"{folder}/{name}", title, some) for name, title, some in parts]
        ways = [
            Way(feed.title, feed.stem, NEW if number == 0 else "subsection", True, feed.identifier, feed.modified)
            for number, feed in enumerate(below)
        ]
        if scope is None and len(self.shelf.scripts) > 1:
            ways += [
                Way(
                    words(s)["script"],
                    f"opds/{s.value}/index",
                    "subsection",
                    False,
                    _urn(self.shelf, f"opds/{s.value}/index"),
                    _latest([b for b in self.books if b.language == s.value]),
                )
                for s in self.shelf.scripts
            ]
        title = self.shelf.title(script) if scope is None else f"{self.shelf.title(script)} {said['script']}"
        root = self._feed(scope, f"{folder}/index", title, books, ways=tuple(ways), up="" if scope is None else ROOT)
        return [root, *below]

    def _books(self, scope: Script | None, stem: str, title: str, books: list[Publication]) -> Feed:
        folder, _, name = stem.rpartition("/")
        facets: list[tuple[str, str, bool]] = []
        if len(self.shelf.scripts) > 1:
            said = words(scope or self.home)
            facets.append((said["all_scripts"], f"opds/{name}", scope is None))
            facets += [
                (words(s)["script"], f"opds/{s.value}/{name}", s is scope)
                for s in self.shelf.scripts
                if name == "new" or any(b.issued[:4] == name and b.language == s.value for b in self.books)
            ]
        return self._feed(
            scope,
            stem,
            title,
            books,
            publications=tuple(books),
            facets=tuple(facets),
            facet_group=words(scope or self.home)["scripts"],
            up=f"{folder}/index",
        )

    def _feed(self, scope: Script | None, stem: str, title: str, books: list[Publication], **more: object) -> Feed:
        script = scope or self.home
        author = self.shelf.of(script)[0].readings[script].publisher or self.shelf.title(script)
        return Feed(_urn(self.shelf, stem), stem, title, script.value, author, _latest(books), **more)  # type: ignore[arg-type]


NEW = "http://opds-spec.org/sort/new"
"""Relation of the feed of the newest (OPDS 1.2 §8.3)."""


def _latest(books: Sequence[Publication]) -> str:
    return max((book.modified for book in books), default="1970-01-01T00:00:00Z")


def _urn(shelf: Shelf, what: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{shelf.identifier}/{what}").urn
