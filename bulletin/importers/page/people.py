"""Who wrote a piece and where it comes from: what one line says of it.

Mainland papers open with a dispatch head (本报讯（记者 X）), Taiwan's with 〔記者X／台北報導〕, Hong Kong's with
【本報訊】; others put names on a line under the headline or at the end. Patterns look at folded text; what is returned
is as written. Every pattern is anchored or bounded, so that long lines cost no more than short ones.
"""

from __future__ import annotations

import re

from bulletin.importers.page import crews, dispatch, names
from bulletin.importers.page.credits import CREDIT_WORDS, credit, credit_of
from bulletin.importers.page.crews import ROLE
from bulletin.importers.page.dispatch import DESK, LONGEST_HEAD, SLASH
from bulletin.importers.page.mapped import Mapped, mapped
from bulletin.importers.page.signs import LONGEST_LINE, LONGEST_TAIL, H, Signed, Sort
from bulletin.model import Byline

__all__ = ["Signed", "Sort", "credit", "signed", "tail"]

_BARE = re.compile(rf"{H} {H}(?!{H})|{H}{{2,4}}")
_OF_AUTHOR = re.compile(r"[(〔【]?(?:作者|笔者)(?:系|为|是|单位|现任|简介)[:： ]?.{2,40}")
_SOURCE = re.compile(
    r"[(〔【]?(?:来源|稿源|文章来源|本文来源|信息来源|消息来源|原载|原刊|转载自?|转自|摘自|选自|"
    r"出处)[:： ]? ?(?P<source>[^\s()，。,;；]{2,30})[)〕】]?"
)
_META = re.compile(r"(?:来源|稿源|作者|记者|时间|日期|发布时间|发布日期|编辑|责编|阅读|浏览|点击|字号)[:：]")
_PROSE = re.compile(r"[。!?“”「」『』;]|获悉|专访|告诉|探访|记者会|了解到|采访时|节目|记者站|记者节")
_HINTS = ("记者", "讯", "电", "消息", "通讯员", "报道", "报导", "作者", "综合")


def signed(text: str) -> Signed | None:
    """Return the head of a paragraph that says who wrote it, or the whole line where that is all it says."""
    line = mapped(text)
    head = line.key[:LONGEST_HEAD]
    if any(hint in head for hint in _HINTS) and (found := dispatch.head(line)) is not None:
        return found
    return _line(line) if len(line.key) <= LONGEST_LINE else None


def _line(line: Mapped) -> Signed | None:
    """Read a whole line as names, as a source, or as neither."""
    key, start, end = line.key, 0, len(line.key)
    while start < end and key[start] == " ":
        start += 1
    while end > start and key[end - 1] == " ":
        end -= 1
    body = key[start:end]
    if _PROSE.search(body) or len(body) < 2:
        return None
    whole = (0, len(line.text))
    if _OF_AUTHOR.fullmatch(body):
        return Signed(Sort.TAIL, *whole, alone=True)
    if (match := _SOURCE.fullmatch(body)) is not None:
        at = start + match.start("source")
        return Signed(Sort.SOURCE, *whole, source=line.cut(at, at + len(match["source"])), alone=True)
    if len(_META.findall(body)) >= 2:
        return _meta(line, body, start)
    if credit_of(line, start, end) is not None:
        return None
    if body[0] in "(〔【[" and body[-1] in ")〕】]":
        start, end = start + 1, end - 1
    if re.fullmatch(rf"[□■◎● ]*(?:{ROLE})", line.key[start:end]) and end - start >= 4:
        # 本报评论员, and no name: that is how comments of the paper itself are signed.
        return Signed(Sort.LINE, *whole, (Byline((), line.cut(start, end).strip("□■◎● ")),), alone=True)
    crew = crews.read(line, start, end)
    if not crew.whole or not crew.bylines:
        return None
    if not crew.marked:
        short = [name for byline in crew.bylines for name in byline.names]
        fits = len(short) <= 3 and all(names.sounds(mapped(name).key) for name in short) and "," not in body
        return Signed(Sort.LINE, *whole, crew.bylines, sure=False, alone=True, bare=True) if fits else None
    return Signed(Sort.LINE, *whole, crew.bylines, sure=crew.sure, alone=True)


def _meta(line: Mapped, body: str, start: int) -> Signed | None:
    """Read the line of a web page that says source, author and time: 来源：X 作者：Y 2023-11-02."""
    source, made = "", list[Byline]()
    for match in re.finditer(r"(来源|稿源|作者|记者|通讯员|摄影|编辑|责编)[:：] ?([^\s:：|]{2,20})", body):
        value = line.cut(start + match.start(2), start + match.end(2))
        if match[1] in ("来源", "稿源"):
            source = value
        elif match[1] not in ("编辑", "责编") and names.is_name(match[2]):
            made.append(Byline((value,), line.cut(start + match.start(1), start + match.end(1))))
    if not source and not made:
        return None
    return Signed(Sort.LINE if made else Sort.SOURCE, 0, len(line.text), tuple(made), source=source, alone=True)


def tail(text: str) -> Signed | None:
    """Return what closes a paragraph and says who wrote it: （記者X／台北報導）, （通讯员 X）, 。记者X."""
    if not text or (
        text[-1] not in ")）】〕]"
        and "记者" not in text[-30:]
        and "通讯员" not in text[-30:]
        and "記者" not in text[-30:]
    ):
        return None
    shift = max(0, len(text) - LONGEST_TAIL)
    line = mapped(text[shift:])
    key = line.key.rstrip()
    if (match := re.search(r"[(〔【\[]([^()〔〕【】\[\]]{2,60})[)〕】\]]$", key)) is not None and match.start() > 0:
        return _closing(line, match, shift)
    if (match := re.search(rf"(?<=[。!?”」]) ?((?:{ROLE})[^。!?,，]{{2,40}})$", key)) is not None:
        crew = crews.read(line, *match.span(1))
        if crew.whole and crew.marked and crew.bylines:
            return Signed(Sort.TAIL, shift + line.origin[match.start(1)], len(text), crew.bylines, sure=crew.sure)
    return None


def _closing(line: Mapped, match: re.Match[str], shift: int) -> Signed | None:
    inner = match[1]
    start, end = shift + line.origin[match.start()], shift + len(line.text)
    if (slash := SLASH.fullmatch(match.group())) is not None and (slash["role"] or slash["out"]):
        base = match.start()
        people = [
            line.cut(base + slash.start("who") + m.start(), base + slash.start("who") + m.end())
            for m in re.finditer(r"[^\s、/]+", slash["who"])
        ]
        role = line.cut(base + slash.start("out"), base + slash.start("who")).strip()
        desk = any(DESK.search(name) for name in people)
        return Signed(
            Sort.TAIL,
            start,
            end,
            () if desk else (Byline(tuple(people), role),),
            line.cut(base + slash.start("place"), base + slash.end("place")),
        )
    if (found := _SOURCE.fullmatch(inner)) is not None:
        at = match.start(1) + found.start("source")
        return Signed(Sort.TAIL, start, end, source=line.cut(at, at + len(found["source"])))
    if CREDIT_WORDS.fullmatch(inner) or re.search(r"[摄图]$", inner):
        return None
    crew = crews.read(line, match.start(1), match.end(1))
    if crew.whole and crew.bylines and crew.marked:
        return Signed(Sort.TAIL, start, end, crew.bylines, sure=crew.sure)
    people = [line.cut(match.start(1) + m.start(), match.start(1) + m.end()) for m in _BARE.finditer(inner)]
    sounding = all(names.sounds(mapped(name).key.replace(" ", "")) for name in people)
    if 1 <= len(people) <= 3 and sounding and not _BARE.sub("", inner).strip(" 、"):
        people = [re.sub(r"\s", "", name) for name in people]
        before = line.key[: match.start()].rstrip()
        if before.endswith(("。", "!", "?", "”", "」")):
            return Signed(Sort.TAIL, start, end, (Byline(tuple(people)),), sure=False, bare=True)
    return None
