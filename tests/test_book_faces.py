"""Faces in a book: none, those of rare characters, or all; cut to the text, TrueType, the same bytes on every run."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from lxml import etree

from bulletin import fonts, layouts
from bulletin.checks import books
from bulletin.compose.book import Book, compose
from bulletin.compose.book_faces import RARE
from bulletin.fonts.subset import subset
from bulletin.model import Article, Headline, Note, NoteCall, Ruby, Script, Span, SpanKind, Text
from tests.test_epub import edition, make_in, paragraph

X = "{http://www.w3.org/1999/xhtml}"
RARE_TEXT = "石匠陆𬭎与㸆鱼"


def book(fonts_asked: str, text: str = RARE_TEXT, script: Script = Script.HANS) -> Book:
    blocks = (
        paragraph("a0001-b1", text, Span(SpanKind.EMPHASIS, (Text("楷体𬭎"),)), Ruby("㸆", "kào"), NoteCall(1)),
        paragraph("a0001-b2", "又一段ABC。"),
    )
    article = Article("a0001", "a.md", Headline(("标题㸆",)), blocks, (Note(1, (paragraph("a0001-b3", "注𬭎"),)),))
    made = edition(script, articles=(article,), settings={"book-fonts": fonts_asked})
    return compose(made, layouts.load("bulletin"), fonts.prepare())


def held(data: bytes) -> set[str]:
    with TTFont(io.BytesIO(data)) as font:
        assert "glyf" in font and font.flavor is None
        licence = font["name"].getDebugName(13)
        assert licence and "Open Font License" in licence
        return {chr(code) for code in font.getBestCmap()}


def text_in(one: Book) -> str:
    roots = [etree.fromstring(document.data) for document in one.documents]
    return "".join(str(t) for root in roots for body in root.iter(f"{X}body") for t in body.itertext())


def test_without_faces_a_book_names_none() -> None:
    one = book("none")
    assert one.faces == () and b"@font-face" not in one.css and b"rare" not in one.css
    assert not any(b'class="rare"' in document.data for document in one.documents)


def test_rare_characters_alone_bring_a_face_along() -> None:
    one = book("rare")
    assert [face.name for face in one.faces] == ["fonts/face-1.ttf"] or len(one.faces) == 2
    assert set().union(*(held(face.data) for face in one.faces)) == {"𬭎", "㸆"}
    root = etree.fromstring(next(d.data for d in one.documents if d.id == "a0001"))
    spans = ["".join(str(t) for t in s.itertext()) for s in root.iter(f"{X}span") if s.get("class") == "rare"]
    assert sorted(spans) == ["㸆", "㸆", "㸆", "𬭎", "𬭎", "𬭎"], "headline, text, emphasis, ruby and note"
    css = one.css.decode()
    assert re.search(r"\.rare \{ font-family: \"Bulletin Song[^}]*serif; \}", css)
    assert sum(len(face.data) for face in one.faces) < 20_000
    assert text_in(one) == text_in(book("none"))


def test_common_text_brings_no_face_along() -> None:
    one = book("rare", "寻常文字")
    plain = compose(edition(), layouts.load("bulletin"), fonts.prepare())
    assert plain.faces == () and b"@font-face" not in plain.css
    assert one.faces != ()  # the note and the emphasis of this book have rare ones


@pytest.mark.parametrize("script", list(Script))
def test_all_text_has_a_face_for_each_character(script: Script) -> None:
    one = book("all", script=script)
    there = set().union(*(held(face.data) for face in one.faces))
    assert {char for char in text_in(one) if not char.isspace()} <= there
    css = one.css.decode()
    named = set(re.findall(r'@font-face \{ font-family: "([^"]+)"', css))
    assert all("Fang" not in name for name in named), "its licence speaks of PDF alone"
    assert any("Kai" in name for name in named) and any("Hei" in name for name in named)
    body = re.search(r"\.faced \{ font-family: ([^}]*), serif; \}", css)
    assert body and set(re.findall(r'"([^"]+)"', body[1])) <= named
    assert all(b'class="faced"' in document.data for document in one.documents)


def test_a_character_is_in_the_face_that_sets_it() -> None:
    one = book("all")
    with_kai = next(face for face in one.faces if {"楷"} <= held(face.data) and "段" not in held(face.data))
    assert "体" in held(with_kai.data), "the emphasis alone is set in it"


def test_subsets_are_the_same_each_time_and_leave_out_what_the_face_lacks() -> None:
    face = next(f for f in fonts.prepare().faces if f.family == "Bulletin Song SC" and f.weight == 400)
    first = subset(face, "一二三，。\U0010ffff")
    assert subset(face, "三二一。，") == first
    for kept in (face.store.parent / "subsets").glob("*.cut"):
        kept.unlink()
    assert subset(face, "一二三，。") == first
    assert held(first) == set("一二三，。")
    with TTFont(io.BytesIO(first)) as font:
        features = {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
    assert "vert" in features, "marks stand right in vertical lines"


def test_a_book_with_faces_passes_its_proof(tmp_path: Path) -> None:
    made = edition(Script.TW, settings={"book-fonts": "all", "book-writing": "vertical", "book-size": "large"})
    artifact = make_in(tmp_path, made)
    assert books.check(artifact.path, made) == ()
    with zipfile.ZipFile(artifact.path) as archive:
        assert 'class="large faced"' in archive.read("EPUB/a0001.xhtml").decode()
        assert "font/ttf" in archive.read("EPUB/content.opf").decode()


@pytest.mark.parametrize(
    ("text", "rare"), [("国图書馆〇", ""), ("㗎", "㗎"), ("𬭎葛\U000e0100", "𬭎"), ("鿍", "鿍"), ("Ａあㄅ", "")]
)
def test_what_is_rare(text: str, rare: str) -> None:
    assert "".join(RARE.findall(text)) == rare


@pytest.mark.parametrize("spoilt", [b"", b"x" * 40])
def test_a_damaged_subset_in_the_cache_is_cut_anew(spoilt: bytes) -> None:
    face = next(f for f in fonts.prepare().faces if f.family == "Bulletin Kai" and f.weight == 400)
    first = subset(face, "一二")
    for kept in (face.store.parent / "subsets").glob("*.cut"):
        kept.write_bytes(spoilt)
    assert subset(face, "一二") == first
    assert subset(face, "一") != first


def test_faces_of_one_role_come_in_the_weights_that_are_set() -> None:
    one = book("all")
    css = one.css.decode()
    hei = set(re.findall(r'@font-face \{ font-family: "Bulletin Hei SC"; font-weight: (\w+)', css))
    assert hei == {"bold", "normal"}, "headlines and labels"
