"""PDFs for the preflight inspector: a good press page written by hand, and one file for each fault, made by spoiling it.

A page is 200 × 200 pt after cutting, with 3 mm of bleed, on a sheet of 240 × 240 pt; its trim begins at (20, 20).
"""

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image

from bulletin.checks.preflight.target import Target

BLEED = 3 * 72 / 25.4
TRIM = (20, 20, 220, 220)
PRESS = Target(standard="x-4", safety=3)
OLD = Target(standard="x-1a", safety=3)
PLAIN = Target(safety=3)
"""A press, no standard."""
OFFICE = Target(press=False)

BODY = b"""
0 .8 .6 0 k 10 10 220 40 re f
q 0 0 0 1 k /Over gs BT /F 10 Tf 40 150 Td <0001000200030001> Tj ET Q
0 0 0 1 K 1 w 40 140 m 120 140 l S
q 60 0 0 60 140 80 cm /I Do Q
"""
"""A tint over the foot that bleeds, a line of text, a rule, a picture."""
XMP = """<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/"><dc:title><rdf:Alt><rdf:li
xml:lang="x-default">t</rdf:li></rdf:Alt></dc:title><xmp:CreateDate>2026-11-23</xmp:CreateDate><xmp:ModifyDate>2026-11-23</xmp:ModifyDate>
<xmp:MetadataDate>2026-11-23</xmp:MetadataDate><xmpMM:DocumentID>uuid:1</xmpMM:DocumentID><xmpMM:VersionID>1</xmpMM:VersionID>
<xmpMM:RenditionClass>default</xmpMM:RenditionClass><pdf:Trapped>False</pdf:Trapped><pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""


@cache
def face() -> bytes:
    """Return a TrueType face of four glyphs: none, and three squares called A B C."""
    names = [".notdef", "A", "B", "C"]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({0x41: "A", 0x42: "B", 0x43: "C"})
    pen = TTGlyphPen(None)
    for number, (x, y) in enumerate(((100, 0), (100, 700), (900, 700), (900, 0))):
        (pen.lineTo if number else pen.moveTo)((x, y))
    pen.closePath()
    square = pen.glyph()
    builder.setupGlyf(dict.fromkeys(names, square))
    builder.setupHorizontalMetrics(dict.fromkeys(names, (1000, 100)))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": "Squares", "styleName": "Regular", "psName": "Squares"})
    builder.setupOS2()
    builder.setupPost()
    file = io.BytesIO()
    builder.save(file)
    return file.getvalue()


def profile(device: bytes = b"prtr", space: bytes = b"CMYK") -> bytes:
    """Return the head of an ICC profile: as much as an inspector looks at."""
    head = bytearray(132)
    head[0:4] = (132).to_bytes(4, "big")
    head[8:12], head[12:16], head[16:20], head[20:24], head[36:40] = b"\2\x10\0\0", device, space, b"Lab ", b"acsp"
    return bytes(head)


def composite(pdf: Pdf, embedded: bool = True, unicode: bool = True, name: str = "ABCDEF+Squares") -> Any:
    """Return a composite font; A B C are codes 1 2 3."""
    descriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=Name("/" + name), Flags=4, FontBBox=[0, -120, 1000, 880], ItalicAngle=0,
        Ascent=880, Descent=-120, CapHeight=700, StemV=80,
    )  # fmt: skip
    if embedded:
        descriptor.FontFile2 = pdf.make_stream(face())
    inner = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name("/" + name), DW=1000, CIDToGIDMap=Name.Identity,
        CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0), FontDescriptor=descriptor,
    )  # fmt: skip
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type0, BaseFont=Name("/" + name), Encoding=Name("/Identity-H"),
        DescendantFonts=[pdf.make_indirect(inner)],
    )  # fmt: skip
    if unicode:
        font.ToUnicode = pdf.make_stream(
            b"begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange "
            b"1 beginbfrange <0001> <0003> <0041> endbfrange endcmap"
        )
    return pdf.make_indirect(font)


def picture(
    pdf: Pdf,
    pixels: tuple[int, int] = (250, 250),
    space: Any = Name.DeviceCMYK,
    fill: Any = (0, 60, 90, 20),
    bits: int = 8,
) -> Any:
    """Return an image of one colour; ``fill`` in bytes a component."""
    if bits == 1:
        data = b"\x0f" * ((pixels[0] + 7) // 8 * pixels[1])
    else:
        data = bytes(v for v in fill for _ in range(bits // 8)) * (pixels[0] * pixels[1])
    return pdf.make_stream(
        data,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=pixels[0],
        Height=pixels[1],
        ColorSpace=space,
        BitsPerComponent=bits,
    )


def spot(pdf: Pdf, name: str = "Red", alternate: Any = Name.DeviceCMYK) -> Any:
    """Return a Separation whose full tint is a red."""
    function = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[0, 0.8, 0.8, 0], N=1)
    return Array([Name.Separation, Name("/" + name), alternate, function])


def resources(pdf: Pdf) -> Any:
    """Return what pages here ask for."""
    states = {
        "Over": Dictionary(OP=True, op=True, OPM=1),
        "Over0": Dictionary(OP=True, op=True, OPM=0),
        "Half": Dictionary(ca=0.5, CA=0.5),
        "Multiply": Dictionary(BM=Name.Multiply),
        "Curve": Dictionary(TR=Dictionary(FunctionType=2, Domain=[0, 1], N=1)),
    }
    shading = Dictionary(
        ShadingType=2, ColorSpace=Name.DeviceCMYK, Coords=[0, 0, 100, 0],
        Function=Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[0, 1, 0, 0], N=1),
    )  # fmt: skip
    return Dictionary(
        Font=Dictionary(F=composite(pdf)),
        XObject=Dictionary(I=picture(pdf)),
        ExtGState=Dictionary({f"/{k}": v for k, v in states.items()}),
        ColorSpace=Dictionary(Spot=spot(pdf), All=spot(pdf, "All")),
        Shading=Dictionary(S=pdf.make_indirect(shading)),
    )


def press_page(pdf: Pdf, body: bytes = BODY) -> Any:
    """Add a good page that shows ``body``; return its dictionary."""
    pdf.add_blank_page(page_size=(240, 240))
    page: Any = pdf.pages[-1].obj
    page.TrimBox = Array(TRIM)
    page.BleedBox = Array([round(v, 3) for v in (20 - BLEED, 20 - BLEED, 220 + BLEED, 220 + BLEED)])
    page.Resources = resources(pdf)
    page.Contents = pdf.make_stream(body)
    return page


def press_file(body: bytes = BODY, pages: int = 1) -> Pdf:
    """Return a PDF/X-4 with nothing to find fault with, where ``body`` has none."""
    pdf = Pdf.new()
    for _ in range(pages):
        press_page(pdf, body)
    pdf.Root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent, S=Name.GTS_PDFX, OutputConditionIdentifier="FOGRA39",
                RegistryName="http://www.color.org", DestOutputProfile=pdf.make_stream(profile(), N=4),
            )
        ]
    )  # fmt: skip
    pdf.Root.Metadata = pdf.make_stream(XMP.encode(), Type=Name.Metadata, Subtype=Name.XML)
    info = {"/Title": "t", "/CreationDate": "D:20261123", "/ModDate": "D:20261123", "/Trapped": Name("/False")}
    for key, value in info.items():
        pdf.docinfo[key] = value
    return pdf


def old_file(body: bytes = BODY) -> Pdf:
    """Return a PDF/X-1a:2003 with nothing to find fault with."""
    pdf = press_file(body)
    del pdf.Root.Metadata
    pdf.docinfo["/GTS_PDFXVersion"] = "PDF/X-1a:2003"
    return pdf


def save(pdf: Pdf, path: Path, old: bool = False, **options: Any) -> Path:
    """Write ``pdf``, the same bytes each time."""
    streams = pikepdf.ObjectStreamMode.disable if old else pikepdf.ObjectStreamMode.preserve
    version = "1.4" if old else "1.6"
    settings: dict[str, Any] = {"deterministic_id": True, "object_stream_mode": streams, "force_version": version}
    pdf.save(path, **(settings | options))
    pdf.close()
    return path


@dataclass(frozen=True)
class Fault:
    """A file with one fault."""

    name: str
    code: str
    spoil: Callable[[Pdf], Any] = lambda pdf: None
    """Changes a good file."""
    body: bytes = BODY
    """What its first page shows instead; the second stays good."""
    target: Target = PRESS
    page: int | tuple[int, ...] = 1
    """0: the file as a whole."""
    also: frozenset[str] = frozenset()
    """Codes that the same fault gives as well."""
    options: dict[str, Any] = field(default_factory=dict)
    """How it is saved."""
    says: str = ""
    """Part of the message."""

    def make(self, path: Path) -> Path:
        """Write the file."""
        old = self.target.standard == "x-1a"
        pdf = old_file(self.body) if old else press_file(self.body)
        press_page(pdf)
        self.spoil(pdf)
        return save(pdf, path, old, **self.options)


def first(pdf: Pdf) -> Any:
    """Return the first page's dictionary."""
    return pdf.pages[0].obj


def put(**changes: Any) -> Callable[[Pdf], None]:
    """Return a change: keys of the first page set, or deleted where None."""

    def spoil(pdf: Pdf) -> None:
        for key, value in changes.items():
            if value is None:
                del first(pdf)[f"/{key}"]
            else:
                first(pdf)[f"/{key}"] = value

    return spoil


def resource(group: str, name: str, make: Callable[[Pdf], Any]) -> Callable[[Pdf], None]:
    """Return a change: one resource of the first page."""

    def spoil(pdf: Pdf) -> None:
        page = first(pdf)
        if f"/{group}" not in page.Resources:
            page.Resources[f"/{group}"] = Dictionary()
        page.Resources[f"/{group}"][f"/{name}"] = make(pdf)

    return spoil


def root(**changes: Callable[[Pdf], Any]) -> Callable[[Pdf], None]:
    """Return a change: keys of the catalogue."""

    def spoil(pdf: Pdf) -> None:
        for key, make in changes.items():
            pdf.Root[f"/{key}"] = make(pdf)

    return spoil


def form(pdf: Pdf, data: bytes, **keys: Any) -> Any:
    """Return a form."""
    return pdf.make_stream(data, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 240, 240], **keys)


def rgb_profile(pdf: Pdf) -> Any:
    """Return an ICCBased space of three numbers."""
    return Array([Name.ICCBased, pdf.make_stream(profile(b"mntr", b"RGB "), N=3)])


def xmp(old: str, new: str) -> Callable[[Pdf], None]:
    """Return a change of the metadata."""

    def spoil(pdf: Pdf) -> None:
        assert old in XMP
        pdf.Root.Metadata = pdf.make_stream(XMP.replace(old, new).encode(), Type=Name.Metadata, Subtype=Name.XML)

    return spoil


def intent(**changes: Any) -> Callable[[Pdf], None]:
    """Return a change of the output intent; None deletes."""

    def spoil(pdf: Pdf) -> None:
        found: Any = pdf.Root.OutputIntents[0]
        for key, value in changes.items():
            if value is None:
                del found[f"/{key}"]
            else:
                found[f"/{key}"] = value(pdf) if callable(value) else value

    return spoil


def info(key: str, value: Any) -> Callable[[Pdf], None]:
    """Return a change of the document information; None deletes."""

    def spoil(pdf: Pdf) -> None:
        if value is None:
            del pdf.docinfo[key]
        else:
            pdf.docinfo[key] = value

    return spoil


def note(kind: str, flags: int = 4, box: Any = (60, 60, 80, 80)) -> Callable[[Pdf], None]:
    """Return a change: an annotation."""
    return put(Annots=Array([Dictionary(Type=Name.Annot, Subtype=Name("/" + kind), Rect=list(box), F=flags)]))


def layered(pdf: Pdf) -> Any:
    """Return optional content of one layer."""
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="Cut"))
    return Dictionary(OCGs=[layer], D=Dictionary(ON=[layer], Name="d"))


def attached(pdf: Pdf) -> None:
    """Attach a file."""
    pdf.attachments["a.txt"] = b"text"


def type3(pdf: Pdf) -> Any:
    """Return a Type 3 font of one glyph."""
    return Dictionary(
        Type=Name.Font, Subtype=Name.Type3, FontBBox=[0, 0, 1000, 1000], FontMatrix=[0.001, 0, 0, 0.001, 0, 0],
        CharProcs=Dictionary(A=pdf.make_stream(b"1000 0 0 0 1000 1000 d1 0 0 700 700 re f")), FirstChar=65, LastChar=65,
        Widths=[1000], Encoding=Dictionary(Differences=[65, Name.A]), Resources=Dictionary(),
    )  # fmt: skip


def grey_picture(fine: int) -> Callable[[Pdf], Any]:
    """Return what makes a picture of so many pixels a side."""
    return lambda pdf: picture(pdf, (fine, fine), Name.DeviceGray, (90,))


def tall_text(pdf: Pdf) -> Any:
    """Return a CMap of the kind WeasyPrint writes, in which code 3 leads to CID 0."""
    font = composite(pdf)
    font.Encoding = pdf.make_stream(
        b"1 begincodespacerange <0000> <ffff> endcodespacerange 1 begincidrange <0001> <0002> 1 endcidrange "
        b"1 begincidchar <0003> 0 endcidchar",
        Type=Name.CMap, CMapName=Name.Own, CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
    )  # fmt: skip
    return font


def several(*spoils: Callable[[Pdf], Any]) -> Callable[[Pdf], None]:
    """Return several changes as one."""

    def spoil(pdf: Pdf) -> None:
        for one in spoils:
            one(pdf)

    return spoil


TEXT = b" BT /F 10 Tf 40 150 Td <0001000200030001> Tj ET "
SMALL = b" BT /F 6 Tf 40 150 Td <0001000200030001> Tj ET "
TINT = b" .6 .5 .4 0 k 30 130 100 50 re f "
PATTERN = b"/Pattern cs /P scn 60 60 100 100 re f"


def tiling(pdf: Pdf) -> Any:
    """Return a tiling pattern that shows a coarse grey picture, as CSS backgrounds become."""
    return pdf.make_stream(
        b"q 100 0 0 100 0 0 cm /I Do Q", Type=Name.Pattern, PatternType=1, PaintType=1, TilingType=1,
        BBox=[0, 0, 100, 100], XStep=100, YStep=100, Matrix=[1, 0, 0, 1, 60, 60],
        Resources=Dictionary(XObject=Dictionary(I=grey_picture(60)(pdf))),
    )  # fmt: skip


def shading(space: Any, size: int) -> Callable[[Pdf], Any]:
    """Return what makes a gradient whose function gives ``size`` numbers."""
    return lambda pdf: pdf.make_indirect(
        Dictionary(
            ShadingType=2, ColorSpace=space, Coords=[60, 0, 160, 0],
            Function=Dictionary(FunctionType=2, Domain=[0, 1], C0=[0] * size, C1=[0.5] * size, N=1),
        )
    )  # fmt: skip


SHADED = b"q 60 60 80 80 re W n /S sh Q"
BOX = (20 - BLEED, 20 - BLEED, 220 + BLEED, 220 + BLEED)


def _odd_size(pdf: Pdf) -> None:
    pdf.pages.append(pdf.pages[1])
    put(MediaBox=Array([0, 0, 260, 260]), TrimBox=Array([20, 20, 240, 240]), BleedBox=Array([10, 10, 250, 250]))(pdf)


def _drawn_note(pdf: Pdf) -> None:
    first(pdf).Annots[0].AP = Dictionary(N=form(pdf, b"1 0 0 rg 0 0 240 240 re f"))


def _coloured(pdf: Pdf) -> Any:
    font = type3(pdf)
    font.CharProcs.A = pdf.make_stream(b"1000 0 d0 1 0 0 rg 0 0 700 700 re f")
    return font


def _circle(pdf: Pdf) -> Any:
    made = form(pdf, b"/X Do")
    made.Resources = Dictionary(XObject=Dictionary(X=made))
    return made


def _with(stream: Any, **keys: Any) -> Any:
    for key, value in keys.items():
        stream[f"/{key}"] = value
    return stream


def _lzw(pdf: Pdf) -> Any:
    """Return a picture of four pixels packed with LZW: clear, four zero bytes each, end (ISO 32000-2 §7.4.4)."""
    made = picture(pdf, (1, 1), Name.DeviceGray, (0,))
    made.write(bytes.fromhex("800000040400"), filter=Name.LZWDecode)
    return made


FAULTS: tuple[Fault, ...] = (
    # The page and its boxes.
    Fault("no-trim", "X-011", put(TrimBox=None), target=PLAIN, also=frozenset({"X-010"})),
    Fault("boxes-not-nested", "X-012", put(BleedBox=Array([30, 30, 210, 210])), also=frozenset({"X-013"})),
    Fault("no-bleed-box", "X-013", put(BleedBox=None), says="0.0 mm"),
    Fault("bleed-not-inked", "X-014", body=b"0 .8 .6 0 k 20 20 200 40 re f", says="0.0 mm"),
    Fault("bleed-half-inked", "X-014", body=b"0 .8 .6 0 k 16 16 208 40 re f", says="1.4 mm"),
    Fault("picture-clipped-at-trim", "X-014", body=b"q 20 20 200 200 re W n 0 .8 .6 0 k 0 0 240 60 re f Q"),
    Fault("page-count", "X-015", target=Target(standard="x-4", safety=3, binding=4), page=0, says="2 more"),
    Fault("sizes-differ", "X-010", _odd_size, body=b"0 0 0 1 k 60 60 20 20 re f", says="78×78"),
    Fault("turned", "X-016", put(Rotate=90)),
    Fault("scaled", "X-017", put(UserUnit=2), also=frozenset({"X-010"}), body=b"0 0 0 1 k 60 60 20 20 re f"),
    Fault("huge", "X-017", put(MediaBox=Array([0, 0, 20000, 20000])), target=OFFICE),
    Fault("empty-page", "X-018", body=b"q Q"),
    # Fonts.
    Fault("font-not-embedded", "X-020", resource("Font", "F", lambda pdf: composite(pdf, embedded=False))),
    Fault("standard-font", "X-021", resource("Font", "F", lambda _: Dictionary(
        Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)),
        body=b"BT /F 10 Tf 40 150 Td (Hello) Tj ET", target=OFFICE),
    Fault("no-unicode", "X-023", resource("Font", "F", lambda pdf: composite(pdf, unicode=False)), target=OFFICE),
    Fault("whole-face", "X-022", resource("Font", "F", lambda pdf: composite(pdf, name="Squares")),
        body=b" ".join(b"BT /F 5 Tf 40 %d Td <%s> Tj ET" % (40 + 6 * n, b"0001" * 20) for n in range(20)), page=0),
    Fault("type-3", "X-024", resource("Font", "T", type3), body=b"0 g BT /T 10 Tf 40 150 Td (AAA) Tj ET"),
    Fault("notdef-cid-0", "X-025", body=b"0 0 0 1 k BT /F 10 Tf 40 150 Td <000100000002> Tj ET", says="A□B"),
    Fault("notdef-own-cmap", "X-025", resource("Font", "F", tall_text), says="AB□A"),
    # Pictures.
    Fault("coarse", "X-030", resource("XObject", "I", lambda pdf: picture(pdf, (80, 80))), says="96 dpi"),
    Fault("coarse-turned", "X-030", resource("XObject", "I", lambda pdf: picture(pdf, (80, 400))),
        body=b"q 0 60 -60 0 200 80 cm /I Do Q"),
    Fault("coarse-in-pattern", "X-030", resource("Pattern", "P", tiling), body=PATTERN, says="43 dpi"),
    Fault("coarse-in-form", "X-030", several(resource("XObject", "X", lambda pdf: form(
        pdf, b"q 60 0 0 60 140 80 cm /I Do Q", Resources=Dictionary(XObject=Dictionary(I=picture(pdf, (80, 80))))))),
        body=b"/X Do"),
    Fault("coarse-inline", "X-030", body=b"q 60 0 0 60 140 80 cm BI /W 8 /H 8 /CS /G /BPC 8 ID " + b"\x80" * 64 + b" EI Q"),
    Fault("coarse-office", "X-030", resource("XObject", "I", grey_picture(80)), target=OFFICE),
    Fault("needlessly-fine", "X-031", resource("XObject", "I", grey_picture(600))),
    Fault("coarse-line-art", "X-032", resource("XObject", "I", lambda pdf: picture(pdf, (300, 300), Name.DeviceGray, bits=1))),
    # Colours of a screen.
    Fault("rgb-text", "X-040", body=b"0 0 0 rg" + TEXT, says="ABCA"),
    Fault("rgb-text-in-annotation", "X-040", put(Annots=Array([])), target=PLAIN, body=b"1 0 0 RG 1 Tr" + TEXT),
    Fault("rgb-area", "X-041", body=b"1 0 0 rg 60 60 40 40 re f"),
    Fault("rgb-line", "X-041", body=b"1 0 0 RG 60 60 m 100 60 l S"),
    Fault("rgb-picture", "X-042", resource("XObject", "I", lambda pdf: picture(pdf, (250, 250), Name.DeviceRGB, (9, 9, 9)))),
    Fault("rgb-indexed-picture", "X-042", resource("XObject", "I", lambda pdf: picture(
        pdf, (250, 250), Array([Name.Indexed, Name.DeviceRGB, 1, pikepdf.String(bytes(6))]), (1,)))),
    Fault("rgb-gradient", "X-043", resource("Shading", "S", shading(Name.DeviceRGB, 3)), body=SHADED),
    Fault("rgb-gradient-in-pattern", "X-043", resource("Pattern", "P", lambda pdf: Dictionary(
        Type=Name.Pattern, PatternType=2, Shading=shading(Name.DeviceRGB, 3)(pdf))), body=PATTERN),
    Fault("rgb-rim-of-text", "X-041", body=b"0 0 0 1 k 1 0 0 RG 2 Tr" + TEXT),
    Fault("rgb-in-stamp", "X-041", several(note("Stamp"), _drawn_note), target=PLAIN, also=frozenset({"X-086"})),
    Fault("rgb-in-pattern", "X-041", resource("Pattern", "P", lambda pdf: pdf.make_stream(
        b"1 0 0 rg 0 0 5 5 re f", Type=Name.Pattern, PatternType=1, PaintType=1, TilingType=1, BBox=[0, 0, 9, 9],
        XStep=9, YStep=9, Resources=Dictionary())), body=PATTERN),
    Fault("rgb-in-type-3", "X-041", resource("Font", "T", _coloured), body=b"0 g BT /T 10 Tf 40 150 Td (A) Tj ET", also=frozenset({"X-024"})),
    Fault("rgb-with-profile", "X-044", resource("ColorSpace", "P", rgb_profile), body=b"/P cs 1 0 0 sc 60 60 40 40 re f"),
    Fault("rgb-office", "X-045", body=b"1 0 0 rg 60 60 40 40 re f", target=OFFICE, page=0),
    Fault("colour-in-one-ink", "X-046", target=Target(standard="x-4", safety=3, grey=True), body=TINT, page=(1, 2)),
    Fault("spot-not-planned", "X-047", body=b"/Spot cs 1 scn 60 60 40 40 re f", target=Target(standard="x-4", safety=3, spots=("Gold",))),
    Fault("spot-twice", "X-048", several(resource("ColorSpace", "Other", lambda pdf: spot(pdf, "PANTONE 186 C")),
        resource("ColorSpace", "Third", lambda pdf: spot(pdf, "Pantone 186 CV"))),
        body=b"/Other cs 1 scn 60 60 40 40 re f /Third cs 1 scn 100 60 40 40 re f"),
    # Ink.
    Fault("too-much-ink", "X-050", body=b"1 1 1 1 k 60 60 40 40 re f", says="400 %"),
    Fault("too-much-in-picture", "X-050", resource("XObject", "I", lambda pdf: picture(pdf, fill=(240, 240, 240, 240))), says="376 %"),
    Fault("too-much-by-overprint", "X-050", body=b".9 .8 .9 .1 k 30 130 100 50 re f /Over gs 0 0 0 1 k" + TEXT, says="360 %"),
    Fault("thin-stroke", "X-055", body=b"0 0 0 1 K .1 w 60 60 m 100 60 l S", says="0.10 pt"),
    Fault("thin-by-scale", "X-055", body=b"q .1 0 0 .1 0 0 cm 0 0 0 1 K 1 w 600 600 m 1000 600 l S Q"),
    Fault("thin-area", "X-055", body=b"0 0 0 1 k 60 60 80 .15 re f"),
    Fault("thin-by-clip", "X-055", body=b"q 40 40 80 .15 re W n 0 0 0 1 k 40 40 120 120 re 41 41 118 118 re f* Q", says="0.15 pt"),
    Fault("thin-frame", "X-055", body=b"0 0 0 1 k 60 60 80 80 re 60.1 60.1 79.8 79.8 re f*", says="0.10 pt"),
    Fault("no-width", "X-056", body=b"0 0 0 1 K 0 w 60 60 m 100 60 l S"),
    # Letters and black.
    Fault("small-in-two-inks", "X-057", body=b"0 1 1 0 k" + SMALL, says="6 pt"),
    Fault("small-white", "X-058", body=b".6 .5 .4 0 k 30 130 100 50 re f 0 0 0 0 k" + SMALL),
    Fault("rich-black-text", "X-060", body=b".7 .6 .6 1 k" + TEXT),
    Fault("registration-text", "X-061", body=b"/All cs 1 scn" + TEXT, also=frozenset({"X-050"})),
    Fault("black-knocks-out", "X-062", body=TINT + b"0 0 0 1 k" + TEXT),
    Fault("black-overprints-by-mode-0", "X-062", body=TINT + b"/Over0 gs 0 0 0 1 k" + TEXT),
    Fault("white-overprints", "X-063", body=TINT + b"/Over gs 0 0 0 0 k" + TEXT),
    # Transparency, intent, text.
    Fault("blends-in-rgb", "X-070", put(Group=Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)),
        body=b"/Half gs 0 1 0 0 k 60 60 40 40 re f"),
    Fault("no-intent", "X-071", lambda pdf: pdf.Root.__delitem__("/OutputIntents"), target=PLAIN, page=0),
    Fault("intent-of-a-screen", "X-072", intent(DestOutputProfile=lambda pdf: pdf.make_stream(profile(b"mntr", b"RGB "), N=3)),
        target=PLAIN, page=0),
    Fault("near-the-knife", "X-080", body=b"0 0 0 1 k BT /F 10 Tf 24 150 Td <00010002> Tj ET", target=Target(standard="x-4")),
    Fault("cut-by-clip", "X-081", body=b"q 40 140 25 30 re W n 0 0 0 1 k" + TEXT + b"Q", says="“CA”"),
    Fault("cut-in-half-by-clip", "X-081", body=b"q 40 140 40 13 re W n 0 0 0 1 k" + TEXT + b"Q"),
    Fault("cut-by-trim", "X-081", body=b"0 0 0 1 k BT /F 10 Tf 200 150 Td <0001000200030001> Tj ET", says="“CA”", target=Target(standard="x-4", safety=0)),
    Fault("off-the-sheet", "X-082", body=b"0 0 0 1 k BT /F 10 Tf 300 150 Td <00010002> Tj ET 60 60 9 9 re f"),
    Fault("invisible", "X-083", body=b"0 0 0 1 k 60 60 9 9 re f 3 Tr" + TEXT),
    # What a file carries.
    Fault("stamp", "X-086", note("Stamp"), target=PLAIN),
    Fault("layers", "X-087", root(OCProperties=layered), page=0),
    Fault("script", "X-088", root(OpenAction=lambda _: Dictionary(S=Name.JavaScript, JS="app.alert(1)")), target=OFFICE, page=0,
        body=b"0 g 60 60 9 9 re f"),
    Fault("attachment", "X-089", attached, target=PLAIN, page=0),
    Fault("tagged-untitled", "X-090", several(root(StructTreeRoot=lambda _: Dictionary(Type=Name.StructTreeRoot),
        MarkInfo=lambda _: Dictionary(Marked=True), Lang=lambda _: pikepdf.String("zh")), info("/Title", None), xmp(">t<", "><")),
        target=OFFICE, page=0),
    Fault("tagged-no-language", "X-091", root(StructTreeRoot=lambda _: Dictionary(Type=Name.StructTreeRoot),
        MarkInfo=lambda _: Dictionary(Marked=True)), target=OFFICE, page=0),
    # Streams.
    Fault("form-in-itself", "X-003", resource("XObject", "X", _circle), body=b"0 g 60 60 9 9 re f /X Do"),
    Fault("no-such-font", "X-004", body=b"0 g 60 60 9 9 re f BT /G 10 Tf (A) Tj ET"),
    Fault("not-balanced", "X-005", body=b"0 g 60 60 9 9 re f Q"),
    Fault("deep", "X-005", body=b"q " * 40 + b"0 g 60 60 9 9 re f" + b" Q" * 40),
    Fault("wrong-operands", "X-006", body=b"0 g 60 60 9 9 re f (a) 1 re f"),
    Fault("unknown-operator", "X-006", body=b"0 g 60 60 9 9 re f 1 2 frobnicate"),
    # PDF/X-4.
    Fault("x4-version", "X-101", page=0, options={"force_version": "1.7"}),
    Fault("x4-two-intents", "X-104", lambda pdf: pdf.Root.OutputIntents.append(pdf.Root.OutputIntents[0]), page=0),
    Fault("x4-no-condition", "X-105", intent(OutputConditionIdentifier=None), page=0),
    Fault("x4-scanner-profile", "X-106", intent(DestOutputProfile=lambda pdf: pdf.make_stream(profile(b"scnr"), N=4)), page=0),
    Fault("x4-no-name", "X-107", xmp("PDF/X-4", "PDF/A-2"), page=0),
    Fault("x4-no-dates", "X-108", xmp("xmp:CreateDate", "xmp:CreatorTool"), page=0),
    Fault("x4-trapped-unknown", "X-109", several(xmp(">False<", ">Unknown<"), info("/Trapped", Name.Unknown)), page=0),
    Fault("x4-trim-and-art", "X-112", put(ArtBox=Array(TRIM))),
    Fault("x4-link", "X-113", note("Link")),
    Fault("x4-attachment", "X-114", attached, page=0),
    Fault("x4-action", "X-115", root(OpenAction=lambda _: Dictionary(Type=Name.Action, S=Name.Named, N=Name.Print)), page=0,
        also=frozenset({"X-088"})),
    Fault("x4-lzw", "X-116", resource("XObject", "I", _lzw), page=0, options={"stream_decode_level": pikepdf.StreamDecodeLevel.none, "compress_streams": False}),
    Fault("x4-transfer", "X-117", body=b"/Curve gs 0 0 0 1 k 60 60 9 9 re f"),
    Fault("x4-postscript", "X-118", resource("XObject", "X", lambda pdf: pdf.make_stream(
        b"showpage", Type=Name.XObject, Subtype=Name.PS)), page=0),
    Fault("x4-opi", "X-119", resource("XObject", "I", lambda pdf: _with(picture(pdf), OPI=Dictionary())), page=0),
    Fault("x4-gradient-of-three", "X-120", resource("Shading", "S", shading(Name.DeviceCMYK, 3)), body=SHADED, page=0),
    Fault("x4-cmyk-on-grey-intent", "X-122", intent(DestOutputProfile=lambda pdf: pdf.make_stream(profile(b"prtr", b"GRAY"), N=1)),
        page=(1, 2)),
    # PDF/X-1a.
    Fault("x1a-name", "X-107", info("/GTS_PDFXVersion", None), target=OLD, page=0),
    Fault("x1a-info", "X-110", info("/ModDate", None), target=OLD, page=0),
    Fault("x1a-version", "X-101", target=OLD, page=0, options={"force_version": "1.6"}),
    Fault("x1a-object-streams", "X-132", target=OLD, page=0, also=frozenset({"X-101"}),
        options={"object_stream_mode": pikepdf.ObjectStreamMode.generate, "force_version": "1.5"}),
    Fault("x1a-alpha", "X-130", body=b"/Half gs 0 1 0 0 k 60 60 40 40 re f", target=OLD),
    Fault("x1a-blend", "X-130", body=b"/Multiply gs 0 1 0 0 k 60 60 40 40 re f", target=OLD),
    Fault("x1a-profile", "X-131", resource("ColorSpace", "P", lambda pdf: Array(
        [Name.ICCBased, pdf.make_stream(profile(), N=4)])), body=b"/P cs 0 1 0 0 sc 60 60 40 40 re f", target=OLD),
    Fault("x1a-layers", "X-133", root(OCProperties=layered), target=OLD, page=0),
    Fault("x1a-deep-picture", "X-134", resource("XObject", "I", lambda pdf: picture(pdf, bits=16)), target=OLD),
)  # fmt: skip


def jpeg(colour: tuple[int, ...], size: int = 300) -> bytes:
    """Return a JPEG in CMYK, inverted as Adobe's are."""
    file = io.BytesIO()
    Image.new("CMYK", (size, size), colour).save(file, "JPEG", quality=95)
    return file.getvalue()
