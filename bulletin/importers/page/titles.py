"""Which line of a head is kicker (引题), headline (主题) and deck (副题)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bulletin.importers.base import Said
from bulletin.importers.draft import Part
from bulletin.importers.page.rows import Row

_DECK = re.compile(r"(?:——|--|—|－－)\s*\S")
_FEATURE = re.compile(
    r"(?:侧记|见闻|纪实|采访记|小记|速写|走笔|扫描|综述|纪略|启示|印象|手记|札记|巡礼|掠影|观察|纪行|追记|访谈录?|纪要)$"
)
_AMOUNT = re.compile(
    r"(?:突破|达到?|超过?|近|逾|增长?|下降|减少?|提高|占|共|总|约|为)[^\s\d]{0,3}\d|\d(?:\.\d+)?\s*(?:%|万|亿|元|人|倍|个|项|名|户|亩|吨)[\u3400-\u9fff]{0,3}$"
)
"""A figure that says how much, as decks do."""
_FACTS = re.compile(r"\d|[,，、;；:：]|近|超|余|达|将|已")


@dataclass(slots=True)
class Head:
    """The rows of a head by what they are."""

    lines: list[tuple[Row, str]] = field(default_factory=list)
    """Rows of the headline, each with the part of its text that belongs to it."""
    kicker: list[tuple[Row, str]] = field(default_factory=list)
    deck: list[tuple[Row, str]] = field(default_factory=list)
    rule: str = "headline-alone"
    doubt: bool = False

    def parts(self, row: Row) -> tuple[Part, ...]:
        """Return where the text of ``row`` went."""
        named = ((Part.KICKER, self.kicker), (Part.HEADLINE, self.lines), (Part.DECK, self.deck))
        return tuple(part for part, rows in named if any(own is row for own, _ in rows))


def read(titles: Sequence[Row], text: str, after_byline: Sequence[Row] = ()) -> Head:
    """Return what each of the title rows is; ``text`` is the folded beginning of the article's text.

    ``after_byline`` are title rows that stand behind the byline: decks.
    """
    head = Head()
    rows = list(titles)
    said = {row.look.said: row for row in rows}
    for row in after_byline:
        head.deck.append((row, row.text))
    if not rows:
        return head
    if Said.TITLE in said:
        main = rows.index(said[Said.TITLE])
        return _around(head, rows, main, main, "said-title")
    sizes = [row.look.size for row in rows]
    if len(rows) > 1 and max(sizes) > min(size for size in sizes):
        main = sizes.index(max(sizes))
        last = main
        while last + 1 < len(rows) and sizes[last + 1] == sizes[main] and not _DECK.match(rows[last + 1].text):
            last += 1
        return _around(head, rows, main, last, "headline-largest")
    levels = [row.look.level for row in rows]
    if len(rows) > 1 and any(levels) and len(set(levels)) > 1:
        main = levels.index(min(level for level in levels if level))
        return _around(head, rows, main, main, "heading")
    if len(rows) == 1:
        return _one(head, rows[0])
    main, last, rule, sure = _choose(rows, text)
    head.doubt = not sure
    return _around(head, rows, main, last, rule)


def _around(head: Head, rows: Sequence[Row], main: int, last: int, rule: str) -> Head:
    head.rule = rule
    head.kicker += [(row, row.text) for row in rows[:main]]
    head.lines += [(row, row.text) for row in rows[main : last + 1]]
    head.deck[:0] = [(row, row.text) for row in rows[last + 1 :]]
    return head


def _one(head: Head, row: Row) -> Head:
    """Read a single line, which may hold a kicker before the headline, with blanks between."""
    wide = [piece for piece in re.split(r"(?<=\S)(?:\u3000{2,}| {3,}|\t+)(?=\S)", row.text) if piece]
    if len(wide) == 2 and all(len(piece) >= 4 for piece in wide):
        return _split(head, row, wide)
    pieces = re.split(r"(?<=\S)[ \u3000]+(?=\S)", row.text)
    if len(pieces) < 2:
        head.lines = [(row, row.text)]
        return head
    sizes = [len(piece) for piece in pieces]
    if len(pieces) >= 3 and min(sizes) >= 3 and sizes[-1] >= max(8, 1.6 * max(sizes[:-1])):
        return _split(head, row, pieces)
    words = all(re.search(r"[\u3400-\u9fff]{3}", p) for p in pieces)
    if min(sizes) >= 5 and words and (sum(sizes) > 30 or (len(pieces) >= 3 and sum(sizes) > 24)):
        return _split(head, row, pieces)
    head.lines = [(row, row.text)]
    return head


def _split(head: Head, row: Row, pieces: Sequence[str]) -> Head:
    """Part a line into kicker and headline, the headline last, or into headline and deck where the last says so."""
    head.rule, head.doubt = "kicker-in-line", True
    if len(pieces) == 2 and (_DECK.match(pieces[1]) or _FEATURE.search(pieces[1])):
        head.lines, head.deck[:0] = [(row, pieces[0])], [(row, pieces[1])]
        return head
    at = row.text.rfind(pieces[-1])
    head.kicker, head.lines = [(row, row.text[:at].strip(" \u3000\t"))], [(row, row.text[at:])]
    return head


def _choose(rows: Sequence[Row], text: str) -> tuple[int, int, str, bool]:
    """Return the first and last row of the headline among several, the rule, and whether that is sure."""
    decks = [bool(_DECK.match(row.text)) for row in rows]
    if len(rows) > 2 and re.search(r"(?:强调|指出|要求|提出|表示|时说|讲话)$", rows[0].key):
        stop = decks.index(True, 1) if any(decks[1:]) else len(rows)
        return 1, stop - 1, "kicker-first", True
    if any(decks[1:]):
        stop = decks.index(True, 1)
        if stop == 1:
            return 0, 0, "deck-dash", True
        main, last, _, sure = _choose(rows[:stop], text)
        return main, last, "deck-dash", sure
    if len(rows) == 2:
        return _two(rows, text)
    # Of three the middle one leads, unless the others speak against it.
    scores = [_score(row, text) + (0.4 if len(rows) == 3 and n == 1 else 0.0) for n, row in enumerate(rows)]
    order = sorted(range(len(rows)), key=lambda n: -scores[n])
    main = order[0]
    sure = scores[main] - scores[order[1]] > 0.25
    last = main
    # Two lines of one headline are alike in length, and the first breaks off.
    if main + 1 < len(rows) and _breaks_off(rows[main], rows[main + 1]):
        last = main + 1
    elif main and _breaks_off(rows[main - 1], rows[main]):
        main -= 1
        last = main + 1
    return main, last, "headline-of-stack", sure


def _two(rows: Sequence[Row], text: str) -> tuple[int, int, str, bool]:
    """Return what two lines are. A kicker states the plain fact and the headline the vivid one; a deck adds facts."""
    first, second = rows
    shares = shared(first.key, text[:200]), shared(second.key, text[:200])
    if _kicker(first) and not _FEATURE.search(second.key):
        return 1, 1, "kicker-first", True
    if _breaks_off(first, second):
        return 0, 1, "headline-two-lines", False
    quotes = re.match(r"[^:]{2,12}:[“「\"『]", second.key) and ":" not in first.key
    if quotes or _FEATURE.search(second.key) or (second.size <= 8 <= first.size - 2 and not _FACTS.search(second.key)):
        return 0, 0, "headline-first", True
    facts = _facts(first.key, second.key, shares[1] <= shares[0] + 0.1)
    if shares[0] >= 0.45:
        # What the first says is told at once in the text: it is the plain fact. What follows it is a deck if it tells
        # more of the same, and the headline if it says it in other words.
        if shares[1] < 0.3 or (not facts and shares[1] < shares[0] - 0.1):
            return 1, 1, "kicker-first", shares[1] < 0.3
        return 0, 0, "headline-first", facts
    if (
        not facts
        and not re.search(r"\S{5,} \S{5,}", second.key)
        and (shares[0] < 0.05 or (shares[1] - shares[0] >= 0.15 and shares[1] < 0.8))
    ):
        return 1, 1, "kicker-first", False
    return 0, 0, "headline-first", shares[0] > 0.2


def _facts(first: str, second: str, later: bool) -> bool:
    """Whether the second of two lines counts things up, as a deck does.

    Figures at its head tell so only ``later``, where the text does not begin with them.
    """
    clauses = [len(re.split(r"[,，;；]", key)) for key in (first, second)]
    figures = [bool(re.search(r"\d", key)) for key in (first, second)]
    amounts = bool(_AMOUNT.search(second)) and not _AMOUNT.search(first)
    return (
        clauses[1] > clauses[0] or amounts or (later and figures[1] and not figures[0]) or len(second) > len(first) + 9
    )


def _breaks_off(first: Row, second: Row) -> bool:
    """Whether the first line cannot stand alone: it ends on a word that leads on, or within quotes."""
    if not _halves(first, second):
        return False
    opened = first.text.count("“") - first.text.count("”") + first.text.count("「") - first.text.count("」")
    leads = re.match(r"(?:在|于|对|把|让|向|从|与|和|的|等|被|将|给|为)(?=.{2})", second.key)
    return (
        opened > 0
        or bool(leads)
        or bool(
            re.search(r"(?:[的地得和与及在把被让将向从对为以是之于给往、,:]|[一二两三四五六七八九十几])$", first.key)
        )
    )


def _halves(first: Row, second: Row) -> bool:
    """Whether two lines look like one headline, set in two."""
    lengths = first.size, second.size
    return (
        all(5 <= size <= 16 for size in lengths)
        and abs(lengths[0] - lengths[1]) <= 5
        and not first.ended
        and not re.search(r"[,:]", second.key[1:])
    )


def _kicker(row: Row) -> bool:
    """Whether a line reads as one that leads to the headline: what follows from it is not said yet."""
    return bool(
        re.search(
            r"\([一二三四五六七八九十\d]{1,3}\)$|(?:以来|之际|背后|如何|怎么|怎样|——|…|强调|指出|要求|提出|表示)$",
            row.key,
        )
        or re.match(r"(?:为|为了|随着|在.{2,20}[中上下后前际]$|从.{2,20}到|面对|针对|经过|历经|继|自)", row.key)
        or re.match(r"(?:访|记|致|写给|走进|对话)\S{2,16}$", row.key)
    )


def _score(row: Row, text: str) -> float:
    """Return how much a line reads as the headline: by length, and by what it shares with the text."""
    size = row.size
    length = 1.0 if 8 <= size <= 22 else 0.6 if 6 <= size <= 28 else 0.2
    commas = len(re.findall(r"[,、;]", row.key))
    return length + 0.8 * shared(row.key, text) - 0.25 * commas - (0.3 if _kicker(row) else 0.0)


def shared(piece: str, text: str) -> float:
    """Return how many of the pairs of characters of ``piece`` are in ``text``: 0 to 1."""
    words = re.sub(r"[^\u3400-\u9fffA-Za-z0-9]", "", piece)
    pairs = {words[n : n + 2] for n in range(len(words) - 1)}
    return sum(pair in text for pair in pairs) / len(pairs) if pairs else 0.0
