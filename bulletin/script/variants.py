"""Forms that the editor wrote out for each script: ``-{zh-Hans:计算机;zh-Hant-TW:電腦}-``."""

from dataclasses import replace

from bulletin.kinds import Script
from bulletin.model import Inline, Inlines, Span, SpanKind, Text

_NEAREST = {Script.TW: Script.HK, Script.HK: Script.TW}


def form(value: str, target: Script) -> str | None:
    """Return the form for ``target`` in a variant's value, or the nearest; None where only conversion helps."""
    forms = dict(part.split(":", 1) for part in value.split(";") if ":" in part)
    return forms.get(target.value) or forms.get(_NEAREST.get(target, target).value)


def resolved(inlines: Inlines, target: Script) -> Inlines:
    """Return ``inlines`` without the variants that have no form for ``target``: their text converts like any other."""
    out: list[Inline] = []
    for inline in inlines:
        if not isinstance(inline, Span):
            out.append(inline)
        elif inline.kind is SpanKind.VARIANT and form(inline.value, target) is None:
            out.extend(inline.children)
        else:
            out.append(replace(inline, children=resolved(inline.children, target)))
    return tuple(out)


def chosen(inlines: Inlines, target: Script) -> Inlines:
    """Return ``inlines`` with every variant as its form for ``target``, which nothing converts any more."""
    out: list[Inline] = []
    for inline in inlines:
        if not isinstance(inline, Span):
            out.append(inline)
        elif inline.kind is SpanKind.VARIANT:
            text = form(inline.value, target)
            out.append(
                replace(inline, kind=SpanKind.KEEP, children=(Text(text),) if text else inline.children, value="")
            )
        else:
            out.append(replace(inline, children=chosen(inline.children, target)))
    return tuple(out)
