"""The score sheet of a document: how many faults of each kind, out of how many chances."""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bulletin.findings import word
from bulletin.galley.faults import Fault, Kind, runs
from bulletin.galley.grid import infer
from bulletin.galley.lines import Galley, Role
from bulletin.galley.setting import measured, pairs

_CHANCES = {
    Kind.START: "lines",
    Kind.START_STRICT: "lines",
    Kind.END: "lines",
    Kind.SPLIT: "lines",
    Kind.SHORT: "measured",
    Kind.RAGGED: "measured",
    Kind.OVER: "measured",
    Kind.STRETCH: "body",
    Kind.GAPE: "pairs",
    Kind.LONE: "paragraphs",
    Kind.WIDOW: "parted",
    Kind.ORPHAN: "parted",
    Kind.OFF_GRID: "body",
    Kind.UNEVEN: "body",
    Kind.HEAD_FOOT: "heads",
    Kind.HEAD_ROW: "heads",
    Kind.FILL: "pages",
    Kind.COARSE: "pictures",
    Kind.MISSING: "glyphs",
    Kind.FAUX_BOLD: "glyphs",
    Kind.FAUX_SLANT: "glyphs",
    Kind.FOREIGN: "faces",
    Kind.LOOSE_FACE: "faces",
}
"""Of what each kind is a share."""


def totals(galley: Galley) -> dict[str, int]:
    """Count what could have gone wrong.

    ``body`` are lines of running text; ``measured`` those of them that must be flush; ``pairs`` the marks in a row
    that must give up half a 字; ``paragraphs`` those of two lines or more; ``parted`` those that a column parts.
    """
    lines = [line for sheet in galley.sheets for line in sheet.lines]
    found = list(runs(galley))
    return {
        "pages": len(galley.sheets),
        "lines": len(lines),
        "body": sum(line.body for line in lines),
        "measured": sum(map(measured, lines)),
        "pairs": sum(pairs(line, galley.centred) for line in lines),
        "paragraphs": sum(len(run) > 1 and run[0].role is not Role.HEAD for run in found),
        "parted": sum(run[0].body and len({(line.page, line.column) for line in run}) > 1 for run in found),
        "heads": sum(run[0].role is Role.HEAD for run in found),
        "glyphs": sum(len(line.glyphs) for line in lines),
        "pictures": sum(len(sheet.pictures) for sheet in galley.sheets),
        "faces": len(galley.faces),
    }


def score(galley: Galley, faults: Sequence[Fault], chances: Mapping[str, int] | None = None) -> dict[str, Any]:
    """Return the score sheet as plain data; ``chances`` are the galley's totals, if they are known already.

    ``counts`` is by kind, ``body`` of these in running text, ``rates`` per cent of the chances; ``leading`` is in pt.
    """
    chances = dict(chances or totals(galley))
    counts = Counter(fault.kind for fault in faults)
    body = Counter(fault.kind for fault in faults if fault.body)
    step = galley.step or infer(galley)
    return {
        "totals": chances,
        "leading": round(step, 3) if step else None,
        "counts": {kind.value: counts[kind] for kind in Kind},
        "body": {kind.value: body[kind] for kind in Kind},
        "rates": {
            kind.value: round(100 * counts[kind] / chances[base], 2) if chances[base] else 0.0
            for kind, base in _CHANCES.items()
        },
        "faults": sum(counts.values()),
    }


def table(galley: Galley, faults: Sequence[Fault], language: str) -> Iterator[str]:
    """Yield the score sheet as lines to read: each kind, its count, its chances, its share."""
    sheet = score(galley, faults)
    labels = {kind: word(f"fault-{kind.value}", language) for kind in Kind}
    width = max(map(_width, labels.values()))
    units = {base: word(f"of-{base}", language) for base in sheet["totals"]}
    step = sheet["leading"]
    for base in ("pages", "lines", "body", "paragraphs"):
        yield f"{_pad(units[base], width)}  {sheet['totals'][base]:>6}"
    yield f"{_pad(word('leading', language), width)}  {f'{step:g} pt' if step else '–':>6}"
    yield ""
    for kind in Kind:
        count, base = sheet["counts"][kind.value], _CHANCES[kind]
        mark = "·" if not count else "!"
        share = f"{sheet['rates'][kind.value]:>7.2f} %" if sheet["totals"][base] else " " * 9
        yield f"{mark} {_pad(labels[kind], width)}  {count:>6} / {sheet['totals'][base]:<6} {share}  {units[base]}"


def _width(text: str) -> int:
    """Return how many cells a terminal gives to ``text``."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _pad(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
