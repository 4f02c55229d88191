"""The job sheet: one page that says what the press file and the order are, and leaves lines for what is missing."""

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pymupdf
import pytest

from bulletin import fonts
from bulletin.config.job import JobSettings
from bulletin.making import edit
from bulletin.model import Artifact, Edition, Script
from bulletin.outputs import jobsheet
from bulletin.outputs.jobsheet import PressFile, colours, sheet, trim_name, words
from bulletin.readers.issue import load
from tests.conftest import PUBLICATION, Publish

FILE = PressFile(
    name="test-2026-11-23-zh-Hans-press.pdf",
    sha256="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    pages=16,
    trim=(210.002, 284.998),
    bleed=3,
    plates=("Cyan", "Magenta", "Yellow", "Black"),
    profile="ISO Coated v2 300% (basICColor)",
    ink=250,
    standard="x-4",
    outlines=False,
)
SAYS: dict[str, Any] = {
    "shop": "桥头印务社",
    "copies": 1200,
    "paper": "80克双胶纸",
    "cover_paper": "157克铜版纸",
    "cover_pages": 4,
    "binding": "骑马钉",
    "contact": "栗文舟 5550 0128",
    "deliver_on": "12月3日上午",
    "deliver_to": "渡口街9号",
    "remarks": "先出数码样。\n\n看过再上机。",
}
FACES = fonts.prepare()


@pytest.fixture
def edition(publish: Publish) -> Edition:
    loaded = load(publish(publication=PUBLICATION.replace("editions:", "permit: 临内资准字第0128号\neditions:")))
    return edit(loaded, loaded.plans[0])[0]


def text(path: Path) -> str:
    with pymupdf.open(path) as document:
        assert document.page_count == 1
        return "".join(document[0].get_text().split())


def in_script(edition: Edition, script: Script) -> Edition:
    return replace(edition, plan=replace(edition.plan, script=script))


@pytest.mark.parametrize(
    ("script", "said"),
    [
        (Script.HANS, "付印单 大16开 1,200份 16P（8张） 4＋4四色（CMYK） 其中封面4P，内文12P 未转曲，字体已嵌入"),
        (Script.TW, "付印單 完成尺寸 1,200份 16P（8張） 4＋4四色（CMYK） 未轉外框，字型已嵌入"),
        (Script.HK, "付印單 大度16開 釘裝 1,200份 16P（8張） 4＋4四色（CMYK）"),
    ],
)
def test_a_full_sheet_says_everything(edition: Edition, tmp_path: Path, script: Script, said: str) -> None:
    target = tmp_path / "job.pdf"
    assert sheet(in_script(edition, script), FILE, JobSettings(**SAYS), FACES, target) == ()
    shown = text(target)
    values = [str(value) for key, value in SAYS.items() if key not in ("copies", "cover_pages", "remarks")]
    wanted = [*said.split(), *values, *SAYS["remarks"].split(), FILE.name, FILE.sha256, FILE.profile, "250%", "PDF/X-4"]
    wanted += ["测试通讯", "第3期", "2026年11月23日", "测试编辑部", "临内资准字第0128号", "210×285"]
    assert [part for part in wanted if "".join(part.split()) not in shown] == []


def test_what_is_missing_is_a_line_and_a_note(edition: Edition, tmp_path: Path) -> None:
    (found,) = sheet(edition, FILE, JobSettings(), FACES, tmp_path / "job.pdf")
    assert found.code == "R-400"
    assert found.values["lines"] == "印数、用纸、装订、承印单位、联系人及电话、交货日期、交货地点"
    with pymupdf.open(tmp_path / "job.pdf") as document:
        lines = [d for d in document[0].get_drawings() if 165 < d["rect"].width < 175]
    assert len(lines) == 7


def test_the_publication_fills_in_what_it_has_said_already(publish: Publish, tmp_path: Path) -> None:
    said = "printer: 桥头印务社\nimprint: {copies: 1200, phone: 5550 0128}\neditions:"
    loaded = load(publish(publication=PUBLICATION.replace("editions:", said)))
    made = edit(loaded, loaded.plans[0])[0]
    (found,) = sheet(made, FILE, JobSettings(), FACES, tmp_path / "job.pdf")
    assert found.values["lines"] == "用纸、装订、交货日期、交货地点"
    assert "1,200份" in text(tmp_path / "job.pdf")


def test_the_longest_sheet_stays_on_one_page(edition: Edition, tmp_path: Path) -> None:
    keys = ("shop", "paper", "cover_paper", "binding", "finish", "contact", "deliver_on", "deliver_to")
    most = JobSettings(**dict.fromkeys(keys, "龙" * 80), remarks="龙" * 400, cover_pages=4, copies=1)
    assert sheet(edition, FILE, most, FACES, tmp_path / "job.pdf") == ()
    assert text(tmp_path / "job.pdf").count("龙") == 8 * 80 + 400


def test_a_cover_with_more_pages_than_the_file(edition: Edition, tmp_path: Path) -> None:
    found = sheet(edition, replace(FILE, pages=4), JobSettings(**SAYS), FACES, tmp_path / "job.pdf")
    assert [one.code for one in found] == ["R-401"]
    assert "其中封面" not in text(tmp_path / "job.pdf")


def test_the_sheet_is_accessible_and_the_same_on_a_second_run(edition: Edition, tmp_path: Path) -> None:
    for name in ("one.pdf", "two.pdf"):
        sheet(edition, FILE, JobSettings(**SAYS), FACES, tmp_path / name)
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()
    with pikepdf.open(tmp_path / "one.pdf") as pdf:
        assert pdf.Root.MarkInfo.Marked and pdf.Root.Lang == "zh-Hans"
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1" and "付印单" in metadata["dc:title"]


def test_what_an_editor_writes_is_text(edition: Edition, tmp_path: Path) -> None:
    sheet(
        edition,
        FILE,
        JobSettings(remarks="<img src='file:///etc/passwd'> {{ 7*7 }} & 备注"),
        FACES,
        tmp_path / "job.pdf",
    )
    assert "<imgsrc='file:///etc/passwd'>{{7*7}}&备注" in text(tmp_path / "job.pdf")


@pytest.mark.parametrize(
    ("trim", "name"),
    [
        ((210, 285), "大16开"),
        ((185, 260), "16开（正度）"),
        ((210, 297), "A4"),
        ((148, 210), "A5"),
        ((140, 203), "大32开"),
        ((260, 370), "8开（正度）"),
        ((285, 420), "大8开"),
        ((297, 210), "A4（横）"),
        ((211.4, 295.6), "A4"),
        ((200, 200), "非标准开本"),
    ],
)
def test_trim_sizes_have_their_names(trim: tuple[float, float], name: str) -> None:
    assert trim_name(trim, words(Script.HANS)) == name


@pytest.mark.parametrize(
    ("plates", "pages", "said"),
    [
        (("Cyan", "Magenta", "Yellow", "Black"), 8, "4＋4　四色（CMYK）"),
        (("Black",), 8, "1＋1　黑"),
        (("Black", "PANTONE 485 C"), 8, "2＋2　黑＋专色 PANTONE 485 C"),
        (("Cyan", "Magenta", "Yellow", "Black", "专红"), 8, "5＋5　四色（CMYK）＋专色 专红"),
        (("Cyan", "Black"), 1, "4＋0　四色（CMYK）"),
        (("专红",), 2, "1＋1　专色 专红"),
        ((), 2, ""),
    ],
)
def test_colours_are_counted_by_plates(plates: tuple[str, ...], pages: int, said: str) -> None:
    assert colours(plates, pages, words(Script.HANS)) == said


def test_a_press_file_is_known_by_its_facts_and_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a-press.pdf"
    path.write_bytes(b"%PDF")
    facts = {"trim": [210.0, 297.0], "bleed": 3, "plates": ["Black"], "profile": "x", "ink": 250, "outlines": True}
    known = jobsheet.press_file(Artifact("press", "zh-Hans", path, path.name, 4, facts))
    assert known.sha256 == hashlib.sha256(b"%PDF").hexdigest()
    assert (known.trim, known.pages, known.plates, known.standard) == ((210.0, 297.0), 4, ("Black",), "")


def test_the_scripts_have_the_same_words() -> None:
    first, *others = (set(words(script)) for script in Script)
    assert all(other == first for other in others)
    assert {f"size-{name}" for name in jobsheet.TRIMS} <= first
