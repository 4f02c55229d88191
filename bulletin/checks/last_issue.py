"""Page counts against the last issue: an order at the print shop, postage and price hang on them."""

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath

from bulletin.findings import Finding, finding
from bulletin.model import Artifact, EditionPlan
from bulletin.readers.issue import Loaded
from bulletin.readers.neighbours import last


def pages(loaded: Loaded, plan: EditionPlan, made: Artifact, delivered: Path | None) -> Iterator[Finding]:
    """Yield a note where the file ``made`` has not as many pages as that of the issue before it.

    ``delivered`` is where this issue's files go, if anywhere; the last one's lie beside, as its manifest tells.
    """
    before = last(loaded.others, loaded.issue.date)
    if before is None or delivered is None:
        return
    with suppress(OSError, ValueError, TypeError, KeyError, AttributeError):
        told = json.loads((delivered.parent / PurePosixPath(before.name).name / "manifest.json").read_text("utf-8"))
        if told["publication"] != loaded.issue.publication.slug:
            return
        for entry in told["files"]:
            same = entry["edition"] == made.edition and entry["output"] == made.output
            if same and int(entry["pages"]) != made.pages:
                had = int(entry["pages"])
                yield finding("R-020", plan.place, file=made.name, pages=made.pages, issue=before.name, before=had)
