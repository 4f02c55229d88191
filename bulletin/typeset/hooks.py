"""The one place that reaches into WeasyPrint: which of its functions are ours, and for which version.

Each hook has a geometry test (``tests/test_typeset.py``) that fails on an upgrade which moves it.
"""

import weasyprint
from weasyprint.layout import inline

from bulletin.errors import LayoutError
from bulletin.findings import finding
from bulletin.typeset import justify

VERSION = "70.0"
"""The WeasyPrint that the hooks were written for and tested with."""


def install() -> None:
    """Put the hooks in place; harmless when called again. Raises ``LayoutError`` for another WeasyPrint."""
    if weasyprint.__version__ != VERSION:
        raise LayoutError(finding("U-002", what=f"WeasyPrint {VERSION}", how=f"pip install weasyprint=={VERSION}"))
    # H1: layout.inline.justify_line(context, line, extra_width), called for each justified line.
    inline.justify_line = justify.justify_line
