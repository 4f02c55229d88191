"""A font of a PDF: how its strings part into codes, what each code says, and how wide it is (ISO 32000-2 §9)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from fontTools import agl

from bulletin.checks.pdf_text import unicode_map

_SUBSET = re.compile(r"^[A-Z]{6}\+")
_SPACES = re.compile(rb"begincodespacerange\s*(.*?)endcodespacerange", re.S)
_FIRST = re.compile(rb"<([0-9A-Fa-f]+)>")
_DEFAULT = 0.5
"""Width in em of a glyph of which nothing is said: the standard fonts, about."""
_BASES = {"/WinAnsiEncoding": "cp1252", "/MacRomanEncoding": "mac_roman"}
_FILES = ("/FontFile", "/FontFile2", "/FontFile3")


@dataclass(slots=True)
class Font:
    """What the reader needs of one font."""

    name: str
    """Without the mark of a subset."""
    composite: bool
    """Type0: several bytes a code, glyphs by CID."""
    embedded: bool
    bytes_a_code: int = 1
    texts: dict[int, str] = field(default_factory=dict)
    widths: dict[int, float] = field(default_factory=dict)
    """Width in em by code."""
    default: float = 1.0
    utf16: bool = False
    """Codes are UTF-16 themselves (a predefined CMap of Unicode)."""

    def codes(self, data: bytes) -> Iterator[int]:
        """Yield the codes in a string."""
        if self.bytes_a_code == 1:
            yield from data
            return
        for at in range(0, len(data) - 1, 2):
            yield data[at] << 8 | data[at + 1]

    def text(self, code: int) -> str | None:
        """Return what a code says; None where nothing tells."""
        found = self.texts.get(code)
        if found is None and self.utf16:
            found = chr(code)
        return found

    def width(self, code: int) -> float:
        """Return the width of a code's glyph in em."""
        return self.widths.get(code, self.default)


def load(font: Any) -> Font:
    """Read a font dictionary; what is damaged in it is left out, not raised."""
    subtype = str(font.get("/Subtype"))
    composite = subtype == "/Type0"
    inner = font.get("/DescendantFonts")[0] if composite and font.get("/DescendantFonts") else font
    descriptor = inner.get("/FontDescriptor") or {}
    name = str(font.get("/BaseFont") or descriptor.get("/FontName") or font.get("/Name") or "/?")[1:]
    embedded = subtype == "/Type3" or any(key in descriptor for key in _FILES)
    made = Font(_SUBSET.sub("", name), composite, embedded)
    cmap = font.get("/ToUnicode")
    unicode = cmap.read_bytes() if cmap is not None and hasattr(cmap, "read_bytes") else b""
    if composite:
        _composite(made, font, inner, unicode)
    else:
        _simple(made, font, descriptor)
    made.texts.update(unicode_map(unicode))
    return made


def _composite(made: Font, font: Any, inner: Any, unicode: bytes) -> None:
    encoding = str(font.get("/Encoding"))
    made.utf16 = "UCS2" in encoding or "UTF16" in encoding
    made.bytes_a_code = 2
    if not encoding.startswith("/Identity") and not made.utf16:
        spaces = _SPACES.search(unicode)
        first = _FIRST.search(spaces[1]) if spaces else None
        made.bytes_a_code = 1 if first and len(first[1]) == 2 else 2
    made.default = float(inner.get("/DW", 1000)) / 1000
    if encoding.startswith("/Identity") or not made.utf16:
        made.widths.update(_cid_widths(inner.get("/W") or []))


def _cid_widths(array: Any) -> Iterator[tuple[int, float]]:
    """Yield (CID, em) of a /W array: ``c [w …]`` or ``first last w`` (§9.7.4.3)."""
    items = list(array)
    at = 0
    while at + 1 < len(items):
        first, second = int(items[at]), items[at + 1]
        if hasattr(second, "__iter__"):
            for number, width in enumerate(second):
                yield first + number, float(width) / 1000
            at += 2
        else:
            if at + 2 < len(items):
                for code in range(first, min(int(second), 0xFFFF) + 1):
                    yield code, float(items[at + 2]) / 1000
            at += 3


def _simple(made: Font, font: Any, descriptor: Any) -> None:
    scale = 0.001
    if str(font.get("/Subtype")) == "/Type3":
        scale = abs(float((font.get("/FontMatrix") or [0.001])[0]))
    made.default = float(descriptor.get("/MissingWidth", 0)) * scale or _DEFAULT
    first = int(font.get("/FirstChar", 0))
    for number, width in enumerate(font.get("/Widths") or []):
        made.widths[first + number] = float(width) * scale
    encoding = font.get("/Encoding")
    base = encoding.get("/BaseEncoding") if hasattr(encoding, "get") else encoding
    codec = _BASES.get(str(base), "cp1252")
    for code in range(32, 256):
        made.texts[code] = bytes((code,)).decode(codec, "replace")
    code = 0
    for item in (encoding.get("/Differences") or []) if hasattr(encoding, "get") else []:
        text = str(item)
        if text.startswith("/"):
            made.texts[code] = agl.toUnicode(text[1:])
            code += 1
        else:
            code = int(item)
