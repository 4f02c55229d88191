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
from bulletin.impose import order, sheets
from bulletin.press import flat, marks
from bulletin.press.geometry import Box, box_of
from bulletin.units import PT_PER_MM as MM

SAME = 0.5
"""pt by which pages of one size may differ."""
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
_QUARTERS = {0: (1, 0, 0, 1), 90: (0, -1, 1, 0), 180: (-1, 0, 0, -1), 270: (0, 1, -1, 0)}
"""Matrices of a page that is shown turned clockwise (ISO 32000-2 §7.7.3.3, /Rotate)."""
_COLLATE = 1.5 * MM
"""Half the width of a 折标, where nothing is milled off."""
_COLLATE_HIGH = 5 * MM
_COLLATE_FROM = 15 * MM
"""Where the first 折标 stands, below the head and above the foot."""


class UnfitError(Exception):
    """A file that cannot be imposed: ``locked`` ``broken`` ``empty`` ``mixed``, with what a message says of it."""

    def __init__(self, kind: str, **facts: str) -> None:
        super().__init__(kind, facts)
        self.kind, self.facts = kind, facts


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


@dataclass(frozen=True, slots=True)
class _Source:
    """A page as it is shown."""

    form: Any
    width: float
    height: float


def impose(source: Path, target: Path, settings: BookletSettings, drawn: float | None = None) -> Imposed:
    """Write the sheets of ``source`` to ``target``.

    ``drawn`` is what the pages have past their trim, in mm; without it, what their BleedBoxes say. Raises
    ``UnfitError``, or ``sheets.PaperError`` for paper that does not hold the pages; then nothing is written.
    """
    try:
        pdf = pikepdf.open(source)
    except pikepdf.PasswordError:
        raise UnfitError("locked", reason="password") from None
    except pikepdf.PdfError:
        raise UnfitError("broken", reason="PDF?") from None
    with pdf:
        count = len(pdf.pages)
        if not count:
            raise UnfitError("empty", reason="0 p.")
        _flatten(pdf)
        bleed = min(_bleed(page) for page in pdf.pages) if drawn is None else drawn * MM
        pages = [_page(pdf, page, bleed) for page in pdf.pages]
        size = _one_size(pages)
        folded = settings.way not in sheets.GRIDS
        numbers = order.padded(count, settings.blanks) if folded else tuple(range(1, count + 1))
        plan = sheets.impose(numbers, size, settings)
        marked = settings.marks if folded else "none"
        ink = _ink(pdf)
        group = pdf.pages[0].obj.get("/Group")
        made = [_side(pdf, plan, face, pages, (marked, settings), ink) for face in plan.faces]
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


def _bleed(page: pikepdf.Page) -> float:
    """Return pt between the boxes of bleed and trim, on the side where it is least."""
    trim, bleed = box_of(page.trimbox), box_of(page.bleedbox)
    least = min(trim[0] - bleed[0], trim[1] - bleed[1], bleed[2] - trim[2], bleed[3] - trim[3])
    return max(0.0, least) * _unit(page)


def _page(pdf: pikepdf.Pdf, page: pikepdf.Page, bleed: float) -> _Source:
    """Return a page as a form whose origin is the lower left corner of its trim, upright, in pt."""
    left, low, right, top = box_of(page.trimbox)
    width, height = right - left, top - low
    unit = _unit(page)
    turn = int(_inherited(page.obj, "/Rotate", 0)) % 360
    a, b, c, d = _QUARTERS.get(turn, _QUARTERS[0])
    # Where the trim's corners go: the least of them becomes the origin.
    x = min(a * px + c * py for px in (left, right) for py in (low, top))
    y = min(b * px + d * py for px in (left, right) for py in (low, top))
    form = page.as_form_xobject(handle_transformations=False)
    edge = bleed / unit
    form.BBox = _box((left - edge, low - edge, right + edge, top + edge))
    form.Matrix = Array([_real(unit * value) for value in (a, b, c, d, -x, -y)])
    if turn % 180:
        width, height = height, width
    return _Source(pdf.make_indirect(form), width * unit, height * unit)


def _unit(page: pikepdf.Page) -> float:
    """Return pt of a unit of the page's own space (ISO 32000-2 §7.7.3.3, /UserUnit)."""
    return float(page.obj.get("/UserUnit", 1))


def _inherited(page: pikepdf.Object, key: str, default: int) -> Any:
    """Return an attribute of a page that it may have from the tree above it (ISO 32000-2 §7.7.3.4)."""
    while key not in page and "/Parent" in page:
        page = page.Parent
    return page.get(key, default)


def _one_size(pages: list[_Source]) -> tuple[float, float]:
    first = pages[0]
    for number, page in enumerate(pages, 1):
        if abs(page.width - first.width) > SAME or abs(page.height - first.height) > SAME:
            raise UnfitError("mixed", page=str(number), size=_mm(page), first=_mm(first))
    return first.width, first.height


def _side(
    pdf: pikepdf.Pdf,
    plan: sheets.Imposition,
    face: sheets.Face,
    pages: list[_Source],
    wanted: tuple[str, BookletSettings],
    ink: tuple[str, Any],
) -> Dictionary:
    """Return the page of one side: its boxes (ISO 32000-2 §14.11.2), its pages, its marks."""
    kind, settings = wanted
    parts, forms = [], Dictionary()
    for at, cell in enumerate(face.cells):
        page = pages[cell.page - 1]
        forms[f"/P{at}"] = page.form
        left, low, right, top = cell.clip
        scale, x, y = plan.scale, cell.x, cell.y
        if cell.turned:
            scale, x, y = -scale, x + page.width * plan.scale, y + page.height * plan.scale
        parts.append(
            f"q {_n(left)} {_n(low)} {_n(right - left)} {_n(top - low)} re W n\n"
            f"{_n(scale, 6)} 0 0 {_n(scale, 6)} {_n(x)} {_n(y)} cm /P{at} Do Q"
        )
    resources = Dictionary(XObject=forms)
    bleed = 0.0
    if kind != "none":
        bleed = settings.bleed * MM
        operators, space = ink
        if space is not None:
            resources.ColorSpace = Dictionary(All=space)
        parts += _marks(plan, face, bleed, operators, settings if kind == "full" else None)
    left, low, right, top = plan.trim
    paper = (0.0, 0.0, plan.width, plan.height)
    return Dictionary(
        Type=Name.Page,
        MediaBox=_box(paper),
        TrimBox=_box(_within(plan.trim, paper)),
        BleedBox=_box(_within((left - bleed, low - bleed, right + bleed, top + bleed), paper)),
        Resources=resources,
        Contents=pdf.make_stream("\n".join(parts).encode()),
    )


def _marks(
    plan: sheets.Imposition, face: sheets.Face, bleed: float, ink: str, full: BookletSettings | None
) -> list[str]:
    """Return crop and fold marks, and on the outer side of a signature its 折标."""
    left, low, right, top = plan.trim
    width, height = right - left, top - low
    parts = [f"q {ink} 0.25 w 1 0 0 1 {_n(left)} {_n(low)} cm", *marks.crop(width, height, bleed)]
    parts += marks.fold(width, height, bleed, (plan.fold - left,))
    if full and face.outside and plan.signatures > 1:
        half = full.mill * MM or _COLLATE
        room = height - 2 * _COLLATE_FROM
        step = min(_COLLATE_HIGH, room / plan.signatures)
        y = height - _COLLATE_FROM - (face.signature + 1) * step
        parts.append(f"{_n(plan.fold - left - half)} {_n(y)} {_n(2 * half)} {_n(step)} re f")
    return [*parts, "Q"]


def _ink(pdf: pikepdf.Pdf) -> tuple[str, Any]:
    """Return the operators that marks are drawn with, and the colour space they name.

    In a file for a press they stand on all plates (ISO 32000-2 §8.6.6.4, the colorant ``All``), else in grey.
    """
    intents = pdf.Root.get("/OutputIntents", Array())
    if not any(intent.get("/S") == Name.GTS_PDFX for intent in intents):
        return "0 G 0 g", None
    tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[1, 1, 1, 1], N=1)
    space = pdf.make_indirect(Array([Name.Separation, Name.All, Name.DeviceCMYK, pdf.make_indirect(tint)]))
    return "/All CS 1 SCN /All cs 1 scn", space


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


def _within(box: Box, paper: Box) -> Box:
    return (max(box[0], paper[0]), max(box[1], paper[1]), min(box[2], paper[2]), min(box[3], paper[3]))


def _box(box: Box) -> Array:
    return Array([_real(edge) for edge in box])


def _real(value: float) -> Any:
    return pikepdf.Object.parse(_n(value, 6).encode())


def _mm(page: _Source) -> str:
    return f"{page.width / MM:.0f} × {page.height / MM:.0f}"


def _n(value: float, places: int = 3) -> str:
    text = f"{value:.{places}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
