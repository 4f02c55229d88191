"""What the settings ask for: one edition, before anything is made of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, TypeVar

from bulletin.blocks import NOWHERE
from bulletin.findings import Place
from bulletin.kinds import EngineName, Script

Option = TypeVar("Option")


@dataclass(frozen=True, slots=True)
class EditionPlan:
    """One edition as the settings ask for it, before anything is made."""

    key: str
    """Free name, used in file names."""
    script: Script
    layout: str
    make: tuple[str, ...]
    """Outputs to be made now, such as ``pdf`` and ``epub``."""
    printed: bool = False
    """Whether the edition has pages of paper, made now or not: its book then carries their numbers."""
    title: str = ""
    """The masthead of this edition; empty: the publication's, converted."""
    settings: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    """What ``set:`` says, to be checked against the layout's own ``layout.yaml``."""
    vocabulary: bool = False
    """Whether regional vocabulary is converted too (OpenCC's ``…p`` configurations)."""
    engine: EngineName = EngineName.EXACT
    """Which engine converts."""
    house: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    """House style of a converted edition: form -> the form of the same length that the house prints (臺 -> 台)."""
    options: tuple[Any, ...] = ()
    """What the settings say of single outputs, each as the object that its schema makes of it."""
    said: Mapping[str, Place] = field(default_factory=lambda: MappingProxyType({}), hash=False, compare=False)
    """Where they say it last, by the key of the output."""
    place: Place = field(default=NOWHERE, compare=False)

    def at(self, key: str) -> Place:
        """Return where the settings of an output stand; where they say nothing of it, the edition."""
        return self.said.get(key, self.place)

    def option(self, kind: type[Option]) -> Option:
        """Return what the settings say of the output whose schema is ``kind``; where they are silent, its defaults."""
        return next((found for found in self.options if isinstance(found, kind)), None) or kind()
