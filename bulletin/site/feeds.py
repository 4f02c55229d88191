"""What tells readers and search engines of new issues: an Atom feed a script (RFC 4287), and the site maps."""

from collections.abc import Sequence
from typing import Any

from lxml import etree

from bulletin.model import Script
from bulletin.site.catalogue import Publication
from bulletin.site.places import absolute
from bulletin.site.shelf import Shelf
from bulletin.site.volume import Line, Volume

NEWEST = 20
"""Issues in the feed."""

_ATOM = "http://www.w3.org/2005/Atom"
_MAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XML = "{http://www.w3.org/XML/1998/namespace}"
XHTML = "http://www.w3.org/1999/xhtml"


def atom(
    shelf: Shelf, script: Script, base: str, identifier: str, entries: Sequence[tuple[Volume, Publication]]
) -> bytes:
    """Return the Atom feed of ``script``: an entry an issue, with its contents; ``entries`` the newest first."""
    here = f"{script.value}/feed.xml"
    root = etree.Element(f"{{{_ATOM}}}feed", nsmap=_plain(_ATOM))
    root.set(f"{_XML}lang", script.value)
    newest = entries[0][1]
    _put(root, "id", identifier)
    _put(root, "title", shelf.title(script))
    _put(root, "updated", max(book.modified for _, book in entries))
    _put(_put(root, "author"), "name", newest.publisher or shelf.title(script))
    _link(root, "self", absolute(base, here), "application/atom+xml")
    _link(root, "alternate", absolute(base, f"{script.value}/index.html"), "text/html", hreflang=script.value)
    for volume, book in entries[:NEWEST]:
        entry = _put(root, "entry")
        _put(entry, "title", book.title)
        # The book itself has this id too; here it is the page about it.
        _put(entry, "id", f"{book.identifier}#page")
        _put(entry, "updated", book.modified)
        _put(entry, "published", f"{book.issued}T00:00:00Z")
        _link(entry, "alternate", absolute(base, volume.path), "text/html", hreflang=script.value)
        for file in book.acquisitions:
            _link(entry, "enclosure", absolute(base, file.path), file.media_type, length=str(file.size))
        content = _put(entry, "content", type="xhtml")
        content.append(_content(volume, base))
    etree.indent(root)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def _content(volume: Volume, base: str) -> etree._Element:
    div = etree.Element(f"{{{XHTML}}}div", nsmap=_plain(XHTML))
    if volume.cover:
        thumb = volume.cover[1]
        src = {"src": absolute(base, thumb.path), "alt": "", "width": str(thumb.width), "height": str(thumb.height)}
        etree.SubElement(etree.SubElement(div, f"{{{XHTML}}}p"), f"{{{XHTML}}}img", src)
    _list(div, volume.contents, base)
    return div


def _list(parent: etree._Element, lines: Sequence[Line], base: str) -> None:
    ul = etree.SubElement(parent, f"{{{XHTML}}}ul")
    for line in lines:
        li = etree.SubElement(ul, f"{{{XHTML}}}li")
        if line.path:
            etree.SubElement(li, f"{{{XHTML}}}a", {"href": absolute(base, line.path)}).text = line.title
        else:
            etree.SubElement(li, f"{{{XHTML}}}strong").text = line.title
        if line.under:
            _list(li, line.under, base)


def sitemap(base: str, pages: Sequence[tuple[str, str]]) -> bytes:
    """Return a site map of ``pages``: file and day of each (https://www.sitemaps.org/protocol.html)."""
    root = etree.Element(f"{{{_MAP}}}urlset", nsmap=_plain(_MAP))
    for path, day in pages:
        url = etree.SubElement(root, f"{{{_MAP}}}url")
        etree.SubElement(url, f"{{{_MAP}}}loc").text = absolute(base, path)
        etree.SubElement(url, f"{{{_MAP}}}lastmod").text = day
    etree.indent(root)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def sitemap_index(base: str, maps: Sequence[tuple[str, str]]) -> bytes:
    """Return the map of site maps: file and newest day of each; none may hold more than 50 000 pages."""
    root = etree.Element(f"{{{_MAP}}}sitemapindex", nsmap=_plain(_MAP))
    for path, day in maps:
        entry = etree.SubElement(root, f"{{{_MAP}}}sitemap")
        etree.SubElement(entry, f"{{{_MAP}}}loc").text = absolute(base, path)
        etree.SubElement(entry, f"{{{_MAP}}}lastmod").text = day
    etree.indent(root)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def _plain(space: str) -> Any:
    """Return the names of a document that has one namespace, without a prefix."""
    return {None: space}


def _put(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    element.text = text or None
    return element


def _link(parent: etree._Element, relation: str, href: str, media_type: str, **more: str) -> None:
    etree.SubElement(parent, f"{{{_ATOM}}}link", {"rel": relation, "href": href, "type": media_type, **more})
