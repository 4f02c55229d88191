"""The print shop: geometry cut from points, and a sheet of paper that takes inks in layers.

Every coordinate is a pixel of the finished picture; the sheet itself is twice as large and is
reduced at the end, so that edges come out clean. Nothing here is left to chance: all noise comes
from seeded generators.
"""

from __future__ import annotations

import math
import random
import struct
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, ImageChops, ImageCms, ImageDraw, ImageFilter, ImageOps

Point = tuple[float, float]
Poly = list[Point]
Shape = Sequence[Poly]

OVERSIZE = 2


# --- geometry ------------------------------------------------------------------------------


def curve(points: Sequence[Point], closed: bool = False, steps: int = 14) -> Poly:
    """A smooth line through the points (Catmull-Rom)."""
    count = len(points)
    if count < 3:
        return list(points)
    result: Poly = []
    for index in range(count if closed else count - 1):
        if closed:
            p0, p1, p2, p3 = (points[(index + k) % count] for k in (-1, 0, 1, 2))
        else:
            p0, p1 = points[max(index - 1, 0)], points[index]
            p2, p3 = points[index + 1], points[min(index + 2, count - 1)]
        for step in range(steps):
            t = step / steps
            a, b = 2 * t**3 - 3 * t**2 + 1, t**3 - 2 * t**2 + t
            c, d = 1 - a, t**3 - t**2
            result.append(
                (
                    a * p1[0] + b * (p2[0] - p0[0]) / 2 + c * p2[0] + d * (p3[0] - p1[0]) / 2,
                    a * p1[1] + b * (p2[1] - p0[1]) / 2 + c * p2[1] + d * (p3[1] - p1[1]) / 2,
                )
            )
    if not closed:
        result.append(points[-1])
    return result


def ellipse(x: float, y: float, rx: float, ry: float, tilt: float = 0, steps: int = 48) -> Poly:
    """An ellipse about (x, y), turned by `tilt` degrees."""
    return arc(x, y, rx, ry, 0, 360, tilt, steps)


def arc(
    x: float,
    y: float,
    rx: float,
    ry: float,
    start: float,
    end: float,
    tilt: float = 0,
    steps: int = 32,
) -> Poly:
    """Points along part of an ellipse, angles in degrees clockwise from the right."""
    cos, sin = math.cos(math.radians(tilt)), math.sin(math.radians(tilt))
    result: Poly = []
    for step in range(steps + 1):
        angle = math.radians(start + (end - start) * step / steps)
        dx, dy = rx * math.cos(angle), ry * math.sin(angle)
        result.append((x + dx * cos - dy * sin, y + dx * sin + dy * cos))
    return result


def box(left: float, top: float, right: float, bottom: float) -> Poly:
    """An upright rectangle."""
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def ribbon(path: Sequence[Point], widths: Sequence[float], smooth: bool = True) -> Poly:
    """A brush stroke along `path` whose full width runs evenly through `widths`."""
    line = curve(path) if smooth else list(path)
    last = len(line) - 1
    left: Poly = []
    right: Poly = []
    for index, (x, y) in enumerate(line):
        (ax, ay), (bx, by) = line[max(index - 1, 0)], line[min(index + 1, last)]
        length = math.hypot(bx - ax, by - ay) or 1
        place = index / last * (len(widths) - 1)
        low = min(int(place), len(widths) - 2)
        half = (widths[low] + (widths[low + 1] - widths[low]) * (place - low)) / 2
        nx, ny = -(by - ay) / length * half, (bx - ax) / length * half
        left.append((x + nx, y + ny))
        right.append((x - nx, y - ny))
    return left + right[::-1]


def limb(path: Sequence[Point], widths: Sequence[float], smooth: bool = True) -> Shape:
    """A ribbon with round ends: an arm, a leg, a branch."""
    (x0, y0), (x1, y1) = path[0], path[-1]
    start, end = widths[0] / 2, widths[-1] / 2
    return [
        ribbon(path, widths, smooth),
        ellipse(x0, y0, start, start, steps=20),
        ellipse(x1, y1, end, end, steps=20),
    ]


def lens(x: float, y: float, length: float, width: float, angle: float = 0) -> Poly:
    """The mark of a gouge: pointed at both ends, centred on (x, y)."""
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    result: Poly = []
    for side in (1, -1):
        for step in range(8):
            t = step / 8 * side
            dx = (length / 2) * (-1 + 2 * abs(t)) * side
            dy = side * (width / 2) * math.sin(math.pi * abs(t))
            result.append((x + dx * cos - dy * sin, y + dx * sin + dy * cos))
    return result


def place(
    shape: Shape, dx: float, dy: float, scale: float = 1, flip: bool = False, turn: float = 0
) -> list[Poly]:
    """The shape mirrored, scaled and turned about (0, 0), then moved to (dx, dy)."""
    cos, sin = math.cos(math.radians(turn)) * scale, math.sin(math.radians(turn)) * scale
    side = -1 if flip else 1
    return [
        [(dx + side * x * cos - y * sin, dy + side * x * sin + y * cos) for x, y in poly] for poly in shape
    ]


def along(path: Sequence[Point], share: float) -> Point:
    """The point at `share` (0 to 1) of a polyline's steps."""
    position = min(max(share, 0), 1) * (len(path) - 1)
    low = min(int(position), len(path) - 2)
    t = position - low
    (ax, ay), (bx, by) = path[low], path[low + 1]
    return ax + (bx - ax) * t, ay + (by - ay) * t


def hand_cut(poly: Poly, amount: float, seed: int, step: float = 18) -> Poly:
    """The outline as a knife would cut it: resampled and a little unsteady."""
    rng = random.Random(seed)
    result: Poly = []
    for (ax, ay), (bx, by) in zip(poly, poly[1:] + poly[:1], strict=True):
        pieces = max(1, round(math.hypot(bx - ax, by - ay) / step))
        for piece in range(pieces):
            t = piece / pieces
            result.append(
                (
                    ax + (bx - ax) * t + rng.uniform(-amount, amount),
                    ay + (by - ay) * t + rng.uniform(-amount, amount),
                )
            )
    return result


def ridge(left: float, right: float, base: float, height: float, rough: float, seed: int) -> list[Point]:
    """A skyline of hills from left to right: three octaves of waves, `rough` times detailed."""
    rng = random.Random(seed)
    waves = [(rng.uniform(0, 6.3), rng.uniform(0.8, 1.3)) for _ in range(4)]
    result: list[Point] = []
    steps = 160
    for step in range(steps + 1):
        t = step / steps
        rise = sum(
            math.sin(phase + t * 6.3 * pace * rough * 2**octave) / 2**octave
            for octave, (phase, pace) in enumerate(waves)
        )
        result.append((left + (right - left) * t, base - height * (0.5 + rise / 3.4)))
    return result


class Camera:
    """One-point perspective: metres across, up and away become pixels."""

    def __init__(self, x: float, y: float, focal: float, eye: float = 1.6) -> None:
        self.x, self.y, self.focal, self.eye = x, y, focal, eye

    def __call__(self, across: float, up: float, away: float) -> Point:
        """Where a point of the scene falls on the picture."""
        return self.x + self.focal * across / away, self.y + self.focal * (self.eye - up) / away

    def size(self, metres: float, away: float) -> float:
        """How many pixels a length has at a distance."""
        return self.focal * metres / away


# --- paper and ink -------------------------------------------------------------------------


def rgb(ink: str) -> tuple[int, int, int]:
    """`#rrggbb` as three numbers."""
    return int(ink[1:3], 16), int(ink[3:5], 16), int(ink[5:7], 16)


def mix(one: str, two: str, share: float) -> str:
    """`one` with `share` (0 to 1) of `two`."""
    parts = (round(a + (b - a) * share) for a, b in zip(rgb(one), rgb(two), strict=True))
    return "#" + "".join(f"{part:02x}" for part in parts)


class Sheet:
    """A sheet of paper under the press: inks go on in layers, flat or through a grain."""

    def __init__(self, width: int, height: int, paper: str, seed: int) -> None:
        self.width, self.height = width, height
        self.size = (width * OVERSIZE, height * OVERSIZE)
        self.image = Image.new("RGB", self.size, rgb(paper))
        self.random = random.Random(seed)
        self.noise = self._noise(4.0)

    def _noise(self, grain: float) -> Image.Image:
        """Even noise over the sheet, its specks about `grain` oversized pixels wide."""
        width, height = (math.ceil(side / grain) for side in self.size)
        small = Image.frombytes("L", (width, height), self.random.randbytes(width * height))
        large = small.resize(self.size, Image.Resampling.BICUBIC)
        return ImageOps.equalize(large)

    def everything(self) -> Shape:
        """The whole sheet as a shape."""
        return [box(0, 0, self.width, self.height)]

    def _mask(self, shape: Shape) -> tuple[Image.Image, tuple[int, int, int, int]]:
        """The shape as a mask, cropped to where it lies on the sheet."""
        xs = [x for poly in shape for x, _ in poly]
        ys = [y for poly in shape for _, y in poly]
        left = max(0, math.floor(min(xs) * OVERSIZE) - 1)
        top = max(0, math.floor(min(ys) * OVERSIZE) - 1)
        right = min(self.size[0], math.ceil(max(xs) * OVERSIZE) + 2)
        bottom = min(self.size[1], math.ceil(max(ys) * OVERSIZE) + 2)
        right, bottom = max(right, left + 1), max(bottom, top + 1)
        mask = Image.new("L", (right - left, bottom - top))
        draw = ImageDraw.Draw(mask)
        for poly in shape:
            if len(poly) > 2:
                draw.polygon([(x * OVERSIZE - left, y * OVERSIZE - top) for x, y in poly], fill=255)
        return mask, (left, top, right, bottom)

    @staticmethod
    def _ramp(
        area: tuple[int, int, int, int], start: Point, end: Point, low: float, high: float
    ) -> Image.Image:
        """A grey ramp over `area`: `low` at and before `start`, `high` at and beyond `end`."""
        dx, dy = (end[0] - start[0]) * OVERSIZE, (end[1] - start[1]) * OVERSIZE
        square = (dx * dx + dy * dy) or 1
        across, down = 255 * dx / square, 255 * dy / square
        width, height = area[2] - area[0], area[3] - area[1]
        first = across * (area[0] - start[0] * OVERSIZE) + down * (area[1] - start[1] * OVERSIZE)
        corners = (first + across * x + down * y for x in (0, width) for y in (0, height))
        reach = math.ceil(max(abs(level) for level in corners))
        column = Image.new("L", (1, 2 * reach + 257))
        levels = (min(max((y - reach) / 255, 0), 1) for y in range(column.height))
        column.putdata([round(255 * (low + (high - low) * level)) for level in levels])
        return column.resize((3, column.height)).transform(
            (width, height),
            Image.Transform.AFFINE,
            (0, 0, 1.5, across, down, first + reach),
            Image.Resampling.BILINEAR,
        )

    def _put(self, ink: str, mask: Image.Image, area: tuple[int, int, int, int]) -> None:
        self.image.paste(rgb(ink), area, mask)

    def flat(self, shape: Shape, ink: str, strength: float = 1) -> None:
        """A flat layer of ink; below full strength it lets the layers beneath show."""
        mask, area = self._mask(shape)
        if strength < 1:
            mask = mask.point([round(value * strength) for value in range(256)])
        self._put(ink, mask, area)

    def fade(self, shape: Shape, ink: str, start: Point, end: Point, low: float = 0, high: float = 1) -> None:
        """Ink that grows smoothly from `low` at `start` to `high` at `end`."""
        mask, area = self._mask(shape)
        self._put(ink, ImageChops.multiply(mask, self._ramp(area, start, end, low, high)), area)

    def grain(
        self, shape: Shape, ink: str, start: Point, end: Point, low: float = 0, high: float = 1
    ) -> None:
        """Ink in specks that grow denser from `start` to `end`: the shading of a poster."""
        mask, area = self._mask(shape)
        ramp = self._ramp(area, start, end, low, high)
        specks = ImageChops.subtract(ramp, self.noise.crop(area)).point([0] + [255] * 255)
        self._put(ink, ImageChops.multiply(mask, specks), area)

    def glow(
        self,
        x: float,
        y: float,
        radius: float,
        ink: str,
        strength: float = 1,
        power: float = 2,
        grain: float = 0,
        squash: float = 1,
    ) -> None:
        """A round light that falls off from its middle; `grain` (0 to 1) breaks it into specks."""
        reach = (round(radius * OVERSIZE), round(radius * OVERSIZE * squash))
        table = [round(255 * strength * max(0, 1 - value / 181) ** power) for value in range(256)]
        light = Image.radial_gradient("L").resize((reach[0] * 2, reach[1] * 2)).point(table)
        left, top = round(x * OVERSIZE) - reach[0], round(y * OVERSIZE) - reach[1]
        area = (max(0, left), max(0, top), min(self.size[0], left + 2 * reach[0]),
                min(self.size[1], top + 2 * reach[1]))  # fmt: skip
        if area[0] >= area[2] or area[1] >= area[3]:
            return
        light = light.crop((area[0] - left, area[1] - top, area[2] - left, area[3] - top))
        if grain:
            specks = ImageChops.subtract(light, self.noise.crop(area)).point([0] + [255] * 255)
            light = Image.blend(light, specks, grain)
        self._put(ink, light, area)

    def rim(self, shape: Shape, ink: str, dx: float, dy: float, strength: float = 1) -> None:
        """Light on the edges of a shape that face (dx, dy), as wide as that step is long."""
        mask, area = self._mask(shape)
        moved = Image.new("L", mask.size)
        moved.paste(mask, (round(-dx * OVERSIZE), round(-dy * OVERSIZE)))
        edge = ImageChops.subtract(mask, moved)
        self._put(ink, edge.point([round(value * strength) for value in range(256)]), area)

    def gouges(
        self,
        area: tuple[float, float, float, float],
        ink: str,
        count: int,
        length: tuple[float, float],
        width: tuple[float, float],
        angle: tuple[float, float] = (0, 0),
        strength: float = 1,
    ) -> None:
        """Many gouge marks scattered over a rectangle (left, top, right, bottom)."""
        rng = self.random
        marks = [
            lens(
                rng.uniform(area[0], area[2]),
                rng.uniform(area[1], area[3]),
                rng.uniform(*length),
                rng.uniform(*width),
                rng.uniform(*angle),
            )
            for _ in range(count)
        ]
        self.flat(marks, ink, strength)

    @contextmanager
    def clip(self, shape: Shape) -> Iterator[None]:
        """Whatever is drawn meanwhile stays inside the shape."""
        mask, area = self._mask(shape)
        below = self.image.copy()
        yield
        below.paste(self.image.crop(area), area, mask)
        self.image = below

    def mirror(self, line: float, depth: float, tint: str, share: float, sway: float, seed: int) -> None:
        """What stands above `line` reflected below it in swaying strips, tinted by `share`."""
        rng = random.Random(seed)
        top, tall = round(line * OVERSIZE), round(depth * OVERSIZE)
        above = self.image.crop((0, max(0, top - tall), self.size[0], top))
        turned = ImageOps.flip(above)
        turned = Image.blend(turned, Image.new("RGB", turned.size, rgb(tint)), share)
        y, phase = 0, rng.uniform(0, 6)
        while y < turned.height:
            nearness = y / turned.height
            height = round(rng.uniform(5, 9) + 16 * nearness)
            phase += rng.uniform(0.7, 1.7)
            shift = round(math.sin(phase) * sway * OVERSIZE * (0.15 + nearness))
            strip = turned.crop((0, y, self.size[0], min(y + height, turned.height)))
            self.image.paste(ImageChops.offset(strip, shift, 0), (0, top + y))
            y += height

    def soften(self, shape: Shape, radius: float) -> None:
        """Put part of the picture out of focus."""
        mask, area = self._mask(shape)
        blurred = self.image.crop(area).filter(ImageFilter.GaussianBlur(radius * OVERSIZE))
        self.image.paste(blurred, area, mask)

    def finish(self, path: Path, texture: float = 0.025, quality: int = 87) -> None:
        """Print the sheet: grain of the paper, clean reduction, sRGB JPEG at 300 dpi."""
        small = self.image.resize((self.width, self.height), Image.Resampling.LANCZOS)
        fibre = self._noise(6).resize(small.size, Image.Resampling.BOX)
        cloud = self._noise(90).resize(small.size, Image.Resampling.BOX)
        tooth = Image.blend(fibre, cloud, 0.35)
        low = 255 * (1 - 2 * texture)
        paper = tooth.point([round(low + (255 - low) * value / 255) for value in range(256)])
        printed = ImageChops.multiply(small, paper.convert("RGB"))
        path.parent.mkdir(parents=True, exist_ok=True)
        made = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
        profile = made[:24] + struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + made[36:]  # no time of day
        printed.save(path, "JPEG", quality=quality, dpi=(300, 300), optimize=True, icc_profile=profile)
