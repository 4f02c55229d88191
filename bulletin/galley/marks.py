"""Which mark may stand where, and how much room it takes (clreq, “Line composition”; GB/T 15834-2011 §5.1)."""

import re

from bulletin.galley.lines import Glyph
from bulletin.units import HAN_RANGES

PAUSES = "、，；：。！？．"
"""Marks that end something; on the mainland they have white on their right half."""

OPENING = "（［｛〔〈《「『【〖〘〚“‘"
"""Marks that open: white on their left half."""

CLOSING = "）］｝〕〉》」』】〗〙〛”’"
"""Marks that close: white on their right half."""

PAIRING = frozenset(PAUSES + OPENING + CLOSING)
"""Marks that may have a white half to give to a mark behind them."""

MIDDLE = "·・‧～–／"
"""Interpuncts, connectors and the slash: they join what stands on either side."""

NO_START = frozenset(PAUSES + CLOSING + MIDDLE + ")]}")
"""Never at the start of a line: the basic level of clreq."""

NO_START_STRICT = frozenset("—…⋯⸺")
"""Not at the start of a line at the strict level."""

NO_END = frozenset(OPENING + "([{")
"""Never at the end of a line."""

DOUBLE = frozenset("—…⋯")
"""Marks that are written twice and never parted."""

HAN_ONE = re.compile(f"[{HAN_RANGES}]")
_WORDS = re.compile(r"[^\W_]")


def is_han(glyph: Glyph) -> bool:
    """Tell whether the glyph is a Han character."""
    return bool(HAN_ONE.fullmatch(glyph.text[:1])) if glyph.text else False


def says_something(glyph: Glyph) -> bool:
    """Tell whether the glyph is a character, a letter or a figure rather than a mark or white."""
    return bool(_WORDS.search(glyph.text))


def room(glyphs: tuple[Glyph, ...]) -> float:
    """Return how much the characters, letters and figures among ``glyphs`` take, in 字; marks do not count."""
    return sum(1.0 if is_han(g) else g.advance / g.size for g in glyphs if says_something(g) and g.size > 0)


def due(first: str, second: str, centred: bool) -> bool:
    """Tell whether two marks in a row must give up half a 字: one of them has white where they meet.

    With marks in the ``centred`` position 、，。 have too little white on one side, so that only brackets give.
    """
    closers = CLOSING if centred else CLOSING + PAUSES
    if first in closers and second in CLOSING + PAUSES + OPENING:
        return True
    return second in OPENING and (first in OPENING or first in PAUSES)


def extent(first: Glyph, second: Glyph) -> float:
    """Return how much two marks in a row take, in em, from pen positions; 2 where nothing was taken away.

    An opening mark narrower than its frame (a half-width form) has lost the white on its left.
    """
    frame = first.end - first.size if first.text in OPENING else first.x
    return (second.end - frame) / first.size
