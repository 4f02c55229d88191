"""What PDF/X-1a:2003 (ISO 15930-4, on PDF 1.4) has no room for: taken out where nobody can see it, else told of.

Taken out: tags and marks of content (structure tree, BDC/EMC, /StructParents), layers that are all shown, opacity 1,
blend mode Normal, soft mask None, transparency groups with nothing transparent in them, soft masks that are white
throughout; masks of whole pixels become stencils, 16-bit images keep their upper 8 bits, JPEG 2000 is unpacked. What
lies on bare paper is made opaque (``alpha``). If anything really transparent is left, all of that stays as it was.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pikepdf
from pikepdf import Dictionary, Name

from bulletin.press.alpha import Alpha, PageAlpha
from bulletin.press.blend import Scan
from bulletin.press.geometry import EVERYWHERE
from bulletin.press.lexer import Edit, content, instructions, spliced
from bulletin.press.masks import Flats, harden, plain
from bulletin.press.shapes import Shapes
from bulletin.press.tree import Owned, entries, forms, free_prefix, of_page

_MARKS = frozenset((b"BMC", b"BDC", b"EMC", b"MP", b"DP"))
_OVERLAYS = ("/ca", "/CA", "/BM", "/SMask", "/AIS")
_TAGS = ("/StructParents", "/StructParent", "/Tabs")


def flatten(pdf: pikepdf.Pdf) -> tuple[Alpha, ...]:
    """Bring ``pdf``, whose colours are final, to what PDF 1.4 without transparency holds; in place.

    Returns every real use of transparency, with page and place; also layers that are hidden (kind ``layer``) and images
    in JPEG 2000 whose colours cannot be kept (``JPEG 2000``), page 0. An empty result means that the file is free of
    them; ``save`` then writes it. What annotations draw is not looked at: they must be gone before.
    """
    pages = [of_page(page.obj) for page in pdf.pages]
    drawn = forms(pdf)
    left = _layers(pdf)
    _untag(pdf)
    for image in [one for one in pdf.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == Name.Image]:
        if not plain(image):
            left.append(Alpha(0, "JPEG 2000", "image", "", EVERYWHERE))
        harden(pdf, image)
    resources = {one.key: one.resources for one in (*pages, *drawn)}
    scan, shapes = Scan(), Shapes(pdf, "/g")
    flats = Flats(pdf, free_prefix(resources.values(), "/paper"))
    edits: list[list[Edit]] = []
    found: list[Alpha] = []
    called: list[tuple[Owned, Iterable[str]]] = []
    texts = [content(page.owner) for page in pages]
    for at, (page, text) in enumerate(zip(pages, texts, strict=True), 1):
        edits.append([])
        if scan.stream(text, page.resources):
            painted = PageAlpha(page, at, scan, flats, shapes)
            painted.run(text)
            found += painted.found
            edits[-1] = painted.edits
            called.append((page, painted.images))
    marks = not any(one.kind == "layer" for one in left)
    for page, text, changes in zip(pages, texts, edits, strict=True):
        whole = [*([] if found else changes), *(_marks(text) if marks else ())]
        if whole:
            page.owner.Contents = pdf.make_stream(_edited(text, whole))
    for form in drawn if marks else ():
        text = form.owner.read_bytes()
        if whole := list(_marks(text)):
            form.owner.write(_edited(text, whole))
    if not found:
        _plain_states(resources.values(), scan)
        for page, names in called:
            for name in names:
                page.resources.XObject[name] = flats.made[name]
        _ungroup((*pages, *drawn))
    return (*left, *found)


def save(pdf: pikepdf.Pdf, path: Path) -> None:
    """Write ``pdf`` as PDF 1.4: no object streams, no cross-reference streams; the same bytes every time."""
    if "/Version" in pdf.Root:
        del pdf.Root["/Version"]
    pdf.save(
        path,
        force_version="1.4",
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        deterministic_id=True,
        compress_streams=True,
    )


def _layers(pdf: pikepdf.Pdf) -> list[Alpha]:
    """Take layers out if all of them are shown; else tell of them."""
    layers = pdf.Root.get("/OCProperties")
    if layers is None:
        return []
    shown = layers.get("/D", Dictionary())
    hidden = [str(layer.get("/Name", "")) for layer in shown.get("/OFF", ())]
    if shown.get("/BaseState") == Name.OFF:
        hidden = hidden or [""]
    if hidden:
        return [Alpha(0, "layer", "layer", name, EVERYWHERE) for name in hidden]
    del pdf.Root["/OCProperties"]
    for one in pdf.objects:
        if isinstance(one, pikepdf.Stream | Dictionary) and "/OC" in one and "/OCGs" not in one:
            del one["/OC"]
    return []


def _untag(pdf: pikepdf.Pdf) -> None:
    for key in ("/StructTreeRoot", "/MarkInfo"):
        if key in pdf.Root:
            del pdf.Root[key]
    for one in pdf.objects:
        if isinstance(one, pikepdf.Stream | Dictionary):
            for key in _TAGS:
                if key in one:
                    del one[key]


def _marks(text: bytes) -> Iterable[Edit]:
    if not any(mark in text for mark in _MARKS):
        return ()
    return ((one.start, one.end, b"") for one in instructions(text) if one.operator in _MARKS)


def _edited(text: bytes, edits: list[Edit]) -> bytes:
    return spliced(text, sorted(edits, key=lambda edit: edit[:2]))


def _plain_states(resources: Iterable[pikepdf.Object], scan: Scan) -> None:
    """Take out what is now without effect, and the images that nothing paints any more with their soft masks."""
    for one in resources:
        for _, state in entries(one, "/ExtGState"):
            for key in _OVERLAYS:
                if key in state:
                    del state[key]
        for name, drawn in entries(one, "/XObject"):
            if drawn.get("/Subtype") == Name.Image and scan.soft(drawn):
                del one.XObject[name]


def _ungroup(streams: Iterable[Owned]) -> None:
    for stream in streams:
        if "/Group" in stream.owner:
            del stream.owner["/Group"]
