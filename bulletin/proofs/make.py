"""From the edition's paper to its proof: each page on its sheet, the block for signatures behind, the state inside."""

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name

from bulletin.press.lettering import Lettering
from bulletin.proofs import sheet, signoff, state
from bulletin.proofs.copy import Copy, Marked, Spot
from bulletin.proofs.words import Words, fill

_LEFT_OUT = ("/StructTreeRoot", "/MarkInfo", "/Outlines", "/Names", "/ViewerPreferences", "/OpenAction", "/PageLabels")
"""What belongs to the pages as a reader gets them; with what is drawn around them it would tell an untruth."""


@dataclass(frozen=True, slots=True)
class Task:
    """One proof to be made."""

    copy: Copy
    marked: Marked | None
    state: state.State
    words: Words
    letters: Lettering
    bold: Lettering
    paper: str
    every: int
    """Lines from one number to the next."""
    head: str
    edition: str
    facts: signoff.Facts


def make(paper: Path, target: Path, task: Task) -> int:
    """Write the proof of ``paper`` to ``target``; return how many sheets it has."""
    with pikepdf.open(paper) as pdf:
        for key in _LEFT_OUT:
            if key in pdf.Root:
                del pdf.Root[key]
        first = None
        drawn = []
        lines = _by_page(task.copy.spots)
        changed = _by_page(task.marked.changed if task.marked else ())
        cut = _by_page(task.marked.cut if task.marked else ())
        pages = len(pdf.pages)
        for number, page in enumerate(pdf.pages, 1):
            box = page.obj.TrimBox
            at = sheet.frame((float(box[2]), float(box[3])), number, task.paper)
            first = first or at
            own = [sheet.trim(at)]
            own += sheet.numbers(at, lines[number], task.every, task.letters)
            own += sheet.bars(at, changed[number], cut[number])
            own += sheet.margin(at, _label(task, at, number, pages), task.letters, task.bold)
            _put(pdf, page, at, "\n".join(own))
            drawn.append(page)
        if first is None:
            raise ValueError("no pages")
        block = signoff.Sheets((first.width, first.height), task.words, task.letters, task.bold)
        signoff.write(block, task.facts)
        for content in block.pages:
            page = pdf.add_blank_page(page_size=(first.width, first.height))
            page.obj.Resources = Dictionary()
            page.obj.Contents = pdf.make_stream("\n".join(content).encode())
            drawn.append(page)
        _letter(pdf, drawn, task)
        _identify(pdf, task)
        state.attach(pdf, task.state)
        pdf.remove_unreferenced_resources()
        pdf.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
        return len(drawn)


def _by_page(spots: tuple[Spot, ...]) -> dict[int, list[Spot]]:
    out: dict[int, list[Spot]] = defaultdict(list)
    for spot in spots:
        out[spot.page].append(spot)
    return out


def _label(task: Task, at: sheet.Frame, number: int, pages: int) -> sheet.Label:
    words = task.words
    percent = f"{int(at.scale * 1000) / 10:g}"
    return sheet.Label(
        task.head,
        task.edition,
        task.facts.round,
        fill(words.page, number, pages),
        words.full if at.scale == 1 else fill(words.scaled, percent),
        words.note,
        words.checked,
    )


def _put(pdf: pikepdf.Pdf, page: pikepdf.Page, at: sheet.Frame, own: str) -> None:
    """Put a page onto its sheet, and around it what the sheet says."""
    for key in ("/Annots", "/Tabs", "/StructParents", "/CropBox", "/BleedBox", "/ArtBox"):
        if key in page.obj:
            del page.obj[key]
    page.obj.MediaBox = _box(0, 0, at.width, at.height)
    width, height = at.page
    page.obj.TrimBox = _box(at.left, at.bottom, at.left + width * at.scale, at.bottom + height * at.scale)
    before, after = (
        pdf.make_stream(sheet.place(at).encode()),
        pdf.make_stream(f"Q /Artifact BMC q\n{own}\nQ EMC".encode()),
    )
    page.obj.Contents = Array([before, page.obj.Contents, after])


def _box(*edges: float) -> Array:
    return Array([pikepdf.Object.parse(f"{edge:.3f}".encode()) for edge in edges])


def _letter(pdf: pikepdf.Pdf, pages: list[pikepdf.Page], task: Task) -> None:
    """Give every sheet the faces of the lettering."""
    fonts = [task.letters.embed(pdf), task.bold.embed(pdf)]
    for page in pages:
        # Pages may share their resources: each gets a dictionary of its own.
        resources, own = Dictionary(), Dictionary()
        for key, value in page.obj.Resources.items():
            resources[key] = value
        for faces in (resources.get("/Font"), *fonts):
            for name, font in faces.items() if isinstance(faces, Dictionary) else ():
                own[name] = font
        resources.Font = own
        page.obj.Resources = resources


def _identify(pdf: pikepdf.Pdf, task: Task) -> None:
    """Name the proof, and take back what the paper says of itself as PDF/UA: its sheets are not tagged."""
    title = f"{task.head}　{task.facts.round}"
    pdf.docinfo["/Title"] = pikepdf.String(title)
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata["dc:title"] = title
        for key in [key for key in metadata if "pdfua" in key]:
            del metadata[key]
    if "/Lang" not in pdf.Root:
        pdf.Root.Lang = pikepdf.String("zh")
    pdf.Root.PageMode = Name.UseNone
