"""An article made ready for a book: what is still to come left out, links that lead somewhere, notes counted."""

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby
from urllib.parse import quote, urlsplit

from bulletin.model import (
    Article,
    Block,
    Definitions,
    Figure,
    Group,
    Inline,
    Inlines,
    ListBlock,
    NoteCall,
    Span,
    SpanKind,
)
from bulletin.walk import descend, rewrite_article, units

Resolve = Callable[[str], str]
"""From a link of the sources to one of the book; empty where it leads nowhere."""

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
# What RFC 3987 keeps out of an address; other characters than ASCII may stand.
_HOST = re.compile(r"[\w-]{1,63}(?:\.[\w-]{1,63})*\.?")
_NOT_IN_URL = re.compile(r"""[\x00-\x20\s<>"{}|\\^`\[\]\x7f]|%(?![0-9A-Fa-f]{2})""")


def visible(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return ``blocks`` without pictures that are still to come, and without groups that held nothing else."""
    out: list[Block] = []
    for block in blocks:
        match block:
            case Figure(path=None):
                pass
            case Group():
                inner = visible(block.blocks)
                if inner or block.title:
                    out.append(replace(block, blocks=inner))
            case ListBlock():
                items = tuple(visible(item) for item in block.items)
                # An empty item of a numbered list keeps its number.
                out.append(replace(block, items=tuple(item for item in items if item or block.ordered)))
            case Definitions():
                out.append(replace(block, items=tuple((term, visible(body)) for term, body in block.items)))
            case _:
                out.append(block)
    return tuple(out)


def seen(article: Article) -> Article:
    """Return ``article`` as a reader of the book sees it: nothing of pictures still to come."""
    return replace(
        article,
        blocks=visible(article.blocks),
        notes=tuple(replace(note, blocks=visible(note.blocks)) for note in article.notes),
    )


def ready(article: Article, resolve: Resolve) -> Article:
    """Return ``article`` as the templates want it: no character of its text is changed.

    A link holds its address in the book; one that leads nowhere, or stands in another, is its text alone. A note
    call inside a link stands between two links, for no link may hold one. What is no language tag (BCP 47) is
    dropped.
    """
    return rewrite_article(seen(article), lambda inlines: _mended(inlines, resolve, False))


def _mended(inlines: Inlines, resolve: Resolve, linked: bool) -> Inlines:
    out: list[Inline] = []
    for inline in inlines:
        match inline:
            case Span(kind=SpanKind.LINK):
                address = "" if linked else resolve(inline.value)
                children = _mended(inline.children, resolve, linked or bool(address))
                out += _links(children, address) if address else children
            case Span(kind=SpanKind.LANG) if not _LANGUAGE.fullmatch(inline.value):
                out += _mended(inline.children, resolve, linked)
            case Span():
                out.append(replace(inline, children=_mended(inline.children, resolve, linked)))
            case _:
                out.append(inline)
    return tuple(out)


def _links(children: Inlines, address: str) -> Iterator[Inline]:
    for calls, run in groupby(children, key=lambda inline: any(_calls((inline,)))):
        if calls:
            yield from run
        else:
            yield Span(SpanKind.LINK, tuple(run), address)


def _calls(inlines: Inlines) -> Iterator[int]:
    for inline in inlines:
        if isinstance(inline, NoteCall):
            yield inline.number
        elif isinstance(inline, Span):
            yield from _calls(inline.children)


def call_ids(article: Article) -> Mapping[int, tuple[str, ...]]:
    """Return the ids of the calls of each note, in the order in which the article's ``Setter`` gives them."""
    blocks = article.blocks + tuple(block for note in article.notes for block in note.blocks)
    count = Counter(number for unit in units(blocks) for number in _calls(unit.inlines))
    return {
        number: tuple(f"{article.id}-r{number}" + (f"-{n}" if n > 1 else "") for n in range(1, calls + 1))
        for number, calls in count.items()
    }


def resolver(article: Article, articles: Mapping[str, str], lost: list[str]) -> Resolve:
    """Return what resolves the links of ``article``.

    ``articles`` gives the file in the book of each article's name, which a link may write as issue.yaml does or from
    where the article stands. A link that leads nowhere is added to ``lost``.
    """
    ids = {block.id for block in descend(article.blocks)}

    def resolve(target: str) -> str:
        name, _, fragment = target.partition("#")
        if not name:
            found = f"#{fragment}" if fragment in ids else ""
        else:
            beside = posixpath.normpath(posixpath.join(posixpath.dirname(article.name), name))
            found = articles.get(name) or articles.get(beside) or address(target)
        if not found:
            lost.append(target)
        return found

    return resolve


def address(target: str) -> str:
    """Return an address outside the book as a valid one (RFC 3987); empty where it is none."""
    try:
        parts = urlsplit(target.strip())
        _ = parts.port
    except ValueError:
        return ""
    if parts.scheme.lower() in ("http", "https"):
        whole = bool(_HOST.fullmatch(parts.hostname or ""))
    else:
        whole = parts.scheme.lower() in ("mailto", "tel") and bool(parts.path)
    if not whole:
        return ""
    before, mark, fragment = target.strip().partition("#")
    text = before + mark + fragment.replace("#", "%23")
    return _NOT_IN_URL.sub(lambda found: quote(found[0], safe=""), text)
