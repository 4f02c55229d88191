"""The old clock repairer at his bench."""

from __future__ import annotations

import math
import random
from pathlib import Path

from .press import (
    Point,
    Poly,
    Shape,
    Sheet,
    arc,
    box,
    curve,
    ellipse,
    lens,
    limb,
    mix,
    place,
    ribbon,
)

WIDTH, HEIGHT = 1600, 2000
INK, WALL, WALL_LIT = "#10171f", "#1d2f36", "#8a5f38"
LAMP, CREAM, BRASS = "#ffc766", "#fdebc0", "#d89a3a"
SKIN, SKIN_LIT, SKIN_DARK = "#c98455", "#f5c78d", "#6b3528"
HAIR, HAIR_DARK = "#d9d6cc", "#7f8a8f"
JACKET, JACKET_LIT = "#22405a", "#4f7f9a"
WOOD, WOOD_DARK = "#8a4f2c", "#371c18"
SOURCE: Point = (420, 760)


def clockmaker(path: Path) -> None:
    """Draw the picture."""
    sheet = Sheet(WIDTH, HEIGHT, WALL, 83)
    _wall(sheet)
    _light(sheet)
    _body(sheet)
    _head(sheet)
    _bench(sheet)
    _hands(sheet)
    _alarm(sheet, 1370, 1664)
    _lamp(sheet)
    sheet.finish(path, quality=86)


def _wall(sheet: Sheet) -> None:
    sheet.fade(sheet.everything(), INK, (700, 900), (1700, 200), 0, 0.8)
    sheet.grain(sheet.everything(), INK, (900, 900), (1900, 200), 0, 0.5)
    for x in range(-10, WIDTH, 190):  # boards
        sheet.flat([box(x, 0, x + 5, 1600)], "#12212a")
    sheet.gouges((0, 0, WIDTH, 1500), "#15262e", 160, (60, 260), (2, 5), (89, 91))
    sheet.glow(420, 640, 900, "#c07a38", 0.9, 1.5, 0.2)
    rng = random.Random(8)
    for x, y, radius, kind in (
        (205, 250, 150, "round"), (545, 190, 112, "square"), (845, 215, 128, "round"),
        (1150, 205, 104, "plain"),
        (1430, 300, 142, "round"), (1270, 560, 88, "square"), (1500, 690, 106, "plain"),
        (700, 470, 84, "plain"),
        (470, 445, 74, "round"), (1330, 860, 96, "round"), (1545, 1010, 80, "square"),
        (160, 560, 82, "square"),
    ):  # fmt: skip
        far = math.hypot(x - SOURCE[0], y - SOURCE[1])
        _clock(sheet, x, y, radius, kind, max(0.0, min(0.8, (far - 180) / 1150)), rng)
    _pendulum(sheet, 90, 860, 0.2, rng)


def _clock(
    sheet: Sheet, x: float, y: float, radius: float, kind: str, dim: float, rng: random.Random
) -> None:
    """A wall clock without figures, each showing its own time."""
    case, face = mix("#a8622f", INK, dim), mix("#f6e3b5", "#2a3a40", dim)
    shade = mix("#5a2c1c", INK, dim)
    if kind != "bare":
        sheet.flat(
            [ellipse(x + radius * 0.14, y + radius * 0.16, radius * 1.1, radius * 1.12)], "#0c151b", 0.6
        )
    if kind == "square":
        outer: Poly = [(x - radius, y - radius), (x, y - radius * 1.35), (x + radius, y - radius),
                       (x + radius, y + radius * 1.1), (x - radius, y + radius * 1.1)]  # fmt: skip
        inner = radius * 0.78
    else:
        outer = ellipse(x, y, radius, radius)
        inner = radius * (0.84 if kind == "plain" else 0.8)
        if kind == "plain":
            case = mix("#6d8a86", INK, dim)
    if kind != "bare":
        sheet.flat([outer], case)
        sheet.rim([outer], mix(case, LAMP, 0.55 * (1 - dim)), (SOURCE[0] - x) / 90, (SOURCE[1] - y) / 130)
    sheet.flat([ellipse(x, y, inner * 1.06, inner * 1.06)], shade)
    dial = ellipse(x, y, inner, inner)
    sheet.flat([dial], face)
    away = math.hypot(x - SOURCE[0], y - SOURCE[1])
    dx, dy = (x - SOURCE[0]) / away, (y - SOURCE[1]) / away
    sheet.grain([dial], mix(face, shade, 0.75), (x - dx * inner * 0.3, y - dy * inner * 0.3),
                (x + dx * inner, y + dy * inner), 0, 0.95)  # fmt: skip
    for tick in range(12):
        angle = math.radians(tick * 30)
        long = 0.2 if tick % 3 == 0 else 0.11
        a = (x + math.cos(angle) * inner * 0.9, y + math.sin(angle) * inner * 0.9)
        b = (x + math.cos(angle) * inner * (0.9 - long), y + math.sin(angle) * inner * (0.9 - long))
        sheet.flat([ribbon([a, b], [inner * (0.07 if tick % 3 == 0 else 0.04)] * 2, smooth=False)], shade)
    hour = rng.uniform(0, 12)
    for angle, long, wide in ((hour * 30, 0.5, 0.1), (hour % 1 * 360, 0.76, 0.065)):
        rad = math.radians(angle - 90)
        sheet.flat([ribbon([(x - math.cos(rad) * inner * 0.14, y - math.sin(rad) * inner * 0.14),
                            (x + math.cos(rad) * inner * long, y + math.sin(rad) * inner * long)],
                           [inner * wide, inner * 0.03], smooth=False)], INK)  # fmt: skip
    sheet.flat([ellipse(x, y, inner * 0.075, inner * 0.075)], mix(BRASS, INK, dim))


def _pendulum(sheet: Sheet, x: float, y: float, dim: float, rng: random.Random) -> None:
    """A long clock in a glazed case."""
    case, inside = mix("#8f4f28", INK, dim), mix("#4a2a1e", INK, dim)
    sheet.flat([box(x - 92, y - 120, x + 112, y + 400)], "#0c151b", 0.5)
    sheet.flat(
        [[(x - 100, y - 110), (x, y - 165), (x + 100, y - 110)], box(x - 92, y - 112, x + 92, y + 390)], case
    )
    sheet.rim(
        [box(x - 92, y - 112, x + 92, y + 390)], mix(case, LAMP, 0.4 * (1 - dim)), 5 if x < 420 else -5, 0
    )
    sheet.flat([box(x - 62, y + 100, x + 62, y + 360)], inside)
    sheet.flat([ribbon([(x + 4, y + 100), (x + 22, y + 280)], [5, 5], smooth=False),
                ellipse(x + 24, y + 296, 30, 30)],
               mix(BRASS, INK, dim))  # fmt: skip
    _clock(sheet, x, y, 88, "round", dim, rng)


def _light(sheet: Sheet) -> None:
    cone: Poly = [(330, 790), (560, 700), (1330, 1620), (150, 1620)]
    sheet.fade([cone], LAMP, (430, 720), (760, 1700), 0.55, 0.22)
    sheet.grain([cone], LAMP, (740, 1560), (430, 720), 0, 0.2)


def _body(sheet: Sheet) -> None:
    # far forearm
    far = limb([(840, 1330), (740, 1440), (560, 1500)], [150, 130, 92])
    sheet.flat(far, mix(JACKET, INK, 0.35))
    sheet.rim(far, mix(JACKET_LIT, LAMP, 0.35), -4, -8)
    back = curve([(900, 880), (1000, 760), (1120, 752), (1250, 830), (1400, 985), (1490, 1180), (1530, 1420),
                  (1560, 1720), (840, 1720), (800, 1500), (795, 1300), (812, 1120), (850, 980)],
                  closed=True)  # fmt: skip
    sheet.flat([back], JACKET)
    sheet.grain([back], JACKET_LIT, (1010, 1250), (780, 1180), 0, 0.9)
    sheet.grain([back], INK, (1050, 1150), (1500, 1250), 0, 1)
    sheet.rim([back], mix(JACKET_LIT, LAMP, 0.45), -9, -3)
    # apron: bib and strap
    bib = curve([(812, 1150), (870, 1130), (960, 1180), (985, 1400), (985, 1720), (830, 1720),
                 (800, 1480), (796, 1300)],
                closed=True)  # fmt: skip
    sheet.flat([bib], "#a5522f")
    sheet.grain([bib], "#e59a52", (900, 1300), (800, 1260), 0, 0.9)
    sheet.grain([bib], "#4a1f1c", (900, 1300), (990, 1420), 0, 1)
    sheet.flat([ribbon([(862, 1140), (900, 1010), (985, 850)], [34, 30, 26])], "#8c4429")
    # collar
    collar = curve(
        [(880, 930), (915, 872), (990, 815), (1110, 770), (1090, 830), (995, 905), (920, 1005)], closed=True
    )
    sheet.flat([collar], "#d8bd8a")
    sheet.grain([collar], "#6b513f", (890, 940), (1000, 840), 0, 1)


def _head(sheet: Sheet) -> None:
    """A profile looking down to the left, built upright about the ear and then tilted."""
    at: Point = (985, 640)

    def turned(shape: Shape) -> list[Poly]:
        return place(shape, *at, scale=1.08, turn=-24)

    neck = curve([(-92, 150), (-70, 220), (-76, 330), (60, 330), (104, 180), (110, 40), (0, 60)], closed=True)
    sheet.flat(turned([neck]), mix(SKIN, SKIN_DARK, 0.45))
    sheet.grain(turned([neck]), SKIN_DARK, at, (at[0] + 120, at[1] + 260), 0.2, 1)
    profile: Poly = [
        *curve([(70, -222), (0, -238), (-82, -222), (-142, -178), (-170, -122), (-182, -78), (-176, -52)]),
        *curve([(-172, -46), (-192, -12), (-226, 30), (-238, 44), (-232, 60), (-206, 66), (-190, 68)]),
        *curve([(-190, 70), (-192, 86), (-202, 98), (-198, 107), (-184, 110)]),
        *curve(
            [
                (-184, 111),
                (-197, 118),
                (-195, 131),
                (-178, 140),
                (-184, 158),
                (-184, 180),
                (-164, 200),
                (-126, 206),
            ]
        ),
        *curve(
            [(-126, 206), (-60, 180), (10, 140), (90, 110), (150, 40), (168, -60), (140, -160), (70, -222)]
        ),
    ]
    face = turned([profile])
    sheet.flat(face, SKIN)
    lit = curve([(-60, -232), (-142, -178), (-170, -122), (-182, -78), (-172, -46), (-192, -12),
                 (-238, 44), (-232, 60),
                 (-190, 68), (-202, 98), (-184, 110), (-197, 118), (-178, 140), (-184, 180), (-164, 200),
                 (-130, 196),
                 (-138, 150), (-112, 110), (-128, 60), (-84, 30), (-98, -30), (-74, -70), (-100, -150)],
                closed=True)  # fmt: skip
    with sheet.clip(face):
        sheet.grain(face, SKIN_DARK, (at[0] - 60, at[1]), (at[0] + 130, at[1] + 60), 0, 1)
        sheet.flat(turned([lit]), SKIN_LIT)
        sheet.grain(turned([lit]), SKIN, (at[0] - 190, at[1] + 60), (at[0] - 70, at[1] + 20), 0, 0.9)
        under = curve(
            [(-186, 176), (-120, 168), (-50, 140), (10, 90), (60, 110), (-60, 220), (-170, 220)], closed=True
        )
        sheet.flat(turned([under]), SKIN_DARK, 0.55)
        socket = curve(
            [(-180, -62), (-150, -70), (-104, -50), (-98, -16), (-140, -2), (-172, -24)], closed=True
        )
        sheet.flat(turned([socket]), mix(SKIN, SKIN_DARK, 0.55))
        nostril = curve([(-212, 56), (-196, 48), (-184, 58), (-196, 66)], closed=True)
        sheet.flat(turned([nostril]), SKIN_DARK)
        lines: Shape = [
            ribbon([(-190, 34), (-166, 44), (-160, 78), (-168, 104)], [2, 7, 7, 2]),
            ribbon([(-186, 109), (-164, 108), (-146, 96)], [4, 7, 2]),
            ribbon([(-132, 70), (-118, 100), (-122, 140)], [2, 6, 2]),
            ribbon([(-96, -40), (-74, -48), (-58, -46)], [5, 4, 1]),
            ribbon([(-96, -28), (-72, -26), (-56, -18)], [5, 4, 1]),
            ribbon([(-98, -16), (-80, -6), (-66, 6)], [5, 4, 1]),
            ribbon([(-150, -150), (-112, -158), (-70, -154)], [2, 5, 1]),
            ribbon([(-164, -124), (-124, -132), (-82, -126)], [2, 5, 1]),
            ribbon([(-172, -100), (-136, -106), (-104, -102)], [2, 5, 1]),
        ]
        sheet.flat(turned(lines), mix(SKIN_DARK, SKIN, 0.15))
    sheet.rim(face, CREAM, -5, 3)
    # hair round the back and over the temple, thin on top
    hair = curve([(-58, -150), (-40, -196), (10, -246), (82, -236), (152, -170), (182, -60), (166, 40),
                  (128, 108),
                  (92, 112), (98, 60), (70, 40), (58, -30), (20, -48), (-6, -28), (-18, 24), (-36, 20),
                  (-34, -60),
                  (-52, -96)], closed=True)  # fmt: skip
    sheet.flat(turned([hair]), HAIR)
    sheet.grain(turned([hair]), HAIR_DARK, (at[0] + 10, at[1] - 90), (at[0] + 150, at[1] + 30), 0, 1)
    rng = random.Random(4)
    strands: list[Poly] = []
    for _ in range(46):
        angle = rng.uniform(-2.3, 0.7)
        reach = rng.uniform(130, 185)
        x, y = 8 + math.cos(angle) * reach * 0.92, -70 + math.sin(angle) * reach
        strands.append(lens(x, y, rng.uniform(40, 90), rng.uniform(3, 6), math.degrees(angle) + 96))
    with sheet.clip(turned([hair])):
        sheet.flat(turned(strands), "#fbf7ea", 0.85)
        sheet.flat(
            turned([lens(x * 0.9 + 12, y * 0.9, 60, 4, 60) for x, y in ((120, 20), (140, -30), (110, 60))]),
            HAIR_DARK,
        )
    top: Shape = [lens(-60, -226, 120, 9, -14), lens(-20, -240, 110, 8, -6), lens(-86, -212, 80, 7, -26)]
    sheet.flat(turned(top), HAIR)
    ear = curve([(12, -42), (46, -54), (64, -22), (52, 20), (26, 48), (10, 32), (16, 0)], closed=True)
    sheet.flat(turned([ear]), mix(SKIN, SKIN_DARK, 0.2))
    sheet.flat(turned([ribbon([(24, -28), (46, -30), (48, -4), (30, 14)], [4, 7, 6, 3])]), SKIN_DARK)
    # strap and loupe
    sheet.flat(turned([ribbon([(-120, -50), (-30, -76), (70, -92), (160, -98)], [12, 12, 12, 11])]), INK)
    loupe: Poly = [(-118, -68), (-128, -2), (-196, 2), (-226, -6), (-226, -64), (-190, -74)]
    sheet.flat(turned([loupe]), INK)
    sheet.flat(turned([[(-204, -72), (-226, -64), (-226, -6), (-206, 2)]]), BRASS)
    sheet.flat(turned([ellipse(-226, -35, 9, 29)]), "#bfe0dc")
    sheet.rim(turned([loupe]), "#6c7a80", 0, -6)
    brow: Shape = [lens(-146, -84, 84, 20, -10), lens(-164, -78, 50, 16, 24), lens(-120, -86, 50, 12, 4)]
    sheet.flat(turned(brow), "#f6f2e4")


def _bench(sheet: Sheet) -> None:
    top: Poly = [(-10, 1560), (1610, 1560), (1610, 1850), (-10, 1850)]
    sheet.flat([top], WOOD)
    sheet.grain([top], "#f0b462", (1150, 1650), (420, 1640), 0, 1)
    sheet.grain([top], WOOD_DARK, (950, 1700), (1600, 1760), 0, 1)
    sheet.gouges((0, 1565, WIDTH, 1845), WOOD_DARK, 60, (120, 420), (3, 7), (-0.6, 0.6), 0.7)
    sheet.flat([box(-10, 1842, 1610, 1870)], "#d98f4a")
    sheet.flat([box(-10, 1866, 1610, 2010)], WOOD_DARK)
    sheet.grain([box(-10, 1866, 1610, 2010)], "#7a3f26", (1200, 1900), (300, 1900), 0, 0.8)
    for x in range(70, 1600, 390):  # drawers
        sheet.rim([box(x, 1896, x + 350, 2020)], "#b0693a", 0, -4)
        sheet.flat([ellipse(x + 175, 1950, 17, 17)], BRASS)
        sheet.rim([ellipse(x + 175, 1950, 17, 17)], CREAM, -3, -3)
    for x, y, size, teeth, ink in (
        (230, 1720, 74, 22, BRASS),
        (346, 1760, 44, 14, "#c47a30"),
        (160, 1800, 38, 12, "#8f9a96"),
    ):
        _gear(sheet, x, y, size, teeth, ink)
    for x, y, ink in ((960, 1690, "#b3392c"), (1010, 1730, "#2c7a76"), (1060, 1774, BRASS)):  # screwdrivers
        grip = limb([(x, y), (x - 96, y + 18)], [30, 22], smooth=False)
        sheet.flat([ribbon([(x - 90, y + 17), (x - 236, y + 46)], [9, 8], smooth=False)], "#d5dbd3")
        sheet.flat(grip, ink)
        sheet.rim(grip, mix(ink, CREAM, 0.6), -1, -5)
    for x, y in ((500, 1786), (570, 1806), (540, 1764), (450, 1812), (610, 1770)):
        sheet.flat([ellipse(x, y, 9, 5)], INK)
        sheet.flat([ellipse(x - 1, y - 3, 8, 5)], CREAM)


def _gear(sheet: Sheet, x: float, y: float, size: float, teeth: int, ink: str) -> None:
    """A wheel lying on the bench, seen at a slant."""

    def wheel(radius: float, lift: float) -> Poly:
        result: Poly = []
        for step in range(teeth * 4):
            angle = 2 * math.pi * step / (teeth * 4)
            reach = radius * (1 if step % 4 < 2 else 0.86)
            result.append((x + math.cos(angle) * reach, y - lift + math.sin(angle) * reach * 0.5))
        return result

    sheet.flat([wheel(size, -size * 0.14)], WOOD_DARK)
    sheet.flat([wheel(size, 0)], ink)
    sheet.rim([wheel(size, 0)], CREAM, -2, -4)
    for turn in range(5):
        angle = turn * 2 * math.pi / 5
        hole = ellipse(
            x + math.cos(angle) * size * 0.46, y + math.sin(angle) * size * 0.23, size * 0.17, size * 0.09
        )
        sheet.flat([hole], WOOD_DARK)
    sheet.flat([ellipse(x, y, size * 0.12, size * 0.06)], INK)


def _alarm(sheet: Sheet, x: float, y: float) -> None:
    """A twin-bell alarm clock waiting its turn."""
    red = "#b3392c"
    sheet.flat([ellipse(x + 20, y + 150, 200, 28)], INK, 0.7)
    for side in (-1, 1):
        sheet.flat(
            [ribbon([(x + side * 70, y + 100), (x + side * 110, y + 152)], [30, 24], smooth=False)], INK
        )
        bell: Poly = place(
            [[*arc(0, 0, 58, 56, 180, 360), (58, 8), (-58, 8)]], x + side * 96, y - 152, turn=side * 32
        )[0]
        sheet.flat([bell], BRASS)
        sheet.grain([bell], "#5a2c1c", (x + side * 96 - 20, y - 170), (x + side * 96 + 60, y - 140), 0, 1)
        sheet.rim([bell], CREAM, -5, -2)
    sheet.flat(
        [ribbon([(x, y - 130), (x, y - 204)], [14, 10], smooth=False), ellipse(x, y - 204, 22, 15)], INK
    )
    body = ellipse(x, y, 156, 156)
    sheet.flat([body], red)
    sheet.grain([body], "#3a1018", (x - 20, y), (x + 170, y + 60), 0, 1)
    sheet.rim([body], "#ff9d6a", -7, -2)
    _clock(sheet, x, y, 150, "bare", 0.1, random.Random(77))


def _hands(sheet: Sheet) -> None:
    # far hand steadies the watch
    sheet.flat([ellipse(520, 1600, 190, 34)], WOOD_DARK, 0.7)
    palm = curve(
        [(640, 1440), (560, 1430), (470, 1470), (430, 1540), (480, 1585), (580, 1580), (660, 1530)],
        closed=True,
    )
    sheet.flat([palm], mix(SKIN, SKIN_DARK, 0.25))
    # the watch
    case = ellipse(440, 1500, 128, 92, -8)
    sheet.flat([ellipse(446, 1516, 130, 92, -8)], "#6b3a1c")
    sheet.flat([case], BRASS)
    sheet.rim([case], CREAM, -4, -5)
    sheet.flat([ellipse(440, 1500, 108, 75, -8)], CREAM)
    for x, y, size, teeth, ink in (
        (400, 1490, 46, 18, "#c47a30"),
        (478, 1514, 38, 14, "#8f9a96"),
        (462, 1466, 26, 12, BRASS),
    ):
        _gear(sheet, x, y, size, teeth, ink)
    sheet.flat(
        [ribbon(arc(318, 1490, 24, 20, 0, 360), [10, 10], smooth=False), box(326, 1482, 346, 1502)], BRASS
    )
    for index, (x, y) in enumerate(((330, 1560), (384, 1584), (446, 1594), (508, 1590))):
        finger = limb([(x + 190 - index * 34, y - 30), (x + 80, y - 6), (x, y - 8)], [50, 46, 34])
        sheet.flat(finger, mix(SKIN_LIT, SKIN, 0.25 + 0.1 * index))
        sheet.rim(finger, SKIN_DARK, 2, 6)
        sheet.rim(finger, CREAM, -3, -4)
    # near arm, sleeve rolled to the wrist, tweezers
    sleeve = limb([(1130, 1010), (1210, 1330), (1130, 1530), (900, 1545)], [250, 232, 190, 128])
    sheet.flat(sleeve, mix(JACKET, JACKET_LIT, 0.08))
    sheet.grain(sleeve, JACKET_LIT, (1160, 1200), (1000, 1160), 0, 0.85)
    sheet.grain(limb([(1120, 1535), (900, 1545)], [180, 128]), JACKET_LIT, (1000, 1540), (985, 1450), 0, 0.9)
    sheet.grain(sleeve, INK, (1120, 1250), (1310, 1330), 0, 1)
    sheet.rim(sleeve, mix(JACKET_LIT, LAMP, 0.35), -6, -6, 0.8)
    folds: Shape = [ribbon([(1060, 1420), (1120, 1460), (1210, 1450)], [3, 9, 2]),
                    ribbon([(1080, 1370), (1150, 1402), (1230, 1385)], [3, 9, 2]),
                    ribbon([(1040, 1180), (1075, 1260), (1085, 1330)], [2, 8, 2])]  # fmt: skip
    sheet.flat(folds, INK, 0.8)
    cuff = ribbon([(880, 1478), (896, 1545), (876, 1612)], [46, 46, 46])
    sheet.flat([cuff], "#e7d8b4")
    sheet.rim([cuff], "#8d7a62", 8, 2)
    hand = curve(
        [(884, 1490), (800, 1462), (716, 1470), (668, 1506), (690, 1560), (770, 1598), (880, 1602)],
        closed=True,
    )
    sheet.flat([hand], SKIN)
    sheet.grain([hand], SKIN_LIT, (840, 1560), (700, 1470), 0, 1)
    sheet.rim([hand], CREAM, -2, -6)
    for x, y, bend in ((640, 1580, 26), (620, 1556, 18), (600, 1532, 8)):
        finger = limb([(770, y - 4), (690, y - bend), (x - 20, y - 18)], [48, 44, 32])
        sheet.flat(finger, mix(SKIN_LIT, SKIN, (y - 1525) / 90))
        sheet.rim(finger, SKIN_DARK, 2, 6)
        sheet.rim(finger, CREAM, -3, -4)
    sheet.flat([ribbon([(720, 1438), (600, 1470), (486, 1494)], [12, 10, 3], smooth=False),
                ribbon([(726, 1456), (606, 1486), (486, 1497)], [12, 9, 3], smooth=False)],
                "#dfe6e0")  # fmt: skip
    thumb = limb([(790, 1486), (690, 1462), (606, 1484)], [54, 48, 34])
    sheet.flat(thumb, SKIN_LIT)
    sheet.rim(thumb, SKIN_DARK, 2, 6)
    sheet.rim(thumb, CREAM, -2, -5)


def _lamp(sheet: Sheet) -> None:
    steel, green = "#0e1b20", "#1f6b5c"
    sheet.flat([ribbon([(96, 1600), (150, 1130), (120, 1130)], [22, 22, 22], smooth=False)], steel)
    sheet.flat([ribbon([(70, 1590), (140, 1080)], [20, 18], smooth=False),
                ribbon([(140, 1080), (330, 660)], [18, 16], smooth=False)], steel)  # fmt: skip
    sheet.flat([ellipse(140, 1080, 26, 26), ellipse(332, 660, 24, 24)], steel)
    sheet.rim([ribbon([(140, 1080), (330, 660)], [18, 16], smooth=False)], LAMP, 4, 0)
    sheet.flat([[(0, 1600), (190, 1600), (170, 1566), (20, 1566)]], steel)
    shade = place([curve([(-46, -120), (46, -120), (70, -60), (150, 40), (158, 66), (-158, 66),
                          (-150, 40), (-70, -60)],
                         closed=True)], 410, 700, turn=-22)  # fmt: skip
    mouth = place([ellipse(0, 62, 156, 34)], 410, 700, turn=-22)
    sheet.glow(440, 770, 330, CREAM, 0.9, 1.8, 0.3)
    sheet.flat(mouth, CREAM)
    sheet.flat(place([ellipse(0, 70, 44, 40)], 410, 700, turn=-22), "#fffdf0")
    sheet.flat(shade, green)
    sheet.grain(shade, "#0a2226", (430, 680), (270, 720), 0, 1)
    sheet.rim(shade, "#8fd0a8", 6, -3)
    sheet.flat(mouth, CREAM)
    sheet.rim(mouth, LAMP, 0, -12)
    sheet.flat(place([box(-30, -156, 30, -112)], 410, 700, turn=-22), steel)
