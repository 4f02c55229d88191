"""Words that are printed on proof sheets, by script."""

from functools import cache

from pydantic import Field

from bulletin.config import tree
from bulletin.config.check import Settings, validate
from bulletin.errors import LayoutError
from bulletin.layouts import HOME
from bulletin.model import Script
from bulletin.textfile import read_text

_FILE = "layouts/common/proof.yaml"


class Words(Settings):
    """One script's words; ``{}`` is filled in."""

    rounds: str
    """Names of the proofs, from the first on."""
    nth: str
    roles: str
    head: str
    unnumbered: str
    day: str
    page: str
    full: str
    scaled: str
    note: str
    checked: str
    sheet: str
    title: str
    issue: str
    number: str
    total: str
    date: str
    edition: str
    pages: str
    characters: str
    against: str
    none: str
    role: str
    name: str
    signed: str
    remark: str
    verdict: str
    verdicts: str
    legend: str
    bar: str
    cut: str
    lines: str
    changes: str
    counts: str
    unchanged: str
    first: str
    place: str
    moved: str
    more: str
    symbols: str
    source: str
    next: str
    signs: str
    samples: str
    """What each mark corrects, and behind a slash what is to be put in."""

    def round(self, number: int) -> str:
        """Return what the proof of this number is called: 一校, 二校."""
        names = self.rounds.split()
        return names[number - 1] if number <= len(names) else self.nth.replace("{}", str(number))


class _File(Settings):
    hans: Words = Field(alias="zh-Hans")
    tw: Words = Field(alias="zh-Hant-TW")
    hk: Words = Field(alias="zh-Hant-HK")


@cache
def words(script: Script) -> Words:
    """Return the words of ``script``."""
    found = validate(
        tree.parse(read_text(HOME / "common" / "proof.yaml", _FILE, LayoutError), _FILE), _File, LayoutError
    )
    return {Script.HANS: found.hans, Script.TW: found.tw, Script.HK: found.hk}[script]


def fill(template: str, *values: object) -> str:
    """Return ``template`` with each ``{}`` replaced in turn; values may hold braces."""
    parts = template.split("{}")
    return "".join(part + str(value) for part, value in zip(parts, (*values, ""), strict=False))
