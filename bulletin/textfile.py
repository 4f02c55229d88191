"""Text files as editors leave them: UTF-8 or a clear word about what they are instead."""

import re
from pathlib import Path

from bulletin.errors import BulletinError
from bulletin.findings import Finding, Place, finding

LARGEST = 4_000_000
"""Bytes of the largest text file that is read; a newspaper's issue has about 100 kB."""

CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200e\u200f\u2028-\u202e\u2066-\u2069\ufffd-\uffff]"
)
"""Control characters, seen or unseen: soft hyphens and marks of direction come along from word processors."""


def read_text(path: Path, name: str, error: type[BulletinError]) -> str:
    """Return the text of ``path`` with ``\\n`` line ends and no byte-order mark.

    ``name`` is how findings call the file. Raises ``error`` where the file is missing, too large, not
    UTF-8 (naming the encoding that it seems to have) or holds control characters (naming each line).
    """
    return decode(read_bytes(path, name, error), name, error)


def read_bytes(path: Path, name: str, error: type[BulletinError]) -> bytes:
    """Return what ``path`` holds; raises ``error`` where the file is missing, too large or cannot be read."""
    place = Place(name)
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise error(finding("S-004", place, size=size, limit=LARGEST))
        return path.read_bytes()
    except FileNotFoundError:
        raise error(finding("S-001", place)) from None
    except OSError as problem:
        raise error(finding("S-002", place, reason=problem.strerror or problem)) from None


def decode(data: bytes, name: str, error: type[BulletinError], exact: bool = False) -> str:
    """Return ``data`` as text; raises as ``read_text`` does.

    With ``exact``, line ends and a byte-order mark stay as they are.
    """
    text = unchecked(data, name, error, exact)
    faults = list(_control_faults(text, name))
    if faults:
        raise error(*faults)
    return text


def unchecked(data: bytes, name: str, error: type[BulletinError], exact: bool = False) -> str:
    """Return ``data`` as text as ``decode`` does, whatever control characters it holds."""
    try:
        text = data.decode("utf-8" if exact else "utf-8-sig")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        raise error(finding("S-003", Place(name, line), encoding=guess_encoding(data))) from None
    return text if exact else text.replace("\r\n", "\n").replace("\r", "\n")


def guess_encoding(data: bytes) -> str:
    """Return the name of the encoding that Chinese bytes which are not UTF-8 most likely have."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "UTF-16"
    best, least = "?", 2.0
    for encoding, rare in (("gb18030", "GB18030"), ("big5hkscs", "Big5")):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        odd = rarity(text, encoding)
        if odd < least:
            best, least = rare, odd
    return best


def rarity(text: str, encoding: str) -> float:
    """Return the share (0 to 1) of ``text``, read as ``encoding``, that is rare characters.

    Both GB18030 and Big5 decode most pairs of bytes; the right one yields common characters (level 1 of GB 2312 or of
    Big5), the wrong one rare ones.
    """
    return sum(1 for c in text if ord(c) > 0x7F and not _common(c, encoding)) / (len(text) or 1)


def _common(char: str, encoding: str) -> bool:
    try:
        lead = char.encode("gb2312" if encoding == "gb18030" else "big5")[0]
    except UnicodeEncodeError:
        return False
    return lead < (0xD8 if encoding == "gb18030" else 0xC9)


def _control_faults(text: str, name: str) -> list[Finding]:
    faults = []
    for match in CONTROL.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        shown = text.split("\n")[line - 1]
        faults.append(
            finding(
                "S-005",
                Place(name, line),
                excerpt=CONTROL.sub("\u2423", shown),
                char=f"U+{ord(match.group()):04X}",
            )
        )
        if len(faults) == 20:
            break
    return faults
