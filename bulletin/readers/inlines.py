"""Inline tokens of markdown-it to the model's inlines."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote

from markdown_it.token import Token

from bulletin.findings import Finding, Place, finding
from bulletin.model import Break, Code, Inline, Inlines, NoteCall, Ruby, Script, Span, SpanKind, Text
from bulletin.readers import variants
from bulletin.readers.dialect import show_bars
from bulletin.readers.runs import merged, tail
from bulletin.units import CHINESE

_SENTENCE_END = re.compile(r"[。！？][”’」』）]?$")
_TAG = re.compile(r"<\s*(/?)\s*([A-Za-z][A-Za-z0-9-]*)((?:\"[^\"]*\"|'[^']*'|[^\"'>])*)>", re.S)
_LANG = re.compile(r"""\blang\s*=\s*["']?([A-Za-z0-9-]+)""")
_KEPT = re.compile(
    r"""(?<![\w-])(?:translate\s*=\s*["']?no|class\s*=\s*["']?(?:[^"'>]*\s)?notranslate)(?![\w-])""", re.I
)
"""What translating machines are told; it holds for conversion as well."""

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
_CLASSES = {kind.value: kind for kind in (SpanKind.DOTS, SpanKind.NAME, SpanKind.BOOK, SpanKind.FRAMED, SpanKind.EVEN)}
_KEEPING = ("keep", "notranslate")
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
    keep: bool = False
    """Whether what it holds is kept from conversion, whatever else it is."""
    children: list[Inline] = field(default_factory=list)


@dataclass(slots=True)
class InlineReader:
    """Reads the inline tokens of one article; faults and pictures are collected on the way."""

    name: str
    """The article's file, for places."""
    script: Script = Script.HANS
    """What the article is written in: which form of several is its own."""
    faults: list[Finding] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    """Texts that were left out with a fault of their own."""
    aside: list[str] = field(default_factory=list)
    """Characters of variants beyond the form that is shown: tags, and the forms for other scripts."""
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
            if token.type == "variant":
                line += token.content.count("\n")
        while len(stack) > 1:
            self._close(stack)
        return merged(stack[0].children)

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
            case "variant":
                children.append(self._variant(show_bars(token.content), place))
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
        inner = merged(frame.children)
        if frame.keep and inner:
            inner = (Span(SpanKind.KEEP, inner),)
        if frame.kind is None:
            stack[-1].children.extend(inner)
        elif inner:
            stack[-1].children.append(Span(frame.kind, inner, frame.value))
        return frame.closer

    def _variant(self, source: str, place: Place) -> Inline:
        """Return the forms of ``-{…}-``, that of the article's script shown; its source where it has a fault."""
        whole = f"-{{{source}}}-"
        forms, faults = variants.read(source)
        if faults:
            known = " ".join(script.value for script in Script) + " zh-Hant"
            self.faults += [finding(code, place, whole, tag=tag, known=known) for code, tag in faults]
            return Text(whole)
        if mark := variants.marked(source):
            self.faults.append(finding("S-048", place, whole, text=mark))
        form = variants.shown(forms, self.script)
        self.aside.append("".join((Counter(source) - Counter(form)).elements()))
        return Span(SpanKind.VARIANT, (Text(form),), variants.value(forms))

    def _says(self, token: Token) -> str:
        """Return the text that ``token`` begins with."""
        match token.type:
            case "html_inline":
                return ""
            case "ruby":
                return str(token.meta["base"])
            case "variant":
                return variants.shown(variants.read(token.content)[0], self.script)
            case _:
                return token.content

    def _joint(self, stack: list[_Frame], after: Sequence[Token], place: Place) -> str:
        """Return what a line break of the source stands for: nothing beside Chinese, else a blank."""
        before = ""
        for frame in reversed(stack):
            before = tail(frame.children)
            if before:
                break
        if _SENTENCE_END.search(before):
            self.faults.append(finding("S-038", Place(place.file, place.line - 1)))
        follows = next((text for token in after if (text := self._says(token))), "")
        return "" if CHINESE.match(before[-1:] or " ") or CHINESE.match(follows[:1] or " ") else " "

    def _span_frame(self, token: Token, place: Place) -> _Frame:
        kind, value, keep = None, "", False
        for key, content in token.attrs.items():
            if key == "class":
                for name in str(content).split():
                    if name in _KEEPING:
                        keep = True
                    elif name in _CLASSES:
                        kind = _CLASSES[name]
                    else:
                        self.faults.append(finding("S-040", place, name="." + name))
            elif key == "lang":
                kind, value = SpanKind.LANG, str(content)
            elif key == "translate" and str(content).lower() == "no":
                keep = True
            else:
                self.faults.append(finding("S-040", place, name=key))
        return _Frame("span_close", kind, value, keep)

    def _tag(self, source: str, stack: list[_Frame], place: Place) -> None:
        """Reduce raw HTML to the safe list: what is not on it loses its tag, never its text."""
        if source.startswith(("<!--", "<?", "<!")):
            return
        match = _TAG.fullmatch(source)
        if not match:
            self.faults.append(finding("S-036", place, tag=source))
            return
        closing, tag, rest = match[1], match[2].lower(), match[3]
        keep = _KEPT.search(rest) is not None
        if tag == "br":
            stack[-1].children.append(Break())
        elif closing:
            if any(frame.closer == f"</{tag}>" for frame in stack[1:]):
                while self._close(stack) != f"</{tag}>":
                    pass
        elif tag in _TAGS:
            stack.append(_Frame(f"</{tag}>", _TAGS[tag], keep=keep))
        elif tag == "span" and (lang := _LANG.search(rest)):
            stack.append(_Frame("</span>", SpanKind.LANG, lang[1]))
        elif tag == "span" and keep:
            stack.append(_Frame("</span>", None, keep=True))
        else:
            self.faults.append(finding("S-036", place, tag=f"<{tag}>"))
            # Its end tag must not end another of the same name that stands round it.
            stack.append(_Frame(f"</{tag}>", None, keep=keep))

    def _picture(self, token: Token, place: Place) -> None:
        known = {"src", "alt", "title", "credit"}
        for key in token.attrs:
            if key not in known:
                self.faults.append(finding("S-040", place, name=key))
        # A description is plain text, as a caption is: what stands in -{…}- is told as printed.
        parts = [(t, f"-{{{t.content}}}-" if t.type == "variant" else t.content) for t in token.children or []]
        self.faults += [finding("S-048", place, text=show_bars(part)) for t, part in parts if t.type == "variant"]
        alt = "".join(part for _, part in parts)
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
