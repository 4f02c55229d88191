"""Quotation marks by depth, over the paragraphs of a whole text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.model import Script
from bulletin.script.quotes import Unmatched, convert

MARKS = "“”‘’「」『』"

CASES = [
    (
        ["他说：“鲁迅讲过‘走的人多了，也便成了路’，对吗？”"],
        ["他说：「鲁迅讲过『走的人多了，也便成了路』，对吗？」"],
        [],
    ),
    (["“甲‘乙“丙”乙’甲”"], ["「甲『乙「丙」乙』甲」"], []),
    (["“第一段。", "“第二段。", "“第三段。”"], ["「第一段。", "「第二段。", "「第三段。」"], []),
    (["　　“第一段‘引", "　　“‘续引’完。”"], ["　　「第一段『引", "　　「『续引』完。」"], []),
    (["It’s O’Neil的“书”，’90s"], ["It’s O’Neil的「书」，’90s"], []),
    (["缺右“引号", "下一段“好”"], ["缺右「引号", "下一段「好」"], [Unmatched(0, 2, "“")]),
    (["多出”的"], ["多出」的"], [Unmatched(0, 2, "”")]),
    (["多出’的"], ["多出』的"], [Unmatched(0, 2, "’")]),
    (["“甲‘乙”丙“丁”"], ["「甲『乙」丙「丁」"], [Unmatched(0, 2, "‘")]),
    (["“玻纤制品”“铝产品”等"], ["「玻纤制品」「铝产品」等"], []),
    (["“甲”", "“乙"], ["「甲」", "「乙"], [Unmatched(1, 0, "“")]),
    (["“上句\n“下句”"], ["「上句\n「下句」"], []),
    (["“上句\n下句”"], ["「上句\n下句」"], []),
    (["“上句\n下句“好”"], ["「上句\n下句「好」"], [Unmatched(0, 0, "“")]),
    (["He said “good day” and left.", "他说“好”"], ["He said “good day” and left.", "他说「好」"], []),
    (["标语“5G+”"], ["标语「5G+」"], []),
]


@pytest.mark.parametrize(("source", "corner", "unmatched"), CASES)
def test_to_corner_marks(source: list[str], corner: list[str], unmatched: list[Unmatched]) -> None:
    assert convert(source, Script.TW) == (corner, unmatched)
    assert convert(source, Script.HK)[0] == corner


@pytest.mark.parametrize(("source", "corner", "unmatched"), CASES)
def test_and_back(source: list[str], corner: list[str], unmatched: list[Unmatched]) -> None:
    back, lone = convert(corner, Script.HANS)
    assert back == source
    assert len(lone) == len(unmatched)


def test_depth_counts_not_the_glyph() -> None:
    assert convert(["‘单引号在外“里”外’"], Script.TW)[0] == ["「单引号在外『里』外」"]
    assert convert(["‘单引号在外“里”外’"], Script.HANS)[0] == ["“单引号在外‘里’外”"]
    assert convert(["他说“台湾人写「好」”"], Script.TW)[0] == ["他说「台湾人写『好』」"]


def test_what_is_closed_stays() -> None:
    assert convert(["“甲”“乙”"], Script.TW, [b"\1\1\1\0\0\0"])[0] == ["“甲”「乙」"]


def test_an_open_quotation_spoils_nothing_that_follows() -> None:
    clean = ["“甲‘乙’丙”"] * 3
    assert convert(["缺“右", *clean], Script.TW)[0][2:] == convert(clean, Script.TW)[0][1:]


@given(st.lists(st.text(alphabet=MARKS + "甲乙 \n　Aa9", max_size=20), max_size=6), st.sampled_from(Script))
def test_keeps_lengths_and_everything_else(paragraphs: list[str], target: Script) -> None:
    done, _ = convert(paragraphs, target)
    assert [len(p) for p in done] == [len(p) for p in paragraphs]
    for before, after in zip(paragraphs, done, strict=True):
        assert all(a == b or (a in MARKS and b in MARKS) for a, b in zip(before, after, strict=True))


NESTED = st.recursive(
    st.text(alphabet="甲乙丙，。", max_size=3),
    lambda inner: st.lists(inner, max_size=3).map(lambda parts: "<" + "".join(parts) + ">"),
    max_leaves=8,
)


@given(st.lists(NESTED, max_size=5))
def test_what_is_paired_comes_back(shapes: list[str]) -> None:
    def marked(shape: str, pairs: tuple[str, str]) -> str:
        out, depth = [], 0
        for char in shape:
            if char == "<":
                out.append(pairs[depth % 2][0])
                depth += 1
            elif char == ">":
                depth -= 1
                out.append(pairs[depth % 2][1])
            else:
                out.append(char)
        return "".join(out)

    curly = [marked(s, ("“”", "‘’")) for s in shapes]
    corner = [marked(s, ("「」", "『』")) for s in shapes]
    assert convert(curly, Script.TW) == (corner, [])
    assert convert(corner, Script.HANS) == (curly, [])
