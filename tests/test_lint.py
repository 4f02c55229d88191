"""The lint of finished e-books: a golden folder for every code, and nothing to say of a good book."""

import json
import os
import random
import re
import subprocess
import sys
import tracemalloc
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from time import perf_counter

import pytest
from ebooklib import epub

from bulletin import cli, commands
from bulletin.checks.lint import kindle, linter, pixels, sheets
from bulletin.checks.paper import inspection
from bulletin.errors import SourceError
from bulletin.findings import Finding, Place, catalogue, codes
from tests.conftest import ROOT
from tests.lint_books import GOOD, LINT, face, files, folders, good, make, pack, picture

OURS = [code for code in codes() if "E-030" <= code <= "E-099"]
WHOLE = ("E-002", "E-003", "E-004")
"""Codes of the proof of our own books that are told of any book."""


def told(path: Path) -> tuple[Finding, ...]:
    try:
        inspection.kind(path)
        return inspection.book(path)
    except SourceError as problem:
        return problem.findings


def said(found: Iterable[Finding], language: str = "en") -> str:
    return "".join(commands.sentence(item, language) + "\n" for item in found)


def test_a_good_book_is_good(tmp_path: Path) -> None:
    assert told(make(None, tmp_path / "book.epub")) == ()


@pytest.mark.parametrize("folder", folders(), ids=lambda p: p.name)
def test_golden_lint(folder: Path, tmp_path: Path) -> None:
    items = told(make(folder, tmp_path / "book.epub"))
    found = said(items)
    path = folder / "expected.txt"
    if os.environ.get("BULLETIN_GOLDEN") == "accept":
        path.write_text(found, "utf-8")
    assert found == path.read_text("utf-8"), "run `make golden` if this is meant"
    code = folder.name[:5]
    # Folders whose names end in -fine hold what looks like it and is none.
    assert not found if folder.name.endswith("-fine") else f"[{code}]" in found
    assert not re.search(r"\{[a-z]+\}", found + said(items, "zh-Hans"))


def test_every_code_has_a_golden_folder_and_a_source() -> None:
    there = {path.name[:5] for path in folders() if not path.name.endswith("-fine")}
    assert there == {*OURS, *WHOLE}
    sources = linter.sources()
    assert list(sources) == OURS
    assert all(len(source) > 8 for source in sources.values())


def test_every_folder_tells_mostly_of_its_own_code() -> None:
    for folder in folders():
        found = Counter(re.findall(r"\[(E-\d{3})\]", (folder / "expected.txt").read_text("utf-8")))
        assert sum(found.values()) - found[folder.name[:5]] <= 7, folder.name


def test_nothing_else_lies_among_the_golden_folders() -> None:
    known = {GOOD, *folders()}
    assert set(LINT.iterdir()) == known


def lint_page() -> str:
    english, chinese, sources = catalogue("en"), catalogue("zh-Hans"), linter.sources()
    lines = [
        "# What the lint looks for · 成书检查",
        "",
        "`bulletin inspect FILE.epub` holds any EPUB against these rules. Each code has a golden folder in `tests/lint`. An error is what makes a",
        "reading system or Amazon refuse the file, or loses text; a warning looks bad; a note is a matter of taste. Made by `make golden`.",
    ]
    for code in OURS:
        entry = english[code]
        post = " **Send to Kindle refuses it.**" if code in kindle.REFUSED else ""
        lines += [
            "",
            f"- **{code}** ({entry['severity']}) {entry['says']} · {chinese[code]['says']}  ",
            f"  {sources[code]}.{post}",
        ]
    return "\n".join(lines) + "\n"


def test_golden_page_of_the_lint() -> None:
    path = ROOT / "docs" / "lint.md"
    if os.environ.get("BULLETIN_GOLDEN") == "accept":
        path.write_text(lint_page(), "utf-8")
    assert path.read_text("utf-8") == lint_page(), "run `make golden`"


# At the editor's own lines.


def test_a_finding_stands_where_the_editor_wrote_it(tmp_path: Path) -> None:
    path = make(LINT / "E-058-typed", tmp_path / "book.epub")
    block = {"a0002-b1": Place("city/lamp.md", 7), "a0002": Place("city/lamp.md")}
    assert {str(f.place) for f in linter.of_build(path, block)} == {"city/lamp.md:7"}
    article = {"a0002": Place("city/lamp.md", 1)}
    assert {str(f.place) for f in linter.of_build(path, article)} == {"city/lamp.md:1"}
    assert {str(f.place) for f in linter.of_build(path, {})} == {"book.epub: EPUB/a0002.xhtml:12"}


def test_what_has_no_id_stands_at_the_article_of_its_file(tmp_path: Path) -> None:
    path = make(LINT / "E-092-lost", tmp_path / "book.epub")
    assert {str(f.place) for f in linter.of_build(path, {"a0002": Place("lamp.md", 1)})} == {"lamp.md:1"}


@pytest.mark.parametrize("name", ["E-075-skip", "E-078-file-name", "E-088-pixels", "E-089-body"])
def test_a_build_does_not_tell_twice(name: str, tmp_path: Path) -> None:
    path = make(LINT / name, tmp_path / "book.epub")
    assert linter.inspect(path) and not linter.of_build(path, {})


def test_a_build_of_no_book_is_the_proofs_to_tell(tmp_path: Path) -> None:
    path = tmp_path / "book.epub"
    path.write_bytes(b"no zip")
    assert linter.of_build(path, {}) == ()


# Whatever the file holds: findings, never an exception.


@pytest.mark.parametrize("seed", range(8))
def test_spoilt_books_are_told_of(seed: int, tmp_path: Path) -> None:
    chance, sound = random.Random(seed), files(GOOD, skip=("pictures.yaml",))
    names = sorted(name for name in sound if name != "mimetype")
    bits = (b"", b"<p/>", b'href="http://[x"', b"&#x85;", b"\xff", b"{", b"@media", b"<navPoint/>", b'id=""', b"<!-- ")
    for _ in range(25):
        members = dict(sound)
        for _ in range(3):
            name = chance.choice(names)
            data = bytearray(members[name])
            at = chance.randrange(len(data))
            data[at : at + chance.choice((0, 0, 1, 30))] = chance.choice(bits)
            members[name] = bytes(data)
        path = tmp_path / "book.epub"
        pack(members, path, {})
        for item in linter.inspect(path):
            for language in ("en", "zh-Hans"):
                assert item.message(language)


@pytest.mark.parametrize("seed", range(4))
def test_spoilt_zips_are_told_of(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    path = make(None, tmp_path / "book.epub")
    whole = path.read_bytes()
    for _ in range(12):
        data = bytearray(whole)
        for _ in range(4):
            data[chance.randrange(len(data))] = chance.randrange(256)
        path.write_bytes(bytes(data[: chance.choice((len(data), chance.randrange(len(data))))]))
        assert all(item.message() for item in told(path))


@pytest.mark.parametrize("seed", range(3))
def test_spoilt_pictures_and_faces_are_told_of(seed: int) -> None:
    chance = random.Random(seed)
    sound = [picture([40, 30], kind, "RGB") for kind in ("PNG", "JPEG", "GIF", "WEBP", "TIFF")]
    for whole, look in [*((data, True) for data in sound), (face(["灯", "亮"]), False)]:
        for _ in range(40):
            data = bytearray(whole)
            for _ in range(5):
                data[chance.randrange(len(data))] = chance.randrange(256)
            if look:
                seen = pixels.look("x", "image/png", bytes(data))
                assert seen.broken or seen.width
            else:
                assert pixels.characters(bytes(data)) <= set(range(0x110000))


@pytest.mark.parametrize("css", ["a{b:" + "(" * 9000, "@media x{" * 3000, "/*" * 200000, "a{m:" + "url(" * 9000])
def test_style_sheets_made_to_hurt(css: str) -> None:
    begun = perf_counter()
    sheet = sheets.parse("x.css", css)
    assert not list(sheets.fixed_lengths(sheet)) and perf_counter() - begun < 5


# What another program makes.


def by_ebooklib(path: Path, **options: object) -> set[str]:
    """Write a book as EbookLib's own manual does, and return the codes that it gets."""
    book = epub.EpubBook()
    book.set_identifier("urn:uuid:0d0e7b5a-6f0f-4f36-9c39-3a6f5f0f6a11")
    book.set_title("山塘小报")
    book.set_language("zh-Hans")
    book.add_author("周岚")
    book.add_author("沈一凡")
    book.set_cover("cover.jpg", good()["EPUB/images/cover.jpg"])
    first = epub.EpubHtml(title="老街修好了", file_name="文章 1.xhtml", lang="zh-Hans")
    first.content = (
        '<h1>老街修好了</h1><p><em>水</em><em>路</em></p><p>走。<a id="r1" epub:type="noteref" href="#n1">1</a></p>'
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><linearGradient id="g"/></svg>'
        '<aside id="n1" epub:type="footnote"><p>注。</p></aside>'
    )
    second = epub.EpubHtml(title="桥下的灯", file_name="a2.xhtml", lang="zh-Hans")
    declared = "" if options.get("epub3_pages", True) else '<?xml version="1.0" encoding="utf-8"?>'
    second.content = f"{declared}<html><body><h1>桥下的灯</h1><p>灯。</p></body></html>"
    for item in (first, second, epub.EpubNcx(), epub.EpubNav()):
        book.add_item(item)
    book.toc = (first, (epub.Section("空栏"), ()), second)
    book.spine = ["nav", first, second]
    epub.write_epub(str(path), book, options)
    return {item.code for item in linter.inspect(path)}


def test_the_traps_of_ebooklib_are_told(tmp_path: Path) -> None:
    found = by_ebooklib(tmp_path / "book.epub", epub3_pages=False)
    # Lab notes, “EbookLib”: 9, 12, 17–19, 5, 1, 5, 3, 17, 20, 11, 11, 17, 18.
    traps = ["E-004", "E-036", "E-038", "E-042", "E-043", "E-046", "E-081", "E-055", "E-061", "E-064", "E-068", "E-070"]
    assert found >= {*traps, "E-071", "E-041", "E-056", "E-077"}


def test_its_list_of_notes_for_pages_is_told(tmp_path: Path) -> None:
    assert "E-072" in by_ebooklib(tmp_path / "book.epub")  # trap 6


# The command.


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = cli.main(["--lang", "en", "inspect", *words])
    heard = capsys.readouterr()
    return code, heard.out, heard.err


@pytest.mark.parametrize(
    ("name", "code", "strict"),
    [
        ("", 0, 0),
        ("E-058-typed", 0, 0),
        ("E-088-pixels", 0, 9),
        ("E-043-no-documents", 9, 9),
        ("E-033-drm", 9, 9),
        ("E-035-bomb", 9, 9),
        ("E-048-entity", 9, 9),
        ("E-002-deep", 9, 9),
        ("E-030-cut", 4, 4),
        ("E-030-pdf", 4, 4),
        ("E-030-empty", 4, 4),
    ],
)
def test_exit_codes(name: str, code: int, strict: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(make(LINT / name if name else None, tmp_path / "book.epub"))
    plain = run(capsys, path)
    assert plain[0] == code and run(capsys, path, "--strict")[0] == strict
    assert not name or name[:5] in plain[2]
    found = json.loads(run(capsys, path, "--json")[1])["findings"]
    assert not name or name[:5] in {item["code"] for item in found}
    assert "Traceback" not in plain[2]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("", "nothing known"),
        ("E-065-hidden", "refuse it: E-065."),
        ("E-045-undeclared", "may refuse or spoil it: E-045."),
    ],
)
def test_the_verdict_of_the_post_room(name: str, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(make(LINT / name if name else None, tmp_path / "book.epub"))
    assert says in run(capsys, path)[2]
    post = json.loads(run(capsys, path, "--json")[1])["sendToKindle"]
    assert bool(post["refused"] or post["doubtful"]) == bool(name)


def test_the_post_room_knows_codes_that_there_are() -> None:
    assert set(codes()) >= kindle.REFUSED | kindle.DOUBTFUL and not kindle.REFUSED & kindle.DOUBTFUL


def test_the_same_words_whatever_the_hash_seed(tmp_path: Path) -> None:
    path = tmp_path / "book.epub"
    by_ebooklib(path, epub3_pages=False)
    heard = set()
    for seed in ("1", "2"):
        command = [sys.executable, "-m", "bulletin", "--lang", "en", "inspect", str(path)]
        done = subprocess.run(
            command, env={**os.environ, "PYTHONHASHSEED": seed}, cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 9
        heard.add(done.stderr)
    assert len(heard) == 1


def test_no_secret_of_the_machine_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, err = run(capsys, str(make(LINT / "E-048-entity", tmp_path / "book.epub")), "--json")
    assert "root:" not in out + err


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    tracemalloc.start()
    linter.inspect(make(LINT / "E-035-bomb", tmp_path / "book.epub"))  # 12 MB, made here as well
    tracemalloc.reset_peak()
    linter.inspect(tmp_path / "book.epub")
    assert tracemalloc.get_traced_memory()[1] < 12_000_000
    tracemalloc.stop()


def test_marks_are_for_paper(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, str(make(None, tmp_path / "book.epub")), "--marks", str(tmp_path))[0] == 2
