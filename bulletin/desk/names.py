"""File names for imported articles: the headline's telling part, fit for every file system and for issue.yaml."""

import re
import unicodedata
from collections.abc import Collection

LONGEST = 12
"""字 of a headline that its file's name keeps; two half-width letters or figures count as one 字."""

TELLING = 5
"""字 of the shortest clause that tells what an article is about where another one follows: 商机来了！ does not."""

NAMELESS = "article"
"""What stands for a headline without a single letter, figure or character."""

_MARK = re.compile(r"[\"'“”‘’「」『』《》〈〉（）()\[\]【】〔〕·•]+")
"""Marks round words or within names: what stands on either side is one clause."""


def stem(headline: str) -> str:
    """Return the telling part of ``headline`` as a file name without number and suffix.

    It holds letters, figures and Chinese characters alone, parted by single hyphens, in NFC: no character that a file
    system or a flow list of issue.yaml reads as something else, no blank, no dot, no hyphen at either end.
    """
    clauses = _clauses(unicodedata.normalize("NFC", headline))
    while len(clauses) > 1 and _width(clauses[0]) < 2 * TELLING and _width(clauses[1]) > _width(clauses[0]):
        del clauses[0]
    kept = ""
    for phrase in (phrase for clause in clauses for phrase in clause):
        joined = f"{kept}-{phrase}" if kept else phrase
        if kept and _width(joined) > 2 * LONGEST:
            break
        kept = joined
    return unicodedata.normalize("NFC", _cut(kept)) or NAMELESS


def numbered(number: int, headline: str, taken: Collection[str] = ()) -> str:
    """Return ``NN-<headline>.md``; ``taken`` are names (as ``folded``) that are not to be had."""
    base = f"{number:02d}-{stem(headline)}"
    return free(base, ".md", taken)


def free(base: str, suffix: str, taken: Collection[str]) -> str:
    """Return ``base`` + ``suffix``, with ``-2``, ``-3`` … before the suffix while the name is among ``taken``."""
    name, count = base + suffix, 1
    while folded(name) in taken:
        count += 1
        name = f"{base}-{count}{suffix}"
    return name


def folded(name: str) -> str:
    """Return what two names share that some file system takes for one: case and composed forms do not count."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def number_of(name: str) -> int:
    """Return the number that an article's file name begins with; 0 where it has none."""
    found = re.match(r"([0-9]{2,4})(?=[-_. ])", name)
    return int(found[1]) if found else 0


def _clauses(text: str) -> list[list[str]]:
    """Return the clauses of a headline, which marks part, each as its phrases, which blanks and hyphens part."""
    clauses: list[list[str]] = [[""]]
    for char in _MARK.sub("", text):
        if _kept(char):
            clauses[-1][-1] += char
        elif char in " \u3000-_/.&+\u2013\u2014":
            clauses[-1].append("")
        else:
            clauses.append([""])
    told = ([phrase for phrase in clause if phrase] for clause in clauses)
    return [clause for clause in told if clause]


def _kept(char: str) -> bool:
    return unicodedata.category(char) in ("Lu", "Ll", "Lt", "Lo", "Nd", "Nl") and not _half_mark(char)


def _half_mark(char: str) -> bool:
    # Hangul fillers and the like are letters that nobody sees.
    return char in "\u115f\u1160\u3164\uffa0"


def _width(text: str | list[str]) -> int:
    return sum(1 if char.isascii() else 2 for char in "".join(text))


def _cut(text: str) -> str:
    """Return as much of ``text`` as ``LONGEST`` allows, no figure or Western word cut unless it stands alone."""
    width = 0
    for at, char in enumerate(text):
        width += 1 if char.isascii() else 2
        if width > 2 * LONGEST:
            whole = re.sub(r"[A-Za-z0-9]+$", "", text[:at]) if char.isascii() and char != "-" else text[:at]
            return (whole or text[:at]).strip("-")
    return text.strip("-")
