"""Putting the site in its folder: only what changed, all of it or none, and nothing of anybody else's.

**Why file by file, and no swap of folders.** The folder often is more than a site of ours: a Git working copy, a
domain's ``CNAME``, the root that a web server has open. A new folder put in its place would have to carry all of that
along, and between two renames there would be no site at all. So everything is first made whole in a work folder inside
the site's own (the same file system, so that each file then comes by one atomic rename), and the files are put in an
order in which nothing ever dangles:

1. ``bulletin-site.json``, naming the old files and the new: whatever happens next, every file is known for ours;
2. new files, those that others lead to first: pictures and downloads, stories, issues, indexes, catalogues;
3. changed files in the same order;
4. ``bulletin-site.json`` as it is to be;
5. only now what the new site has no more is taken away.

An error or Ctrl-C on the way puts everything back as it was. A machine that dies in the middle leaves a site whose
every link leads somewhere, and the next ``publish`` completes it.
"""

import contextlib
import hashlib
import json
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from bulletin.deliver import Undo, clear_folders, sha256
from bulletin.errors import DeliverError
from bulletin.findings import Finding, Place, finding

MANIFEST = "bulletin-site.json"
"""Names every file that we wrote, with its SHA-256."""

WORK = ".bulletin-work"
"""Folder inside the site's own, in which the new files are made; what a crash left there is cleared away."""

VERSION = 1

_ORDER = ("pictures/", "files/", "style.css", "icon.svg", "search/search.js", "search/fold.js", "search/")
"""What others lead to goes first; pages next, the deeper ones before; then what leads to all."""


@dataclass(frozen=True, slots=True)
class File:
    """One file of the site."""

    path: str
    make: Callable[[], bytes] | None = None
    """Gives its bytes."""
    source: Path | None = None
    """The finished file it is a copy of, in place of ``make``."""
    sha256: str = ""
    """Of ``source``."""
    settled: bool = False
    """Its name is made of its content: where we have put it already, it needs no making."""


@dataclass(frozen=True, slots=True)
class Written:
    """What became of the site."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    kept: int
    """Files that stayed as they were, untouched."""
    findings: tuple[Finding, ...] = ()


@dataclass(slots=True)
class Former:
    """What an earlier run left."""

    files: dict[str, str] = field(default_factory=dict)
    """Path -> SHA-256, of every file that we wrote; empty where it is not known (after a crash)."""
    issues: tuple[str, ...] = ()
    publication: str = ""
    made_with: dict[str, str] = field(default_factory=dict)
    home: str = ""
    """Script of the first page, where it was asked for."""


def former(site: Path) -> Former:
    """Return what ``bulletin-site.json`` says; raises ``DeliverError`` (W-014) where it cannot be read."""
    path = site / MANIFEST
    if not path.exists():
        return Former()
    try:
        data = json.loads(path.read_text("utf-8"))
        if data["version"] != VERSION:
            raise ValueError(f"version {data['version']}")
        files = {str(k): str(v) for k, v in data["files"].items()}
        if any(".." in name.split("/") or name.startswith("/") or "\\" in name or ":" in name for name in files):
            raise ValueError("files")
        issues = tuple(str(name) for name in data["issues"])
        return Former(files, issues, str(data["publication"]), dict(data["made with"]), str(data.get("home", "")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
        reason = f"{type(problem).__name__}: {problem}"
        raise DeliverError(finding("W-014", Place(MANIFEST), reason=reason)) from None


def put(files: Iterable[File], site: Path, said: dict[str, Any], before: Former) -> Written:
    """Bring ``site`` to hold ``files``; ``said`` are the further keys of its manifest.

    Raises ``DeliverError``: a file that is not ours stands where one of ours must (W-011), or the folder cannot be
    written (W-015). The site then is as it was.
    """
    work = site / WORK
    created = not site.exists()
    try:
        site.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir()
        plan = _Plan(site, work, before)
        for file in files:
            plan.add(file)
        plan.refuse()
        return plan.carry_out(said)
    except OSError as problem:
        raise DeliverError(finding("W-015", folder=site, reason=problem.strerror or problem)) from None
    finally:
        shutil.rmtree(work, ignore_errors=True)
        if created:
            with contextlib.suppress(OSError):
                site.rmdir()  # only an empty one goes


class _Plan:
    """What must be done, and the doing of it."""

    def __init__(self, site: Path, work: Path, before: Former) -> None:
        self.site, self.work, self.before = site, work, before
        self.digests: dict[str, str] = {}
        self.new: list[str] = []
        self.changed: list[str] = []
        self.foreign: set[str] = set()
        self.meddled: list[str] = []

    def add(self, file: File) -> None:
        """Look at one file: make it in the work folder unless the site has it as it must be."""
        if file.path in self.digests:
            raise RuntimeError(f"two files of one name: {file.path}")
        if way := self._in_the_way(file.path):
            self.foreign.add(way)
            return
        target = self.site / file.path
        there = sha256(target) if target.exists() else None
        known = self.before.files.get(file.path)
        if file.settled and known and there == known:
            self.digests[file.path] = known
            return
        data = file.make() if file.make else None
        digest = file.sha256 if data is None else hashlib.sha256(data).hexdigest()
        self.digests[file.path] = digest
        if there == digest:
            return
        if there is None:
            self.new.append(file.path)
        elif known is None:
            self.foreign.add(file.path)
            return
        else:
            self.changed.append(file.path)
            if known and there != known:
                self.meddled.append(file.path)
        made = self.work / "new" / file.path
        made.parent.mkdir(parents=True, exist_ok=True)
        if data is not None:
            made.write_bytes(data)
        elif file.source is not None:
            shutil.copyfile(file.source, made)
            if sha256(made) != digest:
                raise DeliverError(finding("W-006", Place(f"{file.source.parent.name}/{file.source.name}")))

    def _in_the_way(self, path: str) -> str:
        """Return what stands where a folder or a plain file must be: a link, a file …; empty where nothing does."""
        *parents, whole = reversed([p.as_posix() for p in (PurePosixPath(path), *PurePosixPath(path).parents)][:-1])
        for parent in parents:
            folder = self.site / parent
            if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
                return str(parent)
        target = self.site / whole
        return str(whole) if target.is_symlink() or (target.exists() and not target.is_file()) else ""

    def refuse(self) -> None:
        """Raise ``DeliverError`` where files of others stand in the way."""
        if self.foreign:
            raise DeliverError(*(finding("W-011", Place(path)) for path in sorted(self.foreign)[:20]))

    def carry_out(self, said: dict[str, Any]) -> Written:
        """Put all in place, or leave all as it was."""
        gone = sorted(path for path in self.before.files if path not in self.digests and (self.site / path).is_file())
        final = self._manifest(said, self.digests)
        manifest = self.site / MANIFEST
        if self.new or self.changed or gone or not manifest.exists() or manifest.read_bytes() != final:
            # Hashes of what is on its way are left out: until it has arrived, neither old nor new would be right.
            moving = dict.fromkeys((*self.new, *self.changed), "")
            between = self._manifest(said, {**self.before.files, **self.digests, **moving})
            self._swap(between, final, gone)
        told = tuple(finding("W-013", Place(path)) for path in sorted(self.meddled))
        kept = len(self.digests) - len(self.new) - len(self.changed)
        return Written(tuple(sorted(self.new)), tuple(sorted(self.changed)), tuple(gone), kept, told)

    def _swap(self, between: bytes, final: bytes, gone: list[str]) -> None:
        undo = Undo(self.work / "old", self.site)
        (self.work / "between").write_bytes(between)
        (self.work / "final").write_bytes(final)
        try:
            undo.replace(self.work / "between", MANIFEST)
            for path in (*sorted(self.new, key=_rank), *sorted(self.changed, key=_rank)):
                undo.replace(self.work / "new" / path, path)
            undo.replace(self.work / "final", MANIFEST)
            for path in gone:
                undo.remove(path)
        except BaseException:
            undo.back()
            raise
        clear_folders(self.site, gone)

    def _manifest(self, said: dict[str, Any], files: dict[str, str]) -> bytes:
        data = {"version": VERSION, **said, "files": dict(sorted(files.items()))}
        return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _rank(path: str) -> tuple[int, int, str]:
    """Return the place of a file in the order in which nothing dangles."""
    first = next((n for n, start in enumerate(_ORDER) if path.startswith(start)), len(_ORDER))
    late = path.startswith("opds/") or path.endswith(("feed.xml", "sitemap.xml"))
    leads = path.endswith("index.html")
    return first + (2 if late else 0), -path.count("/") * 2 + leads, path
