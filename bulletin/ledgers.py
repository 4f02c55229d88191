"""The ledger of an edition as files: JSON for machines, and a page that an editor reads, answers and saves from."""

import json
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, StrictUndefined

from bulletin.findings import Finding, finding, word
from bulletin.model import Edition, Script
from bulletin.report import LedgerLine, as_json
from bulletin.script.convert import convert_text
from bulletin.script.ledger import KNOWN_BY, Choice, Ledger
from bulletin.script.rules import overlay

VERSION = 1
"""Version of the JSON, and of ``ledger.lock``."""


class Written(NamedTuple):
    """A ledger's files."""

    line: LedgerLine
    files: dict[str, Path]


def waiting(ledger: Ledger, edition: Edition) -> tuple[Finding, ...]:
    """Return the finding that says how many choices wait for the editor; none where none do."""
    count = len(ledger.open)
    return (finding("T-041", edition.plan.place, edition=edition.key, count=count),) if count else ()


def write(folder: Path, ledger: Ledger, edition: Edition, language: str) -> Written | None:
    """Write the ledger's two files into ``folder``; None where nothing was converted."""
    if not ledger.engines:
        return None
    data = as_dict(ledger, edition.issue.publication.title, edition.issue.name)
    page = f"{edition.stem}-ledger.html"
    files = {f"{edition.stem}-ledger.json": as_json(data), page: html(data, language)}
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    line = LedgerLine(edition.key, page, len(ledger.choices), len(ledger.open))
    return Written(line, {name: folder / name for name in files})


def html(data: dict[str, Any], language: str) -> str:
    """Return the page of the ledger that ``data`` is."""
    template = (resources.files("bulletin") / "words" / "ledger.html.j2").read_text("utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(template).render(
        data=data,
        embedded=json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c"),
        language=language,
        w=lambda key, **values: word(key, language, **values),
        reason=lambda why: _reason(why, language),
    )


def _reason(why: str, language: str) -> str:
    """Return the reason of one of our corrections in the reader's language."""
    if language == "en":
        return why
    said = overlay.reasons().get(why, why)
    return said if language == "zh-Hans" else convert_text(said, Script.HANS, Script.TW).text


def for_file(ledger: Ledger, name: str, language: str, page: bool) -> str:
    """Return the ledger of a single file, as its page or as JSON; ``name`` is the file's, without its folders."""
    data = as_dict(ledger, "", name)
    data["edition"] = name
    for entry in (*data["choices"], *data["sources"]):
        entry["file"] = name
    for source in data["sources"]:
        source["title"] = name
    return html(data, language) if page else as_json(data)


def as_dict(ledger: Ledger, publication: str, issue: str) -> dict[str, Any]:
    """Return the ledger as plain data; it holds neither a time of day nor a path of the machine."""
    choices = ledger.choices
    kinds = [choice.by.value for choice in choices]
    return {
        "version": VERSION,
        "publication": publication,
        "issue": issue,
        "edition": ledger.edition,
        "script": ledger.script.value,
        "engines": list(ledger.engines),
        "characters": ledger.characters,
        "counts": {
            "choices": len(choices),
            "open": len(ledger.open),
            **{kind: kinds.count(kind) for kind in sorted(set(kinds))},
        },
        "known by": KNOWN_BY,
        "sources": [
            {
                "file": source.file,
                "title": source.title,
                "declared": source.declared.value,
                "found": source.found.value,
                "converted": source.converted,
                "foreign": source.foreign,
            }
            for source in ledger.sources
        ],
        "choices": [_choice(number, choice) for number, choice in enumerate(choices, 1)],
        "glossary": [
            {
                "term": term.term,
                "out": term.forms[ledger.script],
                "times": times,
                "note": term.note,
                "file": term.place.file,
                "line": term.place.line,
            }
            for term, times in ledger.terms
        ],
        "answers": [
            {
                "script": answer.script.value,
                "file": answer.file,
                "before": answer.before,
                "text": answer.text,
                "after": answer.after,
                "out": answer.out,
            }
            for answer in ledger.answers
        ],
    }


def _choice(number: int, choice: Choice) -> dict[str, Any]:
    return {
        "id": f"c{number:05d}",
        "file": choice.place.file,
        "line": choice.place.line,
        "source": choice.source.value,
        "before": choice.before,
        "text": choice.text,
        "after": choice.after,
        "out before": choice.out_before,
        "out": choice.out,
        "out after": choice.out_after,
        "by": choice.by.value,
        "phrase": choice.phrase,
        "name": choice.name,
        "why": choice.why,
        "alternatives": list(choice.alternatives),
        "second": choice.second,
        "cut": choice.cut,
        "doubts": [doubt.value for doubt in choice.doubts],
        "open": choice.open,
    }
