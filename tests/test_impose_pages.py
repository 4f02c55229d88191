"""Pages taken out of finished files: what they share stays shared, and odd files are shown as viewers show them."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pikepdf
import pymupdf
import pytest
from pikepdf import Array, Dictionary, Name

from bulletin.checks.preflight import preflight
from bulletin.checks.preflight.target import Target
from bulletin.config.booklet import BookletSettings
from bulletin.impose import pages, sheets, write
from bulletin.impose.order import Sheet
from tests import folding

MM = 72 / 25.4
SIZE = (140 * MM, 200 * MM)


def made(folder: Path, count: int = 3, shared: int = 0, **keys: Any) -> Path:
    """Write pages of 140 × 200 mm with their numbers in the middle, which share ``shared`` forms that draw nothing."""
    path = folder / "pages.pdf"
    with pikepdf.new() as pdf:
        font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
        marks = Dictionary()
        for number in range(shared):
            marks[f"/x{number}"] = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 1, 1]))
        resources = pdf.make_indirect(Dictionary(Font=Dictionary(F=font), XObject=marks))
        for number in range(1, count + 1):
            page = pdf.add_blank_page(page_size=SIZE)
            page.obj.Resources = resources
            text = f"BT /F 40 Tf {SIZE[0] / 2:.3f} {SIZE[1] / 2:.3f} Td (P{number}) Tj ET"
            page.obj.Contents = pdf.make_stream(text.encode())
            for key, value in keys.items():
                page.obj[f"/{key}"] = value
        pdf.save(path)
    return path


def imposed(source: Path, **wanted: Any) -> tuple[write.Imposed, Path]:
    target = source.with_name("sheets.pdf")
    return write.impose(source, target, BookletSettings.model_validate(wanted)), target


def numbers(path: Path) -> Iterator[tuple[int, int, float, float, bool]]:
    """Yield side, page, and where its number begins (pt, from the lower left corner), and if it is upright: by MuPDF."""
    with pymupdf.open(path) as document:
        for side, page in enumerate(document):
            for block in page.get_text("dict")["blocks"]:
                for line in block["lines"]:
                    x, y = line["spans"][0]["origin"]
                    text = "".join(span["text"] for span in line["spans"])
                    yield side, int(text[1:]), x, page.rect.height - y, line["dir"][0] > 0


@pytest.mark.parametrize(
    ("way", "binding", "edge", "blanks"),
    [
        *product(("saddle", "signatures"), ("left", "right"), ("short", "long"), ("before-back",)),
        ("saddle", "left", "auto", "end"),
        ("signatures", "right", "auto", "end"),
    ],
)
def test_the_printed_file_itself_is_folded(tmp_path: Path, way: str, binding: str, edge: str, blanks: str) -> None:
    """As the model of the fold has it, but from what MuPDF reads in the file: order, heads up, hand, and creep."""
    caliper = 0.2
    for count in (1, 2, 4, 7, 13, 30):
        source = made(tmp_path, count)
        wanted = {"way": way, "binding": binding, "edge": edge, "blanks": blanks, "signature": 8, "caliper": caliper}
        done, target = imposed(source, **wanted)
        read = list(numbers(target))
        size = 8 if way == "signatures" else count + -count % 4
        whole = sheets.impose(tuple(range(1, count + -count % 4 + 1)), SIZE, BookletSettings.model_validate(wanted))
        width, height = SIZE
        faces = []
        for side, planned in enumerate(whole.faces):
            cells = []
            for _, page, x, y, upright in (one for one in read if one[0] == side):
                left, low = (x - width / 2, y - height / 2)
                cells.append(sheets.Cell(page, left, low, not upright, (0, 0, 0, 0)))
            faces.append(sheets.Face(tuple(cells), planned.signature, planned.outside, planned.turned))
        stacked: tuple[Sheet, ...] = whole.sheets
        paper = (done.paper[0] * MM, done.paper[1] * MM)
        plan = sheets.Imposition(
            tuple(faces), stacked, *paper, (0, 0, *paper), 1.0, "long" if done.edge == "long" else "short", True
        )
        book = folding.bound(plan, SIZE, binding, caliper * MM)
        folding.in_order(book, binding)
        assert [seen.page for seen in book if seen.page] == list(range(1, count + 1))
        assert tuple(at for at, seen in enumerate(book, 1) if seen.page is None) == done.blanks
        assert all(abs(seen.reach - width) < 0.02 for seen in book), f"pages of {size} cut even"


def test_what_pages_share_stays_shared(tmp_path: Path) -> None:
    """WeasyPrint gives all pages one dictionary of everything: a copy for each would grow with their square."""
    source = made(tmp_path, 60, shared=800)
    _, target = imposed(source)
    assert target.stat().st_size < source.stat().st_size * 1.2
    with pikepdf.open(target) as pdf:
        shared = {form.Resources.objgen for page in pdf.pages for form in page.obj.Resources.XObject.values()}
        assert len(shared) == 1 and shared != {(0, 0)}


def test_streams_go_over_as_they_are(tmp_path: Path) -> None:
    source = made(tmp_path, 5)
    with pikepdf.open(source) as pdf:
        before = sorted(page.obj.Contents.read_raw_bytes() for page in pdf.pages)
    _, target = imposed(source)
    with pikepdf.open(target) as pdf:
        forms = [form for page in pdf.pages for form in page.obj.Resources.XObject.values()]
        assert sorted(form.read_raw_bytes() for form in forms) == before


@pytest.mark.parametrize("parts", [1, 2])
def test_one_stream_on_several_pages(tmp_path: Path, parts: int) -> None:
    """A stream is one form only for one page: others may have other boxes."""
    source = made(tmp_path, 4)
    with pikepdf.open(source, allow_overwriting_input=True) as pdf:
        one = pdf.pages[0].obj.Contents
        for page in pdf.pages:
            page.obj.Contents = Array([one] * parts)
        pdf.pages[2].obj.MediaBox = Array(
            [50, 0, *(pikepdf.Object.parse(f"{v:.3f}".encode()) for v in (SIZE[0] + 50, SIZE[1]))]
        )
        pdf.save()
    _, target = imposed(source, creep=False)
    at = sorted(round(x % SIZE[0]) for _, page, x, _, _ in numbers(target) if page == 1)
    middle = round(SIZE[0] / 2)
    assert at == sorted([middle - 50] * parts + [middle] * 3 * parts)


def test_annotations_that_print_are_drawn_and_others_are_not(tmp_path: Path) -> None:
    source = made(tmp_path)
    with pikepdf.open(source, allow_overwriting_input=True) as pdf:
        for flags, at in ((4, 0), (0, 1), (6, 2)):
            look = pdf.make_stream(b"0 0 1 rg 0 0 40 40 re f", Type=Name.XObject, Subtype=Name.Form)
            look.BBox = Array([0, 0, 40, 40])
            stamp = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=Array([20, 20, 60, 60]), F=flags)
            stamp.AP = Dictionary(N=look)
            pdf.pages[at].obj.Annots = Array([pdf.make_indirect(stamp)])
        pdf.save()
    _, target = imposed(source)
    with pymupdf.open(target) as document:
        blue = [draw for page in document for draw in page.get_drawings() if draw.get("fill") == (0.0, 0.0, 1.0)]
    # printed · for the screen alone · hidden
    assert len(blue) == 1


def test_two_pages_of_a5_are_one_of_a4(tmp_path: Path) -> None:
    """Their widths are rounded to whole mm: a copier has paper of 297 mm, not of 296; and no white is left beside."""
    source = made(tmp_path, MediaBox=pages.array((0, 0, 148 * MM, 210 * MM)))
    done = write.impose(source, tmp_path / "a.pdf", BookletSettings(), 5)
    assert done.paper == pytest.approx((297, 210), abs=0.001) and done.scale == 1
    with pikepdf.open(tmp_path / "a.pdf") as pdf:
        clips = [
            [float(v) for v in ops.operands]
            for ops in pikepdf.parse_content_stream(pdf.pages[0])
            if str(ops.operator) == "re"
        ]
    assert clips[0] == pytest.approx([0, -0.5 * MM, 148.5 * MM, 211 * MM], abs=0.01)
    done = write.impose(source, tmp_path / "a.pdf", BookletSettings(marks="crop"), 5)
    assert done.paper == pytest.approx((316, 230), abs=0.001)
    done = write.impose(made(tmp_path), tmp_path / "a.pdf", BookletSettings(), 5)
    assert done.paper == pytest.approx((280, 200), abs=0.001)


def test_turns_that_are_no_quarters_do_not_turn(tmp_path: Path) -> None:
    done, target = imposed(made(tmp_path, Rotate=45))
    assert done.size == pytest.approx((140, 200), abs=0.01)
    assert sorted(page for _, page, *_ in numbers(target)) == [1, 2, 3]


def test_boxes_end_at_the_paper(tmp_path: Path) -> None:
    """ISO 32000-2 §14.11.2.1: what of a box lies outside the MediaBox does not count."""
    done, _ = imposed(made(tmp_path, TrimBox=Array([-100, -100, 2000, 2000])))
    assert done.size == pytest.approx((140, 200), abs=0.01)


def test_attached_files_are_left_out(tmp_path: Path) -> None:
    source = made(tmp_path)
    with pikepdf.open(source, allow_overwriting_input=True) as pdf:
        pdf.attachments["a.md"] = pikepdf.AttachedFileSpec(pdf, b"# a", filename="a.md")
        pdf.Root.AF = Array([pdf.attachments["a.md"].obj])
        pdf.save()
    _, target = imposed(source)
    with pikepdf.open(target) as pdf:
        assert not {"/AF", "/Names"} & set(pdf.Root.keys()) and not pdf.attachments
        assert not [one for one in pdf.objects if isinstance(one, pikepdf.Stream) and one.read_bytes() == b"# a"]


@pytest.mark.parametrize("data", [b"", b"hello", b"%PDF-1.7\n" + b"\0" * 100])
def test_what_is_no_pdf_is_refused(tmp_path: Path, data: bytes) -> None:
    source = tmp_path / "x.pdf"
    source.write_bytes(data)
    with pytest.raises(pages.UnfitError) as caught:
        imposed(source)
    assert caught.value.kind == "damaged" and caught.value.facts["reason"]
    assert not source.with_name("sheets.pdf").exists()


@pytest.mark.parametrize("box", [[0, 0, 0, 0], [10, 10, 10, 300], [900, 900, 1000, 1000]])
def test_a_page_of_no_size_is_refused(tmp_path: Path, box: list[int]) -> None:
    source = made(tmp_path, TrimBox=Array(box))
    with pytest.raises(pages.UnfitError) as caught:
        imposed(source)
    assert caught.value.kind == "empty" and "p. 1" in caught.value.facts["reason"]


@pytest.mark.parametrize("way", ["saddle", "signatures", "2-up", "4-up"])
@pytest.mark.parametrize("count", [1, 2, 3, 9, 24])
def test_the_inspector_finds_every_page_whole_on_the_sheets(tmp_path: Path, way: str, count: int) -> None:
    source = made(tmp_path, count)
    _, target = imposed(source, way=way, binding="right", signature=8)
    assert not lost(target, source)


def test_the_inspector_misses_a_page_and_a_letter_on_the_sheets(tmp_path: Path) -> None:
    source = made(tmp_path, 9)
    _, target = imposed(source)
    for page, replacement in ((4, b""), (4, b"BT /F 40 Tf 200 300 Td (4P) Tj ET")):
        with pikepdf.open(target) as pdf:
            form = next(
                form
                for side in pdf.pages
                for form in side.obj.Resources.XObject.values()
                if f"(P{page})".encode() in form.read_bytes()
            )
            form.write(replacement)
            pdf.save(tmp_path / "faulty.pdf")
        codes = lost(tmp_path / "faulty.pdf", source)
        # A page that is gone loses its characters; one that is set otherwise does not, but is not whole.
        assert codes == (["X-098"] if replacement else ["X-095", "X-098"])


def lost(file: Path, source: Path) -> list[str]:
    found = preflight.inspect(file, Target(press=False, dpi=0), raster=False, old=source).findings
    return [item.code for item in found if item.code in ("X-095", "X-096", "X-097", "X-098")]
