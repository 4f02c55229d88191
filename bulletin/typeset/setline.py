"""One line as it is decided: its tokens, and how far its white gives or opens."""

from bulletin.typeset.paragraph import Paragraph
from bulletin.typeset.rules import Kind

_EPS = 1e-9


class SetLine:
    """Tokens ``[start, end)`` of a paragraph on one line; ``opened`` in px, the other shares 0–1."""

    __slots__ = ("end", "ended", "opened", "paragraph", "shrink", "shrink_more", "start", "widened")

    def __init__(self, paragraph: Paragraph, start: int, end: int, measure: float) -> None:
        """Share out what the line lacks of ``measure`` px, or has too much, in clreq's order (§line_adjustment)."""
        self.paragraph, self.start, self.end = paragraph, start, end
        self.shrink = self.shrink_more = self.widened = self.opened = self.ended = 0.0
        inner = max(start, end - 1)
        rest = measure - paragraph.width(start, end)
        if rest < 0:
            self._shrink(-rest, inner)
        elif not paragraph.ragged and end not in paragraph.stops:
            self._open(rest, inner)

    def _shrink(self, over: float, inner: int) -> None:
        p, start = self.paragraph, self.start
        gives = p.end_gives(self.end)
        self.ended = min(over, gives)
        over -= self.ended
        first = p.shrink[inner] - p.shrink[start]
        if first:
            self.shrink = min(1.0, over / first)
        over -= first
        more = p.more[inner] - p.more[start]
        if over > _EPS and more:
            self.shrink_more = min(1.0, over / more)

    def _open(self, rest: float, inner: int) -> None:
        p, start = self.paragraph, self.start
        blanks = p.open[inner] - p.open[start]
        gaps = p.gaps[inner] - p.gaps[start]
        if blanks:
            # A line of words alone has nothing but its blanks to open.
            self.widened = min(1.0, rest / blanks) if gaps else rest / blanks
        rest -= blanks
        if rest > _EPS and gaps:
            self.opened = min(rest / gaps, p.compositor.rules.cap * p.em)

    @property
    def last(self) -> bool:
        """Whether it ends its paragraph, or the editor ended it."""
        return self.end in self.paragraph.stops

    @property
    def adjusted(self) -> bool:
        """Whether its white differs from the natural."""
        return bool(self.opened or self.widened or self.shrink or self.shrink_more)

    def text_end(self) -> int:
        """Return the end of its tokens without the blanks and line end behind the text."""
        tokens, end = self.paragraph.tokens, self.end
        while end > self.start and tokens[end - 1].kind in (Kind.SPACE, Kind.BREAK):
            end -= 1
        return end

    def span(self, first: int, end: int) -> float:
        """Return the width in px of tokens ``[first, end)`` with the white behind each but the line's last."""
        p = self.paragraph
        tail = end == self.end
        width = p.widths[end] - p.widths[first]
        if tail:
            width -= p.ends[end] + self.ended
        if first == self.start:
            width -= p.trim(first)
        stop = max(first, end - 1) if tail else end
        if self.opened:
            width += self.opened * (p.gaps[stop] - p.gaps[first])
        if self.widened:
            width += self.widened * (p.open[stop] - p.open[first])
        if self.shrink:
            width -= self.shrink * (p.shrink[stop] - p.shrink[first])
        if self.shrink_more:
            width -= self.shrink_more * (p.more[stop] - p.more[first])
        return width

    def white(self, index: int) -> float:
        """Return the white in px behind token ``index`` of the line, negative where blank was taken away."""
        row = self.paragraph.rows[index]
        white: float = (
            row.white
            + self.opened * row.gaps
            + self.widened * row.open
            - self.shrink * row.shrink
            - self.shrink_more * row.shrink_more
        )
        return white
