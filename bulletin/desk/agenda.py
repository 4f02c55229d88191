"""issue.yaml of an import: written where it is ours, else told in lines that the editor can copy."""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bulletin.desk import sections
from bulletin.desk.house import Settings, Surroundings, settings
from bulletin.desk.planning import Planner
from bulletin.desk.sections import Entry
from bulletin.desk.state import Kept, Record
from bulletin.desk.updates import Status
from bulletin.findings import Finding, Place, finding
from bulletin.kinds import Script

NAME = "issue.yaml"

Sections = tuple[tuple[str, tuple[str, ...]], ...]
"""Titles of sections with the paths of their articles."""

WriteIssue = Callable[[datetime.date, Sections, Script | None], str]
"""The day, the sections, the script where it is not the publication's -> the text of issue.yaml."""


@dataclass(frozen=True, slots=True)
class Agenda:
    """What the issue's settings become."""

    titles: Mapping[str, str]
    """Path of each article -> title of its section."""
    wanted: str = ""
    """Lines to add to an issue.yaml that is the editor's; empty where nothing is lacking."""
    findings: tuple[Finding, ...] = ()


def draw_up(
    planner: Planner,
    date: datetime.date,
    script: Script | None,
    order: Iterable[str],
    around: Surroundings,
    write: WriteIssue,
) -> Agenda:
    """Plan issue.yaml; ``order`` are the paths of all articles that import knows and that have their file."""
    records = [planner.records[path] for path in order]
    path = planner.folder / NAME
    record = planner.records.get(NAME)
    plain = around.plain_section(script or around.script)
    arranged = _arranged(records, plain, around.orders)
    decision = None
    if record or not path.exists():
        decision = planner.file(NAME, write(date, arranged, script), record)
    titles = {name: title for title, names in arranged for name in names}
    if decision and decision.status is Status.SAME:
        return Agenda(titles, findings=_numberless(date, around, Settings()))
    own = settings(path)
    missing = [r for r in records if not own.lists(r.path)]
    lines = _lines(_arranged(missing, plain, around.orders), own.titles)
    if own.readable and own.date and own.date != date:
        lines = f"date: {date.isoformat()}\n" + lines
    titles |= {r.path: title for r in records for title, names in own.sections if r.path in names}
    found = () if own.numbered else _numberless(date, around, own)
    if lines:
        found = (finding("M-072", Place(NAME), lines, count=len(missing)), *found)
    return Agenda(titles, lines, found)


def _arranged(records: Sequence[Record], plain: str, orders: Sequence[Sequence[str]]) -> Sections:
    return sections.arrange((Entry(record.section, record.path) for record in records), plain, orders)


def _lines(wanted: Sections, there: Sequence[str]) -> str:
    """Return sections as lines of issue.yaml: those that it has already first, by their own title."""
    out = []
    for title, names in sorted(wanted, key=lambda section: section[0] not in there):
        out.append(f"  - title: {title}\n    articles: [{', '.join(names)}]\n")
    return "".join(out)


def _numberless(date: datetime.date, around: Surroundings, own: Settings) -> tuple[Finding, ...]:
    number = around.next_number(date) if not own.numbered else 0
    return (finding("M-065", Place(NAME), number=number or "…"),)


def known_order(planner: Planner, paths: Sequence[str]) -> list[str]:
    """Return the article paths that have their file, in page order, those that left their page at the end."""
    gone = {d.path for d in planner.decisions if d.status is Status.GONE}
    everything = [*paths, *(p for p, r in planner.records.items() if r.kind is Kept.ARTICLE)]
    written = {d.path for d in planner.decisions if d.source is not None}
    return [
        path
        for path in dict.fromkeys(everything)
        if path not in gone and (path in written or (planner.folder / path).is_file())
    ]
