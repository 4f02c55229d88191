"""Characters that only Simplified or only Traditional has: which script a text is in, and what was left over.

Both sets come from the dictionaries' single-character tables; a character that either script may use (后, 里,
乾, 恒) is evidence for neither. Measured on treebank sentences (lab, script §5): 1,993 of 2,000 recognised,
while 143 hold a few characters of the other script, so that only a clear majority counts.
"""

from collections.abc import Iterable
from functools import cache

from bulletin.model import Script
from bulletin.script.engine.dictionaries import pairs

CLEAR = 4
"""This many characters of the other script, and as many times those of its own, contradict what a text declares."""

_TRADITIONAL_TOO = "并恒晒雇霉昵栖炖肴瓮虱痒洒羡凄洼"
"""Simplified for the table, but written in Taiwan and Hong Kong as well (恒生, 晒, 雇用, 發霉)."""

_SIMPLIFIED_TOO = "甦昇陞脩氾吒祇麽勣濛捱摺榘甯麴苧醣"
"""Traditional for the table, but in use again by 通用规范汉字表 (2013), in GB 2312, or kept by phrases."""


@cache
def only_simplified() -> frozenset[str]:
    """Return the characters that no Traditional text has."""
    simple = {key: values.split(" ") for key, values in pairs("STCharacters.txt")}
    traditional = {key for key, _ in pairs("TSCharacters.txt")} | set(_TRADITIONAL_TOO)
    traditional.update(value for values in simple.values() for value in values)
    for name in ("TWVariants.txt", "HKVariants.txt"):
        traditional.update("".join(key + values for key, values in pairs(name)))
    return frozenset(key for key, values in simple.items() if key not in values) - traditional


@cache
def only_traditional() -> frozenset[str]:
    """Return the characters that no Simplified text has."""
    full = {key: values.split(" ") for key, values in pairs("TSCharacters.txt")}
    simplified = {values[0] for values in full.values()} | set(_SIMPLIFIED_TOO)
    return frozenset(key for key, values in full.items() if key not in values) - simplified


def foreign(text: str, script: Script) -> str:
    """Return the characters of ``text`` that ``script`` does not have, each once, in order."""
    other = only_simplified() if script.traditional else only_traditional()
    return "".join(dict.fromkeys(char for char in text if char in other))


def evidence(texts: Iterable[str]) -> tuple[int, int]:
    """Return how many characters of ``texts`` are Simplified alone, and how many Traditional alone."""
    simplified, traditional = only_simplified(), only_traditional()
    simple = full = 0
    for text in texts:
        simple += sum(char in simplified for char in text)
        full += sum(char in traditional for char in text)
    return simple, full


_TAIWAN, _HONG_KONG = frozenset("裡臺"), frozenset("裏着衞説羣牀啓户脱税")
"""Characters that one of the Traditional scripts has and the other writes otherwise."""


def region(texts: Iterable[str]) -> Script:
    """Return which Traditional script ``texts`` are in; Taiwan's where they do not show it."""
    taiwan = hong_kong = 0
    for text in texts:
        taiwan += sum(char in _TAIWAN for char in text)
        hong_kong += sum(char in _HONG_KONG for char in text)
    return Script.HK if hong_kong > taiwan else Script.TW


def detect(text: str) -> Script | None:
    """Return the script of ``text``; None where it shows none, or both.

    Traditional counts as Taiwan's where nothing tells it from Hong Kong's: they share nearly all of their characters.
    """
    simple, full = evidence((text,))
    if simple > 2 * full:
        return Script.HANS
    return region((text,)) if full > 2 * simple else None


def contradiction(texts: Iterable[str], declared: Script) -> Script | None:
    """Return the script that ``texts`` are clearly in where it is not the declared one; None where all is well."""
    texts = list(texts)
    simple, full = evidence(texts)
    own, other = (full, simple) if declared.traditional else (simple, full)
    if other < CLEAR or other < CLEAR * own:
        return None
    return Script.HANS if declared.traditional else region(texts)
