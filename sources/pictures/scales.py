"""Close view at the market: an old steelyard weighing greens."""

from __future__ import annotations

from pathlib import Path

from . import produce
from .people import standing, walking
from .press import Point, Poly, Sheet, along, arc, box, curve, ellipse, hand_cut, lens, limb, mix, ribbon

WIDTH, HEIGHT = 1800, 1350
INK, BROWN, WOOD, BRASS = "#1b1a24", "#4a2a1c", "#a5643a", "#e9b949"
SKIN, SKIN_DARK, SLEEVE = "#e0a777", "#8f4f37", "#27405c"


def weighing(path: Path) -> None:
    """Draw the picture."""
    sheet = Sheet(WIDTH, HEIGHT, "#e9a64a", 23)
    _background(sheet)
    _table(sheet)
    _steelyard(sheet)
    _foreground(sheet)
    sheet.finish(path)


def _background(sheet: Sheet) -> None:
    everything = sheet.everything()
    sheet.grain(everything, "#d9803a", (900, 200), (1800, 1100), 0, 0.9)
    sheet.glow(560, 380, 900, "#ffe7a8", 0.95, 1.3, 0.35)
    # shoppers behind the stall, only as shapes in the light
    for x, height, ink, figure, flip in (
        (80, 1030, "#dd9a50", standing("bun", 0.3), False), (480, 985, "#d8924a", standing("straw"), True),
        (900, 860, "#e0a058", walking("short"), True),
        (1650, 1040, "#b9652f", standing("short", breadth=1.1), True),
    ):  # fmt: skip
        outline = figure.outline(x, 1190, height, flip)
        sheet.flat(outline, ink)
        sheet.rim(outline, mix(ink, "#ffe0a0", 0.75), 5 if x < 500 else -5, -4)
    # awning stripes along the top
    for index in range(-1, 14):
        left = index * 150 - 20
        stripe: Poly = [
            (left + 40, -10),
            (left + 190, -10),
            (left + 150, 120),
            *arc(left + 75, 120, 75, 34, 0, 180),
        ]
        ink = "#b3392c" if index % 2 else "#f6e6c4"
        sheet.flat([stripe], ink)
        sheet.grain([stripe], mix(ink, "#5a1c26", 0.55), (left, 130), (left, -40), 0, 0.95)


def _table(sheet: Sheet) -> None:
    top: Poly = [(-10, 930), (1810, 930), (1810, 1360), (-10, 1360)]
    sheet.flat([top], "#7c4228")
    sheet.grain([top], "#b36a3c", (1300, 1300), (300, 930), 0, 1)
    sheet.grain([top], "#3a1c1a", (900, 1050), (1500, 1400), 0, 0.95)
    for y in (1010, 1110, 1235):
        sheet.flat([hand_cut([(-10, y), (1810, y + 10), (1810, y + 16), (-10, y + 5)], 2, y)], "#371b18")
    sheet.gouges((0, 935, WIDTH, HEIGHT), "#54291d", 90, (120, 420), (3, 8), (-0.5, 1))
    sheet.gouges((0, 935, 1100, 1200), "#d08a52", 40, (90, 300), (2, 6), (-0.5, 1))
    sheet.flat([box(-10, 922, 1810, 938)], "#f2c583")


def _steelyard(sheet: Sheet) -> None:
    beam: list[Point] = [(120, 402), (700, 372), (1240, 344), (1420, 334)]
    grip: Point = (1190, 346)
    hook: Point = (1395, 336)
    bowl: Point = (1395, 800)
    # the pan's cords behind
    for dx, dy in ((-250, -4), (0, -34), (250, -4)):
        sheet.flat([ribbon([hook, (bowl[0] + dx, bowl[1] + dy)], [5, 5], smooth=False)], INK)
    # greens in the pan, then the pan
    for x, y, angle, size, seed in (
        (1290, 820, -118, 330, 1), (1500, 820, -62, 340, 2), (1400, 815, -88, 370, 3),
        (1240, 826, -142, 280, 4), (1545, 826, -38, 280, 5), (1340, 830, -104, 300, 6),
        (1452, 832, -74, 300, 7),
    ):  # fmt: skip
        produce.greens(sheet, x, y, size, angle, seed)
    pan: Poly = [*arc(bowl[0], bowl[1], 262, 36, 180, 0), *arc(bowl[0], bowl[1] + 4, 262, 116, 0, 180)]
    sheet.flat([pan], "#c98a2e")
    sheet.grain([pan], "#6b3a1e", (1300, 800), (1640, 930), 0, 1)
    sheet.flat([lens(1280, 858, 190, 22, 22)], "#f8dc8c")
    lip = ribbon(arc(bowl[0], bowl[1], 266, 37, 184, -4), [16, 20, 16], smooth=False)
    sheet.flat([lip], BRASS)
    sheet.rim([lip], "#fff0b8", -1, -4)
    for dx, dy in ((-250, 2), (250, 2)):
        sheet.flat([ellipse(bowl[0] + dx, bowl[1] + dy, 13, 13)], INK)
    sheet.flat([ribbon([hook, (bowl[0] + 30, bowl[1] + 40)], [5, 5], smooth=False)], INK)
    # hand and cord above
    _hand(sheet, grip)
    # beam
    rod = ribbon(beam, [12, 30, 44, 46])
    sheet.flat([rod], "#6b2f20")
    sheet.rim([rod], "#c9763f", 0, -9)
    sheet.rim([rod], "#331418", 0, 8)
    line = curve(beam)
    for share in range(4, 70, 2):
        px, py = along(line, share / 100)
        marks = [ellipse(px, py - 2, 4.5, 4.5, steps=14)]
        if share % 10 == 0:
            marks += [ellipse(px, py - 12, 4, 4, steps=14), ellipse(px, py + 8, 4, 4, steps=14)]
        sheet.flat(marks, "#ffe08a")
    sheet.flat([curve([(1424, 308), (1452, 314), (1466, 333), (1454, 352), (1424, 358)]),
                box(108, 396, 132, 409)], BRASS)  # fmt: skip
    sheet.flat([ellipse(hook[0], hook[1] + 2, 15, 15), ellipse(grip[0], grip[1], 12, 12)], INK)
    sheet.flat([ellipse(hook[0], hook[1] + 2, 7, 7), ellipse(grip[0], grip[1], 5, 5)], BRASS)
    # counterweight
    wx, wy = along(line, 0.34)
    sheet.flat([ribbon([(wx - 10, wy - 16), (wx + 2, wy + 120)], [5, 5], smooth=False),
                ribbon([(wx + 12, wy - 14), (wx + 2, wy + 120)], [5, 5], smooth=False)], INK)  # fmt: skip
    weight = curve([(wx - 24, wy + 140), (wx - 30, wy + 168), (wx - 66, wy + 204), (wx - 86, wy + 280),
                    (wx - 62, wy + 342), (wx + 66, wy + 342), (wx + 90, wy + 280), (wx + 70, wy + 204),
                    (wx + 34, wy + 168), (wx + 28, wy + 140)], closed=True)  # fmt: skip
    sheet.flat([ribbon(arc(wx + 2, wy + 134, 20, 24, 0, 360), [11, 11], smooth=False), weight], "#2a2b36")
    sheet.grain([weight], "#77798a", (wx + 20, wy + 240), (wx - 90, wy + 200), 0, 0.9)
    sheet.rim([weight], "#f0b978", -8, -3)
    sheet.grain([weight], "#0e0d16", (wx + 10, wy + 250), (wx + 90, wy + 320), 0, 0.95)


def _hand(sheet: Sheet, grip: Point) -> None:
    """A fist coming down from the upper right, the lifting cord between its fingers."""
    x, y = grip
    sheet.flat([ribbon([(x, y), (x - 4, y - 120)], [9, 9], smooth=False)], "#7a2a22")
    sleeve = curve(
        [(x + 120, -20), (x + 96, 40), (x + 66, 96), (x + 236, 180), (x + 330, 90), (x + 470, -20)]
    )
    arm = ribbon([(x + 260, 40), (x + 130, 140), (x + 60, 190)], [150, 128, 116])
    sheet.flat([arm], SKIN)
    sheet.grain([arm], SKIN_DARK, (x + 110, 110), (x + 190, 230), 0, 0.95)
    sheet.flat([sleeve], SLEEVE)
    sheet.grain([sleeve], INK, (x + 120, 40), (x + 340, 120), 0, 0.9)
    cuff = ribbon([(x + 60, 92), (x + 140, 150), (x + 244, 186)], [26, 28, 26])
    sheet.flat([cuff], mix(SLEEVE, "#8fb0c8", 0.35))
    palm = curve([(x - 40, 120), (x + 30, 108), (x + 110, 150), (x + 116, 220), (x + 60, 262), (x - 20, 250),
                  (x - 62, 190)], closed=True)  # fmt: skip
    sheet.flat([palm], SKIN)
    sheet.grain([palm], SKIN_DARK, (x, 180), (x + 120, 280), 0, 0.9)
    for index in range(4):
        fx, fy = x + 34 - index * 4, 138 + index * 36
        finger = limb([(fx + 34, fy + 8), (fx - 40, fy - 2), (fx - 66, fy + 12), (fx - 34, fy + 22)],
                      [40, 39, 35, 28])  # fmt: skip
        sheet.flat(finger, mix(SKIN, SKIN_DARK, 0.07 * index))
        sheet.rim(finger, SKIN_DARK, 2, 6)
        sheet.rim(finger, "#fbd3a2", -3, -4)
    thumb = limb([(x + 92, 170), (x + 30, 116), (x - 30, 112)], [52, 46, 34])
    sheet.flat(thumb, SKIN)
    sheet.rim(thumb, SKIN_DARK, 3, 6)
    sheet.rim(thumb, "#fbd3a2", -2, -4)
    sheet.flat([lens(x - 32, 106, 26, 15, 4)], "#f6d9bd")


def _foreground(sheet: Sheet) -> None:
    # basket of radishes on the left
    sheet.flat([ellipse(330, 1000, 318, 82)], "#33181a")
    for x, y, size, angle, seed in (
        (110, 900, 330, 62, 11), (330, 850, 360, 92, 12), (520, 890, 330, 118, 13),
        (215, 905, 360, 76, 14), (430, 915, 340, 104, 15), (320, 960, 340, 86, 16),
    ):  # fmt: skip
        produce.radish(sheet, x, y, size, angle, seed)
    produce.basket(sheet, 330, 1000, 640, 290)
    for x, y, angle, seed in (
        (760, 1150, 60, 21),
        (850, 1085, 20, 22),
        (880, 1190, 85, 23),
        (970, 1130, 40, 24),
    ):
        produce.red_radish(sheet, x, y, 56, angle, seed)
    for x, y, angle, size, seed in ((1560, 1180, -164, 400, 31), (1640, 1290, -172, 440, 33)):
        produce.greens(sheet, x, y, size, angle, seed)
    for x, y, size in ((1090, 1225, 66), (1010, 1295, 62), (1120, 1325, 68)):
        produce.tomato(sheet, x, y, size)
