"""An import as a whole: nothing edited is overwritten, nothing is lost, and the same import twice changes no byte."""

import datetime
import errno
import itertools
import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from bulletin.deliver import Undo
from bulletin.desk.imports import Request, Result, carry_out
from bulletin.errors import BulletinError, CheckError, DeliverError, SourceError, UsageError
from bulletin.findings import finding
from bulletin.importers.draft import Analysis, Part
from bulletin.model import Byline, Headline, Paragraph, Text
from bulletin.readers import issue as issues
from tests.conftest import PUBLICATION
from tests.desk_pages import analyse, hands, manuscript

PAGE = """\
~ 第1版 2026年11月23日

# 青禾镇启动河道清理工程
@ 本报记者 周岚 沈一凡
河道清理工程昨日在青禾镇启动，两百余名志愿者参加。
第二段说的是经费从哪里来，以及由谁来管理。

[ 民生 ]
^ 惠及三千户
# 老旧小区加装电梯…?
加装电梯的楼栋已经选定，施工队下周进场，住户在意噪声与费用。

# 河边的星期天
! a.png|图为志愿者在河边。
孩子们也来了。
= 第二段说的是经费从哪里来，以及由谁来管理。
? 不知道是谁写的一行
"""
FIRST, SECOND, THIRD = "01-青禾镇启动河道清理工程.md", "02-老旧小区加装电梯.md", "03-河边的星期天.md"
PICTURE = "photos/03-河边的星期天.png"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "publication.yaml").write_text(PUBLICATION, "utf-8")
    Image.new("RGB", (30, 20), "red").save(tmp_path / "a.png")
    return tmp_path


def put(home: Path, text: str, name: str = "page.txt") -> Path:
    (home / name).write_text(text, "utf-8")
    return home / name


def run(home: Path, *files: str, folder: str = "2026-11-23", **more: Any) -> Result:
    own = more.pop("hands", hands())
    paths = tuple(home / name for name in files or ("page.txt",))
    return carry_out(Request(paths, home / folder, **more), own, lambda _: None)


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def codes(made: Result) -> list[str]:
    return sorted(item.code for item in made.findings)


def report(home: Path, folder: str = "2026-11-23") -> dict[str, Any]:
    data: dict[str, Any] = json.loads((home / folder / "import-report.json").read_text("utf-8"))
    return data


def statuses(home: Path) -> dict[str, str]:
    return {a["path"]: a["status"] for entry in report(home)["manuscripts"] for a in entry["articles"]}


def test_a_page_becomes_articles_an_issue_and_a_report(home: Path) -> None:
    put(home, PAGE)
    made = run(home)
    folder = home / "2026-11-23"
    reports = ["import-leftovers.txt", "import-report.html", "import-report.json", "issue.yaml"]
    assert sorted(tree(folder)) == sorted([FIRST, SECOND, THIRD, PICTURE, *reports])
    assert (folder / PICTURE).read_bytes() == (home / "a.png").read_bytes()
    assert (folder / "import-leftovers.txt").read_text("utf-8") == "page.txt:17: 不知道是谁写的一行\n"
    assert made.counts == {"articles": 3, "lines": 14, "dropped": 3, "doubtful": 1} and made.buildable
    assert codes(made) == ["M-065", "M-076"]
    loaded = issues.load(folder)
    assert loaded.issue.date == datetime.date(2026, 11, 23) and not loaded.issue.number
    found = [(section.title, [a.name for a in section.articles]) for section in loaded.issue.sections]
    assert found == [("要闻", [FIRST, THIRD]), ("民生", [SECOND])]
    assert {f.code for f in loaded.findings} <= {"S-056"}
    assert not list(home.glob(".import-*"))


def test_the_report_has_every_line_once_and_neither_a_clock_nor_a_path(home: Path) -> None:
    put(home, PAGE)
    run(home)
    data = report(home)
    lines = [(n, text.strip()) for n, text in enumerate(PAGE.split("\n"), 1) if text.strip()]
    assert [line["number"] for line in data["manuscripts"][0]["lines"]] == [n for n, _ in lines]
    page = (home / "2026-11-23" / "import-report.html").read_text("utf-8")
    for number, _ in lines:
        assert page.count(f'id="m1-{number}"') == 1
    for line in data["manuscripts"][0]["lines"]:
        assert line["text"] in page
    for text in (page, json.dumps(data, ensure_ascii=False)):
        assert str(home) not in text and not re.search(r"\d\d:\d\d(:\d\d)?(?!\d)", text.replace("page.txt:17", ""))
        assert "http" not in text.replace("http-equiv", "") and "<script" not in text
    anchors = re.findall(r'href="#([^"]+)"', page)
    assert anchors and all(f'id="{anchor}"' in page for anchor in anchors)


def test_the_same_import_again_changes_no_byte(home: Path) -> None:
    put(home, PAGE)
    run(home)
    before = tree(home)
    made = run(home)
    assert tree(home) == before and not made.deeds["new"] and not made.deeds["updated"]


def test_an_untouched_file_is_updated_in_place_also_under_another_headline(home: Path) -> None:
    put(home, PAGE)
    run(home)
    put(home, PAGE.replace("两百余名", "三百余名").replace("# 老旧小区加装电梯", "# 电梯来了"))
    made = run(home)
    folder = home / "2026-11-23"
    assert "三百余名" in (folder / FIRST).read_text("utf-8")
    assert "title: 电梯来了" in (folder / SECOND).read_text("utf-8")
    assert made.deeds["updated"] == (FIRST, SECOND) and not made.deeds["new"]
    assert len(list(folder.glob("*.md"))) == 3


def test_an_edited_file_is_left_and_the_difference_told(home: Path) -> None:
    put(home, PAGE)
    run(home)
    folder = home / "2026-11-23"
    own = (folder / FIRST).read_text("utf-8").replace("昨日", "前天")
    (folder / FIRST).write_text(own, "utf-8")
    assert "M-067" not in codes(run(home)) and statuses(home)[FIRST] == "edited"
    put(home, PAGE.replace("两百余名", "三百余名"))
    made = run(home)
    assert (folder / FIRST).read_text("utf-8") == own and "M-067" in codes(made)
    assert statuses(home)[FIRST] == "differs"
    page = (folder / "import-report.html").read_text("utf-8")
    assert "<del>前天</del>在青禾镇启动，<del>两</del>百余名" in page
    assert "<ins>昨日</ins>在青禾镇启动，<ins>三</ins>百余名" in page
    before = tree(home)
    run(home)
    assert tree(home) == before


def test_a_deleted_file_is_not_brought_back_and_leaves_issue_yaml(home: Path) -> None:
    put(home, PAGE)
    run(home)
    folder = home / "2026-11-23"
    (folder / SECOND).unlink()
    made = run(home)
    assert not (folder / SECOND).exists() and "M-068" in codes(made)
    assert SECOND not in (folder / "issue.yaml").read_text("utf-8") and statuses(home)[SECOND] == "gone"
    run(home)
    assert not (folder / SECOND).exists()
    issues.load(folder)


def test_what_the_page_no_longer_has_stays_and_what_is_new_gets_the_next_number(home: Path) -> None:
    put(home, PAGE)
    run(home)
    folder = home / "2026-11-23"
    middle = PAGE.index("[ 民生 ]"), PAGE.index("# 河边")
    put(home, PAGE[: middle[0]] + "# 全新的一篇\n说的是完全不同的事情。\n\n" + PAGE[middle[1] :])
    made = run(home)
    assert (folder / SECOND).exists() and (folder / "04-全新的一篇.md").exists() and "M-069" in codes(made)
    names = [a.name for a in issues.load(folder).issue.articles]
    assert sorted(names) == sorted([FIRST, SECOND, THIRD, "04-全新的一篇.md"])
    before = tree(home)
    run(home)
    assert tree(home) == before


def test_a_second_file_adds_to_what_is_there(home: Path) -> None:
    put(home, PAGE)
    run(home)
    folder = home / "2026-11-23"
    before = {name: data for name, data in tree(folder).items() if name.endswith((".md", ".png"))}
    put(
        home,
        "[ 文化 ]\n# 第二版的文章\n剧团昨晚演出了新戏。\n? 又一行\n# 青禾镇启动河道清理工程\n同名的另一篇。",
        "page2.txt",
    )
    made = run(home, "page2.txt")
    assert {name: data for name, data in tree(folder).items() if name in before} == before
    assert "04-第二版的文章.md" in made.deeds["new"] and "05-青禾镇启动河道清理工程.md" in made.deeds["new"]
    titles = [section.title for section in issues.load(folder).issue.sections]
    assert titles == ["要闻", "民生", "文化"]
    assert [entry["name"] for entry in report(home)["manuscripts"]] == ["page.txt", "page2.txt"]
    assert "page2.txt:4: 又一行" in (folder / "import-leftovers.txt").read_text("utf-8")
    ranks = [f.get("rank") for f in report(home)["files"] if f["kind"] == "article"]
    assert ranks.count("lead") <= 1
    everything = tree(home)
    run(home)
    run(home, "page2.txt")
    assert tree(home) == everything


def test_hands_of_the_editor_are_never_touched(home: Path) -> None:
    folder = home / "2026-11-23"
    (folder / "photos").mkdir(parents=True)
    own = {
        "issue.yaml": "number: 7\ndate: 2026-11-23\nsections:\n  - title: 要闻\n    articles: [a.md]\n",
        "a.md": "---\ntitle: 甲\n---\n正文。\n",
        FIRST: "---\ntitle: 同名\n---\n编辑自己的。\n",
        PICTURE: "不是图片",
        "import-leftovers.txt": "编辑的笔记",
    }
    for name, text in own.items():
        (folder / name).write_text(text, "utf-8")
    put(home, PAGE)
    made = run(home)
    now = tree(folder)
    assert all(now[name].decode() == text for name, text in own.items())
    assert made.deeds["new"] == (
        "02-青禾镇启动河道清理工程.md",
        "03-老旧小区加装电梯.md",
        "04-河边的星期天.md",
        "import-leftovers-2.txt",
        "photos/04-河边的星期天.png",
    )
    told = next(item for item in made.findings if item.code == "M-072")
    assert told.excerpt == (
        "  - title: 要闻\n    articles: [02-青禾镇启动河道清理工程.md, 04-河边的星期天.md]\n"
        "  - title: 民生\n    articles: [03-老旧小区加装电梯.md]\n"
    )
    assert "M-065" not in codes(made)
    # Copied as they are told, they make a whole issue.
    merged = (
        own["issue.yaml"]
        + told.excerpt.split("articles: ")[0].replace("  - title: 要闻\n    ", "")
        + "  - title: 又\n    articles: [02-青禾镇启动河道清理工程.md, 04-河边的星期天.md, 03-老旧小区加装电梯.md, "
        + FIRST
        + "]\n"
    )
    (folder / "issue.yaml").write_text(merged, "utf-8")
    assert "M-072" not in codes(run(home))
    assert len(issues.load(folder).issue.articles) == 5


def test_a_picture_that_the_editor_cropped_stays_and_a_new_one_replaces_an_untouched_one(home: Path) -> None:
    put(home, PAGE)
    run(home)
    folder = home / "2026-11-23"
    Image.new("RGB", (40, 20), "blue").save(home / "a.png")
    run(home)
    assert (folder / PICTURE).read_bytes() == (home / "a.png").read_bytes()
    Image.new("RGB", (10, 10), "green").save(folder / PICTURE)
    cropped = (folder / PICTURE).read_bytes()
    Image.new("RGB", (50, 20), "white").save(home / "a.png")
    run(home)
    assert (folder / PICTURE).read_bytes() == cropped
    (folder / PICTURE).unlink()
    run(home)
    # Its article is still ours: without the picture it could not be built.
    assert (folder / PICTURE).read_bytes() == (home / "a.png").read_bytes()


def test_pictures_that_cannot_be_used_are_kept_aside_and_told(home: Path) -> None:
    put(home, PAGE.replace("a.png", "b.emf"))
    (home / "b.emf").write_bytes(b"\x01\x00\x00\x00 no picture that we know")
    made = run(home)
    assert (home / "2026-11-23" / "photos" / "b.emf").is_file() and "M-074" in codes(made)
    assert "待补" in (home / "2026-11-23" / THIRD).read_text("utf-8")
    before = tree(home)
    assert "M-074" in codes(run(home)) and tree(home) == before


def test_a_picture_of_another_kind_becomes_png(home: Path) -> None:
    put(home, PAGE.replace("a.png", "b.gif"))
    Image.new("P", (30, 20)).save(home / "b.gif")
    run(home)
    with Image.open(home / "2026-11-23" / PICTURE) as image:
        assert image.format == "PNG" and image.size == (30, 20)


def test_pictures_that_no_line_shows_are_told_and_not_brought_back(home: Path) -> None:
    text = put(home, PAGE).read_text("utf-8")
    own = hands(read=lambda _, __: (manuscript(text, loose=(home / "a.png", home / "a.png")),), analyse=analyse)
    made = run(home, hands=own)
    assert codes(made).count("M-075") == 1 and (home / "2026-11-23" / "photos" / "a.png").is_file()
    (home / "2026-11-23" / "photos" / "a.png").unlink()
    assert "M-075" not in codes(run(home, hands=own)) and not (home / "2026-11-23" / "photos" / "a.png").exists()


def test_the_script_is_written_where_the_text_contradicts_the_publication(home: Path) -> None:
    put(home, "# 溪畔鄉聯合會議\n與會者對於發展計畫進行討論，並決議於國慶後開始實際執行這個辦法。")
    run(home)
    text = (home / "2026-11-23" / "issue.yaml").read_text("utf-8")
    assert "script: zh-Hant" in text and "title: 要聞" in text
    put(home, "# 另一篇\n这篇是简体的，说的是发展计划与执行办法，还有国庆节后的会议讨论。", "two.txt")
    run(home, "two.txt")
    assert (home / "2026-11-23" / "issue.yaml").read_text("utf-8").count("script:") == 1
    assert "script: zh-Hans" in (home / "2026-11-23" / "02-另一篇.md").read_text("utf-8")
    issues.load(home / "2026-11-23")


def test_the_day_comes_from_the_option_issue_yaml_the_folder_the_page_or_nowhere(home: Path) -> None:
    put(home, PAGE)
    run(home, folder="one")
    assert "2026-11-23" in (home / "one" / "issue.yaml").read_text("utf-8")
    run(home, folder="2026年1月2日")
    assert "2026-01-02" in (home / "2026年1月2日" / "issue.yaml").read_text("utf-8")
    run(home, folder="2026年1月2日", date=datetime.date(2026, 1, 3))
    assert "2026-01-03" in (home / "2026年1月2日" / "issue.yaml").read_text("utf-8")
    run(home, folder="2026年1月2日")
    assert "2026-01-03" in (home / "2026年1月2日" / "issue.yaml").read_text("utf-8")
    put(home, "# 甲\n正文没有日期。")
    with pytest.raises(UsageError, match="M-064"):
        run(home, folder="冬季号")
    assert not (home / "冬季号").exists()


def test_number_and_plain_section_come_from_the_publication(home: Path) -> None:
    for number, day in enumerate(("2026-11-09", "2026-11-16"), 7):
        (home / day).mkdir()
        text = f"number: {number}\ndate: {day}\nsections:\n  - title: 本市\n    articles: [a.md]\n"
        (home / day / "issue.yaml").write_text(text + "  - title: 民生\n    articles: [b.md]\n", "utf-8")
    put(home, "[ 民生 ]\n# 甲\n正文。\n# 乙\n正文乙。")
    made = run(home)
    told = next(item for item in made.findings if item.code == "M-065")
    assert "number: 9" in told.cure("en") and "number: 9" in told.cure("zh-Hans")
    assert re.findall("title: (.*)", (home / "2026-11-23" / "issue.yaml").read_text("utf-8")) == ["本市", "民生"]


def test_without_a_publication_above_you_are_told_how_to_make_one(tmp_path: Path) -> None:
    put(tmp_path, "# 甲\n正文。")
    made = run(tmp_path)
    assert "M-066" in codes(made) and not made.buildable
    assert "bulletin new" in next(item for item in made.findings if item.code == "M-066").cure("en")


# --- bad input ------------------------------------------------------------------------------------------


def refused(home: Path, error: type[BulletinError], code: str, *files: str, **more: Any) -> None:
    before = tree(home)
    with pytest.raises(error, match=code):
        run(home, *files, **more)
    assert tree(home) == before and not list(home.glob(".import-*"))


def test_a_bad_file_among_good_ones_writes_nothing_and_names_every_bad_one(home: Path) -> None:
    put(home, PAGE)

    def read(path: Path, _work: Path) -> Any:
        if path.suffix == ".bad":
            raise SourceError(finding("M-071", None, path.name))
        return (manuscript(path.read_text("utf-8"), path.name),)

    own = hands(read=read, analyse=analyse)
    with pytest.raises(SourceError) as caught:
        run(home, "page.txt", "x.bad", "y.bad", hands=own)
    assert len(caught.value.findings) == 2 and not (home / "2026-11-23").exists()


def test_pages_without_an_article_or_of_one_name_are_refused(home: Path) -> None:
    put(home, "~ 第1版\n? 一行")
    refused(home, SourceError, "M-071")
    put(home, PAGE)
    (home / "more").mkdir()
    put(home / "more", PAGE)
    refused(home, UsageError, "M-078", "page.txt", "more/page.txt")
    run(home, "page.txt", "page.txt")
    assert len(list((home / "2026-11-23").glob("*.md"))) == 3


def test_the_folder_of_the_publication_and_a_file_are_no_issue_folders(home: Path) -> None:
    put(home, PAGE)
    refused(home, UsageError, "M-073", folder=".")
    refused(home, DeliverError, "D-001", folder="a.png")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        "null",
        '{"version": 2, "files": [], "manuscripts": []}',
        '{"version": 1, "files": [{"path": "../x", "sha256": "", "kind": "article", "manuscript": ""}], "manuscripts": []}',
        '{"version": 1, "files": [{"path": "/x", "sha256": "", "kind": "article", "manuscript": ""}], "manuscripts": []}',
        '{"version": 1, "files": [{"path": "C:x", "sha256": "", "kind": "article", "manuscript": ""}], "manuscripts": []}',
        '{"version": 1, "files": [{"path": "x", "sha256": "", "kind": "?", "manuscript": ""}], "manuscripts": []}',
        '{"version": 1, "files": [], "manuscripts": [{"name": 1}]}',
        '{"version": 1, "files": [], "manuscripts": [{"name": "", "kind": "", "encoding": "", "lines": [1], "articles": [], "findings": []}]}',
        "[" * 100_000,
    ],
)
def test_a_report_that_is_none_is_refused(home: Path, text: str) -> None:
    put(home, PAGE)
    (home / "2026-11-23").mkdir()
    (home / "2026-11-23" / "import-report.json").write_text(text, "utf-8")
    refused(home, DeliverError, "M-070")


def test_a_page_of_the_report_that_is_the_editors_is_refused_and_ours_is_known(home: Path) -> None:
    put(home, PAGE)
    run(home)
    folder = home / "2026-11-23"
    (folder / "import-report.json").unlink()
    made = run(home)  # the same bytes: taken up again, nothing doubled
    assert len(list(folder.glob("*.md"))) == 3 and not made.deeds["new"]
    (folder / "import-report.json").unlink()
    (folder / "import-report.html").write_text("<p>mine</p>", "utf-8")
    refused(home, DeliverError, "M-077")


def test_links_are_neither_followed_nor_replaced(home: Path, tmp_path: Path) -> None:
    put(home, PAGE)
    outside = tmp_path / "outside"
    outside.mkdir()
    (home / "2026-11-23").mkdir()
    (home / "2026-11-23" / "photos").symlink_to(outside)
    refused(home, DeliverError, "M-077")
    assert not list(outside.iterdir())
    (home / "2026-11-23" / "photos").unlink()
    run(home)
    (outside / "mine.md").write_text((home / "2026-11-23" / FIRST).read_text("utf-8"), "utf-8")
    (home / "2026-11-23" / FIRST).unlink()
    (home / "2026-11-23" / FIRST).symlink_to(outside / "mine.md")
    put(home, PAGE.replace("两百余名", "三百余名"))
    run(home)
    assert (home / "2026-11-23" / FIRST).is_symlink() and "两百" in (outside / "mine.md").read_text("utf-8")


def test_strict_writes_nothing_where_there_are_warnings(home: Path) -> None:
    put(home, PAGE)
    refused(home, CheckError, "M-065", strict=True)
    assert not (home / "2026-11-23").exists()


# --- the proof ------------------------------------------------------------------------------------------


def spoiled(change: Callable[[Analysis], Analysis]) -> Any:
    text = PAGE.replace("a.png|", "|")
    return hands(read=lambda _, __: (manuscript(text),), analyse=lambda page, house: change(analyse(page, house)))


def with_text(made: Analysis, old: str, new: str) -> Analysis:
    def fixed(value: Any) -> Any:
        if isinstance(value, str):
            return value if isinstance(value, Enum) else value.replace(old, new)
        if isinstance(value, tuple):
            return tuple(map(fixed, value))
        if hasattr(value, "__dataclass_fields__") and not isinstance(value, type):
            names = [n for n in value.__dataclass_fields__ if n not in ("place", "places", "manuscript", "findings")]
            return replace(value, **{n: fixed(getattr(value, n)) for n in names})
        return value

    drafts: Any = fixed(made.drafts)
    return replace(made, drafts=drafts)


FAULTS: dict[str, tuple[str, Callable[[Analysis], Analysis]]] = {
    "a line without a fate": ("M-060", lambda m: replace(m, fates=m.fates[1:])),
    "a line with two": ("M-060", lambda m: replace(m, fates=(*m.fates, m.fates[0]))),
    "a fate without a line": ("M-060", lambda m: replace(m, fates=(*m.fates, replace(m.fates[0], line=99)))),
    "an article that is none": ("M-060", lambda m: replace(m, fates=(*m.fates[:1], replace(m.fates[1], article=9), *m.fates[2:]))),
    "text in no article": ("M-060", lambda m: replace(m, fates=(*m.fates[:1], replace(m.fates[1], article=-1), *m.fates[2:]))),
    "a part that is none": ("M-060", lambda m: replace(m, fates=(replace(m.fates[0], parts=()), *m.fates[1:]))),
    "a lost character": ("M-062", lambda m: with_text(m, "两百余名", "百余名")),
    "a lost mark": ("M-062", lambda m: with_text(m, "启动，", "启动")),
    "a lost paragraph": ("M-062", lambda m: with_text(m, "第二段说的是经费从哪里来，以及由谁来管理。", "")),
    "a lost headline": ("M-062", lambda m: with_text(m, "河边的星期天", "河边")),
    "a lost name": ("M-062", lambda m: with_text(m, "沈一凡", "")),
    "a lost caption": ("M-062", lambda m: with_text(m, "图为志愿者在河边。", "图为志愿者。")),
    "a lost label": ("M-062", lambda m: with_text(m, "民生", "民")),
    "a character more": ("M-061", lambda m: with_text(m, "两百余名", "两百余名名")),
    "a name more": ("M-061", lambda m: with_text(m, "沈一凡", "沈一凡 李四")),
    "a mark more": ("M-061", lambda m: with_text(m, "从哪里来", "从哪里来！")),
    "another figure": ("M-061", lambda m: with_text(m, "两百", "三百")),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_breach_writes_nothing(home: Path, fault: str) -> None:
    code, change = FAULTS[fault]
    refused(home, CheckError, code, hands=spoiled(change))


def test_the_page_that_the_faults_are_made_of_is_sound(home: Path) -> None:
    assert run(home, hands=spoiled(lambda made: made)).counts["articles"] == 3


def test_a_writer_that_loses_is_found_out(home: Path) -> None:
    put(home, PAGE)
    whole = hands()

    def write(article: Any, pictures: Any, script: Any) -> str:
        return whole.write(article, pictures, script).replace("rank: brief", "rank: story")

    refused(home, CheckError, "M-063", hands=replace(whole, write=write))


def told(made: Analysis, mark: str, say: Callable[[str], str], *parts: Part) -> Analysis:
    """Return ``made`` with the lines of a mark saying more, and their parts."""
    chosen = {line.number for line in made.manuscript.lines if line.raw.startswith(mark)}
    lines = (replace(x, text=say(x.text)) if x.number in chosen else x for x in made.manuscript.lines)
    fates = (replace(f, parts=parts) if parts and f.line in chosen else f for f in made.fates)
    return replace(made, manuscript=replace(made.manuscript, lines=tuple(lines)), fates=tuple(fates))


@pytest.mark.parametrize(
    ("mark", "say", "parts", "fine"),
    [
        ("@", lambda text: f"□作者：（{text}）", (), True),
        ("@", lambda text: f"【{text} 摄影】", (), True),
        ("@", lambda text: f"来源：{text} 2026-11-22 09:14", (), True),
        ("@", lambda text: f"讲员：{text}老师", (), False),
        ("@", lambda text: f"{text}老师", (), True),
        ("@", lambda text: f"{text}、王五", (), False),
        ("@", lambda text: f"{text} 组长", (), False),
        ("!", lambda text: f"▲{text}", (), True),
        ("!", lambda text: f"“{text}”", (), False),
        ("河道", lambda text: f"{text}（下转第3版）", (Part.BODY, Part.JUMP), True),
        ("河道", lambda text: f"（上接第1版）{text}", (Part.BODY, Part.JUMP), True),
        ("河道", lambda text: f"{text}还有一句。（下转第3版）", (Part.BODY, Part.JUMP), False),
        ("河道", lambda text: f"{text}（下转第3版）", (), False),
        ("#", lambda text: f"■{text}", (), True),
        ("#", lambda text: f"{text}。", (), False),
    ],
)
def test_signs_brackets_and_words_of_office_may_go_and_nothing_else(
    home: Path, mark: str, say: Callable[[str], str], parts: tuple[Part, ...], fine: bool
) -> None:
    own = spoiled(lambda made: told(made, mark, say, *parts))
    if fine:
        assert run(home, hands=own).counts["articles"] == 3
    else:
        refused(home, CheckError, "M-062", hands=own)


def test_names_in_a_dispatch_head_stand_in_text_and_byline_alike(home: Path) -> None:
    put(home, "# 甲\n本报讯（记者 周岚）河道清理昨日启动。")
    whole = hands()

    def analysed(page: Any, house: Any) -> Analysis:
        made = whole.analyse(page, house)
        article = replace(made.drafts[0].article, bylines=(Byline(("周岚",), "记者"),))
        return replace(made, drafts=(replace(made.drafts[0], article=article),))

    run(home, hands=replace(whole, analyse=analysed))
    assert "byline: 记者 周岚" in (home / "2026-11-23" / "01-甲.md").read_text("utf-8")


def test_a_text_without_a_headline_goes_by_its_first_words(home: Path) -> None:
    def untitled(made: Analysis) -> Analysis:
        fates = tuple(replace(f, parts=(Part.BODY,)) if Part.HEADLINE in f.parts else f for f in made.fates)
        blocks = (Paragraph("", (Text("河边的星期天真热闹。"),)), *made.drafts[0].article.blocks)
        article = replace(made.drafts[0].article, headline=Headline(("河边的星期天",)), blocks=blocks)
        return replace(made, fates=fates, drafts=(replace(made.drafts[0], article=article),))

    text = "# 河边的星期天真热闹。\n孩子们也来了。"
    own = hands(read=lambda _, __: (manuscript(text),), analyse=lambda page, house: untitled(analyse(page, house)))
    put(home, text)
    assert run(home, hands=own).counts["articles"] == 1


# --- all or nothing -------------------------------------------------------------------------------------


@pytest.mark.parametrize("problem", [OSError(errno.ENOSPC, "full"), KeyboardInterrupt(), OSError(errno.EACCES, "no")])
@pytest.mark.parametrize("fresh", [True, False])
def test_whatever_stops_it_on_the_way_leaves_the_folder_as_it_was(
    home: Path, monkeypatch: pytest.MonkeyPatch, problem: BaseException, fresh: bool
) -> None:
    put(home, PAGE)
    if not fresh:
        run(home)
        put(home, PAGE.replace("两百余名", "三百余名").replace("# 河边", "# 河畔").replace("噪声", "灰尘"))
    put(home, "# 第二版\n另一页的文章。", "page2.txt")
    before = tree(home)
    whole = Undo.replace
    for after in itertools.count():
        calls = itertools.count()

        def failing(self: Undo, source: Path, path: str, stop: int = after, calls: Iterator[int] = calls) -> None:
            if next(calls) == stop:
                raise problem
            whole(self, source, path)

        monkeypatch.setattr(Undo, "replace", failing)
        try:
            run(home, "page.txt", "page2.txt")
        except (DeliverError, KeyboardInterrupt):
            assert tree(home) == before and not list(home.glob(".import-*"))
            assert not fresh or not (home / "2026-11-23").exists()
            continue
        break
    assert after > 5
    assert tree(home) != before


def test_a_file_saved_while_the_import_ran_stops_it(home: Path) -> None:
    put(home, PAGE)
    run(home)
    put(home, PAGE.replace("两百余名", "三百余名"))
    whole = hands()

    def write_issue(*arguments: Any) -> str:
        with (home / "2026-11-23" / FIRST).open("a", encoding="utf-8") as file:
            file.write("编辑刚刚加的。\n")
        return whole.write_issue(*arguments)

    with pytest.raises(DeliverError, match="M-077"):
        run(home, hands=replace(whole, write_issue=write_issue))
    assert (home / "2026-11-23" / FIRST).read_text("utf-8").endswith("编辑刚刚加的。\n")


# --- any sequence ---------------------------------------------------------------------------------------

WORDS = ["河道", "电梯", "剧团", "春耕", "校庆", "义诊", "灯会", "路灯"]
STORIES = st.lists(st.tuples(st.sampled_from(WORDS), st.integers(0, 3)), min_size=1, max_size=5)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("import"), st.sampled_from(["p1.txt", "p2.txt"]), STORIES),
        st.tuples(st.just("edit"), st.integers(0, 20), st.just(None)),
        st.tuples(st.just("delete"), st.integers(0, 20), st.just(None)),
        st.tuples(st.just("own"), st.sampled_from(WORDS), st.just(None)),
    ),
    min_size=1,
    max_size=7,
)


def text_of(stories: list[tuple[str, int]]) -> str:
    bodies = (f"# {word}的消息\n{word}这件事第{n}次报道，" + f"{word}又有进展{n}。" * 4 for word, n in stories)
    return "\n\n".join(bodies)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_nothing_edited_is_overwritten_and_nothing_lost_whatever_happens(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, Any, Any]]
) -> None:
    home = tmp_path_factory.mktemp("any")
    (home / "publication.yaml").write_text(PUBLICATION, "utf-8")
    folder = home / "2026-11-23"
    folder.mkdir()
    own: dict[str, bytes] = {}
    gone: set[str] = set()
    for deed, what, stories in steps:
        files = sorted(p.name for p in folder.iterdir() if p.suffix in (".md", ".yaml"))
        if deed == "import":
            put(home, text_of(stories), what)
            run(home, what)
            now = tree(folder)
            assert {name: now.get(name) for name in own} == own
            assert not {name for name in gone if name.endswith(".md")} & set(now)
            placed = [a for m in report(home)["manuscripts"] if m["name"] == what for a in m["articles"]]
            assert len(placed) == len(stories) and len({a["path"] for a in placed}) == len(placed)
            for (word, n), article in zip(stories, placed, strict=True):
                # Each article of the page is in its file, unless the file is the editor's own by now.
                kept = article["path"] in own or article["path"] in gone
                assert kept or f"{word}又有进展{n}".encode() in now[article["path"]]
            run(home, what)
            assert tree(folder) == now
            if "issue.yaml" not in own:
                assert {a.name for a in issues.load(folder).issue.articles} >= {a["path"] for a in placed} - gone
        elif deed == "edit" and files:
            name = files[what % len(files)]
            with (folder / name).open("a", encoding="utf-8") as file:
                file.write("# 编辑加的\n" if name.endswith("yaml") else "\n编辑加的一段。\n")
            own[name] = (folder / name).read_bytes()
        elif deed == "delete" and files:
            name = files[what % len(files)]
            (folder / name).unlink()
            own.pop(name, None)
            known = report(home)["files"] if (folder / "import-report.json").exists() else []
            gone |= {f["path"] for f in known if f["path"] == name and f["kind"] == "article"}
        elif deed == "own":
            name = f"{1 + len(files):02d}-{what}的消息.md"
            if not (folder / name).exists() and name not in gone:
                (folder / name).write_text(f"---\ntitle: 手写{what}\n---\n手写。\n", "utf-8")
                own[name] = (folder / name).read_bytes()
    shutil.rmtree(home)
