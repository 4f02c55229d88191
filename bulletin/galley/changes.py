"""What changed between two states of a text, character by character, wherever its lines end.

Runs of characters that occur once in either text hold the two together (patience sorting); what lies between is
compared closely. So a paragraph more or less shifts nothing, and a long text costs little more than its length.
"""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from bulletin.units import CHINESE

END = "\n"
"""Ends each paragraph of a text."""
_GRAMS = (12, 6, 3)
"""Lengths of the runs that are looked for, one after the other."""
_CLOSELY = 400_000
"""Most pairs of characters that are compared closely; a larger difference is told as a whole."""
_SLIGHT = 2
"""Characters in common that hold no two differences apart: 的 alone is no agreement."""
_MOVED = 12
"""Characters from which a paragraph is known again where it stands elsewhere."""

_BLANKS = re.compile(r"(?:\.{4,}|[\s\u200b\u2060\ufeff\u00ad\u3000])+")  # leaders too


class Edit(NamedTuple):
    """``old[start:end]`` became ``new[new_start:new_end]``; either may be empty."""

    start: int
    end: int
    new_start: int
    new_end: int


class Told(NamedTuple):
    """An edit in words."""

    before: str
    old: str
    new: str
    after: str


def plain(text: str, before: str = "") -> str:
    """Return ``text`` with no blanks but single ones between Latin words; ``before`` is the character before it."""

    def blank(found: re.Match[str]) -> str:
        left = text[found.start() - 1] if found.start() else before
        right = text[found.end() : found.end() + 1]
        apart = left and right and left != END and not CHINESE.match(left) and not CHINESE.match(right)
        return " " if apart else ""

    return _BLANKS.sub(blank, text)


Begins = Collection[int]
"""Where something begins in a text: a paragraph, a page."""


def edits(old: str, new: str, begins: tuple[Begins, Begins] | None = None) -> list[Edit]:
    """Return where ``new`` differs from ``old``, in order; none touches the next.

    What is put in or taken out whole is told from where it ``begins`` in the old text and the new one: behind the end
    of a paragraph, unless that is said.
    """
    if old == new:
        return []
    same = _same(old, new, 0, 0, len(old), len(new), 0)
    begins = begins or (_paragraphs(old), _paragraphs(new))
    found = list(_between(_joined(same), len(old), len(new)))
    limits = [0, *(edit.end + 1 for edit in found)], [*(edit.start - 1 for edit in found[1:]), len(old)]
    slid = [
        _slid(old, new, edit, (edit.start - low, high - edit.end), begins)
        for edit, low, high in zip(found, *limits, strict=False)
    ]
    return _in_words(old, new, slid)


def _paragraphs(text: str) -> Begins:
    return {0, *(found.end() for found in re.finditer(END, text))}


def moved(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Return which paragraphs only stand elsewhere: the number of each in ``new``, and its number in ``old``.

    Of those that occur once in either, the most that keep their order are the ones that stayed.
    """
    ours, theirs = _single(old), _single(new)
    pairs = sorted((at, theirs[text]) for text, at in ours.items() if text in theirs)
    stayed = set(_rising(pairs))
    return {j: i for i, j in pairs if (i, j) not in stayed}


def _single(texts: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, text in enumerate(texts):
        if len(text) >= _MOVED:
            found[text] = -1 if text in found else at
    return {text: at for text, at in found.items() if at >= 0}


def told(old: str, new: str, edit: Edit, around: int = 8) -> Told:
    """Return an edit with what stands around it in its paragraph."""
    start, end, new_start, new_end = edit
    before = new[max(0, new_start - around) : new_start].rpartition(END)[2]
    if _word(new, new_start - around):
        before = before.partition(" ")[2] or before
    ended = (new[new_start:new_end] or old[start:end]).endswith(END)
    after = "" if ended else new[new_end : new_end + around].partition(END)[0]
    if _word(new, new_end + around):
        after = after.rpartition(" ")[0] or after
    return Told(before, old[start:end], new[new_start:new_end], after)


def _in_words(old: str, new: str, found: Sequence[Edit]) -> list[Edit]:
    """Return ``found`` with Latin words and numbers whole, and what thereby meets made one."""
    out: list[Edit] = []
    for edit in found:
        start, end, new_start, new_end = edit
        while start and new_start and old[start - 1] == new[new_start - 1]:
            if not (_word(old, start) or _word(new, new_start)):
                break
            start, new_start = start - 1, new_start - 1
        while end < len(old) and new_end < len(new) and old[end] == new[new_end]:
            if not (_word(old, end) or _word(new, new_end)):
                break
            end, new_end = end + 1, new_end + 1
        if out and (start <= out[-1].end or new_start <= out[-1].new_end):
            before = out.pop()
            start, new_start = min(before.start, start), min(before.new_start, new_start)
            end, new_end = max(before.end, end), max(before.new_end, new_end)
        out.append(Edit(start, end, new_start, new_end))
    return out


def _word(text: str, at: int) -> bool:
    """Whether a Latin word or a number goes on across ``at``."""
    return 0 < at < len(text) and all(c.isalnum() and not CHINESE.match(c) for c in text[at - 1 : at + 1])


Block = tuple[int, int, int]
"""Where a run begins in the old text and in the new one, and its length."""


def _same(old: str, new: str, i0: int, j0: int, i1: int, j1: int, level: int) -> Iterator[Block]:
    """Yield runs that ``old[i0:i1]`` and ``new[j0:j1]`` have in common, in order."""
    head = _common(old, new, i0, j0, min(i1 - i0, j1 - j0), 1)
    if head:
        yield i0, j0, head
    i0, j0 = i0 + head, j0 + head
    tail = _common(old, new, i1 - 1, j1 - 1, min(i1 - i0, j1 - j0), -1)
    i2, j2 = i1 - tail, j1 - tail
    if i0 < i2 and j0 < j2:
        if level < len(_GRAMS):
            at = i0, j0
            for i, j, length in _anchors(old, new, (i0, i2), (j0, j2), _GRAMS[level]):
                # An anchor may have grown over the next one's beginning.
                if i >= at[0] and j >= at[1]:
                    yield from _same(old, new, *at, i, j, level + 1)
                    yield i, j, length
                    at = i + length, j + length
            yield from _same(old, new, *at, i2, j2, level + 1)
        elif (i2 - i0) * (j2 - j0) <= _CLOSELY:
            matcher = SequenceMatcher(None, old[i0:i2], new[j0:j2], autojunk=False)
            yield from ((i0 + a, j0 + b, size) for a, b, size in matcher.get_matching_blocks() if size)
    if tail:
        yield i2, j2, tail


def _common(old: str, new: str, i: int, j: int, most: int, step: int) -> int:
    count = 0
    while count < most and old[i] == new[j]:
        i, j, count = i + step, j + step, count + 1
    return count


def _anchors(old: str, new: str, within: tuple[int, int], and_in: tuple[int, int], size: int) -> Iterator[Block]:
    """Yield runs of at least ``size`` characters that occur once in either part, those that stand in one order."""
    ours, theirs = _once(old, *within, size), _once(new, *and_in, size)
    pairs = sorted((at, theirs[gram]) for gram, at in ours.items() if gram in theirs)
    end = within[0]
    for i, j in _rising(pairs):
        if i < end:
            continue
        length = size
        while i + length < within[1] and j + length < and_in[1] and old[i + length] == new[j + length]:
            length += 1
        end = i + length
        yield i, j, length


def _once(text: str, start: int, end: int, size: int) -> dict[str, int]:
    found: dict[str, int] = {}
    for at in range(start, end - size + 1):
        gram = text[at : at + size]
        found[gram] = -1 if gram in found else at
    return {gram: at for gram, at in found.items() if at >= 0}


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest part of ``pairs`` that rises in its second numbers."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_, j) in enumerate(pairs):
        at = bisect_left(ends, j)
        before.append(last[at - 1] if at else -1)
        ends[at : at + 1] = [j]
        last[at : at + 1] = [number]
    out: list[tuple[int, int]] = []
    number = last[-1] if last else -1
    while number >= 0:
        out.append(pairs[number])
        number = before[number]
    return out[::-1]


def _joined(blocks: Iterable[Block]) -> list[Block]:
    """Return ``blocks`` with neighbours made one."""
    out: list[Block] = []
    for block in blocks:
        if out and out[-1][0] + out[-1][2] == block[0] and out[-1][1] + out[-1][2] == block[1]:
            out[-1] = (*out[-1][:2], out[-1][2] + block[2])
        else:
            out.append(block)
    return out


def _between(same: Sequence[Block], old: int, new: int) -> Iterator[Edit]:
    """Yield what lies between runs in common, but runs too slight to part two replacements are part of one."""
    kept: list[Block] = []
    at = 0, 0
    for number, (i, j, size) in enumerate(same):
        following = same[number + 1] if number + 1 < len(same) else (old, new, 0)
        replaced = i > at[0] and j > at[1]
        replaces = following[0] > i + size and following[1] > j + size
        if size <= _SLIGHT and replaced and replaces:
            continue
        kept.append((i, j, size))
        at = i + size, j + size
    at = 0, 0
    for i, j, size in (*kept, (old, new, 0)):
        if (i, j) != at:
            yield Edit(at[0], i, at[1], j)
        at = i + size, j + size


def _slid(old: str, new: str, edit: Edit, room: tuple[int, int], begins: tuple[Begins, Begins]) -> Edit:
    """Return an insertion or a deletion from where something begins, if it can be told so.

    It may stand ``room`` characters earlier, or later: so far the two texts are the same.
    """
    start, end, new_start, new_end = edit
    if start == end:
        text, low, high, good = new, new_start, new_end, begins[1]
    elif new_start == new_end:
        text, low, high, good = old, start, end, begins[0]
    else:
        return edit
    for step, most in zip((-1, 1), room, strict=True):
        shift = 0
        while low + shift not in good and abs(shift) < most:
            if text[min(low + shift, low + shift + step)] != text[min(high + shift, high + shift + step)]:
                break
            shift += step
        if low + shift in good:
            return Edit(start + shift, end + shift, new_start + shift, new_end + shift)
    return edit
