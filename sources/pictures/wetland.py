"""Egrets in the wetland on a misty morning."""

from __future__ import annotations

import math
import random
from pathlib import Path

from .press import Poly, Shape, Sheet, along, box, curve, ellipse, lens, limb, mix, place, ribbon, ridge

WIDTH, HEIGHT, SHORE = 2400, 1350, 640
INK, DEEP, TEAL, MIST, PALE = "#0f2329", "#1f444c", "#5d8a8c", "#a9c2b8", "#e6e6cf"
SUN, PEACH = "#fff4d2", "#f3c48d"
WHITE, COOL, BEAK = "#fdfbf0", "#8fb0b5", "#e8a52f"


def egrets(path: Path) -> None:
    """Draw the picture."""
    sheet = Sheet(WIDTH, HEIGHT, MIST, 97)
    _sky(sheet)
    _hills(sheet)
    _water(sheet)
    _reeds(sheet, 34, (1500, 2500), 800, (150, 330), mix(TEAL, DEEP, 0.35), 5)
    _reeds(sheet, 26, (-80, 300), 840, (170, 330), mix(TEAL, DEEP, 0.35), 6)
    _mist(sheet)
    standing_bird(sheet, 1585, 850, 330, flip=True, mist=0.2)
    fishing_bird(sheet, 1180, 985, 430, mist=0.06)
    for x, y, size, turn in ((1420, 250, 300, -8), (1160, 160, 210, -4), (1000, 268, 150, -6)):
        flying_bird(sheet, x, y, size, turn)
    standing_bird(sheet, 690, 1215, 900)
    _near(sheet)
    sheet.finish(path, quality=86)


def _sky(sheet: Sheet) -> None:
    everything = sheet.everything()
    sheet.fade(everything, "#4f7f88", (0, 420), (0, -60), 0, 1)
    sheet.grain(everything, "#2f626f", (0, 260), (0, -160), 0, 0.8)
    sheet.fade(everything, PEACH, (0, 220), (0, 600), 0, 0.9)
    sheet.glow(1760, 430, 820, SUN, 0.95, 1.4, 0.3, 0.75)
    sheet.flat([ellipse(1760, 415, 112, 112)], SUN)
    rng = random.Random(14)
    for _ in range(16):
        y = rng.uniform(40, 380)
        cloud = lens(
            rng.uniform(0, WIDTH), y, rng.uniform(260, 820), rng.uniform(8, 26), rng.uniform(-1.5, 1)
        )
        sheet.flat([cloud], mix("#6d9aa0", "#f6d6a4", y / 400), 0.75)
        sheet.rim([cloud], "#fbe6bd", 0, 3)


def _hills(sheet: Sheet) -> None:
    for base, height, rough, ink, seed in (
        (570, 260, 0.5, "#a3b7ab", 12),
        (600, 190, 0.8, "#84a39e", 27),
        (632, 130, 1.2, "#5f8888", 33),
    ):
        line = ridge(-10, WIDTH + 10, base, height, rough, seed)
        shape: Poly = [*line, (WIDTH + 10, SHORE), (-10, SHORE)]
        sheet.flat([shape], ink)
        sheet.grain([shape], PALE, (0, base - height * 0.45), (0, SHORE), 0, 0.9)
    rng = random.Random(41)
    for ink, lift, count in (("#6b9696", 30, 150), ("#48777c", 0, 210)):  # two far lines of trees
        crowns: list[Poly] = []
        for _ in range(count):
            x = rng.uniform(-20, WIDTH)
            swell = 0.55 + 0.45 * math.sin(x / 310 + lift) ** 2
            tall = rng.uniform(30, 70) * swell + lift
            crowns.append(
                ellipse(x, SHORE - tall * 0.5, rng.uniform(26, 58), tall * 0.56, rng.uniform(-12, 12))
            )
        sheet.flat([*crowns, box(-5, SHORE - 26, WIDTH + 5, SHORE)], ink)
        sheet.fade([box(0, SHORE - 130, WIDTH, SHORE)], PALE, (0, SHORE - 110), (0, SHORE + 10), 0, 0.75)
    sheet.grain([box(0, SHORE - 110, WIDTH, SHORE)], PALE, (0, SHORE - 80), (0, SHORE + 6), 0, 0.6)


def _water(sheet: Sheet) -> None:
    sheet.mirror(SHORE, HEIGHT - SHORE, "#7fa7a6", 0.35, 8, 3)
    water = [box(0, SHORE, WIDTH, HEIGHT)]
    sheet.fade(water, "#24515a", (0, SHORE + 60), (0, HEIGHT), 0, 0.95)
    sheet.grain(water, "#173c46", (0, SHORE + 300), (0, HEIGHT + 200), 0, 0.7)
    rng = random.Random(15)
    for _ in range(260):
        near = rng.random() ** 1.2
        y = SHORE + 16 + near * 680
        x = rng.gauss(1760, 200 + 420 * near) if rng.random() < 0.5 else rng.uniform(0, WIDTH)
        light = abs(x - 1760) < 240 + 500 * near
        ink = rng.choice(("#f7e2b4", SUN, PEACH)) if light else rng.choice(("#2f606a", "#9fc0bb", "#1c434d"))
        sheet.flat([lens(x, y, rng.uniform(50, 130) * (1 + 2 * near), 2 + 6 * near)], ink, 0.75)


def _mist(sheet: Sheet) -> None:
    rng = random.Random(8)
    for y, thick, strength in ((SHORE + 6, 46, 0.95), (SHORE + 64, 26, 0.6), (780, 30, 0.5), (905, 34, 0.35)):
        for _ in range(7):
            x = rng.uniform(-100, WIDTH + 100)
            band = lens(x, y + rng.uniform(-16, 16), rng.uniform(700, 1500), thick * rng.uniform(0.7, 1.5))
            sheet.flat([band], "#f1edda", strength * 0.3)
            sheet.grain([band], "#f1edda", (0, y - thick), (0, y), 0, strength * 0.4)
            sheet.flat([lens(x, y + rng.uniform(-10, 10), 900, thick * 0.5)], "#f1edda", strength * 0.4)


def _bird(sheet: Sheet, white: Shape, x: float, y: float, size: float, mist: float) -> None:
    """The white of a bird: lit from the right, cool in the shade."""
    sheet.flat(white, mix(WHITE, MIST, mist))
    sheet.grain(
        white,
        mix(COOL, MIST, mist),
        (x + size * 0.02, y - size * 0.46),
        (x - size * 0.3, y - size * 0.34),
        0,
        0.95,
    )
    sheet.rim(white, "#fff3cf", size * 0.006, -size * 0.004)


def _reflect(sheet: Sheet, shape: Shape, y: float, ink: str, strength: float, seed: int) -> None:
    """A broken reflection below the line y."""
    rng = random.Random(seed)
    upside = [[(px, 2 * y - py) for px, py in poly] for poly in shape]
    low, high = min(px for p in upside for px, _ in p), max(px for p in upside for px, _ in p)
    deep = max(py for p in upside for _, py in p)
    with sheet.clip(upside):
        marks: list[Poly] = []
        for _ in range(110):
            marks.append(lens(rng.uniform(low, high), y + (deep - y) * rng.random(),
                              (high - low) * rng.uniform(0.3, 0.8),
                              (deep - y) * 0.014))  # fmt: skip
        sheet.flat(marks, ink, strength)


def standing_bird(sheet: Sheet, x: float, y: float, size: float, flip: bool = False, mist: float = 0) -> None:
    """An egret at rest, its feet in the water at (x, y)."""

    def put(shape: Shape) -> list[Poly]:
        return place(shape, x, y, size, flip)

    body = curve([(0.115, -0.53), (0.11, -0.46), (0.03, -0.395), (-0.1, -0.375), (-0.22, -0.345),
                  (-0.37, -0.285),
                  (-0.345, -0.335), (-0.26, -0.43), (-0.15, -0.52), (-0.03, -0.575), (0.06, -0.585)],
                  closed=True)  # fmt: skip
    neck = ribbon([(0.03, -0.52), (0.115, -0.545), (0.165, -0.62), (0.13, -0.715), (0.07, -0.79),
                   (0.062, -0.87),
                   (0.105, -0.925), (0.16, -0.935)],
                   [0.15, 0.1, 0.062, 0.05, 0.044, 0.042, 0.046, 0.05])  # fmt: skip
    head = curve(
        [(0.1, -0.945), (0.145, -0.972), (0.2, -0.962), (0.235, -0.94), (0.19, -0.915), (0.13, -0.905)],
        closed=True,
    )
    legs: Shape = [
        *limb([(-0.01, -0.4), (-0.03, -0.21), (0.0, 0.02)], [0.022, 0.015, 0.012]),
        *limb([(-0.08, -0.39), (-0.115, -0.2), (-0.09, 0.02)], [0.022, 0.015, 0.012]),
        ellipse(-0.03, -0.21, 0.012, 0.016), ellipse(-0.115, -0.2, 0.012, 0.016),
    ]  # fmt: skip
    white: Shape = [body, neck, head]
    _reflect(sheet, put([*white, *legs]), y, mix("#dfe8dd", MIST, mist), 0.7, round(x))
    sheet.flat(put(legs), mix(INK, TEAL, mist))
    plumes = [ribbon([(-0.12, -0.47), (-0.28, -0.37), (-0.43 + i * 0.016, -0.25 + i * 0.014)],
                     [0.012, 0.008, 0.001])
              for i in range(-2, 4)]  # fmt: skip
    sheet.flat(put(plumes), mix(WHITE, MIST, mist * 0.8 + 0.08))
    _bird(sheet, put(white), x, y, size, mist)
    wing = curve([(0.05, -0.54), (0.02, -0.44), (-0.1, -0.4), (-0.24, -0.365), (-0.37, -0.29),
                  (-0.26, -0.42), (-0.12, -0.51)],
                 closed=True)  # fmt: skip
    sheet.rim(put([wing]), mix(COOL, MIST, mist), 0, size * 0.007)
    for index in range(5):
        t = index / 4
        feather = ribbon([(0.0 - t * 0.1, -0.46 + t * 0.02), (-0.12 - t * 0.1, -0.42 + t * 0.03),
                          (-0.24 - t * 0.08, -0.37 + t * 0.04)],
                         [0.002, 0.006, 0.002])  # fmt: skip
        sheet.flat(put([feather]), mix(COOL, MIST, mist))
    sheet.flat(
        put([[(0.205, -0.96), (0.228, -0.93), (0.39, -0.905), (0.385, -0.912)]]), mix(BEAK, MIST, mist)
    )
    sheet.flat(put([[(0.212, -0.938), (0.225, -0.926), (0.388, -0.906)]]), mix("#a8621e", MIST, mist))
    sheet.flat(put([ellipse(0.185, -0.945, 0.0075, 0.0075)]), INK)
    sheet.flat(
        put([ribbon([(0.11, -0.955), (0.05, -0.94), (-0.0, -0.9)], [0.008, 0.006, 0.001])]),
        mix(WHITE, MIST, mist),
    )
    for wide in (0.1, 0.19):
        sheet.rim(
            [ellipse(x - size * 0.04 * (-1 if flip else 1), y, size * wide, size * wide * 0.2)],
            "#e9efe2",
            0,
            size * 0.004,
            0.8,
        )


def fishing_bird(sheet: Sheet, x: float, y: float, size: float, flip: bool = False, mist: float = 0) -> None:
    """An egret leaning forward over the water."""

    def put(shape: Shape) -> list[Poly]:
        return place(shape, x, y, size, flip)

    body = curve([(0.14, -0.6), (0.12, -0.5), (0.0, -0.43), (-0.14, -0.43), (-0.34, -0.46), (-0.5, -0.47),
                  (-0.42, -0.53),
                  (-0.26, -0.62), (-0.08, -0.67), (0.06, -0.66)], closed=True)  # fmt: skip
    neck = ribbon([(0.04, -0.6), (0.16, -0.6), (0.26, -0.66), (0.36, -0.7), (0.46, -0.64), (0.52, -0.55)],
                  [0.17, 0.11, 0.07, 0.055, 0.052, 0.055])  # fmt: skip
    head = curve(
        [(0.48, -0.6), (0.53, -0.6), (0.575, -0.54), (0.59, -0.49), (0.54, -0.5), (0.49, -0.54)], closed=True
    )
    legs: Shape = [
        *limb([(-0.02, -0.45), (-0.05, -0.22), (0.02, 0.02)], [0.028, 0.02, 0.016]),
        *limb([(-0.12, -0.45), (-0.2, -0.22), (-0.16, 0.02)], [0.028, 0.02, 0.016]),
    ]
    white: Shape = [body, neck, head]
    _reflect(sheet, put([*white, *legs]), y, mix("#dfe8dd", MIST, mist), 0.6, round(x))
    sheet.flat(put(legs), mix(INK, TEAL, mist))
    _bird(sheet, put(white), x, y - size * 0.1, size, mist)
    wing = curve([(0.06, -0.62), (0.0, -0.5), (-0.16, -0.47), (-0.34, -0.475), (-0.5, -0.47),
                  (-0.34, -0.55), (-0.14, -0.61)],
                 closed=True)  # fmt: skip
    sheet.rim(put([wing]), mix(COOL, MIST, mist), 0, size * 0.008)
    sheet.flat(put([[(0.55, -0.52), (0.594, -0.505), (0.672, -0.3), (0.664, -0.296)]]), mix(BEAK, MIST, mist))
    sheet.flat(put([ellipse(0.555, -0.55, 0.01, 0.01)]), INK)
    sheet.rim([ellipse(x - size * 0.05, y, size * 0.2, size * 0.035)], "#e9efe2", 0, size * 0.006, 0.8)


def flying_bird(sheet: Sheet, x: float, y: float, size: float, turn: float) -> None:
    """An egret on the wing, going right."""

    def put(shape: Shape) -> list[Poly]:
        return place(shape, x, y, size, turn=turn)

    far = curve(
        [
            (0.05, -0.02),
            (0.14, -0.24),
            (0.3, -0.44),
            (0.42, -0.5),
            (0.34, -0.36),
            (0.24, -0.16),
            (0.16, 0.02),
        ],
        closed=True,
    )
    near = curve([(0.1, 0.0), (0.02, -0.2), (-0.12, -0.42), (-0.34, -0.6), (-0.33, -0.5), (-0.38, -0.49),
                  (-0.34, -0.4),
                  (-0.38, -0.37), (-0.31, -0.29), (-0.33, -0.24), (-0.24, -0.16), (-0.16, -0.02),
                  (-0.06, 0.06)], closed=True)  # fmt: skip
    body = curve(
        [(0.24, -0.04), (0.2, 0.05), (0.04, 0.09), (-0.14, 0.07), (-0.26, 0.05), (-0.12, 0.0), (0.08, -0.04)],
        closed=True,
    )
    neck = ribbon(
        [(0.16, 0.02), (0.27, 0.07), (0.32, 0.01), (0.27, -0.05), (0.36, -0.07)],
        [0.1, 0.08, 0.06, 0.05, 0.045],
    )
    legs = [ribbon([(-0.2, 0.055), (-0.54, 0.1)], [0.018, 0.01], smooth=False)]
    sheet.flat(put(legs), DEEP)
    sheet.flat(put([far]), "#b9cfcd")
    sheet.flat(put([near, body, neck]), WHITE)
    sheet.grain(put([near, body]), COOL, (x, y - size * 0.1), (x - size * 0.1, y + size * 0.16), 0, 0.9)
    sheet.grain(
        put([near]), COOL, (x - size * 0.05, y - size * 0.3), (x - size * 0.36, y - size * 0.36), 0, 0.5
    )
    sheet.flat(put([[(0.36, -0.095), (0.37, -0.05), (0.53, -0.055)]]), BEAK)


def _reeds(sheet: Sheet, count: int, span: tuple[float, float], base: float, tall: tuple[float, float],
           ink: str,
           seed: int) -> None:  # fmt: skip
    """Slim reeds with plumes, rooted about the line `base`."""
    rng = random.Random(seed)
    for _ in range(count):
        x, height = rng.uniform(*span), rng.uniform(*tall)
        lean = rng.uniform(-0.22, 0.22) * height
        root = base + rng.uniform(-20, 30)
        stem = curve([(x, root), (x + lean * 0.35, root - height * 0.55), (x + lean, root - height)])
        sheet.flat([ribbon(stem, [height * 0.02, height * 0.008], smooth=False)], ink)
        blades = [
            ribbon([(x, root),
                    (x + side * height * rng.uniform(0.05, 0.15), root - height * rng.uniform(0.3, 0.5)),
                    (x + side * height * rng.uniform(0.2, 0.42), root - height * rng.uniform(0.4, 0.75))],
                   [height * 0.028, height * 0.024, 1])
            for side in (-1, 1, rng.choice((-1, 1)))
        ]  # fmt: skip
        sheet.flat(blades, ink)
        if rng.random() < 0.6:
            plume: list[Poly] = []
            for step in range(9):
                px, py = along(stem, 1 - step * 0.022)
                plume.append(lens(px + (8 if lean > 0 else -8) * height / 300, py, height * 0.16,
                                  height * 0.022,
                                  (64 if lean > 0 else 116) + rng.uniform(-16, 16)))  # fmt: skip
            sheet.flat(plume, mix(ink, "#d9b476", 0.62 if x > 1200 else 0.5))
            sheet.rim(plume, mix(ink, "#fff0c8", 0.75), height * 0.006, -height * 0.002)


def _near(sheet: Sheet) -> None:
    rng = random.Random(73)
    _reeds(sheet, 30, (1820, 2460), 1390, (430, 900), INK, 11)
    _reeds(sheet, 22, (-60, 330), 1390, (360, 880), INK, 12)
    for x, height, lean in (
        (2020, 700, -40),
        (2130, 830, 30),
        (2260, 640, 70),
        (190, 760, 40),
        (70, 600, -30),
        (1900, 480, -50),
    ):
        stem = curve([(x, 1370), (x + lean * 0.4, 1370 - height * 0.55), (x + lean, 1370 - height)])
        sheet.flat([ribbon(stem, [13, 8], smooth=False)], INK)
        a, b = along(stem, 0.8), along(stem, 0.96)
        tail = limb([a, b], [34, 32], smooth=False)
        sheet.flat(tail, "#4a2b1e")
        sheet.rim(tail, "#c98a4a", 6, -2)
    bank = curve([(-20, 1318), (400, 1332), (1000, 1346), (1700, 1340), (2420, 1304)])
    sheet.flat([[*bank, (2420, 1370), (-20, 1370)]], INK)
    for _ in range(9):  # lily pads
        left, low = rng.uniform(860, 1760), rng.uniform(1120, 1310)
        wide = rng.uniform(60, 120) * (low / 1200)
        pad = ellipse(left, low, wide, wide * 0.24)
        sheet.flat([pad], "#163a3c")
        sheet.rim([pad], "#8fb58f", 3, -4)
