"""The old banyan in the lane, a table and stools in its shade."""

from __future__ import annotations

import math
import random
from pathlib import Path

from .people import one_ink, sitting, walking
from .press import Point, Poly, Shape, Sheet, arc, box, curve, ellipse, hand_cut, lens, mix, place, ribbon

WIDTH, HEIGHT, GROUND = 2100, 1400, 985
INK, BARK, BARK_LIT = "#17201f", "#5b3f33", "#c99062"
LEAVES = ("#12332f", "#1d4a3c", "#336a45", "#6d9a4a", "#b9c65e")
SUN, WALL, BRICK = "#fbe3a6", "#efd9ae", "#b3533a"


def lane(path: Path) -> None:
    """Draw the picture."""
    sheet = Sheet(WIDTH, HEIGHT, "#f8dca0", 113)
    _far(sheet)
    _houses(sheet)
    _ground(sheet)
    _canopy(sheet, 0)
    _trunk(sheet)
    _roots(sheet)
    _canopy(sheet, 1)
    _table(sheet)
    _front(sheet)
    sheet.finish(path)


def _far(sheet: Sheet) -> None:
    everything = sheet.everything()
    sheet.fade(everything, "#8fb9ae", (0, 640), (0, 0), 0, 1)
    sheet.glow(1330, 640, 700, "#fff6d6", 0.95, 1.4, 0.3)
    for x, y, wide, tall, ink in (
        (1120, 640, 190, 330, "#d9b98c"), (1300, 690, 160, 280, "#cda67c"), (1430, 600, 150, 370, "#d2ad84"),
        (980, 700, 150, 270, "#cfa880"),
    ):  # fmt: skip
        sheet.flat([box(x, y, x + wide, y + tall)], ink)
        sheet.flat([[(x - 14, y + 6), (x + wide / 2, y - 52), (x + wide + 14, y + 6)]], mix(ink, BRICK, 0.45))
        sheet.rim([[(x - 14, y + 6), (x + wide / 2, y - 52), (x + wide + 14, y + 6)]], SUN, 4, -4)
        for row in range(3):
            for column in range(2):
                left, top = x + 26 + column * wide * 0.45, y + 44 + row * 92
                sheet.flat([box(left, top, left + 34, top + 50)], mix(ink, "#5b4a44", 0.45))
    sheet.grain([box(900, 560, 1640, GROUND)], "#fff0c8", (0, 560), (0, GROUND), 0.1, 0.75)


def _houses(sheet: Sheet) -> None:
    # right: a red-brick house in perspective, towards a point at (1240, 840)
    def at(x: float, share: float) -> Point:
        """A point on the right wall: x across the picture, share 0 (ground) to 1 (eaves)."""
        t = (x - 1240) / 860
        return x, 840 + (330 * (1 - share) - 560 * share) * t

    wall: Poly = [at(1560, 0), at(2140, 0), at(2140, 1), at(1560, 1)]
    sheet.flat([wall], BRICK)
    rng = random.Random(2)
    with sheet.clip([wall]):
        for row in range(40):
            share = row / 40
            sheet.flat([ribbon([at(1560, share), at(2140, share)], [1.5, 4], smooth=False)], "#8e3c2c")
            for brick in range(13):
                x = 1560 + 580 * ((brick + (row % 2) * 0.5) / 13) ** 1.15
                if rng.random() < 0.3:
                    cell = [at(x, share), at(x + 40, share), at(x + 40, share + 0.024), at(x, share + 0.024)]
                    sheet.flat([cell], rng.choice(("#c9694a", "#9c4230", "#d67f58")))
        sheet.grain([wall], "#4a1f22", (1560, 700), (2140, 420), 0.05, 0.95)
        sheet.grain([wall], "#4a1f22", (1800, 560), (1800, 330), 0, 0.9)
    base = [at(1560, 0), at(2140, 0), at(2140, 0.13), at(1560, 0.13)]
    sheet.flat([base], "#8b7f74")
    sheet.grain([base], "#39343a", (1560, 900), (2140, 1000), 0, 0.9)
    door: Poly = [at(1900, 0.02), at(2070, 0.02), at(2070, 0.6), at(1900, 0.6)]
    sheet.flat([[at(1884, 0.02), at(2088, 0.02), at(2088, 0.63), at(1884, 0.63)]], "#d8b98a")
    sheet.flat([door], "#24504f")
    for x in (1940, 1985, 2030):
        sheet.flat([ribbon([at(x, 0.02), at(x, 0.6)], [4, 4], smooth=False)], "#12302f")
    for low, high in ((0.12, 0.3), (0.36, 0.55)):
        sheet.rim([[at(1910, low), at(1975, low), at(1975, high), at(1910, high)]], "#5f938a", 4, -4)
        sheet.rim([[at(1992, low), at(2060, low), at(2060, high), at(1992, high)]], "#5f938a", 4, -4)
    for x in (1892, 2080):  # red papers by the door, left blank
        sheet.flat([ribbon([at(x, 0.2), at(x, 0.56)], [18, 20], smooth=False)], "#d8402d")
    window: Poly = [at(1640, 0.34), at(1780, 0.34), at(1780, 0.62), at(1640, 0.62)]
    sheet.flat([[at(1626, 0.31), at(1796, 0.31), at(1796, 0.65), at(1626, 0.65)]], "#d8b98a")
    sheet.flat([window], "#2b3a3c")
    for x in (1668, 1696, 1724, 1752):
        sheet.flat([ribbon([at(x, 0.34), at(x, 0.62)], [6, 7], smooth=False)], "#a9c2a8")
    eaves: Poly = [(1500, 668), at(2160, 1.0), (2160, 128), (1500, 588)]
    sheet.flat([eaves], "#39414a")
    for step in range(34):
        x = 1500 + 660 * (step / 34) ** 1.1
        t = (x - 1500) / 660
        sheet.flat([ribbon([(x, 668 + (240 - 668) * t), (x + 4, 588 + (128 - 588) * t)],
                           [5 + 6 * t, 5 + 6 * t], smooth=False)],
                   "#6c7680")  # fmt: skip
        sheet.flat([ellipse(x, 668 + (240 - 668) * t, 5 + 6 * t, 6 + 7 * t)], "#8d969b")
    # left: a plastered garden wall with a tiled cap
    wall = [(-10, 560), (420, 700), (420, 1010), (-10, 1110)]
    sheet.flat([wall], WALL)
    sheet.grain([wall], "#9a6f54", (420, 800), (-60, 760), 0, 0.95)
    sheet.grain([wall], "#6b4a44", (200, 920), (180, 1110), 0, 0.8)
    cap: Poly = [(-10, 516), (440, 672), (440, 706), (-10, 570)]
    sheet.flat([cap], "#39414a")
    for step in range(22):
        t = step / 22
        sheet.flat(
            [ribbon([(450 * t - 6, 516 + 156 * t), (450 * t - 6, 572 + 136 * t)], [8, 8], smooth=False)],
            "#78828a",
        )
    sheet.rim([cap], "#d9c89a", 0, -4)
    moon = ellipse(180, 840, 84, 98, -6)
    sheet.flat([moon], "#8e5d47")
    sheet.flat([ellipse(186, 842, 72, 86, -6)], "#3d6a4a")
    with sheet.clip([ellipse(186, 842, 72, 86, -6)]):
        sheet.flat([ellipse(150, 905, 60, 50), ellipse(230, 890, 60, 60)], "#214a3a")
        sheet.flat([ellipse(205, 800, 50, 36)], "#9dbb6a")


def _ground(sheet: Sheet) -> None:
    ground: Poly = [
        (-10, 1105),
        (420, 1008),
        (940, 965),
        (1240, 950),
        (1560, 965),
        (2110, 1180),
        (2110, 1410),
        (-10, 1410),
    ]
    sheet.flat([ground], "#dcb27b")
    sheet.grain([ground], "#ffe9b4", (1240, 1180), (1300, 950), 0, 1)
    sheet.grain([ground], "#7a5546", (1100, 1050), (900, 1420), 0, 0.95)
    rng = random.Random(21)
    with sheet.clip([ground]):
        for row in range(9):
            y = 990 + row * row * 5.6
            sheet.flat([lens(rng.uniform(800, 1300), y, 2900, 3 + row * 0.7)], "#a77a58", 0.55)
    # the tree's shade with spots of light
    shade = hand_cut(ellipse(860, 1165, 900, 176), 5, 4, 60)
    sheet.flat([shade], "#4a3b41", 0.72)
    sheet.grain([shade], "#2b2530", (860, 1040), (700, 1330), 0, 0.8)
    spots: list[Poly] = []
    for _ in range(150):
        angle, reach = rng.uniform(0, 6.3), rng.random() ** 0.55
        x, y = 860 + math.cos(angle) * 860 * reach, 1165 + math.sin(angle) * 168 * reach
        spots.append(ellipse(x, y, rng.uniform(10, 40), rng.uniform(3, 9), rng.uniform(-8, 8), steps=14))
    sheet.flat(spots, "#f3cf8c", 0.85)


def _cluster(
    sheet: Sheet, x: float, y: float, rx: float, ry: float, tone: int, rng: random.Random, light: bool
) -> None:
    """A cushion of leaves: a dark base, leaves over it, light ones on the sunny side."""
    sheet.flat([hand_cut(ellipse(x, y, rx, ry), rx * 0.05, rng.randrange(9999), 26)], LEAVES[tone])
    for level, count in ((tone, 70), (tone + 1, 52), (tone + 2, 28)):
        if level >= len(LEAVES) or (level == tone + 2 and not light):
            continue
        marks: list[Poly] = []
        for _ in range(round(count * rx / 130)):
            angle, reach = rng.uniform(0, 6.3), math.sqrt(rng.random())
            px, py = math.cos(angle) * reach, math.sin(angle) * reach
            if level > tone:
                px, py = px * 0.75 + 0.22 * (level - tone), py * 0.7 - 0.26 * (level - tone)
            elif level == tone:
                px, py = px * 1.12, py * 1.14
            marks.append(
                lens(x + px * rx, y + py * ry, rng.uniform(30, 54), rng.uniform(13, 21), rng.uniform(0, 180))
            )
        sheet.flat(marks, LEAVES[level])


def _canopy(sheet: Sheet, layer: int) -> None:
    rng = random.Random(50 + layer)
    if layer == 0:
        sheet.flat([hand_cut(curve([(-20, -20), (1660, -20), (1640, 150), (1480, 300), (1240, 370),
                                    (980, 420), (640, 430),
                                    (300, 440), (60, 400), (-20, 330)], closed=True), 12, 8)],
                                    LEAVES[0])  # fmt: skip
        spots = [
            (x + rng.uniform(-50, 50), 300 + 90 * math.sin(x / 240) + rng.uniform(-60, 60))
            for x in range(-20, 1620, 105)
        ]
        for x, y in spots:
            _cluster(sheet, x, y, rng.uniform(110, 170), rng.uniform(70, 105), 0, rng, False)
    else:
        for x, y, rx, ry, tone in (
            (120, 120, 210, 120, 0), (420, 60, 230, 120, 1), (760, 90, 240, 130, 0),
            (1080, 60, 230, 120, 1), (1380, 90, 220, 130, 1),
            (1560, 180, 150, 100, 1), (40, 300, 160, 110, 0), (300, 250, 200, 110, 1),
            (590, 230, 190, 100, 0), (1000, 240, 200, 105, 0),
            (1260, 260, 190, 105, 1), (1450, 320, 150, 90, 1), (160, 420, 150, 80, 0),
            (1190, 380, 130, 70, 1), (420, 390, 130, 70, 0),
            (540, 330, 110, 64, 1), (720, 260, 170, 90, 1), (880, 330, 110, 66, 0),
            (1040, 400, 110, 60, 1), (640, 392, 70, 40, 0),
            (270, 420, 110, 60, 1), (1320, 410, 110, 56, 0),
        ):  # fmt: skip
            _cluster(sheet, x, y, rx, ry, tone, rng, True)


def _trunk(sheet: Sheet) -> None:
    branches: Shape = [
        ribbon(
            [(560, 1010), (600, 840), (640, 640), (560, 480), (380, 360), (160, 300)],
            [150, 120, 120, 92, 66, 30],
        ),
        ribbon([(740, 1010), (730, 820), (740, 620), (760, 420), (700, 240)], [190, 170, 150, 110, 60]),
        ribbon(
            [(880, 1010), (850, 840), (850, 660), (980, 500), (1180, 420), (1420, 380)],
            [150, 130, 130, 100, 70, 30],
        ),
        ribbon([(800, 700), (900, 500), (1000, 330), (1080, 200)], [120, 96, 74, 40]),
        ribbon([(660, 700), (620, 520), (500, 330), (420, 200)], [110, 90, 70, 40]),
        box(600, 760, 860, 1000),
    ]
    flares: Shape = [
        [*curve([(500, 1010), (440, 1060), (330, 1090), (420, 1100), (560, 1076), (640, 1020)])],
        [*curve([(640, 1000), (600, 1080), (560, 1130), (660, 1110), (720, 1060), (740, 1000)])],
        [*curve([(740, 1000), (760, 1080), (800, 1128), (860, 1110), (840, 1050), (850, 1000)])],
        [*curve([(850, 1000), (920, 1060), (1040, 1090), (960, 1102), (860, 1078), (800, 1020)])],
        curve(
            [(500, 960), (480, 1030), (560, 1078), (720, 1090), (880, 1078), (952, 1030), (930, 960)],
            closed=True,
        ),
    ]
    tree: Shape = [*branches, *flares]
    sheet.flat(tree, BARK)
    sheet.grain(tree, "#21181a", (820, 800), (560, 840), 0, 1)
    sheet.grain(tree, BARK_LIT, (800, 760), (960, 720), 0, 0.85)
    sheet.grain(tree, "#1a1416", (760, 640), (740, 380), 0, 0.9)
    rng = random.Random(33)
    with sheet.clip(tree):
        for _ in range(150):
            x, y = rng.uniform(500, 940), rng.uniform(440, 1080)
            lean = (x - 720) * 0.05
            cut = lens(x, y, rng.uniform(60, 210), rng.uniform(5, 13), 90 - lean + rng.uniform(-9, 9))
            sheet.flat(
                [cut],
                "#2b1d1c" if rng.random() < 0.68 else mix(BARK_LIT, BARK, 0.2 if x > 760 else 0.6),
                0.85,
            )
        sheet.flat(
            [curve([(690, 800), (720, 770), (752, 800), (746, 872), (716, 900), (690, 866)], closed=True)],
            "#171012",
        )
    with sheet.clip([box(0, 520, WIDTH, HEIGHT)]):
        sheet.rim(tree, "#f2bd80", 6, -3)


def _roots(sheet: Sheet) -> None:
    """Aerial roots hanging from the boughs, some of them reaching the ground."""
    rng = random.Random(61)
    for x, top, low in (
        (985, 440, 1040),
        (1130, 420, 830),
        (430, 400, 1060),
        (350, 360, 820),
        (1270, 400, 760),
        (250, 330, 700),
    ):
        for _ in range(5):
            px = x + rng.uniform(-24, 24)
            end = low + rng.uniform(-90, 20)
            path = [(px, top), (px + rng.uniform(-10, 10), (top + end) / 2), (px + rng.uniform(-16, 16), end)]
            thick = 16 if low > 1000 else 6
            sheet.flat(
                [ribbon(path, [thick * 0.6, thick * 0.5, thick * rng.uniform(0.3, 0.9)])],
                mix(BARK, "#2b1d1c", rng.random()),
            )
    beard: list[Poly] = []
    for _ in range(90):
        left = rng.uniform(120, 1480)
        root, fall = 380 + rng.uniform(-30, 50), rng.uniform(50, 230)
        beard.append(
            ribbon(
                [
                    (left, root),
                    (left + rng.uniform(-6, 6), root + fall * 0.6),
                    (left + rng.uniform(-8, 8), root + fall),
                ],
                [4, 3, 1.2],
            )
        )
    sheet.flat(beard, "#3d2a26")


def _table(sheet: Sheet) -> None:
    # a man on the near stool, another stool free, a friend coming up the lane
    inks = one_ink("#1d2f3d") | {"skin": "#a8694a", "hair": "#e6e2d6", "coat": "#e9e0c8", "legs": "#2b3f52"}
    far = walking("straw", bag=True)
    outline = far.paint(sheet, 1290, 1010, 205, one_ink("#5a4640") | {"bag": "#8a6a4a"}, True)
    sheet.rim(outline, SUN, 2.5, -2)
    sheet.flat([lens(1262, 1012, 150, 12, 4)], "#8a6450", 0.8)
    for x, y, size in ((1470, 1185, 1.1), (1240, 1120, 0.82)):
        _stool(sheet, x, y, size)
    _stool(sheet, 1006, 1118, 1.1)
    man = sitting("short", reach=(0.27, -0.47))
    outline = man.paint(sheet, 1024, 1222, 440, inks)
    sheet.rim(outline, "#fff3d0", 5, -4)
    sheet.grain(outline, "#4a3b41", (1010, 1100), (950, 1120), 0, 0.8)
    sheet.flat([ellipse(1250, 1245, 190, 26)], "#241d28", 0.75)
    for side in (-1, 1):
        sheet.flat(
            [ribbon([(1250 + side * 100, 1080), (1250 + side * 122, 1240)], [26, 22], smooth=False)],
            "#3a2018",
        )
        sheet.flat(
            [ribbon([(1250 + side * 50, 1074), (1250 + side * 58, 1214)], [18, 16], smooth=False)], "#2a1714"
        )
    top = ellipse(1250, 1068, 178, 42)
    sheet.flat([[(x, y + 18) for x, y in top]], "#3a2018")
    sheet.flat([top], "#9c5a34")
    sheet.grain([top], "#e3a566", (1200, 1080), (1400, 1050), 0, 1)
    sheet.rim([top], SUN, 3, -4)
    # teapot, cups, a bowl of seeds
    pot: Shape = place([curve([(-42, 0), (-50, -32), (-36, -64), (0, -78), (38, -64), (54, -32), (44, 0)],
                              closed=True),
                        ellipse(0, -78, 28, 8), ellipse(0, -90, 9, 9)], 1240, 1058, 0.78)  # fmt: skip
    spout: Shape = place([ribbon(arc(-48, -34, 32, 25, 80, 280), [10, 10], smooth=False),
                          ribbon([(44, -22), (76, -38), (90, -66)], [22, 15, 11])], 1240, 1058,
                          0.78)  # fmt: skip
    sheet.flat(spout, "#6b2f22")
    sheet.flat(pot, "#8f3f2b")
    sheet.grain(pot, "#3a1616", (1250, 1030), (1200, 1044), 0, 1)
    sheet.rim(pot, "#f2b27c", 4, -3)
    for x, y in ((1150, 1066), (1350, 1064), (1302, 1086)):
        cup: Poly = [*arc(x, y - 14, 20, 6, 180, 360), (x + 13, y + 12), (x - 13, y + 12)]
        sheet.flat([cup], "#f2ead2")
        sheet.flat([ellipse(x, y - 14, 20, 6)], "#b98545")
        sheet.rim([cup], "#8d9a92", -5, 0)
    # his fan
    fan: Shape = place([curve([(-20, -20), (-42, -80), (-14, -130), (30, -132), (52, -86), (24, -30)],
                              closed=True)],
                       1144, 1026, 0.8)  # fmt: skip
    sheet.flat([ribbon([(1142, 1036), (1150, 970)], [8, 7], smooth=False), *fan], "#d9ab5e")
    sheet.grain(fan, "#7a4a2a", (1160, 950), (1112, 960), 0, 0.9)
    sheet.flat(
        [
            ribbon([(1148, 1004), (1134 + 13 * i, 934 + abs(i - 1) * 5)], [3, 2], smooth=False)
            for i in range(4)
        ],
        "#7a4a2a",
    )


def _stool(sheet: Sheet, x: float, y: float, size: float) -> None:
    """A round wooden stool whose seat is centred on (x, y)."""
    sheet.flat([ellipse(x, y + 92 * size, 84 * size, 13 * size)], "#241d28", 0.7)
    for side in (-1, -0.4, 0.45, 1):
        sheet.flat([ribbon([(x + side * 44 * size, y),
                            (x + side * 60 * size, y + (92 - 10 * (abs(side) < 0.6)) * size)],
                           [15 * size, 12 * size], smooth=False)], "#3a2018")  # fmt: skip
    sheet.flat([ellipse(x, y + 9 * size, 66 * size, 18 * size)], "#3a2018")
    seat = ellipse(x, y, 66 * size, 18 * size)
    sheet.flat([seat], "#b06a3c")
    sheet.rim([seat], SUN, 2, -3)


def _front(sheet: Sheet) -> None:
    """Flower pots at the wall's foot, a cat in the sun, leaves on the ground."""
    rng = random.Random(90)
    for x, y, size, ink in (
        (90, 1210, 1.25, "#a5522f"),
        (250, 1175, 1.0, "#3d6a72"),
        (370, 1130, 0.8, "#b3653a"),
        (2010, 1290, 1.3, "#a5522f"),
    ):
        leaves = [
            ribbon([(x, y - 60 * size),
                    (x + math.cos(a) * 60 * size, y - 120 * size + math.sin(a) * 50 * size),
                    (x + math.cos(a) * 110 * size, y - 120 * size + math.sin(a) * 90 * size)],
                    [6, 30 * size, 2])
            for a in [rng.uniform(-2.9, -0.2) for _ in range(13)]
        ]  # fmt: skip
        sheet.flat(leaves, LEAVES[1])
        sheet.flat(leaves[::2], LEAVES[2])
        sheet.rim(leaves[::3], LEAVES[4], 4, -4)
        pot: Poly = [
            (x - 62 * size, y - 66 * size),
            (x + 62 * size, y - 66 * size),
            (x + 46 * size, y + 44 * size),
            (x - 46 * size, y + 44 * size),
        ]
        sheet.flat([pot, box(x - 70 * size, y - 78 * size, x + 70 * size, y - 54 * size)], ink)
        sheet.grain([pot], INK, (x + 10, y), (x - 66 * size, y + 10), 0, 0.9)
        sheet.rim([pot], mix(ink, SUN, 0.6), 6, 0)
    cat = curve(
        [(1640, 1278), (1652, 1238), (1700, 1222), (1760, 1226), (1806, 1250), (1816, 1284)], closed=False
    )
    sheet.flat([ellipse(1725, 1290, 130, 12)], "#4a3b41", 0.6)
    cat_shape: Shape = [[*cat, (1640, 1288)], ellipse(1650, 1236, 34, 29),
                        [(1622, 1224), (1626, 1188), (1650, 1210)],
                        [(1652, 1210), (1674, 1190), (1678, 1226)],
                        ribbon([(1800, 1276), (1850, 1284), (1866, 1258), (1850, 1238)],
                               [20, 16, 14, 9])]  # fmt: skip
    sheet.flat(cat_shape, "#2a2226")
    sheet.rim(cat_shape, "#f2bd80", 3, -4)
    marks = [
        lens(
            rng.uniform(60, 2050),
            rng.uniform(1130, 1390),
            rng.uniform(16, 30),
            rng.uniform(7, 12),
            rng.uniform(0, 180),
        )
        for _ in range(44)
    ]
    sheet.flat(marks, "#b9863c")
    sheet.flat(marks[::3], "#6d7a3a")
