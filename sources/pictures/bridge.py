"""The new footbridge over the river at dusk."""

from __future__ import annotations

import math
import random
from pathlib import Path

from .people import Figure, one_ink, standing, walking
from .press import Point, Poly, Sheet, along, box, curve, ellipse, lens, limb, mix, ribbon, ridge

WIDTH, HEIGHT, WATER = 2400, 1500, 960

INK, DEEP, BLUE, MIST = "#0f1a2b", "#1b2f4b", "#35587a", "#7d8fa0"
ROSE, EMBER, GOLD, CREAM = "#d9785f", "#ee9a4d", "#f9c768", "#fff0c9"
LAMPS = (0.06, 0.175, 0.29, 0.405, 0.52, 0.635, 0.75, 0.865, 0.97)


def dusk(path: Path) -> None:
    """Draw the picture."""
    sheet = Sheet(WIDTH, HEIGHT, BLUE, 11)
    _sky(sheet)
    _far_bank(sheet)
    deck = _bridge(sheet)
    sheet.mirror(WATER, HEIGHT - WATER, DEEP, 0.3, 11, 5)
    _water(sheet, deck)
    _near_bank(sheet)
    sheet.finish(path, quality=85)


def _sky(sheet: Sheet) -> None:
    bands = [(0, "#16294a"), (150, "#213c63"), (300, "#3d5d83"), (430, "#7f7f95"),
             (545, "#c98579"), (650, "#ea9b63"), (750, GOLD), (840, "#fbdc93")]  # fmt: skip
    for index, (top, ink) in enumerate(bands):
        below = bands[index + 1][0] if index + 1 < len(bands) else WATER
        edge = ridge(-20, WIDTH + 20, top + 30 if index else -60, 40, 0.5, 40 + index)
        shape: Poly = [*edge, (WIDTH, WATER), (0, WATER)]
        sheet.flat([shape], ink)
        sheet.grain([shape], mix(ink, INK, 0.0), (0, top), (0, below))
        if index:
            sheet.grain([[(x, y - 90) for x, y in edge] + edge[::-1]], ink,
                        (0, top - 100), (0, top + 20), 0, 0.75)  # fmt: skip
    sheet.glow(860, 880, 900, CREAM, 0.85, 1.5, 0.4, 0.5)
    rng = random.Random(3)
    for _ in range(26):  # long evening clouds
        y = rng.uniform(120, 640)
        light = y > 420
        mark = lens(rng.uniform(0, WIDTH), y, rng.uniform(240, 900), rng.uniform(8, 26),
                    rng.uniform(-2, 1))  # fmt: skip
        sheet.flat([mark], mix("#2b4a70", "#b86f70", y / 640) if not light else "#f0b184", 0.75)
        sheet.rim([mark], "#ffd9a0" if y > 300 else "#e58d78", 0, 3)


def _far_bank(sheet: Sheet) -> None:
    for base, height, rough, ink, seed in (
        (850, 300, 0.55, "#8b7f93", 8),
        (890, 230, 0.8, "#5d6685", 21),
        (930, 150, 1.1, "#3a4d70", 4),
    ):
        line = ridge(-10, WIDTH + 10, base, height, rough, seed)
        shape: Poly = [*line, (WIDTH, WATER), (0, WATER)]
        sheet.flat([shape], ink)
        sheet.rim([shape], mix(ink, EMBER, 0.55), -3, -5)
        sheet.grain([shape], mix(ink, "#e9a67a", 0.65), (0, base - height * 0.2), (0, WATER + 10), 0, 0.8)
    rng = random.Random(9)
    x = -20.0
    while x < WIDTH:  # the town on the other side, with its first windows lit
        wide, tall = rng.uniform(36, 92), rng.uniform(28, 120) * (0.55 + 0.45 * math.sin(x / 260) ** 2)
        house = box(x, WATER - tall - 18, x + wide, WATER)
        ink = rng.choice(("#22345a", "#1d2d4e", "#2a3d62"))
        sheet.flat([house], ink)
        if rng.random() < 0.45:
            sheet.flat([[(x - 5, WATER - tall - 17), (x + wide / 2, WATER - tall - 40),
                         (x + wide + 5, WATER - tall - 17)]], ink)  # fmt: skip
        sheet.rim([house], "#9a6a6c", -3, 0)
        for row in range(int(tall // 20)):
            for column in range(int(wide // 17)):
                if rng.random() < 0.36:
                    left, top = x + 6 + column * 17, WATER - tall - 10 + row * 20
                    sheet.flat([box(left, top, left + 7, top + 9)], rng.choice((GOLD, "#ffdf9a", EMBER)))
        x += wide + rng.uniform(-6, 16)
    for _ in range(70):
        cx = rng.uniform(0, WIDTH)
        sheet.flat([ellipse(cx, WATER - 6, rng.uniform(18, 46), rng.uniform(12, 28))], "#182742")
    sheet.flat([box(0, WATER - 7, WIDTH, WATER)], INK)


def _bridge(sheet: Sheet) -> Poly:
    """The bridge with its lamps and walkers; gives the deck's upper line back."""
    deck = curve([(-80, 872), (420, 818), (1280, 768), (1960, 786), (2500, 828)], steps=40)
    arch = curve([(440, 968), (650, 690), (970, 430), (1370, 318), (1760, 420), (2080, 690),
                  (2290, 968)], steps=40)  # fmt: skip
    for share in LAMPS:
        x, y = along(deck, share)
        sheet.glow(x, y - 176, 230, GOLD, 0.8, 2.0, 0.25)
    for share in range(8, 93, 3):
        top = along(arch, share / 100)
        low = min(deck, key=lambda point: abs(point[0] - top[0]))
        if top[1] < low[1] - 6:
            sheet.flat(limb([top, low], [4, 4], smooth=False), "#e9c9a0" if share % 2 else "#dcb48a")
    back = [(x + 34, y + 16) for x, y in arch]
    sheet.flat([ribbon(back, [44, 22, 18, 22, 44], smooth=False)], "#131f38")
    front_arch = ribbon(arch, [60, 34, 26, 34, 60], smooth=False)
    sheet.flat([front_arch], "#b8412f")
    sheet.rim([front_arch], "#ffc78a", -7, -11)
    sheet.grain([front_arch], "#5b1d2c", (1180, 420), (1180, 990), 0.05, 0.8)
    slab: Poly = [*deck, *[(x, y + 40) for x, y in deck[::-1]]]
    _walkers(sheet, deck)
    sheet.flat([slab], "#e7d3b1")
    sheet.flat([[*[(x, y + 15) for x, y in deck], *[(x, y + 42) for x, y in deck[::-1]]]], INK)
    for x in (436, 2294):
        sheet.flat([[(x - 74, 900), (x + 74, 900), (x + 96, WATER + 4), (x - 96, WATER + 4)]], INK)
    rail = [(x, y - 46) for x, y in deck]
    sheet.flat([ribbon(rail, [6, 6], smooth=False)], INK)
    sheet.flat([ribbon([(x, y - 26) for x, y in deck], [3, 3], smooth=False)], INK)
    for share in range(1, 160):
        x, y = along(deck, share / 160)
        sheet.flat([box(x - 1.6, y - 46, x + 1.6, y + 2)], INK)
    for share in LAMPS:
        x, y = along(deck, share)
        sheet.flat(limb([(x, y), (x, y - 150)], [9, 6], smooth=False), INK)
        sheet.flat([[(x - 20, y - 150), (x + 20, y - 150), (x + 13, y - 188), (x - 13, y - 188)]], INK)
        sheet.flat([box(x - 11, y - 183, x + 11, y - 153)], CREAM)
        sheet.flat([[(x - 19, y - 187), (x, y - 202), (x + 19, y - 187)]], INK)
    return deck


def _walkers(sheet: Sheet, deck: Poly) -> None:
    people: list[tuple[float, Figure, float, bool]] = [
        (0.09, walking("hat", bag=True), 166, False),
        (0.2, walking("bun", 0.3), 158, True), (0.222, walking("short", 0.46), 103, True),
        (0.35, walking("long", 0.36), 156, False), (0.375, walking("short"), 170, False),
        (0.47, standing("hat"), 163, True), (0.555, standing("short", reach=(0.2, -0.52)), 168, False),
        (0.58, standing("long", 0.34), 156, True),
        (0.69, walking("short", bag=True), 168, True),
        (0.81, walking("bun", 0.3, bag=True), 156, False), (0.9, walking("short"), 166, True),
    ]  # fmt: skip
    for share, figure, height, flip in people:
        x, y = along(deck, share)
        outline = figure.paint(sheet, x, y + 4, height, one_ink(INK), flip)
        sheet.rim(outline, "#f2a262", -2.2 if share > 0.3 else 2.2, -1)


def _water(sheet: Sheet, deck: Poly) -> None:
    sheet.fade([box(0, WATER, WIDTH, HEIGHT)], INK, (0, WATER + 120), (0, HEIGHT), 0, 0.6)
    rng = random.Random(17)
    for _ in range(420):
        near = rng.random() ** 1.1
        y = WATER + 14 + near * 520
        mark = lens(rng.uniform(-40, WIDTH + 40), y, rng.uniform(60, 150) * (1 + 2.4 * near),
                    3 + 8 * near)  # fmt: skip
        sheet.flat([mark], rng.choice((DEEP, "#22395a", INK, INK)), 0.85)
    for _ in range(300):
        near = rng.random() ** 1.2
        y = WATER + 10 + near * 480
        x = rng.gauss(860, 150 + 380 * near)
        sheet.flat([lens(x, y, rng.uniform(40, 110) * (1 + near), 3 + 6 * near)],
                   rng.choice((GOLD, EMBER, "#ffd993", ROSE, "#e8875a")), 0.9)  # fmt: skip
    for share in LAMPS:
        x, y = along(deck, share)
        mirrored = WATER + (WATER - (y - 168))
        for step in range(26):
            t = step / 26
            sheet.flat([lens(x + rng.uniform(-10, 10) * (1 + t), mirrored - 110 + t * 330,
                             (26 + 70 * math.sin(math.pi * t)) * rng.uniform(0.5, 1.15), 5 + 4 * t)],
                       rng.choice((CREAM, GOLD, GOLD, EMBER)), 0.95 - 0.55 * t)  # fmt: skip


def _near_bank(sheet: Sheet) -> None:
    bank = curve([(-20, 1392), (420, 1420), (900, 1462), (1420, 1482), (1900, 1450), (2420, 1350)], steps=20)
    shape: Poly = [*bank, (2420, 1520), (-20, 1520)]
    sheet.flat([shape], "#0a1220")
    rng = random.Random(29)
    blades: list[Poly] = []
    for _ in range(240):
        x = rng.choice((rng.gauss(120, 170), rng.gauss(2300, 150), rng.uniform(0, WIDTH)))
        base = 1500.0
        tall = rng.uniform(60, 190) * (1.35 if x < 420 or x > 2040 else 0.55)
        bend = rng.uniform(-60, 60)
        root = min(bank, key=lambda point: abs(point[0] - x))[1]
        base = root + 14
        blades.append(ribbon([(x, base), (x + bend * 0.3, base - tall * 0.6), (x + bend, base - tall)],
                             [9, 6, 1]))  # fmt: skip
    sheet.flat(blades, "#0a1220")
    # willow hanging in from the upper left
    for _ in range(46):
        left = rng.uniform(-40, 430)
        top: Point = (left, rng.uniform(-40, 20))
        fall = (430 - left) * rng.uniform(0.5, 1.25) + 90
        drift = rng.uniform(12, 60)
        twig = curve([top, (left + drift * 0.4, top[1] + fall * 0.5), (left + drift, top[1] + fall)])
        sheet.flat([ribbon(twig, [4, 3, 1.5], smooth=False)], INK)
        leaves: list[Poly] = []
        for step in range(3, int(fall / 13)):
            px, py = along(twig, step * 13 / fall)
            side = 1 if step % 2 else -1
            leaves.append(lens(px + side * 7, py + 8, 34, 8, 90 - side * 28))
        sheet.flat(leaves, "#0d1829")
