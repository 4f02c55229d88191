"""What a proof carries of itself in itself: the next one is held against it, so no other file must be kept."""

import json
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import AttachedFileSpec, Name

from bulletin.galley.changes import END

FILE = "proof.json"
_FORMAT = 1
_MOST = 64_000_000
"""Bytes that a state may have at most: a file that claims more is none of ours."""

Paragraphs = tuple[tuple[int, str], ...]
"""Page on which each paragraph begins, and its text."""


class UnreadableProofError(Exception):
    """The file is no proof, or is damaged; the message says how."""


@dataclass(frozen=True, slots=True)
class State:
    """A proof: whose, which, what it said, and what the one before it said."""

    edition: str
    """Stem of the edition's files: slug, issue and edition."""
    round: int
    paragraphs: Paragraphs
    before: Paragraphs | None = None
    """Of the proof that it was held against; None for a first one."""
    against: int = 0
    """Which proof that was; 0 for a first one."""

    @property
    def text(self) -> str:
        """The whole text, each paragraph ended."""
        return "".join(text + END for _, text in self.paragraphs)


def attach(pdf: pikepdf.Pdf, state: State) -> None:
    """Put ``state`` into ``pdf`` as an embedded file (ISO 32000-2 §7.11.4), without a date."""
    data = {
        "format": _FORMAT,
        "edition": state.edition,
        "round": state.round,
        "paragraphs": state.paragraphs,
        "before": state.before,
        "against": state.against,
    }
    text = json.dumps(data, ensure_ascii=False, indent=None, separators=(",", ":"))
    spec = AttachedFileSpec(pdf, text.encode(), filename=FILE, mime_type="application/json", relationship=Name.Data)
    pdf.attachments[FILE] = spec


def read(path: Path) -> State:
    """Return the state of the proof at ``path``; raises ``UnreadableProofError``."""
    try:
        with pikepdf.open(path) as pdf:
            if FILE not in pdf.attachments:
                raise UnreadableProofError(FILE)
            stream: Any = pdf.attachments[FILE].obj.EF.F
            data = json.loads(_bounded(stream))
            if data["format"] != _FORMAT:
                raise UnreadableProofError(f"{FILE}: format {str(data['format'])[:20]}")
            number, against = int(data["round"]), int(data["against"])
            if number < 1 or against < 0:
                raise UnreadableProofError(f"{FILE}: round {number}")
            own = _paragraphs(data["paragraphs"])
            before = None if data["before"] is None else _paragraphs(data["before"])
            return State(str(data["edition"]), number, own, before, against)
    except UnreadableProofError:
        raise
    # qpdf and json raise whatever a damaged file leads to.
    except (
        zlib.error,
        pikepdf.PikepdfError,
        OSError,
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
        RecursionError,
    ) as problem:
        raise UnreadableProofError(str(problem)[:200] or type(problem).__name__) from None


def _bounded(stream: Any) -> bytes:
    """Return what a stream holds, without unpacking more of it than a proof could say."""
    data = bytes(stream.read_raw_bytes())
    if stream.get("/Filter") is not None:
        data = zlib.decompressobj().decompress(data, _MOST + 1)
    if len(data) > _MOST:
        raise UnreadableProofError(f"{FILE} > {_MOST}")
    return data


def _paragraphs(data: Any) -> Paragraphs:
    return tuple((int(page), str(text)) for page, text in data)
