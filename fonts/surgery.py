"""What is done to a font on its way into the set: cut it, settle its marks, add spacing, rename, even out."""

import asyncio
import io
import tempfile
from collections.abc import Mapping
from pathlib import Path

import east_asian_spacing
import uharfbuzz
from charsets import EDITION
from fontTools.merge import Merger, Options
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem
from fontTools.varLib.instancer import instantiateVariableFont
from recipes import OFL_NOTICE, Recipe, Source
from twins import part_twins

CHINESE_FEATURES = "calt ccmp chws fwid halt hwid kern liga locl mark mkmk palt pwid vchw vert vhal vkrn vpal vrt2"
LATIN_FEATURES = "calt c2sc ccmp frac kern liga lnum locl mark mkmk onum pnum smcp tnum zero"
DROPPED_TABLES = "BASE DSIG FFTM MVAR STAT avar bsln feat morx prop"

ASCENT, DESCENT = 1151, 286
"""hhea and Windows metrics of every face, in 1/1000 em (Noto Serif's): mixed lines keep one grid."""

LATIN_X_HEIGHT = 516
"""In 1/1000 em: that of the Latin in Noto Serif CJK, drawn to go with its Chinese."""

LANGUAGE_SYSTEM = {"zh-Hans": "ZHS ", "zh-Hant-TW": "ZHT ", "zh-Hant-HK": "ZHH "}


def opened(data: bytes) -> TTFont:
    """Return ``data`` as a font that keeps its date."""
    return TTFont(io.BytesIO(data), recalcTimestamp=False)


def saved(font: TTFont) -> bytes:
    """Return the bytes of ``font``."""
    out = io.BytesIO()
    font.save(out, reorderTables=None)
    return out.getvalue()


def plain(files: Mapping[str, bytes], axes: Mapping[str, float]) -> bytes:
    """Return static TrueType bytes of one file, fixed at ``axes``, or of the slices of one font, merged."""
    if len(files) == 1:
        font = opened(next(iter(files.values())))
        if axes:
            font = instantiateVariableFont(font, axes)
    else:
        options = Options()
        options.drop_tables = ["BASE", "DSIG", "GDEF", "GPOS", "gasp", "prep"]
        with tempfile.TemporaryDirectory() as folder:
            paths = [Path(folder) / Path(name).name for name in files]
            for path, data in zip(paths, files.values(), strict=True):
                path.write_bytes(data)
            font = Merger(options).merge([str(path) for path in paths])
        font.recalcTimestamp = False
        head = opened(next(iter(files.values())))["head"]  # the merger would write the time of day
        font["head"].created, font["head"].modified = head.created, head.modified
        _drop_locl(font)
    font.flavor = None
    return saved(font)


def _drop_locl(font: TTFont) -> None:
    # Where slices share a character, the merger hides all but the first glyph behind a made-up locl.
    records = font["GSUB"].table.FeatureList.FeatureRecord
    for record in records:
        if record.FeatureTag == "locl":
            record.Feature.LookupListIndex, record.Feature.LookupCount = [], 0


def subset(data: bytes, chars: set[int], features: str) -> bytes:
    """Return ``data`` cut to ``chars``, with ``features`` and without glyph names."""
    request = uharfbuzz.SubsetInput()
    request.unicode_set.clear()
    request.unicode_set.update(chars)
    request.layout_feature_tag_set.clear()
    request.layout_feature_tag_set.update(_tags(features))
    request.drop_table_tag_set.update(_tags(DROPPED_TABLES))
    return bytes(uharfbuzz.subset(uharfbuzz.Face(data), request).blob.data)


def _tags(names: str) -> list[int]:
    return [int.from_bytes(name.encode(), "big") for name in names.split()]


def chinese(data: bytes, chars: set[int], script: str) -> TTFont:
    """Return a Chinese face cut to ``chars``, its marks settled for ``script``, with halt and chws."""
    font = opened(subset(data, chars, CHINESE_FEATURES))
    _settle_marks(font, script)
    if 0x3001 in chars:
        font = opened(_add_spacing(saved(font)))
    part_twins(font)
    _drop_classes(font)
    return font


def _drop_classes(font: TTFont) -> None:
    """Drop a GDEF that does nothing but call every Han glyph a base, as WenKai's does.

    HarfBuzz 6 cannot cut such a font to more than about 1,000 glyphs: the PDF would hold it whole (10 MB).
    """
    classes = font["GDEF"].table.GlyphClassDef if "GDEF" in font else None
    if classes is not None and len(classes.classDefs) > 1000:
        del font["GDEF"]


def latin(data: bytes, chars: set[int]) -> TTFont:
    """Return the Latin face cut to ``chars`` and scaled to ``LATIN_X_HEIGHT``."""
    font = opened(subset(data, chars, LATIN_FEATURES))
    height = font["glyf"][font.getBestCmap()[ord("x")]].yMax
    part_twins(font)
    scale_upem(font, round(LATIN_X_HEIGHT * 1000 / height))
    font["head"].unitsPerEm = 1000
    return font


def _settle_marks(font: TTFont, script: str) -> None:
    """Make each mark that Chinese shares with Latin a full frame, whatever the language of the text.

    ``—`` of a regional Noto face is full-width only under a matching ``lang``; ``·`` is a third of an em in
    Noto Serif and WenKai (one frame: GB/T 15834); quotes are a third of an em in WenKai.
    """
    characters = font.getBestCmap()
    local = _substitutes(font, LANGUAGE_SYSTEM[script])
    changed = {char: local[glyph] for char, glyph in characters.items() if glyph in local}
    if 0xB7 in characters and 0x30FB in characters:
        changed[0xB7] = characters[0x30FB]  # as Noto Sans does
    for table in font["cmap"].tables:
        table.cmap.update({char: glyph for char, glyph in changed.items() if char in table.cmap})
    for char in "“‘”’":
        glyph = characters.get(ord(char))
        if glyph and font["hmtx"][glyph][0] < 1000:
            shift = 1000 - font["hmtx"][glyph][0] if char in "“‘" else 0
            outline = font["glyf"][glyph]
            outline.coordinates.translate((shift, 0))
            outline.recalcBounds(font["glyf"])
            font["hmtx"][glyph] = (1000, outline.xMin)


def _substitutes(font: TTFont, system: str) -> dict[str, str]:
    """Return what ``locl`` puts for each glyph under the language system ``system``."""
    found: dict[str, str] = {}
    if "GSUB" not in font:
        return found
    table = font["GSUB"].table
    for script in table.ScriptList.ScriptRecord:
        for language in script.Script.LangSysRecord:
            if language.LangSysTag == system:
                for index in language.LangSys.FeatureIndex:
                    record = table.FeatureList.FeatureRecord[index]
                    for lookup in record.Feature.LookupListIndex if record.FeatureTag == "locl" else ():
                        for part in table.LookupList.Lookup[lookup].SubTable:
                            found.update(getattr(part, "ExtSubTable", part).mapping)
    return found


def _add_spacing(data: bytes) -> bytes:
    """Return ``data`` with halt, vhal, chws and vchw, by the ink of its marks, where it has no chws."""

    async def add(source: Path, target: Path) -> None:
        builder = east_asian_spacing.Builder(source)
        if await builder.build_and_save(target) is None:
            target.write_bytes(source.read_bytes())
        else:
            await builder.test(smoke=False)

    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "in.ttf", Path(folder) / "out.ttf"
        source.write_bytes(data)
        asyncio.run(add(source, target))
        return target.read_bytes()


def rename(font: TTFont, recipe: Recipe, source: Source) -> None:
    """Give the face its names, weight and style, and the vertical metrics that all faces share."""
    name = font["name"]
    kept = {number: name.getDebugName(number) for number in (0, 7, 8, 9, 13, 14)}
    origin = f"{name.getDebugName(4)}, {name.getDebugName(5).partition(';')[0]}"
    own = source.notice is OFL_NOTICE  # what else stands in a source would be half of the truth
    full = recipe.family if recipe.style == "Regular" else f"{recipe.family} {recipe.style}"
    given = {
        1: recipe.family,
        2: recipe.style,
        3: f"bulletin; {recipe.stem}; {EDITION}",
        4: full,
        5: f"Version 1.{EDITION:03}; cut for bulletin from {origin}",
        6: recipe.stem,
        13: (own and kept[13]) or source.notice[0],
        14: (own and kept[14]) or source.notice[1],
    }
    name.names = []
    for number, text in sorted((kept | given).items()):
        if text:
            name.setName(text, number, 3, 1, 0x409)
    metrics, lines = font["OS/2"], font["hhea"]
    metrics.usWeightClass, metrics.fsType = recipe.weight, 0
    metrics.fsSelection = {"Regular": 0x40, "Bold": 0x20, "Italic": 0x01}[recipe.style]
    font["head"].macStyle = {"Regular": 0, "Bold": 1, "Italic": 2}[recipe.style]
    metrics.sTypoAscender, metrics.sTypoDescender, metrics.sTypoLineGap = 880, -120, 0
    metrics.usWinAscent, metrics.usWinDescent = ASCENT, DESCENT
    lines.ascent, lines.descent, lines.lineGap = ASCENT, -DESCENT, 0
