"""What speaks for and against an article that begins with a group of head rows, weighed.

A dispatch head or a byline says it outright; a closed article, a wide gap, a picture's caption say it well; words that
change only suggest it. The weights were set on the pages of ``tests/pages``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bulletin.importers.page import speakers
from bulletin.importers.page.kinds import NUMBERED, is_label_like
from bulletin.importers.page.rows import Kind, Row
from bulletin.importers.page.stories import HEADS, TEXT, Story

_OPENING = re.compile(
    r".{0,14}?(?:\d{1,2}月\d{1,2}日|\d{1,2}月[上中下]旬|\d{1,2}月份?|日前|近日|近期|连日来|昨[天日]|"
    r"今[天日晨早]|本[周月]|上周|前[天日]|"
    r"[春夏秋冬]日|周[一二三四五六日]|星期|[一二三四五六七八九十]月[一二三四五六七八九十]+日|"
    r"[一二][〇零○九][〇零○一二三四五六七八九]{2}年|\d{4}年|今年|去年|目前|为(?:了|进一步|深入|切实|"
    r"全面|加强|贯彻|丰富)|随着|各位|尊敬的|亲爱的|本[会社村校院]|根据)"
)
NOTICE = re.compile(
    r"(?:启事|公告|通告|公示|通知|须知|名单|预告|声明|讣告|招领|招聘|转让|出租|征稿|征文|倡议书|感谢信|"
    r"公开信|报告|行情|日程|课程表|时间表|轮值|简章|天气|寻人|寻物|侧记|札记|见闻)"
)
"""What headlines of notices and of short columns end with: nothing within an article is called so."""


@dataclass(slots=True)
class Page:
    """What the whole page tells of its own habits."""

    gap: int
    """Empty lines between two paragraphs."""
    strong: int
    """Groups with a byline or a dispatch head."""
    groups: int
    looks: frozenset[tuple[int, float, bool, bool]]
    """Looks of rows that head articles for certain."""
    brief: bool
    """Whether headlines of eight characters and less head articles for certain."""


def habits(rows: Sequence[Row]) -> Page:
    """Return the habits of a page: its gaps, and how the heads look that are certain."""
    gaps = Counter(
        row.gap
        for before, row in pairwise(rows)
        if before.kind in (Kind.PARAGRAPH, Kind.LEDE, Kind.TURN) and row.kind in (Kind.PARAGRAPH, Kind.TURN)
    )
    strong = groups = 0
    sizes: list[int] = []
    looks: set[tuple[int, float, bool, bool]] = set()
    number = 0
    while number < len(rows):
        stop = number
        while stop < len(rows) and rows[stop].kind in HEADS:
            stop += 1
        if stop > number:
            groups += not any(NUMBERED.match(row.key) for row in rows[number:stop])
            titles = [row for row in rows[number:stop] if row.kind is Kind.TITLE]
            after = rows[stop].kind if stop < len(rows) else Kind.FURNITURE
            if titles and (after is Kind.LEDE or any(row.kind is Kind.BYLINE for row in rows[number:stop])):
                strong += 1
                looks |= {shape(row) for row in titles[:1]}
                sizes.append(max(row.size for row in titles))
        number = max(stop, number + 1)
    usual = gaps.most_common(1)[0][0] if gaps else 0
    brief = bool(sizes) and sum(size <= 8 for size in sizes) >= len(sizes) / 3
    return Page(usual, strong, groups, frozenset(looks) - {(0, 0.0, False, False)}, brief)


def shape(row: Row) -> tuple[int, float, bool, bool]:
    """Return the look of a row as what can be compared."""
    return row.look.level, row.look.size, row.look.bold, row.look.centred


def weigh(story: Story, group: list[Row], after: Sequence[Row], page: Page) -> tuple[str, float]:
    """Return the strongest piece of evidence that ``group`` opens an article, and the weight of all of it."""
    titles = [row for row in group if row.kind is Kind.TITLE]
    follows = after[0].kind if after else None
    evidence: list[tuple[str, float]] = []

    def say(rule: str, weight: float, holds: bool) -> None:
        if holds:
            evidence.append((rule, weight))

    say("lede", 5.0, follows is Kind.LEDE and bool(titles))
    say("byline", 4.0, any(row.kind is Kind.BYLINE for row in group) and bool(titles))
    say("series", 3.0, any(row.kind in (Kind.SERIES, Kind.SPONSOR) for row in group) and bool(titles))
    say("label", 3.0, any(row.kind is Kind.SECTION or is_label_like(row) >= 2 for row in group[:-1]) and len(group) > 1)
    say("label", 2.0, len(group) == 1 and (group[0].kind is Kind.SECTION or is_label_like(group[0]) >= 2))
    say("closed", 3.0, bool(story.closed))
    say("gap", 3.0, group[0].gap > page.gap)
    say("caption", 2.0, follows in (Kind.CAPTION, Kind.CREDIT) and bool(titles))
    say("picture", 1.0, follows is Kind.BLOCK and bool(titles))
    if not evidence and not titles:
        return "label", 0.0
    evidence += _of_titles(story, titles, after, page)
    rule = max(evidence, key=lambda pair: pair[1])[0] if evidence else "title"
    return rule, sum(weight for _, weight in evidence)


def _of_titles(story: Story, titles: Sequence[Row], after: Sequence[Row], page: Page) -> list[tuple[str, float]]:
    """Return what the words and looks of headlines say for and against an article that begins with them."""
    if not titles:
        return []
    first, longest = titles[0], max(titles, key=lambda row: row.size)
    long = longest.size
    weight = 3.0 if long >= 20 else 2.0 if long >= 16 else 1.0 if long >= 12 else 0.0
    if long < 9 and not page.brief:
        weight = -1.0 if long >= 6 else -1.5
    out = [("title", weight)]
    if any(NUMBERED.match(row.key) for row in titles):
        out.append(("numbered", -5.0))
    elif any(row.kind is Kind.TITLE and NUMBERED.match(row.key) for row in story.body):
        out.append(("level", 2.0))
    if NOTICE.search(longest.key):
        out.append(("notice", 1.5))
    if len(titles) >= 2:
        out.append(("stack", 1.5))
    if after and after[0].kind is Kind.TURN and _same_voices(story, after):
        out.append(("dialogue", -4.0))
    elif story.has(Kind.TURN) and after and after[0].kind is not Kind.TURN:
        out.append(("dialogue-over", 1.5))
    if page.looks:
        out.append(("look", 3.0 if any(shape(row) in page.looks for row in titles) else -2.0))
    elif first.look.level:
        out.append(("look", 1.0))
    text = next((row for row in after if row.kind in TEXT), None)
    if text is not None and _OPENING.match(text.key):
        out.append(("opening", 1.5))
    out.append(("habit", 2.0 - 3.5 * page.strong / max(1, page.groups)))
    out.append(("words", _turn_of_words(story, titles, after)))
    return out


def _same_voices(story: Story, after: Sequence[Row]) -> bool:
    """Whether those who speak next have spoken in ``story`` before."""
    said = {turn.speaker for row in story.body if row.kind is Kind.TURN and (turn := speakers.turn(row))}
    return any(turn.speaker in said for row in after if row.kind is Kind.TURN and (turn := speakers.turn(row)))


def _turn_of_words(story: Story, titles: Sequence[Row], after: Sequence[Row]) -> float:
    """Return what the pairs of characters say: a headline's are in its own text and not in the one before."""
    head = _pairs(row.key for row in titles)
    ahead = _pairs(row.key for row in after if row.kind in TEXT)
    behind = _pairs(row.key for row in (*story.head, *story.body[:2], *story.body[-8:]))
    if not head or not ahead or not behind:
        return 0.0
    own = len(head & ahead) / len(head)
    others = len(head & behind) / len(head)
    common = len(ahead & behind) / len(ahead)
    weight = 0.0
    if own >= 0.3:
        weight += 1.0
    if others < 0.15:
        weight += 0.5
    if common < 0.12:
        weight += 1.0
    elif common > 0.25:
        weight -= 1.0
    return weight if own >= 0.2 else weight - 0.5


def _pairs(texts: Iterable[str]) -> frozenset[str]:
    out: set[str] = set()
    for text in texts:
        words = re.sub(r"[^\u3400-\u9fffA-Za-z0-9]", "", text)
        out.update(words[n : n + 2] for n in range(len(words) - 1))
    return frozenset(out)
