"""Issues and their settings: what is read, and a clear error with file and line for each bad input."""

import datetime
from pathlib import Path

import pytest
from PIL import Image

from bulletin.blocks import Figure
from bulletin.errors import BulletinError, SettingsError, SourceError
from bulletin.model import Rank, Script
from bulletin.readers.issue import load
from bulletin.walk import plain, units
from tests.conftest import ARTICLE, ISSUE, PUBLICATION, Publish


def faults(folder: Path) -> list[tuple[str, str]]:
    with pytest.raises(BulletinError) as caught:
        load(folder)
    return [(f.code, str(f.place)) for f in caught.value.findings]


def test_an_issue_is_read(publish: Publish) -> None:
    loaded = load(publish())
    issue = loaded.issue
    assert (issue.number, issue.total, issue.date, issue.name) == (3, 33, datetime.date(2026, 11, 23), "2026-11-23")
    assert [a.headline.lines for a in issue.articles] == [("一篇文章",)]
    assert [(p.key, p.script, p.make) for p in loaded.plans] == [("zh-Hans", Script.HANS, ("pdf", "epub"))]
    assert issue.articles[0].blocks[0].place.line == 4


def test_scalars_are_text_until_the_schema_types_them(publish: Publish) -> None:
    loaded = load(
        publish(
            issue=ISSUE.replace("number: 3", "number: 0128").replace("要闻", "no"),
            publication=PUBLICATION.replace("测试通讯", "0o17"),
        )
    )
    assert (loaded.issue.number, loaded.issue.sections[0].title, loaded.issue.publication.title) == (128, "no", "0o17")


def test_folders_editions_and_scripts(publish: Publish) -> None:
    loaded = load(
        publish(
            issue="number: 1\ndate: 2026-11-23\nscript: zh-Hant-TW\nsections:\n  - title: 甲\n    articles: [x/, y.md]\n"
            "editions:\n  zh-Hans: {script: zh-Hant-HK, make: pdf, set: {accent: blue}}\n",
            files={
                "x/2.md": ARTICLE,
                "x/1.md": ARTICLE,
                "y.md": ARTICLE.replace("---\ntitle", "---\nscript: zh-Hans\ntitle"),
            },
        )
    )
    assert [a.name for a in loaded.issue.articles] == ["x/1.md", "x/2.md", "y.md"]
    assert [a.script for a in loaded.issue.articles] == [Script.TW, Script.TW, Script.HANS]
    assert [(p.key, p.script, p.make) for p in loaded.plans] == [("zh-Hans", Script.HK, ("pdf",))]
    assert loaded.plans[0].settings == {"accent": "blue"}


def test_without_editions_there_is_one_in_the_script_of_the_sources(publish: Publish) -> None:
    publication = PUBLICATION[: PUBLICATION.index("editions")]
    loaded = load(publish(issue=ISSUE + "script: zh-Hant-TW\n", publication=publication))
    assert [(p.key, p.script) for p in loaded.plans] == [("zh-Hant-TW", Script.TW)]


def test_a_short_name_is_the_address_in_the_book(publish: Publish) -> None:
    files = {
        "a.md": ARTICLE.replace("title", "slug: library\ntitle"),
        "b.md": ARTICLE.replace("title", "slug: library\ntitle"),
    }
    assert load(publish(files=files)).issue.articles[0].id == "a-library"
    both = publish(files=files, issue=ISSUE.replace("[a.md]", "[a.md, b.md]"), name="y")
    assert faults(both) == [("S-019", "b.md:2")]


def test_common_may_not_lead_out(publish: Publish, tmp_path: Path) -> None:
    folder = publish()
    (tmp_path / "secret").mkdir()
    (folder.parent / "common").symlink_to(tmp_path / "secret")
    assert faults(folder) == [("S-053", "common")]


def test_stories_under_a_story(publish: Publish) -> None:
    issue = ISSUE.replace("[a.md]", "[x/a.md, x/b.md]")
    files = {"x/a.md": ARTICLE.replace("title:", "rank: lead\nwith: [b.md]\ntitle:"), "x/b.md": ARTICLE}
    loaded = load(publish(issue=issue, files=files))
    assert loaded.issue.articles[0].rank is Rank.LEAD
    assert loaded.issue.articles[0].under == ("x/b.md",)


@pytest.mark.parametrize(
    ("publication", "issue", "expected"),
    [
        (PUBLICATION.replace("publisher: 测试编辑部\n", ""), ISSUE, [("C-011", "publication.yaml:1")]),
        (PUBLICATION + "titel: x\n", ISSUE, [("C-010", "publication.yaml:8")]),
        (PUBLICATION + "title: 又一个\n", ISSUE, [("C-004", "publication.yaml:8")]),
        (PUBLICATION.replace("layout: bulletin", "layuot: x"), ISSUE, [("C-010", "publication.yaml:7")]),
        (PUBLICATION.replace("script: zh-Hans,", "script: zh-CN,"), ISSUE, [("C-012", "publication.yaml:7")]),
        (PUBLICATION.replace("slug: test", "slug: 测试"), ISSUE, [("C-012", "publication.yaml:2")]),
        (PUBLICATION, ISSUE.replace("2026-11-23", "2026-11-31"), [("C-012", "issue.yaml:3")]),
        (PUBLICATION, ISSUE.replace("number: 3", "number: 三"), [("C-012", "issue.yaml:1")]),
        (PUBLICATION, ISSUE.replace("number: 3", "number: 1_28"), [("C-012", "issue.yaml:1")]),
        (PUBLICATION, ISSUE.replace("date: 2026-11-23", "date: 86400"), [("C-012", "issue.yaml:3")]),
        (PUBLICATION, ISSUE + "editions:\n  zh-Hnas: {make: pdf}\n", [("C-022", "issue.yaml:8")]),
        (PUBLICATION.replace("layout: bulletin", "make: []"), ISSUE, [("C-012", "publication.yaml:7")]),
        (PUBLICATION, ISSUE.replace("date: 2026-11-23\n", ""), [("C-011", "issue.yaml:1")]),
        (PUBLICATION, "number: 1\ndate: 2026-11-23\nsections: []\n", [("C-012", "issue.yaml:3")]),
        (PUBLICATION, "a: [1, 2\n", [("C-001", "issue.yaml:2")]),
        (PUBLICATION, "a: &x 1\nb: *x\n", [("C-002", "issue.yaml:2")]),
        (PUBLICATION, "a: " + "[" * 60 + "]" * 60 + "\n", [("C-003", "issue.yaml:1")]),
        (PUBLICATION, "- 一\n- 二\n", [("C-012", "issue.yaml:1")]),
        (PUBLICATION + "titel: x\n", "number: 1\n", [("C-010", "publication.yaml:8"), ("C-011", "issue.yaml:1"), ("C-011", "issue.yaml:1")]),
    ],
)  # fmt: skip
def test_bad_settings(publish: Publish, publication: str, issue: str, expected: list[tuple[str, str]]) -> None:
    assert faults(publish(issue=issue, publication=publication)) == expected


def test_a_yaml_bomb_is_refused_at_once(publish: Publish) -> None:
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)
    )
    assert faults(publish(issue=bomb)) == [("C-002", "issue.yaml:2")]


@pytest.mark.parametrize(
    ("issue", "files", "expected"),
    [
        (ISSUE.replace("[a.md]", "[a.md, a.md]"), None, [("S-020", "issue.yaml:6")]),
        (ISSUE.replace("[a.md]", "[a.md, b/../a.md]"), None, [("S-020", "issue.yaml:6")]),
        (ISSUE.replace("[a.md]", "['" + "x" * 3000 + ".md']"), None, [("S-001", "issue.yaml:6")]),
        (ISSUE.replace("[a.md]", "[A.md]"), None, [("S-001", "issue.yaml:6")]),
        (ISSUE.replace("[a.md]", "[../../x.md]"), None, [("S-021", "issue.yaml:6")]),
        (ISSUE.replace("[a.md]", "[]"), None, [("S-023", "issue.yaml:5")]),
        (ISSUE.replace("[a.md]", "[leer/]"), None, [("S-023", "issue.yaml:6")]),
        (ISSUE, {"a.md": "---\ntitle: 空\n---\n\n"}, [("S-022", "a.md:4")]),
        (ISSUE, {"a.md": "---\nkicker: 无题\n---\n字"}, [("S-017", "a.md:1")]),
        (ISSUE, {"a.md": "正文"}, [("S-010", "a.md:1")]),
        (ISSUE, {"a.md": ARTICLE.replace("第二段", "第\x07二段")}, [("S-005", "a.md:6")]),
        (ISSUE, {"a.md": ARTICLE.replace("title", "with: [b.md]\ntitle")}, [("S-024", "a.md:2")]),
        (ISSUE, {"a.md": ARTICLE + "\n![图](http://e.org/a.png)\n"}, [("S-054", "a.md:8")]),
        (ISSUE, {"a.md": ARTICLE + "\n![图](file:///etc/passwd)\n"}, [("S-054", "a.md:8")]),
        (ISSUE, {"a.md": ARTICLE + "\n![图](/etc/passwd)\n"}, [("S-053", "a.md:8")]),
        (ISSUE, {"a.md": ARTICLE + "\n![图](../../../x.png)\n"}, [("S-053", "a.md:8")]),
        (ISSUE, {"a.md": ARTICLE + "\n![图](没有.png)\n"}, [("S-050", "a.md:8")]),
        (ISSUE, {"a.md": ARTICLE + "\n![图](b.png)\n", "b.png": b"\x89PNG\r\n\x1a\njunk"}, [("S-051", "a.md:8")]),
        (ISSUE, {"a.md": ARTICLE + "\n![图](b.png)\n", "b.png": b"<svg/>"}, [("S-051", "a.md:8")]),
    ],
)  # fmt: skip
def test_bad_sources(
    publish: Publish, issue: str, files: dict[str, str | bytes] | None, expected: list[tuple[str, str]]
) -> None:
    assert faults(publish(issue=issue, files=files)) == expected


@pytest.mark.parametrize(("encoding", "name"), [("gb18030", "GB18030"), ("big5", "Big5"), ("utf-16", "UTF-16")])
def test_other_encodings_are_named(publish: Publish, encoding: str, name: str) -> None:
    text = "---\ntitle: 中文標題\n---\n" + "這是一篇用其他編碼保存的文章，請轉換為統一碼。" * 20
    simplified = "---\ntitle: 中文标题\n---\n" + "这是一篇用其他编码保存的文章，请转换为统一码。" * 20
    folder = publish(files={"a.md": (simplified if encoding == "gb18030" else text).encode(encoding)})
    with pytest.raises(SourceError) as caught:
        load(folder)
    (fault,) = caught.value.findings
    assert (fault.code, fault.values["encoding"]) == ("S-003", name)


def test_pictures(publish: Publish, tmp_path: Path) -> None:
    (tmp_path / "sources" / "common").mkdir(parents=True)
    Image.new("RGB", (30, 20)).save(tmp_path / "sources" / "common" / "logo.png")
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (40, 20)).save(tmp_path / "turned.jpg", exif=exif)
    folder = publish(
        files={
            "a.md": ARTICLE
            + '\n![标志](../common/logo.png "图说")\n\n![竖](turned.jpg "竖图")\n\n![夏日](待补 "以后补")\n',
            "turned.jpg": (tmp_path / "turned.jpg").read_bytes(),
        }
    )
    loaded = load(folder)
    figures = [b for b in loaded.issue.articles[0].blocks if isinstance(b, Figure)]
    assert [(f.width, f.height) for f in figures] == [(30, 20), (20, 40), (0, 0)]
    assert figures[2].path is None
    assert [f.code for f in loaded.findings] == ["S-057"]


def test_a_symlink_out_is_refused(publish: Publish, tmp_path: Path) -> None:
    Image.new("RGB", (30, 20)).save(tmp_path / "outside.png")
    folder = publish(files={"a.md": ARTICLE + "\n![图](in.png)\n"})
    (folder / "in.png").symlink_to(tmp_path / "outside.png")
    assert faults(folder) == [("S-053", "a.md:8")]


def test_truncated_and_huge_pictures(publish: Publish, tmp_path: Path) -> None:
    Image.effect_noise((400, 400), 60).save(tmp_path / "whole.jpg")
    Image.new("1", (15000, 15000)).save(tmp_path / "huge.png")
    folder = publish(
        files={
            "a.md": ARTICLE + '\n![图](cut.jpg "说")\n\n![大](huge.png "说")\n',
            "cut.jpg": (tmp_path / "whole.jpg").read_bytes()[:9000],
            "huge.png": (tmp_path / "huge.png").read_bytes(),
        }
    )
    assert faults(folder) == [("S-051", "a.md:8"), ("S-052", "a.md:10")]


def test_links_between_articles_must_lead_somewhere(publish: Publish) -> None:
    issue = ISSUE.replace("[a.md]", "[a.md, b.md]")
    good = publish(issue=issue, files={"a.md": ARTICLE + "\n见[乙](b.md)。\n", "b.md": ARTICLE})
    assert load(good).issue.articles[0]
    bad = publish(name="x", files={"a.md": ARTICLE + "\n见[丙](c.md)。\n"})
    assert faults(bad) == [("S-058", "a.md:8")]


def test_unlisted_articles_are_told(publish: Publish) -> None:
    loaded = load(publish(files={"a.md": ARTICLE, "b.md": ARTICLE, "README.md": "x"}))
    assert [(f.code, str(f.place)) for f in loaded.findings] == [("S-025", "b.md")]


def test_no_issue_and_no_publication(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        load(tmp_path)
    assert caught.value.findings[0].code == "C-020"
    (tmp_path / "issue.yaml").write_text(ISSUE)
    with pytest.raises(SettingsError) as caught:
        load(tmp_path)
    assert caught.value.findings[0].code == "C-021"


def house(folder: Path) -> dict[str, dict[str, str]]:
    return {plan.key: dict(plan.house) for plan in load(folder).plans}


def test_house_style_of_editions(publish: Publish) -> None:
    publication = PUBLICATION + (
        "  tw: {script: zh-Hant-TW, house: {臺: 台, 公布: 公佈}}\n"
        "  hk:\n    script: zh-Hant-HK\n    house:\n      着: 著 \n      no: 否定\n      0128: 一二三四\n      臺: 臺\n"
        "defaults:\n  house: {臺: 台, 裏: 裡, 空:}\n"
    )
    issue = ISSUE + "editions:\n  hk: {house: {裏: 裏}}\n"
    assert house(publish(issue=issue, publication=publication)) == {
        "zh-Hans": {"臺": "台", "裏": "裡"},
        "tw": {"臺": "台", "裏": "裡", "公布": "公佈"},
        "hk": {"臺": "臺", "裏": "裏", "着": "著", "no": "否定", "0128": "一二三四"},
    }


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("{臺: 台湾}", [("C-049", "publication.yaml:10")]),
        ("{臺湾: 台}", [("C-049", "publication.yaml:10")]),
        ("{臺: ''}", [("C-049", "publication.yaml:10")]),
        ("{'': ''}", [("C-049", "publication.yaml:10")]),
        ("{一二三四五六七八九: 一二三四五六七八九}", [("C-049", "publication.yaml:10")]),
        ("{臺 北: 台 北}", [("C-049", "publication.yaml:10")]),
        ("{臺\u3000北: 台北北}", [("C-049", "publication.yaml:10")]),
        ("{臺: [台]}", [("C-049", "publication.yaml:10")]),
        ("{臺: {a: b}}", [("C-049", "publication.yaml:10")]),
        (
            "\n      臺: 台湾\n      着: 著\n      裏: 裡面",
            [("C-049", "publication.yaml:11"), ("C-049", "publication.yaml:13")],
        ),
        ("[臺, 台]", [("C-012", "publication.yaml:10")]),
        ("臺台", [("C-012", "publication.yaml:10")]),
        # The blank behind the colon is missing: to YAML this is one key with nothing said of it.
        ("{臺:台}", [("C-001", "publication.yaml:10")]),
        ("{臺：台, 着: 著}", [("C-001", "publication.yaml:10")]),
    ],
)
@pytest.mark.parametrize("where", ["editions", "defaults"])
def test_bad_house_style(publish: Publish, said: str, expected: list[tuple[str, str]], where: str) -> None:
    head = "  tw:\n    script: zh-Hant-TW\n" if where == "editions" else "defaults:\n  make: [pdf]\n"
    indent = "    " if where == "editions" else "  "
    folder = publish(publication=f"{PUBLICATION}{head}{indent}house: {said}\n")
    assert faults(folder) == expected
    with pytest.raises(SettingsError) as caught:
        load(folder)
    for found in caught.value.findings:
        assert "{form}" not in found.message() and found.cure("zh-Hant") and found.excerpt


def test_an_article_knows_its_script_while_it_is_read(publish: Publish) -> None:
    text = "正文-{zh-Hans:计算机;zh-TW:電腦}-。\n"
    folder = publish(
        issue=ISSUE.replace("[a.md]", "[a.md, b.md]") + "script: zh-Hant-HK\n",
        files={"a.md": f"---\ntitle: 甲\n---\n{text}", "b.md": f"---\n文字: 简体\ntitle: 乙\n---\n{text}"},
    )
    shown = [plain(next(units(a.blocks)).inlines) for a in load(folder).issue.articles]
    assert shown == ["正文電腦。", "正文计算机。"]


def test_what_the_editor_lays_down_is_no_article(publish: Publish) -> None:
    files: dict[str, str | bytes] = {"x/a.md": ARTICLE, "x/glossary.tsv": "福\t=\n", "glossary.tsv": "祿\t=\n"}
    files["ledger.lock"] = '{"version": 1, "answers": []}'
    loaded = load(publish(issue=ISSUE.replace("[a.md]", "[x/]"), files=files))
    assert [a.name for a in loaded.issue.articles] == ["x/a.md"]
    assert [t.term for t in loaded.issue.glossary] == ["祿"] and not loaded.findings
    named = publish(issue=ISSUE.replace("[a.md]", "[glossary.tsv]"), files=files, name="y")
    assert ("S-010", "glossary.tsv:1") in faults(named)


def test_marks_in_front_matter_that_are_printed_as_they_stand_are_told(publish: Publish) -> None:
    text = (
        "---\ntitle: 用上新-{zh-Hans:计算机\nkicker: '{{kepe:福祿}}小镇'\ndeck: '{{keep:福祿}}x{y}'\n"
        "byline: 本报记者 {{福祿}}\n---\n正文。\n"
    )
    found = load(publish(files={"a.md": text})).findings
    told = [(f.code, f.place.line if f.place else 0, f.values["text"]) for f in found if f.code == "S-048"]
    assert told == [("S-048", 2, "-{zh-Hans:计算机"), ("S-048", 3, "{{kepe:福祿}}小镇"), ("S-048", 5, "{{福祿}}")]


def test_the_same_in_settings(publish: Publish) -> None:
    folder = publish(
        publication=PUBLICATION.replace("publisher: 测试编辑部", "publisher: '{{keep:测试}编辑部'"),
        issue=ISSUE.replace("title: 要闻", "title: '-{要闻'"),
    )
    told = [(str(f.place), f.values["text"]) for f in load(folder).findings if f.code == "S-048"]
    assert told == [("publication.yaml", "{{keep:测试}编辑部"), ("issue.yaml:5", "-{要闻")]
