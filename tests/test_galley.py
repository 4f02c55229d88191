"""Each fault of setting, on lines made by hand: where it begins, where it does not, and where it is told."""

from dataclasses import replace
from typing import Any

import pytest

from bulletin.checks import pages
from bulletin.findings import Place, Severity, catalogue
from bulletin.galley import grid, marks
from bulletin.galley.faults import Fault, Kind, Rules
from bulletin.galley.inspect import find
from bulletin.galley.lines import Face, Flaw, Galley, Glyph, Line, Picture, Role, Sheet, Spot
from bulletin.galley.score import score, table, totals
from bulletin.galley.told import CODES, as_dict, findings
from bulletin.model import Edition, Script
from tests.test_script_convert import article, issue, plan

EM, STEP, LEFT, COUNT = 10.0, 17.0, 50.0, 20
RIGHT = LEFT + COUNT * EM
FULL = "春江水暖鸭先知竹外桃花三两枝蒌蒿满地芦芽"


def glyphs(text: str, x: float = LEFT, gap: float = 0.0, **at: float) -> tuple[Glyph, ...]:
    """Set ``text`` full width from ``x``; ``at`` moves glyph ``n<number>`` and all behind it by so many pt."""
    out = []
    for number, char in enumerate(text):
        x += at.get(f"n{number}", 0.0)
        wide = EM if ord(char) > 0x2000 or char == "·" else EM / 2
        out.append(Glyph(char, x, wide, EM, "Song"))
        x += wide + gap
    return tuple(out)


def line(text: str, number: int = 1, **facts: Any) -> Line:
    set_in = facts.pop("set_in", None) or glyphs(text)
    usual: dict[str, Any] = {
        "page": 1,
        "column": 1,
        "number": number,
        "baseline": 100 + STEP * number,
        "left": LEFT,
        "right": RIGHT,
        "first": False,
        "last": False,
        "body": True,
    }
    return Line(glyphs=set_in, **(usual | facts))


def galley(*lines: Line, pages: int = 1, **facts: Any) -> Galley:
    sheets = tuple(
        Sheet(page, 400, 600, tuple(item for item in lines if item.page == page), 100.0) for page in range(1, pages + 1)
    )
    return Galley(sheets, **facts)


def paragraph(*texts: str, start: int = 1, number: int = 1, **facts: Any) -> list[Line]:
    last = len(texts) - 1
    return [
        line(text, start + n, first=n == 0, last=n == last, paragraph=number, **facts) for n, text in enumerate(texts)
    ]


def kinds(made: Galley, **rules: float) -> list[Kind]:
    return [fault.kind for fault in find(made, Rules(**rules))]


def only(made: Galley) -> Fault:
    found = find(made)
    assert len(found) == 1, found
    return found[0]


assert len(FULL) == COUNT


@pytest.mark.parametrize("mark", list("、，；：。！？”’）》」』】〉·"))
def test_marks_that_may_not_start_a_line(mark: str) -> None:
    fault = only(galley(*paragraph(FULL, mark + FULL[1:], "尾声三字")))
    assert (fault.kind, fault.page, fault.column, fault.line) == (Kind.START, 1, 1, 2)
    assert fault.text.startswith(mark)


@pytest.mark.parametrize("mark", ["——", "……"])
def test_dashes_at_the_start_are_a_class_of_their_own(mark: str) -> None:
    assert kinds(galley(*paragraph(FULL, mark + FULL[2:], "尾声三字"))) == [Kind.START_STRICT]


@pytest.mark.parametrize("mark", list("“‘（《「『【〈"))
def test_marks_that_may_not_end_a_line(mark: str) -> None:
    assert kinds(galley(*paragraph(FULL[1:] + mark, FULL, "尾声三字"))) == [Kind.END]


def test_a_paragraph_may_start_and_end_with_anything() -> None:
    assert kinds(galley(*paragraph("——" + FULL[2:], FULL, "尾声三字（"))) == []


def test_a_dash_parted_between_lines() -> None:
    found = kinds(galley(*paragraph(FULL[1:] + "—", "—" + FULL[1:], "尾声三字")))
    assert found == [Kind.START_STRICT, Kind.SPLIT]
    # Two whole ones in a row are not parted.
    assert Kind.SPLIT not in kinds(galley(*paragraph(FULL[2:] + "……", "……" + FULL[2:], "尾声三字")))


def test_lines_short_of_their_measure() -> None:
    short = line(FULL, 2, set_in=glyphs(FULL, gap=-1.2 / 19))
    made = galley(replace(line(FULL), first=True), short, line("尾声三字", 3, last=True))
    fault = only(made)
    assert fault.kind is Kind.SHORT and fault.value == pytest.approx(1.2, abs=0.01)
    assert kinds(made, short=1.5, ragged=2.0) == []
    nearly = replace(short, glyphs=glyphs(FULL, gap=-0.7 / 19))
    assert only(galley(made.sheets[0].lines[0], nearly, made.sheets[0].lines[2])).kind is Kind.RAGGED


def test_lines_that_need_not_be_flush() -> None:
    stub = FULL[:12]
    for facts in ({"flush": False}, {"body": False}, {"last": True}):
        assert kinds(galley(line(stub, **facts))) == []
    assert kinds(galley(line(stub))) == [Kind.SHORT]


def test_a_mark_at_the_end_may_keep_or_lose_its_half() -> None:
    kept = FULL[:19] + "，"
    lost = FULL[:19] + "，"
    assert kinds(galley(line(kept))) == []
    assert kinds(galley(line(lost, set_in=glyphs(lost, gap=5 / 19)))) == []
    assert kinds(galley(line(lost, set_in=glyphs(lost, gap=8 / 19)))) == [Kind.OVER]
    assert kinds(galley(line(FULL, set_in=glyphs(FULL, gap=1.5 / 19)))) == [Kind.OVER]


def test_white_and_break_marks_at_the_end_are_no_text() -> None:
    text = FULL + "\u200b "
    assert kinds(galley(line(text))) == []
    assert line(text).inked[-1].text == FULL[-1]


def test_lines_opened_too_wide_are_told_once() -> None:
    text = FULL[:16]
    opened = glyphs(text, gap=40 / 15)
    fault = only(galley(line(text, set_in=opened)))
    assert fault.kind is Kind.STRETCH and fault.value == pytest.approx(0.267, abs=0.001)
    assert kinds(galley(line(text, set_in=opened)), cap=0.3) == []


def test_white_beside_latin_is_not_measured() -> None:
    text = FULL[:18] + "AB"
    assert kinds(galley(line(text, set_in=glyphs(text, n18=10.0)))) == []


@pytest.mark.parametrize("pair", ["。”", "”，", "）（", "“《", "：“", "！）"])
def test_pairs_of_marks_that_gape(pair: str) -> None:
    text = FULL[:9] + pair + FULL[11:]
    fault = only(galley(line(text)))
    assert (fault.kind, fault.value) == (Kind.GAPE, 2.0)
    # Taken together by half a 字, as `halt` does it: the second pen half a 字 to the left.
    squeezed = text + "字"
    closed = glyphs(squeezed, n10=-EM / 2, n20=-EM / 2)
    assert kinds(galley(line(squeezed, set_in=closed))) == []


def test_half_width_forms_do_not_gape() -> None:
    one, two = Glyph("。", 50, EM, EM, "Song"), Glyph("“", 60, EM / 2, EM, "Song")
    assert marks.extent(one, two) == 1.5
    assert marks.extent(Glyph("“", 50, EM / 2, EM, "Song"), Glyph("《", 55, EM, EM, "Song")) == 2.0


def test_centred_stops_give_nothing() -> None:
    assert marks.due("。", "」", centred=False)
    assert not marks.due("。", "」", centred=True)
    assert marks.due("」", "。", centred=True) and marks.due("，", "「", centred=True)
    assert not marks.due("·", "《", centred=False) and not marks.due("春", "《", centred=False)


@pytest.mark.parametrize(("rest", "lone"), [("芽", True), ("芽。", True), ("”", True), ("芽时", False), ("56", True)])
def test_last_lines_of_one_character(rest: str, lone: bool) -> None:
    found = kinds(galley(*paragraph(FULL, rest)))
    assert (Kind.LONE in found) is lone
    assert kinds(galley(line("芽", first=True, last=True))) == []


def test_a_page_number_ranged_right_is_not_alone() -> None:
    made = galley(*paragraph(FULL, "7"))
    first, last = made.sheets[0].lines
    right = replace(last, glyphs=glyphs("7", RIGHT - 5))
    assert kinds(galley(first, right)) == []


def test_lines_cut_off_from_their_paragraph() -> None:
    one, two, three = paragraph(FULL, FULL, "尾声三字")
    moved = replace(three, column=2, number=1, baseline=117)
    assert kinds(galley(one, two, moved)) == [Kind.WIDOW]
    rest = [replace(item, column=2, number=n, baseline=100 + 17 * n) for n, item in enumerate((two, three), 1)]
    assert kinds(galley(one, *rest)) == [Kind.ORPHAN]
    over = replace(three, page=2, number=1, baseline=117)
    assert kinds(galley(one, two, over, pages=2)) == [Kind.WIDOW]
    one, two, three, four = paragraph(FULL, FULL, FULL, "尾声三字")
    both = [replace(item, column=2, number=n, baseline=100 + 17 * n) for n, item in enumerate((three, four), 1)]
    assert kinds(galley(one, two, *both)) == []


def test_baselines_off_the_grid() -> None:
    lines = [line(FULL, n) for n in range(1, 8)]
    off = replace(line(FULL, 8), baseline=100 + 17 * 8 + 3)
    fault = only(galley(*lines, off))
    assert (fault.kind, fault.value, fault.line) == (Kind.OFF_GRID, 3.0, 8)
    near = replace(off, baseline=100 + 17 * 8 + 0.08)
    assert kinds(galley(*lines, near)) == []
    assert grid.infer(galley(*lines, off)) == pytest.approx(17)


def test_the_grid_is_the_makers_or_the_callers_where_they_say_it() -> None:
    lines = [line(FULL, n) for n in range(1, 5)]
    assert Kind.OFF_GRID not in kinds(galley(*lines, step=8.5))
    assert kinds(galley(*lines, step=8.5), step=16.0).count(Kind.OFF_GRID) == 3
    assert kinds(galley(line(FULL))) == []


def test_a_leading_that_its_maker_rounds_is_found() -> None:
    rounded = [round((100 + 17 * n) / 0.75) * 0.75 for n in range(1, 30)]
    lines = [replace(line(FULL, n), baseline=y) for n, y in enumerate(rounded, 1)]
    assert grid.infer(galley(*lines)) == pytest.approx(17, abs=0.03)


def test_origin_goes_round() -> None:
    assert grid.origin([16.99, 34.01, 51.0, 59.0], 17) == pytest.approx(0, abs=0.02) or grid.origin(
        [16.99, 34.01, 51.0, 59.0], 17
    ) == pytest.approx(17, abs=0.02)
    assert grid.offset(42.5, 0, 17) == pytest.approx(-8.5)


def test_columns_uneven_across_the_gutter() -> None:
    left = [line(FULL, n) for n in range(1, 5)]
    right = [replace(item, column=2, baseline=item.baseline + 0.5) for item in left[:2]]
    found = kinds(galley(*left, *right))
    assert found.count(Kind.UNEVEN) == 2 and found.count(Kind.OFF_GRID) == 2
    lower = [replace(item, column=2, baseline=item.baseline + 200) for item in left[:2]]
    assert Kind.UNEVEN not in kinds(galley(*left, *lower))


def head(*rows: str, start: int = 1, **facts: Any) -> list[Line]:
    return paragraph(*rows, start=start, number=90, **({"body": False, "role": Role.HEAD} | facts))


def test_a_head_at_the_foot_of_its_column() -> None:
    made = galley(
        line(FULL), *head("桥头小事", start=2), line(FULL, column=2, left=300, right=500, set_in=glyphs(FULL, 300))
    )
    assert kinds(made) == [Kind.HEAD_FOOT]
    assert kinds(galley(*head("桥头小事"), line(FULL, 2))) == []
    picture = Picture(LEFT, 200, 100, 80, (1000, 800))
    sheet = replace(galley(*head("桥头小事")).sheets[0], pictures=(picture,))
    assert kinds(Galley((sheet,))) == []


def test_rows_of_a_head_with_one_or_two_characters() -> None:
    under = line(FULL, 4)
    assert kinds(galley(*head("一座不赶路的", "桥。"), under)) == [Kind.HEAD_ROW]
    assert kinds(galley(*head("一座不赶路的桥", "接上两岸"), under)) == []
    assert kinds(galley(*head("序"), under)) == []


def test_pages_filled_to_their_foot() -> None:
    sheets = tuple(replace(galley().sheets[0], page=n, fill=fill) for n, fill in ((1, 91.9), (2, 92.0), (3, 10.0)))
    fault = only(Galley(sheets))
    assert (fault.kind, fault.page, fault.value) == (Kind.FILL, 1, 91.9)


def test_things_on_the_page() -> None:
    coarse = Picture(50, 50, 144, 144, (399, 800))
    fine, small = replace(coarse, pixels=(400, 400)), Picture(50, 50, 8, 8, (2, 2))
    spots = tuple(Spot(flaw, "字", 50, 100) for flaw in Flaw)
    sheet = replace(galley().sheets[0], pictures=(coarse, fine, small), spots=spots)
    faces = (Face("Bulletin-Song", 1, True), Face("SimSun", 1, False))
    wanted = [Kind.COARSE, Kind.MISSING, Kind.FAUX_BOLD, Kind.FAUX_SLANT]
    assert kinds(Galley((sheet,), faces, "Bulletin")) == [*wanted, Kind.FOREIGN, Kind.LOOSE_FACE]
    assert kinds(Galley((sheet,), faces)) == [*wanted, Kind.LOOSE_FACE]


def test_the_score_counts_chances_and_rates() -> None:
    made = galley(*paragraph(FULL, "，" + FULL[1:], FULL[:9] + "。”" + FULL[11:], "芽"))
    sheet = score(made, find(made))
    assert totals(made)["measured"] == 3
    assert sheet["totals"]["body"] == 4 and sheet["totals"]["pairs"] == 1 and sheet["totals"]["paragraphs"] == 1
    assert sheet["counts"]["start"] == sheet["body"]["start"] == 1
    assert sheet["rates"]["gape"] == 100.0 and sheet["rates"]["start"] == 25.0
    assert sheet["faults"] == 3 and sheet["leading"] == 17.0
    assert set(sheet["counts"]) == {kind.value for kind in Kind} == set(sheet["rates"])


@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant"])
def test_the_table_names_every_kind(language: str) -> None:
    made = galley(*paragraph(FULL, "，" + FULL[1:], "尾声三字"))
    text = "\n".join(table(made, find(made), language))
    for kind in Kind:
        assert catalogue(language)["words"][f"fault-{kind.value}"] in text
    assert sum(row.startswith("!") for row in text.splitlines()) == 1


def test_every_kind_has_a_code_and_a_sentence() -> None:
    assert set(CODES) == set(Kind) and len(set(CODES.values())) == len(Kind)
    faults = [Fault(kind, 3, 2, 14, "正文", 1.5) for kind in Kind]
    for item in findings(faults):
        for language in ("en", "zh-Hans"):
            assert "{" not in item.message(language) + item.cure(language), item.code
            assert "3" in item.message(language)
    notes = [item.code for item in findings(faults) if item.severity is Severity.NOTE]
    assert notes == [CODES[Kind.START_STRICT], CODES[Kind.RAGGED], CODES[Kind.FILL]]
    assert as_dict(faults[0], "en")["line"] == 14


def test_a_fault_of_no_line_is_told_of_the_file() -> None:
    edition = Edition(plan(Script.TW), issue(article()))
    faults = (Fault(Kind.FILL, 2, value=83), Fault(Kind.LONE, 3, place=Place("a.md", 7)))
    told = pages.setting(edition, faults, ())
    assert [(f.code, str(f.place)) for f in told] == [("P-046", f"{edition.stem}.pdf"), (CODES[Kind.LONE], "a.md:7")]
