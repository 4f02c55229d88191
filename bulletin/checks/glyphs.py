"""Characters that no face of the chain has, found before anything is rendered."""

from bulletin.checks.pieces import pieces
from bulletin.findings import Finding, Place, finding
from bulletin.fonts import FontSet
from bulletin.model import Edition


def check(edition: Edition, fonts: FontSet) -> tuple[Finding, ...]:
    """Return an error for each place with characters that none of our faces can draw."""
    found = []
    seen: set[Place] = set()
    told = tuple(pieces(edition))
    # Asked for all at once: hardly ever is there a character that no face has.
    lacking = {char for char, _ in fonts.missing("".join({char for p in told for char in p.text}), edition.script)}
    for piece in told if lacking else ():
        missing = fonts.missing(piece.text, edition.script)
        if missing and piece.place not in seen:
            seen.add(piece.place)
            chars = "、".join(f"{char} (U+{ord(char):04X})" for char, _ in missing[:10])
            found.append(finding("F-001", piece.place, piece.text[:60], count=len(missing), chars=chars))
    return tuple(found)
