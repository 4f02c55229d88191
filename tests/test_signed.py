"""Bylines that the text gives by itself are not set a second time."""

import pytest

from bulletin.model import Article, Byline, Headline, Paragraph, Text


def article(dateline: str, text: str, *bylines: Byline) -> Article:
    return Article(
        "a1", "a.md", Headline(("题",)), (Paragraph("b1", (Text(text),)),), bylines=bylines, dateline=dateline
    )


@pytest.mark.parametrize(
    ("dateline", "text", "names", "set_again"),
    [
        ("本报讯（记者 王芳）", "昨天下雨。", ("王芳",), False),
        ("本报讯（记者 关　山　沙 莎）", "昨天下雨。", ("关山", "沙莎"), False),
        ("本报讯", "昨天下雨。", ("王芳",), True),
        ("", "昨天下雨。（记者王芳／台中报道）", ("王芳",), False),
        ("", "王芳昨天说，下雨了。", ("王芳",), True),
        ("", "他叫（王芳）来。", ("王芳",), True),
        ("本报讯（记者 王芳）", "昨天下雨。", ("王芳", "李明"), True),
        ("", "昨天下雨。", (), True),
    ],
)
def test_signed(dateline: str, text: str, names: tuple[str, ...], set_again: bool) -> None:
    byline = Byline(names, "记者")
    piece = article(dateline, text, byline)
    assert piece.signed == ((byline,) if set_again else ())
    assert piece.bylines == (byline,)
