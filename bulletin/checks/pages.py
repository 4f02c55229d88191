"""Inspect finished pages: nothing lost, nothing cut, no coarse picture, no glyph missing."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from bulletin.checks import lost, pdf_text
from bulletin.checks.pieces import body_pieces, head_pieces, note_pieces
from bulletin.compose.page_list import references
from bulletin.findings import Finding, Place, finding
from bulletin.galley import told
from bulletin.galley.faults import Fault, Kind
from bulletin.model import Edition, Figure
from bulletin.units import squeeze
from bulletin.walk import descend, plain, units

LEAST_DPI = 200
"""Dots per inch below which a printed picture looks coarse."""

_ELSEWHERE = frozenset({Kind.COARSE, Kind.MISSING, Kind.FOREIGN, Kind.LOOSE_FACE})
"""Faults that other checks of a build tell of."""


def check(
    path: Path,
    edition: Edition,
    stories: tuple[lost.Story, ...],
    head: str,
    overset: tuple[tuple[int, str], ...],
    widths: Mapping[str, float],
    read: list[pdf_text.PageText] | None = None,
) -> tuple[Finding, ...]:
    """Hold the PDF at ``path`` against ``edition``.

    ``stories`` are the articles in the order of the pages; ``head`` is the running head; ``overset`` are the lines
    that the layout could not hold, with their pages; ``widths`` is the width in pt of each figure by its id;
    ``read`` is what the pages say, where they were read before.
    """
    pages = pdf_text.read(path) if read is None else read
    found = lost.missing(edition, stories, [page.text for page in pages], head, path.name)
    found += _overset(edition, overset)
    found += _glyphs(pages, path.name)
    found += _coarse(edition, widths)
    found += _dangling(edition, len(pages))
    return tuple(found)


def _dangling(edition: Edition, count: int) -> Iterator[Finding]:
    """Yield a finding for each reference to a page that is none of the ``count`` there are."""
    for article in edition.issue.articles:
        for unit in units(article.blocks + tuple(block for note in article.notes for block in note.blocks)):
            text = plain(unit.inlines)
            for start, end, page in references(text):
                if not 1 <= page <= count:
                    yield finding("P-022", unit.place, text=text[start:end], page=page, count=count)


def setting(edition: Edition, faults: tuple[Fault, ...], forced: tuple[str, ...]) -> tuple[Finding, ...]:
    """Tell of the faults of the laid-out lines; ``forced`` are the texts before line ends against the rules.

    Pictures and faces have checks of their own.
    """
    # What no line of the sources is to blame for, is told of the file: which page 2 of three editions?
    sheet = Place(f"{edition.stem}.pdf")
    found = list(told.findings((fault for fault in faults if fault.kind not in _ELSEWHERE), sheet))
    for text in forced:
        found.append(finding("P-060", _place(edition, text), text=text))
    return tuple(found)


def _place(edition: Edition, text: str) -> Place | None:
    """Return where ``text`` stands in the sources."""
    wanted = squeeze(text)
    everything = (
        piece
        for article in edition.issue.articles
        for piece in (*head_pieces(article), *body_pieces(article.blocks), *note_pieces(article))
    )
    return next((p.place for p in everything if wanted and wanted in p.text), None)


def _overset(edition: Edition, overset: tuple[tuple[int, str], ...]) -> list[Finding]:
    """Tell of lines that their frame cannot hold, once a place in the sources."""
    known: dict[tuple[Place | None, int], Finding] = {}
    for page, text in overset:
        place = _place(edition, text)
        known.setdefault((place, page if place is None else 0), finding("P-001", place, page=page, text=text[:40]))
    return list(known.values())


def _glyphs(pages: list[pdf_text.PageText], name: str) -> list[Finding]:
    count = sum(page.unmapped for page in pages)
    return [finding("P-002", None, output=name, count=count)] if count else []


def _coarse(edition: Edition, widths: Mapping[str, float]) -> list[Finding]:
    """Measure each picture at its size on paper."""
    out = []
    for article in edition.issue.articles:
        for figure in descend(article.blocks):
            if not isinstance(figure, Figure) or not figure.path or not widths.get(figure.id):
                continue
            inches = widths[figure.id] / 72
            if figure.width / inches < LEAST_DPI:
                found = finding(
                    "P-009",
                    figure.place,
                    src=figure.path.name,
                    dpi=round(figure.width / inches),
                    least=LEAST_DPI,
                    pixels=round(inches * 300),
                )
                out.append(found)
    return out
