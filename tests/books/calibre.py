"""calibre's conversion to AZW3, what a Kindle reads, and what became of the book there.

``calibre-debug --explode-book`` shows the parts of the AZW3 as they are; converting it to text reads it as a reader does.
"""

import re
import shutil
from pathlib import Path

from lxml import etree

from tests.books.base import Told, Tool, lost, run
from tests.books.content import Book, squeeze

_QUIET = {"QT_QPA_PLATFORM": "offscreen", "QTWEBENGINE_CHROMIUM_FLAGS": "--no-sandbox"}

_STEPS = re.compile(
    r"\d+% .*|InputFormatPlugin: .*|on /.*|Found HTML cover .*|Parsing all content\.\.\.|Running transforms on e-book\.\.\.|"
    r"Merging user specified metadata\.\.\.|Detecting structure\.\.\.|Flattening CSS and remapping font sizes\.\.\.|"
    r"Source base font size is .*|Removing fake margins\.\.\.|Cleaning up manifest\.\.\.|"
    r"Trimming unused files from manifest\.\.\.|Trimming '.*toc\.ncx' from manifest|Creating AZW3 Output\.\.\.|"
    r"Serializing resources\.\.\.|Splitting markup on page breaks and flow limits, if any\.\.\.|Creating KF8 output|"
    r"\s*Generating KF8 markup\.\.\.|\s*Compressing markup\.\.\.|\s*Creating indices\.\.\.|AZW3 output written to .*|"
    r"Output saved to .*|\s*"
)
"""What calibre says of every book; whatever else it says is a fault, for it marks its warnings in no one way."""


def missing() -> str:
    """Return what this machine lacks."""
    have = shutil.which("ebook-convert") and shutil.which("calibre-debug")
    return "" if have else "calibre is missing: sudo apt-get install calibre"


def check(book: Book, work: Path, _pictures: Path | None) -> Told:
    """Make an AZW3 of the book, look into it, and read it back."""
    kindle, text, parts = work / "book.azw3", work / "book.txt", work / "parts"
    code, said = run(["ebook-convert", book.path.resolve(), kindle], work, _QUIET)
    if code or not kindle.exists():
        return Told("no AZW3", (f"exit code {code}: {' '.join(said.split())[-300:]}",))
    faults = [f"says: {line.strip()[:200]}" for line in said.splitlines() if not _STEPS.fullmatch(line)]
    code, said = run(["ebook-convert", kindle, text], work, _QUIET)
    if code or not text.exists():
        return Told("AZW3 cannot be read", (*faults, f"exit code {code}: {' '.join(said.split())[-300:]}"))
    faults += lost(book, squeeze(text.read_text("utf-8")))
    code, said = run(["calibre-debug", "--explode-book", kindle, parts], work, _QUIET)
    if code:
        return Told("AZW3 cannot be opened", (*faults, f"exit code {code}: {' '.join(said.split())[-300:]}"))
    faults += _kept(book, parts)
    return Told(f"AZW3 of {kindle.stat().st_size / 1e6:.2f} MB", tuple(faults))


def _kept(book: Book, parts: Path) -> list[str]:
    """Return a line for what the AZW3 has not kept of the book."""
    faults = []
    styles = squeeze("".join(file.read_text("utf-8") for file in parts.rglob("*.css")))
    opf = etree.parse(parts / "metadata.opf").getroot()
    spine = next(opf.iter("{*}spine"))
    if book.vertical != ("writing-mode:vertical-rl" in styles):
        faults.append("the direction of the writing is not kept")
    if book.rtl != (spine.get("page-progression-direction") == "rtl"):
        faults.append("the direction of the pages is not kept")
    fonts = [file for file in (parts / "fonts").rglob("*") if file.is_file()]
    if len(fonts) != len(book.fonts):
        faults.append(f"{len(fonts)} of {len(book.fonts)} embedded faces are kept")
    titles = [title.text for title in opf.iter("{*}title")]
    if titles[:1] != [book.title]:
        faults.append(f"its title is {titles[:1]}")
    creators = [creator.text for creator in opf.iter("{*}creator")]
    if "Unknown" in creators:
        faults.append("whose it is, is not known: the shelf of a Kindle says “Unknown”")
    labels = {squeeze(label.text or "") for label in etree.parse(parts / "toc.ncx").getroot().iter("{*}text")}
    faults += [f"not in its contents: {label}" for label, _ in book.contents if squeeze(label) not in labels]
    return faults


TOOL = Tool("calibre", missing, check)
