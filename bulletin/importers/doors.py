"""Which door reads a file: by its suffix, and by its first bytes where these say otherwise."""

from __future__ import annotations

import re
from pathlib import Path

from bulletin.errors import SourceError
from bulletin.findings import Finding, Place, finding
from bulletin.importers.base import Door, Manuscript
from bulletin.importers.text import TextDoor

DOORS: tuple[Door, ...] = (TextDoor(),)

_CURES = {
    ".doc": "M-010",
    ".wps": "M-010",
    ".rtf": "M-010",
    ".odt": "M-010",
    ".pages": "M-010",
    ".pdf": "M-011",
    ".ppt": "M-012",
    ".pptx": "M-012",
    ".xls": "M-012",
    ".xlsx": "M-012",
    ".jpg": "M-013",
    ".jpeg": "M-013",
    ".png": "M-013",
    ".rar": "M-014",
    ".7z": "M-014",
}
"""What cannot be read, and the finding that says what to do instead."""

_HIDDEN = re.compile(r"[.~]|~\$|Thumbs\.db$|desktop\.ini$")


def read(path: Path, work: Path) -> tuple[Manuscript, ...]:
    """Return the manuscripts in ``path``, a file or a folder of files, in the natural order of their names.

    Raises ``SourceError`` with all that cannot be read.
    """
    if path.is_dir():
        files = sorted(
            (p for p in path.iterdir() if p.is_file() and not _HIDDEN.match(p.name)), key=lambda p: natural(p.name)
        )
        if not files:
            raise SourceError(finding("M-008", Place(path.name)))
        found: list[Manuscript] = []
        faults: list[Finding] = []
        for file in files:
            try:
                found += _read(file, f"{path.name}/{file.name}", work)
            except SourceError as problem:
                faults += problem.findings
        if faults:
            raise SourceError(*faults)
        return tuple(found)
    return _read(path, path.name, work)


def _read(path: Path, name: str, work: Path) -> tuple[Manuscript, ...]:
    try:
        with path.open("rb") as file:
            head = file.read(8)
    except FileNotFoundError:
        raise SourceError(finding("S-001", Place(name))) from None
    except OSError as problem:
        raise SourceError(finding("S-002", Place(name), reason=problem.strerror or problem)) from None
    if not head:
        raise SourceError(finding("M-008", Place(name)))
    suffix = path.suffix.lower()
    if (code := _CURES.get(suffix)) is not None:
        raise SourceError(finding(code, Place(name), suffix=suffix))
    door = next((door for door in DOORS if suffix in door.suffixes), None)
    if door is None:
        known = " ".join(sorted({s for door in DOORS for s in door.suffixes if s}))
        raise SourceError(finding("M-015", Place(name), suffix=suffix or "–", known=known))
    return door.read(path, name, work)


_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九十")}


def natural(name: str) -> list[tuple[int, int, str]]:
    """Return a key that sorts names as people do: 2 before 10, 第二版 before 第十版."""
    parts: list[tuple[int, int, str]] = []
    for digits, han, other in re.findall(r"(\d+)|(?<=第)([〇一二三四五六七八九十]{1,3})|(\D)", name):
        if digits:
            parts.append((0, int(digits), ""))
        elif han:
            parts.append((0, _number(han), ""))
        else:
            parts.append((1, 0, other))
    return parts


def _number(han: str) -> int:
    """Return the value of a number below a hundred in Chinese characters: 十二 is 12, 二十 is 20."""
    tens, ten, ones = han.partition("十")
    if not ten:
        return int("".join(str(_DIGITS[char]) for char in han))
    return 10 * (_DIGITS[tens] if tens else 1) + (_DIGITS[ones] if ones else 0)
