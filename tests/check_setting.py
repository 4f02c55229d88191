"""``make check-setting``: every layout, every script, every issue at hand, its lines counted by a second reader.

The second reader (``independent.py``) knows the PDF alone, through MuPDF, and shares no code with the program.
"""

import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from bulletin import layouts, making
from bulletin.model import EditionPlan, Script
from bulletin.readers import issue as reader
from tests import independent

ROOT = Path(__file__).parent.parent
ISSUES = (
    ROOT / "sources" / "2026-11-23",
    ROOT / "sources" / "2026-12-07",
    ROOT.parent / "shared" / "seed" / "issue" / "2023-01-11",
)
LAYOUTS = ("bulletin", "booklet", "compact", "gazette")

FACES = {Script.HANS: "SC", Script.TW: "TC", Script.HK: "HK"}


def count(folder: Path, layout: str, script: Script, into: Path, **settings: str) -> independent.Counts:
    """Set the issue in ``folder`` and return what the second reader counts on its pages."""
    loaded = reader.load(folder)
    plan: EditionPlan = replace(
        loaded.plans[0], key=f"{layout}-{script}", layout=layout, script=script, settings=settings, make=("pdf",)
    )
    made = making.make_edition(loaded, plan, into)
    chosen = layouts.load(layout)
    m = chosen.measures(chosen.settings(plan))

    def lefts(page: int) -> list[float]:
        edge = m["inner"] if page % 2 else m["outer"]
        return [edge + column * (m["column"] + m["gap"]) for column in range(int(m["columns"]))]

    fang = layout == "gazette"
    region = "TC" if fang and script is Script.HK else FACES[script]
    return independent.count(
        made.artifacts[0].path,
        lefts,
        m["column"],
        m["line"],
        m["em"],
        f"{'Fang' if fang else 'Song'}-{region}",
        plain=True,
    )


def faults(found: independent.Counts) -> dict[str, int]:
    """Return what must be nothing: banned line ends, split marks, lone characters, lines off the grid, gaping pairs."""
    names = ("starts", "ends", "split", "lone", "uneven", "wide", "gaping")
    return {name: getattr(found, name) for name in names if getattr(found, name)}


def main() -> int:
    """Print a row for each; return 1 where anything is amiss."""
    bad = 0
    total = short = 0
    with tempfile.TemporaryDirectory() as folder:
        for issue in ISSUES:
            if not issue.is_dir():
                print(f"{issue.name}: not at hand, left out")
                continue
            for layout in LAYOUTS:
                for script in Script:
                    into = Path(folder) / f"{issue.name}-{layout}-{script}"
                    into.mkdir()
                    found = count(issue, layout, script, into)
                    amiss = faults(found)
                    bad += bool(amiss)
                    total += found.measured
                    short += found.short_half
                    told = ", ".join(f"{name} {number}" for name, number in amiss.items()) or "0 faults"
                    print(
                        f"{issue.name} {layout:9} {script:11} {found.lines:5} lines, {found.measured:5} to be flush,"
                        f" {found.short_half} short by over .5 pt; {told}",
                        flush=True,
                    )
    print(f"in all {total} lines to be flush, {short} short ({100 * short / max(1, total):.2f} %; 0.5 % allowed)")
    return int(bool(bad) or short > 0.005 * total)


if __name__ == "__main__":
    sys.exit(main())
