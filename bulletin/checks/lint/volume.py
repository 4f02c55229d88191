"""A finished book as the rules see it: documents, styles, pictures and metadata, each read once."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from bulletin.checks.book_file import OPS, XHTML, BookFile, line_of, resolved
from bulletin.checks.lint import runs
from bulletin.checks.lint.pixels import Picture, characters, look
from bulletin.checks.lint.runs import Run
from bulletin.checks.lint.sheets import Declaration, Sheet, declarations, families, parse

OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
SVG = "{http://www.w3.org/2000/svg}"
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")


@dataclass(frozen=True, slots=True)
class Document:
    """One XHTML document."""

    name: str
    tree: etree._Element
    raw: bytes

    @property
    def body(self) -> etree._Element | None:
        """Its body."""
        return self.tree.find(f"{XHTML}body")

    def all(self, *tags: str) -> Iterator[etree._Element]:
        """Yield its XHTML elements called one of ``tags``, in order; all of them where none is named."""
        names = tuple(f"{XHTML}{tag}" for tag in tags)
        for element in self.tree.iter(*names):
            if isinstance(element.tag, str):
                yield element


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the manifest."""

    id: str
    href: str
    name: str
    """The file in the zip that it means."""
    media_type: str
    properties: tuple[str, ...]
    element: etree._Element


class Volume:
    """What the rules look at; everything is computed once, when a rule first asks."""

    def __init__(self, book: BookFile) -> None:
        self.book = book

    @cached_property
    def package(self) -> etree._Element | None:
        """The package document."""
        return self.book.trees.get(self.book.package)

    @cached_property
    def metadata(self) -> tuple[etree._Element, ...]:
        """The elements of the package's ``metadata``."""
        block = None if self.package is None else self.package.find(f"{OPF}metadata")
        return () if block is None else tuple(e for e in block.iter() if isinstance(e.tag, str) and e is not block)

    def dc(self, name: str) -> list[str]:
        """Return the texts of the Dublin Core elements called ``name``."""
        return [(e.text or "").strip() for e in self.metadata if e.tag == f"{DC}{name}"]

    def meta(self, prop: str) -> list[str]:
        """Return the texts of the ``meta`` elements of the property ``prop`` that refine nothing."""
        return [(e.text or "").strip() for e in self.metadata if e.get("property") == prop and e.get("refines") is None]

    def old_meta(self, name: str) -> str:
        """Return the content of the EPUB 2 ``meta`` called ``name``."""
        return next((e.get("content", "") for e in self.metadata if e.get("name") == name), "")

    @cached_property
    def version(self) -> int:
        """2 or 3: the EPUB version that the package says it is of."""
        return 3 if self.package is None or self.package.get("version", "3").startswith("3") else 2

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """The manifest, in its order."""
        found = () if self.package is None else self.package.iter(f"{OPF}item")
        return tuple(
            Item(
                e.get("id", ""),
                e.get("href", ""),
                resolved(self.book.package, e.get("href", "")),
                e.get("media-type", ""),
                tuple(e.get("properties", "").split()),
                e,
            )
            for e in found
        )

    @cached_property
    def itemrefs(self) -> tuple[etree._Element, ...]:
        """The references of the spine."""
        return () if self.package is None else tuple(self.package.iter(f"{OPF}itemref"))

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """The XHTML documents in reading order; what is not in the spine comes last."""
        names = [item.name for item in self.items if item.media_type == "application/xhtml+xml"]
        order = dict.fromkeys((*self.book.spine, *names))
        return tuple(
            Document(name, tree, self.book.members[name])
            for name in order
            if (tree := self.book.trees.get(name)) is not None and tree.tag == f"{XHTML}html"
        )

    @cached_property
    def whole(self) -> bool:
        """Whether every document could be read: else what nothing seems to use may stand in one that could not."""
        names = {item.name for item in self.items if item.media_type == "application/xhtml+xml"}
        return bool(names) and names == {document.name for document in self.documents} and not self.book.refused

    @cached_property
    def nav(self) -> Document | None:
        """The navigation document."""
        return next((d for d in self.documents if d.name == self.book.nav), None)

    def nav_of(self, kind: str) -> etree._Element | None:
        """Return the ``nav`` of ``epub:type`` ``kind``: toc, landmarks, page-list."""
        found = () if self.nav is None else self.nav.all("nav")
        return next((e for e in found if kind in e.get(f"{OPS}type", "").split()), None)

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        """The style sheets, and the ``style`` elements of documents."""
        found = [
            parse(item.name, self.book.members[item.name].decode("utf-8", "replace"))
            for item in self.items
            if item.media_type == "text/css" and item.name in self.book.members
        ]
        for document in self.documents:
            for e in document.all("style"):
                found.append(parse(document.name, "".join(map(str, e.itertext())), line_of(e)))
        return tuple(found)

    @cached_property
    def styled(self) -> tuple[tuple[str, etree._Element, tuple[Declaration, ...]], ...]:
        """The ``style`` attributes of all documents: member, element, declarations."""
        return tuple(
            (document.name, e, declarations(e.get("style", ""))[0])
            for document in self.documents
            for e in document.all()
            if e.get("style")
        )

    @cached_property
    def families(self) -> frozenset[str]:
        """The families that the book brings faces for, in lower case."""
        return frozenset(family for sheet in self.sheets for family in sheet.families)

    @cached_property
    def blocks(self) -> frozenset[str]:
        """Classes that a sheet turns into blocks."""
        return frozenset(
            name
            for sheet in self.sheets
            for rule in sheet.rules
            if (item := rule.get("display")) and item.value in ("block", "list-item", "table", "none")
            for name in rule.classes
        )

    def glyphs(self, family: str) -> frozenset[int]:
        """Return the characters that the book's faces called ``family`` have, by their ``@font-face``."""
        found: set[int] = set()
        for sheet in self.sheets:
            for face in sheet.faces:
                name, source = face.get("font-family"), face.get("src")
                if name and source and family in families(name.value):
                    for url in re.findall(r"url\(\s*[\"']?([^\"')]+)", source.value):
                        found |= characters(self.book.members.get(resolved(sheet.member, url), b""))
        return frozenset(found)

    @cached_property
    def gone(self) -> frozenset[str]:
        """Classes that a sheet takes out of sight, whatever they stand in."""
        return frozenset(
            selector.removeprefix(".")
            for sheet in self.sheets
            for rule in sheet.rules
            if not rule.within and (item := rule.get("display")) and item.value == "none"
            for selector in rule.selectors
            if re.fullmatch(r"\.[\w-]+", selector)
        )

    def hides(self, element: etree._Element) -> bool:
        """Whether ``element`` is taken out of sight by a class or a ``style`` of its own."""
        style = element.get("style", "").replace(" ", "").lower()
        return "display:none" in style or bool(self.gone & set(element.get("class", "").split()))

    @cached_property
    def runs(self) -> tuple[tuple[Document, tuple[Run, ...]], ...]:
        """The running text of each document, paragraph by paragraph."""
        language = self.language
        return tuple((d, tuple(runs.of(d.tree, language, self.blocks))) for d in self.documents)

    @cached_property
    def language(self) -> str:
        """The first language that the package names."""
        return next(iter(self.dc("language")), "")

    @cached_property
    def text(self) -> str:
        """All text of all documents."""
        return "".join("".join(map(str, d.body.itertext())) for d in self.documents if d.body is not None)

    @cached_property
    def chinese(self) -> bool:
        """Whether the book is in Chinese: a third of its letters are Han, and there are no kana to speak of."""
        han = len(_HAN.findall(self.text))
        kana = len(re.findall(r"[\u3040-\u30ff]", self.text))
        letters = sum(map(str.isalpha, self.text))
        return han > 0 and han * 3 >= letters and kana * 10 < han

    @cached_property
    def pictures(self) -> tuple[Picture, ...]:
        """The raster pictures of the manifest, opened."""
        return tuple(
            look(item.name, item.media_type, self.book.members[item.name])
            for item in self.items
            if item.media_type.startswith("image/")
            and item.media_type != "image/svg+xml"
            and item.name in self.book.members
        )


def local(element: etree._Element) -> str:
    """Return the element's name without its namespace."""
    return etree.QName(element).localname


def kinds(element: etree._Element) -> set[str]:
    """Return what an element says it is: the words of ``epub:type`` and ``role``."""
    return {*element.get(f"{OPS}type", "").split(), *element.get("role", "").split()}


def classes(element: etree._Element) -> list[str]:
    """Return the classes of an element."""
    return element.get("class", "").split()
