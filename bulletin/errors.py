"""Errors that stop the work: each class owns its exit code and carries findings as its cause and cure.

They become words in ``cli`` alone. Skipped codes: 1 is Python's own; 126–165 belong to shells.
"""

from collections.abc import Iterable
from enum import IntEnum
from typing import ClassVar

from bulletin.findings import Finding, Severity


class ExitCode(IntEnum):
    """What the process tells the shell (DESIGN contract, “Command line”)."""

    OK = 0
    USAGE = 2
    SETTINGS = 3
    SOURCES = 4
    SCRIPT = 5
    LAYOUT = 6
    FONTS = 7
    PRESS = 8
    CHECKS = 9
    DELIVER = 10
    INTERNAL = 70
    INTERRUPTED = 130


class BulletinError(Exception):
    """Something the editor can mend; several findings at once where a file has several."""

    exit_code: ClassVar[ExitCode] = ExitCode.INTERNAL

    def __init__(self, *findings: Finding) -> None:
        super().__init__(*findings)
        self.findings = findings

    def __str__(self) -> str:
        return "\n".join(f"{f.place or ''}: {f.code}: {f.message()}" for f in self.findings)


class UsageError(BulletinError):
    """The command line itself is off."""

    exit_code = ExitCode.USAGE


class SettingsError(BulletinError):
    """publication.yaml, issue.yaml or a layout's settings."""

    exit_code = ExitCode.SETTINGS


class SourceError(BulletinError):
    """An article or a picture."""

    exit_code = ExitCode.SOURCES


class ScriptError(BulletinError):
    """Conversion between Simplified and Traditional."""

    exit_code = ExitCode.SCRIPT


class LayoutError(BulletinError):
    """A layout package or what it makes of an edition."""

    exit_code = ExitCode.LAYOUT


class PressError(BulletinError):
    """What the print shop wants and what the pages hold cannot both be had."""

    exit_code = ExitCode.PRESS


class FontError(BulletinError):
    """The font set or the cache it is unpacked to."""

    exit_code = ExitCode.FONTS


class CheckError(BulletinError):
    """What was made is not what was meant: nothing is delivered."""

    exit_code = ExitCode.CHECKS


class DeliverError(BulletinError):
    """The finished files could not be put in their place."""

    exit_code = ExitCode.DELIVER


def raise_errors(error: type[BulletinError], findings: Iterable[Finding]) -> None:
    """Raise ``error`` with every finding among ``findings`` that is an error; return if there is none."""
    errors = tuple(f for f in findings if f.severity is Severity.ERROR)
    if errors:
        raise error(*errors)
