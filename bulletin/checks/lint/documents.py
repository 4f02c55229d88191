"""The documents as files: encoding, roots, what a parser did to them (EPUB 3.3 §6.1)."""

import re
from collections.abc import Iterator, Mapping, Set

from bulletin.checks.book_file import XHTML, resolved
from bulletin.checks.lint.registry import Hit, hit, rule
from bulletin.checks.lint.volume import SVG, Volume, local

_XHTML_TYPE = "application/xhtml+xml"
_DECLARED = re.compile(rb"\A\s*<\?xml\s[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
_ENTITY = re.compile(rb"<!ENTITY\s+%?\s*([^\s>]+)")
_SVG_CASE = ("viewbox", "preserveaspectratio", "textlength", "gradientunits", "lineargradient", "radialgradient")
_SHOWN = frozenset(("img", "image", "svg", "math", "audio", "video", "object", "hr", "table"))
_DEAD = frozenset(("script", "audio", "video", "form", "iframe", "object", "embed", "input", "button", "canvas"))


@rule({"E-043": "lab note epub.md §2 #1, #2: articles of no bytes, silently; EPUB 3.3 §6.1"})
def empty(v: Volume) -> Iterator[Hit]:
    """Every document says or shows something; there is at least one."""
    if v.package is None:
        return
    for item in v.items:
        if item.media_type == _XHTML_TYPE and not v.book.members.get(item.name, b"-").strip():
            yield hit("E-043", item.name)
    for document in v.documents:
        body = document.body
        shown = body is not None and (
            "".join(map(str, body.itertext())).strip()
            or any(isinstance(e.tag, str) and local(e) in _SHOWN for e in body.iter())
        )
        if not shown:
            yield hit("E-043", document.name)
    if not any(item.media_type == _XHTML_TYPE for item in v.items):
        yield hit("E-043", v.book.package)


@rule(
    {
        "E-044": "EPUB 3.3 §3.9 (XML is UTF-8 or UTF-16; new books UTF-8), Kobo spec",
        "E-045": "kindle-epub-fix: without a declaration Send to Kindle takes a file for ISO-8859-1",
    }
)
def encoding(v: Volume) -> Iterator[Hit]:
    """Documents are UTF-8 and say so in their first line."""
    for item in v.items:
        raw = v.book.members.get(item.name, b"")
        if item.media_type != _XHTML_TYPE or not raw.strip():
            continue
        said = _DECLARED.match(raw.removeprefix(b"\xef\xbb\xbf"))
        name = said[1].decode("ascii") if said else ""
        if raw[:2] in (b"\xff\xfe", b"\xfe\xff") or not utf8(raw) or name.lower() not in ("", "utf-8", "us-ascii"):
            yield hit("E-044", item.name, encoding=name or "–")
        elif not said:
            yield hit("E-045", item.name)


def utf8(raw: bytes) -> bool:
    """Whether ``raw`` is UTF-8."""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


_HEADS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "hgroup"))
_ROWS = frozenset(("tr", "template"))
_HOLDS: Mapping[str, Set[str]] = {
    "nav": _HEADS | {"ol"},
    "table": {"caption", "colgroup", "thead", "tbody", "tfoot", "template", "tr"},
    "thead": _ROWS,
    "tbody": _ROWS,
    "tfoot": _ROWS,
    "tr": {"th", "td", "template"},
    "ul": {"li", "template"},
    "ol": {"li", "template"},
    "dl": {"dt", "dd", "div", "template"},
}
"""What elements may hold alone (HTML §4.4, §4.9; for ``nav``, which other documents may fill freely, EPUB 3.3 §7.3)."""


@rule(
    {
        "E-046": "EPUB 3.3 §6.1 (XHTML); HTML §3.2.6 (id); lab note epub.md §2 #4, #5 (heads dropped, "
        "SVG in lower case); HTML §3.1 (title)"
    }
)
def markup(v: Volume) -> Iterator[Hit]:
    """A document is XHTML with head and body, its drawings as they were drawn."""
    for item in v.items:
        tree = v.book.trees.get(item.name)
        if tree is None or item.media_type != _XHTML_TYPE:
            continue
        if tree.tag != f"{XHTML}html":
            yield hit("E-046", item.name, tree, what=f"<{local(tree)}>: xmlns")
            continue
        for part in ("head", "body"):
            if tree.find(f"{XHTML}{part}") is None:
                yield hit("E-046", item.name, tree, what=f"<{part}>")
        for element in tree.iter():
            if not isinstance(element.tag, str):
                continue
            held = _HOLDS.get(local(element), frozenset()) if element.tag.startswith(XHTML) else frozenset()
            for child in element if held and (item.name == v.book.nav or local(element) != "nav") else ():
                if isinstance(child.tag, str) and local(child) not in held:
                    yield hit("E-046", item.name, child, what=f"<{local(element)}><{local(child)}>")
            if any(blank in element.get("id", "") for blank in " \t\n"):
                yield hit("E-046", item.name, element, what=f'id="{element.get("id")}"')
            name, drawn = local(element), element.tag.startswith(SVG)
            if name in ("svg", "math") and element.tag.startswith(XHTML):
                yield hit("E-046", item.name, element, what=f"<{name}>: xmlns")
            wrong = [a for a in (name, *map(str, element.keys())) if a in _SVG_CASE]
            if wrong and (drawn or element.tag.startswith(XHTML)):
                yield hit("E-046", item.name, element, what=wrong[0])


@rule({"E-048": "EPUB 3.3 §3.9 (no external entities); XXE: a book that asks for files of the machine it is read on"})
def doctype(v: Volume) -> Iterator[Hit]:
    """No document brings entities of its own."""
    for name in v.book.members:
        if name in v.book.trees or name in v.book.malformed:
            raw = v.book.members[name]
            for found in _ENTITY.finditer(raw):
                line = raw.count(b"\n", 0, found.start()) + 1
                yield hit("E-048", name, line, what=found[1].decode("utf-8", "replace")[:40])


@rule({"E-049": "EPUB 3.3 §3.6 (resource locations): pictures, styles and faces lie in the book"})
def remote(v: Volume) -> Iterator[Hit]:
    """Nothing that is shown is fetched from elsewhere."""
    for document in v.documents:
        for element in document.tree.iter():
            if not isinstance(element.tag, str):
                continue
            shown = [element.get("src", ""), element.get("data", "") if local(element) == "object" else ""]
            if local(element) in ("link", "image"):
                shown += [element.get("href", ""), element.get("{http://www.w3.org/1999/xlink}href", "")]
            yield from (hit("E-049", document.name, element, href=u) for u in shown if remote_address(u))
    for sheet in v.sheets:
        found = [(d.value, d.line) for r in (*sheet.rules, *sheet.faces) for d in r.declarations]
        for text, line in (*found, *sheet.imports):
            for url in re.findall(r"(?:https?:)?//[^\s\"')]+", text):
                yield hit("E-049", sheet.member, line, href=url)


def remote_address(address: str) -> bool:
    """Whether ``address`` leads out of the book to something that would be fetched."""
    return address.strip().lower().startswith(("http:", "https:", "//", "file:", "ftp:"))


@rule(
    {
        "E-047": "kindle-epub-fix (img without src): Send to Kindle refuses the book",
        "E-062": "kindle-epub-fix (links to the id of a body are “unresolved”): Send to Kindle refuses the book",
        "E-066": "safaribooks#88 (KindleGen E3013: at most 10,000 hidden characters); kindle-epub-fix#24 "
        "(data-AmznRemoved: not to be sent again)",
        "E-095": "Kindle Publishing Guidelines (supported HTML tags); EPUB 3.3 §6.1: readers may leave these out",
    }
)
def refused(v: Volume) -> Iterator[Hit]:
    """What Send to Kindle is known to refuse, and elements that e-readers leave out."""
    bodies = {(d.name, d.body.get("id")) for d in v.documents if d.body is not None and d.body.get("id")}
    for document in v.documents:
        hidden = 0
        for element in document.all():
            name = local(element)
            if name == "img" and not element.get("src", "").strip():
                yield hit("E-047", document.name, element)
            if name in _DEAD:
                yield hit("E-095", document.name, element, what=f"<{name}>")
            if any(key.lower().startswith("data-amznremoved") for key in map(str, element.keys())):
                yield hit("E-066", document.name, element, what="data-AmznRemoved")
            if v.hides(element):
                hidden += len("".join(map(str, element.itertext())))
            path, _, fragment = element.get("href", "").partition("#")
            if fragment and (resolved(document.name, path), fragment) in bodies:
                yield hit("E-062", document.name, element, href=element.get("href"))
        if hidden > 10_000:
            yield hit("E-066", document.name, what=f"display: none, {hidden} > 10000")
    tree = v.book.trees.get(v.book.ncx)
    for element in () if tree is None else tree.iter("{http://www.daisy.org/z3986/2005/ncx/}content"):
        path, _, fragment = element.get("src", "").partition("#")
        if fragment and (resolved(v.book.ncx, path), fragment) in bodies:
            yield hit("E-062", v.book.ncx, element, href=element.get("src"))
