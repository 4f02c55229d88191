"""What a build tells: report.json for machines, report.html for the editor, manifest.json for both."""

import json
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, StrictUndefined

from bulletin.findings import Finding, Severity, word
from bulletin.model import Artifact, Issue
from bulletin.readers import variants
from bulletin.units import han_count
from bulletin.walk import plain, units

Excused = Sequence[tuple[Finding, str]]
"""Findings that an excuse covers, each with its reason."""


class LedgerLine(NamedTuple):
    """What the report tells of one edition's ledger."""

    edition: str
    page: str
    """File name of the page to read and answer."""
    choices: int
    waiting: int


def summary(
    issue: Issue,
    artifacts: Sequence[Artifact],
    found: Sequence[Finding],
    excused: Excused,
    ledgers: Sequence[LedgerLine] = (),
) -> dict[str, Any]:
    """Return what report.json says; it holds neither a time of day nor a path of the machine."""
    return {
        "publication": variants.unmarked(issue.publication.title, issue.script),
        "issue": issue.name,
        "number": issue.number,
        "total": issue.total,
        "date": issue.date.isoformat(),
        "articles": len(issue.articles),
        "characters": sum(han_count(plain(u.inlines)) for a in issue.articles for u in units(a.blocks)),
        "files": [
            {
                "name": a.name,
                "edition": a.edition,
                "output": a.output,
                "bytes": a.path.stat().st_size,
                "pages": a.pages,
                "fill": list(a.facts.get("fill", ())),
                "setting": a.facts.get("setting"),
            }
            for a in artifacts
        ],
        "ledgers": [line._asdict() for line in ledgers],
        "findings": [f.as_dict() for f in found],
        "excused": [f.as_dict() | {"reason": reason} for f, reason in excused],
    }


def write(
    folder: Path, data: Mapping[str, Any], found: Sequence[Finding], excused: Excused, language: str
) -> dict[str, Path]:
    """Write report.json and report.html into ``folder``; return them by name."""
    template = (resources.files("bulletin") / "words" / "report.html.j2").read_text("utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    order = [Severity.ERROR, Severity.WARNING, Severity.NOTE]
    html = environment.from_string(template).render(
        data=data,
        found=sorted(found, key=lambda f: (order.index(f.severity), str(f.place))),
        excused=excused,
        language=language,
        w=lambda key, **values: word(key, language, **values),
    )
    return {
        "report.json": _put(folder / "report.json", as_json(data)),
        "report.html": _put(folder / "report.html", html),
    }


def write_manifest(folder: Path, data: Mapping[str, Any]) -> dict[str, Path]:
    """Write manifest.json into ``folder``; return it by name."""
    return {"manifest.json": _put(folder / "manifest.json", as_json(data))}


def as_json(data: Mapping[str, Any]) -> str:
    """Return ``data`` as the JSON of every report."""
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _put(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path
