"""Bowls of glutinous rice balls for the winter solstice."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from pathlib import Path

from .press import Poly, Sheet, arc, box, curve, ellipse, lens, limb, mix, ribbon

WIDTH, HEIGHT = 1800, 1350
INK, TABLE, TABLE_LIT = "#1c1014", "#6b2f22", "#c9753f"
WHITE, PINK, AMBER = "#fdf6e3", "#ef9a92", "#c9792e"
STEAM = "#fff3dc"


def bowls(path: Path) -> None:
    """Draw the picture."""
    sheet = Sheet(WIDTH, HEIGHT, TABLE, 131)
    _room(sheet)
    _bowl(sheet, 420, 590, 290, "#e9e4d2", "#2f5d7a", 7, 3)
    _bowl(sheet, 1400, 545, 255, "#e9e4d2", "#a8352c", 6, 5)
    _small_things(sheet)
    _steam(sheet, ((430, 590, 300), (1400, 545, 260)), 0.6)
    _bowl(sheet, 960, 880, 440, "#f1ecda", "#2f5d7a", 14, 11, spoon=True)
    _steam(sheet, ((960, 800, 420),), 0.8)
    sheet.finish(path, quality=86)


def _room(sheet: Sheet) -> None:
    back = [box(0, 0, WIDTH, 330)]
    sheet.flat(back, "#1f2a3c")
    sheet.grain(back, "#0f1520", (500, 200), (1800, 0), 0, 0.9)
    # a window with the winter evening and a lamp-lit sill
    sheet.flat([box(120, -10, 700, 262)], "#7a3a26")
    sheet.flat([box(146, -10, 674, 240)], "#3d6485")
    sheet.fade([box(146, -10, 674, 240)], "#c98a6a", (0, 40), (0, 250), 0, 0.9)
    rng = random.Random(6)
    for index in range(9):
        x, tall = 150 + index * 58, rng.uniform(50, 130)
        sheet.flat([box(x, 240 - tall, x + rng.uniform(40, 90), 240)], "#243c58")
        for row in range(int(tall // 34)):
            top = 254 - tall + row * 32
            sheet.flat(
                [box(x + 12, top, x + 24, top + 15), box(x + 32, top, x + 44, top + 15)][: rng.randint(1, 2)],
                "#ffd27a",
            )
    for x in (146, 318, 490, 660):
        sheet.flat([box(x, -10, x + 16, 242)], "#7a3a26")
    sheet.flat([box(146, 96, 674, 110), box(110, 240, 710, 268)], "#7a3a26")
    sheet.rim([box(110, 240, 710, 268)], "#e09a5c", 0, -6)
    sheet.glow(1180, 60, 700, "#f0a24c", 0.85, 1.7, 0.4)
    shade: Poly = [*arc(1180, 60, 150, 120, 180, 360), (1350, 96), (1010, 96)]
    sheet.flat([box(1175, -10, 1185, -50 + 60), shade], "#b3392c")
    sheet.grain([shade], "#5a1620", (1180, 40), (1020, 0), 0, 0.9)
    sheet.flat([ellipse(1180, 96, 170, 22)], "#ffe9b4")
    table = [box(0, 320, WIDTH, HEIGHT)]
    sheet.flat(table, TABLE)
    sheet.fade(table, TABLE_LIT, (700, 1150), (1150, 330), 0, 0.95)
    sheet.grain(table, "#8a4428", (1050, 420), (700, 1150), 0, 0.5)
    sheet.fade(table, "#2a1216", (950, 900), (600, 1500), 0, 0.8)
    sheet.grain(table, "#2a1216", (900, 1000), (600, 1600), 0, 0.6)
    for y in (430, 590, 800, 1080):
        sheet.flat([lens(WIDTH / 2 + rng.uniform(-100, 100), y, 2400, 7)], "#3a1a18")
    sheet.gouges((0, 330, WIDTH, HEIGHT), "#4a1f1a", 90, (120, 480), (3, 8), (-0.6, 0.6), 0.8)
    sheet.gouges((500, 330, WIDTH, 900), "#e09a5c", 50, (90, 320), (2, 6), (-0.6, 0.6), 0.6)
    sheet.flat([box(0, 314, WIDTH, 330)], "#e8a866")
    # a woven mat under the large bowl
    mat = ellipse(960, 1130, 640, 190)
    sheet.flat([[(x + 10, y + 22) for x, y in mat]], INK, 0.6)
    sheet.flat([mat], "#c99a52")
    with sheet.clip([mat]):
        for ring in range(12):
            size = 640 - ring * 46
            sheet.flat([ribbon(arc(960, 1130, size, size * 0.297, 0, 360), [6, 6], smooth=False)], "#7a4c26")
        for turn in range(80):
            angle = turn * math.pi / 40
            a = (960 + 200 * math.cos(angle), 1130 + 59 * math.sin(angle))
            b = (960 + 640 * math.cos(angle), 1130 + 190 * math.sin(angle))
            sheet.flat([ribbon([a, b], [3, 6], smooth=False)], "#e8c682", 0.7)
        sheet.fade([mat], "#3a1a18", (1060, 1120), (420, 1260), 0, 0.75)
        sheet.grain([mat], "#3a1a18", (1000, 1120), (500, 1300), 0, 0.5)


def _bowl(sheet: Sheet, x: float, y: float, radius: float, ink: str, band: str, count: int, seed: int,
          spoon: bool = False) -> None:  # fmt: skip
    """A bowl whose rim is centred on (x, y), with its soup and rice balls."""
    squash = 0.36
    deep = radius * 0.66
    foot = y + deep
    sheet.flat([ellipse(x - radius * 0.1, foot + radius * 0.07, radius * 0.86, radius * 0.17)], INK, 0.75)
    sheet.flat([[*arc(x, foot - radius * 0.04, radius * 0.46, radius * 0.1, 180, 360),
                 *arc(x, foot + radius * 0.06, radius * 0.44, radius * 0.1, 0, 180)]],
                 mix(ink, "#5a4a52", 0.5))  # fmt: skip
    body: Poly = [
        *arc(x, y, radius, radius * squash, 180, 0),
        *curve([(x + radius, y), (x + radius * 0.93, y + deep * 0.42),
                (x + radius * 0.72, y + deep * 0.78), (x + radius * 0.44, y + deep),
                (x, y + deep * 1.07), (x - radius * 0.44, y + deep), (x - radius * 0.72, y + deep * 0.78),
                (x - radius * 0.93, y + deep * 0.42),
                (x - radius, y)]),
    ]  # fmt: skip
    sheet.flat([body], ink)
    with sheet.clip([body]):
        for level, thick in ((0.2, 0.07), (0.33, 0.022)):
            line = arc(x, y + deep * level, radius * (0.99 - level * 0.1), radius * squash * 0.97, 0, 180)
            sheet.flat([ribbon(line, [radius * thick] * 2, smooth=False)], band)
        for petal in range(11):  # a chain of rings round the belly
            angle = math.radians(10 + petal * 16)
            px, py = x + math.cos(angle) * radius * 0.86, y + deep * 0.5 + math.sin(angle) * radius * 0.22
            wide = radius * 0.085 * (0.3 + 0.7 * math.sin(angle))
            ring = ribbon(arc(px, py, wide, radius * 0.075, 0, 360), [radius * 0.022] * 2, smooth=False)
            sheet.flat([ring, ellipse(px, py, wide * 0.35, radius * 0.03)], band)
        line = arc(x, y + deep * 0.68, radius * 0.78, radius * squash * 0.8, 0, 180)
        sheet.flat([ribbon(line, [radius * 0.018] * 2, smooth=False)], band)
        sheet.fade(
            [body],
            "#5a4050",
            (x + radius * 0.3, y + deep * 0.2),
            (x - radius * 0.95, y + deep * 0.8),
            0,
            0.75,
        )
        sheet.grain(
            [body],
            "#3f2a38",
            (x + radius * 0.1, y + deep * 0.3),
            (x - radius * 1.05, y + deep * 0.95),
            0,
            0.75,
        )
        sheet.fade([body], "#2f2030", (x, y + deep * 0.65), (x - radius * 0.15, y + deep * 1.2), 0, 0.7)
    _soup(sheet, x, y, radius, band, count, seed)
    if spoon:
        _spoon(sheet, x + radius * 0.28, y + radius * 0.1, radius)
    front = arc(x, y, radius, radius * squash, 8, 172)
    sheet.flat([ribbon(front, [radius * 0.012, radius * 0.03, radius * 0.012], smooth=False)], "#fffaf0")


def _soup(sheet: Sheet, x: float, y: float, radius: float, band: str, count: int, seed: int) -> None:
    """The inside of a bowl: syrup, rice balls that do not touch, osmanthus."""
    squash = 0.36
    inside = ellipse(x, y, radius, radius * squash)
    sheet.flat([inside], "#fbf6e4")
    sheet.rim([inside], band, 0, radius * 0.012)
    well = ellipse(x, y + radius * 0.012, radius * 0.93, radius * squash * 0.9)
    sheet.flat([well], "#cfc4ae")
    sheet.grain([well], "#6a5561", (x - radius * 0.2, y), (x + radius * 0.8, y - radius * 0.2), 0, 0.9)
    soup = ellipse(x, y + radius * 0.06, radius * 0.88, radius * squash * 0.8)
    sheet.flat([soup], AMBER)
    sheet.grain([soup], "#7a3a1c", (x, y), (x + radius * 0.8, y - radius * 0.25), 0, 0.9)
    sheet.grain([soup], "#f2b65a", (x, y + radius * 0.1), (x - radius * 0.7, y + radius * 0.3), 0, 0.8)
    rng = random.Random(seed)
    balls: list[tuple[float, float, str]] = []
    size = radius * 0.155
    tries = 0
    while len(balls) < count and tries < 4000:
        tries += 1
        angle, reach = rng.uniform(0, 6.3), math.sqrt(rng.random()) * 0.66
        px, py = (
            x + math.cos(angle) * radius * reach,
            y + radius * 0.06 + math.sin(angle) * radius * squash * reach,
        )
        if all(math.hypot(px - bx, (py - by) / 0.62) > size * 1.62 for bx, by, _ in balls):
            balls.append((px, py, PINK if len(balls) % 3 == 1 else WHITE))
    with sheet.clip([well]):
        for px, py, tone in sorted(balls, key=lambda item: item[1]):
            _ball(sheet, px, py, size, tone)
    flowers: list[Poly] = []
    for _ in range(count * 3):
        angle, reach = rng.uniform(0, 6.3), math.sqrt(rng.random()) * 0.78
        px, py = (
            x + math.cos(angle) * radius * reach,
            y + radius * 0.06 + math.sin(angle) * radius * squash * reach,
        )
        flowers += [ellipse(px + dx * radius * 0.012, py + dy * radius * 0.008, radius * 0.01,
                            radius * 0.007, steps=10)
                    for dx, dy in ((-1, 0), (1, 0), (0, -1), (0, 1))]  # fmt: skip
    sheet.flat(flowers, "#ffd75a")


def _ball(sheet: Sheet, x: float, y: float, size: float, ink: str) -> None:
    """One rice ball half sunk in the soup."""
    sheet.flat([ellipse(x - size * 0.1, y + size * 0.3, size * 1.12, size * 0.72)], "#5a2716", 0.65)
    body = ellipse(x, y, size, size * 0.86)
    sheet.flat([body], ink)
    sheet.grain(
        [body],
        mix(ink, "#b8744a", 0.5),
        (x + size * 0.1, y + size * 0.1),
        (x - size * 0.7, y + size * 0.85),
        0,
        0.85,
    )
    sheet.flat([lens(x + size * 0.3, y - size * 0.42, size * 0.7, size * 0.24, 32)], "#fffdf6")


def _spoon(sheet: Sheet, x: float, y: float, radius: float) -> None:
    """A china spoon resting in the bowl, its handle over the right edge, one ball on it."""
    handle = ribbon([(x + radius * 0.16, y - radius * 0.02), (x + radius * 0.5, y - radius * 0.34),
                     (x + radius * 0.86, y - radius * 0.72)],
                    [radius * 0.13, radius * 0.09, radius * 0.12])  # fmt: skip
    sheet.flat(
        [handle, ellipse(x + radius * 0.86, y - radius * 0.72, radius * 0.06, radius * 0.06)], "#e9e4d2"
    )
    sheet.rim([handle], "#fffdf2", 0, -5)
    sheet.grain(
        [handle],
        "#6a5561",
        (x + radius * 0.5, y - radius * 0.36),
        (x + radius * 0.54, y - radius * 0.26),
        0,
        0.9,
    )
    sheet.flat([ribbon([(x + radius * 0.3, y - radius * 0.13), (x + radius * 0.5, y - radius * 0.32),
                        (x + radius * 0.82, y - radius * 0.67)],
                       [radius * 0.03, radius * 0.018, radius * 0.03])], "#2f5d7a")  # fmt: skip
    bowl = curve([(x - radius * 0.26, y + radius * 0.04), (x - radius * 0.1, y - radius * 0.07),
                  (x + radius * 0.14, y - radius * 0.08),
                  (x + radius * 0.24, y + radius * 0.0), (x + radius * 0.12, y + radius * 0.11),
                  (x - radius * 0.12, y + radius * 0.14)],
                 closed=True)  # fmt: skip
    sheet.flat([[(px - 4, py + 14) for px, py in bowl]], "#5a2716", 0.7)
    sheet.flat([bowl], "#f6f1e0")
    sheet.grain([bowl], "#8d7a7e", (x, y), (x + radius * 0.16, y - radius * 0.1), 0, 0.9)
    sheet.rim([bowl], "#fffdf6", -2, 6)
    _ball(sheet, x - radius * 0.02, y - radius * 0.03, radius * 0.15, WHITE)


def _small_things(sheet: Sheet) -> None:
    """Ginger, red dates and a saucer of sugar on the table."""
    dish = ellipse(1560, 1000, 190, 62)
    sheet.flat([[(x - 12, y + 26) for x, y in dish]], INK, 0.7)
    sheet.flat([[(x, y + 12) for x, y in dish]], "#7f8f92")
    sheet.flat([dish], "#dfe3d6")
    sheet.rim([dish], "#2f5d7a", 0, 7)
    sheet.flat([ellipse(1560, 998, 150, 44)], "#c7cec4")
    rng = random.Random(19)
    for x, y in ((1490, 986), (1560, 966), (1628, 984), (1530, 1012), (1600, 1010)):  # ginger slices
        piece = ellipse(x, y, rng.uniform(44, 54), rng.uniform(24, 30), rng.uniform(-20, 20))
        sheet.flat([[(px - 2, py + 9) for px, py in piece]], "#a8752c")
        sheet.flat([piece], "#f2cf74")
        sheet.rim([piece], "#fff0b8", 3, -4)
        sheet.flat([ribbon(arc(x, y, 24, 12, 0, 360), [2.5, 2.5], smooth=False)], "#c99a44")
    for x, y, tilt in (
        (190, 1050, 20),
        (290, 1110, -14),
        (160, 1160, -30),
        (1370, 1245, 12),
        (1480, 1215, -24),
    ):  # red dates
        date = ellipse(x, y, 56, 37, tilt)
        sheet.flat([ellipse(x - 8, y + 24, 56, 20, tilt)], INK, 0.6)
        sheet.flat([date], "#a82f26")
        sheet.grain([date], "#3a0f16", (x + 6, y), (x - 50, y + 26), 0, 1)
        sheet.flat([lens(x + 14, y - 15, 44, 11, tilt + 6), lens(x - 20, y + 4, 36, 6, tilt + 24)], "#ef8a62")
    sheet.flat(limb([(60, 1300), (330, 1262)], [16, 22], smooth=False), "#8a2a22")  # chopsticks
    sheet.flat(limb([(66, 1334), (342, 1292)], [16, 22], smooth=False), "#8a2a22")
    sheet.flat(limb([(290, 1268), (330, 1262)], [22, 22], smooth=False), "#e0a83c")
    sheet.flat(limb([(302, 1298), (342, 1292)], [22, 22], smooth=False), "#e0a83c")


def _steam(sheet: Sheet, sources: Sequence[tuple[float, float, float]], strength: float) -> None:
    """Steam curling up in tapering ribbons, densest a little above the soup."""
    for x, y, reach in sources:
        for index, off in enumerate((-0.36, -0.06, 0.24)):
            base = x + off * reach
            tall = reach * (1.25, 1.6, 1.1)[index]
            sway = reach * (0.13, 0.16, 0.12)[index]
            path = [(base, y), (base + sway, y - tall * 0.2), (base - sway * 0.5, y - tall * 0.45),
                    (base + sway * 0.8, y - tall * 0.7),
                    (base + sway * 0.1, y - tall * 0.9), (base + sway * 0.5, y - tall)]  # fmt: skip
            for wide, low, high in ((1.0, 0.22, 0.1), (0.55, 0.4, 0.2), (0.22, 0.7, 0.4)):
                wisp = ribbon(
                    path,
                    [reach * 0.02 * wide, reach * 0.16 * wide, reach * 0.19 * wide, reach * 0.13 * wide, 1],
                )
                sheet.fade([wisp], STEAM, (0, y - tall), (0, y - tall * 0.35), 0, low * strength)
                sheet.grain([wisp], STEAM, (0, y - tall), (0, y - tall * 0.3), 0, high * strength)
