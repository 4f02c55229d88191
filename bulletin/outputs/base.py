"""What an output is, and what it is given."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from bulletin.findings import Finding
from bulletin.fonts import FontSet
from bulletin.layouts import Layout
from bulletin.model import Artifact, Edition

if TYPE_CHECKING:  # WeasyPrint may only be imported once fontconfig knows our fonts
    from bulletin.typeset.pages import Pages


@dataclass(frozen=True, slots=True)
class Job:
    """One edition, with all that its outputs may need."""

    edition: Edition
    layout: Layout
    fonts: FontSet
    folder: Path
    """Work folder: outputs write here, and nowhere else."""
    pages: Pages | None = None
    """The laid-out pages; None where no output of this edition needs them."""


class Output(Protocol):
    """One way to finish an edition."""

    @property
    def name(self) -> str:
        """Name that ``make:`` and ``-o`` know."""

    @property
    def suffix(self) -> str:
        """What follows the edition's stem in the file name, such as ``.pdf``."""

    @property
    def needs(self) -> Literal["edition", "pages"]:
        """What must be there before it is made."""

    def make(self, job: Job) -> tuple[Artifact, tuple[Finding, ...]]:
        """Write the file into ``job.folder`` and tell what was found on the way."""
