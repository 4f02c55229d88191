"""A text file in another script, byte for byte the same outside what is converted: plain text or Markdown.

Marks of Markdown and tags of HTML are looked through, so that ``理**发**店`` is one word; addresses, code, kept
text, other languages and the syntax of front matter and fences are closed. Line breaks inside a paragraph are looked
through as well. What attributes say (``alt``, ``title``) is text of its own.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from bulletin.findings import Finding, Place, finding
from bulletin.model import Script
from bulletin.script import elements, quotes
from bulletin.script.characters import contradiction, foreign
from bulletin.script.converter import Converter, converter
from bulletin.script.flat import MACHINE, Flat, keep_pattern, outs
from bulletin.script.ledger import Ledger, Source
from bulletin.script.names import guessed
from bulletin.script.recorder import Recorder

_FRONT = re.compile(r"\ufeff?---[ \t]*\r?\n(?:.*\n)*?---[ \t]*\r?(?:\n|$)")
_KEY = re.compile(r"[ \t]*(?:- )?[^\s:：,，{}\[\]]{1,12}[ \t]*[:：]")
_KEEP = re.compile(r"^(?:keep|保留)[ \t]*[:：](.*(?:\n[ \t]*- .*)*)", re.M)
_SYNTAX = re.compile(r"(?:keep|保留|with|同题|同題|script|文字|rank|级别|級別|kind|体裁|體裁|slug|短名|date|日期)")
_DIV = re.compile(r"[ \t>]*:{3,}[ \t]*[^\s{]*")
_BLOCK = re.compile(r"[ \t>]*(?:#{1,6}[ \t]|[-*+][ \t]|\d{1,9}[.)][ \t]|\||:{1,3}[ \t]|\[\^?[^\]]+\]:|\u3000)")
_KEPT = r"\.keep\b|\.notranslate\b|\btranslate\s*=\s*[\"']?no\b|\blang\s*="
_PICTURE = re.compile(r"""!\[([^\[\]]*)\]\([^\s()"]*(?:\s+"([^"\n]*)")?\s*\)""")
_TOKEN = re.compile(
    rf"(?P<picture>{_PICTURE.pattern})"
    r"|(?P<closed>(?P<tick>`+)(?:(?!(?P=tick)).)+(?P=tick)(?!`)|\{\{keep[:：].*?\}\}|-\{.*?\}-"
    rf"|\[[^\[\]]*\]\{{[^{{}}]*(?:{_KEPT})[^{{}}]*\}}"
    rf"|(?<=\]\()[^\s)]+|{MACHINE.pattern})"
    r"|(?P<clear>\*+|~~|\\(?=[!-/:-@\[-`{-~])|\[\^[^\]\s]+\]|<!--.{0,4000}?-->|</?[A-Za-z][^<>]*>"
    r"|\{(?=[^{}|\n]+\|)|\|[^{}|\n]*\}|\{[.#][^{}\n]*\}|\{(?=[\w-]+=)|\[(?=[^\[\]\n]*\][{(])|\](?=\{[.#])|\]\([^\s()\"]*\)|\](?=\())",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"""\b(?:alt|title|aria-label|placeholder)\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)')""", re.I)


class Plain(NamedTuple):
    """What the conversion of a file gives."""

    text: str
    findings: tuple[Finding, ...]
    """What the editor has to know."""
    ledger: Ledger
    """Every choice, with what decided it."""


@dataclass(slots=True)
class _Paragraph:
    """Characters that are read as one text."""

    line: int
    at: list[int] = field(default_factory=list)
    """Where each character stands in the file."""
    chars: list[str] = field(default_factory=list)
    closed: bytearray = field(default_factory=bytearray)
    breaks: list[int] = field(default_factory=list)
    """Which characters begin a line of the file, in order."""

    asides: "list[_Paragraph]" = field(default_factory=list)
    """What attributes say in it."""

    def add(self, start: int, text: str, shut: bool) -> None:
        self.at += range(start, start + len(text))
        self.chars += text
        self.closed += (b"\1" if shut else b"\0") * len(text)

    def line_of(self, number: int) -> int:
        """Return the line of the file that a character stands in."""
        return self.line + bisect_right(self.breaks, number)

    @property
    def open_at(self) -> Iterator[int]:
        """Where the characters stand that may be changed."""
        return (at for at, shut in zip(self.at, self.closed, strict=True) if not shut)


def convert_text(text: str, source: Script, target: Script, vocabulary: bool = False, name: str = "-") -> Plain:
    """Return ``text`` in the script ``target``, with what was found and the ledger; ``name`` is the file's.

    A text that is clearly not in ``source`` converts from the script it is in (T-004); one that is in
    ``target`` already comes back as it is. No second conversion spoils a text.

    Raises:
        ScriptError: dictionaries or overlay are not as they must be.
    """
    paragraphs = [] if source is target else _paragraphs(text)
    written = contradiction(("".join(text[at] for at in p.open_at) for p in paragraphs), source)
    found: list[Finding] = []
    strange = foreign("".join(text[at] for p in paragraphs for at in p.open_at), source)[:12]
    if written:
        values = {"declared": source, "found": written, "chars": " ".join(strange)}
        found.append(finding("T-004", Place(name), **values))
    conv = converter(written or source, target, vocabulary)
    book = Recorder(written or source, target)
    if conv:
        text = _converted(text, paragraphs, conv, book, found, name)
    else:
        found += _leftovers(paragraphs, list(text), target, name)
    entry = Source(name, name, source, written or source, conv is not None, strange)
    return Plain(text, tuple(found), book.ledger(name, (conv.engine.name,) if conv else (), (entry,)))


def _converted(
    text: str, paragraphs: list[_Paragraph], conv: Converter, book: Recorder, found: list[Finding], name: str
) -> str:
    """Return ``text`` converted; choices go into ``book``, findings into ``found``."""
    new = list(text)
    flats = (Flat("".join(paragraph.chars), bytes(paragraph.closed)) for paragraph in paragraphs)
    conv = replace(conv, guessed=guessed(flats, conv))
    for paragraph in paragraphs:
        chars = "".join(paragraph.chars)
        spans = conv.spans(chars, paragraph.closed)
        for at, out in zip(paragraph.at, outs(spans), strict=True):
            new[at] = out
        guesses = conv.asked(chars, paragraph.closed)
        book.record(Place(name, paragraph.line), chars, paragraph.closed, spans, guesses, paragraph.line_of)
    found += _set_quotes(text, new, paragraphs, book.target, name)
    found += _leftovers(paragraphs, new, book.target, name)
    return "".join(new)


def _leftovers(paragraphs: list[_Paragraph], new: list[str], target: Script, name: str) -> Iterator[Finding]:
    """Yield what ``target`` does not have in the characters of a file that may be changed."""
    for paragraph in paragraphs:
        left = foreign("".join(new[at] for at in paragraph.open_at), target)
        if left:
            yield finding("T-001", Place(name, paragraph.line), chars=" ".join(left[:12]))


def _set_quotes(
    text: str, new: list[str], paragraphs: list[_Paragraph], target: Script, name: str
) -> Iterator[Finding]:
    """Set the quotation marks in ``new``; yield those of ``text`` that have no partner."""
    whole: list[str] = []
    places: list[list[int]] = []
    for paragraph in paragraphs:
        chars: list[str] = []
        at: list[int] = []
        breaks = set(paragraph.breaks)
        for number, char in enumerate(paragraph.chars):
            if number in breaks:
                chars.append("\n")
                at.append(-1)
            chars.append("\ufffc" if paragraph.closed[number] else char)
            at.append(paragraph.at[number])
        whole.append("".join(chars))
        places.append(at)
    done, unmatched = quotes.convert(whole, target)
    for old, out, at in zip(whole, done, places, strict=True):
        for place, before, after in zip(at, old, out, strict=True):
            if before != after:
                new[place] = after
    for lone in unmatched:
        place = places[lone.paragraph][lone.offset]
        line = text.count("\n", 0, place) + 1
        yield finding("T-003", Place(name, line), text.split("\n")[line - 1].strip(), mark=lone.mark)


def _paragraphs(text: str) -> list[_Paragraph]:
    """Return what of a file is text, paragraph by paragraph."""
    out: list[_Paragraph] = []
    front = _FRONT.match(text)
    head = front.end() if front else 0
    shut = elements.kept(text)
    fence = ""
    fresh = True
    start = 0
    for number, line in enumerate(text.split("\n"), 1):
        begin, start = start, start + len(line) + 1
        body = line.rstrip("\r")
        opened = elements.FENCE.match(body)
        if fence or opened:
            mark = opened[1] if opened else ""
            fence = "" if fence and mark.startswith(fence) else fence or mark
            fresh = True
        elif begin < head:
            _front_line(out, number, begin, body, shut)
        elif not body.strip():
            fresh = True
        else:
            prefix = _DIV.match(body) or _BLOCK.match(body)
            skip = prefix.end() if prefix else len(body) - len(body.lstrip(" \t>"))
            if fresh or prefix or not out:
                out.append(_Paragraph(number))
            else:
                out[-1].breaks.append(len(out[-1].chars))
            _tokens(out[-1], begin + skip, body[skip:], shut)
            fresh = bool(prefix and _DIV.match(body))
    out += [aside for paragraph in out for aside in paragraph.asides]
    kept = _KEEP.search(text, 0, head)
    keep = keep_pattern(re.split(r"[\s,，、\[\]]+|(?<=\s)-\s", kept[1])) if kept else None
    for paragraph in out if keep else ():
        for term in keep.finditer("".join(paragraph.chars)) if keep else ():
            paragraph.closed[term.start() : term.end()] = b"\1" * (term.end() - term.start())
    return out


def _front_line(out: list[_Paragraph], number: int, begin: int, body: str, shut: bytearray) -> None:
    """Add the value of one line of front matter, if it is text."""
    key = _KEY.match(body)
    name = body[: key.end() - 1].strip(" \t-") if key else ""
    if body.strip("\ufeff \t") != "---" and not _SYNTAX.fullmatch(name):
        out.append(_Paragraph(number))
        skip = key.end() if key else 0
        _tokens(out[-1], begin + skip, body[skip:], shut)


def _tokens(paragraph: _Paragraph, begin: int, body: str, shut: bytearray) -> None:
    """Add a line to a paragraph: its marks looked through, what is closed as closed.

    ``begin`` is where it stands in the file, ``shut`` says of each character of the file whether it is closed.
    """
    at = 0
    token = _TOKEN.search(body)
    while at < len(body):
        closed = bool(shut[begin + at])
        end = shut.find(not closed, begin + at, begin + len(body))
        end = len(body) if end < 0 else end - begin
        if token and token.start() < at:
            token = _TOKEN.search(body, at)
        if closed or token is None or token.start() >= end:
            paragraph.add(begin + at, body[at:end], closed)
            at = end
            continue
        paragraph.add(begin + at, body[at : token.start()], False)
        if token["picture"]:
            _asides(paragraph, begin + token.start(), _PICTURE.finditer(token.group()), shut)
        elif token["closed"]:
            paragraph.add(begin + token.start(), token.group(), True)
        elif token.group().startswith("<"):
            _asides(paragraph, begin + token.start(), _ATTRIBUTE.finditer(token.group()), shut)
        at = token.end()


def _asides(paragraph: _Paragraph, begin: int, found: Iterable[re.Match[str]], shut: bytearray) -> None:
    """Add what attributes or a picture's texts say, each as a text of its own."""
    for said in found:
        for number, text in enumerate(said.groups(), 1):
            if text:
                aside = _Paragraph(paragraph.line + len(paragraph.breaks))
                _tokens(aside, begin + said.start(number), text, shut)
                paragraph.asides.append(aside)
