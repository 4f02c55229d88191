"""Paragraphs that a stray line end broke in two.

In running text nearly every paragraph ends a sentence (clreq, GB/T 15834: 句末点号). One that does not, and is
followed by what cannot begin one, was broken there. Every join is told with both lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bulletin.importers.page.rows import Kind, Row, append

_NO_END = re.compile(r"[\u3400-\u9fffA-Za-z0-9,、%\"'”’」』》)—·~+\-/]$")
_GOES_ON = re.compile(r"[,。、;:!?)”’」』》】…%]")
"""What no paragraph begins with."""
_LINK = re.compile(
    r"(?:和|与|及|的|了|在|以|并|而|是|等|或|为|对|将|被|把|从|由|向|到|于|之|也|都|还|又|就|但|却|且)(?![:])"
)
_COMMAS = re.compile(r"[,、]$")
_TEXT = (Kind.PARAGRAPH, Kind.LEDE, Kind.TURN, Kind.ITEM)
_PAIRS = (("“", "”"), ("「", "」"), ("『", "』"), ("《", "》"), ("(", ")"), ("【", "】"), ("‘", "’"))


def mend(rows: Sequence[Row], indents: bool) -> list[Row]:
    """Return ``rows`` with broken paragraphs put together; what was between two halves and out of the text stays.

    ``indents`` tells that paragraphs begin further in: then a line that does not goes on with the one before.
    """
    out: list[Row] = []
    left: Row | None = None
    for number, row in enumerate(rows):
        if row.kind in (Kind.FURNITURE, Kind.DUPLICATE):
            out.append(row)
            continue
        flush = indents and left is not None and left.look.indented and not row.look.indented and row.gap == 0
        # What stands right over a credit is a caption, whatever the paragraph before ended with.
        captioned = number + 1 < len(rows) and rows[number + 1].kind is Kind.CREDIT
        if (
            left is not None
            and not captioned
            and (goes_on(left, row) or (flush and row.kind is Kind.PARAGRAPH and row.ended))
        ):
            append(left, row)
            left.doubt = left.doubt or not _certain(left, row)
            continue
        out.append(row)
        left = row if row.kind in _TEXT and row.block is None else None
    return out


def goes_on(left: Row, right: Row) -> bool:
    """Whether ``right`` is the rest of the paragraph that ``left`` began."""
    if right.block is not None or right.kind not in (Kind.PARAGRAPH, Kind.TITLE, Kind.ITEM) or right.look.level:
        return False
    if left.ended or not _NO_END.search(left.key) or right.look.indented:
        return False
    if left.look != right.look and left.look.bold != right.look.bold:
        return False
    if _GOES_ON.match(right.key):
        return True
    if left.kind is Kind.ITEM or right.kind is Kind.ITEM:
        return False
    runs = left.size > 20 or bool(_COMMAS.search(left.key)) or _open(left.text) > 0
    if not runs:
        return False
    if _COMMAS.search(left.key) or _open(left.text) > 0:
        return right.kind is Kind.PARAGRAPH or (right.ended and _open(left.text) > 0)
    if right.kind is Kind.PARAGRAPH:
        return right.ended or right.size > 60
    return bool(_LINK.match(right.key) and left.size > 40)


def _certain(left: Row, right: Row) -> bool:
    """Whether nobody could take the two for two paragraphs."""
    return bool(_GOES_ON.match(right.key) or _LINK.match(right.key) or _open(left.text[: -len(right.text)]) > 0)


def _open(text: str) -> int:
    """Return how many brackets and quotes stand open at the end of ``text``."""
    return sum(max(0, text.count(a) - text.count(b)) for a, b in _PAIRS)
