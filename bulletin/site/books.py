"""A finished EPUB as the shelf sees it: who, what and when, its contents, its documents, its cover.

It is read as any reading system would (EPUB 3.3: container → package document → navigation), with zipfile and lxml
alone; nothing is taken from the names of files.
"""

import datetime
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import etree

from bulletin.errors import DeliverError
from bulletin.findings import Place, finding

XHTML = "{http://www.w3.org/1999/xhtml}"
OPS = "{http://www.idpf.org/2007/ops}"
_OPF = "{http://www.idpf.org/2007/opf}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"

LARGEST = 64_000_000
"""Bytes of the largest member that is unpacked."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents."""

    title: str
    document: str
    """Name in the zip of the document it leads to; empty for a heading that leads nowhere."""
    under: tuple["Entry", ...] = ()


@dataclass(frozen=True, slots=True)
class Book:
    """What an EPUB says of itself."""

    path: Path
    place: Place
    """The file as findings call it."""
    identifier: str
    title: str
    language: str
    creators: tuple[str, ...]
    publisher: str
    date: datetime.date
    modified: str
    """``dcterms:modified``, RFC 3339."""
    description: str
    series: str
    series_id: str
    position: str
    vertical: bool
    """Pages turn from right to left: it is set in vertical lines."""
    spine: tuple[str, ...]
    """XHTML documents in reading order, by their name in the zip."""
    contents: tuple[Entry, ...]
    nav: str
    cover: str
    """Name in the zip of the cover's picture; empty where there is none."""
    media: Mapping[str, str]
    """Name in the zip -> media type."""


class Members:
    """The members of an open EPUB."""

    def __init__(self, archive: zipfile.ZipFile, place: Place) -> None:
        self._archive, self.place = archive, place

    def read(self, name: str) -> bytes:
        """Return one member; raises ``DeliverError`` (W-007) where it is not there, spoilt or far too large."""
        try:
            if self._archive.getinfo(name).file_size > LARGEST:
                raise self.damaged(f"{name}: > {LARGEST // 1_000_000} MB")
            return self._archive.read(name)
        except KeyError:
            raise self.damaged(f"{name}: –") from None
        except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, RuntimeError, EOFError) as problem:
            raise self.damaged(f"{name}: {problem}") from None

    def tree(self, name: str) -> etree._Element:
        """Return one member as XML; raises ``DeliverError`` (W-007) where it is none."""
        try:
            parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_pis=True)
            return etree.fromstring(self.read(name), parser)
        except etree.XMLSyntaxError as problem:
            raise self.damaged(f"{name}: {problem}") from None

    def damaged(self, reason: str) -> DeliverError:
        """Return the error that says what is wrong with this EPUB."""
        return DeliverError(finding("W-007", self.place, reason=reason))


@contextmanager
def opened(path: Path, place: Place) -> Iterator[Members]:
    """Open an EPUB; raises ``DeliverError`` (W-007) where it is no zip file."""
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError) as problem:
        raise DeliverError(finding("W-007", place, reason=problem)) from None
    with archive:
        yield Members(archive, place)


def read(path: Path, place: Place) -> Book:
    """Return what the EPUB at ``path`` says of itself; raises ``DeliverError`` (W-007) where it is damaged."""
    with opened(path, place) as members:
        roots = members.tree("META-INF/container.xml").iter(f"{_CONTAINER}rootfile")
        name = next((root.get("full-path", "") for root in roots), "")
        if not name:
            raise members.damaged("META-INF/container.xml")
        return _package(members, name, path)


def _package(members: Members, name: str, path: Path) -> Book:
    package = members.tree(name)
    base = posixpath.dirname(name)
    items: dict[str, str] = {}
    media: dict[str, str] = {}
    properties: dict[str, str] = {}
    for item in package.iter(f"{_OPF}item"):
        member = posixpath.normpath(posixpath.join(base, unquote(item.get("href", ""))))
        items[item.get("id", "")] = member
        media[member] = item.get("media-type", "")
        for word in item.get("properties", "").split():
            properties.setdefault(word, member)
    spine = tuple(
        items[ref.get("idref", "")]
        for ref in package.iter(f"{_OPF}itemref")
        if ref.get("linear", "yes") != "no"
        and media.get(items.get(ref.get("idref", ""), "")) == "application/xhtml+xml"
    )
    nav = properties.get("nav", "")
    if not nav or not spine:
        raise members.damaged("nav / spine")
    said = _Said(package)
    try:
        date = datetime.date.fromisoformat(said.dc("date")[:10])
    except ValueError:
        raise members.damaged(f"dc:date: {said.dc('date')!r}") from None
    old_cover = next((m.get("content", "") for m in package.iter(f"{_OPF}meta") if m.get("name") == "cover"), "")
    directions = [spine.get("page-progression-direction", "") for spine in package.iter(f"{_OPF}spine")]
    unique = package.get("unique-identifier", "")
    identifier = next(
        (_text(e) for e in package.iter(f"{_DC}identifier") if e.get("id") == unique), said.dc("identifier")
    )
    if not identifier or not said.title:
        raise members.damaged("dc:identifier / dc:title")
    return Book(
        path=path,
        place=members.place,
        identifier=identifier,
        title=said.title,
        language=said.dc("language"),
        creators=tuple(_text(e) for e in package.iter(f"{_DC}creator")),
        publisher=said.dc("publisher"),
        date=date,
        modified=said.meta("dcterms:modified") or f"{date.isoformat()}T00:00:00Z",
        description=said.dc("description"),
        series=said.series,
        series_id=said.about(said.series_key, "dcterms:identifier"),
        position=said.about(said.series_key, "group-position"),
        vertical="rtl" in directions,
        spine=spine,
        contents=_contents(members, nav),
        nav=nav,
        cover=properties.get("cover-image", "") or items.get(old_cover, ""),
        media=MappingProxyType(media),
    )


class _Said:
    """The metadata of a package document."""

    def __init__(self, package: etree._Element) -> None:
        self._package = package
        series = [
            meta
            for meta in package.iter(f"{_OPF}meta")
            if meta.get("property") == "belongs-to-collection"
            and self.about(meta.get("id", ""), "collection-type") in ("", "series")
        ]
        self.series_key = series[0].get("id", "") if series else ""
        self.series = _text(series[0]) if series else ""

    @property
    def title(self) -> str:
        """The main title; the first where none says that it is."""
        titles = list(self._package.iter(f"{_DC}title"))
        main = [t for t in titles if self.about(t.get("id", ""), "title-type") == "main"]
        return _text((main or titles)[0]) if titles else ""

    def dc(self, name: str) -> str:
        return next((_text(e) for e in self._package.iter(f"{_DC}{name}") if _text(e)), "")

    def meta(self, prop: str) -> str:
        return next((_text(m) for m in self._package.iter(f"{_OPF}meta") if m.get("property") == prop), "")

    def about(self, ident: str, prop: str) -> str:
        """Return what is said of the element ``ident`` (EPUB 3.3 §5.5.5, ``refines``)."""
        found = (
            _text(m)
            for m in self._package.iter(f"{_OPF}meta")
            if ident and m.get("refines") == f"#{ident}" and m.get("property") == prop
        )
        return next(found, "")


def _text(element: Any) -> str:
    return re.sub("[ \t\r\n]+", " ", "".join(str(t) for t in element.itertext())).strip(" ")


def kinds(element: etree._Element) -> set[str]:
    """Return the words of an element's ``epub:type``."""
    return set(element.get(f"{OPS}type", "").split())


def _contents(members: Members, nav: str) -> tuple[Entry, ...]:
    """Return the contents (EPUB 3.3 §7: ``nav`` of the type ``toc``, nested lists)."""
    tocs = [n for n in members.tree(nav).iter(f"{XHTML}nav") if "toc" in kinds(n)]
    lists = [] if not tocs else tocs[0].findall(f"{XHTML}ol")
    entries = _entries(lists[0], nav) if lists else ()
    if not entries:
        raise members.damaged(f"{nav}: toc")
    return entries


def _entries(ol: etree._Element, nav: str) -> tuple[Entry, ...]:
    entries = []
    for li in ol.findall(f"{XHTML}li"):
        label = next((e for e in li if e.tag in (f"{XHTML}a", f"{XHTML}span")), None)
        under = [entry for inner in li.findall(f"{XHTML}ol") for entry in _entries(inner, nav)]
        if label is not None:
            target = urlsplit(label.get("href", "")).path
            there = posixpath.normpath(posixpath.join(posixpath.dirname(nav), unquote(target))) if target else ""
            entries.append(Entry(_text(label), there, tuple(under)))
    return tuple(entries)
