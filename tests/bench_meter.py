"""What a command costs with all the processes that it starts: wall, CPU, peak memory.

CPU is the kernel's account of every process that was reaped. On Linux the bench adopts what a command leaves behind (a
browser's helpers), so that none is missed. Peak memory is the larger of two figures, looked at every tenth of a second:
the high-water mark of the resident set of any one process (``VmHWM``; ``ru_maxrss`` would count the bench itself, from
which it was forked), and the sum of the proportional set sizes of all of them (``smaps_rollup``: a page that two share
counts half for each).
"""

import ctypes
import os
import signal
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from resource import struct_rusage
from threading import Event, Thread
from time import perf_counter, sleep

_PROC = Path("/proc")
_EVERY = 0.1
"""s between two looks at the memory."""
_GRACE = 50
"""Looks that a process left behind is given to end by itself."""
_ADOPT = 36
"""PR_SET_CHILD_SUBREAPER of Linux' prctl."""
_UNIT = 1024 * (1024 if sys.platform == "darwin" else 1)
"""``ru_maxrss`` per MB: bytes on macOS, KB elsewhere."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run took."""

    wall: float
    cpu: float
    """Seconds, as is ``wall``."""
    peak: float
    """MB."""
    said: str
    """What the command printed."""


def cost(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Cost:
    """Run ``command`` in ``folder`` and return its cost; raises ``SystemExit`` if it fails."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_ADOPT, 1, 0, 0, 0)
    out, errors = folder / "said.txt", folder / "errors.txt"
    done, seen = Event(), [0.0]
    watcher = Thread(target=_watch, args=(done, seen), daemon=True)
    with out.open("wb") as said, errors.open("wb") as wrong:
        start = perf_counter()
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=said, stderr=wrong, cwd=folder, env={**os.environ, **environment}
        )
        watcher.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    usages = [usage, *_left_behind()]
    done.set()
    watcher.join()
    if process.returncode:
        raise SystemExit(f"bench: failed: {' '.join(command)[:200]}\n{errors.read_text('utf-8', 'replace')[-2000:]}")
    peak = seen[0] or max(one.ru_maxrss / _UNIT for one in usages)
    return Cost(wall, sum(one.ru_utime + one.ru_stime for one in usages), peak, out.read_text("utf-8", "replace"))


def _left_behind() -> Iterator[struct_rusage]:
    """Reap what the command left behind; what does not end by itself is ended."""
    waited = 0
    with suppress(ChildProcessError):
        while True:
            pid, _, usage = os.wait4(-1, os.WNOHANG)
            if pid:
                yield usage
                continue
            waited += 1
            if waited > _GRACE:
                for left in _descendants():
                    with suppress(ProcessLookupError):
                        os.kill(left, signal.SIGKILL)
            sleep(_EVERY)


def _watch(done: Event, seen: list[float]) -> None:
    while not done.wait(_EVERY):
        found = _descendants()
        highest = max((_megabytes(pid, "status", "VmHWM:") for pid in found), default=0.0)
        seen[0] = max(seen[0], highest, sum(_megabytes(pid, "smaps_rollup", "Pss:") for pid in found))


def _descendants() -> list[int]:
    """Return the processes below this one; none where there is no /proc."""
    below: dict[int, list[int]] = defaultdict(list)
    for entry in _PROC.glob("[0-9]*/stat"):
        # A process may end while it is looked at.
        with suppress(OSError):
            below[int(entry.read_text("utf-8", "replace").rpartition(")")[2].split()[1])].append(int(entry.parent.name))
    found = list(below[os.getpid()])
    for pid in found:
        found += below[pid]
    return found


def _megabytes(pid: int, file: str, label: str) -> float:
    """Return what a file of ``/proc/PID`` says in KB, in MB; 0 where the process is gone."""
    with suppress(OSError):
        for line in (_PROC / str(pid) / file).read_text().splitlines():
            if line.startswith(label):
                return int(line.split()[1]) / 1024
    return 0.0
