"""Images: their pixels, their colours, and the heaviest ink among them (ISO 32000-2 §8.9)."""

import io
import zlib
from dataclasses import dataclass
from math import hypot
from typing import Any

import pikepdf
from PIL import Image as Pillow
from PIL import ImageChops, ImageOps

from bulletin.checks.pdf_text import Matrix
from bulletin.checks.preflight.data import Colour, Family, Space
from bulletin.checks.preflight.spaces import Spaces
from bulletin.checks.preflight.streams import TooLargeError, measure

_MOST_PIXELS = 120_000_000
"""Pixels of a picture that is measured: A3 at 600 dpi and more."""
_FINE = 1200
"""Pixels on the longer side to which a picture is brought down before its ink is summed: specks dry, areas do not."""
_SPECK = 0.0002
"""Share of the picture that is let pass above what is told."""
_STENCIL = Space("Stencil", Family.PATTERN, 0)


@dataclass(frozen=True, slots=True)
class Facts:
    """What one image object is."""

    pixels: tuple[int, int]
    colour: Colour
    bits: int
    filters: tuple[str, ...]
    stencil: bool
    soft: bool
    ink: float | None


class Pictures:
    """Reads image objects, each once."""

    def __init__(self, reader: Spaces, measure_ink: bool) -> None:
        self._spaces, self._measure = reader, measure_ink
        self._known: dict[tuple[int, int], Facts] = {}

    def read(self, thing: Any, resources: Any, inline: bool = False) -> Facts:
        """Return what an image is; raises what a damaged dictionary raises."""
        key = thing.objgen
        if not inline and key[0] and key in self._known:
            return self._known[key]
        found = thing.get("/Filter")
        names = list(found) if isinstance(found, pikepdf.Array) else [found] if found is not None else []
        filters = tuple(str(name)[1:] for name in names)
        stencil = bool(thing.get("/ImageMask", False))
        space = _STENCIL if stencil else self._spaces.read(thing.get("/ColorSpace"), resources)
        if "JPXDecode" in filters and "/ColorSpace" not in thing:
            space = Space("JPEG 2000", Family.PATTERN, 0)
        pixels = int(thing.get("/Width", 0)), int(thing.get("/Height", 0))
        bits = 1 if stencil else int(thing.get("/BitsPerComponent", 8))
        ink = None
        if self._measure and not inline and space.family in (Family.CMYK, Family.SPOT) and space.size > 1:
            ink = heaviest(thing, space, pixels, bits)
        soft = "/SMask" in thing or int(thing.get("/SMaskInData", 0)) > 0
        facts = Facts(pixels, Colour(space), bits, filters, stencil, soft, ink)
        if not inline and key[0]:
            self._known[key] = facts
        return facts


def dpi(pixels: tuple[int, int], m: Matrix, unit: float = 1.0) -> float:
    """Return dots per inch of an image in the unit square of ``m``; the lesser of its two directions."""
    wide, high = hypot(m[0], m[1]) * unit, hypot(m[2], m[3]) * unit
    if wide <= 0 or high <= 0:
        return 0.0
    return min(pixels[0] / (wide / 72), pixels[1] / (high / 72))


def heaviest(thing: Any, space: Space, pixels: tuple[int, int], bits: int) -> float | None:
    """Return the heaviest total ink in per cent of a CMYK or DeviceN image; None where it cannot be measured."""
    if pixels[0] * pixels[1] > _MOST_PIXELS or not min(pixels) or space.levels:
        return None
    try:
        bands = _bands(thing, space, pixels, bits)
    except (
        pikepdf.PikepdfError,
        OSError,
        ValueError,
        TypeError,
        SyntaxError,
        zlib.error,
        Pillow.DecompressionBombError,
        NotImplementedError,
        TooLargeError,
    ):
        return None
    if bands is None or len(bands) != space.size:
        return None
    total = bands[0].point(lambda v: v)
    while len(bands) > 1:
        pairs = [ImageChops.add(a, b, scale=2) for a, b in zip(bands[::2], bands[1::2], strict=False)]
        if len(bands) % 2:
            pairs.append(ImageChops.add(bands[-1], Pillow.new("L", bands[-1].size), scale=2))
        bands, total = pairs, pairs[0]
    doublings = 1
    while doublings < space.size:
        doublings *= 2
    counts = total.histogram()
    rest, limit = 0, _SPECK * sum(counts)
    for value in range(255, -1, -1):
        rest += counts[value]
        if rest > limit:
            return round(value / 255 * 100 * doublings, 1)
    return 0.0


def _bands(thing: Any, space: Space, pixels: tuple[int, int], bits: int) -> list[Pillow.Image] | None:
    """Return the plates of an image, 255 full ink, brought down in size."""
    found = thing.get("/Filter")
    last = str(found[-1] if isinstance(found, pikepdf.Array) and len(found) else found)
    step = max(1, max(pixels) // _FINE)
    if last == "/DCTDecode":
        if (isinstance(found, pikepdf.Array) and len(found) > 1) or space.size != 4:
            return None
        with Pillow.open(io.BytesIO(thing.read_raw_bytes())) as opened:
            opened.draft(opened.mode, (max(1, pixels[0] // step), max(1, pixels[1] // step)))
            bands = list(opened.copy().split())
        # Pillow turns the numbers of every JPEG in CMYK round; a reader of PDF does so where /Decode says it.
        return bands if len(bands) != 4 or _inverted(thing, 4) else [ImageOps.invert(b) for b in bands]
    if last == "/JPXDecode" or bits != 8:
        return None
    size = pixels[0] * pixels[1] * space.size
    measure(thing, 2 * size + 65_536)
    data = thing.read_bytes()
    if len(data) < size:
        return None
    mode = {4: "CMYK", 3: "RGB", 2: "LA"}.get(space.size)
    if mode is not None:
        image = Pillow.frombuffer(mode, pixels, data[:size], "raw", mode, 0, 1).reduce(step)
        bands = list(image.split())
    else:
        bands = [
            Pillow.frombuffer("L", pixels, data[n : size : space.size], "raw", "L", 0, 1).reduce(step)
            for n in range(space.size)
        ]
    return [ImageOps.invert(b) for b in bands] if _inverted(thing, space.size) else bands


def _inverted(thing: Any, size: int) -> bool:
    decode = thing.get("/Decode")
    return decode is not None and len(decode) >= 2 * size and float(decode[0]) > float(decode[1])
