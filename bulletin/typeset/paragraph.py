"""A paragraph before its lines are known: WeasyPrint's inline boxes flattened to tokens, and sums over them.

With prefix sums the width of any stretch of tokens, and how far it opens or gives, is one subtraction.
"""

from array import array
from bisect import bisect_left
from itertools import accumulate, pairwise
from operator import add
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.layout.percent import resolve_percentages

from bulletin.typeset import ties
from bulletin.typeset.compositor import Compositor
from bulletin.typeset.rules import CLOSED, END, Boundary, EndMark, Kind, boundary, typed
from bulletin.typeset.tokens import RIGHT_TO_LEFT, TOKEN, Face, Token


class UnsupportedError(Exception):
    """The text holds what only WeasyPrint can set: tabs, soft hyphens, right-to-left, leaders."""


class Leaf:
    """A text box and its tokens ``[first, end)`` of the paragraph."""

    __slots__ = ("box", "end", "face", "first", "offsets")

    def __init__(self, box: Any, face: Face, first: int, words: list[Token]) -> None:
        self.box, self.face, self.first = box, face, first
        self.end = first + len(words)
        self.offsets = array("I", accumulate((word.length for word in words), initial=0))
        """Where each token begins, in bytes of the box's text."""

    def token_at(self, offset: int) -> int | None:
        """Return the number of the token that begins at byte ``offset``; None where none does."""
        index = bisect_left(self.offsets, offset)
        found = index < len(self.offsets) and self.offsets[index] == offset
        return self.first + index if found else None


class Paragraph:
    """The tokens of one source ``LineBox`` and the sums over them; lengths in px."""

    def __init__(self, source: Any, context: Any, container: Any, parted: float = 0.0) -> None:
        """Flatten ``source``, a child of ``container``; words wider than ``parted`` px are parted (0: none is).

        Raises ``UnsupportedError`` where WeasyPrint must set the text itself.
        """
        self.compositor: Compositor = source.style.font_config.compositor
        self.parted = parted
        self.finished = False
        self.tokens: list[Token] = []
        self.leaves: dict[int, Leaf] = {}
        self.starts: dict[int, int] = {}
        """First token of each inline box, by its ``id``."""
        self.floats: list[int] = []
        self.stops: list[int] = []
        """Ends of the lines that the editor ended, and of the whole."""
        self.next: dict[tuple[int, float], int] = {}
        """Planned end of a line by its start and measure."""
        self.lines: dict[tuple[int, float], Any] = {}
        self.built: dict[tuple[int, float, float], Any] = {}
        """Lines built already, for ``runs``: columns ask about twice for each."""
        self.strut: dict[str, float] | None = None
        self._glued: set[int] = set()
        """Boundaries (by the token before) where no line ends and nothing opens."""
        self._even: dict[int, float] = {}
        """White in px behind tokens that are spread over a fixed width."""
        self.inlines: list[tuple[Any, Any]] = []
        """Inline elements with their children: WeasyPrint replaces these where a page number becomes known."""
        self.unbroken: set[int] = set()
        """Boundaries where no line ends."""
        self._context, self._container = context, container
        self._walk(source, note=False, unbroken=source.style["white_space"] == "nowrap")
        if source.style["white_space"] == "nowrap":
            self.unbroken.update(range(len(self.tokens)))
        del self._context, self._container
        self._sum()
        self.em = max((token.size for token in self.tokens[:20]), default=12.0) or 12.0
        self.elastic = self.compositor.rules.end_mark is EndMark.ELASTIC
        self.ragged = source.style["text_align_all"] != "justify"
        only = source.children[0] if len(source.children) == 1 else None
        self.simple = type(only) is boxes.TextBox and id(only) in self.leaves and self.stops == [len(self.tokens)]
        """Whether it is the text of one box alone, as most are."""

    # --- flattening ---------------------------------------------------------------------------------

    def _fixed(self, kind: Kind, width: float) -> None:
        token = Token("", kind, width, 0.0)
        token.real = int(kind == Kind.BOX)
        self.tokens.append(token)

    def _walk(self, parent: Any, note: bool, unbroken: bool) -> None:
        for box in parent.children:
            self.starts[id(box)] = len(self.tokens)
            if not box.is_in_normal_flow():
                if box.is_floated():
                    self.floats.append(len(self.tokens))
            elif isinstance(box, boxes.TextBox):
                self._text(box, note, unbroken)
            elif isinstance(box, boxes.InlineBox):
                self._inline(box, note, unbroken)
            elif isinstance(box, boxes.AtomicInlineLevelBox):
                # Laid out once to know its width; WeasyPrint lays it out again in its line.
                resolve_percentages(box, self._container)
                with self.compositor.aside():
                    trial = inline.atomic_box(self._context, box, 0, None, self._container, [], [])
                self._fixed(Kind.BOX, trial.margin_width())
                if box.element_tag.endswith("::before"):  # a list's marker leads its text
                    self._glued.add(len(self.tokens) - 1)
            else:
                raise UnsupportedError

    def _inline(self, box: Any, note: bool, unbroken: bool) -> None:
        if box.is_leader or box.style["direction"] == "rtl":
            raise UnsupportedError
        resolve_percentages(box, self._container)
        left, right = (
            (0 if margin == "auto" else margin) + padding + border
            for margin, padding, border in (
                (box.margin_left, box.padding_left, box.border_left_width),
                (box.margin_right, box.padding_right, box.border_right_width),
            )
        )
        called = box.element_tag.endswith("::footnote-call") or box.element_tag in ("sup", "sub")
        if left:
            if called and self.tokens:
                self._glued.add(len(self.tokens) - 1)
            self._fixed(Kind.PAD, left)
            self._glued.add(len(self.tokens) - 1)
        inner = len(self.tokens)
        unbroken = unbroken or box.style["white_space"] == "nowrap"
        self.inlines.append((box, box.children))
        self._walk(box, note or called, unbroken)
        if unbroken:
            self.unbroken.update(range(inner, len(self.tokens) - 1))
        self._spread(box.style["__even"], inner)
        if right:
            self._glued.add(len(self.tokens) - 1)
            self._fixed(Kind.PAD, right)
        if (left or right) and len(self.tokens) == inner + bool(right):
            # An element without text: WeasyPrint ends no line behind it.
            self._glued.add(len(self.tokens) - 1)

    def _spread(self, asked: Any, first: int) -> None:
        """Spread the tokens from ``first`` over as many em as ``--even`` asks for: 均排 (clreq §ways_of_alignments)."""
        count = next((token.value for token in asked if token.type == "number"), 0.0) if asked else 0.0
        tokens = self.tokens[first:]
        if len(tokens) < 2 or any(token.kind != Kind.HAN for token in tokens):
            return
        rest = count * tokens[0].size - sum(token.width for token in tokens)
        if rest > 0:
            white = rest / (len(tokens) - 1)
            self._even.update(dict.fromkeys(range(first, len(self.tokens) - 1), white))

    def _text(self, box: Any, note: bool, unbroken: bool) -> None:
        face = self.compositor.face(box.style)
        if face is None or "\xad" in box.text or "\t" in box.text or RIGHT_TO_LEFT.search(box.text):
            raise UnsupportedError
        if "\n" in box.text:
            if box.text != "\n":
                raise UnsupportedError
            self._fixed(Kind.BREAK, 0.0)
            return
        words = TOKEN.findall(box.text)
        unknown = [word for word in dict.fromkeys(words) if word not in face.tokens]
        if unknown:
            face.learn(unknown)
        tokens = [face.tokens[word] for word in words]
        self._narrow(face, tokens)
        if self.parted and any(token.width > self.parted for token in tokens):
            tokens = self._part(face, tokens)
        first = len(self.tokens)
        if note and first:
            self._glued.add(first - 1)
        self.leaves[id(box)] = Leaf(box, face, first, tokens)
        self.tokens += tokens
        if unbroken:
            self.unbroken.update(range(first, len(self.tokens) - 1))

    def _narrow(self, face: Face, tokens: list[Token]) -> None:
        """Make blanks typed between Han and Latin as wide as the white that is set where none was typed."""
        rules = self.compositor.rules
        for index in range(1, len(tokens) - 1):
            if tokens[index].text != " ":
                continue
            width = typed(tokens[index - 1], tokens[index + 1], rules)
            if width is not None:
                tokens[index] = face.blank(width * face.size)

    def _part(self, face: Face, tokens: list[Token]) -> list[Token]:
        """Part the words that no line can hold into their characters."""
        out: list[Token] = []
        for token in tokens:
            if token.width <= self.parted or len(token.text) < 2 or token.kind != Kind.LATIN:
                out.append(token)
                continue
            characters = list(token.text)
            face.learn([char for char in dict.fromkeys(characters) if char not in face.tokens])
            out += [face.tokens[char] for char in characters]
        return out

    # --- sums ---------------------------------------------------------------------------------------

    def _sum(self) -> None:
        tokens, pairs, rules = self.tokens, self.compositor.pairs, self.compositor.rules
        rows: list[Boundary] = []
        for pair in pairwise(tokens):
            row = pairs.get(pair)
            if row is None:
                row = pairs[pair] = boundary(*pair, rules)
            rows.append(row)
        rows.append(END)
        for index in self._glued:
            rows[index] = CLOSED._replace(white=min(rows[index].white, 0.0)) if index < len(rows) - 1 else END
        ties.look_through_pads(tokens, rows, rules)
        for index in self.unbroken:
            rows[index] = rows[index]._replace(price=None)
        for index, wide in self._even.items():
            rows[index] = CLOSED._replace(white=wide)
        ties.keep_amounts(tokens, rows, rules)
        self.rows = rows
        white, gaps, opens, shrink, more, _ = zip(*rows, strict=True)
        # What falls away where the line ends behind a token: its own blank, and the white behind it.
        tails = [token.tail for token in tokens]
        if rules.end_mark is not EndMark.HALF:
            tails = [tail if token.kind == Kind.SPACE else 0.0 for token, tail in zip(tokens, tails, strict=True)]
        self.ends: array[float] = array("d", (0.0, *map(add, white, tails)))
        for index, token in enumerate(tokens):
            if token.kind == Kind.SPACE and index:
                self.ends[index + 1] += white[index - 1]
            elif token.kind == Kind.BREAK:
                self.stops.append(index + 1)
        if not self.stops or self.stops[-1] != len(tokens):
            self.stops.append(len(tokens))
        self.widths: array[float] = array(
            "d", accumulate(map(add, (token.width for token in tokens), white), initial=0.0)
        )
        self.gaps: array[int] = array("I", accumulate(gaps, initial=0))
        self.open: array[float] = array("d", accumulate(opens, initial=0.0))
        self.shrink: array[float] = array("d", accumulate(shrink, initial=0.0))
        self.more: array[float] = array("d", accumulate(more, initial=0.0))
        self.real: array[int] = array("I", accumulate((token.real for token in tokens), initial=0))

    # --- what is asked of it ------------------------------------------------------------------------

    def trim(self, start: int) -> float:
        """Return the blank that an opening mark loses where a line begins with it, but for the first line."""
        rules = self.compositor.rules
        token = self.tokens[start]
        return token.left if start and rules.trim_start and token.kind == Kind.OPEN else 0.0

    def width(self, start: int, end: int) -> float:
        """Return the natural width in px of the line of tokens ``[start, end)``."""
        return self.widths[end] - self.widths[start] - self.ends[end] - self.trim(start)

    def end_gives(self, end: int) -> float:
        """Return how far in px the mark at a line's end gives where that is left to need."""
        token = self.tokens[end - 1]
        return token.tail if self.elastic and token.kind != Kind.SPACE else 0.0

    def start_of(self, box: Any, skip: Any) -> int | None:
        """Return the token at which WeasyPrint's ``skip`` stack resumes in ``box``; None where none begins there."""
        at: int | None = 0
        while skip is not None:
            ((index, skip),) = skip.items()
            if isinstance(box, boxes.TextBox):
                leaf = self.leaves.get(id(box))
                return leaf.token_at(index) if leaf else None
            if index >= len(box.children):
                return None
            box = box.children[index]
            at = self.starts.get(id(box))
        return at

    def finish(self) -> None:
        """Drop all that only the layout needs; drawing needs the tokens and what lies between them.

        Should its page be laid out again, the paragraph is flattened anew.
        """
        self.finished = True
        self.built.clear()
        self.next.clear()
        self.lines.clear()
        self.starts.clear()
        self.unbroken, self._glued, self.inlines, self._even = set(), set(), [], {}
        for leaf in self.leaves.values():
            leaf.offsets = array("I")
        empty = array("d")
        self.widths = self.open = self.shrink = self.more = self.ends = empty
        self.gaps = self.real = array("I")
