"""The order of the work: what a build is, from the editor's folder to finished files in their place."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from bulletin import deliver, fonts, layouts, report, workers
from bulletin.checks import glyphs
from bulletin.checks.lint import linter
from bulletin.errors import CheckError, DeliverError, SettingsError, raise_errors
from bulletin.findings import Finding, Severity, finding, word
from bulletin.making import OUTPUTS, Made, edit, make_edition
from bulletin.model import EditionPlan
from bulletin.outputs.base import Job
from bulletin.outputs.press import Press, profile_faults
from bulletin.readers import issue as issue_reader
from bulletin.readers.issue import Loaded
from bulletin.versions import made_with

if TYPE_CHECKING:  # WeasyPrint may only be imported once fontconfig knows our fonts
    pass

Tell = Callable[[str], None]
"""Tells the editor how far the work is."""


@dataclass(frozen=True, slots=True)
class Request:
    """What the editor asks for."""

    folder: Path
    editions: tuple[str, ...] = ()
    """Keys of editions; empty: all."""
    outputs: tuple[str, ...] = ()
    """Names of outputs; empty: what each edition's ``make`` says."""
    into: Path = Path("dist")
    jobs: int = 1
    strict: bool = False
    keep: Path | None = None
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Result:
    """What a build made."""

    folder: Path
    """Where the files are now."""
    made: tuple[Made, ...]
    findings: tuple[Finding, ...]
    summary: Mapping[str, object]
    """What report.json says."""


def build(request: Request, tell: Tell = lambda _line: None) -> Result:
    """Build an issue: read, make each edition, inspect, report, deliver all files or none.

    Raises the ``BulletinError`` of the stage that fails; then nothing was delivered.
    """
    loaded = issue_reader.load(request.folder)
    plans = chosen(loaded, request)
    target = request.into / loaded.issue.name
    refuse_sources(target, loaded)
    refuse_another(target, loaded.issue.publication.slug)
    if request.keep:
        refuse_sources(request.keep, loaded)
    fonts.prepare(loaded.fonts)
    with deliver.work_folder(request.into) as work:
        made = tuple(make_all(loaded, plans, work, request, tell))
        found, excused = apply_excuses(loaded, (*loaded.findings, *(f for m in made for f in m.findings)))
        raise_errors(CheckError, found)
        if request.strict and (refused := list(filter(refused_when_strict, found))):
            raise CheckError(*refused)
        artifacts = [artifact for m in made for artifact in m.artifacts]
        books = [m.ledger for m in made if m.ledger]
        summary = report.summary(loaded.issue, artifacts, found, excused, [b.line for b in books])
        files = {a.name: a.path for a in artifacts} | {name: path for b in books for name, path in b.files.items()}
        files |= report.write(work, summary, found, excused, request.language)
        versions, previous = (
            made_with(fonts.prepare(loaded.fonts), [plan.engine for plan in plans]),
            target / "manifest.json",
        )
        listed = deliver.manifest(loaded.issue.publication.slug, artifacts, versions, previous)
        files |= report.write_manifest(work, listed)
        deliver.deliver(files, target)
    return Result(target, made, found, summary)


def refused_when_strict(found: Finding) -> bool:
    """Whether ``--strict`` delivers nothing for it: a warning, doubtful conversions, an answer that holds no more."""
    return found.severity is Severity.WARNING or found.code in ("T-041", "T-042", "T-043")


def check(folder: Path) -> tuple[Finding, ...]:
    """Inspect sources and settings of every edition without rendering; raises as ``build`` does."""
    loaded = issue_reader.load(folder)
    found = list(loaded.findings)
    faces = fonts.prepare(loaded.fonts)
    for plan in chosen(loaded, Request(folder)):
        layout = layouts.load(plan.layout, plan.place)
        layout.settings(plan)
        edition, said, _ = edit(loaded, plan)
        found += (*said, *glyphs.check(edition, faces))
        if Press.name in plan.make:
            found += profile_faults(Job(edition, layout, faces, folder, home=loaded.home))
    kept, _ = apply_excuses(loaded, found)
    return kept


def make_all(loaded: Loaded, plans: Sequence[EditionPlan], work: Path, request: Request, tell: Tell) -> Iterator[Made]:
    """Make the editions, up to ``request.jobs`` of them side by side; yield them in their own order."""
    jobs = min(request.jobs, len(plans))
    if jobs < 2:
        for plan in plans:
            tell(word("making", request.language, edition=plan.key))
            yield _make((loaded, plan, work, request))
        return
    tell(word("making", request.language, edition=", ".join(plan.key for plan in plans)))
    calls = [(loaded, plan, work, request) for plan in plans]
    for made in workers.run(_make, calls, jobs):
        tell(word("made", request.language, edition=made.edition))
        yield made


def _make(call: tuple[Loaded, EditionPlan, Path, Request]) -> Made:
    loaded, plan, work, request = call
    delivered = request.into / loaded.issue.name
    return make_edition(loaded, plan, work, request.keep, request.language, delivered)


def chosen(loaded: Loaded, request: Request) -> tuple[EditionPlan, ...]:
    """Return the plans that the request asks for; raises ``SettingsError`` for unknown names."""
    known = [plan.key for plan in loaded.plans]
    faults = [finding("C-022", key=key, known=", ".join(known)) for key in request.editions if key not in known]
    plans = [plan for plan in loaded.plans if not request.editions or plan.key in request.editions]
    if request.outputs:
        plans = [replace(plan, make=request.outputs) for plan in plans]
    for plan in plans:
        for name in plan.make:
            if name not in OUTPUTS:
                faults.append(
                    finding("C-024", None if request.outputs else plan.place, output=name, known=", ".join(OUTPUTS))
                )
        if plan.layout not in layouts.names():
            faults.append(finding("C-023", plan.place, layout=plan.layout, known=", ".join(layouts.names())))
    if faults:
        raise SettingsError(*dict.fromkeys(faults))
    # Every edition's settings before any is made, and all their faults at once.
    for plan in plans:
        try:
            layouts.load(plan.layout, plan.place).settings(plan)
        except SettingsError as problem:
            faults += problem.findings
    if faults:
        raise SettingsError(*dict.fromkeys(faults))
    return tuple(plans)


def refuse_sources(target: Path, loaded: Loaded) -> None:
    """Raise ``DeliverError`` where the build would write into the folder of an issue or into ``common/``."""
    where = target.resolve()
    inside = any((up / "issue.yaml").is_file() for up in (where, *where.parents))
    if inside or where.is_relative_to((loaded.home / "common").resolve()):
        raise DeliverError(finding("D-003", folder=target))


def refuse_another(target: Path, slug: str) -> None:
    """Raise ``DeliverError`` where ``target`` holds an issue of another publication: reports would be overwritten."""
    with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
        other = json.loads((target / "manifest.json").read_text("utf-8"))["publication"]
        if other != slug:
            raise DeliverError(finding("D-004", folder=target, slug=other))


def apply_excuses(
    loaded: Loaded, found: Sequence[Finding]
) -> tuple[tuple[Finding, ...], tuple[tuple[Finding, str], ...]]:
    """Part findings into those that count and those excused with a reason; an unused excuse is a finding."""
    counting: list[Finding] = []
    excused: list[tuple[Finding, str]] = []
    used: set[int] = set()
    for item in dict.fromkeys(found):
        for number, (excuse, _) in enumerate(loaded.excuses):
            where = item.place.file if item.place else ""
            # What tells how often a code stands there goes with it.
            counted = item.code == linter.MORE and item.values.get("kind") == excuse.code
            if (
                (item.code == excuse.code or counted)
                and excuse.where in ("", where, where.partition(" p. ")[0])
                and item.severity is not Severity.ERROR
            ):
                used.add(number)
                excused.append((item, excuse.reason))
                break
        else:
            counting.append(item)
    for number, (excuse, place) in enumerate(loaded.excuses):
        if number in used:
            continue
        if any(f.code == excuse.code and f.severity is Severity.ERROR for f in counting):
            counting.append(finding("C-028", place, excused=excuse.code))
        else:
            where = f" ({excuse.where})" if excuse.where else ""
            counting.append(finding("C-027", place, excused=excuse.code, where=where))
    return tuple(counting), tuple(excused)


def default_jobs() -> int:
    """Return how many editions are made side by side: one a processor."""
    return os.cpu_count() or 1
