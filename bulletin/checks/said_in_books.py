"""All that a finished EPUB says, and any other XML: documents, contents, data, attributes, texts of style sheets.

Whatever the file holds, nothing is raised. Sources: EPUB 3.3 §5 (packages), §6.1 (XHTML), §7 (navigation); CSS 2.2
§12.2 (``content``).
"""

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from lxml import etree

from bulletin.checks.said import Part, Said, Sayings, Tag, is_foreign

_FILE = (OSError, EOFError, zipfile.BadZipFile, zlib.error)
ODD = (*_FILE, ValueError, TypeError, AttributeError, LookupError, RuntimeError, etree.LxmlError)
"""What files raise that are not as they should be; other checks tell of them."""

_XML = "{http://www.w3.org/XML/1998/namespace}"
_LANGUAGES = (f"{_XML}lang", "lang", "hreflang")
_HAVE_LANGUAGE = ("html", "ncx", "package")
"""Documents that must say what language they are in."""

_MACHINE = {
    *("href", "src", "srcset", "id", "class", "style", "type", "role", "rel", "rev", "idref", "idrefs", "properties"),
    *("media-type", "full-path", "version", "toc", "name", "unique-identifier", "refines", "property", "scheme"),
    *("datetime", "headers", "for", "d", "points", "transform", "font-family", "fill", "stroke", "about", "resource"),
    *("aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "aria-details", "lang", "hreflang"),
}
"""Attributes that nobody reads."""

_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_GENERATED = re.compile(r"(?:^|[;{\s])(?:content|quotes)\s*:((?:\"[^\"]*\"|'[^']*'|[^;}\"'])*)")
_STRING = re.compile(r"\"([^\"]*)\"|'([^']*)'")
_ESCAPE = re.compile(r"\\([0-9A-Fa-f]{1,6})\s?")


def of_book(path: Path) -> Sayings:
    """Return what the EPUB at ``path`` says."""
    out = Sayings()
    with suppress(*ODD), zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            with suppress(*ODD):
                suffix = posixpath.splitext(name)[1].lower()
                if suffix == ".css":
                    for text in _generated(archive.read(name).decode("utf-8", "replace")):
                        out.say(name, text)
                elif suffix in (".xhtml", ".html", ".htm", ".svg", ".ncx"):
                    _flowing(name, tree(archive.read(name)), out)
                elif suffix in (".opf", ".xml", ".smil"):
                    separate(name, tree(archive.read(name)), out)
    return out


def tree(data: bytes) -> etree._Element:
    """Return the root of an XML document, as much of it as can be read; raises ``ValueError`` or ``XMLSyntaxError``."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    root: etree._Element | None = etree.fromstring(data, parser)
    if root is None:
        raise ValueError(data[:20])
    return root


def _flowing(name: str, root: etree._Element, out: Sayings) -> None:
    """Add a document whose text is read through, and what its attributes say."""
    parts: list[Part] = []

    def walk(element: etree._Element, lang: str, ident: str) -> None:
        if not isinstance(element.tag, str):
            return
        lang, ident = _tagged(name, element, lang, ident, out)
        if _local(element.tag) == "style":
            for text in _generated(element.text or ""):
                out.say(name, text)
        elif _local(element.tag) != "script":
            parts.append(Part(element.text or "", is_foreign(lang), ident))
            for child in element:
                walk(child, lang, ident)
                parts.append(Part(child.tail or "", is_foreign(lang), ident))

    _root(name, root, out)
    walk(root, "", posixpath.splitext(posixpath.basename(name))[0])
    out.texts.append(Said(name, tuple(part for part in parts if part.text)))


def separate(name: str, root: etree._Element, out: Sayings) -> None:
    """Add a document whose elements each say something of their own."""

    def walk(element: etree._Element, lang: str, said: str) -> None:
        if not isinstance(element.tag, str):
            return
        local = _local(element.tag)
        # A list of values (RDF) is named by what it is a list of.
        said = said if local in ("li", "Alt", "Seq", "Bag") else local
        lang, _ = _tagged(f"{name} {said}", element, lang, "", out)
        text = (element.text or "").strip()
        if said == "language" and text:
            out.tags.append(Tag(text, f"{name} {said}", whole=True))
        else:
            out.say(f"{name} {said}", text, is_foreign(lang))
        for child in element:
            walk(child, lang, said)
            out.say(f"{name} {said}", (child.tail or "").strip(), is_foreign(lang))

    _root(name, root, out)
    walk(root, "", "")
    if _local(root.tag) == "package" and not any(_local(e.tag) == "language" for e in root.iter("*")):
        out.tags.append(Tag("", f"{name} language", whole=True))


def _root(name: str, root: etree._Element, out: Sayings) -> None:
    """Add the missing language of a document that must have one."""
    if _local(root.tag) in _HAVE_LANGUAGE and not any(root.get(key) for key in _LANGUAGES):
        out.tags.append(Tag("", name, posixpath.splitext(posixpath.basename(name))[0], whole=True))


def _tagged(where: str, element: etree._Element, lang: str, ident: str, out: Sayings) -> tuple[str, str]:
    """Add what the attributes of ``element`` say; return the language of its text, and the id nearest to it."""
    whole = element.getparent() is None and _local(element.tag) in _HAVE_LANGUAGE
    ident = element.get("id") or ident
    for key in _LANGUAGES[::-1]:
        value = str(element.get(key, "-"))
        if value != "-":
            out.tags.append(Tag(value, where, ident, whole and key != "hreflang"))
            lang = value if key != "hreflang" else lang
    for name, content in element.items():
        local, text = _local(name), str(content)
        if local == "style":
            for piece in _generated(text):
                out.say(where, piece, is_foreign(lang), ident)
        elif local not in _MACHINE:
            out.say(f"{where} {local}", text, is_foreign(lang), ident)
    return lang, ident


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2]


def _generated(css: str) -> Iterator[str]:
    """Yield the texts that a style sheet puts on the page."""
    for declared in _GENERATED.findall(_COMMENT.sub("", css)):
        for one, other in _STRING.findall(declared):
            yield _ESCAPE.sub(lambda found: chr(min(int(found[1], 16), 0x10FFFF)), one or other)
