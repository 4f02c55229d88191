"""A finished file inspected for what an eye would trip over: a PDF by its lines, an EPUB as a book."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import pikepdf

from bulletin.checks.lint import linter
from bulletin.checks.paper import sheets
from bulletin.checks.paper.sheets import Paper
from bulletin.errors import SourceError
from bulletin.findings import Finding, Place, Severity, finding
from bulletin.galley import inspect
from bulletin.galley.faults import Fault
from bulletin.galley.score import score, table
from bulletin.galley.told import as_dict, findings


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was found in one finished PDF."""

    file: str
    paper: Paper
    faults: tuple[Fault, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The faults as findings at the file."""
        return tuple(findings(self.faults, Place(self.file)))

    @property
    def graver(self) -> int:
        """How many of the faults are more than a note."""
        return sum(item.severity is not Severity.NOTE for item in self.findings)

    def as_dict(self, language: str) -> dict[str, Any]:
        """Return everything as plain data for JSON."""
        head = {"file": self.file, "producer": self.paper.producer, "tagged": self.paper.tagged}
        sheet = score(self.paper.galley, self.faults)
        fill = [page.fill for page in self.paper.galley.sheets]
        return head | sheet | {"fill": fill, "found": [as_dict(fault, language) for fault in self.faults]}

    def lines(self, language: str) -> Iterator[str]:
        """Yield the score sheet and then every fault, kind by kind, as lines to read."""
        yield from table(self.paper.galley, self.faults, language)
        told = sorted(self.findings, key=lambda item: item.code)
        for code, group in groupby(told, key=lambda item: item.code):
            items = list(group)
            yield ""
            yield f"{code}  → {items[0].cure(language)}"
            for item in items:
                yield f"    {item.message(language)}"


def pdf(path: Path) -> Inspection:
    """Inspect the PDF at ``path``; raises ``SourceError`` if it cannot be read."""
    try:
        paper = sheets.read(path)
    except (pikepdf.PikepdfError, OSError, ValueError, TypeError, IndexError) as problem:
        # The last three: an operator without its operands, a number that is none.
        raise SourceError(finding("P-053", file=path.name, reason=str(problem)[:200])) from problem
    return Inspection(path.name, paper, inspect.find(paper.galley))


def book(path: Path) -> tuple[Finding, ...]:
    """Lint the EPUB at ``path``, whoever made it; raises ``SourceError`` if it cannot be opened."""
    return linter.inspect(path)


def kind(path: Path) -> str:
    """Return ``pdf`` or ``epub``, by the file's name and first bytes; raises ``SourceError`` for anything else."""
    try:
        with path.open("rb") as file:
            head = file.read(1024)
    except FileNotFoundError:
        raise SourceError(finding("S-001", Place(str(path)))) from None
    except OSError as problem:
        raise SourceError(finding("S-002", Place(str(path)), reason=problem.strerror or problem)) from problem
    if path.suffix.lower() == ".epub":
        if b"%PDF-" in head:
            raise SourceError(finding("E-030", Place(path.name), reason="PDF"))
        return "epub"
    if b"%PDF-" in head:
        return "pdf"
    if head.startswith(b"PK") and b"application/epub+zip" in head:
        return "epub"
    raise SourceError(finding("P-053", file=path.name, reason=path.suffix or "–"))
