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


class PublicationKind(StrEnum):
    """Kinds of publication that rules or customs ask different imprints of."""

    INTERNAL = "internal"
    """内部资料: a 连续性内部资料性出版物 with a 准印证."""
    NEWSPAPER = "newspaper"
    """报纸 with a CN number."""
    PERIODICAL = "periodical"
    """期刊 with a CN number."""
    BRIEFING = "briefing"
    """简报 of an office."""
    CHURCH = "church"
    """教会周报: an internal publication of a religious body."""
    SCHOOL = "school"
    """校刊 without a CN number, which is an internal publication too."""
    TAIWAN = "taiwan"
    HONG_KONG = "hong-kong"

    @property
    def internal(self) -> bool:
        """Whether it is what the mainland calls 内部资料, which is printed under a 准印证."""
        return self in (PublicationKind.INTERNAL, PublicationKind.CHURCH, PublicationKind.SCHOOL)


class EngineName(StrEnum):
    """Engines of script conversion."""

    EXACT = "exact"
    """OpenCC's own algorithm."""
    REIMPLEMENTED = "opencc-python-reimplemented"
    """The algorithm of that package."""
