"""Text that is drawn on pages: the same bytes each time, legible to other programs, or as outlines."""

import subprocess
from pathlib import Path

import pikepdf
import pymupdf
import pytest

from bulletin import fonts
from bulletin.model import Script
from bulletin.press.lettering import Lettering

TEXT = "滨河通讯 第128期 A4 page 3 of 9 𠙶〇"


def lettering(role: fonts.Role = "hei", weight: int = 400) -> Lettering:
    return Lettering.of(fonts.prepare(), role, Script.HANS, weight)


def sheet(target: Path, content: list[str], letters: Lettering) -> Path:
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(400, 200))
    page.obj.Contents = pdf.make_stream("\n".join(content).encode())
    page.obj.Resources = pikepdf.Dictionary(Font=letters.embed(pdf))
    pdf.save(target, deterministic_id=True)
    return target


def test_text_is_read_back_and_stands_where_it_should(tmp_path: Path) -> None:
    letters = lettering()
    path = sheet(tmp_path / "a.pdf", [letters.show(TEXT, 10, 20, 100)], letters)
    with pymupdf.open(path) as document:
        (page,) = document
        assert page.get_text().strip() == TEXT
        left, _, right, _ = page.search_for("滨河通讯")[0]
        assert (left, right) == pytest.approx((20, 60), abs=0.2)
        spans = [s for b in page.get_text("dict")["blocks"] for line in b["lines"] for s in line["spans"]]
        assert spans[-1]["bbox"][2] == pytest.approx(20 + letters.width(TEXT, 10), abs=0.2)
    told = subprocess.run(["pdffonts", path], capture_output=True, text=True, check=True).stdout
    rows = [row.split() for row in told.splitlines()[2:]]
    assert rows and all(row[-5:-2] == ["yes", "yes", "yes"] for row in rows), told  # embedded, subset, ToUnicode


def test_the_same_text_gives_the_same_bytes(tmp_path: Path) -> None:
    made = []
    for name in ("a.pdf", "b.pdf"):
        letters = lettering(weight=700)
        made.append(sheet(tmp_path / name, [letters.show(TEXT, 9, 10, 10, (0, 1))], letters).read_bytes())
    assert made[0] == made[1]


def test_outlines_look_as_the_text_does(tmp_path: Path) -> None:
    for toward in ((1.0, 0.0), (0.0, 1.0)):
        letters = lettering("song")
        shown = sheet(tmp_path / "shown.pdf", [letters.show(TEXT[:3], 60, 70, 5, toward)], letters)
        outlined = sheet(tmp_path / "drawn.pdf", [letters.paths(TEXT[:3], 60, 70, 5, toward)], lettering("song"))
        pictures = []
        for path in (shown, outlined):
            with pymupdf.open(path) as document:
                assert bool(document[0].get_fonts()) == (path == shown)
                pictures.append(document[0].get_pixmap(dpi=110, colorspace=pymupdf.csGRAY).samples)
        inked = sum(value < 128 for value in pictures[0])
        apart = sum(abs(one - two) > 128 for one, two in zip(*pictures, strict=True))
        assert inked > 2000
        assert apart < 0.01 * inked


def test_a_character_without_type_is_seen_to_be_missing(tmp_path: Path) -> None:
    letters = lettering()
    strange = "好\U000e0fff"
    assert letters.lacking(strange) == "\U000e0fff"
    path = sheet(tmp_path / "a.pdf", [letters.show(strange, 10, 20, 100)], letters)
    with pymupdf.open(path) as document:
        assert document[0].get_text().strip() == "好〓"
    assert letters.width(strange, 10) == pytest.approx(20)
