"""Stories that go on elsewhere: 下转第3版 here, 上接第1版 there. Both ends are joined where they are known by name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bulletin.importers.page.furniture import JUMP_END, JUMP_START
from bulletin.importers.page.joins import goes_on
from bulletin.importers.page.rows import Kind, append
from bulletin.importers.page.stories import Story


def link(stories: Sequence[Story]) -> list[Story]:
    """Return ``stories`` with those joined of which one sends to the other; headlines that are said again go along."""
    out: list[Story] = []
    for story in stories:
        origin = _origin(story, out) if _comes(story) else None
        if origin is None:
            out.append(story)
            continue
        origin.repeats += [*story.head, *story.repeats]
        first = story.body[0] if story.body else None
        last = origin.body[-1] if origin.body else None
        if first is not None and last is not None and first.kind is Kind.PARAGRAPH and goes_on(last, first):
            append(last, first)
            story.body = story.body[1:]
        origin.body += story.body
        origin.kinds |= story.kinds
        origin.jump_to, origin.closed = story.jump_to, story.closed
    return out


def _comes(story: Story) -> bool:
    return story.jump_from is not None or bool(story.body and JUMP_START.match(story.body[0].key))


def sends(story: Story) -> bool:
    """Whether a story says that it goes on elsewhere."""
    return story.jump_to is not None or any(JUMP_END.search(row.key) for row in story.body[-2:])


def _origin(story: Story, before: Sequence[Story]) -> Story | None:
    """Return the story that ``story`` goes on with: by its headline, or the only one that sends on."""
    waiting = [other for other in before if sends(other)]
    titles = [_letters(row.key) for row in story.head if row.kind is Kind.TITLE]
    if story.jump_from is not None and (named := re.search(r"[《“「](.+?)[》”」]", story.jump_from.key)):
        titles.append(_letters(named[1]))
    for other in waiting:
        heads = [_letters(row.key) for row in other.head if row.kind is Kind.TITLE]
        if any(_same(a, b) for a in titles for b in heads):
            return other
    return waiting[0] if len(waiting) == 1 and not titles else None


def _same(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) >= 4 and short in long


def _letters(key: str) -> str:
    return re.sub(r"[\W_]", "", key)
