"""Proofs: rounds that follow each other, bars beside what changed and nothing else, sheets with room to write on."""

import json
import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pikepdf
import pymupdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin import fonts, pipeline
from bulletin.config.proof import ProofSettings
from bulletin.errors import PressError, SettingsError
from bulletin.galley.changes import Told
from bulletin.galley.lines import Row
from bulletin.model import Script
from bulletin.outputs.proof import follow
from bulletin.pipeline import Request
from bulletin.press.lettering import Lettering
from bulletin.proofs import copy, sheet, signoff, state
from bulletin.proofs.state import State, UnreadableProofError
from bulletin.proofs.words import words
from bulletin.units import PT_PER_MM
from tests.conftest import PUBLICATION, Publish

FIRST = "渡口街的居民说，桥开放以后，上班的路近了一半，去对岸看病也不必再等船。" * 6
SECOND = "夜间航班改到九点，末班船不再加开，乘客可以从望渡桥步行过河，全程六分钟。" * 5
RED = tuple(float(value) for value in sheet.RED.split())


def article(*paragraphs: str) -> str:
    return "---\ntitle: 一篇文章\n---\n" + "\n\n".join(paragraphs) + "\n"


def build(folder: Path, into: Path, **options: object) -> tuple[Path, list[str]]:
    result = pipeline.build(Request(folder, outputs=("proof",), into=into, **options))  # type: ignore[arg-type]
    (artifact,) = result.made[0].artifacts
    return result.folder / artifact.name, [item.code for item in result.findings if item.code.startswith("R-")]


def bars(path: Path) -> list[tuple[int, pymupdf.Rect]]:
    """Page and place of each change bar on the pages (not on the sheets behind them)."""
    found = []
    with pymupdf.open(path) as document:
        for number, page in enumerate(document, 1):
            if "签发单" in page.get_text():
                continue
            for drawing in page.get_drawings():
                rect = drawing["rect"]
                if drawing["fill"] and drawing["fill"] == pytest.approx(RED, abs=0.01) and rect.width < 4:
                    found.append((number, rect))
    return found


def text_of(path: Path) -> list[str]:
    with pymupdf.open(path) as document:
        return [page.get_text() for page in document]


# --- Whole builds -----------------------------------------------------------------------------------------


def test_rounds_follow_each_other_and_carry_what_the_last_one_said(publish: Publish, tmp_path: Path) -> None:
    folder, into = publish(files={"a.md": article(FIRST, SECOND)}), tmp_path / "dist"
    path, said = build(folder, into)
    assert not said and not bars(path)
    pages = text_of(path)
    assert "一校" in pages[0] and "测试通讯" in pages[0] and "第1版，共1版" in pages[0]
    assert "首次出样" in pages[-1] and "责任编辑" in pages[-1] and "可以付印" in pages[-1]
    first = path.read_bytes()
    assert build(folder, into)[0].read_bytes() == first  # the same text is the same proof
    # One character more moves every line end behind it: one bar all the same.
    (folder / "a.md").write_text(article(FIRST.replace("居民说", "老居民说", 1), SECOND), "utf-8")
    path, said = build(folder, into)
    assert not said and "二校" in text_of(path)[0]
    ((number, bar),) = bars(path)
    with pymupdf.open(path) as document:
        (place,) = document[number - 1].search_for("老居民")
    assert bar.y0 - 1 < (place.y0 + place.y1) / 2 < bar.y1 + 1 and bar.height < 14
    assert bar.x1 < place.x0 and bar.x0 > 0
    assert "老" in text_of(path)[-1] and "一校" in text_of(path)[-1]
    # A third, in which a sentence goes: a wedge, no bar; and the proof before last is forgotten.
    whole = SECOND[: SECOND.index("。") + 1]
    (folder / "a.md").write_text(article(FIRST.replace("居民说", "老居民说", 1), SECOND.replace(whole, "", 1)), "utf-8")
    path, _ = build(folder, into)
    with pikepdf.open(path) as pdf:
        kept = json.loads(pdf.attachments["proof.json"].get_file().read_bytes())
    assert kept["round"] == 3 and kept["against"] == 2
    assert len(bars(path)) == 1 and "三校" in text_of(path)[0]


@pytest.mark.parametrize("code", ["R-300", "R-301"])
def test_a_last_proof_that_cannot_be_used_is_told(publish: Publish, tmp_path: Path, code: str) -> None:
    last = tmp_path / "dist" / "2026-11-23" / "test-2026-11-23-zh-Hans-proof.pdf"
    last.parent.mkdir(parents=True)
    if code == "R-300":
        last.write_bytes(b"no PDF")
    else:
        with pikepdf.new() as pdf:
            pdf.add_blank_page()
            state.attach(pdf, State("another-issue", 4, ((1, "别的"),)))
            pdf.save(last)
    path, said = build(publish(), tmp_path / "dist")
    assert path == last and said == [code] and "一校" in text_of(path)[0]


def test_settings_say_round_paper_roles_and_what_it_is_held_against(publish: Publish, tmp_path: Path) -> None:
    folder, into = publish(files={"a.md": article(FIRST)}), tmp_path / "dist"
    path, _ = build(folder, into)
    (folder.parent / "old.pdf").write_bytes(path.read_bytes())
    wishes = "proof: {round: 5, against: old.pdf, paper: A4, roles: 主编 王二, numbers: 1, symbols: false}\n"
    (folder.parent / "publication.yaml").write_text(PUBLICATION + wishes, "utf-8")
    (folder / "a.md").write_text(article(FIRST, SECOND), "utf-8")
    path, said = build(folder, tmp_path / "other")
    assert not said
    pages = text_of(path)
    assert "五校" in pages[0] and "缩至" in pages[0] and "王二" in pages[-1] and "校对符号" not in pages[-1]
    assert "\n1\n" in pages[0] and "\n2\n" in pages[0]
    ((_, bar),) = bars(path)
    assert bar.height > 40  # a paragraph under one bar
    with pikepdf.open(path) as pdf:
        box = [float(side) for side in pdf.pages[0].mediabox]
    assert box[2:] == pytest.approx([210 * PT_PER_MM, 297 * PT_PER_MM], abs=0.01)
    (folder.parent / "publication.yaml").write_text(PUBLICATION + "proof: {against: ../dist/x.pdf}\n", "utf-8")
    with pytest.raises(PressError) as caught:
        build(folder, tmp_path / "other")
    assert caught.value.findings[0].code == "R-302"
    (folder.parent / "publication.yaml").write_text(PUBLICATION + "proof: {rounds: 2}\n", "utf-8")
    with pytest.raises(SettingsError):
        build(folder, tmp_path / "other")


def test_the_page_lies_whole_on_its_sheet_with_room_beside_it(publish: Publish, tmp_path: Path) -> None:
    files = {"a.md": article(*[FIRST, SECOND] * 9)}
    path, _ = build(publish(files=files), tmp_path / "dist")
    with pikepdf.open(path) as pdf:
        sides = []
        for page in pdf.pages[:2]:
            media, trim = ([float(side) for side in box] for box in (page.mediabox, page.trimbox))
            assert trim[2] - trim[0] == pytest.approx(210 * PT_PER_MM, abs=0.01)
            sides.append((trim[0] / PT_PER_MM, (media[2] - trim[2]) / PT_PER_MM))
        assert "/StructTreeRoot" not in pdf.Root and b"pdfuaid:part" not in pdf.Root.Metadata.read_bytes()
    assert sides[0][1] >= 25 and sides[1][0] >= 25  # the outer side: right of odd pages, left of even ones


# --- Which proof it is ------------------------------------------------------------------------------------


def proof(text: str, number: int = 1, before: str | None = None, against: int = 0) -> State:
    return State("stem", number, ((1, text),), None if before is None else ((1, before),), against)


@pytest.mark.parametrize(
    ("now", "last", "wishes", "expected"),
    [
        ("甲", None, {}, (1, None)),
        ("甲", None, {"round": 3}, (3, None)),
        ("甲", proof("甲", 2, "乙", 1), {}, (2, "乙")),
        ("丙", proof("甲", 2, "乙", 1), {}, (3, "甲")),
        ("甲", proof("甲", 1), {}, (1, None)),
        ("丙", proof("甲", 2, "乙", 1), {"round": 2}, (2, "乙")),
        ("甲", proof("甲", 2, "乙", 1), {"round": 3}, (3, "甲")),
        ("甲", proof("甲", 2, "乙", 1), {"against": "x"}, (3, "甲")),
    ],
)
def test_which_proof_follows(
    now: str, last: State | None, wishes: dict[str, object], expected: tuple[int, str | None]
) -> None:
    made = follow(proof(now), last, ProofSettings.model_validate(wishes))
    assert (made.round, made.before and made.before[0][1]) == expected
    assert (made.against > 0) == (made.before is not None)


@pytest.mark.parametrize(
    "data",
    [
        b"{",
        b"[]",
        b"{}",
        b'{"format": 2}',
        b'{"format":1,"edition":"a","round":0,"paragraphs":[],"before":null,"against":0}',
        b'{"format":1,"edition":"a","round":1,"paragraphs":[[1]],"before":null,"against":0}',
        b'{"format":1,"edition":"a","round":1,"paragraphs":5,"before":null,"against":0}',
        b"\xff\xfe",
        b"[" * 100_000,
    ],
)
def test_a_damaged_state_is_no_crash(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.attachments[state.FILE] = pikepdf.AttachedFileSpec(pdf, data, filename=state.FILE)
        pdf.save(path)
    with pytest.raises(UnreadableProofError):
        state.read(path)


def test_a_state_comes_back_as_it_was(tmp_path: Path) -> None:
    kept = State("s-1-zh", 2, ((1, "甲\u2028乙"), (3, "𠀀")), ((1, "丙"),), 1)
    for name in ("a.pdf", "b.pdf"):
        with pikepdf.new() as pdf:
            pdf.add_blank_page()
            state.attach(pdf, kept)
            pdf.save(tmp_path / name, deterministic_id=True)
    assert state.read(tmp_path / "a.pdf") == kept
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


# --- Lines and sheets -------------------------------------------------------------------------------------


def column(edge: float, *texts: str, paragraph: int = 1, top: float = 100) -> list[Row]:
    return [Row(edge, edge, edge + 200, top + 16 * at, 10, paragraph, text) for at, text in enumerate(texts)]


def test_numbers_run_down_each_column_and_a_row_of_a_table_has_one() -> None:
    cells = [Row(50, 50 + 60 * at, 100 + 60 * at, 148, 10, 7 + at, f"格{at}") for at in range(3)]
    rows = [*column(50, "甲", "乙", "丙"), *cells, *column(260, "丁", "戊", paragraph=2)]
    spots = copy.Copy([rows]).spots
    assert [(spot.number, spot.aside) for spot in spots] == [
        (1, False),
        (2, False),
        (3, False),
        (4, False),
        (4, True),
        (4, True),
        (5, False),
        (6, False),
    ]


def test_a_paragraph_is_read_over_columns_and_pages() -> None:
    one = copy.Copy([[*column(50, "渡口街的", "reading"), *column(260, "room 在")], column(50, "对岸。", paragraph=1)])
    assert one.paragraphs == [(1, "渡口街的reading room在对岸。")]


LINES = st.lists(st.text("渡口街的居民说桥开放以后ab。", min_size=1, max_size=12), min_size=1, max_size=8)


@settings(max_examples=150, deadline=None)
@given(LINES, st.integers(1, 15))
def test_the_same_text_in_other_lines_has_no_bar(lines: list[str], width: int) -> None:
    whole = "".join(lines)
    broken = [whole[at : at + width] for at in range(0, len(whole), width)]
    before = copy.Copy([column(50, whole)])
    now = copy.Copy([column(50, *broken)])
    # Latin words that a line end parts are two words; here they are none.
    if not any(a[-1:].isascii() and b[:1].isascii() for a, b in pairwise(broken)):
        assert copy.mark(now, [text for _, text in before.paragraphs]) == copy.Marked()


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text("渡口街的居民说桥开放", min_size=3, max_size=9), min_size=2, max_size=9), st.data())
def test_the_bar_stands_at_the_line_that_was_touched(lines: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(lines) - 1))
    before = [text for _, text in copy.Copy([column(50, *lines)]).paragraphs]
    touched = [*lines]
    touched[at] = touched[at][:1] + "𠙶" + touched[at][2:]
    marked = copy.mark(copy.Copy([column(50, *touched)]), before)
    assert [spot.number for spot in marked.changed] == [at + 1] and not marked.cut


def test_a_whole_text_that_is_gone_is_told_where_it_stood() -> None:
    rest = [*column(50, "留下的一段。"), *column(50, "另一段也留下。", paragraph=3, top=200)]
    marked = copy.mark(copy.Copy([rest]), ["留下的一段。", "整段删去的文字。", "另一段也留下。"])
    assert not marked.changed and [spot.number for spot in marked.cut] == [1]
    assert marked.changes[0].told.old == "整段删去的文字。\n"


@given(st.floats(100, 1300), st.floats(100, 1300), st.integers(1, 9), st.sampled_from(("full", "A4", "A3")))
@settings(max_examples=200, deadline=None)
def test_every_page_fits_its_sheet(width: float, height: float, number: int, paper: str) -> None:
    at = sheet.frame((width, height), number, paper)
    assert at.scale <= 1 and (paper != "full" or at.scale == 1)
    assert at.left >= sheet.INNER - 0.01 and at.bottom >= sheet.FOOT - 0.01
    assert at.left + width * at.scale <= at.width - sheet.INNER + 0.01
    assert at.bottom + height * at.scale <= at.height - sheet.HEAD + 0.01
    assert at.outer[1] - at.outer[0] >= 25 * PT_PER_MM
    assert at.y(0) == pytest.approx(at.bottom + height * at.scale) and at.x(0) == at.left


def test_bars_of_lines_that_follow_each_other_are_one() -> None:
    at = sheet.frame((500, 700), 1, "full")
    rows = column(50, *"甲乙丙丁戊")
    spots = [copy.Spot(1, number, row, aside=False) for number, row in enumerate(rows, 1)]

    def drawn(chosen: Sequence[copy.Spot]) -> int:
        return sum(part.endswith("re f") for part in sheet.bars(at, chosen, ()))

    assert drawn(spots) == 1 and drawn([spots[0], spots[1], spots[4]]) == 2 and drawn([]) == 0


def test_a_long_list_goes_on_to_further_sheets_and_says_what_it_leaves_out() -> None:
    row = Row(0, 0, 1, 1, 1, 1, "字")
    listed = [
        copy.Change(copy.Spot(page, number, row, aside=False), Told("前", "旧" * 40, "新", "后"), moved=False)
        for page in range(1, 40)
        for number in range(1, 11)
    ]
    said = words(Script.HANS)
    faces = [Lettering.of(fonts.prepare(), "hei", Script.HANS, weight) for weight in (400, 700)]
    for size in ((560.0, 750.0), (414.0, 500.0)):
        sheets = signoff.Sheets(size, said, *faces)
        facts = signoff.Facts("十校", (("刊名", "长" * 90),), ("校对",) * 30, copy.Marked(tuple(listed)), symbols=True)
        signoff.write(sheets, facts)
        text = "\n".join(part for page in sheets.pages for part in page)
        heights = [float(value) for value in re.findall(r"1 0 0 1 [\d.-]+ ([\d.-]+) Tm", text)]
        assert len(sheets.pages) > 5 and max(heights) < size[1] - 40
        assert faces[0].show("90", 8.5, 0, 0).split("<")[1].split(">")[0] in text  # 390 less the 300 that are listed
