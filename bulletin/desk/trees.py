"""Every block of an article rewritten, the inner ones first: figures get their files, comparisons lose their ids."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from bulletin.blocks import Block, Definitions, Figure, Group, ListBlock
from bulletin.model import Article
from bulletin.walk import descend

Change = Callable[[Block], Block]


def mapped(block: Block, change: Change) -> Block:
    """Return ``block`` with ``change`` applied to all blocks in it, then to itself."""

    def all_of(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        return tuple(mapped(inner, change) for inner in blocks)

    match block:
        case Group():
            return change(replace(block, blocks=all_of(block.blocks)))
        case ListBlock():
            return change(replace(block, items=tuple(all_of(item) for item in block.items)))
        case Definitions():
            return change(replace(block, items=tuple((term, all_of(body)) for term, body in block.items)))
        case _:
            return change(block)


def changed(article: Article, change: Change) -> Article:
    """Return ``article`` with ``change`` applied to all blocks of its text and notes."""
    return replace(
        article,
        blocks=tuple(mapped(block, change) for block in article.blocks),
        notes=tuple(replace(n, blocks=tuple(mapped(block, change) for block in n.blocks)) for n in article.notes),
    )


def figures(article: Article) -> Iterator[Figure]:
    """Yield the figures of an article, those in its notes last."""
    for block in descend(article.blocks + tuple(block for note in article.notes for block in note.blocks)):
        if isinstance(block, Figure):
            yield block
