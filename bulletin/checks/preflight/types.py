"""Rules about fonts and their glyphs."""

from collections.abc import Iterator

from bulletin.checks.preflight.data import Page, Text
from bulletin.checks.preflight.documents import Document
from bulletin.checks.preflight.registry import Hit, hit, on_files, on_pages, shortened
from bulletin.checks.preflight.target import Target

_FEW = 300
"""Glyphs below which nobody minds that a face is in the file whole."""


@on_files(
    {
        "X-020": "ISO 15930-7 and -4 (fonts are embedded); ISO 32000-2 §9.9",
        "X-021": "ISO 32000-2 §9.6.2.2 (the standard fonts are to be embedded too)",
        "X-023": "ISO 32000-2 §9.10 (text that can be told as Unicode); ISO 14289-1 §7.21.7",
    }
)
def fonts(document: Document, target: Target) -> Iterator[Hit]:
    """Faces that are not in the file, or whose text cannot be told."""
    for face in document.faces:
        for page in face.pages:
            if not face.embedded and face.kind != "Type3":
                code = "X-021" if face.standard and not target.press else "X-020"
                yield hit(code, page, same=face.name, face=face.name)
            if not face.unicode and (document.tagged or not target.press):
                yield hit("X-023", page, same=face.name, face=face.name)


@on_files(
    {
        "X-022": "ISO 32000-2 §9.9.2 (font subsets)",
        "X-024": "ISO 32000-2 §9.6.4; GWG 2015 (fonts): their glyphs may be coarse pictures, and no RIP hints them",
    },
    press=True,
)
def kinds(document: Document, _: Target) -> Iterator[Hit]:
    """Faces that are in the file whole; glyphs that are drawings."""
    for face in document.faces:
        if face.embedded and not face.subset and face.kind != "Type3" and face.glyphs >= _FEW:
            yield hit("X-022", same=face.name, face=face.name)
        if face.kind == "Type3":
            for page in face.pages:
                yield hit("X-024", page, same=face.name, face=face.name)


@on_pages({"X-025": "ISO 32000-2 §9.7.6.3 (undefined characters); ISO 19005-2 §6.2.11.8 (no .notdef is shown)"})
def missing(page: Page, _: Document, target: Target) -> Iterator[Hit]:
    """Characters for which the face has no glyph: a box, or nothing, is printed in their stead."""
    for mark in page.printed():
        if isinstance(mark, Text) and mark.missing:
            yield hit(
                "X-025", page.number, [mark.box], f"{page.number} {mark.text}", around=_around(mark), face=mark.font
            )


def _around(mark: Text) -> str:
    """Return the neighbours of the first glyph that is missing, itself as □."""
    at = mark.missing[0]
    letters = list(mark.text)
    if len(letters) == mark.glyphs:
        for number in mark.missing:
            letters[number] = "□"
        return "".join(letters[max(0, at - 6) : at + 7])
    return shortened(mark.text.replace("\ufffd", "□") or "□")
