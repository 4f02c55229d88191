"""One task of the bench of books in a process of its own: ``python -m tests.bench_books_work TASK FOLDER``.

Prints its CPU seconds (user and system) and memory as JSON. What a task is given is read before the clock starts.
What it does not need it does not import, so that memory tells of the task alone.
"""

import gc
import json
import pickle
import resource
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import process_time

_STATUS = Path("/proc/self/status")
_MEGABYTE = 1024 * (1024 if sys.platform == "darwin" else 1)


class Clock:
    """What a task took."""

    def __init__(self) -> None:
        self.told: dict[str, float] = {}

    @contextmanager
    def task(self) -> Iterator[None]:
        """Measure what is done inside; peak memory is told whole, and what the task added to what it was given."""
        gc.collect()
        with suppress(OSError):
            Path("/proc/self/clear_refs").write_text("5")  # the high-water mark begins anew (proc(5))
        before, start = _memory("VmRSS:"), process_time()
        yield
        peak = _memory("VmHWM:")
        self.told |= {"cpu": process_time() - start, "peak": peak, "more": peak - before}

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Measure a part of the task."""
        start = process_time()
        yield
        self.told[name] = process_time() - start


def _memory(label: str) -> float:
    with suppress(OSError):
        for line in _STATUS.read_text().splitlines():
            if line.startswith(label):
                return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MEGABYTE


def prepare(folder: Path, clock: Clock) -> None:
    """Write for the others what they are given: the edition, the composed book, the members of its file."""
    from bulletin import fonts, layouts, making
    from bulletin.compose.book import compose
    from bulletin.outputs import epub
    from bulletin.outputs.cover import draw
    from bulletin.readers import issue as reader

    with clock.task():
        loaded = reader.load(folder / "sources" / "2026-11-23")
        edition, _, _ = making.edit(loaded, loaded.plans[0])
        layout, faces = layouts.load(edition.plan.layout), fonts.prepare(loaded.fonts)
        book, cover = compose(edition, layout, faces), draw(edition, layout, faces)
    (folder / "edition.pickle").write_bytes(pickle.dumps(edition))
    (folder / "book.pickle").write_bytes(pickle.dumps((book, cover)))
    epub.write(folder / "first.epub", edition, layout, book, cover)
    with zipfile.ZipFile(folder / "first.epub") as archive:
        members = [(one.filename, one.date_time, one.compress_type, archive.read(one)) for one in archive.infolist()]
    (folder / "members.pickle").write_bytes(pickle.dumps(members))


def writer(folder: Path, clock: Clock) -> None:
    """Our writer alone."""
    from bulletin import layouts
    from bulletin.outputs import epub

    edition = pickle.loads((folder / "edition.pickle").read_bytes())
    layout = layouts.load(edition.plan.layout)
    book, cover = pickle.loads((folder / "book.pickle").read_bytes())
    with clock.task():
        epub.write(folder / "writer.epub", edition, layout, book, cover)


def plain(folder: Path, clock: Clock) -> None:
    """The same members, the same bytes, the same compression, and nothing else."""
    members = pickle.loads((folder / "members.pickle").read_bytes())
    with clock.task(), zipfile.ZipFile(folder / "plain.epub", "w") as archive:
        for name, date, compression, data in members:
            info = zipfile.ZipInfo(name, date)
            info.create_system, info.external_attr, info.compress_type = 3, 0o100644 << 16, compression
            archive.writestr(info, data, compresslevel=9)


def whole(folder: Path, clock: Clock) -> None:
    """Composed and written, from an edition that was read."""
    from bulletin import fonts, layouts
    from bulletin.compose.book import compose
    from bulletin.outputs import epub
    from bulletin.outputs.cover import draw

    edition = pickle.loads((folder / "edition.pickle").read_bytes())
    layout, faces = layouts.load(edition.plan.layout), fonts.prepare()
    with clock.task():
        with clock.part("compose"):
            book = compose(edition, layout, faces)
        with clock.part("cover"):
            cover = draw(edition, layout, faces)
        with clock.part("write"):
            epub.write(folder / "whole.epub", edition, layout, book, cover)


def ebooklib(folder: Path, clock: Clock) -> None:
    """EbookLib as its own documentation shows it, with the same XHTML as text."""
    from ebooklib import epub

    book, cover = pickle.loads((folder / "book.pickle").read_bytes())
    # With an XML declaration EbookLib would write empty files, and never say so.
    texts = [(d, d.data.decode().removeprefix('<?xml version="1.0" encoding="utf-8"?>\n')) for d in book.documents]
    with clock.task():
        made = epub.EpubBook()
        made.set_identifier(book.identifier)
        made.set_title(book.title)
        made.set_language("zh-Hans")
        made.set_cover("cover.jpg", cover, create_page=False)
        style = epub.EpubItem(uid="css", file_name="book.css", media_type="text/css", content=book.css)
        made.add_item(style)
        chapters = []
        for document, text in texts:
            if document.id not in ("nav", "cover"):
                chapter = epub.EpubHtml(title=document.title, file_name=document.name, lang="zh-Hans", content=text)
                chapter.add_item(style)
                made.add_item(chapter)
                chapters.append(chapter)
        for one in book.pictures:
            made.add_item(
                epub.EpubItem(uid=one.id, file_name=one.name, media_type=one.media_type, content=one.data),
            )
        made.toc = tuple(chapters)
        made.add_item(epub.EpubNcx())
        made.add_item(epub.EpubNav())
        made.spine = ["nav", *chapters]
        epub.write_epub(str(folder / "ebooklib.epub"), made, {})
    with zipfile.ZipFile(folder / "ebooklib.epub") as archive:
        empty = [one.filename for one in archive.infolist() if not one.file_size]
    if empty:
        raise SystemExit(f"EbookLib wrote {len(empty)} empty files: {empty[:3]}")


TASKS: dict[str, Callable[[Path, Clock], None]] = {
    one.__name__: one for one in (prepare, writer, plain, whole, ebooklib)
}

if __name__ == "__main__":
    told = Clock()
    TASKS[sys.argv[1]](Path(sys.argv[2]), told)
    print(json.dumps(told.told))
