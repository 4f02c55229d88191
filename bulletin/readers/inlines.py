"""Inline tokens of markdown-it to the model's inlines."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote

from markdown_it.token import Token

from bulletin.findings import Finding, Place, finding
from bulletin.model import Break, Code, Inline, Inlines, NoteCall, Ruby, Span, SpanKind, Text
from bulletin.readers.dialect import show_bars
from bulletin.units import CHINESE

_SENTENCE_END = re.compile(r"[。！？][”’」』）]?$")
_TAG = re.compile(r"<\s*(/?)\s*([A-Za-z][A-Za-z0-9-]*)((?:\"[^\"]*\"|'[^']*'|[^\"'>])*)>", re.S)
_LANG = re.compile(r"""\blang\s*=\s*["']?([A-Za-z0-9-]+)""")
_SAFE_LINK = re.compile(r"(?:https?://|mailto:|tel:|#)", re.I)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|/|\\")
_TAGS = {
    "b": SpanKind.STRONG,
    "strong": SpanKind.STRONG,
    "i": SpanKind.EMPHASIS,
    "em": SpanKind.EMPHASIS,
    "u": SpanKind.NAME,
    "sup": SpanKind.SUPER,
    "sub": SpanKind.SUB,
}
_CLASSES = {
    kind.value: kind
    for kind in (SpanKind.DOTS, SpanKind.NAME, SpanKind.BOOK, SpanKind.FRAMED, SpanKind.EVEN, SpanKind.KEEP)
}
_OPENERS = {"strong_open": SpanKind.STRONG, "em_open": SpanKind.EMPHASIS, "link_open": SpanKind.LINK}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as the article names it, before its file is looked at."""

    src: str
    alt: str
    caption: str
    credit: str
    place: Place


@dataclass(slots=True)
class _Frame:
    closer: str
    kind: SpanKind | None
    value: str = ""
    children: list[Inline] = field(default_factory=list)


@dataclass(slots=True)
class InlineReader:
    """Reads the inline tokens of one article; faults and pictures are collected on the way."""

    name: str
    """The article's file, for places."""
    faults: list[Finding] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    """Texts that were left out with a fault of their own."""
    pictures: list[Picture] = field(default_factory=list)
    """Pictures met since the caller last emptied this list."""

    def read(self, tokens: Sequence[Token], line: int, verse: bool = False) -> Inlines:
        """Return the inlines of ``tokens``, the first of which stands in ``line`` of the file.

        With ``verse`` a line break of the source is kept; otherwise it is a blank, or nothing between
        two Chinese characters.
        """
        stack = [_Frame("", None)]
        for number, token in enumerate(tokens):
            if token.type in ("softbreak", "hardbreak"):
                line += 1
            self._one(token, tokens[number + 1 :], stack, Place(self.name, line), verse)
        while len(stack) > 1:
            self._close(stack)
        return _merged(stack[0].children)

    def _one(self, token: Token, after: Sequence[Token], stack: list[_Frame], place: Place, verse: bool) -> None:
        children = stack[-1].children
        match token.type:
            case "text" | "text_special":
                children.append(Text(show_bars(token.content)))
            case "code_inline":
                children.append(Code(show_bars(token.content)))
            case "hardbreak":
                children.append(Break())
            case "softbreak":
                children.append(Break() if verse else Text(self._joint(stack, after, place)))
            case "ruby":
                children.extend(_ruby(str(token.meta["base"]), str(token.meta["reading"])))
            case "keep":
                children.append(Span(SpanKind.KEEP, (Text(show_bars(token.content)),)))
            case "footnote_ref":
                children.append(NoteCall(int(token.meta["id"]) + 1))
            case "footnote_anchor":
                pass
            case "image":
                self._picture(token, place)
            case "strong_open" | "em_open":
                stack.append(_Frame(token.type.replace("open", "close"), _OPENERS[token.type]))
            case "link_open":
                href = str(token.attrs.get("href", ""))
                if not _SCHEME.match(href):
                    href = unquote(href)
                elif not _SAFE_LINK.match(href):
                    self.faults.append(finding("S-058", place, href=href))
                if title := str(token.attrs.get("title", "")):
                    self.faults.append(finding("S-045", place, title=title))
                    self.refused.append(title)
                stack.append(_Frame("link_close", SpanKind.LINK, href))
            case "span_open":
                stack.append(self._span_frame(token, place))
            case "html_inline":
                self._tag(token.content, stack, place)
            case "strong_close" | "em_close" | "link_close" | "span_close":
                if any(frame.closer == token.type for frame in stack[1:]):
                    while self._close(stack) != token.type:
                        pass
            case _:
                raise AssertionError(f"inline token {token.type}")

    def _close(self, stack: list[_Frame]) -> str:
        frame = stack.pop()
        inner = _merged(frame.children)
        if frame.kind is None:
            stack[-1].children.extend(inner)
        elif inner:
            stack[-1].children.append(Span(frame.kind, inner, frame.value))
        return frame.closer

    def _joint(self, stack: list[_Frame], after: Sequence[Token], place: Place) -> str:
        """Return what a line break of the source stands for: nothing beside Chinese, else a blank."""
        before = ""
        for frame in reversed(stack):
            before = _tail(frame.children)
            if before:
                break
        if _SENTENCE_END.search(before):
            self.faults.append(finding("S-038", Place(place.file, place.line - 1)))
        follows = next((t.content for t in after if t.content and t.type != "html_inline"), "")
        return "" if CHINESE.match(before[-1:] or " ") or CHINESE.match(follows[:1] or " ") else " "

    def _span_frame(self, token: Token, place: Place) -> _Frame:
        kind, value = None, ""
        for key, content in token.attrs.items():
            if key == "class":
                for name in str(content).split():
                    if name in _CLASSES:
                        kind = _CLASSES[name]
                    else:
                        self.faults.append(finding("S-040", place, name="." + name))
            elif key == "lang":
                kind, value = SpanKind.LANG, str(content)
            elif key == "translate" and content == "no":
                kind = SpanKind.KEEP
            else:
                self.faults.append(finding("S-040", place, name=key))
        return _Frame("span_close", kind, value)

    def _tag(self, source: str, stack: list[_Frame], place: Place) -> None:
        """Reduce raw HTML to the safe list: what is not on it loses its tag, never its text."""
        if source.startswith(("<!--", "<?", "<!")):
            return
        match = _TAG.fullmatch(source)
        if not match:
            self.faults.append(finding("S-036", place, tag=source))
            return
        closing, tag, rest = match[1], match[2].lower(), match[3]
        if tag == "br":
            stack[-1].children.append(Break())
        elif closing:
            if any(frame.closer == f"</{tag}>" for frame in stack[1:]):
                while self._close(stack) != f"</{tag}>":
                    pass
        elif tag in _TAGS:
            stack.append(_Frame(f"</{tag}>", _TAGS[tag]))
        elif tag == "span" and (lang := _LANG.search(rest)):
            stack.append(_Frame("</span>", SpanKind.LANG, lang[1]))
        elif tag == "span" and 'translate="no"' in rest:
            stack.append(_Frame("</span>", SpanKind.KEEP))
        else:
            self.faults.append(finding("S-036", place, tag=f"<{tag}>"))

    def _picture(self, token: Token, place: Place) -> None:
        known = {"src", "alt", "title", "credit"}
        for key in token.attrs:
            if key not in known:
                self.faults.append(finding("S-040", place, name=key))
        alt = "".join(t.content for t in token.children or [])
        self.pictures.append(
            Picture(
                unquote(str(token.attrs.get("src", ""))),
                show_bars(alt).strip(),
                show_bars(str(token.attrs.get("title", ""))).strip(),
                show_bars(str(token.attrs.get("credit", ""))).strip(),
                place,
            )
        )


def _ruby(base: str, reading: str) -> list[Inline]:
    """One ruby a character where the reading has one syllable a character (clreq: mono ruby)."""
    parts = reading.split()
    if len(parts) == len(base):
        return [Ruby(char, part) for char, part in zip(base, parts, strict=True)]
    return [Ruby(base, reading)]


def _tail(children: list[Inline]) -> str:
    for inline in reversed(children):
        match inline:
            case Text(text) | Code(text):
                if text:
                    return text
            case Span():
                return _tail(list(inline.children))
            case Ruby(base):
                return base
            case NoteCall():
                return "\u3015"
            case Break():
                return " "
    return ""


def _merged(children: list[Inline]) -> Inlines:
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
