"""Stories on the web: plain HTML of what the book holds, notes that answer, nothing that acts, nothing lost."""

import json
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html

from bulletin.model import Script
from bulletin.site import reading
from bulletin.site.pages import FOLDER, words
from bulletin.units import squeeze
from tests.site_shelf import (
    FIRST,
    SCRIPTS,
    URL,
    add,
    add_pdf,
    change_book,
    dangling,
    links,
    make,
    member,
    page_of,
    published,
    shelf,
)

LIBRARY = f"zh-Hans/{FIRST}/a0001.html"
BOOK = f"{FIRST}/test-{FIRST}-zh-Hans.epub"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published(tmp_path_factory.mktemp("reading"))


def body(markup: str, name: str = "EPUB/a.xhtml") -> tuple[str, tuple[str, ...]]:
    """Return the HTML and the words of a document with this body."""
    tree = etree.fromstring(
        f'<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">{markup}</html>'
    )
    reader = reading.Reader(
        lambda member, fragment: f"to:{member}#{fragment}", lambda member: (), str, reading.Labels("表")
    )
    return reader.html(tree, name), reading.text(tree)


def test_nothing_that_acts_comes_along() -> None:
    made, said = body(
        '<body onload="x()"><script>bad()</script><style>p{}</style><p onclick="bad()" style="color:red" id="a">'
        '<a href="javascript:bad()">甲</a><a href="data:text/html,x">乙</a><iframe src="https://example.org"/></p>'
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1" onload="bad()"><script>bad()</script>'
        '<a href="https://example.org"><rect width="1"/></a></svg><form><input/></form></body>'
    )
    assert made == (
        '<p id="a"><a>甲</a><a>乙</a></p><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><a>'
        '<rect width="1"></rect></a></svg>'
    )
    assert said == ("甲乙",)


def test_the_page_of_paper_is_an_anchor_and_a_table_scrolls() -> None:
    made, said = body(
        '<body><p>前<span epub:type="pagebreak" role="doc-pagebreak" id="p2" aria-label="2">2</span>后<br/>'
        "<ruby>漪<rp>(</rp><rt>yī</rt><rp>)</rp></ruby>　字</p><table><tbody><tr><td>一</td><td>二</td></tr></tbody></table></body>"
    )
    assert made == (
        '<p>前<span id="p2"></span>后<br><ruby>漪<rp>(</rp><rt>yī</rt><rp>)</rp></ruby>　字</p>'
        '<div class="table" role="group" tabindex="0" aria-label="表"><table><tbody><tr><td>一</td><td>二</td></tr></tbody></table></div>'
    )
    assert said == ("前后", "漪　字", "一", "二")


def test_links_of_the_book_become_links_of_the_site() -> None:
    made, _ = body(
        '<body><p><a href="../x/b.xhtml#n">甲</a><a href="#c">乙</a><a href="mailto:a@b.c">丙</a></p></body>'
    )
    assert [e.get("href") for e in html.fromstring(made).iter("a")] == ["to:x/b.xhtml#n", "#c", "mailto:a@b.c"]


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_story_is_whole(site: Path, script: str) -> None:
    root = page_of(site, f"{script}/{FIRST}/a0001.html")
    story = root.find(".//article[@class='story']")
    text = squeeze(story.text_content())
    for words_of in {
        "zh-Hans": ("图书馆新馆", "书架很矮", "每周一闭馆"),
        "zh-Hant-TW": ("圖書館新館", "書架很矮", "每週一閉館"),
    }.get(script, ("圖書館新館",)):
        assert words_of in text, words_of
    assert [e.tag for e in story.iter("ruby", "rt")] == ["ruby", "rt"]
    assert story.find(".//h2") is not None


def test_notes_answer(site: Path) -> None:
    root = page_of(site, LIBRARY)
    call = root.find(".//a[@role='doc-noteref']")
    note = root.get_element_by_id(call.get("href").removeprefix("#"))
    back = note.find(".//a[@role='doc-backlink']")
    assert note.get("role") == "doc-footnote" and root.get_element_by_id(back.get("href")[1:]) is not None


def test_pictures_are_small_and_have_their_words(site: Path) -> None:
    image = page_of(site, LIBRARY).find(".//article//img")
    assert (image.get("alt"), image.get("width"), image.get("height")) == ("读者在新馆", "1280", "853")
    assert [part.split(" ")[1] for part in image.get("srcset").split(", ")] == ["640w", "1280w"]
    used = {
        path
        for script in SCRIPTS
        for path, _ in links(site, f"{script}/{FIRST}/a0001.html")
        if path.startswith("pictures")
    }
    assert len(used) == 2, "the same picture of three editions is kept once"


def test_before_and_after(site: Path) -> None:
    def ways(page: str) -> list[tuple[str, str]]:
        return [(a.get("rel") or "", a.get("href")) for a in page_of(site, page).findall(".//nav[@class='beside']/a")]

    assert ways(LIBRARY) == [("", "index.html"), ("next", "a0002.html")]
    assert ways(f"zh-Hans/{FIRST}/a0002.html") == [("prev", "a0001.html"), ("", "index.html"), ("next", "a0003.html")]
    label = page_of(site, LIBRARY).find(".//p[@class='label']/a")
    assert label.get("href") == "index.html#s01"
    linked = page_of(site, LIBRARY).xpath("//article//a[text()='另一篇']")[0]
    assert linked.get("href") == "a0002.html"


def test_a_vertical_edition_stands_beside_and_is_read_across(tmp_path: Path) -> None:
    dist = shelf(tmp_path)
    folder = dist / FIRST
    name = f"test-{FIRST}-upright.epub"
    (folder / name).write_bytes((folder / f"test-{FIRST}-zh-Hant-TW.epub").read_bytes())
    add(folder, name, "upright", "epub")

    def turn(members: dict[str, bytes]) -> None:
        opf = member(members, "content.opf")
        members[opf] = (
            members[opf]
            .replace(b'page-progression-direction="ltr"', b'page-progression-direction="rtl"')
            .replace(b"urn:uuid:", b"urn:uuid:f", 1)
        )
        first = member(members, "a0001.xhtml")
        members[first] = (
            members[first]
            .replace(b"<body", b'<body style="writing-mode: vertical-rl"')
            .replace(b"</h1>", b"</h1><p>\xe5\x8f\xaa\xe5\x9c\xa8\xe7\x9b\xb4\xe6\x8e\x92</p>")
        )

    change_book(folder / name, turn)
    add_pdf(folder, f"test-{FIRST}-large.pdf", "large", "zh-Hans")
    make(dist, tmp_path / "site")
    site = tmp_path / "site"
    assert dangling(site) == set()
    rows = [
        a.getparent().text_content()
        for a in page_of(site, f"zh-Hans/{FIRST}/index.html").findall(".//section[@id='downloads']//a")
    ]
    assert any("直排　upright" in row for row in rows) and any("PDF" in row and "large" in row for row in rows)
    # The horizontal edition is the one to read …
    assert "只在直排" not in page_of(site, f"zh-Hant-TW/{FIRST}/a0001.html").text_content()
    feed = json.loads((site / "opds" / "2025.json").read_text("utf-8"))
    read = {p["metadata"]["title"]: p["metadata"].get("readingProgression") for p in feed["publications"]}
    assert list(read.values()).count("rtl") == 1 and any(title.endswith("large 简体") for title in read)
    # … and where there is no other, the vertical one is, with nothing of its direction.
    data = json.loads((folder / "manifest.json").read_text("utf-8"))
    data["files"] = [f for f in data["files"] if f["edition"] != "zh-Hant-TW"]
    (folder / "manifest.json").write_text(json.dumps(data), "utf-8")
    make(dist, site)
    page = (site / "zh-Hant-TW" / FIRST / "a0001.html").read_text("utf-8")
    assert "只在直排" in page and "vertical" not in page


def test_a_book_is_read_by_the_standard_not_by_names(tmp_path: Path) -> None:
    """Another maker's names and folders, no page of parts, no cover: the same site comes of it."""
    dist = shelf(tmp_path)

    def rename(members: dict[str, bytes]) -> None:
        swaps = (
            (b"EPUB/content.opf", b"OPS/x y/book.package"),
            (b"nav.xhtml", b"index.xhtml"),
            (b' properties="cover-image"', b""),
            (b'<meta name="cover" content="cover-image"/>', b""),
            (b'epub:type="part" role="doc-part"', b""),
        )
        moved = {}
        for name, data in members.items():
            new = name.replace("EPUB/", "OPS/x y/").replace("content.opf", "book.package")
            plain = data
            if name.endswith((".xhtml", ".opf", ".ncx", "container.xml")):
                for old, other in swaps:
                    plain = plain.replace(old, other)
            moved[new.replace("nav.xhtml", "index.xhtml")] = plain
        members.clear()
        members.update(moved)

    change_book(dist / BOOK, rename)
    make(dist, tmp_path / "site")
    site = tmp_path / "site"
    assert dangling(site) == set()
    root = page_of(site, f"zh-Hans/{FIRST}/index.html")
    assert root.find(".//div[@class='issue-side']/img") is None
    feed = json.loads((site / "opds" / "zh-Hans" / "2025.json").read_text("utf-8"))
    assert "images" not in feed["publications"][0], "no list of images may be empty (publication.schema.json)"
    # What is no page of a part is a page of its own.
    assert [h.find("a").get("href") for h in root.findall(".//nav[@class='contents']//h3")] == ["s01.html", "s02.html"]
    assert [a.get("href") for a in root.findall(".//nav[@class='contents']//li/a")] == [
        "a0001.html",
        "a0002.html",
        "a0003.html",
    ]


def test_every_word_of_the_site_is_there_in_every_script_and_used() -> None:
    sources = "".join(path.read_text("utf-8") for path in FOLDER.iterdir() if path.suffix != ".yaml")
    sources += "".join(path.read_text("utf-8") for path in (FOLDER.parent.parent / "bulletin" / "site").glob("*.py"))
    keys: Any = words(Script.HANS).keys()
    for script in Script:
        assert words(script).keys() == keys
    for key in keys:
        assert f"words.{key}" in sources or f'"{key}"' in sources or key in ("newer", "older", "epub", "pdf"), key
    assert URL.startswith("https://")
