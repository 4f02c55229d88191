"""The line engine on laid-out pages: what it never does to any text, and what it does to some."""

import re
from collections import Counter
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin.model import Script
from tests.setting import TEXT, frame, lay_out, lines, texts

NOT_FIRST = set("、，；：。！？）》〉」』”’】〕·・")
NOT_LAST = set("（《〈「『“‘【〔")

WORDS = st.one_of(
    st.text(alphabet="清晨的渡口没有风老船工把缆绳绕在石柱上回头看了看对岸灯还亮着", min_size=1, max_size=12),
    st.sampled_from(
        "，。、；：？！（）《》“”‘’「」·～／".split() + list("，。、；：？！（）《》“”‘’「」·～／")  # noqa: SIM905
    ),
    st.sampled_from(["——", "……", "36万", "5.6亿元", "92%", "2023年", "￥30", "第3版", "EPUB", "the", "(A)", " ", "℃"]),
)
PROSE = st.lists(WORDS, min_size=1, max_size=40).map("".join)
MEASURES = st.sampled_from([8, 9, 11, 13, 15, 17, 22, 28, 30])


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@settings(max_examples=120, deadline=None)
@given(PROSE, MEASURES)
def test_no_character_is_changed_dropped_or_moved(text: str, measure: int) -> None:
    assert squeezed("".join(texts(f"<p>{text}</p>", measure))) == squeezed(text)


@settings(max_examples=60, deadline=None)
@given(st.lists(PROSE, min_size=2, max_size=6), MEASURES)
def test_nor_where_the_text_is_of_several_elements(parts: list[str], measure: int) -> None:
    tags = ["{}", "<strong>{}</strong>", "<em>{}</em>", '<a href="#x">{}</a>', "<span style='padding:0 2pt'>{}</span>"]
    body = "".join(tag.format(part) for tag, part in zip(tags * 2, parts, strict=False))
    assert squeezed("".join(texts(f"<p>{body}</p>", measure))) == squeezed("".join(parts))


@settings(max_examples=120, deadline=None)
@given(PROSE, MEASURES, st.sampled_from(["basic", "gb", "strict"]))
def test_no_line_begins_or_ends_where_it_may_not(text: str, measure: int, level: str) -> None:
    from bulletin.typeset.rules import Level, Rules

    pages = frame(f"<p>{text}</p>", measure, Rules(level=Level(level)))
    found = lines(pages)
    banned = 0
    for before, after in pairwise(found):
        head, tail = after.text.lstrip()[:1], before.text.rstrip()[-1:]
        banned += head in NOT_FIRST or tail in NOT_LAST
        assert not (tail in "—…" and head == tail), "a dash or ellipsis is never split"
    # A text without a legal line end within the measure has the least bad one, and says so.
    assert banned <= len(pages.forced)


@settings(max_examples=60, deadline=None)
@given(PROSE, MEASURES)
def test_lines_are_flush_unless_white_would_gape(text: str, measure: int) -> None:
    pages = frame(f"<p>{text}</p>", measure)
    for line in lines(pages):
        assert line.right <= line.left + measure + 0.05
        if line.line is not None and not line.line.last:
            full = abs(line.right - line.left - measure) < 0.05
            inner = line.line.paragraph.rows[line.line.start : line.line.end - 1]
            assert full or line.line.opened >= 0.24 * 10 * 4 / 3 or not any(row.gaps for row in inner), line.text


@settings(max_examples=40, deadline=None)
@given(PROSE, MEASURES)
def test_the_same_text_gives_the_same_lines(text: str, measure: int) -> None:
    assert texts(f"<p>{text}</p>", measure) == texts(f"<p>{text}</p>", measure)


@settings(max_examples=40, deadline=None)
@given(PROSE, MEASURES)
def test_one_box_or_several_give_the_same_lines(text: str, measure: int) -> None:
    # A paragraph of one text box is built straight from the plan (H7, H8), any other through WeasyPrint (H1–H3).
    assert texts(f"<p>{text}</p>", measure) == texts(f"<p>{text}<b></b></p>", measure)


def test_no_last_line_of_one_character() -> None:
    for length in range(45, 89):
        found = texts(f"<p>{(TEXT * 3)[:length]}</p>", 22)
        real = [c for c in found[-1] if c.isalnum()]
        assert len(real) > 1, found


def test_figures_stay_with_their_units() -> None:
    for lead in range(1, 30):
        found = texts(
            f"<p>{TEXT.replace('，', '')[:lead]}总投资5.6亿元，占92%，共36万人，￥30起，2023年第3版，{TEXT}</p>", 15
        )
        joined = "\n".join(found)
        for kept in ("5.6亿元", "92%", "36万", "￥30", "2023年", "第3版"):
            assert kept in joined, found


def test_a_note_mark_stays_with_its_word() -> None:
    for lead in range(8, 40):
        found = texts(f"<p>{TEXT.replace('，', '')[:lead]}<sup>[12]</sup>，{TEXT}</p>", 15)
        assert not any(line.startswith("[12]") for line in found)


def test_a_line_ends_with_half_a_mark_and_begins_with_half_a_bracket() -> None:
    from bulletin.typeset.rules import EndMark, Rules

    text = "渡" * 21 + "。" + "（" + "口" * 20 + "）" + "灯" * 30
    half, full = (frame(f"<p>{text}</p>", 21.5, Rules(end_mark=mark)) for mark in (EndMark.HALF, EndMark.FULL))
    assert lines(half)[0].text == "渡" * 21 + "。"
    assert lines(half)[0].right - lines(half)[0].left == pytest.approx(21.5, abs=0.01)
    assert lines(half)[1].text == "（" + "口" * 20 + "）"
    assert lines(full)[0].text != lines(half)[0].text


def test_pairs_close_up() -> None:
    natural = frame("<p>渡（《口》）灯</p>", 22)
    (line,) = lines(natural)
    assert line.right - line.left == pytest.approx(3 + 4 * 0.5 + 2 * 0.5, abs=0.01)  # 渡口灯, four marks, two blanks


def test_han_and_latin_stand_apart_but_not_at_marks_or_edges() -> None:
    from bulletin.typeset.rules import Rules

    def width(text: str, **rules: float) -> float:
        (line,) = lines(frame(f"<p>{text}</p>", 30, Rules(**rules)))  # type: ignore[arg-type]
        return line.right - line.left

    for text, white in (
        ("用A灯", 0.5),
        ("用，A", 0),
        ("A", 0),
        ("过36灯", 0.25),
        ("过36万", 0.125),
        ("过 36 灯", 0.25),
    ):
        closed = width(text, letters=0.0, figures=0.0)
        assert width(text) - closed == pytest.approx(white, abs=0.01), text


def test_a_word_wider_than_the_measure_is_parted_not_lost() -> None:
    word = "https" + "x" * 80
    found = texts(f"<p>{TEXT[:8]}{word}{TEXT}</p>", 11)
    assert squeezed("".join(found)) == TEXT[:8] + word + TEXT
    assert all(len(line) < 40 for line in found)


def test_text_without_a_legal_end_takes_the_least_bad_and_says_so() -> None:
    pages = frame("<p>" + "。" * 60 + "</p>", 8)
    assert pages.forced
    assert all(line.right - line.left < 8.6 for line in lines(pages))


def test_a_drop_head_stands_beside_lines_of_ours() -> None:
    pages = frame(
        f'<p><span class="cap">清</span>{TEXT[1:] * 4}</p>',
        22,
        extra=".cap { float: left; font-size: 30pt; line-height: 34pt; width: 34pt }",
    )
    found = lines(pages)
    assert squeezed("".join(line.text for line in found)) == TEXT + TEXT[1:] * 3
    assert all(line.line is not None for line in found)
    beside = [line for line in found if line.left > found[0].left + 1]
    assert len(beside) == 2
    assert all(line.right == pytest.approx(found[-2].right, abs=0.05) for line in beside)


def test_names_of_two_are_spread_over_three() -> None:
    pages = frame('<p><span class="even">王伟</span>灯</p>', 22, extra=".even { --even: 3 }")
    (line,) = lines(pages)
    assert line.right - line.left == pytest.approx(4, abs=0.01)


def test_body_lines_stand_on_the_grid() -> None:
    from bulletin.typeset.rules import Rules

    body = f"<h3>题</h3><p>{TEXT}</p><figure></figure><p>{TEXT}</p>"
    extra = "h3 { font-size: 13pt; line-height: 21pt; margin: 0 } figure { height: 31pt; margin: 0 }"
    pages = frame(body, 22, Rules(em=10, grid=17, top=20), extra)
    rows = [line.y for line in lines(pages) if len(line.text) > 2]
    first = rows[0]
    for y in rows:
        assert (y - first) * 10 / 17 == pytest.approx(round((y - first) * 10 / 17), abs=0.001)
    # A box within a line knows no grid.
    inner = frame(f'<p>{TEXT}<span style="display:inline-block">灯</span></p>', 22, Rules(em=10, grid=17, top=20))
    assert max(line.y for line in lines(inner)) * 10 < 20 + 17 * 4


def test_traditional_marks_stand_in_the_middle_and_close_by_quarters() -> None:
    pages = frame("<p>渡「口」，灯</p>", 22, script=Script.TW)
    (line,) = lines(pages)
    widths = {t.text: (round(t.left, 1), round(t.right, 1)) for t in line.line.paragraph.tokens}
    assert widths["，"][0] > 2 and widths["，"][1] > 2
    assert widths["「"][0] > 4


def test_white_above_a_head_is_dropped_at_a_columns_head() -> None:
    body = '<div class="c">' + f"<p>{TEXT * 3}</p>" + f"<h3>题</h3><p>{TEXT * 3}</p></div>"
    extra = ".c { columns: 2; column-gap: 20pt } h3 { font-size: 10pt; margin: 17pt 0 0; break-after: avoid } p { orphans: 2 }"
    tops: list[float] = []
    for height in range(220, 330, 17):
        pages = frame(body, 22, extra=extra, page=height)
        heads = [line for line in lines(pages) if line.text == "题"]
        top = min(line.y for line in lines(pages))
        tops += [round(line.y - top, 2) for line in heads if line.y - top < 3]
    # A head that begins a column stands on its first line: with its white above it would stand on the second.
    assert 0.0 in tops and 1.7 not in tops, tops


def test_stock_weasyprint_would_not_be_flush() -> None:
    """What the engine is for: without it one line in three ends short."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    from tests.setting import chain

    css = f"@page {{ size: 260pt 600pt; margin: 20pt }} html {{ font: 10pt/17pt {chain()}; text-align: justify }}"
    config = FontConfiguration()
    html = weasyprint.HTML(string=f'<html lang="zh-Hans"><body style="margin:0"><p>{(TEXT + "共36万人。") * 6}</p>')
    document = html.render(stylesheets=[weasyprint.CSS(string=css, font_config=config)], font_config=config)

    class Stock:
        pass

    stock: Any = Stock()
    stock.document = document
    found = lines(stock)
    assert sum(line.right - line.left < 21.9 for line in found[:-1]) > len(found) / 4
    assert all(line.line is None for line in found)


def test_deep_or_foreign_text_goes_weasyprints_way_whole() -> None:
    for body in ("<p style='letter-spacing:1pt'>清晨，渡口</p>", "<p>清\u00ad晨</p>", "<p dir=rtl>清晨</p>"):
        pages = lay_out(f'<html lang="zh-Hans"><title>t</title>{body}</html>', "p { margin: 0 }")
        assert all(line.line is None for line in lines(pages))


def test_lines_with_boxes_in_them_are_flush_too() -> None:
    body = f"<p>{TEXT[:30]}<span class='r'>渡</span>{TEXT}<span class='r'>口</span>{TEXT}</p>"
    found = lines(frame(body, 17, extra=".r { display: inline-block }"))
    whole = [line for line in found if len(line.text) > 3]
    assert all(line.right - line.left == pytest.approx(17, abs=0.05) for line in whole[:-1])


@pytest.mark.parametrize(
    ("body", "measure"),
    [
        ('<p style="white-space:nowrap">渡口的<b>老船工</b>的灯</p>', 4),
        ("<h3 style='white-space:nowrap'>渡口的<sup>1</sup>老船<em>工</em>的灯</h3>", 6),
        ('<p>渡口没<b> <span style="display:inline-block">有风</span></b>老船</p>', 3),
        ('<p>渡口<a style="padding:0 2pt">没有<i></i></a>风老船工把缆绳绕在石柱上</p>', 3),
    ],
)
def test_what_cannot_be_broken_as_planned_is_set_whole(body: str, measure: int) -> None:
    # The text of a box within a line is found twice: in its own line, and in the one that it stands in.
    assert not Counter(re.sub("<[^>]+>| ", "", body)) - Counter(squeezed("".join(texts(body, measure))))


def test_other_layouts_of_css_still_work() -> None:
    for display in ("flex", "inline-flex", "grid", "table"):
        pages = lay_out(
            f'<html lang="zh-Hans"><title>t</title><div style="display:{display}"><p>渡口</p></div></html>', ""
        )
        assert {line.text for line in lines(pages)} == {"渡口"}


def test_no_line_ends_at_a_no_break_space() -> None:
    for lead in range(4, 9):
        found = texts(f"<p>{'渡' * lead}Mr.&nbsp;Smith来了，3&nbsp;km外有灯</p>", 9)
        assert "Mr.\u00a0Smith" in "|".join(found) and "3\u00a0km" in "|".join(found), found
    assert len(texts("<p>上</p><p>&nbsp;</p><p>下</p>")) == 2
    assert frame("<p>上</p><p>&nbsp;</p><p>下</p>").document.pages[0]._page_box.height > 0


def test_marks_are_kept_from_line_ends_through_padding_too() -> None:
    extra = "a { padding: 0 1pt }"
    for lead in range(3, 9):
        found = texts(f"<p>{'渡' * lead}<a>，口口口</a>灯灯灯灯灯灯</p>", 6, extra=extra)
        assert not any(line.startswith("，") for line in found), found
        found = texts(f"<p>{'渡' * lead}<a>渡（</a>口口口）灯灯灯灯</p>", 6, extra=extra)
        assert not any(line.endswith("（") for line in found), found


@pytest.mark.parametrize("kept", ["92 %", "5.6 亿元", "1990–2000", "Москва", "――", "⋯⋯"])
def test_other_wholes_stay_whole(kept: str) -> None:
    for lead in range(3, 12):
        found = texts(f"<p>{'渡' * lead}{kept}灯灯灯灯灯灯灯灯</p>", 10)
        assert kept in "|".join(found), found


def test_a_row_of_hyphens_takes_no_longer_than_it_should() -> None:
    from bulletin.typeset.tokens import TOKEN

    assert len(TOKEN.findall("-" * 50_000)) == 1
