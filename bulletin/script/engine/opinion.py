"""A second opinion: what ``zhconv-rs``, another engine with other tables (MediaWiki's), makes of a text.

Only where it disagrees in substance is it worth an editor's time: forms that differ from house to house, but not
in what they mean (裏 and 裡, 着 and 著, 羣 and 群), count as one.
"""

from collections.abc import Iterable
from functools import cache

import zhconv_rs

from bulletin.kinds import Script
from bulletin.script.engine import dictionaries

PACKAGE = "zhconv-rs"
"""The distribution (GPL-2.0-or-later)."""

_HOUSE = ("佈布", "賬帳", "菸煙", "唸念", "揹背", "溼濕", "釐厘", "余馀", "曲麹")
"""Forms between which houses differ, not meanings."""

_MARKS = str.maketrans("「」『』", "“”‘’")
"""The second engine turns quotation marks by their glyph; ours go by depth, elsewhere."""


def convert(text: str, target: Script) -> str | None:
    """Return what the second engine makes of ``text``; None where it changed the length."""
    out = zhconv_rs.zhconv(text, "zh-Hant" if target.traditional else "zh-Hans", False)
    return out if len(out) == len(text) else None


@cache
def alone(char: str, target: Script) -> str:
    """Return what the second engine makes of ``char`` where nothing stands round it."""
    return convert(char, target) or char


@cache
def _classes() -> dict[str, str]:
    """Return every character that is a form of another, with the one that stands for all forms."""
    chief: dict[str, str] = {}

    def top(char: str) -> str:
        while char in chief:
            char = chief[char]
        return char

    def join(forms: Iterable[str]) -> None:
        first, *others = forms
        for other in others:
            a, b = top(first), top(other)
            if a != b:
                chief[b] = a

    for forms in _HOUSE:
        join(forms)
    for name in ("TWVariants.txt", "HKVariants.txt", "TWVariantsRev.txt", "HKVariantsRev.txt"):
        for key, values in dictionaries.pairs(name):
            join((key, *(value for value in values.split(" ") if len(value) == 1)))
    return {char: top(char) for char in [*chief]}


def same(one: str, other: str) -> bool:
    """Whether two characters are forms of one."""
    if one == other:
        return True
    classes = _classes()
    one, other = one.translate(_MARKS), other.translate(_MARKS)
    return one == other or classes.get(one, one) == classes.get(other, other)
