"""The engine ``opencc-python-reimplemented``: that package's algorithm over OpenCC's current dictionaries.

It takes, step by step and dictionary by dictionary, the longest entry anywhere in a clause first, and nothing
crosses a mark. The package's own tree is asked with dictionaries that give every entry itself: what it returns
is then the text, cut where it would put something in, so that each result has its place.

``OpenCC`` and ``opencc-py`` install the same top-level package ``opencc`` and overwrite this one's files in part:
its files are therefore compared with what it installed before any of its code is used.
"""

import importlib
import importlib.util
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from bulletin.errors import ScriptError
from bulletin.findings import finding
from bulletin.kinds import EngineName
from bulletin.script.engine import dictionaries
from bulletin.script.engine.dictionaries import verified
from bulletin.script.engine.spans import By, Conversion, composed, joined

NAME = EngineName.REIMPLEMENTED
"""The distribution, and the engine."""

_RIVALS = ("OpenCC", "opencc-py")


@cache
def package() -> Any:
    """Return the module of the package's code.

    Raises:
        ScriptError: the package is absent, or another has taken its place or changed its files (T-006).
    """
    try:
        record = {str(entry): entry for entry in metadata.files(NAME) or []}
    except metadata.PackageNotFoundError:
        raise ScriptError(finding("T-006", found=_culprit())) from None
    home = Path(str(record["opencc/opencc.py"].locate())) if "opencc/opencc.py" in record else None
    loaded = sys.modules.get("opencc")
    spec = loaded.__spec__ if loaded else importlib.util.find_spec("opencc")
    origin = Path(spec.origin) if spec and spec.origin else None
    if home is None or origin is None or home.parent.resolve() != origin.parent.resolve():
        raise ScriptError(finding("T-006", found=_culprit()))
    for name in ("opencc/__init__.py", "opencc/opencc.py"):
        try:
            verified(record, name)
        except ScriptError:
            raise ScriptError(finding("T-006", found=f"{_culprit()} ({name})")) from None
    return importlib.import_module("opencc.opencc")


def _culprit() -> str:
    """Name whatever else answers to ``opencc`` here, for the message."""
    for rival in _RIVALS:
        try:
            return f"{rival} {metadata.version(rival)}"
        except metadata.PackageNotFoundError:
            continue
    return "–"


class _Itself(dict[str, str]):
    """A dictionary that gives every entry itself; ``found`` gives what is meant."""

    def __getitem__(self, key: str) -> str:
        return key

    def found(self, key: str) -> str | None:
        return super().get(key)


Group = list[tuple[int, int, _Itself]]
"""Dictionaries of one step as the package takes them: length of the longest entry, of the shortest, entries."""


@cache
def _dictionary(name: str) -> tuple[int, int, _Itself]:
    entries = _Itself(dictionaries.read(name))
    return max(map(len, entries), default=1), min(map(len, entries), default=1000), entries


def _groups(name: str, tofu: bool) -> list[Group]:
    """Return the steps of a configuration; groups inside groups are one, as the package has no others."""

    def files(spec: Mapping[str, Any]) -> Iterator[str]:
        if spec["type"] == "group":
            for one in spec["dicts"]:
                yield from files(one)
        elif tofu or not spec.get("may_output_tofu"):
            yield str(spec["file"])

    chain = dictionaries.configuration(name)["conversion_chain"]
    return [[_dictionary(file) for file in files(entry["dict"])] for entry in chain]


class ReimplementedEngine:
    """One configuration, or several one after another."""

    def __init__(self, *configurations: str, tofu: bool = False) -> None:
        self.name = f"{NAME} {'+'.join(configurations)}"
        self._tree = package().StringTree
        self._marks = package().OpenCC().split_chars_re
        self._steps = [group for configuration in configurations for group in _groups(configuration, tofu)]

    def spans(self, text: str) -> Sequence[Conversion]:
        """Return conversions that cover ``text``; phrases one by one, what lies between in stretches."""
        done: list[Conversion] = []
        at = 0
        for number, part in enumerate(self._marks.split(text)):
            end = at + len(part)
            if number % 2:
                done.append(Conversion(at, end, part))
            elif part:
                done += [c._replace(start=c.start + at, end=c.end + at) for c in self._clause(part)]
            at = end
        return done

    def convert(self, text: str) -> str:
        """Return ``text`` converted."""
        return joined(self.spans(text))

    def _clause(self, text: str) -> list[Conversion]:
        done = self._step(text, self._steps[0])
        for group in self._steps[1:]:
            done = composed(done, self._step(joined(done), group))
        return done

    def _step(self, text: str, group: Group) -> list[Conversion]:
        tree = self._tree(text)
        tree.create_parse_tree(group)
        out: list[Conversion] = []
        at = begun = 0
        single: list[str] = []
        for part in tree.inorder():
            known = next((found for _, _, entries in group if (found := entries.found(part)) is not None), None)
            end = at + len(part)
            if known is None or len(part) == 1 == len(known):
                if not single:
                    begun = at
                single.append(part if known is None else known)
            else:
                if single:
                    out.append(Conversion(begun, at, "".join(single)))
                    single = []
                out.append(Conversion(at, end, known, By.DICTIONARY))
            at = end
        if single:
            out.append(Conversion(begun, at, "".join(single)))
        return out
