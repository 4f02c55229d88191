"""A finished EPUB opened again, with zipfile and lxml alone: what is in it, and whether it holds together.

Nothing here knows how books are made; rules are those of EPUB 3.3 (OCF, packages, navigation) and of our own style.
"""

import posixpath
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import etree

from bulletin.findings import Finding, finding

XHTML = "{http://www.w3.org/1999/xhtml}"
OPS = "{http://www.idpf.org/2007/ops}"
_OPF = "{http://www.idpf.org/2007/opf}"
_NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
_CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
_MIMETYPE = b"application/epub+zip"
_OUTSIDE = ("http", "https", "mailto", "tel")

_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_URL = re.compile(r"""(?:url\(|@import\s)\s*['"]?\s*([^'")\s;]+)""")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_FIXED = re.compile(r"(?<![\w#.-])\d*\.?\d+(?:px|pt|pc|cm|mm|in)\b", re.I)
_READERS_OWN = re.compile(r"(?:^|;)\s*(font-family|font-size|font|color|background(?:-color)?)\s*:", re.I)
_TEXT = re.compile(r"(?:html|body|p|section|\*)")
"""Selectors of the running text, whose face, size and colour are the reader's."""


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


def read(path: Path) -> BookFile:
    """Open the EPUB at ``path`` and hold it against itself; what is wrong is in ``found``."""
    book = BookFile(path.name)
    try:
        with zipfile.ZipFile(path) as archive:
            _members(book, archive)
    except (OSError, zipfile.BadZipFile, zlib.error) as problem:
        book.tell(str(problem))
        return book
    for name, data in book.members.items():
        if name.endswith((".xhtml", ".ncx", ".opf", ".xml")):
            try:
                parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
                book.trees[name] = etree.fromstring(data, parser)
            except etree.XMLSyntaxError as problem:
                book.found.append(finding("E-002", None, file=f"{path.name}: {name}", reason=problem))
    _package(book)
    ids = {name: set(_ids(book, name, tree)) for name, tree in book.trees.items()}
    for name, tree in book.trees.items():
        _references(book, name, tree, ids)
    for name, media_type in book.manifest.items():
        if media_type == "text/css" and name in book.members:
            _style(book, name, book.members[name].decode("utf-8", "replace"))
    return book


def _members(book: BookFile, archive: zipfile.ZipFile) -> None:
    infos = archive.infolist()
    first = infos[0] if infos else None
    if (
        first is None
        or first.filename != "mimetype"
        or first.compress_type != zipfile.ZIP_STORED
        or first.extra
        or archive.read(first) != _MIMETYPE
    ):
        book.tell("mimetype is not first, stored and right")
    for name, count in Counter(info.filename for info in infos).items():
        if count > 1:
            book.tell(f"{name} is in the zip {count} times")
    book.members.update({info.filename: archive.read(info) for info in infos})


def _package(book: BookFile) -> None:
    container = book.trees.get("META-INF/container.xml")
    roots = [] if container is None else list(container.iter(f"{_CONTAINER}rootfile"))
    book.package = roots[0].get("full-path", "") if roots else ""
    package = book.trees.get(book.package)
    if package is None:
        book.tell("there is no package document")
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
    there = set(book.members) - {"mimetype", "META-INF/container.xml", book.package}
    for name in sorted(there ^ set(book.manifest)):
        book.tell(f"{name} is {'not in the manifest' if name in there else 'in the manifest, not in the zip'}")
    pages = [name for name, media_type in book.manifest.items() if media_type == "application/xhtml+xml"]
    if sorted(pages) != sorted(book.spine):
        book.tell("the spine does not hold every document once")
    if not book.nav or not book.ncx:
        book.tell("there are no contents (nav and NCX)")


def _ids(book: BookFile, name: str, tree: etree._Element) -> Iterator[str]:
    count = Counter(element.get("id") for element in tree.iter() if element.get("id"))
    for ident, times in count.items():
        if times > 1:
            book.found.append(finding("E-004", None, file=f"{book.name}: {name}", id=ident))
        yield str(ident)


def _references(book: BookFile, name: str, tree: etree._Element, ids: dict[str, set[str]]) -> None:
    """Tell of each ``href`` and ``src`` that is neither an address outside nor something in the book."""
    for element in tree.iter():
        for attribute in ("href", "src"):
            target = element.get(attribute)
            if target is None or urlsplit(target).scheme in _OUTSIDE:
                continue
            path, _, fragment = target.partition("#")
            whole = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(path))) if path else name
            if whole not in book.members or (fragment and fragment not in ids.get(whole, set())):
                book.found.append(finding("E-003", None, file=f"{book.name}: {name}", href=target))


def _style(book: BookFile, name: str, css: str) -> None:
    book.found += [finding("E-007", None, what=what) for what in style_faults(css)]
    for target in _URL.findall(_COMMENT.sub("", css)):
        if posixpath.normpath(posixpath.join(posixpath.dirname(name), target)) not in book.members:
            book.found.append(finding("E-003", None, file=f"{book.name}: {name}", href=target))


def style_faults(css: str) -> list[str]:
    """Return what a style sheet takes from the reader: fixed lengths, and face, size or colour of the text."""
    plain = _COMMENT.sub("", css)
    faults = [f"{found[0]}" for found in _FIXED.finditer(plain)]
    for selectors, body in _RULE.findall(plain):
        for selector in selectors.rpartition(";")[2].split(","):
            own = _READERS_OWN.search(body)
            if own and _TEXT.fullmatch(selector.strip()):
                faults.append(f"{selector.strip()}: {own[1]}")
    return faults
