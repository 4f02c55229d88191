"""The pages of a finished PDF as forms: upright, in pt, each with the resources that it shares with the others."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from bulletin.press.geometry import Box, box_of
from bulletin.units import PT_PER_MM as MM

SAME = 0.5
"""pt by which pages of one size may differ."""
LEAST = 3.0
"""pt that a page must have each way (ISO 32000-1 Annex C.2)."""
_QUARTERS = {0: (1, 0, 0, 1), 90: (0, -1, 1, 0), 180: (-1, 0, 0, -1), 270: (0, 1, -1, 0)}
"""Matrices of a page that is shown turned clockwise (ISO 32000-2 §7.7.3.3, /Rotate)."""


class UnfitError(Exception):
    """A file that cannot be imposed: ``locked`` ``damaged`` ``empty``; or ``mixed`` with a page and two sizes in mm."""

    def __init__(self, kind: str, **facts: str) -> None:
        super().__init__(kind, facts)
        self.kind, self.facts = kind, facts


@dataclass(frozen=True, slots=True)
class Form:
    """A page as it is shown, its origin the lower left corner of its trim."""

    form: Any
    width: float
    height: float


def opened(source: Path) -> pikepdf.Pdf:
    """Open a file that has pages; raises ``UnfitError``."""
    try:
        pdf = pikepdf.open(source)
    except pikepdf.PasswordError:
        raise UnfitError("locked", reason="password") from None
    except pikepdf.PdfError:
        raise UnfitError("damaged", reason="no PDF") from None
    if not len(pdf.pages):
        pdf.close()
        raise UnfitError("empty", reason="0 p.")
    return pdf


def bleed(pdf: pikepdf.Pdf) -> float:
    """Return pt between the boxes of bleed and trim, on the side and the page where it is least."""
    least = float("inf")
    for page in pdf.pages:
        trim, outer = _trim(page), box_of(page.bleedbox)
        edges = (trim[0] - outer[0], trim[1] - outer[1], outer[2] - trim[2], outer[3] - trim[3])
        least = min(least, min(edges) * _unit(page))
    return max(0.0, least)


def forms(pdf: pikepdf.Pdf, edge: float) -> list[Form]:
    """Make a form of each page that shows it and ``edge`` pt round it; the pages themselves are used up."""
    _flatten(pdf)
    taken: set[tuple[int, int]] = set()
    return [_form(pdf, page, edge, taken) for page in pdf.pages]


def one_size(pages: list[Form]) -> tuple[float, float]:
    """Return the size that all pages have; raises ``UnfitError``."""
    first = pages[0]
    for number, page in enumerate(pages, 1):
        if min(page.width, page.height) < LEAST:
            raise UnfitError("empty", reason=f"p. {number}: {_mm(page)} mm")
        if abs(page.width - first.width) > SAME or abs(page.height - first.height) > SAME:
            raise UnfitError("mixed", page=str(number), size=_mm(page), first=_mm(first))
    return first.width, first.height


def within(box: Box, outer: Box) -> Box:
    """Return what of a box lies in another."""
    return (max(box[0], outer[0]), max(box[1], outer[1]), min(box[2], outer[2]), min(box[3], outer[3]))


def array(box: Box) -> Array:
    """Return a box as PDF writes it."""
    return Array([_real(edge) for edge in box])


def _flatten(pdf: pikepdf.Pdf) -> None:
    """Draw stamps and filled-in forms into their pages: only links may get lost."""
    kinds = {
        str(note.get("/Subtype"))
        for page in pdf.pages
        for note in page.obj.get("/Annots", Array())
        if isinstance(note, Dictionary)
    }
    if kinds - {"/Link", "/Popup"}:
        if "/AcroForm" in pdf.Root:
            pdf.generate_appearance_streams()
        pdf.flatten_annotations("print")


def _trim(page: pikepdf.Page) -> Box:
    """Return a page's TrimBox, of which what lies outside its MediaBox does not count (ISO 32000-2 §14.11.2.1)."""
    return within(box_of(page.trimbox), box_of(page.mediabox))


def _unit(page: pikepdf.Page) -> float:
    """Return pt of a unit of the page's own space (ISO 32000-2 §7.7.3.3, /UserUnit)."""
    return float(page.obj.get("/UserUnit", 1))


def _form(pdf: pikepdf.Pdf, page: pikepdf.Page, edge: float, taken: set[tuple[int, int]]) -> Form:
    left, low, right, top = _trim(page)
    width, height = right - left, top - low
    unit = _unit(page)
    turn = int(_inherited(page.obj, "/Rotate", 0)) % 360
    if turn not in _QUARTERS:  # viewers turn by quarters alone
        turn = 0
    a, b, c, d = _QUARTERS[turn]
    # Where the trim's corners go: the least of them becomes the origin.
    x = min(a * px + c * py for px in (left, right) for py in (low, top))
    y = min(b * px + d * py for px in (left, right) for py in (low, top))
    form = _drawn(pdf, page, taken)
    edge /= unit
    form.BBox = array((left - edge, low - edge, right + edge, top + edge))
    form.Matrix = Array([_real(unit * value) for value in (a, b, c, d, -x, -y)])
    if turn % 180:
        width, height = height, width
    return Form(form, width * unit, height * unit)


def _drawn(pdf: pikepdf.Pdf, page: pikepdf.Page, taken: set[tuple[int, int]]) -> Any:
    """Return what a page draws as a form.

    Resources that pages share stay shared: WeasyPrint gives all pages the same, and a copy for each would make a file
    grow with the square of its pages. So does a stream stay as it is, compressed, where the page has but one.
    """
    resources = _inherited(page.obj, "/Resources", Dictionary())
    content = page.obj.get("/Contents")
    if isinstance(content, Array) and len(content) == 1:
        content = content[0]
    if (
        isinstance(content, pikepdf.Stream)
        and content.objgen not in taken
        and not {"/Type", "/Subtype"} & set(content.keys())
    ):
        taken.add(content.objgen)
        form: Any = content
        form.Type, form.Subtype = Name.XObject, Name.Form
        if (group := page.obj.get("/Group")) is not None:
            form.Group = group
    else:
        form = pdf.make_indirect(page.as_form_xobject(handle_transformations=False))
    form.Resources = resources
    return form


def _inherited(page: pikepdf.Object, key: str, default: Any) -> Any:
    """Return an attribute of a page that it may have from the tree above it (ISO 32000-2 §7.7.3.4)."""
    while key not in page and "/Parent" in page:
        page = page.Parent
    return page.get(key, default)


def _mm(page: Form) -> str:
    return f"{page.width / MM:.0f} × {page.height / MM:.0f}"


def _real(value: float) -> Any:
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return pikepdf.Object.parse(("0" if text == "-0" else text).encode())
