"""Characters that no face of the chain has, found before anything is rendered."""

from bulletin.checks.pieces import body_pieces, head_pieces, note_pieces, pieces
from bulletin.findings import Finding, Place, finding
from bulletin.fonts import FontSet
from bulletin.model import Edition


def check(edition: Edition, fonts: FontSet) -> tuple[Finding, ...]:
    """Return an error for each place with characters that none of our faces can draw."""
    found = []
    seen: set[Place] = set()
    articles = [
        piece
        for article in edition.issue.articles
        for piece in (*head_pieces(article), *body_pieces(article.blocks), *note_pieces(article))
    ]
    for piece in (*articles, *pieces(edition)):
        missing = fonts.missing(piece.text, edition.script)
        if missing and piece.place not in seen:
            seen.add(piece.place)
            chars = "、".join(f"{char} (U+{ord(char):04X})" for char, _ in missing[:10])
            found.append(finding("F-001", piece.place, piece.text[:60], count=len(missing), chars=chars))
    return tuple(found)
