"""What ``press:`` and ``grey:`` may say: the wishes of print shop and copier (lengths in mm, ink in per cent)."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from bulletin.config.check import Settings


def also(**names: str) -> BeforeValidator:
    """Return a validator that takes the Chinese name of a value for the value itself: ``also(四色="cmyk")``."""
    return BeforeValidator(lambda value: names.get(value, value) if isinstance(value, str) else value)


def _plate(value: str) -> str:
    # Names that mean a process plate, or all of them, would print elsewhere than the editor thinks.
    if value.casefold() in ("all", "none", "cyan", "magenta", "yellow", "black"):
        raise ValueError("PANTONE 485 C, 专红")
    # ISO 32000-1 Annex C: a name has no more bytes.
    if len(value.encode()) > 127:
        raise ValueError("≤ 127 bytes")
    return value


def _numbers(value: Any) -> Any:
    return [float(v) if isinstance(v, str) else v for v in value] if isinstance(value, list) else value


def _four(value: Any) -> Any:
    if not isinstance(value, list | tuple) or len(value) != 4:
        raise ValueError("[0, 95, 100, 0]")
    numbers = _numbers(value)
    # Shares of one, meant as per cent, would be next to nothing.
    if all(isinstance(v, int | float) for v in numbers) and 0 < max(numbers) <= 1:
        raise ValueError("[0, 95, 100, 0]")
    return numbers


Ink = Annotated[float, Field(ge=0, le=100)]
"""Per cent of one ink."""
FourInks = Annotated[tuple[Ink, Ink, Ink, Ink], BeforeValidator(_four)]
"""Cyan, magenta, yellow and black, in per cent."""


class SpotSettings(Settings):
    """The second colour of 套红, on a plate of its own."""

    name: Annotated[str, Field(min_length=1, max_length=60), AfterValidator(_plate)] = "PANTONE 485 C"
    """Name of the ink as the shop knows it."""
    cmyk: FourInks = (0, 95, 100, 0)
    """How it is shown, and printed where there are but four inks."""


class ShopSettings(Settings):
    """The print shop's wishes; without them a file that most shops accept."""

    standard: Annotated[Literal["x-4", "x-1a"], also(**{"PDF/X-4": "x-4", "PDF/X-1a": "x-1a"})] = "x-4"
    """PDF/X-4 (ISO 15930-7), or PDF/X-1a:2003 (ISO 15930-4) for old RIPs."""
    profile: Annotated[str, Field(min_length=1)] = "coated"
    """``coated`` (ISO Coated v2, FOGRA39), or an ICC file of the shop's below the publication's folder."""
    bleed: Annotated[float, Field(ge=0, le=5)] = 3
    """mm that is drawn past the trim."""
    marks: Annotated[
        Literal["full", "crop", "none"], also(全套="full", 裁切="crop", 裁切线="crop", 无="none", 無="none")
    ] = "full"
    """Crop, registration and colour marks with a slug line; crop marks alone; or none."""
    fold: Annotated[tuple[Annotated[float, Field(gt=0)], ...], BeforeValidator(_numbers)] = ()
    """mm from the left trim edge at which the sheet is folded: dashed marks stand there."""
    ink: Annotated[float, Field(ge=180, le=400)] = 250
    """Most ink at one place, all plates summed, in per cent."""
    plates: Annotated[
        Literal["cmyk", "cmyk+spot", "black+spot", "black"],
        also(
            四色="cmyk",
            四色加专色="cmyk+spot",
            双色="black+spot",
            黑加专色="black+spot",
            单色="black",
            套红="black+spot",
            四色加專色="cmyk+spot",
            雙色="black+spot",
            黑加專色="black+spot",
            單色="black",
        ),
    ] = "cmyk"
    """Which plates there are; with ``spot`` the layout's second colour has one of its own."""
    spot: SpotSettings = Field(default_factory=SpotSettings)
    rich: FourInks = (60, 40, 40, 100)
    """Ink of the areas that a layout wants in rich black (its colour ``rich``)."""
    intent: Annotated[
        Literal["perceptual", "relative"], also(可感知="perceptual", 相对="relative", 相對="relative")
    ] = "relative"
    """How colours that ink cannot reach are brought within it."""
    outlines: bool = False
    """转曲: all text as outlines, no font in the file."""


class PressSettings(ShopSettings):
    """What one press file is to be."""

    shop: str = ""
    """A preset of ``shops:`` that these settings begin from."""


class GreySettings(Settings):
    """One ink: what the photographs are toned for."""

    paper: Annotated[
        Literal["office", "newsprint", "coated"],
        also(
            复印="office",
            办公="office",
            新闻纸="newsprint",
            铜版="coated",
            複印="office",
            影印="office",
            新聞紙="newsprint",
            銅版="coated",
        ),
    ] = "office"
