"""Text folded for patterns, and the way back: every character of the copy knows where it came from."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from bulletin.importers.page.rows import simplified


@dataclass(frozen=True, slots=True)
class Mapped:
    """A text and its folded copy."""

    text: str
    key: str
    """Widths made one, Simplified; each blank is one blank, none is taken away."""
    origin: tuple[int, ...]
    """For each character of ``key`` its index in ``text``, and the length of ``text`` at the end."""

    def cut(self, start: int, end: int) -> str:
        """Return the text that stands behind ``key[start:end]``."""
        return self.text[self.origin[start] : self.origin[end - 1] + 1] if end > start else ""


def mapped(text: str) -> Mapped:
    """Return ``text`` with its folded copy."""
    key: list[str] = []
    origin: list[int] = []
    table = simplified()
    for number, char in enumerate(text):
        for piece in unicodedata.normalize("NFKC", char):
            key.append(" " if piece.isspace() else table.get(ord(piece), piece))
            origin.append(number)
    return Mapped(text, "".join(key), (*origin, len(text)))
