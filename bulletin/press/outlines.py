"""转曲: text becomes paths, so that no RIP needs the fonts.

Each glyph is drawn once, as a form, and placed wherever it was shown; forms take colour, overprint and the rest from
the page. What a form cannot give is written out in place: strokes (their width is the page's, not the glyph's), clips,
and fills with a pattern (whose place belongs to the stream that names it).
"""

from __future__ import annotations

from dataclasses import dataclass

import pikepdf
from pikepdf import Dictionary

from bulletin.press.glyphs import UnsupportedFontError
from bulletin.press.lexer import content, rewritten
from bulletin.press.shapes import Shapes
from bulletin.press.text import Text
from bulletin.press.tree import Owned, entries, forms, free_prefix, of_page, owned


@dataclass(frozen=True, slots=True)
class Skipped:
    """A stream whose text stays text."""

    page: int
    """Counted from 1; 0 where it is no page but a form, a pattern or an appearance."""
    font: str
    reason: str
    """``simple`` (a font of single bytes), ``not embedded``, ``damaged``, ``encoding``, ``no font`` or ``operands``."""


@dataclass(frozen=True, slots=True)
class Outlined:
    """What became of the text of a file."""

    glyphs: int
    """Glyphs drawn."""
    kinds: int
    """Shapes they were drawn with."""
    invisible: int
    """Codes in rendering mode 3, which were dropped."""
    skipped: tuple[Skipped, ...]


def outline(pdf: pikepdf.Pdf) -> Outlined:
    """Turn all text of ``pdf`` into paths, in place, and take its fonts out.

    A stream that shows text with a font whose glyphs cannot be told stays as it is, with its fonts, and is told of.
    Fonts that only form fields name (``/AcroForm``) are not looked for: a press file has no fields.
    """
    return _Outliner(pdf).run()


class _Outliner:
    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._pages = [of_page(page.obj) for page in pdf.pages]
        self._forms = forms(pdf)
        self._resources = {one.key: one.resources for one in (*self._pages, *self._forms)}
        self._used: dict[tuple[int, int], dict[str, None]] = {}
        self._kept: set[tuple[int, int]] = set()
        self._shapes = Shapes(pdf, free_prefix(self._resources.values(), "/g"))
        self._glyphs = self._invisible = 0
        self._skipped: list[Skipped] = []

    def run(self) -> Outlined:
        for at, page in enumerate(self._pages, 1):
            data = self._rewritten(content(page.owner), page, at)
            if data is not None:
                page.owner.Contents = self._pdf.make_stream(data)
        for form in self._forms:
            self._draw(form)
        done = 0
        while done < len(self._shapes.expanded):  # a drawn glyph of a Type 3 font may show text in turn
            glyph = owned(self._shapes.expanded[done])
            self._resources.setdefault(glyph.key, glyph.resources)
            self._draw(glyph)
            done += 1
        for key, resources in self._resources.items():
            self._settle(key, resources)
        return Outlined(self._glyphs, len(self._shapes.forms), self._invisible, tuple(self._skipped))

    def _draw(self, form: Owned) -> None:
        data = self._rewritten(form.owner.read_bytes(), form, 0)
        if data is not None:
            form.owner.write(data)

    def _rewritten(self, data: bytes, stream: Owned, page: int) -> bytes | None:
        """Return a stream without its text; None where it has none, or some that cannot be drawn."""
        text = Text(self._shapes, stream.resources)
        try:
            new = rewritten(data, text.change)
        except UnsupportedFontError as error:
            self._skipped.append(Skipped(page, text.name, str(error)))
            self._kept.add(stream.key)
            return None
        self._glyphs += text.glyphs
        self._invisible += text.invisible
        self._used.setdefault(stream.key, {}).update(text.used)
        return new if text.touched else None

    def _settle(self, key: tuple[int, int], resources: pikepdf.Object) -> None:
        """Put the shapes where the streams look for them, and take the fonts from there."""
        if names := self._used.get(key):
            if "/XObject" not in resources:
                resources.XObject = Dictionary()
            for name in names:
                resources.XObject[name] = self._shapes.form(name)
        if key not in self._kept and "/Font" in resources:
            del resources["/Font"]
        if not self._skipped:
            for _, state in entries(resources, "/ExtGState"):
                if "/Font" in state:
                    del state["/Font"]
