"""Pages for tests of the desk: a tiny markup that says what each line is, in place of the reader of real pages.

``#`` headline · ``^`` kicker · ``_`` deck · ``@`` byline (role, names) · ``[…]`` section · ``*`` subhead · ``!`` picture
and caption · ``=`` a copy of the line above of the same text · ``~`` furniture · ``?`` nobody knows · anything else is
a paragraph. A ``…?`` at a line's end makes it doubtful.
"""

import datetime
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from bulletin.blocks import Block, Figure, Paragraph, Subhead, Text
from bulletin.desk.agenda import Sections
from bulletin.desk.imports import Hands
from bulletin.findings import Place
from bulletin.importers.base import House, Line, Look, Manuscript
from bulletin.importers.draft import Analysis, Draft, Fate, Part
from bulletin.kinds import Kind, Script
from bulletin.model import Article, Headline
from bulletin.readers.front_matter import people
from bulletin.walk import plain

PARTS = {"#": Part.HEADLINE, "^": Part.KICKER, "_": Part.DECK, "@": Part.BYLINE, "[": Part.SECTION, "*": Part.SUBHEAD}
PARTS |= {"!": Part.CAPTION, "=": Part.DUPLICATE, "~": Part.FURNITURE, "?": Part.LEFTOVER}
RULES = {
    Part.HEADLINE: "title-like",
    Part.BYLINE: "byline-line",
    Part.DUPLICATE: "duplicate",
    Part.FURNITURE: "page-number",
}
RULES |= {Part.SECTION: "section-name", Part.CAPTION: "caption", Part.LEFTOVER: "leftover", Part.KICKER: "kicker-first"}


def manuscript(text: str, name: str = "page.txt", **more: object) -> Manuscript:
    """Return ``text`` as a manuscript: one line for each line that is not empty, its mark and blanks left in ``raw``."""
    lines, gap = [], 0
    for number, raw in enumerate(text.split("\n"), 1):
        if not raw.strip():
            gap += 1
            continue
        said = raw.removesuffix("…?")
        said = (said[1:].strip(" ]") if said[0] in PARTS else said).strip()
        said = said.partition("|")[2].strip() if raw[0] == "!" else said
        lines.append(Line(number, raw, said, gap, Look()))
        gap = 0
    return replace(Manuscript(name, tuple(lines)), **more)  # type: ignore[arg-type]  # the test's own fields


def analyse(page: Manuscript, _house: House, pictures: Path | None = None) -> Analysis:
    """Return what the markup of a manuscript says."""
    drafts: list[Draft] = []
    fates: list[Fate] = []
    section, kicker, before = "", "", list[int]()
    seen: dict[str, int] = {}
    for line in page.lines:
        part = PARTS.get(line.raw[0], Part.BODY)
        doubt = line.raw.endswith("…?")
        place = Place(page.name, line.number)
        at = len(drafts) - 1
        other = 0
        if part is Part.SECTION:
            section, at = line.text, at + 1
            before.append(line.number)
        elif part is Part.KICKER:
            kicker, at = line.text, at + 1
            before.append(line.number)
        elif part is Part.HEADLINE:
            at += 1
            first = before[0] if before else line.number
            article = Article("", "", Headline((line.text,), kicker), ())
            drafts.append(Draft(article, first, line.number, "title-like", section))
            section, kicker, before = "", "", []
        elif part in (Part.DUPLICATE, Part.FURNITURE, Part.LEFTOVER):
            other = seen.get(line.text, 0) if part is Part.DUPLICATE else 0
            at = -1
        elif at >= 0:
            drafts[at] = _with(drafts[at], part, line, place, pictures)
        fates.append(Fate(line.number, (part,), at, RULES.get(part, "paragraph"), other, doubt))
        seen.setdefault(line.text, line.number)
    return Analysis(page, tuple(drafts), tuple(fates))


def _with(draft: Draft, part: Part, line: Line, place: Place, pictures: Path | None) -> Draft:
    article = draft.article
    if part is Part.DECK:
        article = replace(article, headline=replace(article.headline, deck=line.text))
    elif part is Part.BYLINE:
        article = replace(article, bylines=people(line.text))
    else:
        block: Block = Paragraph("", (Text(line.text),), place)
        if part is Part.SUBHEAD:
            block = Subhead("", 2, (Text(line.text),), place)
        elif part is Part.CAPTION:
            name = line.raw[1:].partition("|")[0].strip()
            path = pictures / name if pictures and name else None
            block = Figure("", path, "", (Text(line.text),), place=place)
            article = replace(article, kind=Kind.PHOTO if not article.blocks else article.kind)
        article = replace(article, blocks=(*article.blocks, block))
    return replace(draft, article=article, last=line.number)


def write(article: Article, pictures: Mapping[Path, str], script: Script) -> str:
    """Return the file of an article of the markup's few kinds of block."""
    head = article.headline
    people_ = "　".join(" ".join((b.role, *b.names)).strip() for b in article.bylines)
    keys = {"title": head.text, "kicker": head.kicker, "deck": head.deck, "byline": people_, "rank": article.rank.value}
    keys |= {"kind": article.kind.value, "script": "" if article.script is script else article.script.value}
    out = ["---", *(f"{key}: {value}" for key, value in keys.items() if value), "---"]
    for block in article.blocks:
        match block:
            case Figure(_, path, alt, caption, credit):
                shown, said = pictures[path] if path else "待补", plain(caption)
                out.append(
                    f'![{alt if alt != said else ""}]({shown} "{said}")' + (f'{{credit="{credit}"}}' if credit else "")
                )
            case Subhead():
                out.append("## " + plain(block.inlines))
            case Paragraph():
                out.append(plain(block.inlines))
        out.append("")
    return "\n".join(out)


def write_issue(date: datetime.date, sections: Sections, script: Script | None) -> str:
    """Return an issue.yaml."""
    out = f"date: {date}\n" + (f"script: {script}\n" if script else "") + "sections:\n"
    return out + "".join(f"  - title: {title}\n    articles: [{', '.join(names)}]\n" for title, names in sections)


def hands(**more: object) -> Hands:
    """Return hands that read the markup from files, with writers that know no more than it."""
    folders: dict[str, Path] = {}

    def read(path: Path, work: Path) -> tuple[Manuscript, ...]:
        folders[path.name] = path.parent
        return (manuscript(path.read_text("utf-8"), path.name),)

    def analysed(page: Manuscript, house: House) -> Analysis:
        return analyse(page, house, folders.get(page.name))

    made = Hands(read, analysed, write, write_issue)
    return replace(made, **more)  # type: ignore[arg-type]  # the test's own hands
