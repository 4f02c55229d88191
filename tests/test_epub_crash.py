"""Whatever fails while a book is written: no file and no ``.part`` stays, and the former book is as it was."""

import gc
import resource
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from ebooklib import epub as ebooklib
from PIL import Image

from bulletin import fonts, layouts
from bulletin.checks import books
from bulletin.compose.book import Book, compose
from bulletin.errors import LayoutError
from bulletin.layouts import Layout
from bulletin.model import Edition
from bulletin.outputs import epub
from bulletin.outputs.cover import draw
from tests.test_epub import edition, make_in

MEMBERS = 15
"""How many members the small book has; a test holds it."""
FAILURES = (OSError(28, "No space left on device"), KeyboardInterrupt(), MemoryError(), ValueError("odd"))


class Written:
    """A book that is ready to be written, and the shelf that it goes to, where a former one may stand."""

    def __init__(self, folder: Path, picture: Path) -> None:
        self.edition: Edition = edition(picture=picture)
        self.layout: Layout = layouts.load("bulletin")
        faces = fonts.prepare()
        self.book: Book = compose(self.edition, self.layout, faces)
        self.cover = draw(self.edition, self.layout, faces)
        folder.mkdir()
        self.path = folder / "book.epub"

    def write(self, **changes: Any) -> None:
        epub.write(self.path, self.edition, self.layout, replace(self.book, **changes), self.cover)

    def writer(self, kind: type[ebooklib.EpubWriter]) -> Any:
        """Return a writer that writes to the place of the book itself, so that nothing is between it and its file."""
        package = epub._package(self.edition, self.layout, self.book, self.cover)
        return kind(self.path, self.edition.issue.date, package)

    @property
    def stands(self) -> dict[str, bytes]:
        """Every file of the shelf."""
        return {path.name: path.read_bytes() for path in self.path.parent.iterdir()}


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "p.jpg"
    Image.new("RGB", (60, 40), "#246").save(path)
    return path


@pytest.fixture
def shelf(tmp_path: Path, picture: Path) -> Written:
    return Written(tmp_path / "shelf", picture)


@pytest.fixture(params=["nothing before", "a former book"])
def stood(request: pytest.FixtureRequest, shelf: Written) -> dict[str, bytes]:
    """What stood on the shelf before: nothing, or a book with another title."""
    if request.param == "a former book":
        shelf.write(title="从前的书")
    return shelf.stands


@contextmanager
def failing(owner: object, name: str, problem: BaseException, *, after: int = 0, late: bool = False) -> Iterator[None]:
    """Let the call number ``after`` of a method raise ``problem``, once; ``late``: after its work is done."""
    known: Callable[..., Any] = getattr(owner, name)
    calls = 0

    def broken(*words: Any, **more: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls != after + 1:
            return known(*words, **more)
        if late:
            known(*words, **more)
        raise problem

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(owner, name, broken)
        yield
    assert calls > after, f"{name} was never called"


@contextmanager
def watched() -> Iterator[list[zipfile.ZipFile]]:
    """Give every zip that is opened to be written."""
    opened: list[zipfile.ZipFile] = []
    known = zipfile.ZipFile.__init__

    def begin(self: zipfile.ZipFile, *words: Any, **more: Any) -> None:
        opened.append(self)
        known(self, *words, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(zipfile.ZipFile, "__init__", begin)
        yield opened


# --- no half book -----------------------------------------------------------------------------------------


def test_the_small_book_has_as_many_members_as_the_tests_below_break_at(shelf: Written) -> None:
    shelf.write()
    with zipfile.ZipFile(shelf.path) as archive:
        assert len(archive.namelist()) == MEMBERS
    assert books.check(shelf.path, shelf.edition) == ()


@pytest.mark.parametrize("problem", FAILURES, ids=lambda problem: type(problem).__name__)
def test_a_member_that_cannot_be_written(shelf: Written, stood: dict[str, bytes], problem: BaseException) -> None:
    for number in range(MEMBERS):
        for late in (False, True):
            with (
                failing(zipfile.ZipFile, "writestr", problem, after=number, late=late),
                pytest.raises(type(problem)),
            ):
                shelf.write()
            assert shelf.stands == stood, (number, late)


@pytest.mark.parametrize("problem", FAILURES, ids=lambda problem: type(problem).__name__)
@pytest.mark.parametrize(
    ("owner", "name", "late"),
    [
        (ebooklib.EpubWriter, "_write_opf", False),
        (ebooklib.EpubWriter, "_write_opf_metadata", True),
        (ebooklib.EpubWriter, "_write_opf_spine", True),
        (zipfile.ZipFile, "__init__", False),
        (zipfile.ZipFile, "__init__", True),
        (zipfile.ZipFile, "_write_end_record", False),
        (zipfile.ZipFile, "close", True),
        (Path, "replace", False),
    ],
)
def test_a_step_that_fails(
    shelf: Written, stood: dict[str, bytes], problem: BaseException, owner: object, name: str, late: bool
) -> None:
    with failing(owner, name, problem, late=late), pytest.raises(type(problem)):
        shelf.write()
    assert shelf.stands == stood


def test_a_picture_without_bytes_is_no_picture(shelf: Written, stood: dict[str, bytes]) -> None:
    """EbookLib would pack an empty file without a word."""
    with pytest.raises(LayoutError):
        shelf.write(pictures=tuple(replace(one, data=b"") for one in shelf.book.pictures))
    assert shelf.stands == stood


@pytest.mark.parametrize("former", [False, True])
def test_a_picture_that_is_gone(tmp_path: Path, picture: Path, former: bool) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    if former:
        make_in(folder, edition(picture=picture))
    stood = {path.name: path.read_bytes() for path in folder.iterdir()}
    picture.unlink()
    with pytest.raises(FileNotFoundError):
        make_in(folder, edition(picture=picture))
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == stood


def test_a_disk_that_is_full_at_any_byte(shelf: Written, stood: dict[str, bytes]) -> None:
    """The system itself refuses, in the midst of members, in the directory of the zip, in its very last byte."""
    shelf.write()
    whole = shelf.path.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)

    def with_room_for(size: int) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
        try:
            shelf.write()
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    for size in (0, 1, *range(5, len(whole), len(whole) // 40), len(whole) - 30, len(whole) - 1):
        shelf.path.unlink()
        for name, data in stood.items():
            (shelf.path.parent / name).write_bytes(data)
        with pytest.raises(OSError, match="too large"):
            with_room_for(size)
        assert shelf.stands == stood, size
        shelf.path.touch()
    with_room_for(len(whole))
    assert shelf.stands == {shelf.path.name: whole}


def test_a_folder_where_the_book_should_stand(shelf: Written) -> None:
    shelf.path.mkdir()
    (shelf.path / "kept.txt").write_text("kept", "utf-8")
    with pytest.raises(OSError):
        shelf.write()
    assert [path.name for path in shelf.path.parent.iterdir()] == [shelf.path.name]
    assert (shelf.path / "kept.txt").read_text("utf-8") == "kept"


def test_what_a_killed_run_left_behind_is_no_part_of_the_next_book(shelf: Written) -> None:
    shelf.write()
    whole = shelf.stands
    shelf.path.with_name(f".{shelf.path.name}.part").write_bytes(b"x" * 1_000_000)
    shelf.write()
    assert shelf.stands == whole


# --- no zip that closes late --------------------------------------------------------------------------------


def late_close(shelf: Written, kind: type[ebooklib.EpubWriter]) -> tuple[bytes, bytes]:
    """Fail, write a good book to the same place, let the failure be forgotten; return the book before and after."""
    with (
        failing(zipfile.ZipFile, "writestr", OSError("full"), after=MEMBERS // 2),
        pytest.raises(OSError, match="full") as kept,
    ):
        shelf.writer(kind).write()
    shelf.writer(epub._Writer).write()
    good = shelf.path.read_bytes()
    # The failure held its frames, and with them the zip.
    del kept
    gc.collect()
    return good, shelf.path.read_bytes()


class _Careless(epub._Writer):
    """Leaves its zip open when it fails, as EbookLib's own does."""

    def write(self) -> None:
        self.out = zipfile.ZipFile(self.file_name, "w")
        self._put("mimetype", b"application/epub+zip", stored=True)
        for item in self.book.get_items():
            self._put(f"{self._folder}/{item.file_name}", item.content)
        self.out.close()


def test_a_zip_left_open_would_spoil_the_next_book(shelf: Written) -> None:
    """The trap is real: what the two tests after this one guard against happens to a careless writer."""
    good, after = late_close(shelf, _Careless)
    assert after != good
    assert books.check(shelf.path, shelf.edition) != ()


def test_a_failed_writer_does_not_write_into_the_next_book(shelf: Written) -> None:
    good, after = late_close(shelf, epub._Writer)
    assert after == good
    assert books.check(shelf.path, shelf.edition) == ()


@pytest.mark.parametrize("problem", FAILURES, ids=lambda problem: type(problem).__name__)
def test_no_zip_stays_open_after_a_failure(shelf: Written, problem: BaseException) -> None:
    shelf.write()
    good = shelf.stands
    with watched() as opened:
        for number in range(MEMBERS):
            with failing(zipfile.ZipFile, "writestr", problem, after=number), pytest.raises(type(problem)):
                shelf.write()
    assert [archive.fp for archive in opened] == [None] * MEMBERS
    shelf.write()
    opened.clear()
    gc.collect()
    assert shelf.stands == good
