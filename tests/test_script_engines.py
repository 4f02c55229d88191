"""The default engine gives what the package gives, with true spans."""

import hashlib
import json
import random
import sys
from importlib import metadata
from importlib.machinery import ModuleSpec
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opencc import OpenCC

from bulletin.errors import ExitCode, ScriptError
from bulletin.model import Script
from bulletin.script import dictionaries
from bulletin.script.engines import CHAINS, By, Conversion, DictionaryEngine, engine

PACKAGED = ("s2tw", "s2twp", "s2hk", "tw2s", "tw2sp", "hk2s")
PACKAGE = {name: OpenCC(name) for name in PACKAGED}
OURS = {name: DictionaryEngine(name) for name in CHAINS}
KEYS = {
    name: sorted({key for group in CHAINS[name] for file in group for key, _ in dictionaries.pairs(file)})
    for name in PACKAGED
}
GLUE = ("，", "-", "“", " ", "\n", "A", "——", "3", "|", ".", "　", "后", "里", "发", "的")


def text_of(conversions: tuple[Conversion, ...]) -> str:
    return "".join(c.out for c in conversions)


def assert_cover(conversions: tuple[Conversion, ...], text: str) -> None:
    assert [c.start for c in conversions[:1]] == [0] * bool(text)
    assert all(a.end == b.start for a, b in pairwise(conversions))
    assert not text or conversions[-1].end == len(text)


@pytest.mark.parametrize("name", PACKAGED)
def test_chain_is_the_packages_own(name: str) -> None:
    path = Path(str(metadata.distribution(dictionaries.PACKAGE).locate_file(f"opencc/config/{name}.json")))

    def files(entry: dict) -> tuple[str, ...]:  # type: ignore[type-arg]  # plain JSON
        return tuple(f for d in entry["dicts"] for f in files(d)) if entry["type"] == "group" else (entry["file"],)

    assert tuple(files(step["dict"]) for step in json.loads(path.read_text())["conversion_chain"]) == CHAINS[name]


@pytest.mark.parametrize("name", PACKAGED)
def test_same_text_as_the_package_on_glued_and_cut_entries(name: str) -> None:
    rng = random.Random(name)
    for _ in range(400):
        parts = []
        for _ in range(rng.randint(1, 12)):
            key = rng.choice(KEYS[name])
            parts.append(rng.choice((key, key[1:], key[:-1], rng.choice(GLUE))))
        text = "".join(parts)
        spans = OURS[name].spans(text)
        assert text_of(spans) == PACKAGE[name].convert(text), text
        assert_cover(spans, text)


@given(
    st.sampled_from(PACKAGED),
    st.text(alphabet=st.sampled_from("后里发面复干了并制表台皇头理展现着著裡後髮麵-，\n ，A网络软件信息")),
)
@settings(max_examples=200, deadline=None)
def test_same_text_as_the_package_on_any_string(name: str, text: str) -> None:
    spans = OURS[name].spans(text)
    assert text_of(spans) == PACKAGE[name].convert(text)
    assert_cover(spans, text)


@pytest.mark.parametrize("name", [n for n in CHAINS if not n.endswith("p")])
def test_chains_without_vocabulary_keep_every_length(name: str) -> None:
    for group in CHAINS[name]:
        for file in group:
            assert all(len(key) == len(value) for key, value in dictionaries.read(file).items()), file


def test_spans_of_vocabulary_are_true() -> None:
    spans = OURS["s2twp"].spans("用U盘存干部的信息")
    assert [(c.start, c.end, c.out) for c in spans if len(c.out) != c.end - c.start] == [(1, 3, "隨身碟")]
    assert Conversion(4, 6, "幹部", By.DICTIONARY) in spans


def test_what_decided() -> None:
    spans = OURS["s2tw"].spans("他从皇后边来")
    assert [(c.out, c.by) for c in spans] == [("他從", By.DEFAULT), ("皇后", By.DICTIONARY), ("邊來", By.DEFAULT)]


@pytest.mark.parametrize("name", ["tw2t+t2hk", "hk2t+t2tw"])
def test_between_taiwan_and_hong_kong_never_through_simplified(name: str) -> None:
    assert not any("TS" in file or "ST" in file for group in CHAINS[name] for file in group)
    # 於于 髮發 後后 are two characters each in Traditional, one in Simplified.
    assert text_of(OURS[name].spans("於是于先生理髮發現皇后在後面")) == "於是于先生理髮發現皇后在後面"


def test_taiwan_and_hong_kong() -> None:
    assert text_of(OURS["tw2t+t2hk"].spans("站在裡面看著臺灣的床")) == "站在裏面看着台灣的牀"
    assert text_of(OURS["hk2t+t2tw"].spans("站在裏面看着台灣的牀")) == "站在裡面看著臺灣的床"


def test_engine_for_a_pair() -> None:
    assert all(engine(script, script) is None for script in Script)
    found = engine(Script.HANS, Script.TW, vocabulary=True)
    plain = engine(Script.HANS, Script.TW)
    assert found
    assert plain
    assert (found.name, plain.name) == ("opencc-python-reimplemented s2twp", "opencc-python-reimplemented s2tw")
    assert plain.version == "0.1.7"
    assert len({e.name for a in Script for b in Script if (e := engine(a, b))}) == 6


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Let every call look at the machine anew."""
    monkeypatch.setattr(dictionaries, "folder", dictionaries.folder.__wrapped__)
    return monkeypatch


def refused() -> str:
    with pytest.raises(ScriptError) as caught:
        dictionaries.folder()
    assert [f.code for f in caught.value.findings] == ["T-006"]
    assert caught.value.exit_code is ExitCode.SCRIPT
    return str(caught.value)


def test_refuses_when_the_package_is_absent(fresh: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> None:
        raise metadata.PackageNotFoundError(name)

    fresh.setattr(metadata, "files", absent)
    refused()


def test_refuses_another_package_of_the_same_name(fresh: pytest.MonkeyPatch, tmp_path: Path) -> None:
    rival = ModuleType("opencc")
    rival.__spec__ = ModuleSpec("opencc", None, origin=str(tmp_path / "opencc" / "__init__.py"))
    fresh.setitem(sys.modules, "opencc", rival)
    refused()


def test_refuses_files_that_another_package_overwrote(fresh: pytest.MonkeyPatch) -> None:
    real = hashlib.sha256

    def other(data: bytes) -> object:
        return real(data + b"overwritten" if b"Yichen" in data else data)

    fresh.setattr(hashlib, "sha256", other)
    assert "opencc/__init__.py" in refused()


def test_accepts_the_package_itself(fresh: pytest.MonkeyPatch) -> None:
    assert (dictionaries.folder() / "STPhrases.txt").is_file()


def test_versions_name_package_and_dictionaries() -> None:
    assert set(dictionaries.versions()) == {"opencc-python-reimplemented", "opencc dictionaries"}
    assert dictionaries.versions()["opencc dictionaries"].startswith("sha256:")
