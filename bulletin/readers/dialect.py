"""Our Markdown: CommonMark with tables, notes, definition lists, attributes, ruby and fences, fit for Chinese.

What stock CommonMark gets wrong in Chinese is mended here: emphasis beside full-width punctuation, and a
paragraph that begins with U+3000. (``mdit-py-cjk-friendly`` has the first, but not for markdown-it-py 4.)
"""

import re
from collections.abc import Callable
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline.state_inline import Scanned, StateInline
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_plugin
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from bulletin.readers import variants
from bulletin.units import CHINESE

DEEPEST = 6
"""Levels of quotations and lists, one inside the other, that an article may have."""

FENCES = {
    "诗": "verse",
    "詩": "verse",
    "verse": "verse",
    "问答": "qa",
    "問答": "qa",
    "qa": "qa",
    "框": "box",
    "box": "box",
    "引语": "pull",
    "引語": "pull",
    "pull": "pull",
    "启事": "notice",
    "啟事": "notice",
    "notice": "notice",
    "落款": "signoff",
    "signoff": "signoff",
}
"""Names that may stand behind ``:::``."""

BAR = "\ufdd0"
"""Stands for the bar of a ruby while tables are parsed, whose cells a bar would part."""

_RUBY_SOURCE = re.compile(r"(?<!\{)\{([^{}|\n]{1,40})\|([^{}|\n]{1,80})\}")
_RUBY = re.compile(rf"\{{([^{{}}|\n{BAR}]+)[|{BAR}]([^{{}}|\n{BAR}]+)\}}")
_KEEP = re.compile(r"\{\{keep[:：](.+?)\}\}")
_VARIANT = re.compile(r"-\{([^{}]*)\}-")


class _ChineseState(StateInline):
    """Inline state whose emphasis marks know that Chinese has no blanks between words."""

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: N802, N803 - the library's names
        """Tell whether a run of ``*`` may open or close: beside a Chinese character punctuation is no bar."""
        stop = start
        while stop < self.posMax and self.src[stop] == self.src[start]:
            stop += 1
        before = self.src[start - 1] if start else " "
        after = self.src[stop] if stop < self.posMax else " "
        blank_before, blank_after = isWhiteSpace(ord(before)), isWhiteSpace(ord(after))
        mark_before = isMdAsciiPunct(ord(before)) or isPunctChar(before)
        mark_after = isMdAsciiPunct(ord(after)) or isPunctChar(after)
        left = not blank_after and (not mark_after or blank_before or mark_before or _chinese(before))
        right = not blank_before and (not mark_before or blank_after or mark_after or _chinese(after))
        return Scanned(
            left and (canSplitWord or not right or mark_before),
            right and (canSplitWord or not left or mark_after),
            stop - start,
        )


def _chinese(char: str) -> bool:
    return CHINESE.match(char) is not None


class _ChineseInline(ParserInline):
    def parse(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> list[Token]:
        state = _ChineseState(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def _ruby_rule(state: StateInline, silent: bool) -> bool:
    match = _RUBY.match(state.src, state.pos) if state.src[state.pos] == "{" else None
    if not match:
        return False
    if not silent:
        token = state.push("ruby", "ruby", 0)
        token.meta = {"base": match[1], "reading": match[2].strip()}
    state.pos = match.end()
    return True


def _keep_rule(state: StateInline, silent: bool) -> bool:
    match = _KEEP.match(state.src, state.pos) if state.src.startswith("{{", state.pos) else None
    if not match:
        return False
    if not silent:
        state.push("keep", "span", 0).content = match[1]
    state.pos = match.end()
    return True


def _variant_rule(state: StateInline, silent: bool) -> bool:
    match = _VARIANT.match(state.src, state.pos) if state.src.startswith("-{", state.pos) else None
    if not match:
        return False
    chosen = variants.tagged(show_bars(match[1]))
    # Without tags it keeps its text; a ruby between two hyphens is a ruby, and a line end asks for tags.
    if not chosen and re.search(rf"[|\n{BAR}]", match[1]):
        return False
    if not silent:
        state.push("variant" if chosen or not match[1].strip() else "keep", "span", 0).content = match[1]
    state.pos = match.end()
    return True


def _indented_paragraph(state: StateBlock, line: int, _end: int, silent: bool) -> bool:
    # Asked only whether a paragraph may end here: a line that begins with U+3000 begins another.
    start = state.bMarks[line] + state.tShift[line]
    return silent and state.src.startswith("\u3000", start)


def _is_fence(params: str, _markup: str) -> bool:
    return bool(params.strip())


def parser() -> MarkdownIt:
    """Return a parser for our Markdown; it keeps no state between articles."""
    # An indent of four is an editor's habit, not code: code is fenced.
    md = MarkdownIt("commonmark", {"maxNesting": 400}).enable("table").disable("code")
    inline = _ChineseInline()
    inline.ruler, inline.ruler2 = md.inline.ruler, md.inline.ruler2
    md.inline = inline
    md.use(footnote_plugin).use(deflist_plugin).use(attrs_plugin, spans=True)
    md.use(container_plugin, "fence", validate=_is_fence)
    md.inline.ruler.before("link", "ruby", _ruby_rule)
    md.inline.ruler.before("ruby", "keep", _keep_rule)
    md.inline.ruler.before("keep", "variant", _variant_rule)
    md.block.ruler.before("paragraph", "u3000", _indented_paragraph, {"alt": ["paragraph"]})
    # Where a link may lead is ours to say, with file and line; the library would print its source instead.
    accept: Callable[[str], bool] = lambda _url: True  # noqa: E731 - a method of one instance
    setattr(md, "validateLink", accept)  # noqa: B010 - mypy forbids the plain assignment
    return md


def hide_ruby_bars(source: str) -> str:
    """Return ``source`` with the bar of each ruby replaced by ``BAR``; length and lines stay the same."""
    return _RUBY_SOURCE.sub(lambda m: f"{{{m[1]}{BAR}{m[2]}}}", source)


_FENCE = re.compile(r"([ \t>]*)(:{3,})([ \t]*)(\S.*)?")
_CODE_FENCE = re.compile(r"[ \t>]*(```|~~~)")


def nest_fences(source: str) -> str:
    """Return ``source`` with the colons of outer fences made more than those of the fences inside them.

    The parser closes a fence at the first line of as many colons; an editor writes three everywhere.
    """
    lines = source.split("\n")
    open_at: list[tuple[int, int]] = []  # line, height of what it holds so far
    height: dict[int, int] = {}
    code = ""
    for number, line in enumerate(lines):
        mark = _CODE_FENCE.match(line)
        if mark:
            code = "" if code == mark[1] else code or mark[1]
        fence = None if code else _FENCE.fullmatch(line.rstrip())
        if fence and fence[4]:
            open_at.append((number, 0))
        elif fence and open_at:
            start, inner = open_at.pop()
            height[start] = height[number] = inner
            if open_at:
                open_at[-1] = (open_at[-1][0], max(open_at[-1][1], inner + 1))
    for number, more in height.items():
        fence = _FENCE.fullmatch(lines[number].rstrip())
        if fence:
            lines[number] = f"{fence[1]}{':' * (3 + more)}{fence[3]}{fence[4] or ''}"
    return "\n".join(lines)


def show_bars(text: str) -> str:
    """Return ``text`` with hidden bars shown again."""
    return text.replace(BAR, "|")
