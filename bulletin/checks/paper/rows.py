"""Runs of one page gathered into rows: what stands on one baseline in one column.

The order is that of the content stream. Ruby, emphasis dots and other small signs above or below a row belong to none;
a raised note mark belongs to the row it follows.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from bulletin.checks.paper.reader import Run
from bulletin.checks.paper.tags import Block
from bulletin.galley import marks
from bulletin.galley.lines import Glyph

_LEVEL = 0.12
"""em that glyphs of one row may differ in height."""
_SMALL = 0.8
"""Share of a row's size below which a sign may be a raised mark or ruby."""
_ABOVE, _BELOW = 1.1, 0.6
"""em above and below a row within which such a sign belongs to it."""
_FEW = 4
"""Han characters of a sign, where no tags say that it belongs to the row: a line of small text has more."""
_BACK = 1.1
"""em that the pen may go back within a row: a mark's half was taken away."""
_AHEAD = 1.6
"""em that the pen may skip within a row; the white between columns may be as little. Tags need no such limit."""


@dataclass(slots=True)
class Row:
    """Glyphs of one block on one baseline, from left to right."""

    page: int
    baseline: float
    glyphs: list[Glyph]
    block: Block | None = None
    order: int = 0
    """Place in the content stream."""
    small: list[tuple[Glyph, float]] = field(default_factory=list)
    """Signs off the baseline, to be kept if they do not stand above or below others."""

    @property
    def size(self) -> float:
        """The size of most of its glyphs."""
        return self.key[1]

    @property
    def key(self) -> tuple[str, float]:
        """Face and size of most of its glyphs."""
        counts = Counter((glyph.font, round(glyph.size, 1)) for glyph in self.glyphs)
        return max(counts, key=lambda k: (counts[k], k))

    @property
    def start(self) -> float:
        """Pen origin of its first glyph."""
        return self.glyphs[0].x

    @property
    def end(self) -> float:
        """Where its last glyph's frame ends, white space left out."""
        return next((g.end for g in reversed(self.glyphs) if g.text.strip("\u200b\u2060 \u00a0")), self.start)

    @property
    def text(self) -> str:
        """What it says."""
        return "".join(glyph.text for glyph in self.glyphs)


def gather(page: int, runs: Iterable[tuple[Run, Block | None]]) -> list[Row]:
    """Return the rows of a page, in the order of the stream; turned and invisible text is left out."""
    open_rows: dict[int | None, Row] = {}
    rows: list[Row] = []
    last: int | None = None
    for run, block in runs:
        if not run.upright or (block is not None and block.aside) or not run.glyphs:
            continue
        key = block.number if block is not None else None
        row = open_rows.get(key)
        # Where the tags say that it is one paragraph, a leader may be drawn from its end and white may be wide.
        sure = key is not None and key == last
        if row is None or not _join(row, run, sure):
            row = Row(page, run.baseline, [], block, len(rows))
            rows.append(row)
            open_rows[key] = row
            row.glyphs.extend(run.glyphs)
        last = key
    return list(_finished(rows))


def _join(row: Row, run: Run, sure: bool) -> bool:
    """Add ``run`` to ``row`` if it belongs there; one on its baseline does in any case if that is ``sure``."""
    here = row.glyphs[-1].size
    size = max(here, run.size)
    rise = run.baseline - row.baseline
    start, end = run.glyphs[0].x, row.glyphs[-1].end
    follows = sure or -_BACK * size <= start - end <= _AHEAD * size
    if abs(rise) <= _LEVEL * size:
        if follows:
            row.glyphs.extend(run.glyphs)
        return follows
    if _sign(run.glyphs, rise, here, sure):
        row.small.extend((glyph, rise) for glyph in run.glyphs)
        return True
    if not row.small and _sign(row.glyphs, -rise, run.size, sure):
        # The sign was drawn before its row.
        row.small = [(glyph, -rise) for glyph in row.glyphs]
        row.baseline, row.glyphs = run.baseline, list(run.glyphs)
        return True
    return False


def _sign(glyphs: Sequence[Glyph], rise: float, size: float, sure: bool) -> bool:
    """Tell whether ``glyphs`` are a small sign at a row of ``size``, ``rise`` pt below its baseline."""
    small = all(glyph.size < _SMALL * size for glyph in glyphs)
    near = -_ABOVE * size <= rise <= _BELOW * size
    return small and near and (sure or sum(map(marks.is_han, glyphs)) <= _FEW)


def _ink(glyph: Glyph) -> float:
    """Return where a glyph's ink ends: the white half of a closing mark may have been taken away."""
    white = glyph.size / 2 if glyph.text in marks.CLOSING + marks.PAUSES and glyph.advance > 0.9 * glyph.size else 0.0
    return glyph.end - white


def _finished(rows: Iterable[Row]) -> Iterator[Row]:
    for row in rows:
        if not row.text.strip("\u200b\u2060\u3000 \u00a0"):
            continue
        for glyph, _ in row.small:
            middle = glyph.x + glyph.advance / 2
            if not any(main.x < middle < _ink(main) for main in row.glyphs):
                row.glyphs.append(glyph)
        row.glyphs.sort(key=lambda glyph: glyph.x)
        yield row
