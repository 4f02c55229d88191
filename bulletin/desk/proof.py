"""The proof of an import: each line of a manuscript is in one place, and no character came or went in silence.

It runs on what the written files say when they are read back, and before any of them is put in its place.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from types import MappingProxyType
from typing import Any

from bulletin.blocks import Block, Figure
from bulletin.desk.shares import Share
from bulletin.desk.trees import changed, figures
from bulletin.findings import Finding, Place, finding
from bulletin.importers.base import Line, Manuscript, stripped
from bulletin.importers.draft import Analysis, Draft, Fate, Part
from bulletin.model import Article, Inline, Inlines, Span, Text
from bulletin.units import squeeze
from bulletin.walk import plain, rewrite_article, units

LEFT_OUT = frozenset({Part.FURNITURE, Part.DUPLICATE, Part.JUMP, Part.LEFTOVER})
"""Where a line goes that is in no article."""

WHOLE = frozenset(
    {
        *(Part.HEADLINE, Part.KICKER, Part.DECK, Part.SUMMARY, Part.BODY, Part.SUBHEAD, Part.QUESTION, Part.ANSWER),
        *(Part.CAPTION, Part.PICTURE, Part.TABLE, Part.NOTE, Part.SIGNOFF, Part.VERSE),
    }
)
"""Parts that keep every character."""

_SIGNS = "□■▢▲▼△▽◎●○◇◆☆★※*"
"""Signs that point at a byline or at the picture a caption belongs to; they go with what they pointed at."""

_OFFICE = re.compile(
    "作者|来源|來源|稿源|责任编辑|責任編輯|责编|責編|编辑|編輯|美编|美編|校对|校對|撰稿|撰文|采写|採寫|文字|供稿"
    "|牧師|牧师|傳道|传道|長老|长老|執事|执事|老師|老师|先生|女士|供图|供圖|摄影|攝影|图片|圖片|照片|资料|資料|提供|图文|圖文|本版|本组|本組|稿件|由|[文图圖摄攝编編记記](?![\u3400-\u9fff])"
    "|日期|时间|時間|栏目|欄目|系列|協辦|协办"
)
"""Words of office that a byline, a credit, a source or a label may lose: their key in the article says the same."""

_DAY = re.compile(
    r"[〇零○一二三四五六七八九十\d０-９]+\s*[年月日号號\-./:：]|\d+|星期[一二三四五六日天]|[（(]?周[一二三四五六日][)）]?"
)

_STAMP = re.compile(r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?(?:\s*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?")
"""Day and hour of publication that a web page puts behind its names; the issue has a day of its own."""

_JUMP = re.compile(r"^[（(【\[]\s*[紧緊]?上?接.{1,40}?[）)】\]]|[（(【\[]?\s*[紧緊]?下?[转轉].{1,24}$")
"""Where a paragraph that goes on elsewhere says so, at its beginning or its end."""

_FIELDS = ("title", "kicker", "deck", "series", "sponsor", "summary")
"""Front matter of a Markdown file that must be whole in the article."""


def fate_faults(made: Analysis) -> Iterator[Finding]:
    """Yield a fault (M-060) for each line of the manuscript that is not in exactly one place."""
    name, lines = made.manuscript.name, {line.number: line for line in made.manuscript.lines}
    count = Counter(fate.line for fate in made.fates)
    for number in sorted({*lines, *count}):
        if number not in lines or count[number] != 1:
            excerpt = lines[number].text if number in lines else ""
            yield finding("M-060", Place(name, number), excerpt, count=count[number])
    for fate in made.fates:
        out = bool(fate.parts) and set(fate.parts) <= LEFT_OUT
        if not fate.parts or fate.article >= len(made.drafts) or (fate.article < 0 and not out):
            excerpt = lines[fate.line].text if fate.line in lines else ""
            yield finding("M-060", Place(name, fate.line), excerpt, count=0)


def article_faults(made: Analysis, index: int, share: Share, written: Article) -> Iterator[Finding]:
    """Yield what the article read back from its file says without a line (M-061), or does not say (M-062)."""
    draft, manuscript = made.drafts[index], made.manuscript
    own = [(line, fate) for line, fate in share if not set(fate.parts) <= LEFT_OUT]
    text, about = list(_said(written)), _about(written)
    if _untitled(own, draft, manuscript):
        # First words stand for a headline until the editor writes one.
        text = text[len(written.headline.lines) :]
    # A label is in issue.yaml, never in the article's file.
    giving = [(line, fate) for line, fate in own if set(fate.parts) != {Part.SECTION}]
    allowed = _count(stripped(_all(line)) for line, _ in giving)
    allowed.update(_count((*_notes(manuscript, written), *manuscript.fields.values())))
    invented = _count((*text, *about)) - allowed
    known = [squeeze(line.text) for line, _ in giving] + [squeeze(value) for value in manuscript.fields.values()]
    for name in map(squeeze, _people(written)):
        if not any(name in line for line in known):
            invented.update(name)
    place = Place(manuscript.name, draft.first)
    headline = draft.article.headline.text
    if invented:
        sample = "".join(invented.elements())[:20]
        yield finding("M-061", place, headline, count=invented.total(), sample=sample)
    yield from _lost(own, written, draft, manuscript)


def _untitled(own: Share, draft: Draft, manuscript: Manuscript) -> bool:
    """Whether no line and no key of its file gives an article its headline, and it begins as its text does."""
    head = squeeze(draft.article.headline.text)
    named = any(Part.HEADLINE in fate.parts for _, fate in own) or "title" in manuscript.fields
    return not named and any(squeeze(line.text).startswith(head) for line, _ in own)


def _lost(own: Share, written: Article, draft: Draft, manuscript: Manuscript) -> Iterator[Finding]:
    text, about = _said(written), (*_about(written), *_people(written), draft.section)
    whole = [(line, _required(line, fate, written)) for line, fate in own if set(fate.parts) <= WHOLE]
    every = [(line, _required(line, fate, written)) for line, fate in own]
    fields = [manuscript.fields[key] for key in _FIELDS if key in manuscript.fields]
    extra = [*fields, *_notes(manuscript, written)]
    missing = _count((*(wanted for _, wanted in whole), *_notes(manuscript, written))) - _count(text)
    missing |= _count((*(wanted for _, wanted in every), *extra)) - _count((*text, *about))
    if not missing:
        return
    flat = squeeze("".join((*text, *about)))
    torn = [(line, (Counter(wanted) & missing).total()) for line, wanted in every if wanted not in flat]
    line = max(torn, key=lambda pair: pair[1])[0] if torn else None
    place = Place(manuscript.name, line.number if line else draft.first)
    sample = "".join(missing.elements())[:20]
    yield finding("M-062", place, line.text if line else "", count=missing.total(), sample=sample)


def difference(draft: Article, written: Article) -> str:
    """Return the first key in which the article read back is another than the draft; empty where they are one.

    Ids, places, pixels, and how many blanks stand somewhere are no difference.
    """
    one, other = bare(draft), bare(written)
    return next((f.name for f in fields(Article) if getattr(one, f.name) != getattr(other, f.name)), "")


def bare(article: Article) -> Article:
    """Return ``article`` without what a file does not say: ids, its name, places, pixels, blanks."""

    def naked(block: Block) -> Block:
        if isinstance(block, Figure):
            return replace(block, id="", width=0, height=0, alt=squeeze(block.alt), credit=squeeze(block.credit))
        return replace(block, id="")

    head = article.headline
    texts: dict[str, Any] = {
        key: squeeze(getattr(article, key))
        for key in ("dateline", "series", "sponsor", "source", "photographer", "editor", "summary")
    }
    return replace(
        rewrite_article(changed(article, naked), _merged),
        id="",
        name="",
        headline=replace(
            head, lines=tuple(map(squeeze, head.lines)), kicker=squeeze(head.kicker), deck=squeeze(head.deck)
        ),
        bylines=tuple(replace(b, names=tuple(map(squeeze, b.names)), role=squeeze(b.role)) for b in article.bylines),
        places=MappingProxyType({}),
        **texts,
    )


def _merged(inlines: Inlines) -> Inlines:
    """Return ``inlines`` without blanks, runs of text that touch made one."""
    out: list[Inline] = []
    for inline in inlines:
        match inline:
            case Text(text):
                if out and isinstance(out[-1], Text):
                    out[-1] = Text(out[-1].text + squeeze(text))
                else:
                    out.append(Text(squeeze(text)))
            case Span():
                out.append(replace(inline, children=_merged(inline.children)))
            case _:
                out.append(inline)
    return tuple(inline for inline in out if inline != Text(""))


def _all(line: Line) -> str:
    """Return all that a line can give an article, the description of its picture included."""
    alt = line.block.alt if isinstance(line.block, Figure) else ""
    return line.text + (alt if squeeze(alt) not in squeeze(line.text) else "")


def _required(line: Line, fate: Fate, written: Article) -> str:
    """Return what of a line must be in the article."""
    parts, text = set(fate.parts), line.text
    if parts <= WHOLE:
        marks = parts & {Part.CAPTION, Part.HEADLINE, Part.SUBHEAD, Part.PICTURE}
        return squeeze(text.strip(_SIGNS + " \u3000") if marks else text)
    if Part.JUMP in parts:
        text = _JUMP.sub("", text)
    if parts - {Part.JUMP} <= WHOLE:
        return squeeze(text)
    if Part.DATE in parts and written.date:
        text = _DAY.sub("", text)
    return "".join(char for char in _OFFICE.sub("", _STAMP.sub("", text)) if char.isalnum())


def _said(article: Article) -> tuple[str, ...]:
    """Return all that an article says in its text: headline, blocks, captions, descriptions of pictures, notes."""
    head = article.headline
    notes = tuple(block for note in article.notes for block in note.blocks)
    # The dispatch head runs into the first paragraph.
    said = [*head.lines, head.kicker, head.deck, article.summary, article.dateline]
    said += [plain(unit.inlines, notes=False) for unit in units(article.blocks + notes)]
    for figure in figures(article):
        # A picture without a description is described by its caption or the headline, counted already.
        known = {squeeze(plain(figure.caption)), squeeze(head.text), "待补"}
        said += [figure.alt] if squeeze(figure.alt) not in known else []
    return tuple(said)


def _about(article: Article) -> tuple[str, ...]:
    """Return what an article says of itself in lines of its own."""
    return (article.series, article.sponsor)


def _people(article: Article) -> tuple[str, ...]:
    """Return whom an article names as its makers: a dispatch head or a tail that stays in the text says it again."""
    people = (text for byline in article.bylines for text in (*byline.names, byline.role))
    return tuple(filter(None, (*people, article.source, article.photographer, article.editor)))


def _notes(manuscript: Manuscript, article: Article | None = None) -> tuple[str, ...]:
    """Return the text of each note of a manuscript; with an ``article``, of those that it has whole.

    They count on both sides, so that no note stands in for what its article lost; ``note_faults`` misses the others.
    """
    texts = tuple("".join(plain(unit.inlines, notes=False) for unit in units(blocks)) for blocks in manuscript.notes)
    if article is None:
        return texts
    said = squeeze("".join(_said(article)))
    return tuple(text for text in texts if squeeze(text) in said)


def _count(texts: Iterable[str]) -> Counter[str]:
    return Counter(squeeze("".join(texts)))


def note_faults(made: Analysis, written: Iterable[Article]) -> Iterator[Finding]:
    """Yield a fault (M-062) for each note of the manuscript that no article has."""
    said = squeeze("".join("".join(_said(article)) for article in written))
    for text in _notes(made.manuscript):
        if squeeze(text) not in said:
            sample = squeeze(text)[:20]
            yield finding("M-062", Place(made.manuscript.name), text, count=len(squeeze(text)), sample=sample)
