"""A small issue of our own writing that holds every kind of text, and the finished files that leaks are planted in."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from bulletin import fonts, layouts, making
from bulletin.compose import page
from bulletin.findings import Place
from bulletin.model import Edition
from bulletin.outputs.base import Job
from bulletin.outputs.epub import Epub
from bulletin.readers import issue as issue_reader

PUBLICATION = """\
title: 临江简报
slug: leaks
publisher: 临江镇编辑室
script: zh-Hans
identifier: urn:uuid:0b6f2a34-7d1c-4c1b-8a53-6c1d9e2f7a10
motto: 替乡亲记事
contact: 电邮：office@example.org
price: 免费赠阅
editions:
  hans: {script: zh-Hans, layout: bulletin, make: [pdf, epub]}
  tw: {script: zh-Hant-TW, layout: bulletin, make: [pdf, epub]}
"""

ISSUE = """\
number: 7
total: 77
date: 2026-11-23
title: 丰收专号
editor: 罗书云
sections:
  - title: 要闻
    articles: [news/bridge.md, news/market.md]
  - title: 文艺
    articles: [arts/poem.md, arts/words.md]
  - title: 服务
    articles: [service/tables.md]
"""

BRIDGE = """\
---
title: 长桥通车以后
kicker: 两岸的来往
deck: 乡亲说：“这条路，等了三十年”
byline: 本报记者 罗书云
dateline: 临江镇11月20日电
source: 临江电视台
photographer: 孙维华
editor: 罗书云
summary: 长桥通车，过江只要三分钟。
rank: lead
---
清早六点，头一班车开过长桥。司机邓国强把车停在桥头，对乘客说：“大家坐稳，‘新路’今天开张。”[^1]

桥长二里，中间不设红绿灯。[详细的图纸](https://example.org/图纸)放在镇上的{馆|guǎn}里，谁都可以翻看。

![晴天里，一座长桥跨过宽阔的江面，两只货船从桥下驶过](bridge.png "通车当天的长桥，栏杆还没有刷完漆。"){credit="孙维华 摄"}

## 从前怎样过江

从前过江要等轮渡。雾一来，轮渡就停，学生书包里总备着干粮。

> 有一年涨水，三天没有开船，药是用风筝送过来的。

1. 东边的站台改到粮库门口。
2. 西边的站台靠近医务所。

年票
:   一张管三百六十五天，凭身份证办理。

[^1]: 邓师傅开了十九年轮渡，这是他第一天开汽车。
"""

MARKET = """\
---
title: 集市搬进新楼
kicker: The “old” market moves
deck: 乐购体验馆开张
byline: [{name: 郑晓岚, role: 通讯员}]
keep: [乐购体验馆]
---
旧集市搬进了新楼，招牌上写着乐购体验馆五个字。

The stall keeper’s daughter wrote on a card: “Fresh fish, every day.”

她还学了一句日语：[「いらっしゃいませ」と言う]{lang=ja}，对谁都说。墙上贴着[“Keep left” and ‘Mind the step’]{lang=en}两行字。

老招牌上的{{keep:国营饭店}}四个字没有拆，账本写在`总账.xls`里。

::: 框 集市的时间
早市从五点开到九点，风雨不误。
:::
"""

POEM = """\
---
title: 渡口
byline: 苏晚风
kind: verse
---
## 灯

::: 诗
船还在对岸
灯先过来了
“谁来点灯？”
风问了三遍
:::
"""

WORDS = """\
---
title: 读书会的笔记
byline: 叶见秋
---
会上念了一段旧文，讲的是怎样把话说简单。大家边听边记，写满了三页纸。

主持人最后讲：“简单不等于随便。”
"""

TABLES = """\
---
title: 冬季的车次
kind: table
---
| 线路 | 头班车 | 末班车 |
| --- | --- | --- |
| 镇东 | 六点半 | 十点 |
| 镇西 | 七点整 | 九点 |

查询电话印在车票背面。
"""

FILES = {
    "news/bridge.md": BRIDGE,
    "news/market.md": MARKET,
    "arts/poem.md": POEM,
    "arts/words.md": WORDS,
    "service/tables.md": TABLES,
}


@dataclass(frozen=True, slots=True)
class Made:
    """One edition and its finished files."""

    edition: Edition
    pdf: Path
    book: Path


def write(home: Path, publication: str = PUBLICATION, issue: str = ISSUE, files: dict[str, str] | None = None) -> Path:
    """Write a publication below ``home``; return its issue folder."""
    folder = home / "sources" / "2026-11-23"
    for name, text in (FILES if files is None else files).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    picture = io.BytesIO()
    Image.new("RGB", (1200, 700), "#88aacc").save(picture, "PNG")
    (folder / "news").mkdir(exist_ok=True)
    (folder / "news" / "bridge.png").write_bytes(picture.getvalue())
    (folder.parent / "publication.yaml").write_text(publication, "utf-8")
    (folder / "issue.yaml").write_text(issue, "utf-8")
    return folder


def edited(folder: Path, key: str) -> Edition:
    """Return the edition ``key`` of the issue in ``folder``."""
    loaded = issue_reader.load(folder)
    return making.edit(loaded, next(plan for plan in loaded.plans if plan.key == key))[0]


def pdf_of(edition: Edition, work: Path) -> Path:
    """Print ``edition``, whatever its texts are."""
    layout, faces = layouts.load(edition.plan.layout), fonts.prepare()
    pages = making.lay_out(page.compose(edition, layout, faces), edition, layout)
    path = work / f"{edition.stem}.pdf"
    pages.write_pdf(path)
    return path


def book_of(edition: Edition, work: Path) -> Path:
    """Make the book of ``edition``, whatever its texts are."""
    layout, faces = layouts.load(edition.plan.layout), fonts.prepare()
    return Epub().make(Job(edition, layout, faces, work))[0][0].path


def made(folder: Path, key: str, work: Path) -> Made:
    """Return the edition ``key`` of the issue in ``folder`` with its finished files."""
    edition = edited(folder, key)
    return Made(edition, pdf_of(edition, work), book_of(edition, work))


def at(name: str, words: str) -> Place:
    """Return the line of a source on which ``words`` stand."""
    text = {"issue.yaml": ISSUE, "publication.yaml": PUBLICATION, **FILES}[name]
    return Place(name, next(number for number, line in enumerate(text.splitlines(), 1) if words in line))
