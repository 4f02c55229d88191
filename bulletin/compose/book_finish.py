"""Documents of a book made ready to be written: page numbers of the printed edition, links to them, bytes."""

import re
from collections.abc import Collection, Sequence

import tinycss2
from lxml import etree

from bulletin.compose import page_list
from bulletin.compose.page_list import PageBreak
from bulletin.compose.spans import XHTML

_HEAD = b'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'

_CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")

_VOID = {f"{XHTML}{tag}" for tag in ("br", "hr", "img", "link", "meta", "col")}
"""Elements that have no end tag where a reader takes the file for HTML."""


def number(root: etree._Element, own: Sequence[PageBreak], pages: Sequence[PageBreak], label: str) -> None:
    """Mark in a document the printed pages that begin in it (``own``), and let 见第3版 lead to its page of ``pages``.

    ``label`` is what a page is called, with ``{}`` for its number. A reference to a page that is none stays text.
    """
    page_list.mark(root, own, label)
    places = {f"#{page.anchor}": f"{page.file}#{page.anchor}" for page in pages}
    for link in list(root.iter(f"{XHTML}a")):
        if link.get("class") == "page-ref":
            if target := places.get(link.get("href", "")):
                link.set("href", target)
            else:
                _unwrap(link)


def _unwrap(link: etree._Element) -> None:
    """Put the text of ``link``, which holds nothing else, in its place."""
    text, parent, before = (link.text or "") + (link.tail or ""), link.getparent(), link.getprevious()
    assert parent is not None
    if before is not None:
        before.tail = (before.tail or "") + text
    else:
        parent.text = (parent.text or "") + text
    link.tail = None
    parent.remove(link)


def pruned(css: str, roots: Collection[etree._Element]) -> str:
    """Return the style sheet ``css`` without the selectors whose classes none of the documents has."""
    used = {name for root in roots for element in root.iter() for name in (element.get("class") or "").split()}
    out = []
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        text = tinycss2.serialize([rule]).strip()
        if rule.type == "qualified-rule":
            selectors = [one.strip() for one in tinycss2.serialize(rule.prelude).split(",")]
            kept = [one for one in selectors if set(_CLASS.findall(one)) <= used]
            text = f"{', '.join(kept)} {{{tinycss2.serialize(rule.content)}}}" if kept else ""
        elif rule.type == "at-rule" and rule.lower_at_keyword in ("media", "supports"):
            inner = pruned(tinycss2.serialize(rule.content), roots)
            text = f"@{rule.at_keyword} {tinycss2.serialize(rule.prelude).strip()} {{\n{inner}}}" if inner else ""
        out += [f"{text}\n"] if text else []
    return "".join(out)


def written(root: etree._Element) -> bytes:
    """Return the bytes of a document: every element with an end tag, for some readers take XHTML for HTML."""
    for element in root.iter(f"{XHTML}*"):
        if element.text is None and not len(element) and element.tag not in _VOID:
            element.text = ""
    return _HEAD + etree.tostring(root, encoding="unicode").encode() + b"\n"
