"""Small PDFs for the tests of press files, and what MuPDF, which shares no code with them, makes of those."""

import io

import pikepdf
import pymupdf
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageChops, ImageFilter

GLYPHS = (".notdef", "frame", "drop", "pair", "space")
"""By index; codes of the fonts below are these."""
WIDTHS = (500, 1000, 620, 1000, 250)


def _frame(pen: object) -> None:
    """A square with a hole: wound the other way, so that only the nonzero rule leaves it open."""
    for corners in (((80, -60), (80, 800), (900, 800), (900, -60)), ((250, 100), (760, 100), (760, 640), (250, 640))):
        pen.moveTo(corners[0])  # type: ignore[attr-defined]
        for corner in corners[1:]:
            pen.lineTo(corner)  # type: ignore[attr-defined]
        pen.closePath()  # type: ignore[attr-defined]


def font(cff: bool = False, scaled: float = 0.5) -> bytes:
    """Return a font of three shapes: straight, curved, and one made of the two (TrueType: a composite glyph)."""
    builder = FontBuilder(1000, isTTF=not cff)
    builder.setupGlyphOrder(list(GLYPHS))
    builder.setupCharacterMap({0x20: "space", 0x41: "frame", 0x42: "drop", 0x43: "pair"})
    drawn: dict[str, object] = {}
    for name in GLYPHS:
        pen = T2CharStringPen(0, None) if cff else TTGlyphPen(drawn)
        if name in (".notdef", "frame") or (cff and name == "pair"):
            _frame(pen)
        elif name == "drop":
            if cff:
                pen.moveTo((100, 0))
                pen.curveTo((100, 300), (200, 720), (330, 720))
                pen.curveTo((460, 720), (520, 300), (520, 0))
            else:  # begins off the curve, and has a point between two that lie off it
                pen.qCurveTo((40, 300), (320, 900), (600, 300), (320, -120), None)
            pen.closePath()
        elif name == "pair":
            pen.addComponent("frame", (scaled, 0, 0, scaled, 40, 0))
            pen.addComponent("drop", (1, 0, 0, 1, 420, 100))
        drawn[name] = pen.getCharString() if cff else pen.glyph()
    if cff:
        builder.setupCFF("Test", {}, drawn, {})
    else:
        builder.setupGlyf(drawn)
    builder.setupHorizontalMetrics({name: (width, 0) for name, width in zip(GLYPHS, WIDTHS, strict=True)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Test", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.updateHead(created=0, modified=0)
    builder.font.recalcTimestamp = False
    out = io.BytesIO()
    builder.save(out)
    return out.getvalue()


def composite(pdf: pikepdf.Pdf, data: bytes, encoding: object = Name("/Identity-H"), **more: object) -> pikepdf.Object:
    """Put a font into ``pdf`` the way WeasyPrint does."""
    cff = data[:4] == b"OTTO"
    file = pdf.make_stream(data)
    if cff:
        file.Subtype = Name.OpenType
    else:
        file.Length1 = len(data)
    descriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=Name("/TESTED+Test"), Flags=4, FontBBox=Array([0, -200, 1000, 800]),
        ItalicAngle=0, Ascent=800, Descent=-200, CapHeight=800, StemV=80,
    )  # fmt: skip
    descriptor["/FontFile3" if cff else "/FontFile2"] = file
    inner = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType0 if cff else Name.CIDFontType2,
        BaseFont=Name("/TESTED+Test"),
        CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
        CIDToGIDMap=Name.Identity,
        DW=500,
        W=Array([1, Array([*WIDTHS[1:3]]), 3, 3, WIDTHS[3], 4, Array([WIDTHS[4]])]),
        FontDescriptor=pdf.make_indirect(descriptor),
    )
    for key, value in more.items():
        inner[f"/{key}"] = value
    outer = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=Name("/TESTED+Test"),
        Encoding=encoding,
        DescendantFonts=Array([pdf.make_indirect(inner)]),
    )
    return pdf.make_indirect(outer)


def page(pdf: pikepdf.Pdf, content: bytes, **resources: object) -> pikepdf.Object:
    """Add a page of 200 × 200 pt."""
    pdf.add_blank_page(page_size=(200, 200))
    made = pdf.pages[-1].obj
    made.Contents = pdf.make_stream(content)
    made.Resources = Dictionary({f"/{kind}": value for kind, value in resources.items()})
    return made


def written(pdf: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()


def shown(data: bytes, dpi: int = 150) -> list[Image.Image]:
    """Return the pages of a PDF as MuPDF shows them, in grey."""
    with pymupdf.open(stream=data, filetype="pdf") as document:
        pixmaps = [one.get_pixmap(dpi=dpi, colorspace=pymupdf.csGRAY) for one in document]
        return [Image.frombytes("L", (one.width, one.height), one.samples) for one in pixmaps]


def ink(picture: Image.Image) -> float:
    """Return how much of a picture is black, 0–1."""
    counts = picture.histogram()
    return sum(count * (255 - value) for value, count in enumerate(counts)) / 255 / sum(counts)


def astray(one: Image.Image, other: Image.Image, reach: int = 3) -> int:
    """Return how many pixels are dark in one picture and light all round in the other; ``reach`` is odd, in pixels."""
    lost = 0
    for here, there in ((one, other), (other, one)):
        dark = here.point([255 if value < 96 else 0 for value in range(256)])
        light = there.filter(ImageFilter.MinFilter(reach)).point([255 if value > 160 else 0 for value in range(256)])
        lost += ImageChops.darker(dark, light).histogram()[255]
    return lost
