"""foliate-js, its own reader and its own handler of footnotes, in headless Chromium."""

import json
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from tests.books import screen
from tests.books.base import NODE, Told, Tool
from tests.books.content import Book, squeeze
from tests.browser import Page

_TURNS = 6
"""Pages that are turned over, forth and back."""

_SCENES = {
    "section": "//x:section[contains(concat(' ', @class, ' '), ' section ')]",
    "article": "//x:header[@class='head']",
    "figure": "//x:figure",
    "table": "//x:table",
    "verse": "//*[@class='verse']",
    "tail": "//x:footer",
    "box": "//*[@class='box']",
    "notice": "//*[@class='notice']",
    "qa": "//*[@class='qa']",
    "pull": "//*[@class='pull']",
    "summary": "//*[@class='summary']",
    "definitions": "//x:dl[not(@class)]",
    "list": "//x:ol[not(ancestor::x:nav)]",
    "dots": "//x:em[@class='dots']",
    "colophon": "//x:section[@id='colophon']",
}
"""What pictures are taken of, by what finds it in a document."""

_OPEN = "window.reader?.view?.lastLocation && reader.view.renderer.getContents()[0]?.doc.readyState === 'complete'"

_HELP = """
window.pause = (time) => new Promise((done) => setTimeout(done, time));
// The first page that it opens by itself may still come in after another was asked for.
window.go = async (index, anchor) => {
  for (let n = 0; n < 40; n++) {
    await reader.view.renderer.goTo({index, anchor});
    await pause(50);
    if (reader.view.renderer.getContents()[0]?.index === index) return true;
  }
  throw new Error(`document ${index} does not open`);
};
// It does not listen to a key while it turns a page.
window.turning = null;
for (const name of ['next', 'prev']) {
  const turn = reader.view[name].bind(reader.view);
  reader.view[name] = (...given) => (window.turning = turn(...given));
}
window.turned = async () => { const own = turning; await own; await pause(50); return own !== null; };
window.at = () => {
  const place = reader.view.lastLocation, shown = reader.view.renderer;
  return {fraction: place.fraction, label: place.tocItem?.label?.trim() ?? '', cfi: place.cfi,
          index: shown.getContents()[0].index, page: shown.page, pages: shown.pages};
};
window.seen = async (index) => {
  await go(index);
  const {doc} = reader.view.renderer.getContents()[0];
  await doc.fonts.ready;
  await Promise.all([...doc.images].map((image) => image.decode().catch(() => {})));
  const style = doc.defaultView.getComputedStyle(doc.documentElement);
  const upright = doc.defaultView.getComputedStyle(doc.body).writingMode === 'vertical-rl';
  const room = upright ? doc.documentElement.clientWidth : parseFloat(style.columnWidth);
  const wide = [];
  for (const e of doc.body.querySelectorAll('*')) {
    if (e.closest('[hidden], rt')) continue;
    for (const r of e.getClientRects()) {
      if ((upright ? r.height > parseFloat(style.columnWidth) + 2 : r.width > room + 2)) {
        wide.push(`${e.localName}.${e.className} ${Math.round(upright ? r.height : r.width)} of ${Math.round(room)}`);
        break;
      }
    }
  }
  return {
    text: doc.body.textContent, title: doc.title, writing: doc.defaultView.getComputedStyle(doc.body).writingMode,
    broken: [...doc.images].filter((i) => !i.naturalWidth).map((i) => i.alt.slice(0, 30)),
    faces: [...doc.fonts].filter((f) => f.status === 'error').map((f) => f.family),
    used: [...doc.fonts].filter((f) => f.status === 'loaded').length, wide,
  };
};
window.note = async (index, id) => {
  const {FootnoteHandler} = await import('/foliate/footnotes.js');
  const handler = new FootnoteHandler();
  const shown = new Promise((done, failed) => {
    handler.addEventListener('before-render', ({detail: {view}}) => {
      const dialog = document.createElement('dialog');
      dialog.style.cssText = 'width: 300px; height: 240px; padding: 0; box-sizing: border-box';
      dialog.append(view);
      view.style.cssText = 'display: block; width: 100%; height: 100%';
      document.body.append(dialog);
      dialog.showModal();
    });
    handler.addEventListener('render', ({detail: {view, type, hidden}}) =>
      done({type, hidden, text: view.renderer.getContents()[0].doc.body.textContent}));
    setTimeout(() => failed(new Error('no note was shown')), 10000);
  });
  const listen = (event) => Promise.resolve(handler.handle(reader.view.book, event)).catch(console.error);
  reader.view.addEventListener('link', listen, {once: true});
  await go(index, (doc) => doc.getElementById(id));
  reader.view.renderer.getContents()[0].doc.getElementById(id).click();
  return await shown;
};
window.gone = () => document.querySelectorAll('dialog').forEach((dialog) => dialog.remove());
"""


def missing() -> str:
    """Return what this machine lacks."""
    return screen.missing("foliate-js")


def check(book: Book, work: Path, pictures: Path | None) -> Told:
    """Read the book from cover to colophon on a telephone, follow a note, turn pages by the keys."""
    faults: list[str] = []
    with screen.page(book, work, {"/foliate": NODE / "foliate-js"}) as (page, root):
        page.window(*screen.PHONE)
        page.open(f"{root}/foliate/reader.html?url=/book.epub", "reader.html")
        page.until(_OPEN)
        page.run(_HELP)
        faults += _shelf(page, book)
        faults += _through(page, book)
        noted = _note(page, book, pictures)
        faults += noted
        faults += _turned(page, book)
        if pictures:
            for name, size in (("phone", screen.PHONE), ("desk", screen.DESK)):
                _pictures(page, book, pictures, name, size)
        faults += [f"says: {fault}" for fault in dict.fromkeys(page.faults)]
    return Told(f"{len(book.documents)} documents, {len(book.notes)} notes", tuple(faults))


def _shelf(page: Page, book: Book) -> Iterator[str]:
    """Hold title, contents, cover and direction against the book."""
    if (title := page.run("document.title")) != book.title:
        yield f"its title is {title}"
    shown = page.run("[...document.querySelectorAll('#toc-view a')].map((a) => a.textContent.trim())")
    if list(map(squeeze, shown)) != [squeeze(label) for label, _ in book.contents]:
        yield f"its contents are {shown[:4]}…, not those of the book"
    cover = page.run("reader.view.book.getCover().then((blob) => blob && [blob.type, blob.size])")
    if cover != ["image/jpeg", len(book.cover)]:
        yield f"its cover is {cover}"
    if (direction := page.run("reader.view.book.dir") or "ltr") != ("rtl" if book.rtl else "ltr"):
        yield f"its pages are turned {direction}"


def _through(page: Page, book: Book) -> Iterator[str]:
    """Open every document: all of its text, every picture, every face; nothing wider than the screen."""
    if (count := page.run("reader.view.book.sections.length")) != len(book.documents):
        yield f"{count} of {len(book.documents)} documents"
        return
    used = 0
    for index, document in enumerate(book.documents):
        seen = page.run(f"seen({index})")
        text = squeeze(seen["text"])
        used += seen["used"]
        for piece, _ in document.pieces:
            if piece not in text:
                yield f"{document.name}: not shown: {piece[:60]}"
        for what in ("broken", "faces", "wide"):
            if seen[what]:
                yield f"{document.name}: {what}: {'; '.join(seen[what][:4])}"
        if (seen["writing"] == "vertical-rl") != book.vertical and "cover" not in document.name:
            yield f"{document.name}: the writing is {seen['writing']}"
    if book.fonts and not used:
        yield "no embedded face is used"


def _note(page: Page, book: Book, pictures: Path | None) -> Iterator[str]:
    """Follow the first and the last note; its text must be shown in a window, and hidden where it stands."""
    for note in dict.fromkeys((*book.notes[:1], *book.notes[-1:])):
        index = next(n for n, document in enumerate(book.documents) if document.name == note.document)
        got = page.run(f"note({index}, {json.dumps(note.call)})")
        if (got["type"], got["hidden"]) != ("footnote", True):
            yield f"{note.document}#{note.call}: is not known as a footnote"
        if squeeze(got["text"]) != note.text:
            yield f"{note.document}#{note.call}: shows “{squeeze(got['text'])[:60]}”, not “{note.text[:60]}”"
        if pictures:
            time.sleep(0.5)
            page.picture(pictures / f"foliate-note-{index}.png")
        page.run("gone()")


def _turned(page: Page, book: Book) -> Iterator[str]:
    """Turn pages with the arrow keys, from the first article on and back."""
    start = book.documents.index(book.article())
    page.run(f"go({start})")
    forward, back = ("ArrowLeft", "ArrowRight") if book.rtl else ("ArrowRight", "ArrowLeft")
    went = [page.run("at()")]
    for key in (*[forward] * _TURNS, *[back] * _TURNS):
        page.run("window.turning = null")
        page.press(key)
        if not page.run("turned()"):
            yield f"{key} does nothing on {went[-1]['cfi']}"
            return
        went.append(page.run("at()"))
    there = [(place["index"], place["page"]) for place in went]
    if any(a >= b for a, b in pairwise(there[: _TURNS + 1])):
        yield f"{forward} does not turn to the next page: {there[: _TURNS + 1]}"
    if there[: _TURNS + 1] != there[_TURNS:][::-1]:
        yield f"{back} does not turn back: {there}"


def _pictures(page: Page, book: Book, folder: Path, screen_name: str, size: tuple[int, int]) -> None:
    """Take a picture of the cover, the contents and of each thing that a book may hold."""
    page.window(*size)
    scenes: dict[str, tuple[int, str]] = {"1-cover": (0, "")}
    for n, document in enumerate(book.documents):
        if document.has("//x:section[@e:type='titlepage']"):
            scenes["2-title"] = (n, "")
        if document.has("//x:nav"):
            scenes["3-contents"] = (n, "")
    for number, (name, path) in enumerate(_SCENES.items(), 4):
        for n, document in enumerate(book.documents):
            if found := document.find(path):
                scenes[f"{number}-{name}"] = (n, str(found[0].getroottree().getpath(found[0])))
                break
    for name, (index, path) in scenes.items():
        # An XPath by position holds in the browser too, where names have no prefix.
        steps = [step.removeprefix("*") for step in path.split("/") if step]
        places = [int(step[1:-1]) if step else 1 for step in steps[1:]]
        anchor = "(doc) => " + "doc.documentElement" + "".join(f".children[{place - 1}]" for place in places)
        page.run(f"go({index}, {anchor if path else 'undefined'})")
        page.run("reader.view.renderer.getContents()[0].doc.fonts.ready.then(() => true)")
        time.sleep(0.3)
        page.picture(folder / f"foliate-{screen_name}-{name}.png")


TOOL = Tool("foliate-js", missing, check)
