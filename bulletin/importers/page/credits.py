"""Whose picture it is: 记者 X 摄/视觉重庆, （X摄）, （資料圖片）, 翻攝自X, 受访者供图."""

from __future__ import annotations

import re

from bulletin.importers.page import crews, names
from bulletin.importers.page.crews import ROLE
from bulletin.importers.page.mapped import Mapped, mapped
from bulletin.importers.page.signs import LONGEST_LINE, LONGEST_TAIL, Signed, Sort
from bulletin.model import Byline

_CAMERA = re.compile(r"摄|图|供|翻拍|提供|发$|发\)|绘")
CREDIT_WORDS = re.compile(
    r"资料(?:图片?|照片|库)?|档案(?:照片?|图片?)?|(?:网络|视频|监控|电视|手机)?截图|网络图片|示意图|"
    r"效果图|AI(?:生成|制图)?(?:图片)?|.{2,16}(?:提供|"
    r"供图|授权|图片社发?|通讯社发?|视觉中国|资料图片?|摄影协会供图)|"
    r"新华社(?:发|照片)?|中新社(?:发|照片)?|(?:翻摄|翻拍|取|截)自.{2,20}|受访者.{0,4}(?:提供|供图)?|"
    r".{2,10}(?:社区|学校|医院|公司|中心|局|镇|街道)供?图"
)
_CREDIT_LABEL = re.compile(
    r"(?:图片?|摄影?|摄|照片|图片来源|图源|供图|绘图|制图|图片提供|相片提供|插图|"
    r"漫画) ?[/:：丨|] ?(?P<who>\S{2,24}(?: \S{2,8})?)"
)
_SHOT = re.compile(
    r"(?P<who>.{2,40}?) ?/?(?P<role>摄影报[道导]|摄影|拍摄|翻摄|供图|[摄绘图]|制图|"
    r"提供)(?: ?/ ?(?P<agency>[\u3400-\u9fffA-Za-z]{2,12}))?"
)


def credit(text: str) -> Signed | None:
    """Return whose picture it is: a whole line, or what closes a caption. ``start`` is 0 for a whole line."""
    if not _CAMERA.search(mapped(text[-40:]).key) and not CREDIT_WORDS.search(mapped(text[-24:]).key):
        return None
    if len(text) <= LONGEST_LINE:
        line = mapped(text)
        key = line.key.strip()
        start = line.key.find(key)
        if key and not re.search(r"[。!?]", key) and (found := credit_of(line, start, start + len(key))) is not None:
            return Signed(Sort.CREDIT, 0, len(text), found, alone=True)
    shift = max(0, len(text) - LONGEST_TAIL)
    line = mapped(text[shift:])
    key = line.key.rstrip()
    if (match := re.search(r"[(〔【\[]([^()〔〕【】\[\]]{2,40})[)〕】\]]$", key)) is not None and (
        match.start() or shift
    ):
        found = credit_of(line, *match.span(1))
        if found is not None:
            return Signed(Sort.CREDIT, shift + line.origin[match.start()], len(text), found)
    if (match := re.search(r"(?<=[。!?”]) *([^。!?,，]{3,36})$", key)) is not None and (match.start() or shift):
        found = credit_of(line, *match.span(1))
        if found is not None:
            return Signed(Sort.CREDIT, shift + line.origin[match.start(1)], len(text), found)
    return None


def credit_of(line: Mapped, start: int, end: int) -> tuple[Byline, ...] | None:
    """Return the people that ``line.key[start:end]`` credits a picture to, perhaps none; None where it is no credit."""
    while start < end and line.key[start] in " (〔【[":
        start += 1
    while end > start and line.key[end - 1] in " )〕】]":
        end -= 1
    body = line.key[start:end]
    if re.match(r"撰?文 ?[:/ ]", body):
        return None
    if CREDIT_WORDS.fullmatch(body):
        return ()
    if (match := _CREDIT_LABEL.fullmatch(body)) is not None and not re.match(r"撰?文|采写", match["who"]):
        name = re.sub(rf"^{ROLE} ?", "", match["who"])
        return (
            ()
            if not names.is_name(name)
            else (Byline((line.cut(start + match.end() - len(name), start + match.end()),)),)
        )
    match = _SHOT.fullmatch(body)
    if match is None or re.search(r"文 ?[/、 ]|[/、]文|[文字] ?$|[:,]|^撰?文", match["who"]):
        return None
    crew = crews.read(line, start + match.start("who"), start + match.end("who"))
    people = [name for byline in crew.bylines for name in byline.names]
    if crew.whole and people and (crew.marked or all(names.sounds(mapped(name).key) for name in people)):
        return crew.bylines
    return None
