"""What is in four inks, in a file that is for screens and shelves and not for one press: pictures put into sRGB.

The output intent of such a file explains RGB alone, and no colour may go unexplained (ISO 19005-3 §6.2.4.3).
"""

import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image, ImageChops, ImageCms

from bulletin.press.profile import Profile

_QUALITY = 93
"""Of a photograph that must be coded again."""


@dataclass(frozen=True, slots=True)
class Converted:
    """A picture that was put into RGB."""

    width: int
    """Pixels."""
    height: int
    """Pixels."""
    profile: str
    """Name of the press profile that told its colours."""
    own: bool
    """Whether the picture brought it along."""


def settle(pdf: pikepdf.Pdf, press: Profile) -> tuple[Converted, ...]:
    """Put every picture in four inks into RGB, and say what other colours in four inks look like: as on ``press``.

    The latter are a layout's own, written by ``device-cmyk()``; their ink stays, with ``press`` as DefaultCMYK.
    """
    done = []
    default: Any = None
    for resources, content in _drawn(pdf):
        for thing in (resources.get("/XObject") or {}).values():
            if thing.get("/Subtype") == Name.Image and thing.get("/ColorSpace") == Name.DeviceCMYK:
                done.append(to_rgb(thing, press))
        if b"DeviceCMYK" in content:
            if default is None:
                profile = pdf.make_stream(press.data, N=4, Alternate=Name.DeviceCMYK)
                default = pdf.make_indirect(Array([Name.ICCBased, profile]))
            known = resources.get("/ColorSpace")
            resources.ColorSpace = Dictionary({**(dict(known) if known is not None else {}), "/DefaultCMYK": default})
    return tuple(done)


def _drawn(pdf: pikepdf.Pdf) -> Iterator[tuple[Any, bytes]]:
    """Yield every dictionary of resources with a content stream that draws on it, also in forms, patterns and masks."""
    seen: set[tuple[int, int]] = set()
    waiting: list[Any] = [page.obj for page in pdf.pages]
    while waiting:
        thing = waiting.pop()
        resources = thing.get("/Resources")
        if resources is None:
            continue
        content = _content(thing)
        if resources.is_indirect:
            # Pages may share one dictionary: its pictures are looked at once, the colours of each page always.
            if resources.objgen in seen and b"DeviceCMYK" not in content:
                continue
            seen.add(resources.objgen)
        yield resources, content
        inner = [*(resources.get("/XObject") or {}).values(), *(resources.get("/Pattern") or {}).values()]
        masks = (state.get("/SMask") for state in (resources.get("/ExtGState") or {}).values())
        inner += [mask.G for mask in masks if isinstance(mask, Dictionary) and "/G" in mask]
        for one in inner:
            if isinstance(one, Stream) and one.objgen not in seen and "/Resources" in one:
                seen.add(one.objgen)
                waiting.append(one)


def _content(thing: Any) -> bytes:
    contents = thing if isinstance(thing, Stream) else thing.get("/Contents")
    if isinstance(contents, Stream):
        return contents.read_bytes()
    return b"\n".join(part.read_bytes() for part in contents or ())


def to_rgb(thing: Any, press: Profile) -> Converted:
    """Put the image XObject ``thing``, DeviceCMYK, into sRGB in place; its soft mask stays.

    Its own profile tells what its inks look like, else ``press``.
    """
    photograph = thing.get("/Filter") == Name.DCTDecode
    size = (int(thing.Width), int(thing.Height))
    own: bytes | None = None
    if photograph:
        with Image.open(io.BytesIO(thing.read_raw_bytes())) as opened:
            own = opened.info.get("icc_profile")
            image = opened.copy()
        # Pillow takes every JPEG in four inks for one of Adobe's, which are inverted.
        inverted = "/Decode" in thing and [float(v) for v in thing.Decode][:2] == [1.0, 0.0]
        image = image if inverted else ImageChops.invert(image)
    else:
        image = Image.frombytes("CMYK", size, pikepdf.PdfImage(thing).read_bytes())
    made, name = _seen(image, own, press)
    mask = thing.get("/SMask")
    if photograph:
        buffer = io.BytesIO()
        made.save(buffer, "JPEG", quality=_QUALITY, subsampling=0)
        thing.write(buffer.getvalue(), filter=Name.DCTDecode)
    else:
        thing.write(zlib.compress(made.tobytes(), 6), filter=Name.FlateDecode)
    for key in ("/DecodeParms", "/Decode"):
        if key in thing:
            del thing[key]
    thing.ColorSpace, thing.BitsPerComponent = Name.DeviceRGB, 8
    if mask is not None:
        thing.SMask = mask
    return Converted(*size, name or press.name, bool(name))


def _seen(image: Image.Image, own: bytes | None, press: Profile) -> tuple[Image.Image, str]:
    """Return ``image`` in sRGB and the name of its own profile, empty where there is none that can be used."""
    if own:
        try:
            known = ImageCms.ImageCmsProfile(io.BytesIO(own))
            return _transformed(image, known), ImageCms.getProfileDescription(known).strip() or "ICC"
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass
    return _transformed(image, ImageCms.ImageCmsProfile(io.BytesIO(press.data))), ""


def _transformed(image: Image.Image, profile: ImageCms.ImageCmsProfile) -> Image.Image:
    made = ImageCms.profileToProfile(
        image,
        profile,
        ImageCms.createProfile("sRGB"),
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        outputMode="RGB",
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    assert made is not None
    made.info = {}
    return made
