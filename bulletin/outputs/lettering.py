"""Chinese set on a picture, from our own faces: fallbacks by character, marks squeezed, edges in line.

Pillow draws single faces and knows nothing of Chinese; this is as much of clreq as a cover needs.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import ImageDraw, ImageFont

from bulletin.fonts import Face, FontSet, Role
from bulletin.model import Script

_TOKEN = re.compile(r"[!-~\u00a1-\u00b6\u00b8-\u024f]+(?: +[!-~\u00a1-\u00b6\u00b8-\u024f]+)*|.", re.S)
_OPENING = frozenset("（《〈「『【〔“‘")
_CLOSING = frozenset("）》〉」』】〕”’，。、；：")
_MARKS = _OPENING | _CLOSING


@cache
def _font(path: Path, size: int) -> ImageFont.FreeTypeFont:
    # The basic engine: whether libraqm is there must not change a pixel.
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)


@dataclass(frozen=True, slots=True)
class Style:
    """How a line is set."""

    role: Role
    weight: int
    size: int
    """Pixels of the em."""
    spacing: float = 0.0
    """Further space behind each character, in em."""


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    font: ImageFont.FreeTypeFont
    at: float
    """Where its left edge stands, from the start of the line."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, measured."""

    pieces: tuple[_Piece, ...]
    width: float
    size: int

    def draw(self, canvas: ImageDraw.ImageDraw, x: float, baseline: float, colour: str) -> None:
        """Draw the line with its left edge at ``x``; ``baseline`` is that of Latin letters."""
        for piece in self.pieces:
            canvas.text((x + piece.at, baseline), piece.text, fill=colour, font=piece.font, anchor="ls")


@dataclass(frozen=True, slots=True)
class Lettering:
    """Sets lines with the faces of one script."""

    fonts: FontSet
    script: Script

    def line(self, text: str, style: Style) -> Line:
        """Return ``text`` as one line; a character that no face has is left out."""
        faces = self._faces(style)
        pieces: list[_Piece] = []
        at, before = 0.0, ""
        known = "".join(c for c in text if c == " " or any(ord(c) in face.characters for face in faces))
        for token in _TOKEN.findall(re.sub(" +", " ", known).strip()):
            face = next((f for f in faces if all(ord(c) in f.characters for c in token if c != " ")), None)
            if face is None and len(token) > 1:
                face = next((f for f in faces if ord(token[0]) in f.characters), None)
            if face is None:
                continue
            font = _font(face.path, style.size)
            left = right = 0.0
            # Half a frame goes where a mark meets another or the edge (clreq §adjustment of punctuation).
            if token in _OPENING and (not before or before in _MARKS):
                left = style.size / 2
            if token in _CLOSING and before in _CLOSING and pieces:
                right = style.size / 2
            at -= left + right
            pieces.append(_Piece(token, font, at))
            at += font.getlength(token) + style.spacing * style.size * len(token)
            before = token[-1]
        width = at - style.spacing * style.size - (style.size / 2 if before in _CLOSING else 0.0)
        return Line(tuple(pieces), max(width, 0.0), style.size)

    def fitted(self, text: str, style: Style, measure: float) -> Line:
        """Return ``text`` as one line no wider than ``measure`` pixels, made smaller where it must be."""
        size = style.size
        while True:
            line = self.line(text, Style(style.role, style.weight, size, style.spacing))
            if line.width <= measure or size <= 12:
                return line
            size = max(12, min(size - 1, int(size * measure / line.width)))

    def _faces(self, style: Style) -> list[Face]:
        out = []
        for family in self.fonts.chain(style.role, self.script):
            faces = [f for f in self.fonts.faces if f.family == family and f.style != "Italic"]
            if faces:
                out.append(min(faces, key=lambda face: abs(face.weight - style.weight)))
        return out
