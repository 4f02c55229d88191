"""The contents: navigation document and NCX (EPUB 3.3 §7; OPF 2.0.1 §2.4.1)."""

from collections.abc import Iterator
from itertools import pairwise

from lxml import etree

from bulletin.checks.book_file import OPS, XHTML, resolved, text_of
from bulletin.checks.lint.registry import Hit, hit, rule
from bulletin.checks.lint.volume import DC, Volume, kinds
from bulletin.units import squeeze

NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
_MOST_LEVELS = 2
_LANDMARKS = ("toc", "bodymatter")


def targets(v: Volume, nav: etree._Element) -> Iterator[tuple[etree._Element, str, str]]:
    """Yield the links of a ``nav``: element, file in the zip, fragment."""
    for a in nav.iter(f"{XHTML}a"):
        path, _, fragment = a.get("href", "").partition("#")
        yield a, resolved(v.book.nav, path), fragment


@rule(
    {
        "E-063": "EPUB 3.3 §7 (nav: exactly one toc), §5 (property nav)",
        "E-064": "EPUB 3.3 §7 (nav: no empty lists), lab note epub.md §2 #11 (RSC-005, RSC-010); bookfere.com/post/973",
        "E-065": "MobileRead on E999: hidden contents are refused; EPUB 3.3 §7 (toc nav)",
    }
)
def contents(v: Volume) -> Iterator[Hit]:
    """There are contents, none of them empty or hidden."""
    if v.package is None:
        return
    if v.nav is None:
        if v.version >= 3:
            yield hit("E-063", v.book.package, what='properties="nav"')
        return
    found = [e for e in v.nav.all("nav") if "toc" in e.get(f"{OPS}type", "").split()]
    if len(found) != 1:
        yield hit("E-063", v.nav.name, what=f'<nav epub:type="toc"> ×{len(found)}')
    for nav in v.nav.all("nav"):
        lists = list(nav.iter(f"{XHTML}ol"))
        empty = [e for e in lists if not len(e)] or ([] if lists else [nav])
        empty += [a for a in nav.iter(f"{XHTML}a") if not text_of(a).strip() and not a.findall(f".//{XHTML}img")]
        empty += [e for e in nav.iter(f"{XHTML}li") if not any(c.tag in (f"{XHTML}a", f"{XHTML}span") for c in e)]
        yield from (hit("E-064", v.nav.name, e, what=f"<{etree.QName(e).localname}>") for e in empty)
    for nav in found:
        # Deeper lists may be hidden: the page shows the first levels, a reader's own menu all of them.
        shown = (nav, *nav.iterancestors(), *nav.iterchildren(f"{XHTML}ol"))
        hidden = [e for e in shown if e.get("hidden") is not None or v.hides(e)]
        yield from (hit("E-065", v.nav.name, e, what=f"<{etree.QName(e).localname}>") for e in hidden)


@rule(
    {
        "E-068": "OPF 2.0.1 §2.4.1 (toc, dtb:uid, playOrder), EPUBCheck OPF-049, NCX-001, RSC-005; lab "
        "note epub.md §2 #10, #11; bookfere.com/post/973",
        "E-069": "legado#3553: a reader that goes by the NCX alone shows one page; lab note epub.md §2 #10",
        "E-070": "Kindle Publishing Guidelines 2019.2 (two levels); lab note epub.md §2 #17",
    }
)
def ncx(v: Volume) -> Iterator[Hit]:
    """There is an NCX for older readers, whole, in the same words as the contents, in two levels."""
    spine = None if v.package is None else v.package.find("{http://www.idpf.org/2007/opf}spine")
    if v.package is None or spine is None:
        return
    tree = v.book.trees.get(v.book.ncx)
    if tree is None:
        dangling = spine.get("toc") is not None and v.book.ncx not in v.book.members
        code, what = ("E-068", f'<spine toc="{spine.get("toc")}">') if dangling else ("E-069", "toc.ncx")
        yield hit(code, v.book.package, spine, what=what)
        return
    uid = next((e.get("content", "") for e in tree.iter(f"{NCX}meta") if e.get("name") == "dtb:uid"), "")
    unique = v.package.get("unique-identifier")
    identifiers = [(e.text or "").strip() for e in v.metadata if e.tag == f"{DC}identifier" and e.get("id") == unique]
    if identifiers and uid.strip() not in identifiers:
        yield hit("E-068", v.book.ncx, what=f"dtb:uid {uid or '–'} ≠ {', '.join(identifiers) or '–'}")
    points = list(tree.iter(f"{NCX}navPoint"))
    if not points:
        yield hit("E-064", v.book.ncx, what="<navMap/>")
    for point in points:
        content, label = point.find(f"{NCX}content"), point.find(f"{NCX}navLabel")
        if content is None or not content.get("src"):
            yield hit("E-068", v.book.ncx, point, what='<content src="">')
        if label is None or not text_of(label).strip():
            yield hit("E-064", v.book.ncx, point, what="<navLabel>")
    yield from _same(v)
    yield from _form(v, tree, points)


def _same(v: Volume) -> Iterator[Hit]:
    if v.nav_of("toc") is None:
        return
    there = [(resolved(v.book.nav, h.partition("#")[0]), squeeze(t)) for h, t in v.book.contents()]
    old = [(resolved(v.book.ncx, h.partition("#")[0]), squeeze(t)) for h, t in _entries(v)]
    known = set(old)
    missing = [item for item in there if item not in known]
    for _, text in missing:
        yield hit("E-069", v.book.ncx, what=text[:40])
    if not missing and old != there:
        other = next((o for o in old if o not in there), old[0])
        yield hit("E-069", v.book.ncx, what=other[1][:40])


def _entries(v: Volume) -> Iterator[tuple[str, str]]:
    for point in v.book.trees[v.book.ncx].iter(f"{NCX}navPoint"):
        content, label = point.find(f"{NCX}content"), point.find(f"{NCX}navLabel")
        yield "" if content is None else content.get("src", ""), "" if label is None else text_of(label)


def _form(v: Volume, tree: etree._Element, points: list[etree._Element]) -> Iterator[Hit]:
    depth = max((1 + sum(e.tag == f"{NCX}navPoint" for e in p.iterancestors()) for p in points), default=0)
    said = next((e.get("content", "") for e in tree.iter(f"{NCX}meta") if e.get("name") == "dtb:depth"), "–")
    if depth and said != str(depth):
        yield hit("E-070", v.book.ncx, what=f"dtb:depth {said} ≠ {depth}")
    if depth > _MOST_LEVELS:
        yield hit("E-070", v.book.ncx, what=f"{depth} > {_MOST_LEVELS}")
    own = [p.get("playOrder", "") for p in points]
    # Entries and pages are counted together, from 1 on and without gaps; what leads to one place has one number.
    every = [e.get("playOrder", "") for e in tree.iter(f"{NCX}navPoint", f"{NCX}pageTarget", f"{NCX}navTarget")]
    if any(every):
        numbers = {int(order) for order in every if order.isdecimal()}
        rising = all(order.isdecimal() for order in own) and all(a <= b for a, b in pairwise(map(int, own)))
        if not rising or "" in every or numbers != set(range(1, len(numbers) + 1)):
            yield hit("E-068", v.book.ncx, what="playOrder")


@rule({"E-067": "kindle-epub-fix (spine in the order of the contents); MobileRead on E999: order of the contents"})
def order(v: Volume) -> Iterator[Hit]:
    """The contents run in the order of the spine."""
    spine = {name: number for number, name in enumerate(v.book.spine)}
    toc, tree, at = v.nav_of("toc"), v.book.trees.get(v.book.ncx), -1
    goals: list[tuple[etree._Element, str]] = []
    if toc is not None:
        goals = [(element, element.get("href", "")) for element in toc.iter(f"{XHTML}a")]
    elif tree is not None:
        goals = [(element, element.get("src", "")) for element in tree.iter(f"{NCX}content")]
    member = v.book.ncx if toc is None else v.book.nav
    for element, href in goals:
        name = resolved(member, href.partition("#")[0])
        if name in spine:
            if spine[name] < at:
                yield hit("E-067", member, element, what=href)
            at = max(at, spine[name])


@rule(
    {
        "E-071": "EPUB 3.3 §7 (landmarks nav), Kobo spec; AlPe on MobileRead (KindleGen wants toc, cover, bodymatter); "
        "lab note epub.md §2 #18 and “nav in the spine”"
    }
)
def aids(v: Volume) -> Iterator[Hit]:
    """Landmarks name contents and beginning, once each; the contents are themselves a page; heads are in Chinese."""
    if v.nav is None:
        return
    if v.nav.name not in v.book.spine:
        yield hit("E-071", v.nav.name, what="<spine>")
    marks = v.nav_of("landmarks")
    kinds_there = [] if marks is None else [e.get(f"{OPS}type", "") for e in marks.iter(f"{XHTML}a")]
    for kind in _LANDMARKS:
        if kind not in " ".join(kinds_there).split():
            yield hit("E-071", v.nav.name, marks, what=f'landmarks: epub:type="{kind}"')
    for kind in dict.fromkeys(k for k in kinds_there if kinds_there.count(k) > 1 or not k):
        yield hit("E-071", v.nav.name, marks, what=f'landmarks: epub:type="{kind}"')
    for heading in v.nav.all("h1", "h2", "h3"):
        if v.chinese and text_of(heading).strip().isascii():
            yield hit("E-071", v.nav.name, heading, what=text_of(heading).strip()[:40])


@rule(
    {
        "E-072": "lab note epub.md §2 #6 (Ace epub-pagelist-broken); EPUB Accessibility 1.1 §3.4 (page navigation and "
        "its source); pressbooks#302"
    }
)
def page_list(v: Volume) -> Iterator[Hit]:
    """Page list and page breaks answer each other, and the book names the paper they are of."""
    if v.nav is None:
        return
    breaks = {
        (d.name, e.get("id", "")): e for d in v.documents for e in d.all() if kinds(e) & {"pagebreak", "doc-pagebreak"}
    }
    nav, readable = v.nav_of("page-list"), {d.name for d in v.documents}
    if nav is None:
        if breaks:
            yield hit("E-072", v.nav.name, what='<nav epub:type="page-list">')
        return
    listed = set()
    for a, name, fragment in targets(v, nav):
        listed.add((name, fragment))
        if (name, fragment) not in breaks and name in readable:
            yield hit("E-072", v.nav.name, a, what=a.get("href", ""))
    for (name, ident), element in breaks.items():
        if (name, ident) not in listed:
            yield hit("E-072", name, element, what=f'id="{ident}"')
    # In the order of the text: the document's own, for all that stand in one document.
    order = {key: place for place, key in enumerate(breaks)}
    known = [order[n, f] for _, n, f in targets(v, nav) if (n, f) in order]
    if known != sorted(known):
        worst = next(at for at, (a, b) in enumerate(pairwise(known), 1) if b < a)
        yield hit(
            "E-072", v.nav.name, nav, what=f"{list(breaks)[known[worst]][1]} ↔ {list(breaks)[known[worst - 1]][1]}"
        )
    if not (v.meta("pageBreakSource") or v.meta("a11y:pageBreakSource") or v.dc("source")):
        yield hit("E-072", v.book.package, what="pageBreakSource")
