"""What is done to the two 仿宋 before their cut: TrueType outlines, frames of one em, marks in their places.

Neither is fit for a line as it comes. FandolFang is CFF keyed by CID, and stands 73 units too low beside our other
faces; cwTeX Fang Song has frames of 0.92 em, brackets in the middle of them, and Latin quotes, dash and dots.
"""

from dataclasses import dataclass
from typing import Any

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable
from surgery import opened, saved

MIDDLE = 380
"""Height of the middle of a Han character in all our faces, in 1/1000 em."""

TOLERANCE = 0.5
"""How far a quadratic curve may stray from the cubic that it stands for, in 1/1000 em."""

STRAY_TABLES = ("BASE", "CFF ", "GPOS", "GSUB", "VORG", "cvt ", "fpgm", "gasp", "mort", "prep", "vhea", "vmtx")
"""What goes: hints, and features and vertical metrics that tell of the glyphs as they were."""

OPENING, CLOSING = "“‘（《〈〔「『【［｛〖", "”’）》〉〕」』】］｝〗"
"""Marks that fill the right and the left half of a frame; the other half is what ``halt`` takes away."""

STOPS = "！？"
"""Marks at the left in Simplified; Fandol has ``！`` there, and ``？`` in the middle."""

TORTOISE = "〔〕"
"""What stands around the year of a 发文字号; cwTeX's are twice as heavy as its Han, and a tenth too high."""


@dataclass(frozen=True)
class Fit:
    """How the outlines of a source become those of our frame."""

    scale: float
    rise: int
    """Added to all heights, in 1/1000 em, after scaling."""
    mends: bool
    """Whether brackets, quotes, dashes and dots of the source are Latin, or in the middle."""


FITS = {"zh-Hans": Fit(1, 73, False), "zh-Hant-TW": Fit(1000 / 920, 13, True)}
"""By the script that a face is first choice for."""


def fitted(data: bytes, script: str) -> bytes:
    """Return the bytes of a 仿宋 as TrueType with frames of one em and every mark in its place."""
    font, fit = opened(data), FITS[script]
    characters, glyphs, cubic = font.getBestCmap(), font.getGlyphSet(), "CFF " in font
    drawn: dict[str, Any] = {}
    widths: dict[str, int] = {}
    for name in font.getGlyphOrder():
        widths[name] = round(font["hmtx"][name][0] * fit.scale)
        drawn[name] = _drawn(glyphs, name, fit, cubic)
    forge = _Forge(characters, drawn, widths)
    forge.settle(fit.mends)
    return saved(_assembled(font, forge))


def _drawn(glyphs: Any, name: str, fit: Fit, cubic: bool) -> DecomposingRecordingPen:
    """Return the outline of a glyph, quadratic, without components, scaled and raised."""
    source, out = DecomposingRecordingPen(glyphs), DecomposingRecordingPen(glyphs)
    glyphs[name].draw(source)
    pen = Cu2QuPen(out, TOLERANCE, reverse_direction=True) if cubic else out
    source.replay(TransformPen(pen, (fit.scale, 0, 0, fit.scale, 0, fit.rise)))
    return out


class _Forge:
    """Outlines by glyph, and the moves that settle marks."""

    def __init__(self, characters: dict[int, str], drawn: dict[str, Any], widths: dict[str, int]) -> None:
        self.characters, self.drawn, self.widths = dict(characters), drawn, widths

    def settle(self, mends: bool) -> None:
        """Put every mark where its frame wants it."""
        if mends:
            for char in OPENING + CLOSING:
                size = (0.55, 0.85) if char in TORTOISE else (1, 1)
                self._centre(char, 750 if char in OPENING else 250, *size)
            self._draw("—", [_box(0, MIDDLE - 20, 1000, MIDDLE + 20)])
            self._dots("…", self._outline("·"))  # the Latin dot is that of a full stop
            for char in "·・":
                self._draw(char, [(self._outline("‧"), 0)])
            self._draw("〇", [(self._outline("○"), 0)])
            self._centre("〇", 500, 0.8, 0.8)
        else:
            for char in STOPS:
                self._centre(char, 250)
            self._dots("…", self._outline("·"))

    def _outline(self, char: str) -> Any:
        return self.drawn[self.characters[ord(char)]]

    def _centre(self, char: str, middle: int, wide: float = 1, high: float = 1) -> None:
        """Move a mark so that the middle of its ink stands at ``middle``, in a frame of one em, and stretch it.

        A mark that is stretched stands in the middle of the line, too.
        """
        if ord(char) in self.characters:
            outline, fit = self._outline(char), DecomposingRecordingPen({})
            left, bottom, right, top = _bounds(outline)
            rise = 0 if wide == high == 1 else MIDDLE - high * (bottom + top) / 2
            outline.replay(TransformPen(fit, (wide, 0, 0, high, 0, rise)))
            self._draw(char, [(fit, round(middle - wide * (left + right) / 2))])

    def _dots(self, char: str, dot: Any) -> None:
        """Draw three dots a third of an em apart, so that six of ``……`` are even, in the middle of the line."""
        left, bottom, right, top = _bounds(dot)
        risen = DecomposingRecordingPen({})
        dot.replay(TransformPen(risen, (1, 0, 0, 1, 0, round(MIDDLE - (bottom + top) / 2))))
        places = (round(1000 * sixth / 6 - (left + right) / 2) for sixth in (1, 3, 5))
        self._draw(char, [(risen, place) for place in places])

    def _draw(self, char: str, parts: list[tuple[Any, int]]) -> None:
        """Give ``char`` a glyph of its own, one em wide, of outlines moved to the right by so much."""
        name, out = f"mark{ord(char):04X}", DecomposingRecordingPen({})
        for outline, shift in parts:
            outline.replay(TransformPen(out, (1, 0, 0, 1, shift, 0)))
        self.drawn[name], self.widths[name], self.characters[ord(char)] = out, 1000, name


def _bounds(outline: Any) -> tuple[float, float, float, float]:
    pen = BoundsPen({})
    outline.replay(pen)
    left, bottom, right, top = pen.bounds
    return left, bottom, right, top


def _box(left: int, bottom: int, right: int, top: int) -> tuple[Any, int]:
    """Return a rectangle, clockwise, as TrueType fills it."""
    pen = DecomposingRecordingPen({})
    pen.moveTo((left, bottom))
    for point in ((left, top), (right, top), (right, bottom)):
        pen.lineTo(point)
    pen.closePath()
    return pen, 0


def _assembled(font: TTFont, forge: _Forge) -> TTFont:
    """Return ``font`` with the outlines, widths and characters of ``forge``, and nothing that told of others."""
    for tag in STRAY_TABLES:
        if tag in font:
            del font[tag]
    order = list(forge.drawn)
    font.setGlyphOrder(order)
    font["loca"], font["glyf"] = newTable("loca"), newTable("glyf")
    glyf = font["glyf"]
    glyf.glyphOrder, glyf.glyphs = order, {}
    for name, outline in forge.drawn.items():
        pen = TTGlyphPen(None)
        outline.replay(pen)
        glyf.glyphs[name] = pen.glyph(dropImpliedOnCurves=True)
        glyf.glyphs[name].recalcBounds(glyf)
    font["hmtx"].metrics = {name: (forge.widths[name], getattr(glyf[name], "xMin", 0)) for name in order}
    limits = font["maxp"] = newTable("maxp")
    limits.tableVersion = 0x00010000
    limits.maxZones = 1
    limits.maxTwilightPoints = limits.maxStorage = limits.maxFunctionDefs = limits.maxInstructionDefs = 0
    limits.maxStackElements = limits.maxSizeOfInstructions = limits.maxComponentElements = 0
    limits.numGlyphs = len(order)
    font["post"].formatType, font["head"].glyphDataFormat = 3.0, 0
    font.sfntVersion = "\000\001\000\000"
    FontBuilder(font=font).setupCharacterMap(forge.characters)
    return font
