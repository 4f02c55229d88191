"""The text of a proof as its lines have it, and which lines differ from the last one."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from bulletin.galley import changes
from bulletin.galley.changes import END, Told
from bulletin.galley.lines import Row

_LEVEL = 0.35
"""Part of its size by which a line may stand off another and still be of one row: cells of a table."""
_TIED = "-–/"
"""After these a line of Latin text ends without a blank."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A line on its page."""

    page: int
    """From 1."""
    number: int
    """Of its row on the page, from 1 in reading order; cells of one row share it."""
    row: Row
    aside: bool
    """Whether another line of its row stands to its left."""


class Copy:
    """All lines of an edition: their numbers, and the text that they make."""

    def __init__(self, pages: Sequence[Sequence[Row]]) -> None:
        self.spots = tuple(spot for page, rows in enumerate(pages, 1) for spot in _numbered(page, rows))
        self.pages = len(pages)
        parts: dict[int, list[int]] = defaultdict(list)
        for at, spot in enumerate(self.spots):
            parts[spot.row.paragraph].append(at)
        self.paragraphs: list[tuple[int, str]] = []
        """Page on which each begins, and its text."""
        self.lines: list[list[Spot]] = []
        """For each character of each paragraph, and for its end, the line that holds it."""
        for lines in parts.values():
            text, held = "", list[Spot]()
            for at in lines:
                joint = " " if text and text[-1] not in _TIED else ""
                added = changes.plain(joint + self.spots[at].row.text, text[-1:])
                text += added
                held += [self.spots[at]] * len(added)
            if text:
                self.paragraphs.append((self.spots[lines[0]].page, text))
                self.lines.append([*held, self.spots[lines[-1]]])


@dataclass(frozen=True, slots=True)
class Change:
    """One difference from the last proof."""

    spot: Spot
    told: Told
    moved: bool


@dataclass(frozen=True, slots=True)
class Marked:
    """What differs from the last proof."""

    changes: tuple[Change, ...] = ()
    changed: tuple[Spot, ...] = ()
    """Lines that hold a new character, in the order of the text."""
    cut: tuple[Spot, ...] = ()
    """Lines behind whose text something was taken out, none of them changed."""


def mark(copy: Copy, before: Sequence[str]) -> Marked:
    """Return how ``copy`` differs from the paragraphs that were there ``before``."""
    paragraphs = [text for _, text in copy.paragraphs]
    moved = changes.moved(before, paragraphs)
    gone = set(moved.values())
    old = "".join(text + END for at, text in enumerate(before) if at not in gone)
    new = "".join(text + END for at, text in enumerate(paragraphs) if at not in moved)
    held = [spot for at, lines in enumerate(copy.lines) if at not in moved for spot in lines]
    listed = [Change(copy.lines[at][0], Told("", "", paragraphs[at], ""), moved=True) for at in moved]
    changed: dict[tuple[int, int, Row], Spot] = {}
    cut: dict[tuple[int, int, Row], Spot] = {}
    for edit in changes.edits(old, new):
        if not held:
            break  # nothing is left to stand beside
        lines = held[edit.new_start : edit.new_end] or [held[max(0, edit.new_start - 1)]]
        listed.append(Change(lines[0], changes.told(old, new, edit), moved=False))
        (changed if edit.new_start < edit.new_end else cut).update({_key(spot): spot for spot in lines})
    left = tuple(spot for key, spot in cut.items() if key not in changed)
    return Marked(tuple(listed), tuple(changed.values()), left)


def _key(spot: Spot) -> tuple[int, int, Row]:
    return spot.page, spot.number, spot.row


def _numbered(page: int, rows: Sequence[Row]) -> Iterator[Spot]:
    """Yield the lines of a page in reading order: numbers run down each column, and on in the next."""
    last = 0
    for _, group in groupby(rows, key=lambda row: round(row.edge, 1)):
        column = list(group)
        numbers: dict[int, tuple[int, bool]] = {}
        level, rightmost = -1e9, 0.0
        for at in sorted(range(len(column)), key=lambda at: (column[at].baseline, column[at].left)):
            row = column[at]
            beside = row.baseline - level <= _LEVEL * row.size and row.left > rightmost - 1
            if beside:
                rightmost = row.right
            else:
                last, level, rightmost = last + 1, row.baseline, row.right
            numbers[at] = last, beside
        for at, row in enumerate(column):
            yield Spot(page, numbers[at][0], row, numbers[at][1])
