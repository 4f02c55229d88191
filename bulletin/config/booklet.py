"""What ``booklet:`` may say: how pages are set on sheets, and on what paper (lengths in mm)."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field

from bulletin.config.check import Settings
from bulletin.config.press import also

PAPERS: dict[str, tuple[float, float]] = {
    "A2": (420, 594),
    "A3": (297, 420),
    "A4": (210, 297),
    "A5": (148, 210),
    # B sizes of copiers are those of JIS P 0138, not of ISO 216.
    "B4": (257, 364),
    "B5": (182, 257),
    "8K": (270, 390),
    "16K": (195, 270),
    "SRA3": (320, 450),
}
"""Paper as copiers name it, upright: width and height in mm."""
_NAMES = {
    "自动": "auto",
    "自動": "auto",
    **dict.fromkeys(("八开", "八開", "8开", "8開"), "8K"),
    **dict.fromkeys(("十六开", "十六開", "16开", "16開"), "16K"),
}


def _paper(value: Any) -> Any:
    if isinstance(value, str):
        name = _NAMES.get(value, value)
        known = {known.casefold(): known for known in ("auto", *PAPERS)}
        if name.casefold() not in known:
            raise ValueError(", ".join(("auto", *PAPERS, "[320, 450]")))
        return known[name.casefold()]
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise ValueError("[320, 450]")
    return tuple(float(side) if isinstance(side, str) else side for side in value)


Side = Annotated[float, Field(ge=50, le=2000)]
"""Width or height of paper."""


class BookletSettings(Settings):
    """The wishes of who prints, folds and binds; without them a saddle-stitched booklet on paper twice the page."""

    # `from` is no name in Python; settings are merged by the names of fields.
    model_config = ConfigDict(populate_by_name=True)

    way: Annotated[
        Literal["saddle", "signatures", "2-up", "4-up"],
        also(
            骑马订="saddle",
            骑马钉="saddle",
            騎馬釘="saddle",
            騎馬訂="saddle",
            胶装="signatures",
            膠裝="signatures",
            折手="signatures",
            二合一="2-up",
            四合一="4-up",
        ),
    ] = "saddle"
    """Nested sheets stapled through the fold; signatures to be glued; or several pages on a sheet, to be read."""
    paper: Annotated[str | tuple[Side, Side], BeforeValidator(_paper)] = "auto"
    """``auto``: twice the page with what its marks need, for several pages on a sheet A4; a name; or mm."""
    fit: bool = False
    """Whether pages are scaled to fill the paper; those of ``2-up`` and ``4-up`` are always made small enough."""
    binding: Annotated[
        Literal["auto", "left", "right"],
        also(自动="auto", 自動="auto", 左="left", 右="right", 左翻="left", 右翻="right"),
    ] = "auto"
    """Where the back of the book is; ``auto`` is left, the side of horizontal text."""
    blanks: Annotated[
        Literal["before-back", "end"],
        also(封底前="before-back", 末尾="end", 最后="end", 最後="end"),
    ] = "before-back"
    """Where blanks stand that make the pages a multiple of four."""
    signature: Annotated[Literal[4, 8, 16], BeforeValidator(lambda v: int(v) if str(v).isdigit() else v)] = 16
    """Pages of one signature."""
    caliper: Annotated[float, Field(gt=0, le=1)] = 0.1
    """Thickness of one sheet; paper of 80 g has 0.1 mm."""
    creep: bool = True
    """Whether pages of inner sheets are moved toward the fold by what their sheet sticks out."""
    mill: Annotated[float, Field(ge=0, le=6)] = 0
    """铣背: mm that are milled off the back of signatures before they are glued."""
    edge: Annotated[
        Literal["auto", "short", "long"],
        also(自动="auto", 自動="auto", 短边="short", 短邊="short", 长边="long", 長邊="long"),
    ] = "auto"
    """About which edge the printer turns the sheet; ``auto``: the one for which no back stands on its head."""
    marks: Annotated[
        Literal["none", "crop", "full"],
        also(无="none", 無="none", 裁切="crop", 裁切线="crop", 裁切線="crop", 全套="full"),
    ] = "none"
    """Crop and fold marks; with ``full`` also 折标, collating marks on the back of signatures."""
    bleed: Annotated[float, Field(ge=0, le=5)] = 3
    """mm that is drawn past the trim where there are marks to cut by."""
    source: Annotated[
        Literal["paper", "grey", "press"],
        also(彩色="paper", 灰度="grey", 单色="grey", 單色="grey", 付印="press"),
        Field(alias="from"),
    ] = "paper"
    """Which file the pages come from."""
