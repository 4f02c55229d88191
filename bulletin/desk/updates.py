"""What an import may do to each file: three ways between what it wrote last, what is there, and what it would write.

A file that nobody touched since is updated in place; one that the editor changed is left and told; one that is gone is
not brought back. What import did not write is the editor's, whatever its name.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from difflib import unified_diff
from enum import StrEnum
from pathlib import Path

from bulletin.deliver import sha256
from bulletin.desk import names
from bulletin.desk.state import Record
from bulletin.errors import DeliverError
from bulletin.findings import Place, finding

ALIKE = 0.5
"""Share of four-character runs that two texts have in common where they are one article under two headlines."""


class Status(StrEnum):
    """How a file stands to what the page says: the same however often it is asked."""

    SAME = "same"
    """It holds what import would write."""
    EDITED = "edited"
    """The editor changed it, and the page says what it said before."""
    DIFFERS = "differs"
    """The editor changed it, and the page has changed too."""
    GONE = "gone"
    """The editor took it away or moved it."""
    FORMER = "former"
    """The page no longer has it; the file stays."""


class Deed(StrEnum):
    """What is done to a file."""

    NEW = "new"
    UPDATED = "updated"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of one file."""

    path: str
    status: Status
    deed: Deed
    source: Path | None = None
    """The finished file to put there; None where nothing is written."""
    expected: str = ""
    """SHA-256 of what stands there and is replaced; empty where nothing does."""
    sha256: str = ""
    """What to remember as written last."""
    changes: tuple[str, ...] = ()
    """How the editor's file differs from what import would write, as a unified diff."""


def matched(
    records: Sequence[Record], wanted: Sequence[tuple[str, str, str]], paths: Callable[[Record], bool]
) -> tuple[tuple[Record | None, ...], tuple[Record, ...]]:
    """Return for each of ``wanted`` (manuscript, headline, text) the record that it is, and the records left over.

    First by manuscript and headline, in their order; then, within a manuscript, by likeness of the text, the likest
    first. ``paths`` says which of two records of one headline still has its file: that one goes first.
    """
    waiting = sorted(records, key=lambda record: not paths(record))
    found: list[Record | None] = [None] * len(wanted)
    for at, (manuscript, headline, _) in enumerate(wanted):
        one = next((r for r in waiting if (r.manuscript, r.headline) == (manuscript, headline)), None)
        if one:
            waiting.remove(one)
            found[at] = one
    left = [at for at, one in enumerate(found) if one is None]
    runs = {at: _runs(wanted[at][2]) for at in left}
    was = [(n, record, _runs(record.text)) for n, record in enumerate(waiting) if left and record.text]
    likes = [
        (likeness(runs[at], text), -at, -n, record)
        for at in left
        for n, record, text in was
        if record.manuscript == wanted[at][0]
    ]
    for like, at, _, record in sorted(likes, key=lambda item: item[:3], reverse=True):
        if like >= ALIKE and found[-at] is None and record in waiting:
            waiting.remove(record)
            found[-at] = record
    order = {record.path: n for n, record in enumerate(records)}
    return tuple(found), tuple(sorted(waiting, key=lambda record: order[record.path]))


def likeness(one: Counter[str], other: Counter[str]) -> float:
    """Return the share of runs of characters that two texts have in common, from 0 to 1."""
    return 2 * (one & other).total() / ((one.total() + other.total()) or 1)


def _runs(text: str) -> Counter[str]:
    return Counter(text[n : n + 4] for n in range(max(1, len(text) - 3)))


def decide(folder: Path, path: str, staged: Path, record: Record | None) -> Decision:
    """Return what becomes of the file at ``path``, for which ``staged`` is ready.

    ``record`` is None where import never wrote it: then it must be a new one, or hold the same bytes already. Raises
    ``DeliverError`` (M-077) where something else is in the way.
    """
    there = folder / path
    wanted, found = sha256(staged), _found(there)
    if found == wanted:
        return Decision(path, Status.SAME, Deed.KEPT, sha256=wanted)
    if record is None:
        if found:
            raise DeliverError(finding("M-077", Place(path)))
        return Decision(path, Status.SAME, Deed.NEW, staged, sha256=wanted)
    if not found:
        return Decision(path, Status.GONE, Deed.KEPT, sha256=record.sha256)
    if found == record.sha256:
        return Decision(path, Status.SAME, Deed.UPDATED, staged, found, wanted)
    if wanted == record.sha256:
        return Decision(path, Status.EDITED, Deed.KEPT, sha256=record.sha256)
    lines = changes(there, staged) if there.is_file() and staged.suffix in (".md", ".yaml", ".txt") else ()
    return Decision(path, Status.DIFFERS, Deed.KEPT, sha256=record.sha256, changes=lines)


def _found(there: Path) -> str:
    """Return the SHA-256 of a file; a word that is none for a link or a folder; empty where nothing is."""
    if there.is_symlink():
        return "link"
    if there.is_dir():
        return "folder"
    return sha256(there) if there.exists() else ""


def standing(folder: Path, record: Record) -> Status:
    """Return how a file stands whose page was not imported this time."""
    found = _found(folder / record.path)
    if not found:
        return Status.GONE
    return Status.SAME if found == record.sha256 else Status.EDITED


def changes(own: Path, offered: Path) -> tuple[str, ...]:
    """Return what import would change in the editor's file, as the lines of a unified diff without its head."""
    there, new = (path.read_bytes().decode("utf-8", "replace").splitlines() for path in (own, offered))
    return tuple(unified_diff(there, new, lineterm="", n=1))[2:]


@dataclass(slots=True)
class Taken:
    """The names that are not to be had in an issue folder."""

    folder: Path
    names: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, folder: Path, records: Iterable[Record]) -> "Taken":
        """Return what the folder holds, and what import wrote there before: also what is gone was somebody's name."""
        found = {p.relative_to(folder).as_posix() for p in folder.rglob("*")} if folder.is_dir() else set()
        return cls(folder, {names.folded(path) for path in (*found, *(record.path for record in records))})

    def take(self, base: str, suffix: str) -> str:
        """Return a free name and take it."""
        name = names.free(base, suffix, self.names)
        self.names.add(names.folded(name))
        return name
