"""A finished EPUB opened again, with zipfile and lxml alone: what is in it, and whether it holds together.

Nothing here knows how books are made; rules are those of EPUB 3.3 (OCF, packages, navigation) and of our own style.
"""

import posixpath
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import etree

from bulletin.checks.lint.sheets import Sheet, fixed_lengths, forced, parse
from bulletin.findings import Finding, finding

XHTML = "{http://www.w3.org/1999/xhtml}"
OPS = "{http://www.idpf.org/2007/ops}"
_OPF = "{http://www.idpf.org/2007/opf}"
_NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
_CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
MIMETYPE = b"application/epub+zip"
_OUTSIDE = ("http", "https", "mailto", "tel")

MAX_MEMBER = 64_000_000
"""Bytes of one file, unpacked, past which it is not read: no reader shows a picture or a chapter of that size."""
_MAX_TOTAL = 300_000_000
_MAX_RATIO, _SMALL = 200, 10_000_000
"""Past so many times its packed size a file that is not small was made to fill the memory (a zip bomb)."""

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.S)
_URL = re.compile(r"""(?:url\(|@import\s)\s*['"]?\s*([^'")\s;]+)""")
_XML = (".xhtml", ".html", ".htm", ".ncx", ".opf", ".xml", ".svg")


@dataclass(slots=True)
class BookFile:
    """What a finished EPUB holds."""

    name: str
    members: dict[str, bytes] = field(default_factory=dict)
    """File name in the zip -> content."""
    package: str = ""
    """Name of the package document; empty where there is none."""
    manifest: dict[str, str] = field(default_factory=dict)
    """File name in the zip -> media type."""
    spine: list[str] = field(default_factory=list)
    nav: str = ""
    ncx: str = ""
    trees: dict[str, etree._Element] = field(default_factory=dict)
    """XML members that are well-formed."""
    found: list[Finding] = field(default_factory=list)
    infos: list[zipfile.ZipInfo] = field(default_factory=list)
    """The entries of the zip, in its order."""
    size: int = 0
    """Bytes of the whole file."""
    broken: str = ""
    """Why it cannot be opened; empty where it can."""
    refused: dict[str, str] = field(default_factory=dict)
    """Members that were not read: damaged, locked, or so large that reading them would do harm -> why."""
    malformed: dict[str, etree.XMLSyntaxError] = field(default_factory=dict)
    """XML members that are not well-formed."""

    def tell(self, what: str) -> None:
        """Add a finding on the container or the package document."""
        self.found.append(finding("E-001", None, what=f"{self.name}: {what}"))

    @property
    def documents(self) -> dict[str, etree._Element]:
        """The XHTML documents of the spine, by their base name."""
        return {posixpath.basename(name): self.trees[name] for name in self.spine if name in self.trees}

    def contents(self) -> list[tuple[str, str]]:
        """Return the lines of the contents in order: base name of the file, text."""
        tree = self.trees.get(self.nav)
        if tree is None:
            return []
        toc = next((nav for nav in tree.iter(f"{XHTML}nav") if nav.get(f"{OPS}type") == "toc"), None)
        return [] if toc is None else [(a.get("href", ""), text_of(a)) for a in toc.iter(f"{XHTML}a")]

    def ncx_contents(self) -> list[tuple[str, str]]:
        """Return the same of the NCX, which some readers go by alone."""
        tree = self.trees.get(self.ncx)
        if tree is None:
            return []
        points = tree.iter(f"{_NCX}navPoint")
        return [
            (point.findall(f"{_NCX}content")[0].get("src", ""), text_of(point.findall(f"{_NCX}navLabel")[0]))
            for point in points
        ]


def text_of(element: etree._Element) -> str:
    """Return all text in ``element``."""
    return "".join(str(text) for text in element.itertext())


def opened(path: Path) -> BookFile:
    """Open the EPUB at ``path``, judging nothing; nothing is raised, whatever the file holds."""
    book = BookFile(path.name)
    try:
        book.size = path.stat().st_size
        with zipfile.ZipFile(path) as archive:
            book.infos = archive.infolist()
            _members(book, archive)
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError) as problem:
        book.broken = str(problem)
        return book
    _parse(book, [name for name in book.members if name.lower().endswith(_XML)])
    _package(book)
    _parse(book, [name for name, media_type in book.manifest.items() if media_type.endswith("+xml")])
    return book


def _parse(book: BookFile, names: Iterable[str]) -> None:
    """Read members as XML, once each; nothing is fetched, no entity resolved, and 256 levels are the deepest."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    for name in names:
        if name in book.members and name not in book.trees and name not in book.malformed:
            try:
                book.trees[name] = etree.fromstring(book.members[name], parser)
            except etree.XMLSyntaxError as problem:
                book.malformed[name] = problem


def read(path: Path) -> BookFile:
    """Open the EPUB at ``path``, a book of our own, and hold it against itself; what is wrong is in ``found``."""
    book = opened(path)
    unread = [f"{name}: {why}" for name, why in book.refused.items()]
    for reason in (book.broken, *unread):
        if reason:
            book.tell(reason)
    if book.found:  # what was read of it proves nothing
        return BookFile(book.name, found=book.found)
    _container(book)
    for name, problem in book.malformed.items():
        book.found.append(finding("E-002", None, file=f"{book.name}: {name}", reason=problem))
    _whole(book)
    book.found += integrity(book)
    for name, media_type in book.manifest.items():
        if media_type == "text/css" and name in book.members:
            faults = style_faults(book.members[name].decode("utf-8", "replace"))
            book.found += [finding("E-007", None, what=what) for what in faults]
    return book


def _container(book: BookFile) -> None:
    first = book.infos[0] if book.infos else None
    if (
        first is None
        or first.filename != "mimetype"
        or first.compress_type != zipfile.ZIP_STORED
        or first.extra
        or book.members.get("mimetype") != MIMETYPE
    ):
        book.tell("mimetype is not first, stored and right")
    for name, count in Counter(info.filename for info in book.infos).items():
        if count > 1:
            book.tell(f"{name} is in the zip {count} times")


def _members(book: BookFile, archive: zipfile.ZipFile) -> None:
    total = 0
    for info in book.infos:
        packed = max(info.compress_size, 1)
        bomb = info.file_size > _SMALL and info.file_size > _MAX_RATIO * packed
        total += info.file_size
        if info.is_dir():
            continue
        if info.file_size > MAX_MEMBER or total > _MAX_TOTAL or bomb:
            book.refused[info.filename] = f"{info.file_size:,} bytes, packed {info.compress_size:,}"
            continue
        try:
            book.members[info.filename] = archive.read(info)
        except (OSError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error) as problem:
            book.refused[info.filename] = str(problem)


def _package(book: BookFile) -> None:
    container = book.trees.get("META-INF/container.xml")
    roots = [] if container is None else list(container.iter(f"{_CONTAINER}rootfile"))
    book.package = roots[0].get("full-path", "") if roots else ""
    package = book.trees.get(book.package)
    if package is None:
        return
    base = posixpath.dirname(book.package)
    by_id: dict[str, str] = {}
    for item in package.iter(f"{_OPF}item"):
        name = posixpath.normpath(posixpath.join(base, unquote(item.get("href", ""))))
        book.manifest[name] = item.get("media-type", "")
        by_id[item.get("id", "")] = name
        if "nav" in item.get("properties", "").split():
            book.nav = name
    for spine in package.iter(f"{_OPF}spine"):
        book.ncx = by_id.get(spine.get("toc", ""), "")
    book.spine = [by_id.get(ref.get("idref", ""), "") for ref in package.iter(f"{_OPF}itemref")]


def _whole(book: BookFile) -> None:
    if book.package not in book.trees:
        book.tell("there is no package document")
        return
    there = set(book.members) - {"mimetype", "META-INF/container.xml", book.package}
    for name in sorted(there ^ set(book.manifest)):
        book.tell(f"{name} is {'not in the manifest' if name in there else 'in the manifest, not in the zip'}")
    pages = [name for name, media_type in book.manifest.items() if media_type == "application/xhtml+xml"]
    if sorted(pages) != sorted(book.spine):
        book.tell("the spine does not hold every document once")
    if not book.nav or not book.ncx:
        book.tell("there are no contents (nav and NCX)")


def integrity(book: BookFile) -> list[Finding]:
    """Return a finding for each id that stands twice in its document and each reference that leads nowhere."""
    found = [finding("E-004", None, file=f"{book.name}: {name}", id=ident) for name, _, ident in twice(book)]
    return found + [finding("E-003", None, file=f"{book.name}: {name}", href=href) for name, _, href in nowhere(book)]


def twice(book: BookFile) -> Iterator[tuple[str, int, str]]:
    """Yield member, line and id for each id that stands twice in its document."""
    for name, tree in book.trees.items():
        seen: dict[str, int] = {}
        for element in tree.iter():
            if ident := element.get("id"):
                seen[ident] = seen.get(ident, 0) + 1
                if seen[ident] == 2:
                    yield name, line_of(element), ident


def nowhere(book: BookFile) -> Iterator[tuple[str, int, str]]:
    """Yield member, line and address for each reference that leads to nothing in the book."""
    ids = {name: {element.get("id") for element in tree.iter()} for name, tree in book.trees.items()}
    for name, line, href in references(book):
        path, _, fragment = href.partition("#")
        whole = resolved(name, path)
        there = whole in book.members or whole in book.refused
        if not there or (fragment and whole in ids and not {fragment, unquote(fragment)} & ids[whole]):
            yield name, line, href


def resolved(base: str, path: str) -> str:
    """Return the file name in the zip of ``path``, as the member ``base`` writes it."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), unquote(path))) if path else base


def references(book: BookFile) -> Iterator[tuple[str, int, str]]:
    """Yield member, line and address of each reference that is no address outside."""
    for name, tree in book.trees.items():
        for element in tree.iter():
            for attribute in ("href", "src"):
                target = element.get(attribute)
                if target is not None and not outside(target) and (target.strip() or attribute == "href"):
                    yield name, line_of(element), target
    for name, media_type in book.manifest.items():
        if media_type == "text/css" and name in book.members:
            # A comment leaves its lines behind, so that what follows is counted right.
            css = book.members[name].decode("utf-8", "replace")
            css = _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), css)
            for found in _URL.finditer(css):
                if not found[1].startswith(("#", "data:")):
                    yield name, css.count("\n", 0, found.start()) + 1, found[1]


def line_of(element: etree._Element) -> int:
    """Return the line of its file in which ``element`` begins; 0 where it is not known."""
    line: Any = element.sourceline
    return int(line or 0)


def outside(target: str) -> bool:
    """Whether ``target`` is an address outside of the book."""
    try:
        return urlsplit(target).scheme in _OUTSIDE
    except ValueError:
        return False


def style_faults(css: str) -> list[str]:
    """Return what a style sheet takes from the reader: fixed lengths, and face, size or colour of the text."""
    sheet: Sheet = parse("", css)
    return [text for text, _ in (*fixed_lengths(sheet), *forced(sheet, frozenset(sheet.families)))]
