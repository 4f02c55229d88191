"""What the editor has laid down about conversion: glossary lines, and answers at single places."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from bulletin.findings import Place
from bulletin.kinds import Script


@dataclass(frozen=True, slots=True)
class Term:
    """One line of a ``glossary.tsv``: its result is final, before every dictionary."""

    term: str
    """As it stands in the sources."""
    forms: Mapping[Script, str] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    """What it is printed as, script by script; a script that is missing leaves the term to the engine."""
    note: str = ""
    own: bool = False
    """Whether the line stands in the issue's own glossary, not in the publication's."""
    place: Place = field(default=Place("", 0), compare=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the editor chose for one place of one article (one line of ``ledger.lock``)."""

    script: Script
    """The script of the editions that it holds for."""
    file: str
    """The article's name, or ``issue.yaml`` or ``publication.yaml``."""
    before: str
    """The text before it in the sources, up to eight characters, markup left out."""
    text: str
    """What is converted, as it stands in the sources."""
    after: str
    """The text behind it, up to eight characters."""
    out: str
    """What is printed for it; as long as ``text``."""
    place: Place = field(default=Place("", 0), compare=False)
    """Its line in ``ledger.lock``."""
