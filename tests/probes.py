"""The probe sets: phrases and sentences of our own, each with what a copy editor expects of it.

All were written before any engine saw them, by several hands. Of the first measure, before a set taught anything, the
whole lines that were right (Taiwan): ``phrases`` 574 of 600, ``sentences`` 235 of 300, ``papers`` 232 of 260; and of
the characters wrong in ``papers`` 17 of 32 were laid before the editor as doubtful. ``names`` came last: 42 of its 110
lines with names were right and 48 of 89 wrong surnames were asked about, and all 50 lines with words that look like
names were right. What they taught since went into
the corrections, so that they now guard what was learned and measure no more.
"""

from functools import cache
from pathlib import Path
from typing import NamedTuple

from bulletin.model import Script

FOLDER = Path(__file__).parent / "probes"


class Probe(NamedTuple):
    """One probe."""

    family: str
    source: str
    taiwan: str
    hong_kong: str
    why: str

    def want(self, script: Script) -> str:
        """Return what is expected in one of the Traditional scripts."""
        return self.taiwan if script is Script.TW else self.hong_kong


@cache
def probes(name: str = "") -> tuple[Probe, ...]:
    """Return the probes of one set, or of all."""
    files = [FOLDER / f"{name}.tsv"] if name else sorted(FOLDER.glob("*.tsv"))
    lines = [line for file in files for line in file.read_text("utf-8").splitlines()]
    return tuple(Probe(*line.split("\t")) for line in lines if line and not line.startswith("#"))
