"""Section labels, series and sponsors: the small lines that stand over a headline or beside it.

Patterns look at folded text (Simplified, one width).
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources


@cache
def _names() -> tuple[frozenset[str], re.Pattern[str]]:
    """Return the names of sections that are known, and what the others end with."""
    lines = (resources.files("bulletin.importers.page") / "sections.txt").read_text("utf-8").splitlines()
    words = [word for line in lines if not line.startswith("#") for word in line.split()]
    ends = sorted((word[1:] for word in words if word.startswith("~")), key=len, reverse=True)
    pattern = rf"[\u3400-\u9fff·]{{1,5}}(?:{'|'.join(map(re.escape, ends))})"
    return frozenset(word for word in words if not word.startswith("~")), re.compile(pattern)


_MARKS = r"【】\[\]〔〕〖〗★☆◆◇●○■□▲※*#|~❖✦▍▌┃▏"
_INSIDE = rf"[^{_MARKS}—–=。,!?:;]{{2,12}}?"
_DECORATED = re.compile(
    rf"[{_MARKS}· ]+({_INSIDE})[{_MARKS}· ]*|({_INSIDE})[{_MARKS}]+"
    r"|[—–\-=~·]{1,8} ?([^—–\-=~·。,!?:;]{2,12}?) ?[—–\-=~·]{1,8}"
)
_NUMBER = (
    r"(?:(?<=[列谈道访录记题座]) ?\d{1,3}| \d{1,2}|[(\[]?[一二三四五六七八九十\d]{1,3}[)\]]|"
    r"之[一二三四五六七八九十]{1,3}|"
    r"第?[一二三四五六七八九十\d]{1,3}[期篇集讲回]|[·—\- ][一二三四五六七八九十]{1,3})"
)
_SERIES = re.compile(
    r".{1,24}(?:系列(?:报道|访谈|评论|谈|讲座|活动|宣传|述评|之)?|连载|连续报道|访谈录?|特别报道|特别策划|"
    r"大家谈|纪事|笔谈|讲座|专题|专访|谈|讲堂)"
    rf"\s*[—·\-: ]*{_NUMBER}"
    r"|.{2,16}之[一二三四五六七八九十]{1,3}|.{2,24}(?:系列报道|系列访谈|系列评论|特别报道|特别策划|"
    r"连续报道|主题报道|系列之\S{1,3})"
)
_SPONSOR = re.compile(
    r".{3,40}(?:联合)?(?:协办|承办|主办|赞助|支持|冠名|特约|联办|合办)(?:播出|刊登|刊出)?|(?:本版|本栏目?|"
    r"本专栏|本期)由.{3,40}"
    r"|(?:主办|协办|承办|赞助|支持|冠名|特约|合办|联办)(?:单位|方)?[: ].{3,60}|(?:鸣谢|特别鸣谢)[: ].{2,60}"
)
_ORG = re.compile(
    r"公司|集团|中心|委员会|管委会|局|厅|处|街道|镇|乡|村|社区|学校|大学|中学|小学|医院|银行|协会|学会|"
    r"商会|基金会|办公室|[会社部馆院所站店厂]|银行|行|[)）]"
)


def section(key: str, known: frozenset[str] = frozenset()) -> tuple[str, int]:
    """Return the label that a line may be, in folded text, and how sure that is: 3 marked or known, 2 by name, 1 by

    its looks alone, 0 not at all. ``known`` are labels that the publication has used, folded.
    """
    bare = bare_label(key)
    if bare in known:
        return bare, 3
    if bare != key and len(bare) <= 10:
        return bare, 3
    named, ends = _names()
    if key in named or (len(key) <= 8 and ends.fullmatch(key)):
        return key, 2
    return key, int(len(key) <= 8 and bool(re.fullmatch(r"[\u3400-\u9fff·]{2,8}", key)))


def bare_label(key: str) -> str:
    """Return a label without the marks that adorn it: 【民生】, ◆教育◆, ——校园——."""
    match = _DECORATED.fullmatch(key)
    return (match[1] or match[2] or match[3]).strip() if match else key


def is_series(key: str) -> bool:
    """Whether a line names a series, mostly with a number at its end: 系列访谈 ⑬, …大家谈（三）."""
    return len(key) <= 36 and not re.search(r"[。,!?;]", key) and bool(_SERIES.fullmatch(key))


def is_sponsor(key: str) -> bool:
    """Whether a line says who pays or helps: …协办, 本版由…支持."""
    if len(key) > 60 or re.search(r"[。!?;]", key) or not _SPONSOR.fullmatch(key):
        return False
    return bool(_ORG.search(key))
