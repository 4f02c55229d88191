"""Geometry of every layout: pages hold the 字 and lines that layout.yaml counts, margins are what is left, settings choose."""

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from bulletin import fonts, layouts, making, pipeline
from bulletin.blocks import Group
from bulletin.cli import main
from bulletin.compose import official, page
from bulletin.config.pages import MM
from bulletin.errors import ExitCode, LayoutError, SettingsError
from bulletin.model import EditionPlan, Script
from bulletin.pipeline import Request
from bulletin.readers import issue as issue_reader
from tests import check_setting
from tests.conftest import ISSUE, PUBLICATION, SAMPLE, Publish

NAMES = ("booklet", "bulletin", "compact", "gazette")
HAN = (
    "的一是不了在人有我他这中大来上个国和也子时道出要于就下得可你年生自会那后能对着事其里所去行过家十用发天如然作方成者"
)


def running_text(count: int) -> str:
    """Return ``count`` characters without a mark, so that each full line holds exactly its 字."""
    return "".join(HAN[(n * 7 + n // 13) % len(HAN)] for n in range(count))


def plan(layout: str, **settings: str) -> EditionPlan:
    return EditionPlan("x", Script.HANS, layout, ("pdf",), settings=settings)


def laid_out(publish: Publish, layout: str, count: int, **settings: str) -> Any:
    """Return WeasyPrint's document of one article of ``count`` characters in one paragraph."""
    from bulletin.typeset import pages as typeset_pages

    folder = publish(files={"a.md": f"---\ntitle: 长文\n---\n{running_text(count)}\n"})
    loaded = issue_reader.load(folder)
    made = making.edit(loaded, plan(layout, **settings))[0]
    composed = page.compose(made, layouts.load(layout), fonts.prepare())
    return typeset_pages.lay_out(composed.html, composed.css, composed.pictures)


def text_lines(box: Any, em: float) -> Iterator[tuple[float, float, str]]:
    """Yield left edge, top and text of each line of body size of a page, margin boxes left out."""
    from weasyprint.formatting_structure import boxes

    for child in box.children:
        if isinstance(child, boxes.MarginBox):
            continue
        for line in child.descendants():
            if isinstance(line, boxes.LineBox) and abs(line.style["font_size"] * 0.75 - em) < 0.01:
                text = "".join(t.text for t in line.descendants() if isinstance(t, boxes.TextBox))
                if text.strip():
                    yield line.position_x, line.position_y, text


@pytest.mark.parametrize(
    ("layout", "settings", "columns", "characters", "lines"),
    [
        ("bulletin", {}, 2, 22, 42),
        ("bulletin", {"columns": "3"}, 3, 14, 42),
        ("bulletin", {"size": "large"}, 2, 19, 35),
        ("bulletin", {"paper": "16开"}, 2, 19, 36),
        ("bulletin", {"paper": "大16开"}, 2, 22, 40),
        ("bulletin", {"paper": "大16开", "columns": "3"}, 3, 14, 40),
        ("bulletin", {"paper": "B5"}, 2, 18, 34),
        ("bulletin", {"paper": "正8开", "columns": "3"}, 3, 18, 54),
        ("compact", {}, 3, 17, 48),
        ("compact", {"paper": "大16开"}, 3, 17, 46),
        ("compact", {"paper": "正8开"}, 4, 16, 63),
        ("compact", {"paper": "大8开"}, 4, 18, 73),
        ("booklet", {}, 1, 30, 26),
        ("booklet", {"size": "large"}, 1, 26, 23),
        ("booklet", {"paper": "大32开"}, 1, 28, 25),
        ("booklet", {"paper": "16开"}, 1, 38, 32),
        ("booklet", {"paper": "32开"}, 1, 26, 22),
        ("booklet", {"paper": "B5"}, 1, 36, 31),
        ("booklet", {"paper": "B5", "size": "large"}, 1, 31, 28),
        ("gazette", {}, 1, 28, 22),
        ("gazette", {"variant": "公报"}, 2, 21, 38),
    ],
)
def test_a_full_page_holds_its_lines_and_characters(
    publish: Publish, layout: str, settings: dict[str, str], columns: int, characters: int, lines: int
) -> None:
    # Half a line more, so that the last line is no lone character, which would be set otherwise.
    count = 4 * columns * characters * lines + characters // 2
    made = laid_out(publish, layout, count, **settings)
    measures = layouts.load(layout).measures(layouts.load(layout).settings(plan(layout, **settings)))
    # The last page but two is running text from its first line to its last.
    whole = list(text_lines(made.document.pages[-3]._page_box, measures["em"]))
    assert Counter(len(text) for _, _, text in whole) == {characters: columns * lines}
    lefts = Counter(round(left) for left, _, _ in whole)
    assert sorted(lefts.values()) == [lines] * columns
    tops = sorted({round(top * 0.75, 1) for _, top, _ in whole})
    assert len(tops) == lines
    assert tops[-1] - tops[0] == pytest.approx((lines - 1) * measures["line"], abs=0.2)
    assert not made.overset and not made.findings


@pytest.mark.parametrize(
    ("layout", "settings", "left", "right", "top", "foot"),
    [
        # TYPOGRAPHY B2, in mm, on a right-hand page: inner margin left.
        ("bulletin", {}, 19.8, 19.8, 22.0, 23.1),
        ("compact", {}, 17.6, 17.6, 25.0, 28.1),
        ("booklet", {}, 20.4, 16.4, 24.0, 20.8),
        ("booklet", {"size": "large"}, 20.5, 17.4, 25.0, 22.6),
        ("booklet", {"paper": "32k-large"}, 20.0, 16.2, 23.5, 20.6),
        ("booklet", {"paper": "16k"}, 24.0, 20.2, 30.0, 26.7),
        ("gazette", {}, 28.0, 26.3, 37.0, 35.0),
        ("gazette", {"variant": "bulletin"}, 23.5, 23.5, 35.0, 34.0),
    ],
)
def test_margins_are_what_is_left_of_the_paper(
    publish: Publish, layout: str, settings: dict[str, str], left: float, right: float, top: float, foot: float
) -> None:
    made = laid_out(publish, layout, 3000, **settings)
    for number, sheet in enumerate(made.document.pages, 1):
        box = sheet._page_box
        sides = [box.margin_left, box.margin_right][:: 1 if number % 2 else -1]
        found = [side * 0.75 / MM for side in (*sides, box.margin_top, box.margin_bottom)]
        assert found == pytest.approx([left, right, top, foot], abs=0.2)


def test_the_gazette_counted_in_its_pdf(publish: Publish, tmp_path: Path) -> None:
    if not shutil.which("pdftotext"):
        pytest.skip("no pdftotext on this machine")
    made = laid_out(publish, "gazette", 4 * 22 * 28 + 14)
    made.write_pdf(tmp_path / "x.pdf")
    run = ["pdftotext", "-bbox-layout", "-f", "2", "-l", "2", str(tmp_path / "x.pdf"), str(tmp_path / "x.html")]
    subprocess.run(run, check=True)
    tree = ElementTree.parse(tmp_path / "x.html")
    space = "{http://www.w3.org/1999/xhtml}"
    found = []
    for line in tree.iter(f"{space}line"):
        text = "".join(word.text or "" for word in line.iter(f"{space}word"))
        if text != "2":
            found.append((text, float(line.get("xMin", 0)) / MM, float(line.get("xMax", 0)) / MM))
    assert [len(text) for text, _, _ in found] == [28] * 22
    # A left-hand page: the inner margin of 28 mm is on the right.
    assert all(first == pytest.approx(26.3, abs=0.5) for _, first, _ in found)
    assert all(last == pytest.approx(210 - 28, abs=0.5) for _, _, last in found)


def test_the_ink_of_the_red_head_stands_where_the_standard_has_it(publish: Publish) -> None:
    from weasyprint.formatting_structure import boxes

    box = laid_out(publish, "gazette", 100).document.pages[0]._page_box
    mark = next(b for b in box.descendants() if isinstance(b, boxes.TextBox) and b.text == "测试通讯")
    em = mark.style["font_size"]
    # The ink of a character begins about .06 em below the top of its frame, which is .88 em above the baseline.
    ink = mark.position_y + mark.baseline - 0.88 * em + 0.06 * em
    assert ink * 0.75 / MM == pytest.approx(37 + 35, abs=1.0)


@pytest.mark.parametrize("layout", NAMES)
@pytest.mark.parametrize("name", ["2026-11-23", "2026-12-07"])
def test_every_layout_holds_the_sample_whole(layout: str, name: str, tmp_path: Path) -> None:
    """The proof of the build itself: nothing lost, nothing out of order, nothing WeasyPrint complains of."""
    loaded = issue_reader.load(SAMPLE.parent / name)
    script = Script.HANS if name == "2026-12-07" else Script.HK
    made = making.make_edition(loaded, replace(plan(layout), script=script), tmp_path)
    assert [f for f in made.findings if f.code[0] in "LPF" and f.severity.value != "note"] == []
    assert made.artifacts[0].path.is_file()


def test_the_gazette_for_many_holds_the_sample_whole(tmp_path: Path) -> None:
    loaded = issue_reader.load(SAMPLE)
    made = making.make_edition(loaded, plan("gazette", variant="bulletin"), tmp_path)
    assert [f for f in made.findings if f.severity.value == "error"] == []


# --- settings ---------------------------------------------------------------------------------------------


def test_settings_choose_page_colour_and_faces(publish: Publish) -> None:
    loaded = issue_reader.load(publish())
    chosen = plan("bulletin", columns="3", accent="蓝", body="楷", heads="hei")
    composed = page.compose(making.edit(loaded, chosen)[0], layouts.load("bulletin"), fonts.prepare())
    for name in ("accent-blue", "body-kai", "heads-hei", "columns-3"):
        assert f" {name}" in composed.html.split("class=", 1)[1].split(">", 1)[0].replace('"', " ")
    assert "--columns: 3;" in composed.css
    assert "--column: 147pt;" in composed.css


@pytest.mark.parametrize("settings", [{"size": "large", "paper": "16k"}, {"columns": "3", "size": "large"}])
def test_settings_that_no_page_fits_are_told(settings: dict[str, str]) -> None:
    with pytest.raises(SettingsError) as caught:
        layouts.load("bulletin").settings(plan("bulletin", **settings))
    (told,) = caught.value.findings
    assert told.code == "C-029"
    assert "paper: A4, columns: 2, size: normal" in told.cure("en")


def test_what_no_layout_knows_is_told() -> None:
    with pytest.raises(SettingsError) as caught:
        layouts.load("booklet").settings(plan("booklet", papr="A5", size="huge"))
    assert [f.code for f in caught.value.findings] == ["C-025", "C-026"]


def test_a_page_wider_than_its_paper_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(layouts.HOME, tmp_path / "layouts")
    monkeypatch.setattr(layouts, "HOME", tmp_path / "layouts")
    spec = tmp_path / "layouts" / "compact" / "layout.yaml"
    spec.write_text(spec.read_text("utf-8").replace("characters: 17", "characters: 21"), "utf-8")
    with pytest.raises(LayoutError) as caught:
        layouts.load("compact")
    assert caught.value.findings[0].code == "C-012"
    spec.write_text(
        spec.read_text("utf-8").replace("characters: 21", "characters: 17").replace("accent: red", "axent: red")
    )
    with pytest.raises(LayoutError) as caught:
        layouts.load("compact")
    assert caught.value.findings[0].code == "C-010"


@pytest.mark.parametrize("name", NAMES)
def test_each_layout_is_complete_and_can_be_begun_from(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = layouts.HOME / name
    for part in ("layout.yaml", "page.html.j2", "print.css", "book.css", "specimen.png"):
        assert (folder / part).is_file(), part
    assert (folder / "specimen.png").stat().st_size < 150_000
    spec = layouts.load(name).spec
    assert set(spec.title) == set(spec.about) == {"en", "zh-Hans"}
    assert all(set(choice.about) == {"en", "zh-Hans"} for choice in spec.settings.values())
    assert all(choice.default in choice.values for choice in spec.settings.values() if choice.kind == "choice")
    assert all(value in choice.values for choice in spec.settings.values() for value in choice.also.values())
    shutil.copytree(layouts.HOME, tmp_path / "layouts")
    monkeypatch.setattr(layouts, "HOME", tmp_path / "layouts")
    assert main(["layouts", "--new", "own", "--from", name]) == ExitCode.OK
    assert main(["layouts"]) == ExitCode.OK
    listed = capsys.readouterr().out
    assert f"own: {spec.title['en']}" in listed and "set: {accent: " in listed
    assert layouts.load("own").measures(layouts.load("own").settings(plan("own"))) == spec.measures


# --- official documents -----------------------------------------------------------------------------------


DOCUMENT = """\
---
title: 关于修缮渡口石阶的通知
series: 滨街发〔2026〕12号
---
各社区居民委员会：

渡口石阶自三月起修缮。

附件：示意图

::: 落款
滨河街道办事处

2026年3月5日
:::

抄送：航道管理站。
"""


def test_parts_of_a_document_are_known_by_their_words(publish: Publish) -> None:
    blocks = issue_reader.load(publish(files={"a.md": DOCUMENT})).issue.articles[0].blocks
    assert [official.part(blocks, n) for n in range(len(blocks))] == ["to", "", "annex", "signed", "copies"]
    assert official.signed(blocks) and not official.signed(blocks[:3])
    signature = blocks[3]
    assert isinstance(signature, Group)
    issuer, date = official.indents(signature.blocks)
    assert date == 4.0 and 3.5 < issuer < 5.5


def test_a_document_is_whole_and_its_record_stands_last(publish: Publish, tmp_path: Path) -> None:
    from bulletin.checks import pdf_text

    publication = PUBLICATION.replace("layout: bulletin", "layout: gazette")
    issue = ISSUE.replace("[a.md]", "[a.md, b.md]")
    files: dict[str, str | bytes] = {"a.md": DOCUMENT, "b.md": DOCUMENT.replace("12号", "13号")}
    folder = publish(publication=publication, issue=issue, files=files)
    result = pipeline.build(Request(folder, into=tmp_path / "out"))
    (made,) = result.folder.glob("*.pdf")
    pages = [sheet.text for sheet in pdf_text.read(made)]
    numbers = [n for n, text in enumerate(pages) if "滨街发" in text]
    first, second = "".join(pages[: numbers[1]]), "".join(pages[numbers[1] :])
    assert "〔2026〕12号" in first and "〔2026〕13号" in second
    for text in (first, second):
        places = [
            text.index(part) for part in ("关于修缮", "各社区", "附件", "2026年3月5日", "抄送", "2026年11月23日印发")
        ]
        assert places == sorted(places)
    # What the imprint says stands in the last record alone, and a record on a page's last lines.
    assert "第3期" not in first and "第3期" in second


@pytest.mark.parametrize(
    ("layout", "script"),
    [
        ("bulletin", Script.HANS),
        ("bulletin", Script.TW),
        ("compact", Script.HANS),
        ("booklet", Script.HK),
        ("gazette", Script.HANS),
    ],
)
def test_a_second_reader_finds_no_fault(layout: str, script: Script, tmp_path: Path) -> None:
    """MuPDF and a counter that shares no code with the program; ``make check-setting`` does all layouts and scripts."""
    found = check_setting.count(SAMPLE, layout, script, tmp_path)
    assert check_setting.faults(found) == {}
    assert found.measured > 300
    assert found.short_half <= 0.005 * found.measured


@pytest.mark.parametrize("layout", ["bulletin", "booklet"])
def test_a_drop_head_stands_in_its_place_in_the_reading_order(layout: str, publish: Publish, tmp_path: Path) -> None:
    """The leak proof walks the stream in order: a float would be drawn, and read, before all else of its page."""
    text = "渡口没有风，老船工把缆绳绕在石柱上，回头看了看对岸。" * 6
    loaded = issue_reader.load(publish(files={"a.md": f"---\ntitle: 渡口\nrank: lead\n---\n{text}\n\n{text}\n"}))
    chosen = plan(layout, drop="true")
    made = making.make_edition(loaded, chosen, tmp_path)
    assert [f for f in made.findings if f.severity.value != "note"] == []
    composed = page.compose(making.edit(loaded, chosen)[0], layouts.load(layout), fonts.prepare())
    assert composed.html.count('<span class="drop">渡</span>') == 1


@pytest.mark.parametrize(
    ("layout", "settings"),
    [("bulletin", {}), ("compact", {}), ("booklet", {}), ("gazette", {}), ("gazette", {"variant": "bulletin"})],
)
def test_headings_begin_at_one_and_skip_no_level(layout: str, settings: dict[str, str]) -> None:
    """PDF/UA-1 (ISO 14289-1 §7.4.2); ``make check-press`` has veraPDF say so."""
    edition = making.edit(issue_reader.load(SAMPLE), plan(layout, **settings))[0]
    html = page.compose(edition, layouts.load(layout), fonts.prepare()).html
    levels = [int(level) for level in re.findall(r"<h([1-6])\b", html)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
