"""EPUBCheck, the W3C's own judge, on two books of the sample: horizontal, and vertical with all faces."""

import shutil
import zipfile
from pathlib import Path

import pytest

from bulletin import pipeline
from bulletin.pipeline import Request
from tests.books import epubcheck
from tests.conftest import SAMPLE

pytestmark = pytest.mark.skipif(bool(epubcheck.missing()), reason=f"EPUBCheck does not run: {epubcheck.missing()}")

ISSUE = SAMPLE.parent / "2026-12-07"
VERTICAL = """
  zh-Hant-TW-vf: {script: zh-Hant-TW, layout: bulletin, set: {book-writing: vertical, book-fonts: all}}
"""


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("epubcheck")
    copy = home / "publication"
    shutil.copytree(ISSUE.parent, copy, ignore=shutil.ignore_patterns("__pycache__"))
    publication = copy / "publication.yaml"
    publication.write_text(publication.read_text("utf-8").rstrip() + VERTICAL, "utf-8")
    return pipeline.build(Request(copy / ISSUE.name, ("zh-Hans", "zh-Hant-TW-vf"), ("epub",), home / "dist")).folder


def faults(path: Path) -> list[str]:
    return [epubcheck.told(message) for message in epubcheck.messages(path) if epubcheck.matters(message)]


@pytest.mark.parametrize("edition", ["zh-Hans", "zh-Hant-TW-vf"])
def test_nothing_to_say(books: Path, edition: str) -> None:
    assert faults(next(books.glob(f"*-{edition}.epub"))) == []


def test_it_would_say_it(tmp_path: Path) -> None:
    broken = tmp_path / "broken.epub"
    with zipfile.ZipFile(broken, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
    assert any(fault.startswith("FATAL RSC-002") for fault in faults(broken))
