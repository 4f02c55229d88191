"""The container: the zip, its files and their names (EPUB 3.3 §4, OCF)."""

import re
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from bulletin.checks.book_file import MIMETYPE
from bulletin.checks.lint.registry import Hit, hit, rule
from bulletin.checks.lint.volume import Volume

_ENCRYPTION = "META-INF/encryption.xml"
_ENC = "{http://www.w3.org/2001/04/xmlenc#}"
_OBFUSCATION = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
_PLAIN = re.compile(r"[A-Za-z0-9._/+~-]+")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.I)
_LONGEST = 64
_SERIES = ("calibre:series", "calibre:series_index")
"""What calibre, KOReader and others sort a periodical by."""
_PACKED = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".woff", ".woff2")


@rule({"E-031": "EPUB 3.3 §4.3 (OCF zip container: media type identification)"})
def mimetype(v: Volume) -> Iterator[Hit]:
    """``mimetype`` comes first, is stored, has no extra field, and says what it must."""
    first = v.book.infos[0] if v.book.infos else None
    right = first is not None and first.filename == "mimetype" and not first.extra
    stored = first is not None and first.compress_type == zipfile.ZIP_STORED
    if not (right and stored and v.book.members.get("mimetype") == MIMETYPE):
        yield hit("E-031", "mimetype")


@rule({"E-032": "EPUB 3.3 §4.2 (META-INF/container.xml), §5 (package document)"})
def package_document(v: Volume) -> Iterator[Hit]:
    """There is a package document where ``container.xml`` says."""
    if v.package is None or etree.QName(v.package).localname != "package":
        yield hit("E-032", v.book.package or "META-INF/container.xml")


@rule(
    {
        "E-033": "Amazon help, Send to Kindle (no protected files); EPUB 3.3 §4.2 (META-INF/rights.xml)",
        "E-093": "EPUB 3.3 §4.4 (font obfuscation); lab note epub.md §2: needless for faces under the OFL",
    }
)
def encryption(v: Volume) -> Iterator[Hit]:
    """Nothing is encrypted; obfuscated faces are no lock, but old readers show none of them."""
    for name in v.book.members:
        if name in ("META-INF/rights.xml", "META-INF/license.lcpl", "META-INF/sinf.xml"):
            yield hit("E-033", name, what=name)
    tree = v.book.trees.get(_ENCRYPTION)
    for data in () if tree is None else tree.iter(f"{_ENC}EncryptedData"):
        method = next((e.get("Algorithm", "") for e in data.iter(f"{_ENC}EncryptionMethod")), "")
        for reference in data.iter(f"{_ENC}CipherReference"):
            what = reference.get("URI", "")
            code = "E-093" if method in _OBFUSCATION else "E-033"
            yield hit(code, _ENCRYPTION, reference, what=what if code == "E-033" else f"{what}: {method}")
    for info in v.book.infos:
        if info.flag_bits & 1:
            yield hit("E-033", info.filename, what=info.filename)


@rule({"E-035": "APPNOTE 4.4.8–4.4.9; readers refuse what unpacks to many times its size"})
def unread(v: Volume) -> Iterator[Hit]:
    """Every file can be read: none is damaged, none would fill the memory."""
    locked = {info.filename for info in v.book.infos if info.flag_bits & 1}
    for name, why in v.book.refused.items():
        if name not in locked:
            yield hit("E-035", name, reason=why)


@rule(
    {
        "E-036": "Kobo spec (plain ASCII names); lab note epub.md §2 #12 (RSC-020, PKG-010)",
        "E-037": "EPUB 3.3 §4.2 (file names are unique without regard to case); APPNOTE 4.4.17 (no way out)",
    }
)
def names(v: Volume) -> Iterator[Hit]:
    """Names are plain and short, stay within the book, and differ in more than capitals."""
    seen: dict[str, str] = {}
    count = Counter(info.filename for info in v.book.infos)
    for name, times in count.items():
        parts = [part for part in name.split("/") if part]
        if name.startswith("/") or ".." in parts or "\\" in name or times > 1:
            yield hit("E-037", name, name=name, other=f"×{times}" if times > 1 else "..")
        elif (other := seen.setdefault(unicodedata.normalize("NFC", name.casefold()), name)) != name:
            yield hit("E-037", name, name=name, other=other)
        odd = not _PLAIN.fullmatch(name) or any(_RESERVED.fullmatch(p) or p.endswith(".") for p in parts)
        if odd or any(len(part) > _LONGEST for part in parts):
            yield hit("E-036", name, name=name)


@rule({"E-038": "lab note epub.md §2 #18, #19 (modes, double packing, the maker's own name)"})
def housekeeping(v: Volume) -> Iterator[Hit]:
    """Files may be read by all, pictures are not packed twice, the book does not name the tool that made it."""
    modes = Counter(info.external_attr >> 16 & 0o777 for info in v.book.infos)
    for mode, count in modes.items():
        if mode and not mode & 0o044:
            yield hit("E-038", "", what=f"mode {mode:o} ×{count}")
    for info in v.book.infos:
        saved = info.file_size - info.compress_size
        packed = info.compress_type != zipfile.ZIP_STORED and info.filename.lower().endswith(_PACKED)
        if packed and saved * 10 < info.file_size:
            yield hit("E-038", info.filename, what=f"{info.filename}: deflate")
    for element in v.metadata:
        name = element.get("name", "")
        if name == "generator" or (name.startswith("calibre:") and name not in _SERIES):
            yield hit("E-038", v.book.package, element, what=f'<meta name="{name}">')


@rule(
    {
        "E-034": "Amazon help, Send to Kindle on the web: 200 MB",
        "E-098": "Amazon help: 50 MB a mail; kcc#514 and most mail services: 25 MB; "
        "mastering-cardano#47 (E999 at 134 MB)",
    }
)
def weight(v: Volume) -> Iterator[Hit]:
    """The book can be sent to a Kindle, by mail and on the web."""
    size = v.book.size / 1_000_000
    if size > 200:
        yield hit("E-034", "", size=f"{size:.0f}", limit=200)
    elif size > 25:
        yield hit("E-098", "", what=f"{size:.0f} MB > 25 MB")
