"""One article: its file to an ``Article``."""

from pathlib import Path
from types import MappingProxyType

from bulletin.errors import SourceError
from bulletin.findings import Finding, Place, finding
from bulletin.model import Article, Headline, Kind, Rank, Script
from bulletin.readers import front_matter, markdown, proof
from bulletin.readers.pictures import PictureReader
from bulletin.textfile import read_text
from bulletin.units import apart


def read(
    path: Path, name: str, article_id: str, script: Script, roots: tuple[Path, ...]
) -> tuple[Article | None, list[Finding]]:
    """Read the article in ``path``, called ``name``; ``script`` holds unless it says otherwise.

    ``roots`` are the folders its pictures may lie in. Returns None with the findings where it cannot be read.
    """
    try:
        text = read_text(path, name, SourceError)
    except SourceError as problem:
        return None, list(problem.findings)
    lines = text.split("\n")
    front, faults = front_matter.read(lines, name)
    # A short name makes the article's address in the book the same from edition to edition, wherever it stands.
    article_id = f"a-{front.texts['slug']}" if front.texts.get("slug") else article_id
    pictures = PictureReader(path.parent, roots)
    body_source = "\n".join(lines[front.body_line - 1 :])
    script = Script(front.texts.get("script") or script)
    body = markdown.read(body_source, name, front.body_line - 1, article_id, pictures.figure, script)
    faults += body.faults + pictures.faults
    title = front.lists.get("title", ())
    opened = not any(f.code in ("S-010", "S-011") for f in faults)
    if opened and not any(line.strip() for line in title):
        faults.append(finding("S-017", front.places.get("title", Place(name, 1))))
    if opened and not body.blocks and not body_source.strip():
        faults.append(finding("S-022", Place(name, front.body_line)))
    texts = front.texts
    article = Article(
        id=article_id,
        name=name,
        headline=Headline(tuple(map(apart, title)), apart(texts.get("kicker", "")), apart(texts.get("deck", ""))),
        blocks=body.blocks,
        notes=body.notes,
        bylines=front.bylines,
        dateline=texts.get("dateline", ""),
        rank=Rank(texts.get("rank") or Rank.STORY),
        kind=Kind(texts.get("kind") or Kind.NEWS),
        series=apart(texts.get("series", "")),
        sponsor=apart(texts.get("sponsor", "")),
        source=apart(texts.get("source", "")),
        photographer=apart(texts.get("photographer", "")),
        editor=apart(texts.get("editor", "")),
        summary=texts.get("summary", ""),
        date=front.date,
        slug=texts.get("slug", ""),
        under=front.lists.get("with", ()),
        keep=front.lists.get("keep", ()),
        script=script,
        places=MappingProxyType(front.places),
    )
    faults += proof.line_faults(article)
    return article, sorted(faults, key=lambda f: f.place.line if f.place else 0)
