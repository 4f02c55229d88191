"""Font programs as PDF 1.4 knows them: no OpenType wrapped round them (ISO 32000-1 table 126: it is PDF 1.6)."""

from __future__ import annotations

from dataclasses import dataclass

import pikepdf
from pikepdf import Name

from bulletin.press.truetype import UnreadableFontError, tables


@dataclass(frozen=True, slots=True)
class Bared:
    """What became of the OpenType font programs of a file."""

    programs: int
    """Programs unwrapped."""
    left: tuple[str, ...]
    """Names of fonts whose program could not be read; they still need PDF 1.6."""


def bare(pdf: pikepdf.Pdf) -> Bared:
    """Replace each OpenType font program by the CFF or TrueType program within it, its bytes unchanged, in place.

    A program is read once however many fonts share it. ``/CIDToGIDMap``, which belongs to TrueType alone
    (§9.7.4.3, table 117) though writers add it to others, goes from fonts of CFF outlines.
    """
    done: dict[tuple[int, int], str] = {}
    left: dict[str, None] = {}
    for font in pdf.objects:
        if not isinstance(font, pikepdf.Dictionary) or "/FontDescriptor" not in font:
            continue
        described = font.FontDescriptor
        stream = described.get("/FontFile3")
        if stream is None:
            continue
        if stream.objgen not in done and stream.get("/Subtype") == Name.OpenType:
            done[stream.objgen] = _unwrap(stream, composite=str(font.get("/Subtype", "")).startswith("/CIDFont"))
        kind = done.get(stream.objgen)
        if kind == "unread":
            left[str(font.get("/BaseFont", "/?"))[1:]] = None
        elif kind == "TrueType":
            described.FontFile2 = stream
            del described["/FontFile3"]
        if font.get("/Subtype") == Name.CIDFontType0 and "/CIDToGIDMap" in font:
            del font["/CIDToGIDMap"]
    return Bared(sum(kind != "unread" for kind in done.values()), tuple(left))


def _unwrap(stream: pikepdf.Object, composite: bool) -> str:
    data = stream.read_bytes()
    try:
        cff = tables(data).get("CFF ")
    except UnreadableFontError:
        return "unread"
    if cff:
        stream.write(cff)
        stream.Subtype = Name.CIDFontType0C if composite else Name.Type1C
        return "CFF"
    if data[:4] not in (b"\0\1\0\0", b"true"):
        return "unread"
    del stream["/Subtype"]
    stream.Length1 = len(data)
    return "TrueType"
