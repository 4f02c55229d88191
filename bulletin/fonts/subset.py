"""Faces cut to the characters of one book: TrueType, because neither MuPDF nor calibre's AZW3 takes WOFF2."""

import hashlib
import io
from collections.abc import Iterable
from contextlib import suppress

import fontTools
from fontTools import subset as cutter
from fontTools.ttLib import TTFont

from bulletin.fonts.faces import Face, write_whole

_FEATURES = ("ccmp", "locl", "mark", "mkmk", "kern", "vert", "vrt2", "halt", "vhal", "chws", "vchw")
"""What setting Chinese needs: forms by region, upright and vertical, and marks that close up."""

_NAMES = (0, 1, 2, 4, 6, 13, 14)
"""Copyright, family, style, full and PostScript name, licence, its address: OFL 1.1 §2 asks that these go along."""


def subset(face: Face, characters: Iterable[str]) -> bytes:
    """Return ``face`` with the glyphs of ``characters`` alone: the same bytes for the same set, kept in the cache.

    Characters that the face has no glyph for are left out. Raises ``OSError`` where the face cannot be read.
    """
    wanted = sorted({ord(char) for char in characters} & face.characters)
    key = hashlib.sha256(repr((face.sha256, fontTools.version, _FEATURES, wanted)).encode()).hexdigest()
    kept = face.store.parent / "subsets" / f"{key[:32]}.cut"
    with suppress(OSError):
        digest, data = (whole := kept.read_bytes())[:32], whole[32:]
        if hashlib.sha256(data).digest() == digest:
            return data
    options = cutter.Options(
        hinting=False,
        glyph_names=False,
        notdef_outline=True,
        recalc_timestamp=False,
        layout_features=list(_FEATURES),
        name_IDs=list(_NAMES),
        name_languages=["*"],
    )
    with TTFont(face.path, lazy=True, recalcTimestamp=False) as font:
        work = cutter.Subsetter(options)
        work.populate(unicodes=wanted)
        work.subset(font)
        out = io.BytesIO()
        font.save(out)
    # A cache that cannot be written costs time, and nothing else.
    with suppress(OSError):
        write_whole(kept, hashlib.sha256(out.getvalue()).digest() + out.getvalue())
    return out.getvalue()
