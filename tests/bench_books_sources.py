"""A long issue for the bench of books: the sample's sentences, shuffled into articles, the same on every run.

Each article is written twice: as bulletin reads it, and for pandoc, with the headline in the text and no front matter.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from tests.bench_sources import paragraphs

SECTION = 25
"""Articles of a section."""
_SIZE = (720, 480)
_PUBLICATION = """\
title: 长河通讯
slug: long
publisher: 长河通讯编辑部
script: zh-Hans
identifier: urn:uuid:0f0b7a52-55f2-4c7d-8a55-5f0f6f2b9b53
editions:
  zh-Hans: {script: zh-Hans, layout: bulletin, make: [epub], set: {book-weight: 200}}
"""
_SENTENCE = re.compile(r"[^。！？]{8,80}[。！？]")
_CLAUSE = re.compile(r"[一-鿿]{6,14}")
_MARKUP = re.compile(r"[\\`*_{}\[\]<>()#+|~^$@=/“”‘’《》]")
"""What could be markup to one of the readers, and what comes in pairs that a cut could part."""
_NAMES = ("周岚", "沈一凡", "于小棠", "范知秋", "骆小川", "顾听澜", "栗文舟", "祝明岚", "余长水", "梅若兰")
_ITEMS = ("渡船", "长椅", "路灯", "食堂", "电梯", "水费", "班车", "白鹭", "旧书", "票根", "雨衣", "门牌")


@dataclass(frozen=True, slots=True)
class Long:
    """The files of one length."""

    issue: Path
    """What bulletin reads."""
    chapters: tuple[Path, ...]
    """What pandoc reads, in order."""
    articles: int
    characters: int
    """Of the articles' Markdown."""
    pictures: int


def write(folder: Path, sample: Path, articles: int) -> Long:
    """Write an issue of so many ``articles`` into ``folder``."""
    sentences = [s for p in paragraphs(sample, 1) for s in _SENTENCE.findall(p) if not _MARKUP.search(s)]
    rng = random.Random("bench")
    issue, other = folder / "sources" / "2026-11-23", folder / "pandoc"
    (issue / "photos").mkdir(parents=True)
    (issue.parent / "publication.yaml").write_text(_PUBLICATION, "utf-8")
    lines, chapters = ["number: 1", "date: 2026-11-23", "sections:"], []
    characters = pictures = 0
    for number in range(1, articles + 1):
        section = f"s{(number - 1) // SECTION + 1:03}"
        if number % SECTION == 1:
            (issue / section).mkdir()
            (other / section).mkdir(parents=True)
            title = f"{_headline(rng, sentences)[:4]}{section[1:]}"
            lines.append(f"  - title: {title}\n    articles: [{section}/]")
            chapters.append(other / section / "a00000.md")
            chapters[-1].write_text(f"# {title}\n", "utf-8")
        name = f"a{number:05}"
        headline, author = _headline(rng, sentences), rng.choice(_NAMES)
        body = "\n\n".join(_body(rng, sentences, number)) + "\n"
        if number % 10 == 0:
            _picture(rng, issue / "photos" / f"{name}.jpg")
            caption = rng.choice(sentences)
            body += f'\n![{_headline(rng, sentences)}](../photos/{name}.jpg "{caption}")\n'
            pictures += 1
        head = f"---\ntitle: {headline}\nbyline: 本报记者 {author}\nkind: news\n---\n"
        (issue / section / f"{name}.md").write_text(head + body, "utf-8")
        chapters.append(other / section / f"{name}.md")
        away = body.replace("](../photos", f"](../../{issue.relative_to(folder).as_posix()}/photos")
        # There a headline is of the second level, and files are parted at it.
        away = away.replace("\n## ", "\n### ")
        chapters[-1].write_text(f"## {headline}\n\n本报记者　{author}\n\n{away}", "utf-8")
        characters += len(body)
    (issue / "issue.yaml").write_text("\n".join(lines) + "\n", "utf-8")
    return Long(issue, tuple(chapters), articles, characters, pictures)


def _headline(rng: random.Random, sentences: list[str]) -> str:
    while not (found := _CLAUSE.findall(rng.choice(sentences))):
        pass
    return str(rng.choice(found))


def _body(rng: random.Random, sentences: list[str], number: int) -> Iterator[str]:
    """Yield the blocks of an article: about a thousand characters; some have notes, tables, lists, quotations."""
    notes: list[str] = []
    for place in range(rng.randint(5, 11)):
        text = "".join(rng.choices(sentences, k=rng.randint(2, 5)))
        if place and place % 4 == 0:
            yield f"## {_headline(rng, sentences)}"
        if number % 5 == 0 and place in (1, 3):
            notes.append(f"[^{len(notes) + 1}]: {rng.choice(sentences)}")
            text += f"[^{len(notes)}]"
        if place == 2:
            text = f"**{_headline(rng, sentences)}**，{text}"
        yield text
    if number % 12 == 0:
        rows = [f"| {rng.choice(_ITEMS)} | {rng.randint(1, 999)} | {rng.randint(1, 99)}% |" for _ in range(6)]
        yield "\n".join(("| 项目 | 数量 | 占比 |", "|---|--:|--:|", *rows))
    if number % 7 == 0:
        yield "\n".join(f"- {rng.choice(sentences)}" for _ in range(4))
    if number % 9 == 0:
        yield f"> {rng.choice(sentences)}"
    yield from notes


def _picture(rng: random.Random, path: Path) -> None:
    small = (_SIZE[0] // 16, _SIZE[1] // 16)
    image = Image.frombytes("RGB", small, rng.randbytes(3 * small[0] * small[1]))
    image.resize(_SIZE, Image.Resampling.BICUBIC).save(path, quality=75)
