"""A piece of inlines as one string, and back: so that markup never breaks a phrase.

Note calls and the edges of markup take no room in the string. Code stands as one placeholder; kept text and
other languages stand as they are: all of these are closed, and no phrase crosses them. A line break that the
editor asked for is a line break in the string, which no phrase crosses either.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bulletin.model import Break, Code, Inline, Inlines, NoteCall, Ruby, Span, SpanKind, Text
from bulletin.script.engine.spans import Conversion

PLACEHOLDER = "\ufffc"
"""OBJECT REPLACEMENT CHARACTER, in place of code."""

MACHINE = re.compile(
    r"(?:https?://|ftp://|www\.)[!-~]+|[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
    r"|[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.(?:com|cn|org|net|tw|hk|gov|edu)\b[!-~]*"
)
"""Addresses of the network: never converted, never tidied."""

CLOSED = (SpanKind.KEEP, SpanKind.LANG, SpanKind.VARIANT)
"""Markup whose text is never converted."""


@dataclass(frozen=True, slots=True)
class Flat:
    """One string for a piece of inlines."""

    text: str
    closed: bytes
    """One byte a character: 1 where it may not be changed."""
    names: tuple[tuple[int, int], ...] = ()
    """Stretches that the editor marked as proper names (专名号)."""

    @property
    def open_text(self) -> str:
        """The characters that may be changed."""
        return "".join(char for char, shut in zip(self.text, self.closed, strict=True) if not shut)


def flatten(inlines: Inlines, keep: re.Pattern[str] | None = None) -> Flat:
    """Return ``inlines`` as one string; matches of ``keep``, and addresses, are closed as well."""
    text: list[str] = []
    closed = bytearray()
    names: list[tuple[int, int]] = []

    def walk(run: Inlines, shut: bool) -> None:
        for inline in run:
            match inline:
                case Text(piece) | Ruby(piece):
                    text.append(piece)
                    closed.extend((b"\1" if shut else b"\0") * len(piece))
                case Code():
                    text.append(PLACEHOLDER)
                    closed.append(1)
                case Break():
                    text.append("\n")
                    closed.append(1)
                case Span():
                    start = len(closed)
                    walk(inline.children, shut or inline.kind in CLOSED)
                    if inline.kind is SpanKind.NAME and start < len(closed):
                        names.append((start, len(closed)))
                case NoteCall():
                    pass

    walk(inlines, False)
    whole = "".join(text)
    for pattern in (MACHINE, keep):
        for found in pattern.finditer(whole) if pattern else ():
            closed[found.start() : found.end()] = b"\1" * (found.end() - found.start())
    return Flat(whole, bytes(closed), tuple(names))


def refill(inlines: Inlines, outs: Sequence[str]) -> Inlines:
    """Return ``inlines`` with what each character of their flat string became, in its own run."""
    queue = iter(outs)

    def take(count: int) -> str:
        return "".join(next(queue) for _ in range(count))

    def walk(run: Inlines) -> Iterator[Inline]:
        for inline in run:
            match inline:
                case Text(piece):
                    yield Text(take(len(piece)))
                case Ruby(base):
                    yield replace(inline, base=take(len(base)))
                case Span():
                    yield replace(inline, children=tuple(walk(inline.children)))
                case Code() | Break():
                    take(1)
                    yield inline
                case NoteCall():
                    yield inline

    return tuple(walk(inlines))


def outs(conversions: Iterable[Conversion]) -> list[str]:
    """Return what each source character becomes; where a phrase changed its length, the last takes the rest.

    A phrase that grew shorter leaves its last characters empty, so that markup keeps its place.
    """
    each: list[str] = []
    for c in conversions:
        count = c.end - c.start
        chars = [*c.out[: count - 1], c.out[count - 1 :]]
        each += chars + [""] * (count - len(chars))
    return each


def keep_pattern(terms: Iterable[str]) -> re.Pattern[str] | None:
    """Return a pattern that finds any of ``terms``, the longest first; None where there are none."""
    found = sorted({term for term in terms if term}, key=lambda term: (-len(term), term))
    return re.compile("|".join(map(re.escape, found))) if found else None
