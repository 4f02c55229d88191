"""The lint of finished e-books: a golden folder for every code, and nothing to say of a good book."""

import os
import re
from collections import Counter
from pathlib import Path

import pytest

from bulletin import commands
from bulletin.checks.lint import linter
from bulletin.checks.paper import inspection
from bulletin.errors import SourceError
from bulletin.findings import codes
from tests.lint_books import GOOD, LINT, folders, make

OURS = [code for code in codes() if "E-030" <= code <= "E-099"]
WHOLE = ("E-002", "E-003", "E-004")
"""Codes of the proof of our own books that are told of any book."""


def said(path: Path) -> str:
    try:
        inspection.kind(path)
        found = inspection.book(path)
    except SourceError as problem:
        found = problem.findings
    return "".join(commands.sentence(item, "en") + "\n" for item in found)


def test_a_good_book_is_good(tmp_path: Path) -> None:
    assert said(make(None, tmp_path / "book.epub")) == ""


@pytest.mark.parametrize("folder", folders(), ids=lambda p: p.name)
def test_golden_lint(folder: Path, tmp_path: Path) -> None:
    found = said(make(folder, tmp_path / "book.epub"))
    path = folder / "expected.txt"
    if os.environ.get("BULLETIN_GOLDEN") == "accept":
        path.write_text(found, "utf-8")
    assert found == path.read_text("utf-8"), "run `make golden` if this is meant"
    code = folder.name[:5]
    # Folders whose names end in -fine hold what must not be told.
    assert (f"[{code}]" in found) != folder.name.endswith("-fine")
    assert "{" not in found.replace("{ ", "").replace("{}", "")


def test_every_code_has_a_golden_folder_and_a_source() -> None:
    there = {path.name[:5] for path in folders() if not path.name.endswith("-fine")}
    assert there == {*OURS, *WHOLE}
    sources = linter.sources()
    assert list(sources) == OURS
    assert all(len(source) > 8 for source in sources.values())


def test_every_folder_tells_mostly_of_its_own_code() -> None:
    for folder in folders():
        found = Counter(re.findall(r"\[(E-\d{3})\]", (folder / "expected.txt").read_text("utf-8")))
        assert sum(found.values()) - found[folder.name[:5]] <= 7, folder.name


def test_nothing_else_lies_among_the_golden_folders() -> None:
    known = {GOOD, *folders()}
    assert set(LINT.iterdir()) == known
