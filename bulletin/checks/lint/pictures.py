"""Pictures and the cover: what devices can show, and what they are told of it."""

import posixpath
import re
from collections.abc import Iterator

from bulletin.checks.book_file import XHTML, resolved, text_of
from bulletin.checks.lint.pixels import Picture
from bulletin.checks.lint.registry import Hit, hit, rule
from bulletin.checks.lint.volume import SVG, Item, Volume
from bulletin.units import squeeze

_GOOD = ("image/jpeg", "image/png", "image/gif")
_COVER = ("image/jpeg", "image/png")
_FILE_NAME = re.compile(r"[\w\-. ]+\.(?:jpe?g|png|gif|svg|webp|bmp|tiff?)", re.I)
_EMPTY_WORDS = ("image", "picture", "photo", "图片", "圖片", "图", "圖", "照片", "插图", "插圖")
_HEAVY = 5_000_000
"""Bytes: Kindle Publishing Guidelines, image guidelines."""
_WIDEST = 3200
"""Pixels of the long side; Send to Kindle makes pictures smaller than 1920 in any case (kcc#514)."""
_XLINK = "{http://www.w3.org/1999/xlink}href"


@rule(
    {
        "E-078": "WCAG 2.2 1.1.1; EPUB Accessibility 1.1 §4; Standard Ebooks s-section (alt text)",
        "E-079": "WCAG 2.2 technique H67/C9; Ace image-alt: what is read aloud twice",
    }
)
def alt(v: Volume) -> Iterator[Hit]:
    """Every picture says in words what it shows, in other words than its caption."""
    for document in v.documents:
        for image in document.all("img"):
            text = image.get("alt")
            dumb = text is not None and (_FILE_NAME.fullmatch(text.strip()) or text.strip().lower() in _EMPTY_WORDS)
            ornament = text == "" and image.get("role") in ("presentation", "none")
            if dumb or text is None or (not text.strip() and not ornament):
                yield hit("E-078", document.name, image, name=image.get("src", "–"), alt=text or "–")
                continue
            figure = next((e for e in image.iterancestors(f"{XHTML}figure")), None)
            caption = None if figure is None else figure.find(f".//{XHTML}figcaption")
            if caption is not None and text and squeeze(text_of(caption)) == squeeze(text):
                yield hit("E-079", document.name, image, alt=text[:40])


@rule(
    {
        "E-096": "Kindle Publishing Guidelines (JPEG, PNG, GIF; no CMYK); hakuneko#959 (WebP); Kobo spec; kcc#514",
        "E-097": "EPUB 3.3 §3.2 (core media types), EPUBCheck PKG-021, OPF-029",
    }
)
def formats(v: Volume) -> Iterator[Hit]:
    """Pictures are sound JPEG, PNG or GIF in RGB or grey, eight bits deep, and do not move."""
    for picture in v.pictures:
        if picture.broken or picture.kind != picture.declared.replace("image/jpg", "image/jpeg"):
            what = picture.broken if picture.broken else f"{picture.declared} ≠ {picture.kind}"
            yield hit("E-097", picture.name, name=picture.name, what=what)
        elif odd := list(_odd(picture)):
            yield hit("E-096", picture.name, name=picture.name, what=", ".join(odd))
    for item in v.items:
        if item.media_type == "image/svg+xml":
            tree = v.book.trees.get(item.name)
            drawn = () if tree is None else [e for e in tree.iter() if isinstance(e.tag, str) and e is not tree]
            if drawn and {e.tag for e in drawn} <= {f"{SVG}{t}" for t in ("image", "g", "title", "desc")}:
                yield hit("E-096", item.name, name=item.name, what="SVG = <image>")
    for document in v.documents:
        for svg in document.tree.iter(f"{SVG}svg"):
            if not any(e.tag not in (f"{SVG}image", f"{SVG}title", f"{SVG}desc") for e in svg):
                yield hit("E-096", document.name, svg, name="<svg>", what="SVG = <image>")


def _odd(picture: Picture) -> Iterator[str]:
    if picture.kind not in _GOOD:
        yield picture.kind
    if picture.mode in ("CMYK", "YCCK", "LAB"):
        yield picture.mode
    if "16" in picture.mode or picture.mode in ("I", "F"):
        yield "16 bit"
    if picture.frames > 1:
        yield f"×{picture.frames}"


@rule(
    {
        "E-098": "Kindle Publishing Guidelines (5 MB a picture); kcc#514 (1920 px); Kobo spec (files below 300 kB load "
        "at once); txt2epub#7 (one long file)"
    }
)
def weight(v: Volume) -> Iterator[Hit]:
    """No picture is larger than a device can show, no document so long that it loads slowly."""
    covers = {item.name for item in _covers(v)}
    for picture in v.pictures:
        if picture.size > _HEAVY:
            yield hit("E-098", picture.name, what=f"{picture.name}: {picture.size / 1e6:.1f} MB > 5 MB")
        elif max(picture.width, picture.height) > _WIDEST and picture.name not in covers:
            yield hit("E-098", picture.name, what=f"{picture.name}: {picture.width} × {picture.height}")
    for document in v.documents:
        if len(document.raw) > 1_000_000:
            yield hit("E-098", document.name, what=f"{document.name}: {len(document.raw) / 1e6:.1f} MB > 1 MB")


def _covers(v: Volume) -> list[Item]:
    return [item for item in v.items if "cover-image" in item.properties]


@rule(
    {
        "E-059": "EPUB 3.3 §5 (property cover-image); Kobo spec and Kindle Publishing Guidelines (meta name=cover); "
        "wereadx#21",
        "E-060": "KDP help and Kindle Publishing Guidelines §4 (JPEG or PNG, at least 500 × 800, below 5 MB); Kobo "
        "spec (below 3 MB)",
        "E-061": "KDP help (ideally 1600 × 2560), opensource.guide#318; Kobo spec (3:4, a page of its own); lab note "
        "epub.md §2 #20 (linear=no)",
    }
)
def cover(v: Volume) -> Iterator[Hit]:
    """There is a cover, said twice, as a picture that shops take, on the first page of the book."""
    if v.package is None:
        return
    found, old = _covers(v), v.old_meta("cover")
    by_id = {item.id: item for item in v.items}
    if v.version >= 3 and len(found) != 1:
        yield hit("E-059", v.book.package, what='properties="cover-image"')
    if old not in by_id or (found and by_id[old] != found[0]):
        yield hit("E-059", v.book.package, what=f'<meta name="cover" content="{old}">')
    item = found[0] if found else by_id.get(old)
    picture = next((p for p in v.pictures if item and p.name == item.name), None)
    if item is None:
        return
    if picture is None:
        if item.name in v.book.members:
            yield hit("E-060", item.name, what=item.media_type)
        return
    yield from _shape(picture)
    yield from _page(v, item)


def _shape(picture: Picture) -> Iterator[Hit]:
    if picture.broken:
        return
    width, height = picture.width, picture.height
    if picture.kind not in _COVER:
        yield hit("E-060", picture.name, what=picture.kind)
    if width < 500 or height < 800:
        yield hit("E-060", picture.name, what=f"{width} × {height} < 500 × 800")
    elif width < 1200 or height < 1600:
        yield hit("E-061", picture.name, what=f"{width} × {height} < 1600 × 2560")
    if not 1.25 <= height / max(width, 1) <= 1.7:
        yield hit("E-061", picture.name, what=f"{width} : {height}")
    if picture.size > 3_000_000:
        limit = 5 if picture.size > _HEAVY else 3
        yield hit("E-060", picture.name, what=f"{picture.size / 1e6:.1f} MB > {limit} MB")


def _page(v: Volume, item: Item) -> Iterator[Hit]:
    for document in v.documents:
        shown = [(e, e.get("src", "")) for e in document.all("img")]
        shown += [(e, e.get(_XLINK) or e.get("href") or "") for e in document.tree.iter(f"{SVG}image")]
        if any(resolved(document.name, source) == item.name for _, source in shown):
            ref = next((r for r in v.itemrefs if _name(v, r.get("idref", "")) == document.name), None)
            if ref is None or ref.get("linear") == "no" or v.book.spine[0] != document.name:
                yield hit("E-061", v.book.package, ref, what=posixpath.basename(document.name))
            return
    if v.documents:
        yield hit("E-061", v.book.package, what="cover.xhtml")


def _name(v: Volume, ident: str) -> str:
    return next((item.name for item in v.items if item.id == ident), "")
