"""The proof that a converted edition is in its own script throughout: characters, quotation marks, language tags.

Each text of the finished file is looked through, wherever it stands: on pages, in bookmarks and contents, in
alternative texts, in the data of the document. What the editor keeps may stay: ``keep:`` and kept spans, other
languages, code, what the glossary wants. A cover's picture is out of reach; its words stand in other texts as well.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bulletin.checks import said_in_books, said_in_pdfs
from bulletin.checks.kept import CORNER, CURLY, folded
from bulletin.checks.pdf_text import PageText
from bulletin.checks.said import Part, Said, Sayings, Tag, is_chinese
from bulletin.checks.whereabouts import Spot, Whereabouts
from bulletin.findings import Finding, Place, finding
from bulletin.model import Edition
from bulletin.script.characters import only_simplified, only_traditional
from bulletin.units import HAN, squeeze

_MOST = 400
"""Characters of one text that are told of at most: where more are wrong, all is."""

_NAMED = 12
"""Characters that a finding names at most."""

_PARTS = 4
"""Parts of a file that a finding names at most."""


def check_pdf(
    path: Path,
    edition: Edition,
    converted: bool,
    pages: Sequence[PageText] | None = None,
    written: frozenset[str] = frozenset(),
) -> tuple[Finding, ...]:
    """Return every leak in the PDF at ``path``; nothing is raised, whatever the file holds.

    ``converted`` says whether the edition is in another script than the issue was written in: in one that is printed
    as it was written, only language tags are looked at. ``pages`` are the file's pages, where they were read before;
    ``written`` are the names of articles that were in the edition's script already: their quotation marks are the
    author's.
    """
    return _judged(path.name, said_in_pdfs.of_pdf(path, pages), edition, converted, written)


def check_book(
    path: Path, edition: Edition, converted: bool, written: frozenset[str] = frozenset()
) -> tuple[Finding, ...]:
    """Return every leak in the EPUB at ``path``, as ``check_pdf`` does."""
    return _judged(path.name, said_in_books.of_book(path), edition, converted, written)


@dataclass(frozen=True, slots=True)
class _Leak:
    """One wrong character, or one wrong tag."""

    code: str
    what: str
    where: str
    place: Place | None
    near: str = ""


def _judged(
    name: str, sayings: Sayings, edition: Edition, converted: bool, written: frozenset[str]
) -> tuple[Finding, ...]:
    known = Whereabouts(edition)
    leaks = list(_tags(sayings.tags, edition, known))
    for text in sayings.texts if converted else ():
        leaks += _characters(text, edition, known, written)
    return tuple(_told(leaks, name, edition))


def _tags(tags: Sequence[Tag], edition: Edition, known: Whereabouts) -> Iterator[_Leak]:
    """Yield the tags that are not the edition's; a part of it may be in another language than Chinese."""
    wanted = edition.script.value.lower()
    for tag in tags:
        if tag.value.lower() != wanted and (tag.whole or is_chinese(tag.value)):
            yield _Leak("T-022", tag.value or "–", tag.where, known.place_of(tag.id))


def _characters(text: Said, edition: Edition, known: Whereabouts, written: frozenset[str]) -> Iterator[_Leak]:
    """Yield each character and quotation mark of ``text`` that the edition's script or region does not have."""
    traditional = edition.script.traditional
    strange = only_simplified() if traditional else only_traditional()
    marks = CURLY if traditional else CORNER
    if all(strange.isdisjoint(part.text) and marks.isdisjoint(part.text) for part in text.parts):
        return
    chars: list[str] = []
    owners: list[Part] = []
    for part in text.parts:
        chars += (piece := squeeze(part.text))
        owners += [part] * len(piece)
    whole = "".join(chars)
    same = folded(whole)
    count = 0
    for at, (char, part) in enumerate(zip(whole, owners, strict=True)):
        mark = char in marks
        if part.foreign or not (mark or char in strange) or (mark and _apostrophe(whole, at)):
            continue
        spot = known.find(whole, same, at)
        if spot.kept:
            continue
        place = _place(spot, part.id, known)
        if mark and place and place.file in written:
            continue
        near = whole[max(0, at - 10) : at + 11]
        yield _Leak("T-021" if mark else "T-020", char, text.where, place, near)
        count += 1
        if count > _MOST:
            return


def _place(spot: Spot, ident: str, known: Whereabouts) -> Place | None:
    """Return where a character stands: by the text round it, or by the element that it is in."""
    element = known.place_of(ident)
    if element is None:
        return spot.place
    agree = spot.place is not None and spot.place.file == element.file
    if known.is_block(ident):
        return spot.place if spot.sure and agree else element
    return spot.place if spot.sure or agree else element


def _apostrophe(text: str, at: int) -> bool:
    """Whether the mark is an apostrophe: it’s, James’, ’90s."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return text[at] == "’" and ((before.isalnum() and not HAN.match(before)) or (after.isascii() and after.isdigit()))


def _told(leaks: Sequence[_Leak], name: str, edition: Edition) -> Iterator[Finding]:
    """Yield one finding for what is wrong at one place, in whatever parts of the file it shows."""
    together: dict[tuple[str, Place | None, str], list[_Leak]] = {}
    for leak in leaks:
        together.setdefault((leak.code, leak.place, leak.where), []).append(leak)
    same: dict[tuple[str, Place | None, str], list[_Leak]] = {}
    for (code, place, _), found in together.items():
        what = " ".join(list(dict.fromkeys(leak.what for leak in found))[:_NAMED])
        same.setdefault((code, place, what), []).append(found[0])
    for (code, place, what), found in same.items():
        wheres = [leak.where for leak in found]
        output = f"{name}: {', '.join(wheres[:_PARTS])}{' …' if len(wheres) > _PARTS else ''}"
        if code == "T-022":
            yield finding("T-022", place, output=output, lang=what, wanted=edition.script.value)
        else:
            yield finding("T-021" if code == "T-021" else "T-020", place, found[0].near, output=output, chars=what)
