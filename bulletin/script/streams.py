"""Quotation marks over the pieces of an article: what is read one after another is one text to them."""

from collections.abc import Iterable, Iterator, Sequence

from bulletin.findings import Finding, Place, finding
from bulletin.kinds import Script
from bulletin.script import quotes
from bulletin.script.pieces import Piece


def set_quotes(pieces: Sequence[Piece], texts: list[str], closed: Sequence[bytes], target: Script) -> Iterator[Finding]:
    """Set the quotation marks of ``texts``, one a piece, in place; yield those without a partner.

    ``closed`` says, byte by byte, what stays as it is.
    """
    for stream in _streams(pieces):
        yield from _one(stream, pieces, texts, closed, target)


def _one(
    paragraphs: list[list[int]], pieces: Sequence[Piece], texts: list[str], closed: Sequence[bytes], target: Script
) -> Iterator[Finding]:
    """Set the marks of one stream; glued pieces are lines of one paragraph."""
    joined = ["\n".join(texts[i] for i in paragraph) for paragraph in paragraphs]
    shut = [b"\1".join(closed[i] for i in paragraph) for paragraph in paragraphs]
    new, unmatched = quotes.convert(joined, target, shut)
    for paragraph, text in zip(paragraphs, new, strict=True):
        start = 0
        for i in paragraph:
            texts[i] = text[start : start + len(texts[i])]
            start += len(texts[i]) + 1
    for lone in unmatched:
        place = _place(lone, paragraphs, pieces, texts)
        near = joined[lone.paragraph][max(0, lone.offset - 12) : lone.offset + 13].replace("\n", " ")
        yield finding("T-003", place, near, mark=lone.mark)


def _streams(pieces: Sequence[Piece]) -> Iterable[list[list[int]]]:
    """Return the streams of ``pieces``: each its paragraphs, each of these the numbers of its pieces."""
    streams: dict[int, list[list[int]]] = {}
    for number, piece in enumerate(pieces):
        stream = streams.setdefault(piece.stream, [])
        if piece.glued and stream:
            stream[-1].append(number)
        else:
            stream.append([number])
    return streams.values()


def _place(
    lone: quotes.Unmatched, paragraphs: list[list[int]], pieces: Sequence[Piece], texts: list[str]
) -> Place | None:
    """Return the place of the piece that an unmatched mark stands in."""
    end = 0
    for number in paragraphs[lone.paragraph]:
        end += len(texts[number]) + 1
        if lone.offset < end:
            return pieces[number].place if pieces[number].place.file else None
    return None
