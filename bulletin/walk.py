"""Ways through the model: every run of text of an article, to read it or to rewrite it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from bulletin.findings import Place
from bulletin.model import (
    Article,
    Block,
    Break,
    Code,
    CodeBlock,
    Definitions,
    Figure,
    Group,
    Inline,
    Inlines,
    ListBlock,
    NoteCall,
    Paragraph,
    Ruby,
    Rule,
    Span,
    SpanKind,
    Subhead,
    Table,
    Text,
    Verse,
)

NOTE_MARK = "〔{}〕"
"""How a note call is written, on paper and in the book; ``{}`` is its number in the article."""

Rewrite = Callable[[Inlines], Inlines]


@dataclass(frozen=True, slots=True)
class Unit:
    """One piece of text that must come out whole: a paragraph, a cell, a line of verse, a caption."""

    id: str
    """The block's id, with ``.1``, ``.2`` … for the pieces of tables, lists and verse."""
    inlines: Inlines
    place: Place


def plain(inlines: Inlines, notes: bool = True) -> str:
    """Return the text a reader sees in order: ruby as base then reading, note calls as 〔1〕 if ``notes``."""
    out: list[str] = []
    for inline in inlines:
        match inline:
            case Text(text) | Code(text):
                out.append(text)
            case Span():
                out.append(plain(inline.children, notes))
            case Ruby(base, reading):
                out.append(base + reading)
            case NoteCall(number):
                out.append(NOTE_MARK.format(number) if notes else "")
            case Break():
                out.append("\n")
    return "".join(out)


def links(inlines: Inlines) -> Iterator[str]:
    """Yield the target of every link, as the source writes it."""
    for inline in inlines:
        if isinstance(inline, Span):
            if inline.kind is SpanKind.LINK:
                yield inline.value
            yield from links(inline.children)


def descend(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Yield every block, outer before inner, in reading order."""
    for block in blocks:
        yield block
        match block:
            case Group():
                yield from descend(block.blocks)
            case ListBlock():
                for item in block.items:
                    yield from descend(item)
            case Definitions():
                for _, body in block.items:
                    yield from descend(body)


def units(blocks: tuple[Block, ...]) -> Iterator[Unit]:
    """Yield every piece of text in reading order; code blocks come as one piece."""
    for block in blocks:
        match block:
            case Paragraph() | Subhead():
                yield Unit(block.id, block.inlines, block.place)
            case Group():
                if block.title:
                    yield Unit(f"{block.id}.t", block.title, block.place)
                yield from units(block.blocks)
            case Figure():
                if block.caption:
                    yield Unit(f"{block.id}.c", block.caption, block.place)
                if block.credit:
                    yield Unit(f"{block.id}.s", (Text(block.credit),), block.place)
            case Table():
                for number, cell in enumerate(c for row in (block.head, *block.rows) for c in row):
                    yield Unit(f"{block.id}.{number}", cell.inlines, block.place)
            case ListBlock():
                for item in block.items:
                    yield from units(item)
            case Definitions():
                for number, (term, body) in enumerate(block.items):
                    yield Unit(f"{block.id}.{number}", term, block.place)
                    yield from units(body)
            case Verse():
                if block.title:
                    yield Unit(f"{block.id}.t", block.title, block.place)
                for number, line in enumerate(ln for stanza in block.stanzas for ln in stanza):
                    yield Unit(f"{block.id}.{number}", line, block.place)
            case CodeBlock():
                yield Unit(block.id, (Code(block.text),), block.place)


def rewrite_block(block: Block, change: Rewrite) -> Block:
    """Return ``block`` with ``change`` applied to each piece of running text in it.

    ``change`` sees the whole piece at once, so that a phrase broken by markup is still one phrase.
    Credits, alternative texts and verse go through it as well; code does not.
    """

    def all_of(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        return tuple(rewrite_block(b, change) for b in blocks)

    match block:
        case Paragraph() | Subhead():
            return replace(block, inlines=change(block.inlines))
        case Group():
            return replace(block, title=change(block.title), blocks=all_of(block.blocks))
        case Figure():
            return replace(
                block,
                alt=plain(change((Text(block.alt),))),
                caption=change(block.caption),
                credit=plain(change((Text(block.credit),))),
            )
        case Table():
            return replace(
                block,
                head=tuple(replace(c, inlines=change(c.inlines)) for c in block.head),
                rows=tuple(tuple(replace(c, inlines=change(c.inlines)) for c in r) for r in block.rows),
            )
        case ListBlock():
            return replace(block, items=tuple(all_of(item) for item in block.items))
        case Definitions():
            return replace(block, items=tuple((change(t), all_of(b)) for t, b in block.items))
        case Verse():
            return replace(
                block,
                title=change(block.title),
                stanzas=tuple(tuple(change(line) for line in stanza) for stanza in block.stanzas),
            )
        case CodeBlock() | Rule():
            return block


def rewrite_article(article: Article, change: Rewrite) -> Article:
    """Return ``article`` with ``change`` applied to its blocks and notes (not to its front matter)."""
    return replace(
        article,
        blocks=tuple(rewrite_block(b, change) for b in article.blocks),
        notes=tuple(replace(n, blocks=tuple(rewrite_block(b, change) for b in n.blocks)) for n in article.notes),
    )


def rewrite_texts(inlines: Inlines, change: Callable[[str], str]) -> Inlines:
    """Return ``inlines`` with ``change`` applied to each ``Text`` run by itself; code is left alone."""
    out: list[Inline] = []
    for inline in inlines:
        match inline:
            case Text(text):
                out.append(Text(change(text)))
            case Span():
                out.append(replace(inline, children=rewrite_texts(inline.children, change)))
            case _:
                out.append(inline)
    return tuple(out)
