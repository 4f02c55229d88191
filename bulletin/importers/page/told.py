"""What the editor is told of a page that was read: doubtful decisions first, then what was left out or put together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bulletin.blocks import Figure
from bulletin.findings import Finding, Place, finding
from bulletin.importers.base import Manuscript
from bulletin.importers.draft import Draft, Fate, Part
from bulletin.importers.page import jumps, repeats
from bulletin.importers.page.rows import Kind, Row
from bulletin.importers.page.stories import Story
from bulletin.walk import descend, plain

_SHOWN = 40
"""Characters of a line that are shown."""
_DOUBTS = {
    Part.HEADLINE: "M-105",
    Part.KICKER: "M-105",
    Part.DECK: "M-105",
    Part.SECTION: "M-115",
    Part.SERIES: "M-115",
    Part.SUBHEAD: "M-107",
    Part.BYLINE: "M-110",
    Part.DATELINE: "M-110",
    Part.CAPTION: "M-118",
}
"""By the part that was doubtful."""
_UNENDED = 0.4
"""Share of long lines without an end from which two columns of a page seem to be mixed."""


def findings(
    manuscript: Manuscript,
    rows: Sequence[Row],
    stories: Sequence[Story],
    drafts: Sequence[Draft],
    fates: Sequence[Fate],
    wrapped: bool,
) -> tuple[Finding, ...]:
    """Return notes and warnings on how ``manuscript`` was read."""
    name = manuscript.name
    texts = {line.number: line.text for line in manuscript.lines}
    found = [
        *_doubts(name, fates, texts),
        *_of_stories(name, stories, drafts),
        *_pictures(name, drafts),
        *_repeats(name, rows),
        *_of_page(name, rows, fates, texts, wrapped),
    ]
    order = {"error": 0, "warning": 1, "note": 2}
    return tuple(sorted(found, key=lambda f: order[f.severity]))


def _doubts(name: str, fates: Sequence[Fate], texts: dict[int, str]) -> Iterator[Finding]:
    heads: set[int] = set()
    for fate in fates:
        shown = texts[fate.line][:_SHOWN]
        if Part.LEFTOVER in fate.parts:
            yield finding("M-112", Place(name, fate.line), shown)
        elif fate.rule == "joined":
            yield finding("M-102", Place(name, fate.line), shown, left=fate.other, right=fate.line)
        elif fate.doubt and (code := _DOUBTS.get(fate.parts[0])):
            if code == "M-105" and fate.article in heads:
                continue
            if code == "M-105":
                heads.add(fate.article)
            yield finding(code, Place(name, fate.line), shown)


def _of_stories(name: str, stories: Sequence[Story], drafts: Sequence[Draft]) -> Iterator[Finding]:
    for story, draft in zip(stories, drafts, strict=True):
        place = Place(name, draft.first)
        title = draft.article.headline.text[:_SHOWN]
        if draft.opened == "untitled":
            yield finding("M-108", place, title)
        elif story.doubt:
            yield finding("M-106", place, title)
        if sum(row.kind is Kind.LEDE for row in story.body) > 1:
            second = [row for row in story.body if row.kind is Kind.LEDE][1]
            yield finding("M-116", Place(name, second.number), second.text[:_SHOWN], title=title)
        if jumps.sends(story):
            row = story.jump_to or story.body[-1]
            yield finding("M-113", Place(name, row.number), row.text[-_SHOWN:], title=title)
        if story.repeats:
            yield finding("M-114", Place(name, story.repeats[0].number), title, title=title)


def _pictures(name: str, drafts: Sequence[Draft]) -> Iterator[Finding]:
    for draft in drafts:
        for block in descend(draft.article.blocks):
            if isinstance(block, Figure) and block.path is None:
                yield finding("M-109", block.place, plain(block.caption)[:_SHOWN], title=draft.article.headline.text)


def _repeats(name: str, rows: Sequence[Row]) -> Iterator[Finding]:
    copies = [row for row in rows if row.kind is Kind.DUPLICATE]
    if copies:
        pairs = "、".join(f"{row.number}={row.same_as}" for row in copies[:20]) + ("…" if len(copies) > 20 else "")
        yield finding("M-100", Place(name, copies[0].number), copies[0].text[:_SHOWN], count=len(copies), pairs=pairs)
    for first, second, likeness in repeats.near(rows):
        yield finding(
            "M-101",
            Place(name, second.number),
            second.text[:_SHOWN],
            other=first.number,
            share=round(100 * likeness),
        )


def _of_page(
    name: str, rows: Sequence[Row], fates: Sequence[Fate], texts: dict[int, str], wrapped: bool
) -> Iterator[Finding]:
    out = [fate for fate in fates if fate.parts[0] in (Part.FURNITURE, Part.JUMP)]
    if out:
        yield finding("M-111", Place(name, out[0].line), texts[out[0].line][:_SHOWN], count=len(out))
    if wrapped:
        yield finding("M-103", Place(name))
    long = [row for row in rows if row.kind is Kind.PARAGRAPH and row.size > 24 and row.block is None]
    loose = [row for row in long if not row.ended and row.rule == "paragraph"]
    if len(long) >= 10 and len(loose) > _UNENDED * len(long):
        yield finding("M-104", Place(name, loose[0].number), loose[0].text[:_SHOWN], count=len(loose))
