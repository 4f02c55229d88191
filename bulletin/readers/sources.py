"""The files that an issue is made of, as the archive copy attaches them: byte for byte."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bulletin.blocks import Figure
from bulletin.errors import SourceError, raise_errors
from bulletin.findings import Finding, Place, finding
from bulletin.model import Issue
from bulletin.readers import glossary, lock
from bulletin.walk import descend

LARGEST = 64_000_000
"""Bytes of the largest file that is attached; a picture of 80 million pixels has about 30 MB."""
MOST = 512_000_000
"""Bytes of all that is attached: they are held in memory while the copy is made."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file that the issue was made of, as the editor keeps it."""

    name: str
    """Path below the publication's folder, with ``/``."""
    data: bytes = field(repr=False)
    """Byte for byte what the file holds."""
    about: str = ""
    """What it is about: an article's headline, a picture's alternative text."""


def collect(issue: Issue, folder: Path, home: Path) -> tuple[Source, ...]:
    """Return the files of the ``issue`` in ``folder``, sorted by name; publication.yaml lies in ``home``.

    Raises ``SourceError`` where one has gone since the issue was read, cannot be read, or is too large to attach.
    """
    found: list[Source] = []
    faults: list[Finding] = []
    total = 0
    for name, (path, title) in sorted(dict(_named(issue, folder, home)).items()):
        try:
            size = path.stat().st_size
            total += size
            if size > LARGEST:
                faults.append(finding("R-202", Place(name), size=_mb(size), limit=_mb(LARGEST)))
            elif total <= MOST:
                found.append(Source(name, path.read_bytes(), title))
        except OSError as problem:
            faults.append(finding("R-201", Place(name), reason=problem.strerror or problem))
    if total > MOST:
        faults.append(finding("R-203", Place(folder.name), size=_mb(total), limit=_mb(MOST)))
    raise_errors(SourceError, faults)
    return tuple(found)


def _named(issue: Issue, folder: Path, home: Path) -> Iterator[tuple[str, tuple[Path, str]]]:
    """Yield each file once more or oftener: its name below ``home``, where it lies, and what it is about."""

    def entry(path: Path, title: str = "") -> tuple[str, tuple[Path, str]]:
        return path.relative_to(home).as_posix(), (path, title)

    yield entry(home / "publication.yaml", issue.publication.title)
    yield entry(folder / "issue.yaml", issue.title)
    for path in (home / glossary.NAME, folder / glossary.NAME, folder / lock.NAME):
        if path.is_file():
            yield entry(path)
    for article in issue.articles:
        yield entry(folder / article.name, article.headline.text)
        for block in descend(article.blocks + tuple(b for note in article.notes for b in note.blocks)):
            if isinstance(block, Figure) and block.path:
                yield entry(block.path, block.alt)


def _mb(size: int) -> str:
    return f"{size / 1e6:.0f}"
