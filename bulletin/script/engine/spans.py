"""What every engine gives: a text cut into stretches, each with what it becomes and what decided that."""

from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple, Protocol


class By(StrEnum):
    """What decided a conversion."""

    DEFAULT = "default"
    """Nothing but the table of single characters, or nothing at all."""
    DICTIONARY = "dictionary"
    """A phrase of the engine's dictionaries."""
    OVERLAY = "overlay"
    """A line of our own corrections."""
    HOUSE = "house"
    """The house style that the settings give."""
    NAME = "name"
    """A name that the issue itself gives."""
    GUESS = "guess"
    """A word taken for a surname by what stands round it (``surnames``)."""
    GLOSSARY = "glossary"
    """A line of the editor's glossary."""
    ANSWER = "answer"
    """What the editor chose at this place."""
    KEEP = "keep"
    """The editor, or the kind of text: never converted."""


LAID_DOWN = (By.GLOSSARY, By.ANSWER)
"""What the editor decided as a whole: nothing is put over it, and it is never a leak."""


class Conversion(NamedTuple):
    """One stretch of a text and what it becomes."""

    start: int
    end: int
    out: str
    by: By = By.DEFAULT
    why: int = 0
    """The line of the overlay that decided it; 0 where none did."""


class Engine(Protocol):
    """A converter from one script to one other."""

    @property
    def name(self) -> str:
        """Name of the engine and its configuration, such as ``exact s2tw``."""

    def spans(self, text: str) -> Sequence[Conversion]:
        """Return conversions that cover ``text`` in order, without a gap; offsets are in characters."""


def joined(conversions: Sequence[Conversion]) -> str:
    """Return the text that ``conversions`` make."""
    return "".join([c.out for c in conversions])


def composed(first: Sequence[Conversion], second: Sequence[Conversion]) -> list[Conversion]:
    """Return the conversions from the source of ``first`` to the result of ``second``.

    Both meet in the text between. It is cut at the edges of either's conversions, save where an edge of one
    falls inside a conversion of the other that changes length: there the two become one.
    """
    before: dict[int, int] = {0: 0}
    after: dict[int, int] = {0: 0}
    phrases: list[tuple[int, int]] = []
    edges = {0}
    middle = result = 0
    for c in first:
        end = middle + len(c.out)
        if len(c.out) == c.end - c.start:
            before.update(zip(range(middle, end), range(c.start, c.end), strict=True))
        before[end] = c.end
        edges.add(end)
        if c.by is By.DICTIONARY:
            phrases.append((middle, end))
        middle = end
    for c in second:
        if len(c.out) == c.end - c.start:
            after.update(zip(range(c.start, c.end), range(result, result + len(c.out)), strict=True))
        result += len(c.out)
        after[c.end] = result
        if c.by is By.DICTIONARY:
            edges |= {c.start, c.end}
            phrases.append((c.start, c.end))
    final = joined(second)
    marks = bytearray(middle)
    for start, end in phrases:
        marks[start:end] = b"\1" * (end - start)
    cuts = sorted(edge for edge in edges if edge in before and edge in after)
    return [
        Conversion(
            before[a],
            before[b],
            final[after[a] : after[b]],
            By.DICTIONARY if marks.find(1, a, b) >= 0 else By.DEFAULT,
        )
        for a, b in pairwise(cuts)
    ]
