"""All counters run over one document: the only entry that a producer of lines needs."""

from bulletin.galley import grid, paragraphs, setting, things
from bulletin.galley.faults import Fault, Kind, Rules
from bulletin.galley.lines import Galley

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
    return tuple(sorted(found, key=lambda fault: (fault.page, _ORDER[fault.kind], fault.column, fault.line)))
