"""What the articles of an issue say of each other: links, and stories that stand under a story."""

import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from bulletin.findings import Finding, finding
from bulletin.model import Section
from bulletin.walk import links, units


def dead_links(sections: Sequence[Section], seen: Mapping[str, str]) -> list[Finding]:
    """Return an error for each link to an article that this issue does not have."""
    out = []
    for piece in (one for section in sections for one in section.articles):
        everything = piece.blocks + tuple(b for note in piece.notes for b in note.blocks)
        for unit in units(everything):
            for href in links(unit.inlines):
                beside = posixpath.normpath(posixpath.join(posixpath.dirname(piece.name), href))
                if ":" not in href and not href.startswith("#") and href not in seen and beside not in seen:
                    out.append(finding("S-058", unit.place, href=href))
    return out


def stories_under(
    sections: tuple[Section, ...], seen: Mapping[str, str], findings: list[Finding]
) -> tuple[Section, ...]:
    """Resolve what ``with`` names to names of this issue, and report those that stand under two."""
    owner: dict[str, str] = {}
    out = []
    for section in sections:
        articles = []
        for piece in section.articles:
            names = []
            for asked in piece.under:
                beside = str(PurePosixPath(piece.name).parent / asked)
                name = asked if asked in seen else beside
                place = piece.places.get("with", piece.place)
                if name not in seen or name == piece.name:
                    findings.append(finding("S-024", place, article=asked, known=", ".join(seen)))
                elif name in owner:
                    findings.append(finding("S-026", place, article=name, first=owner[name], second=piece.name))
                else:
                    owner[name] = piece.name
                    names.append(name)
            articles.append(replace(piece, under=tuple(names)))
        out.append(replace(section, articles=tuple(articles)))
    for section in out:
        for piece in section.articles:
            if piece.under and piece.name in owner:
                place = piece.places.get("with", piece.place)
                findings.append(finding("S-027", place, article=piece.under[0], first=piece.name))
    return tuple(out)
