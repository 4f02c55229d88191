"""``bulletin convert``: a text file, byte for byte the same outside what is converted."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin.model import Script
from bulletin.script.convert import convert_text

HANS, TW, HK = Script


def to(text: str, target: Script = TW) -> str:
    return convert_text(text, HANS, target)[0]


@pytest.mark.parametrize(
    ("source", "taiwan"),
    [
        ("理**发**店和皇*后*镇", "理**髮**店和皇*后*鎮"),
        ("党员的头\n发", "黨員的頭\n髮"),
        ("党员的头\r\n  发\r\n", "黨員的頭\r\n  髮\r\n"),
        ("> 党员的头\n> 发", "> 黨員的頭\n> 髮"),
        ("头\n\n发", "頭\n\n發"),
        ("- 头\n- 发", "- 頭\n- 發"),
        ("头\n　　发", "頭\n　　發"),
        ("`发展` ``发`展`` 发展", "`发展` ``发`展`` 發展"),
        ("发展\n```\n发展“\n```\n发展", "發展\n```\n发展“\n```\n發展"),
        ("~~~ 发\n发展\n```\n发展\n~~~\n发展", "~~~ 发\n发展\n```\n发展\n~~~\n發展"),
        ("{{keep:李发展}}发展", "{{keep:李发展}}發展"),
        ("见 https://x.cn/a 发展，写信到 a.b@x.cn 发展", "見 https://x.cn/a 發展，寫信到 a.b@x.cn 發展"),
        ('![头发](../里/发.jpg "理发"){credit="里面"}', '![頭髮](../里/发.jpg "理髮"){credit="裡面"}'),
        ("[理](里.md)发", "[理](里.md)髮"),
        ("{理|lǐ 发}发店", "{理|lǐ 发}髮店"),
        ("[理]{.dots}发[曾国藩]{.name}", "[理]{.dots}髮[曾國藩]{.name}"),
        ("头[^1]发\n\n[^1]: 里面", "頭[^1]髮\n\n[^1]: 裡面"),
        ("::: 问答 里面\n头发\n:::\n", "::: 问答 裡面\n頭髮\n:::\n"),
        ("| 头发 | 皇 | 后 |\n|---|---|---|", "| 頭髮 | 皇 | 後 |\n|---|---|---|"),
        ("理<b>发</b>店<!-- 发展 -->", "理<b>髮</b>店<!-- 发展 -->"),
        ("\ufeff头发", "\ufeff頭髮"),
        ("", ""),
    ],
)
def test_text(source: str, taiwan: str) -> None:
    assert to(source) == taiwan


def test_front_matter() -> None:
    source = "---\n标题: 新征程：干部 #12 号楼\nkind: 访谈\nkeep: [余谷坊, 李发展]\n摄影: 后映雪\n---\n李发展在发展\n"
    taiwan = "---\n标题: 新征程：幹部 #12 號樓\nkind: 访谈\nkeep: [余谷坊, 李发展]\n摄影: 后映雪\n---\n李发展在發展\n"
    assert to(source) == taiwan
    assert to("发展\n---\n标题: 发展\n---\n").endswith("---\n標題: 發展\n---\n"), "only at the head of a file"


def test_quotes_by_depth() -> None:
    text = "“第一段‘引\n\n“‘续引’完。”\n\n“一行\n一段”，他说。\n“又”一行\nIt’s `“code”`"
    taiwan = "「第一段『引\n\n「『續引』完。」\n\n「一行\n一段」，他說。\n「又」一行\nIt’s `“code”`"
    assert to(text) == taiwan
    assert convert_text(text, HANS, TW)[1] == ()


def test_findings_have_name_and_line() -> None:
    _, found, _ = convert_text("头发\n\n“缺\n\n晒“图””", HANS, TW, name="a.md")
    assert [(f.code, str(f.place), f.excerpt) for f in found] == [
        ("T-003", "a.md:3", "“缺"),
        ("T-003", "a.md:5", "晒“图””"),
    ]


def test_leftovers() -> None:
    done, found, _ = convert_text("圖書館裡\n\n有书架 {{keep:书}}", TW, HK, name="a.md")
    assert done == "圖書館裏\n\n有书架 {{keep:书}}"
    assert [(f.code, str(f.place), f.values["chars"]) for f in found] == [("T-001", "a.md:3", "书")]


def test_a_text_in_the_target_script_comes_back_as_it_is() -> None:
    text = "“著名的圖書館開館時間”，征程上吃了面條"
    assert convert_text(text, TW, TW)[:2] == (text, ())
    done, found, _ = convert_text(text, HANS, TW)
    assert done == text
    assert [f.code for f in found] == ["T-004"]


def test_twice_is_once() -> None:
    once = to("市长在理发店里说：“干部们踏上新征程，著名的干果晒干了。”图书馆开馆")
    done, found, _ = convert_text(once, HANS, TW)
    assert done == once
    assert [f.code for f in found] == ["T-004"]


def test_vocabulary() -> None:
    assert convert_text("**U盘**和软件", HANS, TW, vocabulary=True)[0] == "**隨身碟**和軟體"


MARKUP = st.sampled_from(
    [
        "发",
        "头",
        "里",
        "后",
        "“",
        "”",
        "‘",
        "’",
        "*",
        "**",
        "`",
        "```",
        "\n",
        "\n\n",
        "\r\n",
        "[",
        "]",
        "(",
        ")",
        "{",
        "}",
        "|",
        "{{keep:",
        "}}",
        "> ",
        "- ",
        ":::",
        "---\n",
        "<b>",
        "</b>",
        "<b translate=no>",
        "<code>",
        "</code>",
        "https://x.cn/",
        "a",
        " ",
        "　",
        "\\",
        "#",
        "：",
        "标题:",
    ]
)


@given(st.lists(MARKUP, max_size=30).map("".join), st.sampled_from([TW, HK]))
@settings(deadline=None)
def test_any_markup_keeps_its_length_and_its_ascii(text: str, target: Script) -> None:
    done, _, _ = convert_text(text, HANS, target)
    assert len(done) == len(text)
    assert all(a == b for a, b in zip(text, done, strict=True) if a.isascii())


def test_simplified_left_in_a_text_that_is_traditional_already_is_told() -> None:
    text = "圖書館開館時間已經公布，請讀者留意，過時不候，還書處設在門邊。\n\n读书在这里。"
    done = convert_text(text, HANS, TW)
    assert done.text == text
    assert [(f.code, f.place.line if f.place else 0) for f in done.findings] == [("T-004", 0), ("T-001", 3)]


@pytest.mark.parametrize(
    ("text", "done"),
    [
        ("---\nkeep:\n  - 头发\n---\n头发长发", "---\nkeep:\n  - 头发\n---\n头发長髮"),
        (
            "---\ntitle: {{keep:发展}}后\nkeep: [头发]\n---\n头发",
            "---\ntitle: {{keep:发展}}後\nkeep: [头发]\n---\n头发",
        ),
        ("---\ntitle: -{发展}-后来\n---\n好", "---\ntitle: -{发展}-後來\n---\n好"),
        ("![{{keep:发展}}后](a.png)", "![{{keep:发展}}後](a.png)"),
        ("![`发展`后](a.png)", "![`发展`後](a.png)"),
        ('<p lang="zh-Hans">发展</p>', '<p lang="zh-Hans">發展</p>'),
        ('<p lang="ja">发展</p>', '<p lang="ja">发展</p>'),
        ("<b translate=no>发<b>展</b>头发</b>发展", "<b translate=no>发<b>展</b>头发</b>發展"),
        ("<div class='notranslate'>\n\n发<div>展</div>\n\n头发</div>\n发展", None),
        ("<b>发<b translate=no>展</b>头发</b>发展", "<b>發<b translate=no>展</b>頭髮</b>發展"),
        ("<pre>\n头发\n\n发展</pre>\n发展", "<pre>\n头发\n\n发展</pre>\n發展"),
        ("<script>if (a<b) {头发 = '</p>发'}\n发</script>发", "<script>if (a<b) {头发 = '</p>发'}\n发</script>發"),
        ("<!-- <code> -->头发<!-- </code> -->", "<!-- <code> -->頭髮<!-- </code> -->"),
        ("<code>头发 没有关上\n\n头发", "<code>頭髮 沒有關上\n\n頭髮"),
        ("</code>头发<code/>发<img translate=no>展", "</code>頭髮<code/>發<img translate=no>展"),
        (
            '<html lang="en"><body lang="en">\n头发\n</body></html>',
            '<html lang="en"><body lang="en">\n頭髮\n</body></html>',
        ),
        ("<CODE>头</CODE>发<code>`</code>头发`发", "<CODE>头</CODE>發<code>`</code>头发`發"),
        (
            "说明：`<pre>` 是标签。\n\n头发\n\n又，`</pre>` 结束。",
            "說明：`<pre>` 是標籤。\n\n頭髮\n\n又，`</pre>` 結束。",
        ),
        (
            '```html\n<div translate="no">\n```\n\n头发\n\n<div>发展</div>\n</div>',
            '```html\n<div translate="no">\n```\n\n頭髮\n\n<div>發展</div>\n</div>',
        ),
        ("~~~\n<script>\n~~~\n\n<code>头发</code>发展", "~~~\n<script>\n~~~\n\n<code>头发</code>發展"),
        ("写 `<!--` 开头。\n\n<code>发展</code>头发", "寫 `<!--` 開頭。\n\n<code>发展</code>頭髮"),
        ("写 <!-- 开头。\n\n<code>发展</code>头发", "寫 <!-- 開頭。\n\n<code>发展</code>頭髮"),
        ("<script>头\n\n<code>发展</code>头发", "<script>頭\n\n<code>发展</code>頭髮"),
        ('<p lang="zh_CN">发展</p>', '<p lang="zh_CN">發展</p>'),
        ('<p data-lang="en" title="lang=en">发展</p>', '<p data-lang="en" title="lang=en">發展</p>'),
        ('<img alt="头发" translate="no">头发', '<img alt="头发" translate="no">頭髮'),
        ("<!doctype html>\n<pre>`</pre>头发<code>`发</code>", "<!doctype html>\n<pre>`</pre>頭髮<code>`发</code>"),
        ("理<code>发</code>[头<code>发</code>发](a.html)", "理<code>发</code>[頭<code>发</code>發](a.html)"),
    ],
)
def test_what_is_kept_in_heads_pictures_and_elements(text: str, done: str | None) -> None:
    assert convert_text(text, HANS, TW).text == (done or text[:-2] + "發展")
