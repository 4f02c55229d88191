"""Grey: one ink, for the copier and for newsprint; pages, tags and links as on the edition's paper."""

from typing import Literal

from bulletin.config.press import GreySettings
from bulletin.errors import PressError
from bulletin.findings import Finding
from bulletin.model import Artifact
from bulletin.outputs.base import Job, paper
from bulletin.outputs.press import refusal
from bulletin.press import derive, tones
from bulletin.press.recolour import Refused


class Grey:
    """The economy version: everything in black, photographs toned for what they are printed on."""

    name = "grey"
    suffix = "-grey.pdf"
    needs: Literal["edition", "paper"] = "paper"

    def make(self, job: Job) -> tuple[tuple[Artifact, ...], tuple[Finding, ...]]:
        """Write the grey file; raises ``PressError`` for a colour that has no grey."""
        pages, source = paper(job)
        target = job.folder / f"{job.edition.stem}{self.suffix}"
        wanted = job.edition.plan.option(GreySettings).paper
        try:
            done = derive.grey(source, target, tones.curve(tones.PAPERS[wanted]))
        except Refused as refused:
            raise PressError(refusal(refused, job)) from None
        facts = {"paper": wanted, "pictures": done.images.count}
        return (Artifact(self.name, job.edition.key, target, target.name, pages.count, facts),), ()
