"""The body of an article: Markdown to blocks, with the line of each and nothing lost."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from markdown_it.tree import SyntaxTreeNode

from bulletin.config.check import nearest
from bulletin.findings import Finding, Place, finding
from bulletin.model import (
    Block,
    Break,
    Cell,
    CodeBlock,
    Definitions,
    Figure,
    Group,
    GroupKind,
    Inline,
    Inlines,
    ListBlock,
    Note,
    Paragraph,
    Rule,
    Script,
    Subhead,
    Table,
    Text,
    Verse,
)
from bulletin.readers.dialect import FENCES, hide_ruby_bars, nest_fences, parser, show_bars
from bulletin.readers.inlines import InlineReader, Picture
from bulletin.readers.proof import GONE, limit_faults, lost_faults, note_faults, row_faults
from bulletin.readers.runs import trimmed
from bulletin.walk import plain

_BLOCK_TAGS = re.compile(
    r"</?(?:p|div|h[1-6]|li|ul|ol|table|tr|td|th|section|article|blockquote|br|hr|center)\b[^>]*>", re.I
)

FigureMaker = Callable[[Picture, str], Figure | None]
"""Looks at a picture's file and makes its figure, given the block id; None after reporting a fault."""


LONGEST_CELL = 400
"""Characters of the longest cell of a table: a row taller than a page would be parted, cell from cell."""


@dataclass(slots=True)
class Body:
    """What the Markdown of an article holds."""

    blocks: tuple[Block, ...]
    notes: tuple[Note, ...]
    faults: list[Finding]


@dataclass(slots=True)
class _Reader:
    name: str
    offset: int
    """Lines of the file above the body."""
    article_id: str
    figure: FigureMaker
    inline: InlineReader
    faults: list[Finding]
    lines: list[str]
    refused: list[str] = field(default_factory=list)
    """Texts of pictures that were refused with a fault of their own."""
    count: int = 0
    level: int = 1
    """Level of the last subhead: none may skip one below it."""
    levels: dict[int, int] = field(default_factory=dict)
    """Heading level of the source -> level in the article."""

    def next_id(self) -> str:
        self.count += 1
        return f"{self.article_id}-b{self.count:03d}"

    def place(self, node: SyntaxTreeNode) -> Place:
        return Place(self.name, (node.map[0] if node.map else 0) + 1 + self.offset)

    def inlines(self, node: SyntaxTreeNode, verse: bool = False) -> Inlines:
        """Return the inlines of a block whose only child is its inline content."""
        out: Inlines = ()
        for child in node.children:
            if child.type == "inline":
                start = (child.map[0] if child.map else 0) + 1 + self.offset
                out += self.inline.read(child.to_tokens()[0].children or [], start, verse)
        return trimmed(out)


def read(
    source: str, name: str, offset: int, article_id: str, figure: FigureMaker, script: Script = Script.HANS
) -> Body:
    """Read the Markdown ``source``, which begins below line ``offset`` of the file ``name``.

    ``article_id`` prefixes every block id; ``script`` is the article's own. Faults are returned, not raised.
    """
    lines = source.split("\n")
    faults = limit_faults(lines, name, offset)
    if faults:
        return Body((), (), faults)
    env: dict[str, object] = {}
    try:
        tokens = parser().parse(nest_fences(hide_ruby_bars(_without_scripts(source, name, offset, faults))), env)
        tree = SyntaxTreeNode(tokens)
        inline = InlineReader(name, script)
        reader = _Reader(name, offset, article_id, figure, inline, faults, lines)
        reader.levels = _levels(tree)
        blocks, notes = _top(reader, tree)
    except RecursionError:
        return Body((), (), [finding("S-042", Place(name, offset + 1))])
    faults.extend(inline.faults)
    faults.extend(note_faults(env, blocks, notes, lines, name, offset))
    faults.extend(
        f
        for f in lost_faults(source, blocks, notes, name, offset, reader.refused + inline.refused + inline.aside)
        if not any(x.severity == "error" for x in faults)
    )
    return Body(blocks, notes, sorted(faults, key=lambda f: f.place.line if f.place else 0))


def _without_scripts(source: str, name: str, offset: int, faults: list[Finding]) -> str:
    """Return ``source`` without scripts, styles and comments, its lines where they were."""

    def gone(match: re.Match[str]) -> str:
        if match[1]:
            line = source.count("\n", 0, match.start()) + 1 + offset
            faults.append(finding("S-037", Place(name, line), tag=f"<{match[1].lower()}>"))
        return "\n" * match[0].count("\n")

    return GONE.sub(gone, source)


def _levels(tree: SyntaxTreeNode) -> dict[int, int]:
    used = sorted({int(node.tag[1]) for node in tree.walk() if node.type == "heading"})
    return {level: min(number, 4) for number, level in enumerate(used, 2)}


def _top(reader: _Reader, tree: SyntaxTreeNode) -> tuple[tuple[Block, ...], tuple[Note, ...]]:
    blocks: list[Block] = []
    notes: list[Note] = []
    for node in tree.children:
        if node.type == "footnote_block":
            for number, note in enumerate(node.children, 1):
                inner = [child for child in note.children if child.type != "footnote_anchor"]
                notes.append(Note(number, tuple(_blocks(reader, inner))))
        else:
            blocks.extend(_block(reader, node))
    return tuple(blocks), tuple(notes)


def _blocks(reader: _Reader, nodes: Sequence[SyntaxTreeNode], verse: bool = False) -> list[Block]:
    return [block for node in nodes for block in _block(reader, node, verse)]


def _block(reader: _Reader, node: SyntaxTreeNode, verse: bool = False) -> list[Block]:
    place = reader.place(node)
    match node.type:
        case "paragraph":
            return _paragraph(reader, node, place, verse)
        case "heading":
            reader.level = min(reader.levels[int(node.tag[1])], reader.level + 1)
            return [Subhead(reader.next_id(), reader.level, reader.inlines(node), place)]
        case "blockquote":
            return [Group(reader.next_id(), GroupKind.QUOTE, tuple(_blocks(reader, node.children)), (), place)]
        case "bullet_list" | "ordered_list":
            start = int(node.attrs.get("start", 1))
            items = tuple(tuple(_blocks(reader, item.children)) for item in node.children)
            return [ListBlock(reader.next_id(), node.type == "ordered_list", items, start, place)]
        case "dl":
            return [_definitions(reader, node, place)]
        case "table":
            return [_table(reader, node, place)]
        case "fence" | "code_block":
            return [CodeBlock(reader.next_id(), show_bars(node.content).rstrip("\n"), place)]
        case "hr":
            return [Rule(reader.next_id(), place)]
        case "html_block":
            return _html(reader, node, place)
        case "container_fence":
            return _fence(reader, node, place)
        case _:
            raise AssertionError(f"block token {node.type}")


def _paragraph(reader: _Reader, node: SyntaxTreeNode, place: Place, verse: bool) -> list[Block]:
    inlines = reader.inlines(node, verse)
    return _with_pictures(reader, inlines, place)


def _with_pictures(reader: _Reader, inlines: Inlines, place: Place) -> list[Block]:
    out: list[Block] = []
    pictures, reader.inline.pictures = reader.inline.pictures, []
    if inlines:
        out.append(Paragraph(reader.next_id(), inlines, place))
        reader.faults.extend(finding("S-041", p.place) for p in pictures)
    for picture in pictures:
        figure = reader.figure(picture, reader.next_id())
        if figure:
            out.append(figure)
        else:
            reader.refused.append(picture.alt + picture.caption + picture.credit)
    return out


def _definitions(reader: _Reader, node: SyntaxTreeNode, place: Place) -> Block:
    items: list[tuple[Inlines, tuple[Block, ...]]] = []
    for child in node.children:
        if child.type == "dt":
            items.append((reader.inlines(child), ()))
        else:
            term, body = items.pop()
            items.append((term, body + tuple(_blocks(reader, child.children))))
    return Definitions(reader.next_id(), tuple(items), place)


def _table(reader: _Reader, node: SyntaxTreeNode, place: Place) -> Block:
    rows: list[tuple[Cell, ...]] = []
    reader.faults += row_faults(reader.lines, node.map or (0, 0), reader.name, reader.offset)
    for part in node.children:
        for row in part.children:
            cells = []
            for cell in row.children:
                align = str(cell.attrs.get("style", "")).removeprefix("text-align:")
                cells.append(Cell(reader.inlines(cell), align))
                if (count := len(plain(cells[-1].inlines))) > LONGEST_CELL:
                    reader.faults.append(finding("S-047", reader.place(row), count=count, limit=LONGEST_CELL))
            rows.append(tuple(cells))
    return Table(reader.next_id(), rows[0], tuple(rows[1:]), place)


def _html(reader: _Reader, node: SyntaxTreeNode, place: Place) -> list[Block]:
    """Reduce a block of raw HTML to paragraphs of its text."""
    content = show_bars(node.content)
    if _BLOCK_TAGS.search(content):
        tag = _BLOCK_TAGS.search(content)
        reader.faults.append(finding("S-036", place, tag=tag[0] if tag else ""))
    out: list[Block] = []
    for part in re.split(r"\n\s*\n", _BLOCK_TAGS.sub("\n\n", content)):
        if part.strip():
            tokens = parser().parseInline(hide_ruby_bars(part.strip()))
            inlines = trimmed(reader.inline.read(tokens[0].children or [], place.line))
            out.extend(_with_pictures(reader, inlines, place))
    return out


def _fence(reader: _Reader, node: SyntaxTreeNode, place: Place) -> list[Block]:
    word, _, rest = node.info.strip().partition(" ")
    if word not in FENCES:
        reader.faults.append(
            finding(
                "S-030",
                place,
                excerpt=reader.lines[place.line - 1 - reader.offset],
                name=word,
                near=nearest(word, FENCES),
                known=" ".join(FENCES),
            )
        )
        return []
    last = node.map[1] if node.map else 0
    if last >= len(reader.lines) or not re.fullmatch(r"[\s>]*:{3,}\s*", reader.lines[last]):
        reader.faults.append(finding("S-031", place, excerpt=reader.lines[place.line - 1 - reader.offset], name=word))
        return []
    title: Inlines = (Text(rest.strip()),) if rest.strip() else ()
    kind = FENCES[word]
    lines = kind in ("verse", "signoff")
    inner = _blocks(reader, node.children, lines)
    if kind == "verse":
        return _verse(reader, inner, title, place)
    # A subhead inside a box is its title: a box has no place in the outline of the article.
    if not title and inner and isinstance(inner[0], Subhead):
        title, inner = inner[0].inlines, inner[1:]
    inner = [Paragraph(b.id, b.inlines, b.place) if isinstance(b, Subhead) else b for b in inner]
    return [Group(reader.next_id(), GroupKind(kind), tuple(inner), title, place)]


def _verse(reader: _Reader, inner: list[Block], title: Inlines, place: Place) -> list[Block]:
    """Return verse; what else stands among its stanzas stays where it is and parts it."""
    out: list[Block] = []
    stanzas: list[tuple[Inlines, ...]] = []
    for block in inner:
        if isinstance(block, Subhead) and not title and not stanzas:
            title = block.inlines
        elif isinstance(block, Paragraph | Subhead):
            stanzas.append(_verse_lines(block.inlines))
        else:
            if stanzas or title:
                out.append(Verse(reader.next_id(), tuple(stanzas), title, place))
            title, stanzas = (), []
            out.append(block)
    if stanzas or title:
        out.append(Verse(reader.next_id(), tuple(stanzas), title, place))
    return out


def _verse_lines(inlines: Inlines) -> tuple[Inlines, ...]:
    lines: list[list[Inline]] = [[]]
    for inline in inlines:
        if isinstance(inline, Break):
            lines.append([])
        else:
            lines[-1].append(inline)
    return tuple(tuple(line) for line in lines if line)
