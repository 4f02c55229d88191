"""``ledger.lock``: what the editor chose at single places of an issue, one answer a line."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bulletin.config.check import nearest
from bulletin.errors import SettingsError
from bulletin.findings import Finding, Place, finding
from bulletin.model import Answer, Script
from bulletin.textfile import CONTROL, read_text

NAME = "ledger.lock"
"""The file in the issue's folder; it may be absent."""

VERSION = 1
"""What ``write`` writes and ``read`` understands."""

_HALF = re.compile("[\ud800-\udfff]")
_UNSEEN = re.compile(rf"[\s\u200b\u2060\ufeff]|{CONTROL.pattern}")

KEYS = ("script", "file", "before", "text", "after", "out")
"""What an answer says, in the order that it is written in."""

_EXPECTED = {
    "script": ", ".join(f'"{script.value}"' for script in Script),
    "file": '"city/library.md"',
    "before": '"……"',
    "text": '"干"',
    "after": '"……"',
    "out": '"幹"',
}
_MISNAMED = re.compile(r".*ledger.*\.lock.*|ledger\.(?:json|txt)", re.I)
_BACKUP = re.compile(r"~$|\.(?:bak|orig|old|backup|swp|tmp)(?:\.|$)", re.I)
_LIST = re.compile(r'"answers"\s*:\s*\[')
_ITEM = re.compile(r"[^\s,]")


@dataclass(slots=True)
class _Pairs:
    """Makes objects of JSON, and remembers keys that stand twice: all but the last would be lost."""

    twice: list[str] = field(default_factory=list)

    def __call__(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        out = dict(pairs)
        if len(out) < len(pairs):
            keys = [key for key, _ in pairs]
            self.twice += [key for key in out if keys.count(key) > 1]
        return out


def load(folder: Path) -> tuple[Answer, ...]:
    """Return the answers of the issue in ``folder``; raises ``SettingsError`` with every fault of the file."""
    path = folder / NAME
    if not (path.exists() or path.is_symlink()):
        return ()
    return read(read_text(path, NAME, SettingsError))


def misnamed(folder: Path, home: Path) -> list[Finding]:
    """Return a warning for each file that seems to be meant as ``ledger.lock``: saved twice, renamed, too high up."""
    found = [path for path in folder.iterdir() if _MISNAMED.fullmatch(path.name) and not _BACKUP.search(path.name)]
    found += [home / NAME] if home != folder and (home / NAME).exists() else []
    return [
        finding("C-056", Place(path.name), known=f"{folder.name}/{NAME}")
        for path in sorted(found)
        if path != folder / NAME
    ]


def read(text: str, name: str = NAME) -> tuple[Answer, ...]:
    """Return the answers that ``text`` holds, in its order; raises ``SettingsError`` with every fault.

    Findings call the file ``name``. An answer that is given twice, word for word, counts once.
    """
    lines = text.split("\n")
    data, twice = _parsed(text, name, lines)
    faults = [finding("C-052", Place(name), key=key, expected=f'"{key}": …') for key in twice]
    version = data.get("version") if isinstance(data, dict) else None
    if isinstance(data, dict) and "version" in data and (type(version) is not int or version != VERSION):
        raise SettingsError(finding("C-051", Place(name), version=json.dumps(version)[:20], known=VERSION))
    items = data.get("answers") if isinstance(data, dict) else None
    shape = f'{{"version": {VERSION}, "answers": […]}}'
    if version is None:
        faults.append(finding("C-052", Place(name), key="version", expected=shape))
    if not isinstance(items, list):
        faults.append(finding("C-052", Place(name), key="answers", expected=shape))
        raise SettingsError(*faults)
    if isinstance(data, dict):
        faults += _unknown(data, ("version", "answers"), Place(name), "")
    answers: dict[tuple[str, ...], Answer] = {}
    for item, number in zip(items, _line_numbers(text, items), strict=True):
        place, shown = Place(name, number), lines[number - 1].strip()[:160] if number else ""
        wrong = _item_faults(item, place, shown)
        faults += wrong
        if wrong:
            continue
        answer = Answer(**{**item, "script": Script(item["script"])}, place=place)
        where = tuple(item[key] for key in KEYS[:-1])
        first = answers.setdefault(where, answer)
        if first.out != answer.out:
            faults.append(finding("C-054", place, shown, first=first.out, second=answer.out))
    if faults:
        raise SettingsError(*faults)
    return tuple(answers.values())


def write(answers: Iterable[Answer]) -> str:
    """Return the one text of these answers: sorted, one a line; ``read`` gives back the same.

    What ``read`` would refuse as unseen characters is written as ``\\uXXXX``.
    """
    rows = sorted({tuple(str(getattr(answer, key)) for key in KEYS) for answer in answers})
    lines = [json.dumps(dict(zip(KEYS, row, strict=True)), ensure_ascii=False) for row in rows]
    body = "".join(f"\n{line}," for line in lines).removesuffix(",")
    text = f'{{"version": {VERSION}, "answers": [{body}\n]}}\n'
    return CONTROL.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _parsed(text: str, name: str, lines: list[str]) -> tuple[Any, list[str]]:
    pairs = _Pairs()
    try:
        return json.loads(text, object_pairs_hook=pairs), pairs.twice
    except json.JSONDecodeError as problem:
        shown = lines[problem.lineno - 1][:160]
        place = Place(name, problem.lineno)
        raise SettingsError(finding("C-050", place, shown, column=problem.colno, reason=problem.msg)) from None
    except (RecursionError, ValueError) as problem:
        raise SettingsError(finding("C-050", Place(name), column=1, reason=str(problem)[:80])) from None


def _item_faults(item: Any, place: Place, shown: str) -> list[Finding]:
    if not isinstance(item, dict):
        return [finding("C-052", place, shown, key="answers", expected='{"script": …, "file": …, …}')]
    faults = list(_unknown(item, KEYS, place, shown))
    for key in KEYS:
        said = item.get(key)
        fits = isinstance(said, str) and (said or key in ("before", "after", "out"))
        # JSON can escape what no file may hold: half a character anywhere, unseen ones in what is printed.
        broken = isinstance(said, str) and (_HALF.search(said) or (key == "out" and _UNSEEN.search(said)))
        if not fits or broken or (key == "script" and said not in list(Script)):
            faults.append(finding("C-052", place, shown, key=key, expected=_EXPECTED[key]))
    text, out = item.get("text"), item.get("out")
    if isinstance(text, str) and text and isinstance(out, str) and len(text) != len(out):
        faults.append(finding("C-053", place, shown, text=text, out=out))
    return faults


def _unknown(item: dict[str, Any], keys: tuple[str, ...], place: Place, shown: str) -> Iterator[Finding]:
    for key in item:
        if key not in keys:
            yield finding("C-010", place, shown, key=key, near=nearest(key, keys), known=", ".join(keys))


def _line_numbers(text: str, items: list[Any]) -> list[int]:
    """Return the line that each answer begins in; 0 for all where they cannot be found again."""
    decoder = json.JSONDecoder()
    start = _LIST.search(text)
    numbers: list[int] = []
    position = start.end() if start else 0
    line, counted = 1, 0
    for item in items if start else ():
        begin = _ITEM.search(text, position)
        if begin is None:
            break
        try:
            found, position = decoder.raw_decode(text, begin.start())
        except ValueError:
            break
        if found != item:
            break
        line += text.count("\n", counted, begin.start())
        counted = begin.start()
        numbers.append(line)
    return numbers if len(numbers) == len(items) else [0] * len(items)
