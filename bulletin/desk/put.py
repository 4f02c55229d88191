"""Planned files put into the issue folder: all of them, or the folder stays as it was.

Everything lies ready in a stage folder on the same file system, so that each file comes by one rename: pictures first,
then articles, then issue.yaml, the report last. An error, a full disk or Ctrl-C on the way puts all back. A machine
that dies in the middle leaves whole files alone, and the same import again finds them to be what it would write.
"""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bulletin.deliver import FULL, Undo, sha256
from bulletin.desk.state import REPORT
from bulletin.desk.updates import Decision
from bulletin.errors import DeliverError
from bulletin.findings import Place, finding


@contextmanager
def stage_for(folder: Path) -> Iterator[Path]:
    """Give a work folder on the file system of ``folder``, which may not be there yet; cleared away in any case.

    Raises ``DeliverError`` where nothing can be written there.
    """
    if (folder.exists() or folder.is_symlink()) and not folder.is_dir():
        raise DeliverError(finding("D-001", folder=folder, reason="no folder"))
    above = next(up for up in folder.resolve().parents if up.is_dir())
    # Beside the folder, so that nothing of it is ever seen among the articles; inside, where another disk begins there.
    own_disk = folder.is_dir() and folder.stat().st_dev != above.stat().st_dev
    try:
        work = _made(folder if own_disk else above, folder)
    except OSError as problem:
        raise DeliverError(finding("D-001", folder=folder, reason=problem.strerror or problem)) from None
    try:
        yield work
    except OSError as problem:
        if problem.errno not in FULL:
            raise
        raise DeliverError(finding("D-001", folder=folder, reason=problem.strerror or problem)) from None
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _made(where: Path, folder: Path) -> Path:
    try:
        return Path(tempfile.mkdtemp(prefix=".import-", dir=where)).resolve()
    except OSError:
        if folder == where or not folder.is_dir():
            raise
        return Path(tempfile.mkdtemp(prefix=".import-", dir=folder)).resolve()


def put(decisions: Sequence[Decision], report: Sequence[tuple[str, Path]], folder: Path, work: Path) -> None:
    """Put what ``decisions`` write, then the ``report``'s files that changed, into ``folder``; all or nothing.

    Raises ``DeliverError`` (M-077) where a file is no longer what it was when the import was planned.
    """
    wanted = [d for d in sorted(decisions, key=_order) if d.source is not None]
    created = [up for up in (folder, *folder.parents) if not up.exists()]
    undo = Undo(work / "old", folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for decision in wanted:
            _unchanged(folder, decision)
        for decision in wanted:
            _unchanged(folder, decision)
            if decision.source:
                decision.source.chmod(0o644)
                undo.replace(decision.source, decision.path)
        for name, source in sorted(report, key=lambda item: item[0] == REPORT):
            if not (folder / name).is_file() or (folder / name).read_bytes() != source.read_bytes():
                undo.replace(source, name)
    except BaseException as problem:  # Ctrl-C too: a mixture of old and new is the worst that could stay
        undo.back()
        for up in created:
            with contextlib.suppress(OSError):
                up.rmdir()  # only an empty one goes
        if not isinstance(problem, OSError):
            raise
        raise DeliverError(finding("D-001", folder=folder, reason=problem.strerror or problem)) from None


def _order(decision: Decision) -> tuple[int, str]:
    return (2 if decision.path.endswith(".yaml") else 0 if "/" in decision.path else 1, decision.path)


def _unchanged(folder: Path, decision: Decision) -> None:
    """Raise ``DeliverError`` where a file, or a folder on the way to it, is another than it was."""
    target = folder / decision.path
    on_the_way = [up for up in target.parents if folder in up.parents]
    strange = any(up.is_symlink() or (up.exists() and not up.is_dir()) for up in on_the_way)
    there = target.exists() or target.is_symlink()
    fine = sha256(target) == decision.expected if there and target.is_file() and decision.expected else not there
    if strange or target.is_symlink() or not fine:
        raise DeliverError(finding("M-077", Place(decision.path)))
