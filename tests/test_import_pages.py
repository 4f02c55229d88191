"""Raw pages to articles: the gold pages, the seed page, and what must hold of any text at all."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin.importers.base import House
from bulletin.importers.draft import RULES, Analysis, Part
from bulletin.importers.page.reader import analyse
from bulletin.importers.text import manuscript
from bulletin.model import Figure
from bulletin.walk import descend, plain, units
from tests.import_score import PAGES, Score, gold_of, read, score

SEED = Path(__file__).parent.parent.parent / "shared" / "seed"
TEXTS = sorted(PAGES.glob("*.txt"))
_BLANK = re.compile(r"[\s\u3000\u00a0\ufeff\u200b]+")
_LOSE = {
    Part.BYLINE,
    Part.SOURCE,
    Part.SECTION,
    Part.SERIES,
    Part.CREDIT,
    Part.JUMP,
    Part.FURNITURE,
    Part.DUPLICATE,
    Part.LEFTOVER,
    Part.PICTURE,
    Part.DATE,
}
"""Where a line may lose marks, or all of itself, by rule."""


@pytest.fixture(scope="module")
def total() -> Score:
    out = Score()
    for path in TEXTS:
        out.merge(score(read(path), gold_of(path.with_suffix(".yaml"))))
    return out


def test_there_are_pages_enough() -> None:
    assert len(TEXTS) >= 12


@pytest.mark.parametrize(
    ("what", "least"), [("boundaries", 0.95), ("headlines", 0.9), ("bylines", 0.95), ("roles", 0.95)]
)
def test_gold_pages(total: Score, what: str, least: float) -> None:
    assert total.f1(what) >= least
    assert total.recall(what) >= least


@pytest.mark.parametrize("what", ["joins", "unwraps", "duplicates", "leftover"])
def test_gold_pages_exactly(total: Score, what: str) -> None:
    assert total.right[what] == total.found[what] == total.meant[what]


@pytest.mark.skipif(not SEED.is_dir(), reason="the seed page is not beside the project")
def test_seed_page() -> None:
    path = SEED / "page.txt"
    gold = gold_of(SEED / "gold.yaml")
    for article in gold["articles"]:
        article["series"] = {"a1": "唯实争先 踔厉奋发 系列访谈 ⑬"}.get(article["id"])
    analysis = read(path)
    result = score(analysis, gold)
    assert not [line for line in result.wrong if not line.startswith("furniture")]
    assert [len(draft.article.blocks) for draft in analysis.drafts][1:] == [6, 6, 4, 9, 3, 5]
    photo = next(b for d in analysis.drafts for b in descend(d.article.blocks) if isinstance(b, Figure))
    assert photo.path is None
    assert photo.credit == "记者 郑宇 摄/视觉重庆"
    codes = {f.code for f in analysis.findings}
    assert {"M-100", "M-102", "M-105", "M-109"} <= codes


def everything(analysis: Analysis, number: int) -> str:
    """Return all that one article says."""
    article = analysis.drafts[number].article
    head = article.headline
    said = [
        *(() if analysis.drafts[number].opened == "untitled" else head.lines),
        head.kicker,
        head.deck,
        article.dateline,
        article.series,
        article.sponsor,
        article.source,
        analysis.drafts[number].section,
        *(text for byline in article.bylines for text in (*byline.names, byline.role)),
        *(plain(unit.inlines) for unit in units(article.blocks)),
    ]
    return _BLANK.sub("", "".join(said))


def holds(analysis: Analysis) -> None:
    """Assert what must hold of every import: one fate for each line, nothing new, nothing lost."""
    lines = {line.number: line for line in analysis.manuscript.lines}
    assert [fate.line for fate in analysis.fates] == list(lines)
    for number in range(len(analysis.drafts)):
        own = [fate for fate in analysis.fates if fate.article == number]
        given = Counter(_BLANK.sub("", "".join(lines[fate.line].text for fate in own)))
        said = Counter(everything(analysis, number))
        # Names stand in the dispatch head of the text and in the byline as well.
        names = Counter("".join(t for b in analysis.drafts[number].article.bylines for t in (*b.names, b.role)))
        assert not (said - given) - Counter(_BLANK.sub("", "".join(names.elements())))
        assert set(said) <= set(given)
        kept = Counter(
            _BLANK.sub("", "".join(lines[fate.line].text for fate in own if not _LOSE.intersection(fate.parts)))
        )
        assert not kept - said, (analysis.drafts[number].article.headline.text, kept - said)
    for fate in analysis.fates:
        assert fate.parts
        assert (fate.article >= 0) or set(fate.parts) <= {Part.FURNITURE, Part.DUPLICATE, Part.JUMP, Part.LEFTOVER}


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.stem)
def test_nothing_is_lost_or_made_up(path: Path) -> None:
    holds(read(path))


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_any_cut_of_any_page(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(TEXTS)).read_text("utf-8")
    start = data.draw(st.integers(0, len(text)))
    stop = data.draw(st.integers(start, len(text)))
    holds(analyse(manuscript(text[start:stop].encode(), "cut.txt"), House()))


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.text(alphabet="一二三记者讯报摄。，：（）“”《》①◆▲ 　\t1a[]/", max_size=40),
            st.sampled_from(
                [
                    "",
                    "责任编辑：王一",
                    "（下转第3版）",
                    "（上接第1版）",
                    "广告",
                    "记者 张三",
                    "本报讯",
                    "问：",
                    "答：好。",
                ]
            ),
        ),
        max_size=30,
    )
)
def test_any_lines_at_all(lines: list[str]) -> None:
    holds(analyse(manuscript("\n".join(lines).encode(), "any.txt"), House()))


def test_every_rule_is_known() -> None:
    used = {fate.rule for path in TEXTS for fate in read(path).fates}
    used |= {draft.opened for path in TEXTS for draft in read(path).drafts}
    assert used <= RULES
