"""Our Markdown: what Chinese needs, nothing lost, every fault with its line."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin.blocks import (
    Break,
    Code,
    CodeBlock,
    Definitions,
    Figure,
    Group,
    GroupKind,
    ListBlock,
    NoteCall,
    Paragraph,
    Ruby,
    Rule,
    Span,
    SpanKind,
    Subhead,
    Table,
    Text,
    Verse,
)  # fmt: skip
from bulletin.readers import markdown
from bulletin.readers.inlines import Picture
from bulletin.walk import plain, units


def figure(picture: Picture, ident: str) -> Figure:
    return Figure(ident, Path(picture.src), picture.alt, (Text(picture.caption),), picture.credit, 4, 3, picture.place)


def read(source: str) -> markdown.Body:
    return markdown.read(source, "a.md", 4, "a0001", figure)


def inlines(source: str):  # type: ignore[no-untyped-def]
    body = read(source)
    assert not body.faults
    (block,) = body.blocks
    assert isinstance(block, Paragraph)
    return block.inlines


def strong(text: str) -> Span:
    return Span(SpanKind.STRONG, (Text(text),))


@pytest.mark.parametrize(
    ("source", "bold"),
    [
        ("**重庆日报：**市委六届二次全会", "重庆日报："),
        ("聚焦**“高质量发展”**，在延链中", "“高质量发展”"),
        ("他说**《红楼梦》**好看", "《红楼梦》"),
        ("共**（三）**项", "（三）"),
        ("增长**5.6%**以上", "5.6%"),
        ("**问：**您好", "问："),
        ("这是**“甲”。**下一句", "“甲”。"),
        ("甲**乙**丙", "乙"),
        ("a **b** c", "b"),
    ],
)
def test_emphasis_beside_chinese_punctuation(source: str, bold: str) -> None:
    assert strong(bold) in inlines(source)


def test_line_breaks_between_han_leave_no_space() -> None:
    assert plain(inlines("第一行\n第二行")) == "第一行第二行"
    assert plain(inlines("中文\nEnglish\nwords，\n又")) == "中文English words，又"
    assert plain(inlines("甲**乙\n丙**丁")) == "甲乙丙丁"


def test_a_line_that_starts_with_u3000_starts_a_paragraph() -> None:
    body = read("\u3000\u3000第一段。\n\u3000\u3000第二段。")
    assert [plain(u.inlines) for u in units(body.blocks)] == ["第一段。", "第二段。"]
    assert not body.faults


def test_a_bare_new_line_behind_a_sentence_is_a_warning() -> None:
    body = read("第一段。\n第二段。")
    assert [(f.code, f.place.line if f.place else 0) for f in body.faults] == [("S-038", 5)]
    assert plain(next(units(body.blocks)).inlines) == "第一段。第二段。"


def test_ruby_also_in_tables() -> None:
    assert inlines("读作{汉字|hàn zì}吗")[1:3] == (Ruby("汉", "hàn"), Ruby("字", "zì"))
    assert Ruby("㛃㛃", "jié") in inlines("{㛃㛃|jié}")
    body = read("| 字 | 音 |\n|---|---|\n| {湄|méi} | 平 |")
    (table,) = body.blocks
    assert isinstance(table, Table) and table.rows[0][0].inlines == (Ruby("湄", "méi"),)
    assert plain(inlines("`{a|b}` 与 {a|b")) == "{a|b} 与 {a|b"


def test_spans_and_keep() -> None:
    got = inlines("[词]{.dots}与[曾某]{.name}与[红楼梦]{.book}与[后]{.keep}与[mot]{lang=fr}与{{keep:发展}}")
    kinds = [i.kind for i in got if isinstance(i, Span)]
    assert kinds == [SpanKind.DOTS, SpanKind.NAME, SpanKind.BOOK, SpanKind.KEEP, SpanKind.LANG, SpanKind.KEEP]


def test_a_script_inside_a_paragraph_goes_with_all_it_says() -> None:
    body = read("甲<script>alert(1)</script>乙")
    assert [f.code for f in body.faults] == ["S-037"]
    assert [plain(u.inlines) for u in units(body.blocks)] == ["甲乙"]


def test_blocks() -> None:
    body = read(
        "## 小标题\n\n段落`码`[链](https://e.org)。  \n换行\n\n> 引\n\n- 一\n- 二\n\n3. 三\n\n术语\n:   解释\n\n---\n\n```\n码 块\n```"
        "\n\n::: 诗 题\n一行\n二行\n\n三行\n:::\n\n::: 框\n## 框题\n内容\n:::\n\n::: 落款\n某某\n某日\n:::\n\n"
        '![描述](p.jpg "图说"){credit="某 摄"}\n'
    )
    assert not body.faults
    kinds = [type(b) for b in body.blocks]
    assert kinds == [
        Subhead, Paragraph, Group, ListBlock, ListBlock, Definitions, Rule, CodeBlock, Verse, Group, Group, Figure,
    ]  # fmt: skip
    paragraph, verse, box, sign = body.blocks[1], body.blocks[8], body.blocks[9], body.blocks[10]
    assert isinstance(paragraph, Paragraph) and Code("码") in paragraph.inlines and Break() in paragraph.inlines
    assert isinstance(body.blocks[4], ListBlock) and body.blocks[4].start == 3
    assert isinstance(verse, Verse) and [len(s) for s in verse.stanzas] == [2, 1] and plain(verse.title) == "题"
    assert isinstance(box, Group) and (box.kind, plain(box.title)) == (GroupKind.BOX, "框题")
    assert isinstance(sign, Group) and Break() in sign.blocks[0].inlines  # type: ignore[union-attr]
    assert len({b.id for b in body.blocks}) == len(body.blocks)
    assert body.blocks[0].place.line == 5


def test_nested_fences_of_three_colons() -> None:
    body = read("::: 启事\n正文。\n\n::: 落款\n某某\n:::\n:::\n\n后文。")
    assert not body.faults
    notice, after = body.blocks
    assert isinstance(notice, Group) and [type(b) for b in notice.blocks] == [Paragraph, Group]
    assert isinstance(after, Paragraph)


def test_notes() -> None:
    body = read("甲[^a]乙[^b]丙[^a]。\n\n[^a]: 注一\n\n[^b]: 注二")
    assert not body.faults
    calls = [i.number for i in body.blocks[0].inlines if isinstance(i, NoteCall)]  # type: ignore[union-attr]
    assert calls == [1, 2, 1]
    assert [plain(u.inlines) for n in body.notes for u in units(n.blocks)] == ["注一", "注二"]


@pytest.mark.parametrize(
    ("source", "code", "line"),
    [
        ("甲[^x]。", "S-034", 5),
        ("甲。\n\n[^x]: 没人引", "S-035", 7),
        ("::: 诗歌\n一\n:::", "S-030", 5),
        ("甲\n\n::: 诗\n一", "S-031", 7),
        (">" * 900 + " 深", "S-032", 5),
        ("字" * 400_000, "S-033", 5),
        ("<script>恶</script>", "S-037", 5),
        ("甲\n\n<script>\n坏\n\n后面整篇", "S-044", 7),
        ("甲[^1]\n\n[^1]: 注。\n\n[^1]: 又注。", "S-046", 9),
        ("！[图]（x.jpg）", "S-048", 5),
        ('![图](我的 照片.jpg "图说")', "S-048", 5),
        ("甲。\n\n:::", "S-048", 7),
        ("| a | b |\n|--|--|\n| 电话 | 010 | 5551234 |", "S-043", 7),
        ("| a | b |\n|--|--|\n| 甲 | " + "长" * 500 + " |", "S-047", 7),
        ('[链](http://a.cn "链接标题")', "S-045", 5),
        ("<div>块</div>", "S-036", 5),
        ("文<blink>闪</blink>", "S-036", 5),
        ("[词]{.what}", "S-040", 5),
        ("字 ![a](b.jpg) 字", "S-041", 5),
        ("[x](javascript:alert)", "S-058", 5),
        ("[x](file:///etc/passwd)", "S-058", 5),
    ],
)
def test_faults_name_their_line(source: str, code: str, line: int) -> None:
    assert (code, line) in [(f.code, f.place.line if f.place else 0) for f in read(source).faults]


def test_raw_html_keeps_its_text() -> None:
    body = read("甲<b>乙</b><sup>2</sup><br>丙<!-- 略 -->\n\n<div><p>丁</p><p>戊<i>己</i></p></div>")
    texts = [plain(u.inlines) for u in units(body.blocks)]
    assert texts == ["甲乙2\n丙", "丁", "戊己"]


def test_heading_levels_never_skip() -> None:
    body = read("#### 深\n\n## 浅\n\n#### 深")
    assert [b.level for b in body.blocks if isinstance(b, Subhead)] == [2, 2, 3]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(
    ["字词", "**", "*", "`", "“引”", "[", "]", "(", ")", "{", "}", "|", "\n", "\n\n", "> ", "- ", "1. ", "# ", ":::",
     " 诗", "<b>", "</i>", "\u3000", "[^1]", "![", "——", "A b", "\\"]
), max_size=40))  # fmt: skip
def test_any_text_is_read_or_refused_never_silently_lost(parts: list[str]) -> None:
    source = "".join(parts)
    body = read(source)
    read_back = "".join(plain(u.inlines) for u in units(body.blocks + tuple(b for n in body.notes for b in n.blocks)))
    captions = "".join(b.alt for b in body.blocks if isinstance(b, Figure))
    if not any(f.severity == "error" for f in body.faults):
        assert (read_back + captions).count("词") >= source.count("词") - source.count("](")


def test_an_indent_is_no_code_and_verse_keeps_its_order() -> None:
    body = read("    四个空格缩进的一段。\n\n::: 诗\n    第一行\n第二行\n\n> 引一句\n\n第三行\n:::")
    assert [type(b) for b in body.blocks] == [Paragraph, Verse, Group, Verse]
    assert [plain(u.inlines) for u in units(body.blocks)] == [
        "四个空格缩进的一段。",
        "第一行",
        "第二行",
        "引一句",
        "第三行",
    ]
