"""Sheets of real files: text, fonts, boxes, creep, marks, colours; what cannot be folded; and the output itself."""

import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pymupdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageChops

from bulletin import fonts, layouts, making, pipeline
from bulletin.config.booklet import BookletSettings
from bulletin.config.press import GreySettings, PressSettings
from bulletin.errors import PressError, SettingsError
from bulletin.impose import sheets, write
from bulletin.outputs import booklet as output
from bulletin.outputs.base import Job
from bulletin.readers import issue as issue_reader
from tests.conftest import PUBLICATION, Publish
from tests.test_press import pressed, raster

MM = 72 / 25.4
HEAD = PUBLICATION[: PUBLICATION.index("editions:")]
PAGES = 26


@pytest.fixture(scope="module")
def booklet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """26 pages of A5, printed as an edition's paper is: odd pages on yellow to the edge, with a number 20 mm from it."""
    return printed(tmp_path_factory.mktemp("paper"), PAGES)


def printed(folder: Path, count: int) -> Path:
    fonts.prepare()
    import weasyprint

    picture = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").save(picture, "PNG")
    (folder / "p.png").write_bytes(picture.getvalue())
    css = (
        "@page { size: 148mm 210mm; margin: 20mm; bleed: 5mm; background: #ddf } @page :right { background: #ffa }"
        "html { font: 12pt 'Bulletin Song SC' } body { margin: 0 } h1 { font-size: 20pt; margin: 0; break-before: page }"
    )
    body = "".join(
        f"<h1 id=p{page}>第{page}页</h1><p><a href='#p1'>汉字</a><img src=p.png alt=图 style='width:20mm'>"
        for page in range(1, count + 1)
    )

    def trim(_document: Any, pdf: Any) -> None:
        for thing in pdf.objects:
            if isinstance(thing, dict) and thing.get("Type") == "/Page":
                thing["MediaBox"] = thing["BleedBox"] = thing["TrimBox"]

    path = folder / "paper.pdf"
    html = f"<html lang=zh-Hans><title>册</title><style>{css}</style><body>{body}"
    weasyprint.HTML(string=html, base_url=str(folder)).write_pdf(
        path, finisher=trim, pdf_variant="pdf/ua-1", pdf_tags=True
    )
    return path


def imposed(source: Path, target: Path, drawn: float | None = 5, **wanted: Any) -> write.Imposed:
    return write.impose(source, target, BookletSettings.model_validate(wanted), drawn)


def heads(path: Path) -> Iterator[tuple[int, str, tuple[float, float], tuple[float, float]]]:
    """Yield side, text, left end of the baseline and direction of each head, as MuPDF reads them, origin at the top."""
    with pymupdf.open(path) as document:
        for number, page in enumerate(document):
            for block in page.get_text("dict")["blocks"]:
                for line in block.get("lines", ()):
                    text = "".join(span["text"] for span in line["spans"])
                    if text.startswith("第"):
                        yield number, text, line["spans"][0]["origin"], line["dir"]


def characters(path: Path) -> Counter[str]:
    with pymupdf.open(path) as document:
        return Counter("".join("".join(page.get_text().split()) for page in document))


EVERY_WAY: list[dict[str, Any]] = [
    {},
    {"binding": "right", "edge": "long"},
    {"way": "signatures", "signature": 8, "marks": "full", "mill": 3},
    {"way": "2-up"},
    {"way": "4-up", "edge": "short"},
    {"paper": "A3", "fit": True},
]


# --- what stays ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("keys", EVERY_WAY, ids=str)
def test_every_character_and_each_font_once(booklet: Path, tmp_path: Path, keys: dict[str, Any]) -> None:
    target = tmp_path / "b.pdf"
    done = imposed(booklet, target, **keys)
    assert done.pages == PAGES
    assert characters(target) == characters(booklet)
    with pikepdf.open(booklet) as source, pikepdf.open(target) as pdf:
        assert len(pdf.pages) == done.sides
        for kind in ("/Type", "/Subtype"):
            for value in ("/Font", "/FontDescriptor", "/Image"):
                assert things(pdf, kind, value) == things(source, kind, value)
        assert things(pdf, "/Subtype", "/Form") == PAGES
        assert things(pdf, "/Type", "/Page") == done.sides, "no page of the source is left behind"
    assert target.stat().st_size < booklet.stat().st_size + 300 * (PAGES + done.sides)


def things(pdf: pikepdf.Pdf, key: str, value: str) -> int:
    return sum(isinstance(t, Dictionary | pikepdf.Stream) and str(t.get(key)) == value for t in pdf.objects)


def test_nothing_leads_to_places_that_are_gone(booklet: Path, tmp_path: Path) -> None:
    target = tmp_path / "b.pdf"
    imposed(booklet, target)
    with pikepdf.open(target) as pdf:
        for key in ("/StructTreeRoot", "/MarkInfo", "/Outlines", "/Names", "/Dests", "/PageLabels"):
            assert key not in pdf.Root
        assert all("/Annots" not in page.obj for page in pdf.pages)
        assert pdf.Root.Lang == "zh-Hans"
        assert str(pdf.docinfo["/Title"]) == "册"
        said = pdf.Root.Metadata.read_bytes()
        assert b"pdfuaid:part" not in said and "册".encode() in said
        wishes = pdf.Root.ViewerPreferences
        assert (wishes.Duplex, wishes.PrintScaling) == (Name.DuplexFlipShortEdge, Name("/None"))
    imposed(booklet, target, edge="long")
    with pikepdf.open(target) as pdf:
        assert pdf.Root.ViewerPreferences.Duplex == Name.DuplexFlipLongEdge


def test_the_same_pages_give_the_same_bytes(booklet: Path, tmp_path: Path) -> None:
    for keys in EVERY_WAY:
        imposed(booklet, tmp_path / "a.pdf", **keys)
        imposed(booklet, tmp_path / "b.pdf", **keys)
        assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


# --- where it stands ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("binding", ["left", "right"])
@pytest.mark.parametrize("edge", ["short", "long"])
def test_creep_is_measured_in_the_file(booklet: Path, tmp_path: Path, binding: str, edge: str) -> None:
    """Each head, by MuPDF: its distance from the fold grows less by the caliper a sheet, and not at all without creep."""
    caliper = 0.25
    for creep in (True, False):
        target = tmp_path / "b.pdf"
        done = imposed(booklet, target, caliper=caliper, creep=creep, binding=binding, edge=edge)
        width, height = done.paper[0] * MM, done.paper[1] * MM
        seen = set()
        for side, text, origin, direction in heads(target):
            turned = edge == "long" and side % 2 == 1
            assert direction == pytest.approx((-1, 0) if turned else (1, 0))
            x, y = (width - origin[0], height - origin[1]) if turned else origin
            shift = side // 2 * caliper * MM if creep else 0
            left_half = x < width / 2
            wanted = (width / 2 - 128 * MM + shift) if left_half else (width / 2 + 20 * MM - shift)
            assert x == pytest.approx(wanted, abs=0.02), text
            assert 20 * MM < y < 30 * MM
            page = int(text[1:-1])
            assert left_half == ((page % 2 == 0) == (binding == "left"))
            seen.add(page)
        assert seen == set(range(1, PAGES + 1))
        assert done.creep == pytest.approx(6 * caliper) and done.thickest == 7


def test_the_pages_look_as_before(booklet: Path, tmp_path: Path) -> None:
    """Every page, cut out of its sheet, beside the page itself: pixel by pixel, also where it stands on its head."""
    target = tmp_path / "b.pdf"
    fold = imposed(booklet, target, edge="long", creep=False, paper=[210, 296]).paper[0] / 2 * MM
    pages = [raster(booklet, 127, number) for number in range(PAGES)]
    for side, text, (x, _), direction in list(heads(target))[:12]:
        image = raster(target, 127, side)
        half = image.width // 2
        turned = direction[0] < 0
        cut = image.crop((0, 0, half, image.height) if x < fold else (image.width - half, 0, image.width, image.height))
        cut = cut.rotate(180) if turned else cut
        page = pages[int(text[1:-1]) - 1].crop((0, 0, *cut.size))
        apart = ImageChops.difference(page.convert("L"), cut.convert("L")).crop((3, 3, half - 3, image.height - 3))
        assert sum(apart.histogram()[100:]) < 30, text


def test_boxes_name_paper_trim_and_bleed(booklet: Path, tmp_path: Path) -> None:
    target = tmp_path / "b.pdf"
    done = imposed(booklet, target, marks="crop", paper="A3", bleed=4)
    assert done.paper == pytest.approx((420, 297), abs=0.01)
    with pikepdf.open(target) as pdf:
        for page in pdf.pages:
            boxes = [[float(v) / MM for v in page.obj[key]] for key in ("/MediaBox", "/TrimBox", "/BleedBox")]
            assert boxes[0] == pytest.approx([0, 0, 420, 297], abs=0.01)
            assert boxes[1] == pytest.approx([62, 43.5, 358, 253.5], abs=0.01)
            assert boxes[2] == pytest.approx([58, 39.5, 362, 257.5], abs=0.01)
    exact = imposed(booklet, target, paper="A4")
    assert exact.scale == 1 and exact.edge == "short"


def test_pages_are_cut_at_the_fold_and_bleed_at_the_edge(booklet: Path, tmp_path: Path) -> None:
    target = tmp_path / "b.pdf"
    yellow, blue, white = (255, 255, 170), (221, 221, 255), (255, 255, 255)
    imposed(booklet, target, marks="crop", caliper=0.3)
    image = raster(target, 254, 12)
    middle, top = image.width // 2, image.height // 2
    # The innermost front: even page left, odd page right; each to the fold and no further.
    assert image.getpixel((middle - 3, top)) == blue and image.getpixel((middle + 3, top)) == yellow
    edge = 100  # 3 mm bleed + 7 mm for marks
    assert image.getpixel((edge - 27, top)) == blue and image.getpixel((edge - 33, top)) == white
    assert image.getpixel((image.width - edge + 27, top)) == yellow
    for binding in ("left", "right"):
        imposed(booklet, target, marks="crop", binding=binding)
        image = raster(target, 254, 1)
        page, blank = (-10, 10) if binding == "left" else (10, -10)
        assert image.getpixel((middle + page, top)) == blue
        assert image.getpixel((middle + blank, top)) == white, "beside a blank page no bleed crosses the fold"
    plain = tmp_path / "plain.pdf"
    imposed(booklet, plain, caliper=0.3)
    image = raster(plain, 254, 12)
    assert image.getpixel((2, top)) == blue, "where the page has moved away from the edge, its bleed fills the paper"
    imposed(booklet, plain, drawn=0, caliper=0.3)
    assert raster(plain, 254, 12).getpixel((2, top)) == white


def test_scaled_only_where_asked(booklet: Path, tmp_path: Path) -> None:
    target = tmp_path / "b.pdf"
    assert imposed(booklet, target, paper="A3").scale == 1
    assert imposed(booklet, target, paper="A3", fit=True).scale == pytest.approx(2**0.5, rel=0.01)
    assert imposed(booklet, target, paper="A5", fit=True).scale == pytest.approx(0.5**0.5, rel=0.01)
    assert imposed(booklet, target, way="2-up").scale == 1
    four = imposed(booklet, target, way="4-up")
    assert four.scale == pytest.approx(0.705, abs=0.01) and four.sides == 7
    assert imposed(booklet, target, way="2-up", paper="A3").scale == 1
    assert imposed(booklet, target, way="2-up", paper="A3", fit=True).scale > 1.4


# --- marks --------------------------------------------------------------------------------------------------


def test_marks_stand_outside_the_bleed_and_at_the_fold(booklet: Path, tmp_path: Path) -> None:
    imposed(booklet, tmp_path / "a.pdf", marks="crop")
    image = raster(tmp_path / "a.pdf", 254).convert("L").point([255 if v < 210 else 0 for v in range(256)])
    trim, middle = 100, image.width // 2
    for x in (trim, middle, image.width - trim):
        assert image.crop((x - 5, 0, x + 6, 60)).getbbox(), f"a mark above at {x}"
        assert image.crop((x - 5, image.height - 60, x + 6, image.height)).getbbox(), f"a mark below at {x}"
    ring = image.copy()
    ring.paste(0, (trim - 28, trim - 28, image.width - trim + 28, image.height - trim + 28))
    frame = image.crop((trim - 28, trim - 28, image.width - trim + 28, trim - 2))
    assert ring.getbbox() and not frame.getbbox()
    imposed(booklet, tmp_path / "b.pdf", marks="none")
    with pikepdf.open(tmp_path / "b.pdf") as pdf:
        assert b" l S" not in pdf.pages[0].obj.Contents.read_bytes()


def test_collating_marks_step_down_the_backs(booklet: Path, tmp_path: Path) -> None:
    """折标: on the outer side of each signature, one below the other, so that a gathered book shows a stair."""
    target = tmp_path / "a.pdf"
    done = imposed(booklet, target, way="signatures", signature=8, marks="full", mill=3)
    assert done.signatures == 4
    tops = []
    for side in range(done.sides):
        image = raster(target, 254, side).convert("L").point([255 if v < 60 else 0 for v in range(256)])
        middle = image.width // 2
        # Within the trim: what is milled off is 3 mm on either side of the fold.
        box = image.crop((middle - 25, 105, middle + 25, image.height - 105)).getbbox()
        if box:
            tops.append((side, box[1], box[3]))
    assert [side for side, *_ in tops] == [0, 4, 8, 10], "28 pages in eights: the thinner signature before the last"
    for (_, _, low), (_, high, _) in pairwise(tops):
        assert abs(high - low) <= 2
    imposed(booklet, target, way="saddle", marks="full")
    image = raster(target, 254, 0).convert("L").point([255 if v < 60 else 0 for v in range(256)])
    assert not image.crop((image.width // 2 - 25, 105, image.width // 2 + 25, image.height - 105)).getbbox()


# --- colours ------------------------------------------------------------------------------------------------


def test_a_press_file_keeps_its_inks_intent_and_bleed(booklet: Path, tmp_path: Path) -> None:
    source = pressed(copied(booklet, tmp_path), marks="none", bleed=3)
    target = tmp_path / "b.pdf"
    done = imposed(source, target, None, marks="full")
    assert done.bleed == pytest.approx(3, abs=0.01)
    with pikepdf.open(source) as before, pikepdf.open(target) as pdf:
        assert pdf.pdf_version == before.pdf_version == "1.6"
        (one,), (two,) = before.Root.OutputIntents, pdf.Root.OutputIntents
        assert one.DestOutputProfile.read_bytes() == two.DestOutputProfile.read_bytes()
        assert b"PDF/X-4" in pdf.Root.Metadata.read_bytes()
        assert pdf.pages[0].obj.Resources.ColorSpace.All[1] == Name.All, "marks on every plate"
        text = "\n".join(str(t) for t in pdf.objects if not isinstance(t, pikepdf.Stream))
        assert "DeviceRGB" not in text
    image = raster(target, 254)
    assert image.getpixel((100 - 25, image.height // 2)) != (255, 255, 255)


def copied(path: Path, folder: Path) -> Path:
    target = folder / path.name
    target.write_bytes(path.read_bytes())
    return target


def test_a_file_for_an_old_rip_stays_one(booklet: Path, tmp_path: Path) -> None:
    target = tmp_path / "b.pdf"
    imposed(pressed(copied(booklet, tmp_path), marks="none", standard="x-1a"), target, None, marks="full")
    head = target.read_bytes()
    assert head.startswith(b"%PDF-1.4") and b"/ObjStm" not in head and b"/XRef" not in head
    assert b"PDF/X-1a:2003" in head


# --- files of other programs --------------------------------------------------------------------------------


def foreign(folder: Path, **keys: Any) -> Path:
    """Five pages of 100 × 150 mm by hand, with boxes and turns as other programs write them."""
    with pikepdf.new() as pdf:
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        for number in range(1, 6):
            page = pdf.add_blank_page(page_size=(100 * MM, 150 * MM))
            page.obj.Resources = Dictionary(Font=Dictionary(F=font))
            x, y = (float(v) for v in keys.get("MediaBox", (0, 0))[:2])
            text = f"BT /F 40 Tf {x + 40} {y + 60} Td (P{number}) Tj ET 1 0 0 rg {x} {y} 50 20 re f".encode()
            page.obj.Contents = Array([pdf.make_stream(text[:9]), pdf.make_stream(text[9:])])
            for key, value in keys.items():
                page.obj[f"/{key}"] = Array(value) if isinstance(value, tuple) else value
        path = folder / "foreign.pdf"
        pdf.save(path)
    return path


def box(*edges: float) -> tuple[Any, ...]:
    return tuple(pikepdf.Object.parse(f"{edge:.3f}".encode()) for edge in edges)


@pytest.mark.parametrize("turn", [0, 90, 180, 270, -90, 450])
@pytest.mark.parametrize("moved", [False, True])
def test_turned_pages_and_odd_origins_are_shown_as_they_are(tmp_path: Path, turn: int, moved: bool) -> None:
    """Each half of a sheet looks as the page does in a viewer."""
    keys: dict[str, Any] = {"Rotate": turn}
    if moved:
        keys["MediaBox"] = box(-10 * MM, 170 * MM, 90 * MM, 320 * MM)
        # Corners the wrong way round (ISO 32000-2 §7.9.5).
        keys["CropBox"] = box(80 * MM, 310 * MM, -10 * MM, 180 * MM)
    source = foreign(tmp_path, **keys)
    target = tmp_path / "b.pdf"
    done = imposed(source, target, None, creep=False)
    assert done.blanks == (5, 6, 7)
    front, cover, last = raster(target, 127), raster(source, 127, 0), raster(source, 127, 4)
    assert front.size == (2 * cover.width, cover.height)
    for page, at in ((last, 0), (cover, cover.width)):
        cut = front.crop((at, 0, at + page.width, page.height))
        apart = ImageChops.difference(cut, page).convert("L")
        assert min(page.convert("L").tobytes()) < 100
        assert sum(apart.histogram()[64:]) < 60


def test_user_units_and_inherited_boxes(tmp_path: Path) -> None:
    source = foreign(tmp_path, UserUnit=2, TrimBox=box(10, 12, 100 * MM - 15, 150 * MM - 12))
    done = imposed(source, tmp_path / "b.pdf", None)
    assert done.size == pytest.approx((200 - 50 / MM, 300 - 48 / MM), abs=0.01)
    assert done.bleed == pytest.approx(20 / MM, abs=0.01)
    with pikepdf.open(foreign(tmp_path), allow_overwriting_input=True) as pdf:
        for page in pdf.pages:
            for key in ("/MediaBox", "/Resources"):
                pdf.Root.Pages[key] = page.obj[key]
                del page.obj[key]
        pdf.Root.Pages.Rotate = 90
        pdf.save()
    done = imposed(source, tmp_path / "b.pdf", None)
    assert done.size == pytest.approx((150, 100), abs=0.01)
    with pymupdf.open(tmp_path / "b.pdf") as document:
        assert "P1" in document[0].get_text() and "P5" in document[0].get_text()


def test_stamps_stay_and_links_go(tmp_path: Path) -> None:
    source = foreign(tmp_path)
    with pikepdf.open(source, allow_overwriting_input=True) as pdf:
        look = pdf.make_stream(b"0 0 1 rg 0 0 40 40 re f")
        look.Type, look.Subtype, look.BBox = Name.XObject, Name.Form, Array([0, 0, 40, 40])
        stamp = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=[100, 200, 140, 240], F=4, AP=Dictionary(N=look))
        link = Dictionary(
            Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], Dest=Array([pdf.pages[1].obj, Name.Fit])
        )
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(stamp), pdf.make_indirect(link)])
        pdf.save()
    imposed(source, tmp_path / "b.pdf", None)
    image = raster(tmp_path / "b.pdf", 72)
    assert image.getpixel((round(100 * MM) + 120, round(150 * MM) - 220)) == (0, 0, 255)
    with pikepdf.open(tmp_path / "b.pdf") as pdf:
        assert all("/Annots" not in page.obj for page in pdf.pages)


def test_what_cannot_be_folded_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    target = tmp_path / "b.pdf"
    source = foreign(tmp_path)
    with pikepdf.open(source, allow_overwriting_input=True) as pdf:
        pdf.pages[3].obj.MediaBox = Array([0, 0, 500, 500])
        pdf.save()
    with pytest.raises(write.UnfitError) as caught:
        imposed(source, target)
    assert (caught.value.kind, caught.value.facts["page"]) == ("mixed", "4")
    with pikepdf.open(foreign(tmp_path)) as pdf:
        pdf.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(write.UnfitError) as caught:
        imposed(tmp_path / "locked.pdf", target)
    assert caught.value.kind == "locked"
    (tmp_path / "text.pdf").write_text("no PDF", "utf-8")
    with pytest.raises(write.UnfitError) as caught:
        imposed(tmp_path / "text.pdf", target)
    assert caught.value.kind == "damaged"
    with pikepdf.new() as pdf:
        pdf.save(tmp_path / "empty.pdf")
    with pytest.raises(write.UnfitError) as caught:
        imposed(tmp_path / "empty.pdf", target)
    assert caught.value.kind == "empty"
    with pytest.raises(sheets.PaperError) as small:
        imposed(foreign(tmp_path), target, paper="A5")
    assert [round(side / MM) for side in small.value.need] == [200, 150]
    with pytest.raises(sheets.PaperError):
        imposed(foreign(tmp_path), target, paper=["230", "180"], marks="crop", bleed=5, way="signatures", mill=6)
    assert not target.exists()


# --- through the build --------------------------------------------------------------------------------------


def build(publish: Publish, tmp_path: Path, *more: Any, **wanted: Any) -> making.Made:
    loaded = issue_reader.load(publish())
    options = (BookletSettings.model_validate(wanted), *more)
    return making.make_edition(loaded, replace(loaded.plans[0], make=("booklet",), options=options), tmp_path)


@pytest.mark.parametrize("origin", ["paper", "grey", "press"])
def test_a_booklet_of_each_file(publish: Publish, tmp_path: Path, origin: str) -> None:
    more = (PressSettings(bleed=2), GreySettings(paper="newsprint"))
    made = build(publish, tmp_path, *more, **{"from": origin, "marks": "裁切"})
    (artifact,) = made.artifacts
    assert artifact.name == "test-2026-11-23-zh-Hans-booklet.pdf" and artifact.facts["from"] == origin
    codes = [f.code for f in made.findings if f.code.startswith("R-")]
    assert codes == ["R-101", *(["R-122"] if origin == "press" else []), "R-130"]
    with pikepdf.open(artifact.path) as pdf:
        text = "\n".join(str(t) for t in pdf.objects if not isinstance(t, pikepdf.Stream))
        assert ("/OutputIntents" in pdf.Root) == (origin == "press")
        assert ("DeviceRGB" in text, "DeviceCMYK" in text) != (True, True)
    assert [path.name for path in tmp_path.glob("*.pdf") if "booklet" in path.name] == [artifact.name]
    assert not [path for path in tmp_path.iterdir() if path.is_dir() and path.name != "sources"]


@pytest.mark.parametrize("way", ["saddle", "2-up"])
def test_a_page_that_got_lost_on_the_way_is_told(publish: Publish, tmp_path: Path, way: str) -> None:
    text = "---\ntitle: 长文\n---\n" + "\n\n".join(f"第{number}段，说明了发展的方向。" * 30 for number in range(9))
    loaded = issue_reader.load(publish(files={"a.md": text}))
    plan = replace(loaded.plans[0], make=("booklet",), options=(BookletSettings.model_validate({"way": way}),))
    made = making.make_edition(loaded, plan, tmp_path)
    assert not [f for f in made.findings if f.code.startswith("X-")]
    (artifact,) = made.artifacts
    paper = tmp_path / "test-2026-11-23-zh-Hans.pdf"
    with pikepdf.open(artifact.path, allow_overwriting_input=True) as pdf:
        assert len(pdf.pages[0].obj.Resources.XObject) >= 1
        pdf.pages[0].obj.Contents = pdf.make_stream(b"")
        pdf.save()
    assert {f.code for f in making.inspected(artifact, plan, paper)} == {"X-095"}


def done(**keys: Any) -> write.Imposed:
    plain = write.Imposed(16, 8, 4, (), 4, 1, (420, 297), (210, 297), 1.0, "short", 0.3, 5)
    return replace(plain, **keys)


@pytest.mark.parametrize(
    ("wanted", "made", "codes"),
    [
        ({}, {}, []),
        ({}, {"sheets": 16, "thickest": 16, "creep": 1.5}, []),
        ({}, {"sheets": 17, "thickest": 17, "creep": 1.6}, ["R-102"]),
        ({"caliper": 0.08}, {"sheets": 20, "thickest": 20, "creep": 1.5}, []),
        ({"way": "signatures"}, {"sheets": 9, "pages": 36}, ["R-103", "R-104"]),
        ({"way": "signatures"}, {"sheets": 12, "pages": 46, "blanks": (46, 47)}, ["R-101"]),
        ({"caliper": 1}, {"sheets": 1, "creep": 30.0}, ["R-120"]),
        ({"caliper": 1}, {"sheets": 1, "creep": 11.0}, []),
        ({"creep": False}, {"creep": 30.0}, ["R-121"]),
        ({"creep": False}, {"creep": 1.0}, []),
        ({"marks": "crop"}, {"bleed": 2.0}, ["R-122"]),
        ({"marks": "none"}, {"bleed": 0.0}, []),
        ({"fit": True}, {"scale": 0.7}, ["R-123"]),
        ({"way": "4-up"}, {"scale": 0.5, "blanks": ()}, []),
    ],
)
def test_what_hands_cannot_do_is_told(
    publish: Publish, tmp_path: Path, wanted: dict[str, Any], made: dict[str, Any], codes: list[str]
) -> None:
    loaded = issue_reader.load(publish())
    plan = loaded.plans[0]
    edition, _, _ = making.edit(loaded, plan)
    job = Job(edition, layouts.load(plan.layout, plan.place), fonts.prepare(), tmp_path)
    found = list(output.told(done(**made), BookletSettings.model_validate(wanted), job, "x.pdf"))
    assert [f.code for f in found] == [*codes, "R-130"]
    for one in found:
        for language in ("en", "zh-Hans"):
            assert "{" not in one.message(language) + one.cure(language)


def test_the_edge_is_told(publish: Publish, tmp_path: Path) -> None:
    found = build(publish, tmp_path, edge="长边", paper="a3", way="骑马订").findings
    (said,) = (f.message("zh-Hans") for f in found if f.code == "R-131")
    assert "A3" in said and "长边" in said


def test_paper_that_is_too_small_delivers_nothing(publish: Publish, tmp_path: Path) -> None:
    folder = publish(publication=PUBLICATION + "booklet: {paper: A4}\n")
    with pytest.raises(PressError) as caught:
        pipeline.build(pipeline.Request(folder, outputs=("pdf", "booklet"), into=tmp_path / "out"))
    (said,) = caught.value.findings
    assert said.code == "R-110" and "420 × 297" in said.message() and caught.value.exit_code == 8
    assert not list((tmp_path / "out").rglob("*.pdf"))


@pytest.mark.parametrize(("kind", "code"), [("mixed", "R-111"), ("locked", "R-112")])
def test_a_file_that_cannot_be_imposed_is_told(
    publish: Publish, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, code: str
) -> None:
    def refuse(*_: Any) -> None:
        raise write.UnfitError(kind, page="2", size="3 × 4", first="5 × 6", reason="password")

    monkeypatch.setattr(write, "impose", refuse)
    with pytest.raises(PressError) as caught:
        build(publish, tmp_path)
    assert [f.code for f in caught.value.findings] == [code]


def test_chinese_names_and_merging(publish: Publish) -> None:
    text = (
        "booklet: {way: 胶装, paper: 八开, blanks: 末尾, signature: '8', from: 灰度, binding: 右翻}\n"
        "editions:\n  a: {booklet: {way: 骑马订, marks: 全套, edge: 短边, paper: [320, '450']}}\n  b: {}\n"
    )
    first, second = issue_reader.load(publish(publication=HEAD + text)).plans
    one, two = first.option(BookletSettings), second.option(BookletSettings)
    assert (one.way, one.paper, one.blanks, one.signature) == ("saddle", (320, 450), "end", 8)
    assert (one.source, one.binding, one.marks, one.edge) == ("grey", "right", "full", "short")
    assert (two.way, two.paper, two.marks) == ("signatures", "8K", "none")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("booklet: {way: 线装}", "C-012"),
        ("booklet: {paper: A9}", "C-012"),
        ("booklet: {paper: [20, 30]}", "C-012"),
        ("booklet: {paper: [300]}", "C-012"),
        ("booklet: {signature: 12}", "C-012"),
        ("booklet: {caliper: 0}", "C-012"),
        ("booklet: {from: epub}", "C-012"),
        ("booklet: {form: grey}", "C-010"),
    ],
)
def test_wishes_that_no_copier_has_are_told(publish: Publish, text: str, code: str) -> None:
    with pytest.raises(SettingsError) as caught:
        issue_reader.load(publish(publication=HEAD + text + "\n"))
    assert next(f.code for f in caught.value.findings if f.code[0] == "C") == code
    if code == "C-010":
        assert "from" in caught.value.findings[0].message() + caught.value.findings[0].cure()
