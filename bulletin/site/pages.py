"""The pages that people read: the index of issues, an issue, a story, the search. Templates: ``layouts/shelf``."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pydantic import Field

from bulletin.config import tree
from bulletin.config.check import Settings, validate
from bulletin.errors import LayoutError
from bulletin.layouts import HOME
from bulletin.model import Script
from bulletin.site.books import Book
from bulletin.site.pictures import Scaled
from bulletin.site.places import absolute, relative
from bulletin.site.shelf import Download, Edition, Issue, Shelf
from bulletin.site.volume import Leaf, Volume, home, label
from bulletin.textfile import read_text

FOLDER = HOME / "shelf"
"""Templates, style sheet, search and words of the site."""

LEAST_EXCERPT, MOST_EXCERPT = 40, 110
"""字 of the first paragraph that counts as text, and of what is quoted of it on the index."""


class _Words(Settings):
    """layouts/shelf/words.yaml."""

    hans: dict[str, str] = Field(alias="zh-Hans")
    tw: dict[str, str] = Field(alias="zh-Hant-TW")
    hk: dict[str, str] = Field(alias="zh-Hant-HK")


@cache
def words(script: Script) -> Mapping[str, str]:
    """Return the words that the site has in ``script``."""
    name = "layouts/shelf/words.yaml"
    found = validate(tree.parse(read_text(FOLDER / "words.yaml", name, LayoutError), name), _Words, LayoutError)
    return {Script.HANS: found.hans, Script.TW: found.tw, Script.HK: found.hk}[script]


class Way(NamedTuple):
    """A link to the same page in another script."""

    script: Script
    path: str
    same: bool
    """It is the same page, not the nearest that there is."""


class Card(NamedTuple):
    """An issue among others."""

    path: str
    label: str
    date: str
    iso: str
    cover: Scaled | None


def human(size: int) -> str:
    """Return a size in bytes as people say it: 734 kB, 1.8 MB."""
    return f"{max(1, round(size / 1000))} kB" if size < 999_500 else f"{size / 1_000_000:.1f} MB"


def day(book: Book, script: Script) -> str:
    """Return the date of an issue in words."""
    return words(script)["date"].format(book.date.year, book.date.month, book.date.day)


def download_path(issue: Issue, download: Download) -> str:
    """Return the file of the site that a download is."""
    return f"files/{issue.name}/{download.path.name}"


class Pages:
    """Renders the pages of one site."""

    def __init__(self, shelf: Shelf, base: str, home_script: Script) -> None:
        self.shelf, self.base, self.home_script = shelf, base, home_script
        self._environment = Environment(
            loader=FileSystemLoader(FOLDER),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def index(self, script: Script, front: Volume, cards: Sequence[Card], at: str) -> bytes:
        """Return the index of issues; ``front`` is the newest, ``at`` the file it is written to."""
        ways = [Way(s, self.index_path(s), True) for s in self.shelf.scripts]
        by_year: dict[str, list[Card]] = {}
        for card in cards:
            by_year.setdefault(card.iso[:4], []).append(card)
        return self._render(
            "index",
            script,
            at,
            ways,
            canonical=self.index_path(script),
            kind="home",
            front=front,
            years=by_year,
            excerpt=excerpt(front),
            title="",
            card=self.card(front),
        )

    def card(self, volume: Volume) -> Card:
        """Return what the index shows of an issue."""
        book = volume.book
        cover = volume.cover[1] if volume.cover else None
        return Card(volume.path, volume.label, day(book, volume.script), book.date.isoformat(), cover)

    def issue(self, volume: Volume) -> bytes:
        """Return the page of an issue: cover, contents, downloads, the issues beside it."""
        script, issue = volume.script, volume.issue
        ways = [self._way_to_issue(s, issue) for s in self.shelf.scripts]
        among = self.shelf.of(script)
        at = among.index(issue)
        beside = [(key, among[n]) for key, n in (("newer", at - 1), ("older", at + 1)) if 0 <= n < len(among)]
        return self._render(
            "issue",
            script,
            volume.path,
            ways,
            kind="issue",
            title=volume.label or day(volume.book, script),
            volume=volume,
            card=self.card(volume),
            groups=self._downloads(issue, script),
            beside=[
                (key, home(script, other), label(other.readings[script]) or day(other.readings[script], script))
                for key, other in beside
            ],
        )

    def leaf(self, volume: Volume, number: int, stems: Mapping[Script, Mapping[str, str]]) -> bytes:
        """Return the page of a story; ``stems`` says where each script of the issue has its pages."""
        leaf = volume.leaves[number]
        ways = []
        for script in self.shelf.scripts:
            there = stems.get(script, {}).get(leaf.stem)
            ways.append(Way(script, there, True) if there else self._way_to_issue(script, volume.issue, False))
        return self._render(
            "leaf",
            volume.script,
            leaf.path,
            ways,
            kind="leaf",
            title=leaf.title,
            volume=volume,
            leaf=leaf,
            before=volume.leaves[number - 1] if number else None,
            after=volume.leaves[number + 1] if number + 1 < len(volume.leaves) else None,
            card=self.card(volume),
            excerpt=_shortened(leaf),
        )

    def search(self, script: Script) -> bytes:
        """Return the page of the search; without script it offers the contents of all issues."""
        ways = [Way(s, self.search_path(s), True) for s in self.shelf.scripts]
        issues = [
            (home(script, i), label(i.readings[script]), day(i.readings[script], script)) for i in self.shelf.of(script)
        ]
        return self._render(
            "search",
            script,
            self.search_path(script),
            ways,
            kind="search",
            title=words(script)["search"],
            issues=issues,
        )

    def icon(self) -> bytes:
        """Return the site's icon: a seal with the first character of the publication's name."""
        title = self.shelf.title(self.home_script)
        return f"{self._environment.get_template('icon.svg.j2').render(title=title)}\n".encode()

    def index_path(self, script: Script) -> str:
        """Return the file of the index in ``script``."""
        return f"{script.value}/index.html"

    def search_path(self, script: Script) -> str:
        """Return the file of the search in ``script``."""
        return f"{script.value}/search.html"

    def _way_to_issue(self, script: Script, issue: Issue, same: bool = True) -> Way:
        if script in issue.readings:
            return Way(script, home(script, issue), same)
        return Way(script, self.index_path(script), False)

    def _downloads(self, issue: Issue, script: Script) -> list[tuple[Script, list[tuple[Edition, list[Any]]]]]:
        """Return the files of an issue by script, this one first; an edition is named where a script has several."""
        out = []
        for other in sorted({e.script for e in issue.editions}, key=lambda s: (s is not script, list(Script).index(s))):
            editions = [e for e in issue.editions if e.script is other]
            rows = []
            for edition in editions:
                named = [edition.key] if len(editions) > 1 and edition.key != other.value else []
                files = []
                for d in edition.downloads:
                    # The book alone is vertical; paper is set across.
                    said = [words(script)["vertical"]] if edition.vertical and d.output == "epub" else []
                    files.append((d, download_path(issue, d), human(d.size), "\u3000".join((*said, *named))))
                rows.append((edition, files))
            out.append((other, rows))
        return out

    def _render(
        self, name: str, script: Script, at: str, ways: Sequence[Way], canonical: str = "", **values: Any
    ) -> bytes:
        text = self._environment.get_template(f"{name}.html.j2").render(
            lang=script.value,
            script=script,
            words=words(script),
            names={s: words(s)["script"] for s in Script},
            at=at,
            ways=ways,
            here=canonical or at,
            base=self.base,
            publication=self.shelf.title(script),
            publisher=self.shelf.of(script)[0].readings[script].publisher,
            url=lambda path: absolute(self.base, path),
            to=lambda path, fragment="": relative(at, path, fragment),
            pages=self,
            **values,
        )
        return f"{text.strip()}\n".encode()


def excerpt(volume: Volume) -> str:
    """Return how the first story of an issue begins."""
    return _shortened(volume.leaves[0])


def _shortened(leaf: Leaf) -> str:
    """Return the first paragraph of running text of a page, cut at the end of a sentence if one is near."""
    line = next((line for line in leaf.lines if len(line) >= LEAST_EXCERPT), "")
    if len(line) <= MOST_EXCERPT:
        return line
    ends = [at for at, char in enumerate(line[:MOST_EXCERPT], 1) if char in "。！？"]
    return line[: ends[-1]] if ends and ends[-1] >= LEAST_EXCERPT else f"{line[: MOST_EXCERPT - 2]}……"


def cards_of(volumes: Sequence[Card]) -> Iterator[Card]:
    """Yield the cards, the newest first."""
    yield from sorted(volumes, key=lambda card: (card.iso, card.path), reverse=True)
