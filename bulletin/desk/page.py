"""An import's report as one HTML file: what was made, what to decide, what was left out, and every line."""

from collections.abc import Iterable, Mapping, Sequence
from importlib import resources
from typing import Any

from jinja2 import Environment, StrictUndefined

from bulletin.desk.state import SIGNATURE
from bulletin.desk.updates import Status
from bulletin.findings import Finding, Place, Severity, catalogue, codes, finding, word
from bulletin.importers.draft import Part

_OUT = (Part.LEFTOVER, Part.DUPLICATE, Part.JUMP, Part.FURNITURE)
"""What is left out, in the order in which an editor should look at it."""

_ORDER = [Severity.ERROR, Severity.WARNING, Severity.NOTE]


def html(data: Mapping[str, Any], language: str) -> str:
    """Return the page of the report ``data``; it needs no other file, no network and no script."""
    template = (resources.files("bulletin") / "words" / "import.html.j2").read_text("utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    views = [_View(entry, number, language) for number, entry in enumerate(data["manuscripts"], 1)]
    listed = {article["path"] for view in views for article in view.articles}
    return environment.from_string(template).render(
        data=data,
        views=views,
        many=len(views) > 1,
        doubts=[doubt for view in views for doubt in view.doubts],
        out=[(part, [item for view in views for item in view.out(part)]) for part in _OUT],
        notes=[note for view in views for note in view.notes],
        tasks=_tasks(data["findings"], language),
        former=[f for f in data["files"] if f["kind"] == "article" and f["path"] not in listed],
        told=[a for view in views for a in view.articles if a["status"] != Status.SAME],
        signature=SIGNATURE,
        language=language,
        w=lambda key, **values: word(key, language, **values),
    )


def said(entry: Mapping[str, Any], language: str) -> dict[str, str]:
    """Return a finding of the report in ``language``: its code, severity, message and cure."""
    if entry["code"] not in codes():  # of another version of the program
        old = {"severity": "note", "where": entry["file"], "message": entry.get("message", ""), "cure": ""}
        return {"code": entry["code"], "excerpt": entry["excerpt"], **old}
    item: Finding = finding(entry["code"], Place(entry["file"], entry["line"]), entry["excerpt"])
    item = Finding(item.code, item.place, {k: str(v) for k, v in entry["values"].items()}, item.excerpt)
    return {
        "code": item.code,
        "severity": item.severity.value,
        "where": str(item.place or ""),
        "excerpt": item.excerpt,
        "message": item.message(language),
        "cure": item.cure(language),
    }


def rule(key: str, language: str) -> str:
    """Return a rule in words; the key itself where another version of the program made it."""
    return str(catalogue(language)["words"].get(f"rule-{key}", key))


def _tasks(findings: Iterable[Mapping[str, Any]], language: str) -> list[dict[str, str]]:
    found = [said(entry, language) for entry in findings]
    return sorted(found, key=lambda f: _ORDER.index(Severity(f["severity"])))


class _View:
    """One manuscript as the page shows it."""

    def __init__(self, entry: Mapping[str, Any], number: int, language: str) -> None:
        self.name: str = entry["name"]
        self.encoding: str = entry["encoding"]
        self.anchor = f"m{number}"
        self._language = language
        self.lines: Sequence[Mapping[str, Any]] = entry["lines"]
        self.articles = [
            {**article, "anchor": f"m{number}-a{at}", "rule": rule(article["opened"], language), "file": self.name}
            for at, article in enumerate(entry["articles"], 1)
        ]
        self._at = {line["number"]: line for line in self.lines}
        self._findings: dict[int, list[dict[str, str]]] = {}
        for item in entry["findings"]:
            own = item["line"] if item["file"] == self.name else 0
            self._findings.setdefault(own, []).append(said(item, language))

    @property
    def groups(self) -> list[tuple[Mapping[str, Any] | None, list[dict[str, Any]]]]:
        """Each article with its lines; last, without an article, the lines that are in none."""
        out: list[tuple[Mapping[str, Any] | None, list[dict[str, Any]]]] = []
        for at, article in enumerate(self.articles):
            out.append((article, [self.row(line) for line in self.lines if self._where(line) == at]))
        rest = [self.row(line) for line in self.lines if self._where(line) < 0]
        return [*out, (None, rest)] if rest else out

    def row(self, line: Mapping[str, Any]) -> dict[str, Any]:
        """Return a line with where it went, and why, in words."""
        number = line["other"]
        return {
            **line,
            "anchor": f"{self.anchor}-{line['number']}",
            "file": self.name,
            "went": [word(f"part-{part}", self._language) for part in line["parts"]],
            "why": rule(line["rule"], self._language) if line["rule"] else "",
            "other_anchor": f"{self.anchor}-{number}" if number in self._at else "",
            "to": self.articles[line["article"]] if line["article"] >= 0 else None,
            "findings": self._findings.get(line["number"], []),
        }

    @property
    def doubts(self) -> list[dict[str, Any]]:
        """The lines of which the program is not sure."""
        return [self.row(line) for line in self.lines if line["doubt"]]

    @property
    def notes(self) -> list[dict[str, str]]:
        """Findings that belong to no doubtful line, the gravest first."""
        doubtful = {line["number"] for line in self.lines if line["doubt"]}
        found = [
            {**item, "anchor": f"{self.anchor}-{number}" if number in self._at else ""}
            for number, items in sorted(self._findings.items())
            if number not in doubtful
            for item in items
        ]
        return sorted(found, key=lambda f: _ORDER.index(Severity(f["severity"])))

    def out(self, part: Part) -> list[dict[str, Any]]:
        """Return the lines that were left out as ``part``, each with the article that stands before it."""
        found = []
        for line in self.lines:
            if line["parts"] == [part.value]:
                row = self.row(line)
                before = [a for a in self.articles if a["first"] <= line["number"]]
                row["near"] = row["to"] or (before[-1] if before else None)
                known = self._at.get(line["other"])
                home = known["article"] if known else -1
                row["home"] = self.articles[home] if home >= 0 else None
                found.append(row)
        return found

    @staticmethod
    def _where(line: Mapping[str, Any]) -> int:
        out = {part.value for part in _OUT}
        return -1 if set(line["parts"]) <= out else int(line["article"])
