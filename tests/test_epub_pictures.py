"""Pictures of a book: untouched where every reader can show them, mended where some cannot."""

import io
import struct
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from bulletin import fonts, layouts
from bulletin.compose.book import compose
from bulletin.compose.book_pictures import STEPS, fitted, picture, suited
from bulletin.model import Article, Figure, Headline
from tests.test_epub import edition, paragraph


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def striped(size: tuple[int, int]) -> Image.Image:
    """Red at the left, blue at the right."""
    image = Image.new("RGB", size, "#d01010")
    image.paste("#1010d0", (size[0] // 2, 0, *size))
    return image


def png_of_16_bits(path: Path, channels: int) -> None:
    """Write a PNG of 8 × 8 pixels and 16 bits a channel, all 0x8000: Pillow writes none in colour."""
    rows = b"".join(b"\0" + struct.pack(">H", 0x8000) * channels * 8 for _ in range(8))
    header = struct.pack(">IIBBBBB", 8, 8, 16, 0 if channels == 1 else 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    data = b"\x89PNG\r\n\x1a\n"
    for name, content in chunks:
        data += struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
    path.write_bytes(data)


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "grey.jpg", "palette.png", "clear.png", "progressive.jpg"])
def test_what_every_reader_shows_is_left_alone(tmp_path: Path, name: str) -> None:
    path, image = tmp_path / name, striped((300, 200))
    match name:
        case "grey.jpg":
            image.convert("L").save(path)
        case "palette.png":
            image.quantize(8).save(path)
        case "clear.png":
            image.convert("RGBA").save(path)
        case "progressive.jpg":
            image.save(path, progressive=True)
        case _:
            image.save(path)
    assert suited(path) == path.read_bytes()
    assert picture(path, "a0001-b1").name == f"images/a0001-b1{path.suffix}"


def test_cmyk_becomes_rgb(tmp_path: Path) -> None:
    path = tmp_path / "ink.jpg"
    striped((300, 200)).convert("CMYK").save(path)
    mended = opened(suited(path))
    red = mended.getpixel((20, 20))
    assert (mended.format, mended.mode) == ("JPEG", "RGB")
    assert isinstance(red, tuple)
    assert red[0] > 150 > 80 > red[2]


def test_cmyk_with_a_profile_that_is_none_becomes_rgb_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "ink.jpg"
    striped((300, 200)).convert("CMYK").save(path, icc_profile=b"no profile")
    assert opened(suited(path)).mode == "RGB"


@pytest.mark.parametrize("orientation", range(2, 9))
def test_a_turned_picture_is_set_upright(tmp_path: Path, orientation: int) -> None:
    path, exif = tmp_path / "turned.jpg", Image.Exif()
    exif[0x0112] = orientation
    striped((300, 200)).save(path, exif=exif)
    mended = opened(suited(path))
    assert mended.size == ((200, 300) if orientation > 4 else (300, 200))
    assert not mended.getexif()


def test_a_large_picture_is_made_smaller_and_keeps_its_colours(tmp_path: Path) -> None:
    path = tmp_path / "large.jpg"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    striped((3000, 2000)).save(path, icc_profile=profile)
    mended = opened(suited(path))
    assert mended.size == (STEPS[0].longest, 1600)
    assert mended.info["icc_profile"] == profile


@pytest.mark.parametrize("mode", ["RGBA", "P", "LA", "1"])
def test_a_large_png_stays_one(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "large.png"
    striped((2600, 100)).convert(mode).save(path)
    mended = opened(suited(path))
    assert (mended.format, mended.width) == ("PNG", STEPS[0].longest)


@pytest.mark.parametrize("channels", [1, 3])
def test_sixteen_bits_become_eight(tmp_path: Path, channels: int) -> None:
    path = tmp_path / "deep.png"
    png_of_16_bits(path, channels)
    data = suited(path)
    mended = opened(data)
    assert data[24] == 8
    assert mended.mode == ("L" if channels == 1 else "RGB")
    value = mended.getpixel((4, 4))
    assert value in (128, (128, 128, 128))


def test_what_moves_is_made_to_stand_still(tmp_path: Path) -> None:
    path = tmp_path / "moving.png"
    frames = [striped((60, 40)), Image.new("RGB", (60, 40), "green")]
    frames[0].save(path, save_all=True, append_images=frames[1:])
    assert getattr(opened(path.read_bytes()), "n_frames", 1) == 2
    assert getattr(opened(suited(path)), "n_frames", 1) == 1


def test_mending_gives_the_same_bytes_each_time(tmp_path: Path) -> None:
    path = tmp_path / "large.jpg"
    striped((3000, 2000)).save(path)
    assert suited(path) == suited(path)


def test_a_damaged_picture_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "cut.jpg"
    striped((3000, 2000)).save(path)
    path.write_bytes(path.read_bytes()[:2000])
    with pytest.raises((OSError, SyntaxError)):
        suited(path)


def test_a_picture_shown_twice_is_in_the_book_once(tmp_path: Path) -> None:
    path = tmp_path / "p.jpg"
    striped((60, 40)).save(path)
    first = Figure("a0001-b1", path, "图", width=60, height=40)
    article = Article(
        "a0001", "a.md", Headline(("图",)), (first, replace(first, id="a0001-b2"), paragraph("a0001-b3", "文。"))
    )
    book = compose(edition(articles=(article,)), layouts.load("bulletin"), fonts.prepare())
    assert [p.name for p in book.pictures] == ["images/a0001-b1.jpg"]
    assert book.documents[4].data.count(b'src="images/a0001-b1.jpg"') == 2


def noise(path: Path, size: tuple[int, int], seed: int = 1) -> Path:
    """A picture with as many colours as pixels: nothing packs it."""
    state, rows = seed, bytearray()
    for _ in range(size[0] * size[1] * 3):
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        rows.append(state >> 16 & 255)
    image = Image.frombytes("RGB", size, bytes(rows))
    image.save(path, quality=95) if path.suffix == ".jpg" else image.save(path)
    return path


def test_a_photograph_kept_as_png_becomes_a_jpeg(tmp_path: Path) -> None:
    path = noise(tmp_path / "photo.png", (500, 400))
    assert path.stat().st_size > 400_000
    one = picture(path, "b1")
    assert (one.name, one.media_type, opened(suited(path)).format) == ("images/b1.jpg", "image/jpeg", "JPEG")


def test_pictures_are_reduced_together_until_they_fit(tmp_path: Path) -> None:
    paths = [noise(tmp_path / f"{n}.jpg", (1300, 500), n) for n in (1, 2)]
    pictures = {str(path): picture(path, f"b{n}") for n, path in enumerate(paths)}
    whole, step = fitted(pictures, 100_000_000)
    assert step == 0 and [one.data for one in whole] == [path.read_bytes() for path in paths]
    most = sum(len(one.data) for one in whole) // 3
    lighter, step = fitted(pictures, most)
    assert 0 < step < len(STEPS) and sum(len(one.data) for one in lighter) <= most
    assert {opened(one.data).width for one in lighter} == {min(1300, STEPS[step].longest)}
    smallest, step = fitted(pictures, 1)
    assert step == len(STEPS) - 1 and len(smallest) == 2, "none is ever left out"


@pytest.mark.parametrize(("weight", "code"), [("1", "E-021"), ("20", None)])
def test_the_weight_of_the_book_is_kept_and_told(tmp_path: Path, weight: str, code: str | None) -> None:
    paths = [noise(tmp_path / f"{n}.jpg", (1300, 700), n) for n in (1, 2)]
    blocks = tuple(Figure(f"a0001-b{n}", path, "图", width=1300, height=700) for n, path in enumerate(paths, 1))
    article = Article("a0001", "a.md", Headline(("图",)), (*blocks, paragraph("a0001-b3", "文。")))
    made = edition(articles=(article,), settings={"book-weight": weight})
    book = compose(made, layouts.load("bulletin"), fonts.prepare())
    assert [f.code for f in book.findings if f.code in ("E-021", "E-022")] == ([code] if code else [])
    total = sum(len(one.data) for one in book.pictures) + sum(len(d.data) for d in book.documents)
    assert total < int(weight) * 1_000_000


def test_texts_weigh_what_they_weigh_in_the_file() -> None:
    article = Article(
        "a0001", "a.md", Headline(("长",)), tuple(paragraph(f"a0001-b{n}", "一段很长的话。" * 40) for n in range(1500))
    )
    made = edition(articles=(article,), settings={"book-weight": "1"})
    book = compose(made, layouts.load("bulletin"), fonts.prepare())
    assert sum(len(d.data) for d in book.documents) > 1_000_000
    assert not [f for f in book.findings if f.code in ("E-021", "E-022")]
