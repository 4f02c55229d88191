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
from bulletin.findings import LANGUAGES
from bulletin.model import Script
from bulletin.readers import markdown, variants
from bulletin.readers.inlines import Picture
from bulletin.readers.proof import lost_faults
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


def variant(form: str, value: str) -> Span:
    return Span(SpanKind.VARIANT, (Text(form),), value)


def keep(text: str) -> Span:
    return Span(SpanKind.KEEP, (Text(text),))


TWO = "zh-Hans:计算机;zh-Hant-TW:電腦"


@pytest.mark.parametrize(
    ("source", "form", "value"),
    [
        (TWO, "计算机", TWO),
        ("zh-Hans：计算机；zh-Hant-TW：電腦", "计算机", TWO),
        (" ZH-CN : 计算机 ; zh_tw: 電腦 ;", "计算机", TWO),
        ("简体:计算机;台灣:電腦", "计算机", TWO),
        ("zh-Hant-TW:電腦;zh-Hans:计算机", "计算机", "zh-Hant-TW:電腦;zh-Hans:计算机"),
        ("zh-hant:電腦", "電腦", "zh-Hant-TW:電腦;zh-Hant-HK:電腦"),
        ("zh-Hant:程式;zh-Hans:程序;zh-HK:軟件", "程序", "zh-Hant-TW:程式;zh-Hant-HK:軟件;zh-Hans:程序"),
        ("zh-Hant-HK:軟件;繁體:程式", "軟件", "zh-Hant-HK:軟件;zh-Hant-TW:程式"),
        ("zh-CN:3:2;zh-TW:三：二", "3:2", "zh-Hans:3:2;zh-Hant-TW:三：二"),
        ("zh-CN:甲;zh-Hans:甲", "甲", "zh-Hans:甲"),
        ("zh-Hans:计\n  算机;\nzh-TW:電\n腦", "计算机", TWO),
        ("zh-Hans:open\nsource;zh-TW:開源", "open source", "zh-Hans:open source;zh-Hant-TW:開源"),
    ],
)
def test_forms_for_several_scripts(source: str, form: str, value: str) -> None:
    assert inlines(f"前-{{{source}}}-后") == (Text("前"), variant(form, value), Text("后"))


@pytest.mark.parametrize(
    ("script", "source", "form"),
    [
        (Script.TW, TWO, "電腦"),
        (Script.HK, TWO, "電腦"),
        (Script.TW, "zh-Hans:甲;zh-HK:乙", "乙"),
        (Script.HK, "zh-Hant:乙;zh-HK:丙", "丙"),
        (Script.TW, "zh-Hans:甲", "甲"),
        (Script.HANS, "zh-HK:丙;zh-TW:乙", "丙"),
    ],
)
def test_the_form_of_the_articles_own_script_is_shown(script: Script, source: str, form: str) -> None:
    body = markdown.read(f"-{{{source}}}-", "a.md", 0, "a0001", figure, script)
    assert not body.faults
    assert [plain(u.inlines) for u in units(body.blocks)] == [form]


def test_without_a_tag_the_text_is_kept() -> None:
    assert inlines("姓-{福祿}-名") == (Text("姓"), keep("福祿"), Text("名"))
    assert inlines("-{比分3:2}-") == (keep("比分3:2"),)
    assert inlines("-{甲；乙}-") == (keep("甲；乙"),)


@settings(max_examples=120, deadline=None)
@given(
    st.dictionaries(st.sampled_from(list(Script)), st.text("计算机電腦軟件:： ab-", min_size=1).map(str.strip).filter(bool), min_size=1),
    st.sampled_from(list(Script)),
)  # fmt: skip
def test_the_value_of_a_variant_reads_back(forms: dict[Script, str], script: Script) -> None:
    value = variants.value(forms)
    assert variants.read(value) == (forms, []) and variants.tagged(value)
    body = markdown.read(f"字-{{{value}}}-。", "a.md", 0, "a0001", figure, script)
    assert not body.faults
    (block,) = body.blocks
    assert isinstance(block, Paragraph) and block.inlines[1] == variant(variants.shown(forms, script), value)


V = "-{" + TWO + "}-"


@pytest.mark.parametrize(
    "source",
    [
        "## 用{}的人",
        "**{}**与*{}*",
        "甲**{}**乙",
        "见[我的{}](https://e.org)。",
        "[{}]{{.dots}}",
        "{{汉字|hàn zì}}{}{{字|zì}}",
        "{{{{keep:发展}}}}{}-{{福祿}}-{{{{keep:后}}}}",
        "| 词 | {} |\n|---|---|\n| {} | {{湄|méi}}{} |",
        "> 引{}文",
        "- {}\n- 二{}",
        "术语{}\n:   解释{}",
        "::: 诗\n一{}\n{}二\n:::",
        "::: 框\n## {}\n内{}容\n:::",
        "甲[^1]。\n\n[^1]: 注{}。",
        "<b>{}</b>与<span>{}</span>",
        "<div>{}</div>",
        "<u>甲</u>-{}-乙",
        "{}、{}",
    ],
)
def test_variants_stand_wherever_text_does(source: str) -> None:
    body = read(source.format(*[V] * source.count("{}")))
    assert not [f for f in body.faults if f.code != "S-036"], body.faults
    found: list[Span] = []

    def walk(run: tuple[object, ...]) -> None:
        for inline in run:
            if isinstance(inline, Span):
                found.extend([inline] if inline.kind is SpanKind.VARIANT else [])
                walk(inline.children)

    for unit in units(body.blocks + tuple(b for n in body.notes for b in n.blocks)):
        walk(unit.inlines)
        assert "zh-Hans" not in plain(unit.inlines)
    assert found == [variant("计算机", TWO)] * source.count("{}")


@pytest.mark.parametrize(
    ("source", "codes", "line"),
    [
        ("甲\n\n-{zh-XX:计算机;zh-TW:電腦}-", ["S-060"], 7),
        ("甲-{zhTW:電腦；zh-Hans:计算机}-", ["S-060"], 5),
        ("甲\n-{zh:计算机}-", ["S-060"], 6),
        ("-{计算机;zh-TW:電腦}-", ["S-060"], 5),
        ("-{zh-Hans:计算机;澳门:電腦}-", ["S-060"], 5),
        ("-{A|zh-hans:计算机;zh-tw:電腦}-", ["S-060"], 5),
        ("-{BBC：福祿}-", ["S-060"], 5),
        ("-{zh-Hans:甲;\nzh-TW:乙}-\n丙-{zh-XX:丁}-", ["S-060"], 7),
        ("-{zh-Hans:;zh-TW:電腦}-", ["S-061"], 5),
        ("-{zh-Hans:计算机;zh-Hant: }-", ["S-061"], 5),
        ("-{}-", ["S-061"], 5),
        ("甲-{ }-", ["S-061"], 5),
        ("-{zh-Hans:甲;zh-CN:乙}-", ["S-062"], 5),
        ("-{zh-TW:甲;zh-Hans:乙;台湾:丙}-", ["S-062"], 5),
        ("-{zh-XX:甲;zh-TW:}-", ["S-060", "S-061"], 5),
        ("| a |\n|---|\n| -{xx:甲}- |", ["S-060"], 7),
    ],
)
def test_faults_of_variants(source: str, codes: list[str], line: int) -> None:
    body = read(source)
    told = [f for f in body.faults if f.code.startswith("S-06")]
    assert [(f.code, f.place.line if f.place else 0) for f in told] == [(code, line) for code in codes]
    assert all(f.message(x) and "{tag}" not in f.message(x) and f.cure(x) for f in told for x in LANGUAGES)
    assert told[0].excerpt in "".join(plain(u.inlines) for u in units(body.blocks))  # the text is kept


@pytest.mark.parametrize(
    "source",
    [
        "甲－{zh-Hans:甲;zh-TW:乙}－",
        "甲-｛福祿｝-",
        "-{zh-Hans:甲;zh-TW:乙",
        "-{zh-Hans:[甲]{.dots};zh-TW:乙}-",
        "-{福\n祿}-",
        "甲-{福",
        "{{kepe:福}}",
        "{{福}}",
        "一段文字\n{translate=no}",
        "{.dots}",
        "[甲]{.keep",
        "[甲]{keep}",
        "{keep:甲}",
        "{甲|jiǎ",
        "句子{.dots}结束",
        "{汉|}",
        "{|hàn}",
        "-{zh-Hans:**甲**;zh-TW:乙}-",
        f"![说明{V}](p.jpg \"图说\")",
        f"![说明](p.jpg \"图说{V}\")",
        '![说明](p.jpg "图说{{keep:发展}}")',
        f"::: 框 题{V}\n内容\n:::",
    ],
)  # fmt: skip
def test_what_is_printed_as_it_stands_is_told(source: str) -> None:
    body = read(source)
    assert [f.code for f in body.faults] == ["S-048"], body.faults


@pytest.mark.parametrize(
    "source",
    [
        *(
            "x{y}",
            "{a, b}",
            "甲{乙}丙",
            "价格{待定}",
            "{汉|hàn}",
            "{{keep:福}}",
            "表情 :-{",
            "温度 -{5}度",
            "公式 $a^{b}-{c}$",
        ),
        *("y={x=1}", "{t=0}时刻", "${VAR:-{x}}", "模板 {{name}}", "《{{》", "{a|b}", "集合{甲, 乙|丙}"),
    ],
)
def test_braces_that_are_no_marks_are_text(source: str) -> None:
    assert read(source).faults == []


def test_a_ruby_between_hyphens_is_a_ruby_and_code_is_code() -> None:
    assert inlines("A-{汉|hàn}-B")[1] == Ruby("汉", "hàn")
    assert inlines(f"`{V}`") == (Code(V),)


def test_a_line_end_before_a_variant_is_no_blank() -> None:
    assert plain(inlines(f"English\n{V}")) == "English计算机"
    assert plain(inlines("English\n{汉|hàn}字")) == "English汉hàn字"
    assert plain(inlines(f"{V}\nEnglish")) == "计算机English"


def test_the_proof_counts_what_variants_say() -> None:
    assert not read(f"甲{V}乙{V}。-{{zh-CN:甲;zh-TW:甲}}-").faults
    # Forms that are not shown excuse nothing else: a character that is lost stays lost.
    blocks = read(V).blocks
    assert [f.code for f in lost_faults(V + "電", blocks, (), "a.md", 0, ["電腦"])] == ["S-039"]


@pytest.mark.parametrize(
    "source",
    [
        "[福祿]{translate=no}",
        '[福祿]{translate="No"}',
        "[福祿]{.keep}",
        "[福祿]{.notranslate}",
        '<span translate="no">福祿</span>',
        "<span translate='no'>福祿</span>",
        "<span translate=no>福祿</span>",
        "<SPAN Translate = NO>福祿</SPAN>",
        '<span class="notranslate">福祿</span>',
        "<span class='x notranslate y'>福祿</span>",
        "<span class=notranslate>福祿</span>",
        '<span id="a" translate="no" class="b">福祿</span>',
    ],
)
def test_what_is_not_translated_is_not_converted(source: str) -> None:
    assert inlines(f"姓{source}名") == (Text("姓"), keep("福祿"), Text("名"))


@pytest.mark.parametrize(
    "source",
    [
        '<span translate="yes">福祿</span>',
        '<span data-translate="no">福祿</span>',
        '<span translate="none">福祿</span>',
        '<span class="notranslates">福祿</span>',
        "<span>福祿</span>",
        "[福祿]{translate=yes}",
    ],
)
def test_what_only_looks_like_it_is_no_keeping(source: str) -> None:
    body = read(source)
    assert [f.code for f in body.faults] in (["S-036"], ["S-040"])
    assert body.blocks[0].inlines == (Text("福祿"),)  # type: ignore[union-attr]


def test_keeping_goes_with_other_marks() -> None:
    dots = Span(SpanKind.DOTS, (keep("福祿"),))
    assert inlines("[福祿]{.dots translate=no}") == inlines("[福祿]{translate=no .dots}") == (dots,)
    assert inlines("[福祿]{.dots .keep}") == inlines("[福祿]{.keep .dots}") == (dots,)
    assert inlines('<b translate="no">福祿</b>') == (Span(SpanKind.STRONG, (keep("福祿"),)),)
    body = read('<span translate="no">甲<span style="x">乙</span>丙</span>丁')
    assert body.blocks[0].inlines == (keep("甲乙丙"), Text("丁"))  # type: ignore[union-attr]


def test_another_chinese_is_another_language() -> None:
    assert inlines("[臺灣]{lang=zh-Hant}") == (Span(SpanKind.LANG, (Text("臺灣"),), "zh-Hant"),)
    assert inlines('<span lang="zh-Hant-HK">香港</span>') == (Span(SpanKind.LANG, (Text("香港"),), "zh-Hant-HK"),)
