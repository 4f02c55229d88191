"""Dates as a Chinese masthead prints them: weekday, 干支 year and lunar day."""

import datetime

from borax.calendars.lunardate import LunarDate

_WEEKDAYS = "一二三四五六日"


def western(date: datetime.date) -> str:
    """Return ``2026年11月23日``."""
    return f"{date.year}年{date.month}月{date.day}日"


def weekday(date: datetime.date) -> str:
    """Return ``星期一`` … ``星期日``."""
    return "星期" + _WEEKDAYS[date.weekday()]


def lunar(date: datetime.date, traditional: bool = False) -> str:
    """Return ``丙午年十月十五``; empty outside 1900–2100, for which there is no table."""
    try:
        day = LunarDate.from_solar_date(date.year, date.month, date.day)
    except (ValueError, OverflowError):
        return ""
    text = f"{day.gz_year}年{day.cn_leap}{day.cn_month}月{day.cn_day}"
    return text.translate(_TRADITIONAL) if traditional else text


def lunar_day(date: datetime.date) -> tuple[str, int, int, bool] | None:
    """Return the 干支 of the lunar year, the month, the day, and whether the month is a leap one (闰).

    None outside 1900–2100, for which there is no table.
    """
    try:
        day = LunarDate.from_solar_date(date.year, date.month, date.day)
    except (ValueError, OverflowError):
        return None
    return day.gz_year, day.month, day.day, bool(day.leap)


_TRADITIONAL = str.maketrans({"闰": "閏", "腊": "臘"})
