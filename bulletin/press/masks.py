"""Images that let something through: what their soft mask really says, and the same picture without it.

Soft masks: ISO 32000-1 §11.6.5.3; masks of whole pixels (explicit masking, known since PDF 1.3): §8.9.6.3.
"""

from __future__ import annotations

import io
from typing import Literal

import pikepdf
from pikepdf import Array, Name
from PIL import Image, ImageChops

Softness = Literal["none", "opaque", "hard", "soft"]
"""What the mask of an image is: absent, white throughout, of whole pixels only, or more than that."""

_MODES = {Name.DeviceGray: "L", Name.DeviceRGB: "RGB", Name.DeviceCMYK: "CMYK"}


def softness(image: pikepdf.Object) -> Softness:
    """Return what the soft mask of an image is."""
    if int(image.get("/SMaskInData", 0)):
        return "soft"
    if "/SMask" not in image:
        return "none"
    alpha = _alpha(image.SMask)
    if alpha is None:
        return "soft"
    counts = alpha.histogram()
    if not any(counts[:255]):
        return "opaque"
    return "soft" if any(counts[1:255]) else "hard"


def harden(pdf: pikepdf.Pdf, image: pikepdf.Object) -> None:
    """Put a mask of whole pixels, or none, for the soft mask of an image that needs no more; in place."""
    kind = softness(image)
    if kind == "hard":
        alpha = _alpha(image.SMask)
        assert alpha is not None  # a mask that could not be read is soft
        # in a stencil a set bit hides (§8.9.6.3)
        bits = ImageChops.invert(alpha).convert("1", dither=Image.Dither.NONE)
        mask = pdf.make_stream(bits.tobytes())
        mask.Type, mask.Subtype, mask.ImageMask = Name.XObject, Name.Image, True
        mask.Width, mask.Height, mask.BitsPerComponent = alpha.width, alpha.height, 1
        image.Mask = mask
    if kind in ("hard", "opaque"):
        del image["/SMask"]


class Flats:
    """Images as they look on bare paper, each made once; ``made`` has them by the names that pages shall use."""

    def __init__(self, pdf: pikepdf.Pdf, prefix: str) -> None:
        self._pdf, self._prefix = pdf, prefix
        self.made: dict[str, pikepdf.Object] = {}
        self._names: dict[tuple[tuple[int, int], float], str | None] = {}

    def image(self, image: pikepdf.Object, alpha: float) -> str | None:
        """Return the name of an image's opaque picture; None where it cannot be told exactly."""
        key = (image.objgen, alpha)
        if key not in self._names:
            flat = on_paper(self._pdf, image, alpha)
            self._names[key] = None
            if flat is not None:
                name = f"{self._prefix}{len(self.made)}"
                self._names[key], self.made[name] = name, flat
        return self._names[key]


def on_paper(pdf: pikepdf.Pdf, image: pikepdf.Object, alpha: float) -> pikepdf.Object | None:
    """Return an image as it looks on bare paper, opaque; None where that cannot be told exactly.

    ``alpha`` (0–1) is the constant opacity it is painted with. In the image's own colour space paper is no ink, so
    each sample is sample × opacity + paper × (1 − opacity), rounded to its 8 bits.
    """
    picture = _samples(image)
    if picture is None or "/Mask" in image:
        return None
    mask = Image.new("L", picture.size, 255)
    if "/SMask" in image:
        own = _alpha(image.SMask)
        if own is None or own.size != picture.size or "/Matte" in image.SMask:
            return None
        mask = own
    if alpha < 1:
        mask = mask.point([round(value * alpha) for value in range(256)])
    paper = 0 if picture.mode == "CMYK" else 255
    white = Image.new(picture.mode, picture.size, (paper,) * len(picture.getbands()))
    flat = Image.composite(picture, white, mask)
    made = pdf.make_stream(flat.tobytes())
    made.Type, made.Subtype = Name.XObject, Name.Image
    made.Width, made.Height, made.BitsPerComponent = image.Width, image.Height, 8
    made.ColorSpace = image.ColorSpace
    for key in ("/Intent", "/Interpolate"):
        if key in image:
            made[key] = image[key]
    return made


def plain(image: pikepdf.Object) -> bool:
    """Bring an image to what PDF 1.4 allows, in place: 8 bits, no JPEG 2000; False where its colours cannot be kept.

    Of 16 bits the upper 8 stay.
    """
    if _filters(image) & {"/JPXDecode"}:
        try:
            picture = Image.open(io.BytesIO(image.read_raw_bytes()))
            picture.load()
        except OSError:
            return False
        names = {mode: name for name, mode in _MODES.items()}
        space = image.get("/ColorSpace", names.get(picture.mode))
        if picture.mode not in names or space != names[picture.mode] or "/Decode" in image:
            return False
        image.write(picture.tobytes())
        image.ColorSpace, image.BitsPerComponent = space, 8
    elif int(image.get("/BitsPerComponent", 8)) == 16:
        image.write(image.read_bytes()[::2])
        image.BitsPerComponent = 8
    return True


def _filters(image: pikepdf.Object) -> set[str]:
    names = image.get("/Filter")
    if names is None:
        return set()
    return {str(name) for name in names} if isinstance(names, Array) else {str(names)}


def _alpha(mask: pikepdf.Object) -> Image.Image | None:
    """Return a soft mask as 8-bit grey, 255 where the image is whole; None where it is written in some other way."""
    picture = _samples(mask) if mask.get("/ColorSpace") == Name.DeviceGray else None
    if picture is None and int(mask.get("/BitsPerComponent", 8)) == 1 and mask.get("/ColorSpace") == Name.DeviceGray:
        size = (int(mask.Width), int(mask.Height))
        try:
            picture = Image.frombytes("1", size, mask.read_bytes()).convert("L")
        except (ValueError, pikepdf.PdfError):
            return None
        if _turned(mask):
            picture = ImageChops.invert(picture)
    return picture


def _samples(image: pikepdf.Object) -> Image.Image | None:
    """Return the samples of an image of 8 bits in a plain colour space; None for any other."""
    mode = _MODES.get(space) if isinstance(space := image.get("/ColorSpace"), Name) else None
    if isinstance(space, Array) and space[0] == Name.ICCBased:
        mode = {1: "L", 3: "RGB", 4: "CMYK"}.get(int(space[1].N))
    turned = _turned(image)
    if mode is None or turned is None or int(image.get("/BitsPerComponent", 8)) != 8:
        return None
    size = (int(image.Width), int(image.Height))
    try:
        # all filters, JPEG too, as a reader applies them: before /Decode
        picture = Image.frombytes(mode, size, image.read_bytes(decode_level=pikepdf.StreamDecodeLevel.all))
    except (ValueError, pikepdf.PdfError):
        return None
    return ImageChops.invert(picture) if turned else picture


def _turned(image: pikepdf.Object) -> bool | None:
    """Return whether /Decode turns the samples round; None where it does something else."""
    decode = image.get("/Decode")
    if decode is None:
        return False
    pairs = [float(value) for value in decode]
    if pairs == [0.0, 1.0] * (len(pairs) // 2):
        return False
    return True if pairs == [1.0, 0.0] * (len(pairs) // 2) else None
