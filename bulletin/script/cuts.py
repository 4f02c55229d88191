"""Where the dictionary could have cut a text elsewhere: 这里|面包|括 for 这|里面|包括.

An engine takes the longest word that begins at each place, from left to right. Where another word of the same
dictionary crosses the edge of the one that was taken, and would make something else of a character that both hold,
only the sense can tell which is meant.
"""

from collections.abc import Iterator, Sequence

from bulletin.kinds import Script
from bulletin.script.engine import opinion, tables
from bulletin.script.engine.engines import chain
from bulletin.script.engine.spans import By, Conversion
from bulletin.script.engine.tables import Step

_LONGEST = 8
"""Longer words are never taken by mistake."""


def words(source: Script, target: Script) -> Step:
    """Return the words that cut a text from ``source`` to ``target``, each with what becomes of it."""
    found = tables.load(chain(source, target)[0])
    return found.segments if found.segments.phrases else found.steps[0]


def elsewhere(text: str, conversions: Sequence[Conversion], known: Step) -> Iterator[tuple[int, str]]:
    """Yield every place where a crossing word says otherwise than the word that was taken, with that word."""
    for c in conversions:
        if c.by is not By.DICTIONARY or not 1 < c.end - c.start == len(c.out):
            continue
        for at in range(c.start, c.end):
            for word, start in _over(text, at, known):
                left, right = start < c.start, start + len(word) > c.end
                other = known.phrases[word][at - start : at - start + 1]
                if left is not right and not opinion.same(c.out[at - c.start], other):
                    yield at, word
                    break


def _over(text: str, at: int, known: Step) -> Iterator[tuple[str, int]]:
    """Yield the words that hold the character at ``at``, with where they begin."""
    for start in range(max(0, at - _LONGEST), at + 1):
        for length in known.heads.get(text[start : start + 2], ()):
            word = text[start : start + length]
            if start + length > at and len(word) == length == len(known.phrases.get(word, "")):
                yield word, start
