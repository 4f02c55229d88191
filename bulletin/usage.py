"""The command line's own sentences in the reader's language: argparse knows English alone."""

import argparse
import re
from typing import Any

from bulletin.errors import UsageError
from bulletin.findings import finding, word

_SAYS = (
    (r"the following arguments are required: (?P<what>.+)", "usage-required"),
    (r"unrecognized arguments: (?P<what>.+)", "usage-unknown"),
    (r"argument (?P<name>.+?): invalid choice: (?P<what>.+?) \(choose from (?P<known>.+)\)", "usage-choice"),
    (r"argument (?P<name>.+?): expected (?:one argument|at least one argument)", "usage-expected"),
    (r"ambiguous option: (?P<what>\S+) could match (?P<known>.+)", "usage-ambiguous"),
    (r"argument (?P<name>.+?): ignored explicit argument (?P<what>.+)", "usage-explicit"),
    (r"argument (?P<name>.+?): (?P<what>.+)", "usage-argument"),
)
"""What argparse of Python 3.11 and later says, and the key of our own sentence for it."""


class Parser(argparse.ArgumentParser):
    """A parser that raises ``UsageError``, and helps in ``language``."""

    def __init__(self, *arguments: Any, language: str = "en", **options: Any) -> None:
        super().__init__(*arguments, **{**options, "add_help": False})
        self.language = language
        self._positionals.title = word("usage-arguments", language)
        self._optionals.title = word("usage-options", language)
        self.add_argument("-h", "--help", action="help", help=word("usage-help", language))

    def error(self, message: str) -> None:  # type: ignore[override] # ours raises instead of exiting
        """Raise ``UsageError`` with ``message`` in the reader's language."""
        raise UsageError(finding("U-001", reason=said(message, self.language)))

    def format_help(self) -> str:
        """Return the help text."""
        return super().format_help().replace("usage: ", word("usage-head", self.language), 1)


def said(message: str, language: str) -> str:
    """Return what argparse says, in ``language``; as it is where it is none of the sentences that are known."""
    for pattern, key in _SAYS:
        if found := re.fullmatch(pattern, message):
            return word(key, language, **found.groupdict())
    return message
