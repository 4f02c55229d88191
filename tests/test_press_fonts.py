"""Font programs that PDF 1.4 can hold: the same glyphs, unwrapped."""

import io
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Dictionary, Name

from bulletin.press.flat import save
from bulletin.press.fonts import bare
from bulletin.press.outlines import outline
from bulletin.press.truetype import tables
from tests import press_pdf
from tests.press_pdf import astray, page, shown, written


def opened() -> tuple[pikepdf.Pdf, list[pikepdf.Object]]:
    pdf = pikepdf.new()
    fonts = [press_pdf.composite(pdf, press_pdf.font(cff)) for cff in (True, False)]
    page(pdf, b"BT /C 40 Tf 20 140 Td <00010002> Tj /T 40 Tf 0 -80 Td <00010002> Tj ET",
         Font=Dictionary(C=fonts[0], T=fonts[1]))  # fmt: skip
    return pdf, [font.DescendantFonts[0] for font in fonts]


def test_cff_is_unwrapped_byte_for_byte_and_the_page_looks_the_same() -> None:
    pdf, (cff, truetype) = opened()
    before = shown(written(pdf))[0]
    told = bare(pdf)
    assert (told.programs, told.left) == (1, ())
    file = cff.FontDescriptor.FontFile3
    assert file.Subtype == Name.CIDFontType0C and file.read_bytes() == tables(press_pdf.font(cff=True))["CFF "]
    # the map is TrueType's alone
    assert "/CIDToGIDMap" not in cff and truetype.CIDToGIDMap == Name.Identity
    assert truetype.FontDescriptor.FontFile2.read_bytes() == press_pdf.font()
    assert astray(before, shown(written(pdf))[0]) == 0
    assert bare(pdf).programs == 0


def test_truetype_in_an_opentype_stream_becomes_a_truetype_stream() -> None:
    pdf, (_, truetype) = opened()
    described = truetype.FontDescriptor
    described.FontFile3 = pdf.make_stream(described.FontFile2.read_bytes(), Subtype=Name.OpenType)
    del described["/FontFile2"]
    before = shown(written(pdf))[0]
    assert bare(pdf).programs == 2
    assert "/FontFile3" not in described and int(described.FontFile2.Length1) == len(press_pdf.font())
    assert "/Subtype" not in described.FontFile2
    assert astray(before, shown(written(pdf))[0]) == 0


def test_two_fonts_of_one_program_share_it_still() -> None:
    pdf, (cff, _) = opened()
    again = pdf.make_indirect(Dictionary(dict(cff.items())))
    again.FontDescriptor = pdf.make_indirect(Dictionary(dict(cff.FontDescriptor.items())))
    pdf.pages[0].obj.Resources.Font.D = pdf.make_indirect(again)
    assert bare(pdf).programs == 1
    assert again.FontDescriptor.FontFile3.objgen == cff.FontDescriptor.FontFile3.objgen
    assert "/CIDToGIDMap" not in again


@pytest.mark.parametrize("junk", [b"", b"OTTO", b"OTTO\0\2\0\0\0\0\0\0short", b"%!PS-AdobeFont"])
def test_a_program_that_cannot_be_read_stays_and_is_named(junk: bytes) -> None:
    pdf, (cff, _) = opened()
    cff.FontDescriptor.FontFile3.write(junk)
    told = bare(pdf)
    assert (told.programs, told.left) == (0, ("TESTED+Test",))
    assert cff.FontDescriptor.FontFile3.read_bytes() == junk
    assert cff.FontDescriptor.FontFile3.Subtype == Name.OpenType


def test_bare_cff_can_be_outlined() -> None:
    pdf, _ = opened()
    bare(pdf)
    before = shown(written(pdf))[0]
    assert outline(pdf).skipped == ()
    assert astray(before, shown(written(pdf))[0]) == 0


def test_saved_as_pdf_1_4_and_the_same_twice(tmp_path: Path) -> None:
    for name in ("a.pdf", "b.pdf"):
        pdf, _ = opened()
        bare(pdf)
        save(pdf, tmp_path / name)
    made = (tmp_path / "a.pdf").read_bytes()
    assert made.startswith(b"%PDF-1.4") and made == (tmp_path / "b.pdf").read_bytes()
    assert b"/ObjStm" not in made and b"/XRef" not in made and b"\nxref\n" in made
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert pdf.pdf_version == "1.4" and not pdf.check_pdf_syntax()
