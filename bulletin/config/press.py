"""What ``press:`` may say: how the print shop wants its file (lengths in mm, ink in per cent of one plate)."""

from typing import Annotated, Literal

from pydantic import Field

from bulletin.config.check import Settings


class PressSettings(Settings):
    """The print shop's wishes; without them a file that most shops accept."""

    standard: Literal["x-4", "x-1a"] = "x-4"
    """PDF/X-4 (ISO 15930-7), or PDF/X-1a:2003 (ISO 15930-4) for old RIPs."""
    bleed: Annotated[float, Field(ge=0, le=5)] = 3
    """mm that is drawn past the trim."""
