"""Style sheets of a book as plain rules, and what they take from the reader."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import tinycss2

_FIXED = re.compile(r"(?<![\w#.-])\d*\.?\d+(?:px|pt|pc|cm|mm|in)\b", re.I)
_TEXT = re.compile(r"(?:html|body|p|section|article|main|\*)")
"""Selectors of the running text, whose face, size and colour are the reader's."""
_READERS_OWN = ("font-family", "font-size", "font", "color", "background", "background-color")
_HARMLESS = {"inherit", "initial", "unset", "transparent", "none", "currentcolor", "medium", "1em", "1rem", "100%"}
_FAMILY = re.compile(r"""["']([^"']+)["']|([^,"']+)""")


@dataclass(frozen=True, slots=True)
class Declaration:
    """One property of a rule."""

    name: str
    """In lower case; custom properties as they are written."""
    value: str
    line: int


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: selectors, and what they get."""

    selectors: tuple[str, ...]
    classes: frozenset[str]
    declarations: tuple[Declaration, ...]
    line: int
    within: str = ""
    """The conditions it stands in: ``@media …``."""

    def get(self, *names: str) -> Declaration | None:
        """Return the last of the declarations called one of ``names``."""
        return next((item for item in reversed(self.declarations) if item.name in names), None)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One style sheet, or the ``style`` of a document."""

    member: str
    rules: tuple[Rule, ...]
    faces: tuple[Rule, ...]
    """The ``@font-face`` rules."""
    imports: tuple[tuple[str, int], ...]
    errors: tuple[tuple[str, int], ...]
    """What a parser drops: reason and line."""

    @property
    def families(self) -> tuple[str, ...]:
        """The families that the sheet brings a face for, in lower case."""
        return tuple(
            family for face in self.faces if (item := face.get("font-family")) for family in families(item.value)
        )

    @property
    def classes(self) -> frozenset[str]:
        """The classes its selectors name."""
        return frozenset(name for rule in self.rules for name in rule.classes)


def parse(member: str, css: str, first_line: int = 1) -> Sheet:
    """Return ``css`` as rules; ``first_line`` is where it begins in ``member`` (CSS Syntax 3, by tinycss2)."""
    shift = first_line - 1
    rules: list[Rule] = []
    faces: list[Rule] = []
    imports: list[tuple[str, int]] = []
    errors: list[tuple[str, int]] = []

    def walk(nodes: Iterable[Any], within: str) -> None:
        for node in nodes:
            line = int(node.source_line) + shift
            if node.type == "error":
                errors.append((str(node.message), line))
            elif node.type == "qualified-rule":
                rules.append(_rule(node, within, shift, errors))
            elif node.type == "at-rule" and node.lower_at_keyword == "font-face":
                faces.append(_rule(node, within, shift, errors))
            elif node.type == "at-rule" and node.lower_at_keyword == "import":
                imports.append((_first_text(node.prelude), line))
            elif node.type == "at-rule" and node.lower_at_keyword in ("media", "supports") and node.content:
                what = f"@{node.lower_at_keyword} {tinycss2.serialize(node.prelude).strip()}"
                walk(tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True), what)

    try:
        walk(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True), "")
    except RecursionError:  # thousands of brackets, one inside the other: no reader takes it either
        errors.append(("((((…", first_line))
    return Sheet(member, tuple(rules), tuple(faces), tuple(imports), tuple(errors))


def declarations(css: str | list[Any], shift: int = 0) -> tuple[tuple[Declaration, ...], list[tuple[str, int]]]:
    """Return the declarations in a block or a ``style`` attribute, and what a parser drops."""
    made, errors = [], []
    for node in tinycss2.parse_blocks_contents(css, skip_comments=True, skip_whitespace=True):
        line = int(node.source_line) + shift
        if node.type == "declaration":
            name = node.name if node.name.startswith("--") else node.lower_name
            made.append(Declaration(name, tinycss2.serialize(node.value).strip(), line))
        elif node.type == "error":
            errors.append((str(node.message), line))
    return tuple(made), errors


def _rule(node: Any, within: str, shift: int, errors: list[tuple[str, int]]) -> Rule:
    made, dropped = declarations(node.content or [], shift)
    errors += dropped
    selectors = tuple(part.strip() for part in tinycss2.serialize(node.prelude).split(","))
    return Rule(selectors, frozenset(_classes(node.prelude)), made, int(node.source_line) + shift, within)


def _classes(tokens: Iterable[Any]) -> Iterator[str]:
    dot = False
    for token in tokens:
        if dot and token.type == "ident":
            yield str(token.value)
        dot = token.type == "literal" and token.value == "."
        if token.type == "function":  # :not(.x)
            yield from _classes(token.arguments)


def _first_text(tokens: Iterable[Any]) -> str:
    return next((str(t.value) for t in tokens if t.type in ("string", "url")), "")


def families(value: str) -> tuple[str, ...]:
    """Return the families of a ``font-family``, in lower case."""
    found = ((a or b).strip().lower() for a, b in _FAMILY.findall(value))
    return tuple(name for name in found if name)


def fixed_lengths(sheet: Sheet) -> Iterator[tuple[str, int]]:
    """Yield the lengths that do not follow the reader's size, each with its line; zero is no length."""
    for rule in sheet.rules:
        for item in rule.declarations:
            for found in _FIXED.finditer(re.sub(r"url\([^)]*\)|\"[^\"]*\"|'[^']*'", "", item.value)):
                if float(re.sub(r"[a-z]+$", "", found[0], flags=re.I)):
                    yield f"{item.name}: {found[0]}", item.line


def running(selector: str) -> bool:
    """Whether ``selector`` is that of running text as a whole."""
    return bool(_TEXT.fullmatch(selector))


def coloured(sheet: Sheet) -> Iterator[tuple[str, int]]:
    """Yield the colours given to anything but running text (``forced`` has that): unreadable by night."""
    for rule in sheet.rules:
        for item in rule.declarations if not any(running(name) for name in rule.selectors) else ():
            value = item.value.lower()
            colour = item.name in ("color", "background", "background-color") and "url(" not in value
            if colour and value not in _HARMLESS:
                yield f"{rule.selectors[0]}: {item.name}: {item.value}"[:60], item.line


def forced(sheet: Sheet, brought: frozenset[str]) -> Iterator[tuple[str, int]]:
    """Yield what the sheet forces on running text: face, size or colour; a family it brings (``brought``) may stand."""
    for rule in sheet.rules:
        texts = [name for name in rule.selectors if running(name)]
        for item in rule.declarations if texts else ():
            value = item.value.lower()
            own = item.name == "font-family" and families(value)[:1] and families(value)[0] in brought
            if item.name in _READERS_OWN and not own and value not in _HARMLESS:
                yield from ((f"{text}: {item.name}", item.line) for text in texts)
