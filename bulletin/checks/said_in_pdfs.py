"""All that a finished PDF says: pages, bookmarks, alternative and replacement texts, labels, the document's data.

Whatever the file holds, nothing is raised. Sources: ISO 32000-2 §12.3.3 (outlines), §14.3 (metadata), §14.9 (language,
alternate descriptions, replacement text).
"""

import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pikepdf

from bulletin.checks import pdf_text
from bulletin.checks.said import Sayings, Tag, is_foreign
from bulletin.checks.said_in_books import ODD, separate, tree

_ODD = (*ODD, pikepdf.PdfError)

_KEYS = ("/Title", "/Author", "/Subject", "/Keywords", "/Contents", "/Alt", "/ActualText", "/E")
_TEXTS = frozenset((*_KEYS, "/T", "/TU", "/Desc", "/UF", "/P", "/V", "/CA", "/Name", "/Info"))
"""Keys whose strings somebody reads, wherever they stand in a PDF."""

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")


def of_pdf(path: Path, pages: Sequence[pdf_text.PageText] | None = None) -> Sayings:
    """Return what the PDF at ``path`` says; ``pages`` are its pages, where they were read before."""
    out = Sayings()
    if pages is None:
        pages = ()
        with suppress(*_ODD):
            pages = pdf_text.read(path)
    for number, page in enumerate(pages, 1):
        out.say(f"p. {number}", page.text)
        out.say(f"p. {number}", page.furniture)
        if page.aloud != page.text:
            out.say(f"p. {number}", page.aloud)
        for marked in page.marked:
            lang = marked.get("/Lang", "")
            if lang:
                out.tags.append(Tag(lang, f"p. {number}"))
            for key in ("/Alt", "/E"):
                out.say(f"p. {number} {key}", marked.get(key, ""), is_foreign(lang))
    with suppress(*_ODD), pikepdf.open(path) as pdf:
        _document(pdf, out)
        for thing in pdf.objects:
            with suppress(*_ODD):
                _dictionaries(thing, out)
    return out


def _document(pdf: pikepdf.Pdf, out: Sayings) -> None:
    """Add what is said of the document as a whole."""
    out.tags.append(Tag(_string(pdf.Root.get("/Lang")), "/Lang", whole=True))
    info: Any = pdf.trailer.get("/Info")
    if isinstance(info, pikepdf.Dictionary):
        for key, value in info.items():
            if key not in _TEXTS:
                out.say(f"/Info {key}", _string(value))


def _dictionaries(thing: Any, out: Sayings) -> None:
    """Add what a dictionary says, and those that stand within it; others are come by of themselves."""
    if isinstance(thing, pikepdf.Array):
        inner = list(thing)
    elif isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        found: dict[str, Any] = dict(thing.items())
        inner = list(found.values())
        kind = next((str(found[k]) for k in ("/S", "/Subtype", "/Type") if isinstance(found.get(k), pikepdf.Name)), "")
        kind = kind or ("/Outlines" if "/Parent" in found else "/Info")
        lang = _string(found.get("/Lang"))
        if lang and kind != "/Catalog":
            out.tags.append(Tag(lang, f"{kind} /Lang"))
        for key in sorted(_TEXTS & found.keys()):
            text = _string(found[key])
            # A link may be called by its address, which is nobody's text.
            if text and not (kind == "/Link" and _ADDRESS.fullmatch(text)):
                out.say(f"{kind} {key}", text, is_foreign(lang or _inherited(thing)))
        if isinstance(thing, pikepdf.Stream) and found.get("/Subtype") == "/XML":
            separate("XMP", tree(thing.read_bytes()), out)
    else:
        return
    for item in inner:
        if isinstance(item, (pikepdf.Dictionary, pikepdf.Array)) and not item.is_indirect:
            _dictionaries(item, out)


def _inherited(element: Any) -> str:
    """Return the language of a structure element, which it has from those above it."""
    for _ in range(200):
        if not isinstance(element, pikepdf.Dictionary) or "/S" not in element:
            break
        lang = _string(element.get("/Lang"))
        if lang:
            return lang
        element = element.get("/P")
    return ""


def _string(value: Any) -> str:
    return str(value) if isinstance(value, pikepdf.String) else ""
