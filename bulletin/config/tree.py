"""YAML as an editor writes it: scalars stay text, every value keeps its line, no tricks.

ruamel.yaml composes the nodes; nothing is constructed from tags, so ``number: 0128`` and ``no`` stay text
until the schema types them. Aliases are refused: they serve nothing here and make “YAML bombs” possible.
"""

import re
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from bulletin.errors import SettingsError
from bulletin.findings import Finding, Place, finding

DEEPEST = 12
"""Levels of nesting that settings may have."""

Loc = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Tree:
    """A YAML file as plain data with the line of everything in it."""

    name: str
    """How findings call the file."""
    data: Any
    """``dict``, ``list`` and ``str``; an empty value is None."""
    lines: dict[Loc, int]
    """Line number, from 1, of each key and item by its path."""
    source: tuple[str, ...]
    """The file's own lines, to be shown below a message."""

    def place(self, loc: Loc) -> Place:
        """Return where the value at ``loc``, or the nearest thing around it, stands."""
        while loc and loc not in self.lines:
            loc = loc[:-1]
        return Place(self.name, self.lines.get(loc, 1))

    def excerpt(self, loc: Loc) -> str:
        """Return the source line of ``loc``."""
        line = self.place(loc).line
        return self.source[line - 1] if line <= len(self.source) else ""


def parse(text: str, name: str) -> Tree:
    """Parse YAML ``text``; raises ``SettingsError`` with every fault of form that can be told at once."""
    source = tuple(text.split("\n"))
    try:
        _guard(text, name, source)
        node = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        line = (mark.line if mark else 0) + 1
        shown = source[line - 1] if line <= len(source) else ""
        raise SettingsError(
            finding("C-001", Place(name, line), excerpt=shown, reason=problem.problem or problem.context or "")
        ) from None
    except YAMLError as problem:
        raise SettingsError(finding("C-001", Place(name, 1), reason=str(problem).split("\n")[0])) from None
    lines: dict[Loc, int] = {(): 1}
    faults: list[Finding] = []
    data = _plain(node, (), lines, faults, name, source) if node is not None else {}
    if faults:
        raise SettingsError(*faults)
    return Tree(name, data, lines, source)


def _guard(text: str, name: str, source: tuple[str, ...]) -> None:
    depth = 0
    for event in YAML(typ="safe", pure=True).parse(text):
        line = event.start_mark.line + 1
        if isinstance(event, AliasEvent):
            raise SettingsError(finding("C-002", Place(name, line), excerpt=source[line - 1]))
        if isinstance(event, CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                raise SettingsError(finding("C-003", Place(name, line), excerpt=source[line - 1][:80], limit=DEEPEST))
        elif isinstance(event, CollectionEndEvent):
            depth -= 1


def _empty(node: Node) -> bool:
    return isinstance(node, ScalarNode) and node.value == "" and node.style is None


def _plain(
    node: Node, loc: Loc, lines: dict[Loc, int], faults: list[Finding], name: str, source: tuple[str, ...]
) -> Any:
    if isinstance(node, ScalarNode):
        return None if _empty(node) else str(node.value)
    if isinstance(node, SequenceNode):
        items = []
        for number, item in enumerate(node.value):
            lines[(*loc, number)] = item.start_mark.line + 1
            items.append(_plain(item, (*loc, number), lines, faults, name, source))
        return items
    assert isinstance(node, MappingNode)
    mapping: dict[str, Any] = {}
    for key_node, value in node.value:
        key = str(key_node.value).rstrip("：").strip() if isinstance(key_node, ScalarNode) else "?"
        line = key_node.start_mark.line + 1
        if key in mapping:
            first = lines[(*loc, key)]
            faults.append(finding("C-004", Place(name, line), excerpt=source[line - 1], key=key, first=first))
            continue
        if _empty(value) and re.search(r"\S[:：]\S", key):
            # `{臺:台}`: to YAML that is one long key with nothing behind it.
            faults.append(finding("C-001", Place(name, line), excerpt=source[line - 1], reason=key))
            continue
        lines[(*loc, key)] = line
        mapping[key] = _plain(value, (*loc, key), lines, faults, name, source)
    return mapping
