"""Ace of the DAISY Consortium: accessibility (EPUB Accessibility 1.1), by axe-core in a browser and its own rules."""

import json
import shutil
from pathlib import Path

from tests import browser
from tests.books.base import NODE, Told, Tool, run
from tests.books.content import Book

_PROGRAM = NODE / ".bin" / "ace-cli"


def missing() -> str:
    """Return what this machine lacks."""
    if not shutil.which("node"):
        return "node is missing: sudo apt-get install nodejs npm"
    if not _PROGRAM.exists():
        return "Ace is missing: make check-books installs it"
    return "" if browser.program() else "no browser: sudo apt-get install chromium"


def check(book: Book, work: Path, _pictures: Path | None) -> Told:
    """Run Ace; every assertion that is not passed is a fault, whatever its impact."""
    out = work / "report"
    code, said = run(
        [_PROGRAM, "--force", "--outdir", out, "--tempdir", work / "temp", book.path.resolve()],
        work,
        {"PUPPETEER_EXECUTABLE_PATH": browser.program()},
    )
    file = out / "report.json"
    if code or not file.exists():
        return Told("did not run", (f"exit code {code}: {' '.join(said.split())[-300:]}",))
    report = json.loads(file.read_text("utf-8"))
    faults = []
    for subject in report["assertions"]:
        for one in subject["assertions"]:
            test, result = one["earl:test"], one["earl:result"]
            if result["earl:outcome"] != "pass":
                where = f"{subject['earl:testSubject']['url']} {result.get('earl:pointer', {}).get('css', [''])[0]}"
                faults.append(f"{test['earl:impact']} {test['dct:title']} {where}: {result['dct:description'][:250]}")
    if report["earl:result"]["earl:outcome"] != "pass" and not faults:
        faults.append("the whole is not passed")
    seen = len(report["assertions"])
    if seen < len(book.documents):
        faults.append(f"only {seen} of {len(book.documents)} documents were looked at")
    return Told(f"{len(faults)} findings in {seen} documents", tuple(faults))


TOOL = Tool("ace", missing, check)
