"""Books for the lint: the good one, and what a golden folder changes in it.

A golden folder holds ``changes.yaml``, ``expected.txt`` and, under ``book/``, files that are put into the book as they
are. ``changes.yaml`` knows, in this order::

    drop: [file, …]                           "*": every file
    rename: {file: new name}
    add: {file: its text}
    replace: {file: [[old, new], …]}          each old must be there
    bytes: {file: [[hex of old, hex of new]]}
    repeat: {file: [text, times]}             before the end of the body
    pictures: {file: {size: [w, h], format: …, mode: …, frames: n, deep: true}}
    face: {file: [character, …]}              a TTF that has these
    zeros: {file: bytes}                      a file of nothing but zeros
    zip: {order: [file, …], deflate: [file, …], mode: octal, date: [y, m, d], twice: [file], lock: [file],
          damage: [file], pad: bytes before the zip, cut: bytes off its end, whole: text in its place}
"""

import io
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from PIL import Image
from ruamel.yaml import YAML

LINT = Path(__file__).parent / "lint"
GOOD = LINT / "good"
STORED = (".jpg", ".png", ".webp", ".gif")

Changes = dict[str, Any]


def load(path: Path) -> Changes:
    return dict(YAML(typ="safe").load(path.read_text("utf-8")) or {})


def folders() -> list[Path]:
    return sorted(path.parent for path in LINT.glob("*/changes.yaml"))


def make(folder: Path | None, target: Path) -> Path:
    """Write the good book, changed as ``folder`` says, to ``target``."""
    changes = load(folder / "changes.yaml") if folder else {}
    members = dict(good())
    for name in changes.get("drop", ()):
        members.pop(name) if name != "*" else members.clear()
    for old, new in changes.get("rename", {}).items():
        members[new] = members.pop(old)
    members |= {name: text.encode() for name, text in changes.get("add", {}).items()}
    if folder and (folder / "book").is_dir():
        members |= files(folder / "book")
    for name, pairs in changes.get("replace", {}).items():
        for old, new in pairs:
            assert old.encode() in members[name], f"{name}: {old}"
            members[name] = members[name].replace(old.encode(), new.encode())
    for name, pairs in changes.get("bytes", {}).items():
        for old, new in pairs:
            assert bytes.fromhex(old) in members[name], f"{name}: {old}"
            members[name] = members[name].replace(bytes.fromhex(old), bytes.fromhex(new))
    for name, (text, times) in changes.get("repeat", {}).items():
        members[name] = members[name].replace(b"</body>", text.encode() * times + b"</body>")
    members |= {name: picture(**how) for name, how in changes.get("pictures", {}).items()}
    members |= {name: face(characters) for name, characters in changes.get("face", {}).items()}
    members |= {name: bytes(size) for name, size in changes.get("zeros", {}).items()}
    pack(members, target, changes.get("zip", {}))
    return target


@cache
def good() -> dict[str, bytes]:
    """Return the members of the good book."""
    drawn = {name: picture(**how) for name, how in load(GOOD / "pictures.yaml").items()}
    return drawn | files(GOOD, skip=("pictures.yaml",))


def files(folder: Path, skip: tuple[str, ...] = ()) -> dict[str, bytes]:
    found = {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
    return {name: data for name, data in found.items() if name not in skip}


def pack(members: dict[str, bytes], target: Path, how: Changes) -> None:
    first = ["mimetype"] if "mimetype" in members else []
    order = dict.fromkeys((*how.get("order", first), *members))
    with zipfile.ZipFile(target, "w") as archive:
        for name in order:
            info = zipfile.ZipInfo(name, (*how.get("date", (2026, 11, 23)), 0, 0, 0))
            info.external_attr = (0o100000 | int(str(how.get("mode", "644")), 8)) << 16
            keep = name == "mimetype" or name.endswith(STORED)
            keep = keep and name not in how.get("deflate", ())
            info.compress_type = zipfile.ZIP_STORED if keep else zipfile.ZIP_DEFLATED
            archive.writestr(info, members[name])
        twice = how.get("twice", ())
        for name in twice:
            archive.filelist.append(archive.getinfo(name))
    data = bytearray(target.read_bytes())
    for name in how.get("damage", ()):
        at = data.find(b"PK\x03\x04", 0)
        while data[at + 30 : at + 30 + len(name)] != name.encode():
            at = data.find(b"PK\x03\x04", at + 4)
        data[at + 30 + len(name) + 20] ^= 0xFF
    for name in how.get("lock", ()):
        at = data.find(b"PK\x01\x02", 0)
        while data[at + 46 : at + 46 + len(name)] != name.encode():
            at = data.find(b"PK\x01\x02", at + 4)
        data[at + 8] |= 1
    if "whole" in how:
        data = bytearray(how["whole"].encode())
    with target.open("wb") as out:
        out.seek(how.get("pad", 0))  # a hole, which takes no room on the disk
        out.write(data[: len(data) - how.get("cut", 0)])


def picture(
    size: list[int], format: str = "", mode: str = "RGB", frames: int = 1, deep: bool = False, noise: bool = False
) -> bytes:
    """Return a picture of one colour; ``noise`` makes it heavy."""
    kind = format or ("JPEG" if size[1] > 2000 else "PNG")
    if deep:
        return _png(*size)
    image = Image.new(mode, (size[0], size[1]), 0x80 if mode in ("L", "I;16") else (96, 120, 96, 0)[: len(mode)])
    if noise:
        image = Image.effect_noise((size[0], size[1]), 100).convert(mode)
    out = io.BytesIO()
    more: dict[str, Any] = {"quality": 100 if noise else 80} if kind in ("JPEG", "WEBP") else {}
    if frames > 1:
        others = [Image.new(mode, image.size, (40 * n, 0, 0)) for n in range(1, frames)]
        more |= {"save_all": True, "append_images": others}
    image.save(out, kind, **more)
    return out.getvalue()


def _png(width: int, height: int) -> bytes:
    """Return a PNG of 16 bits a channel, which Pillow does not write in colour."""
    import struct
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 16, 2, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x40\x00" * 3 * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def face(characters: list[str]) -> bytes:
    """Return a TTF whose glyphs for ``characters`` are boxes."""
    names = [".notdef", *(f"g{ord(c):X}" for c in characters)]
    pen = TTGlyphPen(None)
    for point, draw in (
        ((100, 0), pen.moveTo),
        ((900, 0), pen.lineTo),
        ((900, 800), pen.lineTo),
        ((100, 800), pen.lineTo),
    ):
        draw(point)
    pen.closePath()
    box = pen.glyph()
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder(names)
    font.setupCharacterMap({ord(c): f"g{ord(c):X}" for c in characters})
    font.setupGlyf(dict.fromkeys(names, box))
    font.setupHorizontalMetrics(dict.fromkeys(names, (1000, 100)))
    font.setupHorizontalHeader(ascent=880, descent=-120)
    font.setupNameTable({"familyName": "Kai", "styleName": "Regular"})
    font.setupOS2(sTypoAscender=880, usWinAscent=880, usWinDescent=120)
    font.setupPost()
    font.font.recalcTimestamp = False
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()
