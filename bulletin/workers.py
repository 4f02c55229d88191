"""Work side by side in processes of their own, which end with their parent and never leave it waiting."""

import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from typing import Any, TypeVar

from bulletin.errors import BulletinError
from bulletin.findings import finding

Call = TypeVar("Call")
Result = TypeVar("Result")


class WorkerError(BulletinError):
    """A process ended before its work was done: most often the machine ran out of memory."""


def run(function: Callable[[Call], Result], calls: Sequence[Call], jobs: int) -> Iterator[Result]:
    """Yield ``function(call)`` for each of ``calls`` in their order, up to ``jobs`` at once.

    What a call raises is raised here. Raises ``WorkerError`` where a process is ended from outside. However this
    ends, no process is left.
    """
    context = multiprocessing.get_context("spawn")
    running: dict[Connection, tuple[int, Any]] = {}
    done: dict[int, Result] = {}
    waiting = list(enumerate(calls))[::-1]
    next_out = 0
    try:
        while running or waiting or next_out in done:
            while waiting and len(running) < jobs:
                number, call = waiting.pop()
                here, there = context.Pipe(duplex=False)
                process = context.Process(target=_work, args=(there, function, call), daemon=True)
                with _deaf():
                    process.start()
                    running[here] = (number, process)
                there.close()
            while next_out in done:
                yield done.pop(next_out)
                next_out += 1
            for pipe in wait(list(running)) if running else ():
                assert isinstance(pipe, Connection)
                number, process = running.pop(pipe)
                done[number] = _received(pipe)
                process.join()
    finally:
        for _, process in running.values():
            process.kill()
            process.join()


@contextmanager
def _deaf() -> Iterator[None]:
    """Hold Ctrl-C back: a process that is started meanwhile is deaf to it from its first moment on, and known here."""
    # The first start would start this too, and let Ctrl-C through again behind it.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _received(pipe: Connection) -> Any:
    try:
        good, value = pipe.recv()
    except EOFError:
        raise WorkerError(finding("U-004")) from None
    if not good:
        raise value
    return value


def _work(pipe: Connection, function: Callable[[Any], Any], call: Any) -> None:
    # Ctrl-C reaches the whole process group; the parent alone answers it and ends its workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        pipe.send((True, function(call)))
    except Exception as problem:  # sent on: the parent raises it
        pipe.send((False, problem))
