"""Style sheets and faces: what they force, what e-readers lack, what is used and what is not."""

import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from bulletin.checks.book_file import resolved
from bulletin.checks.lint.registry import Hit, hit, rule
from bulletin.checks.lint.sheets import Declaration, coloured, families, fixed_lengths, forced, running
from bulletin.checks.lint.volume import Volume, classes

_LACKING = {
    "display": re.compile(r"\b(?:inline-)?(?:flex|grid)\b"),
    "position": re.compile(r"\b(?:fixed|absolute|sticky)\b"),
}
_NEGATIVE = re.compile(r"(?<![\w.])-\d*\.?\d+(?:em|rem|%|px|pt)")
_FACES = ("font/", "application/font", "application/x-font", "application/vnd.ms-opentype")
_OLD_FACES = re.compile(r"\.(?:woff2|eot|svg)$", re.I)


def _all(v: Volume) -> Iterator[tuple[str, Declaration]]:
    for sheet in v.sheets:
        for r in sheet.rules:
            yield from ((sheet.member, item) for item in r.declarations)


@rule(
    {
        "E-086": "Standard Ebooks x-018/c-008: a class that no sheet knows",
        "E-087": "Standard Ebooks c-002: a selector that nothing uses",
    }
)
def used(v: Volume) -> Iterator[Hit]:
    """Every class that is used is defined, and every class that is defined is used."""
    if not v.sheets or not v.whole:
        return
    defined = frozenset(name for sheet in v.sheets for name in sheet.classes)
    there: dict[str, int] = Counter()
    for document in v.documents:
        unknown: dict[str, etree._Element] = {}
        for element in document.all():
            for name in classes(element):
                there[name] += 1
                if name not in defined:
                    unknown.setdefault(name, element)
        for name, element in unknown.items():
            yield hit("E-086", document.name, element, what=f'class="{name}"')
    for sheet in v.sheets:
        idle = sorted(name for name in sheet.classes if name not in there)
        if idle:
            listed = " ".join(f".{name}" for name in idle[:12]) + (" …" if len(idle) > 12 else "")
            yield hit("E-087", sheet.member, count=len(idle), what=listed)


@rule(
    {
        "E-088": "Kindle Publishing Guidelines §10.3 (relative units); Kobo spec; lab note epub.md §3",
        "E-089": "Kindle Publishing Guidelines §10.1 (body text must use defaults); Kobo spec (no colours); "
        "font-family locks the face menu: EpubPressX#7, asciidoctor-epub3#378, asciidoctor#1583",
    }
)
def own(v: Volume) -> Iterator[Hit]:
    """Size, face and colours of running text are the reader's; lengths follow the reader's size."""
    for sheet in v.sheets:
        yield from (hit("E-088", sheet.member, line, what=what) for what, line in fixed_lengths(sheet))
        yield from (hit("E-089", sheet.member, line, what=what) for what, line in forced(sheet, v.families))
    for sheet in v.sheets:
        yield from (hit("E-089", sheet.member, line, what=what) for what, line in coloured(sheet))
    for member, element, made in v.styled:
        for item in made:
            if item.name in ("font-family", "color", "background-color", "background", "font"):
                yield hit("E-089", member, element, what=f'style="{item.name}: {item.value}"'[:60])
            elif re.search(r"[1-9]\d*(?:\.\d+)?(?:px|pt|cm|mm|in)\b", item.value):
                yield hit("E-088", member, element, what=f'style="{item.name}: {item.value}"'[:60])


@rule(
    {
        "E-090": "pandoc#8379, #8435 (flex: a blank page on Kobo); Kindle Publishing Guidelines (supported CSS: no "
        "negative margins, no position); harvard-edge/cs249r_book#1148 (custom properties, E999); quarto-cli#11948",
        "E-091": "CSS Syntax 3: what does not parse is dropped with what stands around it; EPUBCheck CSS-008",
    }
)
def lacking(v: Volume) -> Iterator[Hit]:
    """No CSS that e-readers lack, none that does not parse."""
    for member, item in _all(v):
        pattern = _LACKING.get(item.name)
        odd = bool(pattern and pattern.search(item.value)) or item.name.startswith("--") or "var(" in item.value
        if odd or (item.name.startswith("margin") and _NEGATIVE.search(item.value)):
            yield hit("E-090", member, item.line, what=f"{item.name}: {item.value}"[:60])
    for sheet in v.sheets:
        yield from (hit("E-090", sheet.member, line, what=f"@import {url}") for url, line in sheet.imports)
        yield from (hit("E-091", sheet.member, line, reason=reason) for reason, line in sheet.errors)


@rule(
    {
        "E-092": 'vivliostyle-cli#448: without type="text/css" a Paperwhite loses the vertical setting; EPUB 3.3 §6.3; '
        "KindleEar#691"
    }
)
def linked(v: Volume) -> Iterator[Hit]:
    """Documents link their sheets with a type, and each sheet is linked from somewhere."""
    seen = {resolved(sheet.member, url) for sheet in v.sheets for url, _ in sheet.imports}
    linking = {d.name for d in v.documents if any("stylesheet" in e.get("rel", "") for e in d.all("link"))}
    for document in v.documents:
        if linking and document.name not in linking and not any(True for _ in document.all("style")):
            yield hit("E-092", document.name, what="<link>")  # lost by a tool that rewrote its head (lab note #4)
        for link in document.all("link"):
            if "stylesheet" not in link.get("rel", "").split():
                continue
            seen.add(resolved(document.name, link.get("href", "")))
            if link.get("type") != "text/css":
                yield hit("E-092", document.name, link, what=f'<link href="{link.get("href", "")}">: type')
    for item in v.items:
        if item.media_type == "text/css" and item.name not in seen and v.documents:
            yield hit("E-092", item.name, what=item.href)


@rule(
    {
        "E-093": "lab note epub.md §3: MuPDF shows no woff2, calibre drops it from azw3, neither Kobo nor Apple "
        "names it; koreader#10607; asciidoctor-epub3#378 (Chinese unseen in the book's own face)"
    }
)
def faces(v: Volume) -> Iterator[Hit]:
    """Faces that the book brings are TTF or OTF, lie in the manifest, and are asked for."""
    asked = " ".join(item.value.lower() for _, item in _all(v) if item.name in ("font-family", "font"))
    named: set[str] = set()
    for sheet in v.sheets:
        for face in sheet.faces:
            family, source = face.get("font-family"), face.get("src")
            if family is None or source is None:
                yield hit("E-093", sheet.member, face.line, what="@font-face")
                continue
            urls = re.findall(r"url\(\s*[\"']?([^\"')]+)", source.value)
            named |= {resolved(sheet.member, url) for url in urls}
            if urls and all(_OLD_FACES.search(url.partition("?")[0].partition("#")[0]) for url in urls):
                yield hit("E-093", sheet.member, source.line, what=urls[0])
            if family.value.strip("\"' ").lower() not in asked:
                yield hit("E-093", sheet.member, face.line, what=f"font-family: {family.value}")
    yield from _alone(v)
    for item in v.items:
        if item.media_type.startswith(_FACES) and item.name not in named:
            yield hit("E-093", v.book.package, item.element, what=item.href)


def _alone(v: Volume) -> Iterator[Hit]:
    """Yield running text in a face of the book alone that lacks characters of it: blanks on the screen."""
    han = set(re.findall(r"[\u3400-\u9fff]", v.text))
    for sheet in v.sheets:
        for r in sheet.rules:
            item = r.get("font-family")
            names = families(item.value) if item else ()
            if item and len(names) == 1 and names[0] in v.families and any(running(s) for s in r.selectors):
                brought = v.glyphs(names[0])
                lacking = sorted(c for c in han if ord(c) not in brought)
                if lacking:
                    said = f"{item.value}: {''.join(lacking[:12])}{' …' if len(lacking) > 12 else ''}"
                    yield hit("E-093", sheet.member, item.line, what=said)
