"""Every rule run over one finished book, and what it says told as findings."""

import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from bulletin.checks import book_file
from bulletin.checks.book_file import BookFile
from bulletin.checks.lint import (
    access,
    chinese,
    container,
    documents,
    headings,
    languages,
    navigation,
    notes,
    package,
    pictures,
    styles,
    vertical,
)
from bulletin.checks.lint.documents import remote_address, utf8
from bulletin.checks.lint.registry import Hit, Rule
from bulletin.checks.lint.volume import Volume
from bulletin.errors import SourceError
from bulletin.findings import Finding, Place, finding

_ROOMS = (
    container,
    package,
    documents,
    languages,
    navigation,
    headings,
    notes,
    chinese,
    styles,
    pictures,
    vertical,
    access,
)
RULES: tuple[Rule, ...] = tuple(item for room in _ROOMS for item in vars(room).values() if isinstance(item, Rule))
"""Every rule, room by room."""

OPENING = "E-030"
"""What cannot be opened at all; its source: EPUB 3.3 §4.3 (OCF zip container)."""
MORE = "E-099"
"""How often a finding repeats; its source: every lint that was left unread for its length."""
PROVEN = frozenset(("E-073", "E-074", "E-075", "E-078", "E-088", "E-089"))
"""What the proof of a build's own book tells of already, as an error (E-005, E-006, E-007)."""
MOST = 5
"""Findings of one code in one file that are told one by one."""

Places = Mapping[str, Place]
"""Id of a block or an article -> where the editor wrote it."""


def inspect(path: Path) -> tuple[Finding, ...]:
    """Lint the EPUB at ``path``, whoever made it; raises ``SourceError`` for what cannot be opened."""
    book = book_file.opened(path)
    if book.broken:
        raise SourceError(finding(OPENING, Place(path.name), reason=book.broken))
    return (*_whole(book), *run(book))


def _whole(book: BookFile) -> Iterator[Finding]:
    """Yield what the proof of a book of our own tells as well: markup, ids, references."""
    for name, problem in book.malformed.items():
        if _readable(book.members[name]):  # else E-043 or E-044 says why
            yield finding("E-002", Place(f"{book.name}: {name}", problem.lineno or 0), file=name, reason=problem.msg)
    for name, line, href in book_file.nowhere(book):
        if not remote_address(href):  # E-049
            yield finding("E-003", Place(f"{book.name}: {name}", line), file=posixpath.basename(name), href=href)
    for name, line, ident in book_file.twice(book):
        yield finding("E-004", Place(f"{book.name}: {name}", line), file=posixpath.basename(name), id=ident)


def _readable(raw: bytes) -> bool:
    return bool(raw.strip()) and utf8(raw)


def of_build(path: Path, places: Places) -> tuple[Finding, ...]:
    """Lint a book that was just built: at the editor's own lines, without what its proof tells of already.

    A book that cannot be opened gives nothing: the proof (``books.check``) says so as E-001.
    """
    book = book_file.opened(path)
    return () if book.broken else tuple(item for item in run(book, places) if item.code not in PROVEN)


def run(book: BookFile, places: Places | None = None) -> tuple[Finding, ...]:
    """Return what the rules find in ``book``, the same on every run; nothing is raised, whatever it holds.

    Where an id of the element, or of one that it stands in, is in ``places``, a finding is at that place; else it is
    in the book: ``name.epub: member``, line. Of one code in one file ``MOST`` are told, and how many more there are.
    """
    volume = Volume(book)
    hits = [item for one in RULES for item in one.find(volume)]
    return tuple(_grouped(book.name, hits, places or {}))


def _grouped(name: str, hits: Iterable[Hit], places: Places) -> Iterator[Finding]:
    told: Counter[tuple[str, str]] = Counter()
    seen: set[Finding] = set()
    more: Counter[tuple[str, str]] = Counter()
    for item in sorted(hits, key=lambda h: (h.code, h.member, h.line)):
        # The id of what stands in a document alone is also its file's name.
        stem = posixpath.splitext(posixpath.basename(item.member))[0]
        place = next((places[ident] for ident in (*item.ids, stem) if ident in places), None)
        where = place or Place(f"{name}: {item.member}" if item.member else name, item.line)
        made = finding(item.code, where, **item.values)
        key = item.code, where.file
        if made in seen:
            continue
        seen.add(made)
        told[key] += 1
        if told[key] <= MOST:
            yield made
        else:
            more[key] += 1
    for (code, file), count in more.items():
        yield finding(MORE, Place(file), count=count, kind=code)


def sources() -> dict[str, str]:
    """Return where every code comes from."""
    found = {
        OPENING: "EPUB 3.3 §4.3 (OCF zip container)",
        MORE: "findings are read by people: what repeats goes unread",
    }
    for one in RULES:
        for code, source in one.sources.items():
            found[code] = f"{found[code]}; {source}" if code in found else source
    return dict(sorted(found.items()))
