"""Marks of Chinese text put right, and what only the editor can mend."""

import datetime
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.findings import Place
from bulletin.model import (
    Article,
    Block,
    Code,
    CodeBlock,
    Figure,
    Group,
    GroupKind,
    Headline,
    Inline,
    Issue,
    NoteCall,
    Paragraph,
    Publication,
    Script,
    Section,
    Span,
    SpanKind,
    Text,
    Verse,
)
from bulletin.typography import Fix, tidied, tidy, tidy_issue
from bulletin.walk import plain

PLACE = Place("city/a.md", 12)


def article(*blocks: Block, headline: Headline | None = None, keep: tuple[str, ...] = ()) -> Article:
    return Article("a0001", "city/a.md", headline or Headline(("一",)), blocks, keep=keep)


def paragraph(*inlines: Inline | str) -> Paragraph:
    return Paragraph("p", tuple(Text(i) if isinstance(i, str) else i for i in inlines), PLACE)


def tidy_text(*inlines: Inline | str, keep: tuple[str, ...] = ()) -> str:
    block = cast(Paragraph, tidy(article(paragraph(*inlines), keep=keep))[0].blocks[0])
    return plain(block.inlines, notes=False)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("河--桥", "河——桥"),
        ("河---桥", "河——桥"),
        ("河 -- 桥", "河——桥"),
        ("河 — 桥", "河——桥"),
        ("河 —— 桥", "河——桥"),
        ("“河”—桥", "“河”——桥"),
        ("河——桥", "河——桥"),
        ("北京—上海", "北京—上海"),
        ("3—5月，12--15", "3—5月，12--15"),
        ("a--b", "a--b"),
        ("河----桥", "河----桥"),
        ("等等...", "等等……"),
        ("等等......", "等等……"),
        ("等等............", "等等…………"),
        ("等等…", "等等……"),
        ("等等。。。", "等等……"),
        ("...等等", "……等等"),
        ("“...”", "“……”"),
        ("等等……", "等等……"),
        ("等等…………", "等等…………"),
        ("wait...", "wait..."),
        ("../图", "../图"),
        ("曹‧雪", "曹·雪"),
        ("曹・雪•芹", "曹·雪·芹"),
        ("爱德华．琼斯与J・罗琳、查尔斯‧K", "爱德华·琼斯与J·罗琳、查尔斯·K"),
        ("一．总则 A．甲项 十二．附则", "一．总则 A．甲项 十二．附则"),
        ("カ・ナ，a•b，• 甲", "カ・ナ，a•b，• 甲"),
        ("城市 建设取得进展", "城市建设取得进展"),
        ("中 国", "中国"),
        ("到了， 又走", "到了，又走"),
        ("甲　乙", "甲　乙"),
        ("用 Word 写", "用 Word 写"),
        ("第 3 期", "第 3 期"),
        ("（记者 周岚 沈一凡）", "（记者 周岚 沈一凡）"),
        ("获奖者是张三 李四 王五", "获奖者是张三 李四 王五"),
        ("名单：张三 李四", "名单：张三 李四"),
        ("张三 李四 王五等人参加了活动", "张三 李四 王五等人参加了活动"),
        ("见 https://x.cn/a--b...河", "见 https://x.cn/a--b...河"),
    ],
)
def test_silent(text: str, right: str) -> None:
    assert tidy_text(text) == right
    assert tidy_text(right) == right


def test_over_the_edges_of_markup() -> None:
    strong = Span(SpanKind.STRONG, (Text("-桥"),))
    assert tidy_text("河-", strong) == "河——桥"
    assert tidy_text("城市", NoteCall(1), " ", Span(SpanKind.LINK, (Text("建设取得进展"),), "x")) == "城市建设取得进展"
    assert tidy_text("河", Span(SpanKind.STRONG, (Text("..."),)), "桥") == "河……桥"


def test_what_is_closed_is_left() -> None:
    kept = Span(SpanKind.KEEP, (Text("河--桥...河 桥"),))
    english = Span(SpanKind.LANG, (Text("河--桥"),), "ja")
    assert tidy_text(kept, english, Code("河--桥")) == "河--桥...河 桥河--桥河--桥"
    assert tidy_text("河--桥，湖--海", keep=("湖--海",)) == "河——桥，湖--海"
    block = CodeBlock("c", "河--桥")
    assert tidy(article(block))[0].blocks == (block,)


def test_blanks_stay_where_they_mean_something() -> None:
    line = "床前 明月光光光"
    verse = Verse("v", (((Text(line),),),))
    signed = Group("g", GroupKind.SIGNOFF, (paragraph("滨河社区居委会 公共服务中心"),))
    figure = Figure("f", None, "", (Text("放学路上的孩子们 本报摄影部"),), "本报记者 周岚 摄")
    whole = article(verse, signed, figure, headline=Headline(("踏上新的征程 建设美好家园",)))
    assert tidy(whole)[0] == whole


def test_front_matter_is_tidied() -> None:
    head = Headline(("河--桥",), "等等...", "曹•雪")
    assert tidy(article(headline=head))[0].headline == Headline(("河——桥",), "等等……", "曹·雪")


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("你好,世界", ","),
        ("时间:9:30", ":"),
        ("好吗?好!", "? !"),
        ("世界卫生组织(WHO)说", "( )"),
        ("完了.", "."),
        ("”,他说", ","),
        ("Hello,世界", ","),
    ],
)
def test_half_width_marks_are_told_and_left(text: str, marks: str) -> None:
    done, found = tidy(article(paragraph(text)))
    assert done.blocks[0] == paragraph(text)
    assert [(f.code, f.place, f.values["marks"]) for f in found] == [("T-002", PLACE, marks)]


@pytest.mark.parametrize("text", ["比分3:2，涨3.5%", "你好，世界（含）", "Hello, world.", "例.cn"])
def test_right_marks_are_not_told(text: str) -> None:
    assert tidy(article(paragraph(text)))[1] == ()


@pytest.mark.parametrize(("text", "marks"), [('他说"好"', '"'), ("他说'好'", "'"), ('"好', '"')])
def test_straight_quotes(text: str, marks: str) -> None:
    assert [(f.code, f.values["marks"]) for f in tidy(article(paragraph(text)))[1]] == [("T-005", marks)]


def test_inches_are_no_quotes() -> None:
    assert tidy(article(paragraph("一台15\"屏，It's好")))[1] == ()


def test_single_dash_is_a_note() -> None:
    _, found = tidy(article(paragraph("京沪线北京—上海段")))
    assert [(f.code, f.severity.value) for f in found] == [("T-008", "note")]


def test_changes_are_counted() -> None:
    _, _, fixes = tidied(article(paragraph("河--桥...曹•雪", "城市 建设取得进展，河--桥")))
    assert fixes == {Fix.DASH: 2, Fix.ELLIPSIS: 1, Fix.INTERPUNCT: 1, Fix.BLANK: 1}


def test_an_issue() -> None:
    day = datetime.date(2026, 11, 23)
    sections = (
        Section(
            "s01",
            "新闻",
            (
                article(
                    paragraph("河--桥,"),
                ),
            ),
        ),
    )
    issue = Issue(Publication("甲", "a", "", "urn:x"), "2026-11-23", 1, 1, day, sections, Script.HANS)
    done, found = tidy_issue(issue)
    assert done.articles[0].blocks[0] == paragraph("河——桥,")
    assert [f.code for f in found] == ["T-002"]


@given(st.text(alphabet="河桥ab3-—….。 　，“”·•\n", max_size=24))
def test_tidy_settles_and_loses_no_word(text: str) -> None:
    once = tidy_text(text)
    assert [c for c in once if c in "河桥ab3，“”"] == [c for c in text if c in "河桥ab3，“”"]
    assert tidy_text(once) == once
