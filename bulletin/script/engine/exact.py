"""The engine ``exact``: OpenCC's own algorithm (see ``tables``), giving places.

Proved against OpenCC 1.4.2 by ``make check-script``, and against its published test cases in every run.
"""

from collections.abc import Sequence
from functools import cached_property

from bulletin.kinds import EngineName
from bulletin.script.engine import tables
from bulletin.script.engine.spans import By, Conversion, composed, joined
from bulletin.script.engine.tables import Step, Tables

NAME = EngineName.EXACT


class ExactEngine:
    """One configuration of OpenCC, or several one after another (``("tw2t", "t2hk")``)."""

    def __init__(self, *configurations: str, tofu: bool = False) -> None:
        self.name = f"{NAME} {'+'.join(configurations)}"
        self._parts = [_Part(tables.load(configuration, tofu)) for configuration in configurations]

    def spans(self, text: str) -> Sequence[Conversion]:
        """Return conversions that cover ``text``; phrases one by one, what lies between in stretches."""
        done = self._parts[0].spans(text)
        for part in self._parts[1:]:
            done = composed(done, part.spans(joined(done)))
        return done

    def convert(self, text: str) -> str:
        """Return ``text`` converted."""
        return joined(self.spans(text))


class _Scanner:
    """One step over one text."""

    def __init__(self, step: Step) -> None:
        self.phrases, self.heads, self.singles = step
        self.table = {ord(key): value for key, value in self.singles.items()}
        self.uneven = {key for key, value in self.singles.items() if len(value) != 1}
        """Single characters that become none, or several."""

    def scan(self, text: str, out: list[Conversion], offset: int = 0) -> None:
        """Add the conversions of ``text``, whose first character stands at ``offset``, to ``out``."""
        get, phrases, add = self.heads.get, self.phrases, out.append
        at = begun = 0
        last = len(text) - 1
        new = tuple.__new__
        by = By.DICTIONARY
        while at < last:
            for length in get(text[at : at + 2], ()):
                result = phrases.get(text[at : at + length])
                # A slice that the text's end cut short may be another phrase: its own length finds it.
                if result is not None and at + length <= last + 1:
                    if begun < at:
                        self.between(text[begun:at], out, offset + begun)
                    begun = at + length
                    add(new(Conversion, (offset + at, offset + begun, result, by, 0)))
                    at = begun - 1
                    break
            at += 1
        if begun <= last:
            self.between(text[begun:], out, offset + begun)

    def between(self, text: str, out: list[Conversion], offset: int) -> None:
        """Add what single characters become."""
        if self.uneven and not self.uneven.isdisjoint(text):
            for at, char in enumerate(text, offset):
                out.append(Conversion(at, at + 1, self.singles.get(char, char)))
            return
        out.append(tuple.__new__(Conversion, (offset, offset + len(text), text.translate(self.table), By.DEFAULT, 0)))


class _Cutter(_Scanner):
    """The segments of a configuration; what lies between them goes through the steps."""

    def __init__(self, segments: Step, steps: Sequence[_Scanner]) -> None:
        super().__init__(segments)
        self.steps = steps
        first, *later = steps
        self.known = segments.phrases.keys() >= first.phrases.keys()
        """Whether no phrase of the first step is left between segments."""
        self.later = [head for step in later for head in step.heads]

    @cached_property
    def plain(self) -> dict[int, str] | None:
        """All steps at once for single characters; None where one becomes several."""
        chars = {char for step in self.steps for char in step.singles}
        made: dict[int, str] = {}
        for char in chars:
            text = char
            for step in self.steps:
                text = text.translate(step.table)
            if len(text) != 1:
                return None
            made[ord(char)] = text
        return made

    @cached_property
    def heads_later(self) -> frozenset[str]:
        """First two characters of the phrases of later steps."""
        return frozenset(self.later)

    def between(self, text: str, out: list[Conversion], offset: int) -> None:
        """Add what all steps make of a stretch between segments; a single segment may stand in it."""
        if self.singles and not self.singles.keys().isdisjoint(text):
            begun = 0
            for at, char in enumerate(text):
                if char in self.singles:
                    self._through(text[begun:at], out, offset + begun)
                    out.append(Conversion(offset + at, offset + at + 1, self.singles[char]))
                    begun = at + 1
            self._through(text[begun:], out, offset + begun)
        else:
            self._through(text, out, offset)

    def _through(self, text: str, out: list[Conversion], offset: int) -> None:
        if not text:
            return
        if self.known and self.plain is not None:
            first = text.translate(self.steps[0].table)
            heads = self.heads_later
            if not any(first[at : at + 2] in heads for at in range(len(first) - 1)):
                made = (offset, offset + len(text), text.translate(self.plain), By.DEFAULT, 0)
                out.append(tuple.__new__(Conversion, made))
                return
        done: list[Conversion] = []
        self.steps[0].scan(text, done)
        for step in self.steps[1:]:
            next_: list[Conversion] = []
            step.scan(joined(done), next_)
            done = composed(done, next_)
        out += [c._replace(start=c.start + offset, end=c.end + offset) for c in done]


class _Part:
    """One configuration."""

    def __init__(self, found: Tables) -> None:
        self.normal = {ord(key): value for key, value in found.normal.items()}
        self.steps = [_Scanner(step) for step in found.steps]
        cuts = bool(found.segments.phrases or found.segments.singles)
        self.cutter = _Cutter(found.segments, self.steps) if cuts else None

    def spans(self, text: str) -> list[Conversion]:
        text = text.translate(self.normal)
        done: list[Conversion] = []
        if self.cutter:
            self.cutter.scan(text, done)
            return done
        self.steps[0].scan(text, done)
        for step in self.steps[1:]:
            following: list[Conversion] = []
            step.scan(joined(done), following)
            done = composed(done, following)
        return done
