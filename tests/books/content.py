"""What an EPUB holds, read with zipfile and lxml alone: no code of bulletin's, so that it can be held against others.

Sources: EPUB 3.3 §5 (packages), §7 (navigation); OCF §4.2.6.3.1 (container.xml).
"""

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

_XHTML = "{http://www.w3.org/1999/xhtml}"
_OPF = "{http://www.idpf.org/2007/opf}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_TYPE = "{http://www.idpf.org/2007/ops}type"
_CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"

_FLOWING = {
    "a",
    "abbr",
    "b",
    "bdi",
    "bdo",
    "cite",
    "code",
    "em",
    "i",
    "img",
    "kbd",
    "mark",
    "q",
    "rb",
    "rp",
    "rt",
    "ruby",
}
_FLOWING |= {"s", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr"}
"""Elements that do not part the text around them."""

_PARTING = {"line", "row", "story-deck"}
"""Classes of elements that do, though their names do not say so."""


@dataclass(frozen=True, slots=True)
class Document:
    """One file of the spine."""

    name: str
    """As the manifest says it."""
    root: etree._Element
    pieces: tuple[tuple[str, str], ...]
    """Every text on its own, without blanks: with its ruby, and without."""

    def has(self, path: str) -> bool:
        """Whether an element is there that this XPath (``x:`` is XHTML, ``e:type`` is epub:type) finds."""
        return bool(self.find(path))

    def find(self, path: str) -> list[etree._Element]:
        """Return the elements that an XPath finds."""
        names = {"x": _XHTML[1:-1], "e": "http://www.idpf.org/2007/ops"}
        found: list[etree._Element] = self.root.xpath(path, namespaces=names)  # type: ignore[assignment]
        return found


@dataclass(frozen=True, slots=True)
class Note:
    """A call and the note it leads to."""

    document: str
    call: str
    """Its id."""
    text: str
    """What the note says, without blanks."""


@dataclass(frozen=True, slots=True)
class Book:
    """An EPUB."""

    path: Path
    title: str
    language: str
    rtl: bool
    """Whether its pages are turned from right to left."""
    vertical: bool
    """Whether a style sheet sets the text in columns."""
    documents: tuple[Document, ...]
    contents: tuple[tuple[str, str], ...]
    """Label and file of each line of the contents."""
    pages: tuple[str, ...]
    """What each line of the list of the paper's pages says."""
    cover: bytes
    fonts: tuple[str, ...]
    """Names of the faces in the file."""
    notes: tuple[Note, ...]

    @property
    def pieces(self) -> Iterator[tuple[str, tuple[str, str]]]:
        """Yield the file and the text of every piece."""
        for document in self.documents:
            for piece in document.pieces:
                yield document.name, piece

    def first(self, *paths: str) -> Document | None:
        """Return the first document that has what all of these XPaths find."""
        return next((d for d in self.documents if all(map(d.has, paths))), None)

    def article(self) -> Document:
        """Return the first article that fills some pages; raises ``StopIteration`` where there is none."""
        return next(d for d in self.documents if len(d.pieces) > 15 and d.has("//x:header") and not d.has("//x:nav"))


def squeeze(text: str) -> str:
    """Return ``text`` without blanks and what nobody sees."""
    return "".join(text.translate({0xAD: None, 0x200B: None, 0x2060: None, 0xFEFF: None}).split())


def read(path: Path) -> Book:
    """Return what the EPUB at ``path`` holds; raises what zipfile, lxml and dictionaries raise on one that is broken."""
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    opf = _at(etree.fromstring(files["META-INF/container.xml"]), f".//{_CONTAINER}rootfile").get("full-path", "")
    package, home = etree.fromstring(files[opf]), posixpath.dirname(opf)

    def member(href: str) -> bytes:
        return files[posixpath.normpath(posixpath.join(home, unquote(href)))]

    items = {item.get("id", ""): item for item in package.iter(f"{_OPF}item")}
    spine = _at(package, f"{_OPF}spine")
    documents = [_document(name := items[ref.get("idref", "")].get("href", ""), member(name)) for ref in spine]
    by_property = {p: item.get("href", "") for item in items.values() for p in item.get("properties", "").split()}
    styles = [member(i.get("href", "")).decode() for i in items.values() if i.get("media-type") == "text/css"]
    return Book(
        path=path,
        title=_at(package, f".//{_DC}title").text or "",
        language=_at(package, f".//{_DC}language").text or "",
        rtl=spine.get("page-progression-direction") == "rtl",
        vertical=any("writing-mode:vertical-rl" in squeeze(style) for style in styles),
        documents=tuple(documents),
        contents=tuple(_contents("toc", by_property["nav"], member(by_property["nav"]))),
        pages=tuple(label for label, _ in _contents("page-list", by_property["nav"], member(by_property["nav"]))),
        cover=member(by_property["cover-image"]),
        fonts=tuple(str(i.get("href")) for i in items.values() if "font" in i.get("media-type", "")),
        notes=tuple(note for document in documents for note in _notes(document)),
    )


def _at(element: etree._Element, path: str) -> etree._Element:
    found = element.find(path)
    if found is None:
        raise LookupError(path)
    return found


def _document(name: str, data: bytes) -> Document:
    root = etree.fromstring(data)
    body = _at(root, f"{_XHTML}body")
    with_ruby, without = _texts(body, ruby=True), _texts(body, ruby=False)
    return Document(name, root, tuple((a, b) for a, b in zip(with_ruby, without, strict=True) if a))


def _texts(body: etree._Element, *, ruby: bool) -> list[str]:
    """Return the texts between the borders of blocks; as many with ruby as without."""
    texts = [""]

    def walk(element: etree._Element) -> None:
        name = str(element.tag).removeprefix(_XHTML)
        if not isinstance(element.tag, str) or element.get("hidden") is not None:
            return
        parts = name not in _FLOWING or bool(_PARTING & set(element.get("class", "").split()))
        if parts:
            texts.append("")
        if ruby or name not in ("rt", "rp"):
            texts[-1] += element.text or ""
            for child in element:
                walk(child)
                texts[-1] += child.tail or ""
        if parts:
            texts.append("")

    walk(body)
    return [squeeze(text) for text in texts]


def _contents(kind: str, name: str, data: bytes) -> Iterator[tuple[str, str]]:
    """Yield label and file of each line of the list of this kind."""
    for nav in etree.fromstring(data).iter(f"{_XHTML}nav"):
        if nav.get(_TYPE) == kind:
            for link in nav.iter(f"{_XHTML}a"):
                href = posixpath.normpath(posixpath.join(posixpath.dirname(name), link.get("href", "")))
                yield "".join(map(str, link.itertext())), href


def _notes(document: Document) -> Iterator[Note]:
    for call in document.find("//x:a[@e:type='noteref'][@id]"):
        target = call.get("href", "").partition("#")[2]
        for note in document.find(f"//*[@id='{target}']"):
            yield Note(document.name, call.get("id", ""), squeeze("".join(map(str, note.itertext()))))
