"""Documents of a book made ready to be written: page numbers of the printed edition, links to them, bytes."""

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Any

import tinycss2
from lxml import etree

from bulletin.compose import page_list
from bulletin.compose.page_list import PageBreak
from bulletin.compose.spans import XHTML

_HEAD = b'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'

_CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")

_VOID = {f"{XHTML}{tag}" for tag in ("br", "hr", "img", "link", "meta", "col")}
"""Elements that have no end tag where a reader takes the file for HTML."""


def number(root: etree._Element, own: Sequence[PageBreak], goals: Mapping[str, str], label: str) -> None:
    """Mark in a document the printed pages that begin in it (``own``), and let 见第3版 lead to its page by ``goals``.

    ``label`` is what a page is called, with ``{}`` for its number. A reference to a page that is none stays text.
    """
    for link in list(root.iter(f"{XHTML}a")):
        if link.get("class") == "page-ref":
            if target := goals.get(link.get("href", "")):
                link.set("href", target)
            else:
                _unwrap(link)
    page_list.mark(root, own, label)


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


def inventory(roots: Iterable[etree._Element]) -> frozenset[str]:
    """Return the names of elements and roles in the documents, and ``silent`` where a picture is not described."""
    found: set[str] = set()
    for root in roots:
        for element in root.iter(f"{XHTML}*"):
            found.add(str(element.tag).removeprefix(XHTML))
            found.update(element.get("role", "").split())
            if element.tag == f"{XHTML}img" and not element.get("alt", "").strip():
                found.add("silent")
    return frozenset(found)


def pruned(css: str, roots: Iterable[etree._Element]) -> str:
    """Return the style sheet ``css`` without the selectors whose classes none of the documents has."""
    used = {name for root in roots for element in root.iter() for name in (element.get("class") or "").split()}
    return _pruned(css, used)


def _pruned(css: str, used: Set[str]) -> str:
    out = []
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        text = tinycss2.serialize([rule]).strip()
        if rule.type == "qualified-rule":
            selectors = _selectors(rule.prelude)
            kept = [one for one in selectors if set(_CLASS.findall(one)) <= used]
            text = f"{', '.join(kept)} {{{tinycss2.serialize(rule.content)}}}" if kept else ""
        elif rule.type == "at-rule" and rule.lower_at_keyword in ("media", "supports"):
            inner = _pruned(tinycss2.serialize(rule.content), used)
            text = f"@{rule.at_keyword} {tinycss2.serialize(rule.prelude).strip()} {{\n{inner}}}" if inner else ""
        out += [f"{text}\n"] if text else []
    return "".join(out)


def _selectors(prelude: list[Any]) -> list[str]:
    """Return the selectors of a rule; a comma inside brackets parts none."""
    parts: list[list[Any]] = [[]]
    for token in prelude:
        if token == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return [tinycss2.serialize(part).strip() for part in parts]


def written(root: etree._Element) -> bytes:
    """Return the bytes of a document: every element with an end tag, for some readers take XHTML for HTML."""
    for element in root.iter(f"{XHTML}*"):
        if element.text is None and not len(element) and element.tag not in _VOID:
            element.text = ""
    return _HEAD + etree.tostring(root, encoding="unicode").encode() + b"\n"
