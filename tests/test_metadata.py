"""Pictures leave the house without their metadata, and without a changed pixel."""

import io

import pytest
from PIL import Image, PngImagePlugin

from bulletin.metadata import stripped


def exif(orientation: int = 1) -> Image.Exif:
    made = Image.Exif()
    made[0x0112] = orientation
    made[0x010F] = "SECRET-CAMERA"
    made.get_ifd(0x8825)[1] = "N"
    return made


@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize("orientation", [1, 6])
def test_jpeg(progressive: bool, orientation: int) -> None:
    noise = Image.effect_noise((200, 120), 90).convert("RGB")
    out = io.BytesIO()
    noise.save(
        out, "JPEG", progressive=progressive, exif=exif(orientation), comment=b"SECRET-NOTE", icc_profile=b"ICC" * 50
    )
    bare = stripped(out.getvalue(), orientation)
    assert b"SECRET" in out.getvalue() and b"SECRET" not in bare and b"ICCICC" in bare
    before, after = Image.open(io.BytesIO(out.getvalue())), Image.open(io.BytesIO(bare))
    assert before.convert("RGB").tobytes() == after.convert("RGB").tobytes()
    assert after.getexif().get(0x0112, 1) == orientation
    assert stripped(bare, orientation) == bare


def test_png() -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "SECRET")
    out = io.BytesIO()
    Image.effect_noise((50, 50), 90).save(out, "PNG", pnginfo=info, exif=exif())
    bare = stripped(out.getvalue())
    assert b"SECRET" in out.getvalue() and b"SECRET" not in bare
    assert Image.open(io.BytesIO(bare)).tobytes() == Image.open(io.BytesIO(out.getvalue())).tobytes()


@pytest.mark.parametrize("data", [b"", b"\xff\xd8", b"\xff\xd8\xff", b"\xff\xd8junk", b"GIF89a", b"\x89PNG\r\n\x1a\n"])
def test_what_is_no_picture_does_no_harm(data: bytes) -> None:
    assert stripped(data) == data
