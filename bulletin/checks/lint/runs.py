"""The running text of a document, paragraph by paragraph, with the element each character stands in."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from bulletin.checks.book_file import XHTML

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_INLINE = frozenset(
    (
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "cite",
        "data",
        "del",
        "dfn",
        "em",
        "i",
        "ins",
        "label",
        "mark",
        "q",
        "rb",
        "ruby",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "u",
        "var",
    )
)
_OPAQUE = frozenset(
    (
        "code",
        "kbd",
        "samp",
        "pre",
        "script",
        "style",
        "rt",
        "rp",
        "rtc",
        "svg",
        "math",
        "textarea",
        "template",
        "title",
        "head",
    )
)
"""What is not running text: code, readings above the line, drawings."""
_OBJECTS = frozenset(("img", "audio", "video", "object", "iframe", "input", "button"))
OBJECT = "\ufffc"
"""Stands for a picture within a line."""


@dataclass(slots=True)
class Run:
    """The text of one paragraph, heading, cell …, blanks as they are written."""

    element: etree._Element
    language: str
    parts: list[tuple[str, etree._Element]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The whole text."""
        return "".join(part for part, _ in self.parts)

    def at(self, index: int) -> etree._Element:
        """Return the element in which the character at ``index`` stands."""
        for part, element in self.parts:
            index -= len(part)
            if index < 0:
                return element
        return self.element


def of(tree: etree._Element, language: str, blocks: frozenset[str]) -> Iterator[Run]:
    """Yield the runs of ``tree``; ``language`` is the book's, ``blocks`` the classes whose inlines are blocks."""
    body = tree.find(f"{XHTML}body")
    if body is not None:
        lang = body.get(_XML_LANG) or body.get("lang") or tree.get(_XML_LANG) or tree.get("lang") or language
        yield from _Walker(blocks).walk(body, lang)


class _Walker:
    def __init__(self, blocks: frozenset[str]) -> None:
        self.blocks = blocks

    def walk(self, top: etree._Element, language: str) -> Iterator[Run]:
        run = Run(top, language)
        # A stack of our own: a book nested deeper than Python's is still a book.
        stack: list[tuple[etree._Element, str, bool]] = [(top, language, False)]
        while stack:
            element, lang, left = stack.pop()
            if left:
                if self._block(element):
                    yield run
                    parent = element.getparent()
                    run = Run(element if parent is None else parent, lang)
                self._add(run, element.tail, element.getparent())
                continue
            if element is not top:
                stack.append((element, lang, True))
            name = etree.QName(element).localname if isinstance(element.tag, str) else ""
            if not name or name in _OPAQUE:
                continue
            if name in _OBJECTS:
                run.parts.append((OBJECT, element))
                continue
            own = element.get(_XML_LANG) or element.get("lang") or lang
            if element is not top and self._block(element):
                yield run
                run = Run(element, own)
            if own.split("-")[0].lower() == run.language.split("-")[0].lower():
                self._add(run, element.text, element)
                stack += [(child, own, False) for child in reversed(element)]
            else:
                # Words of another language keep their own marks and blanks.
                run.parts.append((OBJECT, element))
        yield run

    def _block(self, element: etree._Element) -> bool:
        if not isinstance(element.tag, str):
            return False
        name = etree.QName(element).localname
        if name in _OPAQUE:
            return name == "pre"
        inline = name in _INLINE or name in _OBJECTS
        return not inline or any(c in self.blocks for c in element.get("class", "").split())

    @staticmethod
    def _add(run: Run, text: str | None, element: etree._Element | None) -> None:
        if text and element is not None:
            run.parts.append((text, element))
