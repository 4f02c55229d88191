"""What the command line says of an import: sentences for the editor, data for programs."""

from typing import Any

from bulletin.desk.imports import Result
from bulletin.desk.state import PAGE, REPORT
from bulletin.findings import word


def lines(made: Result, language: str) -> tuple[str, ...]:
    """Return how much was imported and left out, where the report lies, and what to type next."""
    deeds = {name: len(paths) for name, paths in made.deeds.items()}
    return (
        word("import-done", language, **made.counts),
        word("import-files", language, **deeds),
        word("import-report-at", language, report=made.folder / PAGE),
        word("import-next" if made.buildable else "import-next-new", language, folder=made.folder),
    )


def summary(made: Result, language: str) -> dict[str, Any]:
    """Return the same as data; paths are relative to the issue folder."""
    return {
        "folder": str(made.folder),
        "date": made.data["date"],
        **made.counts,
        "files": {name: list(paths) for name, paths in made.deeds.items()},
        "report": [PAGE, REPORT],
        "findings": [item.as_dict(language) for item in made.findings],
    }
