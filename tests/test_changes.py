"""What changed in a text: nothing is missed, nothing more is told than there is, line ends do not count."""

from itertools import pairwise
from time import perf_counter

from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin.galley import changes

TEXT = st.text("的一是在不了有和人这\nab1。", max_size=60)


def applied(old: str, new: str, found: list[changes.Edit]) -> str:
    out, at = [], 0
    for edit in found:
        out += [old[at : edit.start], new[edit.new_start : edit.new_end]]
        at = edit.end
    return "".join((*out, old[at:]))


@settings(max_examples=300, deadline=None)
@given(TEXT, TEXT)
def test_the_edits_make_the_new_text_of_the_old(old: str, new: str) -> None:
    found = changes.edits(old, new)
    assert applied(old, new, found) == new
    assert bool(found) == (old != new)
    for one, two in pairwise(found):
        assert two.start - one.end == two.new_start - one.new_end > 0


@settings(max_examples=200, deadline=None)
@given(st.lists(TEXT, max_size=5), st.lists(TEXT, max_size=5))
def test_the_old_text_comes_back_too(old: list[str], new: list[str]) -> None:
    one, two = "\n".join(old), "\n".join(new)
    found = [changes.Edit(e.new_start, e.new_end, e.start, e.end) for e in changes.edits(one, two)]
    assert applied(two, one, found) == one


def test_one_character_is_one_character() -> None:
    old = "桥梁检测的结论是安全的，市民可以放心通行。\n" * 3
    new = old[:25] + "果" + old[26:]
    assert changes.edits(old, new) == [(25, 26, 25, 26)]


def test_a_new_paragraph_is_told_from_its_beginning_to_its_end() -> None:
    paragraphs = ["渡口今日复航。\n", "渡口明日停航。\n", "天气晴。\n"]
    old, new = paragraphs[0] + paragraphs[2], "".join(paragraphs)
    (edit,) = changes.edits(old, new)
    assert new[edit.new_start : edit.new_end] == paragraphs[1]
    (edit,) = changes.edits(new, old)
    assert new[edit.start : edit.end] == paragraphs[1]


def test_a_paragraph_that_was_moved_is_known() -> None:
    story, one, two = (
        "市图书馆新馆昨天正式开放。",
        "桥梁检测的结论是安全的，市民放心通行。",
        "夜间航班从下周起改到九点。",
    )
    assert changes.moved([story, one, two], [one, two, story]) == {2: 0}
    assert changes.moved([story, one, two], [story, one + "又", two]) == {}
    assert changes.moved([story, "短", "小"], [story, "小", "短"]) == {}


def test_a_parted_paragraph_differs_by_its_end_alone() -> None:
    old = "桥梁检测的结论是安全的。市民可以放心通行。\n"
    (edit,) = changes.edits(old, old.replace("。市", "。\n市"))
    assert edit == (12, 12, 12, 13)


def test_line_ends_and_blanks_do_not_count() -> None:
    assert changes.plain("第 128\u3000期 of  the\nyear ") == "第128期of the year"
    assert changes.plain(" two", "e") == " two"
    assert changes.plain(" 二", "e") == "二"
    assert changes.plain(" two", "\n") == "two"


def test_latin_words_and_numbers_are_told_whole() -> None:
    old, new = "在 reading 室门口，Friday at 7，共计2022页\n", "在 reader 室门口，Saturday at 8，共计2023页\n"
    old, new = changes.plain(old), changes.plain(new)
    said = [changes.told(old, new, edit)[1:3] for edit in changes.edits(old, new)]
    assert said == [("reading", "reader"), ("Friday", "Saturday"), ("7", "8"), ("2022", "2023")]


def test_a_long_text_takes_no_longer_than_it_should() -> None:
    old = "".join(chr(0x4E00 + (number * 7919) % 900) for number in range(60_000))
    new = old[:100] + "甲" + old[101:30_000] + old[31_000:] + "乙丙"
    start = perf_counter()
    found = changes.edits(old, new)
    assert perf_counter() - start < 5
    assert applied(old, new, found) == new and len(found) <= 4
