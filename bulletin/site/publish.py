"""``bulletin publish``: from the folder of finished issues to a whole site, in one order."""

import re
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

import bulletin
from bulletin.errors import DeliverError, UsageError
from bulletin.findings import Place, finding, word
from bulletin.model import Script
from bulletin.site import catalogue, feeds, opds1, opds2, search, shelf
from bulletin.site.catalogue import Publication
from bulletin.site.pages import FOLDER, Card, Pages, download_path, words
from bulletin.site.places import base_url
from bulletin.site.shelf import Issue, Shelf
from bulletin.site.volume import Opener, Volume
from bulletin.site.write import MANIFEST, WORK, File, Former, Written, former, put

Told = Callable[[str], None]
"""Takes a line of progress."""

_TAKEN = re.compile(r"(index|search)\.html|.*\.xml", re.I)
"""Names beside which an issue's folder cannot stand."""


@dataclass(frozen=True, slots=True)
class Request:
    """What to publish."""

    dist: Path
    site: Path
    url: str
    home: Script | None = None
    """Script of the first page; None is the first that there is."""
    remove: bool = False
    """Take issues off the site that ``dist`` has no more."""
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Result:
    """What was published."""

    url: str
    issues: int
    pages: int
    """Pages to read: stories and issues, in every script."""
    written: Written


def publish(request: Request, told: Told) -> Result:
    """Make or renew the site.

    Raises ``UsageError`` on what was asked, ``DeliverError`` on what stands in ``dist`` or ``site``; then nothing of
    the site has changed.
    """
    base = base_url(request.url)
    _apart(request.dist, request.site)
    found = shelf.load(request.dist)
    before = former(request.site)
    _agree(request, found, before)
    kept = next((script for script in found.scripts if script.value == before.home), None)
    home = request.home or kept or found.scripts[0]
    if home not in found.scripts:
        known = ", ".join(script.value for script in found.scripts)
        raise UsageError(finding("W-017", script=home.value, known=known))
    maker = _Maker(found, base, home, _coder(before), told, request.language)
    said = {
        "publication": found.slug,
        "url": base,
        "issues": sorted(issue.name for issue in found.issues),
        "made with": _made_with(),
        # What was asked for once holds until something else is asked for.
        **({"home": home.value} if request.home or kept else {}),
    }
    written = put(maker.files(), request.site, said, before)
    return Result(base, len(found.issues), maker.pages, written)


def _apart(dist: Path, site: Path) -> None:
    """Raise ``UsageError`` (W-003) where one of the folders lies in the other."""
    one, other = dist.resolve(), site.resolve()
    if one == other or one in other.parents or other in one.parents:
        raise UsageError(finding("W-003", dist=dist, site=site))
    if site.exists() and not site.is_dir():
        raise UsageError(finding("W-018", site=site))


def _agree(request: Request, found: Shelf, before: Former) -> None:
    """Raise ``DeliverError`` where the site is another publication's, would lose issues, or a name is taken."""
    if before.publication not in ("", found.slug):
        raise DeliverError(finding("W-016", Place(MANIFEST), slug=found.slug, other=before.publication))
    lost = sorted(set(before.issues) - {issue.name for issue in found.issues})
    if lost and not request.remove:
        raise DeliverError(finding("W-012", issues=", ".join(lost)))
    taken = [finding("W-019", Place(issue.name)) for issue in found.issues if _TAKEN.fullmatch(issue.name)]
    if taken:
        raise DeliverError(*taken)


def _made_with() -> dict[str, str]:
    return {"bulletin": bulletin.__version__, "pillow": version("pillow")}


def _coder(before: Former) -> bool:
    """Return whether pictures of the former site were coded as we would code them now."""
    return before.made_with.get("pillow") == version("pillow")


@dataclass(slots=True)
class _Kept:
    """What must be remembered of the issues when their pages are made."""

    front: dict[Script, Volume] = field(default_factory=dict)
    cards: dict[Script, list[Card]] = field(default_factory=dict)
    news: dict[Script, list[tuple[Volume, Publication]]] = field(default_factory=dict)
    publications: list[tuple[Issue, tuple[Publication, ...]]] = field(default_factory=list)
    maps: list[tuple[str, str]] = field(default_factory=list)


class _Maker:
    """Gives the files of the site one after another; no more than a year of issues is held at a time."""

    def __init__(self, found: Shelf, base: str, home: Script, same_coder: bool, told: Told, language: str) -> None:
        self.shelf, self.base, self.home, self.same_coder = found, base, home, same_coder
        self.told, self.language = told, language
        self.render = Pages(found, base, home)
        self.kept = _Kept()
        self.pages = 0

    def files(self) -> Iterator[File]:
        """Yield every file of the site."""
        for name in ("style.css", "search.js"):
            path = f"search/{name}" if name == "search.js" else name
            yield _bytes(path, (FOLDER / name).read_bytes())
        yield _bytes("icon.svg", self.render.icon())
        yield _bytes(*search.table())
        for year in sorted({issue.date.year for issue in self.shelf.issues}, reverse=True):
            yield from self._year(year)
        for script in self.shelf.scripts:
            yield from self._script(script)
        yield _bytes("index.html", self._index(self.home, "index.html"))
        for feed in catalogue.feeds(self.shelf, self.home, self.kept.publications):
            yield _bytes(f"{feed.stem}.xml", opds1.document(feed, self.base))
            yield _bytes(f"{feed.stem}.json", opds2.document(feed, self.base))
        yield _bytes("sitemap.xml", feeds.sitemap_index(self.base, self.kept.maps))

    def _year(self, year: int) -> Iterator[File]:
        volumes: dict[Script, list[Volume]] = {}
        for issue in (i for i in self.shelf.issues if i.date.year == year):
            self.told(word("publishing", self.language, issue=issue.name))
            opened = [Opener(issue, s, words(s)["table"]).open() for s in Script if s in issue.readings]
            yield from self._issue(issue, opened)
            for volume in opened:
                volumes.setdefault(volume.script, []).append(volume)
        for script, some in volumes.items():
            for volume in some:
                yield _bytes(*search.words(volume))
            for path, data in search.Year(script, year, some[::-1]).files():
                yield _bytes(path, data)
            path = f"{script.value}/sitemap-{year}.xml"
            pages = [(p, v.issue.date.isoformat()) for v in some for p in (v.path, *(leaf.path for leaf in v.leaves))]
            self.kept.maps.append((path, max(day for _, day in pages)))
            yield _bytes(path, feeds.sitemap(self.base, pages))

    def _issue(self, issue: Issue, volumes: Sequence[Volume]) -> Iterator[File]:
        seen: set[str] = set()
        for volume in volumes:
            for picture in volume.pictures:
                if picture.path not in seen:
                    seen.add(picture.path)
                    yield File(picture.path, picture.make, settled=self.same_coder)
        for edition in issue.editions:
            for download in edition.downloads:
                yield File(download_path(issue, download), source=download.path, sha256=download.sha256)
        stems = {volume.script: {leaf.stem: leaf.path for leaf in volume.leaves} for volume in volumes}
        published = catalogue.publications(self.shelf, issue, volumes)
        self.kept.publications.append((issue, published))
        for volume in volumes:
            yield _bytes(volume.path, self.render.issue(volume))
            for number in range(len(volume.leaves)):
                yield _bytes(volume.leaves[number].path, self.render.leaf(volume, number, stems))
            self.pages += 1 + len(volume.leaves)
            self.kept.front.setdefault(volume.script, volume)
            self.kept.cards.setdefault(volume.script, []).append(self.render.card(volume))
            news = self.kept.news.setdefault(volume.script, [])
            if len(news) < feeds.NEWEST:
                news.append((volume, next(p for p in published if p.identifier == volume.book.identifier)))

    def _script(self, script: Script) -> Iterator[File]:
        yield _bytes(self.render.index_path(script), self._index(script, self.render.index_path(script)))
        yield _bytes(self.render.search_path(script), self.render.search(script))
        years = sorted({issue.date.year for issue in self.shelf.of(script)}, reverse=True)
        yield _bytes(*search.years(script, years))
        identifier = uuid.uuid5(uuid.NAMESPACE_URL, f"{self.shelf.identifier}/{script.value}/feed").urn
        feed = feeds.atom(self.shelf, script, self.base, identifier, self.kept.news[script])
        yield _bytes(f"{script.value}/feed.xml", feed)

    def _index(self, script: Script, at: str) -> bytes:
        return self.render.index(script, self.kept.front[script], self.kept.cards[script], at)


def _bytes(path: str, data: bytes) -> File:
    return File(path, lambda: data)


RESERVED = (MANIFEST, WORK)
"""Names in the site's folder that are always ours."""
