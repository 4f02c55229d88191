"""Notes: each call leads to its note, each note back to its call (EPUB 3.3 §6.2; Kobo spec: pop-ups)."""

from collections.abc import Iterator

from lxml import etree

from bulletin.checks.book_file import XHTML, resolved
from bulletin.checks.lint.registry import Hit, hit, rule
from bulletin.checks.lint.volume import Volume, kinds

_CALL = {"noteref", "doc-noteref"}
_NOTE = {"footnote", "endnote", "rearnote", "doc-footnote", "doc-endnote"}
_BACK = {"backlink", "doc-backlink", "referrer"}


@rule(
    {
        "E-077": "Standard Ebooks s-063 f. (two-way notes); Kobo spec and Kindle Publishing Guidelines (pop-up notes: "
        "two-way links); lab note epub.md §5"
    }
)
def notes(v: Volume) -> Iterator[Hit]:
    """A call leads to a note, a note is called, and its backlink leads to where it was called."""
    elements = {(d.name, ident): e for d in v.documents for e in d.all() if (ident := e.get("id"))}
    called: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for document in v.documents:
        for call in document.all("a"):
            if not kinds(call) & _CALL:
                continue
            goal = _goal(document.name, call)
            called.setdefault(goal, set()).add((document.name, call.get("id", "")))
            note = elements.get(goal)
            if note is None or not any(kinds(e) & _NOTE for e in (note, *note.iterancestors())):
                yield hit("E-077", document.name, call, what=call.get("href", "–"))
    for document in v.documents:
        for note in document.all():
            own = kinds(note) & _NOTE
            if not own:
                continue
            within = {(document.name, ident) for e in note.iter() if (ident := e.get("id"))}
            calls = {place for goal in within for place in called.get(goal, ())}
            if not calls:
                yield hit("E-077", document.name, note, what=f'id="{note.get("id", "")}"')
                continue
            back = [a for a in note.iter(f"{XHTML}a") if kinds(a) & _BACK or _goal(document.name, a) in calls]
            if not any(_goal(document.name, a) in calls for a in back):
                yield hit("E-077", document.name, note, what=f"↩ {note.get('id', '')}")


def _goal(member: str, a: etree._Element) -> tuple[str, str]:
    path, _, fragment = a.get("href", "").partition("#")
    return resolved(member, path), fragment
