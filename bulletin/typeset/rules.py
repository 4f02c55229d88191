"""What may stand beside what on a Chinese line, and how far its white gives: clreq and GB/T 15834 as numbers.

Everything here is about two neighbouring tokens; where the lines end is decided in ``plan``.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import NamedTuple, Protocol


class Kind(IntEnum):
    """Class of a token."""

    HAN = 0
    """A full-width character: Han, kana, zhuyin, symbol."""
    OPEN = 1
    """An opening bracket or quotation mark."""
    CLOSE = 2
    """A closing one."""
    COMMA = 3
    """A mark within a sentence."""
    STOP = 4
    """A mark that ends one."""
    MID = 5
    """An interpunct or connector."""
    DASH = 6
    """—— or …… as a whole: two em that nothing parts (clreq §prohibition_rules_for_unbreakable_marks)."""
    LATIN = 7
    """A word or figure of other scripts."""
    SPACE = 8
    BOX = 9
    """An inline box that is set as one: ruby, a picture, a list's marker."""
    PAD = 10
    """Margin, border and padding at the edge of an inline element."""
    BREAK = 11
    """A line end that the editor wrote."""


class Level(StrEnum):
    """How strictly marks are kept from the ends of lines (clreq §prohibition_rules_for_line_start_end)."""

    NONE = "none"
    """Only —— and …… hold together, as in many newspapers of Taiwan and Hong Kong."""
    BASIC = "basic"
    """No 、，；：。！？ · closing mark at a line's start, no opening mark at its end."""
    GB = "gb"
    """The same, and no ／ at either end (GB/T 15834-2011 §5.1)."""
    STRICT = "strict"
    """The same, and no —— …… at a line's start."""


class EndMark(StrEnum):
    """What becomes of the blank of a mark that ends a line."""

    HALF = "half"
    """It is gone: half width (GB/T 15834-2011 §5.1.10)."""
    ELASTIC = "elastic"
    """It gives first, where the line must shrink."""
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Rules:
    """How an edition's lines are set; lengths in em of the text but for ``grid``."""

    level: Level = Level.GB
    end_mark: EndMark = EndMark.HALF
    pair: float = 1.5
    """Width of two neighbouring full-width marks, 2 open, 1.5 or 1 (clreq §punctuation_width_adjustment)."""
    trim_start: bool = True
    """Whether an opening mark at a line's start, but a paragraph's first, loses its blank."""
    letters: float = 0.25
    """White between Han characters and letters (clreq §mixed_text_composition)."""
    figures: float = 0.125
    """White between Han characters and figures; none before 年, 月, 个 and their like."""
    cap: float = 0.25
    """Widest white that is opened between two Han characters; a line that needs more stays short."""
    em: float = 0.0
    """Size of the running text in pt; with ``grid``."""
    grid: float = 0.0
    """Leading in pt of the running text: its lines stand on multiples of it below ``top``. 0: no grid."""
    top: float = 0.0
    """Where the grid begins: pt below the top of the page."""


class Side(Protocol):
    """What the rules need to know of a token."""

    text: str
    kind: int
    width: float
    left: float
    right: float
    size: float


class Boundary(NamedTuple):
    """What lies between two tokens on one line; lengths in px, white that is taken away negative."""

    white: float
    gaps: int
    """1 where white may be opened in the last resort (clreq §line_adjustment: between all Han alike)."""
    open: float
    """How far it may be opened first of all: blanks to ½ em, Han–Latin white to ⅓ em."""
    shrink: float
    """How far it gives at first: blanks to ¼ em, brackets, Han–Latin white by half, ，、；： by half."""
    shrink_more: float
    """How far it gives after that: 。？！ by half, the opening mark of a pair."""
    price: float | None
    """What it costs to end a line here; None where no line may end."""


CLOSED = Boundary(0.0, 0, 0.0, 0.0, 0.0, None)
"""Nothing opens, gives or breaks."""
END = Boundary(0.0, 0, 0.0, 0.0, 0.0, 0.0)
"""Behind a line end, or behind the last token."""

_MARKS = (
    (Kind.OPEN, "（《〈「『“‘【〔［｛〖"),
    (Kind.CLOSE, "）》〉」』”’】〕］｝〗"),
    (Kind.COMMA, "，、；："),
    (Kind.STOP, "。？！．"),
    (Kind.MID, "·・‧～"),
    (Kind.DASH, "—…―⋯─"),
)
KINDS = {char: kind for kind, chars in _MARKS for char in chars}
"""Class of each mark by its character."""

GLUE = frozenset("\u00a0\u2060")
"""No-break space and word joiner: no line ends beside them."""

_NOT_FIRST = frozenset({Kind.CLOSE, Kind.COMMA, Kind.STOP, Kind.MID})
_TAIL = frozenset({Kind.CLOSE, Kind.COMMA, Kind.STOP})
_HALF_OPENING, _HALF_CLOSING = frozenset("([{<$£€"), frozenset(")]},.;:!?>%")
_LATIN_BREAK = frozenset("/?&=-–")
_PREFIX, _SUFFIX = frozenset("￥＄￡€№第"), frozenset("％‰℃℉°′″㎡㎏㎞")
UNITS = frozenset(
    "年月日时時分秒个個万萬亿億千百元角人次岁歲号號名家所项項户戶届屆版页頁条條％"
    "米里厘毫公平亩畝顷頃吨噸克斤升度天周週倍位只隻张張块塊场場辆輛件级級层層本册冊期点點处處盏盞棵把枚路线線"
)
"""What is counted: it stands close behind its figure and never leaves it."""
_BIG = frozenset("万萬亿億")

_OPENS = 1 / 3
"""Part of itself by which Han–Latin white is opened before the gaps between Han: ¼ em to ⅓ em."""

FORCED = 200.0
"""Price of a line end that the rules forbid, taken only where a line has no other."""


def numeric(text: str) -> bool:
    """Whether ``text`` ends in a figure."""
    return text[-1:].isdigit() and text[-1] < "\u0660"


def boundary(a: Side, b: Side, rules: Rules) -> Boundary:
    """Return what lies between ``a`` and ``b``, neighbours on a line."""
    ka, kb = a.kind, b.kind
    if ka == Kind.BREAK:
        return END
    em = a.size or b.size or 12.0
    before, after = a.text[-1:], b.text[:1]
    if Kind.PAD in (ka, kb):
        return Boundary(0.0, 0, 0.0, 0.0, 0.0, _price(a, b, rules))
    if ka == Kind.SPACE:
        return _behind_space(a, b, em, rules)
    if kb == Kind.SPACE:
        return CLOSED._replace(shrink=_lone(a, b)[0], shrink_more=_lone(a, b)[1])
    price = _price(a, b, rules)
    if ka in _TAIL and (kb == Kind.OPEN or kb in _TAIL):
        # 》， ”（ 。”: the first mark hugs its text (clreq §punctuation_width_adjustment).
        if rules.pair >= 2:
            return Boundary(0.0, 1, 0.0, a.right, b.left if kb == Kind.OPEN else 0.0, price)
        if rules.pair <= 1 and kb == Kind.OPEN:
            return Boundary(-a.right - b.left, 0, 0.0, 0.0, 0.0, price)
        return Boundary(-a.right, 0, 0.0, 0.0, b.left if kb == Kind.OPEN else 0.0, price)
    if ka == Kind.OPEN and kb == Kind.OPEN:
        white = 0.0 if rules.pair >= 2 else -b.left
        return Boundary(white, 0, 0.0, b.left + white, 0.0, price)
    white = _mixed(a, b, rules) * em
    if white:
        return Boundary(white, 1, white * _OPENS, white / 2, 0.0, price)
    if Kind.LATIN in (ka, kb) and ka == kb:
        return Boundary(0.0, 0, 0.0, 0.0, 0.0, price)
    shrink, more = _lone(a, b)
    tight = _counted(before, after) or (before in _PREFIX and after.isdigit()) or Kind.DASH == ka == kb
    return Boundary(0.0, 0 if tight else 1, 0.0, shrink, more, price)


def _behind_space(a: Side, b: Side, em: float, rules: Rules) -> Boundary:
    banned = b.kind in _NOT_FIRST or (b.kind == Kind.LATIN and b.text[:1] in _HALF_CLOSING)
    price = None if b.kind == Kind.SPACE or (banned and rules.level is not Level.NONE) else 0.0
    if a.width <= 0.25 * em:
        return Boundary(0.0, 0, a.width * _OPENS, a.width / 2, 0.0, price)
    return Boundary(0.0, 0, max(0.0, 0.5 * em - a.width), max(0.0, a.width - 0.25 * em), 0.0, price)


def _lone(a: Side, b: Side) -> tuple[float, float]:
    """Return how far marks that stand alone give of their blank, first and after that."""
    shrink = more = 0.0
    if a.kind == Kind.CLOSE:
        shrink += a.right
    elif a.kind == Kind.COMMA:
        shrink += a.right / 2
    elif a.kind == Kind.STOP:
        more += a.right / 2
    elif a.kind == Kind.MID:
        shrink += a.right / 2
    if b.kind == Kind.OPEN:
        shrink += b.left
    elif b.kind == Kind.MID:
        shrink += b.left / 2
    return shrink, more


def _mixed(a: Side, b: Side, rules: Rules) -> float:
    """Return the white in em between Han and Latin: none beside marks, none before a unit."""
    if {a.kind, b.kind} != {Kind.LATIN, Kind.HAN}:
        return 0.0
    edge = a.text[-1:] if a.kind == Kind.LATIN else b.text[:1]
    if not (edge.isalnum() or edge == "%") or _counted(a.text[-1:], b.text[:1]) or a.text[-1:] in _PREFIX:
        return 0.0
    return rules.figures if edge.isdigit() or edge == "%" else rules.letters


def typed(before: Side, after: Side, rules: Rules) -> float | None:
    """Return the width in em of a blank that was typed between Han and Latin: that of white in its place.

    None where the blank stands elsewhere and is one.
    """
    if {before.kind, after.kind} != {Kind.LATIN, Kind.HAN}:
        return None
    return _mixed(before, after, rules)


def _counted(before: str, after: str) -> bool:
    return before.isdigit() and after in UNITS and bool(after)


def _price(a: Side, b: Side, rules: Rules) -> float | None:
    """Return the price of a line end between ``a`` and ``b``; None where the rules allow none."""
    before, after = a.text[-1:], b.text[:1]
    if b.kind in (Kind.BREAK, Kind.SPACE) or before in GLUE or after in GLUE:
        return None
    if a.kind == Kind.LATIN and b.kind == Kind.LATIN:
        return 1.0 if before in _LATIN_BREAK else None
    if (before in _PREFIX and after.isdigit()) or (before.isdigit() and after in _SUFFIX) or _counted(before, after):
        return None
    if rules.level is Level.NONE:
        return 0.0
    if b.kind in _NOT_FIRST or a.kind == Kind.OPEN or after == "々":
        return None
    if (b.kind == Kind.LATIN and after in _HALF_CLOSING) or (a.kind == Kind.LATIN and before in _HALF_OPENING):
        return None
    if rules.level in (Level.GB, Level.STRICT) and ("／" in (before, after)):
        return None
    if rules.level is Level.STRICT and b.kind == Kind.DASH:
        return None
    return 0.0


def amount(before: str, text: str, after: str) -> bool:
    """Whether ``text`` | ``after`` lies within an amount, as 亿 | 元 in 5.6亿元, ``before`` being what precedes."""
    return text in _BIG and after in UNITS and bool(after) and before.isdigit()
