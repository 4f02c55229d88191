"""转曲: no letter moves, none is missing, and no font is left."""

import io
from collections.abc import Callable
from functools import cache

import pikepdf
import pymupdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name

from bulletin.press import lexer, programs, truetype
from bulletin.press.flat import flatten
from bulletin.press.outlines import Outlined, outline
from tests import press_pdf
from tests.press_pdf import astray, ink, page, shown, written

HTML = """<html lang=zh><title>转曲</title><style>
@page { size: 120mm 150mm; margin: 8mm; @footnote { border-top: .5pt solid } }
body { font: 11pt/16pt "Bulletin Latin", "Bulletin Song SC"; margin: 0 }
.tc { font-family: "Bulletin Latin", "Bulletin Song TC"; color: #8a1c1a }
.wide { letter-spacing: .3em } .note { float: footnote }
.turned { transform: rotate(-12deg); width: 60mm } h1 { font: bold 24pt "Bulletin Masthead SC", "Bulletin Hei SC" }
</style><h1>滨河通讯</h1><p>简体：“发展”的方向，AVAToday fi 2026。<b>粗体</b><span class=note>脚注一条。</span></p>
<p class=tc lang=zh-Hant>繁體：發展與體驗，濱河通訊。</p><p class=wide>疏排文字 spaced</p><p class=turned>斜放的一行</p>
<svg width=300 height=60><text x=5 y=40 font-size=36 font-family="Bulletin Hei SC" fill=none stroke=black
stroke-width=1.5>空心字</text><text x=130 y=40 font-size=36 font-family="Bulletin Hei SC" fill="#888" stroke=black
stroke-width=3>描边</text></svg><p style="break-before: page">第二页。</p>"""


@cache
def paper() -> bytes:
    import weasyprint

    return weasyprint.HTML(string=HTML).write_pdf(pdf_tags=True) or b""


def outlined(data: bytes) -> tuple[Outlined, bytes]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        told = outline(pdf)
        return told, written(pdf)


def fonts_of(data: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        dictionaries = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary | pikepdf.Stream)]
        return [str(one.get("/Type")) for one in dictionaries if one.get("/Type") in (Name.Font, Name.FontDescriptor)]


def operators(data: bytes) -> set[bytes]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return {one.operator for page in pdf.pages for one in lexer.instructions(lexer.content(page.obj))}


def test_a_page_of_every_kind_of_text_looks_the_same() -> None:
    told, made = outlined(paper())
    assert told.skipped == () and told.invisible == 0
    with pymupdf.open(stream=paper(), filetype="pdf") as document:
        text = "".join(one.get_text() for one in document).replace("fi", "f")  # which is one glyph
    letters = [letter for letter in text if letter.strip()]
    assert told.glyphs == len(letters) > 70
    assert len(set(letters)) <= told.kinds < told.glyphs  # bold and Traditional letters are shapes of their own
    assert fonts_of(paper()) and fonts_of(made) == []
    assert not operators(made) & {b"BT", b"ET", b"Tf", b"TJ", b"Tj", b"Tm", b"Tr"}
    before, after = shown(paper(), 300), shown(made, 300)
    assert len(before) == len(after) == 2
    for one, other in zip(before, after, strict=True):
        assert ink(one) > 0.0002
        assert ink(other) == pytest.approx(ink(one), rel=0.01)
        assert astray(one, other) == 0


def test_a_lost_glyph_would_be_seen() -> None:
    """What holds the pages together notices one comma."""
    _, made = outlined(paper())
    with pikepdf.open(io.BytesIO(made)) as pdf:
        first = pdf.pages[1].obj
        text = lexer.content(first)
        first.Contents = pdf.make_stream(text[: text.rindex(b"/g")] + text[text.rindex(b" Q") :])
        assert astray(shown(paper(), 300)[1], shown(written(pdf), 300)[1]) > 0


def test_the_same_bytes_twice() -> None:
    assert outlined(paper())[1] == outlined(paper())[1]


def test_twice_changes_nothing() -> None:
    _, made = outlined(paper())
    told, again = outlined(made)
    assert (told.glyphs, told.kinds, told.skipped) == (0, 0, ())
    with pikepdf.open(io.BytesIO(made)) as one, pikepdf.open(io.BytesIO(again)) as other:
        assert [lexer.content(page.obj) for page in one.pages] == [lexer.content(page.obj) for page in other.pages]


CASES = {
    "Tj": b"BT /F 40 Tf 20 120 Td <000100020003> Tj ET",
    "literal": rb"BT /F 40 Tf 20 120 Td (\000\001\0\2) Tj (\000\003) Tj ET",
    "a name in hexadecimals": b"BT /#46 40 Tf 20 120 Td <000100020003> Tj ET",
    "kerned": b"BT /F 40 Tf 20 120 Td [<0001>200<0002> -300.5 <0003>] TJ ET",
    "lines": b"BT /F 30 Tf 32 TL 20 150 Td <0001> Tj T* <0002> Tj <0003> ' 0 -34 TD <0001> Tj T* <0002> Tj ET",
    "quote": b'BT /F 30 Tf 32 TL 20 150 Td 5 3 <00010002> " <0003> Tj ET',
    "spaced": b"BT /F 30 Tf 6 Tc 20 120 Td <00010002> Tj 0 Tc <0003> Tj ET",
    "narrow": b"BT /F 40 Tf 60 Tz 2 Tc 20 120 Td [<0001> 100 <0002>] TJ 140 Tz <0003> Tj ET",
    "risen": b"BT /F 30 Tf 20 100 Td <0001> Tj 12 Ts <0002> Tj -12 Ts <0003> Tj ET",
    "turned": b"BT /F 40 Tf .8 .5 -.5 .8 60 40 Tm [<0001> -100 <0003>] TJ ET",
    "flipped": b"1 0 0 -1 0 200 cm q .75 0 0 .75 0 0 cm BT 1 0 0 -1 30 120 Tm /F 48 Tf [<00010002>-40<0003>] TJ ET Q",
    "tiny units": b"q 2000 0 0 2000 0 0 cm BT /F .02 Tf .01 .06 Td <000100020003> Tj ET Q",
    "huge units": b"q .001 0 0 .001 0 0 cm BT /F 1 Tf 40000 0 0 40000 20000 120000 Tm <000100020003> Tj ET Q",
    "stroked": b"3 w BT 1 Tr /F 50 Tf 20 120 Td <000100020003> Tj ET",
    "filled and stroked": b".6 g 4 w BT 2 Tr /F 50 Tf 20 120 Td <00010003> Tj ET",
    "clipped": b"q BT 7 Tr /F 60 Tf 20 100 Td <00010003> Tj ET 0 110 200 20 re f Q 0 0 20 20 re f",
    "filled and clipped": b"q .7 g BT 4 Tr /F 60 Tf 20 100 Td <00010003> Tj ET 0 g 0 110 200 20 re f Q 0 0 20 20 re f",
    "stroked and clipped": b"q .5 g 2 w BT 6 Tr /F 60 Tf 20 100 Td <0001> Tj 0 -60 Td <0003> Tj ET 0 80 200 40 re f Q",
    "state outlives text": b"/F 30 Tf 4 Tc q 10 Tc BT 20 150 Td <00010001> Tj ET Q BT 20 80 Td <00010001> Tj ET",
    "font by gs": b"/G gs BT 20 120 Td <000100020003> Tj ET",
    "pattern": b"/Pattern cs /P scn BT /F 90 Tf 10 80 Td <00010003> Tj ET",
    "colour within": b"BT /F 40 Tf 20 120 Td <0001> Tj .6 g <0002> Tj /Span <</MCID 0>> BDC <0003> Tj EMC ET",
    "comment": b"BT /F 40 Tf % (\n20 120 Td (\\000\\001) % )\nTj ET",
    "inline image": b"q 40 0 0 40 10 10 cm BI /W 2 /H 2 /BPC 8 /CS /G ID \x00\xffBT EI Q BT /F 40 Tf 20 120 Td <0001> Tj ET",
}  # fmt: skip


@pytest.mark.parametrize("cff", [False, True], ids=["TrueType", "CFF"])
@pytest.mark.parametrize("content", CASES.values(), ids=CASES)
def test_every_text_operator(content: bytes, cff: bool) -> None:
    pdf = pikepdf.new()
    font = press_pdf.composite(pdf, press_pdf.font(cff))
    stripes = pdf.make_stream(b"0 0 3 10 re f", PatternType=1, PaintType=1, TilingType=1, BBox=Array([0, 0, 10, 10]),
                              XStep=10, YStep=10, Resources=Dictionary())  # fmt: skip
    page(pdf, content, Font=Dictionary(F=font), Pattern=Dictionary(P=stripes),
         ExtGState=Dictionary(G=Dictionary(Font=Array([font, 40]))))  # fmt: skip
    before = written(pdf)
    told, made = outlined(before)
    assert told.skipped == () and fonts_of(made) == []
    (one,), (other,) = shown(before, 200), shown(made, 200)
    assert ink(one) > 0.01
    assert ink(other) == pytest.approx(ink(one), rel=0.02)
    assert astray(one, other) == 0


def test_a_stroke_has_the_width_of_the_page_not_of_the_glyph() -> None:
    """MuPDF strokes text under an uneven matrix in its own way, so a path of the same corners is the measure."""
    uneven = b"2 0 0 .5 0 0 cm 3 w "
    path = b"14 197 m 14 240 l 55 240 l 55 197 l h S 22.5 205 m 48 205 l 48 232 l 22.5 232 l h S"
    pdf = pikepdf.new()
    page(pdf, uneven + b"BT 1 Tr /F 50 Tf 14 200 Td <0001> Tj ET",
         Font=Dictionary(F=press_pdf.composite(pdf, press_pdf.font(cff=True))))  # fmt: skip
    page(pdf, uneven + b"1 0 0 1 4 0 cm " + path)
    one, other = shown(outlined(written(pdf))[1])
    assert ink(one) == pytest.approx(ink(other), rel=0.01) and astray(one, other) == 0


def test_space_alone_clips_nothing() -> None:
    """PDF Reference, note to table 5.3 (ISO 32000-1 table 106): where no glyph has an outline no clipping occurs."""
    pdf = pikepdf.new()
    content = b"BT 7 Tr /F 60 Tf 20 100 Td <0004> Tj ET 0 110 200 20 re f"
    page(pdf, content, Font=Dictionary(F=press_pdf.composite(pdf, press_pdf.font())))
    assert ink(shown(outlined(written(pdf))[1])[0]) > 0.05


def test_invisible_text_is_dropped_and_counted() -> None:
    pdf = pikepdf.new()
    font = press_pdf.composite(pdf, press_pdf.font())
    page(pdf, b"BT 3 Tr /F 40 Tf 20 120 Td <00010004> Tj 0 Tr <0002> Tj ET", Font=Dictionary(F=font))
    told = outline(pdf)
    assert (told.invisible, told.glyphs, told.kinds) == (2, 1, 1)


def test_vertical_writing() -> None:
    pdf = pikepdf.new()
    font = press_pdf.composite(
        pdf, press_pdf.font(), Name("/Identity-V"), DW2=Array([820, -900]), W2=Array([2, Array([-600, 200, 700])])
    )
    page(pdf, b"BT /F 40 Tf 100 180 Td [<0001> 100 <000200030001>] TJ ET", Font=Dictionary(F=font))
    before = written(pdf)
    told, made = outlined(before)
    assert told.glyphs == 4 and astray(shown(before)[0], shown(made)[0]) == 0


def test_a_cmap_of_its_own_says_which_glyph_a_code_is() -> None:
    """As WeasyPrint writes them where a glyph is missing: here code 9 is CID 1, codes 0x20 to 0x22 are 1 to 3."""
    pdf = pikepdf.new()
    table = b"""begincmap 2 begincodespacerange <20> <2f> <0000> <1fff> endcodespacerange
        1 begincidchar <0009> 1 endcidchar 1 begincidrange <20> <22> 1 endcidrange endcmap"""
    cmap = pdf.make_stream(table, Type=Name.CMap, CMapName=Name.Own,
                           CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0))  # fmt: skip
    font = press_pdf.composite(pdf, press_pdf.font(), cmap)
    page(pdf, b"BT /F 30 Tf 10 Tw 10 120 Td <0009202122> Tj ET", Font=Dictionary(F=font))
    before = written(pdf)
    told, made = outlined(before)
    assert (told.glyphs, told.kinds) == (4, 3) and astray(shown(before)[0], shown(made)[0]) == 0


def test_glyph_map_of_a_truetype_font() -> None:
    pdf = pikepdf.new()
    font = press_pdf.composite(pdf, press_pdf.font(), CIDToGIDMap=pdf.make_stream(b"\0\0\0\2\0\1\0\3"))
    page(pdf, b"BT /F 50 Tf 10 120 Td <000100020003> Tj ET", Font=Dictionary(F=font))
    before = written(pdf)
    told, made = outlined(before)
    assert told.kinds == 3 and astray(shown(before)[0], shown(made)[0]) == 0


def test_type_3_becomes_forms_and_so_does_the_text_in_it() -> None:
    pdf = pikepdf.new()
    inner = press_pdf.composite(pdf, press_pdf.font())
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, 0, 0, 0]), FontMatrix=Array([0.01, 0, 0, 0.01, 0, 0]),
        FirstChar=65, LastChar=66, Widths=Array([110, 60]), Encoding=Dictionary(Differences=Array([65, Name.a, Name.b])),
        Resources=Dictionary(Font=Dictionary(I=inner)),
        CharProcs=Dictionary(a=pdf.make_stream(b"110 0 0 0 100 100 d1 0 0 100 20 re 40 0 20 100 re f"),
                             b=pdf.make_stream(b"60 0 d0 BT /I 60 Tf <0001> Tj ET")),
    )  # fmt: skip
    page(pdf, b"BT /F 40 Tf 10 120 Td 2 Tr 7 Tc (AB) Tj (A) Tj ET", Font=Dictionary(F=pdf.make_indirect(font)))
    before = written(pdf)
    told, made = outlined(before)
    assert told.skipped == () and told.glyphs == 4 and fonts_of(made) == []
    assert astray(shown(before)[0], shown(made)[0]) == 0


def test_forms_and_names_that_are_taken() -> None:
    pdf = pikepdf.new()
    font = press_pdf.composite(pdf, press_pdf.font())
    taken = pdf.make_stream(b"BT /F 30 Tf 10 20 Td <0003> Tj ET", Type=Name.XObject, Subtype=Name.Form,
                            BBox=Array([0, 0, 200, 200]), Resources=Dictionary(Font=Dictionary(F=font)))  # fmt: skip
    bare = pdf.make_stream(b"BT /F 30 Tf 90 20 Td <0002> Tj ET", Type=Name.XObject, Subtype=Name.Form,
                           BBox=Array([0, 0, 200, 200]))  # fmt: skip
    page(pdf, b"/g0 Do /b Do BT /F 40 Tf 20 120 Td <0001> Tj ET", Font=Dictionary(F=font),
         XObject=Dictionary(g0=taken, b=bare))  # fmt: skip
    before = written(pdf)
    told, made = outlined(before)
    assert told.glyphs == 3 and fonts_of(made) == []
    assert astray(shown(before)[0], shown(made)[0]) == 0


def _simple(font: pikepdf.Object) -> None:
    font.Subtype = Name.TrueType


def _foreign(font: pikepdf.Object) -> None:
    font.Encoding = Name("/UniGB-UCS2-H")


def _elsewhere(font: pikepdf.Object) -> None:
    del font.DescendantFonts[0]["/FontDescriptor"]


def _cut(font: pikepdf.Object) -> None:
    file = font.DescendantFonts[0].FontDescriptor.FontFile2
    file.write(file.read_bytes()[:40])


def _not_a_font(font: pikepdf.Object) -> None:
    font.DescendantFonts[0].FontDescriptor.FontFile2.write(b"%!PS")


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (_simple, "simple"),
        (_foreign, "encoding"),
        (_elsewhere, "not embedded"),
        (_cut, "damaged"),
        (_not_a_font, "damaged"),
    ],
)
def test_a_font_that_cannot_be_drawn_leaves_its_page_whole_and_is_told(
    spoil: Callable[[pikepdf.Object], None], reason: str
) -> None:
    pdf = pikepdf.new()
    good, bad = (press_pdf.composite(pdf, press_pdf.font()) for _ in range(2))
    spoil(bad)
    whole = b"BT /F 40 Tf 20 120 Td <0001> Tj /B 40 Tf <0001> Tj ET"
    page(pdf, whole, Font=Dictionary(F=good, B=bad))
    page(pdf, b"BT /F 40 Tf 20 120 Td <0001> Tj ET", Font=Dictionary(F=good))
    told = outline(pdf)
    assert [(one.page, one.font, one.reason) for one in told.skipped] == [(1, "TESTED+Test", reason)]
    assert lexer.content(pdf.pages[0].obj) == whole
    assert set(pdf.pages[0].obj.Resources.Font.keys()) == {"/F", "/B"}
    assert "/Font" not in pdf.pages[1].obj.Resources


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"BT <0001> Tj ET", "no font"), (b"BT /X 9 Tf <0001> Tj ET", "no font"), (b"BT 1 Td ET", "operands")],
)
def test_a_stream_that_says_too_little_stays_and_is_told(content: bytes, reason: str) -> None:
    pdf = pikepdf.new()
    page(pdf, content, Font=Dictionary(F=press_pdf.composite(pdf, press_pdf.font())))
    assert [one.reason for one in outline(pdf).skipped] == [reason]
    assert lexer.content(pdf.pages[0].obj) == content


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(list(CASES.values())), st.integers(0, 80), st.integers(0, 12), st.binary(max_size=3))
def test_damaged_streams_are_no_disaster(content: bytes, at: int, length: int, junk: bytes) -> None:
    pdf = pikepdf.new()
    states = Dictionary(G=Dictionary(ca=0.5))
    page(pdf, b"/G gs " + content[:at] + junk + content[at + length :], ExtGState=states,
         Font=Dictionary(F=press_pdf.composite(pdf, press_pdf.font())))  # fmt: skip
    flatten(pdf)
    told = outline(pdf)
    assert told.skipped or "/Font" not in pdf.pages[0].obj.Resources


def test_quadratic_curves_are_raised_without_rounding() -> None:
    """A curve with whole numbers for ends and control points has whole numbers in sixths of a unit, exactly raised."""
    drawn = programs.program(press_pdf.font()).outline(2)
    assert drawn is not None
    points = [tuple(map(int, line.split()[:-1])) for line in drawn.path.split(b"\n") if line.endswith((b"m", b"c"))]
    at = points[0]
    assert at == (140 * 6, 90 * 6)  # half-way between the first and the last, both off the curve, 40 to the left
    for (x1, y1, x2, y2, x, y), (u, v) in zip(
        points[1:], ((40, 300), (320, 900), (600, 300), (320, -120)), strict=True
    ):
        moved = u - 40  # hmtx has the left edge at 0, the outline at 40
        assert (3 * x1, 3 * y1) == (at[0] + 12 * moved, at[1] + 12 * v)
        assert (3 * x2, 3 * y2) == (x + 12 * moved, y + 12 * v)
        at = (x, y)


def test_a_glyph_that_holds_itself_is_damaged() -> None:
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(press_pdf.font()))
    parts = truetype.tables(press_pdf.font())
    pair = font["loca"][3]
    glyf = bytearray(parts["glyf"])
    glyf[pair + 12 : pair + 14] = b"\0\3"
    with pytest.raises(truetype.UnreadableFontError):
        truetype.TrueType(parts | {"glyf": bytes(glyf)}).outline(3)


NUMBERS = st.floats(-1e6, 1e6).map(lambda value: lexer.written(value, 4))
TEXTS = st.binary(max_size=12)


def _literal(text: bytes) -> bytes:
    escaped = text.replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)").replace(b"\r", rb"\r")
    return b"(" + escaped + b")"


OPERANDS = st.one_of(
    NUMBERS,
    st.sampled_from([b"/Name", b"/A#20b", b"true", b"null", b"<</MCID 3>>", b"[1 /x <00>]", b"+.5", b"4.", b"-.002"]),
    TEXTS.map(_literal),
    TEXTS.map(lambda text: b"<" + text.hex().encode() + b">"),
)
OPERATORS = st.sampled_from([b"Tj", b"TJ", b"T*", b"'", b'"', b"re", b"f*", b"gs", b"BDC", b"d0", b"MP"])
LINES = st.lists(st.tuples(st.lists(OPERANDS, max_size=6), OPERATORS), max_size=8)
BETWEEN = st.sampled_from([b" ", b"\n", b"\r\n", b"\t ", b" % a (comment\n"])


@settings(max_examples=150, deadline=None)
@given(LINES, BETWEEN)
def test_instructions_are_read_as_qpdf_reads_them(lines: list[tuple[list[bytes], bytes]], between: bytes) -> None:
    data = between.join(between.join([*operands, operator]) for operands, operator in lines)
    ours = [(one.operator, lexer.tokens(one.operands)) for one in lexer.instructions(data)]
    with pikepdf.new() as pdf:
        theirs = list(pikepdf.parse_content_stream(pdf.make_stream(data)))
    assert [operator for operator, _ in ours] == [str(one.operator).encode() for one in theirs]
    for (_, tokens), one in zip(ours, theirs, strict=True):
        whole = pikepdf.Object.parse(b"[" + b" ".join(tokens) + b"]")
        assert whole == pikepdf.Array(list(one.operands))


@given(TEXTS)
def test_strings_are_read_whole(text: bytes) -> None:
    assert lexer.string(_literal(text)) == lexer.string(b"<" + text.hex().encode() + b">") == text


@pytest.mark.parametrize(
    ("token", "text"),
    [(rb"(a\
b)", b"ab"), (b"(a\r\nb)", b"a\nb"), (rb"(\0533\53\1)", b"+3+\x01"), (b"(a(b)c)", b"a(b)c"), (b"<4 1\n4>", b"A@"), (rb"(\q)", b"q")],
)  # fmt: skip
def test_strings_as_the_standard_has_them(token: bytes, text: bytes) -> None:
    assert lexer.tokens(token) == [token] and lexer.string(token) == text
