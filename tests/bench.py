"""``make bench``: a build against plain WeasyPrint on the same HTML, in one run, and the share of each stage.

Times are of whole processes (wall, CPU, peak memory, as the kernel accounts them), in turn A B A B, with warm
fonts; read the ratios, not the seconds. Then the line engine alone (``bench_setting``), a book of 1,000 articles
(``bench_books``), what is derived for the press (``bench_press``), raw pages (``bench_import``) and the script engines
(``bench_script``).
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from tests import bench_books, bench_import, bench_press, bench_script, bench_setting

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "sources" / "2026-11-23"
SEED = ROOT.parent / "shared" / "seed" / "issue" / "2023-01-11"
RUNS = 3

PLAIN = """
import sys
from pathlib import Path
from bulletin import fonts
fonts.prepare()
import weasyprint
from bulletin.typeset.fetch import ClosedFetcher
html, css, target, *pictures = sys.argv[1:]
files = dict(pair.split("=", 1) for pair in pictures)
fetcher = ClosedFetcher({key: Path(value) for key, value in files.items()})
config = weasyprint.text.fonts.FontConfiguration()
sheet = weasyprint.CSS(string=Path(css).read_text(), font_config=config, url_fetcher=fetcher)
weasyprint.HTML(string=Path(html).read_text(), url_fetcher=fetcher).write_pdf(
    target, stylesheets=[sheet], font_config=config, pdf_variant="pdf/ua-1", pdf_tags=True, dpi=300)
"""

STAGES = """
import sys
from pathlib import Path
from bulletin import pipeline
result = pipeline.build(pipeline.Request(Path(sys.argv[1]), editions=("zh-Hans",), outputs=("pdf", "epub"), into=Path(sys.argv[2])))
made = result.made[0]
for stage, seconds in made.seconds.items():
    print(stage, seconds, sep="\\t")
print("pages", made.artifacts[0].pages, sep="\\t")
"""


def run(command: list[str]) -> tuple[float, float, float]:
    """Run ``command``; return wall seconds, CPU seconds and peak memory in MB."""
    start = perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT)
    _, status, usage = os.wait4(process.pid, 0)
    wall = perf_counter() - start
    if status:
        raise SystemExit(f"bench: failed: {' '.join(command)[:200]}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def long_issue(folder: Path, times: int) -> Path:
    """Write an issue that holds the sample's articles ``times`` times over; return its folder."""
    home = folder / "sources"
    issue = home / "long"
    issue.mkdir(parents=True)
    shutil.copy(SAMPLE.parent / "publication.yaml", home / "publication.yaml")
    lines = ["number: 1", "date: 2026-11-23", "sections:"]
    for number in range(times):
        shutil.copytree(SAMPLE, issue / f"n{number}", ignore=shutil.ignore_patterns("issue.yaml"))
        names = sorted(p.relative_to(issue).as_posix() for p in (issue / f"n{number}").rglob("*.md"))
        lines += [f"  - title: 第{number + 1}组", f"    articles: [{', '.join(names)}]"]
        for name in names:
            text = (issue / name).read_text("utf-8")
            kept = [line for line in text.split("\n") if not line.startswith(("with:", "同题"))]
            (issue / name).write_text("\n".join(kept), "utf-8")
    (issue / "issue.yaml").write_text("\n".join(lines) + "\n", "utf-8")
    return issue


def pictures(issue: Path) -> list[str]:
    """Return ``address=file`` of each picture of ``issue``, as the pages name them."""
    from bulletin.blocks import Figure
    from bulletin.readers.issue import load
    from bulletin.walk import descend

    blocks = [b for a in load(issue).issue.articles for b in descend(a.blocks)]
    return [f"picture:{b.id}={b.path}" for b in blocks if isinstance(b, Figure) and b.path]


def compare(name: str, issue: Path, work: Path) -> None:
    """Print the comparison for one issue."""
    python, target = sys.executable, work / "out"
    ours = [
        python,
        "-m",
        "bulletin",
        "build",
        str(issue),
        "-e",
        "zh-Hans",
        "-o",
        "pdf",
        "-j",
        "1",
        "--into",
        str(target),
    ]
    run([*ours, "--keep", str(work / "keep")])
    kept = work / "keep" / "zh-Hans"
    plain = [python, "-c", PLAIN, str(kept / "3-page.html"), str(kept / "3-page.css"), str(work / "plain.pdf")]
    plain += pictures(issue)
    figures: dict[str, list[tuple[float, float, float]]] = {"bulletin": [], "plain": []}
    for _ in range(RUNS):
        figures["bulletin"].append(run(ours))
        figures["plain"].append(run(plain))
    print(f"\n{name}")
    print(f"{'':12}{'wall s':>10}{'CPU s':>10}{'peak MB':>10}")
    medians = {}
    for who, rows in figures.items():
        medians[who] = [statistics.median(row[n] for row in rows) for n in range(3)]
        print(f"{who:12}" + "".join(f"{value:10.2f}" for value in medians[who]))
    print(f"{'ratio':12}" + "".join(f"{a / b:10.2f}" for a, b in zip(*medians.values(), strict=True)))
    listed = subprocess.run(
        [python, "-c", STAGES, str(issue), str(target)], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout
    stages = {key: float(value) for key, value in (line.split("\t") for line in listed.strip().split("\n"))}
    pages = int(stages.pop("pages"))
    total = sum(stages.values())
    print(f"{pages} pages; share of each stage of PDF and EPUB:")
    for stage, seconds in stages.items():
        print(f"  {stage:12}{seconds:8.2f} s{100 * seconds / total:7.1f} %")
    own = total - stages["layout"] - stages["paper"]
    print(f"  all that is not WeasyPrint: {100 * own / total:.1f} %")


def main() -> None:
    """Compare the seed issue (the sample, where there is none) and an issue of more than 100 pages."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        name, first = ("seed issue", SEED) if SEED.is_dir() else ("sample issue (no seed issue here)", SAMPLE)
        (work / "a").mkdir()
        compare(name, first, work / "a")
        (work / "b").mkdir()
        compare("long issue", long_issue(work / "b", 7), work / "b")
        for line in bench_setting.lines(SAMPLE, work, ROOT / "dist" / "bench.json"):
            print(line, flush=True)
        for line in bench_books.lines(SAMPLE, work, ROOT / "dist" / "bench-books.json"):
            print(line, flush=True)
    with tempfile.TemporaryDirectory() as folder:
        for line in bench_import.lines(ROOT / "dist" / "bench-import.json"):
            print(line)
        for line in bench_press.lines(Path(folder), ROOT / "dist" / "bench-press.json"):
            print(line, flush=True)
    for line in bench_script.lines(SAMPLE, ROOT / "dist" / "bench-script.json"):
        print(line, flush=True)


if __name__ == "__main__":
    main()
