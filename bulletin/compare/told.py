"""A comparison in words: lines for a terminal, plain data for machines, pictures of the pages that differ."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bulletin.compare import looks, rasters
from bulletin.compare.differ import Comparison, Sheet, State
from bulletin.errors import DeliverError
from bulletin.findings import finding, word
from bulletin.units import PT_PER_MM

_LONGEST = 60
"""Characters of an old or a new text that are shown; of longer ones the beginning and the end."""
_PICTURES = 100
"""Dots per inch of pictures in a folder."""


def lines(made: Comparison, language: str) -> Iterator[str]:
    """Yield what differs, page by page."""
    for sheet in made.differing:
        yield word("diff-line", language, page=name(sheet, language), what=what(sheet, language))
        for said in sheet.texts:
            parts = (said.before, bracketed("[-", said.old, "-]"), bracketed("{+", said.new, "+}"), said.after)
            yield "    " + "".join(parts)


def bracketed(opening: str, text: str, closing: str) -> str:
    """Return ``text`` between marks as wdiff sets them; nothing where there is none."""
    return f"{opening}{shortened(text)}{closing}" if text else ""


def shortened(text: str) -> str:
    """Return a text no longer than is good to read."""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 15]}……{text[-13:]}"


def name(sheet: Sheet, language: str) -> str:
    """Return which page it is, in both files where its number changed."""
    if sheet.old == sheet.new or sheet.old is None:
        return word("diff-page", language, page=sheet.new or "")
    if sheet.new is None:
        return word("diff-old-page", language, page=sheet.old)
    return word("diff-moved-page", language, old=sheet.old, page=sheet.new)


def what(sheet: Sheet, language: str) -> str:
    """Return what became of a page, in words."""
    said = [word(f"diff-{sheet.state}", language, count=len(sheet.texts))]
    if sheet.resized:
        said.append(word("diff-resized", language, old=_size(sheet.sizes[0]), new=_size(sheet.sizes[1])))
    if sheet.share:
        said.append(word("diff-share", language, share=f"{max(0.1, sheet.share * 100):.1f}"))
    elif not sheet.drawn:
        said.append(word("diff-not-drawn", language))
    return word("list-comma", language).join(said)


def summary(made: Comparison, language: str) -> str:
    """Return the whole in one sentence."""
    if not made.differing:
        return word("diff-none", language, pages=made.pages[1])
    counts = {state.value: made.count(state) for state in State}
    return word("diff-summary", language, old=made.pages[0], new=made.pages[1], **counts)


def as_dict(made: Comparison, language: str) -> dict[str, Any]:
    """Return everything as plain data; lengths in pt, from the upper left corner."""
    return {
        "old": {"file": made.paths[0].name, "pages": made.pages[0]},
        "new": {"file": made.paths[1].name, "pages": made.pages[1]},
        "same": not made.differing,
        "counts": {state.value: made.count(state) for state in State},
        "pages": [_page(sheet) for sheet in made.sheets],
        "findings": [item.as_dict(language) for item in made.findings],
    }


def _page(sheet: Sheet) -> dict[str, Any]:
    return {
        "old": sheet.old,
        "new": sheet.new,
        "state": sheet.state.value,
        "sizes": [[round(side, 1) for side in size] if size else None for size in sheet.sizes],
        "resized": sheet.resized,
        "texts": [said._asdict() for said in sheet.texts],
        "drawn": sheet.drawn,
        "share": round(sheet.share, 6),
        "regions": [list(region) for region in sheet.regions],
    }


def _size(size: tuple[float, float] | None) -> str:
    return " × ".join(f"{side / PT_PER_MM:.0f}" for side in size or ()) + " mm"


def pictures(made: Comparison, folder: Path) -> Iterator[Path]:
    """Write a picture of each page that differs, old in red and new in cyan; yield them as they are made.

    Raises ``DeliverError`` where the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for place, sheet in enumerate(made.sheets, 1):
            drawn = [
                rasters.draw(path, page, size, _PICTURES)
                for path, page, size in zip(made.paths, (sheet.old, sheet.new), sheet.sizes, strict=True)
                if page and size
            ]
            if sheet.state is State.SAME or not all(drawn):
                continue
            one, other = drawn[0], drawn[-1]
            if one is None or other is None:
                continue
            scale = max(other.size) / max(sheet.sizes[1] or sheet.sizes[0] or (1, 1))
            regions = tuple(_scaled(region, scale) for region in sheet.regions)
            target = folder / f"page-{place:04d}-{sheet.state}.png"
            looks.overlay(one, other, regions).save(target)
            yield target
    except OSError as problem:
        raise DeliverError(finding("D-001", folder=folder, reason=problem.strerror or problem)) from None


def _scaled(region: looks.Region, scale: float) -> looks.Region:
    left, top, right, bottom = (round(side * scale) for side in region)
    return left, top, right, bottom
