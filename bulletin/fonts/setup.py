"""From ``fonts/*.woff2`` to TrueType in a cache of the user's, and a fontconfig that knows nothing else."""

import hashlib
import io
import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from fontTools.ttLib import TTLibError, woff2

from bulletin.errors import FontError
from bulletin.findings import finding
from bulletin.fonts.extra import read_extra
from bulletin.fonts.faces import Face, FontSet, Role, write_whole
from bulletin.model import Script

_PACKAGE = Path(__file__).parents[1]
_SHARED = _PACKAGE / "_shared" if (_PACKAGE / "_shared").is_dir() else _PACKAGE.parent

HOME = _SHARED / "fonts"
"""Where ``fonts.lock`` and its WOFF2 files lie: inside an installed package, or beside it in a checkout."""

GENERIC: dict[str, Role] = {
    "serif": "song",
    "sans-serif": "hei",
    "monospace": "hei",
    "cursive": "kai",
    "fangsong": "fang",
}
"""What CSS's generic families mean here; a family that nobody has is ``serif``."""


def prepare(extra: Path | None = None) -> FontSet:
    """Return every face, ready for WeasyPrint, and point fontconfig at these and no others.

    ``extra`` is a publication's folder of further TrueType faces. Must be called before WeasyPrint is
    imported, or again with the same ``extra``. Raises ``FontError``: a damaged font set, a cache that cannot
    be written, extra faces that cannot be used (all at once), WeasyPrint already there under another set.
    """
    fonts = load(HOME, cache_folder(), extra)
    if "weasyprint" in sys.modules and os.environ.get("FONTCONFIG_FILE") != str(fonts.conf):
        raise FontError(finding("F-004"))
    os.environ["FONTCONFIG_FILE"] = str(fonts.conf)
    os.environ.pop("FONTCONFIG_SYSROOT", None)
    return fonts


def cache_folder() -> Path:
    """Return the user's cache folder: ``BULLETIN_CACHE``, else as the XDG base directories have it."""
    if own := os.environ.get("BULLETIN_CACHE"):
        return Path(own).absolute()
    base = os.environ.get("XDG_CACHE_HOME", "")
    if Path(base).is_absolute():
        return Path(base, "bulletin")
    try:
        return Path.home() / ".cache" / "bulletin"
    except RuntimeError as problem:
        raise FontError(finding("F-003", folder="~/.cache/bulletin", reason=problem)) from None


def load(home: Path, cache: Path, extra: Path | None = None) -> FontSet:
    """Unpack the faces of ``home`` below ``cache`` as far as needed; raises ``FontError``."""
    lock = _Lock.read(home)
    folder = cache / "fonts" / lock.key
    own = tuple(_face(entry, lock.home, folder) for entry in lock.entries)
    faces = (*own, *(read_extra(extra, own, folder / "characters") if extra else ()))
    suffix = "-" + hashlib.sha256(os.fsencode(extra.absolute())).hexdigest()[:16] if extra else ""
    fonts = FontSet(faces, folder / "conf" / f"fonts{suffix}.conf")
    text = _configuration(fonts, folder, extra)
    try:
        if not fonts.conf.is_file() or fonts.conf.read_text("utf-8") != text:
            write_whole(fonts.conf, text.encode())
    except OSError as problem:
        raise _unwritable(folder, problem) from None
    return fonts


# --- The lock -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Lock:
    """fonts.lock: what each face is, and what its files must be."""

    home: Path
    key: str
    """Changes when anything in the lock does."""
    entries: tuple[Mapping[str, Any], ...]

    @classmethod
    def read(cls, home: Path) -> "_Lock":
        path = home / "fonts.lock"
        try:
            data = path.read_bytes()
            entries = tuple(json.loads(data)["faces"])
        except (OSError, ValueError, KeyError) as problem:
            raise FontError(finding("F-002", file=path.name, reason=problem)) from None
        return cls(home, hashlib.sha256(data).hexdigest()[:16], entries)


def _face(entry: Mapping[str, Any], home: Path, folder: Path) -> Face:
    """Return the face that ``entry`` tells of, unpacked if it is not yet there and whole."""
    path = folder / "ttf" / Path(entry["file"]).with_suffix(".ttf").name
    if _digest(path) != entry["ttf"]["sha256"]:
        data = _unpack(home / entry["file"], entry)
        try:
            write_whole(path, data)
        except OSError as problem:
            raise _unwritable(folder, problem) from None
    source = entry["source"]
    return Face(
        family=entry["family"],
        style=entry["style"],
        weight=entry["weight"],
        role=entry["role"],
        scripts=tuple(Script(script) for script in entry["scripts"]),
        path=path,
        licence=entry["licence"],
        source=f"{source['package']} {source['version']}",
        version=entry["version"],
        sha256=entry["ttf"]["sha256"],
        store=folder / "characters",
    )


def _digest(path: Path) -> str:
    """Return the SHA-256 of a file; empty if it cannot be read."""
    with suppress(OSError), path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
    return ""


def _unpack(path: Path, entry: Mapping[str, Any]) -> bytes:
    """Return the TrueType bytes in a WOFF2 file; raises ``FontError`` if either is not as locked."""
    try:
        packed = path.read_bytes()
    except OSError as problem:
        raise FontError(finding("F-002", file=path.name, reason=problem.strerror)) from None
    if hashlib.sha256(packed).hexdigest() != entry["woff2"]["sha256"]:
        raise FontError(finding("F-002", file=path.name, reason="SHA-256"))
    out = io.BytesIO()
    try:
        woff2.decompress(io.BytesIO(packed), out)
    except (TTLibError, ImportError) as problem:
        raise FontError(finding("F-002", file=path.name, reason=problem)) from None
    if hashlib.sha256(out.getvalue()).hexdigest() != entry["ttf"]["sha256"]:
        raise FontError(finding("F-002", file=path.name, reason="SHA-256 (TrueType)"))
    return out.getvalue()


def _unwritable(folder: Path, problem: OSError) -> FontError:
    return FontError(finding("F-003", folder=folder, reason=problem.strerror or problem))


# --- fontconfig -----------------------------------------------------------------------------------------


def _configuration(fonts: FontSet, folder: Path, extra: Path | None) -> str:
    """Return a fontconfig file: our folders, a cache, and what generic and unknown families mean."""
    lines = [
        '<?xml version="1.0"?>',
        '<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">',
        "<fontconfig>",
        *(f"<dir>{escape(str(one))}</dir>" for one in (folder / "ttf", extra and extra.absolute()) if one),
        f"<cachedir>{escape(str(folder / 'fontconfig'))}</cachedir>",
        *_meanings(fonts),
        "</fontconfig>",
    ]
    return "\n".join(lines) + "\n"


def _meanings(fonts: FontSet) -> Iterator[str]:
    for generic, role in GENERIC.items():
        families = "".join(f"<family>{escape(one)}</family>" for one in fonts.chain(role, Script.HANS))
        yield f'<alias binding="same"><family>{generic}</family><prefer>{families}</prefer></alias>'
    # Without this, fontconfig would take for an unknown family whichever face comes first.
    strings = "".join(f"<string>{escape(one)}</string>" for one in fonts.chain("song", Script.HANS))
    edit = f'<edit name="family" mode="append_last" binding="weak">{strings}</edit>'
    yield f'<match target="pattern">{edit}</match>'
