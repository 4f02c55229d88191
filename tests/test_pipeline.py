"""Whole builds: nothing lost by readers that are not ours, all files or none, the same bytes anywhere."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bulletin import deliver, fonts, layouts, making, pipeline, typography, workers
from bulletin.blocks import Cell, Figure, Paragraph, Table, Text
from bulletin.checks import books, lost, pages, pdf_text, pieces
from bulletin.cli import main
from bulletin.compose import page
from bulletin.errors import BulletinError, CheckError, DeliverError, ExitCode
from bulletin.findings import Finding, finding
from bulletin.model import Article, Edition, Issue
from bulletin.pipeline import Request
from bulletin.readers import issue as issue_reader
from bulletin.units import squeeze
from tests.conftest import ARTICLE, ISSUE, PUBLICATION, ROOT, SAMPLE, Publish

EDITIONS = ("zh-Hans", "zh-Hant-TW", "zh-Hant-HK")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, built once for this module."""
    into = tmp_path_factory.mktemp("built")
    pipeline.build(Request(SAMPLE, into=into, jobs=2))
    return into / SAMPLE.name


def pdftotext(path: Path) -> list[str]:
    """Text of each page in stream order, by Poppler."""
    if not shutil.which("pdftotext"):
        pytest.skip("no pdftotext on this machine")
    run = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, text=True, check=True)
    return run.stdout.split("\f")[:-1]


def book_texts(path: Path) -> str:
    """Text of every document of an EPUB, by a plain zip and XML reader."""
    out = []
    with zipfile.ZipFile(path) as book:
        for name in book.namelist():
            if name.endswith(".xhtml"):
                body = ElementTree.fromstring(book.read(name)).find("{http://www.w3.org/1999/xhtml}body")
                assert body is not None
                out.append(squeeze("".join(body.itertext())))
    return "\n".join(out)


def edition(folder: Path, key: str) -> Edition:
    loaded = issue_reader.load(folder)
    return making.edit(loaded, next(p for p in loaded.plans if p.key == key))[0]


def whole(text: str, page_texts: list[str], furniture: list[str], notes: list[str]) -> bool:
    """Whether ``text`` is whole on a page, or in two parts at the end of one and the start of the next."""
    if any(text in page for page in page_texts):
        return True
    for before, after in pairwise(page_texts):
        for cut in range(1, len(text)):
            if after.startswith(text[cut:]) and text[:cut] in before:
                tail = before[before.rindex(text[:cut]) + cut :]
                for piece in (*notes, *furniture):
                    tail = tail.replace(piece, "")
                if re.fullmatch(r"\d*", tail):
                    return True
    return False


def assert_nothing_lost(made: Edition, folder: Path) -> None:
    page_texts = [squeeze(page) for page in pdftotext(folder / f"{made.stem}.pdf")]
    book = book_texts(folder / f"{made.stem}.epub")
    issue = made.issue
    titles = [squeeze(s.title) for s in issue.sections]
    head = squeeze(
        f"{issue.publication.title}第{issue.number}期{issue.date.year}年{issue.date.month}月{issue.date.day}日"
    )
    notes = [f"〔{n}〕" + squeeze(p.text) for a in issue.articles for n, p in enumerate(pieces.note_pieces(a), 1)]
    all_text = "".join(page_texts)
    for article in issue.articles:
        for piece in (*pieces.head_pieces(article), *pieces.body_pieces(article.blocks), *pieces.note_pieces(article)):
            if piece.text:
                assert whole(piece.text, page_texts, [head, *titles], notes), (
                    f"{made.stem}.pdf {piece.place} {piece.text}"
                )
                assert piece.text in book, f"{made.stem}.epub {piece.place} {piece.text}"
    assert not Counter("".join(p.text for p in pieces.pieces(made))) - Counter(all_text)
    assert not Counter("".join(p.text for p in pieces.pieces(made, paper=False))) - Counter(book)


@pytest.mark.parametrize("key", EDITIONS)
def test_nothing_of_the_sample_is_lost(built: Path, key: str) -> None:
    assert_nothing_lost(edition(SAMPLE, key), built)


def test_nothing_of_the_seed_issue_is_lost_and_its_hard_words_are_right(seed: Path, tmp_path: Path) -> None:
    result = pipeline.build(Request(seed, into=tmp_path, jobs=2))
    names = sorted(p.name for p in result.folder.iterdir())
    assert [n for n in names if n.endswith((".pdf", ".epub"))] == sorted(
        f"cqrb-2023-01-11-{key}{suffix}" for key in EDITIONS for suffix in (".pdf", ".epub")
    )
    for key in EDITIONS:
        made = edition(seed, key)
        assert_nothing_lost(made, result.folder)
        for text in (
            "".join(map(squeeze, pdftotext(result.folder / f"{made.stem}.pdf"))),
            book_texts(result.folder / f"{made.stem}.epub"),
        ):
            assert "新征程" in text and "新徵程" not in text
            assert "指明了" in text and "指明瞭" not in text
            assert ("栗园园" if key == "zh-Hans" else "栗園園") in text and "慄" not in text


def replaced(made: Edition, article: Article) -> Edition:
    """Return the edition with one article in place of the one of its id."""
    sections = tuple(
        replace(s, articles=tuple(article if a.id == article.id else a for a in s.articles))
        for s in made.issue.sections
    )
    return replace(made, issue=replace(made.issue, sections=sections))


def stories_of(made: Edition) -> tuple[lost.Story, ...]:
    layout = layouts.load(made.plan.layout)
    return tuple(lost.Story(a, b) for a, b in page.compose(made, layout, fonts.prepare()).order)


def planted(made: Edition) -> Iterator[tuple[str, Edition]]:
    """Yield editions that hold more than was set: each a loss of another kind."""
    first = made.issue.articles[0]
    sentence = Paragraph("x1", (Text("这一句从来没有排进版面。"),))
    yield "a paragraph", replaced(made, replace(first, blocks=(*first.blocks, sentence)))
    known = next(b for b in first.blocks if isinstance(b, Paragraph))
    yield (
        "a second copy of a paragraph",
        replaced(made, replace(first, blocks=(*first.blocks, replace(known, id="x2")))),
    )
    figure = next(b for b in first.blocks if isinstance(b, Figure))
    more = replace(figure, caption=(*figure.caption, Text("另一半图说。")))
    yield (
        "half a caption",
        replaced(made, replace(first, blocks=tuple(more if b is figure else b for b in first.blocks))),
    )
    yield "a deck", replaced(made, replace(first, headline=replace(first.headline, deck="没有印出来的副题")))
    paragraphs = [b for b in first.blocks if isinstance(b, Paragraph)]
    a, b = paragraphs[1], paragraphs[2]
    swap = {a.id: b, b.id: a}
    yield (
        "two paragraphs in each other's place",
        replaced(
            made,
            replace(first, blocks=tuple(replace(swap[x.id], id=x.id) if x.id in swap else x for x in first.blocks)),
        ),
    )
    tabled = next(x for x in made.issue.articles if any(isinstance(b, Table) for b in x.blocks))
    table = next(b for b in tabled.blocks if isinstance(b, Table))
    row = (Cell((Text("周一"),)), *(Cell((Text("1"),)) for _ in table.head[1:]))
    rows = replace(table, rows=(*table.rows, row))
    yield (
        "a row of a table",
        replaced(made, replace(tabled, blocks=tuple(rows if b is table else b for b in tabled.blocks))),
    )
    noted = next(x for x in made.issue.articles if x.notes)
    note = replace(noted.notes[0], blocks=(*noted.notes[0].blocks, Paragraph("x3", (Text("注释的下半句。"),))))
    yield "half a note", replaced(made, replace(noted, notes=(note, *noted.notes[1:])))


def test_planted_losses_are_caught_on_paper_and_in_the_book(built: Path) -> None:
    made = edition(SAMPLE, "zh-Hans")
    path, book = built / f"{made.stem}.pdf", built / f"{made.stem}.epub"
    head = "滨河通讯第128期2026年11月23日"
    assert pages.check(path, made, stories_of(made), head, (), {}) == ()
    assert not [f for f in books.check(book, made) if f.severity == "error"]
    for kind, more in planted(made):
        on_paper = {f.code for f in pages.check(path, more, stories_of(more), head, (), {})}
        assert on_paper & {"L-001", "L-004"}, kind
        assert {f.code for f in books.check(book, more)} & {"L-001", "L-002", "E-005", "E-007"}, kind


def test_what_is_set_twice_is_caught(built: Path) -> None:
    made = edition(SAMPLE, "zh-Hans")
    first = made.issue.articles[0]
    paragraph = [b for b in first.blocks if isinstance(b, Paragraph)][1]
    less = replaced(made, replace(first, blocks=tuple(b for b in first.blocks if b is not paragraph)))
    head = "滨河通讯第128期2026年11月23日"
    assert "L-004" in {f.code for f in pages.check(built / f"{made.stem}.pdf", less, stories_of(less), head, (), {})}


def test_a_loss_between_reader_and_edition_is_caught(monkeypatch: pytest.MonkeyPatch, publish: Publish) -> None:
    loaded = issue_reader.load(publish())
    real = typography.tidy_issue

    def damage(issue: Issue) -> tuple[Issue, tuple[Finding, ...]]:
        tidied, found = real(issue)
        section = tidied.sections[0]
        article = replace(section.articles[0], blocks=section.articles[0].blocks[1:])
        return replace(tidied, sections=(replace(section, articles=(article,)),)), found

    monkeypatch.setattr(typography, "tidy_issue", damage)
    assert "L-003" in [f.code for f in making.edit(loaded, loaded.plans[0])[1]]


def test_every_glyph_of_the_pdf_can_be_copied_and_every_font_is_ours(built: Path) -> None:
    import pikepdf

    for key in EDITIONS:
        path = built / f"binhe-2026-11-23-{key}.pdf"
        assert all(page.unmapped == 0 for page in pdf_text.read(path))
        with pikepdf.open(path) as pdf:
            fonts = [
                o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor"
            ]
            assert fonts
            for font in fonts:
                assert "Bulletin" in str(font.FontName) and ("/FontFile2" in font or "/FontFile3" in font)
            assert str(pdf.Root.Lang) == key
            assert pdf.Root.MarkInfo.Marked
            assert "/Outlines" in pdf.Root


def test_two_rasterisers_draw_the_same_page(built: Path, tmp_path: Path) -> None:
    pymupdf = pytest.importorskip("pymupdf")
    if not shutil.which("pdftoppm"):
        pytest.skip("no pdftoppm on this machine")
    from PIL import Image, ImageChops, ImageFilter, ImageStat

    for key in EDITIONS:
        path = built / f"binhe-2026-11-23-{key}.pdf"
        subprocess.run(
            ["pdftoppm", "-r", "60", "-gray", "-f", "1", "-l", "3", str(path), str(tmp_path / key)], check=True
        )
        document = pymupdf.open(path)
        for number, picture in enumerate(sorted(tmp_path.glob(f"{key}-*.pgm"))):
            poppler = Image.open(picture)
            pixmap = document[number].get_pixmap(dpi=60, colorspace=pymupdf.csGRAY)
            mupdf = Image.frombytes("L", (pixmap.width, pixmap.height), pixmap.samples).resize(poppler.size)
            blur = ImageFilter.GaussianBlur(4)
            difference = ImageChops.difference(poppler.filter(blur), mupdf.filter(blur))
            assert ImageStat.Stat(difference).mean[0] < 3
            assert ImageStat.Stat(poppler).mean[0] < 252, "the page is blank"


def test_the_same_bytes_in_another_time_zone_folder_and_hash_seed(built: Path, tmp_path: Path) -> None:
    copy = tmp_path / "elsewhere 别处"
    shutil.copytree(SAMPLE.parent, copy)
    environment = os.environ | {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "4711", "LC_ALL": "C.UTF-8"}
    command = [
        sys.executable,
        "-m",
        "bulletin",
        "build",
        str(copy / SAMPLE.name),
        "--into",
        str(tmp_path / "out"),
        "-e",
        "zh-Hant-TW",
    ]
    subprocess.run(command, check=True, env=environment, cwd=tmp_path, capture_output=True)
    for suffix in (".pdf", ".epub"):
        name = f"binhe-2026-11-23-zh-Hant-TW{suffix}"
        assert (tmp_path / "out" / SAMPLE.name / name).read_bytes() == (built / name).read_bytes(), name


def test_report_and_manifest(built: Path) -> None:
    manifest = json.loads((built / "manifest.json").read_text("utf-8"))
    report = json.loads((built / "report.json").read_text("utf-8"))
    assert len(manifest["files"]) == len(report["files"]) == 6
    for entry in manifest["files"]:
        assert deliver.sha256(built / entry["path"]) == entry["sha256"]
    assert {"weasyprint", "EbookLib", "bulletin"} <= set(manifest["made with"])
    text = (
        (built / "manifest.json").read_text()
        + (built / "report.json").read_text()
        + (built / "report.html").read_text()
    )
    assert str(ROOT) not in text and str(built) not in text
    assert not list(built.parent.glob(".bulletin-*"))


def test_a_failed_build_leaves_the_previous_files_as_they_were(publish: Publish, tmp_path: Path) -> None:
    folder = publish()
    into = tmp_path / "out"
    assert main(["build", str(folder), "--into", str(into), "-j", "1"]) == ExitCode.OK
    before = {p.name: p.read_bytes() for p in (into / folder.name).iterdir()}
    (folder / "a.md").write_text(ARTICLE + "\n![图](没有.png)\n", "utf-8")
    assert main(["build", str(folder), "--into", str(into)]) == ExitCode.SOURCES
    assert {p.name: p.read_bytes() for p in (into / folder.name).iterdir()} == before
    assert not list(into.glob(".bulletin-*"))


def test_disk_full_while_delivering_puts_everything_back(
    publish: Publish, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, into = publish(), tmp_path / "out"
    pipeline.build(Request(folder, into=into))
    before = {p.name: p.read_bytes() for p in (into / folder.name).iterdir()}
    (folder / "a.md").write_text(ARTICLE.replace("第一段", "新的一段"), "utf-8")
    real, calls = Path.replace, []

    def full(self: Path, target: Path) -> Path:
        calls.append(target)
        if len(calls) == 3:
            raise OSError(28, "No space left on device")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(DeliverError) as caught:
        pipeline.build(Request(folder, into=into))
    monkeypatch.undo()
    assert caught.value.findings[0].code == "D-001"
    assert {p.name: p.read_bytes() for p in (into / folder.name).iterdir()} == before


def test_disk_full_while_writing(publish: Publish, tmp_path: Path) -> None:
    """A real full disk: a file system of 2 MB, where one can be had."""
    mount = tmp_path / "small"
    mount.mkdir()
    if (
        os.geteuid()
        or subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=100k", "tmpfs", str(mount)], capture_output=True
        ).returncode
    ):
        pytest.skip("may not mount a small file system here")
    try:
        assert main(["build", str(publish()), "--into", str(mount), "-j", "1"]) in (ExitCode.DELIVER, ExitCode.LAYOUT)
        assert not [p for p in mount.rglob("*") if p.is_file()]
    finally:
        subprocess.run(["umount", str(mount)], check=True)


def test_unwritable_folder(publish: Publish, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert main(["build", str(publish()), "--into", str(tmp_path / "file" / "x")]) == ExitCode.DELIVER


def test_a_build_never_writes_among_the_sources(publish: Publish) -> None:
    folder = publish()
    assert main(["build", str(folder), "--into", str(folder)]) == ExitCode.DELIVER
    assert sorted(p.name for p in folder.iterdir()) == ["a.md", "issue.yaml"]


@pytest.mark.parametrize("patience", [0.0, 1.5])
def test_interrupted(tmp_path: Path, patience: float) -> None:
    command = [sys.executable, "-m", "bulletin", "build", str(SAMPLE), "--into", str(tmp_path / "out"), "-j", "2"]
    process = subprocess.Popen(
        command,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        start_new_session=True,
        # A shell's background jobs inherit an ignored SIGINT.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - no threads here
    )
    assert process.stderr is not None
    assert "Making" in process.stderr.readline()
    time.sleep(patience)
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == ExitCode.INTERRUPTED, err
    assert "Traceback" not in err
    assert not [p for p in (tmp_path / "out").rglob("*") if p.is_file()]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["build"], ExitCode.USAGE),
        (["bulid", "x"], ExitCode.USAGE),
        (["build", "{folder}", "-e", "nope"], ExitCode.SETTINGS),
        (["build", "{folder}", "-o", "nope"], ExitCode.SETTINGS),
        (["build", "{folder}/nowhere"], ExitCode.SETTINGS),
        (["build", "{folder}", "-j", "0"], ExitCode.USAGE),
        (["check", "{folder}"], ExitCode.OK),
        (["convert", "{folder}/nope.txt", "--to", "zh-Hant-TW"], ExitCode.SOURCES),
        (["convert", "{folder}/a.md", "--to", "zh-Klingon"], ExitCode.USAGE),
        (["layouts"], ExitCode.OK),
        (["fonts"], ExitCode.OK),
        (["doctor"], ExitCode.OK),
        (["new", "{folder}"], ExitCode.DELIVER),
    ],
)
def test_exit_codes(publish: Publish, arguments: list[str], code: ExitCode, capsys: pytest.CaptureFixture[str]) -> None:
    folder = publish()
    assert main([a.format(folder=folder) for a in arguments]) == code
    assert "Traceback" not in capsys.readouterr().err


def settings_faults() -> Iterator[tuple[str, str, str]]:
    yield PUBLICATION.replace("layout: bulletin", "layout: nope"), ISSUE, "C-023"
    yield PUBLICATION.replace("layout: bulletin", "layout: bulletin, set: {accnt: red}"), ISSUE, "C-025"
    yield PUBLICATION.replace("layout: bulletin", "layout: bulletin, set: {accent: pink}"), ISSUE, "C-026"
    yield PUBLICATION.replace("layout: bulletin", "layout: bulletin, make: [paper]"), ISSUE, "C-024"
    yield PUBLICATION, ISSUE + "excuse:\n  - {code: L-001, reason: x}\n", "C-027"


@pytest.mark.parametrize(("publication", "issue", "code"), list(settings_faults()))
def test_settings_that_only_the_program_can_judge(publish: Publish, publication: str, issue: str, code: str) -> None:
    folder = publish(publication=publication, issue=issue)
    try:
        found = pipeline.check(folder)
    except BulletinError as problem:
        found = problem.findings
    assert code in [f.code for f in found]


NEXT = ISSUE.replace("number: 3\ntotal: 33\ndate: 2026-11-23", "number: 4\ntotal: 34\ndate: 2026-11-30")


def test_excuses_and_strict(publish: Publish, tmp_path: Path) -> None:
    article = ARTICLE.replace("第一段，", "第一段。\n")
    excuse = "excuse:\n  - {code: S-038, where: a.md, reason: 有意为之}\n"
    plain, excused = (
        publish(files={"a.md": article}, name="p"),
        publish(files={"a.md": article}, issue=NEXT + excuse, name="q"),
    )
    with pytest.raises(CheckError):
        pipeline.build(Request(plain, into=tmp_path / "out", strict=True))
    assert not (tmp_path / "out" / "p").exists()
    result = pipeline.build(Request(excused, into=tmp_path / "out", strict=True))
    assert result.findings == ()
    assert json.loads((result.folder / "report.json").read_text())["excused"][0]["reason"] == "有意为之"


def test_a_character_that_no_face_has_stops_the_build(publish: Publish, tmp_path: Path) -> None:
    with pytest.raises(CheckError) as caught:
        pipeline.build(Request(publish(files={"a.md": ARTICLE + "\n人名\U0002ffff也。\n"}), into=tmp_path / "out"))
    (fault,) = caught.value.findings
    assert (fault.code, str(fault.place)) == ("F-001", "a.md:8")


def test_new_makes_what_builds(tmp_path: Path) -> None:
    home = tmp_path / "我的刊物"
    assert main(["new", str(home)]) == ExitCode.OK
    (issue,) = [p.parent for p in home.rglob("issue.yaml")]
    assert main(["build", str(issue), "--into", str(tmp_path / "out"), "-e", "zh-Hans"]) == ExitCode.OK
    assert main(["new", str(home / "2027-01-04")]) == ExitCode.OK
    assert pipeline.check(home / "2027-01-04") == ()


def test_keep_writes_every_stage(publish: Publish, tmp_path: Path) -> None:
    text = PUBLICATION + "press: {ink: 240}\nimprint: {copies: 900}\n"
    pipeline.build(Request(publish(publication=text), into=tmp_path / "out", keep=tmp_path / "keep"))
    names = sorted(p.name for p in (tmp_path / "keep" / "zh-Hans").iterdir())
    assert names == ["1-issue.json", "2-edition.json", "3-page.css", "3-page.html"]
    assert str(tmp_path) not in "".join(p.read_text() for p in (tmp_path / "keep" / "zh-Hans").iterdir())


def test_convert_gives_back_the_same_bytes_outside_what_is_converted(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    source = tmp_path / "a.txt"
    source.write_bytes("\ufeff后台汉语\r\n`发`\r\n\r\nabc\t发展\n".encode())
    assert main(["convert", str(source), "--to", "zh-Hant-TW", "--from", "zh-Hans"]) == ExitCode.OK
    assert capfdbinary.readouterr().out == "\ufeff後臺漢語\r\n`发`\r\n\r\nabc\t發展\n".encode()


def test_a_killed_worker_is_an_error_not_a_wait() -> None:
    with pytest.raises(workers.WorkerError) as caught:
        list(workers.run(_suicide, [1, 2, 3], 2))
    assert caught.value.findings[0].code == "U-004"


def test_workers_give_results_in_order_and_raise_what_was_raised() -> None:
    assert list(workers.run(_later, [3, 1, 2], 3)) == [3, 1, 2]
    with pytest.raises(DeliverError):
        list(workers.run(_refuse, [1, 2], 2))


def _suicide(number: int) -> int:
    if number == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def _later(number: int) -> int:
    time.sleep(number / 10)
    return number


def _refuse(number: int) -> int:
    raise DeliverError(finding("D-001", folder="x", reason=number))


def test_an_interrupt_while_delivering_puts_everything_back(
    publish: Publish, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, into = publish(), tmp_path / "out"
    pipeline.build(Request(folder, into=into))
    before = {p.name: p.read_bytes() for p in (into / folder.name).iterdir()}
    (folder / "a.md").write_text(ARTICLE.replace("第一段", "新的一段"), "utf-8")
    real, calls = Path.replace, []

    def interrupted(self: Path, target: Path) -> Path:
        calls.append(target)
        done = real(self, target)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return done

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        pipeline.build(Request(folder, into=into))
    monkeypatch.undo()
    assert {p.name: p.read_bytes() for p in (into / folder.name).iterdir()} == before


def articles(text: str) -> dict[str, str | bytes]:
    return {"a.md": "---\ntitle: 一篇\n---\n" + text}


def test_another_publication_is_not_overwritten(publish: Publish, tmp_path: Path) -> None:
    pipeline.build(Request(publish(), into=tmp_path / "out"))
    other = publish(publication=PUBLICATION.replace("slug: test", "slug: other"), name="x")
    other = other.rename(other.parent / "y")
    (tmp_path / "out" / "2026-11-23").rename(tmp_path / "out" / "y")
    with pytest.raises(DeliverError) as caught:
        pipeline.build(Request(other, into=tmp_path / "out"))
    assert caught.value.findings[0].code == "D-004"


def test_many_notes_stand_below_the_article_and_none_is_lost(publish: Publish, tmp_path: Path) -> None:
    text = "\n\n".join(f"第{n}段正文，有一个注[^{n}]。\n\n[^{n}]: 第{n}条注释的内容。" for n in range(1, 61))
    result = pipeline.build(Request(publish(files=articles(text)), into=tmp_path / "out", outputs=("pdf",)))
    assert result.findings == ()
    assert result.made[0].artifacts[0].pages <= 4


@pytest.mark.parametrize(
    "title", ["河", "滨河社区居民通讯", "关于进一步加强和改进滨河社区工作的通讯与公报汇编", "Riverside News"]
)
def test_a_masthead_of_any_length_stays_in_its_band(publish: Publish, title: str) -> None:
    from weasyprint.formatting_structure import boxes

    from bulletin.typeset import pages as typeset_pages

    publication = PUBLICATION.replace("测试通讯", title) + "motto: 一句不短的报头格言写在这里，看看会怎样\n"
    loaded = issue_reader.load(publish(publication=publication, issue=ISSUE + "title: 创刊纪念特别合刊号\n"))
    made = making.edit(loaded, loaded.plans[0])[0]
    composed = page.compose(made, layouts.load("bulletin"), fonts.prepare())
    laid_out = typeset_pages.lay_out(composed.html, composed.css, composed.pictures)
    band = next(b for b in laid_out.document.pages[0]._page_box.descendants() if b.element_tag == "header")
    inked = [b for b in band.descendants() if isinstance(b, boxes.TextBox) and b.text.strip()]
    foot, right = band.position_y + band.border_height(), band.content_box_x() + band.width
    assert max(b.position_y + b.height for b in inked) <= foot + 2
    assert max(b.position_x + b.width for b in inked) <= right + 4
    names = [b for b in inked if b.element_tag == "h1"]
    others = [b for b in inked if b.element_tag != "h1"]
    for name in names:
        for other in others:
            beside = name.position_x + name.width <= other.position_x + 1
            above = name.position_y + name.height <= other.position_y + 12
            assert beside or above, other.text


def test_pictures_are_never_cropped_without_a_word() -> None:
    from bulletin.compose.markup import Medium, Setter
    from bulletin.model import Headline

    measures = layouts.load("bulletin").spec.measures
    setter = Setter(Medium.PRINT, Article("a", "a.md", Headline(("题",)), ()), measures, str, str)
    for width, height in ((2400, 1500), (1600, 2000), (3000, 300), (600, 2400), (1000, 1)):
        figure = Figure("f", Path("x.jpg"), "图", width=width, height=height)
        frame = 231 / setter.picture_height(figure, 231)
        lost_part = 1 - min(frame / (width / height), (width / height) / frame)
        assert not setter.cropped(figure, 231) or lost_part < 0.1


def test_traditional_text_in_a_simplified_edition_is_told(publish: Publish) -> None:
    loaded = issue_reader.load(
        publish(
            files=articles(
                "这是简体，可是這裡有幾個繁體字，大家都說好。这是简体的一大段文字，说明了很多问题，时间也很长。"
            )
        )
    )
    assert "T-009" in [f.code for f in making.edit(loaded, loaded.plans[0])[1]]
    whole = issue_reader.load(publish(files=articles("這座橋修好了，大家都說好。從這裡過河只要幾分鐘。"), name="z"))
    made, found, _ = making.edit(whole, whole.plans[0])
    assert "T-004" in [f.code for f in found]
    assert "这座桥修好了" in "".join(p.text for p in pieces.body_pieces(made.issue.articles[0].blocks))


def test_errors_as_json(publish: Publish, capsys: pytest.CaptureFixture[str]) -> None:
    folder = publish(files={"a.md": "正文"})
    assert main(["check", str(folder), "--json"]) == ExitCode.SOURCES
    assert json.loads(capsys.readouterr().out)["findings"][0]["code"] == "S-010"


def test_a_layout_of_ones_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, publish: Publish) -> None:
    shutil.copytree(layouts.HOME, tmp_path / "layouts")
    monkeypatch.setattr(layouts, "HOME", tmp_path / "layouts")
    assert main(["layouts", "--new", "ours", "--from", "bulletin"]) == ExitCode.OK
    assert main(["layouts", "--new", "ours", "--from", "bulletin"]) == ExitCode.DELIVER
    assert main(["layouts", "--new", "../x", "--from", "bulletin"]) == ExitCode.SETTINGS
    assert main(["layouts", "--new", "x", "--from", "nope"]) == ExitCode.SETTINGS
    assert main(["layouts", "--new", "x"]) == ExitCode.USAGE
    publication = PUBLICATION.replace("layout: bulletin", "layout: ours")
    pipeline.build(Request(publish(publication=publication), into=tmp_path / "out", outputs=("pdf",)))


def test_what_counts_an_excused_finding_goes_with_it(publish: Publish, tmp_path: Path) -> None:
    lines = "\n\n".join(f"段落{number}有 空 格。" for number in range(9))
    cells = "| 头 |\n|---|\n" + "".join(f"| 张 三{number} |\n" for number in range(9))
    files = {"a.md": f"---\ntitle: 一篇\n---\n{lines}\n\n{cells}"}
    told = pipeline.build(Request(publish(files=files), outputs=("epub",), into=tmp_path / "a")).findings
    codes = {item.code for item in told}
    assert {"E-058", "E-099"} <= codes
    excuse = "excuse:\n  - {code: E-058, reason: 表格里的人名}\n"
    folder = publish(issue=NEXT + excuse, files=files, name="2026-11-30")
    left = {item.code for item in pipeline.build(Request(folder, outputs=("epub",), into=tmp_path / "b")).findings}
    assert left == codes - {"E-058", "E-099"}
