"""What stands above and beside the issue folder: the publication, the sections and numbers of its other issues."""

import datetime
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bulletin.config import tree
from bulletin.errors import SettingsError
from bulletin.importers.base import House
from bulletin.kinds import Script
from bulletin.readers.neighbours import Neighbour, following, last, neighbours
from bulletin.script.characters import foreign
from bulletin.textfile import read_text

PLAIN_SECTION = {False: "要闻", True: "要聞"}
"""The section of articles that stood under no label, by whether the issue is Traditional."""

LATEST = 12
"""Issues that are asked for their sections; older ones say less of today's."""


@dataclass(frozen=True, slots=True)
class Settings:
    """An issue.yaml as far as an import wants to know it; all of it empty where it cannot be read."""

    readable: bool = False
    date: datetime.date | None = None
    numbered: bool = False
    script: Script | None = None
    sections: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Each section's title with what it lists, as it is written."""

    @property
    def titles(self) -> tuple[str, ...]:
        """The titles of its sections, in order."""
        return tuple(title for title, _ in self.sections)

    def lists(self, path: str) -> bool:
        """Whether the article at ``path`` stands in a section, by its name or by its folder's."""
        for _, names in self.sections:
            for name in names:
                plain = name.removeprefix("./")
                if plain == path or (name.endswith("/") and path.rpartition("/")[0] == plain.rstrip("/")):
                    return True
        return False


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The publication round an issue folder."""

    home: Path | None
    """Folder of publication.yaml; None where none stands above."""
    script: Script
    """What its sources are written in."""
    others: tuple[Neighbour, ...] = ()
    """Its other issues, the oldest first."""
    orders: tuple[tuple[str, ...], ...] = ()
    """The sections of those issues, the latest issue first."""

    @property
    def known(self) -> frozenset[str]:
        """Every section's title that the publication has used."""
        return frozenset(title for order in self.orders for title in order)

    def facing(self, date: datetime.date | None) -> House:
        """Return what the reader of pages should know."""
        return House(self.known, self.script, date)

    def plain_section(self, script: Script) -> str:
        """Return the section for articles without a label: what its latest issue begins with, or a neutral word."""
        for order in self.orders:
            if order and not foreign(order[0], script):
                return order[0]
        return PLAIN_SECTION[script.traditional]

    def next_number(self, date: datetime.date) -> int:
        """Return the number that would follow; 0 where nobody can tell."""
        before = last(self.others, date)
        return following(before, date, self.others)[0] if before else 0


def look(folder: Path) -> Surroundings:
    """Return what stands round the issue ``folder``, which may not be there yet."""
    folder = folder.resolve()
    home = next((up for up in (folder, *folder.parents) if (up / "publication.yaml").is_file()), None)
    if home is None:
        return Surroundings(None, Script.HANS)
    others = neighbours(home, folder)
    orders = (settings(home / other.name / "issue.yaml").titles for other in reversed(others[-LATEST:]))
    data = _data(home / "publication.yaml")
    return Surroundings(home, _script(data.get("script")) or Script.HANS, others, tuple(filter(None, orders)))


def settings(path: Path) -> Settings:
    """Return what the issue.yaml at ``path`` says; what cannot be read says nothing, its own build tells why."""
    return _settings(_data(path))


def settings_of(text: str) -> Settings:
    """Return what an issue.yaml of this ``text`` says."""
    return _settings(_parsed(text))


def _settings(data: dict[str, Any]) -> Settings:
    if not data:
        return Settings()
    date = None
    with suppress(ValueError):
        date = datetime.date.fromisoformat(str(data.get("date", "")))
    sections = data.get("sections")
    found = [s for s in sections if isinstance(s, dict)] if isinstance(sections, list) else []
    return Settings(
        readable=True,
        date=date,
        numbered=bool(data.get("number")),
        script=_script(data.get("script")),
        sections=tuple((str(s.get("title") or ""), tuple(_names(s.get("articles")))) for s in found),
    )


def _names(value: object) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        yield from (name for name in value if isinstance(name, str))


def _script(value: object) -> Script | None:
    return next((script for script in Script if script.value == value), None)


def _data(path: Path) -> dict[str, Any]:
    with suppress(SettingsError):
        return _parsed(read_text(path, path.name, SettingsError))
    return {}


def _parsed(text: str) -> dict[str, Any]:
    with suppress(SettingsError):
        data = tree.parse(text, "issue.yaml").data
        return data if isinstance(data, dict) else {}
    return {}
