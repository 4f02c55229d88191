"""The preflight inspector: each fault named with its page, and nothing said of good files of several programs."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pymupdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image

from bulletin.checks.preflight import preflight
from bulletin.checks.preflight.reports import Report
from bulletin.checks.preflight.target import Target
from bulletin.findings import codes
from tests import preflight_files as files
from tests.preflight_files import FAULTS, OFFICE, OLD, PRESS, Fault, press_file, save
from tests.test_inspect import stock

EVERYWHERE = (-1e9, -1e9, 1e9, 1e9)


def told(report: Report) -> set[str]:
    return {hit.code for hit in report.hits}


def look(path: Path, target: Target | None = PRESS) -> Report:
    return preflight.inspect(path, target, raster=False)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_each_fault_is_named(fault: Fault, tmp_path: Path) -> None:
    report = look(fault.make(tmp_path / "faulty.pdf"), fault.target)
    assert told(report) == {fault.code} | fault.also, [(h.code, h.page, dict(h.values)) for h in report.hits]
    pages = {page for item in report.told if item.hit.code == fault.code for page in item.pages}
    assert pages == (set(fault.page) if isinstance(fault.page, tuple) else {fault.page})
    messages = [f.message() for f in report.findings if f.code == fault.code]
    assert any(fault.says in message for message in messages), messages


def test_a_hundred_faults_for_nearly_all_rules() -> None:
    assert len({fault.name for fault in FAULTS}) == len(FAULTS) >= 90
    elsewhere = {f"X-{n:03}" for n in (1, 2, 7, 51, 52, 95, 96, 97, 98, 99, 102, 111)}
    assert {fault.code for fault in FAULTS} | elsewhere == {code for code in codes() if code[0] == "X"}


# Good files, of several programs.


def by_hand(folder: Path) -> Path:
    return save(press_file(pages=3), folder / "good.pdf")


def by_hand_old(folder: Path) -> Path:
    return save(files.old_file(), folder / "good.pdf", old=True)


def with_everything(folder: Path) -> Path:
    """A spot plate, tints of it, a CMYK JPEG of Adobe's kind, a soft mask, crop marks in registration colour, a slug."""
    body = files.BODY + (
        b" /Spot cs 1 scn BT /F 20 Tf 40 180 Td <00010002> Tj ET .3 scn 40 60 30 20 re f q 60 0 0 60 60 80 cm /J Do Q"
        b" /All CS 1 SCN .25 w 20 0 m 20 8 l S 0 20 m 8 20 l S 220 232 m 220 240 l S"
        b" q 0 0 0 1 k BT /F 5 Tf 60 2 Td <000100020003> Tj ET Q"
        b" /Half gs 0 .2 .2 0 k 140 150 40 20 re f"
    )
    pdf = press_file(body)
    data = files.jpeg((20, 90, 120, 30))
    image = pdf.make_stream(data, Type=Name.XObject, Subtype=Name.Image, Width=300, Height=300, BitsPerComponent=8)
    image.ColorSpace, image.Filter, image.Decode = Name.DeviceCMYK, Name.DCTDecode, Array([1, 0] * 4)
    image.SMask = files.picture(pdf, (300, 300), Name.DeviceGray, (128,))
    files.first(pdf).Resources.XObject.J = image
    return save(pdf, folder / "good.pdf")


def saddle_stitched(folder: Path) -> Path:
    return save(press_file(pages=8), folder / "good.pdf")


def turned_to_outlines(folder: Path) -> Path:
    body = b"0 0 0 1 k " + b" ".join(
        b"q .01 0 0 .01 %d 100 cm 0 0 m 10 900 20 800 100 700 c 200 300 300 100 400 0 c 500 10 600 20 8 2 c f Q"
        % (40 + 9 * n)
        for n in range(12)
    )
    return save(press_file(body), folder / "good.pdf")


def in_a_form_twice(folder: Path) -> Path:
    pdf = press_file(b"/X Do 1 0 0 1 0 40 cm /X Do")
    made = files.form(pdf, files.TEXT, Resources=Dictionary(Font=files.first(pdf).Resources.Font))
    files.first(pdf).Resources.XObject.X = made
    return save(pdf, folder / "good.pdf")


def by_ghostscript(folder: Path) -> Path:
    if not shutil.which("gs"):
        pytest.skip("no Ghostscript on this machine")
    page = folder / "page.ps"
    page.write_text(
        "%!\n<< /PageSize [300 300] >> setpagedevice /Helvetica 12 selectfont 40 200 moveto (Good text) show\n"
        "0.2 setlinewidth 40 180 moveto 200 180 lineto stroke showpage\n"
    )
    made = folder / "gs.pdf"
    command = ["gs", "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=pdfwrite", "-dPDFSETTINGS=/prepress"]
    subprocess.run([*command, f"-sOutputFile={made}", str(page)], check=True, capture_output=True)
    return made


def by_mupdf(folder: Path) -> Path:
    document = pymupdf.open()
    page = document.new_page(width=300, height=300)
    page.insert_font("sq", fontbuffer=files.face())
    page.insert_text((40, 100), "ABC", fontname="sq", fontsize=12)
    page.draw_rect(pymupdf.Rect(40, 140, 120, 180), color=(0, 0, 0), width=1)
    document.save(folder / "mupdf.pdf")
    return folder / "mupdf.pdf"


def by_pillow(folder: Path) -> Path:
    Image.new("CMYK", (600, 600), (40, 80, 120, 10)).save(folder / "pillow.pdf", resolution=300)
    return folder / "pillow.pdf"


def by_weasyprint(folder: Path) -> Path:
    return stock(folder, "<h2>渡口</h2><p>清晨的渡口没有风，老船工把缆绳绕在石柱上。</p>")


def by_cairo(folder: Path) -> Path:
    if not shutil.which("pdftocairo"):
        pytest.skip("no Poppler on this machine")
    subprocess.run(["pdftocairo", "-pdf", str(by_weasyprint(folder)), str(folder / "cairo.pdf")], check=True)
    return folder / "cairo.pdf"


def by_chromium(folder: Path) -> Path:
    browser = next(
        (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
    )
    if not browser:
        pytest.skip("no Chromium on this machine")
    page = folder / "page.html"
    page.write_text("<!doctype html><html lang=en><title>t</title><p style='color:#123'>Good text<hr>", "utf-8")
    command = [browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}"]
    done = subprocess.run(
        [*command, f"--print-to-pdf={folder / 'web.pdf'}", page.as_uri()], capture_output=True, timeout=60
    )
    assert done.returncode == 0
    return folder / "web.pdf"


def by_office(folder: Path) -> Path:
    office = shutil.which("soffice")
    if not office:
        pytest.skip("no LibreOffice on this machine")
    (folder / "page.txt").write_text("Good text\n")
    subprocess.run(
        [office, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(folder / "page.txt")], check=True
    )
    return folder / "page.pdf"


def by_qpdf(folder: Path) -> Path:
    with pikepdf.open(by_hand(folder)) as pdf:
        pdf.save(folder / "linear.pdf", linearize=True, force_version="1.6")
    return folder / "linear.pdf"


GOOD: tuple[tuple[Callable[[Path], Path], Target | None], ...] = (
    (by_hand, PRESS),
    (by_hand, None),
    (by_hand_old, OLD),
    (with_everything, PRESS),
    (saddle_stitched, Target(standard="x-4", safety=3, binding=4)),
    (turned_to_outlines, PRESS),
    (in_a_form_twice, PRESS),
    (by_qpdf, PRESS),
    (by_ghostscript, OFFICE),
    (by_ghostscript, None),
    (by_mupdf, OFFICE),
    (by_pillow, OFFICE),
    (by_weasyprint, None),
    (by_cairo, None),
    (by_chromium, None),
    (by_office, None),
)


@pytest.mark.parametrize(
    ("make", "target"), GOOD, ids=lambda v: getattr(v, "__name__", "claimed" if v is None else "asked")
)
def test_nothing_is_said_of_a_good_file(make: Callable[[Path], Path], target: Target | None, tmp_path: Path) -> None:
    report = look(make(tmp_path), target)
    found = [(h.code, h.page, dict(h.values)) for h in report.hits if h.code != "X-045"]
    assert not found
    # That its colours are those of a screen is told of such a file, as a note.
    assert not report.failed and not report.graver
