"""The closed lists that settings and front matter choose from: scripts, ranks, kinds of article."""

from enum import StrEnum


class Script(StrEnum):
    """Scripts that sources and editions are written in (BCP 47 tags)."""

    HANS = "zh-Hans"
    TW = "zh-Hant-TW"
    HK = "zh-Hant-HK"

    @property
    def traditional(self) -> bool:
        """Whether this is one of the Traditional scripts."""
        return self is not Script.HANS


class Rank(StrEnum):
    """How much a story weighs: the editor's word; its size is the layout's."""

    LEAD = "lead"
    SECOND = "second"
    STORY = "story"
    BRIEF = "brief"


class Kind(StrEnum):
    """What sort of piece an article is."""

    NEWS = "news"
    INTERVIEW = "interview"
    COMMENT = "comment"
    PHOTO = "photo"
    NOTICE = "notice"
    LETTER = "letter"
    VERSE = "verse"
    TABLE = "table"
    ADVERT = "advert"
    OBITUARY = "obituary"


class EngineName(StrEnum):
    """Engines of script conversion."""

    EXACT = "exact"
    """OpenCC's own algorithm."""
    REIMPLEMENTED = "opencc-python-reimplemented"
    """The algorithm of that package."""
