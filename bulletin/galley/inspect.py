"""All counters run over one document: the only entries that a producer of lines needs."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from bulletin.galley import grid, paragraphs, setting, things
from bulletin.galley.faults import Fault, Kind, Rules
from bulletin.galley.lines import Galley, Line, Role, Sheet
from bulletin.galley.score import score, totals

_ORDER = {kind: number for number, kind in enumerate(Kind)}


def find(galley: Galley, rules: Rules | None = None) -> tuple[Fault, ...]:
    """Return every fault of ``galley``: page by page, kinds in their order, then by column and line."""
    rules = rules or Rules()
    found = [
        *setting.find(galley, rules),
        *paragraphs.find(galley),
        *grid.find(galley, rules),
        *things.find(galley, rules),
    ]
    return _sorted(found)


def read(sheets: Iterable[Sheet], centred: bool, step: float | None) -> tuple[tuple[Fault, ...], dict[str, Any]]:
    """Return the faults and the score sheet of a document whose pages come one by one, as ``find`` and ``score`` do.

    What a page tells alone is found at once; of its lines only the ends are kept, for paragraphs that go on.
    """
    rules, found, kept = Rules(), list[Fault](), list[Sheet]()
    pairs = glyphs = 0
    for sheet in sheets:
        page = Galley((sheet,), centred=centred, step=step)
        found += (*setting.flushness(page, rules), *setting.gaps(page, rules))
        found += (*grid.find(page, rules), *things.find(page, rules))
        counted = totals(page)
        pairs, glyphs = pairs + counted["pairs"], glyphs + counted["glyphs"]
        kept.append(replace(sheet, lines=tuple(_ends(sheet.lines))))
    whole = Galley(tuple(kept), centred=centred, step=step)
    found += (*setting.breaks(whole), *paragraphs.find(whole), *grid.fills(whole, rules))
    faults = _sorted(found)
    return faults, score(whole, faults, totals(whole) | {"pairs": pairs, "glyphs": glyphs})


def _ends(lines: Iterable[Line]) -> Iterator[Line]:
    """Yield ``lines`` as one glyph each: how they start and end is all that is asked of them yet."""
    for line in lines:
        inked = line.inked
        if line.last or line.role is Role.HEAD or len(inked) < 2:
            yield line
            continue
        joined = inked[0]._replace(text="".join([glyph.text for glyph in inked]), advance=inked[-1].end - inked[0].x)
        yield replace(line, glyphs=(joined,))


def _sorted(found: Iterable[Fault]) -> tuple[Fault, ...]:
    return tuple(sorted(found, key=lambda fault: (fault.page, _ORDER[fault.kind], fault.column, fault.line)))
