"""Parts of a finished document's text put into elements of their own; no character is changed."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

XHTML = "{http://www.w3.org/1999/xhtml}"

Parts = Callable[[re.Match[str]], Sequence[str]]


def whole(match: re.Match[str]) -> Sequence[str]:
    """Return the text of ``match`` as the one part."""
    return (match[0],)


def wrap(root: etree._Element, pattern: re.Pattern[str], name: str, apart: set[str], parts: Parts = whole) -> None:
    """Put each match of ``pattern`` in the texts below ``root`` into a ``span`` of the class ``name``.

    ``parts`` says into which texts a match is parted, each in a span of its own. What stands in elements of the tags
    ``apart``, or in another language than Chinese, is left as it is. A match knows its neighbours in its line, also in
    other elements. No character is changed.
    """
    slots = [*_slots(root, apart)]
    for number, slot in enumerate(slots):
        if slot.element is None or not slot.text:
            continue
        before = slots[number - 1].text[-2:] if number else ""
        after = slots[number + 1].text[:2] if number + 1 < len(slots) else ""
        spans, rest = _split(slot.text, before, after, pattern, name, parts)
        if not spans:
            continue
        if slot.tail:
            parent = slot.element.getparent()
            assert parent is not None
            slot.element.tail, at = rest, parent.index(slot.element) + 1
            parent[at:at] = spans
        else:
            slot.element.text = rest
            slot.element[:0] = spans


@dataclass(frozen=True, slots=True)
class _Slot:
    """A text of the document."""

    element: etree._Element | None
    """What it hangs on; None where it is left as it is."""
    text: str
    tail: bool = False


_INLINE = {
    f"{XHTML}{tag}" for tag in ("a", "b", "code", "em", "i", "rt", "ruby", "span", "strong", "sub", "sup", "time")
}


def _slots(element: etree._Element, apart: set[str]) -> Iterator[_Slot]:
    """Yield the texts in ``element`` in order; where a line ends, one of a line break."""
    line = _Slot(None, "\n")
    if element.tag not in _INLINE:
        yield line
    if element.tag in apart or not element.get("lang", "zh").startswith("zh"):
        yield _Slot(None, "".join(str(text) for text in element.itertext()))
    else:
        yield _Slot(element, element.text or "")
        for child in element:
            if isinstance(child.tag, str):
                yield from _slots(child, apart)
            yield _Slot(child, child.tail or "", tail=True)
    if element.tag not in _INLINE:
        yield line


def _split(
    text: str, before: str, after: str, pattern: re.Pattern[str], name: str, parts: Parts
) -> tuple[list[etree._Element], str]:
    """Return the spans for each match, the last one's tail what follows it, and the text before the first."""
    spans: list[etree._Element] = []
    first, last = len(before), len(before) + len(text)
    whole_text = before + text + after
    matches = [found for found in pattern.finditer(whole_text) if first <= found.start() and found.end() <= last]
    for number, match in enumerate(matches):
        for part in parts(match):
            span = etree.Element(f"{XHTML}span", {"class": name})
            span.text = part
            spans.append(span)
        end = matches[number + 1].start() if number + 1 < len(matches) else last
        spans[-1].tail = whole_text[match.end() : end]
    return spans, whole_text[first : matches[0].start()] if matches else text
