"""One edition: the issue put into its script, laid out once, its files made and inspected."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from bulletin import fonts, layouts, ledgers, typography
from bulletin.checks import books, glyphs, last_issue, leaks, lost, pages, pdf_text
from bulletin.checks.imprint import inspector
from bulletin.checks.lint import linter
from bulletin.checks.preflight import preflight
from bulletin.checks.preflight.target import Target
from bulletin.compose import page
from bulletin.config.job import JobSettings
from bulletin.config.press import PressSettings
from bulletin.errors import CheckError, raise_errors
from bulletin.findings import Finding, Place
from bulletin.keep import Keeper
from bulletin.model import Artifact, Edition, EditionPlan
from bulletin.outputs.archive import Archive
from bulletin.outputs.base import Job, Output
from bulletin.outputs.booklet import Booklet
from bulletin.outputs.epub import Epub
from bulletin.outputs.grey import Grey
from bulletin.outputs.pdf import Pdf
from bulletin.outputs.press import Press
from bulletin.outputs.proof import Proof
from bulletin.readers import sources
from bulletin.readers.issue import Loaded
from bulletin.script import convert
from bulletin.script.ledger import Ledger
from bulletin.versions import made_with
from bulletin.walk import descend

if TYPE_CHECKING:  # WeasyPrint may only be imported once fontconfig knows our fonts
    from bulletin.typeset.pages import Pages

OUTPUTS: Mapping[str, Output] = {
    output.name: output for output in (Pdf(), Epub(), Press(), Grey(), Booklet(), Archive(), Proof())
}
"""Every output, by the name that ``make:`` and ``-o`` know."""


MEANT = frozenset({"X-045", "X-071", "X-097"})
"""What is meant in a file of ours: an archive is for no press, grey for no single one, slug lines are on no paper."""


@dataclass(frozen=True, slots=True)
class Made:
    """What became of one edition."""

    edition: str
    artifacts: tuple[Artifact, ...]
    findings: tuple[Finding, ...]
    ledger: ledgers.Written | None = None
    """The ledger's files in the work folder; None where nothing was converted."""
    seconds: Mapping[str, float] = field(default_factory=dict)
    """Wall time of each stage, for ``make bench``; in no report."""


def edit(loaded: Loaded, plan: EditionPlan) -> tuple[Edition, tuple[Finding, ...], Ledger]:
    """Return the issue in the plan's script, its typography put right, what was found on the way, and the ledger."""
    converted, found, ledger, grown = convert.convert_issue(loaded.issue, plan)
    tidied, said = typography.tidy_issue(converted)
    edition = Edition(plan, tidied)
    waiting = ledgers.waiting(ledger, edition)
    told = inspector.check(loaded, plan)
    return edition, (*found, *said, *lost.changed(loaded.issue, edition, grown), *told, *waiting), ledger


def make_edition(
    loaded: Loaded,
    plan: EditionPlan,
    work: Path,
    keep: Path | None = None,
    language: str = "en",
    delivered: Path | None = None,
) -> Made:
    """Make every output of one edition in ``work``, each edition laid out once.

    ``delivered`` is the folder where the issue's files lie from before, if there is any.
    """
    clock = _Clock()
    keeper = Keeper(keep, plan.key)
    faces = fonts.prepare(loaded.fonts)
    layout = layouts.load(plan.layout, plan.place)
    layout.settings(plan)
    keeper.model("1-issue", loaded.issue)
    edition, found, ledger = edit(loaded, plan)
    keeper.model("2-edition", edition)
    converted = plan.script is not loaded.issue.script
    written = frozenset(source.file for source in ledger.sources if not source.converted)
    clock.mark("edit")
    raise_errors(CheckError, found)
    missing = glyphs.check(edition, faces)
    raise_errors(CheckError, missing)
    clock.mark("glyphs")
    wanted = [OUTPUTS[name] for name in plan.make]
    laid_out, paper = None, None
    if any(output.needs == "paper" or (plan.printed and output.name == Epub.name) for output in wanted):
        composed = page.compose(edition, layout, faces)
        keeper.text("3-page.html", composed.html)
        keeper.text("3-page.css", composed.css)
        clock.mark("compose")
        laid_out = lay_out(composed, edition, layout)
        clock.mark("layout")
        found += laid_out.findings
        if any(output.needs == "paper" for output in wanted):
            paper, said = print_paper(edition, composed, laid_out, work, converted, written)
            found += said
            clock.mark("paper")
    job = Job(edition, layout, faces, work, laid_out, paper, loaded.home, delivered)
    if any(output.name == Archive.name for output in wanted):
        job = with_sources(job, loaded)
        clock.mark("sources")
    artifacts: list[Artifact] = []
    for output in wanted:
        made, said = output.make(job)
        artifacts += made
        found += said
        clock.mark(output.name)
        if output.needs == "edition":
            (book,) = made
            found += books.check(book.path, edition)
            found += linter.of_build(book.path, places(edition))
            found += leaks.check_book(book.path, edition, converted, written)
        elif paper and output.name not in (Pdf.name, Proof.name):
            found += inspected(made[0], plan, paper)
            found += tuple(last_issue.pages(loaded, plan, made[0], delivered)) if output.name == Press.name else ()
        clock.mark(f"check {output.name}")
    answered = ledgers.write(work, ledger, edition, language)
    clock.mark("ledger")
    return Made(plan.key, tuple(artifacts), found, answered, clock.seconds)


def with_sources(job: Job, loaded: Loaded) -> Job:
    """Return ``job`` with the files that its issue was made of, for the copy that is kept."""
    kept = sources.collect(job.edition.issue, loaded.folder, loaded.home)
    return replace(job, sources=kept, versions=made_with(job.fonts, [job.edition.plan.engine]))


def print_paper(
    edition: Edition, composed: page.Page, laid_out: Pages, work: Path, converted: bool, written: frozenset[str]
) -> tuple[Path, tuple[Finding, ...]]:
    """Write the edition's paper, from which every output on paper is derived, and hold it against the sources."""
    paper = work / f"{edition.stem}.pdf"
    found = laid_out.write_pdf(paper)
    widths = {key.removeprefix(page.PICTURE): width for key, width in laid_out.pictures.items()}
    stories = tuple(lost.Story(article, blocks) for article, blocks in composed.order)
    read = pdf_text.read(paper)
    found += pages.check(paper, edition, stories, composed.head, laid_out.overset, widths, read)
    found += leaks.check_pdf(paper, edition, converted, read, written)
    found += pages.setting(edition, laid_out.faults, laid_out.forced)
    return paper, found


def bound(binding: str) -> int:
    """Return of how many pages a file must be a multiple, by how the job sheet says that it is bound."""
    if re.search(r"骑马|騎馬|saddle", binding, re.IGNORECASE):
        return 4
    return 2 if re.search(r"胶|膠|锁线|鎖線|perfect|sewn", binding, re.IGNORECASE) else 1


def inspected(made: Artifact, plan: EditionPlan, paper: Path) -> tuple[Finding, ...]:
    """Inspect a file that was derived from the edition's paper, and hold its words against it.

    Pictures were measured on the paper itself, at their places in the sources.
    """
    target = Target(press=False, dpi=0)
    words: Path | None = paper
    meant = MEANT
    if made.output == Press.name:
        wanted = plan.option(PressSettings)
        spots = (wanted.spot.name,) if wanted.plates.endswith("+spot") else ()
        multiple = bound(plan.option(JobSettings).binding)
        target = Target(True, wanted.standard, wanted.bleed, wanted.ink, 0, binding=multiple, spots=spots)
        words = None if wanted.outlines else paper
    elif made.output == Grey.name:
        target = Target(press=True, grey=True, bleed=0, dpi=0, safety=0)
    elif made.output == Booklet.name:
        target = replace(target, imposed=True)
        meant = MEANT | {"X-018"}  # blanks that fold are told as such
        if made.facts["from"] == Press.name and plan.option(PressSettings).outlines:
            words = None
    found = preflight.inspect(made.path, target, raster=False, old=words).findings
    return tuple(item for item in found if item.code not in meant)


def lay_out(composed: page.Page, edition: Edition, layout: layouts.Layout) -> Pages:
    """Lay out; here so that WeasyPrint is imported after ``fonts.prepare``."""
    from bulletin.typeset import choices
    from bulletin.typeset import pages as typeset_pages

    settings = layout.settings(edition.plan)
    rules = choices.rules(layout.measures(settings), settings, edition.script)
    return typeset_pages.lay_out(composed.html, composed.css, composed.pictures, rules, places(edition))


def places(edition: Edition) -> dict[str, Place]:
    """Return where each block, article and section of an edition stands in the sources, by its id."""
    out = {section.id: section.place for section in edition.issue.sections}
    for article in edition.issue.articles:
        out[article.id] = article.place
        notes = tuple(block for note in article.notes for block in note.blocks)
        out |= {block.id: block.place for block in descend(article.blocks + notes)}
    return out


class _Clock:
    """Wall time of each stage, in seconds."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = perf_counter()

    def mark(self, stage: str) -> None:
        now = perf_counter()
        self.seconds[stage] = self.seconds.get(stage, 0.0) + now - self._last
        self._last = now
