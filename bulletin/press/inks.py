"""RGB to ink: each colour of a layout in the plates that the press will have.

A neutral colour is black ink alone, at the share that its grey says; every other goes through the press profile
(ISO 15076-1) and is held under the limit of total ink. A named colour of the layout, found by its exact value, is a
plate of its own (``spot``) or black with other inks under it (``rich``). Values are shares of full ink, 0 to 1.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from io import BytesIO
from typing import Literal

from PIL import Image, ImageChops, ImageCms, ImageFilter

from bulletin.press.profile import Profile

Rgb = tuple[int, int, int]
"""A colour of the layout, each channel 0 to 255."""
Cmyk = tuple[float, float, float, float]

NODES = 33
"""Points along each side of the table that pictures are converted by; LittleCMS makes its own as fine."""
NEUTRAL = 3
"""Greatest difference of two channels (of 255) in a colour that is meant to be grey."""
INTENTS = {"perceptual": 0, "relative": 1}
_BLACK_POINT = 0x2000
"""LittleCMS: black point compensation."""


class Refused(Exception):  # noqa: N818  (it is an answer, not a fault of the program)
    """A colour that cannot be put into ink without changing it."""

    def __init__(self, kind: str, name: str = "") -> None:
        """``kind`` is ``space``, ``spot-gradient`` or ``inline``."""
        super().__init__(kind, name)
        self.kind, self.name, self.page = kind, name, 0


@dataclass(frozen=True, slots=True)
class Spot:
    """A plate of its own for one colour (ISO 32000-2 §8.6.6.4, Separation)."""

    name: str
    rgb: Rgb
    cmyk: Cmyk
    """How it looks where it is shown or printed in four inks."""


@dataclass(frozen=True, slots=True)
class Ink:
    """One colour as the plates have it."""

    values: tuple[float, ...]
    """Cyan, magenta, yellow, black; grey alone where the file has but grey; the tint where it is the spot colour."""
    spot: bool = False

    @property
    def overprints(self) -> bool:
        """Whether it is full black alone, which is printed over what lies below so that no white edge can show."""
        return not self.spot and self.values == (0, 0, 0, 1)


class Inks:
    """The plates of one job.

    ``plates`` is ``cmyk``, ``black`` (everything in black ink, DeviceCMYK) or ``grey`` (DeviceGray, no profile).
    """

    def __init__(
        self,
        plates: Literal["cmyk", "black", "grey"],
        profile: Profile | None = None,
        limit: float = 3.0,
        spot: Spot | None = None,
        rich: tuple[Rgb, Cmyk] | None = None,
        intent: Literal["perceptual", "relative"] = "relative",
        tone: Sequence[int] | None = None,
        solid: Rgb | None = None,
    ) -> None:
        """``limit``: the most ink at one place, all plates summed; ``tone``: a grey for each grey of a picture;
        ``solid``: a colour that becomes full black where there is one ink."""
        self.plates, self.profile, self.limit, self.spot, self.rich = plates, profile, limit, spot, rich
        self.tone, self.solid = tone, solid
        self._intent = INTENTS[intent]
        self._known: dict[Rgb, Ink] = {}
        self._tables: dict[float, ImageFilter.Color3DLUT] = {}

    @property
    def space(self) -> str:
        """Name of the colour space of all that is no spot colour."""
        return "/DeviceGray" if self.plates == "grey" else "/DeviceCMYK"

    def ink(self, red: float, green: float, blue: float) -> Ink:
        """Return the ink of a colour whose channels are 0 to 1."""
        rgb = (round(red * 255), round(green * 255), round(blue * 255))
        if rgb not in self._known:
            self._known[rgb] = self._ink(rgb)
        return self._known[rgb]

    def _ink(self, rgb: Rgb) -> Ink:
        if self.spot and rgb == self.spot.rgb:
            return Ink((1.0,), spot=True)
        # In one ink a second colour would be screened: lettering and rules with ragged edges.
        rich = (self.rich is not None and rgb == self.rich[0]) or (rgb == self.solid and self.plates != "cmyk")
        light = 0.0 if rich else lightness(rgb) / 255
        if self.plates == "grey":
            return Ink((round(light, 4),))
        if rich and self.rich and self.plates == "cmyk":
            return Ink(tuple(round(v, 4) for v in limited(self.rich[1], self.limit)))
        if rich or max(rgb) - min(rgb) <= NEUTRAL or self.plates == "black":
            return Ink((0, 0, 0, round(1 - light, 4)))
        pixel = self._through(Image.new("RGB", (1, 1), rgb))
        return Ink(tuple(round(v, 4) for v in limited([v / 255 for v in pixel], self.limit)))

    def is_spot(self, red: float, green: float, blue: float) -> bool:
        """Return whether a colour of the layout is the one that has a plate of its own."""
        return self.ink(red, green, blue).spot

    def picture(self, image: Image.Image, flat: bool, margin: float = 0) -> Image.Image:
        """Return ``image`` (RGB or L) in grey or in CMYK; the same object where nothing is to be done.

        ``flat`` is for drawings: their greys become black ink alone, so that lettering stays sharp. ``margin`` is
        the share of ink that the picture stays below the limit.
        """
        if image.mode == "L" or self.plates != "cmyk" or grey(image):
            light = image if image.mode == "L" else _light(image)
            return light.point(list(self.tone)) if self.tone is not None else light
        made = image.filter(self._table(self.limit - margin))
        if flat:
            low, high = image.getchannel(0), image.getchannel(0)
            for channel in (image.getchannel(1), image.getchannel(2)):
                low, high = ImageChops.darker(low, channel), ImageChops.lighter(high, channel)
            neutral = ImageChops.subtract(high, low).point([255] * (NEUTRAL + 1) + [0] * (255 - NEUTRAL))
            none = Image.new("L", image.size, 0)
            black = Image.merge("CMYK", (none, none, none, ImageChops.invert(high)))
            made.paste(black, mask=neutral)
        return made

    def _through(self, image: Image.Image) -> bytes:
        made = ImageCms.applyTransform(image, self._transform)
        assert made is not None
        return made.tobytes()

    @cached_property
    def _transform(self) -> ImageCms.ImageCmsTransform:
        assert self.profile is not None
        target = ImageCms.ImageCmsProfile(BytesIO(self.profile.data))
        # No 8-bit table in between: what is asked for here are single colours.
        source = ImageCms.createProfile("sRGB")
        return ImageCms.buildTransform(source, target, "RGB", "CMYK", self._intent, flags=_BLACK_POINT)  # type: ignore[arg-type]

    def _table(self, limit: float) -> ImageFilter.Color3DLUT:
        """The profile with the limit laid into it: what lies between two nodes under the limit is under it too."""
        if limit in self._tables:
            return self._tables[limit]
        steps = [round(n * 255 / (NODES - 1)) for n in range(NODES)]
        grid = Image.frombytes(
            "RGB", (NODES * NODES, NODES), bytes(v for b in steps for g in steps for r in steps for v in (r, g, b))
        )
        raw = self._through(grid)
        values: list[float] = []
        for at in range(0, len(raw), 4):
            values += limited([v / 255 for v in raw[at : at + 4]], limit)
        self._tables[limit] = ImageFilter.Color3DLUT(NODES, values, channels=4, target_mode="CMYK")
        return self._tables[limit]


_LUMINANCE = (0.2126, 0.7152, 0.0722)
"""Shares of red, green and blue in the light of an sRGB colour (IEC 61966-2-1 §5.3: of the linear values)."""


def _linear(channel: float) -> float:
    """Return the light of a channel of sRGB, both 0 to 1."""
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _coded(light: float) -> float:
    """Return the channel of sRGB that has ``light``, both 0 to 1."""
    return 12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055


def lightness(rgb: Sequence[float]) -> float:
    """Return the grey of sRGB, 0 to 255, that is as light as a colour; a grey is itself."""
    red, green, blue = rgb
    if red == green == blue:
        return float(red)
    light = sum(share * _linear(channel / 255) for share, channel in zip(_LUMINANCE, rgb, strict=True))
    return 255 * _coded(light)


_LIGHT_NODES = 17
"""Points along each side of the table of lightness: between two of them it is all but straight."""


@cache
def _light_table() -> ImageFilter.Color3DLUT:
    def grey(red: float, green: float, blue: float) -> tuple[float, float, float]:
        value = lightness((255 * red, 255 * green, 255 * blue)) / 255
        return value, value, value

    return ImageFilter.Color3DLUT.generate(_LIGHT_NODES, grey)


def _light(image: Image.Image) -> Image.Image:
    """Return a picture in RGB as greys that are as light."""
    return image.filter(_light_table()).getchannel(0)


def limited(ink: Sequence[float], limit: float) -> list[float]:
    """Return ``ink`` with no more than ``limit`` in all: grey of three inks goes to black first, then the three give.

    Grey component replacement keeps hue and darkness nearly as they were, where plain scaling would make holes.
    """
    cyan, magenta, yellow, black = ink
    excess = sum(ink) - limit
    if excess <= 0:
        return list(ink)
    # One part of black for one part each of the three takes two parts of ink away.
    moved = min(excess / 2, 1 - black, cyan, magenta, yellow)
    cyan, magenta, yellow, black = cyan - moved, magenta - moved, yellow - moved, black + moved
    rest = cyan + magenta + yellow
    over = rest + black - limit
    scale = (rest - over) / rest if over > 0 and rest else 1.0
    return [cyan * scale, magenta * scale, yellow * scale, black]


def grey(image: Image.Image) -> bool:
    """Return whether a picture in RGB has no colour: a scan, a drawing in black."""
    red, green, blue = image.split()
    return all(
        ImageChops.difference(red, other).getextrema()[1] <= NEUTRAL  # type: ignore[operator]
        for other in (green, blue)
    )
