"""How right conversion is, by more than a thousand probes, and what of the rest is laid before the editor."""

from collections import Counter

import pytest

from bulletin.model import EngineName, Script
from bulletin.script.convert import convert_text
from bulletin.script.converter import converter
from tests.probes import Probe, probes

TRADITIONAL = [Script.TW, Script.HK]


def wrong(name: str, script: Script, engine: EngineName = EngineName.EXACT) -> list[tuple[Probe, str]]:
    conv = converter(Script.HANS, script, name=engine)
    assert conv
    return [(p, out) for p in probes(name) if (out := conv.convert(p.source)) != p.want(script)]


def table(found: list[tuple[Probe, str]]) -> str:
    """Return what is wrong, family by family, for the message of a test that fails."""
    counts = Counter(probe.family for probe, _ in found)
    lines = [f"{family} {count}" for family, count in counts.most_common()]
    return "\n".join([*lines, *(f"{probe.source}\n  {out}" for probe, out in found)])


def test_probes_are_of_equal_length_and_no_two_the_same() -> None:
    every = probes()
    assert len({probe.source for probe in every}) == len(every)
    assert all(len(p.source) == len(p.taiwan) == len(p.hong_kong) for p in every)
    assert len(probes("phrases")) >= 400
    families = {probe.family for probe in probes("phrases")}
    assert families >= set("发干后里面复了征系制历余台钟于范只周并表谷冲斗划卷回汇姜借尽据克困")


@pytest.mark.parametrize("script", TRADITIONAL)
@pytest.mark.parametrize("engine", list(EngineName))
def test_phrases(script: Script, engine: EngineName) -> None:
    found = wrong("phrases", script, engine)
    assert len(found) <= 0.02 * len(probes("phrases")), table(found)


@pytest.mark.parametrize("script", TRADITIONAL)
@pytest.mark.parametrize("name", ["sentences", "papers"])
def test_sentences(script: Script, name: str) -> None:
    """Sentences hold several choices each, and names without a title, which no rule knows: a whole one counts."""
    found = wrong(name, script)
    assert len(found) <= 0.04 * len(probes(name)), table(found)


@pytest.mark.parametrize("script", TRADITIONAL)
def test_names(script: Script) -> None:
    """Names where bulletins have them, and the words that look like them: no word is taken for a name."""
    said = {p: convert_text(p.source, Script.HANS, script).text for p in probes("names")}
    found = [(p, out) for p, out in said.items() if out != p.want(script)]
    assert not [p.source for p, _ in found if p.family == "word"]
    assert len(found) <= 0.15 * sum(p.family == "name" for p in said), table(found)


@pytest.mark.parametrize("script", TRADITIONAL)
def test_most_of_what_is_wrong_is_doubtful(script: Script) -> None:
    """The places that come out wrong are among those that the ledger lays before the editor."""
    missed = caught = 0
    for probe in probes():
        done = convert_text(probe.source, Script.HANS, script)
        asked = {
            probe.source.index(choice.before + choice.text + choice.after) + len(choice.before)
            for choice in done.ledger.open
        }
        bad = {at for at, (ours, want) in enumerate(zip(done.text, probe.want(script), strict=True)) if ours != want}
        caught += len(bad & asked)
        missed += len(bad - asked)
    assert caught >= 0.6 * (caught + missed), (caught, missed)
