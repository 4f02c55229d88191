"""What ``proof:`` may say: which proof it is, what it is held against, and how its sheets look."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from bulletin.config.check import Settings
from bulletin.config.press import also


def _names(value: object) -> object:
    # `roles: 责编 校对` is what an editor types before she knows of lists.
    return value.replace("、", " ").replace("，", " ").split() if isinstance(value, str) else value


class ProofSettings(Settings):
    """The proof: without settings the next one, against the one that lies where it will lie."""

    round: Annotated[int, Field(ge=0, le=99)] = 0
    """校次: 1 is 一校, 2 is 二校; 0 counts on from the last proof."""
    against: str = ""
    """A proof below the publication's folder to hold this one against, instead of the last."""
    paper: Annotated[Literal["full", "A4", "A3"], also(a4="A4", a3="A3", 原大="full", 原寸="full")] = "full"
    """Pages at full size on a sheet larger than they are; or an office paper, onto which they are reduced."""
    numbers: Annotated[int, Field(ge=0, le=50)] = 5
    """Every how many lines their number stands beside them; 0: nowhere."""
    roles: Annotated[tuple[Annotated[str, Field(min_length=1, max_length=12)], ...], BeforeValidator(_names)] = ()
    """Who signs, in order; without it 责任编辑, 校对, 审读, 签发."""
    symbols: bool = True
    """Whether a table of proofreader's marks stands behind the block for signatures."""
