"""Pictures of a story: which row is the caption (图说), which the credit (署名), and whether the file is there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bulletin.blocks import Figure, Text
from bulletin.importers.page.evidence import NOTICE
from bulletin.importers.page.kinds import Seen
from bulletin.importers.page.rows import Kind, Row
from bulletin.importers.page.stories import Story
from bulletin.walk import plain

_SCENE = re.compile(
    r"图为|^\S{0,12}\d{1,2}月\d{1,2}日|^(?:近日|日前|昨[天日]|今[天日]|[上下]图|[左右]图)|正在|现场|合影|合照"
)
_LOST = re.compile(r"遗失|作废|招聘|诚聘|出租|转让|求购|出售")
_LONGEST = 160
"""Characters of the longest paragraph that is taken for a caption because a credit follows it."""


@dataclass(slots=True)
class Shot:
    """A picture in the making."""

    at: Row
    """The row in whose place it stands."""
    picture: Figure | None = None
    """Where the file is there."""
    captions: list[Row] = field(default_factory=list)
    credits: list[Row] = field(default_factory=list)
    doubt: bool = False

    @property
    def rows(self) -> list[Row]:
        """All rows that are part of it."""
        own = [self.at] if self.picture is not None else []
        return [*own, *self.captions, *self.credits]


def find(story: Story, seen: Seen) -> list[Shot]:
    """Return the pictures of ``story``, each with its rows."""
    shots: list[Shot] = []
    taken: set[int] = set()
    body = story.body
    signed = any(row.kind is Kind.BYLINE for row in story.head) or story.has(Kind.LEDE)
    number = 0
    notices = any(NOTICE.search(row.key) for row in story.head)
    while number < len(body):
        row = body[number]
        if row.kind is Kind.CAPTION and row.rule == "caption-mark" and (notices or _LOST.search(row.key)):
            row.kind, row.rule = Kind.ITEM, "item"
        if row.block is not None and isinstance(row.block, Figure):
            shot = Shot(row, row.block)
            number = _follow(body, number + 1, shot)
        elif row.kind is Kind.CAPTION:
            shot = Shot(row, captions=[row])
            number = _follow(body, number + 1, shot)
            if number < len(body) and isinstance(body[number].block, Figure) and not shot.credits:
                following = body[number + 1] if number + 1 < len(body) else None
                # A caption over its picture, as Word files have it, unless the picture has one of its own below.
                if following is None or following.kind is not Kind.CAPTION:
                    shot.picture, shot.at = body[number].block, body[number]  # type: ignore[assignment]
                    number += 1
        elif row.kind is Kind.CREDIT:
            shot = _of_credit(story, number, taken, signed)
            number += 1
        else:
            number += 1
            continue
        shots.append(shot)
        taken |= {id(own) for own in shot.rows}
    return shots


def _follow(body: Sequence[Row], number: int, shot: Shot) -> int:
    """Take captions and credits that stand behind a picture or a caption; return the number of the next row."""
    pictured = shot.picture is not None and not shot.picture.caption
    if pictured and not shot.captions and number < len(body):
        row = body[number]
        small = row.kind in (Kind.PARAGRAPH, Kind.TITLE) and row.look.centred and row.size <= 80
        if row.kind is Kind.CAPTION or small:
            shot.captions.append(row)
            shot.doubt = row.kind is not Kind.CAPTION
            number += 1
    while number < len(body) and body[number].kind is Kind.CREDIT:
        shot.credits.append(body[number])
        number += 1
    return number


def _of_credit(story: Story, number: int, taken: set[int], signed: bool) -> Shot:
    """Return the picture that a credit on a line of its own belongs to: its caption is a paragraph before it."""
    body = story.body
    credit = body[number]
    before = [row for row in body[:number] if id(row) not in taken and row.kind is Kind.PARAGRAPH]
    close = body[number - 1] if number else None
    if close is not None and id(close) in taken:
        close = None
    caption: Row | None = None
    if not signed and before:
        # A photo story: the paragraph that says what is seen, mostly the first; else a short one right before.
        scenes = [row for row in before if row.size <= _LONGEST and _SCENE.search(row.key)]
        short = close if close is not None and close in before and close.size <= 60 else None
        seen_first = next((row for row in before if "图为" in row.key), None)
        caption = seen_first or (scenes[0] if scenes and len(before) <= 5 else short)
    elif close is not None and close.kind in (Kind.PARAGRAPH, Kind.TITLE) and close.size <= 80:
        caption = close
    if caption is None:
        return Shot(credit, credits=[credit], doubt=True)
    return Shot(caption, captions=[caption], credits=[credit], doubt=not signed and len(before) > 1)


def figure(shot: Shot, seen: Seen, name: str) -> tuple[Figure, list[str]]:
    """Return the picture as a block, and the captions' credits that were cut out of them."""
    from bulletin.findings import Place

    texts: list[str] = []
    credits: list[str] = []
    for row in shot.captions:
        signed = seen.people.get(id(row))
        if signed is not None and signed.start > 0 and signed.end >= len(row.text.rstrip()):
            texts.append(row.text[: signed.start].rstrip())
            credits.append(row.text[signed.start :].strip().strip("()（）[]【】〔〕"))
        else:
            texts.append(row.text)
    credits += [row.text.strip("()（）[]【】〔〕") for row in shot.credits]
    caption = "".join(texts)
    place = Place(name, shot.at.number)
    if shot.picture is not None:
        own = plain(shot.picture.caption)
        both = shot.picture.caption or ((Text(caption),) if caption else ())
        return replace(
            shot.picture,
            alt=shot.picture.alt or own or caption,
            caption=both if not (own and caption) else (*shot.picture.caption, Text(caption)),
            credit="\u3000".join(filter(None, (shot.picture.credit, *credits))),
            place=place,
        ), credits
    return Figure("", None, caption, (Text(caption),) if caption else (), "\u3000".join(credits), place=place), credits
