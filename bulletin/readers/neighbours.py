"""The other issues of a publication: what their numbers are, read without the issues themselves."""

import datetime
import re
from contextlib import suppress
from dataclasses import dataclass
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
