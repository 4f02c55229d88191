"""What an import tells of itself as plain data: ``import-report.json``, which is its memory as well.

It holds no time of day and no path of the machine, and says how files stand, not what was done to them: the same import
twice gives the same bytes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any

import bulletin
from bulletin.desk.planning import Placed
from bulletin.desk.ranks import length
from bulletin.desk.state import VERSION, Record
from bulletin.desk.updates import Status
from bulletin.findings import Finding
from bulletin.importers.draft import Analysis, Part

_PACKAGES = ("python-docx", "trafilatura", "lxml", "markdown-it-py", "pillow")
"""What has a say in what a file gives."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a report is made of, beside the manuscripts."""

    issue: str
    """Name of the issue's folder."""
    date: str
    records: Mapping[str, Record]
    standing: Mapping[str, Status]
    """How each remembered file stands."""
    findings: Sequence[Finding]
    settings: str = ""
    """Lines for an issue.yaml that is the editor's."""
    sections: Mapping[str, str] = field(default_factory=dict)
    """Path of an article -> title of its section."""


def made_with() -> dict[str, str]:
    """Return the versions of the program and of what reads files for it."""
    return {"bulletin": bulletin.__version__, **{name: version(name) for name in _PACKAGES}}


def as_dict(told: Told, manuscripts: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the report; ``manuscripts`` are entries, the earlier ones first."""
    files = []
    for path, record in sorted(told.records.items()):
        files.append(record.as_dict() | {"status": told.standing[path].value})
    return {
        "version": VERSION,
        "made with": made_with(),
        "issue": told.issue,
        "date": told.date,
        "files": files,
        "manuscripts": [_refreshed(entry, told) for entry in manuscripts],
        "findings": [finding_entry(item) for item in told.findings],
        "add to issue.yaml": told.settings,
    }


def manuscript_entry(made: Analysis, placed: Sequence[Placed], about: Iterable[Finding] = ()) -> dict[str, Any]:
    """Return what the report says of one manuscript: its articles, and each of its lines."""
    articles = []
    for draft, one in zip(made.drafts, placed, strict=True):
        article = one.article
        articles.append(
            {
                "headline": article.headline.text,
                "path": one.path,
                "section": one.label,
                "rank": article.rank.value,
                "bylines": [byline.text for byline in article.bylines],
                "characters": length(article),
                "first": draft.first,
                "last": draft.last,
                "opened": draft.opened,
                "status": one.status.value,
                "changes": list(one.changes),
            }
        )
    texts = {line.number: line.text for line in made.manuscript.lines}
    lines = [
        {
            "number": fate.line,
            "text": texts[fate.line],
            "parts": [part.value for part in fate.parts],
            "article": fate.article,
            "rule": fate.rule,
            "other": fate.other,
            "doubt": fate.doubt,
        }
        for fate in made.fates
    ]
    return {
        "name": made.manuscript.name,
        "kind": made.manuscript.kind,
        "encoding": made.manuscript.encoding,
        "articles": articles,
        "lines": lines,
        "findings": [finding_entry(item) for item in (*made.manuscript.findings, *made.findings, *about)],
    }


def _refreshed(entry: Mapping[str, Any], told: Told) -> dict[str, Any]:
    """Return a manuscript's entry with the section and the status that its articles have now."""
    articles = []
    for article in entry["articles"]:
        path, status = article["path"], article["status"]
        now = told.standing.get(path, Status.GONE)
        if Status.GONE in (now, status) or (now is Status.SAME) != (status == Status.SAME):
            status = now.value
        changes = article["changes"] if status == Status.DIFFERS else []
        articles.append(
            {**article, "status": status, "changes": changes, "section": told.sections.get(path, article["section"])}
        )
    return {**entry, "articles": articles}


def finding_entry(item: Finding) -> dict[str, Any]:
    """Return a finding as data that it can be said from in any language."""
    return item.as_dict() | {"values": dict(sorted(item.values.items()))}


def leftover_lines(manuscripts: Iterable[Mapping[str, Any]]) -> tuple[tuple[str, int, str], ...]:
    """Return manuscript, number and text of each line that is in no article and nobody knows why."""
    return tuple(
        (entry["name"], line["number"], line["text"])
        for entry in manuscripts
        for line in entry["lines"]
        if line["parts"] == [Part.LEFTOVER.value]
    )


def counts(manuscripts: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Return how many articles, lines, lines left out, and doubtful lines there are."""
    lines = [line for entry in manuscripts for line in entry["lines"]]
    out = {Part.FURNITURE.value, Part.DUPLICATE.value, Part.JUMP.value, Part.LEFTOVER.value}
    return {
        "articles": sum(len(entry["articles"]) for entry in manuscripts),
        "lines": len(lines),
        "dropped": sum(bool(line["parts"]) and set(line["parts"]) <= out for line in lines),
        "doubtful": sum(line["doubt"] for line in lines),
    }
