"""The street market from dawn to dark: morning light, rain, lanterns."""

from __future__ import annotations

import random
from pathlib import Path

from . import produce
from .people import Figure, bending, front, one_ink, standing, walking
from .press import Camera, Poly, Sheet, arc, ellipse, lens, mix, ribbon
from .street import Tone, gate, lantern, shadow, shop_row, stall, string_of, umbrella

WIDTH, HEIGHT = 2100, 1400

Person = tuple[float, float, Figure, float, bool]
"""Metres across, metres away, figure, its height in metres, turned round or not."""


def dawn(path: Path) -> None:
    """First light down the lane, long shadows towards us."""
    night, gold, cream = "#14242f", "#f7bd5c", "#fff1c4"
    sheet = Sheet(WIDTH, HEIGHT, "#f9d893", 31)
    cam = Camera(1090, 470, 1250, 3.1)
    everything = sheet.everything()
    sheet.grain(everything, "#f2a765", (0, 400), (0, 180), 0, 1)
    sheet.grain(everything, "#cf8178", (0, 240), (0, 20), 0, 1)
    sheet.glow(1090, 360, 700, cream, 1, 1.1, 0.25)
    sheet.flat([ellipse(1090, 300, 112, 112)], "#fffbe6")
    rng = random.Random(2)
    for _ in range(13):
        y = rng.uniform(30, 230)
        cloud = lens(rng.uniform(300, 1900), y, rng.uniform(200, 620), rng.uniform(8, 22), rng.uniform(-2, 1))
        sheet.flat([cloud], mix("#8d7f92", "#f7b070", y / 240), 0.8)
        sheet.rim([cloud], cream, 0, -3)
    gate(sheet, 1090, 474, 0.92, "#c9804f", "#7d453c", cream)
    ground: Poly = [(-10, 470), (WIDTH + 10, 470), (WIDTH + 10, HEIGHT + 10), (-10, HEIGHT + 10)]
    sheet.flat([ground], "#b5744f")
    sheet.grain([ground], "#ffdf9c", (0, 1000), (0, 470), 0, 1)
    sheet.grain([ground], "#4a3340", (0, 720), (0, 1420), 0, 0.9)
    shop_row(sheet, cam, -1, 5, 44, 5.2, "#2c5157", night, "#eeb271", 5, 0.12, "#f9d48b")
    shop_row(sheet, cam, 1, 5, 44, 5.2, "#2f4a55", night, "#eeb271", 8, 0.12, "#f9d48b")
    sheet.grain([[cam(-0.8, 0, 60), cam(0.8, 0, 60), cam(1.5, 0, 3), cam(-1.7, 0, 3)]], "#ffe6ab",
                (0, 1250), (0, 520), 0, 1)  # fmt: skip
    for row in range(34):  # paving
        away = 3.6 * 1.09**row
        if away < 40:
            y = cam(0, 0, away)[1]
            sheet.flat([lens(cam.x + rng.uniform(-200, 200), y, 3600, max(1.5, 26 / away))], "#7a4a42", 0.5)
    tones = [
        Tone(("#c8402f", "#f7e4bd"), night, "#ffd48a", "#6b4438"),
        Tone(("#2f7476", "#f3e3b8"), night, "#ffd48a", "#4a4640"),
        Tone(("#dd9434", "#f9ecc8"), night, "#ffe0a0", "#6e4a36"),
        Tone(("#35557d", "#f0e2c4"), night, "#ffd48a", "#4a4048"),
    ]
    goods = [("tomato", "greens", "radish"), ("orange", "cabbage", "aubergine"),
             ("carrot", "greens", "pumpkin"),
             ("cabbage", "tomato", "greens")]  # fmt: skip
    spans = [(24, 31), (17.5, 23), (12.8, 16.8), (9.2, 12.2), (6.4, 8.7), (4.2, 6)]
    crowd: list[Person] = [
        (-0.7, 29, front("short"), 1.68, False), (0.5, 26, front("bun"), 1.6, False),
        (0.15, 20, front("straw", away=True), 1.68, False),
        (-1.3, 18, standing("short", reach=(0.3, -0.6)), 1.7, True),
        (1.2, 15.5, bending("bun"), 1.62, False), (-0.5, 13.6, front("hat"), 1.72, False),
        (0.55, 11.4, walking("bun", 0.3, bag=True), 1.6, True), (-1.3, 9.3, bending("short"), 1.68, True),
        (-0.2, 7.7, walking("short", bag=True), 1.7, False), (0.02, 7.7, walking("bun", 0.4), 1.1, False),
    ]  # fmt: skip
    vendors = [standing("straw"), standing("bun"), standing("short"), standing("short", breadth=1.1)]
    for index, (z0, z1) in enumerate(spans):
        for person in [p for p in crowd if p[1] >= z0 and (index == 0 or p[1] < spans[index - 1][0])]:
            _backlit(sheet, cam, person, night)
        for side in (-1, 1):
            number = (index + (0 if side < 0 else 2)) % 4
            stall(sheet, cam, side, z0, z1, tones[number], index * 7 + side, goods[number],
                  vendor=vendors[(number + index) % 4])  # fmt: skip
        if z0 > 9:
            sheet.fade(everything, "#f8c987", (0, 200), (0, 480), 0, 0.16)
    for person in crowd[-2:]:
        _backlit(sheet, cam, person, night)
    _dawn_foreground(sheet, night, gold)
    sheet.finish(path)


def _backlit(sheet: Sheet, cam: Camera, person: Person, ink: str) -> None:
    across, away, figure, tall, flip = person
    x, y = cam(across, 0, away)
    height = cam.size(tall, away)
    shadow(sheet, figure.outline(x, y, height, flip), y, 0.85, (x - cam.x) / 1300, "#54343c", 0.75)
    tone = mix(ink, "#c98a5a", min(0.6, away / 40))
    outline = figure.paint(sheet, x, y, height, one_ink(tone), flip)
    width = max(1.5, height * 0.011)
    sheet.rim(outline, "#ffd88f", width if x < cam.x else -width, -width * 0.6)


def _dawn_foreground(sheet: Sheet, night: str, gold: str) -> None:
    """Baskets before us on the right, a vendor behind them."""
    inks = one_ink("#1a2530") | {"bag": "#b3823f", "skin": "#7a4a38", "coat": "#22415a", "legs": "#16222c"}
    outline = bending("straw").paint(sheet, 1740, 1400, 760, inks, True)
    sheet.rim(outline, gold, -6, -4)
    for x, y, width, kind, size in (
        (1290, 1300, 350, "orange", 43), (1650, 1330, 400, "cabbage", 84), (1440, 1420, 420, "tomato", 46),
        (1960, 1410, 420, "carrot", 66), (60, 1290, 400, "greens", 84), (330, 1400, 420, "orange", 48),
    ):  # fmt: skip
        sheet.flat([ellipse(x, y - 26, width * 0.49, width * 0.13)], night)
        produce.heap(sheet, kind, x, y + 6, width * 0.82, size, x)
        produce.basket(sheet, x, y - 20, width, 190, "#a8703c", "#2c1a1c")


def rain(path: Path) -> None:
    """Umbrellas over the wet street."""
    ink, pale, lamp = "#16222e", "#c5d0cc", "#ffc869"
    sheet = Sheet(WIDTH, HEIGHT, "#8fa3a8", 47)
    cam = Camera(980, 330, 1500, 3.1)
    sheet.grain(sheet.everything(), pale, (0, 0), (0, 420), 0, 1)
    rng = random.Random(12)
    gate(sheet, 980, 336, 0.95, "#9cadb0", "#71868e", "#cfd8d4")
    ground: Poly = [(-10, 332), (WIDTH + 10, 332), (WIDTH + 10, HEIGHT + 10), (-10, HEIGHT + 10)]
    sheet.flat([ground], "#6f8791")
    sheet.fade([ground], "#d3dad2", (0, 800), (0, 330), 0, 1)
    sheet.fade([ground], "#24394a", (0, 480), (0, 1150), 0, 1)
    sheet.grain([ground], "#1c2f3e", (0, 700), (0, 1500), 0, 0.4)
    sheet.glow(980, 420, 760, "#f4efd8", 0.8, 1.3, 0.12, 0.62)
    _wet_ground(sheet, rng)
    shop_row(sheet, cam, -1, 5, 48, 6.0, "#46606e", "#223747", "#b4c2c3", 25, 0.35, "#f2cf8a")
    shop_row(sheet, cam, 1, 5, 48, 6.0, "#425a69", "#1f3343", "#b4c2c3", 28, 0.35, "#f2cf8a")
    tones = [
        Tone(("#2f6488", "#e4e4d0"), "#1a2936", "#f0e6c8", "#9a6a38"),
        Tone(("#b1402f", "#ece2c8"), "#1a2936", "#f2e2c0", "#a8743a"),
        Tone(("#3f7358", "#e4e2cc"), "#1a2936", "#f0e6c8", "#9a6a38"),
    ]
    vendors = [standing("short"), standing("bun"), standing("straw")]
    for index, (z0, z1) in enumerate(((20, 26), (14.6, 19), (10.6, 13.8), (7.6, 9.9))):
        for side in (-1, 1):
            number = (index + (0 if side < 0 else 1)) % 3
            stall(sheet, cam, side, z0, z1, tones[number], index * 5 + side, ("orange", "greens", "tomato"),
                  (3.1, 5.6), vendors[(index + number) % 3])  # fmt: skip
            for away in (z0 + (z1 - z0) * 0.3, z0 + (z1 - z0) * 0.75):
                x, y = cam(3.2 * side, 2.0, away)
                sheet.glow(x, y, cam.size(1.5, away), lamp, 0.75, 2, 0.3)
                sheet.flat([ellipse(x, y, cam.size(0.09, away), cam.size(0.11, away))], "#fff3cf")
                foot = cam(2.9 * side, 0, away)
                for step in range(9):
                    sheet.flat([lens(foot[0] + rng.uniform(-8, 8), foot[1] + step * cam.size(0.16, away),
                                     cam.size(0.5, away) * rng.uniform(0.4, 1), cam.size(0.06, away))],
                               lamp, 0.75 - step * 0.07)  # fmt: skip
        sheet.fade(sheet.everything(), "#b9c6c5", (0, 760), (0, 330), 0, 0.2 if z0 > 10 else 0.06)
    people: list[tuple[float, float, str, Figure, bool, float]] = [
        (-1.2, 21, "#4d6a78", front("short"), False, 2), (0.9, 19, "#a8584a", front("short", away=True),
                                                          False, -4),
        (-0.2, 16.5, "#c9a04a", front("short"), False, 3), (1.9, 14.5, "#4f7a70", walking("short"), True, -5),
        (-2.0, 13, "#8a3f3a", front("short", away=True), False, 4),
        (0.35, 11.6, "#33556f", front("short"), False, -3),
        (-0.95, 9.4, "#d9a63a", walking("long", 0.3, bag=True), False, 7),
        (1.75, 8.6, "#3f6b5c", front("hat", away=True), False, -6),
        (-2.25, 7.2, "#3a4f73", walking("short", 0.4, bag=True), False, 6),
        (0.45, 6.3, "#c33a2c", front("short", 0.32, away=True), False, -5),
    ]  # fmt: skip
    for across, away, colour, figure, flip, tilt in people:
        x, y = cam(across, 0, away)
        height = cam.size(1.66, away)
        haze = max(0.0, min(0.55, (away - 7) / 24))
        dark = mix(ink, "#aebdbe", haze)
        tone = mix(colour, "#b9c6c5", haze * 0.8)
        mirror = [[(px, 2 * y - py) for px, py in poly] for poly in figure.outline(x, y, height, flip)]
        sheet.flat(mirror, mix(dark, "#5a7078", 0.25), 0.7)
        for _ in range(30):
            low = rng.triangular(0.72, 1.35, 1.0)
            sheet.flat([lens(x + rng.gauss(0, 0.16) * height, y + height * low,
                             height * rng.uniform(0.25, 0.6),
                             height * 0.026)], mix(tone, "#2c4252", 0.15), 0.85)  # fmt: skip
        for step in range(14):
            ry = y + height * (0.06 + 1.15 * step / 14)
            sheet.flat([lens(x + rng.uniform(-0.3, 0.3) * height, ry, height * rng.uniform(0.25, 0.6),
                             height * 0.016)],
                       mix("#a9b8ba", "#3c5361", min(1, ry / 1100)), 0.9)  # fmt: skip
        inks = one_ink(dark) | {
            "skin": mix("#a8745a", "#aebdbe", haze),
            "coat": mix(mix(colour, ink, 0.72), "#aebdbe", haze),
        }
        figure.paint(sheet, x, y, height, inks, flip)
        umbrella(sheet, x + height * 0.02, y - height * 0.9, height * 0.46, tone,
                 mix(ink, "#aebdbe", haze * 0.7), tilt,
                 mix("#f6f1e0", "#c5d0cc", haze), 0.45)  # fmt: skip
    umbrella(sheet, 1745, 1240, 420, "#e0a232", ink, -7, "#fff4d2", 0.9)
    umbrella(sheet, 250, 1335, 400, "#27506e", ink, 8, "#e8efe8", 0.9)
    for _ in range(520):
        x, y, length = rng.uniform(-60, WIDTH), rng.uniform(-80, HEIGHT), rng.uniform(40, 150)
        sheet.flat(
            [lens(x, y, length, rng.uniform(1.6, 3.2), 101)],
            rng.choice(("#e9eeea", "#dfe7e4", "#a9bbc0")),
            0.6,
        )
    sheet.finish(path)


def _wet_ground(sheet: Sheet, rng: random.Random) -> None:
    for _ in range(170):
        near = rng.random()
        y = 420 + near * 980
        sheet.flat([lens(rng.uniform(0, WIDTH), y, (40 + 200 * near) * rng.uniform(0.5, 1), 2 + 7 * near)],
                   rng.choice(("#d9dfd6", "#8fa5ae", "#31495a", "#22384a", "#22384a")), 0.8)  # fmt: skip
    for _ in range(60):
        near = rng.random()
        x, y, size = rng.uniform(0, WIDTH), 470 + near * 920, 5 + 28 * near
        ring = ribbon(arc(x, y, size, size * 0.32, 0, 360), [2 + 2 * near] * 2, smooth=False)
        sheet.flat([ring], "#e6ece7", 0.7)
        sheet.flat([lens(x - 3, y - size * 0.5, size * 0.8, 3, 80),
                    lens(x + 6, y - size * 0.4, size * 0.6, 3, 110)],
                   "#eef2ec", 0.7)  # fmt: skip


def lanterns(path: Path) -> None:
    """The evening market under strings of lanterns."""
    ink, night, plum, fire, hot = "#0d1220", "#131b36", "#3a2444", "#f08a35", "#ffe2a0"
    sheet = Sheet(WIDTH, HEIGHT, night, 59)
    cam = Camera(1010, 900, 1200, 1.6)
    sheet.grain(sheet.everything(), "#27305c", (0, 100), (0, 700), 0, 0.95)
    sheet.grain(sheet.everything(), plum, (0, 420), (0, 860), 0, 1)
    sheet.glow(1010, 880, 900, "#d9603a", 0.85, 1.5, 0.4, 0.75)
    sheet.glow(1010, 890, 420, "#ffc56b", 0.95, 1.4, 0.3, 0.7)
    sheet.flat([ellipse(420, 190, 74, 74)], "#f5e4b8")
    sheet.glow(420, 190, 260, "#f5e4b8", 0.3, 2, 0.3)
    gate(sheet, 1010, 904, 0.92, "#7a3a3c", "#2c1a34", "#ffcf7d")
    ground: Poly = [(-10, 900), (WIDTH + 10, 900), (WIDTH + 10, HEIGHT + 10), (-10, HEIGHT + 10)]
    sheet.flat([ground], "#3a2238")
    sheet.grain([ground], "#f0964a", (0, 1180), (0, 890), 0, 1)
    sheet.grain([ground], ink, (0, 1080), (0, 1420), 0, 0.95)
    shop_row(sheet, cam, -1, 4.4, 40, 4.9, "#232747", ink, "#b0563f", 15, 0.6, "#ffbf60")
    shop_row(sheet, cam, 1, 4.4, 40, 4.9, "#262443", ink, "#b0563f", 18, 0.6, "#ffbf60")
    rng = random.Random(6)
    for _ in range(120):
        near = rng.random()
        y = 930 + near * 460
        sheet.flat([lens(rng.gauss(1010, 120 + 500 * near), y, (30 + 150 * near) * rng.uniform(0.5, 1),
                         2 + 6 * near)],
                   rng.choice((fire, "#ffbf6b", "#c9553a", ink, ink)), 0.7)  # fmt: skip
    tones = [
        Tone(("#a8322b", "#e0a35c"), ink, "#ffc877", "#e8933f"),
        Tone(("#2c4a72", "#c98a55"), ink, "#ffc877", "#f0a84c"),
        Tone(("#6b2c4c", "#d9995a"), ink, "#ffc877", "#e07f38"),
    ]
    crowd: list[Person] = [
        (rng.uniform(-1.7, 1.7), away, rng.choice((front("short"), front("bun"), front("short",
            away=True), front("hat"),
                                                  walking("short"), walking("long", 0.3))),
                                                  rng.uniform(1.5, 1.75),
         rng.random() < 0.5)
        for away in (28, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16.4, 15.6, 15, 14.2, 13.4, 12.6, 12,
                     11.2, 10.6)
    ]  # fmt: skip
    crowd += [
        (-1.25, 9.9, standing("bun", 0.3, reach=(0.3, -0.6)), 1.6, True),
        (0.25, 9.2, front("short", away=True), 1.7, False),
        (1.3, 8.2, standing("short", reach=(0.32, -0.58)), 1.7, False),
        (-0.55, 7.0, front("bun", 0.3, away=True), 1.6, False),
        (-0.1, 7.0, front("short", 0.36, away=True), 1.05, False),
        (0.92, 5.7, walking("hat", bag=True), 1.72, True),
    ]  # fmt: skip
    vendors = [standing("short"), standing("bun"), standing("hat"), standing("short", breadth=1.1)]
    spans = [(19, 25), (13.6, 18), (9.6, 12.8), (6.6, 9), (4.1, 6.1)]
    for index, (z0, z1) in enumerate(spans):
        for person in [
            p for p in crowd if p[1] >= z1 - 1.5 and (index == 0 or p[1] < spans[index - 1][1] - 1.5)
        ]:
            _nightly(sheet, cam, person, ink)
        for side in (-1, 1):
            tone = tones[(index + (0 if side < 0 else 1)) % 3]
            stall(sheet, cam, side, z0, z1, tone, index * 3 + side, ("orange", "tomato"), (2.1, 4.4),
                  vendors[(index * 2 + side) % 4])  # fmt: skip
            for away in (z1 - 0.3, z0 + 0.6):
                x, y = cam(2.6 * side, 1.9, away)
                sheet.glow(x, y, cam.size(1.3, away), hot, 0.8, 2, 0.25)
                sheet.flat([ellipse(x, y, cam.size(0.08, away), cam.size(0.1, away))], "#fff6da")
    for person in [p for p in crowd if p[1] < spans[-1][1] - 1.5 or p[1] < 6]:
        _nightly(sheet, cam, person, ink)
    for away in (24, 18, 13.5, 10, 7.4, 5.4, 4.0):
        left, right = cam(-4.4, 4.5, away), cam(4.4, 4.5, away)
        rope, hangs = string_of((left, right), cam.size(0.55, away), 7 if away > 6 else 6)
        sheet.flat([ribbon(rope, [max(2, cam.size(0.02, away))] * 2, smooth=False)], ink)
        for x, y in hangs:
            lantern(sheet, x, y, cam.size(0.3, away), glow=0.9 if away < 16 else 0.5)
    sheet.finish(path)


def _nightly(sheet: Sheet, cam: Camera, person: Person, ink: str) -> None:
    across, away, figure, tall, flip = person
    x, y = cam(across, 0, away)
    height = cam.size(tall, away)
    shadow(sheet, figure.outline(x, y, height, flip), y, 0.4, (x - cam.x) / 900, ink, 0.6)
    outline = figure.paint(sheet, x, y, height, one_ink(mix(ink, "#8a3f38", min(0.55, away / 42))), flip)
    width = max(1.2, height * 0.009)
    sheet.rim(outline, "#ffb45c", width if x < cam.x else -width, -width * 0.7)
