"""Laid-out pages as a galley, to be read for faults: the lines as they stand in WeasyPrint's tree of boxes."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
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
    role: Role = Role.TEXT
    ident: str = ""
    """Id of the nearest element that has one."""


@dataclass(slots=True)
class _Row:
    line: Line
    key: Key
    block: tuple[int, str]
    identity: str
    han: int = 0
    ended: bool = False
    """Whether it ends its paragraph, as far as its setter knows."""
    glyphs: list[Glyph] = field(default_factory=list)


def read(document: Any, rules: Rules, centred: bool, sources: Mapping[str, Place]) -> Galley:
    """Return the galley of ``document``, whose lines are set by ``rules``.

    ``centred``: marks stand in the middle of their frame. ``sources`` tells where the element of an id comes from.
    """
    pages = [list(_rows(page, number)) for number, page in enumerate(document.pages, 1)]
    body = _body((row for rows in pages for row in rows), rules.em)
    numbered = _numbered(pages, body, sources)
    fills = fill(document)
    sheets = tuple(
        Sheet(
            number,
            page.width * PT_PER_PX,
            page.height * PT_PER_PX,
            tuple(numbered[number]),
            fills[number - 1],
            tuple(_pictures(page)),
            closed=_begins_by_order(document.pages[number]) if number < len(document.pages) else False,
        )
        for number, page in enumerate(document.pages, 1)
    )
    return Galley(sheets, centred=centred, step=rules.grid or None)


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


def _rows(page: Any, number: int) -> Iterator[_Row]:
    for box in page._page_box.children:
        if isinstance(box, boxes.MarginBox):
            continue
        where = _Where(role=Role.NOTE) if isinstance(box, boxes.FootnoteAreaBox) else _Where()
        yield from _walk(box, number, where)


def _walk(box: Any, page: int, where: _Where) -> Iterator[_Row]:
    if isinstance(box, boxes.LineBox):
        row = _row(box, page, where)
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
            inner = replace(here, column=edges.index(round(child.position_x, 1)) + 1)
        yield from _walk(child, page, inner)


def _row(box: Any, page: int, where: _Where) -> _Row | None:
    baseline = box.position_y + box.baseline
    texts = [text for text in _texts(box) if abs(text.position_y + text.baseline - baseline) < _LEVEL or text.raised]
    glyphs: list[Glyph] = []
    keys: Counter[Key] = Counter()
    for text in texts:
        key = _key(text.box.style)
        found = list(_glyphs(text.box, key))
        glyphs += found
        keys[key] += len(found)
    if not any(glyph.text.strip() for glyph in glyphs):
        return None
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
    )
    key = max(keys, key=lambda k: (keys[k], k), default=("", 0, 0.0))
    compositor = box.style.font_config.compositor
    if compositor.grid and not compositor.on_grid(box.style):
        key = ("", 0, 0.0)  # of the text's size perhaps, but not of its leading: a motto, a name
    return _Row(line, key, (id(block.element), block.element_tag or ""), where.ident, keys[key], ended)


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


def _body(rows: Iterator[_Row], em: float) -> Key:
    """Return the family, weight and size of running text: the commonest of its size, ``em`` pt (0: of any)."""
    counts: Counter[Key] = Counter()
    for row in rows:
        if row.line.role in (Role.TEXT, Role.LIST) and (not em or abs(row.key[2] - em) < 0.1):
            counts[row.key] += row.han
    return max(counts, key=lambda k: (counts[k], k), default=("", 0, 0.0))


def _numbered(pages: list[list[_Row]], body: Key, sources: Mapping[str, Place]) -> dict[int, list[Line]]:
    """Give every line its number in the column, its paragraph and its place in the sources."""
    paragraphs: dict[tuple[int, str], int] = {}
    open_now: set[tuple[int, str]] = set()
    counted: Counter[tuple[int, str]] = Counter(row.block for rows in pages for row in rows)
    shares: dict[tuple[int, str], Counter[bool]] = defaultdict(Counter)
    for row in (row for rows in pages for row in rows):
        shares[row.block][row.key == body] += row.han
    seen: Counter[tuple[int, str]] = Counter()
    out: dict[int, list[Line]] = {}
    for number, rows in enumerate(pages, 1):
        lines_here: Counter[int] = Counter()
        above: dict[int, float] = {}
        made = {}
        for row in sorted(rows, key=lambda r: r.line.baseline):
            line = row.line
            if line.baseline - above.get(line.column, -1000.0) > 0.3 * line.glyphs[0].size:
                lines_here[line.column] += 1
                above[line.column] = line.baseline
            made[id(row)] = lines_here[line.column]
        out[number] = []
        for row in rows:
            seen[row.block] += 1
            if row.block not in open_now:
                paragraphs[row.block] = len(paragraphs) + 1
            first = row.block not in open_now
            last = seen[row.block] == counted[row.block]
            open_now.add(row.block)
            share = shares[row.block]
            text = row.line.role in (Role.TEXT, Role.LIST) and share[True] > share[False]
            place = sources.get(row.identity)
            out[number].append(
                replace(
                    row.line,
                    number=made[id(row)],
                    first=first,
                    last=last,
                    body=text,
                    paragraph=paragraphs[row.block],
                    place=place,
                )
            )
    return out
