"""A page counted in characters and lines, and the head of the style sheet that sets it so."""

from collections.abc import Mapping
from math import floor
from typing import Annotated

from pydantic import Field

from bulletin.config.check import Settings

MM = 72 / 25.4
"""Points in a millimetre."""

SLACK = 0.02
"""em that the measure is wider than its characters: a column that is a hair short loses one."""

BLEED = 5
"""mm that whatever reaches past the page is drawn beyond it: no print shop wants more."""

LEAST_MARGIN = 5
"""mm of white round a page: no printer reaches further."""

Positive = Annotated[float, Field(gt=0)]
"""A length."""


class PageSpec(Settings):
    """A page as layout.yaml counts it: characters and lines first, margins are what is left (clreq §page_design)."""

    when: dict[str, str] = Field(default_factory=dict)
    """The settings that ask for this page."""
    paper: tuple[Positive, Positive]
    """Width and height in mm."""
    columns: Annotated[int, Field(ge=1)] = 1
    characters: Annotated[int, Field(ge=1)]
    """字 in a line of one column."""
    gap: Annotated[float, Field(ge=0)] = 2
    """字 between two columns."""
    lines: Annotated[int, Field(ge=1)]
    top: Positive
    """Margin above the first line, in mm."""
    inner: Positive | None = None
    """Margin at the back of the book, in mm; without it, right and left are the same."""
    picture: Annotated[float, Field(gt=0, le=1)] = 0.75
    """Share of the page's height that a picture may take."""
    sizes: dict[str, Positive] = Field(default_factory=dict)
    """Sizes in pt that are other than the layout's."""

    def measures(self, sizes: Mapping[str, float]) -> dict[str, float]:
        """Return everything a page is reckoned by, in pt; ``sizes`` are the layout's own."""
        out = {**sizes, **self.sizes}
        em, line = out["em"], out["line"]
        count = self.columns * self.characters + (self.columns - 1) * self.gap
        width, height = (side * MM for side in self.paper)
        side, foot = width - (count + SLACK) * em, height - self.top * MM - self.lines * line - SLACK * em
        inner = self.inner * MM if self.inner else side / 2
        reckoned = {
            "page_width": width,
            "page_height": height,
            "top": self.top * MM,
            "bottom": foot,
            "inner": inner,
            "outer": side - inner,
            "gap": self.gap * em,
            "column": self.characters * em,
            "full": count * em,
        }
        counts = {
            "columns": self.columns,
            "characters": self.characters,
            "page_lines": self.lines,
            "picture_lines": max(1, floor(self.lines * self.picture)),
        }
        return out | {name: round(value, 3) for name, value in reckoned.items()} | counts


def geometry(measures: Mapping[str, float]) -> str:
    """Return the style sheet of a page: its paper and margins, its body size and leading, each size as ``--name``.

    A right-hand page has its inner margin on the left (horizontal setting is bound there).
    """
    m = {name: f"{value:g}pt" for name, value in measures.items()}
    margin = f"margin: {m['top']} {m['outer']} {m['bottom']} {m['inner']};"
    left = f"margin: {m['top']} {m['inner']} {m['bottom']} {m['outer']};"
    counts = ("columns", "characters", "page_lines", "picture_lines")
    sizes = {name: f"{value:g}" if name in counts else m[name] for name, value in measures.items()}
    names = " ".join(f"--{name.replace('_', '-')}: {value};" for name, value in sizes.items())
    return (
        f"@page {{ size: {m['page_width']} {m['page_height']}; bleed: {BLEED}mm; {margin} }}\n"
        f"@page :left {{ {left} }}\n"
        f":root {{ {names} }}\nhtml {{ font-size: {m['em']}; line-height: {m['line']}; }}\n"
    )
