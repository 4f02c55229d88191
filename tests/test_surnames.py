"""Surnames that are words as well: the words are no names, and the data has nothing that can never match."""

from dataclasses import replace

import pytest

from bulletin.model import Script
from bulletin.script.converter import converter
from bulletin.script.rules import surnames
from tests.probes import FOLDER

SENTENCES = [line for line in (FOLDER / "no_names.txt").read_text("utf-8").splitlines() if not line.startswith("#")]


@pytest.mark.parametrize("script", [Script.TW, Script.HK])
def test_words_are_no_names(script: Script) -> None:
    """A thousand sentences that a reviewer wrote to mislead; two in a hundred may."""
    conv = converter(Script.HANS, script)
    assert conv
    blind = replace(conv, guessing=False)
    wrong = [line for line in SENTENCES if conv.convert(line) != blind.convert(line)]
    assert len(SENTENCES) > 1000
    assert len(wrong) <= 0.02 * len(SENTENCES), wrong


def test_nothing_in_the_data_is_idle() -> None:
    known = surnames.words()
    first, last = known.given
    for name in known.no_names:
        assert (name[0] in first and name[1] in last) or name[0] in known.forms, name
    assert all(noun[0] in known.forms for noun in known.nouns)
    assert known.follows.keys() | known.after.keys() | known.everyday <= known.forms.keys()
    assert not set(known.verbs) & set(surnames._NICKNAMED)
