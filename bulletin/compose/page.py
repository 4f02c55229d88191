"""An edition to the HTML of its printed pages: what stands where is the template's; this tells it what there is."""

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from types import MappingProxyType

from bulletin import almanac
from bulletin.compose import colophon, official
from bulletin.compose.heads import cohesion, width
from bulletin.compose.markup import Medium, Setter
from bulletin.fonts import ROLES, FontSet
from bulletin.layouts import Layout
from bulletin.model import Article, Block, Edition, Figure, Kind, Rank, Section
from bulletin.walk import descend, plain, units

FRAME = 21.5
"""Padding and border of a notice, left and right, in pt."""

PICTURE = "picture:"
"""Scheme under which the pages name their pictures; only our own fetcher knows it."""


@dataclass(frozen=True, slots=True)
class Page:
    """The HTML of an edition's pages, and the files that it may ask for."""

    html: str
    css: str
    pictures: Mapping[str, Path]
    """Picture address -> file."""
    head: str
    """What the running head says on every page but the first."""
    order: tuple[tuple[Article, tuple[Block, ...]], ...]
    """The articles in the order of the pages, each with its blocks as they are set."""


@dataclass(frozen=True, slots=True)
class Story:
    """One article as the template sees it."""

    article: Article
    m: Setter
    level: int
    """Heading level: 3 for a story, 4 for one that stands under another."""
    under: tuple["Story", ...] = ()

    @property
    def wide(self) -> bool:
        """Whether the headline goes over the full measure."""
        return self.article.rank is Rank.LEAD or bool(self.under) or self.article.kind in (Kind.PHOTO, Kind.TABLE)

    @property
    def opening(self) -> Figure | None:
        """The first picture of a photo story: it goes over the full measure."""
        first = next(iter(self.article.blocks), None)
        return first if self.article.kind is Kind.PHOTO and isinstance(first, Figure) and first.path else None

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks in the order of the page: in columns a lead's first picture comes first, where no hole is left."""
        blocks = self.article.blocks
        if self.opening:
            return blocks[1:]
        picture = next((b for b in blocks if isinstance(b, Figure)), None)
        if self.article.rank is Rank.LEAD and picture and self.m.measures["columns"] > 1:
            return (picture, *(b for b in blocks if b is not picture))
        return blocks

    @property
    def inset(self) -> float:
        """What a notice's frame takes of the measure, in pt; ``common/print.css`` draws it."""
        return FRAME if self.article.kind is Kind.NOTICE else 0.0

    @property
    def byline(self) -> str:
        """All bylines that are set, on one line."""
        return "\u3000".join(b.text for b in self.article.signed)


@dataclass(frozen=True, slots=True)
class Entry:
    """A story in its place, with the label of the section that it opens."""

    story: Story
    section: Section | None
    """The section that begins here; None where it began before."""


@dataclass(frozen=True, slots=True)
class Run:
    """Stories that share one pair of columns, across sections; or a single wide one."""

    entries: tuple[Entry, ...]
    wide: bool


def compose(edition: Edition, layout: Layout, fonts: FontSet) -> Page:
    """Return the pages' HTML and CSS for ``edition`` in ``layout``; raises ``SettingsError`` on its settings."""
    settings = layout.settings(edition.plan)
    pictures = {
        f"{PICTURE}{block.id}": block.path
        for article in edition.issue.articles
        for block in descend(article.blocks)
        if isinstance(block, Figure) and block.path
    }
    measures = layout.measures(settings)
    runs = _runs(edition, measures)
    words, date = layout.words(edition.script), date_words(edition, layout)
    number = words["number"].format(edition.issue.number) if edition.issue.number else ""
    front = colophon.front(edition, words)
    head = "\u3000".join(filter(None, (edition.issue.publication.title, number, date["western"])))
    html = layout.environment.get_template("page.html.j2").render(
        edition=edition,
        issue=edition.issue,
        publication=edition.issue.publication,
        words=words,
        running_head=head,
        settings=settings,
        measures=measures,
        classes=" ".join(
            f"{key}-{value}"
            for key, value in settings.items()
            if isinstance(value, str) and not key.startswith("book-")
        ),
        faces=faces(fonts, edition),
        runs=runs,
        digest=_digest(runs, int(settings.get("digest", 0))),
        date=date,
        masthead=_masthead(edition, measures, front),
        imprint=colophon.rows(edition, words, date["western"]),
        in_masthead=colophon.IN_MASTHEAD,
        front=front,
        issued_by=colophon.issued_by(edition, words),
        closing=colophon.closing(edition, words),
        official=official,
        western=almanac.western,
    )
    return Page(html, layout.style("print.css", settings), MappingProxyType(pictures), head, tuple(_order(runs)))


def _order(runs: tuple[Run, ...]) -> Iterator[tuple[Article, tuple[Block, ...]]]:
    waiting = [entry.story for run in runs for entry in run.entries][::-1]
    while waiting:
        story = waiting.pop()
        yield story.article, (*((story.opening,) if story.opening else ()), *story.blocks)
        waiting += story.under[::-1]


def faces(fonts: FontSet, edition: Edition) -> dict[str, str]:
    """Return the CSS family list of each role, region-right for the edition's script."""
    return {role: ", ".join(f'"{family}"' for family in fonts.chain(role, edition.script)) for role in ROLES}


def _masthead(edition: Edition, measures: Mapping[str, float], front: Sequence[str]) -> dict[str, float | bool]:
    """Return the size in pt of the name and the motto, and whether the data must stand below a long name.

    The name goes beside the data, 250 pt wide; where that would make it smaller than 26 pt it takes a row of its own.
    """
    full, data, gap, spacing = measures["full"], 250.0, 12.0, 1.08
    publication = edition.issue.publication
    name = max(1.0, width(publication.title)) * spacing
    beside = min(44.0, (full - data - gap) / name)
    stacked = beside < 26
    size = min(36.0, full / name) if stacked else beside
    motto = min(10.5, (full if stacked else data) / max(1.0, width(publication.motto)))
    rows_in_front = sum(ceil(width(text) * 9 / (full if stacked else data)) for text in front)
    count = 3 + bool(edition.issue.title) + rows_in_front
    text = (17 if publication.motto else 0) + 13 * count + (50 if stacked else 9)
    line = measures["line"]
    # Whole lines with the rules above (2 pt) and below (1 pt).
    height = max(5, ceil((text + 8) / line)) * line - 3
    return {"size": round(size, 2), "motto": round(motto, 2), "stacked": stacked, "height": height}


def date_words(edition: Edition, layout: Layout) -> dict[str, str]:
    """Return the date as the edition prints it: western, weekday and lunar."""
    date, words = edition.issue.date, layout.words(edition.script)
    lunar = almanac.lunar(date, edition.script.traditional)
    return {
        "western": almanac.western(date),
        "weekday": almanac.weekday(date),
        "lunar": words["lunar"].format(lunar) if lunar else "",
    }


def _runs(edition: Edition, measures: Mapping[str, float]) -> tuple[Run, ...]:
    issue = edition.issue
    by_name = {article.name: article for article in issue.articles}
    owned = {name for article in issue.articles for name in article.under}
    words = cohesion("\n".join(plain(u.inlines) for a in issue.articles for u in units(a.blocks)))

    def story(article: Article, level: int) -> Story:
        def href(target: str) -> str:
            beside = posixpath.normpath(posixpath.join(posixpath.dirname(article.name), target))
            found = by_name.get(target) or by_name.get(beside)
            return f"#{found.id}" if found else target

        setter = Setter(Medium.PRINT, article, measures, href, lambda f: f"{PICTURE}{f.id}", level - 1, words)
        return Story(article, setter, level, tuple(story(by_name[n], level + 1) for n in article.under))

    runs: list[Run] = []
    for section in issue.sections:
        label: Section | None = section
        for article in section.articles:
            if article.name in owned:
                continue
            entry = Entry(story(article, 3), label)
            label = None
            if entry.story.wide or not runs or runs[-1].wide:
                runs.append(Run((entry,), entry.story.wide))
            else:
                runs[-1] = Run((*runs[-1].entries, entry), False)
    return tuple(runs)


def _digest(runs: tuple[Run, ...], most: int) -> list[Story]:
    """Choose what the contents on page 1 name: all but the first lead, the briefest left out first."""
    stories = [entry.story for run in runs for entry in run.entries]
    lead = next((s for s in stories if s.article.rank is Rank.LEAD), None)
    named = [s for s in stories if s is not lead]
    for rank in (Rank.BRIEF, Rank.STORY):
        while len(named) > most and any(s.article.rank is rank for s in named):
            last = max(n for n, s in enumerate(named) if s.article.rank is rank)
            del named[last]
    return named[:most]
