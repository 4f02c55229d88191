"""The page numbers of the printed edition in its e-book (EPUB 3.3 §7.4, EPUB Accessibility 1.1 §3.4).

A page begins in the book where its first text stands, also inside a paragraph. Paper may show things in another order
than the book does: a page whose first text would lead back behind an earlier page begins at its next.
"""

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from itertools import islice

from lxml import etree

from bulletin.compose.spans import XHTML
from bulletin.model import Position
from bulletin.units import squeeze

_OPS = "{http://www.idpf.org/2007/ops}"

ANCHOR = "page-{}"
"""Id of the place where a page begins, in the book and on paper; ``{}`` is its number."""

CLOSING = "colophon"
"""What stands last in a book, wherever paper has it."""

_NUMBER = r"\d{1,3}|[一二三四五六七八九十百零〇]{1,5}"
_REFERENCE = re.compile(
    # 意见第三版, 好转第二版 are no references, nor is 第3版本.
    r"(?:(?<![意看再听聽可常罕成偏主己政高会會碰])[见見]|参见|參見|详见|詳見|(?:下|(?<=[（(，。；、\s])|^)[转轉接]|上[接承])"
    r"(?:本期|本[刊报報]|今日)?\s*"
    rf"(?P<link>(?:第\s*|(?<=[转轉接]))(?P<number>{_NUMBER})\s*[版页頁](?![本次面]))"
)
"""见第3版, 下转第四页, 詳見本報第12版: a page of this issue. With a title in between it is another's page."""

_WHOLE = {f"{XHTML}{tag}" for tag in ("section", "figure", "aside", "footer")}
"""Elements before all of whose content a page begins, not within the first line of it."""

_FRAMES = {f"{XHTML}{tag}" for tag in ("table", "thead", "tbody", "tr", "ul", "ol", "dl", "ruby")}
"""Elements that may hold nothing but their own parts."""

_DIGITS = {char: value for value, char in enumerate("一二三四五六七八九", 1)}


@dataclass(frozen=True, slots=True)
class PageBreak:
    """Where a printed page begins in the book."""

    number: int
    """The number printed on the page."""
    file: str
    """Name of the document it begins in."""
    at: Position

    @property
    def anchor(self) -> str:
        """Id of the place."""
        return ANCHOR.format(self.number)


def references(text: str) -> list[tuple[int, int, int]]:
    """Return the references to pages of the same issue in ``text``: start, end and number of each ``第3版``."""
    found = []
    for match in _REFERENCE.finditer(text):
        number = _number(match["number"])
        if number >= 0:
            found.append((*match.span("link"), number))
    return found


def _number(text: str) -> int:
    """Return the value of a page number in figures or characters up to 199; -1 where it is none."""
    if text.isdecimal():
        return int(text)
    match = re.fullmatch(
        r"(一?百[零〇]?)?(?:(?P<tens>[一二三四五六七八九])?(?P<ten>十))?(?P<ones>[一二三四五六七八九])?", text
    )
    if not match:
        return -1
    tens = (_DIGITS[match["tens"]] if match["tens"] else 1) if match["ten"] else 0
    return (100 if match[1] else 0) + 10 * tens + (_DIGITS[match["ones"]] if match["ones"] else 0)


def page_breaks(
    starts: Sequence[Sequence[Position]], documents: Sequence[tuple[str, etree._Element]]
) -> tuple[PageBreak, ...]:
    """Return where each printed page begins in ``documents`` (name and root, in reading order).

    ``starts`` holds for each page, in order, the positions where its elements begin on it. A page that has nothing
    of the book, or nothing but what the book has elsewhere, begins where the next does: every page of the paper has
    its place.
    """
    order: dict[str, tuple[int, str, bool]] = {}
    for name, root in documents:
        for element in root.iter(f"{XHTML}*"):
            if ident := element.get("id"):
                order[ident] = (len(order), name, element.tag == f"{XHTML}section")
    told = [number for number, page in enumerate(starts) if any(p.id in order and p.id != CLOSING for p in page)]
    last = max(told, default=0)
    chosen: list[PageBreak | None] = []
    latest = (-1, 0)
    for number, page in enumerate(starts):
        chosen.append(None)
        for at in page:
            place, file, section = order.get(at.id, (-1, "", False))
            # In the middle of a head no page begins, nor at a colophon that more is to follow.
            barred = place < 0 or (section and at.offset) or (at.id == CLOSING and number < last)
            if (place, at.offset) > latest and not barred:
                chosen[-1], latest = PageBreak(number + 1, file, at), (place, at.offset)
                break
    out: list[PageBreak] = []
    file, at = order[CLOSING][1], Position(CLOSING)
    for number in range(len(chosen), 0, -1):
        found = chosen[number - 1] or PageBreak(number, file, at)
        file, at = found.file, found.at
        out.append(found)
    return tuple(reversed(out))


def mark(root: etree._Element, breaks: Sequence[PageBreak], label: str) -> None:
    """Put an empty ``doc-pagebreak`` into the document ``root`` at each of ``breaks`` (DPUB-ARIA 1.1).

    ``label`` is what a page is called, with ``{}`` for its number.
    """
    if not breaks:
        return
    by_id = {ident: element for element in root.iter(f"{XHTML}*") if (ident := element.get("id"))}
    for one in breaks:
        element = by_id[one.at.id]
        span = etree.Element(f"{XHTML}span", {"id": one.anchor, "role": "doc-pagebreak", f"{_OPS}type": "pagebreak"})
        span.set("aria-label", label.format(one.number))
        span.text = ""
        _insert(element, one.at.offset, span)


def _insert(element: etree._Element, offset: int, span: etree._Element) -> None:
    """Put ``span`` before the character ``offset`` of the text that is ``element``'s own."""
    if element.tag == f"{XHTML}nav":
        # A nav holds a heading and a list, and nothing else (EPUB 3.3 §7.3).
        element.addprevious(span)
        return
    for owner, tail, text in _own_texts(element) if offset or element.tag not in _WHOLE else ():
        count = len(squeeze(text))
        if offset >= count:
            offset -= count
            continue
        at = _index(text, offset)
        if tail:
            owner.tail, span.tail = text[:at], text[at:]
            _after(owner, span)
        elif owner.tag == f"{XHTML}ruby":
            span.tail, owner_tail = None, owner.tail
            owner.tail = None
            owner.addprevious(span)
            owner.tail = owner_tail
        else:
            owner.text, span.tail = text[:at], text[at:]
            owner.insert(0, span)
        return
    # A whole element, or one whose text is told otherwise than on paper: behind the pages that begin there already.
    while element.tag in _FRAMES and len(element):
        element = element[0]
    there = [child for child in element if child.get("role") == "doc-pagebreak"]
    if there:
        _after(there[-1], span)
        span.tail, there[-1].tail = there[-1].tail, None
        return
    span.tail, element.text = element.text, None
    element.insert(0, span)


def _after(element: etree._Element, span: etree._Element) -> None:
    """Put ``span`` behind ``element`` and its tail."""
    parent = element.getparent()
    assert parent is not None
    parent.insert(parent.index(element) + 1, span)


def _own_texts(element: etree._Element) -> Iterable[tuple[etree._Element, bool, str]]:
    """Yield the texts that are ``element``'s own: the element they hang on, whether as its tail, and the text."""
    yield element, False, element.text or ""
    for child in element:
        apart = child.get("id") is not None or child.tag == f"{XHTML}rt" or child.get("role") == "doc-noteref"
        if not apart and isinstance(child.tag, str):
            yield from _own_texts(child)
        yield child, True, child.tail or ""


def _index(text: str, offset: int) -> int:
    """Return where in ``text`` the character ``offset`` stands, blanks not counted."""
    inked = (at for at, char in enumerate(text) if squeeze(char))
    return next(islice(inked, offset, None))


def play_order(names: Iterable[str], listed: Set[str], pages: Sequence[PageBreak]) -> dict[str, int]:
    """Return the place of each target of the NCX in reading order, by file name or anchor (Z39.86-2005 §8.4).

    ``names`` are the documents in order, ``listed`` those that the contents name.
    """
    begin: dict[str, list[str]] = {}
    for page in pages:
        begin.setdefault(page.file, []).append(page.anchor)
    targets: list[str] = []
    for name in names:
        targets += [*([name] if name in listed else []), *begin.get(name, ())]
    return {target: place for place, target in enumerate(targets, 1)}
