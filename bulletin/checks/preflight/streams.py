"""Content streams as instructions, read with care: a hostile or damaged one costs a message, not the memory."""

import zlib
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

import pikepdf

Instructions = Sequence[Any]

MOST = 64_000_000
"""Bytes of one content stream, unpacked; the heaviest maps that shops meet stay below."""
_KEPT = 300_000
"""Instructions of forms that are kept for their next use."""
_OTHERS = ("/LZWDecode", "/RunLengthDecode")


class TooLargeError(ValueError):
    """A stream that unpacks to more than ``MOST``."""


class Streams:
    """Parses streams; those of forms are kept, for the same form stands on many pages."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[int, int], Instructions] = OrderedDict()
        self._size = 0

    def parse(self, stream: Any, keep: bool = True) -> Instructions:
        """Return the instructions in a form or a page.

        Raises ``TooLargeError``, or ``pikepdf.PikepdfError`` and its kin for what is no content stream.
        """
        key = stream.objgen
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        for part in _parts(stream):
            measure(part)
        found = pikepdf.parse_content_stream(stream)
        if keep and key[0]:
            self._kept[key] = found
            self._size += len(found)
            while self._size > _KEPT:
                self._size -= len(self._kept.popitem(last=False)[1])
        return found


def _parts(stream: Any) -> list[Any]:
    if isinstance(stream, pikepdf.Stream):
        return [stream]
    contents = stream.get("/Contents")
    if isinstance(contents, pikepdf.Array):
        return [item for item in contents if isinstance(item, pikepdf.Stream)]
    return [contents] if isinstance(contents, pikepdf.Stream) else []


def measure(stream: Any, most: int | None = None) -> None:
    """Raise ``TooLargeError`` for a stream that would unpack to more than ``most`` bytes (``MOST``)."""
    most = most or MOST
    filters = stream.get("/Filter")
    names = [str(f) for f in filters] if isinstance(filters, pikepdf.Array) else [str(filters)]
    packed = int(stream.get("/Length", 0) or 0)
    if packed * 1032 ** names.count("/FlateDecode") * 64 ** sum(n in _OTHERS for n in names) < most:
        return
    data = stream.read_raw_bytes()
    if len(data) > most:
        raise TooLargeError
    for name in names:
        if name != "/FlateDecode":
            # Others shrink, or grow less; qpdf unpacks them on its own.
            if len(data) * 64 > most:
                raise TooLargeError
            return
        data = _unpacked(data, most)


def _unpacked(data: bytes, most: int) -> bytes:
    unpacker = zlib.decompressobj()
    pieces: list[bytes] = []
    size = 0
    while data:
        try:
            piece = unpacker.decompress(data, 1 << 20)
        except zlib.error:
            break  # qpdf tells what is wrong with it, and how much of it can be read
        size += len(piece)
        if size > most:
            raise TooLargeError
        pieces.append(piece)
        data = unpacker.unconsumed_tail
    return b"".join(pieces)
