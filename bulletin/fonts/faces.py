"""Faces and the set of them: which family follows which, and which characters none has."""

import os
import re
import secrets
import sys
from array import array
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Literal, get_args

from fontTools.ttLib import TTFont

from bulletin.model import Script

Role = Literal["song", "hei", "kai", "fang", "masthead"]
"""What a face is for: 宋 text, 黑 labels, 楷 bylines and quotes, 仿宋 公文, heavy 宋 for 报头 and lead headlines."""

ROLES: tuple[Role, ...] = get_args(Role)

NEAREST = {
    Script.HANS: (Script.HANS, Script.TW, Script.HK),
    Script.TW: (Script.TW, Script.HK, Script.HANS),
    Script.HK: (Script.HK, Script.TW, Script.HANS),
}
"""For each script, whose faces to fall back to, nearest first."""

STACKS: dict[Role, tuple[str, ...]] = {
    "song": ("latin", "song", "kai"),
    "hei": ("hei", "latin", "song", "kai"),
    "kai": ("latin", "kai", "song"),
    "fang": ("latin", "fang", "song", "kai"),
    "masthead": ("masthead", "latin", "song", "kai"),
}
"""For each role, whose faces follow. 黑 and 报头 take the Latin of their own faces."""

UNMIXED: frozenset[str] = frozenset({"fang"})
"""Roles whose faces stand for their own scripts alone: the two 仿宋 are of unlike colour and width, so a character
that one lacks comes from the 宋 of the region."""

# ASCII white space, variation selectors and marks without a picture: no face need have them.
_UNSEEN = re.compile(
    "[\t\n\v\f\r \u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]"
)


@dataclass(frozen=True, slots=True)
class Face:
    """One TrueType face that may stand in a PDF."""

    family: str
    style: str
    """``Regular``, ``Bold`` or ``Italic``."""
    weight: int
    """100 to 900, as CSS counts."""
    role: str
    """A ``Role``, ``latin``, or ``extra`` for a face of the publication's own."""
    scripts: tuple[Script, ...]
    """What it is a first choice for; empty: only fallen back to."""
    path: Path
    licence: str
    """SPDX expression; for an extra face, what its name table says."""
    source: str
    """Package and version it was made from; for an extra face, its file name."""
    version: str
    """Name ID 5 of the font."""
    sha256: str
    """Digest of the TrueType file."""
    store: Path = field(repr=False)
    """Folder where lists of characters are kept."""

    @property
    def characters(self) -> frozenset[int]:
        """Code points that the face has a glyph for; read once, and kept on disk as ranges."""
        return _characters(self.path, self.sha256, self.store)


@dataclass(frozen=True, slots=True)
class FontSet:
    """Every face there is, and the fontconfig file that shows those and no others."""

    faces: tuple[Face, ...]
    conf: Path
    """What ``FONTCONFIG_FILE`` must name."""

    def chain(self, role: Role, script: Script) -> tuple[str, ...]:
        """Return family names in the order in which a glyph is looked for."""
        families: list[str] = []
        for part in STACKS[role]:
            families += self._families(part, script, general=part != role)
        return tuple(dict.fromkeys((*families, *self._families("extra", script, general=False))))

    def _families(self, role: str, script: Script, *, general: bool) -> list[str]:
        """Return a role's families, nearest first; ``general`` drops regional ones where it can."""
        faces = [face for face in self.faces if face.role == role]
        if role in UNMIXED:
            faces = [face for face in faces if script in face.scripts]
        if general:
            faces = [face for face in faces if len(face.scripts) == len(Script)] or faces
        order = NEAREST[script]

        def nearness(face: Face) -> tuple[int, int]:
            ranks = [order.index(one) for one in face.scripts]
            return min(ranks, default=len(order)), len(face.scripts)

        return [face.family for face in sorted(faces, key=nearness)]

    def missing(self, text: str, script: Script, role: Role = "song") -> list[tuple[str, int]]:
        """Return the characters of ``text`` that no face of the chain has, each with its first offset.

        White space, variation selectors and marks without a picture do not count. In order of offset.
        """
        left = {ord(char) for char in set(text) if not _UNSEEN.match(char)}
        families = {family: position for position, family in enumerate(self.chain(role, script))}
        faces = [face for face in self.faces if face.family in families]
        for face in sorted(faces, key=lambda face: families[face.family]):
            if not left:
                break
            left -= face.characters
        return sorted(((chr(char), text.index(chr(char))) for char in left), key=lambda found: found[1])


@cache
def _characters(path: Path, sha256: str, store: Path) -> frozenset[int]:
    kept = store / f"{sha256[:32]}.ranges"
    with suppress(OSError, ValueError):
        return _expand(kept.read_bytes())
    with TTFont(path, lazy=True) as font:
        found = frozenset(font.getBestCmap() or ())
    # A store that cannot be written costs time, and nothing else.
    with suppress(OSError):
        write_whole(kept, _ranges(found))
    return found


def _ranges(chars: frozenset[int]) -> bytes:
    """Return ``chars`` as their number and the first and last of each run: little-endian, 32 bits."""
    ordered = sorted(chars)
    breaks = [(a, b) for a, b in pairwise(ordered) if b != a + 1]
    edges = [*ordered[:1], *(edge for pair in breaks for edge in pair), *ordered[-1:]]
    numbers = array("I", [len(ordered), *edges])
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def _expand(data: bytes) -> frozenset[int]:
    """Return what ``_ranges`` was given; raises ``ValueError`` if ``data`` is not whole."""
    numbers = array("I")
    numbers.frombytes(data)
    if sys.byteorder == "big":
        numbers.byteswap()
    edges = iter(numbers[1:])
    found: set[int] = set()
    for first, last in zip(edges, edges, strict=True):
        found.update(range(first, last + 1))
    if not numbers or len(found) != numbers[0]:
        raise ValueError("damaged list of characters")
    return frozenset(found)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that no other process ever sees a part of it; raises ``OSError``."""
    # Beside the target's folder, not in it: fontconfig reads every file of a folder that it is shown.
    scratch = path.parent.parent / "scratch"
    for folder in (scratch, path.parent):
        folder.mkdir(parents=True, exist_ok=True)
    part = scratch / f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}"
    try:
        part.write_bytes(data)
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
