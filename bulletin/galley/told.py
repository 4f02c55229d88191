"""Faults as findings: each kind has its code, and its words stand in the catalogues."""

from collections.abc import Iterable, Iterator

from bulletin.findings import Finding, Place, finding
from bulletin.galley.faults import Fault, Kind

CODES = {
    Kind.START: "P-030",
    Kind.START_STRICT: "P-031",
    Kind.END: "P-032",
    Kind.SPLIT: "P-033",
    Kind.SHORT: "P-034",
    Kind.RAGGED: "P-035",
    Kind.OVER: "P-036",
    Kind.STRETCH: "P-037",
    Kind.GAPE: "P-038",
    Kind.LONE: "P-039",
    Kind.WIDOW: "P-040",
    Kind.ORPHAN: "P-041",
    Kind.OFF_GRID: "P-042",
    Kind.UNEVEN: "P-043",
    Kind.HEAD_FOOT: "P-044",
    Kind.HEAD_ROW: "P-045",
    Kind.FILL: "P-046",
    Kind.COARSE: "P-047",
    Kind.MISSING: "P-048",
    Kind.FAUX_BOLD: "P-049",
    Kind.FAUX_SLANT: "P-050",
    Kind.FOREIGN: "P-051",
    Kind.LOOSE_FACE: "P-052",
}
"""The code of each kind of fault."""

_LENGTH = 40
"""Characters of a line that a message shows."""


def findings(faults: Iterable[Fault], place: Place | None = None) -> Iterator[Finding]:
    """Yield each fault as a finding at ``place``, or at the place in the sources if the fault's line knows it."""
    for fault in faults:
        yield finding(
            CODES[fault.kind],
            fault.place or place,
            page=fault.page,
            column=fault.column,
            line=fault.line,
            text=fault.text[:_LENGTH] or "–",
            value=f"{fault.value:g}",
        )


def as_dict(fault: Fault, language: str) -> dict[str, object]:
    """Return a fault as plain data for JSON."""
    told = next(findings((fault,)))
    return {
        "code": told.code,
        "kind": fault.kind.value,
        "severity": told.severity.value,
        "page": fault.page,
        "column": fault.column,
        "line": fault.line,
        "text": fault.text,
        "value": fault.value,
        "body": fault.body,
        "message": told.message(language),
    }
