"""One edition: the issue put into its script, laid out once, its files made and inspected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from bulletin import fonts, layouts, ledgers, typography
from bulletin.checks import books, glyphs, leaks, lost, pages, pdf_text
from bulletin.checks.imprint import inspector
from bulletin.checks.lint import linter
from bulletin.compose import page
from bulletin.errors import CheckError, raise_errors
from bulletin.findings import Finding, Place
from bulletin.keep import Keeper
from bulletin.model import Artifact, Edition, EditionPlan
from bulletin.outputs.base import Job, Output
from bulletin.outputs.booklet import Booklet
from bulletin.outputs.epub import Epub
from bulletin.outputs.grey import Grey
from bulletin.outputs.pdf import Pdf
from bulletin.outputs.press import Press
from bulletin.readers.issue import Loaded
from bulletin.script import convert
from bulletin.script.ledger import Ledger
from bulletin.walk import descend

if TYPE_CHECKING:  # WeasyPrint may only be imported once fontconfig knows our fonts
    from bulletin.typeset.pages import Pages

OUTPUTS: Mapping[str, Output] = {output.name: output for output in (Pdf(), Epub(), Press(), Grey(), Booklet())}
"""Every output, by the name that ``make:`` and ``-o`` know."""


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


def make_edition(loaded: Loaded, plan: EditionPlan, work: Path, keep: Path | None = None, language: str = "en") -> Made:
    """Make every output of one edition in ``work``, each edition laid out once."""
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
    artifacts: list[Artifact] = []
    for output in wanted:
        made, said = output.make(Job(edition, layout, faces, work, laid_out, paper, loaded.home))
        artifacts += made
        found += said
        clock.mark(output.name)
        if output.needs == "edition":
            (book,) = made
            found += books.check(book.path, edition)
            found += linter.of_build(book.path, places(edition))
            found += leaks.check_book(book.path, edition, converted, written)
        clock.mark(f"check {output.name}")
    answered = ledgers.write(work, ledger, edition, language)
    clock.mark("ledger")
    return Made(plan.key, tuple(artifacts), found, answered, clock.seconds)


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
