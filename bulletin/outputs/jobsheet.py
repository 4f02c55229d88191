"""付印单: one A4 page for the print shop, with what it must know of a press file and of the order.

What the editor has not said becomes a line to be filled in by hand, and a note (R-400).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pydantic import Field

from bulletin import almanac
from bulletin.compose.page import faces
from bulletin.config import tree
from bulletin.config.check import Settings, validate
from bulletin.config.job import JobSettings
from bulletin.config.press import PressSettings
from bulletin.errors import LayoutError
from bulletin.findings import Finding, finding
from bulletin.fonts import FontSet
from bulletin.layouts import HOME
from bulletin.model import Artifact, Edition, Script
from bulletin.textfile import read_text

if TYPE_CHECKING:  # WeasyPrint may only be imported once fontconfig knows our fonts
    from bulletin.typeset.pages import Pages

FOLDER = HOME / "jobsheet"

SIZES = (10.0, 9.5, 9.0, 8.0, 7.0)
"""Sizes in pt that are tried, until everything stands on one page."""

TRIMS: Mapping[str, tuple[float, float]] = {
    "a3": (297, 420),
    "a4": (210, 297),
    "a5": (148, 210),
    "a6": (105, 148),
    "b5": (176, 250),
    "b5-jis": (182, 257),
    "16k-large": (210, 285),
    "16k": (185, 260),
    "32k-large": (140, 203),
    "32k": (130, 184),
    "8k-large": (285, 420),
    "8k": (260, 370),
    "4k": (390, 540),
    "4k-paper": (275, 390),
    "2k": (540, 780),
}
"""Trim sizes in mm that Chinese shops have a name for (GB/T 788-1999, and what is usual on 787 and 889 mm paper)."""

OPTIONAL = frozenset({"finish", "permit", "issue", "standard", "ink"})
"""Rows that not every order has: where they are empty there is no line to fill in."""

NEAR = 1.5
"""mm by which a trim may be off and keep its name."""


@dataclass(frozen=True, slots=True)
class PressFile:
    """The file that goes to the shop."""

    name: str
    sha256: str
    pages: int
    trim: tuple[float, float]
    """Width and height in mm."""
    bleed: float
    """mm."""
    plates: tuple[str, ...]
    """Names of the inks, process inks first."""
    profile: str
    ink: float
    """Most ink at one place, in per cent; 0 where nothing is known of it."""
    standard: str
    """``x-4``, ``x-1a`` …; empty where it is none."""
    outlines: bool


def press_file(artifact: Artifact) -> PressFile:
    """Return what the sheet says of a press file that was just made; raises ``OSError`` where it cannot be read."""
    facts = artifact.facts
    width, height = facts["trim"]
    return PressFile(
        name=artifact.name,
        sha256=hashlib.sha256(artifact.path.read_bytes()).hexdigest(),
        pages=artifact.pages,
        trim=(float(width), float(height)),
        bleed=float(facts["bleed"]),
        plates=tuple(facts["plates"]),
        profile=str(facts["profile"]),
        ink=float(facts.get("ink", 0)),
        standard=str(facts.get("standard", "")),
        outlines=bool(facts["outlines"]),
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of the sheet; an empty value is a line to write on."""

    key: str
    label: str
    value: str
    code: bool = False
    """Whether the value may break anywhere: a digest, a file name."""


@dataclass(frozen=True, slots=True)
class _Part:
    key: str
    title: str
    rows: tuple[_Row, ...]


def sheet(
    edition: Edition, file: PressFile, settings: JobSettings, fonts: FontSet, target: Path
) -> tuple[Finding, ...]:
    """Write the job sheet of a press file to ``target``, as tagged PDF (PDF/UA-1); return what was found on the way.

    It speaks the edition's script; what ``job:`` says is printed as it stands. Raises ``LayoutError`` where the sheet
    cannot be laid out.
    """
    from bulletin.typeset import pages

    parts = _parts(edition, file, settings)
    html = _html(edition, parts, settings, fonts)
    style = (FOLDER / "style.css").read_text("utf-8")
    laid_out: Pages | None = None
    for size in SIZES:
        sizes = f":root {{ --size: {size:g}pt; --line: {1.6 * size:g}pt; }}\n"
        laid_out = pages.lay_out(html, sizes + style, {})
        if laid_out.count == 1:
            break
    assert laid_out is not None
    found = [*laid_out.findings, *laid_out.write_pdf(target)]
    blank = [row.label for part in parts for row in part.rows if not row.value]
    if blank:
        lines = words(edition.script)["list_sep"].join(blank)
        found.append(finding("R-400", edition.plan.at("job"), file=target.name, lines=lines))
    if settings.cover_pages and settings.cover_pages >= file.pages:
        found.append(finding("R-401", edition.plan.at("job"), cover=settings.cover_pages, pages=file.pages))
    return tuple(found)


def _html(edition: Edition, parts: Sequence[_Part], settings: JobSettings, fonts: FontSet) -> str:
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html.j2").render(
        lang=edition.script.value,
        words=words(edition.script),
        publication=edition.issue.publication,
        issue=_number(edition),
        day=almanac.western(edition.issue.date),
        faces=faces(fonts, edition),
        parts=parts,
        remarks=[line for line in settings.remarks.splitlines() if line.strip()],
    )


def _parts(edition: Edition, file: PressFile, settings: JobSettings) -> tuple[_Part, ...]:
    say = words(edition.script)
    issue, publication = edition.issue, edition.issue.publication
    copies = settings.copies or issue.imprint.copies

    def row(key: str, value: str, code: bool = False) -> _Row:
        return _Row(key, say[key], value, code)

    asked = (
        row("name", publication.title),
        row("issue", _number(edition)),
        row("date", almanac.western(issue.date)),
        row("client", publication.publisher),
        row("permit", publication.permit),
    )
    digest = " ".join(file.sha256[at : at + 8] for at in range(0, len(file.sha256), 8))
    given = (
        row("file", file.name, code=True),
        row("digest", digest, code=True),
        row("standard", file.standard and f"PDF/{file.standard.upper().replace('-1A', '-1a')}"),
        row("profile", file.profile),
        row("ink", f"{file.ink:g}%" if file.ink else ""),
        row("outlines", say["outlined" if file.outlines else "embedded"]),
    )
    paper: tuple[_Row, ...]
    if settings.cover_pages or settings.cover_paper:
        paper = (row("cover_paper", settings.cover_paper), row("text_paper", settings.paper))
    else:
        paper = (row("paper", settings.paper),)
    made = (
        row("format", trim_name(file.trim, say)),
        row("trim", say["size"].format(*(f"{side:g}" for side in map(_rounded, file.trim)))),
        row("bleed", say["millimetres"].format(f"{file.bleed:g}") if file.bleed else say["no_bleed"]),
        row("copies", say["copies_of"].format(f"{copies:,}") if copies else ""),
        row("pages", _pages(file.pages, settings.cover_pages, say)),
        *paper,
        row("colours", colours(file.plates, file.pages, say)),
        row("binding", settings.binding),
        row("finish", settings.finish),
    )
    handed = (
        row("shop", settings.shop or publication.printer or edition.plan.option(PressSettings).shop),
        row("contact", settings.contact or issue.imprint.phone or publication.contact),
        row("deliver_on", settings.deliver_on),
        row("deliver_to", settings.deliver_to),
    )
    parts = {"publication": asked, "printing": made, "file_part": given, "delivery": handed}
    return tuple(
        _Part(title, say[title], tuple(one for one in rows if one.value or one.key not in OPTIONAL))
        for title, rows in parts.items()
    )


def _number(edition: Edition) -> str:
    """Return what the issue is called: 第128期（总第640期）."""
    say, issue = words(edition.script), edition.issue
    parts = (
        say["number"].format(issue.number) if issue.number else "",
        say["total"].format(issue.total) if issue.total else "",
        issue.title,
    )
    return "\u3000".join(filter(None, parts))


def _pages(pages: int, cover: int, say: Mapping[str, str]) -> str:
    """Return the pages and the leaves (张) that they are printed on, two to a leaf."""
    text = say["pages_of"].format(pages, ceil(pages / 2))
    return f"{text}\u3000{say['cover_of'].format(cover, pages - cover)}" if 0 < cover < pages else text


def colours(plates: Sequence[str], pages: int, say: Mapping[str, str]) -> str:
    """Return the 色数 of a press file: how many plates a side has, and which: 4＋4　四色（CMYK）."""
    process = [plate for plate in plates if plate.casefold() in ("cyan", "magenta", "yellow", "black")]
    spots = [plate for plate in plates if plate not in process]
    inks = [say["black"] if [p.casefold() for p in process] == ["black"] else say["cmyk"]] if process else []
    # A press prints all four process inks or the black one alone.
    count = len(spots) + (4 if inks == [say["cmyk"]] else len(process))
    sides = say["one_side" if pages == 1 else "both"].format(count)
    return f"{sides}\u3000{'＋'.join((*inks, *(say['spot'].format(spot) for spot in spots)))}" if count else ""


def trim_name(trim: tuple[float, float], say: Mapping[str, str]) -> str:
    """Return the name that shops have for a trim size in mm: 大16开; of one on its side, with 横."""
    for turned in (False, True):
        width, height = trim[::-1] if turned else trim
        near = {
            name: max(abs(width - w), abs(height - h))
            for name, (w, h) in TRIMS.items()
            if abs(width - w) <= NEAR and abs(height - h) <= NEAR
        }
        if near:
            name = say[f"size-{min(near, key=lambda one: near[one])}"]
            return say["landscape"].format(name) if turned else name
    return say["other"]


def _rounded(side: float) -> float:
    """Return mm to a tenth; layouts reckon in points."""
    return round(side, 1)


class _Words(Settings):
    """layouts/jobsheet/words.yaml."""

    hans: dict[str, str] = Field(alias="zh-Hans")
    tw: dict[str, str] = Field(alias="zh-Hant-TW")
    hk: dict[str, str] = Field(alias="zh-Hant-HK")


@cache
def words(script: Script) -> Mapping[str, str]:
    """Return the words that the sheet has in ``script``."""
    name = "layouts/jobsheet/words.yaml"
    found = validate(tree.parse(read_text(FOLDER / "words.yaml", name, LayoutError), name), _Words, LayoutError)
    return {Script.HANS: found.hans, Script.TW: found.tw, Script.HK: found.hk}[script]
