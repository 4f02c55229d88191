"""Paper: the laid-out pages as a tagged PDF (PDF/UA-1, ISO 14289-1) with everything embedded."""

from typing import Literal

from bulletin.findings import Finding
from bulletin.model import Artifact
from bulletin.outputs.base import Job, paper


class Pdf:
    """The pages as they are: RGB, cut to the trim, for an office printer, a screen and a screen reader."""

    name = "pdf"
    suffix = ".pdf"
    needs: Literal["edition", "paper"] = "paper"

    def make(self, job: Job) -> tuple[tuple[Artifact, ...], tuple[Finding, ...]]:
        """Tell of the edition's paper: it is this output, and every other on paper is derived from it."""
        pages, path = paper(job)
        facts = {"fill": list(pages.fill), "setting": pages.score}
        return (Artifact(self.name, job.edition.key, path, path.name, pages.count, facts),), ()
