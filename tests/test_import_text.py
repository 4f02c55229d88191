"""Text files in every encoding that Chinese comes in, and files that are none."""

from pathlib import Path

import pytest

from bulletin.errors import SourceError
from bulletin.importers.doors import natural, read
from bulletin.importers.encoding import damage, decode
from bulletin.importers.text import LARGEST, manuscript
from tests.import_score import PAGES

HANS = "本报讯（记者 王芳）昨天上午，社区图书室重新开放，来了三百多位读者。\n　　新书有一千二百册，“够看一年了”。\n"
HANT = "〔記者陳怡君／台中報導〕圖書室昨天重新開放，來了三百多位讀者。\n「夠看一年了」，一位讀者說。\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "gbk"]
)
def test_simplified(encoding: str) -> None:
    assert decode(HANS.encode(encoding), "a.txt")[0] == HANS


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "big5", "big5hkscs", "gb18030"])
def test_traditional(encoding: str) -> None:
    assert decode(HANT.encode(encoding), "a.txt")[0] == HANT


@pytest.mark.parametrize("path", sorted(PAGES.glob("*.txt")), ids=lambda p: p.stem)
def test_every_page_in_every_encoding(path: Path) -> None:
    text = path.read_text("utf-8")
    traditional = any(word in path.stem for word in ("taiwan", "hongkong", "hant"))
    for encoding in ("utf-8", "utf-16", "gb18030", *(("big5hkscs",) if traditional else ())):
        for part in (text, text[:400], text[400:440]):
            try:
                data = part.encode(encoding)
            except UnicodeEncodeError:
                continue
            if len(part.strip()) >= 20:
                assert decode(data, "a.txt")[0] == part, encoding


def test_line_ends() -> None:
    assert decode("一\r\n二\r三\n".encode(), "a.txt")[0] == "一\n二\n三\n"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5hkscs"])
def test_any_cut_of_bytes_is_read(encoding: str) -> None:
    data = ((HANT if encoding == "big5hkscs" else HANS) * 3).encode(encoding)
    for start in range(0, 60):
        text, _ = decode(data[start : len(data) - start % 3], "a.txt")
        assert "重新" in text


def test_broken_bytes_are_told_with_their_lines() -> None:
    data = bytearray((HANS * 20).encode())
    data[40] = 0xFF
    text, encoding = decode(bytes(data), "a.txt")
    assert encoding == "utf-8"
    assert [(f.code, f.place and f.place.line) for f in damage(text, "a.txt")] == [("M-003", 1)]
    assert manuscript(bytes(data), "a.txt").findings


def test_mojibake_is_told() -> None:
    wrong = HANS.encode("utf-8").decode("gb18030", "replace")
    assert {f.code for f in damage(wrong, "a.txt")} <= {"M-003", "M-004"}
    assert list(damage("前面锟斤拷后面\n", "a.txt"))
    assert not list(damage(HANS + HANT, "a.txt"))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"%PDF-1.7 \xe2\xe3", "M-001"),
        (b"PK\x03\x04aaaa", "M-001"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "M-001"),
        (bytes(range(256)) * 40, "M-002"),
        (b"\x00" * 400, "M-002"),
        (b"", "M-008"),
        (b" \n\n \xe3\x80\x80\n", "M-008"),
        ("字".encode() * 30_001, "M-007"),
        ("字\n".encode() * 200_001, "M-009"),
    ],
)
def test_no_text(data: bytes, code: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    with pytest.raises(SourceError) as caught:
        read(path, tmp_path)
    assert [f.code for f in caught.value.findings] == [code]


def test_a_huge_file_is_not_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(SourceError) as caught:
        read(path, tmp_path)
    assert caught.value.findings[0].code == "M-006"
    assert LARGEST < 50_000_000


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("a.doc", "M-010"),
        ("a.pdf", "M-011"),
        ("a.xlsx", "M-012"),
        ("a.png", "M-013"),
        ("a.rar", "M-014"),
        ("a.xyz", "M-015"),
    ],
)
def test_kinds_that_are_not_read(name: str, code: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"something")
    with pytest.raises(SourceError) as caught:
        read(tmp_path / name, tmp_path)
    assert caught.value.findings[0].code == code


def test_missing_file_and_empty_folder(tmp_path: Path) -> None:
    for path, code in ((tmp_path / "no.txt", "S-001"), (tmp_path, "M-008")):
        with pytest.raises(SourceError) as caught:
            read(path, tmp_path)
        assert caught.value.findings[0].code == code


def test_a_folder_is_read_in_natural_order(tmp_path: Path) -> None:
    names = ["第十版.txt", "第二版.txt", "10.txt", "9.txt"]
    for name in names:
        (tmp_path / name).write_text("有字\n", "utf-8")
    assert [m.name.split("/")[1] for m in read(tmp_path, tmp_path)] == ["9.txt", "10.txt", "第二版.txt", "第十版.txt"]
    assert sorted(["a10", "a9", "a1b"], key=natural) == ["a1b", "a9", "a10"]
