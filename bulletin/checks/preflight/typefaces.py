"""Fonts as the interpreter needs them: which glyph a code asks for, how wide it is, what it says (ISO 32000-2 §9)."""

import re
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from bulletin.checks.paper import faces
from bulletin.checks.preflight.data import Face

_CHAR = re.compile(rb"begincidchar(.*?)endcidchar", re.S)
_RANGE = re.compile(rb"begincidrange(.*?)endcidrange", re.S)
_PAIR = re.compile(rb"<([0-9A-Fa-f]{1,8})>\s*(\d{1,6})")
_TRIPLE = re.compile(rb"<([0-9A-Fa-f]{1,8})>\s*<([0-9A-Fa-f]{1,8})>\s*(\d{1,6})")
_SUBSET = re.compile(r"^/[A-Z]{6}\+")
_STANDARD = re.compile(
    r"^(Courier|Helvetica|Times|Arial|TimesNewRoman|CourierNew)(PS|PSMT|MT)?"
    r"([-,](Roman|Bold|Italic|Oblique|BoldItalic|BoldOblique)(MT)?)?$|^(Symbol|ZapfDingbats)$"
)
"""The fourteen standard fonts, and the names under which other programs ask for them."""
_NAMED = ("/WinAnsiEncoding", "/MacRomanEncoding", "/StandardEncoding", "/MacExpertEncoding")


@dataclass(slots=True)
class Type:
    """A font, ready to be asked code by code."""

    face: Face
    composite: bool = False
    two: bool = False
    """Two bytes a code."""
    vertical: bool = False
    glyphs: dict[int, tuple[float, str]] = field(default_factory=dict)
    """Code -> advance in em along the line, and what it says; filled as codes are met."""
    missing: set[int] = field(default_factory=set)
    """Codes met whose glyph is .notdef."""
    procedures: Any = None
    """Of a Type 3 font: its glyphs, by name."""
    names: dict[int, str] = field(default_factory=dict)
    """Of a Type 3 font: name of the glyph of a code."""
    matrix: Any = None
    resources: Any = None
    _font: faces.Font | None = None
    _cids: dict[int, int] | None = None
    _gids: bytes | None = None
    _heights: dict[int, float] = field(default_factory=dict)
    _height: float = 1.0

    def codes(self, data: bytes) -> list[int]:
        """Return the codes in a string."""
        if not self.two:
            return list(data)
        return [data[at] << 8 | data[at + 1] for at in range(0, len(data) - 1, 2)]

    def glyph(self, code: int) -> tuple[float, str]:
        """Return advance (em) and text of a code; U+FFFD where nothing tells."""
        found = self.glyphs.get(code)
        if found is None:
            font = self._font
            assert font is not None
            cid = code if self._cids is None else self._cids.get(code, 0)
            unreal = cid == 0 or self._none(cid)
            if (unreal and not font.utf16) if self.composite else self.names.get(code) == "/.notdef":
                self.missing.add(code)
            wide = (
                self._heights.get(cid, self._height) if self.vertical else font.width(cid if self.composite else code)
            )
            found = self.glyphs[code] = (wide, font.text(code) or "\ufffd")
        return found

    def _none(self, cid: int) -> bool:
        """Tell whether the font's own map leads from ``cid`` to glyph 0 (/CIDToGIDMap, §9.7.4.2)."""
        return self._gids is not None and not any(self._gids[2 * cid : 2 * cid + 2])


def load(font: Any) -> Type:
    """Read a font dictionary; what is damaged in it is left out, not raised."""
    subtype = str(font.get("/Subtype"))
    composite = subtype == "/Type0"
    try:
        read = faces.load(font)
    except (pikepdf.PikepdfError, TypeError, ValueError, KeyError, IndexError, AttributeError, OverflowError):
        read = faces.Font(str(font.get("/BaseFont", "/?"))[1:], composite, False, 2 if composite else 1)
    inner = font
    if composite:
        try:
            inner = font.get("/DescendantFonts")[0]
        except (TypeError, IndexError, pikepdf.PikepdfError):
            inner = font
    encoding = font.get("/Encoding")
    said = "/ToUnicode" in font or read.utf16 or (not composite and _spoken(encoding, subtype, font))
    face = Face(
        read.name,
        str(inner.get("/Subtype", subtype))[1:],
        read.embedded,
        bool(_SUBSET.match(str(font.get("/BaseFont", "")))),
        bool(said),
        bool(_STANDARD.match(read.name)) and not composite,
    )
    made = Type(face, composite, read.bytes_a_code == 2, _font=read)
    if composite:
        _composite(made, inner, encoding)
    if subtype == "/Type3":
        made.procedures, made.matrix = font.get("/CharProcs"), font.get("/FontMatrix")
        made.resources = font.get("/Resources")
    if not composite:
        made.names = _differences(encoding)
    return made


def _composite(made: Type, inner: Any, encoding: Any) -> None:
    if isinstance(encoding, pikepdf.Stream):
        # WeasyPrint writes a CMap of its own where one glyph stands for several characters.
        made._cids = _cmap(encoding)
        made.vertical = encoding.get("/WMode") == 1
    else:
        made.vertical = str(encoding).endswith("-V")
    gids = inner.get("/CIDToGIDMap")
    if isinstance(gids, pikepdf.Stream):
        try:
            made._gids = gids.read_bytes()
        except pikepdf.PikepdfError:
            made._gids = None
    if made.vertical:
        default = list(inner.get("/DW2") or (880, -1000))
        made._height = abs(float(default[1])) / 1000
        items = list(inner.get("/W2") or ())
        at = 0
        while at + 1 < len(items):
            if isinstance(items[at + 1], pikepdf.Array):
                for number, value in enumerate(list(items[at + 1])[::3]):
                    made._heights[int(items[at]) + number] = abs(float(value)) / 1000
                at += 2
            else:
                if at + 2 < len(items):
                    for cid in range(int(items[at]), min(int(items[at + 1]), 0xFFFF) + 1):
                        made._heights[cid] = abs(float(items[at + 2])) / 1000
                at += 5


def _cmap(stream: Any) -> dict[int, int]:
    found: dict[int, int] = {}
    try:
        data = stream.read_bytes()
    except pikepdf.PikepdfError:
        return found
    for block in _RANGE.findall(data):
        for first, last, cid in _TRIPLE.findall(block):
            start = int(first, 16)
            for offset in range(min(int(last, 16) - start, 0xFFFF) + 1):
                found[start + offset] = int(cid) + offset
    for block in _CHAR.findall(data):
        for code, cid in _PAIR.findall(block):
            found[int(code, 16)] = int(cid)
    return found


def _spoken(encoding: Any, subtype: str, font: Any) -> bool:
    """Tell whether a simple font's encoding says what its codes mean."""
    if subtype == "/Type3":
        return False
    if isinstance(encoding, pikepdf.Name):
        return str(encoding) in _NAMED
    if isinstance(encoding, pikepdf.Dictionary):
        return True
    if subtype in ("/Type1", "/MMType1"):
        return True  # its program names each glyph
    descriptor = font.get("/FontDescriptor")
    symbolic = int(descriptor.get("/Flags", 0)) & 4 if isinstance(descriptor, pikepdf.Dictionary) else 0
    return not symbolic


def _differences(encoding: Any) -> dict[int, str]:
    found: dict[int, str] = {}
    code = 0
    for item in (encoding.get("/Differences") or []) if isinstance(encoding, pikepdf.Dictionary) else []:
        if isinstance(item, pikepdf.Name):
            found[code] = str(item)
            code += 1
        else:
            code = int(item)
    return found
