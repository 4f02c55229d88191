"""A book set in columns from right to left (clreq §vertical writing): its style sheet turned, its figures set upright.

The sheet is the horizontal one with every side turned by a quarter: what is above becomes right, what is left
becomes above. So both settings have one source, and old readers, which know no logical properties, get plain ones.
"""

import re
from collections.abc import Callable
from typing import Any

import tinycss2
from lxml import etree

from bulletin.compose.spans import XHTML, wrap

_SIDES = {"top": "right", "right": "bottom", "bottom": "left", "left": "top", "width": "height", "height": "width"}
_SIDE = re.compile(r"(?:(?<=^margin-)|(?<=^border-)|(?<=^padding-))(?:top|right|bottom|left)(?!-(?:left|right))\b")
_SIZE = re.compile(r"(?:^|(?<=^max-)|(?<=^min-))(?:width|height)$")
_BOXES = {"margin", "padding", "border-width", "border-style", "border-color"}
"""Properties of up to four lengths: top, right, bottom, left."""
_ALIGN = {"left": "start", "right": "end"}
_UNITS = {"vh": "vw", "vw": "vh"}

_KEPT = re.compile(
    r"\.(?:wide|fold)\b|(?:table|thead|tbody|tr|th|td|caption)(?![\w-])|\.(?:wide|cover|left|right|center|short)(?![\w-])"
)
"""Selectors of what stays horizontal: tables (clreq: they stay so), the cover."""

SHEET = "book_vertical.css"
"""Style sheet that a vertical book has behind its turned one: the direction, and figures that stand upright."""

_JOINED = r"0-9A-Za-z\u00aa-\u024f\u1e00-\u1eff.,:/%+\-–~°’'&$€£¥#@−×℃"
"""What belongs to a foreign word or a figure: beside it none stands upright by itself."""

_FIGURES = re.compile(
    rf"(?<![{_JOINED}])(?<![0-9A-Za-z] )(?:(?P<four>[0-9]{{4}})|[0-9]{{1,3}}|[A-Za-z])(?![{_JOINED}])(?! [0-9A-Za-z])"
)
_APART = {f"{XHTML}{tag}" for tag in ("table", "pre", "code", "rt", "sup", "sub")}


def turned(css: str) -> str:
    """Return the style sheet ``css`` for ``writing-mode: vertical-rl``: properties of a side on the side it becomes."""
    return "".join(_rules(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)))


def _rules(rules: list[Any]) -> list[str]:
    out = []
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = tinycss2.serialize(rule.prelude).strip()
            kept = all(_KEPT.match(one.strip().split()[-1]) or _KEPT.match(one.strip()) for one in selectors.split(","))
            body = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
            declarations = [d for d in body if d.type == "declaration"]
            said = "; ".join(_declaration(d, (lambda text: text) if kept else _turn) for d in declarations)
            out.append(f"{selectors} {{ {said}; }}\n")
        elif rule.type == "at-rule" and rule.content is not None:
            head = f"@{rule.at_keyword} {tinycss2.serialize(rule.prelude).strip()}".strip()
            if rule.lower_at_keyword in ("media", "supports"):
                inner = "".join(
                    _rules(tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True))
                )
                out.append(f"{head} {{\n{inner}}}\n")
            else:
                out.append(f"{head} {{{tinycss2.serialize(rule.content)}}}\n")
        elif rule.type == "at-rule":
            out.append(f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)};\n")
    return out


def _declaration(item: Any, turn: Callable[[str], str]) -> str:
    text = f"{item.lower_name}: {tinycss2.serialize(item.value).strip()}"
    return turn(text) + (" !important" if item.important else "")


def _turn(text: str) -> str:
    name, _, value = text.partition(": ")
    if name in _BOXES:
        sides = _sides(value)
        top = sides[0]
        right = sides[1] if len(sides) > 1 else top
        bottom = sides[2] if len(sides) > 2 else top
        left = sides[3] if len(sides) > 3 else right
        sides = [left, top, right, bottom]
        value = sides[0] if len(set(sides)) == 1 else " ".join(sides)
    elif name == "text-align":
        value = _ALIGN.get(value, value)
    name = (_SIZE if _SIZE.search(name) else _SIDE).sub(lambda side: _SIDES[side[0]], name)
    if _SIZE.search(name):
        value = re.sub(r"(?<=\d)(?:vh|vw)\b", lambda unit: _UNITS[unit[0]], value)
    return f"{name}: {value}"


def _sides(value: str) -> list[str]:
    """Return the lengths of a shorthand; blanks inside brackets part none."""
    parts: list[list[Any]] = [[]]
    for token in tinycss2.parse_component_value_list(value, skip_comments=True):
        if token.type == "whitespace":
            parts.append([])
        else:
            parts[-1].append(token)
    return [tinycss2.serialize(part) for part in parts if part]


def upright(root: etree._Element) -> None:
    """Set short figures and single letters upright, each in one square (纵中横), four digits one by one."""
    for body in root.iter(f"{XHTML}body"):
        wrap(body, _FIGURES, "tcy", _APART, lambda found: found["four"] or (found[0],))
