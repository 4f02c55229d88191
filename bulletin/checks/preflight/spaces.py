"""Colour spaces read from a PDF, and what a colour in one puts on which plate (ISO 32000-2 §8.6)."""

from collections.abc import Sequence
from typing import Any

import pikepdf

from bulletin.checks.preflight.data import ALL, NO_INKS, PROCESS, Colour, Family, Inks, Space

GRAY = Space("DeviceGray", Family.GRAY, 1)
RGB = Space("DeviceRGB", Family.RGB, 3)
CMYK = Space("DeviceCMYK", Family.CMYK, 4)
PATTERN = Space("Pattern", Family.PATTERN, 0)
UNKNOWN = Space("?", Family.PATTERN, 0)
"""A space that is damaged, or missing from the resources."""

_NAMED = {
    "/DeviceGray": GRAY,
    "/G": GRAY,
    "/DeviceRGB": RGB,
    "/RGB": RGB,
    "/DeviceCMYK": CMYK,
    "/CMYK": CMYK,
    "/Pattern": PATTERN,
}
_DEFAULTS = {"DeviceGray": "/DefaultGray", "DeviceRGB": "/DefaultRGB", "DeviceCMYK": "/DefaultCMYK"}
_ICC = {1: Family.GRAY, 3: Family.RGB, 4: Family.CMYK}
_CALIBRATED = {"/CalGray": (Family.GRAY, 1), "/CalRGB": (Family.RGB, 3), "/Lab": (Family.LAB, 3)}
_PLATES = {"Cyan": "C", "Magenta": "M", "Yellow": "Y", "Black": "K"}
_DEEPEST = 4
"""A space in a space in a space: more is not allowed, and may be a circle."""


class Spaces:
    """Reads colour spaces, each object once."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], Space] = {}
        self._colours: dict[tuple[str, tuple[float, ...]], Colour] = {}

    def read(self, thing: Any, resources: Any = None, depth: int = 0) -> Space:
        """Return the space that ``thing`` is, by name from ``resources`` too; ``UNKNOWN`` for what is damaged."""
        if depth > _DEEPEST or thing is None:
            return UNKNOWN
        if isinstance(thing, pikepdf.Name):
            return self._by_name(str(thing), resources, depth)
        if not isinstance(thing, pikepdf.Array) or not len(thing):
            return UNKNOWN
        key = thing.objgen
        if key[0] and key in self._known:
            return self._known[key]
        try:
            found = self._array(thing, resources, depth)
        except (IndexError, KeyError, ValueError, TypeError, AttributeError, pikepdf.PikepdfError):
            found = UNKNOWN
        if key[0]:
            self._known[key] = found
        return found

    def _by_name(self, name: str, resources: Any, depth: int) -> Space:
        own = _get(resources, "/ColorSpace")
        found = _NAMED.get(name)
        if found is None:
            inner = _get(own, name)
            return self.read(inner, resources, depth + 1) if inner is not None else UNKNOWN
        default = _get(own, _DEFAULTS.get(found.name, "/-"))
        if default is not None:
            # §8.6.5.6: a device space is replaced by the default that the resources give.
            return self.read(default, None, depth + 1)
        return found

    def _array(self, thing: Any, resources: Any, depth: int) -> Space:
        name = str(thing[0])
        if len(thing) == 1:
            return self._by_name(name, resources, depth)
        if name == "/ICCBased":
            size = int(thing[1].get("/N"))
            family = _ICC[size]
            if size == 3 and _lab(thing[1]):
                family = Family.LAB
            return Space(f"ICCBased {family}", family, size, managed=True)
        if name in _CALIBRATED:
            family, size = _CALIBRATED[name]
            return Space(name[1:], family, size, managed=True)
        if name in ("/Indexed", "/I"):
            base = self.read(thing[1], resources, depth + 1)
            return Space(
                f"Indexed {base.name}",
                base.family,
                1,
                base.managed,
                base.colorants,
                base.alternate,
                max(1, int(thing[2])),
            )
        if name == "/Separation":
            colorants: tuple[str, ...] = (_colorant(thing[1]),)
        elif name == "/DeviceN":
            colorants = tuple(_colorant(item) for item in thing[1])
        else:
            return PATTERN if name == "/Pattern" else UNKNOWN
        alternate = self.read(thing[2], resources, depth + 1)
        shown = f"{name[1:]} {' + '.join(colorants)}"
        return Space(shown, Family.SPOT, len(colorants), False, colorants, alternate.name)

    def colour(self, space: Space, values: Sequence[float]) -> Colour:
        """Return a colour, the same object for the same numbers."""
        key = (space.name, tuple(values))
        found = self._colours.get(key)
        if found is None:
            if len(self._colours) > 20_000:  # a shop's file has hundreds; a hostile one has no end
                self._colours.clear()
            found = self._colours[key] = Colour(space, key[1], inks(space, key[1]))
        return found


def inks(space: Space, values: Sequence[float]) -> Inks | None:
    """Return what a colour puts on each plate; None where conversion alone would tell."""
    if space.levels or space.family in (Family.RGB, Family.LAB, Family.PATTERN):
        return None
    if space.family is Family.GRAY:
        return {"K": _tint(1 - values[0])} if values and values[0] < 1 else NO_INKS
    if space.family is Family.CMYK:
        return {p: _tint(v) for p, v in zip(PROCESS, values, strict=False) if v > 0}
    found = {_PLATES.get(n, n): _tint(v) for n, v in zip(space.colorants, values, strict=False) if v > 0}
    found.pop("None", None)
    return found


def initial(space: Space) -> tuple[float, ...]:
    """Return the initial colour of a space (§8.6.8): black, or full tint."""
    if space.family is Family.CMYK:
        return (0.0, 0.0, 0.0, 1.0)
    return (1.0 if space.family is Family.SPOT and not space.levels else 0.0,) * space.size


def _tint(value: float) -> float:
    return round(min(1.0, max(0.0, value)), 4)


def _colorant(name: Any) -> str:
    text = str(name)[1:]
    return ALL if text == "All" else text


def _lab(profile: Any) -> bool:
    try:
        return bool(profile.read_bytes()[16:20] == b"Lab ")
    except pikepdf.PikepdfError:
        return False


def _get(holder: Any, key: str) -> Any:
    return holder.get(key) if isinstance(holder, pikepdf.Dictionary | pikepdf.Stream) else None
