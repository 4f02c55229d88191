"""An issue in the script of an edition: every text of it converted whole, kept terms left, quotes set, all checked."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from importlib.metadata import version
from itertools import zip_longest
from operator import or_
from typing import NamedTuple

from bulletin.findings import Finding, Place, finding
from bulletin.model import (
    Article,
    EditionPlan,
    Inlines,
    Issue,
    Publication,
    Script,
    Section,
    Span,
    SpanKind,
    Text,
)
from bulletin.readers.variants import from_line, unmarked
from bulletin.script import colophon, laid_down
from bulletin.script.characters import contradiction, detect, foreign
from bulletin.script.converter import Converter, converter
from bulletin.script.engine import dictionaries, opinion, reimplemented
from bulletin.script.engine.spans import LAID_DOWN, By, Conversion
from bulletin.script.flat import Flat, flatten, keep_pattern, outs, refill
from bulletin.script.ledger import KNOWN_BY, Ledger, Source
from bulletin.script.names import guessed, harvest
from bulletin.script.pieces import Piece, gather, scatter
from bulletin.script.plain import convert_text
from bulletin.script.recorder import Recorder, located
from bulletin.script.rules import overlay, surnames
from bulletin.script.rules.glossary import Glossary
from bulletin.script.streams import set_quotes
from bulletin.script.variants import chosen, read_out, reading_lines, resolved
from bulletin.terms import Answer, Term
from bulletin.units import HAN, squeeze, word_count
from bulletin.walk import plain

__all__ = ["convert_issue", "convert_text", "detect", "engine_versions"]

_NAMED = 12
"""So many characters a finding names at most."""


Grown = Mapping[tuple[Place, str], Sequence[tuple[int, ...]]]
"""By how many words the editor's own forms are longer or shorter than what they stand for, line by line of each piece
that they change so. A piece is known by its place and its text as it was read, without white space: the cells of a
table, all at one place, may say the same."""


class Converted(NamedTuple):
    """What conversion gives."""

    issue: Issue
    findings: tuple[Finding, ...]
    """What the editor has to know."""
    ledger: Ledger
    """Every choice, with what decided it."""
    grown: Grown
    """How much longer the editor's own forms made each piece."""


def convert_issue(issue: Issue, plan: EditionPlan) -> Converted:
    """Return ``issue`` in the script of ``plan``, with what was found and the ledger of all choices.

    Every article converts from its own script; one that is in the target script already is left byte for
    byte. An article that is clearly not in the script it declares converts from the one it is in (T-004). In
    an edition that is not in the issue's own script, and in every article converted, characters that only
    the other script has are errors (T-001).

    Raises:
        ScriptError: dictionaries or overlay are not as they must be.
    """
    work = _Work(issue, plan)
    sections = tuple(work.section(section) for section in issue.sections)
    publication = work.publication()
    converted = replace(
        issue,
        publication=publication,
        sections=sections,
        script=plan.script,
        title=work.text(issue.title, issue.script, Place("issue.yaml")),
        editor=work.text(issue.editor, issue.script, Place("issue.yaml")),
        imprint=colophon.converted(issue, plan, work.text, work.standing),
        glossary=(*issue.glossary, *work.kept.values()),
        answers=tuple(work.printed),
    )
    ledger = work.ledger()
    return Converted(converted, tuple(work.findings), ledger, work.grown)


def engine_versions(engines: Iterable[str]) -> dict[str, str]:
    """Return the versions and hashes of all that decides a conversion, for the build manifest.

    ``engines`` are the names of those that the editions ask for.
    """
    return {
        "conversion engine": ", ".join(sorted(set(engines))),
        "conversion overlay": overlay.version(),
        "conversion surnames": surnames.version(),
        **dictionaries.versions(),
        **{name: version(name) for name in (reimplemented.NAME, opinion.PACKAGE)},
    }


class _Work:
    """One issue on its way to one edition."""

    def __init__(self, issue: Issue, plan: EditionPlan) -> None:
        self.issue, self.plan, self.target = issue, plan, plan.script
        self.findings: list[Finding] = []
        self.glossary = Glossary.of(issue.glossary, plan.script)
        self.own = [answer for answer in issue.answers if answer.script is plan.script]
        self.answers = [*self.own, *laid_down.lent(issue, plan.script, plan.house)]
        self.answered: set[Answer] = set()
        self.printed: list[Answer] = []
        """The answers that keep a character of the other script, with what is printed round them."""
        self.sources: list[Source] = []
        self.grown: dict[tuple[Place, str], list[tuple[int, ...]]] = {}
        self.kept: dict[str, Term] = {}
        """What a line of front matter marks as kept or writes out: its marks are gone from the edition."""
        self._converters: dict[Script, Converter | None] = {plan.script: None}
        self.book = Recorder(plan.script, plan.script)

    def converter(self, source: Script) -> Converter | None:
        """Return the converter from ``source``, which knows the issue's own names; None for the target itself."""
        if source not in self._converters:
            found = converter(source, self.target, self.plan.vocabulary, self.plan.engine)
            if found:
                articles = [a for a in self.issue.articles if a.script is source]
                names = harvest(articles, self.issue.editor if self.issue.script is source else "")
                texts = (flatten(p.inlines, keep_pattern(a.keep)) for a in articles for p in gather(a))
                known = frozenset(name for name in guessed(texts, found) if not laid_down.denied(name, self.answers))
                found = replace(found, guessed=known, house=self.plan.house)
                found = replace(found, terms=names.terms(found), glossary=self.glossary)
            self._converters[source] = found
        return self._converters[source]

    def ledger(self) -> Ledger:
        """Return what was written down; answers and terms that met nothing become findings."""
        engines = tuple(found.engine.name for found in self._converters.values() if found)
        if engines:
            files = {"issue.yaml", "publication.yaml", *(article.name for article in self.issue.articles)}
            self.findings += laid_down.stale((a for a in self.own if a not in self.answered), files)
            self.findings += laid_down.judged(self.glossary)
        terms = tuple((term, self.glossary.used[term]) for term in self.glossary.terms)
        return self.book.ledger(self.plan.key, engines, tuple(self.sources), terms, self.issue.answers)

    def publication(self) -> Publication:
        """Return the publication's own words; its settings may be in another script than this issue."""
        old = self.issue.publication
        fields = ("title", "publisher", "motto", "contact", "price", "printer", "permit")
        own = self.standing("".join(getattr(old, name) for name in fields))
        home = Place("publication.yaml")
        # The masthead may be an edition's own: it is not held against the source.
        grown, self.grown = self.grown, {}
        title = self.text(old.title, own, home)
        self.grown = grown
        new = {"title": title} | {name: self.text(getattr(old, name), own, home) for name in fields[1:]}
        if self.plan.title:
            new["title"] = self.plan.title
            self._leftovers(self.plan.title, self.plan.place)
        return replace(old, **new)

    def standing(self, text: str) -> Script:
        """Return the script of ``text`` from publication.yaml: the issue's, unless it is clearly another."""
        shown, own = detect(text), self.issue.script
        return shown if shown and shown.traditional is not own.traditional else own

    def section(self, section: Section) -> Section:
        """Return a section and its articles."""
        return replace(
            section,
            title=self.text(section.title, self.issue.script, section.place),
            articles=tuple(self.article(article) for article in section.articles),
        )

    def text(self, text: str, source: Script, place: Place) -> str:
        """Return one text of the publication or issue."""
        found = self.converter(source)
        pieces = self._resolved([Piece(from_line(text, self.issue.script), place, 0, front=True)])
        (new,) = self._pieces(pieces, found, source, ()) if found and text else map(self._finished, pieces)
        return plain(new)

    def article(self, article: Article) -> Article:
        """Return an article in the target script."""
        pieces = self._resolved(gather(article))
        keep = keep_pattern(article.keep)
        texts = [flatten(piece.inlines, keep).open_text for piece in pieces]
        written = contradiction(texts, article.script)
        strange = foreign("".join(texts), article.script)[:_NAMED]
        if written:
            place = article.places.get("script", article.place)
            values = {"declared": article.script, "found": written, "chars": " ".join(strange)}
            self.findings.append(finding("T-004", place, **values))
        source = written or article.script
        found = self.converter(source) if source is not self.target else None
        title = unmarked(article.headline.text, article.script)
        self.sources.append(Source(article.name, title, article.script, source, found is not None, strange))
        for piece, text in zip(pieces, texts, strict=True):
            self._strange(piece.place, text, article.script, found is not None, told=written is not None)
        if not found and self.target is not self.issue.script:
            self._own_marks(pieces, texts)
        if found:
            article = scatter(article, iter(self._pieces(pieces, found, source, article.keep)))
        else:
            article = scatter(article, map(self._finished, pieces))
        return replace(article, script=self.target)

    def _own_marks(self, pieces: Sequence[Piece], texts: Sequence[str]) -> None:
        """Tell, once an article, of quotation marks that stay as written beside those of the other articles."""
        marks = "“”" if self.target.traditional else "「」『』"
        kept = [(piece.place, text) for piece, text in zip(pieces, texts, strict=True) if HAN.search(text)]
        count = sum(text.count(mark) for _, text in kept for mark in marks)
        if count:
            place = next(place for place, text in kept if any(mark in text for mark in marks))
            self.findings.append(finding("T-011", place, count=count, marks=marks, script=self.target))

    def _strange(self, place: Place, text: str, declared: Script, converted: bool, told: bool) -> None:
        """Tell of characters that the text's own script does not have, once."""
        if not converted and self.target is not self.issue.script:
            self._leftovers(text, place)
            return
        left = foreign(text, self.target) if converted else ""
        chars = "".join(char for char in foreign(text, declared) if char not in left)[:_NAMED]
        if chars and not told:
            self.findings.append(finding("T-009", place, script=declared, chars=" ".join(chars)))

    def _pieces(self, pieces: Sequence[Piece], conv: Converter, source: Script, kept: tuple[str, ...]) -> list[Inlines]:
        """Convert pieces, set their quotes, look for leftovers."""
        keep = keep_pattern(kept)
        self.book.source = source
        done: list[Inlines] = []
        shut: list[bytes] = []
        more: list[list[int]] = []
        for piece in pieces:
            flat = flatten(piece.inlines, keep)
            spans = self._spans(piece.place, flat, conv)
            added = [0] * (flat.text.count("\n") + 1)
            self._add(added, flat, spans)
            lines = iter(reading_lines(piece.inlines))

            def read(text: str, piece: Piece = piece, added: list[int] = added, lines: Iterator[int] = lines) -> str:
                reading = flatten((Text(text),), keep)
                became = self._spans(piece.place, reading, conv)
                self._add(added, reading, became, next(lines))
                return "".join(c.out for c in became)

            done.append(read_out(refill(piece.inlines, outs(spans)), read))
            shut.append(b"".join((b"\1" if c.by in LAID_DOWN else b"\0") * len(c.out) for c in spans))
            more.append(added)
        flats = [flatten(inlines, keep) for inlines in done]
        texts = [flat.text for flat in flats]
        closed = [bytes(map(or_, flat.closed, own)) for flat, own in zip(flats, shut, strict=True)]
        self.findings += set_quotes(pieces, texts, closed, self.target)
        for piece, flat, own in zip(pieces, flats, closed, strict=True):
            self._leftovers("".join(char for char, no in zip(flat.text, own, strict=True) if not no), piece.place)
        filled = zip(pieces, done, texts, more, strict=True)
        return [self._finished(replace(piece, inlines=refill(i, text)), added) for piece, i, text, added in filled]

    def _spans(self, place: Place, flat: Flat, conv: Converter) -> tuple[Conversion, ...]:
        """Convert one text and write its choices down."""
        answers = [answer for answer in self.answers if answer.file == place.file]
        there = list(located(flat.text, answers)) if answers else []
        spans = conv.spans(flat.text, flat.closed, flat.names, there)
        under = conv.unstyled(flat.text, flat.closed, flat.names, there) if conv.house else spans
        guesses = conv.asked(flat.text, flat.closed)
        self.book.record(place, flat.text, flat.closed, spans, guesses, under=under)
        settled = {at for c in spans if c.by is By.ANSWER for at in range(c.start, c.end)}
        self.answered.update(answer for at, answer in there if at in settled)
        each = outs(spans)
        for at, answer in there:
            if at in settled and foreign(answer.out, self.target):
                end = at + len(answer.text)
                near = ("".join(each[max(0, at - KNOWN_BY) : at]), "".join(each[end : end + KNOWN_BY]))
                self.printed.append(replace(answer, before=near[0], after=near[1]))
        for c in spans:
            if c.by is By.GLOSSARY:
                self.used(flat.text[c.start : c.end], c.out)
        return spans

    def _add(self, added: list[int], flat: Flat, spans: Iterable[Conversion], line: int | None = None) -> None:
        """Add, line by line, how many words what the editor laid down has more than the text."""
        for c in spans:
            if c.by in LAID_DOWN:
                more = word_count(c.out) - word_count(flat.text[c.start : c.end])
                added[flat.text.count("\n", 0, c.start) if line is None else line] += more

    def used(self, text: str, out: str) -> None:
        """Count a use of the glossary's line for ``text``."""
        for term in self.glossary.terms:
            if term.term == text and term.forms[self.target] == out:
                self.glossary.used[term] += 1

    def _resolved(self, pieces: Iterable[Piece]) -> list[Piece]:
        """Return pieces without the variants that say nothing here; each remembers what it said."""
        return [
            replace(piece, inlines=resolved(piece.inlines, self.target), read=squeeze(plain(piece.inlines)))
            for piece in pieces
        ]

    def _finished(self, piece: Piece, added: Sequence[int] = ()) -> Inlines:
        """Return a piece with its variants chosen; what they add is counted, on top of what each line has more."""
        new = chosen(piece.inlines, self.target)
        before, after = plain(piece.inlines).split("\n"), plain(new).split("\n")
        own = (word_count(b) - word_count(a) for a, b in zip(before, after, strict=True))
        more = tuple(x + y for x, y in zip_longest(own, added, fillvalue=0))
        if any(more):
            self.grown.setdefault((piece.place, piece.read), []).append(more)
        for inline in new if piece.front else ():
            if isinstance(inline, Span) and inline.kind is SpanKind.KEEP:
                text = plain(inline.children)
                self.kept[text] = Term(text, {self.target: text})
        return new

    def _leftovers(self, text: str, place: Place) -> None:
        left = foreign(text, self.target)
        if left:
            self.findings.append(finding("T-001", place if place.file else None, chars=" ".join(left[:_NAMED])))
