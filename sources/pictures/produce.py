"""Vegetables, fruit and baskets, each drawn about a point at any size."""

from __future__ import annotations

import math
import random

from .press import Point, Poly, Sheet, along, arc, curve, ellipse, lens, limb, mix, place, ribbon

LEAF, LEAF_DARK, LEAF_LIGHT = "#4f7a3a", "#24472f", "#9dbb57"


def ball(sheet: Sheet, x: float, y: float, size: float, ink: str, shade: str = "#3b1420") -> None:
    """Something round: tomato, orange, aubergine, bun."""
    body = ellipse(x, y, size, size * 0.92)
    sheet.flat([body], ink)
    sheet.grain([body], mix(ink, shade, 0.7), (x - size * 0.2, y - size * 0.3),
                (x + size * 0.9, y + size), 0, 1)  # fmt: skip
    sheet.flat([lens(x - size * 0.34, y - size * 0.42, size * 0.8, size * 0.26, -32)],
               mix(ink, "#fff4dc", 0.7))  # fmt: skip


def tomato(sheet: Sheet, x: float, y: float, size: float, ink: str = "#d8432b") -> None:
    """A ball with a green star."""
    ball(sheet, x, y, size, ink)
    star: list[Poly] = [
        lens(x + size * 0.22 * math.cos(a), y - size * 0.55 + size * 0.14 * math.sin(a), size * 0.55,
             size * 0.16, math.degrees(a))
        for a in (0.3, 1.5, 2.8, 4.0, 5.3)
    ]  # fmt: skip
    sheet.flat(star, LEAF_DARK)


def leaf(sheet: Sheet, x: float, y: float, length: float, angle: float, ink: str = LEAF,
         curl: float = 0.1, breadth: float = 0.42, vein: str = LEAF_LIGHT) -> None:  # fmt: skip
    """One broad leaf whose stalk begins at (x, y), with its midrib and a shaded half."""
    half = breadth / 2
    outline = curve(
        [(0, -0.02), (0.24, -half * 0.62), (0.4, -half * 0.95), (0.58, -half),
         (0.82, -half * 0.8 + curl * 0.5),
         (1.0, curl), (0.86, half * 0.7 + curl * 0.6), (0.62, half * 1.02), (0.4, half * 0.9),
         (0.22, half * 0.5), (0, 0.02)],
        closed=True,
    )  # fmt: skip
    rib = curve([(0, 0), (0.5, 0.01), (0.95, curl * 0.9)])
    shadow = [*rib, *[p for p in outline[::-1] if p[1] > 0.02]]
    body = place([outline], x, y, length, turn=angle)
    sheet.flat(body, ink)
    sheet.flat(place([shadow], x, y, length, turn=angle), mix(ink, "#0f2a20", 0.38))
    veins = [ribbon(rib, [0.055, 0.03, 0.006], smooth=False)]
    for share in (0.32, 0.48, 0.64, 0.78):
        px, py = along(rib, share)
        reach = half * 0.72 * (1.15 - share * 0.6)
        for side in (-1, 1):
            veins.append(ribbon([(px, py), (px + 0.12, py + side * reach)], [0.018, 0.004], smooth=False))
    sheet.flat(place(veins, x, y, length, turn=angle), vein)


def greens(sheet: Sheet, x: float, y: float, size: float, angle: float, seed: int,
           ink: str = LEAF) -> None:  # fmt: skip
    """A bunch of bok choy lying with its stalks at (x, y)."""
    rng = random.Random(seed)
    spread = [-26, 24, -15, 14, -6, 5]
    for index, off in enumerate(spread):
        tone = mix(ink, LEAF_DARK if index < 2 else LEAF_LIGHT, rng.uniform(0.05, 0.4))
        turn = angle + off + rng.uniform(-5, 5)
        rad = math.radians(turn)
        sx, sy = x + math.cos(rad) * size * 0.36, y + math.sin(rad) * size * 0.36
        nx, ny = -math.sin(math.radians(angle)), math.cos(math.radians(angle))
        shift = off / 26 * size * 0.045
        stalk = limb([(x + nx * shift, y + ny * shift),
                      (sx + size * 0.08 * math.cos(rad), sy + size * 0.08 * math.sin(rad))],
                     [size * 0.12, size * 0.075])  # fmt: skip
        leaf(sheet, sx, sy, size * rng.uniform(0.56, 0.68), turn, tone, rng.uniform(-0.12, 0.12), 0.62)
        sheet.flat(stalk, mix("#eef0d0", "#a9bf7a", 0.15 + 0.07 * index))
        sheet.rim(stalk, "#fbfae6", -size * 0.008, -size * 0.014)
    base = ellipse(x, y, size * 0.09, size * 0.085, angle)
    sheet.flat([base], "#e3e6c2")
    sheet.grain([base], "#8aa05c", (x, y - size * 0.06), (x, y + size * 0.12), 0, 0.9)


def radish(sheet: Sheet, x: float, y: float, size: float, angle: float, seed: int,
           ink: str = "#f1ead6", shoulder: str = "#a9bf6a") -> None:  # fmt: skip
    """A long radish: shoulders at (x, y), leaves behind them, its tip along `angle`."""
    rng = random.Random(seed)
    for off in (-30, 26, -12, 8):
        leaf(sheet, x, y, size * rng.uniform(0.5, 0.66), angle + 180 + off,
             mix(LEAF, LEAF_DARK, rng.uniform(0, 0.55)), rng.uniform(-0.2, 0.2), 0.4)  # fmt: skip
    outline = curve(
        [(-0.02, -0.08), (0.05, -0.125), (0.3, -0.13), (0.6, -0.1), (0.84, -0.045), (1.0, 0.012),
         (0.84, 0.05), (0.6, 0.098), (0.3, 0.13), (0.05, 0.125), (-0.02, 0.07)],
        closed=True,
    )  # fmt: skip
    body = place([outline], x, y, size, turn=angle)
    rad = math.radians(angle)
    tip = (x + math.cos(rad) * size, y + math.sin(rad) * size)
    sheet.flat(body, ink)
    sheet.grain(body, shoulder, (x + (tip[0] - x) * 0.34, y + (tip[1] - y) * 0.34), (x, y), 0, 0.95)
    nx, ny = -math.sin(rad), math.cos(rad)
    side = size * 0.15 if nx + ny > 0 else -size * 0.15
    sheet.grain(body, mix(ink, "#7a5a4c", 0.5), (x, y), (x + nx * side, y + ny * side), 0, 0.85)
    sheet.rim(body, mix(ink, "#fffdf0", 0.7), -size * 0.012, -size * 0.006)
    rings = [
        ribbon([(s, -w), (s + 0.012, -w * 0.2)], [0.008, 0.002], smooth=False)
        for s, w in ((0.16, 0.12), (0.33, 0.12), (0.47, 0.11), (0.62, 0.085), (0.76, 0.055))
    ]
    sheet.flat(place(rings, x, y, size, turn=angle), mix(ink, "#6a5a50", 0.6))


def red_radish(sheet: Sheet, x: float, y: float, size: float, angle: float, seed: int) -> None:
    """A round red radish with its leaves."""
    rng = random.Random(seed)
    for off in (-34, 30, -10, 10):
        leaf(sheet, x, y, size * rng.uniform(2.6, 3.4), angle + 180 + off,
             mix(LEAF, LEAF_DARK, rng.uniform(0, 0.5)), rng.uniform(-0.2, 0.2), 0.38)  # fmt: skip
    rad = math.radians(angle)
    root = ribbon([(x, y), (x + math.cos(rad) * size * 1.3, y + math.sin(rad) * size * 1.3),
                   (x + math.cos(rad + 0.2) * size * 1.9, y + math.sin(rad + 0.2) * size * 1.9)],
                  [size * 0.8, size * 0.22, 1.5])  # fmt: skip
    sheet.flat([root], "#f0d9d2")
    ball(sheet, x, y, size, "#c72f49")


def cabbage(sheet: Sheet, x: float, y: float, size: float, seed: int) -> None:
    """A head of Chinese cabbage standing up, its leaves folded over each other."""
    rng = random.Random(seed)
    for index, (dx, width) in enumerate(((-0.42, 0.5), (0.42, 0.5), (-0.2, 0.52), (0.22, 0.5), (0, 0.46))):
        pale = mix("#c6d58a", "#7fa552", rng.uniform(0.1, 0.6) if index < 2 else rng.uniform(0, 0.3))
        body = curve(
            [(x + dx * size * 0.5, y + size * 0.55), (x + (dx - width) * size * 0.8, y + size * 0.1),
             (x + (dx * 1.3 - width * 0.8) * size, y - size * 0.5), (x + dx * size * 1.1, y - size * 0.78),
             (x + (dx * 1.3 + width * 0.8) * size, y - size * 0.46),
             (x + (dx + width) * size * 0.8, y + size * 0.12)],
            closed=True,
        )  # fmt: skip
        sheet.flat([body], pale)
        sheet.grain([body], "#41692f", (x, y), (x + dx * size, y - size * 0.9), 0, 0.8)
        sheet.flat([ribbon([(x + dx * size * 0.5, y + size * 0.5), (x + dx * size * 0.9, y),
                            (x + dx * size * 1.1, y - size * 0.55)], [size * 0.2, size * 0.13, 2])],
                   "#f2f0d2")  # fmt: skip


def pumpkin(sheet: Sheet, x: float, y: float, size: float, ink: str = "#d9822b") -> None:
    """A ribbed pumpkin."""
    lobes = [ellipse(x + off * size * 0.3, y, size * 0.42, size * 0.7) for off in (-2, 2, -1, 1, 0)]
    sheet.flat(lobes, ink)
    sheet.grain(lobes, "#6b2c1c", (x - size * 0.2, y - size * 0.3), (x + size, y + size * 0.8), 0, 1)
    for off in (-1, 0, 1):
        sheet.flat([lens(x + off * size * 0.33 - size * 0.12, y - size * 0.15, size * 0.8, size * 0.07,
                         90 + off * 14)],
                   mix(ink, "#ffe3a3", 0.6))  # fmt: skip
    sheet.flat([ribbon([(x, y - size * 0.62), (x + size * 0.1, y - size * 0.95)], [size * 0.2, size * 0.14],
                       smooth=False)], "#53602f")  # fmt: skip


def basket(sheet: Sheet, x: float, y: float, width: float, height: float, ink: str = "#b98545",
           dark: str = "#4a2a1c") -> None:  # fmt: skip
    """The front of a woven basket, its rim centred on (x, y); fill it before, or over it."""
    half, deep = width / 2, width * 0.13
    body: Poly = [*arc(x, y, half, deep, 180, 0), *arc(x, y + height, half * 0.74, deep * 0.8, 0, 180)]
    sheet.flat([body], ink)
    with sheet.clip([body]):
        rows = max(4, round(height / 26))
        for row in range(rows):
            t = row / rows
            breadth = half * (1 - 0.26 * t)
            top = y + height * t
            count = max(8, round(width / 26))
            for cell in range(count):
                angle = 180 - 180 * (cell + (row % 2) * 0.5) / count
                cx = x + breadth * math.cos(math.radians(angle))
                cy = top + deep * math.sin(math.radians(angle)) + height / rows * 0.5
                size = 2.2 * breadth / count * (0.35 + 0.65 * math.sin(math.radians(angle)))
                sheet.flat([lens(cx, cy, size * 1.35, height / rows * 0.72)], mix(ink, "#f4d79a", 0.55))
                sheet.flat([lens(cx, cy + height / rows * 0.34, size * 1.2, height / rows * 0.2)], dark)
        sheet.grain([body], dark, (x - half * 0.1, y), (x + half, y + height), 0, 0.9)
        sheet.grain([body], dark, (x, y + height * 0.6), (x, y + height * 1.15), 0, 0.6)
    rim = ribbon(
        arc(x, y, half * 1.02, deep, 186, -6), [width * 0.05, width * 0.06, width * 0.05], smooth=False
    )
    sheet.flat([rim], mix(ink, "#f4d79a", 0.35))
    sheet.rim([rim], mix(ink, "#fff0c8", 0.75), -1, -width * 0.012)
    sheet.rim([rim], dark, 1, width * 0.012)


def crate(sheet: Sheet, corners: tuple[Point, Point, Point, Point], ink: str, dark: str) -> None:
    """A slatted side: the quadrilateral's corners clockwise from the upper left."""
    a, b, c, d = corners
    sheet.flat([[a, b, c, d]], dark)
    for row in range(3):
        low, high = row / 3 + 0.04, row / 3 + 0.27
        sheet.flat(
            [[_between(a, d, low), _between(b, c, low), _between(b, c, high), _between(a, d, high)]], ink
        )


def _between(one: Point, two: Point, share: float) -> Point:
    return one[0] + (two[0] - one[0]) * share, one[1] + (two[1] - one[1]) * share


def heap(sheet: Sheet, kind: str, x: float, y: float, width: float, size: float, seed: int) -> None:
    """A pile of one kind of goods whose front lies on the line y, rows from the back forward."""
    rng = random.Random(seed)
    rows = 3
    for row in range(rows):
        share = row / (rows - 1)
        reach = width * (0.62 + 0.38 * share)
        count = max(2, round(reach / (size * 1.55)))
        for index in range(count):
            px = x - reach / 2 + reach * (index + 0.5) / count + rng.uniform(-0.12, 0.12) * size
            py = y - (1 - share) * size * 1.5 - size * 0.6 + rng.uniform(-0.1, 0.1) * size
            number = rng.randrange(10**6)
            if kind == "tomato":
                tomato(sheet, px, py, size * 0.86, rng.choice(("#d8432b", "#c93a2a", "#e25a35")))
            elif kind == "orange":
                ball(sheet, px, py, size * 0.86, rng.choice(("#ef9a34", "#e68a2b", "#f4ab48")), "#7a2c14")
            elif kind == "aubergine":
                sheet_limb = limb([(px - size, py + size * 0.1), (px, py), (px + size, py + size * 0.16)],
                                  [size * 0.5, size * 0.8, size * 0.95])  # fmt: skip
                sheet.flat(sheet_limb, rng.choice(("#4b2a58", "#3a2148")))
                sheet.rim(sheet_limb, "#a583b0", -1, -size * 0.12)
            elif kind == "carrot":
                radish(
                    sheet, px - size * 0.4, py, size * 2.0, rng.uniform(10, 40), number, "#e8812f", "#c25a1e"
                )
            elif kind == "radish":
                radish(sheet, px - size * 0.6, py, size * 2.6, rng.uniform(10, 40), number)
            elif kind == "greens":
                greens(sheet, px, py + size * 0.4, size * 2.3, rng.uniform(-115, -65), number)
            elif kind == "cabbage":
                cabbage(sheet, px, py, size, number)
            elif kind == "pumpkin":
                pumpkin(sheet, px, py, size * 1.1, rng.choice(("#d9822b", "#c9702a", "#7c8a3c")))
