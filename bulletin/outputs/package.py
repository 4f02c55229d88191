"""What the package document of a book says of it (EPUB 3.3 §5; EPUB Accessibility 1.1): who, what, when, for whom.

Nothing is claimed that the finished content does not bear out. Conformance is claimed at WCAG level A, which a program
can answer for where every picture is described, and in the publisher's name; level AA is for a person to judge.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

from bulletin.compose.book import Book
from bulletin.compose.book_order import arranged, lead
from bulletin.layouts import Layout
from bulletin.model import Article, Edition

_NAMES = re.compile(r"[、，,；;/／\u3000]+")

# MARC relators (https://id.loc.gov/vocabulary/relators) by what a byline's role says; the first that fits.
_RELATORS = (
    ("摄", "pht"),
    ("攝", "pht"),
    ("译", "trl"),
    ("譯", "trl"),
    ("图", "ill"),
    ("圖", "ill"),
    ("绘", "ill"),
    ("繪", "ill"),
    ("插画", "ill"),
    ("插畫", "ill"),
    ("编", "edt"),
    ("編", "edt"),
    ("记者", "rpt"),
    ("記者", "rpt"),
    ("通讯员", "rpt"),
    ("通訊員", "rpt"),
    ("口述", "nrt"),
    ("整理", "edt"),
    ("记录", "trc"),
    ("記錄", "trc"),
    ("供稿", "ctb"),
)
_WRITER = "aut"

_CONFORMS = "EPUB Accessibility 1.1 - WCAG 2.2 Level A"
"""EPUB Accessibility 1.1 §4.2.2: the words that a claim must have."""


@dataclass(frozen=True, slots=True)
class Meta:
    """One element of ``metadata``: ``dc:…``, or ``meta`` with what its attributes say."""

    tag: str
    text: str
    attributes: dict[str, str] = field(default_factory=dict)


def metadata(edition: Edition, layout: Layout, book: Book) -> Iterator[Meta]:
    """Yield the metadata of ``book``, in the order in which it is written."""
    issue, publication = edition.issue, edition.issue.publication
    yield Meta("dc:identifier", book.identifier, {"id": "pub-id"})
    yield Meta("dc:title", book.title, {"id": "main-title"})
    yield _about("main-title", "title-type", "main")
    yield Meta("dc:language", edition.script.value)
    # Libraries file a book under its creator; of a periodical that is the body that issues it.
    # No role is said (isb would be right): calibre takes a creator with any but aut for no author.
    yield Meta("dc:creator", publication.publisher, {"id": "creator"})
    for number, (name, relators) in enumerate(contributors(edition).items(), 1):
        yield Meta("dc:contributor", name, {"id": f"contributor-{number}"})
        for relator in relators:
            yield _about(f"contributor-{number}", "role", relator, scheme="marc:relators")
    yield Meta("dc:publisher", publication.publisher)
    yield Meta("dc:date", issue.date.isoformat())
    yield Meta("dc:description", description(edition))
    for section, _ in arranged(issue):
        yield Meta("dc:subject", section.title)
    yield Meta("meta", publication.title, {"property": "belongs-to-collection", "id": "series"})
    yield _about("series", "collection-type", "series")
    yield _about("series", "dcterms:identifier", publication.identifier)
    position = str(issue.total or issue.number or "")
    if position:
        yield _about("series", "group-position", position)
    if book.pages:
        # The one that EPUB 3.3 knows, and the one that is to take its place.
        yield Meta("dc:source", book.paper, {"id": "paper"})
        yield _about("paper", "source-of", "pagination")
        yield Meta("meta", book.paper, {"property": "pageBreakSource"})
    if book.vertical:
        yield Meta("meta", "", {"name": "primary-writing-mode", "content": "vertical-rl"})
    # What calibre, KOReader and Kobo's libraries go by.
    yield Meta("meta", "", {"name": "calibre:series", "content": publication.title})
    if position:
        yield Meta("meta", "", {"name": "calibre:series_index", "content": position})
    yield from _accessibility(edition, layout, book)
    yield Meta("meta", "", {"name": "cover", "content": "cover-image"})


def _about(ident: str, prop: str, text: str, **attributes: str) -> Meta:
    return Meta("meta", text, {"refines": f"#{ident}", "property": prop, **attributes})


def contributors(edition: Edition) -> dict[str, tuple[str, ...]]:
    """Return everybody the issue names, once and in order, each with the MARC relators of what they did."""
    found: dict[str, dict[str, None]] = {}
    people = [pair for _, articles in arranged(edition.issue) for a in articles for pair in _people(a)]
    for name, relator in (*people, *((name, "edt") for name in _split(edition.issue.editor))):
        found.setdefault(name, {})[relator] = None
    return {name: tuple(relators) for name, relators in found.items()}


def _people(article: Article) -> Iterator[tuple[str, str]]:
    for byline in article.bylines:
        for name, role in byline.people:
            # 文/图: one person did both.
            both = [code for word, code in _RELATORS if word in role]
            wrote = not both or any(char in role for char in "文撰写寫")
            yield from ((name, code) for code in dict.fromkeys(([_WRITER] if wrote else []) + both[:1]))
    yield from ((name, "pht") for name in _split(article.photographer))
    yield from ((name, "edt") for name in _split(article.editor))


def _split(names: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in _NAMES.split(names) if name.strip())


def description(edition: Edition) -> str:
    """Return the lead story's summary; where it has none, the headlines of the issue."""
    story = lead(edition.issue)
    if story.summary:
        return story.summary
    articles = chain.from_iterable(part for _, part in arranged(edition.issue))
    return "；".join(article.headline.text for article in articles)


def _accessibility(edition: Edition, layout: Layout, book: Book) -> Iterator[Meta]:
    """Say how the book can be read (Schema.org accessibility properties), as its documents bear out."""
    words = layout.words(edition.script)
    used, silent = book.has, "silent" in book.has
    features = ["tableOfContents", "readingOrder", "structuralNavigation", "displayTransformability"]
    summary = [words["accessible_text"]]
    if not silent:
        features.append("alternativeText")
        summary.append(words["accessible_pictures"])
    features.append("verticalWriting" if book.vertical else "horizontalWriting")
    if book.pages:
        features += ["pageNavigation", "pageBreakMarkers"]
        summary.append(words["accessible_pages"])
    if "ruby" in used:
        features.append("rubyAnnotations")
    if "doc-noteref" in used:
        summary.append(words["accessible_notes"])
    claims = [
        ("accessMode", "textual"),
        ("accessMode", "visual"),
        ("accessModeSufficient", "textual" if not silent else "textual,visual"),
        *(("accessibilityFeature", feature) for feature in features),
        ("accessibilityHazard", "none"),
        ("accessibilitySummary", "".join(summary)),
    ]
    for prop, text in claims:
        yield Meta("meta", text, {"property": f"schema:{prop}"})
    if not silent:
        yield Meta("meta", _CONFORMS, {"property": "dcterms:conformsTo", "id": "conforms"})
        yield _about("conforms", "a11y:certifiedBy", edition.issue.publication.publisher)
