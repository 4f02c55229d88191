"""Parts of a finished document's text put into elements of their own; no character is changed."""

import re
from collections.abc import Callable

from lxml import etree

XHTML = "{http://www.w3.org/1999/xhtml}"


def wrap(root: etree._Element, pattern: re.Pattern[str], name: Callable[[re.Match[str]], str], apart: set[str]) -> None:
    """Put each match of ``pattern`` in the texts below ``root`` into a ``span`` of the class that ``name`` gives.

    What stands in elements of the tags ``apart`` is left as it is. No character is changed.
    """
    for element in list(root.iter(f"{XHTML}*")):
        if element.tag in apart or any(up.tag in apart for up in element.iterancestors()):
            continue
        spans, before = _split(element.text or "", pattern, name)
        if spans:
            element.text = before
            element[:0] = spans
    for element in list(root.iter(f"{XHTML}*")):
        if element is root or any(up.tag in apart for up in element.iterancestors()):
            continue
        spans, before = _split(element.tail or "", pattern, name)
        if spans:
            element.tail, parent = before, element.getparent()
            assert parent is not None
            at = parent.index(element) + 1
            parent[at:at] = spans


def _split(
    text: str, pattern: re.Pattern[str], name: Callable[[re.Match[str]], str]
) -> tuple[list[etree._Element], str]:
    """Return a span for each match, its tail what follows it, and the text before the first."""
    spans: list[etree._Element] = []
    matches = list(pattern.finditer(text))
    for number, match in enumerate(matches):
        span = etree.Element(f"{XHTML}span", {"class": name(match)})
        span.text = match[0]
        span.tail = text[match.end() : matches[number + 1].start() if number + 1 < len(matches) else len(text)]
        spans.append(span)
    return spans, text[: matches[0].start()] if matches else text
