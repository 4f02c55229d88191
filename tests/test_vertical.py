"""The vertical book: a sheet turned by a quarter, figures upright, the right order of pages, and no character changed."""

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from bulletin import making
from bulletin.checks import books
from bulletin.compose.vertical import turned, upright
from bulletin.errors import ExitCode
from bulletin.readers import issue as reader
from tests.conftest import SAMPLE, Publish

X = "{http://www.w3.org/1999/xhtml}"


@pytest.mark.parametrize(
    ("rule", "wanted"),
    [
        ("p { margin: 1em 2em 3em 4em; }", "p { margin: 4em 1em 2em 3em; }\n"),
        ("p { margin: 0 0 .5em; }", "p { margin: 0 0 0 .5em; }\n"),
        ("p { padding: 1em; }", "p { padding: 1em; }\n"),
        (
            "p { border-top: thin solid; border-left-width: .2em; }",
            "p { border-right: thin solid; border-top-width: .2em; }\n",
        ),
        ("p { line-height: 1.5; text-indent: 2em; }", "p { line-height: 1.5; text-indent: 2em; }\n"),
        (
            "img { max-width: 100%; max-height: 85vh; width: auto; }",
            "img { max-height: 100%; max-width: 85vw; height: auto; }\n",
        ),
        ("p { text-align: left; } q { text-align: right; }", "p { text-align: start; }\nq { text-align: end; }\n"),
        (
            "th, td { padding: 1em 2em 3em 4em; text-align: left; }",
            "th, td { padding: 1em 2em 3em 4em; text-align: left; }\n",
        ),
        (".head + table { border-top: 0; }", ".head + table { border-top: 0; }\n"),
        (".cover img { max-height: 100vh; }", ".cover img { max-height: 100vh; }\n"),
        (
            "@media (max-width: 30em) { p { margin-left: 1em; } }",
            "@media (max-width: 30em) {\np { margin-top: 1em; }\n}\n",
        ),
        ('@font-face { font-family: "A"; src: url(a.ttf); }', '@font-face { font-family: "A"; src: url(a.ttf); }\n'),
    ],
)
def test_a_sheet_is_turned_by_a_quarter(rule: str, wanted: str) -> None:
    assert turned(rule) == wanted


def set_upright(body: str) -> str:
    root = etree.fromstring(f'<html xmlns="{X[1:-1]}"><body>{body}</body></html>')
    upright(root)
    assert "".join(str(t) for t in root.itertext()) == "".join(
        str(t) for t in etree.fromstring(f"<r>{body}</r>").itertext()
    )
    text = etree.tostring(root[0], encoding="unicode").partition(">")[2].removesuffix("</body>")
    return text.replace('<span class="tcy">', "{").replace("</span>", "}")


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("<p>2026年11月3日</p>", "<p>{2}{0}{2}{6}年{11}月{3}日</p>"),
        (
            "<p>共128人，12345元，3.5元，9:30，50%，A座，GDP</p>",
            "<p>共{128}人，12345元，3.5元，9:30，50%，{A}座，GDP</p>",
        ),
        ("<p>甲<em>12</em>乙34丙</p>", "<p>甲<em>{12}</em>乙{34}丙</p>"),
        ("<table><tr><td>12</td></tr></table>", "<table><tr><td>12</td></tr></table>"),
        ("<p><code>12</code>后12</p>", "<p><code>12</code>后{12}</p>"),
        ("<p>3862塊，12026年</p>", "<p>{3}{8}{6}{2}塊，12026年</p>"),
    ],
)
def test_short_figures_stand_upright(body: str, wanted: str) -> None:
    assert set_upright(body) == wanted


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, object]:
    loaded = reader.load(SAMPLE)
    plan = next(p for p in loaded.plans if p.key == "zh-Hant-TW")
    plan = replace(plan, make=("epub",), printed=False, settings={"book-writing": "vertical"})
    made = making.make_edition(loaded, plan, tmp_path_factory.mktemp("vertical"))
    assert not [f for f in made.findings if f.severity == "error"], made.findings
    edition, _, _ = making.edit(loaded, plan)
    return made.artifacts[0].path, edition


def test_a_vertical_book_passes_its_proof_and_says_what_it_is(book: tuple[Path, object]) -> None:
    path, edition = book
    assert books.check(path, edition) == ()  # type: ignore[arg-type]
    with zipfile.ZipFile(path) as archive:
        package = archive.read("EPUB/content.opf").decode()
        assert 'page-progression-direction="rtl"' in package
        assert '<meta name="primary-writing-mode" content="vertical-rl"/>' in package
        assert ">verticalWriting<" in package
        assert "writing-mode: vertical-rl" in archive.read("EPUB/book.css").decode()
        for name in archive.namelist():
            if name.endswith(".xhtml"):
                root = etree.fromstring(archive.read(name))
                assert (root.get("class") == "vertical") is not name.endswith("cover.xhtml"), name
                text = "".join(str(t) for t in root.itertext())
                assert "“" not in text and "”" not in text, name


def test_simplified_text_is_not_set_vertically(publish: Publish, capsys: pytest.CaptureFixture[str]) -> None:
    from bulletin.cli import main

    settings = "editions:\n  e: {script: zh-Hans, set: {book-writing: vertical}}\n"
    folder = publish(
        publication=(SAMPLE.parent / "publication.yaml").read_text("utf-8").split("editions:")[0] + settings
    )
    assert main(["build", str(folder), "--into", str(folder.parent / "out")]) == ExitCode.SETTINGS
    err = capsys.readouterr().err
    assert "publication.yaml:" in err and "[C-058]" in err and "Traceback" not in err


@pytest.mark.parametrize(
    "text",
    [
        "Gödel",
        "São Paulo",
        "Hàn",
        "don’t",
        "it's",
        "O’Brien",
        "R&amp;D",
        "I have a dream",
        "Vitamin C",
        "iPhone 15 Pro",
        "Windows 11",
        "10 000元",
        "−5℃",
        "$5",
        "1/2",
        "3.5",
    ],
)
def test_foreign_words_are_not_torn(text: str) -> None:
    assert "{" not in set_upright(f"<p>甲{text}乙</p>")


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("<p>20<b>26</b>年</p>", "<p>20<b>26</b>年</p>"),
        ('<p>甲<span lang="en">A</span>乙12</p>', '<p>甲<span lang="en">A}乙{12}</p>'),
        ("<p>12<br/>34</p>", "<p>{12}<br/>{34}</p>"),
        ("<p>H<sub>2</sub>O</p>", "<p>H<sub>2</sub>O</p>"),
        ("<p>共 12 人</p>", "<p>共 {12} 人</p>"),
    ],
)
def test_figures_know_their_neighbours(body: str, wanted: str) -> None:
    assert set_upright(body) == wanted


@pytest.mark.parametrize(
    ("rule", "wanted"),
    [
        ("p { margin: 0 calc(1em + 2px) 1em 0; }", "p { margin: 0 0 calc(1em + 2px) 1em; }\n"),
        ("p { border-style: solid none none none; }", "p { border-style: none solid none none; }\n"),
        ("p { border-top-left-radius: 1em; }", "p { border-top-left-radius: 1em; }\n"),
        ('p::before { content: "10vw"; }', 'p::before { content: "10vw"; }\n'),
        ("P { MARGIN-TOP: 1em !important; }", "P { margin-right: 1em !important; }\n"),
        (".left-col { margin-left: 1em; }", ".left-col { margin-top: 1em; }\n"),
    ],
)
def test_odd_rules_are_turned_too(rule: str, wanted: str) -> None:
    assert turned(rule) == wanted


def test_selectors_with_commas_inside_are_pruned_whole() -> None:
    from bulletin.compose.book_finish import pruned

    root = etree.fromstring(f'<html xmlns="{X[1:-1]}"><p class="a b"/></html>')
    css = "p:not(.a, .b), .gone { margin: 0; }\n@media all { .gone { margin: 0; } .a { margin: 1em; } }\n"
    out = pruned(css, [root])
    assert "p:not(.a, .b) {" in out and ".gone" not in out and ".a {" in out


@pytest.mark.parametrize(
    ("key", "settings"),
    [
        ("zh-Hans", {"book-fonts": "all", "book-size": "large"}),
        ("zh-Hant-TW", {"book-writing": "vertical", "book-fonts": "all"}),
        ("zh-Hant-HK", {"book-writing": "vertical", "book-size": "large"}),
    ],
)
def test_the_sample_s_own_books_have_nothing_to_tell(tmp_path: Path, key: str, settings: dict[str, str]) -> None:
    loaded = reader.load(SAMPLE)
    plan = next(p for p in loaded.plans if p.key == key)
    plan = replace(plan, make=("epub",), printed=False, settings=settings)
    made = making.make_edition(loaded, plan, tmp_path)
    assert [f.message() for f in made.findings if f.code[0] == "E"] == []
