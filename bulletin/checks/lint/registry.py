"""What a rule is, and what it yields.

A rule is a small pure function over a ``Volume``; what it finds are hits. Its decorator names, for each code it can
give, where the rule comes from: a clause of a specification, a shop's guidelines, a note of our own lab, or a thread in
which a reader or a maintainer tells what went wrong. Severity and words of a code stand in the catalogue:
what makes a reading system or Amazon refuse the file, or loses text, is an error; what looks bad is a warning; matters
of taste are notes.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from lxml import etree

from bulletin.checks.book_file import line_of
from bulletin.checks.lint.volume import Volume


@dataclass(frozen=True, slots=True)
class Hit:
    """One place that breaks a rule."""

    code: str
    member: str
    """Name of the file in the book; empty where the book itself is meant."""
    line: int
    ids: tuple[str, ...]
    """The ids of the element and of what it stands in, the nearest first."""
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, and where each of its codes comes from."""

    name: str
    sources: Mapping[str, str]
    find: Callable[[Volume], Iterator[Hit]]


def rule(sources: Mapping[str, str]) -> Callable[[Callable[[Volume], Iterator[Hit]]], Rule]:
    """Make the function below a rule whose codes come from ``sources``."""

    def make(find: Callable[[Volume], Iterator[Hit]]) -> Rule:
        return Rule(find.__name__, MappingProxyType(dict(sources)), find)

    return make


def hit(code: str, member: str, where: etree._Element | int | None = None, **values: object) -> Hit:
    """Return a hit at an element, at a line, or in the whole of ``member``."""
    said = MappingProxyType({key: str(value) for key, value in values.items()})
    if where is None or isinstance(where, int):
        return Hit(code, member, where or 0, (), said)
    ids = tuple(ident for e in (where, *where.iterancestors()) if (ident := e.get("id")))
    return Hit(code, member, line_of(where), ids, said)
