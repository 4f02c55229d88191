"""What every market picture is built of: stalls, shop fronts, umbrellas, lanterns, shadows."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from . import produce
from .people import Figure, one_ink
from .press import Camera, Poly, Shape, Sheet, along, arc, box, curve, ellipse, mix, ribbon


@dataclass(frozen=True)
class Tone:
    """The colours a stall is printed in."""

    awning: tuple[str, str]
    shade: str
    """Ink of all that lies in the dark."""
    light: str
    """Ink of the edges that catch the light."""
    inside: str
    """What one sees under the awning."""


def stall(
    sheet: Sheet,
    cam: Camera,
    side: int,
    near: float,
    far: float,
    tone: Tone,
    seed: int,
    goods: Sequence[str] = (),
    reach: tuple[float, float] = (2.2, 4.6),
    vendor: Figure | None = None,
) -> None:
    """A stall left (-1) or right (1) of the lane between two distances, goods on its table."""
    inner, outer = reach[0] * side, reach[1] * side
    back = [cam(outer, 0, near), cam(outer, 0, far), cam(outer, 2.7, far), cam(outer, 2.7, near)]
    end = [cam(inner, 0, far), cam(outer, 0, far), cam(outer, 2.5, far), cam(inner, 2.2, far)]
    sheet.flat([back], tone.inside)
    sheet.flat([end], mix(tone.inside, tone.shade, 0.3))
    table = [cam(inner, 0.78, near), cam(inner, 0.78, far), cam(outer, 1.02, far), cam(outer, 1.02, near)]
    front = [cam(inner, 0, near), cam(inner, 0, far), table[1], table[0]]
    face = [cam(inner, 0, near), cam(outer, 0, near), table[3], table[0]]
    sheet.flat([table], mix(tone.shade, tone.awning[0], 0.25))
    rng = random.Random(seed)
    _shelf(sheet, cam, outer, near, far, tone, rng)
    if vendor:
        away = near + (far - near) * rng.uniform(0.35, 0.6)
        x, y = cam(inner + (outer - inner) * 0.62, 0.15, away)
        ink = mix(tone.shade, tone.inside, 0.12)
        outline = vendor.paint(sheet, x, y, cam.size(1.6, away), one_ink(ink), side > 0)
        sheet.rim(outline, mix(tone.light, tone.inside, 0.25), -side * cam.size(0.02, away), 0)
        sheet.flat([table], mix(tone.shade, tone.awning[0], 0.25))
    if goods:
        count = max(2, round((far - near) * 1.1))
        for index in range(count, 0, -1):
            away = near + (far - near) * (index - 0.5) / count
            for depth in (0.72, 0.4, 0.12):
                across = inner + (outer - inner) * depth * 0.6
                x, y = cam(across, 0.82 + 0.2 * depth, away)
                width = cam.size((far - near) / count * 0.95, away) * 0.75
                size = cam.size(0.1, away)
                kind = goods[(index + round(depth * 3)) % len(goods)]
                produce.heap(sheet, kind, x, y, max(width, size * 3), size, rng.randrange(999))
    sheet.flat([front], tone.shade)
    sheet.flat([face], mix(tone.shade, tone.awning[0], 0.22))
    sheet.grain([face], tone.shade, face[3], face[0], 0.1, 1)
    for board in range(1, 6):
        up = 0.78 * board / 6
        slope = [cam(inner, up, near), cam(outer, up * 1.3, near)]
        sheet.flat([ribbon(slope, [cam.size(0.022, near)] * 2, smooth=False)], tone.shade)
        sheet.flat([ribbon([cam(inner, up, near), cam(inner, up, far)], [3, 2], smooth=False)],
                   mix(tone.shade, tone.light, 0.22))  # fmt: skip
    sheet.flat([ribbon([table[0], table[1]], [cam.size(0.07, near), cam.size(0.07, far)], smooth=False)],
               mix(tone.shade, tone.light, 0.75))  # fmt: skip
    sheet.flat([ribbon([table[0], table[3]], [cam.size(0.07, near)] * 2, smooth=False)],
               mix(tone.shade, tone.light, 0.4))  # fmt: skip
    for away in (far, near):
        foot, top = cam(inner, 0, away), cam(inner, 2.25, away)
        wide = cam.size(0.07, away)
        sheet.flat([ribbon([foot, top], [wide, wide], smooth=False)], tone.shade)
        sheet.flat([ribbon([(foot[0] - side * wide * 0.4, foot[1]), (top[0] - side * wide * 0.4, top[1])],
                           [wide * 0.25, wide * 0.25], smooth=False)], tone.light)  # fmt: skip
    awning(sheet, cam, inner - side * 0.25, outer, near - 0.15, far + 0.1, tone)


def _shelf(
    sheet: Sheet, cam: Camera, outer: float, near: float, far: float, tone: Tone, rng: random.Random
) -> None:
    """Jars and boxes on a board along a stall's back."""
    dark = mix(tone.inside, tone.shade, 0.62)
    for up in (1.5, 2.05):
        sheet.flat([[cam(outer, up, near), cam(outer, up, far), cam(outer, up - 0.05, far),
                     cam(outer, up - 0.05, near)]],
                   dark)  # fmt: skip
        away = far - 0.15
        while away > near + 0.1:
            wide, tall = rng.uniform(0.12, 0.26), rng.uniform(0.18, 0.36)
            jar = [cam(outer, up, away), cam(outer, up, away - wide), cam(outer, up + tall, away - wide),
                   cam(outer, up + tall, away)]  # fmt: skip
            if rng.random() < 0.8:
                sheet.flat([jar], mix(dark, tone.awning[rng.randrange(2)], rng.uniform(0, 0.35)))
            away -= wide + rng.uniform(0.02, 0.12)


def awning(sheet: Sheet, cam: Camera, inner: float, outer: float, near: float, far: float, tone: Tone,
           low: float = 2.2, high: float = 2.85) -> None:  # fmt: skip
    """A striped sloping roof with a scalloped hem towards the lane."""
    stripes = max(4, round((far - near) / 0.42))
    shade = mix(tone.awning[0], tone.shade, 0.7)
    for index in range(stripes, 0, -1):
        z0, z1 = near + (far - near) * (index - 1) / stripes, near + (far - near) * index / stripes
        ink = tone.awning[index % 2]
        roof = [cam(inner, low, z0), cam(inner, low, z1), cam(outer, high, z1), cam(outer, high, z0)]
        sheet.flat([roof], ink)
        sheet.grain([roof], mix(ink, tone.shade, 0.6), roof[0], roof[3], 0, 0.8)
        a, b = roof[0], roof[1]
        drop = cam.size(0.24, z0), cam.size(0.24, z1)
        hem: Poly = [a, b]
        for step in range(9):
            t = step / 8
            x, y = b[0] + (a[0] - b[0]) * t, b[1] + (a[1] - b[1]) * t
            fall = (drop[1] + (drop[0] - drop[1]) * t) * (0.7 + 0.4 * math.sin(math.pi * t))
            hem.append((x, y + fall))
        sheet.flat([hem], mix(ink, tone.light, 0.22))
        sheet.grain([hem], mix(ink, tone.shade, 0.5), (a[0], a[1] - 1), (a[0], a[1] + drop[0] * 1.2), 0.5, 0)
    near_end = [cam(inner, low, near), cam(outer, high, near), cam(outer, low + 0.1, near)]
    sheet.flat([near_end], shade)
    a, b = cam(inner, low, near), cam(inner, low, far)
    sheet.flat([ribbon([a, b], [cam.size(0.05, near), cam.size(0.05, far)], smooth=False)], tone.light)


def shop_row(sheet: Sheet, cam: Camera, side: int, near: float, far: float, wall: float, ink: str,
             shade: str, light: str, seed: int, lit: float = 0.3, lamp: str = "#ffd58a") -> None:  # fmt: skip
    """A row of old two-storey shops along one side, farthest first, with tiled eaves."""
    rng = random.Random(seed)
    cuts = [near]
    while cuts[-1] < far:
        cuts.append(cuts[-1] + rng.uniform(3.2, 5))
    for z0, z1 in reversed(list(pairwise(cuts))):
        across = wall * side
        tall = rng.uniform(5.4, 7.4)
        tone = mix(ink, light, min(0.75, z0 / far * 0.8))
        dark = mix(shade, light, min(0.7, z0 / far * 0.75))
        front = [cam(across, 0, z0), cam(across, 0, z1), cam(across, tall, z1), cam(across, tall, z0)]
        sheet.flat([front], tone)
        sheet.grain([front], dark, cam(across, tall * 0.3, z0), cam(across, tall, z0), 0, 0.8)
        for floor in (3.2, 4.9):
            if floor + 1.3 > tall:
                continue
            count = 3
            for window in range(count):
                w0 = z0 + (z1 - z0) * (window + 0.2) / count
                w1 = z0 + (z1 - z0) * (window + 0.8) / count
                frame = [cam(across, floor, w0), cam(across, floor, w1), cam(across, floor + 1.15, w1),
                         cam(across, floor + 1.15, w0)]  # fmt: skip
                on = rng.random() < lit
                sheet.flat([frame], lamp if on else dark)
                mid = (w0 + w1) / 2
                sheet.flat([ribbon([cam(across, floor, mid), cam(across, floor + 1.15, mid)],
                                   [cam.size(0.05, mid)] * 2, smooth=False)], tone)  # fmt: skip
                sheet.flat([ribbon([cam(across, floor + 0.6, w0), cam(across, floor + 0.6, w1)],
                                   [cam.size(0.05, w0), cam.size(0.05, w1)], smooth=False)],
                                   tone)  # fmt: skip
        lip = across - side * 0.85
        soffit = [cam(across, tall, z0), cam(across, tall, z1), cam(lip, tall, z1), cam(lip, tall, z0)]
        fascia = [
            cam(lip, tall, z0),
            cam(lip, tall, z1),
            cam(lip, tall + 0.22, z1),
            cam(lip, tall + 0.22, z0),
        ]
        gable = [
            cam(lip, tall, z0),
            cam(across, tall, z0),
            cam(across, tall + 0.7, z0),
            cam(lip, tall + 0.22, z0),
        ]
        sheet.flat([soffit, gable], mix(dark, "#05080e", 0.25))
        for rafter in range(1, 10):
            z = z0 + (z1 - z0) * rafter / 10
            sheet.flat([ribbon([cam(lip, tall, z), cam(across, tall, z)], [cam.size(0.07, z)] * 2,
                               smooth=False)],
                       mix(dark, tone, 0.55))  # fmt: skip
        sheet.flat([fascia], mix(dark, tone, 0.5))
        sheet.flat([ribbon([fascia[3], fascia[2]], [cam.size(0.06, z0), cam.size(0.06, z1)], smooth=False)],
                   mix(tone, light, 0.6))  # fmt: skip


def gate(sheet: Sheet, x: float, y: float, scale: float, ink: str, roof: str, light: str) -> None:
    """The old three-storey gate at the lane's end, standing on (x, y)."""
    for half, base, tall in ((150, 0, 92), (112, 112, 54), (78, 186, 44)):
        top = y - (base + tall) * scale
        wide = half * scale
        sheet.flat([box(x - wide * 0.8, top, x + wide * 0.8, y - base * scale)], ink)
        sheet.grain([box(x - wide * 0.8, top, x + wide * 0.8, y - base * scale)], roof, (x, top + 50 * scale),
                    (x, top), 0, 0.8)  # fmt: skip
        eave = curve([(x - wide - 46 * scale, top + 14 * scale), (x - wide, top - 2 * scale),
                      (x - wide * 0.5, top - 32 * scale), (x, top - 38 * scale),
                      (x + wide * 0.5, top - 32 * scale),
                      (x + wide, top - 2 * scale), (x + wide + 46 * scale, top + 14 * scale)])  # fmt: skip
        sheet.flat([[*eave, (x, top + 10 * scale)]], roof)
        sheet.rim([[*eave, (x, top + 10 * scale)]], light, 0, -2.5)
    arch = arc(x, y - 20 * scale, 44 * scale, 56 * scale, 180, 360)
    sheet.flat([[*arch, (x + 44 * scale, y), (x - 44 * scale, y)]], light)


def umbrella(sheet: Sheet, x: float, y: float, radius: float, ink: str, shade: str, tilt: float = 0,
             light: str = "#ffffff", handle: float = 1.0) -> None:  # fmt: skip
    """An open umbrella seen from a little above, its rim's middle at (x, y)."""
    cos, sin = math.cos(math.radians(tilt)), math.sin(math.radians(tilt))

    def at(px: float, py: float) -> tuple[float, float]:
        return x + px * radius * cos - py * radius * sin, y + px * radius * sin + py * radius * cos

    if handle:
        sheet.flat([ribbon([at(0, -0.2), at(0, handle)], [radius * 0.035] * 2, smooth=False)], shade)
    ribs = [-1.0, -0.62, -0.2, 0.24, 0.66, 1.0]
    rim = [(rib, 0.16 * math.cos(rib * 1.45)) for rib in ribs]
    top = (0.02, -0.62)
    inside = [at(px, py) for px, py in arc(0, 0.02, 1, 0.2, 0, 360)]
    sheet.flat([inside], mix(ink, shade, 0.82))
    for index, ((x0, y0), (x1, y1)) in enumerate(pairwise(rim)):
        left = curve([top, (x0 * 0.62 + 0.01, -0.47 + y0 * 0.4), (x0, y0)])
        right = curve([(x1, y1), (x1 * 0.62 + 0.01, -0.47 + y1 * 0.4), top])
        hem = curve([(x0, y0), ((x0 + x1) / 2, (y0 + y1) / 2 - 0.05), (x1, y1)])
        panel = [at(px, py) for px, py in (*left, *hem, *right)]
        tone = mix(ink, light, 0.28 - index * 0.09) if index < 3 else mix(ink, shade, (index - 2) * 0.2)
        sheet.flat([panel], tone)
        sheet.grain([panel], mix(ink, shade, 0.6), at(-0.1, -0.5), at(0.55, 0.25), 0, 0.8)
    ridges = [ribbon([at(*point) for point in curve([top, (px * 0.62 + 0.01, -0.47 + py * 0.4), (px, py)])],
                     [radius * 0.012, radius * 0.02], smooth=False) for px, py in rim[1:-1]]  # fmt: skip
    sheet.flat(ridges, mix(ink, shade, 0.75))
    sheet.flat(
        [ribbon([at(0.02, -0.6), at(0.03, -0.74)], [radius * 0.05, radius * 0.02], smooth=False)], shade
    )
    edge = [at(px, py) for px, py in curve([(-1, rim[0][1]), (-0.61, -0.45), (0.0, -0.62)])]
    sheet.flat(
        [ribbon(edge, [radius * 0.02, radius * 0.035, radius * 0.02], smooth=False)], mix(ink, light, 0.75)
    )


def lantern(sheet: Sheet, x: float, y: float, size: float, ink: str = "#d93a25", hot: str = "#ffcf6b",
            dark: str = "#4a121c", glow: float = 0.8) -> None:  # fmt: skip
    """A round paper lantern hanging from (x, y)."""
    cy = y + size * 0.98
    if glow:
        sheet.glow(x, cy, size * 3.1, "#ff8a3a", 0.62 * glow, 2.1, 0.3)
    sheet.flat([ribbon([(x, y - 2), (x, y + size * 0.3)], [max(1.6, size * 0.05)] * 2, smooth=False)], dark)
    body = ellipse(x, cy, size, size * 0.8)
    sheet.flat([body], ink)
    sheet.glow(x - size * 0.05, cy + size * 0.1, size * 0.95, hot, 1, 0.95, 0.12, 0.85)
    with sheet.clip([body]):
        for share in (-0.72, -0.38, 0, 0.38, 0.72):
            rib = arc(x, cy, size * abs(share) + 0.5, size * 0.8, 90, 270 if share < 0 else -90)
            sheet.flat([ribbon(rib, [max(1.2, size * 0.035)] * 2, smooth=False)], mix(ink, dark, 0.55))
        sheet.grain(
            [body], mix(ink, dark, 0.6), (x + size * 0.2, cy), (x + size * 1.05, cy + size * 0.2), 0, 0.9
        )
    for top, wide in ((cy - size * 0.86, 0.42), (cy + size * 0.72, 0.38)):
        sheet.flat([box(x - size * wide, top, x + size * wide, top + size * 0.16)], "#e0a83c")
        sheet.flat([box(x - size * wide, top + size * 0.1, x + size * wide, top + size * 0.17)], dark)
    tassel = [ribbon([(x + off * size * 0.1, cy + size * 0.85), (x + off * size * 0.16, cy + size * 1.5)],
                     [size * 0.09, size * 0.03], smooth=False) for off in (-1, 0, 1)]  # fmt: skip
    sheet.flat(tassel, "#c9442c")


def string_of(points: Sequence[tuple[float, float]], sag: float, count: int) -> tuple[Poly, Poly]:
    """A rope hung between two points and the places where `count` things hang from it."""
    (x0, y0), (x1, y1) = points
    rope = [
        (x0 + (x1 - x0) * t / 40, y0 + (y1 - y0) * t / 40 + sag * 4 * (t / 40) * (1 - t / 40))
        for t in range(41)
    ]
    return rope, [along(rope, (index + 0.5) / count) for index in range(count)]


def shadow(sheet: Sheet, outline: Shape, y: float, stretch: float, lean: float, ink: str,
           strength: float = 0.7) -> None:  # fmt: skip
    """The shadow of an outline standing on the line y, falling towards the reader."""
    fallen = [[(px + (y - py) * lean, y + (y - py) * stretch) for px, py in poly] for poly in outline]
    sheet.flat(fallen, ink, strength)
