"""Press: PDF/X for a print shop (ISO 15930), derived from the edition's paper."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from bulletin.config.job import JobSettings
from bulletin.config.press import PressSettings
from bulletin.errors import PressError
from bulletin.findings import Finding, finding
from bulletin.model import Artifact
from bulletin.outputs import jobsheet
from bulletin.outputs.base import Job, inside, paper
from bulletin.press import derive, profile
from bulletin.press.inks import Refused
from bulletin.press.lettering import Lettering


class Press:
    """What the shop asks for: its inks, its bleed, its marks; with a job sheet that says what the file is."""

    name = "press"
    suffix = "-press.pdf"
    needs: Literal["edition", "paper"] = "paper"

    def make(self, job: Job) -> tuple[tuple[Artifact, ...], tuple[Finding, ...]]:
        """Write the press file and its job sheet; raises ``PressError`` as ``derived`` does."""
        plan = job.edition.plan
        settings = plan.option(PressSettings)
        target = job.folder / f"{job.edition.stem}{self.suffix}"
        done, task = derived(job, settings, target)
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
        made = Artifact(self.name, plan.key, target, target.name, done.pages, facts)
        order = job.folder / f"{job.edition.stem}-press-jobsheet.pdf"
        wanted = plan.option(JobSettings)
        said += jobsheet.sheet(job.edition, jobsheet.press_file(made), wanted, job.fonts, order)
        return (made, Artifact("jobsheet", plan.key, order, order.name, 1)), said


def derived(job: Job, settings: PressSettings, target: Path) -> tuple[derive.Pressed, derive.Task]:
    """Write the press file that ``settings`` ask for to ``target``.

    Raises ``PressError`` for a profile or a colour that cannot be printed.
    """
    pages, source = paper(job)
    choices = job.layout.settings(job.edition.plan)
    task = derive.Task(
        settings,
        wanted_profile(job, settings),
        job.layout.colour("spot", choices),
        job.layout.colour("rich", choices),
        job.edition.issue.date,
        target.name,
        tuple(slug(job, target.name, pages.count)),
        Lettering.of(job.fonts, "hei", job.edition.script, prefix="Slug"),
    )
    try:
        done = derive.press(source, target, task)
    except Refused as refused:
        raise PressError(refusal(refused, job)) from None
    if against := list(stands_against(done, job)):
        raise PressError(*against)
    return done, task


def slug(job: Job, name: str, count: int) -> Iterator[tuple[str, ...]]:
    """Yield for each page what stands on its sheet beside it: publication, number, date; file, page."""
    issue, words = job.edition.issue, job.layout.words(job.edition.script)
    numbers = [words[key].format(value) for key, value in (("number", issue.number), ("total", issue.total)) if value]
    first = "　".join((job.edition.plan.title or issue.publication.title, *numbers, issue.date.isoformat()))
    for page in range(1, count + 1):
        yield first, f"{name}　{page} / {count}"


def stands_against(done: derive.Pressed, job: Job) -> Iterator[Finding]:
    """Yield an error for each thing on the pages that the standard or the outlines have no room for."""
    place = job.edition.plan.at("press")
    for item in dict.fromkeys((item.font, item.reason) for item in done.skipped):
        yield finding("R-016", place, font=item[0], reason=item[1])
    for font in done.programs:
        yield finding("R-017", place, font=font)
    seen = set()
    for one in done.alpha:
        code = "R-018" if one.what == "image" else "R-019"
        if (one.page, code) not in seen:
            seen.add((one.page, code))
            yield finding(code, place, page=one.page)


def refusal(refused: Refused, job: Job) -> Finding:
    """Return in words why a colour cannot be put into ink."""
    code = {"space": "R-010", "spot-gradient": "R-011", "inline": "R-012"}[refused.kind]
    return finding(code, job.edition.plan.at("press"), page=refused.page, name=refused.name, layout=job.layout.name)


def told(done: derive.Pressed, task: derive.Task, job: Job) -> list[Finding]:
    """Return what an editor should know of the file."""
    out = []
    place = job.edition.plan.at("press")
    if task.settings.plates.endswith("+spot") and not done.colours.spot:
        out.append(finding("R-013", place, name=task.settings.spot.name, layout=job.layout.name))
    wanted = task.settings
    if "spot" in wanted.model_fields_set and not wanted.plates.endswith("+spot"):
        out.append(finding("R-023", place, name=wanted.spot.name, plates=wanted.plates))
    if wanted.plates.endswith("+spot") and "spot" not in wanted.model_fields_set:
        out.append(finding("R-024", place, name=wanted.spot.name))
    if done.colours.images.greyed:
        out.append(finding("R-025", place, count=done.colours.images.greyed, plates=wanted.plates))
    code = "R-014" if task.settings.plates.startswith("cmyk") else "R-021"
    for width, height in done.colours.images.foreign:
        out.append(finding(code, place, width=width, height=height))
    stray = [at for at in task.settings.fold if at >= done.trim[0] or task.settings.marks == "none"]
    if stray:
        out.append(finding("R-022", place, fold=", ".join(f"{at:g}" for at in stray), width=f"{done.trim[0]:g}"))
    if done.colours.images.most > task.settings.ink / 100 + 1e-6:
        out.append(finding("R-015", place, most=round(done.colours.images.most * 100), limit=round(task.settings.ink)))
    return out


def profile_faults(job: Job) -> tuple[Finding, ...]:
    """Return why the press profile that the settings name cannot be used; nothing where it can."""
    try:
        wanted_profile(job, job.edition.plan.option(PressSettings))
    except PressError as problem:
        return problem.findings
    return ()


def wanted_profile(job: Job, settings: PressSettings) -> profile.Profile:
    """Return the press profile that the settings name; raises ``PressError`` where it is none."""
    if settings.profile in profile.SHIPPED:
        return profile.shipped(settings.profile)
    place = job.edition.plan.at("press")
    path = inside(job, settings.profile)
    if path is None:
        raise PressError(finding("R-001", place, file=settings.profile, reason="–"))
    return profile.own(path, settings.profile, place, 2 if settings.standard == "x-1a" else 4)
