"""Quotation marks by depth: “ ‘ ” ’ on the mainland, 「 『 』 」 in Taiwan and Hong Kong.

Sources: GB/T 15834-2011 §4.8 (“” outer, ‘’ inner; every paragraph of a long quotation opens, the last one
closes); clreq, “Punctuation marks”, and Taiwan's 重訂標點符號手冊 (「」 outer, 『』 inner, in turn).
Hong Kong sets as Taiwan does.
A mark is chosen by how deep it stands, not by what was typed, so that a source that opens with ‘ comes right.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bulletin.model import Script
from bulletin.units import HAN

_PARTNER = {"“": "”", "‘": "’", "「": "」", "『": "』"}
_OPENER = {close: opener for opener, close in _PARTNER.items()}
_INNER = frozenset("‘’『』")
_CURLY, _CORNER = ("“”", "‘’"), ("「」", "『』")
_INDENT = " \t\u3000"
_FOREIGN = re.compile(r"[A-Za-z]{2,}[ ,]+[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A quotation mark without its partner."""

    paragraph: int
    offset: int
    mark: str
    """As it stands in the source."""


@dataclass(slots=True)
class _Open:
    """A quotation that is still open."""

    mark: str
    depth: int
    paragraph: int
    offset: int

    @property
    def unmatched(self) -> Unmatched:
        return Unmatched(self.paragraph, self.offset, self.mark)


def convert(
    paragraphs: Sequence[str], target: Script, closed: Sequence[bytes] | None = None
) -> tuple[list[str], list[Unmatched]]:
    """Return ``paragraphs`` with the quotation marks of ``target``, each as long as before.

    The paragraphs are one text in order. A line break inside one is a line of verse or of the source: an
    opening mark behind it may repeat what is open. ``closed`` says, byte by byte, what stays as it is.

    What has no partner is converted by its glyph and returned; a quotation still open where a paragraph ends,
    and not taken up again by the next, ends there, so that it spoils nothing that follows.
    """
    return _Quotes(paragraphs, _CORNER if target.traditional else _CURLY, closed).run()


class _Quotes:
    """One run over one text."""

    def __init__(self, texts: Sequence[str], pairs: tuple[str, str], closed: Sequence[bytes] | None) -> None:
        self.texts, self.pairs, self.closed = texts, pairs, closed
        self.stack: list[_Open] = []
        self.unmatched: list[Unmatched] = []

    def run(self) -> tuple[list[str], list[Unmatched]]:
        out: list[str] = []
        for number, text in enumerate(self.texts):
            out.append(text if self._foreign(text) else "".join(self._paragraph(number, text)))
            following = self.texts[number + 1].lstrip(_INDENT) if number + 1 < len(self.texts) else ""
            if self.stack and not following.startswith(self.stack[0].mark):
                self._give_up()
        self.unmatched.sort(key=lambda u: (u.paragraph, u.offset))
        return out, self.unmatched

    @staticmethod
    def _foreign(text: str) -> bool:
        """Whether a paragraph is in another language: words with blanks, and no Han character."""
        return bool(_FOREIGN.search(text)) and not HAN.search(text)

    def _paragraph(self, number: int, text: str) -> Iterator[str]:
        """Yield the characters of one paragraph, quotation marks converted."""
        shut = self.closed[number] if self.closed else bytes(len(text))
        again = 0  # how many of the open quotations this line has opened again
        starting = True
        for at, char in enumerate(text):
            if shut[at]:
                starting = starting and char == "\n"
                yield char
            elif char in _PARTNER:
                if starting and again < len(self.stack) and self.stack[again].mark == char:
                    yield self.pairs[self.stack[again].depth % 2][0]
                    again += 1
                    continue
                starting = False
                depth = len(self.stack)
                self.stack.append(_Open(char, depth, number, at))
                yield self.pairs[depth % 2][0]
            elif char in _OPENER:
                starting = False
                yield char if self._apostrophe(text, at) else self._close(number, at, char)
            else:
                starting = starting and char in _INDENT
                yield char
            if char == "\n":
                starting, again = True, 0
                if self.stack and not self._goes_on(text, at + 1):
                    self._give_up()

    def _apostrophe(self, text: str, at: int) -> bool:
        """Whether a ’ is an apostrophe: it’s, James’, ’90s."""
        if text[at] != "’":
            return False
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        quoted = any(o.mark == "‘" for o in self.stack)
        if before.isascii() and before.isalnum():
            return (after.isascii() and after.isalpha()) or not quoted
        return after.isascii() and after.isdigit() and not quoted

    def _close(self, number: int, at: int, char: str) -> str:
        """Close the nearest quotation that ``char`` fits; what stands open inside it has no partner."""
        for index in range(len(self.stack) - 1, -1, -1):
            if self.stack[index].mark == _OPENER[char]:
                self.unmatched += (o.unmatched for o in self.stack[index + 1 :])
                depth = self.stack[index].depth
                del self.stack[index:]
                return self.pairs[depth % 2][1]
        self.unmatched.append(Unmatched(number, at, char))
        return self.pairs[char in _INNER][1]

    def _goes_on(self, text: str, start: int) -> bool:
        """Whether the outermost open quotation is closed, or opened again, on a later line."""
        mark = self.stack[0].mark
        if text[start:].lstrip(_INDENT).startswith(mark):
            return True
        for char in text[start:]:
            if char in (mark, _PARTNER[mark]):
                return char != mark
        return False

    def _give_up(self) -> None:
        self.unmatched += (o.unmatched for o in self.stack)
        self.stack.clear()
