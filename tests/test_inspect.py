"""``bulletin inspect``: PDFs read back, from streams written by hand and from pages that WeasyPrint set on its own."""

import json
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from bulletin import cli
from bulletin.checks.paper import sheets
from bulletin.checks.paper.reader import PageRuns, Reader
from bulletin.galley.faults import Kind
from bulletin.galley.inspect import find
from bulletin.galley.lines import Flaw, Galley, Role
from bulletin.galley.score import score
from tests import independent

PARAGRAPHS = (
    "清晨的渡口没有风，老船工把缆绳绕在石柱上，回头看了看对岸。那里的灯还亮着，像是有人一夜没有睡；他说：“等潮水退了，再把船推下去。”"
    "孩子们蹲在石阶上数船，数到第三十六条，天就亮了……",
    "“你记不记得，”姐姐问，“去年这个时候，河面上结了一层薄冰？”弟弟摇头（他那时还小），却把手套摘下来，指着远处的桥——那座桥是前年修好的，"
    "桥栏上刻着《渡河记》、《石桥谣》两篇文章。",
    "村里的账本写得很细：买灯油三斤，付钱一百二十文；修船板两块，付钱八百文；另有茶水、草绳、铁钉等，共计2.5两。老人念到这里，停了一停，说："
    "“这一笔是我写的。”",
    "雨下了一夜，屋檐的水滴在青石板上，嗒、嗒、嗒，像钟摆一样。天亮以后雾散了，对岸的山露出半截，山脚下的田埂上有人赶着牛慢慢走。",
    "集市从卯时开到午时，卖菜的、卖布的、卖泥人的挤在一条窄街里。有个外乡人问路：“去北门怎么走？”卖伞的答：“沿河一直走，见到三棵樟树就到了。”",
)
STOCK = """
import sys
from bulletin import fonts
fonts.prepare()
import weasyprint
weasyprint.HTML(sys.argv[1]).write_pdf(sys.argv[2], pdf_tags=sys.argv[3] == "tags")
"""
CSS = (
    '@page { size: 595pt 842pt; margin: 56pt } body { margin: 0; font: 10.5pt/17pt "Bulletin Song SC"; '
    "text-align: justify } .cols { columns: 2; column-gap: 21pt } p { margin: 0; text-indent: 2em } "
    "h2 { margin: 0 0 17pt; font-size: 16pt; line-height: 34pt } "
)


def stock(folder: Path, body: str, css: str = "", tags: bool = True) -> Path:
    """Set ``body`` in two columns with WeasyPrint as it comes, in a process of its own."""
    page, made = folder / "page.html", folder / f"page-{'tags' if tags else 'plain'}.pdf"
    page.write_text(
        f'<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><title>t</title><style>{CSS}{css}</style>'
        f'<div class="cols">{body}</div></html>',
        "utf-8",
    )
    arguments = [sys.executable, "-c", STOCK, str(page), str(made), "tags" if tags else "plain"]
    subprocess.run(arguments, check=True, capture_output=True)
    return made


@pytest.fixture(scope="module")
def set_plainly(tmp_path_factory: pytest.TempPathFactory) -> dict[bool, Path]:
    """The same pages with tags and without."""
    folder = tmp_path_factory.mktemp("stock")
    body = "".join(f"<p>{text}</p>" for text in PARAGRAPHS * 9)
    return {tags: stock(folder, body, tags=tags) for tags in (True, False)}


def galley(path: Path) -> Galley:
    return sheets.read(path).galley


def counts(path: Path) -> dict[str, int]:
    read = galley(path)
    found: dict[str, int] = score(read, find(read))["counts"]
    return found


def test_stock_pages_have_short_lines_and_gaping_marks(set_plainly: dict[bool, Path]) -> None:
    found = counts(set_plainly[True])
    assert found["short"] > 20 and found["gape"] > 50
    for kind in (Kind.START, Kind.END, Kind.SPLIT, Kind.OVER, Kind.STRETCH, Kind.OFF_GRID, Kind.UNEVEN, Kind.MISSING):
        assert found[kind.value] == 0, kind


def test_what_tags_say_is_guessed_without_them(set_plainly: dict[bool, Path]) -> None:
    with_tags, without = (sheets.read(set_plainly[tags]) for tags in (True, False))
    assert with_tags.tagged and not without.tagged

    assert facts(with_tags.galley) == facts(without.galley)
    assert find(with_tags.galley) == find(without.galley)
    lines = [line for sheet in with_tags.galley.sheets for line in sheet.lines]
    assert {line.column for line in lines} == {1, 2}
    assert sum(line.first for line in lines) == sum(line.last for line in lines) == 45
    assert {round(line.right - line.left, 1) for line in lines} == {231.0}


def facts(read: Galley) -> list[Any]:
    return [
        (line.page, line.column, line.number, line.text, line.first, line.last, line.body, round(line.right, 1))
        for sheet in read.sheets
        for line in sheet.lines
    ]


def test_stories_in_three_columns_one_character_apart(tmp_path: Path) -> None:
    body = "".join(
        f"<h2>渡口的第{number}个早晨</h2><p class=by>本报记者　周以宁</p><div class=k>"
        + "".join(f"<p>{text}</p>" for text in (PARAGRAPHS[number:] + PARAGRAPHS) * 2)
        + "</div>"
        for number in range(4)
    )
    css = (
        ".cols { columns: 1 } .k { columns: 3; column-gap: 10.5pt; width: 462pt; line-height: 17pt } "
        ".by { text-indent: 0; text-align: center } h2 { text-align: center }"
    )
    read = [galley(stock(tmp_path, body, css, tags)) for tags in (True, False)]
    assert facts(read[0]) == facts(read[1]) and find(read[0]) == find(read[1])
    lines = [line for sheet in read[0].sheets for line in sheet.lines]
    assert {line.column for line in lines if line.body} == {1, 2, 3}
    assert {round(line.right - line.left, 1) for line in lines if line.body} == {147.0}
    # Bylines, centred, are no running text, and none of them is taken for a part of its head.
    bylines = [line for line in lines if line.text.startswith("本报记者")]
    assert len(bylines) == 4 and not any(line.body for line in bylines)


def test_another_counter_counts_the_same(set_plainly: dict[bool, Path]) -> None:
    other, found = independent.count(set_plainly[True]), counts(set_plainly[True])
    assert other.lines == sum(len(sheet.lines) for sheet in galley(set_plainly[True]).sheets)
    assert (other.short, other.short_half) == (found["short"], found["short"] + found["ragged"])
    assert other.gaping == found["gape"] and other.lone == found["lone"]
    assert (other.starts, other.strict_starts, other.ends) == (found["start"], found["start-strict"], found["end"])
    assert (other.split, other.uneven, other.wide) == (found["split"], found["uneven"], found["stretch"])
    given = independent.count(set_plainly[False], (56, 308), 231, 17, 10.5, "Song")
    assert given == other


def test_a_paragraph_goes_on_in_the_next_column(set_plainly: dict[bool, Path]) -> None:
    lines = [line for sheet in galley(set_plainly[True]).sheets for line in sheet.lines]
    over = [(a, b) for a, b in pairwise(lines) if (a.page, a.column) != (b.page, b.column)]
    assert over
    for before, after in over:
        assert (before.paragraph == after.paragraph) is (not before.last) is (not after.first)


def test_a_fault_put_into_a_finished_page_is_found_where_it_is(set_plainly: dict[bool, Path], tmp_path: Path) -> None:
    """Line 2 of page 1 is flush and on the grid; one of its numbers is changed at a time."""
    whole = {(f.kind, f.page, f.column, f.line) for f in find(galley(set_plainly[True]))}

    def spoilt(spoil: Callable[[list[Any], list[Any]], None]) -> set[tuple[Kind, int, int, int]]:
        path = tmp_path / "spoilt.pdf"
        with pikepdf.open(set_plainly[True]) as pdf:
            stream = list(pikepdf.parse_content_stream(pdf.pages[0]))
            at, after = [n for n, item in enumerate(stream) if str(item.operator) == "Tm"][1:3]
            shown = max(n for n in range(at, after) if str(stream[n].operator) == "TJ")
            place, strings = list(stream[at].operands), list(stream[shown].operands[0])
            spoil(place, strings)
            stream[at] = pikepdf.ContentStreamInstruction(place, pikepdf.Operator("Tm"))
            stream[shown] = pikepdf.ContentStreamInstruction([pikepdf.Array(strings)], pikepdf.Operator("TJ"))
            pdf.pages[0].Contents = pdf.make_stream(pikepdf.unparse_content_stream(stream))
            pdf.save(path)
        return {(f.kind, f.page, f.column, f.line) for f in find(galley(path))} - whole

    def lower(place: list[Any], _strings: list[Any]) -> None:
        place[5] = float(place[5]) + 0.4

    def cut(_place: list[Any], strings: list[Any]) -> None:
        last = max(n for n, part in enumerate(strings) if isinstance(part, pikepdf.String))
        strings[last:] = [pikepdf.String(bytes(strings[last])[:-2])]

    def stretch(_place: list[Any], strings: list[Any]) -> None:
        strings.insert(0, -300)

    assert spoilt(lower) == {(Kind.OFF_GRID, 1, 1, 2), (Kind.UNEVEN, 1, 2, 2)}
    assert spoilt(cut) == {(Kind.SHORT, 1, 1, 2)}
    assert (Kind.OVER, 1, 1, 2) in spoilt(stretch)


def test_heads_verse_notes_and_ruby(tmp_path: Path) -> None:
    verse = "<br>".join(("水落石桥见", "霜清渡口寒", "灯前数归客", "一夜到天光"))
    body = (
        f"<h2>一座不赶路的桥</h2><p>{PARAGRAPHS[0]}<sup>〔1〕</sup>{PARAGRAPHS[3]}</p><p class=v>{verse}</p>"
        f"<p>{PARAGRAPHS[2]}</p><p class=c>{PARAGRAPHS[3]}</p><h2>落在栏尾的标题</h2>"
    )
    css = ".v { text-indent: 0 } sup { font-size: 6pt; line-height: 0 } .c { padding: 0 21pt; font-size: 9pt }"
    read = galley(stock(tmp_path, body, css))
    lines = read.sheets[0].lines
    heads = [line for line in lines if line.role is Role.HEAD]
    assert [line.text for line in heads] == ["一座不赶路的桥", "落在栏尾的标题"] and not any(
        line.body for line in heads
    )
    assert not any(line.flush for line in lines if line.text.startswith(("水落", "霜清", "灯前")))
    assert any("〔1〕" in line.text for line in lines)
    assert not any(line.body for line in lines if line.glyphs[0].size < 10)
    assert [fault.text for fault in find(read) if fault.kind is Kind.HEAD_FOOT] == ["落在栏尾的标题"]


# Streams written by hand.

FONT = """<< /Type /Font /Subtype /Type0 /BaseFont /ABCDEF+Hand /Encoding /Identity-H /ToUnicode {map} 0 R
/DescendantFonts [ << /Type /Font /Subtype /CIDFontType2 /BaseFont /ABCDEF+Hand /DW 1000 /W [1 [500] 3 4 250]
/FontDescriptor << /Type /FontDescriptor /FontName /ABCDEF+Hand >> >> ] >>"""
MAP = b"""1 begincodespacerange <0000> <ffff> endcodespacerange
1 beginbfchar <0001> <0041> endbfchar 1 beginbfrange <0010> <0020> <4e00> endbfrange"""


def by_hand(folder: Path, stream: bytes, form: bytes = b"", rows: int = 1) -> Path:
    """Write a PDF of ``rows`` pages whose one content stream is ``stream``; /F is composite, /S simple, /X a form."""
    pdf = pikepdf.new()
    unicode = pdf.make_stream(MAP)
    composite = pikepdf.Object.parse(FONT.replace("{map} 0 R", "null").encode())
    composite.ToUnicode = unicode
    simple = pikepdf.Object.parse(
        b"<< /Type /Font /Subtype /TrueType /BaseFont /Plain /FirstChar 65 /Widths [600 700] "
        b"/Encoding << /Differences [66 /eacute] >> /FontDescriptor << /FontFile2 null >> >>"
    )
    image = pdf.make_stream(b"\x00" * 100, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=10, Height=10)
    inner = pdf.make_stream(form, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 400, 600])
    inner.Matrix = pikepdf.Array([1, 0, 0, 1, 5, 0])
    for _ in range(rows):
        pdf.add_blank_page(page_size=(400, 600))
        page = pdf.pages[-1]
        page.Resources = pikepdf.Dictionary(
            Font=pikepdf.Dictionary(F=pdf.make_indirect(composite), S=pdf.make_indirect(simple)),
            XObject=pikepdf.Dictionary(X=inner, I=image),
        )
        page.Contents = pdf.make_stream(stream)
    path = folder / "hand.pdf"
    pdf.save(path)
    return path


def drawn(folder: Path, stream: bytes, form: bytes = b"") -> PageRuns:
    with pikepdf.open(by_hand(folder, stream, form)) as pdf:
        return Reader().page(pdf.pages[0])


def places(runs: PageRuns) -> list[tuple[str, float, float]]:
    return [(g.text, round(g.x, 3), round(run.baseline, 3)) for run in runs.runs for g in run.glyphs]


@pytest.mark.parametrize(
    ("stream", "wanted"),
    [
        (b"BT /F 10 Tf 50 500 Td <00100011> Tj ET", [("一", 50, 100), ("丁", 60, 100)]),
        (b"BT /F 10 Tf 1 0 0 1 50 500 Tm [<0010> -250 <0011>] TJ ET", [("一", 50, 100), ("丁", 62.5, 100)]),
        (b"BT /F 10 Tf 12 TL 50 500 Td <0010> Tj T* <0011> Tj ET", [("一", 50, 100), ("丁", 50, 112)]),
        (b"BT /F 10 Tf 50 500 Td <0010> Tj 3 -20 TD <0011> ' ET", [("一", 50, 100), ("丁", 53, 140)]),
        (b"BT /F 10 Tf 2 Tc 50 500 Td <00100011> Tj ET", [("一", 50, 100), ("丁", 62, 100)]),
        (b"BT /F 10 Tf 50 Tz 2 Tc 50 500 Td <00100011> Tj ET", [("一", 50, 100), ("丁", 56, 100)]),
        (b"BT /F 10 Tf 4 Ts 50 500 Td <0010> Tj ET", [("一", 50, 96)]),
        (b'BT /F 10 Tf 9 TL 50 500 Td 0 1 <00100011> " ET', [("一", 50, 109), ("丁", 61, 109)]),
        (b"q 2 0 0 2 10 20 cm BT /F 10 Tf 50 100 Td <00100011> Tj ET Q", [("一", 110, 380), ("丁", 130, 380)]),
        (b"q 1 0 0 1 99 99 cm Q BT /F 10 Tf 50 500 Td <00010010> Tj ET", [("A", 50, 100), ("一", 55, 100)]),
        (b"1 0 0 -1 0 600 cm BT /F 10 Tf 1 0 0 -1 50 100 Tm <00100011> Tj ET", [("一", 50, 100), ("丁", 60, 100)]),
        (b"BT /S 10 Tf 3 Tw 50 500 Td (AB A) Tj ET", [("A", 50, 100), ("é", 56, 100), (" ", 63, 100), ("A", 71, 100)]),
        (b"BT /F 10 Tf 50 500 Td <0010> Tj ET /X Do", [("一", 50, 100), ("丁", 55, 200)]),
    ],
)
def test_pens_stand_where_the_operators_put_them(
    tmp_path: Path, stream: bytes, wanted: list[tuple[str, float, float]]
) -> None:
    form = b"BT /F 10 Tf 50 400 Td <0011> Tj ET"
    assert places(drawn(tmp_path, stream, form)) == wanted


def test_sizes_and_widths(tmp_path: Path) -> None:
    runs = drawn(tmp_path, b"2 0 0 2 0 0 cm BT /F 10 Tf 1 0 0 1 5 5 Tm <000100030010> Tj ET").runs
    assert [round(g.advance, 3) for g in runs[0].glyphs] == [10, 5, 20]
    assert runs[0].size == 20 and runs[0].glyphs[0].font == "Hand"


def test_marks_and_artifacts(tmp_path: Path) -> None:
    stream = (
        b"/Artifact BMC BT /F 10 Tf 50 550 Td <0010> Tj ET EMC /P <</MCID 7>> BDC /Span BMC "
        b"BT /F 10 Tf 50 500 Td <0010> Tj ET EMC EMC BT /F 10 Tf 50 450 Td <0010> Tj ET"
    )
    assert [(run.mark, run.artifact) for run in drawn(tmp_path, stream).runs] == [
        (None, True),
        (7, False),
        (None, False),
    ]


def test_flaws_of_glyphs(tmp_path: Path) -> None:
    stream = (
        b"BT /F 10 Tf 50 500 Td <0000> Tj ET BT 2 Tr /F 10 Tf 50 480 Td <0010> Tj ET "
        b"BT 0 Tr /F 10 Tf 1 0 0.2 1 50 460 Tm <0011> Tj ET BT 3 Tr /F 10 Tf 50 440 Td <0000> Tj ET "
        b"BT 0 Tr /F 10 Tf 0 1 -1 0 50 400 Tm <0011> Tj ET"
    )
    made = drawn(tmp_path, stream)
    assert [(spot.flaw, spot.text) for spot in made.spots] == [
        (Flaw.MISSING, ""),
        (Flaw.BOLD, "一"),
        (Flaw.SLANT, "丁"),
    ]
    assert [run.upright for run in made.runs] == [True, True, True, False, False]


def test_pictures_have_their_size_on_paper(tmp_path: Path) -> None:
    made = drawn(tmp_path, b"q 72 0 0 36 50 500 cm /I Do Q q 1 0 0 1 0 0 cm /Artifact BMC /I Do EMC Q")
    picture = made.pictures[0]
    assert len(made.pictures) == 1
    assert (picture.left, picture.top, picture.width, picture.height) == (50, 64, 72, 36)
    assert picture.dpi == 10
    kinds = [fault.kind for fault in find(galley(by_hand(tmp_path, b"q 72 0 0 36 50 500 cm /I Do Q")))]
    assert kinds == [Kind.COARSE]


def test_ruby_and_raised_marks(tmp_path: Path) -> None:
    stream = (
        b"BT /F 10 Tf 1 0 0 1 50 500 Tm <001000110012> Tj ET BT /F 5 Tf 1 0 0 1 51 510 Tm <0013> Tj ET "
        b"BT /F 6 Tf 1 0 0 1 80 504 Tm <0014> Tj ET BT /F 10 Tf 1 0 0 1 86 500 Tm <0015> Tj ET"
    )
    lines = galley(by_hand(tmp_path, stream)).sheets[0].lines
    assert [line.text for line in lines] == ["一丁丂丄丅"]


def test_a_face_that_is_not_embedded_is_told(tmp_path: Path) -> None:
    path = by_hand(tmp_path, b"BT /F 10 Tf 50 500 Td <0010> Tj ET")
    loose = [fault for fault in find(galley(path)) if fault.kind is Kind.LOOSE_FACE]
    assert [(fault.text, fault.page) for fault in loose] == [("Hand", 1)]


def test_foreign_faces_are_told_of_our_own_files_alone(tmp_path: Path) -> None:
    path = by_hand(tmp_path, b"BT /F 10 Tf 50 500 Td <0010> Tj ET")
    assert Kind.FOREIGN not in {fault.kind for fault in find(galley(path))}
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.docinfo["/Creator"] = "bulletin"
        pdf.save(path)
    assert Kind.FOREIGN in {fault.kind for fault in find(galley(path))}


def test_many_pages_take_little_time(set_plainly: dict[bool, Path], tmp_path: Path) -> None:
    from time import perf_counter

    big = tmp_path / "big.pdf"
    with pikepdf.open(set_plainly[False]) as pdf:
        pages = list(pdf.pages)[:2]
        for _ in range(99):
            for page in pages:
                pdf.pages.append(page)
        pdf.save(big)
    begun = perf_counter()
    read = galley(big)
    find(read)
    assert len(read.sheets) > 200
    assert perf_counter() - begun < 30


# The command.


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = cli.main(["--lang", "en", "inspect", *words])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_inspect_tells_and_passes_and_fails_if_strict(
    set_plainly: dict[bool, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(set_plainly[True])
    code, out, err = run(capsys, path)
    assert code == 0 and "P-034" in out and "page 1, column 1, line 1: " in out and "tags" in err
    assert run(capsys, path, "--strict")[0] == 9


def test_inspect_as_json(set_plainly: dict[bool, Path], capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, str(set_plainly[True]), "--json")
    data = json.loads(out)
    assert code == 0 and data["tagged"] is True and data["totals"]["pages"] == len(data["fill"])
    assert len(data["found"]) == data["faults"] == sum(data["counts"].values())
    short = next(item for item in data["found"] if item["kind"] == "short")
    assert short["code"] == "P-034" and short["page"] == short["column"] == 1 and short["text"]


def test_inspect_draws_the_pages(
    set_plainly: dict[bool, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "marks"
    code, _, err = run(capsys, str(set_plainly[True]), "--marks", str(folder))
    made = sorted(folder.iterdir())
    assert code == 0 and len(made) == len(galley(set_plainly[True]).sheets) and str(made[0]) in err
    with Image.open(made[0]) as picture:
        colours = {colour for _, colour in picture.convert("RGB").getcolors(1 << 24) or ()}
    assert (210, 20, 30) in colours and (120, 190, 230) in colours
    monkeypatch.setenv("PATH", str(tmp_path))
    code, _, err = run(capsys, str(set_plainly[True]), "--marks", str(folder))
    assert code == 2 and "pdftoppm" in err


@pytest.mark.parametrize(
    ("content", "code"), [(b"%PDF-1.7 and no more", "P-053"), (b"plain", "P-053"), (None, "S-001")]
)
def test_inspect_refuses_what_it_cannot_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None, code: str
) -> None:
    path = tmp_path / "some.pdf"
    if content is not None:
        path.write_bytes(content)
    exit_code, out, err = run(capsys, str(path))
    assert exit_code == 4 and code in err and not out


def test_inspect_refuses_a_locked_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, locked = by_hand(tmp_path, b""), tmp_path / "locked.pdf"
    with pikepdf.open(path) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(user="u", owner="o"))
    code, _, err = run(capsys, str(locked))
    assert code == 4 and "P-053" in err


def test_inspect_checks_a_book_as_a_book(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import zipfile

    path = tmp_path / "book.epub"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
    code, _, err = run(capsys, str(path))
    assert code == 9 and "E-032" in err
    assert json.loads(run(capsys, str(path), "--json")[1])["findings"]


def test_an_empty_page_has_no_faults(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, str(by_hand(tmp_path, b"")), "--strict")[0] == 0


def test_a_file_without_letters_is_said_to_have_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(200, 200))
    pdf.pages[0].obj.Contents = pdf.make_stream(b"0 g 20 20 50 50 re f")
    pdf.save(tmp_path / "shapes.pdf")
    assert cli.main(["inspect", str(tmp_path / "shapes.pdf")]) == 0
    said = capsys.readouterr()
    assert "No letter stands in this file" in said.err
    assert "0 / 0" not in said.out and "filled to" not in said.out
