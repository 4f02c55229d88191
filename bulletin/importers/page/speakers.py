"""Questions and answers: who speaks at the beginning of a paragraph, and whether that makes a dialogue."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bulletin.importers.page.rows import Kind, Row

_TURN = re.compile(r"[■●◆▲]?([\u3400-\u9fffA-Za-z·]{1,10})(?:\([^()]{1,12}\))? ?[:：]")
ASKING = re.compile(
    r"问|提问|[QqＱ]|记者|本报|本刊|本报记者|主持人?|编者|编辑|采访者|小记者|"
    r"[\u3400-\u9fff]{2,6}(?:[日晚晨]?报|网|社|台|电视|周刊|在线|新闻|校刊|院报|通讯)"
)
_ANSWERING = re.compile(r"答|回答|[AaＡ]|受访者|嘉宾")
_FIELDS = re.compile(
    r"圣经|经节|启应文|诗篇|时间|日期|地点|地址|会场|主题|题目|内容|对象|范围|费用|收费|价格|报名\S{0,4}|"
    r"联系\S{0,4}|咨询\S{0,4}|电话|手机|传真|邮[编箱]|网址|"
    r"微信|备注|说明|注|附|附件|"
    r"要求|条件|名额|人数|资格|待遇|岗位|单位|姓名|性别|年龄|籍贯|学历|主讲\S{0,3}|讲员|讲师|嘉宾|主持|"
    r"司会|司琴|领唱|领诗|领会|招待|接待|证道|讲道|信息|经文|诗歌|金句|宣召|启应|"
    r"读经|祷告|祝福|出席|列席|缺席|记录|抄送|报送|主送|抄报|印发|发送|主办\S{0,2}|协办\S{0,2}|"
    r"承办\S{0,2}|指导\S{0,3}|特此\S{0,4}|来源|出处|作者|"
    r"责编|摄影|文字|图片|提示|提醒|温馨提示|"
    r"电子\S{0,3}|开放\S{0,4}|集合\S{0,3}|路线|交通|票价|截止\S{0,3}|奖项|一等奖|二等奖|三等奖|优秀奖|"
    r"冠军|亚军|季军|编者按|编者的话|小贴士|链接|相关链接|延伸阅读|名词解释|图"
)


@dataclass(frozen=True, slots=True)
class Turn:
    """Who speaks, and how much of the paragraph says so."""

    speaker: str
    end: int
    """Length of the speaker with the colon, in characters of ``Row.text``."""


def turn(row: Row) -> Turn | None:
    """Return who speaks at the beginning of a row; None where nobody is named, or a field of a notice is."""
    match = _TURN.match(row.key)
    if not match or _FIELDS.fullmatch(match[1]):
        return None
    colon = min((n for n in (row.text.find(":"), row.text.find("：")) if n >= 0), default=-1)
    return Turn(match[1], colon + 1) if 0 <= colon <= 30 else None


def is_field(key: str) -> bool:
    """Whether a row is a line of a notice: 时间：…, 地点：…."""
    match = re.match(r"[【\[■●◆▲·]?([\u3400-\u9fff]{1,8}?)[】\]]? ?[:：]", key)
    return bool(match and _FIELDS.fullmatch(match[1]))


def mark(rows: Sequence[Row]) -> frozenset[str]:
    """Set ``Kind.TURN`` on rows that are turns of a dialogue; return all who speak in one."""
    found = [(n, row, said) for n, row in enumerate(rows) if _may(row) and (said := turn(row))]
    times = Counter(said.speaker for _, _, said in found)
    voices = set()
    for index, (number, _row, said) in enumerate(found):
        near = [other for n, _, other in found[max(0, index - 4) : index + 5] if abs(n - number) <= 16]
        others = {other.speaker for other in near} - {said.speaker}
        asked = any(ASKING.fullmatch(name) for name in (*others, said.speaker))
        if times[said.speaker] >= 2 and (
            any(times[name] >= 2 for name in others) or (asked and others) or ASKING.fullmatch(said.speaker)
        ):
            voices.add(said.speaker)
    voices |= {said.speaker for _, _, said in found if voices and _ANSWERING.fullmatch(said.speaker)}
    for _, row, said in found:
        if said.speaker in voices:
            row.kind, row.rule = Kind.TURN, "turn"
    return frozenset(voices)


def _may(row: Row) -> bool:
    return row.kind in (Kind.PARAGRAPH, Kind.TITLE) and row.block is None
