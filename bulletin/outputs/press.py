"""Press: PDF/X for a print shop (ISO 15930), derived from the edition's paper."""

from pathlib import Path
from typing import Literal

from bulletin.config.press import PressSettings
from bulletin.errors import PressError
from bulletin.findings import Finding, finding
from bulletin.model import Artifact
from bulletin.outputs.base import Job, paper
from bulletin.press import derive, profile
from bulletin.press.recolour import Refused


class Press:
    """What the shop asks for: its inks, its bleed, its marks."""

    name = "press"
    suffix = "-press.pdf"
    needs: Literal["edition", "paper"] = "paper"

    def make(self, job: Job) -> tuple[tuple[Artifact, ...], tuple[Finding, ...]]:
        """Write the press file; raises ``PressError`` for a profile or a colour that cannot be printed."""
        _, source = paper(job)
        plan = job.edition.plan
        settings = plan.option(PressSettings)
        target = job.folder / f"{job.edition.stem}{self.suffix}"
        choices = job.layout.settings(plan)
        task = derive.Task(
            settings,
            _profile(job, settings),
            job.layout.colour("spot", choices),
            job.layout.colour("rich", choices),
            job.edition.issue.date,
            target.name,
        )
        try:
            done = derive.press(source, target, task)
        except Refused as refused:
            raise PressError(refusal(refused, job)) from None
        facts = {
            "trim": [round(side, 2) for side in done.trim],
            "bleed": settings.bleed,
            "plates": list(done.plates),
            "profile": task.profile.name,
            "ink": settings.ink,
            "standard": settings.standard,
            "outlines": settings.outlines,
        }
        said = tuple(told(done, task, job))
        return (Artifact(self.name, plan.key, target, target.name, done.pages, facts),), said


def refusal(refused: Refused, job: Job) -> Finding:
    """Return in words why a colour cannot be put into ink."""
    code = {"space": "R-010", "spot-gradient": "R-011", "inline": "R-012"}[refused.kind]
    return finding(code, job.edition.plan.place, page=refused.page, name=refused.name, layout=job.layout.name)


def told(done: derive.Pressed, task: derive.Task, job: Job) -> list[Finding]:
    """Return what an editor should know of the file."""
    out = []
    place = job.edition.plan.place
    if task.settings.plates.endswith("+spot") and not done.colours.spot:
        out.append(finding("R-013", place, name=task.settings.spot.name, layout=job.layout.name))
    for width, height in done.colours.images.foreign:
        out.append(finding("R-014", place, width=width, height=height))
    if done.colours.images.most > task.settings.ink / 100 + 1e-6:
        out.append(finding("R-015", place, most=round(done.colours.images.most * 100), limit=round(task.settings.ink)))
    return out


def _profile(job: Job, settings: PressSettings) -> profile.Profile:
    if settings.profile in profile.SHIPPED:
        return profile.shipped(settings.profile)
    place = job.edition.plan.place
    home = job.home or Path()
    path = (home / settings.profile).resolve()
    if not path.is_relative_to(home.resolve()):
        raise PressError(finding("R-001", place, file=settings.profile, reason=".."))
    return profile.own(path, settings.profile, place)
