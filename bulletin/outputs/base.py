"""What an output is, and what it is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, Protocol

from bulletin.errors import LayoutError
from bulletin.findings import Finding, finding
from bulletin.fonts import FontSet
from bulletin.layouts import Layout
from bulletin.model import Artifact, Edition
from bulletin.readers.sources import Source

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
    paper: Path | None = None
    """The edition's pages as tagged PDF, RGB, drawn past the trim; None where no output needs them."""
    home: Path | None = None
    """The publication's folder: settings name files in it."""
    delivered: Path | None = None
    """Where the issue's files were delivered before, and will be now: a proof looks there for the last one."""
    sources: tuple[Source, ...] = ()
    """The files that the issue was made of; none where no output of this edition attaches them."""
    versions: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """What the files are made with, by name; empty where no output of this edition tells of it."""


class Output(Protocol):
    """One way to finish an edition."""

    @property
    def name(self) -> str:
        """Name that ``make:`` and ``-o`` know."""

    @property
    def suffix(self) -> str:
        """What follows the edition's stem in the file name, such as ``.pdf``."""

    @property
    def needs(self) -> Literal["edition", "paper"]:
        """What must be there before it is made."""

    def make(self, job: Job) -> tuple[tuple[Artifact, ...], tuple[Finding, ...]]:
        """Write its files into ``job.folder``, the first the one it is named for; tell what was found on the way."""


def inside(job: Job, name: str) -> Path | None:
    """Return the file that a setting names below the publication's folder; None where it is none, or leaves it."""
    home = (job.home or Path()).resolve()
    try:
        path = (home / name).resolve()
        return path if path.is_relative_to(home) and path.is_file() else None
    except (OSError, ValueError):  # a name that is too long, or holds a zero byte
        return None


def paper(job: Job) -> tuple[Pages, Path]:
    """Return the pages and the paper of ``job``; raises ``LayoutError`` where the pipeline did not lay it out."""
    if job.pages is None or job.paper is None:
        raise LayoutError(finding("U-003", reason="no pages", log="-"))
    return job.pages, job.paper
