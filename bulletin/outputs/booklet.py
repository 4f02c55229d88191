"""Booklet: the pages set on sheets for an office copier or a binder, derived from the finished file."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from bulletin.config.booklet import PAPERS, BookletSettings
from bulletin.config.pages import BLEED
from bulletin.config.press import GreySettings, PressSettings
from bulletin.errors import PressError
from bulletin.findings import Finding, finding
from bulletin.impose import order, sheets, write
from bulletin.impose.write import Imposed
from bulletin.model import Artifact
from bulletin.outputs import grey, press
from bulletin.outputs.base import Job, paper
from bulletin.units import PT_PER_MM as MM

STAPLED = 1.6
"""mm of unfolded sheets that office staplers hold through the fold: 16 sheets of 80 g, 64 pages."""
GLUED = 2.0
"""mm of back on which glue holds."""
CUT = 5.0
"""mm of outer margin below which a guillotine may take text."""
SUNK = 3.0
"""mm of inner margin below which text is lost in the fold."""


class Booklet:
    """Sheets to print on both sides, fold, and staple or glue."""

    name = "booklet"
    suffix = "-booklet.pdf"
    needs: Literal["edition", "paper"] = "paper"

    def make(self, job: Job) -> tuple[tuple[Artifact, ...], tuple[Finding, ...]]:
        """Write the sheets; raises ``PressError`` where paper and pages do not go together."""
        plan = job.edition.plan
        settings = plan.option(BookletSettings)
        target = job.folder / f"{job.edition.stem}{self.suffix}"
        with TemporaryDirectory(dir=job.folder) as folder:
            source, drawn, said = pages(job, settings, Path(folder) / target.name)
            try:
                done = write.impose(source, target, settings, drawn)
            except sheets.PaperError as small:
                sizes = {"need": _size(small.need), "paper": _size(small.paper)}
                raise PressError(finding("R-110", plan.at("booklet"), **sizes)) from None
            except write.UnfitError as unfit:
                code = "R-111" if unfit.kind == "mixed" else "R-112"
                raise PressError(finding(code, plan.at("booklet"), **unfit.facts)) from None
        facts = {
            "way": settings.way,
            "sheets": done.sheets,
            "signatures": done.signatures,
            "blanks": list(done.blanks),
            "paper": [round(side, 2) for side in done.paper],
            "scale": round(done.scale, 4),
            "edge": done.edge,
            "creep": round(done.creep, 3),
            "from": settings.source,
        }
        artifact = Artifact(self.name, plan.key, target, target.name, done.sides, facts)
        return (artifact,), (*said, *told(done, settings, job, target.name))


def pages(job: Job, settings: BookletSettings, target: Path) -> tuple[Path, float | None, tuple[Finding, ...]]:
    """Return the file that the pages come from, mm drawn past their trim, and what was found where it had to be made.

    A press file is made without marks or slug lines of single pages: they would lie hidden in every sheet.
    """
    if settings.source == "grey":
        grey.derived(job, job.edition.plan.option(GreySettings), target)
        return target, BLEED, ()
    if settings.source == "press":
        wanted = job.edition.plan.option(PressSettings).model_copy(update={"marks": "none"})
        done, task = press.derived(job, wanted, target)
        return target, None, tuple(press.told(done, task, job))
    return paper(job)[1], BLEED, ()


def told(done: Imposed, settings: BookletSettings, job: Job, file: str) -> Iterator[Finding]:
    """Yield what an editor, the copier's operator and the binder should know."""
    place = job.edition.plan.at("booklet")
    name = _paper_name(done)
    if settings.way not in sheets.GRIDS:
        yield from _folded(done, settings, job, file)
        if done.scale != 1:
            yield finding("R-123", place, file=file, percent=round(done.scale * 100), paper=name)
    if done.sides > 1:
        yield finding("R-130" if done.edge == "short" else "R-131", place, file=file, paper=name)


def _folded(done: Imposed, settings: BookletSettings, job: Job, file: str) -> Iterator[Finding]:
    place = job.edition.plan.at("booklet")
    if done.blanks:
        yield finding("R-101", place, file=file, count=done.pages, blank=_runs(done.blanks))
    caliper = settings.caliper
    back = 2 * done.sheets * caliper
    if settings.way == "saddle" and done.sheets * caliper > STAPLED + 1e-6:
        most = int(STAPLED / caliper + 1e-6)
        yield finding("R-102", place, file=file, sheets=done.sheets, caliper=f"{caliper:g}", most=most)
    if settings.way == "signatures":
        if back < GLUED - 1e-6:
            yield finding("R-103", place, file=file, sheets=done.sheets, back=f"{back:.1f}")
        total = done.pages + len(done.blanks)
        sizes = order.sizes(total, settings.signature)
        for number, size in enumerate(sizes, 1):
            if size != settings.signature and len(sizes) > 1:
                whole = settings.signature
                yield finding("R-104", place, file=file, number=number, total=len(sizes), pages=size, size=whole)
    measures = job.layout.measures(job.layout.settings(job.edition.plan))
    inner, outer = (measures[side] / MM * done.scale for side in ("inner", "outer"))
    code, margin, least = ("R-120", inner, SUNK) if settings.creep else ("R-121", outer, CUT)
    if (rest := margin - done.creep) < least:
        yield finding(code, place, file=file, creep=f"{done.creep:.1f}", rest=f"{max(rest, 0):.1f}")
    if settings.marks != "none" and done.bleed < settings.bleed - 1e-3:
        yield finding("R-122", place, file=file, wanted=f"{settings.bleed:g}", bleed=f"{done.bleed:.1f}")


def _runs(numbers: tuple[int, ...]) -> str:
    return str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}–{numbers[-1]}"


def _paper_name(done: Imposed) -> str:
    """Return the paper as copiers name it, or its sides in mm."""
    width, height = sorted(done.paper)
    for name, (across, up) in PAPERS.items():
        if abs(width - across) <= 1 and abs(height - up) <= 1:
            return name
    return f"{width:.0f} × {height:.0f} mm"


def _size(size: tuple[float, float]) -> str:
    return f"{size[0] / MM:.0f} × {size[1] / MM:.0f}"
