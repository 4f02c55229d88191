"""Laid-out pages as a galley, to be read for faults: the lines as they stand in WeasyPrint's tree of boxes."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from weasyprint.formatting_structure import boxes

from bulletin.findings import Place
from bulletin.galley.lines import Galley, Glyph, Line, Picture, Role, Sheet
from bulletin.typeset.inspect import PT_PER_PX, fill
from bulletin.typeset.lines import TokenLayout
from bulletin.typeset.marks import places
from bulletin.typeset.rules import Rules

_ROLES = {
    **{f"h{level}": Role.HEAD for level in range(1, 7)},
    "li": Role.LIST,
    "dd": Role.LIST,
    "dt": Role.LIST,
    "figcaption": Role.CAPTION,
    "td": Role.TABLE,
    "th": Role.TABLE,
}
_LEVEL = 0.2
"""px by which the text of a box within a line may stand off its baseline and still belong to it."""

Key = tuple[str, int, float]


@dataclass(slots=True)
class _Where:
    """What is known of the boxes above a line."""

    block: Any = None
    column: int = 1
    edge: float = 0.0
    """px from the page's left edge to the column's."""
    role: Role = Role.TEXT
    ident: str = ""
    """Id of the nearest element that has one."""


@dataclass(slots=True)
class _Row:
    line: Line
    key: Key
    block: tuple[int, str]
    identity: str
    han: int
    """How much text it has."""


_BARE = {role: Line(0, 0, 0, 0.0, 0.0, 0.0, (), False, False, False, role=role) for role in Role}
"""Lines of which no more is known than what they are."""


def read(document: Any, rules: Rules, centred: bool, sources: Mapping[str, Place]) -> Galley:
    """Return the galley of ``document``, whose lines are set by ``rules``.

    ``centred``: marks stand in the middle of their frame. ``sources`` tells where the element of an id comes from.
    """
    return Galley(tuple(sheets(document, rules, sources)), centred=centred, step=rules.grid or None)


def sheets(document: Any, rules: Rules, sources: Mapping[str, Place]) -> Iterator[Sheet]:
    """Yield the pages of ``document`` one by one, for a long document's lines are as large as itself."""
    bare = [row for number, page in enumerate(document.pages, 1) for row in _rows(page, number, bare=True)]
    numbers = _Numbers(bare, _body(bare, rules.em), sources)
    del bare
    fills = fill(document)
    for number, page in enumerate(document.pages, 1):
        yield Sheet(
            number,
            page.width * PT_PER_PX,
            page.height * PT_PER_PX,
            tuple(numbers.lines(list(_rows(page, number)))),
            fills[number - 1],
            tuple(_pictures(page)),
            closed=_begins_by_order(document.pages[number]) if number < len(document.pages) else False,
        )


def _begins_by_order(page: Any) -> bool:
    """Whether a page begins where a style asks for a new one."""
    content = [box for box in page._page_box.children if not isinstance(box, boxes.MarginBox)]
    box = content[0] if content else None
    while isinstance(box, boxes.ParentBox):
        if box.style["break_before"] in ("page", "left", "right", "recto", "verso", "always"):
            return True
        box = box.children[0] if box.children else None
    return False


def _pictures(page: Any) -> Iterator[Picture]:
    for box in page._page_box.descendants():
        if isinstance(box, boxes.ReplacedBox) and box.width and box.height:
            sides = (box.content_box_x(), box.content_box_y(), box.width, box.height)
            left, top, width, height = (side * PT_PER_PX for side in sides)
            pixels = (getattr(box.replacement, "width", 0) or 9999, getattr(box.replacement, "height", 0) or 9999)
            yield Picture(left, top, width, height, (int(pixels[0]), int(pixels[1])))


def _rows(page: Any, number: int, bare: bool = False) -> Iterator[_Row]:
    """Yield the lines of a page; ``bare`` ones have no glyphs."""
    for box in page._page_box.children:
        if isinstance(box, boxes.MarginBox):
            continue
        role = Role.NOTE if isinstance(box, boxes.FootnoteAreaBox) else Role.TEXT
        where = _Where(role=role, edge=page._page_box.content_box_x())
        yield from _walk(box, number, where, bare)


def _walk(box: Any, page: int, where: _Where, bare: bool) -> Iterator[_Row]:
    if isinstance(box, boxes.LineBox):
        row = _row(box, page, where, bare)
        if row is not None:
            yield row
        return
    if not isinstance(box, boxes.ParentBox):
        return
    here = where
    if isinstance(box, boxes.BlockContainerBox):
        here = replace(where, block=box)
        tag = box.element_tag or ""
        if where.role is not Role.NOTE and tag in _ROLES:
            here.role = _ROLES[tag]
        if box.element is not None and box.element.get("id"):
            here.ident = box.element.get("id")
    columns = sorted(child.position_x for child in box.children if getattr(child, "is_column", False))
    for child in box.children:
        inner = here
        if getattr(child, "is_column", False):
            # Columns of one run share their edges with those of the next run below.
            edges = sorted({round(x, 1) for x in columns})
            inner = replace(here, column=edges.index(round(child.position_x, 1)) + 1, edge=child.position_x)
        yield from _walk(child, page, inner, bare)


def _row(box: Any, page: int, where: _Where, bare: bool) -> _Row | None:
    baseline = box.position_y + box.baseline
    texts = [text for text in _texts(box) if abs(text.position_y + text.baseline - baseline) < _LEVEL or text.raised]
    glyphs: list[Glyph] = []
    keys: Counter[Key] = Counter()
    for text in texts:
        key = _key(text.box.style)
        keys[key] += len(text.box.text)
        if not bare:
            glyphs += _glyphs(text.box, key)
    if not any(text.box.text.strip() for text in texts):
        return None
    key = max(keys, key=lambda k: (keys[k], k), default=("", 0, 0.0))
    compositor = box.style.font_config.compositor
    if compositor.grid and not compositor.on_grid(box.style):
        key = ("", 0, 0.0)  # of the text's size perhaps, but not of its leading: a motto, a name
    told = (key, (id(where.block.element), where.block.element_tag or ""), where.ident, keys[key])
    if bare:
        return _Row(_BARE[where.role], *told)
    setter = getattr(box, "set_line", None)
    ended = setter is not None and setter.end == len(setter.paragraph.tokens)
    flush = setter is not None and not setter.paragraph.ragged and (ended or not setter.last)
    block = where.block
    left = block.content_box_x() * PT_PER_PX
    line = Line(
        page,
        where.column,
        0,
        baseline * PT_PER_PX,
        left,
        left + block.width * PT_PER_PX,
        tuple(glyphs),
        first=False,
        last=False,
        body=False,
        role=where.role,
        flush=flush,
        edge=where.edge * PT_PER_PX,
    )
    return _Row(line, *told)


@dataclass(slots=True)
class _Text:
    box: Any
    raised: bool = False
    """Whether it stands off the baseline as text of the line: a note's mark."""

    @property
    def position_y(self) -> float:
        return float(self.box.position_y)

    @property
    def baseline(self) -> float:
        return float(self.box.baseline)


def _texts(box: Any, raised: bool = False) -> Iterator[_Text]:
    for child in box.children:
        if isinstance(child, boxes.TextBox):
            yield _Text(child, raised)
        elif isinstance(child, boxes.ParentBox) and child.is_in_normal_flow():
            inline = isinstance(child, boxes.InlineBox)
            yield from _texts(child, inline and (raised or child.style["vertical_align"] != "baseline"))


def _key(style: Any) -> Key:
    return ",".join(style["font_family"]), style["font_weight"], round(style["font_size"] * PT_PER_PX, 1)


def _glyphs(box: Any, key: Key) -> Iterator[Glyph]:
    layout, size = box.pango_layout, box.style["font_size"] * PT_PER_PX
    if not isinstance(layout, TokenLayout):
        # Set by WeasyPrint: where each character stands is not known here, only where the text begins and ends.
        yield Glyph(box.text, box.position_x * PT_PER_PX, box.width * PT_PER_PX, size, key[0])
        return
    for token, start, _ in places(box, layout):
        x = start
        for glyph in token.glyphs:
            yield Glyph(glyph.text, x * PT_PER_PX, glyph.logical * PT_PER_PX, size, key[0])
            x += glyph.advance


def _body(rows: Iterable[_Row], em: float) -> Key:
    """Return the family, weight and size of running text: the commonest of its size, ``em`` pt (0: of any)."""
    counts: Counter[Key] = Counter()
    for row in rows:
        if row.line.role in (Role.TEXT, Role.LIST) and (not em or abs(row.key[2] - em) < 0.1):
            counts[row.key] += row.han
    return max(counts, key=lambda k: (counts[k], k), default=("", 0, 0.0))


class _Numbers:
    """What the lines of the whole document tell of each: its paragraph, whether it is the last, whether it is text."""

    def __init__(self, rows: list[_Row], body: Key, sources: Mapping[str, Place]) -> None:
        self.body, self.sources = body, sources
        self.counted: Counter[tuple[int, str]] = Counter(row.block for row in rows)
        self.shares: dict[tuple[int, str], Counter[bool]] = defaultdict(Counter)
        for row in rows:
            self.shares[row.block][row.key == body] += row.han
        self.seen: Counter[tuple[int, str]] = Counter()
        self.paragraphs: dict[tuple[int, str], int] = {}

    def lines(self, rows: list[_Row]) -> Iterator[Line]:
        """Yield the lines of the next page, each with its number in its column and its place in the sources."""
        here: Counter[int] = Counter()
        above: dict[int, float] = {}
        numbers = {}
        for row in sorted(rows, key=lambda r: r.line.baseline):
            line = row.line
            # Cells of one row of a table stand beside each other.
            if line.baseline - above.get(line.column, -1000.0) > 0.3 * line.glyphs[0].size:
                here[line.column] += 1
                above[line.column] = line.baseline
            numbers[id(row)] = here[line.column]
        for row in rows:
            self.seen[row.block] += 1
            share = self.shares[row.block]
            yield replace(
                row.line,
                number=numbers[id(row)],
                first=self.seen[row.block] == 1,
                last=self.seen[row.block] == self.counted[row.block],
                body=row.line.role in (Role.TEXT, Role.LIST) and share[True] > share[False],
                paragraph=self.paragraphs.setdefault(row.block, len(self.paragraphs) + 1),
                place=self.sources.get(row.identity),
            )
