"""Imprints: what is given is printed, what is missing is told by the kind of publication, numbers and days agree."""

import datetime
import os
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin import almanac, newcomer, pipeline
from bulletin.checks.imprint import days, inspector, numbers
from bulletin.config.imprint import NAMES
from bulletin.errors import SettingsError
from bulletin.findings import catalogue
from bulletin.readers.issue import load
from tests.conftest import ARTICLE, ISSUE, PUBLICATION, ROOT, Publish

STANDING = PUBLICATION.split("editions:")[0]
BASE = datetime.date(2026, 11, 23)


def told(folder: Path, edition: str = "zh-Hans") -> list[str]:
    """Return codes of the imprint rules with their places, ``I-020 publication.yaml``, without what else is told."""
    loaded = load(folder)
    (plan,) = (plan for plan in loaded.plans if plan.key == edition)
    return [f"{found.code} {found.place}" for found in inspector.check(loaded, plan)]


def imprint(kind: str, *lines: str, standing: str = "") -> str:
    return STANDING + standing + f"imprint:\n  kind: {kind}\n" + "".join(f"  {line}\n" for line in lines)


WHOLE = imprint(
    "内部资料",
    "recipients: 各居民小组",
    "printed: 2026-11-20",
    "copies: 1200",
    standing="printer: 桥头印务社\npermit: 临内资准字第0128号\n",
)


def codes(found: Iterable[str]) -> list[str]:
    return [one.split()[0] for one in found]


# What each kind must print.


def test_without_a_kind_nothing_is_asked(publish: Publish) -> None:
    assert told(publish()) == []


def test_an_internal_publication_that_says_all_is_fine(publish: Publish) -> None:
    assert told(publish(publication=WHOLE)) == []


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("permit: 临内资准字第0128号\n", "I-020 publication.yaml"),
        ("  recipients: 各居民小组\n", "I-021 publication.yaml:9"),
        ("printer: 桥头印务社\n", "I-022 publication.yaml"),
        ("  printed: 2026-11-20\n", "I-023 publication.yaml:9"),
        ("  copies: 1200\n", "I-024 publication.yaml:9"),
    ],
)
def test_each_line_that_is_missing_is_told_where_it_belongs(publish: Publish, line: str, code: str) -> None:
    found = told(publish(publication=WHOLE.replace(line, "")))
    assert [one.split(":")[0] for one in found] == [code.split(":")[0]]
    assert codes(found) == [code.split()[0]]


def test_an_internal_publication_has_a_number(publish: Publish) -> None:
    assert told(publish(publication=WHOLE, issue=ISSUE.replace("number: 3\ntotal: 33\n", ""))) == ["I-025 issue.yaml"]


@pytest.mark.parametrize(
    ("kind", "missing"),
    [
        ("报纸", "I-022 I-026 I-027 I-028 I-030 I-031 I-032 I-033 I-034"),
        ("newspaper", "I-022 I-026 I-027 I-028 I-030 I-031 I-032 I-033 I-034"),
        ("期刊", "I-022 I-026 I-027 I-028 I-033 I-035 I-036"),
        ("简报", "I-040 I-040"),
        ("教会周报", "I-020 I-021 I-022 I-023 I-024 I-058"),
        ("校刊", "I-020 I-021 I-022 I-023 I-024"),
        ("臺灣刊物", "I-040 I-040 I-040 I-040 I-040"),
        ("hong-kong", "I-022 I-034"),
    ],
)
def test_what_a_kind_asks_of_an_empty_imprint(publish: Publish, kind: str, missing: str) -> None:
    assert sorted(codes(told(publish(publication=imprint(kind))))) == missing.split()


@pytest.mark.parametrize(
    "contact", ["临湄市渡口街9号　电话 5550 0128　邮编 000128", "电话：010-5550128，邮政编码：000128，渡口街9号"]
)
def test_a_line_of_contact_may_hold_address_telephone_and_postcode(publish: Publish, contact: str) -> None:
    found = told(publish(publication=imprint("报纸", standing=f"contact: {contact}\n")))
    assert not {"I-030", "I-031", "I-032"} & set(codes(found))


def test_an_edition_may_be_of_another_kind(publish: Publish) -> None:
    editions = "editions:\n  here: {script: zh-Hans}\n  there: {script: zh-Hant-HK, imprint: {kind: 香港刊物}}\n"
    folder = publish(publication=WHOLE + editions)
    assert told(folder, "here") == []
    assert told(folder, "there") == ["I-034 publication.yaml:15"]


def test_a_kind_that_is_none_is_an_error_that_names_all(publish: Publish) -> None:
    with pytest.raises(SettingsError) as caught:
        load(publish(publication=imprint("月报")))
    (found,) = caught.value.findings
    assert found.code == "C-012" and "内部资料 (internal)" in found.cure("zh-Hans")
    assert str(found.place) == "publication.yaml:7"


# What 内部资料 must not print.


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("title: 测试通讯", "title: 测试社区报", "I-050 publication.yaml"),
        ("title: 测试通讯", "title: 测试月刊", "I-050 publication.yaml"),
        ("publisher: 测试编辑部", "publisher: 测试杂志社", "I-050 publication.yaml"),
        ("  copies", "  issn: 1234-5679\n  copies", "I-052 publication.yaml:12"),
        ("printer:", "price: 2元\nprinter:", "I-053 publication.yaml"),
        ("printer:", "price: 工本费五角\nprinter:", "I-053 publication.yaml"),
        ("各居民小组", "广大市民", "I-056 publication.yaml:10"),
        ("  copies", "  licence: 临工商广字1号\n  copies", "I-059 publication.yaml:12"),
    ],
)
def test_what_an_internal_publication_must_not_say_of_itself(publish: Publish, old: str, new: str, code: str) -> None:
    assert told(publish(publication=WHOLE.replace(old, new, 1))) == [code]


@pytest.mark.parametrize("title", ["测试通讯", "报春花", "测试简讯", "期刊室来信", "早安滨河"])
def test_names_that_only_hold_the_words_are_fine(publish: Publish, title: str) -> None:
    assert told(publish(publication=WHOLE.replace("title: 测试通讯", f"title: {title}"))) == []


@pytest.mark.parametrize(
    ("article", "place"),
    [
        (ARTICLE.replace("---\n正文", "byline: 本报记者 周岚\n---\n正文"), "a.md:3"),
        (ARTICLE.replace("---\n正文", "电头: 本刊讯\n---\n正文"), "a.md:3"),
        (ARTICLE.replace("正文第二段", "据本报了解"), "a.md:6"),
        (ARTICLE + '\n![图](待补 "桥。"){credit="记者 周岚 摄"}\n', "a.md:8"),
    ],
)
def test_words_of_a_paper_are_told_at_their_line(publish: Publish, article: str, place: str) -> None:
    assert told(publish(publication=WHOLE, files={"a.md": article})) == [f"I-051 {place}"]


def test_words_that_only_look_like_it_are_fine(publish: Publish) -> None:
    text = "日本报纸的样本报到以后，本报告和本报名表一并存档；原本报价不变。记者节那天，本刊物架空着。"
    assert told(publish(publication=WHOLE, files={"a.md": ARTICLE + "\n" + text + "\n"})) == []


def test_advertisements_and_sponsors(publish: Publish) -> None:
    article = ARTICLE.replace("---\n正文", "kind: advert\nsponsor: 某店协办\n---\n正文")
    assert told(publish(publication=WHOLE, files={"a.md": article})) == ["I-054 a.md:3", "I-055 a.md:4"]


def test_an_internal_publication_in_traditional_characters_is_asked_about(publish: Publish) -> None:
    folder = publish(publication=WHOLE + "editions:\n  far: {script: zh-Hant-TW}\n")
    assert told(folder, "far") == ["I-057 publication.yaml:14"]


def test_everything_can_be_excused(publish: Publish) -> None:
    bare = imprint("内部资料").replace("imprint:", "excuse:\nimprint:")
    reasons = "".join(f"  - {{code: I-0{n}, reason: 试刊}}\n" for n in (20, 21, 22, 23, 24))
    assert pipeline.check(publish(publication=bare.replace("excuse:\n", "excuse:\n" + reasons))) == ()


def test_no_rule_stops_a_build() -> None:
    ours = [entry for code, entry in catalogue("en").items() if code.startswith("I-")]
    assert len(ours) > 40 and {entry["severity"] for entry in ours} == {"note", "warning"}


# Numbers.


def test_the_check_digit_of_an_issn() -> None:
    assert [numbers.check_digit(seven) for seven in ("0317847", "1050124", "0378595", "1000000")] == list("1X53")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("issn: 0317-8471", ""),
        ("issn: ISSN 1050-124X", ""),
        ("issn: 0317-8472", "I-010"),
        ("issn: 03178471", "I-010"),
        ("printed: 2026-09-20", "I-014"),
        ("printed: 2027-11-20", "I-014"),
        ("printed: 2026-11-25", ""),
    ],
)
def test_numbers_that_can_be_reckoned(publish: Publish, line: str, code: str) -> None:
    assert codes(told(publish(publication=STANDING + f"imprint: {{{line}}}\n"))) == [code] * bool(code)


@pytest.mark.parametrize(
    ("kind", "line", "code"),
    [
        ("报纸", "cn: CN 11-0001", ""),
        ("报纸", "cn: CN 11-1234", "I-011"),
        ("期刊", "cn: 11-1234/G2", ""),
        ("期刊", "cn: CN 1-1234/G2", "I-011"),
        ("报纸", 'postcode: "00012"', "I-012"),
        ("台湾刊物", 'postcode: "100"', ""),
        ("台湾刊物", 'postcode: "1000"', "I-012"),
    ],
)
def test_forms_of_numbers(publish: Publish, kind: str, line: str, code: str) -> None:
    found = set(codes(told(publish(publication=imprint(kind, line)))))
    assert found & {"I-011", "I-012"} == ({code} if code else set())


def test_the_identifier_may_be_an_issn_and_is_checked(publish: Publish) -> None:
    uuid = STANDING.split("identifier: ")[1].split("\n")[0]
    assert told(publish(publication=STANDING.replace(uuid, "issn:1234-5678"))) == ["I-010 publication.yaml"]


def test_print_run_and_order_agree(publish: Publish) -> None:
    asked = STANDING + "imprint: {copies: 1200}\njob: {copies: 1500}\n"
    assert told(publish(publication=asked)) == ["I-015 publication.yaml:6"]


@pytest.mark.parametrize(
    ("others", "issue", "code"),
    [
        ([("2026-11-16", 2, 32)], (3, 33), ""),
        ([("2026-11-16", 1, 32)], (3, 33), "I-006"),
        ([("2026-11-16", 2, 31)], (3, 33), "I-008"),
        ([("2026-11-16", 3, 32)], (3, 33), "I-005"),
        ([("2026-11-30", 3, 34)], (3, 33), "I-005"),
        ([("2026-11-16", 2, 33)], (3, 33), "I-007"),
        ([("2025-12-29", 52, 32)], (1, 33), ""),
        ([("2025-12-29", 52, 132)], (53, 133), "I-006"),
        ([], (13, 12), "I-004"),
        ([("2025-11-23", 3, 32)], (1, 33), ""),
        ([("2024-12-30", 10, 31), ("2025-01-06", 11, 32)], (12, 33), "I-006"),
        ([("2024-12-30", 10, 31), ("2025-12-29", 11, 32)], (12, 33), ""),
        ([("2026-11-23", 9, 90)], (3, 33), "I-009"),
        ([("2026-11-16", 0, 0)], (3, 33), ""),
        ([("2026-11-16", 2, 32)], (0, 0), ""),
    ],
)
def test_numbers_of_issues_follow_each_other(
    publish: Publish, others: list[tuple[str, int, int]], issue: tuple[int, int], code: str
) -> None:
    folder = publish(issue=ISSUE.replace("number: 3\ntotal: 33", f"number: {issue[0]}\ntotal: {issue[1]}"))
    for n, (date, number, total) in enumerate(others):
        other = folder.parent / f"other{n}"
        other.mkdir()
        text = f"number: {number}\ntotal: {total}\ndate: {date}\nsections: []\n"
        (other / "issue.yaml").write_text(text, "utf-8")
    found = told(folder)
    # 12 behind 11 of the year before: from 10 to 11 the numbers went on over one new year only in the last but one row.
    assert found == ([f"{code} issue.yaml"] if code else []) or (code, codes(found)) == ("I-006", [])


def test_an_issue_that_counts_for_two(publish: Publish) -> None:
    folder = publish(issue=ISSUE + "title: 第三、四期合刊\n".replace("title", "title"))
    assert told(folder) == []
    other = folder.parent / "2026" / "11-16"
    other.mkdir(parents=True)
    (other / "issue.yaml").write_text("number: 1\ntotal: 31\ndate: 2026-11-16\n", "utf-8")
    assert told(folder) == []


def test_what_is_no_issue_of_this_publication_is_no_neighbour(publish: Publish) -> None:
    folder = publish()
    home = folder.parent
    for name, text in {
        "spoilt/issue.yaml": "number: 3\ndate: soon\n",
        "other/issue.yaml": "number: 3\ntotal: 33\ndate: 2026-11-16\n",
        "other/publication.yaml": "",
        ".trash/issue.yaml": "number: 3\ntotal: 33\ndate: 2026-11-16\n",
        "latin/issue.yaml": "number: 3\n",
    }.items():
        (home / name).parent.mkdir(exist_ok=True)
        (home / name).write_text(text, "utf-8")
    (home / "bytes").mkdir()
    (home / "bytes" / "issue.yaml").write_bytes(b"number: 3\ntotal: 33\ndate: 2026-11-16\n\xff\xfe")
    assert told(folder) == []


# Days.

WEEK = "一二三四五六日"
OPENINGS = ("星期", "周", "週", "禮拜")
FORMS = (
    "{m}月{d}日（{n}{w}）",
    "{m}月{d}日，{n}{w}。",
    "{m}月{d}日{n}{w}",
    "{y}年{m}月{d}日 {n}{w}上午",
    "{m}月{d}日晚（{n}{w}）",
    "{n}{w}（{m}月{d}日）",
    "到{n}{w}{m}月{d}日为止",
    "去年的事过去了，{y}年{m}月{d}日是{n}{w}",
)
SPEAK = "〇一二三四五六七八九"


def chinese(value: int) -> str:
    tens, ones = divmod(value, 10)
    return ("" if tens == 0 else "十" if tens == 1 else SPEAK[tens] + "十") + (SPEAK[ones] if ones else "")


DATES = st.dates(datetime.date(1950, 1, 1), datetime.date(2090, 12, 31))


@settings(max_examples=150, deadline=None)
@given(
    day=DATES, form=st.sampled_from(FORMS), name=st.sampled_from(OPENINGS), wrong=st.integers(0, 6), words=st.booleans()
)
def test_a_weekday_beside_a_date_is_right_or_told(
    day: datetime.date, form: str, name: str, wrong: int, words: bool
) -> None:
    numeral = chinese if words else str
    year = "".join(SPEAK[int(figure)] for figure in str(day.year)) if words else str(day.year)
    said = {"y": year, "m": numeral(day.month), "d": numeral(day.day), "n": name}
    text = "开会，" + form.format(w=WEEK[(day.weekday() + wrong) % 7], **said)
    # Without a year the date is the nearest: that of the issue itself here.
    found = list(days.slips(text, day))
    assert len(found) == bool(wrong), text
    assert all(slip.day == day and not slip.lunar for slip in found)


LUNAR = (
    "{y}年{m}月{d}日（农历{l}）",
    "{y}年{m}月{d}日，農曆{l}，",
    "{y}年{m}月{d}日（星期{w}，农历{l}）",
    "農曆{l}（{y}年{m}月{d}日）",
    "{y}年{m}月{d}日星期{w}　农历{l}",
    "{y}年{m}月{d}日，即阴历{l}",
)


@settings(max_examples=150, deadline=None)
@given(day=DATES, form=st.sampled_from(LUNAR), shift=st.integers(0, 4), gz=st.booleans(), old=st.booleans())
def test_a_lunar_day_beside_a_date_is_right_or_told(
    day: datetime.date, form: str, shift: int, gz: bool, old: bool
) -> None:
    other = day + datetime.timedelta(shift)
    lunar = almanac.lunar(other, old)
    lunar = lunar if gz else lunar.split("年")[1]
    text = form.format(y=day.year, m=day.month, d=day.day, w=WEEK[day.weekday()], l=lunar)
    assert [slip.lunar for slip in days.slips(text, BASE)] == [True] * bool(shift), text


@settings(max_examples=60, deadline=None)
@given(days_off=st.integers(-150, 150), wrong=st.integers(0, 6))
def test_a_date_without_a_year_is_that_nearest_to_the_issue(days_off: int, wrong: int) -> None:
    day = BASE + datetime.timedelta(days_off)
    text = f"{day.month}月{day.day}日（星期{WEEK[(day.weekday() + wrong) % 7]}）"
    assert len(list(days.slips(text, BASE))) == bool(wrong)


@pytest.mark.parametrize(
    "text",
    [
        "本周六、日休息，11月23日开门",
        "每周六（11月23日起）",
        "11月24日至26日（周二至周四）",
        "11月24日（周二、周四）",
        "周一至周五（11月21日除外）",
        "11月23日周一鸣发言",
        "11月20日周密部署",
        "86年8月3日（星期五）",
        "农历十月十四日（星期一）",
        "腊月十一日，星期五",
        "11月23日，星期一到星期五照常",
        "上年11月23日（星期五）",
        "1987年的事。8月3日（星期一），",
        "民國115年11月23日（星期一）",
        "停课到周五（11月20日）",
        "农历十一月二十三日星期日",
        "去年11月23日星期日",
        "明年11月23日是星期二",
        "２０２６年１１月２３日（星期一）",
        "11月21日星期六，11月22日星期日。",
    ],
)
def test_texts_in_which_nothing_is_wrong(text: str) -> None:
    assert list(days.slips(text, BASE, days.mentioned(text))) == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("民國115年11月23日（星期二）", BASE),
        ("去年11月23日星期一", datetime.date(2025, 11, 23)),
        ("2月30日（星期一）", None),
        ("十三月一日（星期一）", None),
        ("2027年2月29日，星期一", None),
        ("11月23日周二上午", BASE),
        ("二〇二六年十一月二十三日，农历十月十四", BASE),
        ("11月23日（农历乙巳年十月十五）", BASE),
        ("11月23日（农历闰十月十五）", BASE),
    ],
)
def test_texts_in_which_the_day_is_wrong(text: str, day: datetime.date | None) -> None:
    assert [slip.day for slip in days.slips(text, BASE)] == [day]


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="0123456789〇一二三十廿年月日号星期周（），农历初闰冬腊正甲子即去民国 ", max_size=60))
def test_whatever_a_text_says_it_is_read(text: str) -> None:
    list(days.slips(text, BASE))


def test_a_calendar_is_checked_row_by_row(publish: Publish) -> None:
    rows = "| 1日 | 二 | 义诊 |\n| 3日 | 五 | 停水 |\n| 7日—9日 | 一至三 | 停市 |\n| 1月4日 | 一 | 义剪 |\n| 1月5日 | 一 | 无 |\n"
    table = "---\ntitle: 十二月有些什么事\nkind: table\n---\n| 日期 | 星期 | 活动 |\n|:--|:--|:--|\n" + rows
    assert told(publish(files={"a.md": table})) == ["I-001 a.md:8", "I-001 a.md:11"]


def test_a_wrong_day_is_told_at_its_line_with_what_is_right(publish: Publish) -> None:
    folder = publish(files={"a.md": ARTICLE + "\n12月3日（星期五）停水，12月4日（农历十月廿七）恢复。\n"})
    first, second = pipeline.check(folder)
    assert (first.code, str(first.place), second.code, str(second.place)) == ("I-001", "a.md:8", "I-002", "a.md:8")
    assert "2026年12月3日" in first.message("zh-Hans") and "星期四" in first.message("zh-Hans")
    assert "丙午年十月廿五" not in first.message() and almanac.lunar(datetime.date(2026, 12, 4)) in second.message()


# What is given is printed.


ALL = """\
printer: 桥头印务社
permit: 临内资准字第0128号
contact: 渡口街9号
imprint:
  kind: 内部资料
  supervisor: 滨河街道
  office: 某某出版社
  chief: 栗文舟
  issuer: 温若青
  recipients: 各居民小组
  address: 渡口街十号
  postcode: "000128"
  phone: 5550 0128
  printer_address: 桥头路2号
  distributor: 邮政所
  scope: 本社区
  period: 半月一期
  cn: CN 11-0001
  issn: 0317-8471
  licence: 临广登1号
  printed: 2026-11-20
  copies: 1200
"""
SAID = [
    "桥头印务社",
    "临内资准字第0128号",
    "渡口街9号",
    "滨河街道",
    "某某出版社",
    "栗文舟",
    "温若青",
    "各居民小组",
    "渡口街十号",
    "000128",
    "5550",
    "桥头路2号",
    "邮政所",
    "本社区",
    "半月一期",
    "CN",
    "11-0001",
    "0317-8471",
    "临广登1号",
]


@pytest.mark.parametrize(
    "layout",
    [
        "layout: bulletin",
        "layout: compact",
        "layout: booklet",
        "layout: gazette, set: {variant: bulletin}",
        "layout: gazette, set: {variant: document}",
    ],
)
def test_everything_given_is_printed_by_every_layout(publish: Publish, tmp_path: Path, layout: str) -> None:
    publication = STANDING + ALL + f"editions:\n  one: {{script: zh-Hans, make: pdf, {layout}}}\n"
    result = pipeline.build(pipeline.Request(publish(publication=publication), into=tmp_path / "dist"))
    assert not [f for f in result.findings if f.code[:3] in ("L-0", "T-0") and f.code != "T-041"]
    texts = page_texts(result.folder / "test-2026-11-23-one.pdf")
    whole = "".join(texts)
    assert [text for text in (*SAID, "1,200份", "2026年11月20日", "测试编辑部") if text not in whole] == []
    assert "内部资料，免费交流" in texts[0] and "临内资准字第0128号" in texts[0]


def page_texts(path: Path) -> list[str]:
    import pymupdf

    with pymupdf.open(path) as document:
        return [page.get_text().replace("\n", "") for page in document]


def test_the_book_says_all_but_the_print_run_in_its_own_script(publish: Publish, tmp_path: Path) -> None:
    editions = "editions:\n  far: {script: zh-Hant-TW, make: epub, imprint: {phone: 02-5550 里}}\n"
    request = pipeline.Request(publish(publication=STANDING + ALL + editions), into=tmp_path / "dist")
    result = pipeline.build(request)
    assert not [f for f in result.findings if f.code[:3] in ("L-0", "T-0") and f.code != "T-041"]
    with zipfile.ZipFile(result.folder / "test-2026-11-23-far.epub") as book:
        colophon = book.read("EPUB/colophon.xhtml").decode()
        title = book.read("EPUB/title.xhtml").decode()
    assert (
        "各居民小組" in colophon and "濱河街道" in colophon and "1,200" not in colophon and "11月20日" not in colophon
    )
    # What the edition says itself is not converted once more.
    assert "02-5550 里" in colophon.replace("</span>&#x3000;<span>", " ")
    assert "內部資料，免費交流" in title


def test_in_hong_kong_the_printer_stands_on_the_last_page_of_a_booklet(publish: Publish, tmp_path: Path) -> None:
    publication = imprint("香港刊物", "printer_address: 渡口道2號", standing="printer: 桥头印务社\n")
    publication += "editions:\n  far: {script: zh-Hant-HK, layout: booklet, make: pdf}\n"
    result = pipeline.build(pipeline.Request(publish(publication=publication), into=tmp_path / "dist"))
    assert "承印：橋頭印務社" in page_texts(result.folder / "test-2026-11-23-far.pdf")[-1]


def test_the_largest_imprint_of_a_booklet_stays_on_its_page(publish: Publish, tmp_path: Path) -> None:
    publication = STANDING + "price: 2元\n" + ALL + "editions:\n  one: {script: zh-Hans, make: pdf, layout: booklet}\n"
    result = pipeline.build(pipeline.Request(publish(publication=publication), into=tmp_path / "dist"))
    second = page_texts(result.folder / "test-2026-11-23-one.pdf")[1]
    assert "出版日期" in second and "2元" in second


# The page of the rules.


def imprint_page() -> str:
    english, chinese = catalogue("en"), catalogue("zh-Hans")
    names = {kind: f"{name} ({kind.value})" for name, kind in NAMES.items()}
    lines = [
        "# Imprint rules · 刊记规则",
        "",
        "What `bulletin check` and `bulletin build` hold an issue against. Which rules run is said by `imprint: {kind: …}` in publication.yaml,",
        "issue.yaml or below an edition; without it only what can be reckoned is told. These rules are no legal advice: none stops a build, each can be",
        "excused with a reason (`excuse:`), and a person who knows the rules has the last word. Made from the registry by `make golden`.",
        "",
        "Regulations change: the articles are those of the texts named, in the words of this program. What no rule here can see, and an editor has to remember:",
        "copies for the libraries and authorities (mainland: 样本缴送, as the permit says; Hong Kong: five copies within a month, Books Registration Ordinance,",
        "Cap. 142; Taiwan: 圖書館法第十五條), registration of a local newspaper (Hong Kong: Cap. 268, s. 7), and where a permit has run out.",
    ]
    for code in dict.fromkeys(rule.code for rule in sorted(inspector.RULES, key=lambda rule: rule.code)):
        entry = english[code]
        says = f"{entry['says']} · {chinese[code]['says']}".replace(": {source}", "").replace("：{source}", "")
        lines += ["", f"- **{code}** ({entry['severity']}) {says}  "]
        sources: dict[str, list[str]] = {}
        for rule in inspector.RULES:
            if rule.code == code:
                sources.setdefault(rule.source, []).extend(names[kind] for kind in rule.kinds)
        told = [f"{', '.join(kinds) or 'any publication'}: {source}" for source, kinds in sources.items()]
        lines.append("  " + "; ".join(told) + ".")
    return "\n".join(lines) + "\n"


def test_golden_page_of_the_rules() -> None:
    path = ROOT / "docs" / "imprint.md"
    if os.environ.get("BULLETIN_GOLDEN") == "accept":
        path.write_text(imprint_page(), "utf-8")
    assert path.read_text("utf-8") == imprint_page(), "run `make golden`"


def test_every_code_of_the_family_has_a_rule_with_a_source() -> None:
    ours = {code for code in catalogue("en") if code.startswith("I-")}
    assert {rule.code for rule in inspector.RULES} == ours
    assert all(rule.source for rule in inspector.RULES)


def test_a_new_issue_counts_on(publish: Publish) -> None:
    folder = publish()
    made = newcomer.make(folder.parent / "2026-12-07").issue
    assert "number: 4\ntotal: 34\n" in (made / "issue.yaml").read_text("utf-8")
    later = newcomer.make(folder.parent / "2027-01-04").issue
    assert "number: 1\ntotal: 35\n" in (later / "issue.yaml").read_text("utf-8")
    assert told(made) == told(later) == told(folder) == []
