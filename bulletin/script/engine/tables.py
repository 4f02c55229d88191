"""Configurations of OpenCC compiled into tables for search, and kept on disk between runs.

How OpenCC 1.4 reads a configuration (its ``Conversion``, ``MaxMatchSegmentation`` and ``DictGroup``):

* a text is normalised character by character; then cut into segments by the longest phrase that begins at each
  place, what lies between being segments as well; then each segment goes through all steps on its own;
* in a step, at each place the longest entry that begins there is put in, and the search goes on behind it;
* a ``short_circuit`` group asks its dictionaries in order, and the first that knows any beginning decides, even
  where a later one knows a longer; a ``union`` gives the longest of all, the first of equals;
* of several values the first counts.

The cache is a convenience: where it cannot be written, or is not what was written, tables are built anew.
"""

import contextlib
import hashlib
import marshal
import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from bulletin.script.engine import dictionaries

Heads = dict[str, tuple[int, ...]]
"""First two characters of phrases -> the phrases' lengths, the longest first."""


class Step(NamedTuple):
    """One step of a conversion: phrases, and single characters."""

    phrases: dict[str, str]
    heads: Heads
    singles: dict[str, str]


class Tables(NamedTuple):
    """One configuration."""

    normal: dict[str, str]
    """Compatibility ideographs, each with the character that it stands for."""
    segments: Step
    """Phrases that cut the text, each with what all steps make of it; empty where nothing cuts."""
    steps: tuple[Step, ...]


@cache
def load(name: str, tofu: bool = False) -> Tables:
    """Return the tables of the configuration ``name``.

    With ``tofu`` entries count that give characters beyond the basic plane which few faces have.

    Raises:
        ScriptError: the dictionaries are not there, or not as they were installed.
    """
    stored = _Stored(name, tofu)
    raw = stored.read()
    if raw is None:
        raw = _plain(_compile(name, tofu))
        stored.write(raw)
    normal, segments, steps = raw
    return Tables(normal, Step(*segments), tuple(Step(*step) for step in steps))


def _plain(tables: Tables) -> tuple[Any, Any, Any]:
    """Return ``tables`` without types of our own, as ``marshal`` takes them."""
    return tables.normal, tuple(tables.segments), tuple(tuple(step) for step in tables.steps)


class _Stored:
    """The tables of one configuration on disk: key, hash of the content, content."""

    def __init__(self, name: str, tofu: bool) -> None:
        made_by = f"{sys.implementation.cache_tag} {marshal.version} {dictionaries.digest()} {name} {tofu}"
        # The code that compiles has a say as well: another program builds its tables anew.
        self.key = hashlib.sha256(Path(__file__).read_bytes() + made_by.encode()).digest()
        home = folder()
        self.path = home / f"opencc-{name}{'-tofu' if tofu else ''}.tables" if home else None

    def read(self) -> tuple[Any, Any, Any] | None:
        """Return what was stored; None where there is nothing, or something else."""
        try:
            data = self.path.read_bytes() if self.path else b""
            view = memoryview(data)
            if view[:32] != self.key or view[32:64] != hashlib.sha256(view[64:]).digest():
                return None
            found: tuple[Any, Any, Any] = marshal.loads(view[64:])
        except (OSError, ValueError, EOFError, TypeError):
            return None
        return found

    def write(self, raw: tuple[Any, Any, Any]) -> None:
        """Store ``raw``; a folder that takes no files is no fault."""
        if not self.path:
            return
        data = marshal.dumps(raw)
        with contextlib.suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(prefix=".tables-", dir=self.path.parent)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(self.key + hashlib.sha256(data).digest() + data)
                Path(temporary).replace(self.path)
            except OSError:
                Path(temporary).unlink(missing_ok=True)


def folder() -> Path | None:
    """Return where tables are kept: the user's folder for caches; None where the system knows no such folder."""
    for variable in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        named = os.environ.get(variable, "")
        if named and Path(named).is_absolute():
            return Path(named) / "bulletin"
    try:
        return Path.home() / ".cache" / "bulletin"
    except RuntimeError:
        return None


# --- from dictionaries to tables ------------------------------------------------------------------------


def _compile(name: str, tofu: bool) -> Tables:
    config = dictionaries.configuration(name)
    normal: dict[str, str] = {}
    for entry in config.get("normalization", ()):
        normal.update(_merged(entry["dict"], tofu))
    chain = [_merged(entry["dict"], tofu) for entry in config["conversion_chain"]]
    steps = tuple(_step(entries) for entries in chain)
    cutting = config.get("segmentation")
    segments: dict[str, str] = {}
    for phrase in _merged(cutting["dict"], tofu) if cutting and len(steps) > 1 else ():
        text = phrase
        for step in steps:
            text = _put_in(text, step)
        segments[phrase] = text
    return Tables(normal, _step(segments), steps)


def _step(entries: Mapping[str, str]) -> Step:
    phrases = {key: value for key, value in entries.items() if len(key) > 1}
    lengths: dict[str, set[int]] = {}
    for key in phrases:
        lengths.setdefault(key[:2], set()).add(len(key))
    heads = {head: tuple(sorted(found, reverse=True)) for head, found in lengths.items()}
    return Step(phrases, heads, {key: value for key, value in entries.items() if len(key) == 1})


def _merged(spec: Mapping[str, Any], tofu: bool) -> Mapping[str, str]:
    """Return a dictionary or group as one dictionary that gives what it gives, longest entry first."""
    if spec["type"] != "group":
        if spec.get("may_output_tofu") and not tofu:
            return {}
        return dictionaries.read(str(spec["file"]).replace(".ocd2", ".txt"))
    members = [_merged(one, tofu) for one in spec["dicts"]]
    if spec.get("match_policy") == "union":
        return _union(members)
    out = dict(members[0])
    for member in members[1:]:
        # An entry that begins with one of an earlier dictionary is never asked for.
        later = {k: v for k, v in member.items() if not any(k[:stop] in out for stop in range(1, len(k) + 1))}
        out.update(later)
    return out


def _union(members: Sequence[Mapping[str, str]]) -> Mapping[str, str]:
    out: dict[str, str] = {}
    for member in members:
        for key, value in member.items():
            out.setdefault(key, value)
    return out


def _put_in(text: str, step: Step) -> str:
    """Return ``text`` after one step: the plain form of what ``exact`` does in places."""
    out: list[str] = []
    at = 0
    while at < len(text):
        for length in step.heads.get(text[at : at + 2], ()):
            if text[at : at + length] in step.phrases:
                out.append(step.phrases[text[at : at + length]])
                at += length
                break
        else:
            out.append(step.singles.get(text[at], text[at]))
            at += 1
    return "".join(out)
