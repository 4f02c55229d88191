"""The names an issue gives away by itself: bylines, credits, 专名号, the speakers of an interview.

A surname such as 于, 范, 后 or 余 is converted unlike the word it also is. Where an issue says that something is
a name, every place that has the name in full is converted so.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bulletin.model import Article, Figure, Inlines, Paragraph, Span, SpanKind
from bulletin.script.converter import Converter
from bulletin.script.flat import Flat, flatten
from bulletin.script.pieces import gather
from bulletin.units import HAN_RANGES
from bulletin.walk import descend, plain

_PERSON = re.compile(f"[{HAN_RANGES}]{{2,4}}")
_CREDIT = re.compile(
    rf"(?:记者|通讯员|摄影|作者|编辑)[\s\u3000]+[{HAN_RANGES}]{{2,4}}(?:[\s\u3000、]+[{HAN_RANGES}]{{2,4}})*"
)
_SPEAKER = re.compile(f"([{HAN_RANGES}]{{2,4}})[：:]")


@dataclass(slots=True)
class Names:
    """Names of one script."""

    people: set[str] = field(default_factory=set)
    proper: set[str] = field(default_factory=set)
    """Names of people or places: what 专名号 marks."""

    def terms(self, converter: Converter) -> dict[str, str]:
        """Return every name with what it becomes, whatever stands round it."""
        out = {name: converter.proper(name) for name in sorted(self.proper)}
        return out | {name: converter.person(name) for name in sorted(self.people)}


def harvest(articles: Iterable[Article], editor: str = "") -> Names:
    """Return the names of ``articles``, which are in one script, and of an issue's ``editor``."""
    names = Names(set(_PERSON.findall(editor)))
    for article in articles:
        for text in (*(n for b in article.bylines for n in b.names), article.photographer, article.editor):
            names.people.update(name for name in re.split(r"[\s\u3000、，,]+", text) if _PERSON.fullmatch(name))
        for block in descend(article.blocks):
            if isinstance(block, Figure):
                names.people.update(_credited(block.credit))
            elif isinstance(block, Paragraph):
                names.people.update(_speaker(block.inlines))
        for piece in gather(article):
            names.proper.update(_marked(piece.inlines))
    return names


def guessed(texts: Iterable[Flat], converter: Converter) -> frozenset[str]:
    """Return the names of persons that ``texts`` give away by what stands round a surname, whole ones alone."""
    found = (guess for flat in texts for guess in converter.guesses(flat.text, flat.closed))
    return frozenset(guess.name for guess in found if guess.sure and len(guess.name) > 1)


def _credited(text: str) -> Iterator[str]:
    for found in _CREDIT.finditer(text):
        yield from _PERSON.findall(found.group())[1:]


def _speaker(inlines: Inlines) -> Iterator[str]:
    """Yield who speaks: a name in bold with a colon, at the head of a paragraph."""
    if inlines and isinstance(inlines[0], Span) and inlines[0].kind is SpanKind.STRONG:
        found = _SPEAKER.match(plain(inlines, notes=False))
        if found:
            yield found[1]


def _marked(inlines: Inlines) -> Iterator[str]:
    for inline in inlines:
        if isinstance(inline, Span):
            if inline.kind is SpanKind.NAME:
                text = flatten(inline.children).text  # a ruby's base alone, unlike plain()
                if _PERSON.fullmatch(text):
                    yield text
            yield from _marked(inline.children)
