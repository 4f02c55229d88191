"""Markup never breaks a phrase: a thousand sentences, strewn with inline markup, convert as without it."""

import itertools
import random
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from bulletin.model import Break, Inline, Inlines, NoteCall, Ruby, Script, Span, SpanKind, Text
from bulletin.script import quotes
from bulletin.script.convert import convert_text
from bulletin.script.converter import converter
from bulletin.script.flat import flatten, outs, refill
from bulletin.script.rules import overlay
from tests.probes import probes

ROOT = Path(__file__).parent.parent
TARGETS = [(Script.TW, False), (Script.TW, True), (Script.HK, False)]
KINDS = (SpanKind.STRONG, SpanKind.EMPHASIS, SpanKind.DOTS, SpanKind.BOOK, SpanKind.LINK, SpanKind.SUPER)
PAIRS = (
    ("**", "**"),
    ("*", "*"),
    ("<em>", "</em>"),
    ('<span class="发">', "</span>"),
    ("[", "](https://例.cn/发)"),
    ("[", "]{.dots}"),
    ("{", "|hàn zì}"),
)
POINTS = ("[^1]", "<!-- 里 -->", "<br/>".replace("br", "wbr"))


@cache
def sentences() -> tuple[str, ...]:
    """Return Simplified sentences of our own: the sample's, the corrections' examples, the probes."""
    found: dict[str, None] = {}
    for path in sorted((ROOT / "sources" / "2026-11-23").rglob("*.md")):
        body = path.read_text("utf-8").split("---\n", 2)[-1]
        for line in body.splitlines():
            plain = re.sub(r"[!\[\](){}|*#>:`~^_.\\<]|https?\S+", "", line)
            found.update(dict.fromkeys(re.findall(r"[\u4e00-\u9fff0-9，、“”‘’：；—…]{6,60}[。！？]", plain)))
    found.update({line.example: None for line in overlay.load() if Script.HANS in line.sources})
    found.update({probe.source: None for probe in probes()})
    # Half a quotation ends with its line, and where a line ends would then matter.
    return tuple(text for text in found if not quotes.convert([text], Script.TW)[1])


def test_there_are_a_thousand() -> None:
    assert len(sentences()) >= 1000


def cuts(rng: random.Random, text: str, count: int) -> list[int]:
    return sorted(rng.choices(range(len(text) + 1), k=count))


def strewn(rng: random.Random, text: str) -> Inlines:
    """Return ``text`` as inlines with random markup, two deep, notes and ruby."""
    out: list[Inline] = []
    edges = [0, *cuts(rng, text, 6), len(text)]
    for a, b in itertools.pairwise(edges):
        part: Inlines = (Text(text[a:b]),) if a < b else ()
        match rng.randrange(5):
            case 0:
                out.extend(part)
            case 1:
                out += [*part, NoteCall(1)]
            case 2 if a < b and "\n" not in text[a:b]:
                out.append(Ruby(text[a:b], "dú"))
            case 3 if b - a > 1:
                middle = rng.randrange(a + 1, b)
                inner = (Text(text[a:middle]), Span(rng.choice(KINDS), (Text(text[middle:b]),)))
                out.append(Span(rng.choice(KINDS), inner, "x"))
            case _:
                out.append(Span(rng.choice(KINDS), part, "x"))
    return tuple(out)


def skeleton(inlines: Inlines) -> Inlines:
    """Return ``inlines`` without their text."""
    out: list[Inline] = []
    for inline in inlines:
        match inline:
            case Text():
                out.append(Text(""))
            case Ruby():
                out.append(replace(inline, base=""))
            case Span():
                out.append(replace(inline, children=skeleton(inline.children)))
            case _:
                out.append(inline)
    return tuple(out)


@pytest.mark.parametrize(("target", "vocabulary"), TARGETS)
def test_inlines(target: Script, vocabulary: bool) -> None:
    conv = converter(Script.HANS, target, vocabulary)
    assert conv
    rng = random.Random(f"{target} {vocabulary}")
    for text in sentences():
        inlines = strewn(rng, text)
        flat = flatten(inlines)
        assert flat.text == text
        done = refill(inlines, outs(conv.spans(flat.text, flat.closed, flat.names)))
        assert flatten(done).text == conv.convert(text), inlines
        assert skeleton(done) == skeleton(inlines)


def tagged(rng: random.Random, text: str) -> tuple[str, list[str]]:
    """Return ``text`` with random tags, and these in order; quotation marks keep their neighbours."""
    edges = [0, *cuts(rng, text, 5), len(text)]
    out: list[str] = []
    tags: list[str] = []
    for a, b in itertools.pairwise(edges):
        part = text[a:b]
        if not part or rng.random() < 0.3:
            point = rng.choice(POINTS)
            out += [point, part]
            tags.append(point)
        else:
            before, after = rng.choice(PAIRS)
            out += [before, part, after]
            tags += [before, after]
    return "".join(out), tags


@pytest.mark.parametrize(("target", "vocabulary"), TARGETS)
def test_files(target: Script, vocabulary: bool) -> None:
    """Markdown and HTML: every tag byte for byte, every character as in the bare sentence."""
    rng = random.Random(f"files {target} {vocabulary}")
    for text in sentences():
        bare = convert_text(text, Script.HANS, target, vocabulary)[0]
        source, tags = tagged(rng, text)
        done = convert_text(source, Script.HANS, target, vocabulary)[0]
        at = 0
        left = []
        for tag in tags:
            found = done.find(tag, at)
            assert found >= 0, (source, done, tag)
            left.append(done[at:found])
            at = found + len(tag)
        left.append(done[at:])
        assert "".join(left) == bare, source


@pytest.mark.parametrize("target", [Script.TW, Script.HK])
@pytest.mark.parametrize("wrap", ["\n", "\r\n", "\n> ", "\n  "])
def test_wraps_are_looked_through(target: Script, wrap: str) -> None:
    rng = random.Random(f"wraps {target} {wrap}")
    start = "> " if ">" in wrap else ""
    for text in sentences():
        # A figure, a dash or a bar at a line's head may be Markdown of its own.
        places = [at for at in range(1, len(text)) if re.match(r"[\u4e00-\u9fff]", text[at])]
        chosen = sorted(rng.sample(places, min(3, len(places))))
        parts = [text[a:b] for a, b in zip([0, *chosen], [*chosen, len(text)], strict=True)]
        done = convert_text(start + wrap.join(parts), Script.HANS, target)[0]
        assert done.removeprefix(start).replace(wrap, "") == convert_text(text, Script.HANS, target)[0], parts


def test_hard_breaks_part_phrases() -> None:
    conv = converter(Script.HANS, Script.TW)
    assert conv
    flat = flatten((Text("头"), Break(), Text("发")))
    assert "".join(c.out for c in conv.spans(flat.text, flat.closed)) == "頭\n發"


@pytest.mark.parametrize("target", [Script.TW, Script.HK])
def test_a_second_pass_changes_nothing(target: Script) -> None:
    """Text that is Traditional already is recognised and left, byte for byte."""
    whole = "\n\n".join(sentences())
    once = convert_text(whole, Script.HANS, target)[0]
    again, found, _ = convert_text(once, Script.HANS, target)
    assert [f.code for f in found] == ["T-004"]
    assert again == once
    back = convert_text(whole, Script.HANS, Script.HANS)[0]
    assert back == whole


@pytest.mark.parametrize("target", [Script.TW, Script.HK])
def test_attributes_are_texts_of_their_own(target: Script) -> None:
    """What ``alt``, ``title`` and ``aria-label`` say converts as a sentence; all else of a tag stays byte for byte."""
    rng = random.Random(f"attributes {target}")
    for text in sentences():
        if '"' in text or "'" in text:
            continue
        name, mark = rng.choice(("alt", "title", "aria-label", "placeholder")), rng.choice("\"'")
        bare = convert_text(text, Script.HANS, target)[0]
        tag = f'<img src="发/里.jpg" class="后台" {name}={mark}{{}}{mark}/>'
        done = convert_text("皇" + tag.format(text) + "后在这里", Script.HANS, target)[0]
        assert done == convert_text("皇后在这里", Script.HANS, target)[0].replace("皇", "皇" + tag.format(bare), 1)


@pytest.mark.parametrize("target", [Script.TW, Script.HK])
def test_pictures_of_markdown(target: Script) -> None:
    for text in sentences():
        if re.search(r"[\[\]()\"!\\]", text):
            continue
        bare = convert_text(text, Script.HANS, target)[0]
        done = convert_text(f'![{text}](发/里.jpg "{text}")', Script.HANS, target)[0]
        assert done == f'![{bare}](发/里.jpg "{bare}")', text


@pytest.mark.parametrize(
    "kept",
    [
        "`发`",
        "{{keep:头发}}",
        "-{zh-Hans:头发;zh-Hant-TW:頭髮}-",
        "-{头发}-",
        "[头发]{.keep}",
        "[头发]{translate=no}",
        "[头发]{lang=ja}",
        '<span lang="ja">头发</span>',
        "<b translate='no'>头发</b>",
        '<i class="notranslate">头发</i>',
        "<code>发</code>",
        "https://example.cn/fa",
        "li@example.cn",
    ],
)
def test_what_stays_in_files(kept: str) -> None:
    done = convert_text(f"他说{kept}，头发", Script.HANS, Script.TW)[0]
    assert done == f"他說{kept}，頭髮"
