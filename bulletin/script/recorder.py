"""Writes down, piece by piece, where a conversion had a choice (``ledger``)."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.metadata import version

from bulletin.findings import Place
from bulletin.kinds import Script
from bulletin.script import cuts
from bulletin.script.choices import forms, usual
from bulletin.script.engine import opinion
from bulletin.script.engine.spans import LAID_DOWN, By, Conversion
from bulletin.script.flat import outs
from bulletin.script.ledger import CONTEXT, KNOWN_BY, Choice, Doubt, Ledger, Source
from bulletin.script.rules import overlay, surnames
from bulletin.script.rules.surnames import Guess
from bulletin.terms import Answer, Term
from bulletin.units import HAN

DOUBTFUL = frozenset("干征系准咸钟困朴卷涂郁面愈志")
"""Characters whose usual form is too often wrong where no phrase decides."""


_CORNER, _CURLY = str.maketrans("“”‘’", "「」『』"), str.maketrans("「」『』", "“”‘’")


@dataclass(slots=True)
class Recorder:
    """The choices of one edition so far."""

    source: Script
    """The script of the piece at hand."""
    target: Script
    choices: list[Choice] = field(default_factory=list)
    characters: int = 0

    def record(
        self,
        place: Place,
        text: str,
        closed: Sequence[int],
        conversions: Sequence[Conversion],
        guesses: Iterable[Guess],
        line: Callable[[int], int] | None = None,
        under: Sequence[Conversion] = (),
    ) -> None:
        """Add the choices of one piece: its flat text, what of it is closed, what it became.

        ``guesses`` are surnames that the editor has to look at. ``line`` gives the line of the file that a
        character stands in; without it all stand in that of ``place``. ``under`` are the conversions before the house
        style, which takes no doubt away; empty: the same.
        """
        self.characters += sum(bool(HAN.match(char)) and not shut for char, shut in zip(text, closed, strict=True))
        # From one Traditional script to the other it would only put its own house forms in.
        between = self.source.traditional and self.target.traditional
        second = "" if between else opinion.convert(text, self.target) or ""
        cut = dict(cuts.elsewhere(text, under or conversions, cuts.words(self.source, self.target)))
        names = {guess.at: guess for guess in guesses}
        piece = _Piece(self, place, text, outs(conversions), second, names, cut, _by_place(under), line)
        for c in conversions:
            if c.by is not By.KEEP:
                self.choices += piece.choices(c)

    def ledger(
        self,
        edition: str,
        engines: tuple[str, ...],
        sources: tuple[Source, ...],
        terms: tuple[tuple[Term, int], ...] = (),
        answers: tuple[Answer, ...] = (),
    ) -> Ledger:
        """Return what was written down as a ledger; ``engines`` converted, if any did."""
        second = f"{opinion.PACKAGE} {version(opinion.PACKAGE)}"
        return Ledger(
            edition=edition,
            script=self.target,
            engines=(*engines, second) if engines else (),
            characters=self.characters,
            choices=tuple(self.choices),
            sources=sources,
            terms=terms,
            answers=answers,
        )


@dataclass(slots=True)
class _Piece:
    """One piece of text."""

    book: Recorder
    place: Place
    text: str
    each: list[str]
    """What each character became."""
    second: str
    """What the second engine made of the text; empty where it changed its length."""
    guesses: Mapping[int, Guess]
    cut: Mapping[int, str]
    """Words that cross those that were taken, by the place where they say otherwise."""
    under: Mapping[int, Conversion]
    """What stood at each place before the house style; empty where there is none."""
    line: Callable[[int], int] | None = None

    def choices(self, c: Conversion) -> Iterator[Choice]:
        """Yield the choices within one conversion."""
        if c.by in LAID_DOWN or len(c.out) != c.end - c.start:
            yield self._choice(c.start, c.end, c, "", ())
            return
        known = forms(self.book.source, self.book.target)
        for at in range(c.start, c.end):
            other = self._other(at, c)
            named = c.by is By.NAME and self.each[at] != self._alone(at)
            if self.text[at] in known or other or named:
                yield self._choice(at, at + 1, c, other, tuple(self._doubts(at, c, other)))

    def _other(self, at: int, c: Conversion) -> str:
        """Return what the second engine says where it differs in substance."""
        if not self.second or opinion.same(self.each[at], self.second[at]):
            return ""
        known = forms(self.book.source, self.book.target).get(self.text[at], ())
        if c.by is By.DICTIONARY and self.each[at] not in (self._alone(at), *known):
            return ""  # a regional word, not a form: it was asked for
        # Where it leaves a character that it has no rule for, it has no opinion.
        silent = self.second[at] == self.text[at] == opinion.alone(self.text[at], self.book.target)
        return "" if silent else self.second[at]

    def _alone(self, at: int) -> str:
        return usual(self.book.source, self.book.target, self.text[at])

    def _doubts(self, at: int, c: Conversion, other: str) -> Iterator[Doubt]:
        c = self.under.get(at, c)
        if c.by is By.NAME:
            return
        if other:
            yield Doubt.ENGINES
        if at in self.cut:
            yield Doubt.CUT
        guess = at in self.guesses and (c.by is By.GUESS or surnames.form(self.text[at]) != self.each[at])
        if guess or (c.why and overlay.line(c.why).guesses_a_name):
            yield Doubt.NAME
        if c.by is By.DEFAULT and self.text[at] in DOUBTFUL:
            yield Doubt.FAMILY

    def _printed(self, start: int, end: int) -> str:
        """Return what a stretch became; quotation marks, which are set later, by their glyph."""
        marks = _CORNER if self.book.target.traditional else _CURLY
        return "".join(self.each[start:end]).translate(marks)

    def _choice(self, start: int, end: int, c: Conversion, other: str, doubts: tuple[Doubt, ...]) -> Choice:
        text, out = self.text[start:end], "".join(self.each[start:end])
        listed = forms(self.book.source, self.book.target).get(text, ()) if end - start == 1 else ()
        plain = "".join(usual(self.book.source, self.book.target, char) for char in text)
        name = self.guesses[start].name if Doubt.NAME in doubts and start in self.guesses else ""
        found = (out, *listed, *(other if len(other) == 1 else ()), plain)
        return Choice(
            place=replace(self.place, line=self.line(start)) if self.line else self.place,
            source=self.book.source,
            before=self.text[max(0, start - CONTEXT) : start],
            text=text,
            after=self.text[end : end + CONTEXT],
            out_before=self._printed(max(0, start - CONTEXT), start),
            out=out,
            out_after=self._printed(end, end + CONTEXT),
            by=c.by,
            phrase=text if c.by is By.DEFAULT else self.text[c.start : c.end],
            name=name if len(name) > 1 else "",
            why=overlay.line(c.why).reason if c.why else "",
            alternatives=tuple(dict.fromkeys(form for form in found if len(form) == len(text))),
            second=other,
            cut=self.cut.get(start, ""),
            doubts=doubts,
        )


def _by_place(conversions: Sequence[Conversion]) -> dict[int, Conversion]:
    return {at: c for c in conversions for at in range(c.start, c.end)}


def located(text: str, answers: Iterable[Answer]) -> Iterator[tuple[int, Answer]]:
    """Yield where in ``text``, a whole piece, each answer holds; one known by few characters needs the piece's edge."""
    for answer in answers:
        key = answer.before + answer.text + answer.after
        at = text.find(key)
        while at >= 0:
            end = at + len(key)
            edges = (at == 0 or len(answer.before) >= KNOWN_BY) and (end == len(text) or len(answer.after) >= KNOWN_BY)
            if edges:
                yield at + len(answer.before), answer
            at = text.find(key, at + 1)
