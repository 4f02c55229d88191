"""Forms that the editor wrote out for each script (``readers/variants``), on their way through a conversion."""

from collections.abc import Callable

from bulletin.kinds import Script
from bulletin.model import Break, Inline, Inlines, Ruby, Span, SpanKind, Text
from bulletin.readers import variants
from bulletin.script.flat import CLOSED
from bulletin.units import HAN
from bulletin.walk import plain


def form(value: str, target: Script) -> str:
    """Return the form for ``target`` in a variant's value, or that of the other Traditional script; else nothing."""
    forms, _ = variants.read(value)
    if not target.traditional:
        return forms.get(target, "")
    return variants.shown({script: text for script, text in forms.items() if script.traditional}, target)


def resolved(inlines: Inlines, target: Script) -> Inlines:
    """Return ``inlines`` without the variants that have no form for ``target``: their text converts like any other."""
    out: list[Inline] = []
    for inline in inlines:
        if not isinstance(inline, Span):
            out.append(inline)
        elif inline.kind is SpanKind.VARIANT and not form(inline.value, target):
            out.extend(inline.children)
        else:
            out.append(Span(inline.kind, resolved(inline.children, target), inline.value))
    return tuple(out)


def chosen(inlines: Inlines, target: Script) -> Inlines:
    """Return ``inlines`` with every variant as its form for ``target``, which nothing converts any more."""
    out: list[Inline] = []
    for inline in inlines:
        if not isinstance(inline, Span):
            out.append(inline)
        elif inline.kind is SpanKind.VARIANT:
            out.append(Span(SpanKind.KEEP, (Text(form(inline.value, target)),)))
        else:
            out.append(Span(inline.kind, chosen(inline.children, target), inline.value))
    return tuple(out)


def reading_lines(inlines: Inlines) -> list[int]:
    """Return in which line of ``inlines`` each reading stands that ``read_out`` comes by, in its order."""
    lines: list[int] = []
    at = 0

    def walk(run: Inlines) -> None:
        nonlocal at
        for inline in run:
            if isinstance(inline, Break):
                at += 1
            elif isinstance(inline, Ruby) and HAN.search(inline.reading):
                lines.append(at)
            elif isinstance(inline, Span) and inline.kind not in CLOSED:
                walk(inline.children)
            elif isinstance(inline, Span):
                at += plain(inline.children).count("\n")

    walk(inlines)
    return lines


def read_out(inlines: Inlines, change: Callable[[str], str]) -> Inlines:
    """Return ``inlines`` with ``change`` made to readings of ruby that are Chinese themselves: 决 read as 诀."""
    out: list[Inline] = []
    for inline in inlines:
        if isinstance(inline, Ruby) and HAN.search(inline.reading):
            out.append(Ruby(inline.base, change(inline.reading)))
        elif isinstance(inline, Span) and inline.kind not in CLOSED:
            out.append(Span(inline.kind, read_out(inline.children, change), inline.value))
        else:
            out.append(inline)
    return tuple(out)
