"""How much each imported story weighs, guessed from order, length and the size of its headline."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from bulletin.desk.shares import Share
from bulletin.importers.draft import Analysis, Draft, Part
from bulletin.kinds import Kind, Rank
from bulletin.model import Article
from bulletin.units import word_count
from bulletin.walk import plain, units

BRIEF = 120
"""字 of a text that is no longer a brief."""

LARGER = 1.15
"""A headline this many times as large as any other is the lead's, wherever it stands."""

_STANDING_APART = (Kind.NOTICE, Kind.ADVERT, Kind.OBITUARY, Kind.VERSE, Kind.TABLE, Kind.LETTER, Kind.PHOTO)
"""Kinds that no page leads with."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """What ranks are guessed from."""

    length: int
    """字 of its text."""
    size: float
    """pt of its headline; 0 where nobody knows."""
    leads: bool
    """Whether it may lead a page by its kind."""
    said: Rank | None = None
    """What its own file says."""


def length(article: Article) -> int:
    """Return the 字 of an article's text, notes and captions included."""
    notes = tuple(block for note in article.notes for block in note.blocks)
    return sum(word_count(plain(unit.inlines, notes=False)) for unit in units(article.blocks + notes))


def weigh(made: Analysis, index: int, share: Share) -> Weighed:
    """Return what the draft ``index`` of ``made``, with its share of the lines, weighs."""
    draft: Draft = made.drafts[index]
    size = max((line.look.size for line, fate in share if Part.HEADLINE in fate.parts), default=0.0)
    said = draft.article.rank if "rank" in made.manuscript.fields else None
    return Weighed(length(draft.article), size, draft.article.kind not in _STANDING_APART, said)


def ranks(stories: Sequence[Weighed], others: Sequence[Rank] = ()) -> tuple[Rank, ...]:
    """Return the rank of each of ``stories``, in page order; ``others`` are ranks that the issue has already.

    One story leads: the one whose headline is clearly the largest, else the first that is not short beside the rest.
    One or two of the next that are long enough come second. What an article's own file says stays.
    """
    out = [story.said or (Rank.BRIEF if story.length < BRIEF else Rank.STORY) for story in stories]
    said = [story.said for story in stories if story.said]
    fit = [n for n, s in enumerate(stories) if s.leads and not s.said and out[n] is Rank.STORY]
    usual = median(stories[n].length for n in fit) if fit else 0
    long = [n for n in fit if stories[n].length >= usual * 0.6]
    if long and Rank.LEAD not in (*others, *said):
        sizes = sorted((stories[n].size for n in fit), reverse=True)
        largest = next((n for n in fit if stories[n].size == sizes[0]), long[0])
        clear = sizes[0] and (len(sizes) == 1 or sizes[0] >= LARGER * sizes[1])
        lead = largest if clear else long[0]
        out[lead] = Rank.LEAD
    wanted = 2 if len(stories) > 5 else 1 if len(stories) > 2 else 0
    wanted -= [*others, *said].count(Rank.SECOND)
    for number in [n for n in long if out[n] is Rank.STORY][: max(0, wanted)]:
        out[number] = Rank.SECOND
    return tuple(out)
