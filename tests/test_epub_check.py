"""The proof of a finished book finds what is planted in it."""

import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bulletin.checks import books
from bulletin.checks.book_file import style_faults
from bulletin.findings import Severity
from bulletin.model import Article, Edition, Headline
from tests.test_epub import edition, make_in, paragraph

Change = Callable[[dict[str, bytes]], None]


@pytest.fixture(scope="module")
def made() -> Edition:
    blocks = tuple(
        paragraph(f"a0001-b{n}", text)
        for n, text in enumerate(("头一段。", "同样的话。", "中间一段。", "同样的话。"), 1)
    )
    return edition(articles=(Article("a0001", "a.md", Headline(("题",)), blocks),))


@pytest.fixture(scope="module")
def sound(made: Edition, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = make_in(tmp_path_factory.mktemp("sound"), made).path
    assert books.check(path, made) == ()
    return path


def spoil(sound: Path, folder: Path, change: Change) -> Path:
    """Write the book again with its members changed."""
    with zipfile.ZipFile(sound) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    path = folder / sound.name
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return path


def put(name: str, old: str, new: str) -> Change:
    def change(members: dict[str, bytes]) -> None:
        data = members[f"EPUB/{name}"].decode()
        assert old in data
        members[f"EPUB/{name}"] = data.replace(old, new, 1).encode()

    return change


def drop(name: str) -> Change:
    def change(members: dict[str, bytes]) -> None:
        del members[name]

    return change


def add(name: str, data: bytes) -> Change:
    def change(members: dict[str, bytes]) -> None:
        members[name] = data

    return change


ARTICLE = "a0001.xhtml"


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        (put(ARTICLE, "中间一段。", ""), {"L-001", "L-002"}),
        (put(ARTICLE, "中间一段", "中一段"), {"L-001", "L-002"}),
        (put(ARTICLE, "同样的话。", ""), {"L-001", "L-002"}),
        (put(ARTICLE, "头一段。", "段一头。"), {"L-001"}),
        (put(ARTICLE, '<p id="a0001-b1">头一段。</p>', ""), {"L-001", "L-002"}),
        (put("title.xhtml", "箴言", ""), {"L-001"}),
        (put("colophon.xhtml", "准印证 1 号", ""), {"L-001"}),
        (put("s01.xhtml", "题</a>", "</a>"), {"L-001", "L-002"}),
        (put(ARTICLE, "</p>", ""), {"E-002", "E-005", "L-001"}),
        (put(ARTICLE, "s01.xhtml", "s09.xhtml"), {"E-003"}),
        (put("nav.xhtml", 'href="a0001.xhtml"', 'href="a0001.xhtml#none"'), {"E-003", "E-005"}),
        (put("cover.xhtml", "images/cover.jpg", "images/none.jpg"), {"E-003"}),
        (put(ARTICLE, 'id="a0001-b2"', 'id="a0001-b1"'), {"E-004"}),
        (put(ARTICLE, "<title>题", "<title>另题"), {"E-005"}),
        (put("nav.xhtml", ">题</a>", ">另题</a>"), {"E-005"}),
        (put("toc.ncx", "<text>题<", "<text>另题<"), {"E-005"}),
        (put(ARTICLE, '<p id="a0001-b3">中间一段。</p>', '<h3 id="a0001-b3">中间一段。</h3>'), {"E-005"}),
        (put(ARTICLE, '<p id="a0001-b3">中间一段。</p>', '<h1 id="a0001-b3">中间一段。</h1>'), {"E-005"}),
        (put("cover.xhtml", 'alt="', 'title="'), {"E-006"}),
        (put(ARTICLE, "中间一段。", '中间一段。<img src="images/cover.jpg" alt="图"/>'), {"E-006"}),
        (put("book.css", "font-size: 1.5em", "font-size: 18px"), {"E-007"}),
        (put("book.css", "body { margin: 0;", "body { margin: 0; color: black;"), {"E-007"}),
        (put("book.css", "body {", "@import 'https://example.org/x.css'; body {"), {"E-003"}),
        (add("EPUB/stray.xhtml", b"<html xmlns='http://www.w3.org/1999/xhtml'/>"), {"E-001"}),
        (drop("EPUB/images/cover.jpg"), {"E-001", "E-003"}),
        (drop("META-INF/container.xml"), {"E-001"}),
        (drop("EPUB/content.opf"), {"E-001"}),
        (drop("EPUB/a0001.xhtml"), {"E-001", "E-003", "E-005", "L-001"}),
        (drop("mimetype"), {"E-001"}),
        (add("mimetype", b"application/zip"), {"E-001"}),
    ],
)
def test_what_is_planted_is_found(sound: Path, made: Edition, tmp_path: Path, change: Change, codes: set[str]) -> None:
    found = books.check(spoil(sound, tmp_path, change), made)
    assert {f.code for f in found} == codes
    for one in found:
        assert one.severity is Severity.ERROR
        for language in ("en", "zh-Hans"):
            assert "{" not in one.message(language) + one.cure(language)


def test_a_lost_sentence_is_told_with_its_place(sound: Path, made: Edition, tmp_path: Path) -> None:
    article = made.issue.articles[0]
    place = replace(article.place, line=7)
    block = replace(article.blocks[2], place=place)
    placed = replace(article, blocks=(*article.blocks[:2], block, article.blocks[3]))
    issue = replace(made.issue, sections=(replace(made.issue.sections[0], articles=(placed,)),))
    found = books.check(spoil(sound, tmp_path, put(ARTICLE, "中间一段。", "")), replace(made, issue=issue))
    assert ("L-001", "a.md:7", "中间一段。") in {(f.code, str(f.place), f.values.get("text")) for f in found}


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 no zip", b"%PDF-1.7"])
def test_what_is_no_zip_is_told(made: Edition, tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.epub"
    path.write_bytes(data)
    assert {f.code for f in books.check(path, made)} == {"E-001"}
    assert {f.code for f in books.check(tmp_path / "none.epub", made)} == {"E-001"}


def test_a_book_cut_short_is_told(sound: Path, made: Edition, tmp_path: Path) -> None:
    path = tmp_path / "x.epub"
    path.write_bytes(sound.read_bytes()[:-200])
    assert {f.code for f in books.check(path, made)} == {"E-001"}


def test_a_damaged_member_is_told(sound: Path, made: Edition, tmp_path: Path) -> None:
    data = bytearray(sound.read_bytes())
    at = data.find(b"EPUB/a0001.xhtml") + 80
    data[at] ^= 0xFF
    path = tmp_path / "x.epub"
    path.write_bytes(data)
    assert {f.code for f in books.check(path, made)} == {"E-001"}


def test_another_edition_is_not_this_one(sound: Path, made: Edition) -> None:
    other = edition(articles=(Article("a0001", "a.md", Headline(("他题",)), (paragraph("a0001-b1", "他文。"),)),))
    assert {f.code for f in books.check(sound, other)} >= {"L-001", "L-002", "E-005"}


@pytest.mark.parametrize(
    ("css", "faults"),
    [
        ("p { text-indent: 2em; margin: 0 }", 0),
        ("hr { border-top: thin solid currentColor; width: 30% }", 0),
        ("/* 10px */ h1 { font-family: sans-serif; font-size: 1.5em }", 0),
        ("p { margin: 1px }", 1),
        ("p { text-indent: 21pt } td { padding: .5mm }", 2),
        ("html, body { font-family: serif }", 2),
        ("h1, body { color : #333 }", 1),
        ("@media all { body { background: white } }", 1),
        ("p { font-size: 1.1em }", 1),
    ],
)
def test_style_faults(css: str, faults: int) -> None:
    assert len(style_faults(css)) == faults
