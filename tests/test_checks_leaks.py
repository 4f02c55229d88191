"""No leak of the other script, of the other region's quotation marks or of a wrong language tag goes unseen."""

import zipfile
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pikepdf
import pytest

from bulletin.checks import leaks, pdf_text
from bulletin.checks.kept import folded
from bulletin.checks.pdf_text import PageText
from bulletin.checks.pieces import body_pieces, head_pieces, note_pieces
from bulletin.checks.whereabouts import Whereabouts
from bulletin.findings import Finding, Place, Severity
from bulletin.model import Answer, Edition, Paragraph, Script, Span, SpanKind, Term
from bulletin.script.characters import only_simplified, only_traditional
from bulletin.script.engine.dictionaries import pairs
from bulletin.units import squeeze
from tests import leak_sources
from tests.conftest import SAMPLE
from tests.leak_sources import Made, at, book_of, edited, pdf_of

NEWS, MARKET, POEM, WORDS, TABLES = (
    "news/bridge.md",
    "news/market.md",
    "arts/poem.md",
    "arts/words.md",
    "service/tables.md",
)
FOREIGN, MARK, TAG = "T-020", "T-021", "T-022"

Members = dict[str, bytes]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return leak_sources.write(tmp_path_factory.mktemp("leaks"))


@pytest.fixture(scope="module")
def taiwan(folder: Path) -> Made:
    return leak_sources.made(folder, "tw", folder.parent)


@pytest.fixture(scope="module")
def mainland(folder: Path) -> Made:
    """The edition that is printed as it was written."""
    return leak_sources.made(folder, "hans", folder.parent)


def assert_found(found: tuple[Finding, ...], code: str, place: Place | None) -> None:
    assert {f.code for f in found} == {code}, [(f.code, f.message()) for f in found]
    assert place in {f.place for f in found}, [(str(f.place), f.message()) for f in found]
    for one in found:
        assert one.severity is Severity.ERROR
        for language in ("en", "zh-Hans"):
            assert "{output}" not in one.message(language) and "{chars}" not in one.message(language)
            assert "{lang}" not in one.message(language) and one.cure(language)


# --- no false alarm ---------------------------------------------------------------------------------------


def test_a_sound_edition_is_told_of_nothing(taiwan: Made, mainland: Made) -> None:
    assert leaks.check_pdf(taiwan.pdf, taiwan.edition, True) == ()
    assert leaks.check_book(taiwan.book, taiwan.edition, True) == ()
    assert leaks.check_pdf(mainland.pdf, mainland.edition, False) == ()
    assert leaks.check_book(mainland.book, mainland.edition, False) == ()
    # As if it were converted: the language of the quotations alone is not Chinese.
    assert {f.code for f in leaks.check_book(mainland.book, mainland.edition, True)} == set()


@pytest.mark.parametrize("key", ["zh-Hant-TW", "zh-Hant-HK"])
def test_the_sample_has_no_false_alarm(tmp_path: Path, key: str) -> None:
    made = leak_sources.made(SAMPLE, key, tmp_path)
    assert leaks.check_pdf(made.pdf, made.edition, True) == ()
    assert leaks.check_book(made.book, made.edition, True) == ()


# --- planted in books -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Plant:
    """What is changed in a member of the book, and what must be told of it."""

    member: str
    old: str
    new: str
    place: Place | None
    code: str = FOREIGN

    def __str__(self) -> str:
        return f"{self.member}-{self.old[:24]}-{self.new[:24]}"


def lang(member: str, old: str, new: str, place: Place | None) -> Plant:
    return Plant(member, old, new, place, TAG)


def mark(member: str, old: str, new: str, place: Place | None) -> Plant:
    return Plant(member, old, new, place, MARK)


A1, A2, A3, A4, A5 = (f"a000{n}.xhtml" for n in range(1, 6))
OWN, HOME = Place("issue.yaml"), Place("publication.yaml")
SVG = '<svg xmlns="http://www.w3.org/2000/svg">{}</svg></section>'

PLANTS = [
    # T-020 in articles
    Plant(A1, "頭一班車", "头一班車", at(NEWS, "清早六点")),
    Plant(A1, ">臨江鎮11月20日電<", ">临江鎮11月20日電<", at(NEWS, "dateline")),
    Plant(A1, "兩岸的來往", "两岸的來往", at(NEWS, "kicker")),
    Plant(A1, '<span class="row">長橋', '<span class="row">长橋', at(NEWS, "title")),
    Plant(A1, "<title>長橋通車", "<title>長橋通车", at(NEWS, "title")),
    Plant(A1, "鄉親說", "乡親說", at(NEWS, "deck")),
    Plant(A1, "本報記者　羅", "本報記者　罗", at(NEWS, "byline")),
    Plant(A1, "過江只要三分鐘", "过江只要三分鐘", at(NEWS, "summary")),
    Plant(A1, 'alt="晴天裡，一座長橋', 'alt="晴天裡，一座长橋', at(NEWS, "![")),
    Plant(A1, "欄杆還沒有", "栏杆還沒有", at(NEWS, "![")),
    Plant(A1, "孫維華　攝", "孙維華　攝", at(NEWS, "![")),
    Plant(A1, "從前怎樣過江", "从前怎樣過江", at(NEWS, "## ")),
    Plant(A1, "霧一來", "雾一來", at(NEWS, "从前过江要等")),
    Plant(A1, "用風箏送", "用风箏送", at(NEWS, "有一年涨水")),
    Plant(A1, "糧庫門口", "粮庫門口", at(NEWS, "1. ")),
    Plant(A1, "靠近醫務所", "靠近医務所", at(NEWS, "2. ")),
    Plant(A1, "憑身份", "凭身份", at(NEWS, ":   ")),
    Plant(A1, "鄧師傅開了十九年", "鄧師傅开了十九年", at(NEWS, "[^1]: ")),
    Plant(A1, "來源：臨江電視", "來源：临江電視", at(NEWS, "source")),
    Plant(A1, "攝影：孫維華", "攝影：孙維華", at(NEWS, "photographer")),
    Plant(A1, "攝影：孫", "摄影：孫", None),
    Plant(A1, "<ruby>館", "<ruby>馆", at(NEWS, "桥长二里")),
    Plant(A1, "<rt>guǎn", "<rt>馆", at(NEWS, "桥长二里")),
    Plant(A1, "詳細的圖紙", "详細的圖紙", at(NEWS, "桥长二里")),
    Plant(A1, '<a href="https', '<a title="点击打开" href="https', at(NEWS, "桥长二里")),
    Plant(A1, '<p id="a0001-b005"', '<p id="a0001-b005" aria-label="这里有一段"', at(NEWS, "从前过江要等")),
    Plant(A1, '<p class="kicker"', '<p class="kicker" data-mark="标"', Place(NEWS)),
    Plant(A1, "<head>", "<head><style>h1::before { content: '头条' }</style>", None),
    Plant(A2, "舊集市搬進了", "旧集市搬進了", at(MARKET, "旧集市")),
    Plant(A2, "乐购体验馆五個字", "乐购体验馆五个字", at(MARKET, "旧集市")),
    Plant(A2, "国营饭店四個", "国营饭店四个", at(MARKET, "老招牌")),
    Plant(A2, "早市從五點", "早市从五點", at(MARKET, "早市")),
    Plant(A2, "集市的時間", "集市的时間", at(MARKET, ":::")),
    Plant(A3, "船還在對岸", "船還在对岸", at(POEM, ":::")),
    Plant(A4, "講的是怎樣", "讲的是怎樣", at(WORDS, "会上")),
    Plant(A5, ">線路<", ">线路<", at(TABLES, "线路")),
    Plant(A5, "鎮西", "镇西", at(TABLES, "线路")),
    Plant(A5, "查詢電話", "查询電話", at(TABLES, "查询")),
    # T-020 beside the articles
    Plant("nav.xhtml", "讀書會", "读書會", at(WORDS, "title")),
    Plant("nav.xhtml", "文藝", "文艺", at("issue.yaml", "文艺")),
    Plant("nav.xhtml", "版權資訊", "版权資訊", None),
    Plant("s02.xhtml", 'id="s02-h">文藝', 'id="s02-h">文艺', at("issue.yaml", "文艺")),
    Plant("s01.xhtml", "這條路", "这條路", at(NEWS, "deck")),
    Plant("toc.ncx", "集市搬進新樓", "集市搬進新楼", at(MARKET, "title")),
    Plant("toc.ncx", "<text>臨江簡報", "<text>臨江简報", HOME),
    Plant("title.xhtml", "替鄉親記事", "替鄉親记事", HOME),
    Plant("title.xhtml", "豐收專號", "豐收专號", OWN),
    Plant("colophon.xhtml", "免費贈閱", "免费贈閱", HOME),
    Plant("colophon.xhtml", "聯絡方式", "联絡方式", None),
    Plant("cover.xhtml", "豐收專號", "豐收专號", OWN),
    Plant("cover.xhtml", "</section>", SVG.format("<text>长桥</text>"), None),
    Plant("cover.xhtml", "</section>", SVG.format("<title>长桥通车以后</title>"), at(NEWS, "title")),
    Plant("cover.xhtml", "</section>", SVG.format("<desc>丰收专号</desc>"), OWN),
    Plant("content.opf", "臨江簡報 第7期", "临江簡報 第7期", HOME),
    Plant("content.opf", 'id="creator">臨江鎮編輯', 'id="creator">臨江鎮编輯', HOME),
    Plant("content.opf", "鄭曉嵐", "郑曉嵐", at(MARKET, "byline")),
    Plant("content.opf", "<dc:description>長", "<dc:description>长", at(NEWS, "summary")),
    Plant("content.opf", "<dc:subject>服務", "<dc:subject>服务", at("issue.yaml", "服务")),
    Plant("content.opf", 'title="目錄"', 'title="目录"', None),
    Plant("content.opf", "圖片都有替代文字", "图片都有替代文字", None),
    Plant("book.css", "body {", "h1::after { content: '\\8bf4' } body {", None),
    Plant("images/cover.svg", "", SVG[:-10].format("<text>邓国强</text>"), at(NEWS, "清早")),
    # T-021
    mark(A1, "「大家坐穩", "“大家坐穩", at(NEWS, "清早六点")),
    mark(A1, "今天開張。」", "今天開張。”", at(NEWS, "清早六点")),
    mark(A1, "『新路』", "‘新路’", at(NEWS, "清早六点")),
    mark(A1, "鄉親說：「", "鄉親說：“", at(NEWS, "deck")),
    mark(A1, "鄧師傅開了", "鄧師傅“開了", at(NEWS, "[^1]: ")),
    mark(A1, "一座長橋跨", "一座“長橋”跨", at(NEWS, "![")),
    mark(A2, "</span>，對誰都說", "</span>，對“誰”都說", at(MARKET, "她还学了")),
    mark(A2, "card: “Fresh fish, every day.”</p>", "card</p><p>魚很“Fresh fish”新</p>", at(MARKET, "The stall")),
    mark(A3, "「誰來點燈？」", "「誰來點燈？”", at(POEM, ":::")),
    mark(A4, "「簡單不等於", "‘簡單不等於", at(WORDS, "主持人")),
    mark("s01.xhtml", "等了三十年」", "等了三十年”", at(NEWS, "deck")),
    mark("nav.xhtml", "長橋通車以後", "“長橋”通車以後", at(NEWS, "title")),
    mark("content.opf", "過江只要", "過江“只要", at(NEWS, "summary")),
    mark("book.css", "body {", 'q { quotes: "“" "”" } body {', None),
    # T-022
    lang(A1, ' lang="zh-Hant-TW"', ' lang="zh-Hans"', Place(NEWS)),
    lang(A1, 'xml:lang="zh-Hant-TW"', 'xml:lang="zh-CN"', Place(NEWS)),
    lang(A1, ' lang="zh-Hant-TW" xml:lang="zh-Hant-TW"', "", Place(NEWS)),
    lang(A1, ' lang="zh-Hant-TW" xml:lang="zh-Hant-TW"', ' lang="en"', Place(NEWS)),
    lang(A1, '<p id="a0001-b005"', '<p id="a0001-b005" lang="zh-Hans"', at(NEWS, "从前过江要等")),
    lang(A2, '<p id="a0002-b001"', '<p id="a0002-b001" xml:lang="zh-Hant-HK"', at(MARKET, "旧集市")),
    lang(A3, '<span class="line"', '<span class="line" lang="zh"', at(POEM, ":::")),
    lang("nav.xhtml", "<li>", '<li lang="zh_TW">', None),
    lang("title.xhtml", "<h1>", '<h1 lang="cmn-Hans">', None),
    lang("toc.ncx", 'xml:lang="zh-Hant-TW"', 'xml:lang="zh-Hant"', None),
    lang("content.opf", 'xml:lang="zh-Hant-TW"', 'xml:lang="zh-Hans"', None),
    lang("content.opf", "<dc:language>zh-Hant-TW", "<dc:language>zh-CN", None),
    lang("content.opf", "<dc:language>zh-Hant-TW</dc:language>", "", None),
    lang("content.opf", "<dc:title ", '<dc:title xml:lang="zh-Hans" ', None),
    lang("s01.xhtml", '<a href="a0001', '<a hreflang="zh-Hans" href="a0001', at("issue.yaml", "要闻")),
    lang("cover.xhtml", "</section>", SVG.format('<text xml:lang="zh-CN">7</text>'), None),
]


def spoiled(sound: Path, folder: Path, *plants: Plant) -> Path:
    """Write the book again with something planted."""
    with zipfile.ZipFile(sound) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    for plant in plants:
        name = f"EPUB/{plant.member}"
        text = members.get(name, b"").decode()
        assert plant.old in text, plant
        members[name] = text.replace(plant.old, plant.new, 1).encode()
    path = folder / sound.name
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


@pytest.mark.parametrize("plant", PLANTS, ids=str)
def test_what_is_planted_in_a_book_is_found(taiwan: Made, tmp_path: Path, plant: Plant) -> None:
    found = leaks.check_book(spoiled(taiwan.book, tmp_path, plant), taiwan.edition, True)
    assert_found(found, plant.code, plant.place)
    output = found[0].values["output"]
    assert output.startswith(f"{taiwan.book.name}: EPUB/{plant.member}")


def test_what_is_wrong_at_one_place_is_told_once(taiwan: Made, tmp_path: Path) -> None:
    plants = [
        Plant(A1, "<title>長", "<title>长", None),
        Plant("nav.xhtml", "長橋", "长橋", None),
        Plant("toc.ncx", "長橋", "长橋", None),
    ]
    (found,) = leaks.check_book(spoiled(taiwan.book, tmp_path, *plants), taiwan.edition, True)
    assert found.place == at(NEWS, "title") and found.values["chars"] == "长"
    assert found.values["output"] == f"{taiwan.book.name}: EPUB/nav.xhtml, EPUB/a0001.xhtml, EPUB/toc.ncx"


def test_an_article_left_as_it_was_is_not_told_a_thousand_times(folder: Path, taiwan: Made, tmp_path: Path) -> None:
    found = leaks.check_book(book_of(edited(folder, "hans"), tmp_path), taiwan.edition, True)
    assert {f.code for f in found} == {FOREIGN, MARK, TAG}
    assert len(found) < 200
    places = {f.place for f in found}
    assert {at(NEWS, "清早六点"), at(MARKET, "老招牌"), at(WORDS, "title"), at("issue.yaml", "文艺"), HOME} <= places


# --- planted in PDFs --------------------------------------------------------------------------------------

PdfChange = Callable[[pikepdf.Pdf], None]


def first(pdf: pikepdf.Pdf, test: Callable[[Any], bool]) -> Any:
    return next(thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and test(thing))


def element(pdf: pikepdf.Pdf, kind: str) -> Any:
    return first(pdf, lambda d: d.get("/Type") == "/StructElem" and d.get("/S") == kind)


def bookmark(title: str, new: str) -> PdfChange:
    def change(pdf: pikepdf.Pdf) -> None:
        first(pdf, lambda d: "/Parent" in d and str(d.get("/Title", "")) == title).Title = pikepdf.String(new)

    return change


def info(key: str, new: str) -> PdfChange:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.docinfo[pikepdf.Name(key)] = pikepdf.String(new)

    return change


def xmp(old: str, new: str) -> PdfChange:
    def change(pdf: pikepdf.Pdf) -> None:
        data = pdf.Root.Metadata.read_bytes().decode()
        assert old in data
        pdf.Root.Metadata.write(data.replace(old, new, 1).encode())

    return change


def attribute(kind: str, key: str, new: str) -> PdfChange:
    def change(pdf: pikepdf.Pdf) -> None:
        element(pdf, kind)[pikepdf.Name(key)] = pikepdf.String(new)

    return change


def root(key: str, new: Any) -> PdfChange:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root[pikepdf.Name(key)] = new

    return change


def link(pdf: pikepdf.Pdf) -> None:
    first(pdf, lambda d: d.get("/Subtype") == "/Link").Contents = pikepdf.String("转到第二页")


def label(pdf: pikepdf.Pdf) -> None:
    style = pikepdf.Dictionary(S=pikepdf.Name.D, P=pikepdf.String("页"))
    pdf.Root.PageLabels = pikepdf.Dictionary(Nums=pikepdf.Array([0, style]))


def attachment(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["a.txt"] = pikepdf.AttachedFileSpec(pdf, b"-", filename="a.txt", description="说明")


def no_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Lang


def inherited(pdf: pikepdf.Pdf) -> None:
    """An element says that it is in English: what is in it may be so; what is beside it may not."""
    element(pdf, "/Figure").P.Lang = pikepdf.String("en")
    element(pdf, "/Figure").E = pikepdf.String("“x”汉")
    element(pdf, "/H1").E = pikepdf.String("汉语")


def stream(old: bytes, new: bytes) -> PdfChange:
    def change(pdf: pikepdf.Pdf) -> None:
        data = pdf.pages[0].Contents.read_bytes()
        assert old in data
        pdf.pages[0].Contents = pdf.make_stream(data.replace(old, new, 1))

    return change


def glyph(old: str, new: str) -> PdfChange:
    """Let the glyphs of a character say another."""

    def change(pdf: pikepdf.Pdf) -> None:
        count = 0
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary) and "/ToUnicode" in thing:
                data = thing.ToUnicode.read_bytes()
                codes = f"<{old.encode('utf-16-be').hex()}>".encode(), f"<{new.encode('utf-16-be').hex()}>".encode()
                count += data.count(codes[0])
                thing.ToUnicode.write(data.replace(*codes))
        assert count

    return change


def utf16(text: str) -> bytes:
    return b"<feff" + text.encode("utf-16-be").hex().encode() + b">"


MCID = b"<</MCID"
PDF_PLANTS: dict[str, tuple[PdfChange, str, Place | None]] = {
    "bookmark": (bookmark("長橋通車以後", "长橋通車以後"), FOREIGN, at(NEWS, "title")),
    "bookmark of a section": (bookmark("文藝", "文艺"), FOREIGN, at("issue.yaml", "文艺")),
    "bookmark of the whole": (bookmark("臨江簡報", "临江简报"), FOREIGN, HOME),
    "bookmark of a subhead": (bookmark("燈", "灯"), FOREIGN, at(POEM, "## ")),
    "bookmark with marks": (bookmark("讀書會的筆記", "“讀書會”的筆記"), MARK, at(WORDS, "title")),
    "title": (info("/Title", "临江簡報 第7期"), FOREIGN, HOME),
    "author": (info("/Author", "臨江鎮编輯室"), FOREIGN, HOME),
    "subject": (info("/Subject", "要聞、文艺、服務"), FOREIGN, at("issue.yaml", "文艺")),
    "keywords": (info("/Keywords", "简体"), FOREIGN, None),
    "keywords with marks": (info("/Keywords", "「年票」，“車次”"), MARK, None),
    "a key of one's own": (info("/Section", "栏目"), FOREIGN, None),
    "XMP title": (xmp("臨江簡報", "臨江简報"), FOREIGN, HOME),
    "XMP creator": (xmp("臨江鎮編輯室", "臨江镇編輯室"), FOREIGN, HOME),
    "XMP description": (xmp("要聞、文藝", "要闻、文藝"), FOREIGN, at("issue.yaml", "要闻")),
    "XMP attribute": (xmp('pdf:Producer="', 'pdf:Keywords="简体" pdf:Producer="'), FOREIGN, None),
    "XMP marks": (xmp("文藝", "“文藝”"), MARK, at("issue.yaml", "文艺")),
    "alt": (attribute("/Figure", "/Alt", "晴天裡，一座长橋跨過寬闊的江面"), FOREIGN, at(NEWS, "![")),
    "alt with marks": (attribute("/Figure", "/Alt", "一座長橋跨過“寬闊”的江面"), MARK, at(NEWS, "![")),
    "actual text": (attribute("/P", "/ActualText", "学生書包裡總備著乾糧"), FOREIGN, at(NEWS, "从前过江要等")),
    "expansion": (attribute("/P", "/E", "国际"), FOREIGN, None),
    "title of an element": (attribute("/P", "/T", "‘標題’"), MARK, None),
    "label of a link": (link, FOREIGN, None),
    "page label": (label, FOREIGN, None),
    "attachment": (attachment, FOREIGN, None),
    "inherited language": (inherited, FOREIGN, None),
    "form field": (root("/AcroForm", pikepdf.Dictionary(Fields=pikepdf.Array([{"/TU": "签名"}]))), FOREIGN, None),
    "replacement in the stream": (
        stream(MCID, b"<</ActualText " + utf16("头一班车开过长桥") + b"/MCID"),
        FOREIGN,
        at(NEWS, "清早六点"),
    ),
    "description in the stream": (stream(MCID, b"<</Alt " + utf16("图") + b"/MCID"), FOREIGN, None),
    "glyph": (glyph("箏", "筝"), FOREIGN, at(NEWS, "有一年涨水")),
    "glyph of a table": (glyph("線", "线"), FOREIGN, at(TABLES, "线路")),
    "glyph of a mark": (glyph("『", "‘"), MARK, at(NEWS, "清早六点")),
    "language": (root("/Lang", pikepdf.String("zh-Hans")), TAG, None),
    "language of none": (no_language, TAG, None),
    "other language": (root("/Lang", pikepdf.String("en")), TAG, None),
    "language of a paragraph": (attribute("/P", "/Lang", "zh-CN"), TAG, None),
    "language of a heading": (attribute("/H1", "/Lang", "zh"), TAG, None),
    "language in the stream": (stream(MCID, b"<</Lang(zh-Hant-HK)/MCID"), TAG, None),
    "XMP language": (xmp('xml:lang="x-default"', 'xml:lang="zh-CN"'), TAG, None),
    "XMP dc:language": (
        xmp("<dc:creator>", "<dc:language><rdf:Bag><rdf:li>zh-Hans</rdf:li></rdf:Bag></dc:language><dc:creator>"),
        TAG,
        None,
    ),
}


@pytest.mark.parametrize("name", PDF_PLANTS)
def test_what_is_planted_in_a_pdf_is_found(taiwan: Made, tmp_path: Path, name: str) -> None:
    change, code, place = PDF_PLANTS[name]
    path = tmp_path / "x.pdf"
    with pikepdf.open(taiwan.pdf) as pdf:
        change(pdf)
        pdf.save(path)
    found = leaks.check_pdf(path, taiwan.edition, True)
    assert_found(found, code, place)
    assert all(f.values["output"].startswith("x.pdf: ") for f in found)


def put_back(thing: Any, words: dict[str, str]) -> Any:
    """Return a part of the model with some of its words as they were before conversion."""
    if type(thing) is str:
        for new, old in words.items():
            thing = thing.replace(new, old)
    elif isinstance(thing, tuple):
        thing = tuple(put_back(part, words) for part in thing)
    elif is_dataclass(thing) and not isinstance(thing, type) and not isinstance(thing, Place):
        changes = {f.name: put_back(getattr(thing, f.name), words) for f in fields(thing)}
        thing = replace(thing, **changes)
    return thing


PAGES: list[tuple[str, str, str, Place]] = [
    ("豐收專號", "豐收专號", FOREIGN, OWN),
    ("兩岸的來往", "兩岸的来往", FOREIGN, at(NEWS, "kicker")),
    ("鄉親說：「", "鄉親說：“", MARK, at(NEWS, "deck")),
    ("過江只要", "过江只要", FOREIGN, at(NEWS, "summary")),
    ("頭一班車", "頭一班车", FOREIGN, at(NEWS, "清早六点")),
    ("『新路』", "『新路’", MARK, at(NEWS, "清早六点")),
    ("詳細的圖紙", "詳細的图紙", FOREIGN, at(NEWS, "桥长二里")),
    ("欄杆還", "欄杆还", FOREIGN, at(NEWS, "![")),
    ("怎樣過江", "怎样過江", FOREIGN, at(NEWS, "## ")),
    ("總備著", "总備著", FOREIGN, at(NEWS, "从前过江要等")),
    ("三天沒有開船", "三天沒有“開船", MARK, at(NEWS, "有一年涨水")),
    ("糧庫門口", "糧库門口", FOREIGN, at(NEWS, "1. ")),
    ("靠近醫務所", "靠近醫务所", FOREIGN, at(NEWS, "2. ")),
    ("辦理", "办理", FOREIGN, at(NEWS, ":   ")),
    ("第一天開汽車", "第一天開汽车", FOREIGN, at(NEWS, "[^1]: ")),
    ("臨江電視", "臨江电視", FOREIGN, at(NEWS, "source")),
    ("五個字", "五个字", FOREIGN, at(MARKET, "旧集市")),
    ("兩行字", "“兩行字", MARK, at(MARKET, "她还学了")),
    ("鄭曉嵐", "鄭晓嵐", FOREIGN, at(MARKET, "byline")),
    ("風雨不誤", "風雨不误", FOREIGN, at(MARKET, "早市")),
    ("燈先過來了", "灯先過來了", FOREIGN, at(POEM, ":::")),
    ("誰來點燈？」", "誰來點燈？’", MARK, at(POEM, ":::")),
    ("邊聽邊記", "边聽邊記", FOREIGN, at(WORDS, "会上")),
    ("鎮東", "镇東", FOREIGN, at(TABLES, "线路")),
    ("印在車票", "印在“車票", MARK, at(TABLES, "查询")),
]


@pytest.fixture(scope="module")
def leaky(taiwan: Made, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Pages whose texts were put back, in part, between conversion and paper."""
    edition = put_back(taiwan.edition, {new: old for new, old, _, _ in PAGES})
    return Made(edition, pdf_of(edition, tmp_path_factory.mktemp("leaky")), taiwan.book)


@pytest.fixture(scope="module", params=["the edition", "the edition that leaks"])
def told(leaky: Made, taiwan: Made, request: pytest.FixtureRequest) -> tuple[Finding, ...]:
    """What is told of them, held against the edition as it should be, and as it was set."""
    return leaks.check_pdf(leaky.pdf, taiwan.edition if request.param == "the edition" else leaky.edition, True)


@pytest.mark.parametrize(("new", "old", "code", "place"), PAGES, ids=[old for _, old, _, _ in PAGES])
def test_what_leaks_onto_a_page_is_found(
    told: tuple[Finding, ...], new: str, old: str, code: str, place: Place
) -> None:
    (char,) = set(old) - set(new) - {"」", "「"} if code == FOREIGN else set(old) - set(new)
    hits = [f for f in told if f.code == code and f.place == place and char in f.values["chars"]]
    assert hits and "p. " in hits[0].values["output"], [(str(f.place), f.message()) for f in told]


def test_nothing_else_is_told_of_these_pages(told: tuple[Finding, ...]) -> None:
    assert {(f.code, f.place) for f in told} == {(code, place) for _, _, code, place in PAGES}


def test_each_character_of_the_pages_is_found_alone(taiwan: Made) -> None:
    """Every character and mark that conversion changed, put back where it stands and nothing else."""
    back: dict[str, str] = {}
    for key, values in pairs("TSCharacters.txt"):
        if key in only_traditional() and values[:1] in only_simplified():
            back[key] = values[:1]
    back |= {"「": "“", "」": "”", "『": "‘"}
    lines: dict[str, Place] = {}
    for article in taiwan.edition.issue.articles:
        for piece in (*head_pieces(article), *body_pieces(article.blocks), *note_pieces(article)):
            lines.setdefault(piece.text, piece.place)
    whole = "".join(squeeze(page.text) for page in pdf_text.read(taiwan.pdf))
    count = 0
    for text, place in lines.items():
        start = whole.find(text)
        if len(text) < 12 or start < 0:
            continue
        for at_char, char in enumerate(whole[start : start + len(text)], start):
            if char not in back or "いらっしゃいませ" in whole[at_char - 12 : at_char + 12]:
                continue
            page = PageText(whole[:at_char] + back[char] + whole[at_char + 1 :])
            (found,) = (f for f in leaks.check_pdf(Path("none.pdf"), taiwan.edition, True, [page]) if f.code != TAG)
            assert (found.code, found.place) == (MARK if char in "「」『" else FOREIGN, place), (char, found.message())
            count += 1
    assert count > 120


# --- what may stay ----------------------------------------------------------------------------------------


def with_articles(edition: Edition, change: Callable[[Any], Any]) -> Edition:
    sections = tuple(
        replace(section, articles=tuple(change(article) for article in section.articles))
        for section in edition.issue.sections
    )
    return replace(edition, issue=replace(edition.issue, sections=sections))


def unspanned(thing: Any, kind: SpanKind) -> Any:
    """Return a part of the model with spans of one kind taken away, their text left."""
    if isinstance(thing, tuple):
        out: list[Any] = []
        for part in thing:
            if isinstance(part, Span) and part.kind is kind:
                out += part.children
            else:
                out.append(unspanned(part, kind))
        return tuple(out)
    if isinstance(thing, Paragraph):
        return replace(thing, inlines=unspanned(thing.inlines, kind))
    return thing


@pytest.mark.parametrize("output", ["pdf", "book"])
def test_words_stay_for_the_editor_keeps_them(taiwan: Made, output: str) -> None:
    """The same files would be told of, were it not for keep: and {{keep:…}}."""

    def check(edition: Edition) -> set[tuple[str, Place | None, str]]:
        found = (
            leaks.check_pdf(taiwan.pdf, edition, True)
            if output == "pdf"
            else leaks.check_book(taiwan.book, edition, True)
        )
        return {(f.code, f.place, f.values["chars"]) for f in found}

    bare = with_articles(taiwan.edition, lambda a: replace(a, keep=()))
    shop = "乐 购 体 验 馆"
    assert check(bare) == {(FOREIGN, at(MARKET, "旧集市"), shop), (FOREIGN, at(MARKET, "deck"), shop)}
    plain = with_articles(taiwan.edition, lambda a: replace(a, blocks=unspanned(a.blocks, SpanKind.KEEP)))
    assert check(plain) == {(FOREIGN, at(MARKET, "老招牌"), "国 营 饭")}


def test_chinese_that_says_so_of_itself_must_be_the_editions(taiwan: Made, mainland: Made, tmp_path: Path) -> None:
    """What is pasted with ``lang="zh-CN"`` would never be converted: that is what {{keep:…}} is for."""
    for made, converted in ((taiwan, True), (mainland, False)):
        edition = put_back(made.edition, {"ja": "zh-CN"})
        found = leaks.check_book(book_of(edition, tmp_path), edition, converted)
        assert_found(found, TAG, at(MARKET, "她还学了"))
        assert found[0].values["lang"] == "zh-CN" and found[0].values["wanted"] == edition.script


def test_quotations_in_another_language_stay_on_paper_too(taiwan: Made) -> None:
    said = with_articles(taiwan.edition, lambda a: replace(a, blocks=unspanned(a.blocks, SpanKind.LANG)))
    (found,) = leaks.check_pdf(taiwan.pdf, said, True)
    assert (found.code, found.place, found.values["chars"]) == (MARK, at(MARKET, "她还学了"), "“ ” ‘")


def test_a_kept_word_is_not_kept_elsewhere(taiwan: Made, tmp_path: Path) -> None:
    plant = Plant(A4, "講的是怎樣", "講的是乐购体验馆怎樣", at(WORDS, "会上"))
    found = leaks.check_book(spoiled(taiwan.book, tmp_path, plant), taiwan.edition, True)
    assert_found(found, FOREIGN, at(WORDS, "会上"))
    assert found[0].values["chars"] == "乐 购 体 验 馆"


def glossed(taiwan: Made, form: str) -> Edition:
    """The edition as a glossary line made it: 讀書會 printed in its old form."""
    term = Term("读书会", MappingProxyType({Script.TW: form}), "its own name")
    issue = replace(taiwan.edition.issue, glossary=(term,))
    edition: Edition = replace(put_back(taiwan.edition, {"會上念了": f"{form}上念了"}), issue=issue)
    return put_back(edition, {"會上念了": f"{form}上念了", "讀書會的": f"{form}的"})  # type: ignore[no-any-return]


def test_what_the_glossary_wants_stays_everywhere(taiwan: Made, tmp_path: Path) -> None:
    edition = glossed(taiwan, "读书会")
    book, pdf = book_of(edition, tmp_path), pdf_of(edition, tmp_path)
    assert leaks.check_book(book, edition, True) == leaks.check_pdf(pdf, edition, True) == ()
    bare = replace(edition, issue=replace(edition.issue, glossary=()))
    for found in (leaks.check_book(book, bare, True), leaks.check_pdf(pdf, bare, True)):
        assert {f.place for f in found} == {at(WORDS, "title"), at(WORDS, "会上")}
    # For another script it wants nothing.
    other = Term("读书会", MappingProxyType({Script.HK: "读书会"}))
    assert leaks.check_book(book, replace(bare, issue=replace(bare.issue, glossary=(other,))), True)


def test_a_quotation_mark_that_the_glossary_wants_stays(taiwan: Made, tmp_path: Path) -> None:
    edition = glossed(taiwan, "“讀書會”")
    book = book_of(edition, tmp_path)
    assert leaks.check_book(book, edition, True) == ()
    assert leaks.check_book(book, replace(edition, issue=replace(edition.issue, glossary=())), True)


def test_all_that_an_editor_can_write_to_keep_a_word_keeps_it(tmp_path: Path) -> None:
    words = """\
---
title: 国营饭店的笔记
deck: 记“乐购”开张
keep: [体验馆]
---
他在国营饭店的体验馆里记账，-{zh-Hans:计算机;zh-Hant-TW:电脑“汉”}-坏了。{{keep:简体}}写得好，听[国营]{translate=no}两字。
"""
    glossary = "term\tzh-Hans\tzh-Hant-TW\tzh-Hant-HK\tnote\n国营饭店\t\t=\t\t店名\n乐购\t\t乐购\t\t店名\n"
    files = {**leak_sources.FILES, WORDS: words, "glossary.tsv": glossary}
    made = leak_sources.made(leak_sources.write(tmp_path, files=files), "tw", tmp_path)
    assert leaks.check_pdf(made.pdf, made.edition, True) == leaks.check_book(made.book, made.edition, True) == ()
    with zipfile.ZipFile(made.book) as archive:
        text = archive.read(f"EPUB/{A4}").decode()
    assert all(word in text for word in ("在国营饭店的体验馆裡", "电脑“汉”", "简体", "聽国营兩", "「乐购」"))


@pytest.mark.parametrize(
    ("text", "at", "place"),
    [
        ("六點半", 0, at("service/tables.md", "线路")),
        ("不相干的話，天亮前要開船過江只要三分鐘。", 19, at(NEWS, "summary")),  # the last character of a text
        ("點點點點從前過江要等輪渡", 4, at(NEWS, "从前过江")),
        ("……灯", 2, at("arts/poem.md", "## 灯")),  # a piece of one character
        ("……龘", 2, None),
    ],
)
def test_a_character_is_found_by_what_is_on_either_side(taiwan: Made, text: str, at: int, place: Place | None) -> None:
    known = Whereabouts(taiwan.edition)
    assert known.find(text, folded(text), at).place == place
    # Whatever it was asked before, and wherever that stands.
    for before in ("查詢電話印在車票背面", "替鄉親記事"):
        known.find(before, folded(before), 4)
        assert known.find(text, folded(text), at).place == place


@pytest.mark.parametrize(
    "line", ["第{}天他说了国字，然后走到河边坐下来看水。", "He said number {}: “The bridge is open,” and left."]
)
def test_finding_what_is_kept_costs_the_same_for_each_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    words = "---\ntitle: 话\nkeep: [国字]\n---\n" + "\n\n".join(line.format(n) for n in range(400)) + "\n"
    edition = edited(leak_sources.write(tmp_path, files={**leak_sources.FILES, WORDS: words}), "tw")
    compared = 0
    extents = Whereabouts._extents

    def counted(self: Whereabouts, same: str, at: int, j: int) -> tuple[int, int]:
        nonlocal compared
        compared += 1
        return extents(self, same, at, j)

    monkeypatch.setattr(Whereabouts, "_extents", counted)
    assert leaks.check_book(book_of(edition, tmp_path), edition, True) == ()
    assert 400 <= compared < 8000


def test_what_the_editor_answered_stays_at_its_place_alone(taiwan: Made, tmp_path: Path) -> None:
    edition: Edition = put_back(taiwan.edition, {"講的是怎樣": "讲的是怎樣", "最後講": "最後讲"})
    answer = Answer(Script.TW, WORDS, "了一段旧文，", "讲", "的是怎样把话说简", "讲")
    edition = replace(edition, issue=replace(edition.issue, answers=(answer,)))
    (found,) = leaks.check_book(book_of(edition, tmp_path), edition, True)
    assert (found.place, found.values["chars"]) == (at(WORDS, "主持人"), "讲")
    edition = put_back(taiwan.edition, {"豐收專號": "豐收专號"})
    answer = Answer(Script.TW, "issue.yaml", "丰收", "专", "号", "专")
    book = book_of(edition, tmp_path)
    assert {f.place for f in leaks.check_book(book, edition, True)} == {OWN}
    assert leaks.check_book(book, replace(edition, issue=replace(edition.issue, answers=(answer,))), True) == ()


def test_a_kept_word_may_run_over_the_end_of_a_page(taiwan: Made) -> None:
    text = "".join(squeeze(page.text) for page in pdf_text.read(taiwan.pdf))
    for word in ("乐购体验馆", "国营饭店"):
        for cut in range(1, len(word)):
            parts = text.partition(word)
            broken = f"{parts[0]}{word[:cut]}臨江簡報第7期2{word[cut:]}{parts[2]}"
            for pages in ([PageText(broken)], [PageText(parts[0] + word[:cut]), PageText(word[cut:] + parts[2])]):
                found = leaks.check_pdf(Path("none.pdf"), taiwan.edition, True, pages)
                assert {f.code for f in found} <= {TAG}, (word, cut)


def test_apostrophes_and_paragraphs_in_english_stay(taiwan: Made, tmp_path: Path) -> None:
    for text in ("it’s 5", "James’ 燈", "’90s 的歌", "l’été"):
        plant = Plant(A4, "講的是怎樣", f"講的是{text}怎樣", None)
        assert leaks.check_book(spoiled(taiwan.book, tmp_path, plant), taiwan.edition, True) == ()
    plant = Plant(A4, "講的是怎樣", "講的是’怎樣", None)
    assert leaks.check_book(spoiled(taiwan.book, tmp_path, plant), taiwan.edition, True)


def test_elements_in_another_language_are_not_looked_at(taiwan: Made, tmp_path: Path) -> None:
    for tag in ("ja", "en-GB", "yue", "lzh"):
        plant = Plant(A4, "講的是怎樣", f'講的是<i lang="{tag}" title="“发”">“发”<b>国</b></i>怎樣', None)
        assert leaks.check_book(spoiled(taiwan.book, tmp_path, plant), taiwan.edition, True) == ()


def test_styles_and_addresses_are_not_text(taiwan: Made, tmp_path: Path) -> None:
    plants = [
        Plant("book.css", "body {", "/* “简体” content: '汉' */ h6 { font-family: '宋体', \"仿宋体\"; } body {", None),
        Plant(A1, "</header>", "</header><!-- 从“这里”起 --><script>var 汉 = '“';</script>", None),
    ]
    assert leaks.check_book(spoiled(taiwan.book, tmp_path, *plants), taiwan.edition, True) == ()
    with pikepdf.open(taiwan.pdf) as pdf:
        first(pdf, lambda d: d.get("/Subtype") == "/Link").Contents = pikepdf.String("https://example.org/图纸")
        pdf.save(tmp_path / "x.pdf")
    assert leaks.check_pdf(tmp_path / "x.pdf", taiwan.edition, True) == ()


# --- as written, and the other way round --------------------------------------------------------------------


@pytest.mark.parametrize("plant", [p for p in PLANTS if p.code != TAG][::4], ids=str)
def test_in_an_edition_as_written_texts_are_the_authors(taiwan: Made, tmp_path: Path, plant: Plant) -> None:
    assert leaks.check_book(spoiled(taiwan.book, tmp_path, plant), taiwan.edition, False) == ()


def test_in_an_edition_as_written_tags_are_looked_at(mainland: Made, tmp_path: Path) -> None:
    for old, new in ((' lang="zh-Hans"', ' lang="zh-Hant-TW"'), ("<p id=", '<p lang="zh-CN" id=')):
        found = leaks.check_book(spoiled(mainland.book, tmp_path, Plant(A1, old, new, None)), mainland.edition, False)
        assert_found(found, TAG, Place(NEWS) if "html" in old or old.startswith(" ") else at(NEWS, "清早六点"))
    path = tmp_path / "x.pdf"
    with pikepdf.open(mainland.pdf) as pdf:
        pdf.Root.Lang = pikepdf.String("zh-Hant-TW")
        pdf.docinfo["/Keywords"] = "「繁體」"
        pdf.save(path)
    assert {f.code for f in leaks.check_pdf(path, mainland.edition, False)} == {TAG}


def test_quotation_marks_of_an_article_that_was_in_the_script_already_are_the_authors(
    taiwan: Made, tmp_path: Path
) -> None:
    def check(book: Path, *written: str) -> list[tuple[str, Place | None]]:
        found = leaks.check_book(book, taiwan.edition, True, frozenset(written))
        return [(f.code, f.place) for f in found]

    plants = (
        Plant(A4, "「簡單不等於隨便", "“簡單不等於隨便", None),
        Plant(A4, "大家邊聽", "大家边聽", None),
        Plant(A1, "「大家坐穩", "“大家坐穩", None),
    )
    book = spoiled(taiwan.book, tmp_path, *plants)
    own, other, char = (MARK, at(WORDS, "主持人")), (MARK, at(NEWS, "清早六点")), (FOREIGN, at(WORDS, "会上念了"))
    assert sorted(check(book), key=str) == sorted((own, other, char), key=str)
    assert sorted(check(book, WORDS), key=str) == sorted((other, char), key=str)
    assert sorted(check(book, NEWS), key=str) == sorted((own, char), key=str)


TAIWANESE = """\
---
title: 老街的書店
byline: 本報記者 簡文華
---
老街轉角有一家書店，門口寫著：「讀書的人，『慢走』。」店裡養著一隻貓。
"""
REVERSED = [
    Plant(A1, "老街转角", "老街轉角", Place("a.md", 5)),
    Plant(A1, "简文华", "簡文华", Place("a.md", 3)),
    Plant(A1, "<title>老街的书店", "<title>老街的書店", Place("a.md", 2)),
    Plant("nav.xhtml", "目录", "目錄", None),
    Plant("nav.xhtml", "书店", "書店", Place("a.md", 2)),
    Plant("toc.ncx", "书店", "書店", Place("a.md", 2)),
    Plant("content.opf", "书店", "書店", Place("a.md", 2)),
    mark(A1, "“读书", "「读书", Place("a.md", 5)),
    mark(A1, "‘慢走’", "『慢走』", Place("a.md", 5)),
    mark("content.opf", "<dc:description>老街", "<dc:description>「老街」", Place("a.md", 2)),
    lang(A1, ' lang="zh-Hans"', ' lang="zh-Hant-TW"', Place("a.md")),
    lang("content.opf", "<dc:language>zh-Hans", "<dc:language>zh-Hant-TW", None),
]


@pytest.fixture(scope="module")
def simplified(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A Simplified edition of an issue that was written in Taiwan."""
    publication = (
        "title: 老街月報\nslug: reversed\npublisher: 老街編輯室\nscript: zh-Hant-TW\n"
        "identifier: urn:uuid:0b6f2a34-7d1c-4c1b-8a53-6c1d9e2f7a11\n"
        "editions:\n  hans: {script: zh-Hans, layout: bulletin, make: [pdf, epub]}\n"
    )
    issue = "number: 1\ndate: 2026-11-23\nsections:\n  - title: 街頭\n    articles: [a.md]\n"
    home = tmp_path_factory.mktemp("reversed")
    return leak_sources.made(leak_sources.write(home, publication, issue, {"a.md": TAIWANESE}), "hans", home)


def test_a_sound_simplified_edition_is_told_of_nothing(simplified: Made) -> None:
    assert leaks.check_pdf(simplified.pdf, simplified.edition, True) == ()
    assert leaks.check_book(simplified.book, simplified.edition, True) == ()


@pytest.mark.parametrize("plant", REVERSED, ids=str)
def test_what_is_planted_in_a_simplified_book_is_found(simplified: Made, tmp_path: Path, plant: Plant) -> None:
    found = leaks.check_book(spoiled(simplified.book, tmp_path, plant), simplified.edition, True)
    assert_found(found, plant.code, plant.place)


@pytest.mark.parametrize(
    ("change", "code", "place"),
    [
        (bookmark("老街的书店", "老街的書店"), FOREIGN, Place("a.md", 2)),
        (info("/Author", "老街編辑室"), FOREIGN, HOME),
        (glyph("猫", "貓"), FOREIGN, Place("a.md", 5)),
        (glyph("‘", "『"), MARK, Place("a.md", 5)),
        (root("/Lang", pikepdf.String("zh-Hant")), TAG, None),
    ],
)
def test_what_is_planted_in_a_simplified_pdf_is_found(
    simplified: Made, tmp_path: Path, change: PdfChange, code: str, place: Place | None
) -> None:
    with pikepdf.open(simplified.pdf) as pdf:
        change(pdf)
        pdf.save(tmp_path / "x.pdf")
    assert_found(leaks.check_pdf(tmp_path / "x.pdf", simplified.edition, True), code, place)


# --- odd files ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"PK\x03\x04 no zip", b"\xff" * 300])
def test_odd_files_raise_nothing(taiwan: Made, tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x"
    path.write_bytes(data)
    for file in (path, tmp_path / "none"):
        assert leaks.check_pdf(file, taiwan.edition, True) == leaks.check_book(file, taiwan.edition, True) == ()


def test_files_cut_short_raise_nothing(taiwan: Made, tmp_path: Path) -> None:
    for source, check in ((taiwan.pdf, leaks.check_pdf), (taiwan.book, leaks.check_book)):
        data = source.read_bytes()
        for part in (3, 7, 15):
            path = tmp_path / source.name
            path.write_bytes(data[: len(data) * part // 16])
            assert {f.code for f in check(path, taiwan.edition, True)} <= {TAG}


def test_odd_members_do_not_hide_the_others(taiwan: Made, tmp_path: Path) -> None:
    plants = [
        Plant("odd.xhtml", "", "<p>" * 5000 + "汉", None),
        Plant("none.xhtml", "", "", None),
        Plant("bad.css", "", "a { content: '\\110000\\d800' }", None),
        Plant("worse.svg", "", "\x00<svg", None),
        Plant(A1, "</p>", "&nbsp;<p>", None),
        Plant("toc.ncx", "渡口", "渡口灯", at(POEM, "title")),
    ]
    found = leaks.check_book(spoiled(taiwan.book, tmp_path, *plants), taiwan.edition, True)
    assert at(POEM, "title") in {f.place for f in found if f.code == FOREIGN}


def test_odd_objects_do_not_hide_the_others(taiwan: Made, tmp_path: Path) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0]
        form = pdf.make_stream(b"/F Do", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
        form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form))
        page.Resources.XObject = pikepdf.Dictionary(F=form)
        page.Contents = pdf.make_stream(b"/F Do BT /None 1 Tf [(x) 5 /N] TJ EMC Q /Span /None BDC")
        pdf.Root.Lang = pikepdf.Array([1])
        figure = element(pdf, "/Figure")
        figure.Alt, figure.Lang, figure.P = 5, pikepdf.Name.zh, figure
        figure.E = pikepdf.String("汉")
        bookmark("燈", "灯")(pdf)

    path = tmp_path / "x.pdf"
    with pikepdf.open(taiwan.pdf) as pdf:
        change(pdf)
        pdf.save(path)
    found = leaks.check_pdf(path, taiwan.edition, True)
    assert {f.code for f in found} == {FOREIGN, TAG}
    assert at(POEM, "## ") in {f.place for f in found}
