"""Text on pages that are drawn and not laid out (slug lines, proof sheets): our own faces, embedded or as outlines.

Lengths are in pt; text is set in one line, with no kerning, on the baseline that begins at (x, y) of the page.
"""

import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import pikepdf
from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, String

from bulletin.fonts import Face, FontSet, Role
from bulletin.fonts.subset import subset
from bulletin.model import Script

MISSING = "〓"
"""What compositors put where a character has no type (下駄)."""
_PROGRAM = frozenset({"cvt ", "fpgm", "prep", "glyf", "head", "hhea", "hmtx", "loca", "maxp"})
"""What a PDF needs of a TrueType file (ISO 32000-2 §9.9.1)."""
_SYMBOLIC = 4
_TO_UNICODE = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{}
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


@dataclass(slots=True)
class _Cut:
    """One face, and the code of each character that was shown in it."""

    face: Face
    name: str
    """Of the font among a page's resources."""
    font: TTFont
    glyphs: dict[int, str]
    """Character -> name of its glyph."""
    unit: float
    """An em of the face, in its own units."""
    codes: dict[str, int] = field(default_factory=dict)

    def code(self, char: str) -> int:
        return self.codes.setdefault(char, len(self.codes) + 1)

    def width(self, char: str) -> float:
        """Return the advance of ``char`` in em."""
        return float(self.font["hmtx"][self.glyphs[ord(char)]][0]) / self.unit


class Lettering:
    """Sets lines of text in the first of ``faces`` that has each character, and embeds what was used.

    The codes of ``show`` belong to this object alone: show everything, then ``embed`` once in the same PDF. Where no
    face has a character, a ``〓`` is set in its place.
    """

    def __init__(self, faces: Sequence[Face], prefix: str = "Lt") -> None:
        self.faces, self.prefix = tuple(faces), prefix
        self._cuts: dict[int, _Cut] = {}

    @classmethod
    def of(cls, fonts: FontSet, role: Role, script: Script, weight: int = 400, prefix: str = "Lt") -> "Lettering":
        """Return the lettering of a role and a script, with the faces that it falls back to."""
        out = []
        for family in fonts.chain(role, script):
            faces = [face for face in fonts.faces if face.family == family and face.style != "Italic"]
            if faces:
                out.append(min(faces, key=lambda face: abs(face.weight - weight)))
        return cls(out, prefix)

    def width(self, text: str, size: float) -> float:
        """Return the width of ``text``."""
        return sum(cut.width(char) for cut, char in self._set(text)) * size

    def lacking(self, text: str) -> str:
        """Return the characters of ``text`` that no face has, each once."""
        known = (face.characters for face in self.faces)
        return "".join(sorted(set(text) - {chr(code) for codes in known for code in codes & set(map(ord, text))}))

    def show(self, text: str, size: float, x: float, y: float, toward: tuple[float, float] = (1, 0)) -> str:
        """Return the operators of a text object (ISO 32000-2 §9.4) that shows ``text`` in the fill colour there.

        ``toward`` is the direction of the baseline: (0, 1) for text that runs up the page.
        """
        parts = [f"BT {_n(toward[0])} {_n(toward[1])} {_n(-toward[1])} {_n(toward[0])} {_n(x)} {_n(y)} Tm"]
        for name, run in groupby(self._set(text), key=lambda pair: pair[0].name):
            codes = "".join(f"{cut.code(char):04X}" for cut, char in run)
            parts.append(f"/{name} {_n(size)} Tf <{codes}> Tj")
        return " ".join((*parts, "ET"))

    def paths(self, text: str, size: float, x: float, y: float, toward: tuple[float, float] = (1, 0)) -> str:
        """Return the operators that fill the outlines of ``text``, for files that may hold no font; nothing is kept."""
        out: list[str] = []
        at = 0.0
        for cut, char in self._set(text):
            scale = size / cut.unit
            pen = _Operators(cut.font.getGlyphSet(), (x + at * toward[0], y + at * toward[1]), scale, toward)
            pen.glyphSet[cut.glyphs[ord(char)]].draw(pen)
            out += pen.out
            at += cut.width(char) * size
        return "\n".join((*out, "f")) if out else ""

    def embed(self, pdf: pikepdf.Pdf) -> Dictionary:
        """Return a ``/Font`` dictionary with every face that was shown in, cut to what was shown."""
        fonts = Dictionary()
        for _, cut in sorted(self._cuts.items()):
            if cut.codes:
                fonts[f"/{cut.name}"] = _embed(pdf, cut)
        return fonts

    def _set(self, text: str) -> Iterator[tuple[_Cut, str]]:
        for char in text:
            number = next((at for at, face in enumerate(self.faces) if ord(char) in face.characters), None)
            if number is not None:
                yield self._cut(number), char
            elif char != MISSING:
                yield from self._set(MISSING)

    def _cut(self, number: int) -> _Cut:
        if number not in self._cuts:
            face = self.faces[number]
            font = TTFont(io.BytesIO(face.path.read_bytes()), lazy=True, recalcTimestamp=False)
            glyphs = font.getBestCmap() or {}
            self._cuts[number] = _Cut(face, f"{self.prefix}{number}", font, glyphs, float(font["head"].unitsPerEm))
        return self._cuts[number]


class _Operators(BasePen):  # type: ignore[misc] # fontTools has no types
    """Writes a glyph as path operators; BasePen makes cubic curves of TrueType's own (ISO 32000-2 §8.5.2)."""

    def __init__(self, glyphs: Any, at: tuple[float, float], scale: float, toward: tuple[float, float]) -> None:
        super().__init__(glyphs)
        self.at, self.scale, self.toward = at, scale, toward
        self.out: list[str] = []

    def _point(self, point: tuple[float, float]) -> str:
        (x, y), (across, up) = point, self.toward
        x, y = x * self.scale, y * self.scale
        return f"{_n(self.at[0] + x * across - y * up)} {_n(self.at[1] + x * up + y * across)}"

    def _moveTo(self, pt: tuple[float, float]) -> None:  # noqa: N802 - BasePen\'s name
        self.out.append(f"{self._point(pt)} m")

    def _lineTo(self, pt: tuple[float, float]) -> None:  # noqa: N802 - BasePen\'s name
        self.out.append(f"{self._point(pt)} l")

    def _curveToOne(self, pt1: tuple[float, float], pt2: tuple[float, float], pt3: tuple[float, float]) -> None:  # noqa: N802 - BasePen\'s name
        self.out.append(f"{self._point(pt1)} {self._point(pt2)} {self._point(pt3)} c")

    def _closePath(self) -> None:  # noqa: N802 - BasePen\'s name
        self.out.append("h")


def _embed(pdf: pikepdf.Pdf, cut: _Cut) -> Any:
    """Return a Type 0 font (ISO 32000-2 §9.7): TrueType, its codes numbered as they were first shown."""
    program, order = _program(cut)
    name = "/" + _tag(cut) + _base_name(cut)
    per_mille = 1000 / cut.unit
    head, hhea = cut.font["head"], cut.font["hhea"]
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name(name),
        Flags=_SYMBOLIC,
        FontBBox=[round(side * per_mille) for side in (head.xMin, head.yMin, head.xMax, head.yMax)],
        ItalicAngle=0,
        Ascent=round(hhea.ascent * per_mille),
        Descent=round(hhea.descent * per_mille),
        CapHeight=round(getattr(cut.font["OS/2"], "sCapHeight", 0.7 * cut.unit) * per_mille),
        StemV=80 if cut.face.weight < 600 else 140,
        FontFile2=_stream(pdf, program, Length1=len(program)),
    )
    places = bytearray(2 * (len(cut.codes) + 1))
    for char, code in cut.codes.items():
        places[2 * code : 2 * code + 2] = order[ord(char)].to_bytes(2, "big")
    widths = [round(cut.width(char) * 1000) for char in cut.codes]
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name(name),
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
        FontDescriptor=pdf.make_indirect(descriptor),
        DW=1000,
        W=Array([1, Array(widths)]),
        CIDToGIDMap=_stream(pdf, bytes(places)),
    )
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=Name(name),
        Encoding=Name("/Identity-H"),
        DescendantFonts=Array([pdf.make_indirect(descendant)]),
        ToUnicode=_stream(pdf, _to_unicode(cut.codes).encode()),
    )
    return pdf.make_indirect(font)


def _program(cut: _Cut) -> tuple[bytes, dict[int, int]]:
    """Return the face cut to its characters, as a PDF wants it, and the place of each character's glyph in it."""
    with TTFont(io.BytesIO(subset(cut.face, cut.codes)), lazy=False, recalcTimestamp=False) as font:
        order = {code: font.getGlyphID(name) for code, name in (font.getBestCmap() or {}).items()}
        for table in [tag for tag in font.keys() if tag not in _PROGRAM and tag != "GlyphOrder"]:  # noqa: SIM118 - no dict
            del font[table]
        out = io.BytesIO()
        font.save(out)
    return out.getvalue(), order


def _base_name(cut: _Cut) -> str:
    return str(cut.font["name"].getDebugName(6) or cut.face.family).replace(" ", "")


def _tag(cut: _Cut) -> str:
    """Return the six letters that mark a subset (ISO 32000-2 §9.9.2), the same for the same characters."""
    digest = hashlib.sha256((cut.face.sha256 + "".join(cut.codes)).encode()).digest()
    return "".join(chr(65 + byte % 26) for byte in digest[:6]) + "+"


def _to_unicode(codes: dict[str, int]) -> str:
    rows = [f"<{code:04X}> <{char.encode('utf-16-be').hex().upper()}>" for char, code in codes.items()]
    # A block holds at most 100 entries (Adobe Technical Note 5014).
    blocks = [rows[at : at + 100] for at in range(0, len(rows), 100)]
    parts = [f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks]
    return _TO_UNICODE.format("\n".join(parts))


def _stream(pdf: pikepdf.Pdf, data: bytes, **keys: int) -> Any:
    stream = pdf.make_stream(data)
    for key, value in keys.items():
        stream[f"/{key}"] = value
    return stream


def _n(value: float) -> str:
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
