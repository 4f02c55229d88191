"""Characters a second of each conversion engine and of two peers, in one run; and how cost grows to 10 MB.

Times are CPU seconds of one process a contender, its start and tables left out; texts are the sample's sentences,
shuffled, so that no engine meets a page it has just seen.
"""

import json
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

OPENCC = Path(__file__).parent.parent / ".venv" / "for-opencc" / "bin" / "python"
CONFIGURATIONS = ("s2t", "s2tw", "s2twp")
RUNS = 3

OURS = """
import sys, time
from bulletin.script.engine.engines import ENGINES
made = ENGINES[sys.argv[1]](sys.argv[2])
work = made.spans
"""
PACKAGE = """
import sys, time
import opencc
work = opencc.OpenCC(sys.argv[2]).convert
"""
THEIRS = """
import sys, time
import opencc
work = opencc.OpenCC(sys.argv[2] + ".json").convert
"""
SECOND = """
import sys, time
import zhconv_rs
work = lambda text: zhconv_rs.zhconv(text, "zh-Hant", False)
"""
REST = """
text = sys.stdin.read()
work(text[:2000])
start = time.process_time()
work(text)
print(time.process_time() - start)
"""
LOAD = """
import json, sys, time
from bulletin.script.engine import tables
tables.load(sys.argv[1])
tables.load.cache_clear()
start = time.perf_counter()
tables.load(sys.argv[1])
print(time.perf_counter() - start)
"""


def seconds(python: str, program: str, which: str, name: str, text: str) -> float:
    """Return the CPU seconds that a contender takes for ``text``, the best of some runs."""
    found = []
    for _ in range(RUNS):
        done = subprocess.run([python, "-c", program + REST, which, name], input=text, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"bench: {which} {name}: {done.stderr.strip().splitlines()[-1:]}")
        found.append(float(done.stdout))
    return min(found)


def texts(sample: Path, characters: int) -> str:
    """Return shuffled sentences of the sample, so many characters."""
    whole = "".join(path.read_text("utf-8") for path in sorted(sample.rglob("*.md")))
    sentences = re.findall(r"[^。\n]{8,}。", whole)
    rng = random.Random("bench")
    out: list[str] = []
    size = 0
    while size < characters:
        out.append(rng.choice(sentences) + rng.choice(("", "", "\n")))
        size += len(out[-1])
    return "".join(out)[:characters]


def lines(sample: Path, into: Path) -> Iterator[str]:
    """Yield what was measured, line by line; the figures go into the file ``into`` as well."""
    text = texts(sample, 200_000)
    contenders = [
        ("exact", sys.executable, OURS, "exact"),
        (
            "opencc-python-reimplemented, current tables, with places",
            sys.executable,
            OURS,
            "opencc-python-reimplemented",
        ),
        ("opencc-python-reimplemented 0.1.7 alone, its own tables", sys.executable, PACKAGE, "package"),
        ("zhconv-rs (Rust)", sys.executable, SECOND, "zhconv-rs"),
    ]
    if OPENCC.is_file():
        contenders.append(("OpenCC 1.4.2 (C++)", str(OPENCC), THEIRS, "OpenCC"))
    else:
        yield "OpenCC itself is not installed here: make .venv/opencc"
    figures: dict[str, dict[str, float]] = {}
    yield f"\nscript conversion: {len(text):,} characters, thousand characters a CPU second"
    for name, python, program, which in contenders:
        figures[name] = {
            config: len(text) / seconds(python, program, which, config, text) / 1000 for config in CONFIGURATIONS
        }
        yield f"  {name:58}" + "".join(f"{config:>7} {rate:>8,.0f}" for config, rate in figures[name].items())
    first, second = (figures[name] for name, *_ in contenders[:2])
    yield "  exact against the other: " + ", ".join(f"{c} {first[c] / second[c]:.1f} ×" for c in CONFIGURATIONS)
    size = 3_540_000  # 10 MB of UTF-8
    long = texts(sample, size)
    parts = {
        count: seconds(sys.executable, OURS, "exact", "s2tw", long[:count]) for count in (size // 32, size // 4, size)
    }
    per = {count: used / count for count, used in parts.items()}
    base = min(per)
    grown = {f"{count:,}": per[count] / per[base] for count in per}
    yield "  growth of exact s2tw, cost a character: " + ", ".join(
        f"{count} {ratio:.2f}" for count, ratio in grown.items()
    )
    loads = {}
    for config in ("s2t", "s2tw", "s2twp", "s2hk", "tw2s"):
        runs = [
            subprocess.run([sys.executable, "-c", LOAD, config], capture_output=True, text=True) for _ in range(RUNS)
        ]
        loads[config] = min(float(done.stdout) for done in runs) * 1000
    yield "  tables from the cache, ms: " + ", ".join(f"{config} {ms:.0f}" for config, ms in loads.items())
    into.parent.mkdir(parents=True, exist_ok=True)
    into.write_text(json.dumps({"rates": figures, "growth": grown, "load ms": loads}, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    root = Path(__file__).parent.parent
    for line in lines(root / "sources" / "2026-11-23", root / "dist" / "bench-script.json"):
        print(line, flush=True)
