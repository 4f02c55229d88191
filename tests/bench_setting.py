"""Our line engine against plain WeasyPrint, Chromium's print and Typst: what each costs, and how well each sets.

All set the text of ``bench_sources`` and write tagged PDF; each run is a process of its own, from its start to the
finished file, in turn A B C D A B C D. The cheapest run of each counts, for other work on the machine only ever adds;
how far apart the runs were is told. Then ``bulletin inspect`` reads the files back and counts their faults.
"""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf

from bulletin import fonts
from bulletin.checks.paper import inspection
from bulletin.findings import word
from bulletin.galley.faults import Kind
from bulletin.galley.score import score
from tests import bench_sources
from tests.bench_contenders import ROOT, Contender, others, ours, stock
from tests.bench_meter import Cost, cost

ROUNDS, GROWTH_ROUNDS = 3, 2
TIMES = 26
"""How often the sample's text is set: more than 200 pages of it."""
LENGTHS = (12, 29, 57, 114)
"""The same for the look at growth: more than 100, 250, 500 and 1,000 pages."""
HALF = 2
"""Which of these lengths plain WeasyPrint sets too."""
STAGES = ("start", "layout", "reading back", "drawing")
"""Reading back is what our press room does besides: every laid-out page is looked over for faults of setting.

What is left of the whole is the interpreter's ending: it takes all that was made apart."""
CPU_AIM, PEAK_AIM = 0.45, 1.2
"""Greatest ratio to plain WeasyPrint that our engine may have."""
ALWAYS = (Kind.SHORT, Kind.GAPE, Kind.LONE, Kind.START, Kind.END, Kind.STRETCH, Kind.OVER, Kind.OFF_GRID, Kind.UNEVEN)
"""Faults that are listed even where nobody has one."""
_LABEL, _COLUMN = 40, 18


@dataclass(frozen=True, slots=True)
class Result:
    """The runs of one contender over one text."""

    who: Contender
    runs: tuple[Cost, ...]
    pages: int
    size: int
    """Bytes of its PDF."""

    @property
    def best(self) -> Cost:
        """The run that took the least CPU time."""
        return min(self.runs, key=lambda run: run.cpu)

    @property
    def wall(self) -> float:
        return min(run.wall for run in self.runs)

    @property
    def peak(self) -> float:
        """MB; the greatest, since a look at it may come too late but never too early."""
        return max(run.peak for run in self.runs)

    @property
    def spread(self) -> float:
        """How much more CPU time the dearest run took, in per cent."""
        return 100 * (max(run.cpu for run in self.runs) / self.best.cpu - 1)

    @property
    def stages(self) -> list[float]:
        """CPU seconds of each of ``STAGES``; empty where the contender does not tell."""
        return [float(part) for part in self.best.said.split()] if self.who.own else []

    @property
    def set(self) -> float:
        """CPU seconds of layout and drawing."""
        return self.stages[1] + self.stages[3]

    def as_dict(self) -> dict[str, Any]:
        plain = {"name": self.who.name, "tagged": self.who.tags, "pages": self.pages, "bytes": self.size}
        costs = {"cpu": self.best.cpu, "wall": self.wall, "peak": self.peak, "stages": self.stages}
        return plain | costs | {"runs": [[run.cpu, run.wall, run.peak] for run in self.runs]}


def measure(
    who: Sequence[Contender], copy: bench_sources.Copy, rounds: int, environment: Mapping[str, str]
) -> list[Result]:
    """Let each of ``who`` set ``copy`` ``rounds`` times, in turn."""
    runs: dict[str, list[Cost]] = {one.key: [] for one in who}
    for _ in range(rounds):
        for one in who:
            runs[one.key].append(cost(one.command(copy), copy.folder, environment))
    results = []
    for one in who:
        file = one.target(copy)
        with pikepdf.open(file) as pdf:
            results.append(Result(one, tuple(runs[one.key]), len(pdf.pages), file.stat().st_size))
    return results


def lines(issue: Path, work: Path, into: Path) -> Iterator[str]:
    """Yield the comparison over the text of ``issue`` as lines to read; write its figures to ``into``."""
    faces = fonts.prepare()
    environment = {"FONTCONFIG_FILE": str(faces.conf), "PYTHONPATH": str(ROOT)}
    told: dict[str, Any] = {"cores": os.cpu_count(), "load": os.getloadavg()}
    copy = bench_sources.write(work / "text", issue, TIMES)
    who = [ours(), stock()]
    yield f"\nsetting: {copy.characters} characters in {copy.paragraphs} paragraphs, A4, two columns of 22 字, 10.5/17 pt"
    yield f"{ROUNDS} runs each, in turn; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; tagged PDF"
    for one in others(faces):
        if isinstance(one, Contender):
            who.append(one)
        else:
            yield one
    bare = [ours(tags=False), stock(tags=False)]
    found = measure([*who, *bare], copy, ROUNDS, environment)
    results, untagged = found[: len(who)], found[len(who) :]
    yield from costs(results)
    sheets = [sheet(one.who.target(copy)) for one in results]
    yield from faults(results, sheets)
    yield from ratios(results, untagged)
    grown, half = growth(issue, work, environment)
    yield from growing(grown, half)
    told["contenders"] = [one.as_dict() | {"sheet": page} for one, page in zip(results, sheets, strict=True)]
    told["untagged"] = [one.as_dict() for one in untagged]
    told["growth"] = [one.as_dict() for one in [*grown, half]]
    into.parent.mkdir(parents=True, exist_ok=True)
    into.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")


def sheet(file: Path) -> dict[str, Any]:
    """Return the score sheet of a PDF."""
    found = inspection.pdf(file)
    return score(found.paper.galley, found.faults)


def row(label: str, cells: Sequence[object]) -> str:
    return f"{label:{_LABEL}}" + "".join(f"{cell!s:>{_COLUMN}}" for cell in cells)


def costs(results: Sequence[Result]) -> Iterator[str]:
    """Yield what each contender took."""
    yield row("", [one.who.name for one in results])
    yield row("pages", [one.pages for one in results])
    yield row("CPU, s", [f"{one.best.cpu:.2f}" for one in results])
    for number, stage in enumerate(STAGES):
        yield row(f"  {stage}", [f"{one.stages[number]:.2f}" if one.stages else "–" for one in results])
    yield row("  ending", [f"{one.best.cpu - sum(one.stages):.2f}" if one.stages else "–" for one in results])
    yield row("  dearest run", [f"+{one.spread:.0f} %" for one in results])
    yield row("CPU, to plain WeasyPrint", [f"{one.best.cpu / results[1].best.cpu:.2f}" for one in results])
    yield row("wall, s", [f"{one.wall:.2f}" for one in results])
    yield row("peak memory, MB", [f"{one.peak:.0f}" for one in results])
    yield row("file, KB", [one.size // 1024 for one in results])


def faults(results: Sequence[Result], sheets: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the inspector's counts, each of so many chances."""
    bases = {
        "lines": "lines",
        "measured": "justified lines",
        "pairs": "marks in a row",
        "paragraphs": "paragraphs > 1 line",
    }
    for base, label in bases.items():
        yield row(label, [one["totals"][base] for one in sheets])
    yield row("leading found, pt", [one["leading"] for one in sheets])
    for kind in Kind:
        # Faces that are none of ours have names of their makers' own; the text is the same for all.
        if kind in (Kind.FOREIGN, Kind.FILL):
            continue
        counts = [one["counts"][kind.value] for one in sheets]
        if any(counts) or kind in ALWAYS:
            rates = [one["rates"][kind.value] for one in sheets]
            cells = [f"{n} ({rate:.1f} %)" if n else "0" for n, rate in zip(counts, rates, strict=True)]
            yield row(word(f"fault-{kind.value}", "en"), cells)


def ratios(results: Sequence[Result], untagged: Sequence[Result]) -> Iterator[str]:
    """Yield our engine's share of plain WeasyPrint's CPU time."""
    engine, plain = results[:2]
    yield f"\nCPU time of our engine, plain WeasyPrint = 1 (aim {CPU_AIM})"
    yield row("  whole process", [f"{engine.best.cpu / plain.best.cpu:.2f}"])
    yield row("  layout and drawing", [f"{engine.set / plain.set:.2f}"])
    yield row("  layout", [f"{engine.stages[1] / plain.stages[1]:.2f}"])
    yield row("  drawing", [f"{engine.stages[3] / plain.stages[3]:.2f}"])
    yield row("  whole process, both untagged", [f"{untagged[0].best.cpu / untagged[1].best.cpu:.2f}"])
    yield row("  layout and drawing, both untagged", [f"{untagged[0].set / untagged[1].set:.2f}"])


def growth(issue: Path, work: Path, environment: Mapping[str, str]) -> tuple[list[Result], Result]:
    """Set ever longer texts with our engine, and one of them with plain WeasyPrint."""
    engines: list[Result] = []
    plain: list[Result] = []
    for number, times in enumerate(LENGTHS):
        copy = bench_sources.write(work / f"text-{times}", issue, times)
        who = [ours(), stock()] if number == HALF else [ours()]
        found = measure(who, copy, GROWTH_ROUNDS, environment)
        engines.append(found[0])
        plain += found[1:]
    return engines, plain[0]


def growing(grown: Sequence[Result], half: Result) -> Iterator[str]:
    """Yield how CPU time and memory grow with the pages, and our memory's ratio to plain WeasyPrint's."""
    yield ""
    yield row("growth", ["pages", "CPU, s", "ms a page", "peak MB", "KB a page"])
    for one in [*grown, half]:
        first = grown[0] if one is not grown[0] and one.who.key == grown[0].who.key else None
        more = f"{1024 * (one.peak - first.peak) / (one.pages - first.pages):.0f}" if first else "–"
        cells = [one.pages, f"{one.best.cpu:.2f}", f"{1000 * one.set / one.pages:.1f}", f"{one.peak:.0f}", more]
        yield row(one.who.name, cells)
    steady = (grown[-1].set / grown[-1].pages) / (grown[0].set / grown[0].pages)
    yield row(f"CPU a page, {grown[-1].pages} to {grown[0].pages} pages", [f"{steady:.2f}"])
    yield row(f"CPU at {grown[HALF].pages} pages, whole process", [f"{grown[HALF].best.cpu / half.best.cpu:.2f}"])
    ratio = grown[HALF].peak / half.peak
    yield row(f"memory at {grown[HALF].pages} pages (aim {PEAK_AIM})", [f"{ratio:.2f}"])
