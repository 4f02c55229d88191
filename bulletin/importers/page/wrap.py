"""Hard-wrapped text: lines that end because the column did, put together to paragraphs again.

Text copied from a PDF, an e-mail or a terminal has a line end at each line of its column. Such a text is known by
its lines: most are as wide as the widest, and many of these stop within a sentence.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from bulletin.importers.page import furniture
from bulletin.importers.page.rows import Row, append

_LEAST, _MOST = 12.0, 62.0
"""Characters across the narrowest and the widest column that is taken for one."""
_SLACK = 2.6
"""Characters by which a full line may be short: a mark that may not begin the next line took another with it."""
_WIDER = 0.12
"""Share of the lines that may be wider than the column: heads that run over it."""
_FULL, _CUT = 0.3, 0.5
"""Share of the lines that must be full, and share of these that must stop within a sentence."""

_LABEL = re.compile(r"[【〔\[■◆●★][^。，,]{2,12}[】〕\]]?")


def width(text: str) -> float:
    """Return the width of ``text`` in full-width characters: what a typewriter of Chinese would count."""
    return sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5 for char in text)


def column(rows: Sequence[Row]) -> float:
    """Return the width of the column that ``rows`` were broken to; 0 where they were not."""
    plain = [row for row in rows if row.block is None and not row.look.level and not row.look.size]
    widths = sorted(width(row.lines[0].raw.rstrip()) for row in plain)
    if len(widths) < 8:
        return 0.0
    # The width that most lines come up to: heads over the column may be wider, short lines end paragraphs.
    fitting = sorted({w for w in widths if _LEAST <= w <= _MOST})
    if not fitting:
        return 0.0
    most = max(fitting, key=lambda w: (sum(w - _SLACK <= other <= w for other in widths), -w))
    wider = sum(other > most + 0.5 for other in widths)
    if wider > max(2, _WIDER * len(widths)):
        return 0.0
    full = [row for row in plain if most - _SLACK <= width(row.lines[0].raw.rstrip()) <= most]
    cut = [row for row in full if not row.ended]
    enough = len(full) >= max(6, _FULL * len(plain)) and len(cut) >= _CUT * len(full)
    return most if enough else 0.0


def unwrap(rows: Sequence[Row]) -> tuple[list[Row], bool]:
    """Return the rows with paragraphs put together, and whether ``rows`` were broken to a column."""
    measure = column(rows)
    if not measure:
        return list(rows), False
    inner = _gap_inside(rows, measure)
    indents = sum(row.look.indented for row in rows) >= 3
    parted = not indents and any(row.gap > inner for row in rows[1:])
    out: list[Row] = []
    full = False
    for row in rows:
        before = out[-1] if out else None
        goes_on = (
            before is not None
            and full
            and row.gap <= inner
            and not row.look.indented
            and not furniture.rule(row.key)
            and not furniture.rule(before.key)
            and not _LABEL.fullmatch(row.key)
            # A full line that ends a sentence, before a short one that does not, stands over a headline.
            and not (before.ended and not row.ended and width(row.lines[0].raw.strip()) < measure - _SLACK)
            # Where nothing but the text tells, a full line that ends a sentence before one that opens one ends both.
            and (indents or parted or not before.ended or not _opens(row))
        )
        full = measure - _SLACK <= width(row.lines[0].raw.rstrip()) <= measure
        if goes_on and before is not None:
            append(before, row)
        else:
            out.append(row)
    return out, True


def _gap_inside(rows: Sequence[Row], measure: float) -> int:
    """Return how many empty lines stand between two lines of one paragraph: mostly none."""
    gaps = [
        row.gap
        for before, row in pairwise(rows)
        if not before.ended and width(before.lines[0].raw.rstrip()) >= measure - _SLACK
    ]
    return sorted(gaps)[len(gaps) // 2] if gaps else 0


def _opens(row: Row) -> bool:
    """Whether a line begins as a paragraph rather than a sentence does."""
    return row.key[:1] in "“「【〔[(■□●◆▲" or row.key[:3] in ("本报讯", "本報訊")
