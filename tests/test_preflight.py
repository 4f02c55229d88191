"""The preflight inspector: each fault named with its page, and nothing said of good files of several programs."""

import json
import os
import shutil
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any

import pikepdf
import pymupdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name
from PIL import Image

from bulletin import cli
from bulletin.checks import rasters
from bulletin.checks.preflight import against, preflight, streams
from bulletin.checks.preflight.boxes import as_seen
from bulletin.checks.preflight.operators import OPERATORS
from bulletin.checks.preflight.paths import Pieces
from bulletin.checks.preflight.reports import Report
from bulletin.checks.preflight.tables import ranges
from bulletin.checks.preflight.target import Target
from bulletin.errors import SourceError
from bulletin.findings import catalogue, codes
from tests import preflight_files as files
from tests.conftest import ROOT
from tests.preflight_files import FAULTS, OFFICE, OLD, PLAIN, PRESS, Fault, press_file, press_page, save
from tests.test_inspect import stock

NAMES = sorted(name.encode() for name in OPERATORS if " " not in name and name != "BI")
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


# What a file claims decides what it is held against.


def test_a_file_is_held_against_what_it_claims(tmp_path: Path) -> None:
    good = look(save(press_file(), tmp_path / "a.pdf"), None)
    assert good.target.press and good.target.standard == "x-4"
    old = look(save(files.old_file(), tmp_path / "b.pdf", old=True), None)
    assert old.target.press and old.target.standard == "x-1a"
    office = preflight.inspect(by_weasyprint(tmp_path), Target(ink=280), raster=False, claim=True)
    assert not office.target.press and office.target.ink == 280
    assert told(office) == {"X-045"} and told(look(by_weasyprint(tmp_path), PLAIN)) >= {"X-040", "X-071"}


# Ink on plates.


def plates_or_skip() -> None:
    if not rasters.can_separate():
        pytest.skip("no Ghostscript on this machine")


def test_ink_is_summed_on_plates_with_overprints_and_spots(tmp_path: Path) -> None:
    plates_or_skip()
    # The sum of each paint is 250 %; a spot plate lies over both.
    body = b"1 1 .5 0 k 60 60 60 60 re f q /Over gs /Spot cs .9 scn 60 60 30 30 re f Q"
    path = save(press_file(body), tmp_path / "ink.pdf")
    assert told(look(path)) == {"X-050"}
    report = preflight.inspect(path, PRESS)
    assert round(report.tables.inks[1]) == 340 and report.tables.covered[1]["Red"] == pytest.approx(
        90 * 900 / 40000, abs=0.1
    )
    (made,) = rasters.separations(path, 72, [1])
    assert list(made.plates) == ["Cyan", "Magenta", "Yellow", "Black", "Red"]


def test_what_only_plates_show_is_found_on_plates(tmp_path: Path) -> None:
    plates_or_skip()
    # Two halves of one shade over each other, multiplied: no number in the file is over the limit.
    body = b".9 .9 .5 0 k 60 60 60 60 re f /Multiply gs 0 .2 .5 .9 k 60 60 60 60 re f"
    path = save(press_file(body, pages=2), tmp_path / "ink.pdf")
    assert not told(look(path))
    report = preflight.inspect(path, PRESS)
    assert [(h.code, h.page) for h in report.hits] == [("X-051", 1), ("X-051", 2)]
    assert not told(preflight.inspect(path, Target(standard="x-4", safety=3, ink=350)))


def test_without_ghostscript_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = save(press_file(), tmp_path / "a.pdf")
    monkeypatch.setenv("PATH", str(tmp_path))
    report = preflight.inspect(path, PRESS)
    assert told(report) == {"X-052"} and not report.failed and not report.graver
    assert not told(preflight.inspect(path, PRESS, raster=False))


def test_a_raster_that_fails_is_said(tmp_path: Path) -> None:
    plates_or_skip()
    broken = tmp_path / "a.pdf"
    broken.write_bytes(b"%PDF-1.4\n")
    with pytest.raises(rasters.RasterError):
        list(rasters.separations(broken, 72, [1]))
    with pytest.raises(rasters.RasterError):
        list(rasters.pictures(broken, 72, [1]))


def test_rasters_come_page_by_page_within_their_limit(tmp_path: Path) -> None:
    if not rasters.can_draw():
        pytest.skip("no rasteriser on this machine")
    path = save(press_file(pages=12), tmp_path / "a.pdf")
    made = list(rasters.pictures(path, 36, [1, 2, 3, 5, 12], grey=True))
    assert [(number, image.mode, image.size) for number, image in made] == [
        (n, "L", (120, 120)) for n in (1, 2, 3, 5, 12)
    ]
    ((_, small),) = rasters.pictures(path, 1e6, [1], size=(240e3, 240e3))
    assert small.size == (max(1, small.size[0]), max(1, small.size[1])) and small.size[0] < 100


# Against the file that it was made from.


LETTERS = b"0 g BT /F 10 Tf 40 150 Td <%s> Tj ET"


def saying(path: Path, *pages: str) -> Path:
    pdf = pikepdf.new()
    for text in pages:
        codes_of = "".join(f"{ord(letter) - 64:04x}" for letter in text)
        press_page(pdf, LETTERS % codes_of.encode() if text else b"")
    return save(pdf, path)


@pytest.mark.parametrize(
    ("new", "old", "wanted"),
    [
        (["ABC", "CBA"], ["ABC", "CBA"], set()),
        (["AB", "CBA"], ["ABC", "CBA"], {("X-095", 1)}),
        (["CAB", "CBA"], ["ABC", "CBA"], {("X-096", 1)}),
        (["ABC", "CBAA"], ["ABC", "CBA"], {("X-097", 0)}),
        (["ABC", "CBA", "", ""], ["ABC", "CBA"], set()),
        (["ABC", "", "CBA"], ["ABC", "CBA"], set()),
        (["ABC"], ["ABC", "CBA"], {("X-098", 0), ("X-095", 0)}),
        (["AB", "CCBA"], ["ABC", "CBA"], set()),
        ([""], ["ABC"], {("X-098", 0)}),
    ],
)
def test_text_against_the_source(new: list[str], old: list[str], wanted: set[tuple[str, int]], tmp_path: Path) -> None:
    before, after = saying(tmp_path / "old.pdf", *old), saying(tmp_path / "new.pdf", *new)
    report = preflight.inspect(after, OFFICE, raster=False, old=before)
    assert {(h.code, h.page) for h in report.hits if "X-095" <= h.code <= "X-098"} == wanted


def test_slugs_of_a_shop_are_not_text(tmp_path: Path) -> None:
    before = saying(tmp_path / "old.pdf", "ABC")
    pdf = press_file(LETTERS % b"000100020003" + b" BT /F 5 Tf 60 2 Td <00010001> Tj ET")
    after = save(pdf, tmp_path / "new.pdf")
    assert not [h for h in preflight.inspect(after, PRESS, raster=False, old=before).hits if h.code >= "X-095"]


@given(st.text("ABC", max_size=12), st.lists(st.integers(0, 11), max_size=4))
def test_what_is_left_out_is_counted(text: str, gone: list[int]) -> None:
    left = "".join(letter for number, letter in enumerate(text) if number not in gone)
    hits = list(
        against.compare(against.Words((left, "Z"), ("", ""), False), against.Words((text, "Z"), ("", ""), False))
    )
    count = len(text) - len(left)
    if left:
        assert sum(int(h.values["count"]) for h in hits if h.code == "X-095") == count
        assert bool(hits) == bool(count)


# Hostile and damaged files.


def hostile(path: Path, body: bytes, spoil: Callable[[Any], None] = lambda pdf: None) -> Path:
    pdf = press_file(body)
    spoil(pdf)
    return save(pdf, path)


def laughs(pdf: pikepdf.Pdf) -> None:
    """Ten forms, each of which draws the next ten times: ten thousand million rectangles."""
    inner = files.form(pdf, b"1 1 1 1 re f")
    for _ in range(10):
        inner = files.form(pdf, b"/X Do " * 10, Resources=Dictionary(XObject=Dictionary(X=inner)))
    files.first(pdf).Resources.XObject.X = inner


def bomb(pdf: pikepdf.Pdf) -> None:
    files.first(pdf).Contents = pdf.make_stream(b"1 1 1 1 re f\n" * 400_000)


@pytest.mark.parametrize(
    ("body", "spoil", "code"),
    [
        (b"/X Do", laughs, "X-001"),
        (b"q " * 30_000 + b"0 g 60 60 9 9 re f", lambda pdf: None, "X-005"),
        (b"Q " * 30_000 + b"0 g 60 60 9 9 re f", lambda pdf: None, "X-005"),
        (b"\xff\xfe\xfd 0 g 60 60 9 9 re f", lambda pdf: None, "X-006"),
        (b"BT /F 1e30 Tf 1e30 0 0 1e30 0 0 Tm <0001> Tj ET (a) Tj /F (b) Tf [1 (c) /N] TJ", lambda pdf: None, "X-006"),
        (b"0 g 60 60 9 9 re f /I Do", files.resource("XObject", "I", lambda pdf: pikepdf.String("no")), "X-006"),
        (
            b"0 g 60 60 9 9 re f /N cs 1 scn",
            files.resource("ColorSpace", "N", lambda pdf: Array([Name.Indexed])),
            "X-004",
        ),
    ],
)
def test_hostile_streams_are_bounded_and_told(
    body: bytes, spoil: Callable[[Any], None], code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = hostile(tmp_path / "hostile.pdf", body, spoil)
    begun = process_time()
    assert code in told(look(path))
    assert process_time() - begun < 20
    assert cli.main(["--lang", "en", "inspect", str(path)]) in (0, 9)
    assert code in capsys.readouterr().out


def test_a_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = hostile(tmp_path / "hostile.pdf", b"", bomb)
    assert path.stat().st_size < 100_000
    monkeypatch.setattr(streams, "MOST", 1_000_000)
    tracemalloc.start()
    assert "X-001" in told(look(path))
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


def test_a_locked_file_is_told_or_refused(tmp_path: Path) -> None:
    limits = pikepdf.Permissions(print_highres=False)
    path = save(
        press_file(),
        tmp_path / "a.pdf",
        deterministic_id=False,
        encryption=pikepdf.Encryption(user="", owner="o", R=4, allow=limits),
    )
    assert "X-002" in told(look(path))
    path = save(
        press_file(),
        tmp_path / "b.pdf",
        deterministic_id=False,
        encryption=pikepdf.Encryption(user="u", owner="o", R=4),
    )
    with pytest.raises(SourceError, match="P-053"):
        look(path)


def test_a_file_cut_short_is_told_or_refused(tmp_path: Path) -> None:
    whole = save(press_file(pages=3), tmp_path / "a.pdf").read_bytes()
    heard = set()
    for share in (5, 30, 60, 80, 95, 99):
        (tmp_path / "b.pdf").write_bytes(whole[: len(whole) * share // 100])
        try:
            heard |= told(look(tmp_path / "b.pdf")) & {"X-007", "X-018", "X-001", "X-004"}
        except SourceError as problem:
            heard.add(problem.findings[0].code)
    assert "P-053" in heard and "X-007" in heard


def test_no_id_and_packed_metadata(tmp_path: Path) -> None:
    path = save(press_file(), tmp_path / "a.pdf")
    path.write_bytes(path.read_bytes().replace(b"/ID [", b"/XX ["))
    assert told(look(path)) == {"X-102"}
    pdf = press_file()
    pdf.Root.Metadata = pdf.make_stream(
        files.XMP.encode().hex().encode(), Type=Name.Metadata, Subtype=Name.XML, Xilter=Name.ASCIIHexDecode
    )
    path = save(pdf, tmp_path / "b.pdf", fix_metadata_version=False)
    # qpdf never packs metadata itself.
    path.write_bytes(path.read_bytes().replace(b"/Xilter", b"/Filter"))
    assert told(look(path)) == {"X-111"}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_bytes_changed_at_random_never_stop_it(data: st.DataObject, tmp_path: Path) -> None:
    raw = bytearray(_plain(tmp_path))
    for _ in range(data.draw(st.integers(1, 12))):
        raw[data.draw(st.integers(20, len(raw) - 1))] = data.draw(st.integers(0, 255))
    (tmp_path / "odd.pdf").write_bytes(raw)
    try:
        report = look(tmp_path / "odd.pdf")
    except SourceError:
        return
    json.dumps(report.as_dict("en"))
    assert list(report.lines("zh-Hans"))


def _plain(folder: Path) -> bytes:
    path = folder / "plain.pdf"
    if not path.exists():
        with_everything(folder)
        with pikepdf.open(folder / "good.pdf") as pdf:
            pdf.save(path, qdf=True, static_id=True)
    return path.read_bytes()


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    stream=st.lists(
        st.tuples(
            st.lists(st.sampled_from([b"0", b"1", b"-3.5", b"/I", b"/Spot", b"/F", b"(a)", b"[1 (a)]", b"<< /A 1 >>", b"null"]), max_size=6),
            st.sampled_from(NAMES),
        ),
        max_size=25,
    )
)  # fmt: skip
def test_operators_in_any_order_never_stop_it(stream: list[tuple[list[bytes], bytes]], tmp_path: Path) -> None:
    body = b"\n".join(b" ".join((*operands, name)) for operands, name in stream)
    report = look(hostile(tmp_path / "any.pdf", body))
    assert all(hit.page in (0, 1) for hit in report.hits)


# Parts of it.


@pytest.mark.parametrize(
    ("draw", "clip", "thickness"),
    [
        ([(0, 0, 100, 0.2)], EVERYWHERE, 0.2),
        ([(0, 0, 0.2, 0.2)], EVERYWHERE, None),
        ([(0, 0, 100, 100)], (0, 0, 100, 0.25), 0.25),
        ([(0, 0, 100, 100)], (0, 100, 100, 100), None),
        ([(0, 0, 100, 100), (0.25, 0.25, 99.5, 99.5)], EVERYWHERE, 0.25),
        ([(0, 0, 100, 100), (5, 0.3, 90, 99.4)], (0, 0, 100, 1), 0.3),
        ([(0, 0, 100, 0)], EVERYWHERE, 0.0),
    ],
)
def test_how_thin_a_rule_is(draw: list[tuple[float, ...]], clip: tuple[float, ...], thickness: float | None) -> None:
    pieces = Pieces()
    for x, y, wide, high in draw:
        pieces.rectangle((1, 0, 0, 1, 0, 0), x, y, wide, high)
    found = pieces.thinnest((clip[0], clip[1], clip[2], clip[3]))
    assert found == (None if thickness is None else pytest.approx(thickness))


def test_pages_are_written_as_people_do() -> None:
    assert ranges([3, 1, 2, 7, 9, 10]) == "1–3, 7, 9–10" and ranges([]) == ""


@pytest.mark.parametrize(
    ("turn", "wanted"),
    [(0, (10, 60, 30, 70)), (90, (30, 10, 40, 30)), (180, (170, 30, 190, 40)), (270, (60, 170, 70, 190))],
)
def test_boxes_turn_with_the_page(turn: int, wanted: tuple[float, ...]) -> None:
    assert as_seen((15, 35, 35, 45), (5, 5, 205, 105), turn) == wanted


# The command.


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = cli.main(["--lang", "en", "inspect", *words])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_the_command_tells_both_in_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(by_weasyprint(tmp_path))
    code, out, err = run(capsys, path)
    assert code == 0 and "X-045" in out and "Preflight of" in err and "Inspected" in err
    code, out, _ = run(capsys, path, "--press")
    assert code == 9 and "X-040" in out and "X-101" not in out
    code, out, _ = run(capsys, path, "--press", "x-4", "--ink", "280", "--dpi", "300")
    assert code == 9 and "X-101" in out and "X-107" in out and "ink up to 280 %" in out
    data = json.loads(run(capsys, path, "--press", "--json")[1])["preflight"]
    assert data["target"]["press"] and {f["code"] for f in data["findings"]} >= {"X-040", "X-071"}
    assert all(f["message"] and f["severity"] in ("error", "warning", "note") for f in data["findings"])
    assert "X-052" not in {f["code"] for f in data["findings"]} or not rasters.can_separate()


def test_warnings_fail_if_strict(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(save(press_file(b"0 0 0 1 K .1 w 60 60 m 100 60 l S"), tmp_path / "a.pdf"))
    assert run(capsys, path)[0] == 0 and run(capsys, path, "--strict")[0] == 9


def test_the_command_holds_a_file_against_its_source(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before, after = saying(tmp_path / "old.pdf", "ABC"), saying(tmp_path / "new.pdf", "AB")
    code, out, _ = run(capsys, str(after), "--against", str(before))
    assert code == 9 and "X-095" in out and "“C”" in out
    code, _, err = run(capsys, str(after), "--against", str(tmp_path / "none.pdf"))
    assert code == 4 and "P-053" in err


@pytest.mark.parametrize("words", [["--press", "x-9"], ["--ink", "many"], ["--dpi", "-3"]])
def test_the_command_refuses_what_it_does_not_know(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(capsys, str(by_hand(tmp_path)), *words)[0] == 2


def test_the_report_is_one_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = with_everything(tmp_path)
    written = []
    for language in ("en", "zh-Hans", "zh-Hant"):
        page = tmp_path / f"{language}.html"
        assert cli.main(["--lang", language, "inspect", str(path), "--ink", "130", "--html", str(page)]) == 9
        text = page.read_text("utf-8")
        written.append(text)
        assert "X-050" in text and "http" not in text.replace("http://www.w3.org", "") and "{{" not in text
        assert str(tmp_path) not in text
    if rasters.can_separate() and rasters.can_draw():
        assert written[0].count("data:image/jpeg") == 1 + 5 + 1  # the page, its plates, its ink
        again = tmp_path / "again.html"
        cli.main(["--lang", "en", "inspect", str(path), "--ink", "130", "--html", str(again)])
        assert again.read_text("utf-8") == written[0]
    capsys.readouterr()
    monkeypatch.setenv("PATH", str(tmp_path))
    page = tmp_path / "bare.html"
    assert run(capsys, str(path), "--ink", "130", "--html", str(page))[0] == 9
    assert "data:image" not in page.read_text("utf-8") and "could not be drawn" in page.read_text("utf-8")


def test_marks_show_what_was_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if not rasters.can_draw():
        pytest.skip("no rasteriser on this machine")
    path = save(press_file(b"1 1 1 1 k 60 60 40 40 re f"), tmp_path / "a.pdf")
    run(capsys, str(path), "--marks", str(tmp_path / "marks"))
    (made,) = (tmp_path / "marks").iterdir()
    with Image.open(made) as picture:
        colours = {colour for _, colour in picture.convert("RGB").getcolors(1 << 24) or ()}
    assert (150, 30, 170) in colours


def test_the_report_never_takes_the_place_of_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = by_hand(tmp_path)
    before = path.read_bytes()
    assert run(capsys, str(path), "--html", str(path))[0] == 2 and path.read_bytes() == before


def test_books_have_no_press(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "book.epub"
    path.write_bytes(b"PK")
    assert run(capsys, str(path), "--press")[0] == 2


def test_the_same_words_whatever_the_hash_seed(tmp_path: Path) -> None:
    path = with_everything(tmp_path)
    heard = set()
    for seed in ("1", "2"):
        command = [sys.executable, "-m", "bulletin", "--lang", "en", "inspect", str(path), "--press", "x-1a", "--json"]
        done = subprocess.run(
            command,
            env={**os.environ, "PYTHONHASHSEED": seed, "PATH": str(tmp_path)},
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 9, done.stderr
        heard.add(done.stdout)
    assert len(heard) == 1


def many(folder: Path, pages: int, lines: int) -> Path:
    pdf = press_file(b" ".join(LETTERS % (b"0001" * 40) for _ in range(lines)))
    for _ in range(pages - 1):
        pdf.pages.append(pdf.pages[0])
    return save(pdf, folder / f"{pages}.pdf")


def test_many_pages_take_little_time(tmp_path: Path) -> None:
    path = many(tmp_path, 230, 45)
    begun = process_time()
    assert look(path, OFFICE).document.pages == 230
    assert process_time() - begun < 15  # 2 to 3 s on a machine with nothing else to do


def test_memory_does_not_grow_with_pages(tmp_path: Path) -> None:
    most = []
    for pages in (5, 50):
        path = many(tmp_path, pages, 10)
        tracemalloc.start()
        look(path, OFFICE)
        most.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert (most[1] - most[0]) / 45 < 20_000  # bytes a page: its boxes, and where things are used


# What is written of it.


def test_golden_page_of_the_preflight() -> None:
    english, chinese, sources = catalogue("en"), catalogue("zh-Hans"), preflight.sources()
    own = [code for code in codes() if code[0] == "X"]
    assert list(sources) == own
    lines = [
        "# What the preflight looks for · 印前检查",
        "",
        "`bulletin inspect FILE.pdf` holds any PDF against these rules; `--press` holds it against those of a print shop as well. `tests/preflight_files.py`",
        "makes a faulty file for each. An error makes a shop's RIP stop, or print something else than was meant; a warning prints badly; a note is",
        "to be known. The text of ISO 15930 is not free: its clauses are named by their subject. Made by `make golden`.",
    ]
    for code in own:
        entry = english[code]
        lines += [
            "",
            f"- **{code}** ({entry['severity']}) {entry['says']} · {chinese[code]['says']}  ",
            f"  {sources[code]}.",
        ]
    page, path = "\n".join(lines) + "\n", ROOT / "docs" / "preflight.md"
    if os.environ.get("BULLETIN_GOLDEN") == "accept":
        path.write_text(page, "utf-8")
    assert path.read_text("utf-8") == page, "run `make golden`"
