"""No transparency for old RIPs: gone where nobody sees it, told of where somebody would."""

import io

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageChops

from bulletin.press import lexer
from bulletin.press.flat import flatten
from bulletin.press.geometry import Canvas
from bulletin.press.outlines import outline
from tests import press_pdf
from tests.press_pdf import page, shown, written

STATES = {
    "full": b"<</ca 1 /CA 1 /BM /Normal /SMask /None /AIS false>>",
    "half": b"<</ca .5>>",
    "halfline": b"<</CA .5>>",
    "none": b"<</ca 0>>",
    "noline": b"<</CA 0>>",
    "multiply": b"<</BM /Multiply>>",
    "screen": b"<</BM [/Screen /Normal]>>",
}


def made(content: bytes, **resources: object) -> pikepdf.Pdf:
    pdf = pikepdf.new()
    states = Dictionary({f"/{name}": pikepdf.Object.parse(state) for name, state in STATES.items()})
    page(pdf, content, ExtGState=states, **resources)
    return pdf


def image(pdf: pikepdf.Pdf, picture: Image.Image, alpha: Image.Image | None = None) -> pikepdf.Object:
    space = {"L": Name.DeviceGray, "RGB": Name.DeviceRGB, "CMYK": Name.DeviceCMYK}[picture.mode]
    size = {"Type": Name.XObject, "Subtype": Name.Image, "Width": picture.width, "Height": picture.height}
    drawn = pdf.make_stream(picture.tobytes(), Dictionary({f"/{key}": value for key, value in size.items()}))
    drawn.ColorSpace, drawn.BitsPerComponent = space, 8
    if alpha:
        drawn.SMask = image(pdf, alpha)
    return drawn


def leftovers(pdf: pikepdf.Pdf) -> list[str]:
    """Name what PDF/X-1a has no room for, in whatever is still part of the file."""
    found = []
    with pikepdf.open(io.BytesIO(written(pdf))) as whole:
        for one in whole.objects:
            if isinstance(one, pikepdf.Stream | pikepdf.Dictionary):
                parts = [one, *(one.get("/ExtGState", Dictionary()).values())]
                parts += list(one.get("/Resources", Dictionary()).get("/ExtGState", Dictionary()).values())
                found += [key for part in parts for key in ("/ca", "/CA", "/BM", "/SMask", "/Group") if key in part]
                found += [key for key in ("/StructParents", "/StructTreeRoot", "/OCProperties", "/OC") if key in one]
    return found


def same(one: Image.Image, other: Image.Image, within: int = 3) -> bool:
    return all(abs(a - b) <= within for a, b in zip(one.tobytes(), other.tobytes(), strict=True))


def test_what_has_no_effect_goes() -> None:
    pdf = made(b"/full gs /P <</MCID 0>> BDC 0 0 50 50 re f EMC /half gs /full gs 60 0 50 50 re B /G Do")
    first = pdf.pages[0].obj
    form = pdf.make_stream(b"/full gs /Artifact BMC 0 0 30 30 re f EMC", Type=Name.XObject, Subtype=Name.Form,
                           BBox=Array([0, 0, 200, 200]), Group=Dictionary(S=Name.Transparency, I=True),
                           Resources=Dictionary(ExtGState=Dictionary(full=pikepdf.Object.parse(STATES["full"]))))  # fmt: skip
    first.Resources.XObject = Dictionary(G=form)
    first.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceCMYK)
    first.StructParents, first.Tabs = 0, Name.S
    pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    before = shown(written(pdf))[0]
    assert leftovers(pdf)
    assert flatten(pdf) == ()
    assert leftovers(pdf) == []
    assert same(before, shown(written(pdf))[0], 32)  # MuPDF smooths edges within a group in another way
    operators = {one.operator for one in lexer.instructions(lexer.content(first))}
    assert not operators & {b"BDC", b"EMC"} and b"EMC" not in form.read_bytes()


REAL = {
    "opacity over ink": (b".5 g 0 0 99 99 re f /half gs 0 g 50 50 99 99 re f", [("opacity", "path", "0.5")]),
    "opacity in RGB": (b"/half gs 1 0 0 rg 50 50 99 99 re f", [("opacity", "path", "0.5")]),
    "stroke over its fill": (b"/halfline gs 9 w .5 g 50 50 99 99 re B", [("opacity", "path", "0.5")]),
    "under a stroke": (b"40 w 0 50 m 200 50 l S /half gs 0 60 9 9 re f", [("opacity", "path", "0.5")]),
    "multiply over ink": (b".5 g 0 0 99 99 re f /multiply gs 0 g 9 9 9 9 re f", [("blend mode", "path", "Multiply")]),
    "screen over white": (b"1 g 0 0 99 99 re f /screen gs 0 g 9 9 9 9 re f", [("blend mode", "path", "Screen")]),
    "two, and one that is not": (
        b"0 0 99 99 re f /half gs 5 5 9 9 re f 120 120 9 9 re f q /multiply gs 5 5 9 9 re f Q",
        [("opacity", "path", "0.5"), ("blend mode", "path", "Multiply")],
    ),
    "text over ink": (b"0 0 99 99 re f /half gs BT /F 40 Tf 20 20 Td <0001> Tj ET", [("opacity", "text", "0.5")]),
    "stroked text": (b"/half gs BT 2 Tr /F 40 Tf 20 20 Td <0001> Tj ET", [("opacity", "text", "0.5")]),
    "a shading": (b"/half gs /S sh", [("opacity", "shading", "0.5")]),
}  # fmt: skip


@pytest.mark.parametrize(("content", "told"), REAL.values(), ids=REAL)
def test_what_is_real_is_told_and_left(content: bytes, told: list[tuple[str, str, str]]) -> None:
    pdf = made(content, Shading=Dictionary(S=Dictionary(
        ShadingType=2, ColorSpace=Name.DeviceGray, Coords=Array([0, 0, 200, 0]),
        Function=Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0]), C1=Array([1]), N=1))))  # fmt: skip
    pdf.pages[0].obj.Resources.Font = Dictionary(F=press_pdf.composite(pdf, press_pdf.font()))
    before = shown(written(pdf))[0]
    assert [(one.kind, one.what, one.value) for one in flatten(pdf)] == told
    assert lexer.content(pdf.pages[0].obj) == content
    assert shown(written(pdf))[0].tobytes() == before.tobytes()


def test_the_place_of_what_is_told() -> None:
    pdf = made(b"")
    page(
        pdf,
        b"0 0 200 200 re f q 2 0 0 2 10 20 cm /half gs 5 5 10 10 re f Q",
        ExtGState=pdf.pages[0].obj.Resources.ExtGState,
    )
    (told,) = flatten(pdf)
    assert (told.page, told.box) == (2, (20, 30, 40, 50))


ON_PAPER = {
    "grey": (b"/half gs .2 g 50 50 99 99 re f", b".6 g"),
    "K alone": (b"/half gs 0 0 0 1 k 50 50 99 99 re f", b"0 0 0 0.5 k"),
    "CMYK chosen as a space": (b"/half gs /DeviceCMYK cs 0 .4 .8 .2 scn 50 50 99 99 re f", b"/DeviceCMYK cs 0 0.2 0.4 0.1 scn"),
    "a spot colour": (b"/half gs /Red cs .8 scn 50 50 99 99 re f", b"/Red cs 0.4 scn"),
    "a stroke": (b"/halfline gs 9 w .2 G 50 50 99 99 re S", b"0.6 G"),
    "an opaque stroke round it": (b"/half gs 9 w .2 g 50 50 99 99 re B", b"0.6 g"),
    "text": (b"/half gs 0 0 0 .8 k BT /F 90 Tf 20 50 Td <0001> Tj <0003> Tj ET", b"0 0 0 0.4 k"),
    "beside ink": (b"0 0 40 200 re f /half gs .2 g 50 50 99 99 re f", b"0.6 g"),
    "over white": (b"1 g 0 0 200 200 re f /half gs .2 g 50 50 99 99 re f", b"0.6 g"),
    "ink that a clip keeps away": (b"q 0 0 40 40 re W n 0 0 200 200 re f Q /half gs .2 g 50 50 99 99 re f", b"0.6 g"),
    "a clip that goes on": (b"/half gs .2 g 50 50 99 99 re W f /full gs 0 g 0 60 200 9 re f", b"0.6 g"),
    "multiply": (b"/multiply gs .2 g 50 50 99 99 re f", b".2 g"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "colour"), ON_PAPER.values(), ids=ON_PAPER)
def test_on_bare_paper_ink_is_thinned(content: bytes, colour: bytes) -> None:
    pdf = made(content)
    first = pdf.pages[0].obj
    first.Resources.Font = Dictionary(F=press_pdf.composite(pdf, press_pdf.font()))
    first.Resources.ColorSpace = Dictionary(Red=Array([Name.Separation, Name.Red, Name.DeviceCMYK, Dictionary(
        FunctionType=2, Domain=Array([0, 1]), C0=Array([0, 0, 0, 0]), C1=Array([0, 1, 1, 0]), N=1)]))  # fmt: skip
    # ink after the transparent thing takes the colour that was set, not the thin one
    first.Contents = pdf.make_stream(content + b" /full gs 0 180 200 20 re f")
    before = shown(written(pdf))[0]
    assert flatten(pdf) == () and leftovers(pdf) == []
    assert colour.lstrip(b"0") in lexer.content(first).replace(b"0.6", b".6")
    # MuPDF blends in RGB where the page names no space for it: CMYK may differ by what conversion bends
    assert same(before, shown(written(pdf))[0], 3 if b" g " in content or b" G " in content else 24)


def test_what_is_painted_with_no_opacity_goes() -> None:
    content = (b"0 0 99 99 re f q /none gs 5 5 9 9 re f /I Do BT /F 40 Tf 20 20 Td <0001> Tj <0002> Tj ET Q "
               b"q /none gs 3 w 120 120 40 40 re B Q q /noline gs .5 g 120 20 40 40 re b Q q /noline gs 5 5 9 9 re W S 0 0 200 200 re f Q")  # fmt: skip
    pdf = made(content)
    first = pdf.pages[0].obj
    first.Resources.Font = Dictionary(F=press_pdf.composite(pdf, press_pdf.font()))
    first.Resources.XObject = Dictionary(I=image(pdf, Image.new("L", (4, 4), 200), Image.new("L", (4, 4), 99)))
    before = shown(written(pdf))[0]
    assert flatten(pdf) == () and leftovers(pdf) == []
    assert same(before, shown(written(pdf))[0])


def test_outlined_text_is_thinned_like_text() -> None:
    pdf = made(b"/half gs 0 0 0 1 k BT /F 60 Tf 20 100 Td <00010003> Tj ET")
    pdf.pages[0].obj.Resources.Font = Dictionary(F=press_pdf.composite(pdf, press_pdf.font()))
    outline(pdf)
    before = shown(written(pdf))[0]
    assert flatten(pdf) == () and leftovers(pdf) == []
    assert lexer.content(pdf.pages[0].obj).count(b"0 0 0 0.5 k") == 2
    assert same(before, shown(written(pdf))[0], 24)


PICTURE = Image.merge("CMYK", [Image.linear_gradient("L").resize((16, 16))] * 2 + [Image.new("L", (16, 16), 40)] * 2)
SOFT = Image.radial_gradient("L").resize((16, 16))
HARD = SOFT.point([0] * 128 + [255] * 128)


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_a_soft_picture_on_bare_paper_is_opaque_and_white_below(mode: str) -> None:
    pdf = made(b"q 99 0 0 99 50 50 cm /I Do Q")
    first = pdf.pages[0].obj
    picture = PICTURE.convert(mode)
    first.Resources.XObject = Dictionary(I=image(pdf, picture, SOFT))
    assert flatten(pdf) == () and leftovers(pdf) == []
    (drawn,) = first.Resources.XObject.values()
    paper = Image.new(mode, (16, 16), (0,) * 4 if mode == "CMYK" else "white")
    assert drawn.read_bytes() == Image.composite(picture, paper, SOFT).tobytes()


def test_the_same_picture_over_ink_is_told() -> None:
    pdf = made(b"0 0 60 60 re f q 99 0 0 99 50 50 cm /I Do Q")
    first = pdf.pages[0].obj
    first.Resources.XObject = Dictionary(I=image(pdf, PICTURE, SOFT))
    assert [(one.page, one.kind, one.what) for one in flatten(pdf)] == [(1, "soft mask", "image")]
    assert "/SMask" in first.Resources.XObject.I


def test_a_mask_of_whole_pixels_becomes_a_stencil() -> None:
    pdf = made(b".5 g 0 0 99 200 re f q 99 0 0 99 50 50 cm /I Do Q")
    first = pdf.pages[0].obj
    first.Resources.XObject = Dictionary(I=image(pdf, PICTURE.convert("L"), HARD))
    before = shown(written(pdf))[0]
    assert flatten(pdf) == () and leftovers(pdf) == []
    mask = first.Resources.XObject.I.Mask
    assert bool(mask.ImageMask) and int(mask.BitsPerComponent) == 1
    bits = Image.frombytes("1", (16, 16), mask.read_bytes())
    assert bits.convert("L").tobytes() == ImageChops.invert(HARD).tobytes()
    after = shown(written(pdf))[0]
    assert sum(abs(a - b) > 40 for a, b in zip(before.tobytes(), after.tobytes(), strict=True)) < 0.03 * len(
        before.tobytes()
    )


def test_a_mask_that_is_white_goes() -> None:
    pdf = made(b"0 0 99 99 re f q 99 0 0 99 50 50 cm /I Do Q")
    first = pdf.pages[0].obj
    first.Resources.XObject = Dictionary(I=image(pdf, PICTURE, Image.new("L", (16, 16), 255)))
    assert flatten(pdf) == () and "/Mask" not in first.Resources.XObject.I and leftovers(pdf) == []


def test_groups_and_patterns_with_something_transparent_in_them_are_told() -> None:
    pdf = made(b"/G Do /Pattern cs /P scn 0 0 9 9 re f")
    first = pdf.pages[0].obj
    inside = Dictionary(ExtGState=Dictionary(half=pikepdf.Object.parse(STATES["half"])))
    box = Array([0, 0, 50, 50])
    first.Resources.XObject = Dictionary(
        G=pdf.make_stream(b"/half gs 0 0 9 9 re f", Type=Name.XObject, Subtype=Name.Form, BBox=box, Resources=inside)
    )
    first.Resources.Pattern = Dictionary(
        P=pdf.make_stream(b"/half gs 0 0 9 9 re f", PatternType=1, PaintType=1, TilingType=1, BBox=box, XStep=50, YStep=50,
                          Resources=inside))  # fmt: skip
    assert [(one.kind, one.what) for one in flatten(pdf)] == [("opacity", "form"), ("opacity", "pattern")]


def test_soft_masks_of_the_graphics_state_are_told() -> None:
    pdf = made(b"q /M gs 9 9 9 9 re f Q 50 50 9 9 re f")
    group = pdf.make_stream(b"0 0 200 200 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 200, 200]),
                            Group=Dictionary(S=Name.Transparency, CS=Name.DeviceGray))  # fmt: skip
    pdf.pages[0].obj.Resources.ExtGState.M = Dictionary(SMask=Dictionary(S=Name.Luminosity, G=group))
    assert [(one.kind, one.what, one.box) for one in flatten(pdf)] == [("soft mask", "path", (9, 9, 18, 18))]
    assert "/SMask" in pdf.pages[0].obj.Resources.ExtGState.M


def test_pictures_that_pdf_1_4_does_not_know() -> None:
    pdf = made(b"q 99 0 0 99 50 50 cm /I Do /J Do Q")
    deep = image(pdf, PICTURE.convert("L"))
    deep.write(bytes(value for one in PICTURE.convert("L").tobytes() for value in (one, 7)))
    deep.BitsPerComponent = 16
    packed = io.BytesIO()
    PICTURE.convert("RGB").save(packed, "JPEG2000", irreversible=False)
    new = image(pdf, PICTURE.convert("RGB"))
    new.write(packed.getvalue(), filter=Name.JPXDecode)
    del new["/ColorSpace"], new["/BitsPerComponent"]
    strange = image(pdf, PICTURE.convert("RGB"))
    strange.write(packed.getvalue(), filter=Name.JPXDecode)
    strange.ColorSpace = Name.DeviceCMYK
    pdf.pages[0].obj.Resources.XObject = Dictionary(I=deep, J=new, K=strange)
    assert [(one.page, one.kind) for one in flatten(pdf)] == [(0, "JPEG 2000")]
    assert deep.read_bytes() == PICTURE.convert("L").tobytes() and int(deep.BitsPerComponent) == 8
    assert new.read_bytes() == PICTURE.convert("RGB").tobytes() and new.ColorSpace == Name.DeviceRGB


@pytest.mark.parametrize("hidden", [False, True])
def test_layers(hidden: bool) -> None:
    pdf = made(b"/OC /L BDC 0 0 9 9 re f EMC")
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="校样"))
    pdf.pages[0].obj.Resources.Properties = Dictionary(L=layer)
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer] if hidden else [])))
    told = flatten(pdf)
    assert [(one.kind, one.value) for one in told] == ([("layer", "校样")] if hidden else [])
    assert ("/OCProperties" in pdf.Root) is hidden
    assert (b"BDC" in lexer.content(pdf.pages[0].obj)) is hidden


def test_a_document_of_weasyprint() -> None:
    import weasyprint

    html = """<html lang=zh><title>平</title><style>@page { size: 80mm 60mm; margin: 8mm }
    body { font: 11pt "Bulletin Song SC" } p { color: rgb(0 0 0 / {alpha}); background: #eee }</style><p>透明与否</p>"""
    for alpha, kinds in (("1", set()), (".5", {"opacity"})):
        data = weasyprint.HTML(string=html.replace("{alpha}", alpha)).write_pdf(pdf_tags=True)
        with pikepdf.open(io.BytesIO(data)) as pdf:
            before = shown(written(pdf))[0]
            assert {one.kind for one in flatten(pdf)} == kinds
            assert bool(leftovers(pdf)) is bool(kinds)
            assert same(before, shown(written(pdf))[0])


def test_a_page_that_blends_in_rgb_is_not_thinned() -> None:
    pdf = made(b"/half gs 0 0 0 1 k 50 50 99 99 re f")
    pdf.pages[0].obj.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)
    assert [one.kind for one in flatten(pdf)] == ["opacity"]


def test_glyphs_with_colours_of_their_own_are_not_thinned() -> None:
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, 0, 100, 100]), FontMatrix=Array([0.01, 0, 0, 0.01, 0, 0]),
        FirstChar=65, LastChar=65, Widths=Array([100]), Encoding=Dictionary(Differences=Array([65, Name.a])),
    )  # fmt: skip
    pdf = made(b"/half gs BT /F 40 Tf 10 120 Td (A) Tj ET")
    font.CharProcs = Dictionary(a=pdf.make_stream(b"100 0 d0 .8 g 0 0 90 90 re f"))
    pdf.pages[0].obj.Resources.Font = Dictionary(F=font)
    assert [(one.kind, one.what) for one in flatten(pdf)] == [("opacity", "text")]


WHOLE = st.integers(-40, 220)
SIDE = st.integers(5, 120)
SHAPES = st.one_of(
    st.builds("{} {} {} {} re".format, WHOLE, WHOLE, SIDE, SIDE),
    st.builds("{} {} m {} {} {} {} {} {} c {} {} l".format, *[WHOLE] * 10),
)
MOVES = st.one_of(
    st.builds("1 0 0 1 {} {} cm".format, WHOLE, WHOLE),
    st.sampled_from(["0.8 0.6 -0.6 0.8 0 0 cm", "2 0 0 0.4 0 0 cm", "-1 0 0 1 200 0 cm", "1 0.5 0 1 0 0 cm"]),
)
CLIPS = st.builds("{} {} {} {} re W n".format, WHOLE, WHOLE, SIDE, SIDE)
PAINTS = st.one_of(
    st.builds("{} {} f".format, st.sampled_from(["0.2 g", "0.7 g", "1 g"]), SHAPES),
    st.builds("{} w {} S".format, st.sampled_from([1, 5, 30]), SHAPES),
    st.builds("/{} gs".format, st.sampled_from(list(STATES))),
)
PARTS = st.lists(
    st.builds(
        "q {} {} {} Q".format,
        MOVES,
        st.one_of(st.just(""), CLIPS),
        st.lists(PAINTS, min_size=1, max_size=3).map(" ".join),
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=60, deadline=None)
@given(PARTS)
def test_no_page_ever_looks_other_than_before(parts: list[str]) -> None:
    pdf = made(" ".join(parts).encode())
    before = shown(written(pdf), 72)[0]
    told = flatten(pdf)
    assert told or leftovers(pdf) == []
    assert same(before, shown(written(pdf), 72)[0], 40 if not told else 0)


@settings(max_examples=60, deadline=None)
@given(MOVES, st.one_of(st.just(""), CLIPS), SHAPES, st.sampled_from(["f", "3 w S", "20 w b", "12 w 4 M s"]))
def test_boxes_are_never_too_small(move: str, clip: str, shape: str, paint: str) -> None:
    *before, paint = paint.rsplit(" ", 1)
    content = " ".join([move, clip, *before, shape, paint]).encode()
    canvas, box = Canvas(), None
    for one in lexer.instructions(content):
        canvas.follow(one.operator, one.operands)
        if one.operator in (b"f", b"S", b"b", b"s"):
            box = canvas.path(stroked=one.operator != b"f")
        canvas.ended(one.operator)
    pdf = pikepdf.new()
    page(pdf, content)
    inked = ImageChops.invert(shown(written(pdf), 72)[0]).getbbox()
    assert box is not None
    if inked:
        left, top, right, bottom = inked
        assert box[0] - 1 <= left and box[1] - 1 <= 200 - bottom and right <= box[2] + 1 and 200 - top <= box[3] + 1
