"""An import's report as one HTML file: what was made, what to decide, what was left out, and every line."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from importlib import resources
from itertools import groupby
from typing import Any

from jinja2 import Environment, StrictUndefined

from bulletin.desk.state import SIGNATURE
from bulletin.desk.updates import Status
from bulletin.findings import Finding, Place, Severity, catalogue, codes, finding, word
from bulletin.importers.draft import Part

_OUT = (Part.LEFTOVER, Part.DUPLICATE, Part.JUMP, Part.FURNITURE)
"""What is left out, in the order in which an editor should look at it."""

_LEFT = {part.value for part in _OUT}

_ORDER = [Severity.ERROR, Severity.WARNING, Severity.NOTE]


def html(data: Mapping[str, Any], language: str) -> str:
    """Return the page of the report ``data``; it needs no other file, no network and no script."""
    template = (resources.files("bulletin") / "words" / "import.html.j2").read_text("utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    views = [_View(entry, number, language) for number, entry in enumerate(data["manuscripts"], 1)]
    listed = {article["path"] for view in views for article in view.articles}
    changes = {article["path"]: article["changes"] for view in views for article in view.articles}
    named = {entry["file"] for entry in data["findings"]}
    return environment.from_string(template).render(
        data=data,
        views=views,
        many=len(views) > 1,
        doubts=[doubt for view in views for doubt in view.doubts],
        out=[(part, [item for view in views for item in view.out(part)]) for part in _OUT],
        notes=[note for view in views for note in view.notes],
        tasks=_tasks(data["findings"], changes, language),
        former=[f for f in data["files"] if f["kind"] == "article" and f["path"] not in listed],
        told=[a for view in views for a in view.articles if a["status"] != Status.SAME and a["path"] not in named],
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


def _tasks(
    findings: Iterable[Mapping[str, Any]], changes: Mapping[str, Sequence[str]], language: str
) -> list[dict[str, Any]]:
    """Return what there is to do, the gravest first, a file's differences with what is said of it."""
    found = [
        {**said(entry, language), "changes": marked(changes.get(entry["file"], ())) if entry["code"] == "M-067" else []}
        for entry in findings
    ]
    return sorted(found, key=lambda f: _ORDER.index(Severity(str(f["severity"]))))


Pieces = list[tuple[bool, str]]
"""Parts of a line, each with whether the line beside it has it as well."""


def marked(changes: Sequence[str]) -> list[tuple[str, Pieces]]:
    """Return the lines of a diff as ``old``, ``new``, ``as`` (the same) or ``at`` (a gap), their differences apart."""
    out: list[tuple[str, Pieces]] = []
    for kind, group in groupby(changes, key=lambda line: line[:1]):
        lines = [line[1:] for line in group]
        if kind == "@":
            out += [("at", [(True, "⋯")])] if out else []
        elif kind == "+" and (old := _last_old(out)) and len(old) == len(lines):
            for at, line in zip(old, lines, strict=True):
                before, after = _pieces("".join(text for _, text in out[at][1]), line)
                out[at] = ("old", before)
                out.append(("new", after))
        else:
            out += [({"-": "old", "+": "new"}.get(kind, "as"), [(False, line or " ")]) for line in lines]
    return out


def _last_old(out: Sequence[tuple[str, Pieces]]) -> list[int]:
    """Return the places of the lines taken away just before."""
    at = len(out)
    while at and out[at - 1][0] == "old":
        at -= 1
    return list(range(at, len(out)))


def _pieces(old: str, new: str) -> tuple[Pieces, Pieces]:
    """Return both lines in parts: what they share, and what only one has."""
    before: Pieces = []
    after: Pieces = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        before += [(tag == "equal", old[a:b])] if b > a else []
        after += [(tag == "equal", new[c:d])] if d > c else []
    return before, after


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
    def groups(self) -> Sequence[tuple[Mapping[str, Any] | None, Sequence[Mapping[str, Any]]]]:
        """Each article with its lines; last, without an article, the lines that are in none."""
        rows: list[list[dict[str, Any]]] = [[] for _ in (*self.articles, None)]
        for line in self.lines:
            # The last of all is for lines in no article.
            rows[-1 if set(line["parts"]) <= _LEFT else line["article"]].append(self.row(line))
        out = list(zip((*self.articles, None), rows, strict=True))
        return out if rows[-1] else out[:-1]

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
