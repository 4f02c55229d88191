"""Every rule run over one finished PDF, page by page, and what they say as one report."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pikepdf

from bulletin.checks import rasters
from bulletin.checks.preflight import (
    against,
    documents,
    extras,
    hues,
    inks,
    pdfx,
    placed,
    sheet,
    types,
    words,
)
from bulletin.checks.preflight.data import Page
from bulletin.checks.preflight.documents import Document
from bulletin.checks.preflight.interpreter import Interpreter
from bulletin.checks.preflight.registry import Hit, Rule, applies, hit
from bulletin.checks.preflight.reports import Report
from bulletin.checks.preflight.tables import Tables
from bulletin.checks.preflight.target import Target, claimed
from bulletin.errors import SourceError
from bulletin.findings import finding
from bulletin.units import PT_PER_MM

_ROOMS = (extras, sheet, types, placed, hues, inks, words, pdfx)
RULES: tuple[Rule, ...] = tuple(item for room in _ROOMS for item in vars(room).values() if isinstance(item, Rule))
"""Every rule, room by room."""
RASTER = {
    "X-051": "TYPOGRAPHY.md §2 (print shops: total ink); GWG 2015 (total ink area coverage), measured on plates",
    "X-052": "what was not measured is said, never passed over",
}
_DPI = 72
"""Dots per inch at which ink is summed: a dot is a third of a millimetre."""
_SPECK = 1.0
"""mm² of ink over the limit that dries all the same."""
_ROUNDING = 2.0
"""Per cent that a sum of plates of 8 bits may be off."""


def inspect(
    path: Path, target: Target | None = None, raster: bool = True, old: Path | None = None, claim: bool = False
) -> Report:
    """Inspect the PDF at ``path``, whoever made it.

    Without ``target``, or with ``claim``, the file is judged by what it says of itself (``target.claimed``; the
    numbers are those of ``target``). ``raster``: where it is for a press, ink is summed on plates as well, if
    Ghostscript is there (0.1 s a page). ``old``: the file that this one was derived from, against which its text is
    held. Raises ``SourceError`` (P-053) for what is no PDF, or needs a password.
    """
    before = _words_of(old) if old is not None else None
    try:
        pdf = pikepdf.open(path)
    except (pikepdf.PikepdfError, OSError, ValueError) as problem:
        raise SourceError(finding("P-053", file=path.name, reason=str(problem)[:200])) from problem
    with pdf:
        document = _document(pdf, path)
        wanted = claimed(document, target) if target is None or claim else target
        hits: list[Hit] = []
        tables = Tables()
        said: list[tuple[str, str]] = []
        run = Interpreter(pdf, measure=wanted.press)
        rules = [rule for rule in RULES if applies(rule, wanted)]
        for number, found in enumerate(pdf.pages, 1):
            page = run.read(number, found)
            _note(page, document)
            for rule in rules:
                if rule.of_page is not None:
                    hits += rule.of_page(page, document, wanted)
            tables.add(page)
            if before is not None:
                said.append(against.page_words(page))
        document.faces = tuple(t.face for t in run.types.values() if t.face.glyphs)
        if wanted.standard is not None:
            documents.scan(pdf, document)
        document.repairs = document.repairs or tuple(str(item)[:160] for item in pdf.get_warnings()[:5])
    for rule in rules:
        if rule.of_file is not None:
            hits += rule.of_file(document, wanted)
    if before is not None:
        own = against.Words(tuple(a for a, _ in said), tuple(b for _, b in said), not any(a for a, _ in said))
        hits += against.compare(own, before, wanted.imposed)
    if any(item.code == "X-001" for item in hits):
        # What has no end here has none in another program either.
        hits += [hit("X-052", what="X-001")] if raster and wanted.press else []
    elif raster and wanted.press:
        hits += measured(path, document, tables, wanted, {h.page for h in hits if h.code == "X-050"})
    return Report(path.name, document, wanted, tuple(sorted(hits, key=lambda h: (h.code, h.page))), tables)


def _document(pdf: pikepdf.Pdf, path: Path) -> Document:
    try:
        return documents.read(pdf, path)
    except (pikepdf.PikepdfError, OSError, ValueError, TypeError, AttributeError, KeyError) as problem:
        raise SourceError(finding("P-053", file=path.name, reason=str(problem)[:200])) from problem


def _words_of(path: Path) -> against.Words:
    try:
        return against.read(path)
    except (pikepdf.PikepdfError, OSError, ValueError) as problem:
        raise SourceError(finding("P-053", file=path.name, reason=str(problem)[:200])) from problem


def _note(page: Page, document: Document) -> None:
    """Take down what the file's rules ask of all pages."""
    for name, space in page.spaces.items():
        document.spaces.setdefault(name, (space, []))[1].append(page.number)
    trim = page.trim
    wide, high = ((trim[2] - trim[0]) * page.unit / PT_PER_MM, (trim[3] - trim[1]) * page.unit / PT_PER_MM)
    document.sizes[page.number] = (high, wide) if page.rotate % 180 else (wide, high)


def measured(path: Path, document: Document, tables: Tables, target: Target, told: Iterable[int]) -> Iterator[Hit]:
    """Yield pages with more ink than ``target`` allows, summed on plates; a note where that cannot be done."""
    if not rasters.can_separate():
        yield hit("X-052", what="gs")
        return
    known = set(told)
    dot = (25.4 / _DPI) ** 2
    try:
        for made in rasters.separations(path, _DPI, range(1, document.pages + 1), size=tables.largest):
            counts = ink_counts(made)
            tables.inks[made.page] = max(counts, default=0) / 2.55
            heavy = sum(n for level, n in counts.items() if level / 2.55 > target.ink + _ROUNDING)
            for plate, image in made.plates.items():
                tables.cover(made.page, plate, image)
            if heavy * dot > _SPECK and made.page not in known:
                most = f"{tables.inks[made.page]:.0f}"
                yield hit("X-051", made.page, same=most, ink=most, limit=f"{target.ink:g}", area=f"{heavy * dot:.0f}")
    except rasters.RasterError as problem:
        yield hit("X-052", what=str(problem))


def ink_counts(made: rasters.Separation) -> dict[int, int]:
    """Return how many dots have which sum of plates (255 a plate)."""
    found = made.total().getcolors(1 << 24) or []
    return {int(level): n for n, level in found if isinstance(level, int | float)}


def sources() -> dict[str, str]:
    """Return where every code comes from."""
    found = dict(RASTER) | against.SOURCES | {"X-099": "findings are read by people: what repeats goes unread"}
    for rule in RULES:
        for code, source in rule.sources.items():
            found[code] = f"{found[code]}; {source}" if code in found else source
    return dict(sorted(found.items()))
