"""Sections of an imported issue: labels in the page's order, and the lines of issue.yaml."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """An article as issue.yaml lists it."""

    section: str
    """Its label; empty where the page gave none."""
    path: str


def arrange(
    entries: Iterable[Entry], plain: str, orders: Sequence[Sequence[str]] = ()
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return sections with their articles, in the order of the page.

    A label counts for the article that it stood over and for no other: what has none belongs to the section ``plain``.
    Labels that the publication's other issues have (``orders``, the latest first) keep the order they have there, in
    the places that they have among the rest.
    """
    found: dict[str, list[str]] = {}
    for entry in entries:
        found.setdefault(entry.section or plain, []).append(entry.path)
    return tuple((title, tuple(dict.fromkeys(found[title]))) for title in ordered(tuple(found), orders))


def ordered(titles: Sequence[str], orders: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return ``titles`` with those that one of ``orders`` knows in its order, the rest where they are."""
    out = list(titles)
    for order in orders:
        known = {title: at for at, title in reversed(list(enumerate(order)))}
        places = [n for n, title in enumerate(out) if title in known]
        if len(places) > 1:
            for place, title in zip(places, sorted((out[n] for n in places), key=known.__getitem__), strict=True):
                out[place] = title
            break
    return tuple(out)
