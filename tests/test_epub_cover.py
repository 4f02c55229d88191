"""The cover: its size, its colours, and nothing outside its margins, however long the words."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from bulletin import fonts, layouts
from bulletin.layouts import common_accents
from bulletin.model import Article, Edition, Figure, Headline, Rank, Script
from bulletin.outputs.cover import DARK, HEIGHT, MARGIN, PAPER, WIDTH, draw
from bulletin.outputs.lettering import Lettering, Style
from tests.test_epub import edition, paragraph

LONG = "关于进一步加强和改进滨河社区老旧小区电梯加装工作并同步推进适老化改造的若干措施"


def cover(made: Edition) -> Image.Image:
    data = draw(made, layouts.load("bulletin"), fonts.prepare())
    assert len(data) < 3_000_000, "Kobo takes covers below 3 MB"
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def told(
    headline: Headline,
    picture: tuple[Path, int, int] | None = None,
    title: str = "测试通讯",
    script: Script = Script.HANS,
) -> Edition:
    """An edition whose lead has this headline and, it may be, a picture of that size."""
    blocks = (paragraph("a0001-b1", "文。"),)
    figures = (Figure("a0001-b2", picture[0], "图", width=picture[1], height=picture[2]),) if picture else ()
    lead = Article("a0001", "a.md", headline, (*blocks, *figures), rank=Rank.LEAD)
    others = tuple(Article(f"a00{n:02}", f"{n}.md", Headline((f"第{n}条消息",)), blocks) for n in range(2, 12))
    made = edition(script, articles=(lead, *others))
    issue = made.issue
    return replace(made, issue=replace(issue, publication=replace(issue.publication, title=title)))


def paper(image: Image.Image, box: tuple[int, int, int, int]) -> bool:
    """Whether nothing but paper is in ``box``, as near as JPEG tells."""
    part = image.crop(box)
    difference = ImageChops.difference(part, Image.new("RGB", part.size, PAPER)).getextrema()
    return all(isinstance(band, tuple) and band[1] <= 12 for band in difference)


def has_picture(image: Image.Image) -> bool:
    return any(not paper(image, (0, y, 20, y + 20)) for y in (900, 1000, 1100))


@pytest.fixture
def wide(tmp_path: Path) -> tuple[Path, int, int]:
    path = tmp_path / "wide.jpg"
    Image.new("RGB", (1200, 800), "#336699").save(path)
    return path, 1200, 800


@pytest.mark.parametrize("script", list(Script))
@pytest.mark.parametrize(
    ("headline", "title"),
    [
        (Headline(("短",)), "钟声"),
        (Headline(("一座不赶路的桥", "接上青湄河两岸"), "施工二十个月", "从渡口街走到东岸，只要六分钟"), "滨河通讯"),
        (Headline((LONG,), LONG, LONG + "，" + LONG), "国立滨江大学校友通讯季刊"),
        (Headline((LONG * 3, LONG * 3), LONG * 2), LONG),
        (
            Headline(("AI & “Robotics” Week 2026 🎉", "Donaudampfschifffahrtsgesellschaft"), "🎉"),
            "The Riverside Bulletin",
        ),
        (Headline(("“引号”", "（括号）")), "《书》报"),
    ],
)
def test_words_stay_within_the_margins(
    script: Script, headline: Headline, title: str, wide: tuple[Path, int, int]
) -> None:
    image = cover(told(headline, title=title, script=script))
    assert (image.size, image.mode, image.format) == ((WIDTH, HEIGHT), "RGB", "JPEG")
    below = 1000
    assert paper(image, (0, below, MARGIN - 24, HEIGHT))
    assert paper(image, (WIDTH - MARGIN + 24, below, WIDTH, HEIGHT))
    assert paper(image, (0, HEIGHT - 70, WIDTH, HEIGHT))
    side = image.crop((WIDTH - MARGIN + 24, 0, WIDTH, 300)).convert("L").getextrema()
    assert isinstance(side[0], int) and isinstance(side[1], int) and side[1] - side[0] <= 24
    pictured = cover(told(headline, wide, title, script))
    assert has_picture(pictured)
    assert paper(pictured, (0, HEIGHT - 70, WIDTH, HEIGHT))


@pytest.mark.parametrize("accent", ["red", "vermilion", "blue", "green", "black"])
def test_the_band_has_the_accent_of_the_settings(accent: str) -> None:
    pixel = cover(edition(settings={"accent": accent})).getpixel((20, 20))
    colour = DARK if accent == "black" else common_accents()[accent]
    wanted = tuple(bytes.fromhex(colour[1:]))
    assert isinstance(pixel, tuple)
    assert all(abs(a - b) < 8 for a, b in zip(pixel, wanted, strict=True))


@pytest.mark.parametrize(
    ("size", "used"), [((1200, 800), True), ((800, 2400), False), ((3000, 700), True), ((1000, 2400), True)]
)
def test_a_picture_too_coarse_for_the_width_is_not_used(tmp_path: Path, size: tuple[int, int], used: bool) -> None:
    path = tmp_path / "p.jpg"
    Image.new("RGB", size, "#336699").save(path)
    assert has_picture(cover(told(Headline(("题",)), (path, *size)))) is used


def test_a_clear_picture_lies_on_paper(tmp_path: Path) -> None:
    path = tmp_path / "p.png"
    Image.new("RGBA", (1600, 1000), (0, 0, 0, 0)).save(path)
    assert not has_picture(cover(told(Headline(("题",)), (path, 1600, 1000))))


def test_the_same_bytes_each_time() -> None:
    one = [draw(edition(), layouts.load("bulletin"), fonts.prepare()) for _ in range(2)]
    assert one[0] == one[1]


def test_marks_that_meet_are_squeezed() -> None:
    letters = Lettering(fonts.prepare(), Script.HANS)
    style = Style("masthead", 900, 100)

    def width(text: str) -> float:
        return letters.line(text, style).width

    assert width("题目") == 200
    assert width("“题”") == 200, "half a frame goes at either edge"
    assert width("题：“目") == 350
    assert width("《题》（目") == 400
    assert letters.line("题", Style("masthead", 900, 100, 0.1)).width == 100


def test_each_script_is_drawn_by_its_own_face() -> None:
    drawn = {
        script: {
            piece.font.getname()[0]
            for piece in Lettering(fonts.prepare(), script).line("骨直", Style("hei", 700, 40)).pieces
        }
        for script in Script
    }
    assert drawn == {
        Script.HANS: {"Bulletin Hei SC"},
        Script.TW: {"Bulletin Hei TC"},
        Script.HK: {"Bulletin Hei HK"},
    }


def test_what_no_face_has_is_left_out() -> None:
    line = Lettering(fonts.prepare(), Script.HANS).line("A 🎉 桥", Style("hei", 700, 40))
    assert "".join(piece.text for piece in line.pieces) == "A 桥"
