"""Lengths and the shapes of Chinese text: the few constants that every floor agrees on."""

import re

PT_PER_MM = 72 / 25.4
"""Points in a millimetre (1 pt = 1/72 inch)."""

HAN_RANGES = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f\U00030000-\U000323af"
"""Han characters, as the inside of a regular-expression class (Unicode 15, with 〇)."""

FULL_WIDTH = "\u3001-\u303f\u3105-\u312f\uff01-\uffef\u2014\u2018\u2019\u201c\u201d\u2026\u00b7"
"""Marks that stand in a full frame of Chinese text, as the inside of a class."""

HAN = re.compile(f"[{HAN_RANGES}]")
"""One Han character."""

CHINESE = re.compile(f"[{HAN_RANGES}{FULL_WIDTH}]")
"""One Han character or Chinese mark: beside it a line break of the source is no blank."""

_BLANK = re.compile(r"[\s\u00a0\u200b\u2060\ufeff\u3000]+")


_WORD = re.compile(r"[^\W_]")


def word_count(text: str) -> int:
    """Return how many characters of ``text`` say something: Han, letters, figures; no marks, no blanks."""
    return len(_WORD.findall(text))


def han_count(text: str) -> int:
    """Return how many Han characters ``text`` has: the 字数 an editor counts by."""
    return len(HAN.findall(text))


_APART = re.compile(f"(?<=[{HAN_RANGES}。，、；：？！]) +(?=[{HAN_RANGES}])")


def apart(text: str) -> str:
    """Return ``text`` with full-width blanks between Chinese words: as names and roles of a credit stand."""
    return _APART.sub("\u3000", text)


def squeeze(text: str) -> str:
    """Return ``text`` without any white space: what two readers of one page must agree on."""
    return _BLANK.sub("", text)
