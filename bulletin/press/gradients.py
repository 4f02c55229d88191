"""Gradients put into ink: the colours at the ends of each function (ISO 32000-2 §7.10, §8.7.4.5)."""

from collections.abc import Iterable, Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Name

from bulletin.press.inks import Ink, Inks, Refused


def convert(shading: Any, inks: Inks) -> set[tuple[float, ...]]:
    """Put a shading into ``inks``, in place; return the inks at its ends, as shares of the plates.

    Raises ``Refused`` for one that runs into the spot colour, or whose space or functions are none of ours.
    """
    found: set[tuple[float, ...]] = set()
    if shading.ColorSpace not in (Name.DeviceRGB, Name.DeviceGray):
        raise Refused("space", str(shading.ColorSpace)[:40])
    for colours in _ends(shading.Function):
        for key in ("/C0", "/C1"):
            ink = _ink([float(v) for v in colours[key]], inks)
            if ink.spot:
                raise Refused("spot-gradient")
            found.add(ink.values)
            colours[key] = Array(reals(ink.values))
    shading.ColorSpace = Name(inks.space)
    return found


def _ink(values: list[float], inks: Inks) -> Ink:
    if len(values) == 3:
        return inks.ink(*values)
    # A grey is light; it keeps all its steps, where a colour has 255.
    return Ink((values[0],)) if inks.plates == "grey" else Ink((0, 0, 0, 1 - values[0]))


def _ends(function: Any) -> Iterator[Any]:
    """Yield each exponential function (type 2) of a gradient."""
    kind = int(function.FunctionType)
    if kind == 3:
        for part in function.Functions:
            yield from _ends(part)
    elif kind == 2:
        yield function
    else:
        raise Refused("space", f"FunctionType {kind}")


def reals(values: Iterable[float]) -> list[Any]:
    """Return numbers as PDF writes them."""
    return [pikepdf.Object.parse(f"{v:g}".encode()) for v in values]
