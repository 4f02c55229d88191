"""What a file is held against: the wishes of a print shop, or what the file says of itself."""

from dataclasses import dataclass, replace
from typing import Literal

from bulletin.checks.preflight.documents import Document

Standard = Literal["x-4", "x-1a"]

INK = 300.0
"""Per cent of total ink that coated paper on sheet-fed presses takes (GWG 2015, sheet-fed offset)."""
DPI = 225.0
"""Least dots per inch of a picture for a screen of 150 lines; 300 is wished for (GWG 2015)."""


@dataclass(frozen=True, slots=True)
class Target:
    """What is asked of a file."""

    press: bool = True
    """For a press: colours, inks, bleed and blacks count. Else only what spoils any print-out."""
    standard: Standard | None = None
    """Whose list of rules is gone through: PDF/X-4 (ISO 15930-7) or PDF/X-1a:2003 (ISO 15930-4)."""
    bleed: float = 3.0
    """mm to be inked past the trim (TYPOGRAPHY.md §2, rules of print shops); 0 asks for none."""
    ink: float = INK
    """Most total ink in per cent of one plate."""
    dpi: float = DPI
    """Least dots per inch of a grey or coloured picture; where it is not for a press, no more than 150 are asked."""
    line_dpi: float = 600.0
    """Least dots per inch of a picture of one bit (GWG 2015: 550)."""
    binding: int = 1
    """Of how many pages the count must be a multiple: 4 for saddle stitch, 2 for leaves, 1 for any."""
    safety: float = 5.0
    """mm inside the trim that text keeps clear of; 0 asks for nothing."""
    hairline: float = 0.25
    """pt below which a rule may vanish on the plate."""
    small: float = 9.0
    """pt below which text stands in one ink."""
    spots: tuple[str, ...] | None = None
    """Spot plates that are planned; None allows any."""
    grey: bool = False
    """One ink alone: nothing but grey and black."""
    imposed: bool = False
    """Pages of its source are set on sheets: their characters are counted over the whole file."""


def claimed(document: Document, asked: Target | None = None) -> Target:
    """Return the target that a file sets itself, with the numbers of ``asked``.

    A file that says it is PDF/X, or has an intent for printing, is for a press; any other is an office's or the web's.
    """
    base = asked or Target()
    claim = document.claim
    standard: Standard | None = None
    if claim.startswith("PDF/X-4"):
        standard = "x-4"
    elif claim.startswith("PDF/X-1"):
        standard = "x-1a"
    return replace(base, press=bool(claim or document.intent), standard=standard)
