"""The order of an import: files read, pages analysed, articles planned and proved, all of it put in place."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bulletin.desk import agenda, dates, house, page, proof, put, ranks, report, state
from bulletin.desk.planning import Placed, Planner, Write
from bulletin.desk.shares import shares, texts_of
from bulletin.desk.state import PAGE, REPORT, Kept, Known
from bulletin.desk.updates import Deed, Status, standing
from bulletin.errors import CheckError, SourceError, UsageError, raise_errors
from bulletin.findings import Finding, Place, Severity, finding, word
from bulletin.importers.base import House, Manuscript
from bulletin.importers.draft import Analysis
from bulletin.kinds import Rank, Script
from bulletin.report import as_json
from bulletin.script.characters import contradiction


@dataclass(frozen=True, slots=True)
class Request:
    """What the editor asked for."""

    files: tuple[Path, ...]
    folder: Path
    """The issue folder; it may not be there yet."""
    date: datetime.date | None = None
    strict: bool = False
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Hands:
    """What an import does not do itself."""

    read: Callable[[Path, Path], tuple[Manuscript, ...]]
    """A file, and a folder for its pictures -> its manuscripts; raises ``SourceError``."""
    analyse: Callable[[Manuscript, House], Analysis]
    write: Write
    write_issue: agenda.WriteIssue


@dataclass(frozen=True, slots=True)
class Result:
    """What was made."""

    folder: Path
    data: dict[str, Any]
    """The report."""
    counts: dict[str, int]
    """Articles, lines, lines left out, doubtful lines of the files that were imported now."""
    deeds: dict[str, tuple[str, ...]]
    """Paths by what was done: new, updated, kept; and ``left``: the editor's own."""
    findings: tuple[Finding, ...]
    buildable: bool
    """Whether a publication stands above."""


def carry_out(request: Request, hands: Hands, tell: Callable[[str], None]) -> Result:
    """Import the files of ``request``; nothing is written unless all of it can be.

    Raises ``UsageError`` (no day known, names that clash), ``SourceError`` (files that cannot be read, no article in
    them), ``CheckError`` (the proof failed, or ``strict`` and warnings), ``DeliverError``.
    """
    folder = request.folder
    if (folder / "publication.yaml").is_file() and not (folder / agenda.NAME).exists():
        raise UsageError(finding("M-073", Place(folder.name), folder=folder))
    known, around = state.load(folder), house.look(folder)
    with put.stage_for(folder) as work:
        manuscripts = _read(request, hands, work, tell)
        made = _analysed(manuscripts, around.facing(request.date), hands, request.language, tell)
        date = _date(request, made)
        planner = Planner(folder, work / "stage", known, hands.write, Script.HANS)
        script, planner.script = _scripts(made, known, around, folder)
        placed, _ = planner.articles(made, _ranks(made, known))
        planner.loose(made)
        entries = _entries(known, made, placed, planner)
        planner.leftovers(report.leftover_lines(entries))
        raise_errors(CheckError, planner.faults)
        paths = [article["path"] for entry in entries for article in entry["articles"]]
        order = agenda.known_order(planner, paths)
        drawn = agenda.draw_up(planner, date, script, order, around, hands.write_issue)
        above = () if around.home else (finding("M-066", Place(folder.resolve().name)),)
        findings = (*planner.findings, *drawn.findings, *above)
        told = report.Told(
            issue=folder.resolve().name,
            date=date.isoformat(),
            records=planner.records,
            standing=_standing(planner),
            findings=findings,
            settings=drawn.wanted,
            sections=drawn.titles,
        )
        data = report.as_dict(told, entries)
        about = (f for own in planner.about.values() for f in own)
        everything = (*(f for m in made for f in (*m.manuscript.findings, *m.findings)), *about, *findings)
        _strict(request, everything)
        files = {REPORT: as_json(data), PAGE: page.html(data, request.language)}
        for name, text in files.items():
            (work / name).write_bytes(text.encode())
        put.put(planner.decisions, [(name, work / name) for name in files], folder, work)
    now = {m.manuscript.name for m in made}
    counts = report.counts([entry for entry in data["manuscripts"] if entry["name"] in now])
    return Result(folder, data, counts, _deeds(planner), everything, around.home is not None)


def _read(request: Request, hands: Hands, work: Path, tell: Callable[[str], None]) -> tuple[Manuscript, ...]:
    """Return all manuscripts; raises ``SourceError`` with the faults of every file that cannot be read."""
    manuscripts: list[Manuscript] = []
    faults: list[Finding] = []
    seen: dict[Path, None] = {}
    for path in request.files:
        seen.setdefault(path.resolve())
    for number, path in enumerate(seen, 1):
        tell(word("import-reading", request.language, file=path.name))
        own = work / f"from-{number}"
        own.mkdir()
        try:
            manuscripts += hands.read(path, own)
        except SourceError as problem:
            faults += problem.findings
    if faults:
        raise SourceError(*faults)
    names = [manuscript.name for manuscript in manuscripts]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise UsageError(*(finding("M-078", Place(name)) for name in twice))
    for manuscript in manuscripts:
        raise_errors(SourceError, manuscript.findings)
    return tuple(manuscripts)


def _analysed(
    manuscripts: Sequence[Manuscript], facing: House, hands: Hands, language: str, tell: Callable[[str], None]
) -> tuple[Analysis, ...]:
    made = []
    for manuscript in manuscripts:
        one = hands.analyse(manuscript, facing)
        tell(word("import-read", language, file=manuscript.name, lines=len(manuscript.lines), count=len(one.drafts)))
        made.append(one)
    raise_errors(SourceError, (f for one in made for f in one.findings))
    raise_errors(CheckError, (f for one in made for f in proof.fate_faults(one)))
    if not any(one.drafts for one in made):
        raise SourceError(*(finding("M-071", Place(one.manuscript.name)) for one in made))
    return tuple(made)


def _date(request: Request, made: Sequence[Analysis]) -> datetime.date:
    """Return the issue's day: asked for, written in issue.yaml, the folder's name, or what the pages say."""
    there = house.settings(request.folder / agenda.NAME).date
    found = request.date or there or dates.of_folder(request.folder.resolve().name)
    if found:
        return found
    said = dates.on_pages(made)
    if said is None:
        raise UsageError(finding("M-064", Place(request.folder.name)))
    return said.date


def _scripts(
    made: Sequence[Analysis], known: Known, around: house.Surroundings, folder: Path
) -> tuple[Script | None, Script]:
    """Return what issue.yaml should say of the script, if anything, and what then holds for articles.

    Texts that are clearly in another script than the publication's make it the issue's, unless the editor's issue.yaml
    or articles of other files are there already: then each article says it for itself.
    """
    there = house.settings(folder / agenda.NAME)
    now = {one.manuscript.name for one in made}
    others = any(r.manuscript not in now for r in known.of(Kept.ARTICLE))
    ours = not (folder / agenda.NAME).exists() or bool(known.of(Kept.SETTINGS))
    if others or not ours:
        return there.script, there.script or around.script
    found = contradiction(texts_of(made), around.script)
    return found, found or around.script


def _ranks(made: Sequence[Analysis], known: Known) -> tuple[Rank, ...]:
    now = {one.manuscript.name for one in made}
    others = [Rank(r.rank) for r in known.of(Kept.ARTICLE) if r.manuscript not in now and r.rank in list(Rank)]
    stories = [ranks.weigh(one, n, own[n]) for one in made for own in (shares(one),) for n in range(len(one.drafts))]
    return ranks.ranks(stories, others)


def _entries(
    known: Known, made: Sequence[Analysis], placed: Sequence[Sequence[Placed]], planner: Planner
) -> list[dict[str, Any]]:
    """Return the report's manuscripts: earlier ones where they stood, those imported again renewed, new ones behind."""
    renewed = {
        one.manuscript.name: report.manuscript_entry(one, articles, planner.about.get(one.manuscript.name, ()))
        for one, articles in zip(made, placed, strict=True)
    }
    earlier = [renewed.pop(entry["name"], entry) for entry in known.manuscripts]
    return [*earlier, *renewed.values()]


def _standing(planner: Planner) -> dict[str, Status]:
    """Return how each remembered file stands once the import is done."""
    decided = {d.path: d.status for d in planner.decisions}
    return {path: decided.get(path) or standing(planner.folder, r) for path, r in planner.records.items()}


def _deeds(planner: Planner) -> dict[str, tuple[str, ...]]:
    out: dict[str, list[str]] = {name: [] for name in (*(deed.value for deed in Deed), "left")}
    for decision in planner.decisions:
        left = decision.status is not Status.SAME
        out["left" if left else decision.deed.value].append(decision.path)
    return {deed: tuple(sorted(set(paths))) for deed, paths in out.items()}


def _strict(request: Request, findings: Sequence[Finding]) -> None:
    warnings = tuple(f for f in findings if f.severity is not Severity.NOTE)
    if request.strict and warnings:
        raise CheckError(*warnings)
