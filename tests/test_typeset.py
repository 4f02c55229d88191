"""Geometry of laid-out pages: the hooks hold, lines are flush, columns hold 22 字, nothing foreign is fetched."""

import io
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageCms

from bulletin import fonts, layouts
from bulletin.errors import LayoutError
from bulletin.fonts import FontSet
from bulletin.metadata import stripped
from tests.setting import TEXT, frame, texts


@pytest.fixture(scope="module")
def faces() -> FontSet:
    return fonts.prepare()


def lay_out(html: str, css: str) -> Any:
    from bulletin.typeset import pages

    return pages.lay_out(html, css, {})


def lines(document: Any) -> list[Any]:
    from weasyprint.formatting_structure import boxes

    return [b for page in document.pages for b in page._page_box.descendants() if isinstance(b, boxes.LineBox)]


def test_the_hooks_are_for_this_weasyprint() -> None:
    import weasyprint

    from bulletin.typeset import hooks

    hooks.install()
    assert weasyprint.__version__ == hooks.VERSION
    for module, name, ours, _ in hooks.HOOKS:
        assert getattr(module, name) is ours
        # Each is called by that name from within WeasyPrint: a hook that nobody calls would be silent.
        assert (f"{name}(" if callable(ours) else name) in "".join(
            p.read_text("utf-8") for p in Path(weasyprint.__file__).parent.rglob("*.py")
        )


@pytest.mark.parametrize("change", ["version", "parameters"])
def test_another_weasyprint_is_refused(monkeypatch: pytest.MonkeyPatch, change: str) -> None:
    import weasyprint
    from weasyprint.layout import inline

    from bulletin.typeset import hooks

    def other(context: Any, box: Any) -> None: ...

    monkeypatch.setattr(inline, "justify_line", other)
    if change == "version":
        monkeypatch.setattr(weasyprint, "__version__", "71.0")
    with pytest.raises(LayoutError):
        hooks.install()
    assert inline.justify_line is other


def test_a_page_of_the_bulletin_has_42_lines_of_two_columns_of_22(faces: FontSet, tmp_path: Path) -> None:
    layout = layouts.load("bulletin")
    paragraph = TEXT[:44]
    body = "".join(f"<p>{paragraph}</p>" for _ in range(130))
    chain = ", ".join(f'"{f}"' for f in faces.chain("song", "zh-Hans"))  # type: ignore[arg-type]
    html = (
        f'<html lang="zh-Hans"><title>t</title><style>:root{{--song:{chain};--hei:{chain};--kai:{chain};--masthead:{chain}}}'
        f'</style><div class="cols">{body}</div></html>'
    )
    made = lay_out(html, layout.style("print.css"))
    from weasyprint.formatting_structure import boxes

    first = made.document.pages[0]._page_box
    found = [b for b in first.descendants() if isinstance(b, boxes.LineBox) and b.children and b.position_y > 80]
    columns = sorted({round(line.position_x) for line in found})
    text_lines = [line for line in found if any(isinstance(c, boxes.TextBox) for c in line.children)]
    assert len({round(x / 100) for x in columns}) >= 2
    per_column = {x: sum(1 for line in text_lines if round(line.position_x) == x) for x in columns}
    assert max(per_column.values()) == 42
    # A line counts the gap behind its last character, which is white.
    widest = max(line.width for line in text_lines) * 0.75
    assert widest == pytest.approx(22 * 10.5, abs=1.0)


def test_overset_is_told(faces: FontSet) -> None:
    made = frame(f"<p style='white-space:nowrap'>{TEXT}</p>", 22)
    assert [page for page, _ in made.overset] == [1]
    assert not frame(f"<p>{TEXT}</p>", 22).overset


@pytest.mark.parametrize(
    "html",
    [
        '<img src="file:///etc/hostname" alt="x">',
        '<img src="http://127.0.0.1:9/x.png" alt="x">',
        '<link rel="attachment" href="file:///etc/hostname">',
        "<style>@import url(file:///etc/hostname)</style>",
        "<style>@font-face{font-family:x;src:url(http://127.0.0.1:9/f.ttf)}</style>",
        '<div style="background:url(file:///etc/hostname)">x</div>',
        '<svg width="20" height="20"><image href="file:///etc/hostname" width="9" height="9"/></svg>',
    ],
)
def test_pages_may_fetch_nothing_but_their_pictures(html: str, tmp_path: Path) -> None:
    with pytest.raises(LayoutError) as caught:
        made = lay_out(f'<html lang="zh-Hans"><title>t</title>{html}</html>', "")
        made.write_pdf(tmp_path / "x.pdf")
    assert caught.value.findings[0].code == "P-021"


def test_what_weasyprint_says_is_a_finding() -> None:
    made = lay_out(
        '<html lang="zh-Hans"><title>t</title><p style="hyphenate-all: x">字</p></html>', "p { colour: red }"
    )
    assert [f.code for f in made.findings] and all(re.match("P-020", f.code) for f in made.findings)


def test_deep_nesting_is_an_error_not_a_traceback() -> None:
    with pytest.raises(LayoutError):
        lay_out('<html lang="zh-Hans"><title>t</title>' + "<div>" * 900 + "字", "")


def test_quoted_words_in_a_row_may_part() -> None:
    # Unicode forbids a line end beside any curly quote (UAX #14 LB19); the engine knows which of them open.
    sentence = "教女学的先生捐了四两千文。“契”与“洁”同音，多用作女子的名。她又替不识字的人代写书信。"
    found = texts(f"<p>{sentence}</p>", 17)
    assert all(len(line) >= 16 for line in found[:-1])


def test_copied_text_holds_no_blank_that_the_source_lacks(tmp_path: Path) -> None:
    pages = frame(f"<p>{(TEXT + '（《渡口》）共36万人，EPUB。') * 9}</p>", 15)
    pages.write_pdf(tmp_path / "x.pdf")
    read = subprocess.run(["pdftotext", "-raw", tmp_path / "x.pdf", "-"], capture_output=True, text=True, check=True)
    assert read.stdout.replace("\n", "").replace("\f", "") == (TEXT + "（《渡口》）共36万人，EPUB。") * 9


def test_copied_text_is_whole_across_elements(tmp_path: Path) -> None:
    body = "渡口<b>EPUB</b>灯，<em>（《渡口》）</em>：“<b>灯</b>”" * 8
    frame(f"<p>{body}</p>", 15).write_pdf(tmp_path / "x.pdf")
    read = subprocess.run(["pdftotext", "-raw", tmp_path / "x.pdf", "-"], capture_output=True, text=True, check=True)
    assert read.stdout.replace("\n", "").replace("\f", "") == re.sub("<[^>]+>", "", body)


def test_marks_between_the_lines_are_drawn(tmp_path: Path) -> None:
    from PIL import Image

    style = ".d { --dots: under } .n { --line: name } .b { --line: book }"
    ink = {}
    for name in ("", "d", "n", "b"):
        frame(f'<p><span class="{name}">渡口</span></p>', 22, extra=style).write_pdf(tmp_path / "x.pdf")
        subprocess.run(["pdftoppm", "-r", "144", "-gray", tmp_path / "x.pdf", tmp_path / "x"], check=True)
        picture = Image.open(next(tmp_path.glob("x*.pgm")))
        ink[name] = sum(1 for v in picture.crop((40, 60, 90, 80)).tobytes() if v < 128)
    assert ink["d"] > ink[""] and ink["n"] > ink["d"] and ink["b"] > ink["d"], ink


def swapped_profile() -> bytes:
    """An RGB profile that is not sRGB: its red and green have changed places (ICC.1, tag table)."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, green = data.index(b"rXYZ", 128), data.index(b"gXYZ", 128)
    data[red : red + 4], data[green : green + 4] = b"gXYZ", b"rXYZ"
    return bytes(data)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_of_another_colour_space_is_brought_to_srgb(tmp_path: Path, kind: str) -> None:
    from bulletin.typeset.fetch import bare

    path = tmp_path / "p.jpg"
    plain = Image.new("RGB", (40, 30), (200, 60, 50))
    plain.save(path, kind, icc_profile=swapped_profile())
    with Image.open(io.BytesIO(bare(path))) as made:
        red, green, _ = made.convert("RGB").getpixel((20, 15))  # type: ignore[misc]
        assert green > red + 80, "seen as its profile says"
    plain.save(path, kind, icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(), quality=90)
    assert bare(path) == stripped(path.read_bytes()), "sRGB under its own name is not coded again"
