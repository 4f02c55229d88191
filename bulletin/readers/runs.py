"""Inlines put together: what a run of them ends with, neighbours joined, ends trimmed."""

from bulletin.model import Break, Code, Inline, Inlines, NoteCall, Ruby, Span, Text


def tail(children: list[Inline]) -> str:
    """Return the text that ``children`` end with; empty where there is none."""
    for inline in reversed(children):
        match inline:
            case Text(text) | Code(text):
                if text:
                    return text
            case Span():
                return tail(list(inline.children))
            case Ruby(base):
                return base
            case NoteCall():
                return "\u3015"
            case Break():
                return " "
    return ""


def merged(children: list[Inline]) -> Inlines:
    """Return ``children`` with neighbouring runs of text joined and empty ones dropped."""
    out: list[Inline] = []
    for inline in children:
        if isinstance(inline, Text):
            if not inline.text:
                continue
            if out and isinstance(out[-1], Text):
                out[-1] = Text(out[-1].text + inline.text)
                continue
        out.append(inline)
    return tuple(out)


def trimmed(inlines: Inlines) -> Inlines:
    """Return ``inlines`` without white space at either end (U+3000 of an indent by hand included)."""
    out = list(inlines)
    while out and isinstance(out[0], Text) and not out[0].text.strip():
        out.pop(0)
    while out and ((isinstance(out[-1], Text) and not out[-1].text.strip()) or isinstance(out[-1], Break)):
        out.pop()
    if out and isinstance(out[0], Text):
        out[0] = Text(out[0].text.lstrip())
    if out and isinstance(out[-1], Text):
        out[-1] = Text(out[-1].text.rstrip())
    return tuple(out)
