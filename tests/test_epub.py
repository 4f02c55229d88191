"""The e-book as a whole: what is in the file, that it is whole, and that it is the same on every run."""

import datetime
import hashlib
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from lxml import etree
from PIL import Image

from bulletin import fonts, layouts
from bulletin.checks import books
from bulletin.compose.book import compose
from bulletin.compose.book_text import address
from bulletin.errors import LayoutError
from bulletin.model import (
    Article,
    Artifact,
    Block,
    Break,
    Byline,
    Cell,
    Code,
    CodeBlock,
    Definitions,
    Edition,
    EditionPlan,
    Figure,
    Group,
    GroupKind,
    Headline,
    Inlines,
    Issue,
    Kind,
    ListBlock,
    Note,
    NoteCall,
    Paragraph,
    Publication,
    Rank,
    Ruby,
    Rule,
    Script,
    Section,
    Span,
    SpanKind,
    Subhead,
    Table,
    Text,
    Verse,
)
from bulletin.outputs.base import Job
from bulletin.outputs.epub import Epub
from bulletin.readers import issue as reader

X = "{http://www.w3.org/1999/xhtml}"
OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"

ODD = "A<B> & “C” 'd' \"e\" 🎉　]]> {{ x }} {% y %}"
"""What templates and XML must not stumble over."""


def t(text: str) -> Inlines:
    return (Text(text),)


def paragraph(ident: str, *inlines: Any) -> Paragraph:
    return Paragraph(ident, tuple(Text(i) if isinstance(i, str) else i for i in inlines))


def every_block(ident: str, picture: Path | None) -> tuple[Block, ...]:
    """Every kind of block and of inline there is."""
    b = f"{ident}-b"
    return (
        paragraph(
            f"{b}01",
            "正文有",
            Span(SpanKind.STRONG, t("重")),
            Span(SpanKind.EMPHASIS, t("庆")),
            Span(SpanKind.DOTS, t("着重")),
            Span(SpanKind.NAME, t("曾国藩")),
            Span(SpanKind.BOOK, t("红楼梦")),
            Span(SpanKind.KEEP, t("不转")),
            Span(SpanKind.LANG, t("bulletin"), "en"),
            "，再有",
            Ruby("黔", "qián"),
            Ruby("江", "jiāng"),
            "，注",
            NoteCall(1),
            "又注",
            NoteCall(1),
            "三注",
            NoteCall(1),
            "水H",
            Span(SpanKind.SUB, t("2")),
            "O",
            Code("a < b && c"),
            Break(),
            "换行。",
        ),
        Subhead(f"{b}02", 2, (Text("小标题"), NoteCall(2))),
        Subhead(f"{b}03", 3, t("更小的标题")),
        Group(f"{b}04", GroupKind.QUOTE, (paragraph(f"{b}05", "引文一段。"), paragraph(f"{b}06", "引文二段。"))),
        Group(f"{b}07", GroupKind.PULL, (paragraph(f"{b}08", "拉出来的一句话。"),)),
        Group(
            f"{b}09",
            GroupKind.QA,
            (
                paragraph(f"{b}10", Span(SpanKind.STRONG, t("问：")), "问什么？"),
                paragraph(f"{b}11", Span(SpanKind.STRONG, t("答：")), "答什么。"),
                paragraph(f"{b}12", "接着答。"),
            ),
        ),
        Group(f"{b}13", GroupKind.BOX, (ListBlock(f"{b}14", False, ((paragraph(f"{b}15", "一项"),),)),), t("框题")),
        Group(f"{b}16", GroupKind.NOTICE, (paragraph(f"{b}17", "启事一则。"),), t("启事")),
        Figure(f"{b}18", picture, "说明文字 < & >", t("图说。"), "本报记者 周岚 摄", 60, 40),
        Figure(f"{b}19", None, "还没有的图", t("还没有的图说。"), "还没有的人"),
        Group(f"{b}20", GroupKind.BOX, (Figure(f"{b}21", None, "框里还没有的图"),)),
        Table(
            f"{b}22",
            (Cell(()), Cell(t("一月"), "right"), Cell(t("二月"), "center")),
            ((Cell(t("晴"), "left"), Cell(t("12"), "right"), Cell((Text("7"), NoteCall(2)), "center")),),
        ),
        ListBlock(
            f"{b}23",
            True,
            (
                (paragraph(f"{b}24", "三"), ListBlock(f"{b}25", False, ((paragraph(f"{b}26", "里"),),))),
                (Figure(f"{b}27", None, "没有"),),
                (paragraph(f"{b}28", "五"), paragraph(f"{b}29", "五之二")),
            ),
            3,
        ),
        Definitions(
            f"{b}30",
            (
                (t("词"), (paragraph(f"{b}31", "义"),)),
                (t("孤词"), ()),
                (t("多义"), (paragraph(f"{b}32", "甲"), paragraph(f"{b}33", "乙"))),
            ),
        ),
        Verse(f"{b}34", ((t("大江东去，"), t("浪淘尽。")), ((Text("千古"), Ruby("风", "fēng")),)), t("念奴娇")),
        CodeBlock(f"{b}35", "if a < b:\n    print('&')"),
        Rule(f"{b}36"),
        paragraph(
            f"{b}37",
            Span(SpanKind.LINK, (Text("看"), NoteCall(2), Span(SpanKind.STRONG, t("这里"))), "town/b.md"),
            Span(SpanKind.LINK, t("外头"), "https://example.org/图 书?a=1&b=[2]#x"),
            Span(SpanKind.LINK, t("邮件"), "mailto:a@example.org"),
            Span(SpanKind.LINK, t("断头"), "nowhere.md"),
            Span(SpanKind.LINK, (Span(SpanKind.LINK, t("套"), "https://example.org"), Text("外")), "a.md"),
            Span(SpanKind.LANG, t("错"), "x_y z"),
        ),
        Group(f"{b}38", GroupKind.SIGNOFF, (paragraph(f"{b}39", "编辑部", Break(), "二〇二六年"),)),
    )


def full_article(picture: Path | None) -> Article:
    return Article(
        id="a0001",
        name="a.md",
        headline=Headline((ODD, "第二行"), "引题 & 引题", "副题 < 副题"),
        blocks=every_block("a0001", picture),
        notes=(
            Note(1, (paragraph("a0001-b41", "注一，见", NoteCall(2)),)),
            Note(2, (ListBlock("a0001-b42", False, ((paragraph("a0001-b43", "注二"),),)),)),
        ),
        bylines=(Byline(("周岚", "沈一凡"), "本报记者"), Byline(("王一",), "摄影")),
        dateline="本报讯",
        rank=Rank.LEAD,
        series="系列之一",
        sponsor="某某协办",
        source="某社",
        photographer="骆小川、郑宇",
        editor="栗文舟",
        summary="提要一句。",
        date=datetime.date(2026, 11, 20),
        under=("town/b.md",),
    )


def edition(
    script: Script = Script.HANS,
    picture: Path | None = None,
    articles: tuple[Article, ...] | None = None,
    settings: dict[str, str] | None = None,
) -> Edition:
    """A small edition: an article with everything, one with nothing, one under the first from another section."""
    bare = Article("a0002", "c.md", Headline(("素篇",)), (paragraph("a0002-b1", "只有一段。"),))
    table = Table("a0003-b1", (Cell(t("甲")),), ((Cell(t("乙")),),))
    under = Article(
        "a0003", "town/b.md", Headline(("“附”篇，", "接着说")), (table,), dateline="本报讯", kind=Kind.TABLE
    )
    sections = (
        Section("s01", "要闻 & <闻>", articles or (full_article(picture), bare)),
        Section("s02", "空了的栏目", () if articles else (under,)),
    )
    publication = Publication(
        "测试 & 通讯",
        "test",
        "测试编辑部",
        "urn:uuid:5b0d2f6e-2a51-4f6e-9f1e-2f3c5f5b7a11",
        motto="箴言",
        contact="电话：5550",
        price="免费",
        printer="某厂",
        permit="准印证 1 号",
    )
    issue = Issue(publication, "2026-11-23", 3, 33, datetime.date(2026, 11, 23), sections, script, "创刊号", "栗文舟")
    plan = EditionPlan(script.value, script, "bulletin", ("epub",), settings=MappingProxyType(settings or {}))
    return Edition(plan, issue)


Make = Callable[[Edition], Artifact]


def make_in(folder: Path, made: Edition) -> Artifact:
    folder.mkdir(parents=True, exist_ok=True)
    job = Job(made, layouts.load(made.plan.layout), fonts.prepare(), folder)
    return Epub().make(job)[0][0]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    return lambda made: make_in(tmp_path / "work", made)


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "p.jpg"
    Image.new("RGB", (60, 40), "#246").save(path)
    return path


def member(artifact: Artifact, name: str) -> etree._Element:
    with zipfile.ZipFile(artifact.path) as archive:
        return etree.fromstring(archive.read(f"EPUB/{name}"))


def texts(tree: etree._Element, path: str) -> list[str]:
    return ["".join(str(s) for s in found.itertext()) for found in tree.iter(path)]


# --- everything is in it --------------------------------------------------------------------------------


@pytest.mark.parametrize("script", list(Script))
def test_an_edition_with_everything_passes_its_proof(make: Make, picture: Path, script: Script) -> None:
    made = edition(script, picture)
    artifact = make(made)
    assert books.check(artifact.path, made) == ()
    assert artifact.facts["documents"] == 8


def test_what_front_matter_says_is_shown(make: Make, picture: Path) -> None:
    text = "".join(texts(member(make(edition(picture=picture)), "a0001.xhtml"), f"{X}body"))
    for said in (
        "系列之一",
        "引题 & 引题",
        "副题 < 副题",
        "本报记者　周岚　沈一凡",
        "2026年11月20日",
        "提要一句。",
        "本报讯　正文有",
        "来源：某社",
        "摄影：骆小川、郑宇",
        "责编：栗文舟",
        "某某协办",
        "相关报道",
    ):
        assert said in text


def test_heading_title_and_contents_say_the_same(make: Make, picture: Path) -> None:
    artifact = make(edition(picture=picture))
    nav = texts(member(artifact, "nav.xhtml"), f"{X}a")
    ncx = texts(member(artifact, "toc.ncx"), "{http://www.daisy.org/z3986/2005/ncx/}navLabel")
    assert nav[:5] == ["要闻 & <闻>", f"{ODD}　第二行", "“附”篇，接着说", "素篇", "版权信息"]
    assert ncx == nav[:5]
    for name, title in (("s01", nav[0]), ("a0001", nav[1]), ("a0003", nav[2]), ("a0002", nav[3])):
        tree = member(artifact, f"{name}.xhtml")
        assert texts(tree, f"{X}h1") == texts(tree, f"{X}title") == [title]


def test_a_story_under_another_follows_it_and_its_emptied_section_is_gone(picture: Path) -> None:
    book = compose(edition(picture=picture), layouts.load("bulletin"), fonts.prepare())
    names = [document.name for document in book.documents]
    assert names == [f"{n}.xhtml" for n in ("cover", "title", "nav", "s01", "a0001", "a0003", "a0002", "colophon")]
    assert b'href="a0003.xhtml"' in book.documents[4].data


def test_a_dateline_without_a_paragraph_to_run_into_stands_alone(make: Make) -> None:
    tree = member(make(edition()), "a0003.xhtml")
    assert texts(tree, f"{X}b") == ["本报讯"]


def test_a_picture_still_to_come_leaves_nothing(make: Make) -> None:
    made = edition()
    artifact = make(made)
    tree = member(artifact, "a0001.xhtml")
    assert not list(tree.iter(f"{X}img", f"{X}figure", f"{X}figcaption"))
    assert "没有" not in "".join(texts(tree, f"{X}body"))
    assert not [d for d in tree.iter(f"{X}div") if d.get("id") == "a0001-b20"]
    assert books.check(artifact.path, made) == ()


def test_notes_and_calls_lead_to_each_other(make: Make, picture: Path) -> None:
    tree = member(make(edition(picture=picture)), "a0001.xhtml")
    ids = {element.get("id") for element in tree.iter() if element.get("id")}
    calls = [a for a in tree.iter(f"{X}a") if a.get("role") == "doc-noteref"]
    back = [a.get("href", "")[1:] for a in tree.iter(f"{X}a") if a.get("role") == "doc-backlink"]
    assert [c.get("id") for c in calls][:3] == ["a0001-r1", "a0001-r1-2", "a0001-r1-3"]
    assert sorted(back) == sorted(str(c.get("id")) for c in calls)
    assert {str(c.get("href"))[1:] for c in calls} == {"a0001-n1", "a0001-n2"} <= ids
    notes = [aside.get("role") for aside in tree.iter(f"{X}aside")]
    assert notes == ["doc-footnote", "doc-footnote"]


def test_links(make: Make, picture: Path) -> None:
    made = edition(picture=picture)
    book = compose(made, layouts.load("bulletin"), fonts.prepare())
    assert [(f.code, f.values["href"]) for f in book.findings] == [("E-020", "nowhere.md")]
    tree = member(make(made), "a0001.xhtml")
    links = {"".join(str(s) for s in a.itertext()): a.get("href") for a in tree.iter(f"{X}a")}
    assert links["看"] == links["这里"] == "a0003.xhtml"
    assert links["外头"] == "https://example.org/图%20书?a=1&b=%5B2%5D#x"
    assert links["邮件"] == "mailto:a@example.org"
    assert links["套外"] == "a0001.xhtml"
    assert not [a for a in tree.iter(f"{X}a") if list(a.iter(f"{X}a")) != [a]]


@pytest.mark.parametrize(
    ("target", "wanted"),
    [
        ("https://example.org/a|b{c}<d>", "https://example.org/a%7Cb%7Bc%7D%3Cd%3E"),
        ("http://例え.jp/路径?q=空 格", "http://例え.jp/路径?q=空%20格"),
        ("https://example.org/100%/%20", "https://example.org/100%25/%20"),
        ("https://example.org/#a#b", "https://example.org/#a%23b"),
        ("https://user@example.org:8080/", "https://user@example.org:8080/"),
        ("mailto:a b@example.org", "mailto:a%20b@example.org"),
        ("tel:+86 10 1234", "tel:+86%2010%201234"),
        ("http://a b.com", ""),
        ("https://.", ""),
        ("https://a..b/", ""),
        ("https://[zz]/", ""),
        ("https://example.org:99999/", ""),
        ("http:///x", ""),
        ("mailto:", ""),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("//example.org", ""),
        ("other.html", ""),
    ],
)
def test_addresses(target: str, wanted: str) -> None:
    assert address(target) == wanted


def test_no_blank_comes_between_inlines(picture: Path) -> None:
    data = compose(edition(picture=picture), layouts.load("bulletin"), fonts.prepare()).documents[4].data.decode()
    assert "<strong>重</strong><em>庆</em>" in data
    assert "<ruby>黔<rt>qián</rt></ruby><ruby>江<rt>jiāng</rt></ruby>，" in data


@pytest.mark.parametrize("script", list(Script))
def test_language_is_right_everywhere(make: Make, script: Script) -> None:
    artifact = make(edition(script))
    with zipfile.ZipFile(artifact.path) as archive:
        for name in archive.namelist():
            if name.endswith((".xhtml", ".opf", ".ncx")):
                root = etree.fromstring(archive.read(name))
                assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == script.value, name
                assert not name.endswith(".xhtml") or root.get("lang") == script.value
    assert texts(member(artifact, "content.opf"), f"{DC}language") == [script.value]


# --- the package ----------------------------------------------------------------------------------------


def metas(artifact: Artifact) -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    for meta in member(artifact, "content.opf").iter(f"{OPF}meta"):
        out.setdefault(meta.get("property", ""), []).append(meta.text or "")
    return out


def test_metadata(make: Make, picture: Path) -> None:
    artifact = make(edition(picture=picture))
    opf = member(artifact, "content.opf")
    found = metas(artifact)
    assert texts(opf, f"{DC}title") == ["测试 & 通讯 第3期（2026年11月23日）"]
    assert texts(opf, f"{DC}subject") == ["要闻 & <闻>"]
    assert texts(opf, f"{DC}description") == ["提要一句。"]
    assert texts(opf, f"{DC}date") == ["2026-11-23"]
    assert texts(opf, f"{DC}contributor") == ["周岚", "沈一凡", "王一", "骆小川", "郑宇", "栗文舟"]
    assert found["role"] == ["rpt", "rpt", "pht", "pht", "pht", "edt"]
    assert found["dcterms:modified"] == ["2026-11-23T00:00:00Z"]
    assert found["belongs-to-collection"] == ["测试 & 通讯"]
    assert found["group-position"] == ["33"]
    assert found["schema:accessMode"] == ["textual", "visual"]
    assert found["schema:accessModeSufficient"] == ["textual"]
    assert {"alternativeText", "rubyAnnotations", "tableOfContents"} <= set(found["schema:accessibilityFeature"])
    assert "注释" in found["schema:accessibilitySummary"][0]
    assert found["dcterms:conformsTo"] == ["EPUB Accessibility 1.1 - WCAG 2.2 Level A"]
    assert found["a11y:certifiedBy"] == texts(opf, f"{DC}publisher")
    cover = [i.get("href") for i in opf.iter(f"{OPF}item") if i.get("properties") == "cover-image"]
    assert cover == ["images/cover.jpg"]
    assert [r.get("type") for r in opf.iter(f"{OPF}reference")] == ["cover", "toc", "text"]


def test_accessibility_says_only_what_the_content_bears_out(make: Make) -> None:
    plain = Article("a0001", "a.md", Headline(("素",)), (paragraph("a0001-b1", "一段。"),))
    found = metas(make(edition(articles=(plain,))))
    assert "rubyAnnotations" not in found["schema:accessibilityFeature"]
    assert "注释" not in found["schema:accessibilitySummary"][0]


def test_an_issue_without_numbers_has_no_place_in_the_series(make: Make) -> None:
    made = edition()
    bare = replace(made, issue=replace(made.issue, number=0, total=0, title=""))
    artifact = make(bare)
    assert "group-position" not in metas(artifact)
    assert texts(member(artifact, "content.opf"), f"{DC}title") == ["测试 & 通讯（2026年11月23日）"]
    assert books.check(artifact.path, bare) == ()


def test_identifiers_differ_by_edition_and_stay(make: Make) -> None:
    first, again = (
        compose(edition(), layouts.load("bulletin"), fonts.prepare()),
        compose(edition(), layouts.load("bulletin"), fonts.prepare()),
    )
    other = compose(edition(Script.TW), layouts.load("bulletin"), fonts.prepare())
    assert first.identifier == again.identifier != other.identifier
    assert first.identifier.startswith("urn:uuid:")


# --- the file -------------------------------------------------------------------------------------------


def test_container(make: Make, picture: Path) -> None:
    with zipfile.ZipFile(make(edition(picture=picture)).path) as archive:
        infos = archive.infolist()
        assert infos[0].filename == "mimetype"
        assert infos[0].compress_type == zipfile.ZIP_STORED
        assert {info.date_time for info in infos} == {(2026, 11, 23, 0, 0, 0)}
        assert {info.create_system for info in infos} == {3}
        assert {info.external_attr for info in infos} == {0o100644 << 16}
        names = archive.namelist()
        assert names[:3] == ["mimetype", "META-INF/container.xml", "EPUB/content.opf"]
        assert "EPUB/images/a0001-b18.jpg" in names
        assert all(name.isascii() for name in names)


@pytest.mark.parametrize("year", [1975, 2200])
def test_a_date_that_a_zip_cannot_tell(make: Make, year: int) -> None:
    made = edition()
    made = replace(made, issue=replace(made.issue, date=datetime.date(year, 1, 2)))
    artifact = make(made)
    assert metas(artifact)["dcterms:modified"] == [f"{year}-01-02T00:00:00Z"]
    assert books.check(artifact.path, made) == ()


def test_twice_the_same_bytes_in_any_zone_and_seed(tmp_path: Path, picture: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from tests.test_epub import edition, make_in;"
        "print(make_in(Path(sys.argv[1]), edition(picture=Path(sys.argv[2]))).path)"
    )
    sums = set()
    for number, (zone, hash_seed) in enumerate((("Asia/Shanghai", "1"), ("America/Los_Angeles", "77"))):
        env = {**os.environ, "TZ": zone, "PYTHONHASHSEED": hash_seed}
        done = subprocess.run(
            [sys.executable, "-c", code, str(tmp_path / str(number)), str(picture)],
            env=env,
            capture_output=True,
            encoding="utf-8",
            cwd=Path(__file__).parent.parent,
        )
        assert done.returncode == 0, done.stderr
        assert done.stderr == ""
        sums.add(hashlib.sha256(Path(done.stdout.strip()).read_bytes()).hexdigest())
    sums.add(hashlib.sha256(make_in(tmp_path / "here", edition(picture=picture)).path.read_bytes()).hexdigest())
    assert len(sums) == 1


def test_after_an_error_the_former_file_stands_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "work"
    former = make_in(folder, edition()).path.read_bytes()
    count = 0

    def broken(self: zipfile.ZipFile, *args: Any, **kwargs: Any) -> None:
        nonlocal count
        count += 1
        if count > 3:
            raise OSError("No space left on device")

    monkeypatch.setattr(zipfile.ZipFile, "writestr", broken)
    with pytest.raises(OSError, match="No space left"):
        make_in(folder, edition())
    assert [path.read_bytes() for path in folder.iterdir()] == [former]


@pytest.mark.parametrize("bad", ["\x0b", "\ufffe", "\ud800"])
def test_what_xml_cannot_hold_is_refused_by_name(make: Make, bad: str) -> None:
    wrong = Article("a0001", "a.md", Headline((f"坏{bad}题",)), (paragraph("a0001-b1", "一段。"),))
    with pytest.raises(LayoutError) as caught:
        make(edition(articles=(wrong,)))
    assert [f.code for f in caught.value.findings] == ["E-002"]


# --- real issues ----------------------------------------------------------------------------------------


def test_the_seed_issue(seed: Path, make: Make) -> None:
    loaded = reader.load(seed)
    made = Edition(loaded.plans[0], loaded.issue)
    artifact = make(made)
    assert books.check(artifact.path, made) == ()
    assert len(texts(member(artifact, "nav.xhtml"), f"{X}a")) == 4 + 7 + 1 + 4


def test_every_class_has_a_rule_and_every_rule_a_use(seed: Path, make: Make, picture: Path) -> None:
    used: set[str] = set()
    loaded = reader.load(seed)
    for made in (edition(picture=picture), Edition(loaded.plans[0], loaded.issue)):
        for document in compose(made, layouts.load("bulletin"), fonts.prepare()).documents:
            for element in etree.fromstring(document.data).iter():
                used.update(element.get("class", "").split())
    css = re.sub(r"/\*.*?\*/", " ", layouts.load("bulletin").style("book.css"), flags=re.S)
    heads = re.findall(r"([^{};]*)\{", css)
    ruled = {name for head in heads for name in re.findall(r"\.([a-z][a-z-]*)", head)}
    assert used <= ruled
    # Only a table of more than three columns is wide; the seed mourns nobody and lists no names.
    assert ruled - used <= {"wide", "fold", "framed", "even", "large", "page-ref"}


def table_of(texts: tuple[str, ...]) -> Table:
    return Table("a0001-b1", tuple(Cell(t(text[:2])) for text in texts), (tuple(Cell(t(text)) for text in texts),))


@pytest.mark.parametrize(
    ("texts", "folds"),
    [
        (("6:50",) * 5, False),
        (("东岸中学", "1.4公里", "1.00元", "0.50元", "免费"), False),
        (("滨河社区卫生服务中心三楼预防接种门诊",) * 4, True),
        (("2026-11-23T08:30",) * 4, True),
        (("滨河社区卫生服务中心三楼预防接种门诊",) * 3, False),  # three columns break their lines
    ],
)
def test_a_table_folds_only_where_a_phone_has_no_room(make: Make, texts: tuple[str, ...], folds: bool) -> None:
    article = Article("a0001", "a.md", Headline(("表",)), (table_of(texts),))
    made = edition(articles=(article,))
    artifact = make(made)
    found = next(member(artifact, "a0001.xhtml").iter(f"{X}table"))
    assert ("fold" in (found.get("class") or "")) is folds
    labels = [cell.get("data-label") for cell in found.iter(f"{X}td")]
    assert labels == ([text[:2] for text in texts] if folds else [None] * len(texts))
    with zipfile.ZipFile(artifact.path) as archive:
        assert ("attr(data-label)" in archive.read("EPUB/book.css").decode()) is folds
    assert books.check(artifact.path, made) == ()


def test_a_table_folds_earlier_in_large_type(make: Make) -> None:
    article = Article(
        "a0001", "a.md", Headline(("表",)), (table_of(("东岸中学", "1.4公里", "1.00元", "0.50元", "六十五岁")),)
    )
    folds = []
    for size in ("normal", "large"):
        tree = member(make(edition(articles=(article,), settings={"book-size": size})), "a0001.xhtml")
        folds.append("fold" in (next(tree.iter(f"{X}table")).get("class") or ""))
    assert folds == [False, True]
