"""The proof that nothing was lost: not between readers and edition, not between edition and paper.

Each piece of the edition is looked for in the text of the finished pages, in the order in which it was set, each
right behind the one before it: a piece that is missing, parted, out of order or set twice is found.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest

from bulletin.checks.pieces import (
    Piece,
    alt_pieces,
    body_pieces,
    head_pieces,
    head_texts,
    pieces,
    tail_pieces,
)
from bulletin.config.imprint import ImprintSettings
from bulletin.findings import Finding, Place, finding
from bulletin.model import Article, Block, Edition, Figure, Issue, Paragraph, Table
from bulletin.readers import variants
from bulletin.script.convert import Grown
from bulletin.units import squeeze, word_count
from bulletin.walk import descend, plain, units

SLACK = 24
"""Characters that may stand between two pieces though neither is their source: list numbers, the words 来源, 责编 …."""


@dataclass(frozen=True, slots=True)
class Story:
    """An article as it was set: its blocks in the order of the page."""

    article: Article
    blocks: tuple[Block, ...]


def missing(edition: Edition, stories: tuple[Story, ...], pages: list[str], head: str, output: str) -> list[Finding]:
    """Hold ``edition`` against the text of the pages that were made of it.

    ``stories`` are the articles in the order of the pages; ``pages`` is the text of each page in stream order;
    ``head`` is the running head. A note is found whole anywhere; then it is taken out, so that a paragraph parted by
    the end of a page must join up exactly.
    """
    found = _all_set(edition, stories, output)
    body = _without_furniture(pages, edition, head)
    whole = body
    for article in edition.issue.articles:
        for note in article.notes:
            text = "".join(squeeze(plain(u.inlines)) for u in units(note.blocks))
            marked = f"〔{note.number}〕{text}"
            if marked in body:
                body = body.replace(marked, "", 1)
            elif text:
                place = next((u.place for u in units(note.blocks)), article.place)
                found.append(finding("L-001", place, output=output, text=text[:60]))
    found += _in_order(edition, stories, body, output)
    for piece in pieces(edition):
        if piece.text and piece.text not in body and piece.text not in whole:
            found.append(finding("L-001", piece.place, output=output, text=piece.text[:60]))
    want = Counter("".join(piece.text for piece in pieces(edition)))
    lost = want - Counter(whole)
    if lost:
        chars = "".join(sorted(lost.elements()))[:40]
        found.append(finding("L-002", Place("issue.yaml"), output=output, count=lost.total(), chars=chars))
    return list(dict.fromkeys(found))


def _all_set(edition: Edition, stories: tuple[Story, ...], output: str) -> list[Finding]:
    """Prove the order itself: each article once, with all of its blocks."""
    found = []
    times = Counter(story.article.id for story in stories)
    blocks = {story.article.id: Counter(b.id for b in story.blocks) for story in stories}
    for article in edition.issue.articles:
        if times[article.id] != 1 or blocks[article.id] != Counter(b.id for b in article.blocks):
            found.append(finding("L-001", article.place, output=output, text=article.headline.text))
    return found


def _without_furniture(pages: list[str], edition: Edition, head: str) -> str:
    """Return the running text of ``pages`` in one piece, running heads and folios taken out.

    Margin boxes come last in the stream of a page, in this order: running head, section, folio.
    """
    out = []
    titles = sorted((squeeze(section.title) for section in edition.issue.sections), key=len, reverse=True)
    for number, page in enumerate(pages, 1):
        text = squeeze(page).removesuffix(str(number))
        for title in (*titles, ""):
            if text.endswith(squeeze(head) + title):
                text = text[: len(text) - len(squeeze(head) + title)]
                break
        out.append(text)
    return "".join(out)


def _in_order(edition: Edition, stories: tuple[Story, ...], body: str, output: str) -> list[Finding]:
    found: list[Finding] = []
    titles = [squeeze(section.title) for section in edition.issue.sections]
    at = 0
    for story in stories:
        article = story.article
        heads, tails = list(head_pieces(article)), list(tail_pieces(article))
        heads = heads[: len(heads) - len(tails)]
        if (opening := _opening(story)) and opening.text in body:
            # The dateline runs into the first paragraph, which a lead's picture may stand before.
            heads = [p for p in heads if p.text != squeeze(article.dateline)]
        texts = [p for p in body_pieces(story.blocks) if p.text]
        known = [*titles, *_repeated(story.blocks)]
        length = sum(len(p.text) for p in heads) + SLACK + sum(len(t) for t in titles[:1]) + 20
        for number, piece in enumerate(texts):
            place = body.find(piece.text, at)
            if place < 0:
                found.append(finding("L-001", piece.place, output=output, text=piece.text[:60]))
                continue
            if number == 0:
                window = body[max(at, place - length) : place]
                found += [
                    finding("L-001", p.place, output=output, text=p.text[:60]) for p in heads if p.text not in window
                ]
            elif _unknown(body[at:place], known) > SLACK:
                found.append(finding("L-004", piece.place, output=output, text=body[at:place][:60]))
            at = place + len(piece.text)
        if texts:
            window = body[at : at + sum(len(p.text) for p in tails) + 3 * SLACK]
            found += [finding("L-001", p.place, output=output, text=p.text[:60]) for p in tails if p.text not in window]
    return found


def _opening(story: Story) -> Piece | None:
    """Return the first paragraph with the dateline that runs into it."""
    first = next((b for b in story.blocks if isinstance(b, Paragraph)), None)
    if first is None or not story.article.dateline:
        return None
    return Piece(squeeze(story.article.dateline) + next(body_pieces((first,))).text, first.place)


def _repeated(blocks: tuple[Block, ...]) -> list[str]:
    """Return what pages may show without a piece of its own: table heads said again, pictures still to come."""
    out = []
    for block in descend(blocks):
        if isinstance(block, Table):
            out.append("".join(squeeze(plain(cell.inlines)) for cell in block.head))
        elif isinstance(block, Figure) and block.path is None:
            out.append(squeeze(block.alt))
    return out


def _unknown(text: str, known: list[str]) -> int:
    for item in known:
        if item:
            text = text.replace(item, "")
    return word_count(text)


def changed(before: Issue, edition: Edition, grown: Grown) -> list[Finding]:
    """Hold the issue as it was read against its edition: the same pieces, each with as many words.

    Conversion without regional vocabulary keeps every length; typography changes marks and blanks alone. What the
    editor's own forms (glossary, variants) add to a piece is in ``grown``. With regional vocabulary, a piece may
    not come out empty.
    """
    found = []
    # What the edition says of its imprint itself has nothing to be held against.
    own, said = edition.plan.option(ImprintSettings).imprint().texts(), before.imprint.texts()
    common = {key for key, text in said.items() if own.get(key) == text}
    printed = edition.issue.imprint.texts()
    before = replace(before, imprint=before.imprint.saying({key: said[key] for key in common}))
    after = replace(
        edition.issue, imprint=edition.issue.imprint.saying({k: t for k, t in printed.items() if k in common})
    )
    grew: dict[tuple[Place, str], Counter[tuple[int, ...]]] = {key: Counter() for key in grown}
    for a, b in zip_longest(_everything(before), _everything(after), fillvalue=_NOTHING):
        more = tuple(y - x for x, y in zip_longest(a.parts, b.parts, fillvalue=0))
        seen = grew.get((a.place, a.text))
        if seen is not None:
            seen.update([more] if any(more) else [])
        emptied = bool(a.words) != bool(b.words) and seen is None
        if emptied or (seen is None and any(more) and not edition.plan.vocabulary):
            found.append(finding("L-003", a.place, text=a.text[:60] or b.text[:60]))
    for (place, text), seen in grew.items():
        if seen != Counter(grown[place, text]) and not edition.plan.vocabulary:
            found.append(finding("L-003", place, text=text[:60]))
    return found


@dataclass(frozen=True, slots=True)
class _Text:
    """One text of an issue, whole."""

    text: str
    """Without white space."""
    place: Place
    parts: tuple[int, ...]
    """The words of each line, where the editor asked for line breaks."""

    @property
    def words(self) -> int:
        return sum(self.parts)


def _text(text: str, place: Place) -> _Text:
    return _Text(squeeze(text), place, tuple(map(word_count, text.split("\n"))))


_NOTHING = _text("", Place("issue.yaml"))


def _everything(issue: Issue) -> Iterator[_Text]:
    """Yield every text of ``issue``; those of front matter and settings without their marks of what is kept."""
    publication = issue.publication
    home, own = Place("publication.yaml"), Place("issue.yaml")
    # The masthead is not among them: an edition may have a title of its own.
    standing = (publication.publisher, publication.motto, publication.contact, publication.price)
    texts = [(text, home) for text in (*standing, publication.printer, publication.permit)]
    texts += [(text, own) for text in (issue.title, issue.editor)]
    texts += [(text, Place(issue.imprint.place(key).file)) for key, text in issue.imprint.texts().items()]
    for text, place in texts:
        yield _text(variants.unmarked(text, issue.script), place)
    for section in issue.sections:
        yield _text(variants.unmarked(section.title, issue.script), section.place)
        for article in section.articles:
            yield from _article(article)


def _article(article: Article) -> Iterator[_Text]:
    # Names and roles each by itself: each of them is converted by itself.
    parts = [text for byline in article.bylines for text in (*byline.names, byline.role)]
    lines = [(text, article.places.get("byline", article.place)) for text in parts]
    for text, place in (*lines, *head_texts(replace(article, bylines=()))):
        yield _text(variants.unmarked(text, article.script), place)
    for blocks in (article.blocks, *(note.blocks for note in article.notes)):
        for unit in units(blocks):
            yield _text(plain(unit.inlines), unit.place)
    for piece in alt_pieces(article):
        yield _text(piece.text, piece.place)
