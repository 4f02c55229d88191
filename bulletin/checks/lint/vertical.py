"""Vertical setting: where it is said, and what must be said with it (CSS Writing Modes; lab note epub.md §3)."""

import re
from collections.abc import Iterator

from bulletin.checks.lint.registry import Hit, hit, rule
from bulletin.checks.lint.volume import OPF, Volume

_MODES = ("writing-mode", "-webkit-writing-mode", "-epub-writing-mode")
_TOP = re.compile(r"(?:html|body|:root)(?:[.#\[:][\w\-=\"'.\]#:]*)?")
_WITHIN = re.compile(r"(?:^|\s|>)(?:table|img|figure|svg|math)\b|\.[\w-]*(?:table|tcy|horizontal|upright)[\w-]*")
"""What may be set across within a vertical page: tables, drawings."""

_CURLY = re.compile("[“‘](?=[\u3001-\u9fff])|(?<=[\u3001-\u9fff\uff01-\uff1f])[“‘]")


@rule(
    {
        "E-094": "AozoraEpub3#26 and Kindle Publishing Guidelines (primary-writing-mode, page-progression-direction); "
        "Apple Books asset guide (writing-mode on html or body alone, one a file); vivliostyle-cli#426; lab note "
        "epub.md §3 (“ ” come out as turned ticks)"
    }
)
def vertical(v: Volume) -> Iterator[Hit]:
    """A vertical book says so in the package and on the root of its documents, in one way, with 「」."""
    down = False
    for sheet in v.sheets:
        modes: dict[str, int] = {}
        for r in sheet.rules:
            for item in r.declarations:
                if item.name not in _MODES:
                    continue
                top = all(_TOP.fullmatch(s) for s in r.selectors)
                if top:
                    down |= item.value.startswith(("vertical", "tb"))
                    modes.setdefault(item.value.replace("tb-rl", "vertical-rl"), item.line)
                elif not all(_TOP.fullmatch(s) or _WITHIN.search(s) for s in r.selectors):
                    yield hit("E-094", sheet.member, item.line, what=f"{r.selectors[0]}: {item.name}"[:60])
        if len(modes) > 1:
            yield hit("E-094", sheet.member, max(modes.values()), what=" ≠ ".join(sorted(modes)))
    spine = None if v.package is None else v.package.find(f"{OPF}spine")
    direction = "" if spine is None else spine.get("page-progression-direction", "")
    mode = v.old_meta("primary-writing-mode")
    if down or mode.startswith("vertical"):
        if direction != "rtl":
            yield hit("E-094", v.book.package, spine, what='page-progression-direction="rtl"')
        if not mode.startswith("vertical"):
            yield hit("E-094", v.book.package, what='<meta name="primary-writing-mode" content="vertical-rl">')
        if not down:
            yield hit("E-094", v.book.package, what="writing-mode: vertical-rl")
        for document, texts in v.runs:
            for run in texts if document.name != v.book.nav else ():
                for spot in _CURLY.finditer(run.text):
                    near = run.text[max(0, spot.start() - 4) : spot.end() + 4]
                    yield hit("E-094", document.name, run.at(spot.start()), what=near)
    elif direction == "rtl" and v.chinese:
        yield hit("E-094", v.book.package, spine, what='page-progression-direction="rtl"')
