"""Where a character of a finished file stands in the edition that the file was made of, and whether it is kept there.

All texts of the edition are laid end to end, article by article, in one form for both scripts: so a character is
found by what stands round it even where the file has it in the wrong script. The place that agrees with the file for
the longest stretch is the one.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

from bulletin.checks.kept import Row, folded, segments
from bulletin.findings import Place
from bulletin.model import Edition
from bulletin.walk import descend

_REACH = 40
"""Characters that are compared on either side."""

_NEAR = 4
"""Characters beside a kept word that say that it is this one."""

_RUN = 12
"""Characters of a kept text that are compared on either side: a long one may run over the end of a page."""

_SURE = 6
"""A stretch as long as this tells the place."""

_AHEAD = 4
"""So many places behind the last are tried before all others."""

_LEAST = 3
"""One that is shorter tells nothing."""

_ALONE = 12
"""A kept word is known by so long a stretch, whatever else agrees for longer."""


@dataclass(frozen=True, slots=True)
class Spot:
    """What a character of the file is in the edition."""

    place: Place | None = None
    sure: bool = False
    """Whether so much agrees that the place can only be this one."""
    kept: bool = False
    """Whether the editor wants this very character here, in whatever script it is."""


class Whereabouts:
    """Knows every text of an edition; it is laid out when it is first asked."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self._last = 0
        """Where the last character was found: what a file says next stands behind it, as a rule."""

    def find(self, text: str, same: str, at: int) -> Spot:
        """Return what character ``at`` of ``text`` is; ``text`` is without white space, and ``same`` is it folded.

        Where the character itself has no counterpart in the edition, those beside it tell the place.
        """
        spot = self._find(text, same, at)
        if spot.sure:
            return spot
        # What opens a quotation belongs to what follows.
        steps = (1, 2, -1, -2) if same[at] == "“" else (-1, -2, 1, 2)
        others = [self._find(text, same, at + step) for step in steps if 0 <= at + step < len(text)]
        near = next((o for o in others if o.sure), None) or next((o for o in (spot, *others) if o.place), spot)
        return replace(near, kept=False)

    def _find(self, text: str, same: str, at: int) -> Spot:
        best, here, kept, keeper = (0, False), -1, 0, -1
        for j in self._candidates(same, at):
            left, right = self._extents(same, at, j)
            score = left + right + 1
            # Of equals, the one that says nothing else wins.
            if score >= best[0] and (score, self._whole(j, score)) > best:
                best, here = (score, self._whole(j, score)), j
            if score > kept and self._closed[j] and self._kept(text, at, j, left, right):
                kept, keeper = score, j
                if kept >= _ALONE:
                    break
        if here >= 0:
            self._last = keeper if kept >= _ALONE else here
        if keeper >= 0 and (kept >= min(best[0], _ALONE) or (kept >= _NEAR and self._whole(keeper, kept))):
            return Spot(self._row(keeper)[2], True, True)
        score, whole = best
        if score < _LEAST and not whole:
            return Spot()
        return Spot(self._row(here)[2], score >= _SURE or (whole and (score > 1 or len(text) == 1)))

    def _candidates(self, same: str, at: int) -> Iterator[int]:
        """Yield the places that may be the character's, the likely ones first.

        Where none agrees on the next character as well, all that hold the character itself.
        """
        yield from islice(self._all(same[at], self._last), _AHEAD)
        found = False
        for pair, step in ((same[at : at + 2], 0), (same[max(0, at - 1) : at + 1], 1)):
            if len(pair) == 2:
                for j in self._all(pair):
                    found = True
                    yield j + step
        if not found:
            yield from self._all(same[at])

    def _all(self, wanted: str, start: int = 0) -> Iterator[int]:
        j = self._same.find(wanted, start)
        while j >= 0:
            yield j
            j = self._same.find(wanted, j + 1)

    def place_of(self, ident: str) -> Place | None:
        """Return the place of the block, article or section with an id."""
        return self._blocks.get(ident) or self._parts.get(ident)

    def is_block(self, ident: str) -> bool:
        """Whether ``ident`` is that of a block, which holds nothing but its own text."""
        return ident in self._blocks

    # --- comparing ------------------------------------------------------------------------------------

    def _extents(self, same: str, at: int, j: int) -> tuple[int, int]:
        """Return for how many characters the file agrees with the edition, before and behind."""
        known = self._same
        left = right = 0
        most = min(at, j, _REACH)
        while left < most and same[at - 1 - left] == known[j - 1 - left]:
            left += 1
        most = min(len(same) - 1 - at, len(known) - 1 - j, _REACH)
        while right < most and same[at + 1 + right] == known[j + 1 + right]:
            right += 1
        return left, right

    def _kept(self, text: str, at: int, j: int, left: int, right: int) -> bool:
        """Whether the kept text round ``j`` is what stands round ``at``: itself to the letter, and something beside it.

        What is beside it must agree on one side; where a page ends within it, one side must agree for both.
        """
        start, end, _ = self._row(j)
        first, last = j, j + 1
        while first > max(start, j - _RUN) and self._closed[first - 1]:
            first -= 1
        while last < min(end, j + _RUN) and self._closed[last]:
            last += 1
        before, behind = at - (j - first), at + last - j
        if text[at] != self._exact[j]:
            return False
        to_left = before >= 0 and text[before:at] == self._exact[first:j]
        to_right = text[at + 1 : behind] == self._exact[j + 1 : last]
        # What agrees beside the kept text; one cut short here goes on for certain.
        beside_left = left - (j - first) if first > j - _RUN else _NEAR
        beside_right = right - (last - 1 - j) if last < j + _RUN else _NEAR
        if not (to_left and to_right):
            return (to_left and beside_left >= _NEAR) or (to_right and beside_right >= _NEAR)
        if (first, last) == (start, end):
            return True
        # At the edge of its piece it may stand at the edge of the text, or beside the next piece.
        from_left = beside_left >= (min(_NEAR, first - start) or _NEAR) or (first == start and before == 0)
        from_right = beside_right >= (min(_NEAR, end - last) or _NEAR) or (last == end and behind == len(text))
        return from_left or from_right

    def _whole(self, j: int, score: int) -> bool:
        """Whether a stretch of ``score`` characters round ``j`` is no shorter than the piece that it is in."""
        start, end, _ = self._row(j)
        return score >= end - start

    def _row(self, j: int) -> tuple[int, int, Place | None]:
        number = bisect_right(self._starts, j) - 1
        row = self._rows[number]
        return self._starts[number], self._starts[number] + len(row.text), row.place

    # --- the edition, end to end ----------------------------------------------------------------------

    @cached_property
    def _rows(self) -> tuple[Row, ...]:
        divider = Row("\0", b"\0", None)
        rows: list[Row] = []
        for segment in segments(self.edition):
            rows += (*segment, divider)
        return tuple(rows)

    @cached_property
    def _starts(self) -> list[int]:
        starts, at = [], 0
        for row in self._rows:
            starts.append(at)
            at += len(row.text)
        return starts

    @cached_property
    def _exact(self) -> str:
        return "".join(row.text for row in self._rows)

    @cached_property
    def _same(self) -> str:
        return folded(self._exact)

    @cached_property
    def _closed(self) -> bytes:
        return b"".join(row.closed for row in self._rows)

    @cached_property
    def _blocks(self) -> dict[str, Place]:
        articles = self.edition.issue.articles
        blocks = [b for a in articles for b in (*a.blocks, *(block for note in a.notes for block in note.blocks))]
        return {block.id: block.place for block in descend(tuple(blocks)) if block.place.file}

    @cached_property
    def _parts(self) -> dict[str, Place]:
        issue = self.edition.issue
        places = {section.id: section.place for section in issue.sections} | {a.id: a.place for a in issue.articles}
        return {ident: place for ident, place in places.items() if place.file}
