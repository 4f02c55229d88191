"""Which script a text is in, and what is left over."""

import pytest

from bulletin.model import Script
from bulletin.script.characters import contradiction, detect, foreign, only_simplified, only_traditional
from bulletin.script.rules import overlay
from tests.probes import probes


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("图书馆开馆了", Script.HANS),
        ("圖書館開館了", Script.TW),
        ("里程 2026", None),
        ("", None),
        ("後来后", None),
        ("图书馆开馆，福祿", Script.HANS),
    ],
)
def test_detect(text: str, script: Script | None) -> None:
    assert detect(text) is script


def test_the_sets_are_apart_and_of_the_measured_size() -> None:
    # Characters beyond the basic plane, which few faces have, are not counted on either side.
    assert not only_simplified() & only_traditional()
    assert 3500 < len(only_simplified()) < 4000
    assert 3100 < len(only_traditional()) < 3400


@pytest.mark.parametrize("char", "后里面干乾于於余云松谷几出台着著晒雇霉恒群峰床秘昇甦祇麽徵藉覆瞭捱")
def test_characters_of_both_are_evidence_for_neither(char: str) -> None:
    assert char not in only_simplified()
    assert char not in only_traditional()


@pytest.mark.parametrize("char", "後裡裏髮發麵體們說說")
def test_plain_traditional(char: str) -> None:
    assert char in only_traditional()


def test_foreign() -> None:
    assert foreign("群眾的图书馆與图", Script.TW) == "图书馆"
    assert foreign("群众的圖書館與圖", Script.HANS) == "圖書館與"


def test_contradiction_needs_a_clear_majority() -> None:
    assert contradiction(["圖書館開館"], Script.HANS) is Script.TW
    assert contradiction(["图书馆开馆"], Script.HK) is Script.HANS
    assert contradiction(["圖書館"], Script.HANS) is None, "three characters are a quotation, not a script"
    assert contradiction(["圖書館開館，这个书房"], Script.HANS) is None
    assert contradiction(["圖書館開館"], Script.HK) is None


def test_what_our_own_corrections_and_probes_hold_is_no_leak() -> None:
    for line in overlay.load():
        for script in line.targets:
            assert not foreign(line.result, script), line.line
    for probe in probes():
        assert not foreign(probe.taiwan, Script.TW) + foreign(probe.hong_kong, Script.HK), probe.source
