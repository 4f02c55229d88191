"""People as confident silhouettes: a few limbs, a coat and a head, scaled to any height.

A figure stands on (0, 0), faces right and is one unit tall; `place` puts it into a picture.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .press import Poly, Shape, Sheet, curve, ellipse, limb, place

Part = tuple[str, Shape]

HAIR, SKIN, COAT, LEGS, SHOES, BAG = "hair", "skin", "coat", "legs", "shoes", "bag"


@dataclass(frozen=True)
class Figure:
    """A person in parts, from the farthest to the nearest."""

    parts: list[Part] = field(default_factory=list)

    def outline(self, x: float, y: float, height: float, flip: bool = False) -> list[Poly]:
        """All parts together where they will stand."""
        return [poly for _, shape in self.parts for poly in place(shape, x, y, height, flip)]

    def paint(
        self,
        sheet: Sheet,
        x: float,
        y: float,
        height: float,
        inks: Mapping[str, str],
        flip: bool = False,
    ) -> list[Poly]:
        """Draw the figure; `inks` names a colour for each part. Gives the outline back."""
        for name, shape in self.parts:
            sheet.flat(place(shape, x, y, height, flip), inks.get(name, inks[COAT]))
        return self.outline(x, y, height, flip)


def one_ink(ink: str) -> dict[str, str]:
    """Every part of a figure in the same ink."""
    return dict.fromkeys((HAIR, SKIN, COAT, LEGS, SHOES, BAG), ink)


def _head(x: float, y: float, style: str, lean: float = 0) -> list[Part]:
    """A head whose chin's base is the neck at (x, y)."""
    cx, cy = x + 0.012 + lean, y - 0.07
    face = [
        ellipse(cx, cy, 0.045, 0.058, -8),
        *limb([(x - 0.004, y + 0.012), (cx - 0.012, cy + 0.02)], [0.05, 0.046]),
    ]
    nose: Poly = [(cx + 0.036, cy - 0.016), (cx + 0.056, cy + 0.012), (cx + 0.036, cy + 0.02)]
    parts: list[Part] = [(SKIN, [*face, nose])]
    cap: Poly = curve(
        [(cx + 0.036, cy - 0.03), (cx + 0.012, cy - 0.066), (cx - 0.034, cy - 0.06),
         (cx - 0.056, cy - 0.012), (cx - 0.042, cy + 0.034), (cx - 0.018, cy + 0.012),
         (cx - 0.004, cy - 0.018)],
        closed=True,
    )  # fmt: skip
    if style == "short":
        parts.append((HAIR, [cap]))
    elif style == "bun":
        parts.append((HAIR, [cap, ellipse(cx - 0.062, cy - 0.03, 0.025, 0.025)]))
    elif style == "long":
        fall: Poly = curve(
            [(cx - 0.01, cy - 0.05), (cx - 0.06, cy - 0.02), (cx - 0.075, cy + 0.08),
             (cx - 0.04, cy + 0.12), (cx - 0.014, cy + 0.05)],
            closed=True,
        )  # fmt: skip
        parts.append((HAIR, [cap, fall]))
    elif style == "hat":
        brim: Poly = curve(
            [(cx - 0.085, cy - 0.022), (cx - 0.02, cy - 0.046), (cx + 0.085, cy - 0.034),
             (cx + 0.02, cy - 0.018)],
            closed=True,
        )  # fmt: skip
        crown: Poly = curve(
            [(cx - 0.05, cy - 0.03), (cx - 0.036, cy - 0.078), (cx + 0.02, cy - 0.084),
             (cx + 0.048, cy - 0.036)],
            closed=True,
        )  # fmt: skip
        parts.append((HAIR, [cap, brim, crown]))
    elif style == "straw":
        cone: Poly = [(cx - 0.115, cy - 0.006), (cx - 0.004, cy - 0.098), (cx + 0.115, cy - 0.022),
                      (cx + 0.02, cy + 0.004)]  # fmt: skip
        parts.append((HAIR, [cap]))
        parts.append((BAG, [cone]))
    return parts


def _leg(hip: tuple[float, float], knee: tuple[float, float], foot: tuple[float, float],
         flat: bool = True) -> list[Part]:  # fmt: skip
    """A trousered leg and its shoe."""
    shoe_y = foot[1] - 0.012
    shoe = curve(
        [(foot[0] - 0.03, shoe_y + 0.012), (foot[0] - 0.026, shoe_y - 0.022),
         (foot[0] + 0.022, shoe_y - 0.016), (foot[0] + 0.07, shoe_y + 0.006),
         (foot[0] + 0.068, shoe_y + 0.014)],
        closed=True,
    )  # fmt: skip
    if not flat:
        shoe = place([[(x - foot[0], y - foot[1]) for x, y in shoe]], *foot, turn=42)[0]
    return [
        (SHOES, [shoe]),
        (LEGS, limb([hip, knee, (foot[0], foot[1] - 0.03)], [0.105, 0.08, 0.05])),
    ]


def _coat(lean: float, length: float, breadth: float = 1) -> Shape:
    """A jacket seen from the side, its hem `length` above the ground."""
    neck, hem = -0.845, -length
    return [
        curve(
            [(lean + 0.012, neck), (lean + 0.062 * breadth, neck + 0.06),
             (0.5 * lean + 0.088 * breadth, neck + 0.2), (0.078 * breadth, hem - 0.12),
             (0.1 * breadth, hem), (0.02, hem + 0.012), (-0.085 * breadth, hem + 0.004),
             (-0.075 * breadth, hem - 0.14), (0.5 * lean - 0.082 * breadth, neck + 0.18),
             (lean - 0.066 * breadth, neck + 0.05), (lean - 0.028, neck)],
            closed=True,
        )
    ]  # fmt: skip


def _arm(shoulder: tuple[float, float], elbow: tuple[float, float],
         hand: tuple[float, float], bulk: float = 1) -> list[Part]:  # fmt: skip
    """A sleeve and a hand."""
    return [
        (SKIN, limb([elbow, hand], [0.03, 0.038])),
        (COAT, limb([shoulder, elbow, (hand[0] * 0.88 + elbow[0] * 0.12, hand[1] * 0.88 + elbow[1] * 0.12)],
                    [0.078 * bulk, 0.066 * bulk, 0.046])),
    ]  # fmt: skip


def walking(style: str = "short", coat: float = 0.42, bag: bool = False, breadth: float = 1,
            stride: float = 1) -> Figure:  # fmt: skip
    """Somebody on the way to the right."""
    s = stride
    parts = [
        *_arm((0.02, -0.79), (0.075 * s, -0.65), (0.135 * s, -0.54)),
        *_leg((-0.015, -0.5), (-0.02 * s, -0.28), (-0.15 * s, -0.02), flat=s < 0.6),
        *_leg((0.01, -0.5), (0.09 * s, -0.28), (0.12 * s, 0)),
        (COAT, _coat(0.025, coat, breadth)),
        *_head(0.022, -0.85, style),
        *_arm((0.005, -0.79), (-0.055 * s, -0.63), (-0.07 * s, -0.5)),
    ]
    if bag:
        x = -0.07 * s
        parts += [
            (BAG, limb([(x - 0.03, -0.42), (x, -0.5), (x + 0.03, -0.42)], [0.012, 0.012])),
            (BAG, [curve([(x - 0.06, -0.43), (x + 0.065, -0.43), (x + 0.08, -0.27), (x - 0.07, -0.27)],
                         closed=True)]),
        ]  # fmt: skip
    return Figure(parts)


def standing(style: str = "short", coat: float = 0.42, breadth: float = 1,
             reach: tuple[float, float] | None = None) -> Figure:  # fmt: skip
    """Somebody standing, perhaps with a hand stretched out to `reach`."""
    parts = [
        *_leg((0.025, -0.5), (0.035, -0.28), (0.035, -0.004)),
        *_leg((-0.025, -0.5), (-0.025, -0.28), (-0.035, 0)),
        (COAT, _coat(0.012, coat, breadth)),
        *_head(0.016, -0.85, style),
    ]
    if reach:
        elbow = (reach[0] * 0.45, (reach[1] - 0.79) / 2 + 0.05)
        parts += _arm((0.0, -0.79), elbow, reach, 1.05)
    else:
        parts += _arm((-0.01, -0.79), (-0.03, -0.64), (0.0, -0.5))
    return Figure(parts)


def bending(style: str = "short", breadth: float = 1) -> Figure:
    """Somebody leaning over goods, hands low in front."""
    back = curve(
        [(0.2, -0.77), (0.245, -0.7), (0.2, -0.62), (0.1, -0.5), (0.085, -0.4), (-0.1, -0.4),
         (-0.115 * breadth, -0.52), (-0.05, -0.68), (0.08, -0.79)],
        closed=True,
    )  # fmt: skip
    parts: list[Part] = [
        *_arm((0.17, -0.7), (0.24, -0.58), (0.36, -0.5)),
        *_leg((0.03, -0.46), (0.04, -0.26), (0.02, 0)),
        *_leg((-0.03, -0.46), (-0.03, -0.26), (-0.06, 0)),
        (COAT, [back]),
        *_head(0.225, -0.755, style, lean=0.03),
        *_arm((0.14, -0.71), (0.17, -0.57), (0.3, -0.49)),
    ]
    return Figure(parts)


def sitting(style: str = "short", breadth: float = 1, reach: tuple[float, float] = (0.24, -0.42)) -> Figure:
    """Somebody on a low stool (its seat at 0.26), hands towards a table on the right."""
    back = curve(
        [(0.035, -0.68), (0.08, -0.6), (0.095, -0.46), (0.1, -0.28), (0.02, -0.235), (-0.1, -0.25),
         (-0.11 * breadth, -0.4), (-0.075, -0.58), (-0.02, -0.68)],
        closed=True,
    )  # fmt: skip
    parts: list[Part] = [
        *_leg((0, -0.29), (0.25, -0.3), (0.29, -0.004)),
        *_leg((0, -0.27), (0.22, -0.27), (0.2, 0)),
        (COAT, [back]),
        *_head(0.012, -0.685, style),
        *_arm((0.0, -0.62), (0.07, -0.46), reach, 1.05),
    ]
    return Figure(parts)


def front(style: str = "short", coat: float = 0.42, away: bool = False, stride: float = 0.5) -> Figure:
    """Somebody coming towards us, or walking away."""
    hem = -coat
    body = curve(
        [(-0.03, -0.84), (-0.105, -0.8), (-0.115, -0.66), (-0.095, hem - 0.1), (-0.11, hem),
         (0, hem + 0.015), (0.11, hem), (0.095, hem - 0.1), (0.115, -0.66), (0.105, -0.8),
         (0.03, -0.84)],
        closed=True,
    )  # fmt: skip
    lift = 0.035 * stride
    parts: list[Part] = [
        (LEGS, limb([(-0.045, -0.48), (-0.045, -0.26), (-0.04, -0.03)], [0.11, 0.085, 0.055])),
        (LEGS, limb([(0.045, -0.48), (0.05, -0.26), (0.04, -0.03 - lift)], [0.11, 0.085, 0.055])),
        (SHOES, [ellipse(-0.045, -0.018, 0.034, 0.02), ellipse(0.045, -0.018 - lift, 0.034, 0.02)]),
        (COAT, [body]),
        (SKIN, limb([(-0.13, -0.5), (-0.132, -0.46)], [0.034, 0.034])),
        (SKIN, limb([(0.13, -0.5), (0.132, -0.46)], [0.034, 0.034])),
        (COAT, limb([(-0.095, -0.78), (-0.13, -0.64), (-0.13, -0.51)], [0.07, 0.064, 0.05])),
        (COAT, limb([(0.095, -0.78), (0.13, -0.64), (0.13, -0.51)], [0.07, 0.064, 0.05])),
        (SKIN, [*limb([(0, -0.83), (0, -0.87)], [0.05, 0.05]), ellipse(0, -0.92, 0.046, 0.06)]),
    ]
    hair = (
        curve([(-0.05, -0.9), (-0.046, -0.965), (0, -0.99), (0.046, -0.965), (0.05, -0.9),
               (0.03, -0.855), (-0.03, -0.855)], closed=True)
        if away
        else curve([(-0.05, -0.91), (-0.046, -0.965), (0, -0.99), (0.046, -0.965), (0.05, -0.91),
                    (0.034, -0.95), (-0.02, -0.955)], closed=True)
    )  # fmt: skip
    parts.append((HAIR, [hair]))
    if style == "hat":
        parts.append((HAIR, [ellipse(0, -0.945, 0.085, 0.016), ellipse(0, -0.965, 0.05, 0.036)]))
    elif style == "straw":
        parts.append((BAG, [[(-0.125, -0.925), (0, -1.02), (0.125, -0.925), (0, -0.905)]]))
    elif style == "bun":
        parts.append((HAIR, [ellipse(0, -0.995, 0.026, 0.024)]))
    return Figure(parts)
