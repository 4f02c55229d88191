"""The sheets behind the pages: who signs, what the marks mean, what changed, and the proofreader's marks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bulletin.galley.changes import END, Told
from bulletin.press.lettering import Lettering
from bulletin.proofs import symbols
from bulletin.proofs.copy import Change, Marked
from bulletin.proofs.sheet import BLACK, GREY, PALE, RED
from bulletin.proofs.words import Words, fill
from bulletin.units import PT_PER_MM

_SIDE, _TOP, _FOOT = 20 * PT_PER_MM, 20 * PT_PER_MM, 16 * PT_PER_MM
_TEXT, _LEADING = 8.5, 15.0
_MOST = 300
"""Changes that are listed; of a text that is another altogether, bars tell enough."""
_LONGEST = 26
"""Characters of an old or a new text that are listed; of longer ones the beginning and the end."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the block says of the proof."""

    round: str
    rows: tuple[tuple[str, str], ...]
    """Label and value."""
    roles: tuple[str, ...]
    marked: Marked | None
    """None where there was nothing to hold it against."""
    symbols: bool


class Sheets:
    """Writes downwards, and takes a further sheet where one is full."""

    def __init__(self, size: tuple[float, float], words: Words, letters: Lettering, bold: Lettering) -> None:
        self.width, self.height = size
        self.words, self.letters, self.bold = words, letters, bold
        self.pages: list[list[str]] = []
        self.y = 0.0
        self.head = ""

    @property
    def measure(self) -> float:
        """Width between the margins."""
        return self.width - 2 * _SIDE

    def sheet(self) -> None:
        """Begin a sheet."""
        head = self.head + (self.words.next if self.pages else "")
        self.pages.append([f"{BLACK} rg", self.bold.show(head, 16, _SIDE, self.height - _TOP - 8)])
        self.y = self.height - _TOP - 26
        self.put(f"{BLACK} RG 0.8 w {_SIDE:.2f} {self.y + 8:.2f} m {self.width - _SIDE:.2f} {self.y + 8:.2f} l S")

    def room(self, height: float) -> None:
        """Take a further sheet unless ``height`` is left on this one."""
        if not self.pages or self.y - height < _FOOT:
            self.sheet()

    def put(self, *operators: str) -> None:
        """Write on the sheet."""
        self.pages[-1] += operators

    def say(self, text: str, x: float, colour: str = BLACK, size: float = _TEXT, heavy: bool = False) -> float:
        """Show ``text`` at ``x`` on the line; return where it ends."""
        letters = self.bold if heavy else self.letters
        self.put(f"{colour} rg", letters.show(text, size, x, self.y))
        return x + letters.width(text, size)

    def rule(self, x: float, right: float, y: float, colour: str = PALE, weight: float = 0.4) -> None:
        """Draw a hairline."""
        self.put(f"{colour} RG {weight} w {x:.2f} {y:.2f} m {right:.2f} {y:.2f} l S")

    def heading(self, text: str, with_room: float) -> None:
        """Begin a part, unless there is no room for its heading and ``with_room`` below it."""
        self.room(with_room + 32)
        self.y -= 28
        self.say(text, _SIDE, size=10, heavy=True)
        self.y -= 5
        self.rule(_SIDE, self.width - _SIDE, self.y, BLACK, 0.5)
        self.y -= 4


def write(sheets: Sheets, facts: Facts) -> None:
    """Write the whole block."""
    words = sheets.words
    sheets.head = f"{words.sheet}　{facts.round}"
    sheets.sheet()
    _rows(sheets, facts.rows)
    _signatures(sheets, facts.roles)
    _legend(sheets)
    _changes(sheets, facts.marked)
    if facts.symbols:
        _symbols(sheets)


def _rows(sheets: Sheets, rows: Sequence[tuple[str, str]]) -> None:
    """Write labels and values, two pairs on a line."""
    half = sheets.measure / 2
    indent = max(sheets.letters.width(label, _TEXT) for label, _ in rows) + 10
    for at in range(0, len(rows), 2):
        sheets.y -= _LEADING
        for column, (label, value) in enumerate(rows[at : at + 2]):
            x = _SIDE + column * half
            sheets.say(label, x, GREY)
            sheets.say(_fitted(sheets.letters, value, half - indent - 6), x + indent)
    sheets.y -= 4


def _signatures(sheets: Sheets, roles: Sequence[str]) -> None:
    """Draw a table to be filled in by hand, and the verdict to be ticked."""
    words, high = sheets.words, 10.5 * PT_PER_MM
    left, right = _SIDE, sheets.width - _SIDE
    parts = (0.0, 0.2, 0.48, 0.68)
    xs = [left + part * sheets.measure for part in parts]
    sheets.room(26 + high * 3)
    sheets.y -= 22
    for x, label in zip(xs, (words.role, words.name, words.signed, words.remark), strict=True):
        sheets.say(label, x + 5, GREY, 7.5)
    sheets.y -= 6
    top = sheets.y
    sheets.rule(left, right, top, BLACK, 0.7)
    for role in roles:
        if sheets.y - high < _FOOT:
            _uprights(sheets, xs, right, top)
            sheets.sheet()
            top = sheets.y
        sheets.y -= high / 2 + 3
        sheets.say(_fitted(sheets.letters, role, xs[1] - xs[0] - 8, 9.5), left + 5, size=9.5)
        sheets.y -= high / 2 - 3
        sheets.rule(left, right, sheets.y, GREY)
    _uprights(sheets, xs, right, top)
    sheets.room(30)
    sheets.y -= 22
    x = sheets.say(words.verdict, left + 5, GREY, 7.5) + 16
    for verdict in words.verdicts.split("|"):
        if x + 14 + sheets.letters.width(verdict, 9.5) > right:
            sheets.y -= 18
            x = left + 5
        sheets.put(f"{BLACK} RG 0.6 w {x:.2f} {sheets.y - 1:.2f} 8.5 8.5 re S")
        x = sheets.say(verdict, x + 13, size=9.5) + 20


def _uprights(sheets: Sheets, xs: Sequence[float], right: float, top: float) -> None:
    sheets.put(f"{GREY} RG 0.4 w")
    for x in (*xs, right):
        sheets.put(f"{x:.2f} {top:.2f} m {x:.2f} {sheets.y:.2f} l S")


def _legend(sheets: Sheets) -> None:
    words = sheets.words
    sheets.heading(words.legend, 3 * _LEADING)
    for kind, text in enumerate((words.bar, words.cut, words.lines)):
        sheets.y -= _LEADING
        x, y = _SIDE + 5, sheets.y
        if kind == 0:
            sheets.put(f"{RED} rg {x:.2f} {y - 2:.2f} 1.5 11 re f")
        elif kind == 1:
            sheets.put(
                f"{RED} rg {x - 1:.2f} {y + 5.6:.2f} m {x + 2.4:.2f} {y + 3:.2f} l {x - 1:.2f} {y + 0.4:.2f} l f"
            )
        else:
            sheets.say("25", x - 3, GREY, 5)
        sheets.say(_fitted(sheets.letters, text, sheets.measure - 20), x + 12)
    sheets.y -= 4


def _changes(sheets: Sheets, marked: Marked | None) -> None:
    """List what differs, page by page."""
    words = sheets.words
    sheets.heading(words.changes, 3 * _LEADING)
    sheets.y -= _LEADING
    if marked is None or not marked.changes:
        sheets.say(words.first if marked is None else words.unchanged, _SIDE)
        sheets.y -= 4
        return
    moved = sum(change.moved for change in marked.changes)
    pages = len({change.spot.page for change in marked.changes})
    sheets.say(fill(words.counts, len(marked.changed), len(marked.cut), moved, pages), _SIDE)
    ordered = sorted(marked.changes, key=lambda change: (change.spot.page, change.spot.number))
    indent = sheets.letters.width(fill(words.place, 88, 888), 7.5) + 8
    for change in ordered[:_MOST]:
        sheets.room(_LEADING)
        sheets.y -= _LEADING
        sheets.say(fill(words.place, change.spot.page, change.spot.number), _SIDE, GREY, 7.5)
        _difference(sheets, change, _SIDE + indent)
    if len(ordered) > _MOST:
        sheets.room(_LEADING)
        sheets.y -= _LEADING
        sheets.say(fill(words.more, len(ordered) - _MOST), _SIDE)
    sheets.y -= 4


def _difference(sheets: Sheets, change: Change, x: float) -> None:
    """Write what stood there, struck through, what stands there now, underlined, and what stands around it."""
    right = sheets.width - _SIDE
    for text, kind in _parts(change, sheets.words):
        left = right - x - 6
        if left < 12:
            break
        shown = _fitted(sheets.letters, text, left)
        end = sheets.say(shown, x, {"old": RED, "new": BLACK}.get(kind, GREY))
        if kind == "old":
            sheets.rule(x, end, sheets.y + 3, RED, 0.6)
        elif kind == "new":
            sheets.rule(x, end, sheets.y - 2, BLACK, 0.6)
        x = end + (1.0 if kind in ("old", "new") else 0)


def _parts(change: Change, words: Words) -> Iterator[tuple[str, str]]:
    told: Told = change.told
    if change.moved:
        yield f"{words.moved}　", "around"
        yield _shortened(told.new.strip(END)), "plain"
        return
    yield "…" + told.before if told.before else "", "around"
    yield _shortened(told.old), "old"
    yield _shortened(told.new), "new"
    yield told.after + "…" if told.after else "", "around"


def _shortened(text: str) -> str:
    text = text.replace(END, "¶")
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 9]}……{text[-7:]}"


def _fitted(letters: Lettering, text: str, measure: float, size: float = _TEXT) -> str:
    """Return ``text``, or as much of it as fits, with dots behind."""
    if letters.width(text, size) <= measure:
        return text
    while text and letters.width(text + "…", size) > measure:
        text = text[:-1]
    return text + "…"


def _symbols(sheets: Sheets) -> None:
    words = sheets.words
    names, samples = words.signs.split(), words.samples.split("|")
    wide = 52 + symbols.WIDTH
    columns = max(1, int(sheets.measure // wide))
    rows = -(-len(names) // columns)
    high = symbols.HEIGHT + 8
    # On one sheet if one can hold them.
    sheets.heading(words.symbols, min(rows * high + 12, sheets.height - _TOP - _FOOT - 80))
    step = sheets.measure / columns
    for row in range(rows):
        sheets.room(high)
        sheets.y -= high
        for column, at in enumerate(range(row * columns, min(len(names), (row + 1) * columns))):
            x = _SIDE + column * step
            sheets.put(f"{GREY} rg", sheets.letters.show(names[at], 7.5, x, sheets.y + 8))
            sheets.put(*symbols.draw(at, samples[at], x + 48, sheets.y, sheets.letters, RED))
    if words.source:
        sheets.y -= 14
        sheets.say(words.source, _SIDE, GREY, 7)
