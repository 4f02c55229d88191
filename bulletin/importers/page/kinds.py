"""What each row looks to be, from itself and its near neighbours; what it becomes is decided in ``borders``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bulletin.importers.base import House, Said
from bulletin.importers.page import labels, speakers
from bulletin.importers.page.furniture import DAY
from bulletin.importers.page.people import Signed, Sort, credit, signed, tail
from bulletin.importers.page.rows import Kind, Row

LONGEST_TITLE = 60
"""Characters of the longest headline that is taken for one; 382 real ones measured have at most 40."""

NUMBERED = re.compile(
    r"(?:[一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾甲乙丙丁]{1,3}[、.．:]|\([一二三四五六七八九十\d]{1,3}\)|"
    r"第[一二三四五六七八九十\d]{1,3}[章节条部编篇回讲][ :、]?|其[一二三四五六七八九十]{1,2}[ :、,]|"
    r"[一二三四五六七八九十]{1,2} (?=\S)|亮点[一二三四五六\d]|之[一二三四五六七八九十][ :])"
)
"""What heads of parts of an article begin with."""
_ITEM = re.compile(
    r"\d{1,3}[.、．)](?!\d)|\d{1,2} (?=[\u3400-\u9fff])|[①-⑳❶-❿㈠-㈩]|[•·●■◆▪◇○□★☆※▶►✓√*] ?|"
    r"[-—·](?![-—]) ?(?=[^\s])|\(\d{1,3}\)|[A-Ha-h][.、)]"
)
_MARKED = re.compile(
    r"^[▲▼△▽◀◁▶▷↑↓←→]|^[(（]?(?:图为|[上下左右]图|图[①-⑩一二三四五\d]{0,2}[:：、 ]|图说|"
    r"图注|图片说明|图中)"
)
_DATE = re.compile(
    rf"(?:[(（])?(?:主历|主后|公元|西元|西历|时间:)? ?(?:{DAY}|\d{{4}}[-./]\d{{1,2}}[-./]\d{{1,2}}|"
    rf"[\d一二三四五六七八九十]{{1,3}}月[\d一二三四五六七八九十]{{1,3}}日|"
    rf"[\d〇零一二三四五六七八九]{{4}}年[\d一二三四五六七八九十]{{1,3}}月)(?:[)）])?"
)
_FILE = re.compile(
    r"[\[(【]?(?:图片?|照片|附图)?[:：]? ?[\w\-. ]{0,40}\.(?:jpe?g|png|gif|tiff?|bmp|webp|"
    r"heic)[\])】]? ?(?:[(（](?:缺|待补|待补图|另发|见附件)[)）])?|[\[(【<](?:图片?|照片|插图|此处插图|"
    r"配图|附图)[\d①-⑳]{0,2}[\])】>]",
    re.I,
)
_SIGNS = re.compile(
    r".{2,24}(?:委员会|居委会|村委会|办公室|办事处|指挥部|领导小组|理事会|筹委会|管理处|服务中心|业委会|"
    r"家委会|党支部|总支|工会委员会|教会|堂会|执事会|长老会|编辑部|编委会|"
    r"泣挽|敬挽|泣告|拜启|鞠躬|敬上|谨启|敬启|谨上|谨识|敬邀|同启|人民政府|有限公司)"
)
_END_MARK = re.compile(r"(?:\(完\)|（完）|■|◆|□|\(全文完\)|【完】)$")
_TITLE_BAR = re.compile(r"[。;]|[,、:—][\"'”’」』)]*$|[,].*[,].*[,].*[,]")


@dataclass(slots=True)
class Seen:
    """What was found out about rows while their kinds were told."""

    people: dict[int, Signed] = field(default_factory=dict)
    """By ``id(row)``: who a row says wrote it, as head, line, tail or credit."""
    voices: frozenset[str] = frozenset()
    indents: bool = False
    """Whether paragraphs of this manuscript begin further in."""


def tell(rows: Sequence[Row], house: House, known: frozenset[str]) -> Seen:
    """Set ``kind`` and ``rule`` on each row that has none yet; ``known`` are folded section labels."""
    seen = Seen()
    long = [row for row in rows if row.size > 40 and row.block is None]
    seen.indents = len(long) >= 2 and sum(row.look.indented for row in long) >= 0.6 * len(long)
    for row in rows:
        if row.kind is Kind.PARAGRAPH and not row.rule:
            row.kind, row.rule = _kind(row, seen, known)
    seen.voices = speakers.mark(rows)
    _signoffs(rows)
    _sandwiched(rows, seen)
    return seen


def _kind(row: Row, seen: Seen, known: frozenset[str]) -> tuple[Kind, str]:
    if row.block is not None:
        return Kind.BLOCK, "block"
    if (said := _said(row, seen)) is not None:
        return said
    key = row.key
    found = signed(row.text)
    named = found is not None and not found.bare and found.sort is Sort.LINE
    if _MARKED.match(key) and row.size <= 160 and not named:
        _sign(row, seen, credit(row.text))
        return Kind.CAPTION, "caption-mark"
    if found is not None:
        seen.people[id(row)] = found
        if found.sort is Sort.HEAD:
            return (Kind.BYLINE, "dispatch-line") if found.alone else (Kind.LEDE, "dispatch-head")
        if found.sort is Sort.TAIL:
            return Kind.TAIL, "tail-line"
        if found.bare and row.key[:1] in "([【〔" and row.key[-1:] in ")]】〕":
            return Kind.TAIL, "tail-line"
        row.bare = found.bare
        if not found.bare:
            return Kind.BYLINE, "source-line" if found.sort is Sort.SOURCE else "byline-line"
    if (found := credit(row.text)) is not None:
        seen.people[id(row)] = found
        if found.start == 0 or found.alone:
            return Kind.CREDIT, "credit-line"
        if row.size <= 160:
            return Kind.CAPTION, "caption-credit"
    if row.look.level:
        return Kind.TITLE, "heading"
    if _DATE.fullmatch(key):
        return Kind.DATE, "date-line"
    if _FILE.fullmatch(key):
        return Kind.CAPTION, "picture-name"
    if labels.is_sponsor(key):
        return Kind.SPONSOR, "sponsor"
    if labels.is_series(key):
        return Kind.SERIES, "series"
    if speakers.is_field(key):
        return Kind.FIELD, "field"
    if is_columns(key):
        return Kind.ITEM, "columns"
    if labels.section(key, known)[1] == 3:
        return Kind.SECTION, "section-marked"
    if _title_like(row, seen):
        return Kind.TITLE, "title-like"
    if (end := tail(row.text)) is not None:
        seen.people[id(row)] = end
    return (Kind.ITEM, "item") if _ITEM.match(key) else (Kind.PARAGRAPH, "paragraph")


def _said(row: Row, seen: Seen) -> tuple[Kind, str] | None:
    """Return what the file itself calls a row, where it says so."""
    match row.look.said:
        case Said.CAPTION:
            _sign(row, seen, credit(row.text))
            return Kind.CAPTION, "said-caption"
        case Said.CREDIT:
            _sign(row, seen, credit(row.text))
            return Kind.CREDIT, "said-credit"
        case Said.BYLINE if row.size <= 40:
            found = signed(row.text)
            _sign(row, seen, found)
            return (Kind.BYLINE, "said-byline") if found and found.sort is Sort.LINE else None
        case Said.TITLE | Said.DECK | Said.KICKER if row.size <= 2 * LONGEST_TITLE:
            return Kind.TITLE, "said-title"
        case Said.LABEL if row.size <= 20:
            return Kind.SECTION, "said-label"
        case Said.DATE if _DATE.search(row.key) and row.size <= 40:
            return Kind.DATE, "said-date"
    return None


def _sign(row: Row, seen: Seen, found: Signed | None) -> None:
    if found is not None:
        seen.people[id(row)] = found


def _title_like(row: Row, seen: Seen) -> bool:
    key = row.key
    if not 2 <= row.size <= LONGEST_TITLE or _TITLE_BAR.search(key) or _END_MARK.search(key):
        return False
    if seen.indents and row.look.indented and not row.look.centred:
        return False
    if _ITEM.match(key) and not NUMBERED.match(key):
        return False
    if key[0] == "(" and key[-1] == ")":
        return False
    if re.search(r"\d ?[:∶比] ?\d", key) and row.size > 8:
        return False
    if row.size > 30 and key[-1] in "”」’』":
        return False
    if (row.ended and row.size > 30) or (row.size > 40 and key.count(",") > 1):
        return False
    if row.ended and not re.search(r"[!?][”」’』\"')]*$|…$", key):
        return False
    return not re.fullmatch(r"[\d\s.:/\-—–%,]+", key)


def is_columns(key: str) -> bool:
    """Whether a line is a row of columns, blanks between: 司琴 张以柔, 早堂 186人 午堂 342人; not a headline of two."""
    pieces = re.split(r"(?<![A-Za-z]) | (?![A-Za-z])", key)
    if len(pieces) < 2 or re.search(r"[。!?;]", key) or len(key) > 80:
        return False
    figures = sum(bool(re.search(r"\d", piece)) for piece in pieces)
    short = [len(piece) for piece in pieces]
    if re.match(
        r"(?:\d{1,2}月\d{1,2}日|每?(?:周|星期)[一二三四五六日天]|每[天日]|\d{1,2}:\d\d|[上下]午)\S{0,16} ", key
    ):
        return True
    if re.fullmatch(r"[\u3400-\u9fff]{2,6}:\S{2,6}(?: \S{2,6})+", key):
        return True
    if len(pieces) == 2 and short[0] <= 8 and re.match(r"[共计约合][\d一二三四五六七八九十]", pieces[1]):
        return True
    if len(pieces) == 2:
        return short[0] <= 4 and (
            short[1] <= 4
            or bool(re.match(r"[\d共计约每]", pieces[1]))
            or (bool(re.search(r"(?:\d|[元人时名场册])$", pieces[1])) and figures > 0)
            or (short[0] <= 2 and short[1] <= 10)
        )
    return sum(short) / len(short) <= 5 or (figures >= 1 and min(short) <= 4 and max(short) <= 14) or figures >= 2


def is_label_like(row: Row, known: frozenset[str] = frozenset()) -> int:
    """Return how much a row looks like a section's label: 0 to 3."""
    return labels.section(row.key, known)[1]


def _sandwiched(rows: Sequence[Row], seen: Seen) -> None:
    """Make a deck of the marked lines between a headline and a byline, and a byline of a bare name under a headline."""
    for before, row, after in zip(rows, rows[1:], rows[2:], strict=False):
        text = (Kind.PARAGRAPH, Kind.LEDE, Kind.TURN, Kind.CAPTION, Kind.BLOCK, Kind.FIELD)
        if row.bare and before.kind in (Kind.TITLE, Kind.BYLINE) and after.kind in text:
            if is_label_like(row) < 2 and row.size <= 14:
                row.kind, row.rule = Kind.BYLINE, "bare-name"
            continue
        leads = row.kind is Kind.PARAGRAPH and row.size <= 20 and re.search(r"[:,、]$", row.key) and row.block is None
        if (
            leads
            and after.kind is Kind.TITLE
            and (before.kind is not Kind.PARAGRAPH or before.ended)
            and after.size <= 24
        ):
            row.kind, row.rule = Kind.TITLE, "title-like"
            continue
        between = before.kind is Kind.TITLE and after.kind in (Kind.BYLINE, Kind.LEDE)
        if between and row.kind is Kind.ITEM and row.rule == "item" and not row.ended and row.size <= LONGEST_TITLE:
            row.kind, row.rule = Kind.TITLE, "title-like"


def _signoffs(rows: Sequence[Row]) -> None:
    """Find who signs a notice: the short line before a date, or an office's name at the end of a text."""
    text = (Kind.PARAGRAPH, Kind.LEDE, Kind.FIELD, Kind.ITEM, Kind.TURN, Kind.SIGNOFF, Kind.BLOCK)
    for number, row in enumerate(rows):
        before = rows[number - 1] if number else None
        if before is None:
            continue
        if row.kind is Kind.DATE and row.rule == "date-line":
            above = rows[number - 2] if number > 1 else None
            short = before.kind in (Kind.TITLE, Kind.SECTION, Kind.BYLINE) and before.size <= 26
            if short and above is not None and above.kind in text and before.gap <= max(above.gap, row.gap, 1):
                before.kind, before.rule = Kind.SIGNOFF, "signoff"
                row.kind, row.rule = Kind.SIGNOFF, "signoff-date"
            elif before.kind in text:
                if (
                    before.kind is Kind.PARAGRAPH
                    and before.size <= 26
                    and not before.ended
                    and above
                    and above.kind in text
                ):
                    before.kind, before.rule = Kind.SIGNOFF, "signoff"
                row.kind, row.rule = Kind.SIGNOFF, "signoff-date"
        elif row.kind is Kind.TITLE and before.kind in text and row.size <= 24 and not row.look.level:
            after = rows[number + 1] if number + 1 < len(rows) else None
            heads = after is None or after.kind in (
                Kind.TITLE,
                Kind.SECTION,
                Kind.SERIES,
                Kind.FURNITURE,
                Kind.DUPLICATE,
            )
            if heads and _SIGNS.fullmatch(row.key):
                row.kind, row.rule = Kind.SIGNOFF, "signoff"
