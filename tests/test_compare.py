"""Two PDFs compared: each change is found on its page and nothing else is; bad files are refused in words."""

import json
from collections.abc import Sequence
from pathlib import Path

import pikepdf
import pymupdf
import pytest

from bulletin import cli, fonts
from bulletin.compare import align, differ, looks, rasters, report, told
from bulletin.compare.differ import State
from bulletin.errors import SourceError
from bulletin.model import Script
from bulletin.press.lettering import Lettering

PAGES = [
    [f"第{number}篇：渡口{word}的消息", f"{word}桥昨日开放，{number}百人走过，没有剪彩。", f"编号{word * 3}到此为止。"]
    for number, word in enumerate("甲乙丙丁戊己庚辛", 1)
]
A5 = (420.0, 595.0)


def make(path: Path, pages: Sequence[Sequence[str]], size: tuple[float, float] = A5, extra: str = "") -> Path:
    """Write a PDF with the lines of each page, a running head and a folio; ``extra`` is drawn on the second page."""
    pdf = pikepdf.new()
    letters = Lettering.of(fonts.prepare(), "song", Script.HANS)
    for number, lines in enumerate(pages, 1):
        content = [letters.show("滨河通讯", 8, 40, size[1] - 30), letters.show(str(number), 8, size[0] / 2, 24)]
        content += [letters.show(line, 12, 40, size[1] - 80 - 20 * at) for at, line in enumerate(lines)]
        page = pdf.add_blank_page(page_size=size)
        page.obj.Contents = pdf.make_stream("\n".join([*content, extra if number == 2 else ""]).encode())
    faces = letters.embed(pdf)
    for page in pdf.pages:
        page.obj.Resources = pikepdf.Dictionary(Font=faces)
    pdf.save(path)
    return path


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("old") / "old.pdf", PAGES)


def states(made: differ.Comparison) -> list[tuple[int | None, int | None, str]]:
    return [(sheet.old, sheet.new, sheet.state.value) for sheet in made.differing]


def test_the_same_file_is_the_same(old: Path) -> None:
    made = differ.compare(old, old)
    assert not made.differing and not made.findings
    assert [(sheet.old, sheet.new) for sheet in made.sheets] == [(n, n) for n in range(1, 9)]


def test_one_character_is_found_and_boxed(old: Path, tmp_path: Path) -> None:
    changed = [[*PAGES[0]], [*PAGES[1]], *PAGES[2:]]
    changed[1][1] = changed[1][1].replace("百人", "千人")
    made = differ.compare(old, make(tmp_path / "new.pdf", changed))
    assert states(made) == [(2, 2, "text")]
    (sheet,) = made.differing
    assert sheet.texts == [("消息乙桥昨日开放，2", "百", "千", "人走过，没有剪彩。编")]
    (box,) = sheet.spots[1]
    # Eight characters stand before it, "2" among them.
    with pymupdf.open(tmp_path / "new.pdf") as document:
        (place,) = document[1].search_for("千")
    assert (box.left, box.right) == pytest.approx((place.x0, place.x1), abs=0.5)
    assert place.y0 < (box.top + box.bottom) / 2 < place.y1
    ((left, top, right, bottom),) = sheet.regions
    assert left <= box.left + 2 and right >= box.right - 2 and top <= box.bottom and bottom >= box.top
    assert right - left < 40 and 0 < sheet.share < 0.002


def test_a_page_put_in_shifts_nothing(old: Path, tmp_path: Path) -> None:
    extra = ["第十篇：新添的一页", "这一页旧文件里没有，整页都是新的。"]
    made = differ.compare(old, make(tmp_path / "new.pdf", [*PAGES[:3], extra, *PAGES[3:]]))
    assert made.count(State.ADDED) == 1 and made.count(State.REMOVED) == made.count(State.TEXT) == 0
    assert [(s.old, s.new) for s in made.sheets] == [(1, 1), (2, 2), (3, 3), (None, 4)] + [
        (n, n + 1) for n in range(4, 9)
    ]
    # Folios differ, and nothing else does.
    assert all(sheet.share < 0.001 for sheet in made.sheets)


def test_a_page_taken_out_shifts_nothing(old: Path, tmp_path: Path) -> None:
    made = differ.compare(old, make(tmp_path / "new.pdf", [*PAGES[:4], *PAGES[5:]]))
    assert made.count(State.REMOVED) == 1 and made.count(State.ADDED) == made.count(State.TEXT) == 0
    assert [(s.old, s.new) for s in made.sheets if s.new is None] == [(5, None)]


def test_a_line_that_moves_to_the_next_page_is_no_other_text(old: Path, tmp_path: Path) -> None:
    pages = [*PAGES[:1], PAGES[1][:2], [PAGES[1][2], *PAGES[2]], *PAGES[3:]]
    made = differ.compare(old, make(tmp_path / "new.pdf", pages))
    assert states(made) == [(2, 2, "looks"), (3, 3, "looks")]


def test_a_rule_more_is_seen_though_the_text_is_the_same(old: Path, tmp_path: Path) -> None:
    made = differ.compare(old, make(tmp_path / "new.pdf", PAGES, extra="1 0 0 RG 2 w 300 200 m 380 200 l S"))
    assert states(made) == [(2, 2, "looks")]
    ((left, top, right, bottom),) = made.differing[0].regions
    assert 290 < left <= 300 and 380 <= right < 392
    assert A5[1] - 210 < top < bottom < A5[1] - 190


def test_another_colour_of_the_same_grey_is_seen(old: Path, tmp_path: Path) -> None:
    one = make(tmp_path / "one.pdf", PAGES, extra="0.8 0 0 rg 300 200 60 60 re f")
    two = make(tmp_path / "two.pdf", PAGES, extra="0 0.407 0 rg 300 200 60 60 re f")
    assert states(differ.compare(one, two)) == [(2, 2, "looks")]


def test_another_size_is_told(old: Path, tmp_path: Path) -> None:
    made = differ.compare(old, make(tmp_path / "new.pdf", PAGES, (420.0, 612.0)))
    assert all(sheet.resized and sheet.state is State.LOOKS for sheet in made.sheets)
    assert "148 × 210 mm" in told.what(made.sheets[0], "en")


def test_scans_are_known_by_their_pictures(tmp_path: Path) -> None:
    def scans(path: Path, shades: Sequence[int]) -> Path:
        document = pymupdf.open()
        for shade in shades:
            picture = pymupdf.Pixmap(pymupdf.csGRAY, (0, 0, 20, 30), 0)
            picture.clear_with(shade)
            document.new_page(width=200, height=300).insert_image((10, 10, 190, 290), pixmap=picture)
        document.save(path)
        return path

    made = differ.compare(scans(tmp_path / "a.pdf", (10, 60, 110)), scans(tmp_path / "b.pdf", (10, 200, 60, 110)))
    assert [(s.old, s.new) for s in made.sheets] == [(1, 1), (None, 2), (2, 3), (3, 4)]
    assert states(made) == [(None, 2, "added")]


@pytest.mark.parametrize("turn", (0, 90, 180, 270))
def test_boxes_follow_a_turned_and_cropped_page(old: Path, tmp_path: Path, turn: int) -> None:
    paths = []
    for name, text in (("a", "渡口今日复航"), ("b", "渡口明日复航")):
        path = make(tmp_path / f"{name}.pdf", [[text]])
        with pikepdf.open(path, allow_overwriting_input=True) as pdf:
            pdf.pages[0].obj.CropBox = pikepdf.Array([20, 100, 400, 580])
            pdf.pages[0].obj.Rotate = turn
            pdf.save(path)
        paths.append(path)
    (sheet,) = differ.compare(*paths).sheets
    assert sheet.sizes[1] == ((480, 380) if turn % 180 else (380, 480))
    (box,), (region,) = sheet.spots[1], sheet.regions
    assert region[0] - 3 < (box.left + box.right) / 2 < region[2] + 3
    assert region[1] - 3 < (box.top + box.bottom) / 2 < region[3] + 3


def test_pages_are_paired_in_order() -> None:
    from bulletin.compare.said import Page

    def page(text: str) -> Page:
        return Page(1, 1, text, (), frozenset())

    texts = ["甲乙丙丁戊己庚辛", "子丑寅卯辰巳午未", "天地玄黄宇宙洪荒", "赵钱孙李周吴郑王"]
    before = [page(text) for text in texts]
    after = [page(texts[0] + "壬"), page("全新的一页说别的事"), page(texts[1][:6] + "申酉"), page(texts[3])]
    assert align.pairs(before, after) == [(1, 1), (None, 2), (2, 3), (3, None), (4, 4)]
    assert align.pairs([], after)[0] == (None, 1) and align.pairs(before, [])[-1] == (4, None)


# --- Files that are no good -------------------------------------------------------------------------------


def test_files_that_cannot_be_read_are_refused_in_words(old: Path, tmp_path: Path) -> None:
    (tmp_path / "text.pdf").write_text("这不是PDF")
    (tmp_path / "cut.pdf").write_bytes(b"%PDF-1.7\n1 0 obj << /Type")
    with pikepdf.open(old) as pdf:
        pdf.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(owner="a", user="b"))
    pikepdf.new().save(tmp_path / "empty.pdf")
    expected = {"text": "R-310", "cut": "R-310", "locked": "R-311", "empty": "R-312", "none": "S-001"}
    for name, code in expected.items():
        with pytest.raises(SourceError) as caught:
            differ.compare(old, tmp_path / f"{name}.pdf")
        assert [item.code for item in caught.value.findings] == [code], name
        assert str(tmp_path) not in caught.value.findings[0].message() or name == "none"


def test_without_a_rasteriser_the_text_is_compared(old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new = make(tmp_path / "new.pdf", [["全都不同了。"], *PAGES[1:]], extra="0 g 9 9 99 99 re f")
    monkeypatch.setattr(rasters, "tool", lambda: None)
    made = differ.compare(old, new)
    assert [item.code for item in made.findings] == ["R-313"]
    assert made.sheets[1].state is State.SAME and not made.sheets[1].drawn
    assert made.sheets[0].state is State.TEXT
    assert "".join(report.html(made, "en")).count("<img") == 0


def test_a_page_that_cannot_be_drawn_is_told(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rasters, "draw", lambda *_: None)
    made = differ.compare(old, old)
    assert {item.code for item in made.findings} == {"R-314"} and len(made.findings) == 8


def test_a_huge_page_is_drawn_small(tmp_path: Path) -> None:
    path = make(tmp_path / "huge.pdf", [["大"]], (14000.0, 9000.0))
    drawn = rasters.draw(path, 1, (14000.0, 9000.0), 300)
    assert drawn is not None and max(drawn.size) <= 2601
    other = make(tmp_path / "other.pdf", [["小"]], (14000.0, 9000.0))
    (sheet,) = differ.compare(path, other).sheets
    assert sheet.state is State.TEXT


def test_mupdf_draws_where_poppler_is_not(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import shutil

    mutool = shutil.which("mutool")
    if mutool is None:
        pytest.skip("no mutool")
    one = rasters.draw(old, 1, A5, looks.DPI)
    monkeypatch.setattr(rasters, "tool", lambda: mutool)
    other = rasters.draw(old, 1, A5, looks.DPI)
    assert one is not None and other is not None
    assert one.size == other.size and looks.compare(one, other).share < 0.01


# --- What is told -----------------------------------------------------------------------------------------


def test_the_command_tells_draws_and_writes(old: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changed = [["第1篇：渡口<b>的消息", *PAGES[0][1:]], *PAGES[1:]]
    new = make(tmp_path / "新的.pdf", changed)
    page, folder = tmp_path / "diff.html", tmp_path / "pages"
    code = cli.main(["diff", str(old), str(new), "--html", str(page), "--pages", str(folder), "--strict"])
    said = capsys.readouterr()
    assert code == 9
    assert "[-甲-]{+<b>+}" in said.out and "Page 1" in said.out
    assert [path.name for path in folder.iterdir()] == ["page-0001-text.png"]
    text = page.read_text("utf-8")
    assert text.count("data:image/jpeg;base64,") == 2 and "&lt;b&gt;" in text and "<script" not in text
    assert "http" not in text.replace("http-equiv", "")
    before = page.read_bytes()
    assert cli.main(["diff", str(old), str(new), "--html", str(page)]) == 0
    assert page.read_bytes() == before
    capsys.readouterr()
    assert cli.main(["diff", str(old), str(new), "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["same"] is False and data["counts"]["text"] == 1 and data["pages"][0]["texts"][0]["new"] == "<b>"
    assert cli.main(["--lang", "zh-Hans", "diff", str(old), str(old), "--strict"]) == 0
    assert "没有不同" in capsys.readouterr().err
    assert cli.main(["diff", str(old), str(new), "--html", str(tmp_path / "none" / "x.html")]) == 10


def test_heads_and_radicals_are_compared_as_they_are_meant(tmp_path: Path) -> None:
    one = make(tmp_path / "a.pdf", PAGES)
    two = make(tmp_path / "b.pdf", PAGES)
    with pikepdf.open(two, allow_overwriting_input=True) as pdf:
        for font in pdf.pages[0].resources.Font.values():
            table = font.ToUnicode.read_bytes().replace("己".encode("utf-16-be").hex().upper().encode(), b"2F30")
            font.ToUnicode.write(table)  # ⼰, as some programs write 己
        pdf.save(two)
    assert not differ.compare(one, two).differing
