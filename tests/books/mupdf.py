"""MuPDF, a reader that shares no code with browsers: it lays the book out, and its text is read back."""

import importlib.util
from pathlib import Path

from tests.books.base import Told, Tool, lost
from tests.books.content import Book, squeeze

_SCREEN = (360, 640, 16)
"""Width, height and size of type of a telephone, in points of MuPDF."""

_HARMLESS = ("unknown epub version: 3.0",)
"""What MuPDF says of every EPUB 3."""


def missing() -> str:
    """Return what this machine lacks."""
    return "" if importlib.util.find_spec("pymupdf") else "the package pymupdf is missing"


def check(book: Book, _work: Path, pictures: Path | None) -> Told:
    """Read the text of every page that MuPDF makes; hold it and the contents against the book."""
    import pymupdf

    pymupdf.TOOLS.mupdf_display_errors(False)
    pymupdf.TOOLS.reset_mupdf_warnings()
    with pymupdf.open(book.path) as document:
        width, height, size = _SCREEN
        document.layout(width=width, height=height, fontsize=size)
        text = squeeze("".join(page.get_text("text") for page in document))
        pages, contents = document.page_count, [label for _, label, _ in document.get_toc()]
        if pictures:
            for page in list(document)[:8]:
                page.get_pixmap(dpi=144).save(pictures / f"mupdf-{page.number + 1}.png")
    faults = [*lost(book, text)]
    if contents != [label for label, _ in book.contents]:
        faults.append(f"its contents are {contents[:5]}…, not those of the book")
    said = pymupdf.TOOLS.mupdf_warnings().split("\n")
    faults += [f"says: {line[:200]}" for line in dict.fromkeys(said) if line and line not in _HARMLESS]
    return Told(f"{sum(1 for _ in book.pieces)} pieces on {pages} pages", tuple(faults))


TOOL = Tool("mupdf", missing, check)
