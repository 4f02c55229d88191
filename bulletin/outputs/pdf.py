"""Paper: the laid-out pages as a tagged PDF (PDF/UA-1, ISO 14289-1) with everything embedded."""

from typing import Literal

from bulletin.errors import LayoutError
from bulletin.findings import Finding, finding
from bulletin.model import Artifact
from bulletin.outputs.base import Job


class Pdf:
    """The pages as they are: RGB, no bleed, for an office printer, a screen and a screen reader."""

    name = "pdf"
    suffix = ".pdf"
    needs: Literal["edition", "pages"] = "pages"

    def make(self, job: Job) -> tuple[Artifact, tuple[Finding, ...]]:
        """Write ``<stem>.pdf`` into the work folder."""
        if job.pages is None:
            raise LayoutError(finding("U-003", reason="pdf without pages", log="-"))
        path = job.folder / f"{job.edition.stem}{self.suffix}"
        said = job.pages.write_pdf(path)
        facts = {"fill": list(job.pages.fill), "setting": job.pages.score}
        artifact = Artifact(self.name, job.edition.key, path, path.name, job.pages.count, facts)
        return artifact, said
