"""A finished PDF set on sheets: each page drawn once as a form, its fonts, pictures and colours as they are.

Left out on purpose: tags, links, bookmarks and page numbers of the screen; they would lead to places on sheets.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from bulletin.config.booklet import BookletSettings
from bulletin.impose import order, pages, sheets
from bulletin.impose.pages import Form, UnfitError, array, within
from bulletin.press import flat, marks
from bulletin.units import PT_PER_MM as MM

__all__ = ["Imposed", "UnfitError", "impose"]

_LEFT_OUT = (
    "/StructTreeRoot",
    "/MarkInfo",
    "/Outlines",
    "/Names",
    "/Dests",
    "/PageLabels",
    "/OpenAction",
    "/AA",
    "/AcroForm",
    "/AF",
    "/Threads",
    "/PieceInfo",
    "/PageMode",
    "/PageLayout",
)
_COLLATE = 1.5 * MM
"""Half the width of a 折标, where nothing is milled off."""
_COLLATE_HIGH = 5 * MM
_COLLATE_FROM = 15 * MM
"""Where the first 折标 stands, below the head and above the foot."""


@dataclass(frozen=True, slots=True)
class Imposed:
    """What an imposed file is."""

    pages: int
    """Of the source."""
    sides: int
    sheets: int
    blanks: tuple[int, ...]
    """Which pages of the folded book are blank, counted from 1."""
    thickest: int
    """Sheets of the thickest signature."""
    signatures: int
    paper: tuple[float, float]
    """Width and height of a sheet in mm."""
    size: tuple[float, float]
    """Of a page, in mm, as in the source."""
    scale: float
    edge: str
    """About which edge the printer must turn the sheet: ``short`` or ``long``."""
    creep: float
    """mm by which the innermost sheet sticks out."""
    bleed: float
    """mm past the trim that the source has on every side."""


def impose(source: Path, target: Path, settings: BookletSettings, drawn: float | None = None) -> Imposed:
    """Write the sheets of ``source`` to ``target``.

    ``drawn`` is what the pages have past their trim, in mm; without it, what their BleedBoxes say. Raises
    ``UnfitError``, or ``sheets.PaperError`` for paper that does not hold the pages; then nothing is written.
    """
    with pages.opened(source) as pdf:
        count = len(pdf.pages)
        bleed = pages.bleed(pdf) if drawn is None else drawn * MM
        forms = pages.forms(pdf, bleed)
        size = pages.one_size(forms)
        folded = settings.way not in sheets.GRIDS
        numbers = order.padded(count, settings.blanks) if folded else tuple(range(1, count + 1))
        plan = sheets.impose(numbers, size, settings)
        marked = settings.marks if folded else "none"
        ink = _ink(pdf)
        group = pdf.pages[0].obj.get("/Group")
        made = [_side(pdf, plan, face, forms, (marked, settings), ink) for face in plan.faces]
        for side in made:
            if group is not None:
                side.Group = group
            pdf.pages.append(pikepdf.Page(pdf.make_indirect(side)))
        del pdf.pages[:count]
        _strip(pdf, plan)
        _save(pdf, target)
    return Imposed(
        count,
        len(plan.faces),
        len(plan.sheets),
        tuple(at for at, page in enumerate(numbers, 1) if page is None),
        order.thickest(plan.sheets),
        plan.signatures,
        (plan.width / MM, plan.height / MM),
        (size[0] / MM, size[1] / MM),
        plan.scale,
        plan.edge,
        max(order.thickest(plan.sheets) - 1, 0) * settings.caliper if folded else 0.0,
        bleed / MM,
    )


def _side(
    pdf: pikepdf.Pdf,
    plan: sheets.Imposition,
    face: sheets.Face,
    forms: list[Form],
    wanted: tuple[str, BookletSettings],
    ink: tuple[str, str, Any],
) -> Dictionary:
    """Return the page of one side: its boxes (ISO 32000-2 §14.11.2), its pages, its marks."""
    kind, settings = wanted
    parts, drawn = [], Dictionary()
    for at, cell in enumerate(face.cells):
        page = forms[cell.page - 1]
        drawn[f"/P{at}"] = page.form
        left, low, right, top = cell.clip
        scale, x, y = plan.scale, cell.x, cell.y
        if cell.turned:
            scale, x, y = -scale, x + page.width * plan.scale, y + page.height * plan.scale
        parts.append(
            f"q {_n(left)} {_n(low)} {_n(right - left)} {_n(top - low)} re W n\n"
            f"{_n(scale, 6)} 0 0 {_n(scale, 6)} {_n(x)} {_n(y)} cm /P{at} Do Q"
        )
    resources = Dictionary(XObject=drawn)
    bleed = 0.0
    if kind != "none":
        bleed = settings.bleed * MM
        if ink[2] is not None:
            resources.ColorSpace = Dictionary(All=ink[2])
        parts += _marks(plan, face, bleed, ink, settings if kind == "full" else None)
    left, low, right, top = plan.trim
    paper = (0.0, 0.0, plan.width, plan.height)
    return Dictionary(
        Type=Name.Page,
        MediaBox=array(paper),
        TrimBox=array(within(plan.trim, paper)),
        BleedBox=array(within((left - bleed, low - bleed, right + bleed, top + bleed), paper)),
        Resources=resources,
        Contents=pdf.make_stream("\n".join(parts).encode()),
    )


def _marks(
    plan: sheets.Imposition, face: sheets.Face, bleed: float, ink: tuple[str, str, Any], full: BookletSettings | None
) -> list[str]:
    """Return crop and fold marks, and on the outer side of a signature its 折标."""
    left, low, right, top = plan.trim
    width, height = right - left, top - low
    lines, black, _ = ink
    parts = [f"q {lines} 0.25 w 1 0 0 1 {_n(left)} {_n(low)} cm", *marks.crop(width, height, bleed)]
    parts += marks.fold(width, height, bleed, (plan.fold - left,))
    if full and face.outside and plan.signatures > 1:
        half = full.mill * MM or _COLLATE
        room = height - 2 * _COLLATE_FROM
        step = min(_COLLATE_HIGH, room / plan.signatures)
        y = height - _COLLATE_FROM - (face.signature + 1) * step
        # Within the trim: in black alone, for on all plates it would be the heaviest ink of the book.
        parts.append(f"{black} {_n(plan.fold - left - half)} {_n(y)} {_n(2 * half)} {_n(step)} re f")
    return [*parts, "Q"]


def _ink(pdf: pikepdf.Pdf) -> tuple[str, str, Any]:
    """Return the operators that set the colour of lines, that of areas, and the colour space that the first name.

    In a file for a press lines stand on all plates (ISO 32000-2 §8.6.6.4, the colorant ``All``), else in grey.
    """
    intents = pdf.Root.get("/OutputIntents", Array())
    if not any(intent.get("/S") == Name.GTS_PDFX for intent in intents):
        return "0 G", "0 g", None
    tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[1, 1, 1, 1], N=1)
    space = pdf.make_indirect(Array([Name.Separation, Name.All, Name.DeviceCMYK, pdf.make_indirect(tint)]))
    return "/All CS 1 SCN", "0 0 0 1 k", space


def _strip(pdf: pikepdf.Pdf, plan: sheets.Imposition) -> None:
    """Take out what leads to pages, and say how the sheets are to be printed (ISO 32000-2 §12.2)."""
    for key in _LEFT_OUT:
        if key in pdf.Root:
            del pdf.Root[key]
    duplex = Name.DuplexFlipShortEdge if plan.edge == "short" else Name.DuplexFlipLongEdge
    pdf.Root.ViewerPreferences = Dictionary(PrintScaling=Name("/None"), Duplex=duplex, PickTrayByPDFSize=True)
    if "/Metadata" in pdf.Root and re.search(rb"pdf(ua|a)id", pdf.Root.Metadata.read_bytes()):
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            # Without its tags a file is none for screen readers, nor, imposed, one for the archive.
            for key in [key for key in metadata if "/pdfua/ns/" in key or "/pdfa/ns/" in key]:
                del metadata[key]


def _save(pdf: pikepdf.Pdf, target: Path) -> None:
    if pdf.pdf_version <= "1.4":
        flat.save(pdf, target)
    else:
        pdf.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)


def _n(value: float, places: int = 3) -> str:
    text = f"{value:.{places}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
