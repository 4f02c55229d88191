"""Catalogues and feeds, held against the specifications: OPDS 1.2, OPDS 2.0, Atom (RFC 4287), site maps."""

import json
import re
import uuid
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin

import pytest
from lxml import etree

from bulletin.site import opds1, opds2
from tests.site_shelf import FIRST, SCRIPTS, SECOND, URL, make, published, shelf, tree

ATOM = {"a": "http://www.w3.org/2005/Atom", "dc": "http://purl.org/dc/terms/", "o": "http://opds-spec.org/2010/catalog"}
ACQUIRE = "http://opds-spec.org/acquisition/open-access"
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published(tmp_path_factory.mktemp("catalogue"))


def xml(site: Path, path: str) -> Any:
    return etree.fromstring((site / path).read_bytes())


def there(site: Path, here: str, href: str) -> Path:
    whole = urljoin(URL + here, href)
    assert whole.startswith(URL), href
    return site / unquote(whole.removeprefix(URL)).partition("#")[0]


def atoms(site: Path) -> list[str]:
    return [p for p in tree(site) if p.startswith("opds/") and p.endswith(".xml")]


def test_every_feed_is_sound_atom(site: Path) -> None:
    ids: dict[str, str] = {}
    for path in (*atoms(site), *(f"{s}/feed.xml" for s in SCRIPTS)):
        feed = xml(site, path)
        for element in (feed, *feed.xpath("a:entry", namespaces=ATOM)):
            # RFC 4287 §4.1.1, §4.1.2: exactly one id, title, updated; an author somewhere.
            for name in ("id", "title", "updated"):
                found = element.xpath(f"a:{name}", namespaces=ATOM)
                assert len(found) == 1 and found[0].text, (path, name)
            assert TIME.fullmatch(element.findtext("a:updated", namespaces=ATOM)), path
            uuid.UUID(element.findtext("a:id", namespaces=ATOM).removeprefix("urn:uuid:").removesuffix("#page"))
        assert feed.findtext("a:author/a:name", namespaces=ATOM)
        own = feed.findtext("a:id", namespaces=ATOM)
        assert ids.setdefault(own, path) == path, "two feeds of one id"
        entries = [e.text for e in feed.xpath("a:entry/a:id", namespaces=ATOM)]
        assert len(entries) == len(set(entries)), path
        selves = feed.xpath("a:link[@rel='self']/@href", namespaces=ATOM)
        assert selves == [URL + path]
        for link in feed.iter("{http://www.w3.org/2005/Atom}link"):
            target = there(site, path, link.get("href"))
            assert target.is_file(), (path, link.get("href"))
            assert link.get("length") in (None, str(target.stat().st_size))


def test_opds_1_2(site: Path) -> None:
    for path in atoms(site):
        feed = xml(site, path)
        books = feed.xpath("a:entry[a:link[starts-with(@rel, 'http://opds-spec.org/acquisition')]]", namespaces=ATOM)
        ways = feed.xpath(
            "a:entry[not(a:link[starts-with(@rel, 'http://opds-spec.org/acquisition')])]", namespaces=ATOM
        )
        kind = opds1.ACQUISITION if books else opds1.NAVIGATION
        assert bool(books) != bool(ways), f"{path} mixes ways and books (§2)"
        assert feed.xpath("a:link[@rel='self']/@type", namespaces=ATOM) == [kind]
        assert feed.xpath("a:link[@rel='start']/@type", namespaces=ATOM) == [opds1.NAVIGATION]
        assert feed.xpath("count(a:link[@rel='up'])", namespaces=ATOM) == (0 if path == "opds/index.xml" else 1)
        for entry in ways:
            (link,) = entry.xpath("a:link", namespaces=ATOM)
            assert link.get("type") in (opds1.ACQUISITION, opds1.NAVIGATION)
            assert entry.findtext("a:content", namespaces=ATOM)
            led = xml(site, there(site, path, link.get("href")).relative_to(site).as_posix())
            assert led.findtext("a:id", namespaces=ATOM) == entry.findtext("a:id", namespaces=ATOM)
        for entry in books:
            types = entry.xpath(f"a:link[@rel='{ACQUIRE}']/@type", namespaces=ATOM)
            assert types == ["application/epub+zip", "application/pdf"]
            for relation in ("http://opds-spec.org/image", "http://opds-spec.org/image/thumbnail"):
                (link,) = entry.xpath(f"a:link[@rel='{relation}']", namespaces=ATOM)
                assert link.get("type") == "image/jpeg"
                assert there(site, path, link.get("href")).read_bytes().startswith(b"\xff\xd8")
            assert entry.findtext("dc:language", namespaces=ATOM) in SCRIPTS
            assert entry.findtext("dc:issued", namespaces=ATOM) in (FIRST, SECOND)
            assert entry.findtext("dc:publisher", namespaces=ATOM) and entry.findtext("a:summary", namespaces=ATOM)


def test_the_ways_through_the_catalogue(site: Path) -> None:
    def ways(path: str) -> list[tuple[str, str]]:
        return [
            (link.get("href"), link.get("rel")) for link in xml(site, path).xpath("a:entry/a:link", namespaces=ATOM)
        ]

    new = "http://opds-spec.org/sort/new"
    assert ways("opds/index.xml") == [
        ("new.xml", new), ("2026.xml", "subsection"), ("2025.xml", "subsection"),
        *((f"{s}/index.xml", "subsection") for s in SCRIPTS),
    ]  # fmt: skip
    assert ways("opds/zh-Hans/index.xml") == [("new.xml", new), ("2026.xml", "subsection"), ("2025.xml", "subsection")]
    order = xml(site, "opds/new.xml").xpath("a:entry/dc:issued/text()", namespaces=ATOM)
    assert order == [SECOND] * 3 + [FIRST] * 3
    languages = xml(site, "opds/zh-Hant-HK/2025.xml").xpath("a:entry/dc:language/text()", namespaces=ATOM)
    assert languages == ["zh-Hant-HK"]
    facets = xml(site, "opds/zh-Hans/new.xml").xpath("a:link[@rel='http://opds-spec.org/facet']", namespaces=ATOM)
    active = [f.get(f"{{{ATOM['o']}}}activeFacet") for f in facets]
    assert active == [None, "true", None, None] and facets[0].get("href") == "../new.xml"


LINK = {"href", "type", "rel", "title", "size", "width", "height"}


def check_link(link: dict[str, Any], site: Path, path: str) -> None:
    assert set(link) <= LINK and isinstance(link["href"], str)
    assert there(site, path, link["href"]).is_file(), link
    assert all(isinstance(link[key], int) and link[key] > 0 for key in ("size", "width", "height") if key in link)


def test_opds_2_0(site: Path) -> None:
    """The rules of feed.schema.json and publication.schema.json of OPDS 2.0, and what they leave out."""
    paths = [p for p in tree(site) if p.startswith("opds/") and p.endswith(".json")]
    assert [p.replace(".json", ".xml") for p in paths] == atoms(site), "both versions have the same feeds"
    for path in paths:
        feed = json.loads((site / path).read_text("utf-8"))
        assert set(feed) <= {"metadata", "links", "navigation", "publications", "facets"}
        assert feed["metadata"]["title"] and TIME.fullmatch(feed["metadata"]["modified"])
        (own,) = [link for link in feed["links"] if link.get("rel") == "self"]
        assert own == {"rel": "self", "href": URL + path, "type": opds2.TYPE}
        assert ("navigation" in feed) != ("publications" in feed)
        for link in (*feed["links"], *feed.get("navigation", ())):
            check_link(link, site, path)
        for link in feed.get("navigation", ()):
            assert link["title"] and link["type"] == opds2.TYPE and link["rel"]
        for facet in feed.get("facets", ()):
            assert facet["metadata"]["title"] and len(facet["links"]) > 1
            for link in facet["links"]:
                check_link(link, site, path)
        other = xml(site, path.replace(".json", ".xml"))
        assert feed["metadata"]["identifier"] == other.findtext("a:id", namespaces=ATOM)
        books = feed.get("publications", [])
        assert feed["metadata"].get("numberOfItems", 0) == len(books)
        ids = other.xpath("a:entry[dc:issued]/a:id/text()", namespaces=ATOM)
        assert [book["metadata"]["identifier"] for book in books] == ids
        for book in books:
            check_book(book, site, path)


def check_book(book: dict[str, Any], site: Path, path: str) -> None:
    said = book["metadata"]
    assert said["@type"].startswith("http://schema.org/") and said["title"] and said["language"] in SCRIPTS
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", said["identifier"]) and TIME.fullmatch(said["modified"])
    assert said["published"] in (FIRST, SECOND) and said["readingProgression"] == "ltr"
    (series,) = said["belongsTo"]["series"]
    assert series["name"] and isinstance(series["position"], int)
    assert [p["name"] for p in said["publisher"]] and said["author"] and said["description"] and said["subject"]
    acquire = [link for link in book["links"] if link.get("rel") == ACQUIRE]
    assert [link["type"] for link in acquire] == ["application/epub+zip", "application/pdf"]
    assert all(link["size"] == there(site, path, link["href"]).stat().st_size for link in acquire)
    assert [image["width"] for image in book["images"]] == [1600, 400]
    for link in (*book["links"], *book["images"]):
        check_link(link, site, path)


def test_an_id_does_not_hang_on_the_address(tmp_path: Path, site: Path) -> None:
    make(shelf(tmp_path), tmp_path / "moved", url="http://other.example/")

    def ids(folder: Path) -> list[str]:
        return [str(e.text) for p in atoms(folder) for e in xml(folder, p).iter("{http://www.w3.org/2005/Atom}id")]

    assert ids(site) == ids(tmp_path / "moved")


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_feed_of_a_script(site: Path, script: str) -> None:
    feed = xml(site, f"{script}/feed.xml")
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == script
    entries = feed.xpath("a:entry", namespaces=ATOM)
    assert [e.findtext("a:published", namespaces=ATOM)[:10] for e in entries] == [SECOND, FIRST]
    assert [link.get("type") for link in entries[0].xpath("a:link[@rel='enclosure']", namespaces=ATOM)] == [
        "application/epub+zip",
        "application/pdf",
    ]
    hrefs = entries[0].xpath("a:content//@href", namespaces=ATOM)
    assert f"{URL}{script}/{SECOND}/a0001.html" in hrefs and all(href.startswith(URL) for href in hrefs)


def test_site_maps_name_every_page(site: Path) -> None:
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    maps = xml(site, "sitemap.xml").xpath("s:sitemap/s:loc/text()", namespaces=names)
    found = {
        loc for one in maps for loc in xml(site, one.removeprefix(URL)).xpath("s:url/s:loc/text()", namespaces=names)
    }
    pages = {URL + p for p in tree(site) if re.fullmatch(r"zh-[^/]+/\d{4}-[^/]+/[^/]+\.html", p)}
    assert found == pages and len(maps) == 6
