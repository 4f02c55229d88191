"""Text files as a manuscript: one line a physical line."""

from __future__ import annotations

from pathlib import Path

from bulletin.errors import SourceError
from bulletin.findings import Finding, Place, finding
from bulletin.importers.base import Line, Look, Manuscript, stripped
from bulletin.importers.encoding import damage, decode

LARGEST = 8_000_000
"""Bytes of the largest text file that is read: a year of a weekly has fewer."""

LONGEST = 30_000
"""Characters of the longest line; more is a file whose line ends were lost."""

MOST_LINES = 200_000
"""Lines of the longest text."""


class TextDoor:
    """Reads plain text in any encoding that Chinese comes in."""

    suffixes: tuple[str, ...] = (".txt", ".text", "")

    def read(self, path: Path, name: str, work: Path) -> tuple[Manuscript, ...]:
        """Return the one manuscript in ``path``; see ``Door.read``. Nothing is put into ``work``."""
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise SourceError(
                finding("M-006", Place(name), size=path.stat().st_size // 1_000_000, limit=LARGEST // 1_000_000)
            )
        read = manuscript(data, name)
        if not read.lines:
            raise SourceError(finding("M-008", Place(name)))
        return (read,)


def manuscript(data: bytes, name: str) -> Manuscript:
    """Return the lines of a text file; raises ``SourceError`` where it is no text or has a line without end."""
    text, encoding = decode(data, name)
    lines: list[Line] = []
    found: list[Finding] = list(damage(text, name))
    gap = 0
    count = text.count("\n") + 1
    if count > MOST_LINES:
        raise SourceError(finding("M-009", Place(name), count=count, limit=MOST_LINES))
    for number, raw in enumerate(text.split("\n"), 1):
        if len(raw) > LONGEST:
            raise SourceError(finding("M-007", Place(name, number), raw[:60] + "……", count=len(raw), limit=LONGEST))
        shown = stripped(raw)
        # A form feed begins a new page: as good as an empty line.
        gap += raw.count("\f")
        if not shown:
            gap += 1
            continue
        lines.append(
            Line(number, raw, shown, gap, Look(indented=raw.lstrip("\ufeff\f").startswith(("\u3000", "  ", "\t"))))
        )
        gap = 0
    return Manuscript(name, tuple(lines), encoding=encoding, findings=tuple(found))
