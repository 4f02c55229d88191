"""What Amazon's post room makes of a book: the findings for which Send to Kindle refuses or spoils one.

Amazon answers a book it does not like with “E999” and no reason. What is known comes from its help pages, from the tool
that mends such books (kindle-epub-fix) and from threads in which somebody found the cause; each code's source names it.
"""

from collections.abc import Iterable

from bulletin.findings import Finding

REFUSED = frozenset(
    (
        "E-002",
        "E-030",
        "E-032",
        "E-033",
        "E-034",
        "E-035",
        "E-039",
        "E-043",
        "E-047",
        "E-050",
        "E-053",
        "E-062",
        "E-063",
        "E-064",
        "E-065",
        "E-066",
        "E-068",
    )
)
"""Known to be refused."""
DOUBTFUL = frozenset(
    ("E-003", "E-004", "E-041", "E-045", "E-046", "E-054", "E-049", "E-067", "E-090", "E-095", "E-096", "E-098")
)
"""Refused or spoilt by some accounts, or in some sizes."""


def verdict(found: Iterable[Finding]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the codes in ``found`` for which the book is refused, and those for which it may be."""
    there = sorted({item.code for item in found})
    return tuple(filter(REFUSED.__contains__, there)), tuple(filter(DOUBTFUL.__contains__, there))
