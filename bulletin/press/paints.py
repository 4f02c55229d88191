"""The colours a content stream paints with, as inks, and how to write them thinner (ISO 32000-1 §8.6)."""

from __future__ import annotations

from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Name

from bulletin.press.blend import Kind, Scan
from bulletin.press.lexer import Instruction, number, numbers, tokens, written
from bulletin.press.tree import named

FILL, STROKE = b"cs", b"CS"
"""The operators that choose a colour space, as names for the two colours."""
_CHOOSES = {
    **dict.fromkeys((b"k", b"g", b"rg", b"cs", b"sc", b"scn"), FILL),
    **dict.fromkeys((b"K", b"G", b"RG", b"CS", b"SC", b"SCN"), STROKE),
}


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour: what set it, and its inks."""

    source: bytes
    """Instructions that set it again."""
    inks: tuple[float, ...] | None = None
    """0–1 for each plate; None where they cannot be told."""
    before: bytes = b""
    after: bytes = b""
    """What stands round its numbers."""
    light: bool = False
    """Whether its numbers count light, as grey does, and not ink."""

    def thin(self, alpha: float) -> bytes | None:
        """Return instructions that set it with ``alpha`` of each ink; None where its inks cannot be told."""
        if self.inks is None:
            return None
        values = [1 - ink * alpha if self.light else ink * alpha for ink in self.inks]
        return b" ".join([self.before, *(written(value, 5) for value in values), self.after]).strip()

    @property
    def white(self) -> bool:
        """Whether it leaves no ink."""
        return self.inks is not None and not any(self.inks)


class Paints:
    """The fill and the stroke colour while a stream is followed."""

    def __init__(self, resources: pikepdf.Object, scan: Scan) -> None:
        self._resources, self._scan = resources, scan
        self._colours = {FILL: Colour(b"0 g", (1.0,), b"", b"g", True), STROKE: Colour(b"0 G", (1.0,), b"", b"G", True)}
        self._spaces = {FILL: b"/DeviceGray", STROKE: b"/DeviceGray"}
        self.patterns: dict[bytes, Kind | None] = {}
        """What is transparent in the pattern of the fill or stroke."""
        self._saved: list[tuple[dict[bytes, Colour], dict[bytes, bytes], dict[bytes, Kind | None]]] = []

    @property
    def fill(self) -> Colour:
        """The fill colour."""
        return self._colours[FILL]

    @property
    def stroke(self) -> Colour:
        """The stroke colour."""
        return self._colours[STROKE]

    def follow(self, one: Instruction) -> None:
        """Take in an instruction that sets a colour, or saves or restores them."""
        if one.operator == b"q":
            self._saved.append((dict(self._colours), dict(self._spaces), dict(self.patterns)))
        elif one.operator == b"Q" and self._saved:
            self._colours, self._spaces, self.patterns = self._saved.pop()
        elif which := _CHOOSES.get(one.operator):
            self.patterns[which] = None
            self._colours[which] = self._set(one, which)

    def _set(self, one: Instruction, which: bytes) -> Colour:
        operator = one.operator
        source = one.operands.strip() + b" " + operator
        if operator == which:
            self._spaces[which] = one.operands.strip()
            return Colour(source)
        direct = {b"k": b"/DeviceCMYK", b"g": b"/DeviceGray", b"rg": b"/DeviceRGB"}.get(operator.lower())
        if direct:
            self._spaces[which] = direct
            light = self._light(direct)
            return Colour(source) if light is None else _inked(source, numbers(one.operands), b"", operator, light)
        space = self._spaces[which]
        before = space + b" " + which  # the numbers alone do not say of which space they are
        source = before + b" " + source
        row = tokens(one.operands)
        if row and row[-1].startswith(b"/"):
            pattern = named(self._resources, "/Pattern", row[-1])
            self.patterns[which] = None if pattern is None else self._scan.pattern(pattern)
            return Colour(source)
        light = self._light(space)
        if light is None:
            return Colour(source)
        return _inked(source, [number(token) for token in row], before, operator, light)

    def _light(self, token: bytes) -> bool | None:
        """Return whether a colour space counts light (grey) and not ink; None where it is neither."""
        plain = {"/DeviceCMYK": False, "/DeviceGray": True}
        if token.decode("latin-1") in plain:
            return plain[token.decode("latin-1")]
        space = named(self._resources, "/ColorSpace", token)
        if isinstance(space, Name):
            return plain.get(str(space))
        if isinstance(space, Array) and space[0] in (Name.Separation, Name.DeviceN):
            return False
        return None


def _inked(source: bytes, values: list[float], before: bytes, after: bytes, light: bool) -> Colour:
    return Colour(source, tuple(1 - value if light else value for value in values), before, after, light)
