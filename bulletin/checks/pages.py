"""Inspect finished pages: nothing lost, nothing cut, no coarse picture, no glyph missing."""

from collections.abc import Mapping
from pathlib import Path

from bulletin.checks import lost, pdf_text
from bulletin.findings import Finding, finding
from bulletin.model import Edition, Figure
from bulletin.walk import descend

LEAST_DPI = 200
"""Dots per inch below which a printed picture looks coarse."""


def check(
    path: Path,
    edition: Edition,
    stories: tuple[lost.Story, ...],
    head: str,
    overset: tuple[tuple[int, str], ...],
    widths: Mapping[str, float],
) -> tuple[Finding, ...]:
    """Hold the PDF at ``path`` against ``edition``.

    ``stories`` are the articles in the order of the pages; ``head`` is the running head; ``overset`` are the lines
    that the layout could not hold, with their pages; ``widths`` is the width in pt of each figure by its id.
    """
    pages = pdf_text.read(path)
    found = lost.missing(edition, stories, [page.text for page in pages], head, path.name)
    found += [finding("P-001", None, page=page, text=text[:40]) for page, text in overset]
    found += _glyphs(pages, path.name)
    found += _coarse(edition, widths)
    return tuple(found)


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
