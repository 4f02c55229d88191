"""Put finished files in their place: all of them, or none, and never half of one."""

import contextlib
import errno
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bulletin.errors import DeliverError
from bulletin.findings import Place, finding
from bulletin.model import Artifact

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO)
"""What a disk says when it takes no more."""


@contextmanager
def work_folder(into: Path) -> Iterator[Path]:
    """Give a fresh work folder on the file system of ``into``, and clear it away whatever happens.

    Raises ``DeliverError`` where ``into`` cannot be written.
    """
    try:
        into.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=".bulletin-", dir=into))
    except OSError as problem:
        raise DeliverError(finding("D-001", folder=into, reason=problem.strerror or problem)) from None
    try:
        yield folder
    except OSError as problem:
        if problem.errno not in FULL:
            raise
        raise DeliverError(finding("D-001", folder=into, reason=problem.strerror or problem)) from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def manifest(slug: str, artifacts: Sequence[Artifact], versions: Mapping[str, str], previous: Path) -> dict[str, Any]:
    """Return what manifest.json says: each file with its SHA-256 and pages, and what made it.

    Files of an earlier build that still stand in the folder of ``previous`` unchanged keep their entry.
    """
    files = {
        a.name: {
            "path": a.name,
            "sha256": sha256(a.path),
            "bytes": a.path.stat().st_size,
            "edition": a.edition,
            "output": a.output,
            **({"pages": a.pages} if a.pages else {}),
        }
        for a in artifacts
    }
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        for entry in json.loads(previous.read_text("utf-8"))["files"]:
            path = previous.parent / entry["path"]
            if entry["path"] not in files and path.parent == previous.parent and sha256(path) == entry["sha256"]:
                files[entry["path"]] = entry
    return {
        "publication": slug,
        "files": [files[name] for name in sorted(files)],
        "made with": dict(sorted(versions.items())),
    }


def write_whole(path: Path, text: str | Iterable[str]) -> None:
    """Write ``text``, or its parts as they come, to ``path``, whole or not at all.

    Raises ``DeliverError`` where that cannot be.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=".bulletin-", dir=path.parent)
        try:
            with open(handle, "w", encoding="utf-8", newline="") as file:  # noqa: PTH123 - a handle, not a path
                file.writelines([text] if isinstance(text, str) else text)
            Path(name).chmod(0o644)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as problem:
        raise DeliverError(finding("D-001", folder=path, reason=problem.strerror or problem)) from None


def deliver(files: Mapping[str, Path], folder: Path) -> None:
    """Move ``files`` (name -> finished file) into ``folder``; on any failure all that was there comes back.

    Raises ``DeliverError`` and leaves the previous files as they were.
    """
    placed: list[tuple[Path, Path | None]] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, source in files.items():
            target = folder / name
            kept = source.with_name(source.name + ".before") if target.exists() else None
            if kept:
                shutil.copy2(target, kept)
            placed.append((target, kept))
            source.replace(target)
    except BaseException as problem:  # Ctrl-C too: a mixture of old and new is the worst that could stay
        for target, kept in reversed(placed):
            with contextlib.suppress(OSError):
                if kept:
                    kept.replace(target)
                else:
                    target.unlink()
        if not isinstance(problem, OSError):
            raise
        raise DeliverError(
            finding("D-001", Place(folder.name), folder=folder, reason=problem.strerror or problem)
        ) from None


class Undo:
    """Puts files in place below ``root`` and can take it all back; what was there is kept in ``folder`` meanwhile."""

    def __init__(self, folder: Path, root: Path) -> None:
        self._folder, self._root = folder, root
        self._done: list[tuple[str, Path | None]] = []

    def replace(self, source: Path, path: str) -> None:
        """Put ``source`` at ``path`` by one rename; what was there is kept."""
        target = self._root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        kept = self._keep(target)
        self._done.append((path, kept))
        source.replace(target)

    def remove(self, path: str) -> None:
        """Take ``path`` away; it is kept."""
        target = self._root / path
        self._done.append((path, self._keep(target)))
        target.unlink()

    def _keep(self, target: Path) -> Path | None:
        if not target.exists():
            return None
        kept = self._folder / str(len(self._done))
        kept.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(target, kept)
        except OSError:  # a file system without hard links
            shutil.copy2(target, kept)
        return kept

    def back(self) -> None:
        """Put all back as it was."""
        for path, kept in reversed(self._done):
            with contextlib.suppress(OSError):
                if kept is not None:
                    kept.replace(self._root / path)
                else:
                    (self._root / path).unlink(missing_ok=True)
        clear_folders(self._root, [path for path, kept in self._done if kept is None])


def clear_folders(root: Path, paths: Iterable[str]) -> None:
    """Take away the folders of ``paths`` that are now empty."""
    for folder in sorted(
        {p for path in paths for p in (root / path).parents if p != root and root in p.parents}, reverse=True
    ):
        with contextlib.suppress(OSError):
            folder.rmdir()
