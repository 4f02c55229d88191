"""What belongs to the page and to no article: page numbers, mastheads, staff lines, jump lines, indexes.

Patterns look at folded text (``rows.folded``), so they are written in Simplified characters alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from bulletin.blocks import Rule
from bulletin.importers.page.rows import Kind, Row

_N = r"[\d一二三四五六七八九十百〇零]{1,4}"
_PAGE_NO = rf"(?:第\s*{_N}\s*[版页]|[A-Z]?\d{{1,3}}\s*[版页]|[A-Z]\d{{1,2}}|{_N}版)"
_WEEK = r"(?:(?:星期|周|礼拜)[一二三四五六日天]|主日)"
_YEAR = r"(?:\d{2,4}|[一二三四五六七八九〇零○]{4}|中?华?民国\S{1,5})年"
DAY = rf"{_YEAR}\s*[\d一二三四五六七八九十]{{1,3}}月\s*[\d一二三四五六七八九十]{{1,3}}[日号]"
"""A whole date as Chinese has it, in figures or in characters."""
_RULES = r"[*—–\-=_·•.~☆★◇◆○●□■※]"
_IN, _OUT = r"[\s\-—–·~\[(<《【]*", r"[\s\-—–·~\])>》】]*"

_PAGE = re.compile(
    rf"{_IN}(?:{_PAGE_NO}|\d{{1,3}}|[共全]\s*{_N}\s*[版页])(?:[\s/,·|]*[共全]\s*{_N}\s*[版页])?{_OUT}"
    rf"|{_IN}\d{{1,3}} ?/ ?\d{{1,3}}{_OUT}|(?:[Pp]age|P\.?) ?\d{{1,3}}(?: of \d+)?"
)
_PAGE_NAME = re.compile(
    rf"{_PAGE_NO}[ :·|/]+[\u3400-\u9fff·]{{2,8}}(?:[ |/·].{{0,30}})?|[\u3400-\u9fff·]{{2,8}}[ :·|/]+{_PAGE_NO}"
)
_JUMP_TO = re.compile(
    rf"{_IN}紧?[转接][左右上下本](?:栏|版|页)\S{{0,4}}{_OUT}|{_IN}紧?下?[转接]至?{_PAGE_NO}\S{{0,12}}?{_OUT}。?"
)
_JUMP_FROM = re.compile(rf"{_IN}(?:紧?上?接|续)自?{_PAGE_NO}[^)\]】]{{0,40}}{_OUT}")
JUMP_END = re.compile(rf"[ ]*[(\[【]紧?下?转至?{_PAGE_NO}[^)\]】]{{0,12}}[)\]】]$")
"""A jump line glued to the end of a paragraph."""
JUMP_START = re.compile(rf"^[(\[【]紧?上?接自?{_PAGE_NO}[^)\]】]{{0,30}}[)\]】][ ]*")
"""The other end, glued to the beginning of what goes on."""

_STAFF_WORD = (
    r"(?:本版|本期|本报|本刊|执行|值班|见习|特邀|责任|文字|图片|美术|版面|副)*(?:主编|总编辑?|编辑|责编|"
    r"编委|美编|版式|校对|"
    r"组版|排版|设计|制图|审校|审核|监制|统筹|策划|值班|终审|[一二三]审|初审|检校|编审|签发|美工|图编|"
    r"签版|发行人|社长|主笔|视觉|报送|抄送|主送|抄报|发送|印发|呈报|顾问|编辑委员会|编辑小组)"
)
_STAFF = re.compile(rf"{_STAFF_WORD}(?:[:/|丨│]|\s+(?=[\u3400-\u9fff]))[^。!?]{{1,60}}")
_SENT = re.compile(r"(?:[抄主]?[报送发]|抄报|抄送|印发)[:：].{4,76}|\(?共印 ?\d+ ?份\)?")
"""At the foot of an office's briefing: who gets it."""
_MAST = re.compile(
    rf".{{0,12}}{DAY}.{{0,12}}{_WEEK}.{{0,40}}|.{{0,12}}{_WEEK}.{{0,8}}{DAY}.{{0,40}}|总?第\s*{_N}\s*期.{{0,40}}"
    rf"|.{{0,24}}\(?总第?\s*{_N}\s*期\)?.{{0,30}}|.{{0,20}}第\s*{_N}\s*[期号](?:[ /|·].{{0,30}})?|"
    rf".{{0,12}}{DAY}.{{0,6}}第\s*{_N}\s*期.{{0,20}}"
    rf"|.{{2,24}}(?:编印?|主办|承办|印发|出版)\s+{DAY}|\([^()]{{0,20}}年[^()]{{0,30}}\)|"
    rf".{{0,24}}\d{{4}}年\d{{1,2}}月(?:号|刊)?"
    rf"|.{{0,12}}{DAY}.{{0,4}}{_PAGE_NO}.{{0,20}}|.{{2,10}}[报刊讯] .{{0,12}}{_PAGE_NO}.{{0,8}}|"
    rf"{_PAGE_NO} .{{2,10}}[报刊讯](?: .{{0,20}})?"
    r"|农历\S{4,14}|[今本][日期]共?\s*\d{1,2}\s*[版页]"
)
_INDEX_HEAD = re.compile(r"[■◆●【\[]?(?:今日|本期|本版)?(?:导读|看点|要目|目录|提要|内容提要)[】\]]?")
_INDEX_ITEM = re.compile(rf".{{4,40}}?[ …·.—\-/|(]*{_PAGE_NO}\)?")
_ALONE = re.compile(
    rf"[【\[(■◆]?(?:广 ?告|公益广告|补白|本版完|以下空白)[】\])]?|{_RULES}{{1,60}}(?: {_RULES}+)*"
    r"|(?:[【\[]?(?:打印|关闭|收藏|分享|返回(?:首页|列表)?|字[号体]|[大中小]|点击查看|查看更多)[】\]]?[ |/]*){1,6}"
)
_WEB = re.compile(
    r"(?:您?(?:当前|现在|所在)?(?:的?位置)?[:：]?\s*)?首页\s*[>›»/|].{0,40}|字[号体][:：\s].{0,60}|"
    r".{0,12}(?:分享到|扫一扫|长按识别|"
    r"点击上方).{0,40}|[上下]一[篇页条则][:：\s].{0,50}"
    r"|.{0,30}(?:版权所有|备案号|ICP备|公网安备|All [Rr]ights [Rr]eserved|Copyright).{0,50}|(?:收藏|点赞|"
    r"赞|评论|转发|阅读|浏览|在看|"
    r"分享)\s*\(?\d*\)?(?:\s+(?:收藏|点赞|赞|评论|转发|阅读|浏览|在看|分享)\s*\(?\d*\)?)*"
    r"|(?:网友|读者|热门|最新|精彩)(?:留言|评论|跟帖)(?:\(\d+\))?|(?:相关|推荐|延伸|热门|更多)(?:阅读|"
    r"新闻|链接|文章|报道|推荐)[:：]?|"
    r"[\[【(]?详细[\]】)]?|(?:返回|回到)(?:首页|顶部|列表).{0,10}|标签[:：].{0,40}|关键词[:：].{0,40}"
)
_CONTACT = re.compile(
    r"社[址长]|编辑部|发行|广告|订阅|投稿|来稿|承?印刷?|印数|国内统一|刊号|准印证?号?|邮发代号|热线|报料|爆料|"
    r"出版|主[管办]|创刊|网[址站]|公众号|零售|定价|"
    r"编印|内部(?:交流|资料|刊物)|免费赠阅|专线|总机|电话|传真|邮[编箱]|地址|信箱|[Ee]-?mail|https?|www\.|"
    r"CN ?\d\d-\d{4}|ISSN"
)
_PAPERS = re.compile(
    r"编印|内部交流|内部资料|赠阅|读者服务|报料|热线|社址|编辑部|发行|印刷|承印|国内统一|刊号|准印|邮发|"
    r"投稿|新闻热线|广告|主[办管]|出版|订阅|来稿|ISSN|CN ?\d"
)
_SPACED = re.compile(r"\S(?: \S){3,}")
_MAST_NAME = re.compile(r".{2,10}(?:[日晚晨早时周月商青]?报|通讯|[周月]刊|会[讯刊]|校刊|简讯)")


def rule(key: str) -> str:
    """Return the rule by which a line belongs to no article wherever it stands; empty where it may.

    ``key`` is folded.
    """
    if not key or len(key) > 80:
        return ""
    if _PAGE.fullmatch(key) or (len(key) <= 40 and _PAGE_NAME.fullmatch(key)):
        return "page-number"
    if jump(key):
        return "jump"
    if _STAFF.fullmatch(key) or _SENT.fullmatch(key):
        return "staff"
    if re.match(r"[【\[]?广 ?告[】\]]? .{4,}", key) and not key.endswith("。"):
        return "advertisement"
    if _MAST.fullmatch(key) and not re.search(r"[。!?]" if key[0] == "(" else r"[。,!?]", key):
        return "masthead"
    if _WEB.fullmatch(key):
        return "web"
    return "ornament" if _ALONE.fullmatch(key) else ""


def jump(key: str) -> str:
    """Return ``to`` or ``from`` where a line is nothing but a jump line, else nothing."""
    if _JUMP_TO.fullmatch(key):
        return "to"
    return "from" if _JUMP_FROM.fullmatch(key) else ""


def mark(rows: Sequence[Row]) -> None:
    """Set ``Kind.FURNITURE``, ``JUMP`` or ``STAFF`` on each row that belongs to the page."""
    for row in rows:
        if row.look.said == "chrome":
            row.kind, row.rule = Kind.FURNITURE, "chrome"
        elif isinstance(row.block, Rule):
            # A line across the page parts articles; it is in none.
            row.kind, row.rule = Kind.FURNITURE, "ornament"
        elif row.block is None and (found := rule(row.key)):
            row.kind = {"jump": Kind.JUMP, "staff": Kind.STAFF}.get(found, Kind.FURNITURE)
            row.rule = found
    _running_heads(rows)
    _edges(rows)
    _index(rows)
    _advertisements(rows)


def _running_heads(rows: Sequence[Row]) -> None:
    """Mark short lines that come again and again beside page numbers: heads that run over the pages."""
    shapes = [re.sub(r"\d+", "#", row.key) if row.size <= 30 and row.block is None else "" for row in rows]
    times = Counter(shapes)
    for number, (row, shape) in enumerate(zip(rows, shapes, strict=True)):
        if not shape or times[shape] < 2 or row.kind is not Kind.PARAGRAPH or re.fullmatch(DAY, row.key):
            continue
        near = (*rows[max(0, number - 2) : number], *rows[number + 1 : number + 3])
        beside = any(r.rule in ("page-number", "masthead", "running") for r in near)
        if beside or (times[shape] >= 3 and row.size <= 24 and re.search(r"[报刊讯]|\d{4}年|第#期", row.key)):
            row.kind, row.rule = Kind.FURNITURE, "running"


def _edges(rows: Sequence[Row]) -> None:
    """Mark the masthead at the top of the page, and the imprint at its top or foot."""
    top = rows[:8]
    for row in top[:4]:
        if row.kind is not Kind.PARAGRAPH:
            continue
        dated = row.size <= 40 and re.search(DAY, row.key) and not re.search(r"[。,!?]", row.key)
        spaced = _SPACED.fullmatch(row.key) and _MAST_NAME.fullmatch(row.key.replace(" ", ""))
        if dated or spaced:
            row.kind, row.rule = Kind.FURNITURE, "masthead"
        elif re.match(r"(?:本期|今日)?(?:目录|导读|要目|看点|内容提要)[: ].*[/|、;\d]", row.key):
            row.kind, row.rule = Kind.FURNITURE, "index"
    last = max((n for n, row in enumerate(top) if row.rule in ("masthead", "page-number")), default=-1)
    for number, row in enumerate(top):
        name = row.size <= 16 and not re.search(r"[。,!?]", row.key)
        latin = row.size <= 70 and re.fullmatch(r"[A-Za-z][A-Za-z .,&'\-]+", row.key) and number <= 3 and len(rows) > 6
        if row.kind is Kind.PARAGRAPH and latin and any(r.rule == "masthead" for r in top[:4]):
            row.kind, row.rule = Kind.FURNITURE, "masthead"
        address = number <= last + 1 and row.size <= 60 and len(re.findall(r"\d", row.key)) >= 6
        if row.kind is Kind.PARAGRAPH and last >= 0 and address and _CONTACT.search(row.key) and not row.ended:
            row.kind, row.rule = Kind.FURNITURE, "imprint"
        inside = number < last and row.size <= 60 and (name or _CONTACT.search(row.key))
        if row.kind is Kind.PARAGRAPH and (inside or (number == 0 and name and _MAST_NAME.fullmatch(row.key))):
            row.kind, row.rule = Kind.FURNITURE, "masthead"
    _top_block(rows)
    names = {row.key[:4] for row in top if row.rule == "masthead" and len(row.key) >= 4}
    for row in (*rows[: last + 4], *rows[-6:]):
        if row.kind is not Kind.PARAGRAPH or row.size > 120 or row.key.endswith("。"):
            continue
        says = len(_CONTACT.findall(row.key))
        own = row.key[:4] in names and not row.ended
        foot = says and row in rows[-3:] and len(re.findall(r"\d", row.key)) >= 6 and _PAPERS.search(row.key)
        if foot or (says >= 2 and (own or _PAPERS.search(row.key))) or (says and own and row.size <= 40):
            row.kind, row.rule = Kind.FURNITURE, "imprint"


def _top_block(rows: Sequence[Row]) -> None:
    """Mark what stands over the page and apart from it: short lines before the first wide gap, a date among them."""
    gaps = [row.gap for row in rows[1:]]
    if not gaps:
        return
    usual = max(set(gaps), key=gaps.count)
    stop = next((n for n, row in enumerate(rows[1:7], 1) if row.gap > usual), 0)
    block = rows[:stop]
    fits = all(row.size <= 60 and not re.search(r"[。!?]", row.key) for row in block)
    last = max((n for n, row in enumerate(block) if row.rule in ("masthead", "page-number")), default=-1)
    if fits:
        for row in block[: last + 1]:
            if row.kind is Kind.PARAGRAPH:
                row.kind, row.rule = Kind.FURNITURE, "masthead"


def _index(rows: Sequence[Row]) -> None:
    """Mark an index of the issue: 导读, with lines that end in a page."""
    for number, row in enumerate(rows):
        if row.kind is not Kind.PARAGRAPH or not _INDEX_HEAD.fullmatch(row.key):
            continue
        items = 0
        for item in rows[number + 1 :]:
            if item.size > 45 or not _INDEX_ITEM.fullmatch(item.key):
                break
            item.kind, item.rule = Kind.FURNITURE, "index"
            items += 1
        if items:
            row.kind, row.rule = Kind.FURNITURE, "index"


def _advertisements(rows: Sequence[Row]) -> None:
    """Mark the short lines below 广告 that end in an address or a telephone."""
    for number, row in enumerate(rows):
        if row.kind is not Kind.FURNITURE or "广" not in row.key or row.rule != "ornament":
            continue
        lines: list[Row] = []
        for item in rows[number + 1 : number + 10]:
            if item.size > 45 or item.kind is not Kind.PARAGRAPH or re.search(r"[。!?]$", item.key):
                break
            lines.append(item)
        last = max(
            (n for n, item in enumerate(lines) if re.search(r"电话|热线|地址|网址|微信|\d{7}", item.key)), default=-1
        )
        foot = number + 1 + len(lines) == len(rows) and len(lines) <= 3
        for item in lines if foot else lines[: last + 1]:
            item.kind, item.rule = Kind.FURNITURE, "advertisement"
