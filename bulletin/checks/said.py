"""What a finished file says: its texts, and the languages that it gives for them.

Bookmarks, alternative texts and the data of a document are read by screen readers, libraries and search engines, not
by the one who looks the pages over.
"""

import re
from dataclasses import dataclass, field

_CHINESE = frozenset(("zh", "zho", "chi", "cmn"))
_NO_LANGUAGE = frozenset(("", "x-default", "und", "mul"))


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text."""

    text: str
    foreign: bool = False
    """Whether the file says that it is in another language."""
    id: str = ""
    """Id of the nearest element round it that has one."""


@dataclass(frozen=True, slots=True)
class Said:
    """One text, as it is read from its beginning to its end."""

    where: str
    """Page or member of the file, and what of it."""
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Tag:
    """A language tag (BCP 47)."""

    value: str
    """Empty where there is none, though there must be one."""
    where: str
    id: str = ""
    whole: bool = False
    """Whether it is the language of a whole document, not of a part."""


@dataclass(frozen=True, slots=True)
class Sayings:
    """All that one file says."""

    texts: list[Said] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)

    def say(self, where: str, text: str, foreign: bool = False, ident: str = "") -> None:
        """Add one text that stands for itself."""
        if text:
            self.texts.append(Said(where, (Part(text, foreign, ident),)))


def is_chinese(tag: str) -> bool:
    """Whether ``tag`` is that of some Chinese; Cantonese and the classical language have tags of their own."""
    first, *others = re.split("[-_]", tag.lower())
    # zh-Latn is pinyin: four letters are a script (BCP 47), and these alone are of characters.
    script = next((part for part in others if len(part) == 4), "hani")
    return first in _CHINESE and script in ("hans", "hant", "hani", "bopo")


def is_foreign(tag: str) -> bool:
    """Whether ``tag`` is that of another language."""
    return tag.lower() not in _NO_LANGUAGE and not is_chinese(tag)
