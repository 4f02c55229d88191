"""A book's documents as what a browser reads: XHTML of EPUB made into plain HTML, element by element.

What a page may hold is a closed list; scripts, styles and handlers are left behind. Every id stays, so that notes
answer and links into the middle of a story hold. A vertical book loses its direction here, for the web is read across.
"""

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from lxml import etree

from bulletin.site.books import XHTML, kinds
from bulletin.site.pictures import Scaled

_DROPPED = frozenset(
    [
        "script",
        "style",
        "link",
        "meta",
        "base",
        "title",
        "template",
        "noscript",
        "iframe",
        "object",
        "embed",
        "applet",
        "form",
        "input",
        "button",
        "select",
        "textarea",
        "audio",
        "video",
        "canvas",
    ]
)
_KEPT = frozenset(
    [
        "id",
        "class",
        "lang",
        "dir",
        "title",
        "colspan",
        "rowspan",
        "scope",
        "headers",
        "start",
        "value",
        "reversed",
        "datetime",
        "cite",
        "role",
    ]
)
_OUTSIDE = ("http", "https", "mailto", "tel")
_BLOCKS = frozenset(
    [
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "dt",
        "dd",
        "td",
        "th",
        "figcaption",
        "caption",
        "pre",
        "blockquote",
        "div",
        "section",
        "aside",
        "header",
        "footer",
        "figure",
        "tr",
        "table",
        "ul",
        "ol",
        "dl",
        "br",
        "hr",
        "article",
    ]
)
_SILENT = frozenset(("rt", "rp"))
_BLANKS = re.compile("[ \t\r\n]+")
"""What a line break of the file is; U+3000 is the editor's own."""

_JOINER = "\u2060"

_SVG = "{http://www.w3.org/2000/svg}"
_MATHML = "{http://www.w3.org/1998/Math/MathML}"

Resolve = Callable[[str, str], str | None]
"""Gives the link to a member of the book and a fragment in it; None where it leads nowhere on the site."""

Show = Callable[[str], tuple[Scaled, ...]]
"""Gives the files of a picture, by its name in the book."""


@dataclass(frozen=True, slots=True)
class Labels:
    """What a page says that the book does not."""

    table: str


class Reader:
    """Turns the documents of one book into HTML."""

    def __init__(self, resolve: Resolve, show: Show, link: Callable[[str], str], labels: Labels) -> None:
        self._resolve, self._show, self._link, self._labels = resolve, show, link, labels
        self._here = ""

    def html(self, tree: etree._Element, name: str) -> str:
        """Return the content of a document's ``body``; ``name`` is the document's own in the book."""
        self._here = name
        body = tree.find(f"{XHTML}body")
        root = etree.Element("div")
        if body is not None:
            self._children(body, root)
        text = etree.tostring(root, method="html", encoding="unicode")
        return text.removeprefix("<div>").removesuffix("</div>").strip()

    def _children(self, source: etree._Element, target: etree._Element) -> None:
        _add_text(target, source.text)
        for child in source:
            if isinstance(child.tag, str):
                self._element(child, target)
            _add_text(target, child.tail)

    def _element(self, source: etree._Element, target: etree._Element) -> None:
        tag = str(source.tag)
        if tag.startswith((_SVG, _MATHML)):
            target.append(_drawing(source))
            return
        name = tag.removeprefix(XHTML)
        if name in _DROPPED or name.startswith("{"):
            return
        if "pagebreak" in kinds(source) or source.get("role") == "doc-pagebreak":
            # Pages are the paper's; what links to one still finds its place.
            etree.SubElement(target, "span", {"id": source.get("id", "")} if source.get("id") else {})
            return
        if name == "img":
            self._picture(source, target)
            return
        if name == "table":
            # A table wider than a telephone scrolls on its own, by finger and by key.
            asked = {"class": "table", "role": "group", "tabindex": "0", "aria-label": self._labels.table}
            target = etree.SubElement(target, "div", asked)
        if source.get("role") == "doc-noteref" or "noteref" in kinds(source):
            _add_text(target, _JOINER)  # no line begins with the mark of a note
        made = etree.SubElement(target, name, self._attributes(source, name))
        self._children(source, made)

    def _attributes(self, source: etree._Element, name: str) -> dict[str, str]:
        out: dict[str, str] = {}
        for key, value in source.attrib.items():
            attribute = str(key)
            if attribute in _KEPT or attribute.startswith("aria-"):
                out[attribute] = str(value)
        if name == "ol" and source.get("type"):
            out["type"] = source.get("type", "")
        href = source.get("href")
        if name == "a" and href is not None and (link := self._href(href)) is not None:
            out["href"] = link
            if urlsplit(href).scheme in ("http", "https"):
                out["rel"] = "external"
        return out

    def _href(self, href: str) -> str | None:
        parts = urlsplit(href)
        if parts.scheme:
            return href if parts.scheme in _OUTSIDE else None
        if not parts.path:
            return f"#{parts.fragment}" if parts.fragment else None
        return self._resolve(self._member(parts.path), parts.fragment)

    def _member(self, path: str) -> str:
        return posixpath.normpath(posixpath.join(posixpath.dirname(self._here), unquote(path)))

    def _picture(self, source: etree._Element, target: etree._Element) -> None:
        files = self._show(self._member(urlsplit(source.get("src", "")).path))
        largest = files[-1]
        out = {"src": self._link(largest.path), "alt": source.get("alt", "")}
        out |= {k: source.get(k, "") for k in ("id", "class") if source.get(k)}
        if largest.width:
            out |= {"width": str(largest.width), "height": str(largest.height)}
        if len(files) > 1:
            out["srcset"] = ", ".join(f"{self._link(file.path)} {file.width}w" for file in files)
            out["sizes"] = "(min-width: 40em) 36em, 100vw"
        etree.SubElement(target, "img", {**out, "loading": "lazy", "decoding": "async"})


def _add_text(target: etree._Element, text: str | None) -> None:
    if not text:
        return
    if len(target):
        target[-1].tail = (target[-1].tail or "") + text
    else:
        target.text = (target.text or "") + text


def _drawing(source: etree._Element) -> etree._Element:
    """Return a drawing or a formula without anything that acts."""
    copy = etree.fromstring(etree.tostring(source, with_tail=False))
    for element in list(copy.iter()):
        local = etree.QName(element).localname if isinstance(element.tag, str) else "comment"
        parent = element.getparent()
        if local in ("script", "comment", "foreignObject") and parent is not None:
            before = element.getprevious()
            if before is not None:
                before.tail = (before.tail or "") + (element.tail or "")
            else:
                parent.text = (parent.text or "") + (element.tail or "")
            parent.remove(element)
            continue
        for key in list(element.attrib):
            name = str(key).rpartition("}")[2]
            if name.startswith("on") or (name == "href" and not element.get(key, "").startswith("#")):
                del element.attrib[key]
    etree.cleanup_namespaces(copy)
    return copy


def text(tree: etree._Element) -> tuple[str, ...]:
    """Return the words of a document, a paragraph each, for the search: no readings of ruby, no marks of notes."""
    body = tree.find(f"{XHTML}body")
    lines: list[str] = [""]

    def walk(element: etree._Element) -> None:
        name = etree.QName(element).localname if isinstance(element.tag, str) else ""
        if not name or name in _SILENT or name in _DROPPED or element.get("role") in ("doc-noteref", "doc-backlink"):
            return
        if "pagebreak" in kinds(element):
            return
        block = name in _BLOCKS
        if block:
            lines.append("")
        lines[-1] += element.text or ""
        for child in element:
            walk(child)
            lines[-1] += child.tail or ""
        if block:
            lines.append("")

    if body is not None:
        walk(body)
    return tuple(line for line in (_BLANKS.sub(" ", line).strip(" ") for line in lines) if line)


def role(tree: etree._Element, contents: Mapping[str, bool], name: str) -> str:
    """Return what a document is for the site: ``front`` (cover, title page, contents), ``part`` or ``page``.

    A part is a page that only names the stories under it, so that the issue's own page stands for it. ``contents`` says
    of each document in the book's contents whether there are others under it.
    """
    body = tree.find(f"{XHTML}body")
    found: set[str] = set() if body is None else kinds(body)
    for child in () if body is None else body:
        if isinstance(child.tag, str):
            found |= kinds(child) | {child.get("role", "").removeprefix("doc-")}
    if found & {"cover", "titlepage", "toc"}:
        return "front"
    return "part" if "part" in found and contents.get(name) else "page"
