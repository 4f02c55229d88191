"""How long a raw page takes to read: ``python -m tests.bench_import`` (part of ``make bench``).

One page, and texts of 25,000 to 400,000 characters that repeat no paragraph. Linear means that the time a character
takes stays the same; the page must take no more than 50 ms after start, 100,000 characters no more than 3 s.
"""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from bulletin.importers.base import House
from bulletin.importers.page.reader import analyse
from bulletin.importers.text import manuscript
from tests.import_score import PAGES

SIZES = (25_000, 50_000, 100_000, 200_000, 400_000)
LIMIT_PAGE, LIMIT_ISSUE = 0.05, 3.0
"""Seconds for one page, and for 100,000 characters."""


def text_of(size: int) -> str:
    """Return ``size`` characters of pages, in no two of which a long line is the same."""
    pages = [path.read_text("utf-8") for path in sorted(PAGES.glob("*.txt"))]
    out: list[str] = []
    length, turn = 0, 0
    while length < size:
        for page in pages:
            lines = [
                line if len(line) < 30 else line[:-1] + chr(0x4E00 + (turn * 61 + n) % 20_000) + line[-1]
                for n, line in enumerate(page.split("\n"))
            ]
            out.append("\n".join(lines))
            length += len(out[-1])
            turn += 1
            if length >= size:
                break
    return "\n".join(out)[:size]


def seconds(text: str, runs: int = 3) -> float:
    """Return the best of ``runs`` times."""
    data = text.encode()
    times = []
    for _ in range(runs):
        start = perf_counter()
        analyse(manuscript(data, "bench.txt"), House())
        times.append(perf_counter() - start)
    return min(times)


def lines(target: Path) -> Iterator[str]:
    """Yield the table, line by line, and write its figures to ``target``."""
    pages = [path.read_text("utf-8") for path in sorted(PAGES.glob("*.txt"))]
    seconds(pages[0])  # tables and patterns are made once
    slowest = max((seconds(page), len(page)) for page in pages)
    yield f"import: slowest of {len(pages)} pages {1000 * slowest[0]:.0f} ms ({slowest[1]} characters; aim {1000 * LIMIT_PAGE:.0f})"
    times = {size: seconds(text_of(size)) for size in SIZES}
    for size, took in times.items():
        yield f"import: {size:>7,} characters {took:.2f} s, {1e6 * took / size:.1f} µs a character"
    growth = (times[SIZES[-1]] / SIZES[-1]) / (times[SIZES[0]] / SIZES[0])
    tracemalloc.start()
    analyse(manuscript(text_of(100_000).encode(), "bench.txt"), House())
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    yield f"import: time a character grows by {growth:.2f} from {SIZES[0]:,} to {SIZES[-1]:,}; 100,000 take {peak:.0f} MB (aim {LIMIT_ISSUE:.0f} s)"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(
        json.dumps({"page": slowest[0], "issue": times, "growth": growth, "peak_mb": peak}, indent=2), "utf-8"
    )
    if slowest[0] > LIMIT_PAGE or times[100_000] > LIMIT_ISSUE:
        yield "import: too slow"


if __name__ == "__main__":
    for line in lines(Path("dist") / "bench-import.json"):
        print(line)
