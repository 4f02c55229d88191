"""Hold an issue's imprint, numbers and days against the rules of its kind of publication."""

import re
from collections.abc import Iterator
from dataclasses import replace

from bulletin import almanac
from bulletin.checks.imprint import days, numbers, refused, required
from bulletin.checks.imprint.registry import CALENDAR, Case, Rule, rules
from bulletin.checks.pieces import head_texts
from bulletin.config.imprint import ImprintSettings
from bulletin.config.job import JobSettings
from bulletin.findings import Finding, Place, finding
from bulletin.model import Article, EditionPlan, Table
from bulletin.readers.issue import Loaded
from bulletin.walk import descend, plain, units


def check(loaded: Loaded, plan: EditionPlan) -> tuple[Finding, ...]:
    """Return what the rules tell of an issue in one edition; nothing is rendered for it.

    Without a kind of publication (``imprint: {kind: …}``) only what can be reckoned is told: numbers and days.
    """
    asked = plan.option(ImprintSettings).imprint()
    case = Case(
        issue=loaded.issue,
        plan=plan,
        imprint=replace(asked, places=loaded.issue.imprint.places),
        others=loaded.others,
        ordered=plan.option(JobSettings).copies,
    )
    finds = dict.fromkeys(rule.find for rule in RULES if not rule.kinds or asked.kind in rule.kinds)
    return tuple(dict.fromkeys(found for find in finds for found in find(case)))


def _days(case: Case) -> Iterator[Finding]:
    for place, slip in _slips(case):
        if slip.day is None:
            yield finding("I-003", place, text=slip.text)
            continue
        day = almanac.western(slip.day)
        if slip.lunar:
            right = almanac.lunar(slip.day, case.issue.script.traditional)
            yield finding("I-002", place, text=slip.text, day=day, right=right)
        else:
            yield finding("I-001", place, text=slip.text, day=day, right=almanac.weekday(slip.day))


def _slips(case: Case) -> Iterator[tuple[Place, days.Slip]]:
    for article in case.issue.articles:
        base = article.date or case.issue.date
        texts = list(_texts(article))
        years = days.mentioned("\n".join(text for text, _ in texts))
        for text, place in texts:
            for slip in days.slips(text, base, years):
                yield place, slip
        for block in descend(article.blocks):
            if isinstance(block, Table):
                yield from _in_table(article, block, case)


def _texts(article: Article) -> Iterator[tuple[str, Place]]:
    yield from head_texts(article)
    for blocks in (article.blocks, *(note.blocks for note in article.notes)):
        for unit in units(blocks):
            yield plain(unit.inlines), unit.place


def _in_table(article: Article, table: Table, case: Case) -> Iterator[tuple[Place, days.Slip]]:
    """Yield the slips of a calendar: a table with a column 日期 and a column 星期; its month may be the headline's."""
    heads = [plain(cell.inlines).strip() for cell in table.head]
    date = next((n for n, head in enumerate(heads) if head in ("日期", "日子")), None)
    week = next((n for n, head in enumerate(heads) if head in ("星期", "礼拜", "禮拜", "周", "週")), None)
    if date is None or week is None:
        return
    named = re.search(r"(?<!\d)(\d{1,2}|十[一二]?|[一二三四五六七八九])月", article.headline.text)
    month = days.number(named[1]) if named else 0
    for number, row in enumerate(table.rows):
        if max(date, week) < len(row):
            day, name = plain(row[date].inlines), plain(row[week].inlines)
            slip = days.weekday_cell(day, name, month, article.date or case.issue.date)
            if slip:
                # The head and the line below it stand before the first row.
                place = replace(table.place, line=table.place.line + 2 + number) if table.place.line else table.place
                yield place, slip


RULES: tuple[Rule, ...] = (
    *rules("I-001", _days, any=CALENDAR),
    *rules("I-002", _days, any=f"{CALENDAR}; GB/T 33661-2017"),
    *rules("I-003", _days, any=CALENDAR),
    *numbers.RULES,
    *required.RULES,
    *refused.RULES,
)
