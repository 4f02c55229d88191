"""Lay an edition's HTML out into pages and write them as PDF; WeasyPrint's complaints become findings."""

import contextlib
import gc
import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError

from bulletin.errors import LayoutError
from bulletin.findings import Finding, Place, finding
from bulletin.galley import inspect as inspection
from bulletin.galley.faults import Fault
from bulletin.galley.lines import Row, Sheet
from bulletin.model import Position
from bulletin.typeset import hooks, inspect, readback, starts
from bulletin.typeset.compositor import Compositor
from bulletin.typeset.fetch import ClosedFetcher
from bulletin.typeset.rules import Rules

_LOGGER = logging.getLogger("weasyprint")

DPI = 300
"""Pictures finer than this at their placed size are reduced to it."""


@dataclass(frozen=True, slots=True)
class Pages:
    """Laid-out pages; several outputs may be drawn from them."""

    document: Any
    """WeasyPrint's ``Document``."""
    count: int
    findings: tuple[Finding, ...]
    """What WeasyPrint said while it laid them out."""
    overset: tuple[tuple[int, str], ...]
    """Lines that their frame cannot hold: page number and text."""
    pictures: Mapping[str, float]
    """Width in pt of each picture on paper, by its address."""

    starts: tuple[tuple[Position, ...], ...]
    """For each page the places where its elements begin on it."""
    fill: tuple[int, ...]
    """How far down each page is filled, in per cent."""
    faults: tuple[Fault, ...]
    """What a compositor would mark on the lines as they were set."""
    score: Mapping[str, Any]
    """Their score sheet: counts of faults and of chances."""
    forced: tuple[str, ...]
    """Text before each line end that the rules forbid, where the text had no other."""
    left: int
    """Lines of Chinese that WeasyPrint set its own way: beside a float, with tabs or leaders."""
    rows: tuple[tuple[Row, ...], ...]
    """The lines of each page, in reading order."""
    fetcher: ClosedFetcher
    """Serves the pictures while they are drawn."""

    def write_pdf(self, target: Path, variant: str = "pdf/ua-1") -> tuple[Finding, ...]:
        """Write the pages to ``target`` as tagged PDF (ISO 14289-1); return what was said meanwhile.

        A page is its trim alone; what is drawn past it (CSS ``bleed``) lies outside its MediaBox, for the press.

        Raises ``LayoutError``, and leaves no file, where a page asks for an address that is not its own.
        """
        with _listening() as said, _closed(self.fetcher, target), _few_collections():
            self.document.write_pdf(target, finisher=_trim, pdf_variant=variant, pdf_tags=True, dpi=DPI)
        return tuple(said)


def _trim(_document: Any, pdf: Any) -> None:
    """Make the trim of each page of ``pdf`` its whole (ISO 32000-2 §14.11.2); the bleed stays drawn, unseen."""
    for thing in pdf.objects:
        if isinstance(thing, dict) and thing.get("Type") == "/Page":
            thing["MediaBox"] = thing["BleedBox"] = thing["TrimBox"]


def lay_out(
    html: str,
    css: str,
    pictures: Mapping[str, Path],
    rules: Rules | None = None,
    places: Mapping[str, Place] | None = None,
) -> Pages:
    """Return the pages of ``html``; ``pictures`` are all the files that it may name, ``rules`` how lines are set.

    ``places`` tells where the element of each id comes from.

    Raises ``LayoutError`` where it asks for another address or is nested too deep to be laid out.
    """
    hooks.install()
    fonts = FontConfiguration()
    rules = rules or Rules()
    compositor = fonts.compositor = Compositor(rules)
    fetcher = ClosedFetcher(pictures)
    with _listening() as said, _closed(fetcher), _few_collections():
        try:
            style = weasyprint.CSS(string=css, font_config=fonts, url_fetcher=fetcher)
            document = weasyprint.HTML(string=html, url_fetcher=fetcher).render(
                stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1", pdf_tags=True, dpi=DPI
            )
        except RecursionError:
            raise LayoutError(finding("S-042")) from None
    centred = document.pages[0]._page_box.style["lang"] or ""
    starts.number(document)
    with _few_collections():
        rows: list[tuple[Row, ...]] = []
        read = _noting(readback.sheets(document, rules, places or {}), rows)
        faults, sheet = inspection.read(read, "zh-Hant" in centred, rules.grid or None)
    pages = Pages(
        document,
        len(document.pages),
        tuple(said),
        tuple(inspect.overset(document)),
        inspect.picture_widths(document),
        starts.starts(document),
        inspect.fill(document),
        faults,
        sheet,
        tuple(dict.fromkeys(compositor.counts.forced)),
        inspect.left_to_stock(document),
        tuple(rows),
        fetcher,
    )
    compositor.finish()
    return pages


def _noting(sheets: Iterable[Sheet], rows: list[tuple[Row, ...]]) -> Iterator[Sheet]:
    """Yield ``sheets`` as they come, and keep of each what a proof needs of its lines."""
    for sheet in sheets:
        rows.append(tuple(map(Row.of, sheet.lines)))
        yield sheet


@contextmanager
def _few_collections() -> Iterator[None]:
    """Let Python look for circles of dead objects seldom: a layout is one big living one (a tenth of its time)."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


@contextmanager
def _closed(fetcher: ClosedFetcher, target: Path | None = None) -> Iterator[None]:
    """Turn a refused address into a ``LayoutError``, also where WeasyPrint swallowed the refusal."""
    try:
        with contextlib.suppress(FatalURLFetchingError):
            yield
    finally:
        if fetcher.refused and target:
            target.unlink(missing_ok=True)
    if fetcher.refused:
        raise LayoutError(*(finding("P-021", url=url) for url in dict.fromkeys(fetcher.refused)))


@contextmanager
def _listening() -> Iterator[list[Finding]]:
    """Collect WeasyPrint's log as findings, and keep it off the screen."""
    said: list[Finding] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.levelno >= logging.WARNING:
                said.append(finding("P-020", message=record.getMessage()))

    listener, before, propagate = Listener(), _LOGGER.handlers[:], _LOGGER.propagate
    _LOGGER.handlers, _LOGGER.propagate = [listener], False
    try:
        yield said
    finally:
        _LOGGER.handlers, _LOGGER.propagate = before, propagate
