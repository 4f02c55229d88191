"""Rows of headlines: full, near equal, broken where a reader takes breath, never a lone character."""

import re
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from math import sqrt

from bulletin.units import CHINESE

_TOKEN = re.compile(r"[!-~\u00a1-\u024f]+|\u2014+|\u2026+|.", re.S)
_NOT_FIRST = set("、，；：。！？”’」』）》〉】〕…—·％‰℃")
_NOT_LAST = set("“‘「『（《〈【〔￥")
_NUMERALS = set("〇零一二三四五六七八九十百千万亿两廿卅萬億兩")
_LONELY, _LONE = 2.5, 60.0
"""em below which a row is too short to stand alone, and what one costs."""
_BREATH = set("、，；：。！？”」』）》〉】\u3000 ")


Cohesion = Callable[[str, str], float]
"""How much two neighbouring characters belong to one word: 0 not at all, 1 always together."""


def cohesion(text: str) -> Cohesion:
    """Return how often neighbours stand together in ``text``, for want of a dictionary of words.

    The words of a headline recur in its story: 医疗 stands there many times, 域医 hardly. Dice-like measure:
    count(ab) / sqrt(count(a) count(b)), and nothing for a pair seen but once.
    """

    @cache
    def measure(before: str, after: str) -> float:
        # Overlapping: 哈哈哈 has 哈哈 twice.
        together = (
            len(re.findall(f"(?={re.escape(before + after)})", text)) if before == after else text.count(before + after)
        )
        if together < 2:
            return 0.0
        return together / sqrt(text.count(before) * text.count(after))

    return measure


def loose(_before: str, _after: str) -> float:
    """Know of no words."""
    return 0.0


def width(text: str) -> float:
    """Return the width of ``text`` in em: full for Chinese, half for other characters (near enough for heads)."""
    return sum(1.0 if CHINESE.match(c) or c == "\u3000" else 0.55 for c in text)


def rows(lines: tuple[str, ...], measure: float, words: Cohesion = loose) -> tuple[str, ...]:
    """Return the rows that the headline ``lines`` are set in, none wider than ``measure`` em.

    A line that the editor broke stays one row where it fits; one that does not is parted into rows as equal
    as may be, after a mark or a blank for preference and between words as ``words`` knows them
    (clreq §headings).
    """
    return tuple(row for line in lines for row in _part(line, measure, words))


def _part(line: str, measure: float, words: Cohesion) -> tuple[str, ...]:
    total = width(line)
    if total <= measure:
        return (line,)
    tokens = _TOKEN.findall(line)
    at = [0.0]
    for token in tokens:
        at.append(at[-1] + width(token))
    count = 2
    while count < len(tokens):
        breaks = _breaks(tokens, at, count, measure, words)
        if breaks:
            return tuple("".join(tokens[a:b]).strip(" \u3000") for a, b in pairwise((0, *breaks, len(tokens))))
        count += 1
    return (line,)


def _breaks(tokens: list[str], at: list[float], count: int, measure: float, words: Cohesion) -> tuple[int, ...]:
    """Return where to part ``tokens`` into ``count`` rows at the least cost; empty where none is legal."""
    ideal = at[-1] / count
    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for row in range(count):
        last = row == count - 1
        reached: dict[int, tuple[float, tuple[int, ...]]] = {}
        for start, (cost, path) in best.items():
            for end in (len(tokens),) if last else range(start + 1, len(tokens)):
                if at[end] - at[start] > measure or not _legal(tokens, end):
                    continue
                row_width = at[end] - at[start]
                price = cost + (row_width - ideal) ** 2 + (_LONE if row_width < _LONELY else 0.0)
                if not last:
                    price -= 6.0 if tokens[end - 1][-1] in _BREATH else 0.0
                    price += 30.0 * words(tokens[end - 1][-1], tokens[end][0])
                if end not in reached or price < reached[end][0]:
                    reached[end] = (price, path if last else (*path, end))
        best = reached
    return best[len(tokens)][1] if len(tokens) in best else ()


def _legal(tokens: list[str], end: int) -> bool:
    if end >= len(tokens):
        return True
    before, after = tokens[end - 1], tokens[end]
    if after[0] in _NOT_FIRST or before[-1] in _NOT_LAST:
        return False
    if before[-1] in _NUMERALS and after[0] in _NUMERALS:
        return False
    # Figures stay with what they count: 36万, 5.6亿元, 2026年 (clreq §unbreakable marks).
    return not (before[-1].isdigit() and after[0] in "年月日时分万亿元个人期号岁%％")
