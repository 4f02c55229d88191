"""What publish refuses: each with its place and its cure, and nothing written."""

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from bulletin.cli import main
from bulletin.errors import BulletinError, DeliverError, ExitCode, UsageError
from bulletin.site.places import absolute, base_url, relative
from bulletin.site.write import MANIFEST
from tests.site_shelf import (
    FIRST,
    SECOND,
    add,
    add_pdf,
    change_book,
    dangling,
    make,
    member,
    page_of,
    published,
    shelf,
    tree,
)

BOOK = f"{FIRST}/test-{FIRST}-zh-Hans.epub"


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    return shelf(tmp_path)


def told(dist: Path, site: Path, **options: object) -> tuple[set[str], BulletinError]:
    before = tree(site) if site.is_dir() else None
    with pytest.raises(BulletinError) as problem:
        make(dist, site, **options)  # type: ignore[arg-type]
    assert (tree(site) if site.is_dir() else None) == before, "something was written"
    for item in problem.value.findings:
        for language in ("en", "zh-Hans"):
            assert item.message(language) and item.cure(language) and "{" not in item.message(language)
    return {f"{f.code} {f.place or ''}".strip() for f in problem.value.findings}, problem.value


@pytest.mark.parametrize(
    ("url", "base"),
    [
        ("https://example.org", "https://example.org/"),
        ("HTTP://Example.org:8080/a/b/", "http://example.org:8080/a/b/"),
        ("https://例子.测试/滨河", "https://xn--fsqu00a.xn--0zwm56d/%E6%BB%A8%E6%B2%B3/"),
        ("https://example.org/a%20b", "https://example.org/a%20b/"),
    ],
)
def test_an_address(url: str, base: str) -> None:
    assert base_url(url) == base


@pytest.mark.parametrize(
    "url",
    [
        "", "example.org", "ftp://example.org/", "file:///tmp", "https://", "https://example.org/?a=1",
        "https://example.org/#top", "https://example.org/?", "https://me:pw@example.org/", "https://example.org/a b",
        "https://example.org/../x", "https://example.org:port/", "javascript:alert(1)", "https://a_b.org", "//example.org",
    ],
)  # fmt: skip
def test_no_address(dist: Path, tmp_path: Path, url: str) -> None:
    found, problem = told(dist, tmp_path / "site", url=url)
    assert found == {"W-001"} and isinstance(problem, UsageError) and not (tmp_path / "site").exists()


def test_links_between_files() -> None:
    assert relative("zh-Hans/a/x.html", "style.css") == "../../style.css"
    assert relative("index.html", "zh-Hans/2026年 1/a:b.html", "节") == "zh-Hans/2026%E5%B9%B4%201/a%3Ab.html#%E8%8A%82"
    assert absolute("https://e.org/", "index.html") == "https://e.org/"


def test_folders_that_overlap(dist: Path, tmp_path: Path) -> None:
    for site in (dist, dist / "site", dist.parent):
        found, problem = told(dist, site)
        assert found == {"W-003"} and isinstance(problem, UsageError)
    (tmp_path / "way").symlink_to(dist)
    assert told(dist, tmp_path / "way" / "site")[0] == {"W-003"}
    (tmp_path / "file").write_text("x")
    assert told(dist, tmp_path / "file")[0] == {"W-018"}


def test_nothing_to_publish(tmp_path: Path) -> None:
    assert told(tmp_path / "none", tmp_path / "site")[0] == {"W-002"}
    (tmp_path / "empty" / "notes").mkdir(parents=True)
    (tmp_path / "empty" / "bench.json").write_text("{}")
    assert told(tmp_path / "empty", tmp_path / "site")[0] == {"W-002"}


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-2000])
    add(path.parent, path.name, "zh-Hans", "epub")


def without(name: str) -> Callable[[Path], None]:
    def change(members: dict[str, bytes]) -> None:
        del members[member(members, name)]

    return lambda path: change_book(path, change)


def replaced(name: str, old: bytes, new: bytes) -> Callable[[Path], None]:
    def change(members: dict[str, bytes]) -> None:
        whole = member(members, name)
        assert old in members[whole], name
        members[whole] = members[whole].replace(old, new)

    return lambda path: change_book(path, change)


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda path: path.write_bytes(b"PK"), "W-006"),
        (lambda path: path.unlink(), "W-006"),
        (cut, "W-007"),
        (without("container.xml"), "W-007"),
        (without("content.opf"), "W-007"),
        (without("nav.xhtml"), "W-007"),
        (without("a0002.xhtml"), "W-007"),
        (without("cover.jpg"), "W-007"),
        (replaced("a0001.xhtml", b"</html>", b""), "W-007"),
        (replaced("a0001.xhtml", b'alt="', b'alt="&x;'), "W-007"),
        (replaced("nav.xhtml", b'epub:type="toc"', b'epub:type="lot"'), "W-007"),
        (replaced("content.opf", b"<dc:date>", b"<dc:date>im "), "W-007"),
        (replaced("content.opf", b"<dc:language>zh-Hans", b"<dc:language>fr"), "W-010"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_damaged_book(dist: Path, tmp_path: Path, spoil: Callable[[Path], None], code: str) -> None:
    spoil(dist / BOOK)
    found, problem = told(dist, tmp_path / "site")
    assert found == {f"{code} {BOOK}"} and problem.exit_code == ExitCode.DELIVER
    assert not (tmp_path / "site").exists()


def test_a_picture_that_is_none_is_found_before_anything_is_put(dist: Path, tmp_path: Path) -> None:
    site = published(tmp_path)

    def change(members: dict[str, bytes]) -> None:
        members[next(name for name in members if name.endswith("b004.jpg"))] = b"no picture"

    change_book(dist / BOOK, change)
    assert told(dist, site)[0] == {f"W-007 {BOOK}"}


def test_all_faults_are_told_at_once(dist: Path, tmp_path: Path) -> None:
    (dist / FIRST / "manifest.json").unlink()
    (dist / SECOND / "manifest.json").write_text("{")
    (dist / "third").mkdir()
    (dist / "third" / "manifest.json").write_text('{"publication": "test", "files": [{"path": "../x", "sha256": ""}]}')
    assert told(dist, tmp_path / "site")[0] == {
        f"W-004 {FIRST}",
        f"W-005 {SECOND}/manifest.json",
        "W-005 third/manifest.json",
    }


def test_two_publications(dist: Path, tmp_path: Path) -> None:
    path = dist / SECOND / "manifest.json"
    path.write_text(path.read_text("utf-8").replace('"publication": "test"', '"publication": "other"'), "utf-8")
    assert told(dist, tmp_path / "site")[0] == {f"W-008 {SECOND}"}


def test_an_issue_without_a_book(dist: Path, tmp_path: Path) -> None:
    (dist / "2026-02-01").mkdir()
    add_pdf(dist / "2026-02-01", "test-2026-02-01-zh-Hans.pdf", "zh-Hans", "zh-Hans")
    assert told(dist, tmp_path / "site")[0] == {"W-009 2026-02-01"}


def test_a_name_that_the_site_needs(dist: Path, tmp_path: Path) -> None:
    shutil.move(dist / SECOND, dist / "search.html")
    assert told(dist, tmp_path / "site")[0] == {"W-019 search.html"}


def test_the_site_of_another(dist: Path, tmp_path: Path) -> None:
    site = published(tmp_path)
    path = site / MANIFEST
    said = path.read_text("utf-8")
    path.write_text(said.replace('"publication": "test"', '"publication": "other"'), "utf-8")
    assert told(dist, site)[0] == {f"W-016 {MANIFEST}"}
    for bad in ("{", "[]", '{"version": 9}', said.replace('"style.css"', '"../style.css"')):
        path.write_text(bad, "utf-8")
        assert told(dist, site)[0] == {f"W-014 {MANIFEST}"}


def test_a_script_that_is_not_there(dist: Path, tmp_path: Path) -> None:
    for folder in (dist / FIRST, dist / SECOND):
        path = folder / "manifest.json"
        data = json.loads(path.read_text("utf-8"))
        data["files"] = [f for f in data["files"] if f["edition"] == "zh-Hant-TW"]
        path.write_text(json.dumps(data), "utf-8")
    words = ["publish", str(dist), "--site", str(tmp_path / "site"), "--url", "https://e.org"]
    assert main([*words, "--home", "zh-Hans"]) == ExitCode.USAGE
    assert main(words) == 0
    # One script alone: its own page is the first, and there is nothing to switch to.
    root = page_of(tmp_path / "site", "index.html")
    assert root.get("lang") == "zh-Hant-TW" and not root.findall(".//nav[@class='scripts']")
    assert dangling(tmp_path / "site", "index.html") == set()


def test_a_folder_that_cannot_be_written(dist: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    found, problem = told(dist, tmp_path / "file" / "site")
    assert found == {"W-015"} and isinstance(problem, DeliverError)


def test_a_bomb_is_not_unpacked(dist: Path, tmp_path: Path) -> None:
    path = dist / BOOK
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("EPUB/bomb.jpg", bytes(70_000_000))

    def change(members: dict[str, bytes]) -> None:
        whole = member(members, "content.opf")
        members[whole] = members[whole].replace(b'href="images/cover.jpg"', b'href="bomb.jpg"')

    with zipfile.ZipFile(path) as archive:
        members = {info.filename: archive.read(info) for info in archive.infolist()}
    change(members)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    add(path.parent, path.name, "zh-Hans", "epub")
    found, problem = told(dist, tmp_path / "site")
    assert found == {f"W-007 {BOOK}"} and "64 MB" in str(problem)
