"""``glossary.tsv``: what spreadsheets and hands make of it is read, or refused with file, line and cure."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.errors import SettingsError
from bulletin.findings import LANGUAGES
from bulletin.model import Script
from bulletin.readers import glossary
from bulletin.readers.issue import load
from tests.conftest import PUBLICATION, Publish

HEAD = "term\tzh-Hans\tzh-Hant-TW\tzh-Hant-HK\tnote\n"


def read(text: str) -> list[tuple[str, dict[str, str], str]]:
    return [(t.term, {k.value: v for k, v in t.forms.items()}, t.note) for t in glossary.read(text.encode())]


def faults(data: str | bytes) -> list[tuple[str, int]]:
    with pytest.raises(SettingsError) as caught:
        glossary.read(data.encode() if isinstance(data, str) else data)
    for found in caught.value.findings:
        assert found.place and found.place.file == "glossary.tsv"
        assert all(found.message(language) and found.cure(language) for language in LANGUAGES)
        assert "{" not in (found.message() + found.cure()).replace("-{zh-Hans:…", "")
    return [(f.code, f.place.line if f.place else -1) for f in caught.value.findings]


def test_columns_comments_and_keeping() -> None:
    text = "# 词表\n\n" + HEAD + "福祿\t=\t=\t＝\t姓名，照原样\n软件\t\t軟體\n \u3000 \t\t\n内存\t\t記憶體\t\t\n"
    assert read(text) == [
        ("福祿", {"zh-Hans": "福祿", "zh-Hant-TW": "福祿", "zh-Hant-HK": "福祿"}, "姓名，照原样"),
        ("软件", {"zh-Hant-TW": "軟體"}, ""),
        ("内存", {"zh-Hant-TW": "記憶體"}, ""),
    ]
    terms = glossary.read(text.encode(), "x/glossary.tsv", own=True)
    assert [(str(t.place), t.own) for t in terms] == [(f"x/glossary.tsv:{n}", True) for n in (4, 5, 7)]


def test_without_heads_the_columns_stand_in_their_order() -> None:
    assert read("软件\t\t軟體\t軟件\t说明") == [("软件", {"zh-Hant-TW": "軟體", "zh-Hant-HK": "軟件"}, "说明")]
    assert glossary.read(b"") == () == glossary.read("# 只有说明\n\n".encode())


@pytest.mark.parametrize(
    "head",
    [
        "zh-Hant-TW\tterm\tzh-Hant-HK\tnote",
        "台湾\t词\t香港\t备注",
        "台灣：\t词条\t香港\t備註",
        "臺灣\t詞條\tHK\tNote".replace("HK", "zh-HK"),
        '"ZH-TW"\t"Term"\t"zh-hk"\t"备注"',
        " 台湾 \t\u3000词条\t香港\t备注\t\t\t",
    ],
)
def test_heads_in_any_order_and_language(head: str) -> None:
    assert read(head + "\n軟體\t软件\t\t某\n") == [("软件", {"zh-Hant-TW": "軟體"}, "某")]


@pytest.mark.parametrize(
    "line", ["词\t=\t詞\t詞", "香港\t=\t=\t=", "备注\t备注\t備註\t備註", "term\t=\t=\t=", "台湾\t台湾\t台灣\t台灣"]
)
def test_a_term_that_is_called_like_a_column_is_no_head(line: str) -> None:
    assert [term for term, _, _ in read(line)] == [line.split("\t")[0]]


def test_what_excel_and_wps_write() -> None:
    text = 'term\tzh-Hant-TW\tnote\n"他说""好"""\t"他說「好」"\t"甲，\t乙"\n" 软件 "\t 軟體\u00a0\t\t\t\n"# 说明, ""x"""\n鼠"标\t滑"鼠\t"\n'
    # A tab inside a cell in quotes is an unseen character of its own.
    assert faults(text) == [("C-044", 2)]
    text = text.replace("，\t乙", "，乙")
    expected = [('他说"好"', "他說「好」", "甲，乙"), ("软件", "軟體", ""), ('鼠"标', '滑"鼠', '"')]
    for data in (
        text.encode("utf-8-sig"),
        text.replace("\n", "\r\n").encode("utf-16"),
        b"\xfe\xff" + text.replace("\n", "\r").encode("utf-16-be"),
    ):
        got = glossary.read(data)
        assert [(t.term, t.forms[Script.TW], t.note) for t in got] == expected
        assert [t.place.line for t in got] == [2, 3, 5]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # C-040: no tab
        ("term,zh-Hans,zh-Hant-TW\n软件,,軟體\n内存,,記憶體\n", [("C-040", 1)]),
        ("软件  軟體\n", [("C-040", 1)]),
        (HEAD + "软件,,軟體\n福\t=\n内存;記憶體\n", [("C-040", 2), ("C-040", 4)]),
        # C-041: no term
        (HEAD + "\t=\t=\n福\t=\n\u3000\t=", [("C-041", 2), ("C-041", 4)]),
        ("zh-Hans\tzh-Hant-TW\n软件\t軟體\n", [("C-041", 1)]),
        # C-042: twice
        (HEAD + "福\t=\n祿\t=\n福\t\t福\n", [("C-042", 4)]),
        ("软件\t\t軟體\n\n 软件\t\t軟件\n软件\t=", [("C-042", 3), ("C-042", 4)]),
        # C-043: nothing said
        (HEAD + "福\t\t\t\t只有备注\n", [("C-043", 2)]),
        ("福\t\n祿\t\t\t\n", [("C-043", 1), ("C-043", 2)]),
        # C-044: line breaks and what cannot be seen
        (HEAD + '"软\n件"\t=\n内存\t\t"記憶\n體"\n福\t=\n', [("C-044", 2), ("C-044", 4)]),
        (HEAD + "软\u200b件\t=\n内存\t\t記\x07憶體\n福\t=\t=\t=\t注\u2028释", [("C-044", 2), ("C-044", 3), ("C-044", 4)]),
        (HEAD + '"软件\t\t軟體\n内存"\t\t記憶體\n', [("C-044", 2)]),
        # C-045: unknown heads
        ("term\tzh-Hans\tzh-Hant\n软件\t\t軟體\n", [("C-045", 1)]),
        ("# 注\n词条\t简体\t台弯\t香岗\n软件\t\t軟體\n\t=\n", [("C-045", 2), ("C-045", 2), ("C-041", 4)]),
        ("term\tzh-Hans\tzh-CN\n软件\t=\n", [("C-045", 1)]),
        ("term\tfrench\n软件\tlogiciel\n", [("C-045", 1)]),
        ("词\t繁体\n软件\t軟體\n", [("C-045", 1)]),
        ("词\tzh-Hant\n软件\t軟體\n", [("C-045", 1)]),
        ("词条\t台弯\n软件\t軟體\n", [("C-045", 1)]),
        ("trem\tzh-Hans\tzh-Hant-TW\n软件\t=\n", [("C-045", 1)]),
        ("term\tzh-Hans\t\tnote\n软件\t=\n", [("C-045", 1)]),
        # C-046: too many columns
        (HEAD + "软件\t=\t=\t=\t注\t多\n福\t=\t=\t=\t注\t\t\t\n", [("C-046", 2)]),
        ("软件\t=\t=\t=\t注\t\t多\n", [("C-046", 1)]),
        ("词条\t台湾\n软件\t軟體\t軟件\n", [("C-046", 2)]),
        # C-047: too long
        (HEAD + "长" * 41 + "\t=\n" + "长" * 40 + "\t=\n", [("C-047", 2)]),
        ("一" * 50 + "\t=\n" + "二" * 60 + "\t=\n", [("C-047", 1), ("C-047", 2)]),
        # all at once
        (HEAD + "\t=\n福\n祿\t\n祿\t=\n", [("C-041", 2), ("C-040", 3), ("C-043", 4), ("C-042", 5)]),
    ],
)  # fmt: skip
def test_faults(text: str, expected: list[tuple[str, int]]) -> None:
    assert faults(text) == expected


def test_a_near_head_is_named() -> None:
    def near(head: str) -> str:
        with pytest.raises(SettingsError) as caught:
            glossary.read(f"词条\t简体\t{head}\n".encode())
        return caught.value.findings[0].values["near"]

    assert near("zh-Hant-TV") == "zh-Hant-TW"
    assert near("zh-Hant") == near("繁體") == "zh-Hant-TW, zh-Hant-HK"
    assert near("note2") == "note"


@pytest.mark.parametrize("encoding", ["gb18030", "big5"])
def test_other_encodings_are_named(encoding: str) -> None:
    text = "程式\t=\n" + "記憶體\t\t記憶體\n" * 5
    assert faults(text.encode(encoding))[0][0] == "S-003"
    assert faults(b"\xff\xfe\x00") == [("S-003", 0)]


CELLS = st.text("软件軟體福祿ab\"' ,;#=。「」", max_size=8)


@given(
    st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS), max_size=8),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.booleans(),
)
def test_what_a_spreadsheet_saves_is_read_back(rows: list[tuple[str, ...]], encoding: str, quoted: bool) -> None:
    def cell(text: str) -> str:
        return '"' + text.replace('"', '""') + '"' if quoted or '"' in text else text

    rows = [
        r
        for r in {r[0].strip(): r for r in rows}.values()
        if r[0].strip()[:1] not in ("", "#") and any(c.strip() for c in r[1:])
    ]
    text = HEAD + "".join("\t".join(cell(c) for c in row) + "\t\r\n" for row in rows)
    got = glossary.read(text.encode(encoding))
    assert [t.term for t in got] == [r[0].strip() for r in rows]
    for term, row in zip(got, rows, strict=True):
        said = {s: c.strip() for s, c in zip(Script, row[1:], strict=True) if c.strip()}
        assert dict(term.forms) == {s: term.term if c == "=" else c for s, c in said.items()}


@given(st.text("软件 \t\t\t\n\n=#a,\r\u200b", max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        terms = glossary.read(text.encode())
    except SettingsError as problem:
        assert problem.findings
    else:
        lines = [line.strip() for line in text.replace("\r", "\n").split("\n")]
        assert len(terms) == sum(1 for line in lines if line and not line.startswith("#"))
        assert all(t.term and t.forms for t in terms)


def test_an_issue_has_its_own_lines_first(publish: Publish) -> None:
    folder = publish(files={"a.md": "---\ntitle: 题\n---\n正文。\n", "glossary.tsv": "软件\t\t軟體\n"})
    (folder.parent / "glossary.tsv").write_text(HEAD + "软件\t\t軟件\n福祿\t=\t=\t=\n", "utf-8")
    terms = load(folder).issue.glossary
    assert [(t.term, t.own, str(t.place)) for t in terms] == [
        ("软件", True, "2026-11-23/glossary.tsv:1"),
        ("软件", False, "glossary.tsv:2"),
        ("福祿", False, "glossary.tsv:3"),
    ]


def test_a_folder_that_is_both_is_read_once(publish: Publish) -> None:
    folder = publish()
    (folder.parent / "publication.yaml").rename(folder / "publication.yaml")
    (folder / "glossary.tsv").write_text("软件\t\t軟體\n", "utf-8")
    assert [(t.term, t.own) for t in load(folder).issue.glossary] == [("软件", True)]


def test_faults_of_both_files_come_with_those_of_the_settings(publish: Publish) -> None:
    folder = publish(issue="number: 1\n", files={"glossary.tsv": "软件,軟體\n", "ledger.lock": "["})
    (folder.parent / "glossary.tsv").write_text("福\t\n", "utf-8")
    with pytest.raises(SettingsError) as caught:
        load(folder)
    assert [(f.code, str(f.place)) for f in caught.value.findings] == [
        ("C-011", "issue.yaml:1"),
        ("C-011", "issue.yaml:1"),
        ("C-040", "2026-11-23/glossary.tsv:1"),
        ("C-043", "glossary.tsv:1"),
        ("C-050", "ledger.lock:1"),
    ]


def test_a_glossary_of_another_name_is_told(publish: Publish) -> None:
    folder = publish()
    for name in ("Glossary.txt", "glossary.tsv.txt", "glossary-notes.md"):
        (folder / name).write_text("软件\t\t軟體\n", "utf-8")
    (folder.parent / "glossary.xlsx").write_bytes(b"PK")
    told = [(f.code, str(f.place)) for f in load(folder).findings if f.code == "C-048"]
    assert told == [
        ("C-048", "2026-11-23/Glossary.txt"),
        ("C-048", "2026-11-23/glossary.tsv.txt"),
        ("C-048", "glossary.xlsx"),
    ]
    for where in (folder, folder.parent):
        (where / "glossary.tsv").write_text("福\t=\n", "utf-8")
    assert not [f for f in load(folder).findings if f.code == "C-048"]


@pytest.mark.parametrize("name", ["glossary.tsv", "ledger.lock"])
@pytest.mark.parametrize("there", [True, False])
def test_a_link_out_of_the_publication_is_refused(publish: Publish, tmp_path: Path, name: str, there: bool) -> None:
    folder = publish()
    if there:
        (tmp_path / "elsewhere").write_text("福\t=\n", "utf-8")
    (folder / name).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(SettingsError) as caught:
        load(folder)
    assert [f.code for f in caught.value.findings] == ["S-053" if there else "S-001"]
    (folder / name).unlink()
    if there and name == "glossary.tsv":
        (folder.parent / name).symlink_to(tmp_path / "elsewhere")
        with pytest.raises(SettingsError) as caught:
            load(folder)
        assert [f.code for f in caught.value.findings] == ["S-053"]


def test_a_folder_in_its_place_is_told(publish: Publish) -> None:
    folder = publish()
    (folder / "glossary.tsv").mkdir()
    with pytest.raises(SettingsError) as caught:
        load(folder)
    assert [f.code for f in caught.value.findings] == ["S-002"]


def test_terms_that_are_names_of_scripts_themselves() -> None:
    assert read("繁体\t\t繁體\t繁體\n") == [("繁体", {"zh-Hant-TW": "繁體", "zh-Hant-HK": "繁體"}, "")]
    assert read("简体\t\t簡體\t繁體\n") == [("简体", {"zh-Hant-TW": "簡體", "zh-Hant-HK": "繁體"}, "")]


BOTH = PUBLICATION + "  tw: {script: zh-Hant-TW, layout: bulletin}\n"


def test_lines_that_say_nothing_for_the_editions_are_told(publish: Publish) -> None:
    folder = publish(publication=BOTH)
    (folder / "glossary.tsv").write_text("软件\t軟體\n内存\t\t記憶體\n硬盘\t\t\t硬碟\n", "utf-8")
    (folder.parent / "glossary.tsv").write_text("光标\t游標\n光盘\t光碟\n", "utf-8")
    told = [(str(f.place), f.values["term"]) for f in load(folder).findings if f.code == "C-055"]
    assert told == [
        ("2026-11-23/glossary.tsv:1", "软件"),
        ("2026-11-23/glossary.tsv:3", "硬盘"),
        ("glossary.tsv:1", "光标"),
    ]
    (folder.parent / "glossary.tsv").write_text("光标\t游標\n光盘\t\t光碟\n", "utf-8")
    assert len([f for f in load(folder).findings if f.code == "C-055"]) == 2


def test_an_issue_that_is_printed_as_it_is_written_needs_no_forms(publish: Publish) -> None:
    folder = publish()
    (folder / "glossary.tsv").write_text("软件\t軟體\n", "utf-8")
    assert not [f for f in load(folder).findings if f.code == "C-055"]


def test_single_characters_are_told_unless_they_are_kept(publish: Publish) -> None:
    folder = publish(publication=BOTH)
    (folder / "glossary.tsv").write_text("发\t\t髮\n祿\t=\t=\n头发\t\t頭髮\n", "utf-8")
    assert [str(f.place) for f in load(folder).findings if f.code == "C-057"] == ["2026-11-23/glossary.tsv:1"]
