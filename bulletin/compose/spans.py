"""Parts of a finished document's text put into elements of their own; no character is changed."""

import re
from collections.abc import Callable, Sequence

from lxml import etree

XHTML = "{http://www.w3.org/1999/xhtml}"

Parts = Callable[[re.Match[str]], Sequence[str]]


def whole(match: re.Match[str]) -> Sequence[str]:
    """Return the text of ``match`` as the one part."""
    return (match[0],)


def wrap(root: etree._Element, pattern: re.Pattern[str], name: str, apart: set[str], parts: Parts = whole) -> None:
    """Put each match of ``pattern`` in the texts below ``root`` into a ``span`` of the class ``name``.

    ``parts`` says into which texts a match is parted, each in a span of its own. What stands in elements of the tags
    ``apart`` is left as it is. No character is changed.
    """
    if root.tag in apart:
        return
    for child in list(root):
        if isinstance(child.tag, str):
            wrap(child, pattern, name, apart, parts)
        spans, before = _split(child.tail or "", pattern, name, parts)
        if spans:
            child.tail, at = before, root.index(child) + 1
            root[at:at] = spans
    spans, before = _split(root.text or "", pattern, name, parts)
    if spans:
        root.text = before
        root[:0] = spans


def _split(text: str, pattern: re.Pattern[str], name: str, parts: Parts) -> tuple[list[etree._Element], str]:
    """Return the spans for each match, the last one's tail what follows it, and the text before the first."""
    spans: list[etree._Element] = []
    matches = list(pattern.finditer(text))
    for number, match in enumerate(matches):
        for part in parts(match):
            span = etree.Element(f"{XHTML}span", {"class": name})
            span.text = part
            spans.append(span)
        spans[-1].tail = text[match.end() : matches[number + 1].start() if number + 1 < len(matches) else len(text)]
    return spans, text[: matches[0].start()] if matches else text
