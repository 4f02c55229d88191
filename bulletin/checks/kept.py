"""The texts of an edition as a reader meets them, each character with whether the editor keeps it.

Kept are ``keep:`` terms and spans, other languages, code, what the glossary wants or the editor answered; and the
whole of a paragraph that is in another language throughout.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from bulletin import almanac, layouts
from bulletin.checks.pieces import head_texts
from bulletin.findings import Place
from bulletin.model import Article, Break, Code, Edition, Figure, Inlines, NoteCall, Ruby, Span, Text
from bulletin.script.characters import foreign
from bulletin.script.engine.dictionaries import pairs
from bulletin.script.flat import flatten, keep_pattern
from bulletin.units import HAN, squeeze
from bulletin.walk import NOTE_MARK, descend, units

CURLY, CORNER = frozenset("“”‘’"), frozenset("「」『』")
"""The quotation marks of the mainland, and those of Taiwan and Hong Kong."""

_LATIN = re.compile(r"[A-Za-z]{2,}[ ,]+[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Row:
    """One piece of the edition, without white space."""

    text: str
    closed: bytes
    """One byte a character: 1 where the editor keeps it."""
    place: Place | None


@cache
def _table() -> dict[int, str]:
    single = {ord(key): values[:1] for key, values in pairs("TSCharacters.txt") if len(key) == 1 and values}
    return single | {ord(mark): "“" for mark in "‘「『"} | {ord(mark): "”" for mark in "’」』"}


def folded(text: str) -> str:
    """Return ``text`` in a form that both scripts have in common, character by character."""
    return text.translate(_table())


def segments(edition: Edition) -> Iterator[list[Row]]:
    """Yield the texts of ``edition``, in lists of those that are read one behind the other."""
    for segment in _segments(edition):
        yield [_answered(row, edition) for row in segment if row.text]


def _segments(edition: Edition) -> Iterator[Iterable[Row]]:
    issue, home, own = edition.issue, Place("publication.yaml"), Place("issue.yaml")
    publication = issue.publication
    title = edition.plan.place if edition.plan.title else home
    keep = keep_pattern(_forms(edition))

    def row(text: str, place: Place | None) -> Row:
        return _row((Text(text),), place, keep)

    for text in (publication.publisher, publication.motto, publication.contact, publication.price):
        yield (row(text, home),)
    for text in (publication.printer, publication.permit):
        yield (row(text, home),)
    number = f"{issue.date.year}年{issue.date.month}月{issue.date.day}日"
    yield (row(publication.title, title if title.file else home), row(number, None))
    yield (row(almanac.weekday(issue.date), None), row(almanac.lunar(issue.date, False), None))
    yield (row(issue.title, own),)
    for key, text in issue.imprint.texts().items():
        yield (row(text, issue.imprint.place(key)),)
    yield (row(issue.editor, own),)
    for section in issue.sections:
        yield (row(section.title, section.place if section.place.file else own),)
    for article in issue.articles:
        yield _article(edition, article)
    layout = layouts.load(edition.plan.layout, edition.plan.place)
    for text in layout.words(edition.script).values():
        yield (row(part, None) for part in text.split("{}"))


def _article(edition: Edition, article: Article) -> list[Row]:
    keep = keep_pattern((*article.keep, *_forms(edition)))
    rows = [_row((Text(text),), place, keep) for text, place in head_texts(article)]
    for blocks in (article.blocks, *(note.blocks for note in article.notes)):
        rows += [_row(unit.inlines, unit.place, keep) for unit in units(blocks)]
        rows += [_row((Text(b.alt),), b.place, keep) for b in descend(blocks) if isinstance(b, Figure)]
    return rows


def _forms(edition: Edition) -> list[str]:
    """Return what the glossary wants printed, where it is not of the edition's own script or region."""
    script = edition.script
    other = CURLY if script.traditional else CORNER
    forms = (term.forms.get(script, "") for term in edition.issue.glossary)
    return [form for form in forms if foreign(form, script) or not other.isdisjoint(form)]


def _answered(row: Row, edition: Edition) -> Row:
    """Return ``row`` with what the editor chose at single places of its file kept as well.

    An edition's answers are known by what is printed round them (``script/convert``).
    """
    script, file = edition.script, row.place.file if row.place else ""
    for answer in edition.issue.answers:
        if answer.script is not script or answer.file != file or not foreign(answer.out, script):
            continue
        before, out = squeeze(answer.before), squeeze(answer.out)
        wanted, same = folded(before + out + squeeze(answer.after)), folded(row.text)
        closed = bytearray(row.closed)
        at = same.find(wanted)
        while at >= 0:
            closed[at + len(before) : at + len(before) + len(out)] = b"\1" * len(out)
            at = same.find(wanted, at + 1)
        row = replace(row, closed=bytes(closed))
    return row


def _row(inlines: Inlines, place: Place | None, keep: re.Pattern[str] | None) -> Row:
    flat = flatten(inlines, keep)
    # Quotations within a paragraph of another language are that language's.
    latin = bool(_LATIN.search(flat.text)) and not HAN.search(flat.text)
    shown = [(char, shut or latin) for char, shut in _shown(inlines, iter(flat.closed)) if squeeze(char)]
    text = "".join(char for char, _ in shown)
    return Row(text, bytes(shut for _, shut in shown), place if place and place.file else None)


def _shown(inlines: Inlines, closed: Iterator[int]) -> Iterator[tuple[str, bool]]:
    """Yield each character as it is shown, and whether it is kept; ``closed`` says so of the flat string."""
    for inline in inlines:
        match inline:
            case Text(text):
                yield from ((char, bool(next(closed, 0))) for char in text)
            case Ruby(base, reading):
                shut = [bool(next(closed, 0)) for _ in base]
                yield from zip(base, shut, strict=True)
                yield from ((char, all(shut)) for char in reading)
            case Code(text):
                next(closed, 0)
                yield from ((char, True) for char in text)
            case Break():
                yield "\n", bool(next(closed, 0))
            case NoteCall(number):
                yield from ((char, False) for char in NOTE_MARK.format(number))
            case Span():
                yield from _shown(inline.children, closed)
