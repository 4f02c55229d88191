"""What a stage has to tell the editor: data with a code and a place, never a print.

Severity, message and cure of a code live in the catalogues (``bulletin/words/*.toml``), one a language.
A note is told; a warning is told and fails under ``--strict``; an error delivers nothing.
"""

import copyreg
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any


def frozen(mapping: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    """Return ``mapping`` as a read-only map."""
    return MappingProxyType(mapping)


# Read-only maps travel between the processes that make editions side by side.
copyreg.pickle(MappingProxyType, lambda m: (frozen, (dict(m),)))

LANGUAGES = ("en", "zh-Hans", "zh-Hant")
"""Languages that messages come in; ``zh-Hant`` is converted from ``zh-Hans`` where it is shown."""


class Severity(StrEnum):
    """How much a finding matters."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where in the editor's own files something stands."""

    file: str
    """Path as the editor would type it: relative to the issue or publication folder, with ``/``."""
    line: int = 0
    """Line number from 1; 0 where the whole file is meant."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found by one stage; its words are looked up when it is shown."""

    code: str
    """Stable code, such as ``S-004``; ``docs/findings.md`` lists them."""
    place: Place | None = None
    values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    """What fills the message's ``{…}``."""
    excerpt: str = ""
    """The offending source line, shown below the message."""

    @property
    def severity(self) -> Severity:
        """Severity of the code."""
        return Severity(_entry(self.code, "en")["severity"])

    def message(self, language: str = "en") -> str:
        """Return the sentence that says what is wrong and why."""
        return _fill(_entry(self.code, language)["says"], self.values)

    def cure(self, language: str = "en") -> str:
        """Return the sentence that says what to do; empty where there is nothing to do."""
        return _fill(_entry(self.code, language).get("cure", ""), self.values)

    def as_dict(self, language: str = "en") -> dict[str, Any]:
        """Return the finding as plain data for JSON reports."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "file": self.place.file if self.place else "",
            "line": self.place.line if self.place else 0,
            "message": self.message(language),
            "cure": self.cure(language),
            "excerpt": self.excerpt,
        }


def finding(code: str, place: Place | None = None, excerpt: str = "", **values: object) -> Finding:
    """Make a finding, its values turned to text; an unknown code is a ``KeyError`` at once."""
    _entry(code, "en")
    return Finding(code, place, MappingProxyType({k: str(v) for k, v in values.items()}), excerpt)


def worst(findings: Iterable[Finding]) -> Severity | None:
    """Return the gravest severity among ``findings``, or None where there are none."""
    order = list(Severity)
    return max((f.severity for f in findings), key=order.index, default=None)


def word(key: str, language: str = "en", **values: object) -> str:
    """Return a word or phrase of the program itself (progress, report labels, help)."""
    return _fill(catalogue(language)["words"][key], {k: str(v) for k, v in values.items()})


@cache
def catalogue(language: str) -> Mapping[str, Any]:
    """Return the message catalogue of one of ``LANGUAGES``."""
    name = "en" if language == "en" else "zh-Hans"
    words = tomllib.loads((resources.files("bulletin") / "words" / f"{name}.toml").read_text("utf-8"))
    if language != "zh-Hant" or not _converters:
        return words
    return {code: {key: _converters[0](text) for key, text in entry.items()} for code, entry in words.items()}


_converters: list[Callable[[str], str]] = []


def speak_traditional(convert: Callable[[str], str]) -> None:
    """Say how the Chinese catalogue becomes Traditional; conversion stands on a floor above this one."""
    _converters[:] = [convert]
    catalogue.cache_clear()


def codes() -> tuple[str, ...]:
    """Return every finding code, in order."""
    return tuple(sorted(code for code in catalogue("en") if code != "words"))


def _entry(code: str, language: str) -> Mapping[str, str]:
    entry: Mapping[str, str] = catalogue(language)[code]
    return entry


def _fill(template: str, values: Mapping[str, str]) -> str:
    # Values are the editor's own text and may hold braces: replaced by name, never formatted.
    for name, value in values.items():
        template = template.replace("{" + name + "}", value)
    return template
