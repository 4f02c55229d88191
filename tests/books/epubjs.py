"""epub.js in headless Chromium: the engine of many web readers and shelves; a page of our own drives it as they do."""

import json
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from tests.books import screen
from tests.books.base import NODE, Told, Tool
from tests.books.content import Book, squeeze
from tests.browser import Page

_TURNS = 5
"""Pages that are turned over, forth and back."""

_READER = """<!doctype html>
<html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>reader</title>
<style>body { margin: 0 } #page { width: 100vw; height: 100vh }</style>
<script src="/jszip/dist/jszip.min.js"></script><script src="/epubjs/dist/epub.min.js"></script></head>
<body><div id="page"></div><script>
window.opened = (async () => {
  const book = window.book = ePub(await (await fetch('/book.epub')).arrayBuffer());
  const shown = window.shown = book.renderTo('page', {width: '100%', height: '100%', spread: 'none', flow: 'paginated'});
  await shown.display();
  await book.ready;
  // As its own examples bind the keys.
  document.addEventListener('keydown', ({key}) => {
    const onward = book.packaging.metadata.direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    if (key === 'ArrowLeft' || key === 'ArrowRight') return key === onward ? shown.next() : shown.prev();
  });
  return true;
})();
window.at = () => {
  const {start} = shown.currentLocation();
  return start ? {index: start.index, page: start.displayed.page, href: start.href} : null;
};
window.labels = (entries) => entries.flatMap((e) => [e.label.trim(), ...labels(e.subitems ?? [])]);
window.seen = async (target) => {
  await shown.display(target);
  const {document: doc} = shown.getContents()[0];
  await doc.fonts.ready;
  await Promise.all([...doc.images].map((image) => image.decode().catch(() => {})));
  return {
    text: doc.body.textContent, writing: doc.defaultView.getComputedStyle(doc.body).writingMode,
    broken: [...doc.images].filter((image) => !image.naturalWidth).map((image) => image.alt.slice(0, 30)),
    faces: [...doc.fonts].filter((face) => face.status === 'error').map((face) => face.family),
    used: [...doc.fonts].filter((face) => face.status === 'loaded').length,
  };
};
window.follow = (id) => new Promise((done, failed) => {
  const {document: doc} = shown.getContents()[0], link = doc.getElementById(id);
  shown.once('relocated', () => done(link.getAttribute('href')));
  link.click();
  setTimeout(() => failed(new Error('the link leads nowhere')), 10000);
});
window.rows = (id) => {
  const {document: doc} = shown.getContents()[0], note = doc.getElementById(id);
  const frame = document.querySelector('iframe').getBoundingClientRect(), box = note.getBoundingClientRect();
  const left = box.left + frame.left, top = box.top + frame.top;
  return left < innerWidth && left + box.width > 0 && top < innerHeight && top + box.height > 0;
};
</script></body></html>
"""


def missing() -> str:
    """Return what this machine lacks."""
    return screen.missing("epubjs", "jszip")


def check(book: Book, work: Path, pictures: Path | None) -> Told:
    """Open the book; hold contents, cover and text against it; turn pages by the keys, follow a note."""
    reader = work / "reader.html"
    reader.write_text(_READER, "utf-8")
    files = {"/reader.html": reader, "/epubjs": NODE / "epubjs", "/jszip": NODE / "jszip"}
    with screen.page(book, work, files) as (page, root):
        page.window(*screen.PHONE)
        page.open(f"{root}/reader.html", "reader.html")
        page.run("opened")
        faults = [*_shelf(page, book), *_through(page, book), *_turned(page, book), *_note(page, book)]
        if pictures:
            _pictures(page, book, pictures)
        faults += [f"says: {fault}" for fault in dict.fromkeys(page.faults)]
    return Told(f"{len(book.documents)} documents, {len(book.pages)} pages of the paper", tuple(faults))


def _shelf(page: Page, book: Book) -> Iterator[str]:
    """Hold title, contents, cover, direction and the pages of the paper against the book."""
    if (title := page.run("book.packaging.metadata.title")) != book.title:
        yield f"its title is {title}"
    shown = page.run("labels(book.navigation.toc)")
    if list(map(squeeze, shown)) != [squeeze(label) for label, _ in book.contents]:
        yield f"its contents are {shown[:4]}…, not those of the book"
    size = page.run("book.coverUrl().then((url) => fetch(url)).then((got) => got.blob()).then((blob) => blob.size)")
    if size != len(book.cover):
        yield f"its cover has {size} bytes, not {len(book.cover)}"
    if (direction := page.run("book.packaging.metadata.direction") or "ltr") != ("rtl" if book.rtl else "ltr"):
        yield f"its pages are turned {direction}"
    pages = page.run("book.pageList.pageList.map((page) => String(page.page))")
    if pages != list(book.pages):
        yield f"its pages of the paper are {pages[:4]}…, not {list(book.pages[:4])}…"


def _through(page: Page, book: Book) -> Iterator[str]:
    """Open every line of the contents and every document: its text, its pictures, its faces, its direction."""
    for label, target in book.contents:
        page.run(f"shown.display({json.dumps(target)}).then(() => true)")
        if (got := page.run("shown.getContents()[0].document.body.textContent")) is None or not squeeze(got):
            yield f"contents: {label} opens nothing"
    used = 0
    for document in book.documents:
        seen = page.run(f"seen({json.dumps(document.name)})")
        text = squeeze(seen["text"])
        used += seen["used"]
        for piece, _ in document.pieces:
            if piece not in text:
                yield f"{document.name}: not shown: {piece[:60]}"
        for what in ("broken", "faces"):
            if seen[what]:
                yield f"{document.name}: {what}: {'; '.join(seen[what][:4])}"
        if (seen["writing"] == "vertical-rl") != book.vertical and "cover" not in document.name:
            yield f"{document.name}: the writing is {seen['writing']}"
    if book.fonts and not used:
        yield "no embedded face is used"


def _turned(page: Page, book: Book) -> Iterator[str]:
    """Turn pages with the arrow keys, from the first article on and back."""
    start = book.article()
    page.run(f"shown.display({json.dumps(start.name)}).then(() => true)")
    forward, back = ("ArrowLeft", "ArrowRight") if book.rtl else ("ArrowRight", "ArrowLeft")
    went = [page.run("at()")]
    for key in (*[forward] * _TURNS, *[back] * _TURNS):
        page.press(key)
        # Its CFI of a page with a picture is that of the caption, in columns also that of another page.
        before = f"{went[-1]['index']} {went[-1]['page']}"
        page.until(f"at() && `${{at().index}} ${{at().page}}` !== {json.dumps(before)}")
        time.sleep(0.15)
        went.append(page.run("at()"))
    there = [(place["index"], place["page"]) for place in went]
    if any(a >= b for a, b in pairwise(there[: _TURNS + 1])):
        yield f"{forward} does not turn to the next page: {there[: _TURNS + 1]}"
    if there[_TURNS:][::-1] != there[: _TURNS + 1]:
        yield f"{back} does not turn back: {there}"


def _note(page: Page, book: Book) -> Iterator[str]:
    """Follow the first note as a link: it must lead to where the note stands."""
    for note in book.notes[:1]:
        page.run(f"shown.display({json.dumps(f'{note.document}#{note.call}')}).then(() => true)")
        target = page.run(f"follow({json.dumps(note.call)})")
        time.sleep(0.3)
        place = page.run("at()")
        if place["href"] != note.document or not page.run(f"rows({json.dumps(target.partition('#')[2])})"):
            yield f"{note.document}#{note.call}: leads to {place}, not to the note"


def _pictures(page: Page, book: Book, folder: Path) -> None:
    """Take a picture of the cover, the contents, the first article and the first notes on both screens."""
    contents = book.first("//x:nav")
    notes = book.first("//x:aside[@class='note']")
    scenes = {"cover": book.documents[0], "contents": contents, "article": book.article(), "notes": notes}
    for screen_name, size in (("phone", screen.PHONE), ("desk", screen.DESK)):
        page.window(*size)
        for name, document in scenes.items():
            if document:
                target = document.name
                if name == "notes":
                    target += "#" + str(document.find("//x:aside[@class='note']")[0].get("id"))
                page.run(f"shown.display({json.dumps(target)}).then(() => true)")
                page.until("shown.getContents()[0]?.document.fonts.status === 'loaded'")
                time.sleep(0.3)
                page.picture(folder / f"epubjs-{screen_name}-{name}.png")


TOOL = Tool("epub.js", missing, check)
