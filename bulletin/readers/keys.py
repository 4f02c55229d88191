"""The keys of an article's front matter: their types and their Chinese names."""

from enum import Enum, auto

from bulletin.model import Kind, Rank


class Shape(Enum):
    """How the value of a key is read."""

    TEXT = auto()
    """The text to the line's end, whole."""
    LINES = auto()
    """One text, or the lines of a headline in brackets."""
    LIST = auto()
    """Terms between commas, with or without brackets."""
    PEOPLE = auto()
    """A byline as text, or a list of ``{name, role}``."""
    CHOICE = auto()
    """One word of a closed list."""
    DATE = auto()
    """``2026-11-23`` or 2026年11月23日."""


SHAPES: dict[str, Shape] = {
    "title": Shape.LINES,
    "kicker": Shape.TEXT,
    "deck": Shape.TEXT,
    "byline": Shape.PEOPLE,
    "dateline": Shape.TEXT,
    "rank": Shape.CHOICE,
    "kind": Shape.CHOICE,
    "series": Shape.TEXT,
    "sponsor": Shape.TEXT,
    "source": Shape.TEXT,
    "photographer": Shape.TEXT,
    "editor": Shape.TEXT,
    "summary": Shape.TEXT,
    "date": Shape.DATE,
    "slug": Shape.TEXT,
    "with": Shape.LIST,
    "keep": Shape.LIST,
    "script": Shape.CHOICE,
}
"""Every key, by its English name."""

CHINESE: dict[str, str] = {
    "标题": "title",
    "主题": "title",
    "引题": "kicker",
    "肩题": "kicker",
    "副题": "deck",
    "副标题": "deck",
    "作者": "byline",
    "署名": "byline",
    "电头": "dateline",
    "级别": "rank",
    "体裁": "kind",
    "系列": "series",
    "协办": "sponsor",
    "来源": "source",
    "摄影": "photographer",
    "责编": "editor",
    "提要": "summary",
    "摘要": "summary",
    "日期": "date",
    "短名": "slug",
    "同题": "with",
    "保留": "keep",
    "文字": "script",
    "標題": "title",
    "主題": "title",
    "引題": "kicker",
    "肩題": "kicker",
    "副題": "deck",
    "副標題": "deck",
    "電頭": "dateline",
    "級別": "rank",
    "體裁": "kind",
    "協辦": "sponsor",
    "來源": "source",
    "攝影": "photographer",
    "責編": "editor",
    "同題": "with",
}
"""The Chinese name of each key, Simplified and Traditional."""

CHOICES: dict[str, dict[str, str]] = {
    "rank": {
        **{rank.value: rank.value for rank in Rank},
        "头条": "lead",
        "頭條": "lead",
        "二条": "second",
        "二條": "second",
        "一般": "story",
        "简讯": "brief",
        "簡訊": "brief",
    },
    "kind": {
        **{kind.value: kind.value for kind in Kind},
        "新闻": "news",
        "新聞": "news",
        "访谈": "interview",
        "訪談": "interview",
        "评论": "comment",
        "評論": "comment",
        "图片": "photo",
        "圖片": "photo",
        "启事": "notice",
        "啟事": "notice",
        "来信": "letter",
        "來信": "letter",
        "诗": "verse",
        "詩": "verse",
        "表格": "table",
        "广告": "advert",
        "廣告": "advert",
        "讣告": "obituary",
        "訃告": "obituary",
    },
    "script": {
        "zh-Hans": "zh-Hans",
        "zh-Hant-TW": "zh-Hant-TW",
        "zh-Hant-HK": "zh-Hant-HK",
        "简体": "zh-Hans",
        "正體": "zh-Hant-TW",
        "繁體": "zh-Hant-HK",
    },
}
"""Words that a closed key accepts, and what each means."""
