"""Text files as a manuscript: one line a physical line."""

from bulletin.importers.base import Line, Look, Manuscript, stripped


def manuscript(data: bytes, name: str) -> Manuscript:
    """Return the lines of a text file in UTF-8."""
    lines, gap = [], 0
    for number, raw in enumerate(data.decode("utf-8-sig").replace("\r\n", "\n").split("\n"), 1):
        text = stripped(raw)
        if not text:
            gap += 1
            continue
        lines.append(Line(number, raw, text, gap, Look(indented=raw.startswith(("\u3000", "  ", "\t")))))
        gap = 0
    return Manuscript(name, tuple(lines))
