"""A book of 1,000 articles: our writer against a plain zip of the same bytes, EbookLib's own way, and pandoc.

A task is a process of its own, which tells its CPU seconds (user and system) without its start and without the reading
of what it is given; ``bulletin build`` and pandoc are told whole, from start to end. The cheapest of some runs counts,
for other work on the machine only ever adds. Then how cost grows to 4,000 articles, and whether all runs gave one book.
"""

import hashlib
import json
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.bench_books_sources import Long, write
from tests.bench_meter import cost

ROOT = Path(__file__).parent.parent
TOOLS = ROOT / ".venv" / "for-bench" / "bin" / "python"
"""The Python in which `make bench` puts pandoc."""
ARTICLES = 1000
LENGTHS = (250, ARTICLES, 4000)
ROUNDS = 3
AIM = 2.0
"""Greatest ratio of our writer to the plain zip in CPU time."""
GROWTH_AIM = 1.3
"""Greatest ratio of the cost an article at the longest to that at the shortest."""
ZONES = ("Asia/Shanghai", "America/Los_Angeles", "UTC")
"""Each round has its own time zone and hash seed; the book is the same."""
_PANDOC = "import pypandoc; print(pypandoc.get_pandoc_path()); print(pypandoc.get_pandoc_version())"
NAMES = {
    "writer": "bulletin: the writer alone",
    "plain": "a plain zip of the same bytes",
    "ebooklib": "EbookLib as documented, same XHTML",
    "whole": "bulletin: compose + write",
    "build": "bulletin build -o epub, all of it",
    "pandoc": "pandoc, all of it",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """The cheapest run of one contender."""

    cpu: float
    """Seconds."""
    peak: float
    """MB of the whole process."""
    more: float
    """MB that the task added to what it was given; of a whole process all of it."""
    size: int
    """Bytes of the book."""
    parts: Mapping[str, float]
    """CPU seconds of each part of the task."""


def task(name: str, folder: Path, book: str = "") -> tuple[Figure, set[str]]:
    """Return the cheapest run of a task of ``bench_books_work``, and the SHA-256 of each book that it made."""
    runs, sums = [], set()
    target = folder / (book or f"{name}.epub")
    for number, zone in enumerate(ZONES[:ROUNDS]):
        environment = {"TZ": zone, "PYTHONHASHSEED": str(number), "PYTHONPATH": str(ROOT)}
        said = cost([sys.executable, "-m", "tests.bench_books_work", name, str(folder)], folder, environment).said
        told = json.loads(said)
        cpu, peak, more = (told.pop(key) for key in ("cpu", "peak", "more"))
        runs.append(Figure(cpu, peak, more, target.stat().st_size, told))
        sums.add(_sum(target))
    return min(runs, key=lambda run: run.cpu), sums


def command(words: Sequence[str], folder: Path, target: Path) -> tuple[Figure, set[str]]:
    """Return the cheapest run of a command that writes ``target``, and the SHA-256 of each book that it made."""
    runs, sums = [], set()
    for number, zone in enumerate(ZONES[:ROUNDS]):
        environment = {"TZ": zone, "PYTHONHASHSEED": str(number), "PYTHONPATH": str(ROOT)}
        run = cost(words, folder, environment)
        runs.append(Figure(run.cpu, run.peak, run.peak, target.stat().st_size, {}))
        sums.add(_sum(target))
    return min(runs, key=lambda run: run.cpu), sums


def build(folder: Path, long: Long) -> tuple[Figure, set[str]]:
    """Measure the whole program."""
    into = folder / "dist"
    words = [sys.executable, "-m", "bulletin", "build", str(long.issue), "-o", "epub", "-j", "1", "--into", str(into)]
    return command(words, folder, into / long.issue.name / f"long-{long.issue.name}-zh-Hans.epub")


def pandoc() -> tuple[str, str] | None:
    """Return the path of pandoc and its version; None where there is none."""
    for words in ([str(TOOLS), "-c", _PANDOC], [sys.executable, "-c", _PANDOC], ["pandoc", "--version"]):
        try:
            done = subprocess.run(words, capture_output=True, text=True)
        except OSError:
            continue
        if not done.returncode:
            first, second = done.stdout.split("\n")[:2]
            return ("pandoc", first.split()[-1]) if words[0] == "pandoc" else (first, second)
    return None


def by_pandoc(path: str, folder: Path, long: Long) -> tuple[Figure, set[str]]:
    """Measure pandoc on the same articles, in the same cut: a file an article, contents in two levels."""
    target = folder / "pandoc.epub"
    words = [path, "--from", "markdown+rebase_relative_paths", "--to", "epub3", "--file-scope", "--split-level=2"]
    words += ["--toc", "--toc-depth=2", "--metadata", "title=长河通讯", "--metadata", "lang=zh-Hans"]
    return command([*words, "--output", str(target), *map(str, long.chapters)], folder, target)


def ours(folder: Path, long: Long) -> tuple[dict[str, Figure], set[str]]:
    """Measure what is ours at one length; all of it must make the same book."""
    cost([sys.executable, "-m", "tests.bench_books_work", "prepare", str(folder)], folder, {"PYTHONPATH": str(ROOT)})
    found, sums = {}, {_sum(folder / "first.epub")}
    for name in ("writer", "plain", "whole"):
        found[name], made = task(name, folder)
        sums |= made
    found["build"], made = build(folder, long)
    return found, sums | made


def lines(sample: Path, work: Path, into: Path) -> Iterator[str]:
    """Yield what was measured, line by line; the figures go into the file ``into`` as well."""
    grown: dict[int, dict[str, Figure]] = {}
    same: dict[int, bool] = {}
    for count in LENGTHS:
        folder = work / f"book-{count}"
        long = write(folder, sample, count)
        grown[count], sums = ours(folder, long)
        same[count] = len(sums) == 1
        if count != ARTICLES:
            continue
        found = grown[count]
        found["ebooklib"], _ = task("ebooklib", folder)
        names, left = dict(NAMES), ""
        if tool := pandoc():
            names["pandoc"] = f"pandoc {tool[1]}, all of it"
            found["pandoc"], _ = by_pandoc(tool[0], folder, long)
        else:
            left = f"  pandoc is left out: neither {TOOLS.relative_to(ROOT)} nor this machine has it"
        _alike(folder, [name for name in ("writer", "ebooklib", "pandoc") if name in found])
        yield (
            f"\nbook of {count:,} articles, {long.characters:,} characters, {long.pictures} pictures;"
            f" best of {ROUNDS} runs"
        )
        yield _row("", ("CPU s", "peak MB", "added MB", "book MB"))
        for name in (name for name in names if name in found):
            one = found[name]
            cells = (f"{one.cpu:.2f}", f"{one.peak:.0f}", f"{one.more:.0f}", f"{one.size / 1e6:.1f}")
            yield _row(f"  {names[name]}", cells)
        yield from filter(None, (left, *_ratios(found)))
    yield from _growing(grown)
    yield "  the same bytes in every run, zone and hash seed, of the plain zip and of the whole program: " + ", ".join(
        f"{count:,} {'yes' if equal else 'NO'}" for count, equal in same.items()
    )
    figures = {str(count): {name: asdict(one) for name, one in found.items()} for count, found in grown.items()}
    into.parent.mkdir(parents=True, exist_ok=True)
    told = {"books": figures, "same bytes": {str(count): equal for count, equal in same.items()}}
    into.write_text(json.dumps(told, ensure_ascii=False, indent=2), "utf-8")
    if not all(same.values()):
        raise SystemExit("bench: two makings of one book differ")


def _ratios(found: Mapping[str, Figure]) -> Iterator[str]:
    writer = found["writer"].cpu
    yield f"  the writer is {writer / found['plain'].cpu:.2f} × the plain zip (aim {AIM}),"
    yield f"    {writer / found['ebooklib'].cpu:.2f} × EbookLib as documented"
    if "pandoc" in found:
        yield f"  bulletin build is {found['build'].cpu / found['pandoc'].cpu:.2f} × pandoc in CPU time,"
        yield f"    {found['build'].peak / found['pandoc'].peak:.2f} × in peak memory; compose + write {found['whole'].cpu / found['pandoc'].cpu:.2f} ×"
    parts = ", ".join(f"{name} {seconds:.2f} s" for name, seconds in found["whole"].parts.items())
    yield f"  compose + write: {parts}"


def _growing(grown: Mapping[int, Mapping[str, Figure]]) -> Iterator[str]:
    """Yield the cost an article at each length: CPU of the whole task, memory above that of the shortest book."""
    yield _row("growth", [f"{count:,}" for count in grown] + ["ratio"])
    least, most = min(grown), max(grown)
    for name in ("writer", "plain", "whole", "build"):
        each = {count: 1000 * found[name].cpu / count for count, found in grown.items()}
        cells = [f"{ms:.2f}" for ms in each.values()] + [f"{each[most] / each[least]:.2f}"]
        yield _row(f"  {name}, CPU ms an article", cells)
    for name in ("writer", "whole", "build"):
        peaks = {count: found[name].peak for count, found in grown.items()}
        cells = ["–"] + [
            f"{1024 * (peaks[count] - peaks[least]) / (count - least):.0f}" for count in grown if count != least
        ]
        yield _row(f"  {name}, KB an article above the first", [*cells, ""])
    yield f"  CPU an article, longest to shortest, aim {GROWTH_AIM}"


def _held(path: Path) -> dict[str, int]:
    """Return how many notes are called, and how many tables and quotations there are, in a book."""
    with zipfile.ZipFile(path) as archive:
        texts = [archive.read(name) for name in archive.namelist() if name.endswith(".xhtml")]
    return {
        mark: sum(text.count(mark.encode()) for text in texts) for mark in ('"doc-noteref"', "<table", "<blockquote")
    }


def _alike(folder: Path, names: Sequence[str]) -> None:
    """Raise ``SystemExit`` where a book lacks what another has: nobody may be quick by leaving out."""
    held = {name: _held(folder / f"{name}.epub") for name in names}
    if any(one != held[names[0]] for one in held.values()):
        raise SystemExit(f"bench: the books do not hold the same: {held}")


def _row(label: str, cells: Sequence[str]) -> str:
    return f"{label:42}" + "".join(f"{cell:>11}" for cell in cells)


def _sum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main() -> None:
    """Run this bench alone."""
    with tempfile.TemporaryDirectory() as folder:
        for line in lines(ROOT / "sources" / "2026-11-23", Path(folder), ROOT / "dist" / "bench-books.json"):
            print(line, flush=True)


if __name__ == "__main__":
    main()
