"""Names, days, sections and ranks of an import: what is guessed, and that no guess can do harm."""

import ast
import datetime
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.config import tree
from bulletin.desk import dates, names, ranks, sections
from bulletin.desk.ranks import Weighed
from bulletin.findings import catalogue
from bulletin.importers import text
from bulletin.importers.base import House
from bulletin.importers.draft import RULES, Part
from bulletin.importers.page.reader import analyse as read_page
from bulletin.kinds import Rank
from tests.conftest import ROOT
from tests.desk_pages import analyse, manuscript

FORBIDDEN = set("<>:\"/\\|?*\0,[]{}#&!%@`'，、；。 \u3000\t\n.")


@pytest.mark.parametrize(
    ("headline", "stem"),
    [
        ("青禾镇启动河道清理", "青禾镇启动河道清理"),
        ("好消息！南坪村发布打造生态之乡机会清单", "南坪村发布打造生态之乡机"),
        ("镇委书记许江：6个“聚焦”推动青禾展现新作为", "镇委书记许江"),
        ("青禾“晒”出2022年乡村振兴亮点", "青禾晒出2022年乡村振兴亮"),
        ("又一中心　落户滨河", "又一中心-落户滨河"),
        ("K-12 课堂里的 3D 打印", "K-12-课堂里的-3D-打印"),
        ("…………", "article"),
        ("", "article"),
        ("../../etc/passwd", "etc-passwd"),
        ("-rf .hidden", "rf-hidden"),
        ("con", "con"),
        ("\ud800坏\ufffe", "坏"),
    ],
)
def test_the_telling_part_of_a_headline_names_the_file(headline: str, stem: str) -> None:
    assert names.stem(headline) == stem


@given(st.lists(st.text(max_size=40), max_size=12))
def test_any_headlines_give_names_that_every_file_system_and_issue_yaml_take(headlines: list[str]) -> None:
    taken: set[str] = set()
    for number, headline in enumerate(headlines, 1):
        name = names.numbered(number % 3, headline, taken)
        assert names.folded(name) not in taken
        taken.add(names.folded(name))
        stem = name.removesuffix(".md")
        assert name.endswith(".md") and not FORBIDDEN & set(stem) and stem[0] not in "-." and stem[-1] != "-"
        assert unicodedata.is_normalized("NFC", name) and len(name.encode()) < 120
        assert sum(1 if c.isascii() else 2 for c in names.stem(headline)) <= 2 * names.LONGEST
        data = tree.parse(f"articles: [{name}, x.md]\n", "issue.yaml").data
        assert data == {"articles": [name, "x.md"]}


def test_names_that_differ_in_case_or_composed_forms_alone_are_one() -> None:
    assert names.folded("01-Café.md") == names.folded("01-CAFE\u0301.md")
    assert names.free("01-甲", ".md", {names.folded("01-甲.md"), names.folded("01-甲-2.md")}) == "01-甲-3.md"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2023-01-11", "2023-01-11"),
        ("20230111", "2023-01-11"),
        ("2023年1月11日", "2023-01-11"),
        ("２０２３年１月１１日", "2023-01-11"),
        ("二〇二三年十二月三十日 星期六", "2023-12-30"),
        ("第2023-1期", ""),
        ("2023-02-30", ""),
        ("120230111", ""),
        ("13800138000", ""),
        ("冬季号", ""),
    ],
)
def test_days_are_read_as_they_are_written(text: str, day: str) -> None:
    found = dates.of_folder(text)
    assert (found.isoformat() if found else "") == day


def test_the_page_says_its_day_in_what_belongs_to_the_page_and_not_in_its_articles() -> None:
    page = "# 甲\n会议于2020年5月1日召开。\n~ 2026年11月23日 星期一\n~ 2026-11-23 第2版\n~ 2026年11月22日"
    said = dates.on_pages([analyse(manuscript(page), House())])
    assert said and said.date == datetime.date(2026, 11, 23) and said.line == 3
    assert dates.on_pages([analyse(manuscript("# 甲\n会议于2020年5月1日召开。"), House())]) is None
    facts = analyse(manuscript("# 甲\n正文。", facts={"date": "2026-11-24T08:00:00"}), House())
    assert dates.on_pages([facts]) == dates.Said(datetime.date(2026, 11, 24), "page.txt", 0)


def entries(*pairs: str) -> list[sections.Entry]:
    return [sections.Entry(*pair.split("/")) for pair in pairs]


def test_a_label_counts_for_its_own_article_and_the_rest_stand_in_the_plain_section() -> None:
    found = sections.arrange(entries("/1", "/2", "发布厅/3", "走基层/4", "/5"), "要闻")
    assert found == (("要闻", ("1", "2", "5")), ("发布厅", ("3",)), ("走基层", ("4",)))


def test_labels_that_other_issues_know_keep_their_order_in_their_places() -> None:
    orders = [("要闻", "民生", "文化"), ("文化", "民生")]
    found = sections.arrange(entries("文化/1", "新增/2", "民生/3", "/4"), "要闻", orders)
    assert [title for title, _ in found] == ["要闻", "新增", "民生", "文化"]
    assert sections.ordered(("乙", "甲"), []) == ("乙", "甲")
    assert sections.ordered((), orders) == ()


def story(length: int, size: float = 0, leads: bool = True, said: Rank | None = None) -> Weighed:
    return Weighed(length, size, leads, said)


def test_ranks_come_from_order_length_and_the_size_of_headlines() -> None:
    lead, second, plain, brief = Rank.LEAD, Rank.SECOND, Rank.STORY, Rank.BRIEF
    six = [story(900), story(800), story(90), story(700), story(650), story(640)]
    assert ranks.ranks(six) == (lead, second, brief, second, plain, plain)
    assert ranks.ranks([story(130), story(900), story(850)])[0] is plain  # short beside the rest: no lead
    assert ranks.ranks([story(500, 14), story(500, 22), story(500, 16)])[1] is lead
    assert ranks.ranks([story(500, 14), story(500, 15), story(500, 14)])[0] is lead  # none is clearly the largest
    assert ranks.ranks([story(900, leads=False), story(800)])[1] is lead
    assert ranks.ranks([story(900, said=plain), story(800, said=lead), story(700)]) == (plain, lead, second)
    assert ranks.ranks([story(900)] * 3, [lead, second]) == (plain,) * 3
    assert ranks.ranks([story(50)]) == (brief,)
    assert ranks.ranks([]) == ()


@given(st.lists(st.builds(story, st.integers(0, 3000), st.sampled_from([0, 12, 22]), st.booleans()), max_size=30))
def test_there_is_one_lead_at_most_and_no_more_than_two_seconds(stories: list[Weighed]) -> None:
    found = ranks.ranks(stories)
    assert found.count(Rank.LEAD) <= 1 and found.count(Rank.SECOND) <= 2
    assert all((rank is Rank.BRIEF) == (s.length < ranks.BRIEF) for rank, s in zip(found, stories, strict=True))


def test_every_part_and_rule_has_words_in_both_languages() -> None:
    for language in ("en", "zh-Hans"):
        words = catalogue(language)["words"]
        assert {key for key in words if key.startswith("part-")} == {f"part-{part}" for part in Part}
        assert {key for key in words if key.startswith("rule-")} == {f"rule-{rule}" for rule in RULES}
        assert all(words[f"rule-{rule}"].strip() for rule in RULES)


def test_every_rule_that_pages_are_read_by_is_a_known_one() -> None:
    pages = sorted((ROOT / "tests" / "pages").glob("*.txt"))
    assert len(pages) > 12
    for path in pages:
        made = read_page(text.manuscript(path.read_bytes(), path.name), House())
        assert {fate.rule for fate in made.fates} | {draft.opened for draft in made.drafts} <= RULES


def test_every_rule_that_the_importers_name_is_a_known_one() -> None:
    unknown = set()
    for path in sorted((ROOT / "bulletin" / "importers").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            found: list[ast.AST] = []
            if isinstance(node, ast.keyword) and node.arg in ("rule", "opened"):
                found = [node.value]
            elif isinstance(node, ast.Assign) and "rule" in [getattr(t, "attr", "") for t in _flat(node.targets)]:
                found = [*node.value.elts[-1:]] if isinstance(node.value, ast.Tuple) else [node.value]
            for inner in (inner for value in found for inner in ast.walk(value)):
                if isinstance(inner, ast.Constant) and isinstance(inner.value, str) and inner.value:
                    unknown |= {inner.value} - RULES
    assert not unknown


def _flat(targets: list[ast.expr]) -> list[ast.expr]:
    return [one for target in targets for one in (target.elts if isinstance(target, ast.Tuple) else [target])]
