"""The cover: a JPEG of 1600 × 2560 pixels that says at a glance which bulletin, which number, what story.

A grid of 1600 pixels with margins of 112 (7 %): a band in the one accent colour holds the name and the data of the
issue; below it the lead story's picture over the full width, or none; then the lead's headline in its rows, and what
else there is. 1600 × 2560 is what the Kindle guidelines ask of a cover.
"""

import io
import re
from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil, inf, log2
from pathlib import Path

from PIL import Image, ImageDraw, ImageOps

from bulletin import almanac
from bulletin.compose.book_order import arranged, lead, number_words
from bulletin.compose.book_pictures import upright
from bulletin.compose.book_text import seen
from bulletin.compose.heads import Cohesion, cohesion, rows, width
from bulletin.fonts import FontSet
from bulletin.layouts import Layout
from bulletin.model import Article, Edition, Figure
from bulletin.outputs.lettering import Lettering, Line, Style
from bulletin.walk import descend, plain, units

WIDTH, HEIGHT = 1600, 2560
MARGIN = 112
MEASURE = WIDTH - 2 * MARGIN
PAPER, INK, WHITE = "#fbfaf7", "#161616", "#ffffff"
DARK = "#1a1a1a"
"""The band of a layout whose accent is black."""

LEAST_WIDE = 900
"""Pixels across a picture below which it would look coarse over the full width: the cover goes without."""

LINE, MOST = 88, 7
"""Pixels from one further headline to the next, and how many there are at most."""

LEAST = 780
"""Pixels of the least height of the picture."""

SMALLEST = 30
"""Pixels of an em below which a line says nothing: the cover goes without."""

LEADING = 1.24
"""From one row of the headline to the next, in em."""

QUALITY = 90

_BREATH = "、，；：。！？”」』）》〉"
_FIGURES = "〇零一二三四五六七八九十百千万萬亿億两兩廿"


@dataclass(frozen=True, slots=True)
class _Head:
    """The lead story's headline, measured."""

    kicker: Line | None
    lines: tuple[Line, ...]
    deck: tuple[Line, ...]
    leading: int

    @property
    def height(self) -> int:
        """Pixels from the top of the kicker to the foot of the deck."""
        kicker = 88 if self.kicker else 0
        return kicker + self.leading * len(self.lines) + (32 + 74 * len(self.deck) if self.deck else 0)


def draw(edition: Edition, layout: Layout, fonts: FontSet) -> bytes:
    """Return the cover of ``edition`` as JPEG; raises ``OSError`` if the lead's picture cannot be read."""
    story = lead(edition.issue)
    accent = layout.accent(layout.settings(edition.plan))
    accent = DARK if accent == "#000000" else accent
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    canvas = ImageDraw.Draw(image)
    letters = Lettering(fonts, edition.script)
    band = _band(canvas, letters, edition, layout, accent)
    picture = _picture(story)
    foot = HEIGHT - 104
    # Below the headline stand two further ones and the foot.
    room = foot - band - 440
    head = _head(letters, story, edition, room - (130 if picture is None else LEAST), large=picture is None)
    if picture is None:
        # The white stands above and below the headline as 1 to 2.
        top = band + max(130, (foot - 100 - LINE * 7 - 64 - band - head.height) // 3)
    else:
        natural = round(WIDTH * picture.height / picture.width)
        height = max(LEAST, min(natural, room - head.height, 1500))
        # What is cropped is cropped below: heads stand high, and highest in an upright picture.
        middle = (0.5, 0.4 if picture.width > picture.height else 0.22)
        field = ImageOps.fit(picture, (WIDTH, height), Image.Resampling.LANCZOS, centering=middle)
        image.paste(field, (0, band))
        top = band + height + 88
    y = _draw_head(canvas, head, top, accent)
    _others(canvas, letters, edition, story, (y + 64, foot), accent)
    out = io.BytesIO()
    # Full colour resolution: letters in the accent colour must not fringe.
    image.save(out, "JPEG", quality=QUALITY, optimize=True, subsampling=0)
    return out.getvalue()


def _band(canvas: ImageDraw.ImageDraw, letters: Lettering, edition: Edition, layout: Layout, accent: str) -> int:
    """Draw the band with name and data; return its foot."""
    issue = edition.issue
    names = rows((issue.publication.title,), 9.5)
    largest = 380 if len(names) == 1 else 480 // len(names)
    lines = [letters.fitted(name, Style("masthead", 900, largest, 0.04), MEASURE) for name in names]
    size = min(line.size for line in lines)
    lines = [letters.line(name, Style("masthead", 900, size, 0.04)) for name in names]
    foot = 96 + round(size * 1.12) * len(lines) + 150
    canvas.rectangle((0, 0, WIDTH, foot), fill=accent)
    y = 96
    for line in lines:
        line.draw(canvas, MARGIN - size * 0.03, y + size * 0.9, WHITE)
        y += round(size * 1.12)
    y += 22
    canvas.rectangle((MARGIN, y, WIDTH - MARGIN, y + 2), fill=WHITE)
    day = f"{almanac.western(issue.date)}\u3000{almanac.weekday(issue.date)}"
    right = letters.line(day, Style("hei", 400, 42))
    numbers = "\u3000".join(number_words(edition, layout))
    left = letters.fitted(numbers, Style("hei", 700, 42), MEASURE - right.width - 60)
    left.draw(canvas, MARGIN, y + 72, WHITE)
    right.draw(canvas, WIDTH - MARGIN - right.width, y + 72, WHITE)
    return foot


def _picture(story: Article) -> Image.Image | None:
    """Return the first picture of ``story`` that is large enough, upright and in RGB."""
    for block in descend(seen(story).blocks):
        if isinstance(block, Figure) and block.path and block.width >= LEAST_WIDE:
            return _load(block.path)
    return None


def _load(path: Path) -> Image.Image:
    with Image.open(path) as image:
        # A JPEG is decoded no larger than the cover needs.
        image.draft("RGB", (WIDTH, WIDTH))
        found = upright(image)
    if found.mode == "RGBA":
        ground = Image.new("RGB", found.size, PAPER)
        ground.paste(found, mask=found.getchannel("A"))
        return ground
    return found.convert("RGB")


def _head(letters: Lettering, story: Article, edition: Edition, room: int, *, large: bool) -> _Head:
    """Set the lead's headline, kicker and deck within ``room`` pixels of height; ``large`` where no picture is."""
    words = cohesion("\n".join(plain(u.inlines) for a in edition.issue.articles for u in units(a.blocks)))
    headline, style = story.headline, Style("kai", 400, 50)
    kicker = letters.fitted(headline.kicker, Style("hei", 700, 48), MEASURE) if headline.kicker else None
    if kicker and kicker.size < SMALLEST:
        kicker = None
    rows_of_deck = _clauses(headline.deck, MEASURE / style.size)
    deck = tuple(letters.fitted(row, style, MEASURE) for row in rows_of_deck) if len(rows_of_deck) < 4 else ()
    rest = _Head(kicker, (), deck, 0)
    parts = tuple(line for line, _ in headline.parts)
    lines = _headline(letters, parts, words, room - rest.height, large=large)
    return replace(rest, lines=lines, leading=round(lines[0].size * LEADING))


def _headline(
    letters: Lettering, parts: tuple[str, ...], words: Cohesion, room: int, *, large: bool
) -> tuple[Line, ...]:
    """Set ``parts`` in rows: as large as may be, unless smaller letters give rows that break where a reader does."""
    most, sizes = (5, range(212, 35, -4)) if large else (3, range(164, 35, -4))
    best: tuple[float, tuple[Line, ...]] = inf, ()
    em = sum(width(part) for part in parts)
    for size in sizes:
        least = ceil(em * size / MEASURE - 0.5)
        if least * size * LEADING > room or (least > most and size > 72):
            continue
        texts = rows(parts, MEASURE / size, words)
        lines = tuple(letters.line(text, Style("masthead", 900, size)) for text in texts)
        fits = all(line.width <= MEASURE for line in lines) and len(lines) * size * LEADING <= room
        if not fits or (len(lines) > most and size > 72):
            continue
        cost = -1.6 * log2(size)
        for before, after in pairwise(texts):
            if before not in parts and before[-1] not in _BREATH:
                cost += 0.4 + words(before[-1], after[0])
                cost += 2.0 * (before[-1] in _FIGURES and after[0] in _FIGURES)
        best = min(best, (cost, lines), key=lambda found: found[0])
    # What no size holds, the cover does not say whole: the title page and the contents do.
    return best[1] or (letters.fitted("".join(parts)[:40] + "……", Style("masthead", 900, 72), MEASURE),)


def _clauses(text: str, measure: float) -> tuple[str, ...]:
    """Part ``text`` into rows of at most ``measure`` em, after a mark wherever that is possible."""
    out: list[str] = []
    for clause in re.findall(r"[^，。；：！？、]+[，。；：！？、]*", text):
        if out and width(out[-1] + clause) <= measure:
            out[-1] += clause
        else:
            out += rows((clause,), measure)
    return tuple(out)


def _draw_head(canvas: ImageDraw.ImageDraw, head: _Head, y: int, accent: str) -> int:
    """Draw the headline from ``y`` down; return its foot."""
    if head.kicker:
        head.kicker.draw(canvas, MARGIN, y + 46, accent)
        y += 88
    for line in head.lines:
        line.draw(canvas, MARGIN, y + head.leading * 0.8, INK)
        y += head.leading
    if head.deck:
        y += 32
        for line in head.deck:
            line.draw(canvas, MARGIN, y + 52, INK)
            y += 74
    return y


def _others(
    canvas: ImageDraw.ImageDraw,
    letters: Lettering,
    edition: Edition,
    story: Article,
    between: tuple[int, int],
    accent: str,
) -> None:
    """Draw the publisher at the foot, and above it as many further headlines as there is room for."""
    top, foot = between
    publisher = letters.fitted(edition.issue.publication.publisher, Style("hei", 400, 38), MEASURE)
    publisher.draw(canvas, MARGIN, foot, INK)
    motto = letters.line(edition.issue.publication.motto, Style("kai", 400, 42))
    if motto.width + publisher.width < MEASURE - 100:
        motto.draw(canvas, WIDTH - MARGIN - motto.width, foot, INK)
    chosen = _chosen(edition, story, max(0, (foot - 100 - top) // LINE))
    if not chosen:
        return
    y = foot - 100 - LINE * len(chosen)
    canvas.rectangle((MARGIN, y, WIDTH - MARGIN, y + 3), fill=INK)
    label = Style("hei", 700, 42)
    labels = {title: letters.fitted(title, label, MEASURE / 3) for title, _ in chosen}
    indent = max(line.width for line in labels.values()) + 48
    for title, article in chosen:
        # A section is named once.
        if title in labels:
            labels.pop(title).draw(canvas, MARGIN, y + 74, accent)
        text = letters.fitted(article.headline.text, Style("song", 700, 46), MEASURE - indent)
        text.draw(canvas, MARGIN + indent, y + 74, INK)
        y += LINE


def _chosen(edition: Edition, story: Article, most: int) -> list[tuple[str, Article]]:
    """Return up to ``most`` further articles with their sections, in order: first one a section, then more."""
    others = [
        (section.title, article)
        for section, articles in arranged(edition.issue)
        for article in articles
        if article is not story
    ]
    firsts = [other for number, other in enumerate(others) if other[0] not in {o[0] for o in others[:number]}]
    rest = [other for other in others if other not in firsts]
    taken = (firsts + rest)[: min(most, MOST)]
    return [other for other in others if other in taken]
