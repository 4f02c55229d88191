"""What earlier imports left in an issue folder: ``import-report.json``, read with distrust."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from bulletin.errors import DeliverError
from bulletin.findings import Place, finding

REPORT, PAGE, LEFTOVERS = "import-report.json", "import-report.html", "import-leftovers.txt"
"""Names of what an import leaves beside the articles: its memory, the same for people, and lines in no article."""

VERSION = 1

SIGNATURE = '<meta name="generator" content="bulletin import">'
"""What a report's page carries, so that it is known for ours where its JSON is gone."""


class Kept(StrEnum):
    """Kinds of file that an import writes."""

    ARTICLE = "article"
    PICTURE = "picture"
    SETTINGS = "settings"
    LEFTOVERS = "leftovers"


@dataclass(frozen=True, slots=True)
class Record:
    """One file as an import wrote it last."""

    path: str
    """Below the issue folder, with ``/``."""
    sha256: str
    kind: Kept
    manuscript: str = ""
    """Name of the manuscript that it came from."""
    headline: str = ""
    """Of an article; the article's path for a picture."""
    section: str = ""
    rank: str = ""
    origin: str = ""
    """Of a picture: which one of its article, from 1; the name it came with where no article shows it."""
    text: str = ""
    """What the article said, without blanks: to know it again under another headline."""

    def as_dict(self) -> dict[str, str]:
        """Return the record as the report keeps it."""
        said = {"path": self.path, "sha256": self.sha256, "kind": self.kind.value, "manuscript": self.manuscript}
        if self.kind is Kept.ARTICLE:
            said |= {"headline": self.headline, "section": self.section, "rank": self.rank}
        elif self.kind is Kept.PICTURE:
            said |= {"article": self.headline, "origin": self.origin}
        return said


@dataclass(frozen=True, slots=True)
class Known:
    """What an issue folder remembers."""

    records: tuple[Record, ...] = ()
    manuscripts: tuple[dict[str, Any], ...] = ()
    """As the report has them: name, articles, lines, findings."""
    there: bool = field(default=False)
    """Whether anything was imported before."""

    def of(self, kind: Kept) -> tuple[Record, ...]:
        """Return the records of one kind."""
        return tuple(record for record in self.records if record.kind is kind)


def digest(data: bytes) -> str:
    """Return the SHA-256 of ``data``, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def load(folder: Path) -> Known:
    """Return what earlier imports wrote into ``folder``.

    Raises ``DeliverError`` where the report cannot be read as one (M-070), or where a page of that name is not ours
    (M-077): without it nobody could tell the
    editor's files from ours.
    """
    path = folder / REPORT
    if not path.exists():
        _refuse_strange_page(folder / PAGE)
        return Known()
    try:
        data = json.loads(path.read_text("utf-8"))
        if data["version"] != VERSION:
            raise ValueError(f"version {data['version']}")
        manuscripts = tuple(_manuscript(entry) for entry in data["manuscripts"])
        said = dict(_texts(manuscripts))
        records = tuple(_record(entry, said) for entry in data["files"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as problem:
        reason = f"{type(problem).__name__}: {problem}"[:200]
        raise DeliverError(finding("M-070", Place(REPORT), reason=reason)) from None
    return Known(records, manuscripts, True)


def _refuse_strange_page(path: Path) -> None:
    try:
        ours = not path.exists() or SIGNATURE in path.read_text("utf-8", "replace")[:2000]
    except OSError:
        ours = False
    if not ours:
        raise DeliverError(finding("M-077", Place(path.name)))


def _record(entry: dict[str, Any], said: dict[str, str]) -> Record:
    path = str(entry["path"])
    parts = path.split("/")
    if path.startswith("/") or "\\" in path or ":" in path or "\0" in path or {"", ".", ".."} & set(parts):
        raise ValueError(f"path {path!r}")
    return Record(
        path=path,
        sha256=str(entry["sha256"]),
        kind=Kept(entry["kind"]),
        manuscript=str(entry["manuscript"]),
        headline=str(entry.get("headline") or entry.get("article") or ""),
        section=str(entry.get("section", "")),
        rank=str(entry.get("rank", "")),
        origin=str(entry.get("origin", "")),
        text=said.get(path, ""),
    )


_LINE = {"number": int, "text": str, "parts": list, "article": int, "rule": str, "other": int, "doubt": bool}
_ARTICLE = {"headline": str, "path": str, "section": str, "rank": str, "bylines": list, "characters": int}
_ARTICLE |= {"first": int, "last": int, "opened": str, "status": str, "changes": list}
_FINDING = {"code": str, "file": str, "line": int, "values": dict, "excerpt": str}


def _manuscript(entry: dict[str, Any]) -> dict[str, Any]:
    """Return ``entry``; raises ``ValueError`` or ``KeyError`` where it is not what a report says of a manuscript."""
    for name in ("name", "kind", "encoding"):
        _typed(entry, name, str)
    for name, shape in (("lines", _LINE), ("articles", _ARTICLE), ("findings", _FINDING)):
        _typed(entry, name, list)
        for item in entry[name]:
            for key, kind in shape.items():
                _typed(item, key, kind)
    if any(not -1 <= line["article"] < len(entry["articles"]) for line in entry["lines"]):
        raise ValueError("article")
    return entry


def _typed(entry: dict[str, Any], key: str, kind: type) -> None:
    if type(entry[key]) is not kind:
        raise TypeError(key)


def _texts(manuscripts: Iterable[dict[str, Any]]) -> Iterable[tuple[str, str]]:
    """Yield the path of each article with what its lines said."""
    for entry in manuscripts:
        for number, article in enumerate(entry["articles"]):
            lines = (line["text"] for line in entry["lines"] if line["article"] == number)
            yield article["path"], "".join("".join(lines).split())
