"""The model's inlines as (X)HTML, for paper or for the book; what templates ask while they set blocks."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from math import ceil, floor

from markupsafe import Markup, escape

from bulletin.compose import page_list
from bulletin.compose.heads import Cohesion, loose, rows, width
from bulletin.compose.tables import WHOLE, column_widths, least_width
from bulletin.model import (
    Article,
    Block,
    Break,
    Cell,
    Code,
    Figure,
    Group,
    GroupKind,
    Inline,
    Inlines,
    NoteCall,
    Paragraph,
    Ruby,
    Span,
    SpanKind,
    Table,
    Text,
)
from bulletin.units import HAN
from bulletin.walk import NOTE_MARK, plain, units


class Medium(StrEnum):
    """What the markup is for."""

    PRINT = "print"
    BOOK = "book"


CROP = 1.08
"""How much wider or flatter than its frame a picture may be and still fill it."""

BELOW = 0.45
"""Least white below a caption, in body lines."""

GAP = 5.0
"""White in pt between a picture and its caption; ``common/print.css`` has it too."""

MOST_NOTES = 10
"""Notes of an article that are set at the foot of its pages; where it has more, all stand below it."""

PHONE = 23.5
"""字 of .8em in the 19 em that a reader leaves of a telephone 360 pixels wide."""

LONGEST_NOTE = 200
"""Characters of a note at the foot of a page."""

_ZHUYIN = re.compile("˙?[\u3105-\u312f\u31a0-\u31bf]{1,3}[ˊˇˋ]?")
_TONES = "ˊˇˋ"

_TAGS = {
    SpanKind.STRONG: ("<strong>", "</strong>"),
    SpanKind.EMPHASIS: ("<em>", "</em>"),
    SpanKind.NAME: ('<span class="name">', "</span>"),
    SpanKind.BOOK: ('<span class="book">', "</span>"),
    SpanKind.FRAMED: ('<span class="framed">', "</span>"),
    SpanKind.EVEN: ('<span class="even">', "</span>"),
    SpanKind.SUPER: ("<sup>", "</sup>"),
    SpanKind.SUB: ("<sub>", "</sub>"),
    SpanKind.KEEP: ("", ""),
    SpanKind.VARIANT: ("", ""),
}


@dataclass(slots=True)
class Setter:
    """Sets the blocks of one article; templates know it as ``m``."""

    medium: Medium
    article: Article
    measures: Mapping[str, float]
    """Sizes in pt of the layout."""
    href: Callable[[str], str]
    """Where a link of the sources leads in this medium."""
    picture: Callable[[Figure], str]
    """The address of a figure's file in this medium."""
    base_level: int = 0
    """What is added to a subhead's level (2 …): 0 where the article's own headline is ``h1``."""
    words: Cohesion = loose
    """What is known of the words of the article, for the rows of its headline."""
    paged: bool = True
    """Whether 见第3版 becomes a link to the page; not where there are no pages, nor within another link."""
    phone: float = PHONE
    """字 of a table that a telephone has room for, at the size in which the book opens."""
    called: Counter[int] = field(default_factory=Counter)
    """How often each note was called already."""

    @property
    def printing(self) -> bool:
        """Whether this is for paper."""
        return self.medium is Medium.PRINT

    def kind(self, block: Block) -> str:
        """Return the name of the block's class, which templates branch on."""
        return type(block).__name__

    def inline(self, inlines: Inlines) -> Markup:
        """Return ``inlines`` as markup, without a blank or line end of its own."""
        return Markup("").join(self._one(inline) for inline in inlines)

    def dropped(self, inlines: Inlines) -> Markup:
        """Return ``inlines`` with a drop head; nothing where they do not begin with a Chinese character."""
        first = inlines[0] if inlines else None
        if not isinstance(first, Text) or not HAN.match(first.text):
            return Markup("")
        rest = (Text(first.text[1:]), *inlines[1:])
        return Markup('<span class="drop">{}</span>').format(first.text[0]) + self.inline(rest)

    def plain(self, inlines: Inlines) -> str:
        """Return the text of ``inlines``."""
        return plain(inlines, notes=False)

    def _one(self, inline: Inline) -> Markup:
        match inline:
            case Text(text):
                return self._text(text)
            case Code(text):
                return Markup("<code>{}</code>").format(text)
            case Break():
                return Markup("<br/>")
            case Ruby(base, reading):
                return self._ruby(base, reading)
            case NoteCall(number):
                return self._note_call(number)
            case Span():
                return self._span(inline)

    def _text(self, text: str) -> Markup:
        """Return ``text`` with each reference to a page as a link; the book learns later where its pages begin."""
        out, at = Markup(""), 0
        for start, end, number in page_list.references(text) if self.paged else ():
            link = Markup('<a class="page-ref" href="#{}">{}</a>')
            out += escape(text[at:start]) + link.format(page_list.ANCHOR.format(number), text[start:end])
            at = end
        return out + escape(text[at:])

    def _span(self, span: Span) -> Markup:
        paged, self.paged = self.paged, self.paged and span.kind is not SpanKind.LINK
        inner = self.inline(span.children)
        self.paged = paged
        match span.kind:
            case SpanKind.LINK:
                return Markup('<a href="{}">{}</a>').format(self.href(span.value), inner)
            case SpanKind.LANG:
                return Markup('<span lang="{0}" xml:lang="{0}">{1}</span>').format(span.value, inner)
            case SpanKind.DOTS:
                tag = "span" if self.printing else "em"
                return Markup('<{0} class="dots">{1}</{0}>').format(Markup(tag), inner)
            case _:
                before, after = _TAGS[span.kind]
                return Markup(before) + inner + Markup(after)

    def _ruby(self, base: str, reading: str) -> Markup:
        if self.printing and _ZHUYIN.fullmatch(reading):
            return _zhuyin(base, reading)
        if self.printing:
            mark = '<span class="ruby"><span class="rb">{}</span><span class="rt">{}</span></span>'
            return Markup(mark).format(base, reading)
        return Markup("<ruby>{}<rt>{}</rt></ruby>").format(base, reading)

    @property
    def notes_below(self) -> bool:
        """Whether the notes stand below the article: many or long ones would crowd the text off its pages."""
        texts = [sum(len(plain(u.inlines)) for u in units(note.blocks)) for note in self.article.notes]
        return self.printing and (len(texts) > MOST_NOTES or max(texts, default=0) > LONGEST_NOTE)

    def note_mark(self, number: int) -> str:
        """Return the mark of a note."""
        return NOTE_MARK.format(number)

    def _note_call(self, number: int) -> Markup:
        mark, first = NOTE_MARK.format(number), number not in self.called
        self.called[number] += 1
        if self.printing:
            if not first or self.notes_below:
                return Markup('<sup class="call">{}</sup>').format(mark)
            note = next(n for n in self.article.notes if n.number == number)
            parts = [self.inline(unit.inlines) for unit in units(note.blocks)]
            return Markup('<span class="note" data-mark="{}">{}</span>').format(mark, Markup("<br/>").join(parts))
        ident = f"{self.article.id}-r{number}" + ("" if first else f"-{self.called[number]}")
        return Markup('<a class="noteref" epub:type="noteref" role="doc-noteref" id="{}" href="#{}-n{}">{}</a>').format(
            ident, self.article.id, number, mark
        )

    # --- reckoning for paper ------------------------------------------------------------------------

    def head_rows(self, size: float, measure: float) -> tuple[str, ...]:
        """Return the rows of the headline at ``size`` pt within ``measure`` pt."""
        return rows(self.article.headline.lines, measure / size, self.words)

    def broken(self, text: str, size: float, measure: float) -> Markup:
        """Return ``text`` at ``size`` pt in rows of near equal length."""
        return Markup("<br/>").join(self.row(row) for row in rows((text,), measure / size, self.words))

    def row(self, text: str) -> Markup:
        """Return one centred row; a mark at its edge keeps its ink alone, so that the row stands in the middle."""
        out = Markup("")
        for number, char in enumerate(text):
            edge = (number == 0 and char in "“‘「『《〈（【") or (
                number == len(text) - 1 and char in "”’」』》〉）】，。、；：！？"
            )
            out += Markup('<span class="edge">{}</span>').format(char) if edge else escape(char)
        return out

    def lines_of(self, text: str, size: float, measure: float) -> int:
        """Return how many lines ``text`` takes at ``size`` pt within ``measure`` pt, as near as can be told."""
        return max(1, ceil(width(text) * size / measure - 0.02))

    def caption_height(self, figure: Figure, measure: float) -> float:
        """Return the height in pt that caption, credit and the white below them take, in whole body lines."""
        text = plain(figure.caption) + ("\u3000" + figure.credit if figure.credit else "")
        if not text.strip():
            return 0.0
        lines = self.lines_of(text, self.measures["caption"], measure)
        line = self.measures["line"]
        return ceil(lines * self.measures["caption_line"] / line + BELOW) * line

    def picture_height(self, figure: Figure, measure: float) -> float:
        """Return the height in pt of a picture ``measure`` pt wide: whole body lines less the white above and below.

        At most half a line is cropped. A picture taller than the layout's share of a page, or flatter than a line, is
        shown whole in a frame of that height.
        """
        line, gap = self.measures["line"], self.measures["picture_top"] + GAP
        natural = measure * figure.height / figure.width if figure.width else measure * 0.5
        lines = max(1, floor((natural + gap) / line + 0.5))
        return min(lines, self.measures["picture_lines"]) * line - gap

    def pull_padding(self, group: Group, measure: float) -> float:
        """Return the padding in pt above and below a sentence set large: with its rules it takes whole body lines."""
        size, row, line = (self.measures[name] for name in ("pull", "pull_line", "line"))
        height = sum(self.lines_of(plain(u.inlines), size, measure) for u in units(group.blocks)) * row
        return (ceil(height / line - 0.01) * line + line - 2 - height) / 2

    def cropped(self, figure: Figure, measure: float) -> bool:
        """Whether the picture may fill its frame, losing an edge; else it is shown whole in it."""
        frame = measure / self.picture_height(figure, measure)
        natural = figure.width / figure.height if figure.height else frame
        return max(frame / natural, natural / frame) <= CROP

    def column_widths(self, table: Table, measure: float) -> tuple[float, ...]:
        """Return the width of each column of ``table``, ``measure`` pt wide, in per cent."""
        return column_widths(table, measure, self.measures["table"])

    def opens(self, blocks: tuple[Block, ...]) -> bool:
        """Whether a paragraph stands among ``blocks`` that a dateline can run into."""
        return any(isinstance(block, Paragraph) for block in blocks)

    def is_wide(self, block: Block) -> bool:
        """Whether a block asks for the full measure: a table of more than three columns."""
        return isinstance(block, Table) and len(block.head) > 3

    def folds(self, table: Table) -> bool:
        """Whether a table of the book is too wide for a phone: it has room for ``phone`` 字 of a table's size."""
        return not self.printing and self.is_wide(table) and least_width(table) > self.phone

    def cell(self, cell: Cell) -> str:
        """Return the classes of a cell: how it is ranged, and whether it is too short to be broken (in the book)."""
        short = not self.printing and 0 < width(plain(cell.inlines)) <= WHOLE
        return " ".join(filter(None, (cell.align, "short" if short else "")))

    def asks(self, group: Group) -> tuple[bool, ...]:
        """Tell for each block of a dialogue whether it is the asking voice, known by the first speaker."""
        first = ""
        out = []
        current = False
        for block in group.blocks:
            speaker = _speaker(block)
            if speaker:
                first = first or speaker
                current = speaker == first
            out.append(current and group.kind is GroupKind.QA)
        return tuple(out)


def _zhuyin(base: str, reading: str) -> Markup:
    """Return a character with its zhuyin at its right, one symbol below the other (clreq §interlinear_annotations).

    They stand in the middle of the character's height; a tone stands right of the last symbol, the light tone on top.
    """
    symbols, tone = reading.rstrip(_TONES), reading[len(reading.rstrip(_TONES)) :]
    above = (3 - len(symbols)) / 2
    column = Markup("").join(Markup("<span>{}</span>").format(symbol) for symbol in symbols)
    out = Markup(
        '<span class="ruby zhuyin"><span class="rb">{}</span><span class="rt" style="padding-top:{:.2f}em">{}</span>'
    )
    made = out.format(base, max(0.0, above), column)
    if tone:
        # In ems of the tone, which is a fifth larger than the symbols.
        down = max(0.0, (above + len(symbols) - 1) / 1.2 - 0.2)
        made += Markup('<span class="tone" style="padding-top:{:.2f}em">{}</span>').format(down, tone)
    return made + Markup("</span>")


def _speaker(block: Block) -> str:
    if isinstance(block, Paragraph) and block.inlines:
        head = block.inlines[0]
        if isinstance(head, Span) and head.kind is SpanKind.STRONG:
            return plain(head.children)
    return ""
