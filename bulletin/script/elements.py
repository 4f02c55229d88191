"""Elements of HTML in a text file that no conversion may touch: code, and what says that it is not to be translated."""

import re

FENCE = re.compile(r"[ \t>]*(`{3,}|~{3,})")
"""What opens a block of code in Markdown."""

_TAG = re.compile(r"(?P<comment><!--|-->)|<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9]*)\b(?P<more>[^<>]*)>")
_WHOLE = frozenset(("html", "body"))
"""Whatever language a page says it is in, what is Chinese in it is converted."""

_RAW = frozenset(("script", "style"))
_CODE = frozenset(("code", "kbd", "pre", "samp", "rt", "textarea", *_RAW))
_VOID = frozenset(("area", "br", "col", "embed", "hr", "img", "input", "source", "track", "wbr"))
_UNTRANSLATED = re.compile(
    r"""(?<![\w-])(?:translate\s*=\s*["']?no\b|lang\s*=\s*(?!["']?(?:zh|cmn)(?![a-z]))|class\s*=[^=]*\bnotranslate\b)""",
    re.I,
)
_QUOTED = re.compile(r"""(=\s*)("[^"]*"|'[^']*')""")
_PAGE = re.compile(r"\s*(?:<\?xml\b|<!doctype\s+html\b|<html\b)", re.I)
_CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)")


def kept(text: str) -> bytearray:
    """Return a byte for each character: 1 in elements of HTML that are code or are not translated, tags included.

    In Markdown, tags in code are none. What is never closed closes nothing.
    """
    shut = bytearray(len(text))
    open_tags: dict[str, list[tuple[int, bool]]] = {}
    seen = text if _PAGE.match(text) else _without_code(text)
    ends = {"-->": seen.rfind("-->")}
    ends.update((found[1].lower(), found.start()) for found in re.finditer(r"</(script|style)\b", seen, re.I))
    raw = ""
    for tag in _TAG.finditer(seen):
        name = tag["comment"] or tag["name"].lower()
        if name == "<!--" and not raw and tag.end() <= ends["-->"]:
            raw = "-->"
        elif raw == name == "-->":
            raw = ""
        if tag["comment"] or (raw and name != raw):
            continue
        more = _QUOTED.sub(_value, tag["more"])
        shuts = name in _CODE or (name not in _WHOLE and _UNTRANSLATED.search(more) is not None)
        if shuts and name in _VOID:
            shut[tag.start() : tag.end()] = b"\1" * (tag.end() - tag.start())
        if name in _VOID or more.endswith("/"):
            continue
        waiting = open_tags.setdefault(name, [])
        if not tag["end"]:
            waiting.append((tag.start(), shuts))
            raw = name if tag.end() <= ends.get(name, -1) else raw
        elif waiting:
            start, shuts = waiting.pop()
            raw = ""
            if shuts:
                shut[start : tag.end()] = b"\1" * (tag.end() - start)
    return shut


def _value(quoted: re.Match[str]) -> str:
    """Return a quoted value of an attribute without anything that looks like an attribute itself."""
    return quoted[1] + quoted[2].replace("=", " ")


def _without_code(text: str) -> str:
    """Return Markdown with blanks for its code, fenced and in the line; as long as before."""
    lines: list[str] = []
    fence = ""
    for line in text.split("\n"):
        opened = FENCE.match(line)
        if fence or opened:
            mark = opened[1] if opened else ""
            fence = "" if fence and mark.startswith(fence) else fence or mark
            lines.append(" " * len(line))
        else:
            lines.append(_CODE_SPAN.sub(lambda code: " " * len(code[0]), line) if "`" in line else line)
    return "\n".join(lines)
