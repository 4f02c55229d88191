"""The proof between reader and edition: each text whole, each as long as it was but for what the editor laid down."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from bulletin import typography
from bulletin.checks import lost
from bulletin.model import (
    Block,
    Break,
    Cell,
    Code,
    Edition,
    Inlines,
    Issue,
    Ruby,
    Script,
    Span,
    SpanKind,
    Table,
    Term,
    Text,
    Verse,
)
from bulletin.readers import issue as reader
from bulletin.script.convert import Converted, convert_issue
from bulletin.script.pieces import gather, scatter
from bulletin.walk import plain
from tests import leak_sources
from tests.test_script_convert import PLACE, TW, article, issue, paragraph, plan


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Issue:
    return reader.load(leak_sources.write(tmp_path_factory.mktemp("lost"))).issue


def grown(source: Issue, script: Script = TW) -> Converted:
    """Return ``source`` with every second character of it a term that grows by one."""
    chars = sorted({char for a in source.articles for p in gather(a) for char in plain(p.inlines) if char >= "一"})
    terms = tuple(Term(char, {script: char + "甲"}) for char in chars[::2])
    return convert_issue(replace(source, glossary=terms), plan(script))


def said(source: Issue, done: Converted, changed: Issue | None = None) -> list[str]:
    return [f.code for f in lost.changed(source, Edition(plan(TW), changed or done.issue), done.grown)]


def spoilt(done: Issue, spoil: Callable[[Inlines], Inlines]) -> Iterator[Issue]:
    """Yield ``done`` with one piece of it spoilt, for every piece of every article."""
    for s, section in enumerate(done.sections):
        for a, one in enumerate(section.articles):
            pieces = [piece.inlines for piece in gather(one)]
            for n, piece in enumerate(pieces):
                if (worse := spoil(piece)) != piece:
                    new = scatter(one, iter([*pieces[:n], worse, *pieces[n + 1 :]]))
                    articles = (*section.articles[:a], new, *section.articles[a + 1 :])
                    sections = (*done.sections[:s], replace(section, articles=articles), *done.sections[s + 1 :])
                    yield replace(done, sections=sections)


def test_what_grows_in_every_text_is_no_loss(source: Issue) -> None:
    done = grown(source)
    assert len(done.grown) > 50
    assert said(source, done) == []
    tidied, _ = typography.tidy_issue(done.issue)
    assert said(source, done, tidied) == []


def test_one_character_lost_or_more_in_any_text_is_found_though_all_grow(source: Issue) -> None:
    done = grown(source)
    for spoil in (_shorter, _longer):
        spoilts = list(spoilt(done.issue, spoil))
        assert len(spoilts) > 50
        missed = [one for one in spoilts if "L-003" not in said(source, done, one)]
        assert [[plain(p.inlines) for a in one.articles for p in gather(a)] for one in missed] == []


def _shorter(inlines: Inlines) -> Inlines:
    last = inlines[-1] if inlines else None
    return (
        (*inlines[:-1], Text(last.text[:-2]))
        if isinstance(last, Text) and last.text[-2:].strip(".。：”」")
        else inlines
    )


def _longer(inlines: Inlines) -> Inlines:
    return (*inlines, Text("乙")) if plain(inlines) else inlines


def test_what_goes_over_from_cell_to_cell_is_found_beside_one_that_grows() -> None:
    cells = ("甲乙丙公司", "大桥公司", "第一名", "第二名")
    table = Table("b1", (), tuple((Cell((Text(cell),)),) for cell in cells), PLACE)
    before = issue(article(table))
    before = replace(before, glossary=(Term("甲乙丙", {TW: "甲乙丙（CISDI）"}),))
    done = convert_issue(before, plan(TW))
    assert said(before, done) == []
    (one,) = done.issue.articles
    moved = [(Text("大橋公"),) if plain(p.inlines) == "大橋公司" else p.inlines for p in gather(one)]
    moved = [(Text("司第二名"),) if plain(run) == "第二名" else run for run in moved]
    section = replace(done.issue.sections[0], articles=(scatter(one, iter(moved)),))
    assert said(before, done, replace(done.issue, sections=(section,))) == ["L-003", "L-003"]


def test_what_goes_over_a_line_break_is_found() -> None:
    before = issue(article(paragraph("头一行", Break(), "第二行")))
    done = convert_issue(before, plan(TW))
    assert said(before, done) == []
    (one,) = done.issue.articles
    assert Text("頭一行") in gather(one)[-1].inlines
    moved = replace(one, blocks=(paragraph("頭一行第", Break(), "二行"),))
    section = replace(done.issue.sections[0], articles=(moved,))
    assert said(before, done, replace(done.issue, sections=(section,))) == ["L-003"]


def test_a_form_that_is_nothing_but_marks_empties_no_piece_unseen() -> None:
    before = replace(issue(article(paragraph("甲乙丙"), paragraph("好"))), glossary=(Term("甲乙丙", {TW: "……"}),))
    assert said(before, convert_issue(before, plan(TW))) == []
    alone = convert_issue(replace(before, glossary=()), plan(TW))
    (one,) = alone.issue.articles
    empty = scatter(one, iter([() if plain(p.inlines) == "甲乙丙" else p.inlines for p in gather(one)]))
    section = replace(alone.issue.sections[0], articles=(empty,))
    assert said(before, alone, replace(alone.issue, sections=(section,))) == ["L-003"]


KEPT = Span(SpanKind.KEEP, (Text("软件"),))
VARIANT = Span(SpanKind.VARIANT, (Text("电脑"),), "zh-Hans:电脑;zh-Hant-TW:電腦機")
TERMS = (Term("软件", {TW: "軟體程式"}), Term("计算机", {TW: "電腦"}), Term("好", {TW: "很好"}))


@pytest.mark.parametrize(
    "block",
    [
        Table("b1", (), ((Cell((VARIANT,)), Cell((Text("电脑"),))),), PLACE),
        Table("b1", (), ((Cell((Text("电脑"),)), Cell((VARIANT,)), Cell((VARIANT,))),), PLACE),
        Table("b1", (), ((Cell((KEPT,)), Cell((Text("软件"),))),), PLACE),
        Table("b1", (), ((Cell((Code("软件"),)), Cell((Text("软件"),))),), PLACE),
        Verse("b1", (((VARIANT,), (Text("电脑"),)),), place=PLACE),
        paragraph("软件好", Break(), "计算机"),
        paragraph(
            VARIANT, Break(), "计算机", Break(), Ruby("决", "好"), Break(), Span(SpanKind.STRONG, (Ruby("决", "好"),))
        ),
    ],
)
def test_what_looks_alike_may_grow_unlike(block: Block) -> None:
    before = replace(issue(article(block)), glossary=TERMS)
    done = convert_issue(before, plan(TW))
    assert said(before, done) == []
    assert done.grown


def test_what_goes_over_a_line_break_is_found_beside_what_grows() -> None:
    before = replace(issue(article(paragraph("软件第一", Break(), "第二行"))), glossary=TERMS)
    done = convert_issue(before, plan(TW))
    (one,) = done.issue.articles
    moved = replace(one, blocks=(paragraph("軟體程式第", Break(), "一第二行"),))
    section = replace(done.issue.sections[0], articles=(moved,))
    assert said(before, done, replace(done.issue, sections=(section,))) == ["L-003"]
