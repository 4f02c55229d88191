"""Chinese text as it is printed: punctuation, blanks, characters without a face (clreq; GB/T 15834)."""

import re
from collections.abc import Iterator
from itertools import accumulate

from bulletin.checks.lint.pixels import characters
from bulletin.checks.lint.registry import Hit, hit, rule
from bulletin.checks.lint.runs import OBJECT, Run
from bulletin.checks.lint.volume import Volume

_HAN = "\u2e80-\u2fdf\u3005\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WIDE = f"{_HAN}\u3001-\u3003\u3008-\u3011\u3014-\u301b\uff01-\uff0f\uff1a-\uff1f“”‘’…—"
_MARKS = re.compile(
    rf"(?<=[{_WIDE}])(?:[,;:?!](?=[{_WIDE}]|\s*$)|\.(?=[{_HAN}\"'”’」]|\s*$))|(?<=[{_HAN}])(?:\.{{2,}}|-{{2,}})"
    rf"|(?<![.-])(?:\.{{2,}}|-{{2,}})(?=[{_HAN}])|[\"'](?=[{_HAN}])|(?<=[{_WIDE}])[\"']"
)
_BLANK = re.compile(rf"(?<=[{_WIDE}])[ \t\r\n\f\xa0]+(?=[{_WIDE}])")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd\ufffe\uffff\u200b\u2028\u2029\ufeff]")
_CHINESE = ("zh", "yue", "wuu", "cmn")
_PRIVATE = re.compile(r"[\ue000-\uf8ff\U000f0000-\U0010fffd]")
_RARE = re.compile(r"[\U00020000-\U0003ffff]")


def _near(run: Run, start: int, end: int) -> str:
    text = run.text
    return re.sub(r"\s", "␣", text[max(0, start - 6) : end + 6]).replace(OBJECT, "…")


@rule(
    {
        "E-080": "GB/T 15834—2011 (marks are full-width); lab note epub.md §5 (no straight quotes, no ASCII ... or "
        "--); Standard Ebooks t-section"
    }
)
def marks(v: Volume) -> Iterator[Hit]:
    """Between Chinese there are Chinese marks."""
    for document, found in v.runs:
        for run in found:
            if run.language.lower().split("-")[0] not in _CHINESE:
                continue
            for spot in _MARKS.finditer(run.text):
                near = _near(run, *spot.span())
                yield hit("E-080", document.name, run.at(spot.start()), mark=spot[0], near=near)


@rule(
    {
        "E-081": "lab note epub.md §2 #3 (pretty-print puts line ends between inlines: a gap); clreq §4.2",
        "E-058": "lab note epub.md §5 (no blanks within Chinese); clreq §3.1.6.1: white between words is of whole 字",
    }
)
def blanks(v: Volume) -> Iterator[Hit]:
    """No blank stands between two Chinese characters, not even at a line's end or between two elements."""
    for document, found in v.runs:
        for run in found:
            if run.language.lower().split("-")[0] not in _CHINESE:
                continue
            edges = set(accumulate(len(part) for part, _ in run.parts))
            told = False
            for spot in _BLANK.finditer(run.text):
                start, end = spot.span()
                typed = len(spot[0]) == 1 and spot[0] in " \xa0" and not edges & {start, end}
                if typed and told:
                    continue  # who types one types more: one finding a paragraph is enough
                told |= typed
                near = _near(run, start, end)
                yield hit("E-058" if typed else "E-081", document.name, run.at(start), near=near)


@rule({"E-083": "lab note epub.md §2 #13: a control character becomes U+FFFD, silently; EPUB 3.3 §3.9"})
def controls(v: Volume) -> Iterator[Hit]:
    """No character is lost or unseen: controls, U+FFFD, zero-width blanks, byte-order marks."""
    for document in v.documents:
        for element in document.tree.iter():
            if not isinstance(element.tag, str):
                continue
            parent = element.getparent()
            texts = [(element.text, element), (element.tail, element if parent is None else parent)]
            texts += [(element.get(key), element) for key in ("alt", "title", "aria-label")]
            for text, where in texts:
                for spot in _CONTROL.finditer(text or ""):
                    near = _CONTROL.sub("␣", (text or "")[max(0, spot.start() - 6) : spot.end() + 6])
                    near = re.sub(r"\s", "␣", near)
                    yield hit("E-083", document.name, where, char=f"U+{ord(spot[0]):04X}", near=near)


@rule(
    {
        "E-084": "lab note epub.md §5; a private-use character is blank in every face but its own",
        "E-085": "readest#145: rare characters are blank; Unicode CJK extensions B and later are in few devices' faces",
    }
)
def glyphs(v: Volume) -> Iterator[Hit]:
    """Characters that devices have no glyph for stand in a face that the book brings."""
    brought: frozenset[int] | None = None
    for document, found in v.runs:
        for run in found:
            for code, pattern in (("E-084", _PRIVATE), ("E-085", _RARE)):
                chars = dict.fromkeys(pattern.findall(run.text))
                if chars and brought is None:
                    brought = _characters(v)
                lacking = [c for c in chars if ord(c) not in (brought or ())]
                if lacking:
                    where = run.at(run.text.index(lacking[0]))
                    said = " ".join(f"{c} U+{ord(c):04X}" if code == "E-085" else f"U+{ord(c):04X}" for c in lacking)
                    yield hit(code, document.name, where, chars=said)


def _characters(v: Volume) -> frozenset[int]:
    faces = [v.book.members[item.name] for item in v.items if _is_face(item.name) and item.name in v.book.members]
    return frozenset(c for data in faces for c in characters(data))


def _is_face(name: str) -> bool:
    return name.lower().endswith((".ttf", ".otf", ".woff", ".woff2"))
