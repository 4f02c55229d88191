"""Content streams as instructions, each with its own bytes, so that whatever is not touched stays as it was written.

Lexical rules: ISO 32000-1 §7.2 (characters), §7.3 (objects), §7.8.2 (content streams), §8.9.7 (inline images).
"""

from __future__ import annotations

import re
from binascii import Error as BinasciiError
from binascii import unhexlify
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import pikepdf

_WHITE = rb"[\x00\t\n\f\r ]"
_REGULAR = rb"[^\x00\t\n\f\r ()<>\[\]{}/%]"
_ENDS = rb"(?![^\x00\t\n\f\r ()<>\[\]{}/%])"
_NUMBER = rb"[-+]*+(?:\d++\.?+\d*+|\.\d++)-?+\d*+" + _ENDS
_OPERAND = rb"(?:%b|/%b*+|<[0-9A-Fa-f\x00\t\n\f\r ]*+>|<<|>>|\[|\]|(?:true|false|null)%b)" % (_NUMBER, _REGULAR, _ENDS)

# Possessive throughout: an instruction that does not fit fails at once instead of being tried in every way.
_INSTRUCTION = re.compile(rb"%b*+((?:%b%b*+)*+)(%b++)" % (_WHITE, _OPERAND, _WHITE, _REGULAR))
_TOKEN = re.compile(
    rb"%b*+(?:(%b)|(/%b*+)|(<[0-9A-Fa-f\x00\t\n\f\r ]*+>)|(\()|(<<|>>|\[|\]|[{})<>])|(%%[^\r\n]*+)|(%b++))"
    % (_WHITE, _NUMBER, _REGULAR, _REGULAR)
)
_IN_STRING = re.compile(rb"[()\\]")
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|[\s\S])|\r\n?")
_END_OF_IMAGE = re.compile(rb"%b(EI)(?=%b|\Z)" % (_WHITE, _WHITE))
_WORDS = (b"true", b"false", b"null")
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\r\n": b"", b"\n": b"", b"\r": b""}


Edit = tuple[int, int, bytes]
"""Start and end in a content stream, and what shall stand there."""


class Instruction(NamedTuple):
    """One operator with the bytes of its operands; of an inline image the whole, as operator ``BI``."""

    operator: bytes
    operands: bytes
    start: int
    end: int


def content(page: pikepdf.Object) -> bytes:
    """Return the content of a page, its streams joined as a reader joins them (ISO 32000-1 §7.8.2)."""
    streams = page.get("/Contents")
    if streams is None:
        return b""
    if isinstance(streams, pikepdf.Array):
        return b"\n".join(stream.read_bytes() for stream in streams if isinstance(stream, pikepdf.Stream))
    return streams.read_bytes()


def instructions(data: bytes) -> Iterator[Instruction]:
    """Yield the instructions of a content stream in order; what stands between them is white space or comment."""
    at, size, match = 0, len(data), _INSTRUCTION.match
    while at < size:
        found = match(data, at)
        if found:
            operands, operator = found.groups()
            start, end = found.start(1), found.end()
        else:
            slow = _slowly(data, at)
            if slow is None:
                return
            operator, operands, start, end = slow
        if operator == b"BI":
            end = _past_image(data, end)
            operands = data[start:end]
        yield Instruction(operator, operands, start, end)
        at = end


def tokens(operands: bytes) -> list[bytes]:
    """Return operands one by one as they are written: ``12``, ``/F1``, ``<0A>``, ``(text)``, ``[``, ``]``."""
    found, at = [], 0
    while match := _TOKEN.match(operands, at):
        at = match.end()
        if match.group(4):
            at = _past_string(operands, match.start(4))
            found.append(operands[match.start(4) : at])
        elif not match.group(6):
            found.append(match.group(match.lastindex or 0))
    return found


def number(token: bytes) -> float:
    """Return the number a token stands for; as readers do, ``--5`` is −5 and ``5-3`` is 5."""
    try:
        return float(token)
    except ValueError:
        sign = -1.0 if token.startswith(b"-") else 1.0
        digits = re.match(rb"[\d.]+", token.lstrip(b"+-"))
        return sign * float(digits.group()) if digits else 0.0


def numbers(operands: bytes) -> list[float]:
    """Return the numbers of an instruction that has no other operands."""
    return [number(token) for token in operands.split()] if operands.strip() else []


def string(token: bytes) -> bytes:
    """Return the bytes of a string token, ``<…>`` or ``(…)`` (ISO 32000-1 §7.3.4)."""
    if token.startswith(b"<"):
        try:
            return unhexlify(token[1:-1])
        except BinasciiError:  # white space within, or an odd last digit, to which 0 is added
            digits = b"".join(token[1:-1].split())
            return unhexlify(digits + b"0" if len(digits) % 2 else digits)
    return _ESCAPE.sub(_unescaped, token[1:-1])


def _unescaped(match: re.Match[bytes]) -> bytes:
    code = match.group(1)
    if code is None:  # a bare end of line within a string is one line feed
        return b"\n"
    if code[:1].isdigit() and code[0] < ord("8"):
        return bytes([int(code, 8) & 255])
    return _ESCAPED.get(code, code)


def _slowly(data: bytes, at: int) -> tuple[bytes, bytes, int, int] | None:
    """Read an instruction that holds a literal string or a comment, token by token."""
    start = -1
    while match := _TOKEN.match(data, at):
        kind = match.lastindex or 0
        where = match.start(kind)
        at = match.end()
        if kind == 6:
            continue
        if start < 0:
            start = where
        if kind == 4:
            at = _past_string(data, where)
        elif kind == 7 and match.group(7) not in _WORDS:
            return match.group(7), data[start:where], start, at
    return None


def _past_string(data: bytes, at: int) -> int:
    depth = 0
    while match := _IN_STRING.search(data, at):
        at = match.end()
        if match.group() == b"\\":
            at += 1
        else:
            depth += 1 if match.group() == b"(" else -1
            if not depth:
                return at
    return len(data)


def _past_image(data: bytes, at: int) -> int:
    """Return where an inline image ends: the first EI that is followed by text, for its data may hold one too."""
    begin = re.compile(rb"(?:^|(?<=[\x00\t\n\f\r >\]]))ID[\x00\t\n\f\r ]").search(data, at)
    at = begin.end() if begin else at
    for match in _END_OF_IMAGE.finditer(data, at - 1):
        after = data[match.end() : match.end() + 24]
        if all(9 <= byte < 127 for byte in after):
            return match.end()
    return len(data)


Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def times(first: Matrix, then: Matrix) -> Matrix:
    """Return the matrix that applies ``first`` and afterwards ``then``, as PDF multiplies them."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def written(value: float, places: int = 6) -> bytes:
    """Return a number as PDF writes it: no exponent, no more digits than it needs."""
    text = f"{value:.{places}f}"
    if places:
        text = text.rstrip("0").rstrip(".")
    return b"0" if text == "-0" else text.encode("ascii")


def rewritten(data: bytes, change: Callable[[Instruction], bytes | None]) -> bytes:
    """Return a content stream in which ``change`` has replaced instructions; None leaves one as it is."""
    edits: list[Edit] = []
    for instruction in instructions(data):
        new = change(instruction)
        if new is not None:
            edits.append((instruction.start, instruction.end, new))
    return spliced(data, edits)


def spliced(data: bytes, edits: Iterable[Edit]) -> bytes:
    """Return a content stream with parts of it replaced; ``edits`` are in order and do not overlap."""
    parts, kept = [], 0
    for start, end, new in edits:
        parts.append(data[kept:start])
        if new:  # an operator may stand close to the operand that followed it, not to what now does
            parts += [b"" if data[start - 1 : start].isspace() else b" ", new]
            if not data[end : end + 1].isspace():
                parts.append(b" ")
        kept = end
    return b"".join([*parts, data[kept:]])
