"""Scalars that are typed only here: a settings file keeps every value as the text that was written."""

import re
from typing import Any


def whole_number(value: Any) -> Any:
    """Return ``value`` unless it is text that is no whole number (0128 is one); raises ``ValueError``."""
    if isinstance(value, str) and not re.fullmatch(r"\d{1,9}", value):
        raise ValueError("128")
    return value


def iso_date(value: Any) -> Any:
    """Return ``value`` unless it is text that is no date by ISO 8601; raises ``ValueError``."""
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise ValueError("2026-11-23")
    return value
