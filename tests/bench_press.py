"""Part of ``make bench``: what it costs to derive press, grey, archive and booklet from an edition's paper.

    python -m tests.bench_press

Held against plain WeasyPrint on the same HTML (CPU of whole processes, in turn); conversion of pictures, which depends on
how many there are, is timed apart, and so is the job sheet. Peak memory, and whether a second run gives the same bytes.
"""

import hashlib
import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from time import process_time
from types import SimpleNamespace
from typing import Any

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "sources" / "2026-11-23"
TIMES, RUNS = 13, 3
"""How often the issue holds the sample's articles: more than 200 pages."""
AIM = 0.25
"""Greatest ratio to plain WeasyPrint."""
NAMES = ("press", "grey", "archive", "booklet")


def derive(issue: Path, paper: Path, folder: Path) -> dict[str, Any]:
    """Derive every output once from ``paper``; return CPU seconds, peak memory in MB and digests."""
    from bulletin import fonts, layouts, making
    from bulletin.outputs import jobsheet
    from bulletin.outputs.base import Job
    from bulletin.press import pictures
    from bulletin.readers import issue as issue_reader
    from bulletin.readers import sources
    from bulletin.versions import made_with

    loaded = issue_reader.load(issue)
    plan = loaded.plans[0]
    edition = making.edit(loaded, plan)[0]
    faces = fonts.prepare()
    import pikepdf

    with pikepdf.open(paper) as pdf:
        count = len(pdf.pages)
    laid_out: Any = SimpleNamespace(count=count)
    job = Job(edition, layouts.load(plan.layout), faces, folder, laid_out, paper, loaded.home)
    kept = sources.collect(edition.issue, loaded.folder, loaded.home)
    job = replace(job, sources=kept, versions=made_with(faces, [plan.engine]))
    spent = {"pictures": 0.0, "job sheet": 0.0}
    _timed(pictures, "convert", spent, "pictures")
    _timed(jobsheet, "sheet", spent, "job sheet")
    out: dict[str, Any] = {"pages": count, "digests": {}}
    for name in NAMES:
        apart = sum(spent.values())
        start = process_time()
        made, _ = making.OUTPUTS[name].make(job)
        out[name] = process_time() - start - (sum(spent.values()) - apart)
        out["digests"][name] = hashlib.sha256(made[0].path.read_bytes()).hexdigest()
    return out | spent | {"peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def _timed(module: Any, name: str, spent: dict[str, float], key: str) -> None:
    """Let a function of ``module`` add its CPU time to ``spent``."""
    inner = getattr(module, name)

    def call(*arguments: Any) -> Any:
        start = process_time()
        try:
            return inner(*arguments)
        finally:
            spent[key] += process_time() - start

    setattr(module, name, call)


def lines(work: Path, into: Path) -> Iterator[str]:
    """Yield the comparison, line by line, and write its figures to ``into``."""
    from tests.bench import PLAIN, long_issue, pictures, run

    issue = long_issue(work, TIMES)
    python, target = sys.executable, work / "out"
    build = [python, "-m", "bulletin", "build", str(issue), "-e", "zh-Hans", "-o", "pdf", "-j", "1"]
    run([*build, "--into", str(target), "--keep", str(work / "keep")])
    kept = work / "keep" / "zh-Hans"
    paper = next((target / "long").glob("*-zh-Hans.pdf"))
    plain = [python, "-c", PLAIN, str(kept / "3-page.html"), str(kept / "3-page.css"), str(work / "plain.pdf")]
    plain += pictures(issue)
    stock: list[float] = []
    found: list[dict[str, Any]] = []
    for number in range(RUNS):
        stock.append(run(plain)[1])
        folder = work / f"run{number}"
        folder.mkdir()
        command = [python, "-m", "tests.bench_press", "derive", str(issue), str(paper), str(folder)]
        said = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout
        found.append(json.loads(said))
    best = {key: min(one[key] for one in found) for key in (*NAMES, "pictures", "job sheet", "peak")}
    total, base = sum(best[name] for name in NAMES), min(stock)
    same = all(one["digests"] == found[0]["digests"] for one in found)
    yield f"Derived from the paper, {found[0]['pages']} pages (CPU seconds, best of {RUNS}):"
    yield f"  {'plain WeasyPrint, the same pages':36}{base:8.2f}"
    for name in NAMES:
        yield f"  {name:36}{best[name]:8.2f}{100 * best[name] / base:7.1f} %"
    yield f"  {'together':36}{total:8.2f}{100 * total / base:7.1f} %   (aim: {100 * AIM:.0f} %)"
    yield f"  {'pictures, apart':36}{best['pictures']:8.2f}"
    yield f"  {'job sheet, apart':36}{best['job sheet']:8.2f}"
    yield f"  peak memory {best['peak']:.0f} MB; the same bytes in every run: {'yes' if same else 'NO'}"
    into.parent.mkdir(parents=True, exist_ok=True)
    into.write_text(json.dumps({"plain": base, **best, "same": same}, indent=1) + "\n", "utf-8")


def main() -> None:
    """Print the comparison, or derive once for it."""
    if sys.argv[1:2] == ["derive"]:
        print(json.dumps(derive(*(Path(word) for word in sys.argv[2:5]))))
        return
    with tempfile.TemporaryDirectory() as folder:
        for line in lines(Path(folder), ROOT / "dist" / "bench-press.json"):
            print(line, flush=True)


if __name__ == "__main__":
    main()
