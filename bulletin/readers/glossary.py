"""``glossary.tsv``: what the editor wants terms to become, script by script, as a spreadsheet saves it."""

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from bulletin.config.check import nearest
from bulletin.errors import SettingsError
from bulletin.findings import Finding, Place, finding
from bulletin.model import Script, Term
from bulletin.readers.variants import ALIASES
from bulletin.textfile import CONTROL, read_bytes, unchecked

NAME = "glossary.tsv"
"""The file beside publication.yaml, and in the issue's folder; either may be absent."""

LONGEST = 40
"""Characters of the longest term."""

TERM, NOTE = "term", "note"
COLUMNS = (TERM, *(script.value for script in Script), NOTE)
"""The columns, in the order they have in a file without a line of heads."""

_HEADS = {
    **{name: scripts[0].value for name, scripts in ALIASES.items() if len(scripts) == 1},
    **dict.fromkeys(("term", "词", "词条", "詞", "詞條"), TERM),
    **dict.fromkeys(("note", "备注", "備註", "备註"), NOTE),
}
_NO_WORDS = ("term", "词条", "詞條")
"""Heads that are hardly terms."""

_HEADS_SHOWN = (*COLUMNS, "词条", "简体", "台湾", "香港", "备注")

_BLANK = " \u00a0\u3000"
_CELL = re.compile(rf'[{_BLANK}]*"((?:[^"]|"")*+)"[{_BLANK}]*(?=[\t\n]|\Z)|([^\t\n]*)')
"""A cell in double quotes, which may hold tabs and line ends, or the text up to the next of them."""

_UNSEEN = re.compile(rf"[\t\n\u200b\u2060\ufeff]|{CONTROL.pattern}")
_MISNAMED = re.compile(r"glossary(?:\.(?:tsv|tab|txt|csv|xlsx?|ods|et))+", re.I)


@dataclass(frozen=True, slots=True)
class _Row:
    cells: tuple[str, ...]
    """Without the empty ones at the end."""
    parted: bool
    """Whether there is a tab at all."""
    place: Place
    source: str
    """Its first line, as it stands in the file."""

    def fault(self, code: str, **values: object) -> Finding:
        return finding(code, self.place, self.source[:120], **values)


def load(folder: Path, home: Path) -> tuple[Term, ...]:
    """Return the terms of the issue in ``folder``, then those of the publication in ``home``.

    Raises ``SettingsError`` with every fault of both files.
    """
    terms: list[Term] = []
    faults: list[Finding] = []
    for where in dict.fromkeys((folder, home)):
        path, name = where / NAME, (where / NAME).relative_to(home).as_posix()
        if not (path.exists() or path.is_symlink()):
            continue
        try:
            terms += read(read_bytes(path, name, SettingsError), name, own=where == folder)
        except SettingsError as problem:
            faults += problem.findings
    if faults:
        raise SettingsError(*faults)
    return tuple(terms)


def misnamed(folder: Path, home: Path) -> list[Finding]:
    """Return a warning for each file that seems to be meant as a glossary where there is none."""
    return [
        finding("C-048", Place(path.relative_to(home).as_posix()))
        for where in dict.fromkeys((folder, home))
        if not (where / NAME).exists()
        for path in sorted(where.iterdir())
        if _MISNAMED.fullmatch(path.name)
    ]


def odd(terms: Iterable[Term], scripts: Collection[Script]) -> Iterator[Finding]:
    """Yield what looks unmeant: single characters, and lines that say nothing for ``scripts``.

    ``scripts`` are those that the issue is converted into. A publication's glossary serves other issues as well: it is
    told of where no line of it says anything.
    """
    terms = tuple(terms)
    for term in terms:
        if len(term.term) == 1 and any(form != term.term for form in term.forms.values()):
            yield finding("C-057", term.place, term=term.term)
    known = ", ".join(script.value for script in Script if script in scripts)
    mute = [term for term in terms if scripts and term.forms.keys().isdisjoint(scripts)]
    standing = [term for term in terms if not term.own]
    useless = sum(not term.own for term in mute) == len(standing)
    for term in mute:
        if term.own or (useless and term is standing[0]):
            yield finding("C-055", term.place, term=term.term, known=known)


def read(data: bytes, name: str = NAME, own: bool = False) -> tuple[Term, ...]:
    """Return the terms of a file that findings call ``name``; ``own`` tells that it is an issue's.

    UTF-8, or UTF-16 with a byte-order mark. A tab parts the columns, which the first line may name; ``#`` begins a
    comment. Raises ``SettingsError`` with every fault.
    """
    rows = list(_rows(_text(data, name), name))
    if rows and not any(row.parted for row in rows):
        raise SettingsError(rows[0].fault("C-040"))
    columns, faults = _columns(rows)
    understood = not faults
    first: dict[str, int] = {}
    terms = []
    for row in rows[1:] if columns else rows:
        cells = dict(zip(columns or COLUMNS, row.cells, strict=False))
        faults += _row_faults(row, cells, len(columns or COLUMNS), first)
        term = cells.get(TERM, "")
        forms = {
            script: term if cell in ("=", "＝") else cell for script in Script if (cell := cells.get(script.value, ""))
        }
        if term and not forms and row.parted and understood:
            faults.append(row.fault("C-043", term=term[:LONGEST]))
        terms.append(Term(term, MappingProxyType(forms), cells.get(NOTE, ""), own, row.place))
    if faults:
        raise SettingsError(*faults)
    return tuple(terms)


def _row_faults(row: _Row, cells: dict[str, str], known: int, first: dict[str, int]) -> Iterator[Finding]:
    """Yield what bars a line from being used; ``first`` remembers where each term stood."""
    if not row.parted:
        yield row.fault("C-040")
        return
    for column, cell in cells.items():
        if found := _UNSEEN.search(cell):
            yield row.fault("C-044", column=column, char=f"U+{ord(found[0]):04X}")
    if more := [cell for cell in row.cells[known:] if cell]:
        yield row.fault("C-046", count=len(row.cells), known=known, text=" ".join(more)[:40])
    term = cells.get(TERM, "")
    if not term:
        yield row.fault("C-041")
    elif len(term) > LONGEST:
        yield row.fault("C-047", count=len(term), limit=LONGEST)
    elif term in first:
        yield row.fault("C-042", term=term, first=first[term])
    first.setdefault(term, row.place.line)


def _columns(rows: list[_Row]) -> tuple[list[str], list[Finding]]:
    """Return the columns that the first line names, and what is amiss with it; none where it is no line of heads.

    One known name may be a term (词, 香港); two that differ are heads, and so is 词条 before anything.
    """
    if not rows:
        return [], []
    row = rows[0]
    heads = [cell.rstrip("：:").casefold() for cell in row.cells]
    found = {_HEADS.get(head, "zh-Hant") for head in heads if head in _HEADS or head in ALIASES}
    gap = "" in heads and TERM not in found
    if "=" in heads or gap or not (len(found) > 1 or heads[0] in _NO_WORDS):
        return [], []
    columns: list[str] = []
    faults = []
    for number, (cell, head) in enumerate(zip(row.cells, heads, strict=True)):
        column = _HEADS.get(head, "")
        if column and column not in columns:
            columns.append(column)
            continue
        columns.append(f"{number + 1}")
        near = ", ".join(script.value for script in ALIASES.get(head, ())) or nearest(cell, _HEADS_SHOWN)
        faults.append(row.fault("C-045", name=cell, near=near, known=", ".join(COLUMNS)))
    if TERM not in columns:
        raise SettingsError(*faults or [row.fault("C-041")])
    return columns, faults


def _text(data: bytes, name: str) -> str:
    if data[:2] in (BOM_UTF16_LE, BOM_UTF16_BE):
        try:
            data = data.decode("utf-16").encode()
        except UnicodeError:
            raise SettingsError(finding("S-003", Place(name), encoding="UTF-16")) from None
    return unchecked(data, name, SettingsError)


def _rows(text: str, name: str) -> Iterator[_Row]:
    """Yield every line that is neither empty nor a comment; a cell in quotes may go on below."""
    position, line = 0, 1
    while position < len(text):
        start = position
        if text.startswith("#", position):
            position = (text.find("\n", position) + 1) or len(text)
            line += 1
            continue
        cells = []
        while True:
            cell = _CELL.match(text, position)
            assert cell is not None  # the second half matches anything
            cells.append(_trimmed(cell[2] if cell[1] is None else cell[1].replace('""', '"')))
            position = cell.end() + 1
            if text[cell.end() : position] != "\t":
                break
        source = text[start : position - 1]
        if any(cells) and not cells[0].startswith("#"):
            kept = cells[: max(n for n, cell in enumerate(cells, 1) if cell)]
            yield _Row(tuple(kept), len(cells) > 1, Place(name, line), source.split("\n")[0])
        line += source.count("\n") + 1


def _trimmed(cell: str) -> str:
    return cell.strip().strip("\ufeff").strip()
