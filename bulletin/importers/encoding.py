"""Bytes of a text file to text: what encoding they are in, told by themselves where nobody says.

The ladder: byte-order mark, UTF-16 without one, UTF-8, what the file declares, and at last GB18030 or Big5-HKSCS,
whichever gives the more common characters. A text with a few broken bytes is read with U+FFFD in their place, and
``damage`` tells each of them; a file that is no text at all is refused by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bulletin.errors import SourceError
from bulletin.findings import Finding, Place, finding
from bulletin.textfile import rarity

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_MAGIC = (
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "ZIP/Word"),
    (b"\xd0\xcf\x11\xe0", "Word 97"),
    (b"{\\rtf", "RTF"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG", "PNG"),
    (b"GIF8", "GIF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gzip"),
)
_READABLE = re.compile(
    r"[\t\n\r\x20-\x7e\u00b7\u2010-\u2027\u2030-\u206f\u3000-\u303f\u3105-\u312f\u3400-\u9fff\uff01-\uffee]"
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "big5": "big5hkscs", "ascii": "utf-8"}
"""A declared encoding, and the wider one that contains it."""
_BROKEN = 0.02
"""Share of bytes that may be broken in a text whose encoding is otherwise clear."""
_TOLD = 20
"""Broken places that are told one by one."""
_MOJIBAKE = re.compile(
    "锟斤拷|烫烫烫|屯屯屯|(?:[鐨鏄鍦涓鍥浜鏈鍜锛銆鈥鍙]{1}[\u3400-\u9fff\ue000-\uf8ff]){4,}|(?:[ÃÂäåæçèé][\x80-\xbf]){4,}"
)
"""What UTF-8 looks like that was read as GBK or as Latin-1, and what is left where a program gave up."""


def decode(data: bytes, name: str, declared: str = "") -> tuple[str, str]:
    """Return the text of ``data`` with ``\\n`` line ends and no byte-order mark, and its encoding by its Python name.

    ``declared`` is what the file itself says. Raises ``SourceError`` where the bytes are no text.
    """
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise SourceError(finding("M-001", Place(name), what=what))
    encoding = _encoding(data, declared)
    if encoding is None:
        raise SourceError(finding("M-002", Place(name)))
    text = data.decode(encoding, "replace").removeprefix("\ufeff")
    if len(_CONTROL.findall(text)) > len(text) * _BROKEN:
        raise SourceError(finding("M-002", Place(name)))
    return text.replace("\r\n", "\n").replace("\r", "\n"), encoding


def _encoding(data: bytes, declared: str) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    if wide := _without_mark(data):
        return wide
    if _fits(data, "utf-8") == 0:
        return "utf-8"
    said = _WIDER.get(declared.lower().strip(), declared.lower().strip())
    if said and _known(said) and _fits(data, said) == 0 and said not in ("utf-16", "utf-32", "latin-1", "iso-8859-1"):
        return said
    wrong = {encoding: _fits(data, encoding) for encoding in ("utf-8", "gb18030", "big5hkscs")}
    chinese = [encoding for encoding in ("gb18030", "big5hkscs") if wrong[encoding] <= _BROKEN]
    if wrong["utf-8"] <= _BROKEN and _many(data):
        # Bytes of other encodings are hardly ever UTF-8 by chance, not even nearly.
        return "utf-8"
    return min(chinese, key=lambda e: (rarity(data.decode(e, "replace"), e), wrong[e]), default=None)


def _without_mark(data: bytes) -> str:
    """Return the UTF-16 in which a file without a mark reads as Chinese; empty where it reads so in neither.

    Bytes of UTF-8, GB18030 and Big5, read as UTF-16, are Hangul, Yi and private characters.
    """
    head = data[: 4096 if len(data) > 4096 else len(data) - len(data) % 2]
    if len(head) < 8:
        return ""
    for encoding in ("utf-16-le", "utf-16-be"):
        text = head.decode(encoding, "replace")
        if len(_READABLE.findall(text)) > 0.95 * len(text) and re.search(r"[\n 。，]", text):
            return encoding
    return ""


def _many(data: bytes) -> bool:
    """Whether there are several characters of three bytes that are right, so that UTF-8 is no accident."""
    return len(re.findall(rb"[\xe3-\xe9][\x80-\xbf]{2}", data[:65536])) >= 3


def _known(encoding: str) -> bool:
    try:
        b"".decode(encoding)
    except (LookupError, ValueError):
        return False
    return True


def _fits(data: bytes, encoding: str) -> float:
    """Return the share of ``data`` that is broken in ``encoding``: 0 where all of it can be read."""
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
        return text.count("\ufffd") / max(1, len(data) / 2)
    return 0.0


def damage(text: str, name: str) -> Iterator[Finding]:
    """Yield what in ``text`` was broken before it came here: lost characters, and text read in a wrong encoding."""
    told = 0
    for number, line in enumerate(text.split("\n"), 1):
        if "\ufffd" in line or _MOJIBAKE.search(line):
            told += 1
            if told <= _TOLD:
                code = "M-003" if "\ufffd" in line else "M-004"
                yield finding(code, Place(name, number), line.strip()[:60])
    if told > _TOLD:
        yield finding("M-005", Place(name), count=told - _TOLD)
