"""Where one article ends and the next begins.

A boundary is a group of head rows (labels, kicker, headline, deck, byline) that stands over a text, and evidence that
it heads an article rather than a part of one (``evidence``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bulletin.importers.page import furniture
from bulletin.importers.page.evidence import Page, habits, weigh
from bulletin.importers.page.kinds import Seen
from bulletin.importers.page.people import Sort
from bulletin.importers.page.rows import Kind, Row
from bulletin.importers.page.stories import HEADS, OUT, Story

_SURE = 2.0
"""Weight from which a group opens an article."""
_DOUBT = 4.0
"""Weight below which the editor should look."""


def part(rows: Sequence[Row], seen: Seen, whole: bool) -> list[Story]:
    """Return the stories of ``rows``; rows of the page itself (``OUT``) are in none.

    With ``whole`` all rows are one article: what would open another is a subhead.
    """
    live = [
        row
        for row in rows
        if row.kind not in OUT or row.kind in (Kind.STAFF, Kind.JUMP) or row.rule in ("web", "ornament")
    ]
    page = habits([row for row in live if row.kind not in OUT])
    stories: list[Story] = []
    leading: list[Row] = []
    number, came = 0, None
    while number < len(live):
        row = live[number]
        if row.kind in OUT:
            came = _edge(stories, row) or came
            number += 1
        elif row.kind in HEADS and not _trails(live, number, stories):
            stop = number
            while stop < len(live) and live[stop].kind in HEADS:
                stop += 1
            _open(stories, live[number:stop], live[stop : stop + 4], page, seen, whole, came)
            for block in leading:
                _add(stories, block, seen)
            leading, number, came = [], stop, None
        else:
            if not stories and row.kind is Kind.BLOCK and any(other.kind in HEADS for other in live[number:]):
                # A picture over the first headline belongs below it.
                leading.append(row)
                number += 1
                continue
            if came is not None:
                stories.append(Story([], opened="jump", jump_from=came))
                came = None
            _add(stories, row, seen)
            number += 1
    return [story for story in stories if story.rows]


def _edge(stories: list[Story], row: Row) -> Row | None:
    """Note a staff or jump line at the end of the last story; return a line that says a story comes from elsewhere."""
    if row.kind is Kind.JUMP and furniture.jump(row.key) == "from":
        return row
    if stories and row.rule == "ornament":
        stories[-1].closed = stories[-1].closed or "ornament"
    elif stories:
        stories[-1].closed = stories[-1].closed or row.kind.value
        if row.kind is Kind.JUMP:
            stories[-1].jump_to = row
    return None


def _trails(rows: Sequence[Row], number: int, stories: Sequence[Story]) -> bool:
    """Whether a byline after a text belongs to that text, not to what follows."""
    row = rows[number]
    if row.kind is not Kind.BYLINE or not stories or not stories[-1].body:
        return False
    story = stories[-1]
    signed = any(r.kind in (Kind.BYLINE, Kind.TAIL) for r in story.rows) or story.has(Kind.LEDE)
    rest = rows[number + 1 : number + 5]
    head = [r for r in rest if r.kind in HEADS]
    if not rest or rest[0].kind not in HEADS:
        return not rest or not signed
    if row.gap > rest[0].gap:
        return False
    later = any(r.kind is Kind.BYLINE for r in head) or any(r.kind is Kind.LEDE for r in rest)
    return not signed or later


def _open(
    stories: list[Story],
    group: list[Row],
    after: Sequence[Row],
    page: Page,
    seen: Seen,
    whole: bool,
    came: Row | None,
) -> None:
    """Put a group of head rows where it belongs: at the head of a new story, or into the text of the last one."""
    if not stories:
        stories.append(Story(group))
        return
    story = stories[-1]
    if came is not None:
        stories.append(Story(group, opened="jump", jump_from=came))
        return
    if not story.body and not story.closed:
        # Two groups with nothing between but what the page dropped: one head.
        story.head += group
        return
    rule, weight = ("whole", 0.0) if whole else weigh(story, group, after, page)
    if weight >= _SURE:
        stories.append(Story(group, opened=rule, doubt=weight < _DOUBT))
        return
    for row in group:
        row.doubt = row.doubt or weight >= _SURE - 1
        if row.kind is Kind.BYLINE:
            row.kind = Kind.TAIL
        story.body.append(row)
        story.kinds.add(row.kind)


def _add(stories: list[Story], row: Row, seen: Seen) -> None:
    """Put a row of text behind the last story, and note where that ends it."""
    if not stories:
        stories.append(Story([], opened="untitled", doubt=True))
    story = stories[-1]
    if row.kind is Kind.LEDE and story.has(Kind.LEDE):
        row.doubt = True
    story.body.append(row)
    story.kinds.add(row.kind)
    signed = seen.people.get(id(row))
    if row.kind in (Kind.TAIL, Kind.SIGNOFF) or (row.kind is Kind.BYLINE and story.body):
        story.closed = row.kind.value
    elif row.kind is Kind.CREDIT:
        story.closed = "credit"
    elif row.kind is Kind.PARAGRAPH and signed is not None and signed.sort is Sort.TAIL:
        story.closed = "tail"
    elif re.search(r"(?:\(完\)|\(全文完\)|■|□|◆)$", row.key):
        story.closed = "end-mark"
    elif row.kind not in (Kind.CAPTION,):
        story.closed = ""
