"""Pictures and colours in four inks in the archive copy: none is left that its output intent does not explain."""

import datetime
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image, ImageCms, ImageDraw

from bulletin import making
from bulletin.outputs.archive import srgb
from bulletin.press import four, profile
from bulletin.press.archive import archive
from bulletin.readers import issue as issue_reader
from tests.conftest import ARTICLE, Publish
from tests.test_press import encoded, printed

COATED = profile.shipped("coated")
DAY = datetime.date(2026, 11, 23)


def inked(profile_: bytes | None = None) -> bytes:
    """Return a JPEG in four inks: the red of 套红 left, a rich black right."""
    image = Image.new("CMYK", (80, 40), (0, 242, 255, 0))
    ImageDraw.Draw(image).rectangle((40, 0, 80, 40), fill=(150, 100, 100, 255))
    return encoded(image, "JPEG", quality=95, subsampling=0, **({"icc_profile": profile_} if profile_ else {}))


def shown(path: Path) -> Image.Image:
    with pikepdf.open(path) as pdf:
        found = [t for t in pdf.objects if isinstance(t, pikepdf.Stream) and t.get("/Subtype") == "/Image"]
        assert not any(image.get("/Interpolate") for image in found)
        (thing,) = (image for image in found if image.ColorSpace != "/DeviceGray")
        assert thing.ColorSpace == "/DeviceRGB" and "/Decode" not in thing
        return pikepdf.PdfImage(thing).as_pil_image().convert("RGB")


@pytest.mark.parametrize("own", [False, True])
def test_a_picture_in_four_inks_comes_to_rgb(publish: Publish, tmp_path: Path, own: bool) -> None:
    picture = inked(COATED.data if own else None)
    issue = publish(files={"a.md": ARTICLE + "\n![甲](p.jpg)\n", "p.jpg": picture})
    loaded = issue_reader.load(issue)
    result = making.make_edition(loaded, replace(loaded.plans[0], make=("archive",)), tmp_path)
    (artifact,) = result.artifacts
    (told,) = [f for f in result.findings if f.code.startswith("R-2")]
    assert told.code == ("R-210" if own else "R-211") and COATED.name in told.message()
    image = shown(artifact.path)
    assert image.size == (80, 40)
    red, black = image.getpixel((20, 20)), image.getpixel((60, 20))
    assert isinstance(red, tuple) and isinstance(black, tuple)
    assert red[0] > 180 and red[1] < 70 and red[2] < 70, red
    assert max(black) < 30, black
    with pikepdf.open(artifact.path) as pdf:
        assert picture in [pdf.attachments[name].get_file().read_bytes() for name in pdf.attachments]


def with_image(target: Path, data: bytes, filter_: str, decode: list[int] | None = None) -> Path:
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(100, 100))
        image = pikepdf.Stream(pdf, data)
        image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        image.Width, image.Height, image.BitsPerComponent = 80, 40, 8
        image.ColorSpace, image.Interpolate = pikepdf.Name.DeviceCMYK, True
        if filter_:
            image.Filter = pikepdf.Name("/" + filter_)
        if decode:
            image.Decode = pikepdf.Array(decode)
        image.SMask = pikepdf.Stream(
            pdf, b"\xff", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=1, Height=1
        )
        image.SMask.ColorSpace, image.SMask.BitsPerComponent = pikepdf.Name.DeviceGray, 8
        image.SMask.Interpolate = True
        page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=image))
        page.obj.Contents = pdf.make_stream(b"q 80 0 0 40 0 0 cm /I Do Q")
        pdf.save(target)
    return target


@pytest.mark.parametrize("kind", ["adobe", "plain", "flate"])
def test_inks_are_read_the_way_they_are_written(tmp_path: Path, kind: str) -> None:
    adobe = inked()
    pixels = Image.open(io.BytesIO(adobe)).convert("CMYK")
    if kind == "adobe":
        paper = with_image(tmp_path / "p.pdf", adobe, "DCTDecode", [1, 0] * 4)
    elif kind == "plain":
        # Without a word of inversion in the PDF the numbers of the JPEG are inks as they stand.
        straight = encoded(Image.eval(pixels, lambda v: 255 - v), "JPEG", quality=95, subsampling=0)
        paper = with_image(tmp_path / "p.pdf", straight, "DCTDecode")
    else:
        paper = with_image(tmp_path / "p.pdf", pixels.tobytes(), "")
    archive(paper, tmp_path / "a.pdf", (), DAY, srgb())
    image = shown(tmp_path / "a.pdf")
    red, black = image.getpixel((20, 20)), image.getpixel((60, 20))
    assert isinstance(red, tuple) and isinstance(black, tuple)
    assert red[0] > 180 and max(red[1:]) < 70 and max(black) < 30, (red, black)


def test_a_profile_that_is_none_is_not_believed(tmp_path: Path) -> None:
    screen = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for wrong in (b"no profile at all", screen, COATED.data[:3000]):
        paper = with_image(tmp_path / "p.pdf", inked(wrong), "DCTDecode", [1, 0] * 4)
        (done,) = archive(paper, tmp_path / "a.pdf", (), DAY, srgb())
        assert done == four.Converted(80, 40, COATED.name, False)
        shown(tmp_path / "a.pdf")


def test_a_colour_given_in_inks_has_a_press_that_explains_it(tmp_path: Path) -> None:
    paper = printed(tmp_path, "<p style='color:device-cmyk(0 1 .8 .1)'>红")
    plain = printed(tmp_path, "<p style='color:#c00'>红", name="plain.pdf")
    for source, there in ((paper, True), (plain, False)):
        archive(source, tmp_path / "a.pdf", (), DAY, srgb())
        with pikepdf.open(tmp_path / "a.pdf") as pdf:
            spaces: Any = pdf.pages[0].obj.Resources.get("/ColorSpace") or {}
            assert ("/DefaultCMYK" in spaces) == there
            if there:
                assert spaces["/DefaultCMYK"][1].read_bytes() == COATED.data
