"""A glyph of its own for every character: else text copied from a PDF has another character in its place.

In Noto, 一 and the radical ⼀, ～ and 〜, · and •, and some 250 more share glyphs, and a PDF keeps one character a
glyph: the first that the document happens to have.
"""

from collections import defaultdict
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from fontTools.ttLib import TTFont

BLANKS = {0x20, 0xA0, 0x2003, 0x3000}
"""Characters that may share a glyph, as nobody sees them."""


def part_twins(font: TTFont) -> None:
    """Give each character that shares a glyph a copy of it, with the features that it had.

    The glyph itself stays with the Han character, else with the first in order.
    """
    users: dict[str, list[int]] = defaultdict(list)
    for char, glyph in sorted(font.getBestCmap().items()):
        users[glyph].append(char)
    for glyph, chars in users.items():
        keeper = next((char for char in chars if 0x3400 <= char < 0xF900 or char >= 0x20000), chars[0])
        for char in chars:
            if char != keeper and not {char, keeper} <= BLANKS:
                _copy(font, glyph, f"twin{char:X}", char)


def _copy(font: TTFont, old: str, new: str, char: int) -> None:
    """Add the glyph ``new``, like ``old`` in all but its name, for ``char``."""
    font["glyf"][new] = deepcopy(font["glyf"][old])  # appended to the glyph order, too
    font.setGlyphOrder(font["glyf"].glyphOrder)
    for table in ("hmtx", "vmtx"):
        if table in font:
            font[table].metrics[new] = font[table].metrics[old]
    for table in font["cmap"].tables:
        if char in table.cmap:
            table.cmap[char] = new
    if "GDEF" in font and font["GDEF"].table.GlyphClassDef:
        _join_class(font["GDEF"].table.GlyphClassDef, old, new)
    for part in _subtables(font):
        _join(part, old, new)


def _subtables(font: TTFont) -> Iterator[Any]:
    for tag in ("GSUB", "GPOS"):
        if tag in font and font[tag].table.LookupList:
            for lookup in font[tag].table.LookupList.Lookup:
                for part in lookup.SubTable:
                    yield getattr(part, "ExtSubTable", part)


def _join(part: Any, old: str, new: str) -> None:
    """Let ``new`` do in a subtable what ``old`` does: single substitution, positioning, pairs, context."""
    match type(part).__name__, getattr(part, "Format", 0):
        case "SingleSubst", _:
            if old in part.mapping:
                part.mapping[new] = part.mapping[old]
        case "SinglePos", form:
            if (place := _join_coverage(part.Coverage, old, new)) is not None and form == 2:
                part.Value.append(part.Value[place])
                part.ValueCount = len(part.Value)
        case "PairPos", 1:
            if (place := _join_coverage(part.Coverage, old, new)) is not None:
                part.PairSet.append(part.PairSet[place])
                part.PairSetCount = len(part.PairSet)
        case "PairPos", 2:
            _join_coverage(part.Coverage, old, new)
            _join_class(part.ClassDef1, old, new)
            _join_class(part.ClassDef2, old, new)
        case "ChainContextPos" | "ChainContextSubst", 2:
            _join_coverage(part.Coverage, old, new)
            for classes in (part.BacktrackClassDef, part.InputClassDef, part.LookAheadClassDef):
                _join_class(classes, old, new)
        case "ChainContextPos" | "ChainContextSubst", 3:
            for coverage in (*part.BacktrackCoverage, *part.InputCoverage, *part.LookAheadCoverage):
                _join_coverage(coverage, old, new)


def _join_coverage(coverage: Any, old: str, new: str) -> int | None:
    """Add ``new`` at the end of a coverage that has ``old``, and return where that stands."""
    if old not in coverage.glyphs or new in coverage.glyphs:
        return None
    coverage.glyphs.append(new)
    return int(coverage.glyphs.index(old))


def _join_class(classes: Any, old: str, new: str) -> None:
    if classes and old in classes.classDefs:
        classes.classDefs[new] = classes.classDefs[old]
