"""The day of an issue, from what the editor said, from the folder's name, or from the page itself."""

import datetime
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bulletin.importers.draft import Analysis, Part

_WRITTEN = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*(?:年|[-./])\s*(\d{1,2})\s*(?:月|[-./])\s*(\d{1,2})(?!\d)\s*日?")
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})(?!\d)")
_NUMERALS = re.compile(
    r"([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日"
)
_DIGITS = dict(zip("〇零○一二三四五六七八九", "000123456789", strict=True))


@dataclass(frozen=True, slots=True)
class Said:
    """A day that a manuscript gives."""

    date: datetime.date
    manuscript: str
    line: int
    """0 where the file's own metadata say it."""


def in_text(text: str) -> Iterable[datetime.date]:
    """Yield each day that ``text`` writes out with its year, in Arabic or Chinese figures."""
    plain = unicodedata.normalize("NFKC", text)
    for match in (*_WRITTEN.finditer(plain), *_COMPACT.finditer(plain)):
        yield from _day(match[1], match[2], match[3])
    for match in _NUMERALS.finditer(text):
        yield from _day("".join(_DIGITS[c] for c in match[1]), *(str(_numeral(part)) for part in match.groups()[1:]))


def of_folder(name: str) -> datetime.date | None:
    """Return the day that a folder's name gives: 2023-01-11, 20230111, 2023年1月11日; None where it gives none."""
    return next(iter(in_text(name)), None)


def on_pages(analyses: Sequence[Analysis]) -> Said | None:
    """Return the day that most of the manuscripts' own date lines give; their metadata count where no line does."""
    found = []
    for made in analyses:
        furniture = {f.line for f in made.fates if {Part.DATE, Part.FURNITURE} & set(f.parts)}
        for line in made.manuscript.lines:
            if line.number in furniture:
                found += [Said(day, made.manuscript.name, line.number) for day in in_text(line.text)]
    if not found:
        for made in analyses:
            days = in_text(made.manuscript.facts.get("date", ""))
            found += [Said(day, made.manuscript.name, 0) for day in days]
    if not found:
        return None
    most = Counter(said.date for said in found).most_common(1)[0][0]
    return next(said for said in found if said.date == most)


def _day(year: str, month: str, day: str) -> Iterable[datetime.date]:
    try:
        yield datetime.date(int(year), int(month), int(day))
    except ValueError:
        return


def _numeral(text: str) -> int:
    """Return a number below 100 in Chinese figures: 十一, 二十, 三十一, 九."""
    tens, ten, ones = text.rpartition("十")
    figures = "零一二三四五六七八九"
    try:
        return (figures.index(tens) if tens else 1) * 10 * bool(ten) + (figures.index(ones) if ones else 0)
    except ValueError:
        return 0
