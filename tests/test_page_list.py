"""The printed pages in the book: each begins where it begins on paper, also inside a paragraph, and 见第3版 leads there."""

import json
import re
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from bulletin import pipeline
from bulletin.compose.page_list import PageBreak, mark, page_breaks, references
from bulletin.model import Position, Script
from bulletin.pipeline import Request
from bulletin.readers import issue as reader
from bulletin.units import squeeze
from tests.conftest import SAMPLE, Publish

X = "{http://www.w3.org/1999/xhtml}"
OPS = "{http://www.idpf.org/2007/ops}"
NCX = "{http://www.daisy.org/z3986/2005/ncx/}"


def trees(path: Path) -> dict[str, etree._Element]:
    with zipfile.ZipFile(path) as archive:
        return {
            name.removeprefix("EPUB/"): etree.fromstring(archive.read(name))
            for name in archive.namelist()
            if name.endswith((".xhtml", ".ncx", ".opf"))
        }


def page_list(book: dict[str, etree._Element]) -> list[tuple[str, str]]:
    nav = next(n for n in book["nav.xhtml"].iter(f"{X}nav") if n.get(f"{OPS}type") == "page-list")
    return [(a.text or "", a.get("href", "")) for a in nav.iter(f"{X}a")]


def around(book: dict[str, etree._Element], href: str) -> tuple[str, str]:
    """The text before and behind a page's mark: in the paragraph, and to the document's end."""
    file, _, anchor = href.partition("#")
    root = book[file]
    span = next(e for e in root.iter() if e.get("id") == anchor)
    assert span.get("role") == "doc-pagebreak" and span.get(f"{OPS}type") == "pagebreak" and span.get("aria-label")
    if (parent := span.getparent()) is not None and parent.tag == f"{X}body":
        return "", ""  # before the contents: nothing of it may stand in them
    if (parent := span.getparent()) is not None and parent.tag == f"{X}section":
        # Before the whole of an article or a section: its headline is what both have first.
        return "", squeeze("".join(str(t) for t in next(root.iter(f"{X}h1")).itertext()))
    block = next(e for e in span.iterancestors() if e.get("id"))
    seen = {True: "", False: ""}
    before = True
    body = next(root.iter(f"{X}body"))
    for event, element in etree.iterwalk(body, events=("start", "end")):
        inside = not before or element is block or block in element.iterancestors()
        if event == "start":
            if element is span:
                before = False
            text = element.text or ""
        else:
            text = element.tail or ""
        if inside:
            seen[before] += text
    return squeeze(seen[True]), squeeze(seen[False])


def paper(path: Path, number: int) -> str:
    command = ["pdftotext", "-raw", "-f", str(number), "-l", str(number), str(path), "-"]
    return squeeze(subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout)


@pytest.mark.parametrize(
    ("layout", "script"),
    [
        ("bulletin", Script.HANS),
        ("bulletin", Script.TW),
        ("booklet", Script.HK),
        ("compact", Script.HANS),
        ("gazette", Script.HANS),
    ],
)
def test_every_page_of_the_paper_begins_in_the_book_where_it_begins(
    tmp_path: Path, layout: str, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded = reader.load(SAMPLE)
    plan = replace(next(p for p in loaded.plans if p.script is script), layout=layout)
    monkeypatch.setattr(reader, "load", lambda _folder: replace(loaded, plans=(plan,)))
    made = pipeline.build(Request(SAMPLE, into=tmp_path / "out"))
    pdf, epub = (next(made.folder.glob(f"*.{suffix}")) for suffix in ("pdf", "epub"))
    book = trees(epub)
    pages = page_list(book)
    count = json.loads((made.folder / "manifest.json").read_text("utf-8"))["files"][0].get("pages") or len(pages)
    assert [number for number, _ in pages] == [str(n) for n in range(1, count + 1)]
    told = 0
    for number, href in pages:
        before, behind = around(book, href)
        here, there = paper(pdf, int(number)), paper(pdf, int(number) - 1) if number != "1" else ""
        if not behind or href.startswith(("title", "nav", "colophon")):
            continue  # the publication's own pages: what they say stands on paper in another order
        told += 1
        assert behind[:8] in here, (number, behind[:8])
        if before:
            assert before[-6:] in there and not here.startswith(before[-6:]), (number, before[-12:])
            # The page goes on with what follows: nothing of the paragraph stands twice or on neither page.
            assert before[-6:] + behind[:6] not in here
    assert told >= count - 4
    targets = [
        (t.get("value"), t.findall(f"{NCX}content")[0].get("src")) for t in book["toc.ncx"].iter(f"{NCX}pageTarget")
    ]
    assert targets == pages
    order = [int(p.get("playOrder", "0")) for p in book["toc.ncx"].iter(f"{NCX}navPoint", f"{NCX}pageTarget")]
    assert sorted(order) == list(range(1, len(order) + 1))
    metas = {m.get("property"): m.text for m in book["content.opf"].iter() if m.get("property")}
    sources = [e.text for e in book["content.opf"].iter("{http://purl.org/dc/elements/1.1/}source")]
    assert sources == [metas["pageBreakSource"]]


def test_a_book_alone_has_the_same_pages_as_one_made_with_its_paper(tmp_path: Path) -> None:
    books = []
    for name, outputs in (("both", ()), ("alone", ("epub",))):
        made = pipeline.build(Request(SAMPLE, editions=("zh-Hant-TW",), outputs=outputs, into=tmp_path / name))
        books.append(next(made.folder.glob("*.epub")).read_bytes())
    assert books[0] == books[1]


def test_references_lead_to_pages_on_paper_and_in_the_book(publish: Publish) -> None:
    text = (
        "---\ntitle: 一篇\n---\n"
        + "正文写得很长，一直写到下一版去。\n\n" * 200
        + "详见第2版，又见第99版，《河》见第一版。\n\n[见第2版](https://example.org/)\n"
    )
    folder = publish(files={"a.md": text})
    made = pipeline.build(Request(folder, into=folder.parent / "out"))
    book = trees(next(made.folder.glob("*.epub")))
    links = [(a.text, a.get("href")) for a in book["a0001.xhtml"].iter(f"{X}a")]
    assert ("第2版", "a0001.xhtml#page-2") in links and ("第一版", "title.xhtml#page-1") in links
    assert ("见第2版", "https://example.org/") in links
    assert not [link for link in links if "99" in (link[0] or "")]
    assert "又见第99版，" in "".join(str(t) for t in book["a0001.xhtml"].itertext())
    found = [(f.code, str(f.place), f.values["page"]) for f in made.findings if f.code == "P-022"]
    assert found == [("P-022", "a.md:404", "99")]
    raw = subprocess.run(
        ["pdftotext", "-raw", str(next(made.folder.glob("*.pdf"))), "-"], capture_output=True, encoding="utf-8"
    )
    assert "详见第2版，又见第99版" in squeeze(raw.stdout)


def test_a_book_without_paper_has_no_page_list_and_claims_none(publish: Publish) -> None:
    folder = publish(
        publication=(SAMPLE.parent / "publication.yaml").read_text("utf-8").split("editions:")[0]
        + "editions:\n  e: {make: epub}\n"
    )
    book = trees(next(pipeline.build(Request(folder, into=folder.parent / "out")).folder.glob("*.epub")))
    assert not [n for n in book["nav.xhtml"].iter(f"{X}nav") if n.get(f"{OPS}type") == "page-list"]
    package = etree.tostring(book["content.opf"], encoding="unicode")
    assert "pageBreak" not in package and "pageNavigation" not in package and "dc:source" not in package


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("见第3版", [3]),
        ("（下转第四页）上接第十二版", [4, 12]),
        ("詳見本報第 12 版", [12]),
        ("见第二十一版、參見第一百零三頁", [21, 103]),
        ("见《滨河志》第3页", []),
        ("第3版面世", []),
        ("见第三人", []),
        ("见第百百版", []),
        ("见第0版", [0]),
    ],
)
def test_what_is_a_reference(text: str, numbers: list[int]) -> None:
    assert [number for _, _, number in references(text)] == numbers
    for start, end, _ in references(text):
        assert text[start] == "第" and text[end - 1] in "版页頁"


def document(body: str) -> etree._Element:
    return etree.fromstring(f'<html xmlns="{X[1:-1]}" xmlns:epub="{OPS[1:-1]}"><body>{body}</body></html>')


def marked(body: str, at: Position) -> str:
    root = document(body)
    mark(root, [PageBreak(2, "x.xhtml", at)], "第{}版")
    return re.sub(r"<span[^>]*pagebreak.*?(</span>|/>)", "|", etree.tostring(root[0], encoding="unicode")).partition(
        ">"
    )[2][:-7]


@pytest.mark.parametrize(
    ("body", "at", "wanted"),
    [
        ('<p id="a">一二 三四</p>', Position("a", 2), '<p id="a">一二 |三四</p>'),
        ('<p id="a">一<em>二三</em>四</p>', Position("a", 2), '<p id="a">一<em>二|三</em>四</p>'),
        ('<p id="a">一<em>二三</em>四<b>五</b></p>', Position("a", 3), '<p id="a">一<em>二三</em>|四<b>五</b></p>'),
        (
            '<p id="a">一<a role="doc-noteref">〔1〕</a>二三</p>',
            Position("a", 2),
            '<p id="a">一<a role="doc-noteref">〔1〕</a>二|三</p>',
        ),
        (
            '<p id="a">一<ruby>二<rt>èr</rt></ruby>三</p>',
            Position("a", 1),
            '<p id="a">一|<ruby>二<rt>èr</rt></ruby>三</p>',
        ),
        (
            '<p id="a">一<ruby>二<rt>èr</rt></ruby>三</p>',
            Position("a", 2),
            '<p id="a">一<ruby>二<rt>èr</rt></ruby>|三</p>',
        ),
        ('<div id="a"><p id="b">甲</p>一二</div>', Position("a", 1), '<div id="a"><p id="b">甲</p>一|二</div>'),
        ('<figure id="a"><img alt=""/>图</figure>', Position("a", 0), '<figure id="a">|<img alt=""/>图</figure>'),
        ('<p id="a">一二</p>', Position("a", 9), '<p id="a">|一二</p>'),
    ],
)
def test_marks_stand_before_their_character(body: str, at: Position, wanted: str) -> None:
    assert marked(body, at) == wanted


def test_pages_that_lead_back_begin_at_their_next_text() -> None:
    book = [
        ("t.xhtml", document('<section id="title"/>')),
        ("a.xhtml", document('<section id="a1"><p id="p1"/><p id="p2"/><p id="p3"/></section>')),
        ("c.xhtml", document('<section id="colophon"/>')),
    ]
    at = Position
    starts = [
        (at("title"), at("p1")),
        (at("colophon"),),  # an imprint inside the front cover
        (at("p2"), at("p3")),
        (at("p1", 5), at("p3", 4)),  # a picture's caption was set before the text around it
        (),  # nothing but an advertisement
        (at("colophon"),),
    ]
    found = [(b.file, b.at.id, b.at.offset) for b in page_breaks(starts, book)]
    assert found == [
        ("t.xhtml", "title", 0),
        ("a.xhtml", "p2", 0),
        ("a.xhtml", "p2", 0),
        ("a.xhtml", "p3", 4),
        ("c.xhtml", "colophon", 0),
        ("c.xhtml", "colophon", 0),
    ]


def test_pages_that_begin_at_one_place_stand_there_in_order() -> None:
    for body in (
        '<section id="s"><p>一</p></section>',
        '<section id="s">一</section>',
        '<nav id="s"><h1>目录</h1><ol/></nav>',
    ):
        root = document(body)
        mark(root, [PageBreak(number, "x.xhtml", Position("s")) for number in (2, 3, 4)], "第{}版")
        spans = [e.get("id") for e in root.iter() if e.get("role") == "doc-pagebreak"]
        assert spans == ["page-2", "page-3", "page-4"], body
        nav = list(root.iter(f"{X}nav"))
        assert not nav or not [e for e in nav[0].iter() if e.get("role") == "doc-pagebreak"], (
            "a nav holds its list alone"
        )


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ('<table id="a"><tr><td>一</td></tr></table>', '<table id="a"><tr><td>|一</td></tr></table>'),
        ('<ul id="a"><li>一</li></ul>', '<ul id="a"><li>|一</li></ul>'),
    ],
)
def test_a_place_past_the_end_is_never_between_rows(body: str, wanted: str) -> None:
    assert marked(body, Position("a", 99)) == wanted


def test_a_page_may_begin_within_a_reference_that_leads_nowhere() -> None:
    from bulletin.compose.book_finish import number

    root = document('<p id="a">（见<a class="page-ref" href="#page-9">第9版</a>）后文</p>')
    number(root, [PageBreak(2, "x.xhtml", Position("a", 3))], {}, "第{}版")
    assert "".join(str(t) for t in root.itertext()) == "（见第9版）后文"
    assert not list(root.iter(f"{X}a")) and [e.get("id") for e in root.iter(f"{X}span")] == ["page-2"]


def test_a_long_table_begins_each_page_at_the_row_it_begins_with(publish: Publish) -> None:
    rows = "".join(f"| 甲{n}字 | 乙{n}字 | 丙{n}字 | 丁{n}字 |\n" for n in range(1, 160))
    text = "---\ntitle: 长表\nkind: table\n---\n前文一段。\n\n| 头一 | 头二 | 头三 | 头四 |\n|---|---|---|---|\n" + rows
    for layout in ("booklet", "bulletin"):
        home = publish(files={"a.md": text}, name=f"2026-11-2{len(layout)}")
        settings = (
            (home.parent / "publication.yaml").read_text("utf-8").replace("layout: bulletin", f"layout: {layout}")
        )
        (home.parent / "publication.yaml").write_text(settings, "utf-8")
        made = pipeline.build(Request(home, into=home.parent / "out"))
        pdf, book = next(made.folder.glob("*.pdf")), trees(next(made.folder.glob("*.epub")))
        within = [(number, href) for number, href in page_list(book) if href.startswith("a0001")]
        assert len(within) > 2
        for number, href in within:
            before, behind = around(book, href)
            page = paper(pdf, int(number))
            first = re.search(r"甲\d+字", page)
            if before and first and "甲" in behind:
                assert behind.startswith(first[0]), (layout, number, behind[:10], first[0])
            assert all(e.getparent().tag != f"{X}table" for e in book["a0001.xhtml"].iter(f"{X}span"))  # type: ignore[union-attr]


@pytest.mark.parametrize("text", ["修改意见第三版已印发", "好转第二版", "（见第3版本说明）", "偏见第2版", "看见第2版"])
def test_plain_prose_is_no_reference(text: str) -> None:
    assert references(text) == []


def test_a_break_near_the_end_of_a_long_text_is_found_at_once() -> None:
    root = document('<p id="a">' + "字 " * 60_000 + "</p>")
    mark(root, [PageBreak(2, "x.xhtml", Position("a", 59_990))], "第{}版")
    span = next(root.iter(f"{X}span"))
    assert squeeze(span.tail or "") == "字" * 10
