"""The graphics state, and what an ExtGState changes in it (ISO 32000-2 §8.4)."""

from dataclasses import dataclass, field
from typing import Any

import pikepdf

from bulletin.checks.pdf_text import UNIT, Matrix
from bulletin.checks.preflight.data import EVERYWHERE, NO_INKS, Box, Colour, Space
from bulletin.checks.preflight.spaces import GRAY
from bulletin.checks.preflight.typefaces import Type

BLACK = Colour(GRAY, (0.0,), {"K": 1.0})
PAPER = Colour(GRAY, (1.0,), NO_INKS)
_PRESS_KEYS = ("/TR", "/TR2", "/HTP", "/HTO", "/BG", "/BG2", "/UCR", "/UCR2", "/HT")


@dataclass(slots=True)
class State:
    """Graphics and text state (tables 51 and 102 of the standard)."""

    matrix: Matrix = UNIT
    clip: Box = EVERYWHERE
    fill_space: Space = GRAY
    stroke_space: Space = GRAY
    fill: Colour = BLACK
    stroke: Colour = BLACK
    fill_pattern: Any = None
    stroke_pattern: Any = None
    width: float = 1.0
    fill_over: bool = False
    stroke_over: bool = False
    mode: int = 0
    fill_alpha: float = 1.0
    stroke_alpha: float = 1.0
    blend: str = "Normal"
    soft: Any = None
    """Group of the soft mask; None where there is none."""
    font: Type | None = None
    size: float = 0.0
    char: float = 0.0
    word: float = 0.0
    scale: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    render: int = 0

    def copied(self, matrix: Matrix | None = None, clip: Box | None = None) -> "State":
        """Return a copy, at another place where one is given; by hand, for it is made at each q."""
        new = State.__new__(State)
        new.matrix, new.clip = matrix or self.matrix, clip or self.clip
        new.fill_space, new.stroke_space = self.fill_space, self.stroke_space
        new.fill, new.stroke = self.fill, self.stroke
        new.fill_pattern, new.stroke_pattern = self.fill_pattern, self.stroke_pattern
        new.width, new.fill_over, new.stroke_over, new.mode = self.width, self.fill_over, self.stroke_over, self.mode
        new.fill_alpha, new.stroke_alpha = self.fill_alpha, self.stroke_alpha
        new.blend, new.soft = self.blend, self.soft
        new.font, new.size, new.char, new.word = self.font, self.size, self.char, self.word
        new.scale, new.leading, new.rise, new.render = self.scale, self.leading, self.rise, self.render
        return new


@dataclass(frozen=True, slots=True)
class Change:
    """What one ExtGState sets: attribute of ``State`` -> value."""

    sets: dict[str, Any] = field(default_factory=dict)
    font: Any = None
    soft: Any = None
    """Dictionary of the soft mask that it sets."""
    transfers: frozenset[str] = frozenset()


def change(thing: Any) -> Change:
    """Read an ExtGState dictionary; what is damaged in it is passed over."""
    sets: dict[str, Any] = {}
    soft = font = None
    transfers = set()
    for key, value in thing.items():
        try:
            match key:
                case "/LW":
                    sets["width"] = float(value)
                case "/ca":
                    sets["fill_alpha"] = float(value)
                case "/CA":
                    sets["stroke_alpha"] = float(value)
                case "/OPM":
                    sets["mode"] = int(value)
                case "/OP":
                    sets["stroke_over"] = bool(value)
                    if "/op" not in thing:
                        sets["fill_over"] = bool(value)
                case "/op":
                    sets["fill_over"] = bool(value)
                case "/BM":
                    name = value[0] if isinstance(value, pikepdf.Array) else value
                    sets["blend"] = str(name)[1:].replace("Compatible", "Normal")
                case "/SMask":
                    soft = value if isinstance(value, pikepdf.Dictionary) else None
                    sets["soft"] = soft
                case "/Font":
                    font = value
                case _ if key in _PRESS_KEYS and not _default(value):
                    transfers.add(key[1:])
        except (TypeError, ValueError, IndexError, ArithmeticError, pikepdf.PikepdfError):
            continue
    return Change(sets, font, soft, frozenset(transfers))


def _default(value: Any) -> bool:
    return isinstance(value, pikepdf.Name) and str(value) in ("/Default", "/Identity")
