"""A publication's own faces, for characters that ours lack: each is looked at before it is used."""

import hashlib
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from fontTools.ttLib import TTFont

from bulletin.errors import FontError, raise_errors
from bulletin.findings import Finding, Place, finding
from bulletin.fonts.faces import Face

_TRUETYPE = (b"\0\1\0\0", b"true")
_OTHER_FONTS = {
    b"OTTO": "OpenType (CFF)",
    b"ttcf": "TrueType Collection",
    b"wOFF": "WOFF",
    b"wOF2": "WOFF2",
    b"%!PS": "Type 1",
    b"%!Fo": "Type 1",
    b"\x80\x01%!": "Type 1",
}
_SUFFIXES = {".ttf", ".otf", ".ttc", ".otc", ".woff", ".woff2", ".pfa", ".pfb"}
_TABLES = ("cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "name", "OS/2", "post")

# OS/2 fsType (OpenType specification, “OS/2”): the low four bits are the maker's word on embedding.
_RESTRICTED, _NO_SUBSETTING, _BITMAP_ONLY = 0x0002, 0x0100, 0x0200


def read_extra(folder: Path, own: Iterable[Face], store: Path) -> tuple[Face, ...]:
    """Return the faces in ``folder`` and the folders below it, in order of path.

    Each must be a static TrueType file that may be embedded and cut; fontconfig must find no other there.
    ``own`` are the faces that exist already. Raises ``FontError`` with a finding for every face that fails.
    """
    if not folder.is_dir():
        raise FontError(finding("F-010", Place(folder.name), reason="no such folder"))
    faces: list[Face] = []
    faults: list[Finding] = []
    taken = {_key(face): face.path.name for face in own}
    for path in sorted(folder.rglob("[!.]*")):  # fontconfig skips names that start with a dot, too
        place = Place(f"{folder.name}/{path.relative_to(folder).as_posix()}")
        if path.is_symlink() and not path.resolve().is_relative_to(folder.resolve()):
            faults.append(finding("F-015", place))
            continue
        if not path.is_file() or not _is_font(path):
            continue
        face, found = _read(path, place, store)
        faults += found
        if face is not None:
            if _key(face) in taken:
                words = f"{face.family} {face.style} {face.weight}"
                faults.append(finding("F-014", place, face=words, other=taken[_key(face)]))
            taken[_key(face)] = place.file
            faces.append(face)
    raise_errors(FontError, faults)
    return tuple(faces)


def _key(face: Face) -> tuple[str, int, bool]:
    # What WeasyPrint tells embedded faces apart by: of two with one key, the glyphs of one are drawn wrongly.
    return face.family, face.weight, face.style == "Italic"


def _is_font(path: Path) -> bool:
    """Whether fontconfig, which goes by content, or a person, who goes by name, would take it for a font."""
    return _mark(path) in (*_TRUETYPE, *_OTHER_FONTS) or path.suffix.lower() in _SUFFIXES


def _mark(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(4)
    except OSError:
        return b""


def _read(path: Path, place: Place, store: Path) -> tuple[Face | None, tuple[Finding, ...]]:
    mark = _mark(path)
    if mark in _OTHER_FONTS:
        return None, (finding("F-011", place, format=_OTHER_FONTS[mark]),)
    try:
        data = path.read_bytes()
        font = TTFont(io.BytesIO(data), lazy=True)
        for table in _TABLES:
            font[table]
        faults = tuple(_faults(font, place))
        face = None if faults else _face(font, path, hashlib.sha256(data).hexdigest(), store)
    except Exception as problem:  # fontTools raises whatever a damaged table leads to
        return None, (finding("F-010", place, reason=str(problem) or type(problem).__name__),)
    return face, faults


def _faults(font: TTFont, place: Place) -> Iterator[Finding]:
    if "fvar" in font:
        yield finding("F-012", place)
    rights = font["OS/2"].fsType
    if rights & 0x000F == _RESTRICTED or rights & (_NO_SUBSETTING | _BITMAP_ONLY):
        yield finding("F-013", place, bits=f"0x{rights:04X}")


def _face(font: TTFont, path: Path, sha256: str, store: Path) -> Face:
    names = font["name"]
    bits = font["OS/2"].fsSelection
    return Face(
        family=names.getBestFamilyName() or path.stem,
        style="Italic" if bits & 0x01 else "Bold" if bits & 0x20 else "Regular",
        weight=font["OS/2"].usWeightClass,
        role="extra",
        scripts=(),
        path=path,
        licence=names.getDebugName(13) or "",
        source=path.name,
        version=names.getDebugName(5) or "",
        sha256=sha256,
        store=store,
    )
