"""Headings, titles and the words of the contents; empty elements (Standard Ebooks' lint, sections s and t)."""

import re
from collections.abc import Iterator
from itertools import pairwise

from lxml import etree

from bulletin.checks.book_file import XHTML, resolved, text_of
from bulletin.checks.lint.registry import Hit, hit, rule
from bulletin.checks.lint.volume import Document, Volume, kinds, local
from bulletin.units import squeeze

_LEVELS = tuple(f"h{level}" for level in range(1, 7))
_FULL = frozenset(("img", "image", "svg", "math", "audio", "video", "object", "hr", "input"))
_SENTENCE = re.compile(r"[。！？]")


def _said(element: etree._Element) -> str:
    """Return the words of a heading: without calls of notes, without readings above the line, white as one blank."""
    parts: list[str] = []

    def walk(e: etree._Element) -> None:
        if isinstance(e.tag, str) and not (local(e) in ("rt", "rp") or kinds(e) & {"noteref", "doc-noteref"}):
            parts.append(e.text or "")
            for child in e:
                walk(child)
                parts.append(child.tail or "")

    walk(element)
    return " ".join("".join(parts).split())


def _cover(document: Document) -> bool:
    """Whether a document is a picture and no more, such as the cover."""
    body = document.body
    return body is not None and not text_of(body).strip() and next(document.all("img", "svg"), None) is not None


@rule(
    {
        "E-073": "Standard Ebooks s-021: the title of a file is its heading; readers show it above the page",
        "E-075": "Standard Ebooks (one heading a file, no level skipped); WCAG 2.2 1.3.1, Ace epub-headings",
    }
)
def headings(v: Volume) -> Iterator[Hit]:
    """A document has a title, one ``h1`` in the same words, and skips no level below it."""
    for document in v.documents:
        titles = [" ".join(text_of(e).split()) for e in document.all("title")]
        first = [e for e in document.all("h1") if e.getparent() is not None]
        if document.tree.find(f"{XHTML}head") is None:
            continue  # E-046
        if not any(titles):
            yield hit("E-073", document.name, document.tree, title="–", heading=_said(first[0])[:40] if first else "–")
        elif first and squeeze(_said(first[0])) != squeeze(titles[0]) and document.name != v.book.nav:
            yield hit("E-073", document.name, first[0], title=titles[0][:40], heading=_said(first[0])[:40])
        found = list(document.all(*_LEVELS))
        if len(first) != 1 and not (_cover(document) and not found):
            yield hit("E-075", document.name, first[1] if first[1:] else None, what=f"<h1> ×{len(first)}")
        for above, below in pairwise(found):
            if int(local(below)[1]) > int(local(above)[1]) + 1:
                yield hit("E-075", document.name, below, what=f"{local(above)} → {local(below)}")


@rule({"E-074": "Standard Ebooks: the contents repeat the words of the heading they lead to; lab note epub.md §5"})
def contents(v: Volume) -> Iterator[Hit]:
    """A line of the contents is in the words of the heading that it leads to."""
    toc = v.nav_of("toc")
    by_name = {d.name: d for d in v.documents}
    for a in () if toc is None else toc.iter(f"{XHTML}a"):
        path, _, fragment = a.get("href", "").partition("#")
        document = by_name.get(resolved(v.book.nav, path))
        if document is None:
            continue
        heading = _heading(document, fragment)
        if heading is not None and squeeze(_said(heading)) != squeeze(text_of(a)):
            yield hit("E-074", v.book.nav, a, text=text_of(a).strip()[:40], heading=_said(heading)[:40])


def _heading(document: Document, fragment: str) -> etree._Element | None:
    if not fragment:
        return next(document.all("h1"), None)
    place = next((e for e in document.all() if e.get("id") == fragment), None)
    if place is None:
        return None
    if local(place) in _LEVELS:
        return place
    return next(iter(place.iter(*(f"{XHTML}{level}" for level in _LEVELS))), None)


@rule(
    {
        "E-082": "Standard Ebooks (no empty elements for white); lab note epub.md §5; Novel_Converter#5 (WeRead wants "
        "a <p> for each paragraph)"
    }
)
def empty(v: Volume) -> Iterator[Hit]:
    """Paragraphs are ``p``, and none is empty: white belongs to the style sheet, and voices read it aloud."""
    tags = ("p", *_LEVELS, "li", "ul", "ol", "dl", "figcaption", "blockquote", "caption", "figure", "a")
    for document in v.documents:
        for element in document.all(*tags):
            if next(element.iterancestors(f"{XHTML}nav"), None) is not None:
                continue  # E-064
            full = any(isinstance(e.tag, str) and local(e) in _FULL for e in element.iter())
            anchor = local(element) == "a" and not element.get("href")
            breaks = bool(kinds(element) & {"pagebreak", "doc-pagebreak"})
            if not full and not anchor and not breaks and not text_of(element).strip(" \n\t\r\xa0\u3000"):
                yield hit("E-082", document.name, element, what=f"<{local(element)}>")
        for element in document.all("br"):
            after = element.getnext()
            if after is not None and after.tag == element.tag and not (element.tail or "").strip():
                yield hit("E-082", document.name, element, what="<br/><br/>")
    for document, runs in v.runs:
        for run in runs:
            bare = local(run.element) in ("body", "section", "article", "div", "main")
            if bare and document.name != v.book.nav and len(_SENTENCE.findall(run.text)) > 1:
                yield hit("E-082", document.name, run.element, what=f"<{local(run.element)}>: {run.text.strip()[:12]}…")


@rule({"E-076": "Standard Ebooks (a figure has an id); lab note epub.md §5; WCAG 2.2 1.3.1 (captions)"})
def figures(v: Volume) -> Iterator[Hit]:
    """A figure has an id, so that it can be linked to, and a caption."""
    for document in v.documents:
        for figure in () if _cover(document) else document.all("figure"):
            if not figure.get("id"):
                yield hit("E-076", document.name, figure, what="id")
            if figure.find(f".//{XHTML}figcaption") is None:
                yield hit("E-076", document.name, figure, what="<figcaption>")
