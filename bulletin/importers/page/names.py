"""Names of people in a run of text: Chinese names with and without blanks inside, and foreign ones with their dots.

Where several names run together behind a role (记者张三李四) they are parted by surnames, which is a guess.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

HAN = r"[\u3400-\u4dbf\u4e00-\u9fff]"
FOREIGN = re.compile(
    rf"{HAN}{{1,8}}(?:[·•‧]{HAN}{{1,8}}){{1,4}}|[A-Z][A-Za-z.\-']{{1,20}}(?:[ ·][A-Z][A-Za-z.\-']{{0,20}}){{0,3}}"
)
"""A name with dots, or in Latin letters."""


@cache
def _surnames() -> tuple[frozenset[str], frozenset[str]]:
    lines = (resources.files("bulletin.importers.page") / "surnames.txt").read_text("utf-8").splitlines()
    words = [word for line in lines if not line.startswith("#") for word in line.split()]
    return frozenset("".join(word for word in words if "+" not in word)), frozenset(
        word.strip("+") for word in words if "+" in word
    )


def surname(name: str) -> int:
    """Return how many characters of ``name`` (folded) are its surname; 0 where it begins with none."""
    single, double = _surnames()
    return 2 if name[:2] in double and len(name) > 2 else int(name[:1] in single)


def is_name(text: str) -> bool:
    """Whether folded ``text`` can be one name: two to four Han characters, or a foreign name."""
    if re.search(r"[部处科局组社厂办站室所]$", text) or (text.endswith("会") and not surname(text)):
        return False
    return bool(re.fullmatch(rf"{HAN}{{2,4}}", text) or FOREIGN.fullmatch(text))


def sounds(text: str) -> bool:
    """Whether folded ``text`` begins as a Chinese name does and is as long as one."""
    return bool(FOREIGN.fullmatch(text)) or (is_name(text) and 0 < surname(text) < len(text) <= surname(text) + 2)


def apart(text: str) -> tuple[list[int], bool]:
    """Return the lengths of the names in a run of Han characters, and whether that is sure.

    Two to three characters are one name, four of a double surname too; more are parted so that each part begins with a
    surname, longest parts first.
    """
    if len(text) <= 3 or (len(text) == 4 and surname(text) == 2):
        return [len(text)], True
    cuts = _cuts(text)
    if cuts is None:
        return [len(text)], False
    return cuts, False


def _cuts(text: str) -> list[int] | None:
    if not text:
        return []
    first = surname(text)
    if not first:
        return None
    for size in (first + 2, first + 1):
        if size <= len(text) and (rest := _cuts(text[size:])) is not None:
            return [size, *rest]
    return None
