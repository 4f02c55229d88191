"""One direction of conversion: what is kept, the editor's answers and glossary, names, our corrections, the engine, the
house forms — in this order."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from itertools import groupby
from types import MappingProxyType

from bulletin.kinds import EngineName, Script
from bulletin.script.engine import tables
from bulletin.script.engine.engines import DEFAULT, engine
from bulletin.script.engine.spans import LAID_DOWN, By, Conversion, Engine
from bulletin.script.engine.tables import Step
from bulletin.script.flat import keep_pattern, outs
from bulletin.script.rules import surnames
from bulletin.script.rules.glossary import Glossary
from bulletin.script.rules.overlay import Corrections, Hit, Stage, corrections
from bulletin.terms import Answer
from bulletin.units import HAN_RANGES

_AFTER_NAMES = f"(?<![{HAN_RANGES}])|(?<=[者员长师生手匠人友和与及跟叫姓是])"
_EVERYDAY = "于后党干台云种"
"""Surnames that are everyday words as well: such a name is one only behind an office or a mark."""


@dataclass(frozen=True)
class Converter:
    """Converts from one script to another; ``engine`` may be any that keeps the protocol."""

    source: Script
    target: Script
    engine: Engine
    before: Corrections
    single: Corrections
    after: Corrections
    terms: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Names, each with what it becomes: they win over corrections and dictionaries."""
    guessing: bool = True
    """Whether surnames are looked for where nobody said that there is a name."""
    guessed: frozenset[str] = frozenset()
    """Names of persons that were guessed at elsewhere in the issue: they are names wherever they stand."""
    glossary: Glossary | None = None
    house: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """House style: what is printed instead of a form that all else would print."""

    def spans(
        self,
        text: str,
        closed: Sequence[int] = b"",
        marked: Iterable[tuple[int, int]] = (),
        answers: Iterable[tuple[int, Answer]] = (),
    ) -> tuple[Conversion, ...]:
        """Return conversions that cover ``text`` in order.

        ``closed[i]`` is true where character ``i`` is kept: no phrase crosses it, while the corrections'
        contexts still see it. Empty: nothing is kept. ``marked`` are stretches that the editor marked as a
        proper name; ``answers`` are the editor's, each with where it stands: they are laid over the result, so that
        nothing beside them changes.
        """
        return tuple(self._styled(self.unstyled(text, closed, marked, answers)))

    def unstyled(
        self,
        text: str,
        closed: Sequence[int] = b"",
        marked: Iterable[tuple[int, int]] = (),
        answers: Iterable[tuple[int, Answer]] = (),
    ) -> list[Conversion]:
        """Return what ``spans`` returns, before the house style."""
        given = [(at, a) for at, a in answers if not any(closed[at : at + len(a.text)])]
        done = self._done(text, closed, marked, ())
        # A phrase that changes its length has no place for a single character: an answer in it cuts it.
        uneven = [c for c in done if len(c.out) != c.end - c.start]
        cutting = [(at, a) for at, a in given if any(c.start < at + len(a.text) and at < c.end for c in uneven)]
        if cutting:
            done = self._done(text, closed, marked, cutting)
        new: dict[int, tuple[str, int]] = {}
        for at, answer in given:
            places = range(at, at + len(answer.text))
            if not any(place in new for place in places):
                new.update(zip(places, ((char, 0) for char in answer.out), strict=True))
        return list(_over(done, new, By.ANSWER)) if new else done

    def _done(
        self,
        text: str,
        closed: Sequence[int],
        marked: Iterable[tuple[int, int]],
        answers: Iterable[tuple[int, Answer]],
    ) -> list[Conversion]:
        """Return conversions without house style; ``answers`` stand apart from all that is round them."""
        shut = bytearray(closed or bytes(len(text)))
        fixed: list[Conversion] = []

        def fix(start: int, end: int, out: str, by: By, why: int = 0) -> None:
            if not any(shut[start:end]):
                shut[start:end] = b"\1" * (end - start)
                fixed.append(Conversion(start, end, out, by, why))

        for start, answer in answers:
            fix(start, start + len(answer.text), answer.out, By.ANSWER)
        for match in self.glossary.find(text, shut) if self.glossary else ():
            fix(match.start, match.end, match.out, By.GLOSSARY)
        for start, end in marked:
            fix(start, start + 1, self.proper(text[start:end])[:1], By.NAME)
        for found in self._terms.finditer(text) if self._terms else ():
            fix(found.start(), found.end(), self.terms[found.group()], By.NAME)
        for guess in self.guesses(text, shut):
            if guess.sure:
                fix(guess.at, guess.at + 1, surnames.form(text[guess.at]), By.GUESS)
        for hit in self.before.find(text, shut):
            fix(hit.start, hit.end, hit.correction.result, By.OVERLAY, hit.correction.line)
        fixed.sort(key=lambda c: c.start)
        out: list[Conversion] = []
        at = 0
        for c in (*fixed, Conversion(len(text), len(text), "")):
            out += self._between(text, at, c.start, shut)
            if c.start < c.end:
                out.append(c)
            at = c.end
        return list(self._housed(self._singled(text, out)))

    def convert(self, text: str) -> str:
        """Return ``text`` converted."""
        return "".join(c.out for c in self.spans(text))

    def person(self, name: str) -> str:
        """Return a person's name converted: its first character is a surname."""
        if self.names_guessed and surnames.form(name[:1]):
            surname = Answer(self.target, "", "", name[0], "", surnames.form(name[0]))
            done = replace(self, glossary=None)._done(name, b"", (), ((0, surname),))
            return "".join(c.out for c in self._styled(done))
        return replace(self, glossary=None).convert(name)

    @property
    def names_guessed(self) -> bool:
        """Whether surnames are looked for: from Simplified alone, where they are hidden."""
        return self.target.traditional and not self.source.traditional

    def guesses(self, text: str, closed: Sequence[int]) -> Iterator[surnames.Guess]:
        """Yield where in ``text`` surnames stand or may stand; what was guessed elsewhere is sure."""
        if self.names_guessed and self.guessing:
            yield from surnames.find(text, surname_words(), closed, self.guessed)

    def proper(self, name: str) -> str:
        """Return a proper name converted: a person's, unless the dictionaries know it (沈阳, 岳阳)."""
        known = any(c.start == 0 and c.by is By.DICTIONARY for c in self.engine.spans(name))
        return replace(self, glossary=None).convert(name) if known else self.person(name)

    def asked(self, text: str, closed: Sequence[int]) -> list[surnames.Guess]:
        """Return the guesses that the editor has to look at: all but those without which the same would be printed."""
        guesses = list(self.guesses(text, closed))
        if not any(guess.sure for guess in guesses):
            return guesses
        blind = outs(self._blind.unstyled(text, closed))
        return [guess for guess in guesses if not (guess.sure and blind[guess.at] == surnames.form(text[guess.at]))]

    @cached_property
    def _blind(self) -> "Converter":
        return replace(self, guessing=False)

    @cached_property
    def _terms(self) -> re.Pattern[str] | None:
        if not self.terms:
            return None
        return re.compile(
            "|".join(
                f"(?:{_AFTER_NAMES}){re.escape(name)}" if len(name) < 3 or name[0] in _EVERYDAY else re.escape(name)
                for name in sorted(self.terms, key=lambda n: (-len(n), n))
            )
        )

    def _between(self, text: str, start: int, end: int, shut: Sequence[int]) -> Iterator[Conversion]:
        """Convert a stretch without names and corrections; what is kept cuts it."""
        at = start
        while at < end:
            stop = at + 1
            while stop < end and bool(shut[stop]) == bool(shut[at]):
                stop += 1
            if shut[at]:
                yield Conversion(at, stop, text[at:stop], By.KEEP)
            else:
                for c in self.engine.spans(text[at:stop]):
                    yield Conversion(at + c.start, at + c.end, c.out, c.by)
            at = stop

    def _singled(self, text: str, done: list[Conversion]) -> Iterable[Conversion]:
        """Correct single characters where the engine knew no phrase."""
        closed = bytearray(b"\1" * len(text))
        for c in done:
            if c.by is By.DEFAULT and len(c.out) == c.end - c.start:
                closed[c.start : c.end] = bytes(c.end - c.start)
        hits = self.single.find(text, closed)
        return _over(done, _written(hits), By.OVERLAY) if hits else done

    def _housed(self, done: Iterable[Conversion]) -> Iterable[Conversion]:
        """Put the house forms into what the engine gave."""
        done = list(done)
        closed = bytearray()
        places: list[int] = []
        for c in done:
            places.append(len(closed))
            closed += (b"\0" if c.by in (By.DEFAULT, By.DICTIONARY) else b"\1") * len(c.out)
        return _laid(done, _written(self.after.find("".join(c.out for c in done), closed)), places, By.OVERLAY)

    @cached_property
    def _forms(self) -> re.Pattern[str] | None:
        return keep_pattern(self.house)

    def _styled(self, done: list[Conversion]) -> Iterable[Conversion]:
        """Put the house style in, over everything but what the editor himself gave."""
        if not self._forms:
            return done
        closed = bytearray()
        places: list[int] = []
        for c in done:
            places.append(len(closed))
            closed += (b"\1" if c.by in (*LAID_DOWN, By.KEEP) else b"\0") * len(c.out)
        new: dict[int, tuple[str, int]] = {}
        for found in self._forms.finditer("".join(c.out for c in done)):
            if not any(closed[found.start() : found.end()]):
                new.update((found.start() + i, (char, 0)) for i, char in enumerate(self.house[found.group()]))
        return _laid(done, new, places, By.HOUSE)


def _written(hits: Iterable[Hit]) -> dict[int, tuple[str, int]]:
    """Return what corrections, which keep lengths, write: place -> character and line of the overlay."""
    return {hit.start + i: (char, hit.correction.line) for hit in hits for i, char in enumerate(hit.correction.result)}


def _over(done: list[Conversion], new: Mapping[int, tuple[str, int]], by: By) -> Iterator[Conversion]:
    """Write single characters over conversions by their place in the source; uneven conversions stay as they are."""
    places: list[int] = []
    moved: dict[int, tuple[str, int]] = {}
    place = 0
    for c in done:
        places.append(place)
        if len(c.out) == c.end - c.start:
            moved.update((place + at - c.start, new[at]) for at in range(c.start, c.end) if at in new)
        place += len(c.out)
    return _laid(done, moved, places, by)


def _laid(
    done: list[Conversion], new: Mapping[int, tuple[str, int]], places: Iterable[int], by: By
) -> Iterator[Conversion]:
    """Write single characters over conversions: place of the result -> character and line of the overlay.

    A conversion that keeps its length is cut where something is written over it. What is written over but stays the
    same keeps its own reason.
    """
    for c, place in zip(done, places, strict=True):
        changes = [new.get(place + i) for i in range(len(c.out))] if new else []
        if not any(changes):
            yield c
            continue
        chars = [change[0] if change else char for change, char in zip(changes, c.out, strict=True)]
        if len(chars) != c.end - c.start:
            yield Conversion(c.start, c.end, "".join(chars), by, next(change[1] for change in changes if change))
            continue
        lines = [change[1] if change else -1 for change in changes]
        for line, group in groupby(range(len(chars)), key=lines.__getitem__):
            part = list(group)
            start, end, out = c.start + part[0], c.start + part[-1] + 1, "".join(chars[part[0] : part[-1] + 1])
            yield Conversion(start, end, out, *((c.by, c.why) if line < 0 else (by, line)))


@cache
def converter(source: Script, target: Script, vocabulary: bool = False, name: EngineName = DEFAULT) -> Converter | None:
    """Return the converter between two scripts with the engine ``name``; None where they are the same.

    Raises:
        ScriptError: dictionaries or overlay are not as they must be.
    """
    found = engine(source, target, vocabulary, name)
    if found is None:
        return None
    before, single, after = (corrections(source, target, stage) for stage in Stage)
    return Converter(source, target, found, before, single, after)


@cache
def surname_words() -> Step:
    """Return the phrases that tell a surname from a word."""
    return tables.load("s2tw").segments
