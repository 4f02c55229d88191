"""The dictionaries of ``opencc-python-reimplemented``, read as data and only when they are its own.

``OpenCC`` and ``opencc-py`` install the same top-level package ``opencc`` and overwrite this one's files in
part. Every file read here is therefore looked up through the distribution's own RECORD, and its hash compared.
"""

import base64
import hashlib
import importlib.util
import sys
from collections.abc import Mapping
from functools import cache
from importlib import metadata
from pathlib import Path

from bulletin.errors import ScriptError
from bulletin.findings import finding

PACKAGE = "opencc-python-reimplemented"
"""The distribution that owns the dictionaries."""

SEPARATORS = frozenset(
    " \t\n\r\x0b\x0c\u3000-,.?!*，。、；：？！…“”‘’『』「」﹁﹂—－（）《》〈〉～．／＼︒︑︔︓︿﹀︹︺︙︐"
    "［﹇］﹈︕︖︰︳︴︽︾︵︶｛︷｝︸﹃﹄【︻】︼"
)
"""Characters that no phrase crosses (the package's ``split_chars_re``)."""

_RIVALS = ("OpenCC", "opencc-py")


@cache
def folder() -> Path:
    """Return the folder of the package's dictionaries.

    Raises:
        ScriptError: the package is absent (T-006), or another has taken its place or changed its files.
    """
    try:
        record = metadata.files(PACKAGE) or []
    except metadata.PackageNotFoundError:
        raise ScriptError(finding("T-006", found=_culprit())) from None
    files = {str(entry): entry for entry in record}
    home = Path(str(files["opencc/opencc.py"].locate())) if "opencc/opencc.py" in files else None
    loaded = sys.modules.get("opencc")
    spec = loaded.__spec__ if loaded else importlib.util.find_spec("opencc")
    origin = Path(spec.origin) if spec and spec.origin else None
    if home is None or origin is None or home.parent.resolve() != origin.parent.resolve():
        raise ScriptError(finding("T-006", found=_culprit()))
    for name in ("opencc/__init__.py", "opencc/opencc.py", *(n for n in files if "/dictionary/" in n)):
        _verify(name, files.get(name))
    return home.parent / "dictionary"


def _verify(name: str, entry: metadata.PackagePath | None) -> None:
    if entry is None or not Path(str(entry.locate())).is_file():
        raise ScriptError(finding("T-006", found=f"{_culprit()} ({name})"))
    if entry.hash and entry.hash.mode == "sha256":
        digest = hashlib.sha256(Path(str(entry.locate())).read_bytes()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != entry.hash.value:
            raise ScriptError(finding("T-006", found=f"{_culprit()} ({name})"))


def _culprit() -> str:
    """Name whatever else answers to ``opencc`` here, for the message."""
    for rival in _RIVALS:
        try:
            return f"{rival} {metadata.version(rival)}"
        except metadata.PackageNotFoundError:
            continue
    return "–"


@cache
def read(name: str) -> Mapping[str, str]:
    """Return one dictionary: term to the first of its values, lines read as the package reads them.

    Terms that hold a separator are left out: the package cuts its text there and never finds them.
    """
    return {
        key: values.split(" ")[0] for key, values in pairs(name) if SEPARATORS.isdisjoint(key) and values.split(" ")[0]
    }


def pairs(name: str) -> list[tuple[str, str]]:
    """Return the lines of one dictionary: a term, and its values with blanks between."""
    out: list[tuple[str, str]] = []
    for line in (folder() / name).read_text("utf-8").splitlines():
        key, _, values = line.strip().partition("\t")
        if key:
            out.append((key, values))
    return out


@cache
def versions() -> dict[str, str]:
    """Return the package's version and one hash over all its dictionaries, for the build manifest."""
    digest = hashlib.sha256()
    for path in sorted(folder().glob("*.txt")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return {PACKAGE: metadata.version(PACKAGE), "opencc dictionaries": f"sha256:{digest.hexdigest()}"}
