"""What ``job:`` may say: the order that goes to the print shop with its file."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from bulletin.config.check import Settings
from bulletin.config.values import whole_number

Text = Annotated[str, Field(max_length=80)]
"""A line of the job sheet, printed as it stands."""


class JobSettings(Settings):
    """The job sheet's own data; what is empty becomes a line to be filled in by hand."""

    shop: Text = ""
    """承印单位; without it the publication's ``printer``."""
    copies: Annotated[int, BeforeValidator(whole_number), Field(ge=0, le=100_000_000)] = 0
    """印数; without it what ``imprint:`` prints."""
    paper: Text = ""
    """Paper of the inside, or of everything: 80 g 双胶纸."""
    cover_paper: Text = ""
    """Paper of the cover, where it has one of its own."""
    cover_pages: Annotated[int, BeforeValidator(whole_number), Field(ge=0, le=4)] = 0
    """Pages of the cover, where it has paper of its own: 4 as a rule."""
    binding: Text = ""
    """骑马钉, 无线胶订, 折页 …."""
    finish: Text = ""
    """覆膜, 过油 …; empty: none."""
    contact: Text = ""
    """Who answers the shop's questions, with a telephone number; without it the imprint's ``phone``, or ``contact``."""
    deliver_on: Text = ""
    """交货日期, also in words: 12月3日上午."""
    deliver_to: Text = ""
    """交货地点."""
    remarks: Annotated[str, Field(max_length=400)] = ""
