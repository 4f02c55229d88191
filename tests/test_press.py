"""The press and the grey file: inks, overprint, pictures, boxes, marks, metadata; and what cannot be printed."""

import datetime
import io
import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pymupdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageCms

from bulletin import fonts, making, pipeline
from bulletin.config.job import JobSettings
from bulletin.config.press import GreySettings, PressSettings
from bulletin.errors import PressError, SettingsError, SourceError
from bulletin.press import derive, marks, profile, recolour, tones
from bulletin.press.inks import Inks, Refused, Spot, limited
from bulletin.readers import issue as issue_reader
from tests.conftest import ISSUE, PUBLICATION, Publish

SAMPLE = Path(__file__).parent.parent / "sources" / "2026-11-23"
COATED = profile.shipped("coated")
HEAD = PUBLICATION[: PUBLICATION.index("editions:")]
RED = (157, 31, 26)
MM = 72 / 25.4


def printed(folder: Path, body: str, css: str = "", name: str = "paper.pdf", **files: bytes) -> Path:
    """Return a page of 100 × 80 mm, printed as an edition's paper is."""
    fonts.prepare()
    import weasyprint

    for file, data in files.items():
        (folder / file.replace("_", ".")).write_bytes(data)
    sheet = "@page { size: 100mm 80mm; margin: 10mm; bleed: 5mm } html { font: 12pt 'Bulletin Song SC' }" + css
    html = f"<html lang=zh-Hans><title>页</title><style>{sheet}</style><body>{body}"

    def trim(_document: Any, pdf: Any) -> None:
        for thing in pdf.objects:
            if isinstance(thing, dict) and thing.get("Type") == "/Page":
                thing["MediaBox"] = thing["BleedBox"] = thing["TrimBox"]

    path = folder / name
    weasyprint.HTML(string=html, base_url=str(folder)).write_pdf(
        path, finisher=trim, pdf_variant="pdf/ua-1", pdf_tags=True
    )
    return path


def task(**wanted: Any) -> derive.Task:
    chosen = PressSettings.model_validate(wanted)
    return derive.Task(chosen, COATED, RED, (1, 1, 1), datetime.date(2026, 11, 23), "x-press.pdf")


def pressed(paper: Path, **wanted: Any) -> Path:
    target = paper.with_name("press.pdf")
    derive.press(paper, target, task(**wanted))
    return target


def streams(path: Path) -> Iterator[str]:
    with pikepdf.open(path) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Stream) and (
                thing.get("/Subtype") == "/Form" or thing.get("/PatternType") == 1
            ):
                yield thing.read_bytes().decode("latin-1")
        for page in pdf.pages:
            contents = page.obj.Contents
            parts = contents if isinstance(contents, pikepdf.Array) else [contents]
            yield "\n".join(part.read_bytes().decode("latin-1") for part in parts)


def raster(path: Path, dpi: int = 72, page: int = 0) -> Image.Image:
    with pymupdf.open(path) as document:
        sheet = document[page]
        pixels = sheet.get_pixmap(dpi=dpi)
        return Image.frombytes("RGB", (pixels.width, pixels.height), pixels.samples)


def most(image: Image.Image) -> int:
    """Return the lightest grey of ``image``."""
    return max(value for value, count in enumerate(image.histogram()) if count)


# --- inks ---------------------------------------------------------------------------------------------------


channel = st.integers(0, 255)


@settings(max_examples=60, deadline=None)
@given(channel, channel, channel)
def test_every_colour_stays_under_the_limit(red: int, green: int, blue: int) -> None:
    for limit in (1.8, 2.5, 4.0):
        ink = inks(limit).ink(red / 255, green / 255, blue / 255)
        assert len(ink.values) == 4
        assert all(0 <= v <= 1 for v in ink.values)
        assert sum(ink.values) <= limit + 2e-4
        assert not ink.spot


_KNOWN: dict[float, Inks] = {}


def inks(limit: float = 2.5) -> Inks:
    return _KNOWN.setdefault(limit, Inks("cmyk", COATED, limit))


@settings(deadline=None)
@given(st.tuples(*[st.floats(0, 1)] * 4), st.floats(1.5, 4))
def test_less_ink_takes_from_colour_before_black(ink: tuple[float, ...], limit: float) -> None:
    out = limited(ink, limit)
    assert sum(out) <= max(limit, 0) + 1e-9
    assert all(-1e-9 <= v <= 1 + 1e-9 for v in out)
    assert out[3] >= ink[3] - 1e-9
    if sum(ink) <= limit:
        assert out == list(ink)


@settings(deadline=None)
@given(channel)
def test_a_grey_is_black_ink_alone(value: int) -> None:
    ink = inks().ink(value / 255, value / 255, value / 255)
    assert ink.values[:3] == (0, 0, 0)
    assert ink.values[3] == pytest.approx(1 - value / 255, abs=1e-3)
    assert ink.overprints == (value == 0)


def test_named_colours_are_found_by_their_exact_value() -> None:
    made = Inks("cmyk", COATED, 2.5, Spot("红", RED, (0, 1, 1, 0)), ((1, 1, 1), (0.6, 0.4, 0.4, 1)))
    assert made.ink(157 / 255, 31 / 255, 26 / 255).spot
    assert not made.ink(158 / 255, 31 / 255, 26 / 255).spot
    assert made.ink(1 / 255, 1 / 255, 1 / 255).values == (0.6, 0.4, 0.4, 1)
    assert made.ink(0, 0, 0).values == (0, 0, 0, 1)
    # Six decimals, as WeasyPrint writes them.
    assert made.ink(0.615686, 0.121569, 0.101961).spot


def test_ink_looks_like_the_colour_it_stands_for() -> None:
    """Back through the profile, colours that ink can have are themselves again."""
    back = ImageCms.buildTransform(
        ImageCms.ImageCmsProfile(io.BytesIO(COATED.data)),
        ImageCms.createProfile("sRGB"),
        "CMYK",
        "RGB",
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    for rgb in (RED, (140, 90, 60), (90, 120, 90), (200, 180, 120)):
        values = inks(4.0).ink(*(v / 255 for v in rgb)).values
        pixel = Image.new("CMYK", (1, 1), tuple(round(255 * v) for v in values))
        seen = ImageCms.applyTransform(pixel, back)
        assert seen is not None
        assert all(abs(a - b) <= 9 for a, b in zip(seen.tobytes(), rgb, strict=True)), rgb


# --- content ------------------------------------------------------------------------------------------------


def test_no_rgb_is_left_anywhere(tmp_path: Path) -> None:
    paper = printed(tmp_path, TORTURE, TORTURE_CSS)
    made = pressed(paper, plates="cmyk+spot")
    for stream in streams(made):
        assert not re.search(r"^[\d. ]+ (rg|RG|g|G)$", stream, re.M)
    with pikepdf.open(made) as pdf:
        text = "\n".join(str(thing) for thing in pdf.objects if not isinstance(thing, pikepdf.Stream))
        text += "\n".join(str(dict(thing)) for thing in pdf.objects if isinstance(thing, pikepdf.Stream))
        assert "DeviceRGB" not in text and "CalRGB" not in text
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary) and "/ShadingType" in thing:
                wanted = 4 if thing.ColorSpace == "/DeviceCMYK" else 1
                ends = thing.Function.Functions if thing.Function.FunctionType == 3 else [thing.Function]
                assert {len(end.C0) for end in ends} == {wanted}


TORTURE_CSS = """
@page { background: linear-gradient(#f4e4d4, #d4e4f4) } p { margin: 0 } .half { color: rgb(0 0 0/.5) } .white { background: #000; color: #fff }
.ring { background: radial-gradient(yellow, #9d1f1b); height: 5mm } .stripes { background: repeating-linear-gradient(45deg, #000, #fff 5px); height: 5mm }
.red { color: #9d1f1a; border-bottom: 1pt solid #9d1f1a }
"""
TORTURE = """<p>黑字<p class=half>半透明<p class=white>反白字<div class=ring></div><div class=stripes></div><p class=red>套红
<div style="opacity:.5;color:red">淡</div><svg width=100 height=30><title>图</title><defs><linearGradient id=a><stop offset=0 stop-color=red />
<stop offset=1 stop-color=blue stop-opacity=.3 /></linearGradient></defs><rect width=50 height=20 fill="url(#a)" stroke=green /></svg><hr>
<p style="color:device-cmyk(0 1 .8 .1)">四色"""


def test_no_shape_is_lost_or_moved(tmp_path: Path) -> None:
    """The press file in grey beside the paper in grey: the same shapes, tones within what ink can do."""
    paper = printed(tmp_path, TORTURE, TORTURE_CSS)
    made = pressed(paper, marks="none", bleed=0)
    one, two = raster(paper, 110).convert("L"), raster(made, 110).convert("L")
    assert one.size == two.size
    apart = ImageChops.difference(one, two)
    histogram = apart.histogram()
    # A pixel where a stripe's edge is rounded the other way is no shape.
    assert sum(histogram[90:]) <= 3, "a shape is missing"
    assert sum(histogram[60:]) < 0.002 * one.width * one.height


def test_black_prints_over_and_nothing_else_does(tmp_path: Path) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (40, 40), (200, 30, 90)).save(picture, "PNG")
    body = "<p>黑<p class=white>白<p class=grey>灰<img src=p.png alt=图><p>黑<p class=red>红<p>黑"
    css = ".white { color: #fff } .grey { color: #777 } .red { color: #9d1f1a } img { width: 5mm; display: block }"
    made = pressed(printed(tmp_path, body, css, p_png=picture.getvalue()), plates="cmyk+spot")
    states = painted(made)
    assert states, "nothing painted"
    for colour, over, thing in states:
        if thing == "text" and colour == ("k", "0 0 0 1"):
            assert over, "black that does not print over"
        else:
            assert not over, (colour, thing)
    seen = {colour for colour, _, thing in states if thing == "text"}
    assert {("k", "0 0 0 1"), ("k", "0 0 0 0"), ("cs", "Spot")} <= seen
    assert any(thing == "image" for _, _, thing in states)


def painted(path: Path) -> list[tuple[tuple[str, str], bool, str]]:
    """Return colour, overprint and kind of all that is painted inside the page, by a reader of its own."""
    out = []
    with pikepdf.open(path) as pdf:
        for page in pdf.pages:
            states = page.obj.Resources.ExtGState
            colour, over, stack = ("g", "0"), False, []
            parts = list(page.obj.Contents)[:2]
            for ins in pikepdf.parse_content_stream(pdf.make_stream(b"\n".join(p.read_bytes() for p in parts))):
                operands, operator = ins.operands, str(ins.operator)
                if operator == "q":
                    stack.append((colour, over))
                elif operator == "Q":
                    colour, over = stack.pop()
                elif operator in ("k", "g", "rg"):
                    colour = (operator, " ".join(f"{float(v):g}" for v in operands))
                elif operator == "cs":
                    colour = ("cs", str(operands[0])[1:])
                elif operator == "gs":
                    state = states[str(operands[0])]
                    over = bool(state.get("/op", over))
                elif operator in ("TJ", "Tj"):
                    out.append((colour, over, "text"))
                elif operator in ("f", "f*"):
                    out.append((colour, over and colour != ("k", "0 0 0 1"), "area"))
                elif operator == "Do":
                    kind = page.obj.Resources.XObject[str(operands[0])].Subtype
                    out.append((colour, over, "image" if kind == "/Image" else "form"))
    return out


@pytest.mark.parametrize(
    ("css", "wanted", "kind", "name"),
    [
        ("p { color: lab(50 20 20) }", {}, "space", "lab-d50"),
        ("p { color: oklch(50% .2 30) }", {}, "space", "lab-d65"),
        ("p { background: linear-gradient(#9d1f1a, #fff) }", {"plates": "cmyk+spot"}, "spot-gradient", ""),
        ("p { background: radial-gradient(#fff, #9d1f1a) }", {"plates": "black+spot"}, "spot-gradient", ""),
        ("p { color: device-cmyk(0 1 1 0) }", {"plates": "black"}, "space", "device-cmyk()"),
    ],
)
def test_what_would_change_its_colour_is_refused(
    tmp_path: Path, css: str, wanted: dict[str, Any], kind: str, name: str
) -> None:
    paper = printed(tmp_path, "<p>字", css)
    with pytest.raises(Refused) as caught:
        pressed(paper, **wanted)
    assert (caught.value.kind, caught.value.name, caught.value.page) == (kind, name, 1)
    assert not paper.with_name("press.pdf").exists()


def test_a_gradient_with_the_second_colour_prints_in_four_inks(tmp_path: Path) -> None:
    assert pressed(printed(tmp_path, "<p>字", "p { background: linear-gradient(#9d1f1a, #fff) }")).is_file()


# --- pictures -----------------------------------------------------------------------------------------------


def photograph(mode: str = "RGB") -> Image.Image:
    """A picture with deep shadows and every hue: what needs most ink."""
    wheel = Image.radial_gradient("L").resize((120, 90))
    hue = Image.linear_gradient("L").resize((120, 90))
    return Image.merge("HSV", (hue, wheel, hue.transpose(Image.Transpose.ROTATE_180))).convert("RGB").convert(mode)


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


@pytest.mark.parametrize("limit", [200, 250, 300])
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_no_pixel_has_more_ink_than_the_shop_allows(tmp_path: Path, kind: str, limit: int) -> None:
    paper = printed(tmp_path, "<img src=p.x alt=图 style='width:40mm'>", p_x=encoded(photograph(), kind))
    made = pressed(paper, ink=limit)
    inkiest = 0.0
    with pikepdf.open(made) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image":
                assert thing.ColorSpace == "/DeviceCMYK"
                if thing.Filter == "/DCTDecode":
                    with Image.open(io.BytesIO(thing.read_raw_bytes())) as opened:
                        assert opened.mode == "CMYK"
                        data = opened.tobytes()
                else:
                    data = thing.read_bytes()
                inkiest = max(sum(data[at : at + 4]) / 255 for at in range(0, len(data), 4))
    assert 0.8 * limit / 100 < inkiest <= limit / 100 + 0.005


def test_pictures_keep_their_place_mask_and_grey(tmp_path: Path) -> None:
    clear = photograph().convert("RGBA")
    clear.putalpha(Image.linear_gradient("L").resize(clear.size))
    files = {
        "a_png": encoded(clear, "PNG"),
        "b_png": encoded(photograph("L"), "PNG"),
        "c_jpg": encoded(photograph("L").convert("RGB"), "JPEG"),
    }
    body = "".join(f"<img src={name.replace('_', '.')} alt=图 style='width:20mm'>" for name in files)
    paper = printed(tmp_path, body, "", "paper.pdf", **files)
    made = pressed(paper, marks="none", bleed=0)
    with pikepdf.open(made) as pdf:
        found = [t for t in pdf.objects if isinstance(t, pikepdf.Stream) and t.get("/Subtype") == "/Image"]
        spaces = sorted(str(t.ColorSpace) for t in found if "/SMask" not in t)
        assert spaces.count("/DeviceGray") >= 3, "grey pictures, also those written as RGB, and the mask"
        (masked,) = (t for t in found if "/SMask" in t)
        assert masked.ColorSpace == "/DeviceCMYK"
    apart = ImageChops.difference(raster(paper).convert("L"), raster(made).convert("L"))
    assert most(apart) < 70


def test_the_black_of_a_drawing_is_black_ink(tmp_path: Path) -> None:
    drawing = Image.new("RGB", (60, 60), (255, 255, 255))
    drawing.paste((0, 0, 0), (10, 10, 50, 20))
    drawing.paste((200, 30, 20), (10, 30, 50, 40))
    drawing.paste((128, 128, 128), (10, 45, 50, 50))
    made = inks().picture(drawing, flat=True)
    assert made.mode == "CMYK"
    assert made.getpixel((20, 15)) == (0, 0, 0, 255)
    assert made.getpixel((20, 47)) == (0, 0, 0, 127)
    assert made.getpixel((2, 2)) == (0, 0, 0, 0)
    red = made.getpixel((20, 35))
    assert isinstance(red, tuple) and red[1] > 200 and red[2] > 200


def test_four_inks_of_another_press_are_left_and_told(tmp_path: Path) -> None:
    paper = printed(tmp_path, "<img src=p.jpg alt=图>", p_jpg=encoded(photograph("CMYK"), "JPEG"))
    done = derive.press(paper, tmp_path / "o.pdf", task())
    assert done.colours.images.foreign == [(120, 90)]


def test_tones_keep_white_and_rise_evenly() -> None:
    for paper in tones.PAPERS.values():
        curve = tones.curve(paper)
        assert curve[255] == 255 and len(curve) == 256
        assert curve == sorted(curve)
        assert curve[0] == pytest.approx(255 * (1 - paper.most), abs=1)
        assert curve[254] < 252, "the lightest dot prints"
    assert tones.curve(tones.PAPERS["newsprint"])[128] > tones.curve(tones.PAPERS["coated"])[128], "more gain, less ink"


# --- the file -----------------------------------------------------------------------------------------------


def numbers(box: Any) -> list[float]:
    return [round(float(v), 2) for v in box]


@pytest.mark.parametrize(("bleed", "marks"), [(3, "full"), (5, "crop"), (0, "none"), (2, "none")])
def test_boxes_nest_and_what_bleeds_is_inked(tmp_path: Path, bleed: float, marks: str) -> None:
    made = pressed(printed(tmp_path, "<p>字", "@page { background: #eec }"), bleed=bleed, marks=marks)
    with pikepdf.open(made) as pdf:
        page = pdf.pages[0].obj
        assert numbers(page.TrimBox) == [0, 0, round(100 * MM, 2), round(80 * MM, 2)]
        assert numbers(page.BleedBox)[0] == pytest.approx(-bleed * MM, abs=0.01)
        assert numbers(page.MediaBox)[0] <= numbers(page.BleedBox)[0]
        assert "/ArtBox" not in page and "/CropBox" not in page
    image = raster(made, 254)
    edge = round((image.width - 1000) / 2)
    white = (255, 255, 255)
    inside = image.getpixel((edge - round(bleed * 10) + 4, 400))
    assert inside != white, "ink up to the bleed's edge"
    if marks != "none":
        assert image.getpixel((edge - round(bleed * 10) - 4, 300)) == white, "none beyond it"


def test_marks_stand_outside_the_bleed(tmp_path: Path) -> None:
    paper = printed(tmp_path, "", "")
    plain = raster(pressed(paper, marks="none", bleed=3), 254)
    made = raster(pressed(paper, marks="full", bleed=3, fold=["50"]), 254)
    edge = (made.width - plain.width) // 2
    inner = made.crop((edge, edge, edge + plain.width, edge + plain.height))
    assert inner.convert("L").getextrema() == (255, 255), "no mark inside the bleed"
    dark = made.convert("L").point([255 if v < 210 else 0 for v in range(256)])
    trim = edge + 30
    for x in (trim, trim + 1000, trim + 500):
        strip = dark.crop((x - 4, 0, x + 5, edge - 5))
        assert strip.getbbox(), f"crop or fold mark above at {x}"


def test_the_file_says_what_it_is(tmp_path: Path) -> None:
    made = pressed(printed(tmp_path, "<p><a href='https://example.org'>字</a>"))
    with pikepdf.open(made) as pdf:
        assert pdf.pdf_version == "1.6"
        (intent,) = pdf.Root.OutputIntents
        assert (str(intent.S), str(intent.OutputConditionIdentifier)) == ("/GTS_PDFX", "FOGRA39")
        assert intent.DestOutputProfile.read_bytes() == COATED.data
        xmp = pdf.Root.Metadata.read_bytes().decode()
        for part in ("PDF/X-4", "2026-11-23T00:00:00Z", "<pdf:Trapped>False", "uuid:", "页"):
            assert part in xmp
        assert pdf.docinfo["/Trapped"] == "/False"
        for key in ("/StructTreeRoot", "/Outlines", "/Names", "/AcroForm"):
            assert key not in pdf.Root
        assert all("/Annots" not in page.obj for page in pdf.pages)


def test_the_same_paper_gives_the_same_bytes(tmp_path: Path) -> None:
    paper = printed(tmp_path, TORTURE.replace("device-cmyk(0 1 .8 .1)", "red"), TORTURE_CSS)
    for kind in (
        lambda t: derive.press(paper, t, task()),
        lambda t: derive.grey(paper, t, tones.curve(tones.PAPERS["office"])),
    ):
        kind(tmp_path / "a.pdf")
        kind(tmp_path / "b.pdf")
        assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_grey_keeps_tags_and_links_and_has_no_colour(tmp_path: Path) -> None:
    body = "<a href='https://example.org'>链</a>" + TORTURE.replace("device-cmyk(0 1 .8 .1)", "red")
    paper = printed(tmp_path, body, TORTURE_CSS)
    derive.grey(paper, tmp_path / "g.pdf", tones.curve(tones.PAPERS["office"]))
    with pikepdf.open(tmp_path / "g.pdf") as pdf:
        assert "/StructTreeRoot" in pdf.Root and "/Annots" in pdf.pages[0].obj
        assert not any("RGB" in str(t) or "CMYK" in str(t) for t in pdf.objects if not isinstance(t, pikepdf.Stream))
    image = raster(tmp_path / "g.pdf")
    red, green, blue = image.split()
    assert most(ImageChops.difference(red, green)) <= 1
    assert most(ImageChops.difference(red, blue)) <= 1


# --- through the build --------------------------------------------------------------------------------------


def build(publish: Publish, tmp_path: Path, **wanted: Any) -> making.Made:
    loaded = issue_reader.load(publish())
    options = (PressSettings.model_validate(wanted),)
    plan = replace(loaded.plans[0], make=("press",), options=options)
    return making.make_edition(loaded, plan, tmp_path)


def test_the_plates_are_told(publish: Publish, tmp_path: Path) -> None:
    made = build(publish, tmp_path, plates="双色", spot={"name": "专红"})
    artifact, _ = made.artifacts
    assert artifact.name.endswith("-press.pdf")
    assert artifact.facts["plates"] == ["Black", "专红"]
    with pikepdf.open(artifact.path) as pdf:
        names = {str(s.Spot[1]) for page in pdf.pages if (s := page.obj.Resources.ColorSpace)}
    assert names == {"/专红"}


def test_a_plate_that_stays_empty_is_told(publish: Publish, tmp_path: Path) -> None:
    loaded = issue_reader.load(publish())
    options = (PressSettings.model_validate({"plates": "black+spot"}),)
    plan = replace(loaded.plans[0], make=("press",), options=options, settings={"accent": "black"})
    made = making.make_edition(loaded, plan, tmp_path)
    assert "R-013" in [f.code for f in made.findings]
    assert made.artifacts[0].facts["plates"] == ["Black"]


def rgb_profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("none.icc", None, "R-001"),
        ("../out.icc", None, "R-001"),
        ("text.icc", lambda: b"no profile", "R-002"),
        ("short.icc", lambda: COATED.data[:200], "R-002"),
        ("screen.icc", rgb_profile, "R-003"),
        ("cut.icc", lambda: COATED.data[:40_000], "R-002"),
        ("a\0b.icc", None, "R-001"),
        ("x" * 300, None, "R-001"),
    ],
)
def test_a_profile_that_is_none_is_told(
    publish: Publish, tmp_path: Path, name: str, data: Callable[[], bytes] | None, code: str
) -> None:
    loaded = issue_reader.load(publish())
    if data:
        (loaded.home / name).write_bytes(data())
    options = (PressSettings.model_validate({"profile": name}),)
    plan = replace(loaded.plans[0], make=("press",), options=options)
    with pytest.raises(PressError) as caught:
        making.make_edition(loaded, plan, tmp_path)
    assert [f.code for f in caught.value.findings] == [code]
    assert name in caught.value.findings[0].message()


def test_the_shops_own_profile_is_embedded(publish: Publish, tmp_path: Path) -> None:
    loaded = issue_reader.load(publish())
    own = COATED.data[:-1] + b"\0"
    (loaded.home / "shop.icc").write_bytes(own)
    options = (PressSettings.model_validate({"profile": "shop.icc"}),)
    made = making.make_edition(loaded, replace(loaded.plans[0], make=("press",), options=options), tmp_path)
    with pikepdf.open(made.artifacts[0].path) as pdf:
        (intent,) = pdf.Root.OutputIntents
        assert intent.DestOutputProfile.read_bytes() == own
        assert str(intent.OutputConditionIdentifier) == "Custom" and "/RegistryName" not in intent


def test_settings_are_merged_shop_first(publish: Publish) -> None:
    text = (
        "shops:\n  大华: {ink: 240, bleed: 4, marks: 裁切}\n"
        "press: {shop: 大华, bleed: 5}\ngrey: {paper: 新闻纸}\n"
        "editions:\n  a: {press: {plates: 四色加专色}}\n  b: {}\n"
    )
    folder = publish(publication=HEAD + text)
    first, second = issue_reader.load(folder).plans
    wanted = first.option(PressSettings)
    assert (wanted.ink, wanted.bleed, wanted.marks, wanted.plates) == (240, 5, "crop", "cmyk+spot")
    assert second.option(PressSettings).plates == "cmyk"
    assert second.option(GreySettings).paper == "newsprint"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("press: {shop: 无此厂}", "C-060"),
        ("press: {bleed: 9}", "C-012"),
        ("press: {ink: 20}", "C-012"),
        ("press: {plates: 五色}", "C-012"),
        ("press: {spot: {name: Black}}", "C-012"),
        ("press: {spot: {cmyk: [0, 100]}}", "C-012"),
        ("press: {spot: {cmyk: [0, 0.95, 1, 0]}}", "C-012"),
        ("press: {blead: 3}", "C-010"),
        ("grey: {paper: 金箔}", "C-012"),
    ],
)
def test_wishes_that_no_press_has_are_told(publish: Publish, text: str, code: str) -> None:
    with pytest.raises(SettingsError) as caught:
        issue_reader.load(publish(publication=HEAD + text + "\n"))
    assert code in [f.code for f in caught.value.findings]


def test_a_refused_colour_delivers_nothing(publish: Publish, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        refused = Refused("spot-gradient")
        refused.page = 2
        raise refused

    monkeypatch.setattr(derive, "press", refuse)
    folder = publish()
    with pytest.raises(PressError) as caught:
        pipeline.build(pipeline.Request(folder, outputs=("pdf", "press"), into=tmp_path / "out"))
    assert caught.value.findings[0].code == "R-011" and caught.value.exit_code == 8
    assert not list((tmp_path / "out").rglob("*.pdf"))


# --- outlines, and the old standard -------------------------------------------------------------------------


def fonts_of(path: Path) -> list[str]:
    with pikepdf.open(path) as pdf:
        return [str(t.get("/BaseFont")) for t in pdf.objects if isinstance(t, pikepdf.Dictionary) and "/BaseFont" in t]


def test_outlines_leave_no_font_and_every_shape(tmp_path: Path) -> None:
    paper = printed(tmp_path, TORTURE.replace("device-cmyk(0 1 .8 .1)", "red"), TORTURE_CSS)
    made = pressed(paper, outlines=True, marks="none", bleed=0)
    assert fonts_of(paper) and not fonts_of(made)
    plain = pressed(paper, marks="none", bleed=0)
    apart = ImageChops.difference(raster(plain, 150).convert("L"), raster(made, 150).convert("L"))
    assert sum(apart.histogram()[120:]) <= 3


def test_the_slug_line_names_the_issue_and_the_page(publish: Publish, tmp_path: Path) -> None:
    loaded = issue_reader.load(publish())
    for outlines in (False, True):
        options = (PressSettings.model_validate({"outlines": outlines}),)
        made = making.make_edition(loaded, replace(loaded.plans[0], make=("press",), options=options), tmp_path)
        artifact, _ = made.artifacts
        with pymupdf.open(artifact.path) as document:
            text = document[0].get_text()
        for part in ("测试通讯", "第3期", "2026-11-23", artifact.name, f"1 / {artifact.pages}", "Black"):
            assert (part in text) != outlines
        assert bool(fonts_of(artifact.path)) != outlines


def test_an_old_rip_gets_what_it_can_read(publish: Publish, tmp_path: Path) -> None:
    artifact, _ = build(publish, tmp_path, standard="x-1a").artifacts
    head = artifact.path.read_bytes()
    assert head.startswith(b"%PDF-1.4") and b"/ObjStm" not in head and b"/XRef" not in head
    with pikepdf.open(artifact.path) as pdf:
        assert str(pdf.docinfo["/GTS_PDFXVersion"]) == "PDF/X-1a:2003"
        assert "/GTS_PDFXConformance" not in pdf.docinfo
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary):
                assert float(thing.get("/ca", 1)) == 1 and "/SMask" not in thing
                assert thing.get("/Subtype") != "/OpenType"


def test_transparency_over_colour_is_refused_for_an_old_rip(tmp_path: Path) -> None:
    css = "p { background: #c33; color: rgb(0 0 200/.5) }"
    done = derive.press(printed(tmp_path, "<p>字", css), tmp_path / "press.pdf", task(standard="x-1a"))
    assert [(one.page, one.what, one.value) for one in done.alpha] == [(1, "text", "0.5")]
    assert not (tmp_path / "press.pdf").exists()
    clear = photograph().convert("RGBA")
    clear.putalpha(Image.linear_gradient("L").resize(clear.size))
    over = "<p style='background:#c33'><img src=p.png alt=图>"
    paper = printed(tmp_path, over, p_png=encoded(clear, "PNG"))
    assert derive.press(paper, tmp_path / "press.pdf", task(standard="x-1a")).alpha
    alone = printed(tmp_path, "<img src=p.png alt=图>", p_png=encoded(clear, "PNG"))
    done = derive.press(alone, tmp_path / "press.pdf", task(standard="x-1a"))
    assert not done.alpha and (tmp_path / "press.pdf").exists(), "on bare paper it is mixed with white, exactly"


def test_what_stands_against_the_old_standard_delivers_nothing(
    publish: Publish, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bulletin.press import flat
    from bulletin.press.alpha import Alpha

    monkeypatch.setattr(flat, "flatten", lambda _pdf: (Alpha(2, "opacity", "image", "0.5", (0, 0, 1, 1)),))
    with pytest.raises(PressError) as caught:
        build(publish, tmp_path, standard="x-1a")
    (told,) = caught.value.findings
    assert told.code == "R-018" and "page 2" in told.message()


def test_a_tiff_in_four_inks_is_told_before_anything_is_made(publish: Publish) -> None:
    article = '---\ntitle: 图\n---\n正文。\n\n![图](p.tif "图说")\n'
    folder = publish(files={"a.md": article, "p.tif": encoded(photograph("CMYK"), "TIFF")})
    with pytest.raises(SourceError) as caught:
        issue_reader.load(folder)
    (told,) = caught.value.findings
    assert told.code == "S-055" and "TIFF" in told.message() and str(told.place) == "a.md:6"


@pytest.mark.parametrize(
    ("said", "multiple"), [("骑马钉", 4), ("騎馬釘", 4), ("无线胶订", 2), ("perfect bound", 2), ("折页", 1), ("", 1)]
)
def test_the_binding_of_the_job_sheet_says_of_how_many_pages(said: str, multiple: int) -> None:
    assert making.bound(said) == multiple


def test_pages_that_do_not_fill_their_sheets_are_told(publish: Publish, tmp_path: Path) -> None:
    loaded = issue_reader.load(publish())
    options = (PressSettings(), JobSettings(binding="骑马钉"))
    made = making.make_edition(loaded, replace(loaded.plans[0], make=("press",), options=options), tmp_path)
    assert made.artifacts[0].pages % 4 and "X-015" in [f.code for f in made.findings]


def test_another_number_of_pages_than_the_last_issue_is_told(publish: Publish, tmp_path: Path) -> None:
    folder = publish()
    before = folder.parent / "2026-11-09"
    before.mkdir()
    text = ISSUE.replace("number: 3", "number: 2").replace("total: 33", "total: 32").replace("11-23", "11-09")
    (before / "issue.yaml").write_text(text, "utf-8")
    (before / "a.md").write_text(
        "---\ntitle: 长文\n---\n" + "这一段写得很长，一直写到第二页上去。" * 220 + "\n", "utf-8"
    )
    out = tmp_path / "out"
    pipeline.build(pipeline.Request(before, outputs=("press",), into=out))
    made = pipeline.build(pipeline.Request(folder, outputs=("press",), into=out))
    (told,) = [f for f in made.findings if f.code == "R-020"]
    assert told.values["issue"] == "2026-11-09" and int(told.values["before"]) > int(told.values["pages"])
    again = pipeline.build(pipeline.Request(before, outputs=("press",), into=out))
    assert "R-020" not in [f.code for f in again.findings], "none before the first"


# --- what a review found ------------------------------------------------------------------------------------


def test_grey_is_as_light_as_the_colour() -> None:
    grey = Inks("grey")
    # CIE lightness of sRGB red, green, blue: 53, 88, 32 of 100; the greys that are as light.
    for rgb, wanted in (((1, 0, 0), 0.498), ((0, 1, 0), 0.863), ((0, 0, 1), 0.298), ((0.5, 0.5, 0.5), 0.502)):
        assert grey.ink(*rgb).values[0] == pytest.approx(wanted, abs=0.006), rgb
    picture = Image.new("RGB", (2, 1))
    picture.putdata([(255, 0, 0), (0, 0, 255)])
    seen = grey.picture(picture, flat=False)
    assert seen.mode == "L"
    assert [abs(a - b) <= 2 for a, b in zip(seen.tobytes(), (127, 76), strict=True)] == [True, True]


def test_rich_black_is_plain_black_where_there_is_one_ink_and_never_over_the_limit() -> None:
    rich = ((1, 1, 1), (0.6, 0.4, 0.4, 1.0))
    assert Inks("black", rich=rich).ink(1 / 255, 1 / 255, 1 / 255).values == (0, 0, 0, 1)
    assert Inks("grey", rich=rich).ink(1 / 255, 1 / 255, 1 / 255).values == (0,)
    made = Inks("cmyk", COATED, 2.0, rich=rich).ink(1 / 255, 1 / 255, 1 / 255)
    assert made.values[3] == 1 and sum(made.values) == pytest.approx(2.0, abs=1e-3)
    assert not made.overprints


@pytest.mark.parametrize("plates", ["black", "black+spot"])
def test_four_inks_become_grey_by_what_they_look_like(tmp_path: Path, plates: str) -> None:
    cyan = encoded(Image.new("CMYK", (40, 40), (255, 0, 0, 0)), "JPEG", quality=95)
    paper = printed(tmp_path, "<img src=p.jpg alt=图 style='width:20mm'>", "", "paper.pdf", p_jpg=cyan)
    done = derive.press(paper, tmp_path / "o.pdf", task(plates=plates))
    assert done.colours.images.foreign == [(40, 40)]
    with pikepdf.open(tmp_path / "o.pdf") as pdf:
        (image,) = (t for t in pdf.objects if isinstance(t, pikepdf.Stream) and t.get("/Subtype") == "/Image")
        assert image.ColorSpace == "/DeviceGray"
        with Image.open(io.BytesIO(image.read_raw_bytes())) as opened:
            value = opened.convert("L").getpixel((20, 20))
    assert isinstance(value, int) and 110 < value < 175, "pure cyan is a middle grey"


def test_a_photograph_in_ink_is_no_negative(tmp_path: Path) -> None:
    paper = printed(
        tmp_path, "<img src=p.jpg alt=图 style='width:60mm'>", p_jpg=encoded(photograph(), "JPEG", quality=95)
    )
    made = pressed(paper, marks="none", bleed=0)
    apart = ImageChops.difference(raster(paper).convert("L"), raster(made).convert("L"))
    assert most(apart) < 80


def test_a_grey_of_sixteen_bits_is_itself(tmp_path: Path) -> None:
    from bulletin.typeset.fetch import bare

    deep = Image.new("I;16", (40, 30), 40_000)
    (tmp_path / "deep.png").write_bytes(encoded(deep, "PNG"))
    with Image.open(io.BytesIO(bare(tmp_path / "deep.png"))) as opened:
        assert (opened.mode, opened.getpixel((3, 3))) == ("L", 156)


def test_a_page_without_the_second_colour_has_no_plate_of_it(tmp_path: Path) -> None:
    body = "<p>黑<p style='break-before: page' class=red>红<p style='break-before: page; opacity: .5'><span class=red>淡</span>"
    made = pressed(printed(tmp_path, body, ".red { color: #9d1f1a }"), plates="black+spot", marks="full")
    with pikepdf.open(made) as pdf:
        named = ["/Spot" in (page.obj.Resources.get("/ColorSpace") or {}) for page in pdf.pages]
        texts = [b"\n".join(part.read_bytes() for part in page.obj.Contents) for page in pdf.pages]
    assert named == [False, True, True]
    assert [b"/Spot" in text for text in texts] == [False, True, True]


def test_overprint_follows_the_colour_through_states_and_forms(tmp_path: Path) -> None:
    """A stream written by hand: q and Q nest, a form begins anew, a picture never prints over."""
    pdf = pikepdf.new()
    form = pdf.make_stream(b"1 1 1 rg\n0 0 1 1 re\nf")
    form.Type, form.Subtype, form.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, pikepdf.Array([0, 0, 9, 9])
    form.Resources = pikepdf.Dictionary()
    pdf.add_blank_page(page_size=(100, 100))
    page = pdf.pages[0].obj
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(x0=form))
    lines = ["0 0 0 rg", "q", "1 1 1 rg", "q", "0 0 0 RG", "Q", "0 0 5 5 re", "f", "Q", "0 0 5 5 re", "f", "/x0 Do"]
    page.Contents = pdf.make_stream("\n".join(lines).encode())
    recolour.recolour(pdf, inks())
    made = page.Contents.read_bytes().decode()
    after_inner, after_outer = made.split("\nQ\n")[1:]
    assert made.startswith("0 0 0 1 k\n0 0 0 1 K\n/O11 gs\n")
    assert "0 0 0 0 k\n/O01 gs" in made
    assert "gs" not in after_inner and "gs" not in after_outer, "states come back with Q"
    written = page.Resources.XObject.x0.read_bytes().decode()
    assert written.startswith("0 0 0 0 k\n/O00 gs"), "a form knows nothing of where it is called"


def test_identity_is_whole() -> None:
    from bulletin.press import identity

    for standard in ("x-4", "x-1a"):
        pdf = pikepdf.new()
        pdf.docinfo["/Title"] = "刊"
        identity.intend(pdf, COATED)
        ids = []
        for name in ("a.pdf", "b.pdf"):
            identity.identify(pdf, standard, datetime.date(2026, 1, 2), name, "tool")
            xmp = pdf.Root.Metadata.read_bytes().decode()
            ids.append(re.findall(r"uuid:([0-9a-f-]{36})", xmp)[0])
            for part in ("<xmpMM:VersionID>1<", "<xmpMM:RenditionClass>default<", "2026-01-02T00:00:00Z", "刊"):
                assert part in xmp
        assert ids[0] != ids[1]
        (intent,) = pdf.Root.OutputIntents
        assert int(intent.DestOutputProfile.N) == 4
        assert str(pdf.docinfo["/CreationDate"]) == "D:20260102000000+00'00'"


def test_fold_marks_stand_where_they_are_asked_for(tmp_path: Path) -> None:
    made = raster(pressed(printed(tmp_path, "", ""), marks="full", bleed=3, fold=["30"]), 254).convert("L")
    edge = (made.width - 1000) // 2
    dark = made.point([255 if v < 210 else 0 for v in range(256)])
    assert dark.crop((edge + 296, 0, edge + 305, edge - 5)).getbbox(), "30 mm from the left"
    for x in (edge + 500, edge // 2 + 10):
        y = made.height // 2 if x < edge else edge // 2
        assert dark.crop((x - 30, y - 45, x + 31, y + 46)).getbbox(), "registration in the middle"


def test_folds_that_no_page_has_are_told(publish: Publish, tmp_path: Path) -> None:
    found = build(publish, tmp_path, fold=[500]).findings
    assert "R-022" in [f.code for f in found]


def test_a_spot_is_merged_key_by_key_and_its_place_known(publish: Publish) -> None:
    text = (
        "shops:\n  甲: {spot: {name: A1, cmyk: [100, 0, 0, 0]}, ink: 240}\n"
        "press: {shop: 甲}\n"
        "editions:\n  a: {press: {spot: {name: B2}}}\n  b: {}\n"
    )
    first, second = issue_reader.load(publish(publication=HEAD + text)).plans
    assert first.option(PressSettings).spot.name == "B2" and first.option(PressSettings).spot.cmyk == (100, 0, 0, 0)
    assert second.option(PressSettings).spot.name == "A1"
    line = (HEAD + text).split("\n").index("press: {shop: 甲}") + 1
    assert second.at("press").line == line and first.at("press").line == line + 2


def test_check_looks_at_the_profile(publish: Publish) -> None:
    text = HEAD + "press: {profile: none.icc}\neditions: {a: {make: [pdf, press]}}\n"
    found = pipeline.check(publish(publication=text))
    assert [(f.code, f.place.file) for f in found if f.code[0] == "R" and f.place] == [("R-001", "publication.yaml")]


def test_a_profile_of_another_age_is_refused_for_an_old_rip(publish: Publish, tmp_path: Path) -> None:
    loaded = issue_reader.load(publish())
    (loaded.home / "four.icc").write_bytes(COATED.data[:8] + b"\x04" + COATED.data[9:])
    options = (PressSettings.model_validate({"profile": "four.icc", "standard": "x-1a"}),)
    with pytest.raises(PressError) as caught:
        making.make_edition(loaded, replace(loaded.plans[0], make=("press",), options=options), tmp_path)
    assert [f.code for f in caught.value.findings] == ["R-004"]


def test_a_finding_of_one_page_is_excused_by_its_file(publish: Publish, tmp_path: Path) -> None:
    text = PUBLICATION + "excuse:\n  - {code: X-015, where: test-2026-11-23-zh-Hans-press.pdf, reason: 拼版时补}\n"
    text += "job: {binding: 骑马钉}\n"
    made = pipeline.build(pipeline.Request(publish(publication=text), outputs=("press",), into=tmp_path / "o"))
    assert not {"X-015", "C-027"} & {f.code for f in made.findings}


def test_names_of_plates_end_before_the_mark_in_the_middle() -> None:
    plates = [*marks.PROCESS, marks.Plate("PANTONE Reflex Blue Uncoated", "/Spot cs 1 scn")]
    ends: list[float] = []

    def show(text: str, size: float, x: float, y: float) -> str:
        ends.append(x + measure(text, size))
        return ""

    def measure(text: str, size: float) -> float:
        return 0.6 * size * len(text)

    for width in (130 * MM, 148 * MM, 210 * MM):
        ends.clear()
        list(marks.names(width, 9, plates, show, measure))
        assert len(ends) == 5 and max(ends) < width / 2 - 3 * MM


def test_the_second_colour_is_solid_in_one_ink(tmp_path: Path) -> None:
    paper = printed(tmp_path, "<p class=red>红<p style='color: #888'>灰", ".red { color: #9d1f1a }")
    derive.grey(paper, tmp_path / "g.pdf", tones.curve(tones.PAPERS["office"]), solid=RED)
    (text,) = streams(tmp_path / "g.pdf")
    assert re.search(r"^0 g$", text, re.M) and re.search(r"^0\.533\d* g$", text, re.M)
    (text,) = streams(pressed(paper, plates="black", marks="none"))
    assert re.search(r"^0 0 0 1 k$", text, re.M) and re.search(r"^0 0 0 0\.466\d* k$", text, re.M)
    (text,) = streams(pressed(paper, plates="cmyk", marks="none"))
    assert "0 0 0 0.4667 k" in text and re.search(r"^0\.2\d* 0\.9\d* ", text, re.M)


def test_pictures_that_lose_their_colours_are_counted(tmp_path: Path) -> None:
    files = {"a_jpg": encoded(photograph(), "JPEG"), "b_jpg": encoded(photograph("L").convert("RGB"), "JPEG")}
    paper = printed(tmp_path, "<img src=a.jpg alt=图><img src=b.jpg alt=图>", "", "paper.pdf", **files)
    assert derive.press(paper, tmp_path / "o.pdf", task(plates="black")).colours.images.greyed == 1
    assert derive.press(paper, tmp_path / "o.pdf", task()).colours.images.greyed == 0


def test_a_spot_without_its_plate_and_a_plate_without_its_spot_are_told(publish: Publish, tmp_path: Path) -> None:
    first = build(publish, tmp_path, spot={"name": "专红"}).findings
    assert "R-023" in [f.code for f in first] and "R-024" not in [f.code for f in first]
    loaded = issue_reader.load(tmp_path / "sources" / "2026-11-23")
    plan = replace(loaded.plans[0], make=("press",), options=(PressSettings.model_validate({"plates": "套红"}),))
    second = making.make_edition(loaded, plan, tmp_path).findings
    assert "R-024" in [f.code for f in second] and "R-023" not in [f.code for f in second]


def test_a_fold_in_the_middle_is_seen(tmp_path: Path) -> None:
    folded = raster(pressed(printed(tmp_path, "", ""), marks="full", bleed=3, fold=["50"]), 254).convert("L")
    edge = (folded.width - 1000) // 2
    dark = folded.point([255 if v < 210 else 0 for v in range(256)])
    column = dark.crop((edge + 497, 0, edge + 504, edge - 35))
    assert column.getbbox(), "the fold mark"
    beside = dark.crop((edge + 503, 0, edge + 540, edge - 35))
    assert not beside.getbbox(), "the registration mark has stepped aside"
    assert dark.crop((edge + 560, 0, edge + 601, edge - 35)).getbbox()


def test_intents_are_what_they_are_called() -> None:
    """A colour that no ink reaches: perceptual moves it further in than relative, which clips it."""
    vivid = (0.0, 1.0, 0.2)
    found = [Inks("cmyk", COATED, 4.0, intent=name).ink(*vivid).values for name in ("relative", "perceptual")]
    assert found[0] != found[1]
    source, target = ImageCms.createProfile("sRGB"), ImageCms.ImageCmsProfile(io.BytesIO(COATED.data))
    for values, intent in zip(found, (ImageCms.Intent.RELATIVE_COLORIMETRIC, ImageCms.Intent.PERCEPTUAL), strict=True):
        flags = ImageCms.Flags.BLACKPOINTCOMPENSATION
        transform = ImageCms.buildTransform(source, target, "RGB", "CMYK", intent, flags)
        pixel = ImageCms.applyTransform(Image.new("RGB", (1, 1), (0, 255, 51)), transform)
        assert pixel is not None
        assert [round(255 * v) for v in values] == list(pixel.tobytes())


def test_patches_stand_on_their_own_plates(tmp_path: Path) -> None:
    paper = printed(
        tmp_path,
        "<p class=red>红<img src=p.png alt=图>",
        ".red { color: #9d1f1a }",
        "paper.pdf",
        p_png=encoded(photograph(), "PNG"),
    )
    made = pressed(paper, plates="cmyk+spot", marks="full")
    with pikepdf.open(made) as pdf:
        after = list(pdf.pages[0].obj.Contents)[-1].read_bytes().decode()
    squares = re.findall(r"^(.*) (\S+) (\S+) (\S+) (\S+) re f$", after, re.M)
    assert [square[0] for square in squares] == ["/Spot cs 1 scn", "0 0 0 1 k", "0 0 1 0 k", "0 1 0 0 k", "1 0 0 0 k"]
    assert after.index("/O00 gs") < after.index(squares[0][0]), "no patch prints over another"
    lefts = [float(square[1]) for square in squares]
    assert all(b - a == pytest.approx(4 * MM, abs=0.01) for a, b in itertools.pairwise(lefts))


def test_a_refusal_names_the_page_that_calls(tmp_path: Path) -> None:
    """Pages share their resources: what stands on page 3 is no fault of page 1."""
    body = "<p>一<p style='break-before: page'>二<p class=bad style='break-before: page'>三"
    paper = printed(tmp_path, body, ".bad { background: linear-gradient(#9d1f1a, #fff) }")
    with pytest.raises(Refused) as caught:
        pressed(paper, plates="cmyk+spot")
    assert (caught.value.kind, caught.value.page) == ("spot-gradient", 3)


def test_black_that_a_layout_gives_in_ink_prints_over_too(tmp_path: Path) -> None:
    css = ".k { color: device-cmyk(0 0 0 1) } .m { color: device-cmyk(0 1 0 0) }"
    states = painted(pressed(printed(tmp_path, "<p class=m>红<p class=k>黑<p class=m>红", css)))
    assert [over for _, over, thing in states if thing == "text"] == [False, True, False]
