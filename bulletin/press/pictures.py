"""Pictures of a PDF put into ink: converted once each, in place, JPEG for photographs and Flate for drawings."""

import io
import zlib
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Array, Name
from PIL import Image, ImageMath

from bulletin.press import four
from bulletin.press.inks import Inks, grey
from bulletin.press.profile import shipped

_ROUNDING = 0.01
"""Share of ink by which four channels may be rounded up."""
_MARGINS = (0.06, 0.16, 0.32)
"""Shares below the limit of ink that a photograph is aimed at in turn: JPEG adds a ripple of its own."""


@dataclass(slots=True)
class Converted:
    """What became of the pictures."""

    count: int = 0
    colour: int = 0
    """How many are in four inks."""
    most: float = 0.0
    """Greatest sum of inks at one pixel, as a share."""
    greyed: int = 0
    """How many were in colour and are in black alone."""
    foreign: list[tuple[int, int]] = field(default_factory=list)
    """Width and height in pixels of those that came in four inks of another press: they keep them, or become grey."""


def convert(thing: Any, inks: Inks, quality: int, done: Converted) -> None:
    """Convert the image XObject ``thing`` in place; its soft mask, which is no colour, stays."""
    if thing.get("/ImageMask"):
        return
    done.count += 1
    photograph = thing.get("/Filter") == Name.DCTDecode
    if thing.get("/ColorSpace") == Name.DeviceCMYK:
        done.foreign.append((int(thing.Width), int(thing.Height)))
        if inks.plates == "cmyk":
            done.colour += 1
            return
        # Its own inks are of no use here: first what they look like, then how light that is.
        four.to_rgb(thing, inks.profile or shipped("coated"))
    image = _opened(thing, photograph)
    mask = thing.get("/SMask")
    if photograph:
        made, data, most = _photograph(image, inks, quality)
    else:
        made, data = inks.picture(image, flat=True, margin=_ROUNDING), None
        most = most_ink(made)
    if made is image:
        return
    if made.mode == "L" and image.mode == "RGB" and not grey(image):
        done.greyed += 1
    done.most = max(done.most, most)
    if made.mode == "CMYK":
        done.colour += 1
    if data is None:
        thing.write(zlib.compress(made.tobytes(), 6), filter=Name.FlateDecode)
    else:
        thing.write(data, filter=Name.DCTDecode)
    for key in ("/DecodeParms", "/Decode", "/Interpolate"):
        if key in thing:
            del thing[key]
    if data is not None and made.mode == "CMYK":
        # Pillow writes four channels the way Adobe does, inverted, and says so in APP14.
        thing.Decode = Array([1, 0] * 4)
    thing.ColorSpace = Name.DeviceCMYK if made.mode == "CMYK" else Name.DeviceGray
    thing.BitsPerComponent = 8
    if mask is not None:
        thing.SMask = mask


def _photograph(image: Image.Image, inks: Inks, quality: int) -> tuple[Image.Image, bytes | None, float]:
    """Return a photograph in ink, as JPEG, and its most ink; no JPEG where none stays under the limit."""
    made = image
    for margin in _MARGINS:
        made = inks.picture(image, flat=False, margin=margin)
        if made is image:
            return made, None, most_ink(made)
        buffer = io.BytesIO()
        made.save(buffer, "JPEG", quality=quality, subsampling=0)
        most = most_ink(_decoded(buffer.getvalue())) if made.mode == "CMYK" else 1.0
        if most <= inks.limit:
            return made, buffer.getvalue(), most
    return made, None, most_ink(made)


def _decoded(data: bytes) -> Image.Image:
    with Image.open(io.BytesIO(data)) as opened:
        return opened.copy()


def _opened(thing: Any, photograph: bool) -> Image.Image:
    """Return the pixels of an image XObject, in grey or RGB."""
    if photograph:
        image = _decoded(thing.read_raw_bytes())
    else:
        size, depth = (int(thing.Width), int(thing.Height)), int(thing.get("/BitsPerComponent", 8))
        mode = {"/DeviceGray": "L", "/DeviceRGB": "RGB"}.get(str(thing.get("/ColorSpace")), "")
        if mode and depth == 8:
            return Image.frombytes(mode, size, thing.read_bytes())
        image = pikepdf.PdfImage(thing).as_pil_image()
    return image if image.mode in ("L", "RGB") else image.convert("L" if image.mode in ("1", "LA") else "RGB")


def most_ink(image: Image.Image) -> float:
    """Return the greatest sum of inks at one pixel of ``image``, as a share (1 is full ink of one plate)."""
    if image.mode != "CMYK":
        return 1.0
    cyan, magenta, yellow, black = image.split()
    total = ImageMath.lambda_eval(
        lambda of: of["c"] + of["m"] + of["y"] + of["k"], c=cyan, m=magenta, y=yellow, k=black
    )
    return float(total.getextrema()[1]) / 255
