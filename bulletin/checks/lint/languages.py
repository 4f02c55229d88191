"""Languages: tags that are tags, that agree, and that bring up Chinese faces (BCP 47)."""

import re
from collections.abc import Iterator

from bulletin.checks.lint.registry import Hit, hit, rule
from bulletin.checks.lint.volume import DC, XML_LANG, Volume

_TAG = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?"
    r"(?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*(?:-[a-wy-z\d](?:-[a-z\d]{2,8})+)*(?:-x(?:-[a-z\d]{1,8})+)?"
    r"|x(?:-[a-z\d]{1,8})+",
    re.I,
)
_KINDLE = re.compile(
    "af|ar|br|ca|co|cy|da|de|en|es|eu|fi|fr|frr|fy|ga|gd|gl|gsw|gu|gv|hi|is|it|ja|kw|lb|ml|mr|nb|nl|nn|no|oc|pl|"
    "pt|rm|sco|stq|sv|ta|zh|afr|ara|baq|bre|cat|chi|cor|cos|cym|dan|deu|dut|eng|eus|fin|fra|fre|fry|ger|gla|gle|"
    "glg|glv|guj|hin|ice|isl|ita|jpn|ltz|mal|mar|nld|nno|nob|nor|oci|por|roh|spa|swe|tam|wel|zho"
)
"""Languages that KDP names (help topic G200673300), as ISO 639-1 and 639-2 write them."""
_GOOD = re.compile(r"zh(?:-(?:Hans|Hant))?(?:-(?:CN|SG|TW|HK|MO))?", re.I)
_CONTRARY = re.compile(r"zh-Hans-(?:TW|HK|MO)|zh-Hant-(?:CN|SG)", re.I)


@rule(
    {
        "E-053": "BCP 47; EPUB 3.3 §5 (dc:language), EPUBCheck OPF-092; kindle-epub-fix (language that is none)",
        "E-054": "EpubPressX#7, progit2-zh#297, kindling#18, #19: Chinese faces vanish; Apple asset guide (zh-Hans, "
        "zh-Hant); readium-css picks its sheet by it; KDP help G200673300, kindle-epub-fix (languages it knows)",
    }
)
def tags(v: Volume) -> Iterator[Hit]:
    """Every language tag is one; that of a Chinese book says zh, and a script that fits the place."""
    for element in v.metadata:
        if element.tag != f"{DC}language":
            continue
        tag = (element.text or "").strip()
        if tag and not _TAG.fullmatch(tag):
            yield hit("E-053", v.book.package, element, tag=tag)
            continue
        ill = v.chinese and tag == v.language and (not _GOOD.fullmatch(tag) or _CONTRARY.fullmatch(tag))
        if tag and (ill or not _KINDLE.fullmatch(tag.split("-")[0].lower())):
            yield hit("E-054", v.book.package, element, tag=tag)
    for document in v.documents:
        for element in document.tree.iter():
            for key in (XML_LANG, "lang", "hreflang"):
                tag = element.get(key, "") if isinstance(element.tag, str) else ""
                if tag and not _TAG.fullmatch(tag):
                    yield hit("E-053", document.name, element, tag=tag)


@rule(
    {
        "E-046": "HTML §3.2.6.2 (lang and xml:lang are the same), EPUBCheck RSC-005",
        "E-055": "EPUB 3.3 §5 (xml:lang) and HTML (lang); Ace epub-lang, html-has-lang; "
        "lab note epub.md §2 #17: readers pick faces and voices by it",
    }
)
def agreement(v: Volume) -> Iterator[Hit]:
    """Package and documents say their language, twice alike, and the same as the book."""
    if v.package is not None and not v.package.get(XML_LANG):
        words = [e for e in v.metadata if e.tag in (f"{DC}title", f"{DC}creator", f"{DC}description")]
        if not words or not all(e.get(XML_LANG) for e in words):
            yield hit("E-055", v.book.package, v.package, what="<package>: xml:lang")
    for document in v.documents:
        top = document.tree
        langs = {top.get("lang"), top.get(XML_LANG)}
        if None in langs:
            said = " ".join(key for key, name in (("lang", "lang"), ("xml:lang", XML_LANG)) if not top.get(name))
            yield hit("E-055", document.name, top, what=f"<html>: {said}")
        elif v.language and not any(_same(str(tag), language) for tag in langs for language in v.dc("language")):
            yield hit("E-055", document.name, top, what=f"{top.get('lang')} ≠ {v.language}")
        for element in document.all():
            one, two = element.get("lang"), element.get(XML_LANG)
            if one and two and one.lower() != two.lower():
                yield hit("E-046", document.name, element, what=f'lang="{one}" ≠ xml:lang="{two}"')
    tree = v.book.trees.get(v.book.ncx)
    if tree is not None and tree.get(XML_LANG) and v.language and not _same(tree.get(XML_LANG, ""), v.language):
        yield hit("E-055", v.book.ncx, tree, what=f"{tree.get(XML_LANG)} ≠ {v.language}")


def _same(one: str, other: str) -> bool:
    """Whether two tags name one language: the shorter is the beginning of the longer."""
    a, b = one.lower().split("-"), other.lower().split("-")
    return a[: len(b)] == b or b[: len(a)] == a
