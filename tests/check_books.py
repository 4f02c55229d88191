"""``make check-books``: finished e-books in other people's programs, horizontal and vertical, with and without faces.

Copies of the publications get further editions; their books are built and go through every tool of ``tests/books``.
``--tool`` and ``--book`` choose; named EPUB files are looked at instead of ours. Ends with 1 on any fault, and where
a tool is missing: what could not run has not passed.
"""

import argparse
import shutil
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bulletin import pipeline
from bulletin.pipeline import Request
from tests.books import ace, calibre, content, epubcheck, epubjs, foliate, mupdf
from tests.books.base import ROOT, Told, Tool

TOOLS = (epubcheck.TOOL, ace.TOOL, mupdf.TOOL, calibre.TOOL, foliate.TOOL, epubjs.TOOL)

ISSUES = (
    ROOT / "sources" / "2026-11-23",
    ROOT / "sources" / "2026-12-07",
    ROOT.parent / "shared" / "seed" / "issue" / "2023-01-11",
)

FURTHER = """
  zh-Hant-TW-v:  {script: zh-Hant-TW, layout: bulletin, set: {book-writing: vertical}}
  zh-Hant-HK-vf: {script: zh-Hant-HK, layout: bulletin, set: {book-writing: vertical, book-fonts: all}}
  zh-Hans-f:     {script: zh-Hans, layout: bulletin, set: {book-fonts: all, book-size: large}}
  zh-Hant-TW-n:  {script: zh-Hant-TW, layout: bulletin, set: {book-fonts: none}}
"""
"""Editions that every publication gets besides its own; ``editions`` is the last thing in each of its files."""


@dataclass(frozen=True, slots=True)
class Line:
    """What one tool said of one book."""

    book: str
    tool: str
    faults: int
    seconds: float


def build(folder: Path, home: Path) -> list[Path]:
    """Build the books of a copy of the issue in ``folder``, with the further editions; return them in their order."""
    copy = home / "publication"
    shutil.copytree(folder.parent, copy, ignore=shutil.ignore_patterns("__pycache__"))
    publication = copy / "publication.yaml"
    publication.write_text(publication.read_text("utf-8").rstrip() + FURTHER, "utf-8")
    made = pipeline.build(Request(copy / folder.name, (), ("epub",), home / "dist"))
    return sorted(made.folder.glob("*.epub"))


def books(issues: Sequence[Path], home: Path) -> Iterator[Path]:
    """Yield the books of every issue that is there; say it of one that is not."""
    for number, folder in enumerate(issues):
        if not folder.is_dir():
            print(f"skipped: no issue in {folder}", flush=True)
            continue
        start = time.perf_counter()
        made = build(folder, home / str(number))
        print(f"{folder.name}: {len(made)} books built ({time.perf_counter() - start:.1f} s)", flush=True)
        yield from made


def look(tool: Tool, book: content.Book, pictures: Path | None) -> Line:
    """Let one tool look at one book; print what it says."""
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as name:
        try:
            told = tool.check(book, Path(name), pictures)
        except Exception as problem:  # whatever goes wrong in a tool is a fault of this line, and the others still run
            last = traceback.extract_tb(problem.__traceback__)[-1]
            told = Told(
                "broke off", (f"{type(problem).__name__}: {problem} ({Path(last.filename).name}:{last.lineno})",)
            )
    seconds = time.perf_counter() - start
    sign = "✗" if told.faults else "✓"
    print(f"{sign} {book.path.stem}  {tool.name}: {told.summary} ({seconds:.1f} s)", flush=True)
    for fault in told.faults:
        print(f"    {fault}", flush=True)
    return Line(book.path.stem, tool.name, len(told.faults), seconds)


def table(lines: Sequence[Line], tools: Sequence[str], missing: Sequence[str]) -> str:
    """Return faults by book and tool, with the seconds of each tool."""
    names = list(dict.fromkeys(line.book for line in lines))
    room = max(map(len, names), default=4) + 2
    faults = {(line.book, line.tool): str(line.faults or "·") for line in lines}
    rows = [("faults", *tools)]
    rows += [
        (name, *("missing" if tool in missing else faults.get((name, tool), "?") for tool in tools)) for name in names
    ]
    spent = {tool: sum(line.seconds for line in lines if line.tool == tool) for tool in tools}
    rows.append(("seconds", *(f"{spent[tool]:.0f}" for tool in tools)))
    return "\n".join(row[0].ljust(room) + "".join(cell.rjust(12) for cell in row[1:]) for row in rows)


def main() -> int:
    """Run the check; 0 where every tool passed every book."""
    parser = argparse.ArgumentParser(description="look at finished e-books with other people's programs")
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="look at these EPUB files, build none")
    names = [tool.name for tool in TOOLS]
    parser.add_argument("--tool", action="append", choices=names, help="only this tool (may be given more than once)")
    parser.add_argument("--book", action="append", metavar="TEXT", help="only books with this in their name")
    parser.add_argument("--pictures", type=Path, metavar="DIR", help="keep pictures of what the readers show")
    options = parser.parse_args()
    tools = [tool for tool in TOOLS if not options.tool or tool.name in options.tool]
    lacking = {tool.name: what for tool in tools if (what := tool.missing())}
    for name, what in lacking.items():
        print(f"✗ {name} cannot run: {what}", flush=True)
    lines: list[Line] = []
    with tempfile.TemporaryDirectory() as home:
        for path in options.files or books(ISSUES, Path(home)):
            if options.book and not any(text in path.name for text in options.book):
                continue
            book = content.read(path)
            pictures = options.pictures and options.pictures / path.stem
            if pictures:
                pictures.mkdir(parents=True, exist_ok=True)
            lines += [look(tool, book, pictures) for tool in tools if tool.name not in lacking]
    if not lines:
        print("check-books: no book was looked at")
        return 1
    print(f"\n{table(lines, [tool.name for tool in tools], list(lacking))}")
    return 1 if lacking or any(line.faults for line in lines) else 0


if __name__ == "__main__":
    sys.exit(main())
