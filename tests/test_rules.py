"""What lies between two tokens: white, what gives, where a line may end."""

from dataclasses import dataclass

import pytest

from bulletin.typeset.rules import KINDS, Kind, Level, Rules, boundary, typed


@dataclass
class Side:
    text: str
    kind: int
    width: float = 10.0
    left: float = 0.0
    right: float = 0.0
    size: float = 10.0


def side(text: str) -> Side:
    if text[0] in KINDS:
        kind = KINDS[text[0]]
        blank = 5.0 if kind in (Kind.OPEN, Kind.CLOSE, Kind.COMMA, Kind.STOP) else 0.0
        opening = kind == Kind.OPEN
        return Side(text, kind, 10.0 * len(text), blank if opening else 0.0, 0.0 if opening else blank)
    if text == " ":
        return Side(text, Kind.SPACE, 2.5)
    latin = text.isascii()
    return Side(text, Kind.LATIN if latin else Kind.HAN, 5.0 * len(text) if latin else 10.0)


def between(a: str, b: str, **rules: object) -> tuple[float, float | None]:
    found = boundary(side(a), side(b), Rules(**rules))  # type: ignore[arg-type]
    return found.white, found.price


@pytest.mark.parametrize(
    ("a", "b", "white"),
    [
        ("》", "，", -5),
        ("。", "”", -5),
        ("”", "（", -5),
        ("（", "《", -5),
        ("，", "中", 0),
        ("中", "（", 0),
        ("中", "A", 2.5),
        ("A", "中", 2.5),
        ("中", "36", 1.25),
        ("36", "万", 0),
        ("2023", "年", 0),
        ("2023", "起", 1.25),
        ("，", "A", 0),
        ("A", "（", 0),
        ("￥", "30", 0),
        ("——", "中", 0),
    ],
)
def test_white_between_neighbours(a: str, b: str, white: float) -> None:
    assert between(a, b)[0] == white


def test_a_pair_is_one_and_a_half_em_or_one_or_two() -> None:
    assert between("》", "《")[0] == -5
    assert between("》", "《", pair=1.0)[0] == -10
    assert between("》", "《", pair=2.0)[0] == 0


@pytest.mark.parametrize("mark", list("、，；：。！？）》」』”’】〕·"))
def test_no_line_begins_with_a_mark(mark: str) -> None:
    assert between("中", mark)[1] is None
    assert between("中", mark, level=Level.BASIC)[1] is None
    assert between("中", mark, level=Level.NONE)[1] is not None


@pytest.mark.parametrize("mark", list("（《「『“‘【〔"))
def test_no_line_ends_with_an_opening_mark(mark: str) -> None:
    assert between(mark, "中")[1] is None
    assert between(mark, "中", level=Level.NONE)[1] is not None


def test_levels_differ_in_the_solidus_and_the_dash() -> None:
    assert between("中", "／", level=Level.BASIC)[1] is not None
    assert between("中", "／", level=Level.GB)[1] is None
    assert between("／", "中", level=Level.GB)[1] is None
    assert between("中", "——", level=Level.GB)[1] is not None
    assert between("中", "——", level=Level.STRICT)[1] is None


@pytest.mark.parametrize(("a", "b"), [("36", "万"), ("92", "％"), ("￥", "30"), ("第", "3"), ("20", "℃"), ("(", "A")])
def test_figures_stay_with_what_they_count(a: str, b: str) -> None:
    assert between(a, b)[1] is None


@pytest.mark.parametrize("level", list(Level))
def test_units_and_blanks_hold_at_every_level(level: Level) -> None:
    assert between("36", "万", level=level)[1] is None
    assert between("中", " ", level=level)[1] is None
    assert between(" ", "中", level=level)[1] is not None


def test_a_typed_blank_is_as_wide_as_the_white_in_its_place() -> None:
    assert typed(side("中"), side("A"), Rules()) == 0.25
    assert typed(side("中"), side("36"), Rules()) == 0.125
    assert typed(side("36"), side("万"), Rules()) == 0
    assert typed(side("A"), side("B"), Rules()) is None


def test_nothing_opens_within_a_dash_a_pair_or_an_amount() -> None:
    for a, b in (("》", "，"), ("36", "万"), ("（", "《"), ("A", "B")):
        assert boundary(side(a), side(b), Rules()).gaps == 0
    assert boundary(side("中"), side("文"), Rules()).gaps == 1
    assert boundary(side("，"), side("文"), Rules()).gaps == 1


def test_what_gives_first() -> None:
    lone = boundary(side("，"), side("中"), Rules())
    stop = boundary(side("。"), side("中"), Rules())
    assert (lone.shrink, lone.shrink_more) == (2.5, 0)
    assert (stop.shrink, stop.shrink_more) == (0, 2.5)
    assert boundary(side("）"), side("中"), Rules()).shrink == 5
    assert boundary(side("中"), side("A"), Rules()).shrink == 1.25
