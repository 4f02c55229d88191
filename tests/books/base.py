"""What a tool is to ``make check-books``: what it needs, and what it says of a book."""

import os
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.books.content import Book

ROOT = Path(__file__).parent.parent.parent
NODE = ROOT / ".venv" / "book-tools" / "node_modules"
"""Where the Makefile puts the tools of tests/book_tools/package.json."""

LIMIT = 600
"""Seconds that a program may take for one book."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a tool says of a book."""

    summary: str
    """In a few words, for the line of this book."""
    faults: tuple[str, ...]
    """A line each; none where all is well."""


@dataclass(frozen=True, slots=True)
class Tool:
    """A program that reads books."""

    name: str
    missing: Callable[[], str]
    """Says what this machine lacks for it and how to get it; empty where nothing is lacking."""
    check: Callable[[Book, Path, Path | None], Told]
    """Looks at a book; may write into the first folder; pictures go into the second, if there is one."""


def run(command: Sequence[str | Path], home: Path, extra: Mapping[str, str] | None = None) -> tuple[int, str]:
    """Run a program that keeps its settings in ``home``; return its exit code and all that it said."""
    kept = {
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "LC_ALL": "C.UTF-8",
    }
    try:
        done = subprocess.run(
            list(map(str, command)),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            env={**os.environ, **kept, **(extra or {})},
            timeout=LIMIT,
        )
    except subprocess.TimeoutExpired:
        return 124, f"took more than {LIMIT} s"
    return done.returncode, done.stdout


def lost(book: Book, text: str) -> tuple[str, ...]:
    """Return a line for every piece of ``book`` that ``text`` (without blanks) has not, or not in its place."""
    out, at = [], 0
    for name, forms in book.pieces:
        found = [(text.find(form, at), len(form)) for form in forms]
        here = [(place, length) for place, length in found if place >= 0]
        if here:
            place, length = min(here)
            at = place + length
        else:
            what = "stands before what it should follow" if any(form in text for form in forms) else "is lost"
            out.append(f"{name}: {what}: {forms[0][:60]}")
    return tuple(out)
