"""Dates in running text with the weekday or the lunar day that stands beside them, read out of either script."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from bulletin import almanac

_FIGURES = {figure: value for value, figure in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")

_NUMBER = r"\d{1,2}|[一二三四五六七八九十廿卅]{1,3}"
_YEAR = (
    r"(?:(?P<era>民[国國])?\s*(?P<year>\d{2,4}|[〇零○一二三四五六七八九十]{2,4})\s*年\s*"
    r"|(?P<rel>[去今明前后後上同当當本次翌])年\s*)?"
)
_MONTH_DAY = rf"(?P<month>{_NUMBER})\s*月\s*(?P<day>{_NUMBER})\s*[日号號]"
_DATE = rf"(?<![历曆])(?<![历曆]\s){_YEAR}(?<![\d一二三四五六七八九十廿卅闰閏]){_MONTH_DAY}"
_NAMES = r"(?:星期|礼拜|禮拜|[周週])"
_WEEK = rf"(?P<long>{_NAMES})(?P<week>[一二三四五六日天])"
_LUNAR = (
    r"(?:[农農]历|[农農]曆|[阴陰]历|[阴陰]曆|[旧舊]历|[旧舊]曆|夏[历曆])\s*"
    r"(?P<gz>[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年)?"
    r"(?P<leap>[闰閏])?(?P<moon>[正冬腊臘]|[一二三四五六七八九十]{1,2})月"
    r"(?P<age>初[一二三四五六七八九十]|[一二三四五六七八九十廿卅]{1,3})"
)
_TIME = r"(?:[上下中]午|早上|晚上|清晨|凌晨|傍晚|[早晚夜])?"
_GAP = r"\s*[（(〔\[,，]?\s*"
_IS = r"(?:即|正是|恰是|是|为|為)?"
_RANGE = r"(?!\s*[、至到和及—–\-~～／/])"
_SHORT = re.compile(r"(?:[^一-鿿]|[上中下早晚凌清傍开開举舉在起的]|$)")
"""What may follow 周一; a Han character that is no part of a day may make it a name: 周一鸣."""


_DAY_WEEK = re.compile(_DATE + _TIME + _GAP + _IS + _WEEK + _RANGE)
_WEEK_DAY = re.compile(
    rf"(?<![每逢])(?<![一二三四五六日天][至到、和及—–\-~～]){_WEEK}\s*[（(〔\[]?\s*{_YEAR}{_MONTH_DAY}(?!\s*[起至到—–\-~～])"
)
_DAY_MOON = re.compile(rf"{_DATE}(?:{_GAP}{_NAMES}[一二三四五六日天])?[）)〕\]]?{_GAP}{_IS}{_LUNAR}{_RANGE}")
_MOON_DAY = re.compile(rf"{_LUNAR}日?{_GAP}{_IS}(?:[公西][历曆元])?{_DATE}{_RANGE}")

_MENTIONED = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)\s*年")


@dataclass(frozen=True, slots=True)
class Slip:
    """A day that is not what stands beside it."""

    text: str
    """What the text says."""
    day: datetime.date | None
    """The day that it speaks of; None where there is no such day."""
    lunar: bool = False


def slips(text: str, base: datetime.date, years: frozenset[int] = frozenset()) -> Iterator[Slip]:
    """Yield each date of ``text`` with a weekday or lunar day beside it that it cannot have.

    A date without a year is that nearest to ``base``, or of one of ``years``, which the article speaks of: one that is
    right in any of them is right.
    """
    text = text.translate(_WIDE)
    left = text
    for pattern, judge in ((_DAY_WEEK, _weekday), (_WEEK_DAY, _weekday), (_DAY_MOON, _lunar), (_MOON_DAY, _lunar)):
        source = left if pattern is _WEEK_DAY else text
        for found in pattern.finditer(source):
            if pattern is _DAY_WEEK:
                left = left[: found.start()] + "\0" * len(found[0]) + left[found.end() :]
            yield from judge(found, base, years, text[found.end() :])


def mentioned(text: str) -> frozenset[int]:
    """Return the years that ``text`` names in four figures."""
    return frozenset(int(year) for year in _MENTIONED.findall(text))


def weekday_cell(date: str, week: str, month: int, base: datetime.date) -> Slip | None:
    """Return the slip of a table's row whose columns say date and weekday; ``month`` is what the table is about."""
    day = re.fullmatch(rf"(?:({_NUMBER})月)?({_NUMBER})[日号號]?", date.strip().translate(_WIDE))
    name = re.fullmatch(r"(?:星期|礼拜|禮拜|[周週])?([一二三四五六日天])", week.strip())
    months = number(day[1]) if day and day[1] else month
    if not day or not name or not months:
        return None
    near = _near(base, months, number(day[2]))
    said = f"{months}月{number(day[2])}日（{week.strip()}）"
    return None if near and near.weekday() == _week(name[1]) else Slip(said, near)


def _weekday(found: re.Match[str], base: datetime.date, years: frozenset[int], behind: str) -> Iterator[Slip]:
    short = found["long"] in "周週" and found.end() == found.end("week")
    if short and not _SHORT.match(behind):
        return
    days = _days(found, base, years)
    if days is not None and not any(day.weekday() == _week(found["week"]) for day in days):
        yield Slip(found[0], days[0] if days else None)


def _lunar(found: re.Match[str], base: datetime.date, years: frozenset[int], _behind: str) -> Iterator[Slip]:
    days = _days(found, base, years)
    if days is None:
        return
    month = {"正": 1, "冬": 11, "腊": 12, "臘": 12}.get(found["moon"]) or number(found["moon"])
    said = (month, number(found["age"].removeprefix("初")), bool(found["leap"]))
    for day in days:
        lunar = almanac.lunar_day(day)
        if lunar is None or (lunar[1:] == said and found["gz"] in (None, f"{lunar[0]}年")):
            return
    yield Slip(found[0], days[0] if days else None, lunar=True)


def _days(found: re.Match[str], base: datetime.date, years: frozenset[int]) -> list[datetime.date] | None:
    """Return the days that a date may be, the likeliest first; none where there is no such day, None where the year is
    written so that it could be several."""
    month, day = number(found["month"]), number(found["day"])
    said, rel = found["year"], found["rel"]
    if said:
        year = _year(said, bool(found["era"]))
        asked = [year] if year else None
    elif rel:
        asked = {"去": [base.year - 1], "前": [base.year - 2], "后": [base.year + 2], "後": [base.year + 2]}.get(rel)
        asked = [base.year] if rel in "今本" else [base.year + 1] if rel in "明次翌" else asked
    else:
        near = _near(base, month, day)
        asked = [near.year] if near else []
        asked += sorted(years - set(asked))
    if asked is None:
        return None
    return [there for year in asked if (there := _date(year, month, day))]


def _near(base: datetime.date, month: int, day: int) -> datetime.date | None:
    """Return the day of that month which is nearest to ``base``."""
    there = [found for year in range(base.year - 1, base.year + 2) if (found := _date(year, month, day))]
    return min(there, key=lambda one: abs(one - base), default=None)


def _date(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _year(text: str, republic: bool) -> int:
    """Return a year; 0 for one of two figures, which may be of any century."""
    figures = "".join(str(_FIGURES.get(char, char)) for char in text)
    value = int(figures) if figures.isdigit() else number(text)
    if republic:
        return 1911 + value
    return value if len(text) == 4 else 0


def number(text: str) -> int:
    """Return what 9, 廿三, 三十一 or 十二 say; 0 where it is no number below 100."""
    if text.isdigit() and text.isascii():
        return int(text)
    text = text.replace("廿", "二十").replace("卅", "三十").replace("二十十", "二十").replace("三十十", "三十")
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _FIGURES.get(text, 0)
    if len(tens) > 1 or len(ones) > 1:
        return 0
    return 10 * (_FIGURES.get(tens, 0) if tens else 1) + (_FIGURES.get(ones, 0) if ones else 0)


def _week(text: str) -> int:
    """Return Monday as 0."""
    return "一二三四五六日".index(text.replace("天", "日"))
