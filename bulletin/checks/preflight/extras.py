"""Rules about the file as a whole: what it claims, what it carries along, and how it behaves."""

from collections import Counter
from collections.abc import Iterator

from bulletin.checks.preflight.data import Page, cut
from bulletin.checks.preflight.documents import Document
from bulletin.checks.preflight.registry import Hit, hit, on_files, on_pages
from bulletin.checks.preflight.target import Target

_ACTING = ("JavaScript", "Launch", "SubmitForm", "ImportData")
"""Actions that matter to whoever opens the file, on paper or not."""
_DEEP = 28
"""Nested q that every RIP bears (ISO 32000-1 annex C.2)."""
_SAME = 1.0
"""mm within which two pages are of one size."""
_QUIET = ("Link", "Popup", "PrinterMark", "TrapNet")
"""Annotations that print nothing of themselves, or are the printer's own."""


@on_pages(
    {
        "X-001": "ISO 32000-2 §7.8.2 (content streams)",
        "X-003": "ISO 32000-2 §8.10.1 (a form shall not draw itself)",
        "X-004": "ISO 32000-2 §7.8.3 (resource dictionaries: what is named is there)",
        "X-005": "ISO 32000-2 §8.4.2 (q and Q are balanced); ISO 32000-1 annex C.2 (28 deep)",
        "X-006": "ISO 32000-2 §7.8.2 and annex A (operators and their operands)",
    }
)
def streams(page: Page, _: Document, target: Target) -> Iterator[Hit]:
    """What could not be followed, and so was not inspected."""
    for trouble in page.troubles:
        yield hit(trouble.code, page.number, same=trouble.what, what=trouble.what)
    if page.depth > _DEEP:
        yield hit("X-005", page.number, same="deep", what=f"q × {page.depth}")


@on_files(
    {
        "X-002": "ISO 15930-7 and -4 (no encryption); a shop cannot impose what is locked",
        "X-007": "ISO 32000-2 §7.5 (file structure)",
        "X-088": "ISO 15930-7 and -4 (no actions, no JavaScript); ISO 32000-2 §12.6",
        "X-090": "ISO 14289-1 §7.1 (a tagged file has a title)",
        "X-091": "ISO 14289-1 §7.2 (a tagged file says its language)",
    }
)
def whole(document: Document, target: Target) -> Iterator[Hit]:
    """Locked, damaged, acting on its own, or silent to a screen reader."""
    if document.encrypted:
        yield hit("X-002")
    if document.repairs:
        yield hit("X-007", what=document.repairs[0])
    acting = [name for name in document.actions if target.press or name.split()[-1] in _ACTING]
    if acting:
        yield hit("X-088", what=", ".join(acting))
    if document.tagged and not document.title.strip():
        yield hit("X-090")
    if document.tagged and not document.language.strip():
        yield hit("X-091")


@on_files({"X-010": "GWG 2015 (page size and orientation): one job, one trim size"})
def sizes(document: Document, _: Target) -> Iterator[Hit]:
    """Pages of several sizes in one file."""
    counts = Counter((round(wide), round(high)) for wide, high in document.sizes.values())
    usual = max(counts, key=lambda size: (counts[size], size), default=(0, 0))
    for page, (wide, high) in sorted(document.sizes.items()):
        if max(abs(wide - usual[0]), abs(high - usual[1])) > _SAME:
            size = f"{wide:.0f}×{high:.0f}"
            yield hit("X-010", page, same=size, size=size, usual=f"{usual[0]}×{usual[1]}")


@on_files(
    {
        "X-015": "binding: a signature has four pages, a leaf two",
        "X-071": "ISO 15930-7 and -4 (output intent); ISO 32000-2 §14.11.5",
        "X-072": "ISO 15930-7 and -4 (the output intent's profile is of a printer, of class prtr); ISO 15076-1 §7.2",
        "X-087": "GWG 2015 (optional content); ISO 15930-4 (no optional content)",
        "X-089": "ISO 15930-7 and -4 (no embedded files)",
    },
    press=True,
)
def job(document: Document, target: Target) -> Iterator[Hit]:
    """What a shop asks of the whole: pages that fold, an intent, no layers, nothing carried along."""
    if target.binding > 1 and document.pages % target.binding:
        more = target.binding - document.pages % target.binding
        yield hit("X-015", pages=document.pages, multiple=target.binding, more=more)
    intent = document.intent
    if intent is None:
        if target.standard is None:
            yield hit("X-071")
    elif intent.profile and (intent.space not in ("CMYK", "GRAY") or (intent.device != "prtr" and not target.standard)):
        yield hit("X-072", space=intent.space or "?", device=intent.device or "?")
    if document.layers and target.standard != "x-1a":  # else X-133
        yield hit("X-087", layers=", ".join(document.layers[:6]), off=document.layers_off)
    if document.attachments and target.standard is None:  # else X-114
        yield hit("X-089", names=", ".join(document.attachments[:4]))


@on_pages(
    {
        "X-070": "GWG 2015 (transparency blend color space); ISO 32000-2 §11.4.7 (page group)",
        "X-086": "ISO 15930-7 and -4 (no annotation within the bleed but printer's marks)",
    },
    press=True,
)
def odd(page: Page, document: Document, target: Target) -> Iterator[Hit]:
    """Transparency that is reckoned in a screen's colours; notes and stamps within what is printed."""
    light = "RGB" in page.blending
    live = page.transparency & {"alpha", "blend", "soft-mask", "image-mask"}
    if light and live:
        yield hit("X-070", page.number, same=page.blending, space=page.blending)
    if target.standard is None:  # else X-113
        found = [
            a for a in page.annotations if a.kind not in _QUIET and a.prints and cut(a.box, page.bleed) is not None
        ]
        if found:
            kinds = ", ".join(sorted({a.kind for a in found}))
            yield hit("X-086", page.number, [a.box for a in found], kinds, kinds=kinds, count=len(found))
