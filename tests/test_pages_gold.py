"""The gold of the import pages must account for every line of its page, or it measures nothing."""

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

PAGES = Path(__file__).parent / "pages"
GOLDS = sorted(PAGES.glob("*.yaml"))
LABELS = ("headline", "kicker", "deck", "section", "series", "sponsor")
SCRIPTS = {"zh-Hans", "zh-Hant-TW", "zh-Hant-HK"}
BLANKS = " \u3000"


def squeezed(text: str) -> str:
    return "".join(c for c in text if c not in BLANKS)


def load(path: Path) -> tuple[list[str], dict[str, Any]]:
    text = path.with_suffix(".txt").read_text("utf-8")
    return text.split("\n"), YAML(typ="safe").load(path.read_text("utf-8"))


def claims(gold: dict[str, Any]) -> list[tuple[int, str, str]]:
    """Every (line, owner, part) the gold names; a share allowed by the format is claimed once."""
    found = [(n, "page", "furniture") for n in gold["furniture"]]
    found += [(d["line"], "page", "duplicate") for d in gold["duplicates"]]
    for number, article in enumerate(gold["articles"]):
        owner = f"article {number}"
        heads = {n for key in LABELS if key != "kicker" for n in article.get(f"{key}_lines", [])}
        for key in LABELS:
            for n in article.get(f"{key}_lines", []):
                if not (key == "kicker" and n in set(article["headline_lines"])):
                    found.append((n, owner, key))
        body = [n for paragraph in article["body"] for n in paragraph]
        found += [(n, owner, "body") for n in body]
        found += [(n, owner, "byline") for n in article.get("byline_lines", [])]
        found += [(n, owner, "subhead") for n in article["subheads"]]
        for photo in article["photos"]:
            lines = {n for part in ("caption", "credit", "file") for n in photo.get(f"{part}_lines", [])}
            found += [(n, owner, "photo") for n in sorted(lines)]
        assert heads, owner
    return found


def problems(lines: list[str], gold: dict[str, Any]) -> list[str]:
    """What is wrong with a gold file, in words; an empty list when it holds."""
    bad = []
    claimed: dict[int, list[str]] = {}
    for n, owner, part in claims(gold):
        claimed.setdefault(n, []).append(f"{owner} {part}")
    printed = {n for n, line in enumerate(lines, 1) if line.strip(BLANKS)}
    bad += [f"line {n} is in no place" for n in sorted(printed - claimed.keys())]
    bad += [f"line {n} is blank or absent but claimed" for n in sorted(claimed.keys() - printed)]
    bad += [f"line {n} is in several places: {where}" for n, where in claimed.items() if len(where) > 1]
    if bad:
        return bad
    for d in gold["duplicates"]:
        if lines[d["line"] - 1].strip(BLANKS) != lines[d["same_as"] - 1].strip(BLANKS):
            bad.append(f"duplicate {d} differs")
    inside = {n for article in gold["articles"] for paragraph in article["body"] for n in paragraph}
    for join in gold["joins"]:
        if not set(join) <= inside or not any(set(join) <= set(p) for a in gold["articles"] for p in a["body"]):
            bad.append(f"join {join} is not inside one paragraph")
    for number, article in enumerate(gold["articles"]):
        bad += [f"article {number}: {what}" for what in article_problems(lines, gold, article)]
    return bad


def article_problems(lines: list[str], gold: dict[str, Any], article: dict[str, Any]) -> list[str]:
    bad = []
    own = sorted({n for n, owner, _ in claims({**gold, "articles": [article]}) if owner != "page"})
    pieces = article.get("pieces", [article["lines"]])
    if own[-1] != article["lines"][1] or not all(any(a <= n <= b for a, b in pieces) for n in own):
        bad.append("lines do not hold its own parts")
    if pieces == [article["lines"]] and own[0] != article["lines"][0]:
        bad.append("first line is not its own")
    for key in LABELS:
        if key in article:
            there = squeezed("".join(lines[n - 1] for n in article[f"{key}_lines"]))
            if squeezed(article[key]) not in there:
                bad.append(f"{key} is not the text of its lines")
    for paragraph in article["body"]:
        if paragraph != sorted(set(paragraph)):
            bad.append(f"paragraph {paragraph} is out of order")
    if article["body"] != sorted(article["body"]) and "pieces" not in article:
        bad.append("paragraphs are out of order")
    if "dateline" in article:
        first = squeezed("".join(lines[n - 1] for n in article["body"][0]))
        if not first.startswith(squeezed(article["dateline"])):
            bad.append("dateline does not begin the first paragraph")
    for by in article["bylines"]:
        # a hard-wrapped line may break inside a name
        there = squeezed("".join(lines[by["line"] - 1 : by["line"] + 1]))
        if by["name"] not in there or by["name"] != squeezed(by["name"]):
            bad.append(f"name {by['name']} is not on line {by['line']}")
    for photo in article["photos"]:
        for part in ("caption", "credit"):
            there = squeezed("".join(lines[n - 1] for n in photo.get(f"{part}_lines", [])))
            if squeezed(photo.get(part, "")) not in there:
                bad.append(f"{part} {photo[part]} is not on its lines")
    verse = set(article.get("verse", []))
    if not verse <= {n for p in article["body"] for n in p}:
        bad.append("verse is not body")
    return bad


@pytest.mark.parametrize("path", GOLDS, ids=lambda p: p.stem)
def test_every_line_of_a_page_has_exactly_one_place(path: Path) -> None:
    lines, gold = load(path)
    assert gold["about"] and gold["script"] in SCRIPTS
    assert problems(lines, gold) == []


def test_every_page_has_gold_and_there_are_enough() -> None:
    assert {p.stem for p in PAGES.glob("*.txt")} == {p.stem for p in GOLDS}
    assert len(GOLDS) >= 14


def test_the_pages_hold_the_troubles_they_were_written_for() -> None:
    golds = [load(path)[1] for path in GOLDS]
    assert sum(len(g["joins"]) for g in golds if not g.get("wrapped")) >= 12
    assert sum(len(g["duplicates"]) for g in golds) >= 12
    assert {g["script"] for g in golds} == SCRIPTS
    assert sum(bool(g.get("wrapped")) for g in golds) >= 2


def test_the_check_sees_broken_gold() -> None:
    lines, gold = load(GOLDS[0])
    assert problems(lines, {**gold, "furniture": gold["furniture"][1:]})
    assert problems(lines, {**gold, "furniture": [*gold["furniture"], gold["articles"][0]["lines"][0]]})
    first = gold["articles"][0]
    for change in (
        {"headline": "无此标题"},
        {"bylines": [{"name": "无此人", "role": "", "line": 1}]},
        {"lines": [1, 2]},
    ):
        assert problems(lines, {**gold, "articles": [{**first, **change}, *gold["articles"][1:]]})
    same = {"line": first["body"][0][0], "same_as": first["headline_lines"][0]}
    assert problems(lines, {**gold, "duplicates": [*gold["duplicates"], same]})
