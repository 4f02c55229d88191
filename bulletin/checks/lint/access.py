"""Accessibility metadata: said, and borne out by what is in the book (EPUB Accessibility 1.1; Schema.org)."""

from collections.abc import Iterator

from bulletin.checks.lint.registry import Hit, hit, rule
from bulletin.checks.lint.volume import SVG, Volume, kinds, local

_WANTED = ("accessMode", "accessibilityFeature", "accessibilityHazard", "accessibilitySummary", "accessModeSufficient")


@rule(
    {
        "E-056": "EPUB Accessibility 1.1 §2.2 (discovery metadata), Ace metadata-*; b-ber#545: shops ask for it",
    }
)
def said(v: Volume) -> Iterator[Hit]:
    """The book says how it can be read."""
    if v.package is None or v.version < 3:
        return
    missing = [f"schema:{name}" for name in _WANTED if not any(v.meta(f"schema:{name}"))]
    if missing:
        yield hit("E-056", v.book.package, what=", ".join(missing))


@rule(
    {
        "E-057": "EPUB Accessibility 1.1 §2.2: metadata is to be true, and a claim of conformance "
        "names who looked (certifiedBy); lab note epub.md §2 #6; Ace epub-pagesource",
    }
)
def borne_out(v: Volume) -> Iterator[Hit]:
    """What it claims of itself is so."""
    features = set(v.meta("schema:accessibilityFeature"))
    modes = set(v.meta("schema:accessMode"))
    images = [(d, e) for d in v.documents for e in d.all("img")]
    silent = [
        (d, e) for d, e in images if not e.get("alt", "").strip() and e.get("role") not in ("presentation", "none")
    ]
    drawn = bool(images) or any(next(d.tree.iter(f"{SVG}svg"), None) is not None for d in v.documents)
    tags = {local(e) for d in v.documents for e in d.all()}
    notes = any(kinds(e) & {"pagebreak", "doc-pagebreak"} for d in v.documents for e in d.all())
    claims = {
        "alternativeText": not silent,
        "tableOfContents": v.nav_of("toc") is not None or v.version < 3,
        "pageBreakMarkers": notes,
        "printPageNumbers": notes,
        "pageNavigation": v.nav_of("page-list") is not None,
        "rubyAnnotations": "ruby" in tags,
        "structuralNavigation": bool(tags & {"h1", "h2", "h3"}),
        "MathML": "math" in tags or any(next(d.tree.iter("{*}math"), None) is not None for d in v.documents),
    }
    for name, true in claims.items():
        if name in features and not true and v.whole:
            yield hit("E-057", v.book.package, what=name)
    if modes and drawn != ("visual" in modes):
        yield hit("E-057", v.book.package, what="accessMode: visual")
    if modes and "textual" not in modes and v.text.strip():
        yield hit("E-057", v.book.package, what="accessMode: textual")
    if silent and "textual" in v.meta("schema:accessModeSufficient"):
        yield hit("E-057", v.book.package, what="accessModeSufficient: textual")
    if "none" in features and len(features) > 1:
        yield hit("E-057", v.book.package, what="accessibilityFeature: none")
    claimed = any(e.get("property") == "dcterms:conformsTo" and "ccessibility" in (e.text or "") for e in v.metadata)
    if claimed and not any(e.get("property") == "a11y:certifiedBy" for e in v.metadata):
        yield hit("E-057", v.book.package, what="dcterms:conformsTo, a11y:certifiedBy –")
    hazards = v.meta("schema:accessibilityHazard")
    if "none" in hazards and (len(hazards) > 1 or any(p.frames > 1 for p in v.pictures)):
        yield hit("E-057", v.book.package, what="accessibilityHazard: none")
