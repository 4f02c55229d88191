"""Dispatch heads: 本报讯（记者 X）, 〔記者X／台北報導〕, （中央社記者X台北5日電）, 新华社北京1月10日电.

Patterns look at folded text; what is returned is as written. All are bounded, so that long lines cost no more.
"""

from __future__ import annotations

import re

from bulletin.importers.page import crews, names
from bulletin.importers.page.mapped import Mapped
from bulletin.importers.page.signs import H, Signed, Sort
from bulletin.model import Byline

LONGEST_HEAD = 90
"""Characters at the beginning of a paragraph that a dispatch head must end within."""
_DATE = r"(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日"
_SRC = (
    rf"(?:本[报刊网台站社院校会]|{H}{{2,8}}?(?:[日晚晨早时商都青]报|报|网|社|台|融媒|客户端|通讯|传媒|"
    rf"新闻|周刊|在线)|{H}{{1,3}}都)"
)
_OPEN, _CLOSE = r"[【〔\[(〖]", r"[】〕\])〗]"
_DISPATCH = re.compile(
    rf"(?P<open>{_OPEN})? ?(?P<src>(?:据)?{_SRC}) ?(?P<place>{H}{{2,8}}?)? ?(?P<date>{_DATE})? ?(?P<kind>快?讯|"
    rf"专?电|消息)"
    rf"(?(open){_CLOSE})(?P<who> *[(〔【\[](?P<people>[^()〔〕【】\[\]]{{2,60}})[)〕】\]])?"
)
_PLAINDESK = re.compile(
    rf"{_OPEN}(?P<src>{H}{{2,6}}(?:报[道导]|综合|讯|消息)|本报综合|综合报[道导]|本报综合报[道导])[】〕\])〗]"
)
_CNA = re.compile(
    rf"[(〔]?(?P<src>中央社|中通社|路透社|法新社|美联社|共同社)(?:特派员?|"
    rf"特派)?(?:记者(?P<who>{H}{{2,3}}(?:[、/]{H}{{2,3}}){{0,4}}))?(?P<place>{H}{{2,6}}?)(?P<date>{_DATE})(?:综合外电报[道导]|"
    rf""
    rf""
    rf""
    rf""
    rf""
    rf""
    rf""
    rf""
    rf""
    rf""
    rf""
    rf""
    rf""
    rf""
    rf""
    rf""
    rf""
    rf""
    rf""
    rf""
    rf""
    rf""
    rf""
    rf""
    rf""
    rf""
    rf""
    rf""
    rf""
    rf""
    rf""
    rf""
    rf""
    rf""
    rf""
    rf""
    rf""
    rf""
    rf""
    rf""
    rf""
    rf""
    rf""
    rf""
    rf""
    rf""
    rf""
    rf""
    rf""
    rf""
    rf""
    rf""
    rf""
    rf""
    rf""
    rf""
    rf""
    rf""
    rf"综合报[道导]|专?电)[)〕]?"
)
SLASH = re.compile(
    rf"(?P<open>{_OPEN})? ?(?P<out>{H}{{0,8}}?)(?P<role>记者|特派员|实习记者|特约记者)? ?(?P<who>(?:{H} {H}|"
    rf"{H}{{2,4}})(?:[、 ]{{1,2}}(?:{H} {H}|"
    rf"{H}{{2,4}})){{0,4}})/(?P<place>{H}{{2,8}}?)(?P<kind>综合报[道导]|连线报[道导]|即时报[道导]|特稿|报[道导]|摄影|"
    rf"采访)(?(open){_CLOSE})"
)
_WITHIN = re.compile(
    rf"{_OPEN} ?(?P<role>{H}{{0,6}}?(?:记者|通讯员|特派员|实习生)) ?(?P<rest>{H}[^()〔〕【】\[\],。]{{1,20}}?) ?"
    rf"(?:综合|专题|采访)?报[道导]{_CLOSE}"
)
"""【記者高子晴文嶺校園報導】: where the names end and the place begins is told by surnames."""
_REPORTER = re.compile(
    rf"(?P<role>(?:{_SRC})?(?:特派|"
    rf"驻\S{{1,6}})?记者) ?(?P<who>{H}{{2,3}}(?:[、 ]{H}{{2,3}}){{0,3}})(?P<place>{H}{{2,4}})?(?:报[道导]|"
    rf"摄影报[道导]|专访)(?=[:，, 。]|$)"
)
DESK = re.compile(r"(?:中心|组|新闻|频道|编辑部|即时|综合|外电|联合|网|台)$")
_NO_DISPATCH = re.compile(
    r"(?:水|家|供|用|充|停|发|弱|强|节|省|打|来|致|邮|漏|触|断|送|通|回|急|贺|唁|手|座|视频|咨询|联系|免费|会|快|音|资|简|通)$"
)


def head(line: Mapped) -> Signed | None:
    """Return the dispatch head that ``line`` opens with; None where it opens with none."""
    key = line.key[: LONGEST_HEAD + 20]
    if (match := _CNA.match(key)) is not None:
        people = _listed(line, match, "who")
        role = "记者" if "记者" in match.group() else ""
        made: tuple[Byline, ...] = (Byline(tuple(people), _role_of(line, match, role)),) if people else ()
        return _made(line, Sort.HEAD, match, made, True)
    if (match := SLASH.match(key)) is not None and match.end() <= LONGEST_HEAD:
        return _slash(line, match)
    if (match := _WITHIN.match(key)) is not None and (within := _within(line, match)):
        return _made(line, Sort.HEAD, match, within, True)
    if (match := _DISPATCH.match(key)) is not None and _dispatches(key, match):
        return _dispatch(line, match)
    if (match := _PLAINDESK.match(key)) is not None:
        return _made(line, Sort.HEAD, match, (), True)
    if (match := _REPORTER.match(key)) is not None and not DESK.search(match["who"]):
        people = _listed(line, match, "who")
        return _made(line, Sort.HEAD, match, (Byline(tuple(people), line.cut(*match.span("role"))),), False)
    return None


def _dispatches(key: str, match: re.Match[str]) -> bool:
    """Whether a word that ends in 讯 or 电 is a dispatch head, and not 水电 or 打电话."""
    before = key[: match.start("kind")]
    if _NO_DISPATCH.search(before) and not re.search(r"本[报刊网台站社]$|社$", before):
        return False
    if match["open"] or match["who"] or match["date"]:
        return True
    after = key[match.end() : match.end() + 1]
    if match["place"] and not match["src"].startswith(("本", "据")):
        return False
    return (
        after in ("", " ", ":", "(", "“")
        or bool(re.match(r"\d{1,2}月|\d{1,2}日|日前|近日|昨", key[match.end() :]))
        or (match["src"].startswith("本") and match["kind"].endswith("讯"))
    )


def _dispatch(line: Mapped, match: re.Match[str]) -> Signed:
    made: tuple[Byline, ...] = ()
    sure, end = True, match.end()
    if match["people"]:
        crew = crews.read(line, *match.span("people"))
        if crew.marked and crew.found:
            made, sure = crew.bylines, crew.sure and crew.whole
    else:
        # 日报讯 记者罗一 通讯员王二报道：…
        said = re.search(r"[摄影]{0,2}报[道导][::]?", line.key[end : end + 70])
        stop = end + said.start() if said else min(len(line.key), end + 60)
        crew = crews.read(line, end, stop)
        blank = line.key[end : end + 1] == " "
        if blank and crew.marked and crew.bylines and crew.bylines[0].role and (said or _named_to(line, crew)):
            made, sure, end = crew.bylines, crew.sure, crew.end
            if said and crew.end == stop:
                end = stop + len(said.group())
    return Signed(
        Sort.HEAD,
        line.origin[match.start()],
        line.origin[end],
        made,
        line.cut(*match.span("place")) if match["place"] else "",
        line.cut(*match.span("src")),
        sure,
        not line.key[end:].strip(),
    )


def _named_to(line: Mapped, crew: crews.Crew) -> bool:
    """Whether what was read as names ends where names end: before a mark, a blank or 报[道导]."""
    rest = line.key[crew.end : crew.end + 2]
    return rest[:1] in ("", " ", ",", ":", "，") or rest in ("报道", "报导", "摄影")


def _slash(line: Mapped, match: re.Match[str]) -> Signed | None:
    people = _listed(line, match, "who")
    if not match["role"] and not match["open"] and not match["out"].endswith("记者"):
        return None
    start, end = line.origin[match.start()], line.origin[match.end()]
    alone = not line.key[match.end() :].strip()
    if any(DESK.search(name) for name in match["who"].replace(" ", "、").split("、")):
        return Signed(Sort.HEAD, start, end, (), "", match["out"], True, alone)
    role_start = match.start("out") if match["out"] else match.start("role") if match["role"] else match.start("who")
    role = line.cut(role_start, match.start("who")).strip()
    return Signed(
        Sort.HEAD, start, end, (Byline(tuple(people), role),), line.cut(*match.span("place")), "", True, alone
    )


def _within(line: Mapped, match: re.Match[str]) -> tuple[Byline, ...]:
    """Return who reports in 【記者高子晴文嶺校園報導】."""
    people: list[str] = []
    at, end = match.span("rest")
    while at < end:
        rest = line.key[at:end]
        spaced = re.match(rf"({H}) ({H})(?![\u3400-\u9fff])", rest)
        size = names.surname(rest)
        if spaced and names.surname(spaced[1]):
            people.append(line.cut(at, at + 1) + line.cut(at + 2, at + 3))
            at += 3
        elif size and len(rest) >= size + 1:
            word = re.match(rf"{H}+", rest)
            length = min(size + 2, len(word.group()) if word else 0)
            people.append(line.cut(at, at + length))
            at += length
        else:
            break
        if line.key[at : at + 1] not in ("、", " ", ","):
            break
        at += 1
    return (Byline(tuple(people), line.cut(*match.span("role")).strip()),) if people else ()


def _role_of(line: Mapped, match: re.Match[str], role: str) -> str:
    at = line.key.find(role, match.start(), match.end()) if role else -1
    return line.cut(at, at + len(role)) if at >= 0 else ""


def _listed(line: Mapped, match: re.Match[str], group: str) -> list[str]:
    """Return the names of a group, as written."""
    if not match[group]:
        return []
    start = match.start(group)
    return [
        re.sub(r"\s", "", line.cut(start + m.start(), start + m.end()))
        for m in re.finditer(rf"{H} {H}(?!{H})|[^\s、/]+", match[group])
    ]


def _made(line: Mapped, sort: Sort, match: re.Match[str], made: tuple[Byline, ...], sure: bool) -> Signed:
    groups = match.groupdict()
    end = match.end()
    return Signed(
        sort,
        line.origin[match.start()],
        line.origin[end],
        made,
        line.cut(*match.span("place")) if groups.get("place") else "",
        line.cut(*match.span("src")) if groups.get("src") else "",
        sure,
        not line.key[end:].strip(),
    )
