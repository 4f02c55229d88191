"""The other issues of a publication: what their numbers are, read without the issues themselves."""

import datetime
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from bulletin.errors import SettingsError
from bulletin.textfile import read_text

_SCALAR = re.compile(r"^(number|total|date)[ \t]*:[ \t]*[\"']?([0-9-]+)[\"']?[ \t]*(?:#.*)?$", re.M)
"""The three that numbering needs; they stand at the head of a file, one a line."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another issue of the same publication."""

    name: str
    """Its folder below the publication's."""
    date: datetime.date
    number: int
    """0 where it has none."""
    total: int
    """0 where it has none."""


def neighbours(home: Path, folder: Path) -> tuple[Neighbour, ...]:
    """Return the issues below ``home`` other than that in ``folder``, the oldest first.

    One whose file cannot be read is left out: its own build tells why. Folders may stand one below the other by year.
    """
    found = []
    for file in sorted((*home.glob("*/issue.yaml"), *home.glob("*/*/issue.yaml"))):
        own = file.parent
        name = own.relative_to(home)
        between = [own, *own.parents][: len(name.parts)]
        if own == folder or name.parts[0].startswith(".") or not file.resolve().is_relative_to(home):
            continue
        if any((up / "publication.yaml").is_file() for up in between):
            continue
        with suppress(SettingsError, ValueError):
            said = dict(_SCALAR.findall(read_text(file, file.name, SettingsError)))
            date = datetime.date.fromisoformat(said.get("date", ""))
            numbers = (int(said.get(key, "0")) for key in ("number", "total"))
            found.append(Neighbour(name.as_posix(), date, *numbers))
    return tuple(sorted(found, key=lambda one: (one.date, one.number, one.name)))


def last(others: Sequence[Neighbour], date: datetime.date) -> Neighbour | None:
    """Return the issue before ``date``."""
    return next((other for other in reversed(others) if other.date < date), None)


def following(before: Neighbour, date: datetime.date, others: Sequence[Neighbour]) -> tuple[int, int]:
    """Return number and total of the issue of ``date`` that follows ``before``; 0 where ``before`` has none.

    Numbers begin anew with the year, unless this publication's went on before; totals never do.
    """
    anew = before.date.year < date.year and not goes_on(others)
    number = (1 if anew else before.number + 1) if before.number else 0
    return number, before.total + 1 if before.total else 0


def goes_on(others: Sequence[Neighbour]) -> bool:
    """Whether the numbers went on over a new year before, instead of beginning anew."""
    numbered = [other for other in others if other.number]
    return any(a.date.year < b.date.year and b.number == a.number + 1 for a, b in pairwise(numbered))
