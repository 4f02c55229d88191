"""The editor's glossary over a text: the longest term first, its result final."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bulletin.kinds import Script
from bulletin.terms import Term

_NEAR = 6


class Match(NamedTuple):
    """One place where a term stands."""

    start: int
    end: int
    out: str
    term: Term


@dataclass(slots=True)
class Glossary:
    """The terms that say something for one script, and what became of them."""

    terms: tuple[Term, ...]
    target: Script
    used: Counter[Term] = field(default_factory=Counter)
    met: dict[Term, str] = field(default_factory=dict)
    """Where each term stands first, applied or not: a few characters of the text, round it."""
    overlaps: dict[tuple[Term, Term], None] = field(default_factory=dict)
    """Pairs of terms that claimed the same characters: the one that was taken, the one that was not."""

    @classmethod
    def of(cls, terms: Iterable[Term], target: Script) -> "Glossary":
        """Return the glossary for ``target``; of two lines for one term the earlier counts."""
        chosen: dict[str, Term] = {}
        for term in terms:
            if target in term.forms:
                chosen.setdefault(term.term, term)
        return cls(tuple(sorted(chosen.values(), key=lambda t: (-len(t.term), t.term))), target)

    def find(self, text: str, closed: Sequence[int]) -> list[Match]:
        """Return what applies in ``text``, in order, but for closed characters; overlaps are noted."""
        owner: dict[int, Term] = {}
        found: list[Match] = []
        for start, end, term in sorted(self._everywhere(text), key=lambda m: (m[0] - m[1], m[0])):
            self.met.setdefault(term, text[max(0, start - _NEAR) : end + _NEAR])
            rivals = dict.fromkeys(owner[at] for at in range(start, end) if at in owner)
            if not rivals and not any(closed[start:end]):
                found.append(Match(start, end, term.forms[self.target], term))
                owner.update(dict.fromkeys(range(start, end), term))
            for rival in rivals:
                # A term inside a longer one is what longest-first is for; crossing ones are the editor's affair.
                if term.term not in rival.term:
                    self.overlaps[rival, term] = None
        return sorted(found)

    def _everywhere(self, text: str) -> Iterator[tuple[int, int, Term]]:
        for term in self.terms:
            start = text.find(term.term)
            while start >= 0:
                yield start, start + len(term.term), term
                start = text.find(term.term, start + 1)
