"""Our corrections: every line by its example, and what they must not touch."""

import re
from dataclasses import replace

import pytest

from bulletin.errors import ScriptError
from bulletin.model import Script
from bulletin.script.converter import Converter, converter
from bulletin.script.rules import overlay
from bulletin.script.rules.overlay import Correction, Corrections, Stage

LINES = overlay.load()
IDS = [f"{c.line}-{c.core}" for c in LINES]


def between(source: Script, target: Script) -> Converter:
    found = converter(source, target)
    assert found
    return found


def sides(line: Correction) -> tuple[Script, Script]:
    return line.sources[0], line.targets[0]


@pytest.mark.parametrize("line", LINES, ids=IDS)
def test_example(line: Correction) -> None:
    assert between(*sides(line)).convert(line.example) == line.gives


@pytest.mark.parametrize("line", LINES, ids=IDS)
def test_line_is_needed(line: Correction) -> None:
    """Without the line its example comes out wrong, here or in one of its other scripts."""

    def without(source: Script, target: Script) -> Converter:
        others = {
            stage: Corrections(
                c for c in LINES if c is not line and source in c.sources and target in c.targets and c.stage is stage
            )
            for stage in Stage
        }
        return replace(
            between(source, target),
            before=others[Stage.BEFORE],
            single=others[Stage.SINGLE],
            after=others[Stage.AFTER],
        )

    pairs = (
        [sides(line)]
        if line.stage is Stage.AFTER
        else [(s, t) for s in line.sources for t in line.targets if s is not t]
    )
    assert any(without(s, t).convert(line.example) != between(s, t).convert(line.example) for s, t in pairs)


def test_results_for_both_traditional_scripts_are_right_in_either() -> None:
    house = between(Script.TW, Script.HK)
    for line in LINES:
        if {Script.TW, Script.HK} <= set(line.targets):
            assert house.convert(line.result) == line.result, line.line


def test_there_are_enough() -> None:
    assert len(LINES) >= 60
    assert all(len(line.reason) > 2 for line in LINES)


@pytest.mark.parametrize(
    ("text", "taiwan"),
    [
        ("踏上新征程", "踏上新征程"),
        ("为全市指明了方向", "為全市指明了方向"),
        ("记者 栗园园", "記者 栗園園"),
        ("新征程序号", "新徵程序號"),
        ("简单明了，一目了然", "簡單明瞭，一目瞭然"),
        ("不寒而栗，战栗", "不寒而慄，戰慄"),
        ("属于老师，对于同学，处于主任之下", "屬於老師，對於同學，處於主任之下"),
        ("师范校长、示范同学、规范医生", "師範校長、示範同學、規範醫生"),
        ("其余同学，十余位老师，三千余主任", "其餘同學，十餘位老師，三千餘主任"),
        ("质朴老师，糊涂先生，忧郁女士", "質樸老師，糊塗先生，憂鬱女士"),
        ("体系绳结，关系安全带", "體系繩結，關係安全帶"),
        ("理发店、头发、理发、发型", "理髮店、頭髮、理髮、髮型"),
        ("头发生长，洗发护发，假发放在柜里", "頭髮生長，洗髮護髮，假髮放在櫃裡"),
        ("皇后、面条、复习、干部、里程、公里、山里", "皇后、麵條、複習、幹部、里程、公里、山裡"),
        ("2023只有一次，10只要5元，千万只管放心", "2023只有一次，10只要5元，千萬只管放心"),
        ("尺寸不准确，我拿不准，钟都不准。", "尺寸不準確，我拿不準，鐘都不準。"),
        ("标签、书签、抽签、中签名单", "標籤、書籤、抽籤、中籤名單"),
        ("手表、电表、表格、表面", "手錶、電錶、表格、表面"),
        ("企业并入集团，并购重组", "企業併入集團，併購重組"),
        ("上周三是3周年，围着3周边", "上週三是3週年，圍著3周邊"),
        ("舞台风格、平台风险、遇上台风", "舞臺風格、平臺風險、遇上颱風"),
        ("歌坛天后，皇天后土", "歌壇天后，皇天后土"),
        ("青霉素、霉菌", "青黴素、黴菌"),
        ("公园布局、发布、公布", "公園布局、發布、公布"),
    ],
)
def test_news_in_taiwan(text: str, taiwan: str) -> None:
    assert between(Script.HANS, Script.TW).convert(text) == taiwan


@pytest.mark.parametrize(
    ("text", "hong_kong"),
    [
        ("群众启程，在里面说着话", "群眾啟程，在裏面說着話"),
        ("卫生署、税务、脱离、户口、床位、山峰", "衛生署、稅務、脫離、戶口、床位、山峰"),
        ("台湾的台风、舞台、面条", "台灣的颱風、舞台、麵條"),
        ("汇丰银行里的干部", "滙豐銀行裏的幹部"),
    ],
)
def test_news_in_hong_kong(text: str, hong_kong: str) -> None:
    assert between(Script.HANS, Script.HK).convert(text) == hong_kong


@pytest.mark.parametrize(
    ("text", "simplified"),
    [
        ("專著與原著，看著他著急，執著於著名", "专著与原著，看着他着急，执着于著名"),
        ("規畫、計畫、部份、妳們", "规划、计划、部分、你们"),
        ("乾隆在乾清宮，餅乾很乾", "乾隆在乾清宫，饼干很干"),
    ],
)
def test_news_on_the_mainland(text: str, simplified: str) -> None:
    assert between(Script.TW, Script.HANS).convert(text) == simplified


def test_faults_come_all_at_once_with_their_lines() -> None:
    good = "zh-Hans\tzh-Hant\tbefore\t征程\t征程\treason\t征程\t征程"
    text = "\n".join(
        [
            "# remark",
            good,
            good.replace("zh-Hant", "zh-Tibt"),
            good.replace("征程\t征程\treason", "征程\t征\treason"),
            good.replace("\t征程\t征程\treason", "\t(?=a)征(程\t征程\treason"),
            good.replace("\treason", ""),
            good.replace("before\t征程", "before\t征程(?={nowhere})"),
        ]
    )
    with pytest.raises(ScriptError) as caught:
        overlay.parse(text)
    assert [(f.code, f.place.line if f.place else 0) for f in caught.value.findings] == [
        ("T-007", line) for line in (3, 4, 5, 6, 7)
    ]
    assert overlay.parse(good)[0].line == 1


def test_longest_correction_wins_and_kept_text_is_left() -> None:
    found = Corrections(
        overlay.parse(
            "\n".join(
                f"zh-Hans\tzh-Hant\tbefore\t{term}\t{term}\twhy\t{term}\t{term}" for term in ("征程", "新征程", "程序")
            )
        )
    )
    assert [(h.start, h.end) for h in found.find("新征程征程序", bytes(6))] == [(0, 3), (3, 5)]
    assert [(h.start, h.end) for h in found.find("新征程征程序", b"\1\0\0\0\0\0")] == [(1, 3), (3, 5)]


def test_every_reason_is_there_in_chinese() -> None:
    assert set(overlay.reasons()) == {line.reason for line in LINES}
    assert all(re.search("[\u4e00-\u9fff]", reason) for reason in overlay.reasons().values())
