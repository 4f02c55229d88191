"""Grey: one ink, for the copier and for newsprint; pages, tags and links as on the edition's paper."""

from pathlib import Path
from typing import Literal

from bulletin.config.press import GreySettings
from bulletin.errors import PressError
from bulletin.findings import Finding, finding
from bulletin.model import Artifact
from bulletin.outputs.base import Job, paper
from bulletin.outputs.press import refusal
from bulletin.press import derive, tones
from bulletin.press.inks import Refused
from bulletin.press.recolour import Recoloured


class Grey:
    """The economy version: everything in black, photographs toned for what they are printed on."""

    name = "grey"
    suffix = "-grey.pdf"
    needs: Literal["edition", "paper"] = "paper"

    def make(self, job: Job) -> tuple[tuple[Artifact, ...], tuple[Finding, ...]]:
        """Write the grey file; raises ``PressError`` for a colour that has no grey."""
        pages, _ = paper(job)
        target = job.folder / f"{job.edition.stem}{self.suffix}"
        wanted = job.edition.plan.option(GreySettings)
        done = derived(job, wanted, target)
        facts = {"paper": wanted.paper, "pictures": done.images.count}
        foreign = done.images.foreign
        place = job.edition.plan.at("grey")
        said = tuple(finding("R-021", place, width=width, height=height) for width, height in foreign)
        return (Artifact(self.name, job.edition.key, target, target.name, pages.count, facts),), said


def derived(job: Job, settings: GreySettings, target: Path) -> Recoloured:
    """Write the grey file that ``settings`` ask for to ``target``; raises ``PressError`` for a colour without grey."""
    _, source = paper(job)
    solid = job.layout.colour("spot", job.layout.settings(job.edition.plan))
    try:
        return derive.grey(source, target, tones.curve(tones.PAPERS[settings.paper]), solid)
    except Refused as refused:
        raise PressError(refusal(refused, job)) from None
