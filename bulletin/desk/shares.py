"""Which lines of a manuscript went into which of its articles, found in one pass, and what they say."""

from collections.abc import Iterator, Mapping, Sequence

from bulletin.importers.base import Line
from bulletin.importers.draft import Analysis, Fate
from bulletin.units import squeeze
from bulletin.walk import plain, units

Share = Sequence[tuple[Line, Fate]]
"""Lines of one article, in the manuscript's order, each with its fate."""


def shares(made: Analysis) -> Mapping[int, Share]:
    """Return the lines of each article by its index; those of none behind -1. Lines without a fate are in no share."""
    lines = {line.number: line for line in made.manuscript.lines}
    out: dict[int, list[tuple[Line, Fate]]] = {index: [] for index in range(-1, len(made.drafts))}
    for fate in made.fates:
        if fate.line in lines:
            out[fate.article].append((lines[fate.line], fate))
    return out


def article_text(share: Share) -> str:
    """Return what the lines of an article say, without blanks."""
    return squeeze("".join(line.text for line, _ in share))


def texts_of(analyses: Sequence[Analysis]) -> Iterator[str]:
    """Yield what all articles say, to see which script they are in."""
    for made in analyses:
        for draft in made.drafts:
            head = draft.article.headline
            yield from (*head.lines, head.kicker, head.deck)
            yield from (plain(unit.inlines) for unit in units(draft.article.blocks))
