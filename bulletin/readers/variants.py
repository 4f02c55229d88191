"""``-{zh-Hans:计算机;zh-Hant-TW:電腦}-``: one place of a text in several forms, script by script (as in MediaWiki)."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from bulletin.model import Inline, Inlines, Script, Span, SpanKind, Text
from bulletin.units import CHINESE

_NAMES = {
    "zh-hans zh-cn zh-sg zh-my zh-hans-cn 简体 簡體": (Script.HANS,),
    "zh-hant-tw zh-tw 正体 正體 台湾 台灣 臺灣": (Script.TW,),
    "zh-hant-hk zh-hk zh-mo zh-hant-mo 香港": (Script.HK,),
    "zh-hant 繁体 繁體": (Script.TW, Script.HK),
}

ALIASES: Mapping[str, tuple[Script, ...]] = MappingProxyType(
    {name: scripts for names, scripts in _NAMES.items() for name in names.split()}
)
"""How editors name scripts, small letters and ``-`` alone; ``zh-hant`` is both kinds of Traditional."""

_PARTS = re.compile("[;；]")
_HAN_NAMES = "|".join(name for name in ALIASES if not name.isascii())
_TAG = rf"[A-Za-z][A-Za-z0-9_-]*|{_HAN_NAMES}"
_ENTRY = re.compile(rf"\s*({_TAG})\s*[:：](.*)", re.S)
_TAGGED = re.compile(rf"(?:^|[;；])\s*(?:{_TAG})\s*[:：]|\|\s*zh[A-Za-z0-9_-]*\s*[:：]", re.I)
_MARKS = re.compile(r"\*\*|\]\(|</?[A-Za-z]|`")
_IN_LINE = re.compile(r"\{\{keep[:：](.+?)\}\}|-\{(.+?)\}-")
_LINE_END = re.compile(r"\s*\n\s*")
_NEAREST = {Script.TW: Script.HK, Script.HK: Script.TW}

Fault = tuple[str, str]
"""A finding's code, and the part of the source that it is about."""


def tagged(source: str) -> bool:
    """Return whether ``source``, what stands between ``-{`` and ``}-``, has what looks like a tag."""
    return _TAGGED.search(source) is not None


def marked(source: str) -> str:
    """Return the first mark of Markdown in ``source``: a form is plain text, so it would be printed."""
    found = _MARKS.search(source)
    return source[found.start() :][:20] if found else ""


def read(source: str) -> tuple[dict[Script, str], list[Fault]]:
    """Return the forms that ``source`` gives, in its order, and what is amiss with it.

    ``;`` and ``；`` part the entries. What ``zh-Hant`` gives holds for a script that is not given apart. A form may
    hold colons; a line end in it is nothing beside a Chinese character, else a blank.
    """
    forms: dict[Script, str] = {}
    apart: dict[Script, bool] = {}
    faults: list[Fault] = []
    parts = [part for part in _PARTS.split(source) if part.strip()]
    if not parts:
        faults.append(("S-061", "-{}-"))
    for part in parts:
        entry = _ENTRY.fullmatch(part)
        scripts = ALIASES.get(entry[1].casefold().replace("_", "-")) if entry else None
        if entry is None or scripts is None:
            faults.append(("S-060", entry[1] if entry else part.strip()[:40]))
            continue
        form = _LINE_END.sub(_joint, entry[2].strip())
        if not form:
            faults.append(("S-061", entry[1]))
            continue
        own = len(scripts) == 1
        for script in scripts:
            if apart.get(script) == own and forms[script] != form:
                faults.append(("S-062", entry[1]))
            elif not apart.get(script):
                forms[script], apart[script] = form, own
    return forms, faults


def shown(forms: Mapping[Script, str], script: Script) -> str:
    """Return the form for ``script``, else that of the other kind of Traditional, else the first; empty without any."""
    for wanted in (script, _NEAREST.get(script, script)):
        if wanted in forms:
            return forms[wanted]
    return next(iter(forms.values()), "")


def value(forms: Mapping[Script, str]) -> str:
    """Return ``forms`` as the ``value`` of a span; ``read`` reads it back."""
    return ";".join(f"{script.value}:{form}" for script, form in forms.items())


def _joint(match: re.Match[str]) -> str:
    before, after = match.string[: match.start()][-1:], match.string[match.end() :][:1]
    return "" if CHINESE.match(before) or CHINESE.match(after) else " "


def from_line(text: str, script: Script) -> Inlines:
    """Return a line that is no Markdown (a title, a byline) with what it marks as kept or as variants.

    ``{{keep:福祿}}`` and ``-{福祿}-`` are kept; ``-{zh-Hans:…;zh-Hant-TW:…}-`` is a variant. What is none of these,
    or has a fault, stays text.
    """
    out: list[Inline] = []
    at = 0
    for found in _IN_LINE.finditer(text):
        kept, source = found[1], found[2]
        span: Span | None = None
        if kept or not tagged(source):
            span = Span(SpanKind.KEEP, (Text(kept or source),))
        else:
            forms, faults = read(source)
            if not faults:
                span = Span(SpanKind.VARIANT, (Text(shown(forms, script)),), value(forms))
        if span:
            if at < found.start():
                out.append(Text(text[at : found.start()]))
            out.append(span)
            at = found.end()
    if at < len(text) or not out:
        out.append(Text(text[at:]))
    return tuple(out)


def unmarked(text: str, script: Script) -> str:
    """Return a line as it is printed in its own script, the marks of ``from_line`` taken away."""
    if "{" not in text:
        return text
    inner = (inline.children[0] if isinstance(inline, Span) else inline for inline in from_line(text, script))
    return "".join(inline.text for inline in inner if isinstance(inline, Text))
