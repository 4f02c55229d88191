"""What the pages of any PDF say, a page at a time, and where each character stands.

Lengths are in pt; y runs down from the page's top edge.
"""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf

from bulletin.checks.paper.reader import PageRuns, Reader, Run
from bulletin.errors import SourceError
from bulletin.findings import Place, finding
from bulletin.galley.changes import plain
from bulletin.units import CHINESE

_RIM = 3
"""Lines at a page's head, and at its foot, that may be a running head or a folio."""
_OFTEN = 0.5
"""Part of the pages that a running head stands on."""
_ROW = 2.0
"""pt by which parts of a running head may stand off each other."""
_UNUSUAL = re.compile("[\u2e80-\u2fdf\ufb00-\ufb06]")
"""Radicals and ligatures, by which some programs mean the characters that look like them."""
_DAMAGE = (pikepdf.PikepdfError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError)
"""What a damaged page leads to: an operator without its operands, a number that is none, a box that is no list."""
_FIGURES = re.compile(r"[0-9]+|[ivxlc]+\b|[〇一二三四五六七八九十百]+")


class Box(NamedTuple):
    """A rectangle on a page."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Page:
    """What one page says."""

    width: float
    height: float
    text: str
    """In the order in which it was drawn, without blanks but those between Latin words, and without furniture."""
    furniture: tuple[str, ...]
    """Running head and folio."""
    marks: frozenset[str]
    """Digests of its pictures: what a page without text is known by."""


@dataclass(slots=True)
class _Line:
    """What was drawn on one baseline in a row."""

    baseline: float
    size: float
    artifact: bool
    chars: list[tuple[str, Box]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(char for char, _ in self.chars)


@dataclass(frozen=True, slots=True)
class _View:
    """The part of a page that is seen (its CropBox), and how often it is turned clockwise by a right angle."""

    left: float
    top: float
    width: float
    height: float
    turned: int

    @property
    def size(self) -> tuple[float, float]:
        return (self.height, self.width) if self.turned % 2 else (self.width, self.height)

    def box(self, box: Box) -> Box:
        """Return where a box of the page stands in what is seen."""
        left, top, right, bottom = (
            box.left - self.left,
            box.top - self.top,
            box.right - self.left,
            box.bottom - self.top,
        )
        for size in ((self.width, self.height), (self.height, self.width), (self.width, self.height))[: self.turned]:
            left, top, right, bottom = size[1] - bottom, left, size[1] - top, right
        return Box(left, top, right, bottom)


class Document:
    """A PDF that is open to be read page by page; raises ``SourceError`` where it cannot be."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._pdf = opened(path)
        self._reader = Reader()
        self._running: set[str] = set()
        try:
            self.count = len(self._pdf.pages)
            self._running = self._furniture()
        except _DAMAGE as problem:
            raise damaged(path, problem) from None

    def close(self) -> None:
        """Let go of the file."""
        self._pdf.close()

    def page(self, number: int) -> Page:
        """Return what page ``number``, from 1, says."""
        runs = self._runs(number)
        body, furniture = self._parted(runs)
        text = "".join(char for char, _ in _joined(body))
        try:
            marks = frozenset(self._marks(number))
        except _DAMAGE as problem:
            raise damaged(self.path, problem) from None
        width, height = self._view(number, runs).size
        return Page(width, height, text, tuple(plain(line.text) for line in furniture), marks)

    def boxes(self, number: int) -> list[Box | None]:
        """Return where each character of the text of page ``number`` stands; blanks stand nowhere."""
        runs = self._runs(number)
        view = self._view(number, runs)
        return [box and view.box(box) for _, box in _joined(self._parted(runs)[0])]

    def _view(self, number: int, runs: PageRuns) -> "_View":
        page = self._pdf.pages[number - 1]
        try:
            media, crop = ([float(side) for side in box] for box in (page.mediabox, page.cropbox))
            turned = int(page.get("/Rotate", 0) or 0) // 90 % 4
        except _DAMAGE:
            return _View(0, 0, runs.width, runs.height, 0)
        left, right = sorted((crop[0], crop[2]))
        low, high = sorted((crop[1], crop[3]))
        start, top = min(media[0], media[2]), max(media[1], media[3])
        return _View(left - start, top - high, right - left, high - low, turned)

    def _runs(self, number: int) -> PageRuns:
        try:
            return self._reader.page(self._pdf.pages[number - 1])
        except _DAMAGE as problem:
            raise damaged(self.path, problem) from None

    def _parted(self, runs: PageRuns) -> tuple[list[_Line], list[_Line]]:
        lines = _lines(runs.runs)
        rim = _rim([line for line in lines if not line.artifact])
        # What stands beside a running head belongs to it: the section's name, the date.
        rows = [line.baseline for line in rim if _shape(line.text) in self._running]
        running = {id(line) for line in rim if any(abs(line.baseline - row) < _ROW for row in rows)}
        body: list[_Line] = []
        furniture: list[_Line] = []
        for line in lines:
            (furniture if line.artifact or id(line) in running else body).append(line)
        return body, furniture

    def _furniture(self) -> set[str]:
        """Return what stands at the rim of most pages, its figures apart: a running head, a folio."""
        if self.count < 3:  # too few to tell by
            return set()
        seen: Counter[str] = Counter()
        for number in range(1, self.count + 1):
            lines = [line for line in _lines(self._runs(number).runs) if not line.artifact]
            seen.update({_shape(line.text) for line in _rim(lines)})
        return {shape for shape, count in seen.items() if count > max(2, _OFTEN * self.count) and shape}

    def _marks(self, number: int) -> Iterator[str]:
        resources: Any = self._pdf.pages[number - 1].resources
        for thing in ((resources or {}).get("/XObject") or {}).values():
            if thing.get("/Subtype") == "/Image":
                yield hashlib.sha256(thing.read_raw_bytes()).hexdigest()


def opened(path: Path) -> pikepdf.Pdf:
    """Return the PDF at ``path``, open; raises ``SourceError`` where it is none, has no page, or has a password."""
    try:
        pdf = pikepdf.open(path)
    except FileNotFoundError:
        raise SourceError(finding("S-001", Place(str(path)))) from None
    except pikepdf.PasswordError:
        raise SourceError(finding("R-311", file=path.name)) from None
    except OSError as problem:
        raise SourceError(finding("S-002", Place(str(path)), reason=problem.strerror or problem)) from None
    except pikepdf.PikepdfError as problem:
        raise damaged(path, problem) from None
    try:
        pages = len(pdf.pages)
    except _DAMAGE as problem:
        pdf.close()
        raise damaged(path, problem) from None
    if not pages:
        pdf.close()
        raise SourceError(finding("R-312", file=path.name))
    return pdf


def damaged(path: Path, problem: object) -> SourceError:
    """Return the error for a file that is no PDF, or a damaged one."""
    reason = str(problem).replace(str(path), path.name)
    return SourceError(finding("R-310", file=path.name, reason=reason[:160]))


def _shape(text: str) -> str:
    """Return a line without its figures and blanks: the same on every page for a folio."""
    return _FIGURES.sub("#", plain(text))


def _rim(lines: Sequence[_Line]) -> list[_Line]:
    ordered = sorted(lines, key=lambda line: line.baseline)
    return [*ordered[:_RIM], *ordered[-_RIM:]]


def _lines(runs: Sequence[Run]) -> list[_Line]:
    """Return what was drawn, in its order, with neighbours on one baseline made one line."""
    out: list[_Line] = []
    for run in runs:
        last = out[-1] if out else None
        near = last is not None and abs(last.baseline - run.baseline) < 0.2 * run.size
        if last is None or not near or last.artifact != run.artifact or not _goes_on(last, run):
            last = _Line(run.baseline, run.size, run.artifact)
            out.append(last)
        for glyph in run.glyphs:
            before = last.chars[-1][1] if last.chars else None
            top, bottom = run.baseline - 0.86 * run.size, run.baseline + 0.2 * run.size
            if before is not None and glyph.x - before.right > 0.2 * run.size:
                last.chars.append((" ", Box(before.right, top, glyph.x, bottom)))
            box = Box(glyph.x, top, glyph.x + glyph.advance, bottom)
            last.chars += [(char, box) for char in _UNUSUAL.sub(_usual, glyph.text)]
    return [line for line in out if line.text.strip()]


def _usual(found: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", found[0])


def _goes_on(line: _Line, run: Run) -> bool:
    """Whether a run stands behind a line, and not in another column."""
    if not line.chars or not run.glyphs:
        return True
    gap = run.glyphs[0].x - line.chars[-1][1].right
    return -1.5 * run.size < gap < 3 * run.size


def _joined(lines: Sequence[_Line]) -> Iterator[tuple[str, Box | None]]:
    """Yield the characters of ``lines`` as one text: blanks and line ends only between Latin words."""
    before, blank = "", False
    for line in lines:
        for char, box in line.chars:
            if not plain(char):
                blank = True
                continue
            if blank and before and not CHINESE.match(before) and not CHINESE.match(char):
                yield " ", None
            before, blank = char, False
            yield char, box
        blank = before not in ("-", "–", "/")
