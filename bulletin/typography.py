"""Marks of Chinese text put right, for paper and screen alike: text only, never width or place.

Changed without a word: dashes, ellipses and interpuncts typed with other keys, and stray blanks inside running
text. Told, not changed: half-width punctuation (T-002), straight quotes (T-005), a single — (T-008), since
only the editor knows what is meant. Code, addresses, kept text and other languages are never touched.

Sources: GB/T 15834-2011 §4.10 (破折号 ——), §4.11 (省略号 ……), §4.13 (连接号: a single — joins places and times)
and §4.14 (间隔号 ·); clreq, “Punctuation marks”.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from enum import StrEnum

from bulletin.findings import Finding, finding
from bulletin.model import Article, Issue
from bulletin.script.flat import Flat, flatten, keep_pattern, refill
from bulletin.script.pieces import Piece, gather, scatter
from bulletin.units import HAN_RANGES

_H = f"[{HAN_RANGES}]"
_SIDE = f"[{HAN_RANGES}“”‘’「」『』《》〈〉（）【】，。、；：？！…]"
"""What makes a mark a Chinese one, where it stands beside."""


class Fix(StrEnum):
    """Kinds of silent change."""

    DASH = "dash"
    ELLIPSIS = "ellipsis"
    INTERPUNCT = "interpunct"
    BLANK = "blank"


_DASH = re.compile(
    rf"(?<={_SIDE})[ \t]*(?<![-—–])(?:-{{2,3}}|–{{2}}|[ \t]—)(?![-—–])[ \t]*(?={_SIDE})"
    rf"|(?<={_H})—[ \t]+(?={_H})|(?<={_SIDE})[ \t]+——[ \t]*(?={_SIDE})|(?<={_SIDE})——[ \t]+(?={_SIDE})"
    rf"|(?<=[”」』）》])—(?!—)(?={_H})|(?<={_H})—(?!—)(?=[“「『（《])"
)
_ELLIPSIS = re.compile(
    rf"(?<={_SIDE})[ \t]*(?:(?<!\.)\.{{3,}}(?!\.)|(?<!…)…(?!…)|(?<!。)。{{3,}}(?!。))"
    rf"|(?:(?<!\.)\.{{3,}}(?!\.)|(?<!…)…(?!…))(?={_SIDE})"
)
_INTERPUNCT = re.compile(
    rf"(?<=[{HAN_RANGES}A-Z])[‧・•･∙⋅](?={_H})|(?<={_H})[‧・•･∙⋅](?=[A-Z])"
    # A full stop of full width numbers lists as well (一．总则, A．选项): between words of two characters it is none.
    rf"|(?<={_H}{_H})(?<![一二三四五六七八九十])．(?={_H}{_H})"
)
_BLANK = re.compile(rf"(?<={_H})[ \t\u00a0]+(?={_H})|(?<=[，。、；：？！])[ \t\u00a0]+(?={_H})")
_HALF = re.compile(rf"(?<=[{HAN_RANGES}”」』）》])(?:[,;:?!(]|\.(?![0-9A-Za-z.]))|(?:[,;:?!]|\))(?={_H})")
_STRAIGHT = re.compile(rf"(?<=[{HAN_RANGES}，。、；：？！）》])[\"']|(?<![0-9A-Za-z])[\"'](?={_H})")
_LONE = re.compile(rf"(?<={_H})—(?!—)(?={_H})")

_CLAUSE = re.compile(r"[，。、；：？！…—“”‘’「」『』《》〈〉（）()\n\u3000]")
_ROLES = re.compile("记者|記者|通讯员|通訊員|作者|摄|攝|编辑|編輯|责编|責編|校对|校對|供稿|供图|供圖|文字|图片|圖片")


def tidy_issue(issue: Issue) -> tuple[Issue, tuple[Finding, ...]]:
    """Return ``issue`` with its articles tidied, and what only the editor can mend."""
    found: list[Finding] = []

    def one(article: Article) -> Article:
        new, said = tidy(article)
        found.extend(said)
        return new

    sections = tuple(replace(s, articles=tuple(map(one, s.articles))) for s in issue.sections)
    return replace(issue, sections=sections), tuple(found)


def tidy(article: Article) -> tuple[Article, tuple[Finding, ...]]:
    """Return ``article`` with its marks put right, and what only the editor can mend."""
    new, found, _ = tidied(article)
    return new, found


def tidied(article: Article) -> tuple[Article, tuple[Finding, ...], Mapping[Fix, int]]:
    """Return what ``tidy`` returns, and how many silent changes of each kind were made."""
    pieces = gather(article)
    keep = keep_pattern(article.keep)
    fixes: Counter[Fix] = Counter()
    new = []
    found: list[Finding] = []
    for piece in pieces:
        inlines = piece.inlines
        for fix, pattern, change in _RULES:
            if fix is Fix.BLANK and not piece.prose:
                continue
            flat = flatten(inlines, keep)
            outs, count = _changed(flat, pattern, change)
            if count:
                fixes[fix] += count
                inlines = refill(inlines, outs)
        new.append(inlines)
        found += _told(replace(piece, inlines=inlines), flatten(inlines, keep))
    return (scatter(article, iter(new)) if fixes else article), tuple(found), fixes


def _changed(
    flat: Flat, pattern: re.Pattern[str], change: Callable[[re.Match[str]], str | None]
) -> tuple[list[str], int]:
    """Return what each character becomes, and how many matches were changed."""
    outs = list(flat.text)
    count = 0
    for found in pattern.finditer(flat.text):
        out = None if any(flat.closed[found.start() : found.end()]) else change(found)
        if out is not None and out != found.group():
            outs[found.start() : found.end()] = [out, *[""] * (found.end() - found.start() - 1)]
            count += 1
    return outs, count


def _told(piece: Piece, flat: Flat) -> Iterator[Finding]:
    """Yield what is told, one finding a code and piece."""
    place = piece.place if piece.place.file else None
    # What is closed is out of sight: a blank that no rule looks for.
    text = "".join(
        "\ufffc" if shut and char != "\n" else char for char, shut in zip(flat.text, flat.closed, strict=True)
    )
    for code, pattern in (("T-002", _HALF), ("T-005", _STRAIGHT)):
        marks = [match.group() for match in pattern.finditer(text)]
        if marks:
            near = _near(text, next(pattern.finditer(text)))
            yield finding(code, place, near, marks=" ".join(dict.fromkeys(marks)))
    lone = _LONE.search(text)
    if lone:
        yield finding("T-008", place, near=_near(text, lone))


def _near(text: str, match: re.Match[str]) -> str:
    return text[max(0, match.start() - 10) : match.end() + 10].replace("\n", " ")


def _ellipsis(match: re.Match[str]) -> str:
    """Return …… for three to nine dots typed, ………… (a line left out) for more."""
    return "…………" if match.group().count(".") >= 10 else "……"


def _blank(match: re.Match[str]) -> str | None:
    """Return nothing for a stray blank; None where the blank parts names or items, and stays."""
    text = match.string
    if match.string[match.start() - 1] in "，。、；：？！":
        return ""
    start = max((m.end() for m in _CLAUSE.finditer(text, 0, match.start())), default=0)
    end = _CLAUSE.search(text, match.end())
    clause = text[start : end.start() if end else len(text)]
    if _ROLES.search(clause):
        return None
    words = re.split(r"[ \t\u00a0]+", clause.strip())
    here = len(re.split(r"[ \t\u00a0]+", text[start : match.start()].strip())) - 1
    left, right = words[here], words[here + 1]
    short = [2 <= len(word) <= 4 for word in (left, right)]
    return None if all(short) or (any(short) and len(words) > 2) else ""


_RULES: tuple[tuple[Fix, re.Pattern[str], Callable[[re.Match[str]], str | None]], ...] = (
    (Fix.DASH, _DASH, lambda _match: "——"),
    (Fix.ELLIPSIS, _ELLIPSIS, _ellipsis),
    (Fix.INTERPUNCT, _INTERPUNCT, lambda _match: "·"),
    (Fix.BLANK, _BLANK, _blank),
)
