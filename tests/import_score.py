"""How well a page was read, held against a gold file: ``python -m tests.import_score [FOLDER]`` prints the table."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bulletin.importers.base import House
from bulletin.importers.draft import Analysis, Part
from bulletin.importers.page.reader import analyse
from bulletin.importers.text import manuscript
from bulletin.model import Figure
from bulletin.units import squeeze
from bulletin.walk import descend, plain

PAGES = Path(__file__).parent / "pages"
HEADS = ("kicker", "deck", "section", "series", "sponsor")


@dataclass
class Score:
    """What was right, what was found, what should have been found, a thing each; and words about what was wrong."""

    right: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    meant: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def add(self, what: str, found: set[Any], meant: set[Any]) -> None:
        self.right[what] += len(found & meant)
        self.found[what] += len(found)
        self.meant[what] += len(meant)
        for item in sorted(found - meant, key=str):
            self.wrong.append(f"{what} + {item}")
        for item in sorted(meant - found, key=str):
            self.wrong.append(f"{what} - {item}")

    def f1(self, what: str) -> float:
        total = self.found[what] + self.meant[what]
        return 2 * self.right[what] / total if total else 1.0

    def recall(self, what: str) -> float:
        return self.right[what] / self.meant[what] if self.meant[what] else 1.0

    def merge(self, other: Score) -> None:
        self.right += other.right
        self.found += other.found
        self.meant += other.meant


def pairs(lines: list[int]) -> set[tuple[int, int]]:
    return set(pairwise(lines))


def score(analysis: Analysis, gold: dict[str, Any]) -> Score:
    out = Score()
    drafts = {draft.first: draft for draft in analysis.drafts}
    meant = {article["lines"][0]: article for article in gold["articles"]}
    out.add("boundaries", set(drafts), set(meant))
    for first, article in meant.items():
        draft = drafts.get(first)
        head = draft.article.headline if draft else None
        out.add("headlines", {(first, squeeze(head.text))} if head else set(), {(first, squeeze(article["headline"]))})
        said = {(first, name) for byline in (draft.article.bylines if draft else ()) for name in byline.names or ("",)}
        out.add("bylines", said, {(first, str(byline["name"])) for byline in article.get("bylines") or ()})
        roles = {(first, n, b.role) for b in (draft.article.bylines if draft else ()) for n in b.names or ("",)}
        out.add(
            "roles", roles, {(first, str(b["name"]), str(b.get("role") or "")) for b in article.get("bylines") or ()}
        )
        own = {
            "kicker": head.kicker if head else "",
            "deck": head.deck if head else "",
            "section": draft.section if draft else "",
            "series": draft.article.series if draft else "",
            "sponsor": draft.article.sponsor if draft else "",
        }
        for key in HEADS:
            want = _series(article) if key == "series" else str(article.get(key) or "")
            out.add(
                key,
                {(first, _bare(own[key]))} if own[key] else set(),
                {(first, _bare(want))} if want else set(),
            )
        shots = [b for b in descend(draft.article.blocks if draft else ()) if isinstance(b, Figure)]
        out.add(
            "photos",
            {(first, squeeze(plain(b.caption)), _bare(b.credit)) for b in shots},
            {
                (first, squeeze(str(p.get("caption") or "")), _bare(str(p.get("credit") or "")))
                for p in article.get("photos") or ()
            },
        )
        subs = (
            {f.line for f in analysis.fates if f.article == analysis.drafts.index(draft) and Part.SUBHEAD in f.parts}
            if draft
            else set()
        )
        out.add("subheads", subs, set(article.get("subheads") or ()))
    joined = {(f.other, f.line) for f in analysis.fates if f.rule in ("joined", "unwrapped")}
    bodies = [_lines(paragraph) for article in gold["articles"] for paragraph in article.get("body") or ()]
    if gold.get("wrapped"):
        # Heads of two lines and broken captions are no paragraphs: gold has them elsewhere.
        listed = {line for body in bodies for line in body}
        joined = {pair for pair in joined if set(pair) & listed}
    out.add(
        "unwraps" if gold.get("wrapped") else "joins",
        joined,
        set().union(*(pairs(body) for body in bodies)) if bodies else set(),
    )
    copies = {(f.line, f.other) for f in analysis.fates if Part.DUPLICATE in f.parts}
    out.add("duplicates", {line for line, _ in copies}, {int(d["line"]) for d in gold.get("duplicates") or ()})
    dropped = {f.line for f in analysis.fates if f.parts[0] in (Part.FURNITURE, Part.JUMP)}
    out.add("furniture", dropped, set(gold.get("furniture") or ()))
    out.add("leftover", {f.line for f in analysis.fates if Part.LEFTOVER in f.parts}, set())
    return out


def _lines(paragraph: Any) -> list[int]:
    return list(paragraph["lines"] if isinstance(paragraph, dict) else paragraph)


def _series(article: dict[str, Any]) -> str:
    return str(article.get("series") or "")


def _bare(text: str) -> str:
    return squeeze(text).strip("【】[]◆●■★—-()（）〔〕·")


def gold_of(path: Path) -> dict[str, Any]:
    gold: dict[str, Any] = YAML(typ="safe", pure=True).load(path.read_text("utf-8"))
    return gold


def read(path: Path) -> Analysis:
    return analyse(manuscript(path.read_bytes(), path.name), House())


def main(folder: Path, only: str = "") -> None:
    total = Score()
    names = (
        "boundaries",
        "headlines",
        "bylines",
        "roles",
        *HEADS,
        "photos",
        "subheads",
        "joins",
        "unwraps",
        "duplicates",
        "furniture",
    )
    print("page".ljust(24), *(name[:9].rjust(9) for name in names))
    for path in sorted(folder.glob("*.yaml")):
        if only and only not in path.name:
            continue
        result = score(read(path.with_suffix(".txt")), gold_of(path))
        total.merge(result)
        cells = (
            f"{result.right[n]}/{result.meant[n]}"
            + (f"+{result.found[n] - result.right[n]}" if result.found[n] > result.right[n] else "")
            for n in names
        )
        print(path.stem[:24].ljust(24), *(cell.rjust(9) for cell in cells))
        for line in result.wrong:
            print("      ", line)
    print("F1".ljust(24), *(f"{total.f1(n):9.3f}" for n in names))
    print("recall".ljust(24), *(f"{total.recall(n):9.3f}" for n in names))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else PAGES, sys.argv[2] if len(sys.argv) > 2 else "")
