"""The catalogue as OPDS 1.2 (https://specs.opds.io/opds-1.2): Atom feeds, which KOReader and most reading apps know."""

from typing import Any

from lxml import etree

from bulletin.site.catalogue import ROOT, Feed, Publication
from bulletin.site.places import absolute, relative

_ATOM = "http://www.w3.org/2005/Atom"
_DC = "http://purl.org/dc/terms/"
_OPDS = "http://opds-spec.org/2010/catalog"
_THR = "http://schema.org/"
_NAMES: Any = {None: _ATOM, "dc": _DC, "opds": _OPDS, "schema": _THR}

NAVIGATION = "application/atom+xml;profile=opds-catalog;kind=navigation"
ACQUISITION = "application/atom+xml;profile=opds-catalog;kind=acquisition"


def document(feed: Feed, base: str) -> bytes:
    """Return the Atom document of ``feed``."""
    here = f"{feed.stem}.xml"
    kind = ACQUISITION if feed.of_books else NAVIGATION
    root = etree.Element(f"{{{_ATOM}}}feed", nsmap=_NAMES)
    root.set("{http://www.w3.org/XML/1998/namespace}lang", feed.language)
    _put(root, "id", feed.identifier)
    _put(root, "title", feed.title)
    _put(root, "updated", feed.modified)
    _put(_put(root, "author"), "name", feed.author)
    _link(root, "self", absolute(base, here), kind)
    _link(root, "start", relative(here, f"{ROOT}.xml"), NAVIGATION)
    if feed.up:
        _link(root, "up", relative(here, f"{feed.up}.xml"), NAVIGATION)
    _link(root, "alternate", relative(here, f"{feed.stem}.json"), "application/opds+json")
    for title, stem, active in feed.facets:
        link = _link(root, "http://opds-spec.org/facet", relative(here, f"{stem}.xml"), ACQUISITION, title=title)
        link.set(f"{{{_OPDS}}}facetGroup", feed.facet_group)
        if active:
            link.set(f"{{{_OPDS}}}activeFacet", "true")
    for way in feed.ways:
        entry = _put(root, "entry")
        _put(entry, "title", way.title)
        _put(entry, "id", way.identifier)
        _put(entry, "updated", way.modified)
        _put(entry, "content", way.title, type="text")
        to = ACQUISITION if way.leads_to_books else NAVIGATION
        _link(entry, way.relation, relative(here, f"{way.stem}.xml"), to)
    for book in feed.publications:
        _publication(root, book, here)
    etree.indent(root)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def _publication(root: etree._Element, book: Publication, here: str) -> None:
    entry = _put(root, "entry")
    _put(entry, "title", book.title)
    _put(entry, "id", book.identifier)
    _put(entry, "updated", book.modified)
    _put(entry, "published", f"{book.issued}T00:00:00Z")
    for author in book.authors:
        _put(_put(entry, "author"), "name", author)
    _put(entry, "language", book.language, _DC)
    if book.publisher:
        _put(entry, "publisher", book.publisher, _DC)
    _put(entry, "issued", book.issued, _DC)
    for subject in book.subjects:
        etree.SubElement(entry, f"{{{_ATOM}}}category", {"term": subject, "label": subject})
    if book.summary:
        _put(entry, "summary", book.summary, type="text")
    if book.series:
        series = etree.SubElement(entry, f"{{{_THR}}}Series", {f"{{{_THR}}}name": book.series})
        if book.position:
            series.set(f"{{{_THR}}}position", book.position)
    if book.cover:
        cover, thumb = book.cover
        media_type = "image/png" if cover.path.endswith(".png") else "image/jpeg"
        _link(entry, "http://opds-spec.org/image", relative(here, cover.path), media_type)
        _link(entry, "http://opds-spec.org/image/thumbnail", relative(here, thumb.path), "image/jpeg")
    _link(entry, "alternate", relative(here, book.page), "text/html")
    for file in book.acquisitions:
        _link(
            entry,
            "http://opds-spec.org/acquisition/open-access",
            relative(here, file.path),
            file.media_type,
            length=str(file.size),
        )


def _put(parent: etree._Element, name: str, text: str = "", space: str = _ATOM, **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{space}}}{name}", attributes)
    element.text = text or None
    return element


def _link(parent: etree._Element, relation: str, href: str, media_type: str, **more: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{_ATOM}}}link", {"rel": relation, "href": href, "type": media_type, **more})
