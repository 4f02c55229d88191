"""The package document: manifest, spine, dates, languages (EPUB 3.3 §5)."""

import datetime
import posixpath
import re
from collections import Counter
from collections.abc import Iterator

from bulletin.checks.book_file import XHTML, references, resolved
from bulletin.checks.lint.registry import Hit, hit, rule
from bulletin.checks.lint.volume import DC, OPF, SVG, Volume

_MATHML = "{http://www.w3.org/1998/Math/MathML}"
_ISO = "{:04}-{:02}-{:02}"
_NAME = re.compile(r"[^\W\d][\w.\-\u00b7]*")
"""What an XML id may be (Namespaces in XML §3, NCName), but for rare letters."""
_UTC = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")
_OWN = ("mimetype", "META-INF/")
_TYPES = {
    ".xhtml": "application/xhtml+xml",
    ".html": "application/xhtml+xml",
    ".htm": "application/xhtml+xml",
    ".css": "text/css",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".gif": "image/gif",
    ".svg": "image/svg+xml",
    ".ncx": "application/x-dtbncx+xml",
}
_CORE = frozenset(
    [
        *_TYPES.values(),
        "image/webp",
        "audio/mpeg",
        "audio/mp4",
        "audio/ogg",
        "font/ttf",
        "font/otf",
        "font/woff",
        "font/woff2",
        "application/font-sfnt",
        "application/vnd.ms-opentype",
        "application/font-woff",
        "application/x-font-ttf",
        "text/javascript",
        "application/javascript",
        "application/ecmascript",
        "application/pls+xml",
        "application/smil+xml",
    ]
)
"""Core media types (EPUB 3.3 §3.2), and old names of the same."""


@rule(
    {
        "E-039": "EPUB 3.3 §5 (manifest), EPUBCheck RSC-001",
        "E-040": "EPUB 3.3 §5 (manifest); koreader#13365: faces and styles that the manifest does not name are ignored",
        "E-041": "EPUB 3.3 §5 (manifest: what is used is listed), EPUBCheck RSC-008",
    }
)
def all_there(v: Volume) -> Iterator[Hit]:
    """What the manifest names is in the book, and the other way round: above all what documents use."""
    if v.package is None:
        return
    listed = {item.name for item in v.items}
    for item in v.items:
        if item.name not in v.book.members and item.name not in v.book.refused and ":" not in item.href:
            yield hit("E-039", v.book.package, item.element, name=item.href)
    strays = [n for n in v.book.members if n not in listed and n != v.book.package and not n.startswith(_OWN)]
    used = {resolved(name, href.partition("#")[0]) for name, _, href in references(v.book)} if strays else ()
    for name in strays:
        if name in used:
            yield hit("E-041", v.book.package, what=f"{name} ∉ <manifest>")
        else:
            yield hit("E-040", name, name=name)


@rule({"E-041": "EPUB 3.3 §5 (manifest, item, spine); EPUBCheck OPF-034, OPF-049, RSC-005, RSC-020"})
def manifest(v: Volume) -> Iterator[Hit]:
    """Ids and files stand once, media types fit, the spine names what there is and at least one document."""
    if v.package is None:
        return
    where = v.book.package
    for what in ("id", "name"):
        count = Counter(getattr(item, what) for item in v.items)
        yield from (hit("E-041", where, what=f"{key} ×{n}") for key, n in count.items() if n > 1)
    ids = {item.id: item for item in v.items}
    for item in v.items:
        wanted = _TYPES.get(posixpath.splitext(item.name)[1].lower())
        if re.search(r"\s", item.href):
            yield hit("E-041", where, item.element, what=f'href="{item.href}"')
        if not item.media_type or (wanted and item.media_type != wanted):
            yield hit("E-041", where, item.element, what=f'{item.href}: media-type="{item.media_type}"')
    used = Counter(ref.get("idref", "") for ref in v.itemrefs)
    for ref in v.itemrefs:
        ident = ref.get("idref", "")
        if ident not in ids or used[ident] > 1:
            yield hit("E-041", where, ref, what=f'<itemref idref="{ident}">')
    if not v.itemrefs:
        yield hit("E-041", where, what="<spine/>")
    there = {name for e in v.package.iter() if (name := e.get("id"))}
    yield from (hit("E-041", where, what=f'id="{name}"') for name in sorted(there) if not _NAME.fullmatch(name))
    for element in v.metadata:
        about = element.get("refines", "")
        if about.startswith("#") and about[1:] not in there:
            yield hit("E-041", where, element, what=f'refines="{about}"')


@rule({"E-041": "EPUB 3.3 §5 (spine: what is linked is in the spine), EPUBCheck RSC-011; lab note epub.md §2"})
def reached(v: Volume) -> Iterator[Hit]:
    """A link leads to a document of the reading order, so that a reader knows where it is."""
    strays = {document.name for document in v.documents} - set(v.book.spine)
    for document in v.documents if v.itemrefs and strays else ():
        for element in document.all("a"):
            goal = resolved(document.name, element.get("href", "").partition("#")[0])
            if goal in strays:
                yield hit("E-041", document.name, element, what=f'href="{element.get("href")}" ∉ <spine>')


@rule({"E-042": "EPUB 3.3 §5 (item properties: svg, mathml, scripted), EPUBCheck OPF-014, OPF-015; lab note #5"})
def properties(v: Volume) -> Iterator[Hit]:
    """A document with drawings, formulas or scripts says so in the manifest, and one without does not."""
    if v.version < 3:
        return
    by_name = {item.name: item for item in v.items}
    for document in v.documents:
        item = by_name[document.name]
        tags = {e.tag for e in document.tree.iter() if isinstance(e.tag, str)}
        there = {
            "svg": f"{SVG}svg" in tags,
            "mathml": f"{_MATHML}math" in tags,
            "scripted": f"{XHTML}script" in tags or f"{XHTML}form" in tags,
        }
        for name, needed in there.items():
            if needed != (name in item.properties):
                yield hit("E-042", v.book.package, item.element, name=item.href, property=name)


@rule({"E-050": "EPUB 3.3 §5 (dc:identifier, dc:title, dc:language; unique-identifier)"})
def required(v: Volume) -> Iterator[Hit]:
    """A book has an identifier, a title and a language, none of them empty."""
    if v.package is None:
        return
    for name in ("identifier", "title", "language"):
        if not any(v.dc(name)):
            yield hit("E-050", v.book.package, what=f"dc:{name}")
    unique = v.package.get("unique-identifier", "")
    if not any(e.tag == f"{DC}identifier" and e.get("id") == unique for e in v.metadata):
        yield hit("E-050", v.book.package, v.package, what=f'unique-identifier="{unique}"')


@rule(
    {
        "E-051": "EPUB 3.3 §5 (last modified date: once, in UTC); lab note epub.md §2 #7, #8",
        "E-052": "lab note epub.md §2 #7: local time labelled Z lies in the future; #19: dates of the zip",
    }
)
def dates(v: Volume) -> Iterator[Hit]:
    """The book was modified once, at a time in UTC that is neither before it came out nor after it was packed."""
    if v.package is None or v.version < 3:
        return
    found = v.meta("dcterms:modified")
    if len(found) != 1 or not _UTC.fullmatch(found[0]):
        yield hit("E-051", v.book.package, what=", ".join(found) or "–")
        return
    day, out = _day(found[0]), _day(next(iter(v.dc("date")), ""))
    # 1 January 1980 stands where no date is given; a broken zip may hold a month 0.
    packed = max(
        (d for info in v.book.infos if (d := _day(_ISO.format(*info.date_time))) and d.year > 1980), default=None
    )
    if day and out and day < out:
        yield hit("E-052", v.book.package, modified=found[0], other=f"dc:date {out}")
    if day and packed and day > packed + datetime.timedelta(days=1):
        yield hit("E-052", v.book.package, modified=found[0], other=f"zip {packed}")


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text[:10])
    except ValueError:
        return None


@rule({"E-097": "EPUB 3.3 §3.2, §3.5 (core media types and fallbacks), EPUBCheck RSC-032"})
def foreign(v: Volume) -> Iterator[Hit]:
    """What is of no core media type has a fallback that is."""
    spine = {ref.get("idref") for ref in v.itemrefs}
    for item in v.items:
        shown = item.media_type.startswith("image/") or item.id in spine
        if item.media_type in _CORE or not shown or item.element.get("fallback"):
            continue
        yield hit("E-097", v.book.package, item.element, name=item.href, what=item.media_type or "–")


@rule({"E-038": "EPUB 3.3 §5 (prefix; legacy guide); lab note epub.md §2 #18"})
def leftovers(v: Volume) -> Iterator[Hit]:
    """No prefix is declared that nothing uses; a guide leads to what there is."""
    if v.package is None:
        return
    prefixes = re.findall(r"([\w-]+):\s+\S+", v.package.get("prefix", ""))
    used = " ".join(e.get("property", "") + " " + e.get("scheme", "") for e in v.metadata)
    used += " ".join(" ".join(item.properties) for item in v.items)
    used += " ".join(ref.get("properties", "") for ref in v.itemrefs)
    for prefix in prefixes:
        if f"{prefix}:" not in used:
            yield hit("E-038", v.book.package, v.package, what=f'prefix="{prefix}: …"')
    for reference in v.package.iter(f"{OPF}reference"):
        if not reference.get("href") or not reference.get("type"):
            yield hit("E-038", v.book.package, reference, what="<reference>")
