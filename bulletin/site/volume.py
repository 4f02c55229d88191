"""One issue in one script, opened: its pages in order, its contents and pictures, and where each stands on the site."""

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from bulletin.model import Script
from bulletin.site import books, pictures, reading
from bulletin.site.books import Book, Entry
from bulletin.site.pictures import Scaled
from bulletin.site.places import relative
from bulletin.site.shelf import Issue
from bulletin.units import squeeze

_DATED = re.compile(r"\s*[（(]\d{4}年\d{1,2}月\d{1,2}日[）)]$")
_UNSAFE = re.compile(r"[^\w.-]+")


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page to read."""

    stem: str
    """What it is called in every edition of the issue."""
    path: str
    """File of the site."""
    title: str
    section: str
    """Title of the section it stands in; empty where it stands in none."""
    html: str
    lines: tuple[str, ...]
    """Its words, a paragraph each, without the title."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the contents, with the file it leads to; empty for a heading."""

    title: str
    path: str
    anchor: str = ""
    """Id of the heading on the issue's page."""
    under: tuple["Line", ...] = ()


@dataclass(frozen=True, slots=True)
class Volume:
    """One issue in one script."""

    issue: Issue
    script: Script
    book: Book
    path: str
    """The issue's own page."""
    leaves: tuple[Leaf, ...]
    contents: tuple[Line, ...]
    cover: tuple[Scaled, Scaled] | None
    """The cover as it is, and its thumbnail."""
    pictures: tuple[Scaled, ...] = field(repr=False)
    """Every picture's files, the cover's too."""

    @property
    def label(self) -> str:
        """What the issue is called beside the publication's name."""
        return label(self.book)


def label(book: Book) -> str:
    """Return what the issue is called beside the publication's name and its date: 第128期."""
    return _DATED.sub("", book.title.removeprefix(book.series).strip()).strip()


def home(script: Script, issue: Issue) -> str:
    """Return the file of an issue's own page in ``script``."""
    return f"{script.value}/{issue.name}/index.html"


class Opener:
    """Opens the books of one issue."""

    def __init__(self, issue: Issue, script: Script, table: str) -> None:
        self.issue, self.script, self.book = issue, script, issue.readings[script]
        self._table = table
        self._pictures: dict[str, tuple[Scaled, ...]] = {}
        self._places: dict[str, tuple[str, str]] = {}

    @property
    def folder(self) -> str:
        """Where the issue's pictures stand."""
        return f"pictures/{self.issue.name}"

    def open(self) -> Volume:
        """Return the volume; raises ``DeliverError`` (W-007) where the book is damaged."""
        book = self.book
        with books.opened(book.path, book.place) as members:
            trees = {name: members.tree(name) for name in book.spine}
            roles = self._roles(trees)
            pages = [name for name in book.spine if roles[name] == "page"]
            if not pages:
                raise members.damaged("spine")
            stems = dict(zip(pages, _stems(pages), strict=True))
            path = home(self.script, self.issue)
            for name, role in roles.items():
                if role == "page":
                    self._places[name] = (posixpath.join(posixpath.dirname(path), f"{stems[name]}.html"), "")
                else:
                    self._places[name] = (path, _stems([name])[0] if role == "part" else "")
            self._places.setdefault(book.nav, (path, ""))
            titles, sections = _titles(book.contents)
            leaves = []
            for name in pages:
                here = self._places[name][0]
                html = self._reader(here).html(trees[name], name)
                title = titles.get(name) or _title(trees[name])
                # The title is asked for, and shown, on its own.
                lines = (line for line in reading.text(trees[name]) if squeeze(line) != squeeze(title))
                leaves.append(Leaf(stems[name], here, title, sections.get(name, ""), html, tuple(lines)))
            cover = pictures.cover(self._load(book.cover), self.folder, book.place) if book.cover else None
        files = {file.path: file for group in (*self._pictures.values(), cover or ()) for file in group}
        contents = tuple(self._lines(book.contents))
        return Volume(self.issue, self.script, book, path, tuple(leaves), contents, cover, tuple(files.values()))

    def _roles(self, trees: dict[str, etree._Element]) -> dict[str, str]:
        under = {entry.document: bool(entry.under) for entry in self.book.contents}
        return {
            name: "front" if name == self.book.nav else reading.role(tree, under, name) for name, tree in trees.items()
        }

    def _reader(self, here: str) -> reading.Reader:
        def resolve(member: str, fragment: str) -> str | None:
            place = self._places.get(member)
            if place is None:
                return None
            path, anchor = place
            aim = anchor or ("" if path == home(self.script, self.issue) else fragment)
            return f"#{aim}" if path == here and aim else relative(here, path, aim)

        def show(member: str) -> tuple[Scaled, ...]:
            if member not in self._pictures:
                self._pictures[member] = pictures.photograph(self._load(member), self.folder, self.book.place)
            return self._pictures[member]

        return reading.Reader(resolve, show, lambda path: relative(here, path), reading.Labels(self._table))

    def _load(self, member: str) -> Callable[[], bytes]:
        def load() -> bytes:
            with books.opened(self.book.path, self.book.place) as members:
                return members.read(member)

        return load

    def _lines(self, entries: tuple[Entry, ...]) -> Iterator[Line]:
        for entry in entries:
            path, anchor = self._places.get(entry.document, ("", ""))
            own = "" if anchor or path == home(self.script, self.issue) else path
            under = tuple(self._lines(entry.under))
            if own or under:
                yield Line(entry.title, own, anchor, under)


def _stems(names: list[str]) -> list[str]:
    """Return the names of pages on the site, made of those in the book, each once."""
    out: list[str] = []
    for name in names:
        stem = _UNSAFE.sub("-", posixpath.basename(name).rpartition(".")[0]) or "page"
        stem = f"{stem}-" if stem == "index" else stem
        plain, number = stem, 2
        while stem in out:
            stem, number = f"{plain}-{number}", number + 1
        out.append(stem)
    return out


def _titles(contents: tuple[Entry, ...]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the title of each document of the contents, and the section it stands in."""
    titles: dict[str, str] = {}
    sections: dict[str, str] = {}

    def walk(entries: tuple[Entry, ...], section: str) -> None:
        for entry in entries:
            if entry.document and entry.document not in titles:
                titles[entry.document], sections[entry.document] = entry.title, section
            walk(entry.under, section or entry.title)

    walk(contents, "")
    return titles, sections


def _title(tree: etree._Element) -> str:
    found = tree.find(f"{books.XHTML}head/{books.XHTML}title")
    return "" if found is None else "".join(str(t) for t in found.itertext()).strip()
