"""The shelf: what stands finished in the folder that ``build --into`` named, held against each manifest.

Nothing is read but what a build delivered: ``manifest.json``, EPUBs and PDFs. Sources are never looked at.
"""

import datetime
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pikepdf

from bulletin.deliver import sha256
from bulletin.errors import BulletinError, DeliverError, UsageError
from bulletin.findings import Finding, Place, finding
from bulletin.model import Script
from bulletin.site import books
from bulletin.site.books import Book

MEDIA = MappingProxyType({"epub": "application/epub+zip", "pdf": "application/pdf"})
"""Outputs that are for readers, by media type; what is for the printer or the editor stays at home."""


@dataclass(frozen=True, slots=True)
class Download:
    """One file of an edition."""

    output: str
    """``epub`` or ``pdf``."""
    path: Path
    size: int
    """Bytes."""
    sha256: str
    pages: int
    """Pages of a PDF; 0 for a book."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of an issue."""

    key: str
    """Its name in publication.yaml."""
    script: Script
    book: Book | None
    downloads: tuple[Download, ...]
    """EPUB before PDF."""

    @property
    def vertical(self) -> bool:
        """Whether it is set in vertical lines."""
        return self.book is not None and self.book.vertical


@dataclass(frozen=True, slots=True)
class Issue:
    """One issue with its editions."""

    name: str
    """Name of its folder, which is part of its address."""
    date: datetime.date
    editions: tuple[Edition, ...]
    readings: Mapping[Script, Book]
    """The book that is read on the web, by script."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """All issues of one publication."""

    slug: str
    issues: tuple[Issue, ...]
    """The newest first."""

    @property
    def scripts(self) -> tuple[Script, ...]:
        """Scripts in which there is anything to read, in the order that they are always listed in."""
        return tuple(script for script in Script if any(script in issue.readings for issue in self.issues))

    def of(self, script: Script) -> tuple[Issue, ...]:
        """Return the issues that can be read in ``script``, the newest first."""
        return tuple(issue for issue in self.issues if script in issue.readings)

    def title(self, script: Script) -> str:
        """Return the publication's name in ``script``: what its newest book says."""
        book = self.of(script)[0].readings[script]
        return book.series or book.title

    @property
    def identifier(self) -> str:
        """What stays the same of the publication, wherever its site stands."""
        found = (book.series_id for issue in self.issues for book in issue.readings.values() if book.series_id)
        return next(found, f"urn:bulletin:{self.slug}")


def load(folder: Path) -> Shelf:
    """Return what stands in ``folder``.

    Raises ``UsageError`` where it is no folder or holds no issue, ``DeliverError`` with all that is wrong with the
    issues: no manifest, a file gone or changed, an EPUB damaged, two publications.
    """
    if not folder.is_dir():
        raise UsageError(finding("W-002", folder=folder))
    found: list[Finding] = []
    issues: list[Issue] = []
    slugs: dict[str, str] = {}
    try:
        homes = sorted(p for p in folder.iterdir() if p.is_dir() and not p.name.startswith("."))
        for home in homes:
            try:
                read = _issue(home)
            except BulletinError as problem:
                found += problem.findings
                continue
            if read is not None:
                slugs.setdefault(read[0], home.name)
                issues.append(read[1])
    except OSError as problem:
        raise UsageError(finding("W-002", folder=folder), finding("U-001", reason=problem.strerror)) from None
    if len(slugs) > 1:
        (one, first), (other, second) = list(slugs.items())[:2]
        found.append(finding("W-008", Place(second), slug=other, other=one, folder=first))
    if found:
        raise DeliverError(*found)
    if not issues:
        raise UsageError(finding("W-002", folder=folder))
    newest = sorted(issues, key=lambda issue: (issue.date, issue.name), reverse=True)
    return Shelf(next(iter(slugs)), tuple(newest))


def _issue(home: Path) -> tuple[str, Issue] | None:
    """Return the publication's slug and the issue in ``home``; None where it holds nothing finished."""
    manifest = home / "manifest.json"
    if not manifest.is_file():
        if any(path.suffix in (".epub", ".pdf") for path in home.iterdir()):
            raise DeliverError(finding("W-004", Place(home.name)))
        return None
    place = Place(f"{home.name}/manifest.json")
    try:
        data = json.loads(manifest.read_text("utf-8"))
        slug = str(data["publication"])
        entries = [_Line.of(entry) for entry in data["files"]]
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise DeliverError(finding("W-005", place, reason=f"{type(problem).__name__}: {problem}")) from None
    found: list[Finding] = []
    editions: dict[str, list[Download]] = {}
    for line in entries:
        if line.output not in MEDIA:
            continue
        path = home / line.path
        if not path.is_file() or sha256(path) != line.sha256:
            found.append(finding("W-006", Place(f"{home.name}/{line.path}")))
            continue
        made = Download(line.output, path, path.stat().st_size, line.sha256, line.pages)
        editions.setdefault(line.edition, []).append(made)
    made_editions = []
    for key, downloads in editions.items():
        try:
            made_editions.append(_edition(key, downloads, home.name))
        except DeliverError as problem:
            found += problem.findings
    if found:
        raise DeliverError(*found)
    if not made_editions:
        return None
    readings = _readings(made_editions)
    if not readings:
        raise DeliverError(finding("W-009", Place(home.name)))
    date = next(iter(readings.values())).date
    order = list(Script)
    made_editions.sort(key=lambda e: (order.index(e.script), len(e.key), e.key))
    return slug, Issue(home.name, date, tuple(made_editions), MappingProxyType(readings))


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of manifest.json."""

    path: str
    sha256: str
    edition: str
    output: str
    pages: int

    @classmethod
    def of(cls, entry: Mapping[str, Any]) -> "_Line":
        path, digest = str(entry["path"]), str(entry["sha256"])
        if path in ("", ".", "..") or re.search(r"[/\\\x00-\x1f]", path):
            raise ValueError(path)
        return cls(path, digest, str(entry["edition"]), str(entry["output"]), int(entry.get("pages", 0)))


def _edition(key: str, downloads: list[Download], issue: str) -> Edition:
    epub = next((d for d in downloads if d.output == "epub"), None)
    files = tuple(sorted(downloads, key=lambda d: list(MEDIA).index(d.output)))
    place = Place(f"{issue}/{files[0].path.name}")
    book = books.read(epub.path, place) if epub else None
    language = book.language if book else _language(files[0].path, place)
    try:
        script = Script(language)
    except ValueError:
        known = ", ".join(script.value for script in Script)
        raise DeliverError(finding("W-010", place, language=language or "–", known=known)) from None
    return Edition(key, script, book, files)


def _language(path: Path, place: Place) -> str:
    """Return the language that a PDF says it is in (ISO 32000-2 §14.9.2)."""
    try:
        with pikepdf.open(path) as pdf:
            return str(pdf.Root.get("/Lang", ""))
    except (pikepdf.PdfError, OSError) as problem:
        raise DeliverError(finding("W-007", place, reason=problem)) from None


def _readings(editions: list[Edition]) -> dict[Script, Book]:
    """Return the book to read on the web for each script: the plainest edition, if possible a horizontal one."""
    readings: dict[Script, Book] = {}
    for script in Script:
        fit = [e for e in editions if e.script is script and e.book]
        fit.sort(key=lambda e: (e.vertical, e.key != script.value, len(e.key), e.key))
        if fit and fit[0].book:
            readings[script] = fit[0].book
    return readings
