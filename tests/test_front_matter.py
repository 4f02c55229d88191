"""Front matter as editors write it: odd values survive whole, faults come all at once with their line."""

import datetime

import pytest

from bulletin.model import Byline
from bulletin.readers.front_matter import people, read


def front(*lines: str):  # type: ignore[no-untyped-def]
    return read(["---", *lines, "---", "正文"], "a.md")


@pytest.mark.parametrize(
    ("line", "key", "value"),
    [
        ("kicker: 第一批名单 #12 号楼", "kicker", "第一批名单 #12 号楼"),
        ("deck: *重要*", "deck", "*重要*"),
        ("deck: @所有人", "deck", "@所有人"),
        ('summary: "引号"开头', "summary", '"引号"开头'),
        ('summary: "整句都在引号里"', "summary", "整句都在引号里"),
        ("source: [a, b] c", "source", "[a, b] c"),
        ("source: {x: y}", "source", "{x: y}"),
        ("deck: & 与 | 与 > 与 % 与 `", "deck", "& 与 | 与 > 与 % 与 `"),
        ("deck: 100%", "deck", "100%"),
        ("deck: no", "deck", "no"),
        ("series: 2026", "series", "2026"),
        ("deck: - 一条横线开头", "deck", "- 一条横线开头"),
        ("引题：总投资5.6亿元　藏书一百二十万册", "kicker", "总投资5.6亿元　藏书一百二十万册"),
        ("副题 : 留白", "deck", "留白"),
    ],
)
def test_text_survives_whole(line: str, key: str, value: str) -> None:
    got, faults = front("title: 题", line)
    assert not faults
    assert got.texts[key] == value


@pytest.mark.parametrize(
    ("line", "lines"),
    [
        ("title: 12:30", ("12:30",)),
        ("标题：十年: 回望", ("十年: 回望",)),
        ("title: [市图书馆新馆, 正式开放]", ("市图书馆新馆", "正式开放")),
        ("title: [市图书馆新馆，正式开放]", ("市图书馆新馆", "正式开放")),
        ("title: [山水之间，有座桥, 通了]", ("山水之间，有座桥", "通了")),
        ("title: [通知]", ("[通知]",)),
        ("title: [通知]关于停水", ("[通知]关于停水",)),
        ("title: #1 楼", ("#1 楼",)),
        ("標題：正式開放", ("正式開放",)),
    ],
)
def test_titles(line: str, lines: tuple[str, ...]) -> None:
    got, faults = front(line)
    assert not faults
    assert got.lists["title"] == lines


def test_block_lists_and_folded_text() -> None:
    got, faults = front(
        "title:", "  - 一行", "  - 二行", "byline:", "  - name: 周岚", "    role: 本报记者", "  - {name: 王一}",
        "summary: >", "  第一句，", "  第二句。", "with: [a.md, b/c.md]", "keep: 李发展、范长江",
    )  # fmt: skip
    assert not faults
    assert got.lists["title"] == ("一行", "二行")
    assert got.bylines == (Byline(("周岚",), "本报记者"), Byline(("王一",)))
    assert got.texts["summary"] == "第一句，第二句。"
    assert got.lists["with"] == ("a.md", "b/c.md")
    assert got.lists["keep"] == ("李发展", "范长江")


@pytest.mark.parametrize(
    ("text", "bylines"),
    [
        ("本报记者 周岚 沈一凡", (Byline(("周岚", "沈一凡"), "本报记者"),)),
        ("本报记者 周岚　通讯员 王一", (Byline(("周岚",), "本报记者"), Byline(("王一",), "通讯员"))),
        ("周岚", (Byline(("周岚",)),)),
        ("周岚、沈一凡", (Byline(("周岚", "沈一凡")),)),
        ("記者 林怡君", (Byline(("林怡君",), "記者"),)),
        ("文 周岚 图 沈一凡", (Byline(("周岚",), "文"), Byline(("沈一凡",), "图"))),
    ],
)
def test_bylines(text: str, bylines: tuple[Byline, ...]) -> None:
    assert people(text) == bylines


def test_dates_and_choices() -> None:
    got, faults = front("title: 题", "日期: 2026年11月23日", "级别: 头条", "kind: 访谈", "script: zh-Hant-TW")
    assert not faults
    assert got.date == datetime.date(2026, 11, 23)
    assert (got.texts["rank"], got.texts["kind"]) == ("lead", "interview")


def test_all_faults_at_once_with_their_lines() -> None:
    _, faults = front("title: 题", "titel: 又一题", "标题: 再来", "rank: 第一", "date: 2026-13-01", "没有冒号")
    assert {(f.code, f.place.line if f.place else 0) for f in faults} == {
        ("S-013", 3), ("S-014", 4), ("S-015", 5), ("S-016", 6), ("S-012", 7),
    }  # fmt: skip
    unknown = next(f for f in faults if f.code == "S-013")
    assert "title" in unknown.cure() and unknown.excerpt == "titel: 又一题"


@pytest.mark.parametrize(
    "lines",
    [
        ("deck:", "  - 第一行", "  - 第二行"),
        ("title: 主标题", "  - 副行"),
        ("byline: 本报记者 周岚", "  - 沈一凡"),
        ("byline: [{name: 周岚, role: 本报记者}, 沈一凡]",),
        ("byline:", "  - name: 周岚", "    unit: 社会部"),
        ("rank: lead", "  - brief"),
    ],
)
def test_mixed_ways_of_writing_are_an_error_never_a_loss(lines: tuple[str, ...]) -> None:
    _, faults = front(*lines)
    assert "S-018" in [f.code for f in faults]


def test_kept_terms_on_several_lines() -> None:
    got, faults = front("keep: 后, 里", "  台湾")
    assert not faults and got.lists["keep"] == ("后", "里", "台湾")


def test_missing_and_unclosed() -> None:
    assert [f.code for f in read(["正文"], "a.md")[1]] == ["S-010"]
    assert [f.code for f in read(["---", "title: 题", "正文"], "a.md")[1]] == ["S-011"]
