"""Pictures, glyphs and faces: what is too coarse, missing, faked, foreign or left out of the file."""

from collections.abc import Iterator

from bulletin.galley.faults import FLAWS, Fault, Kind, Rules
from bulletin.galley.lines import Galley

_SMALL = 18.0
"""pt: what is smaller across is an ornament, not a picture."""


def find(galley: Galley, rules: Rules) -> Iterator[Fault]:
    """Yield coarse pictures, glyphs that are missing or faked, and faces that are foreign or not embedded.

    A face is foreign where the document has a ``family`` and its name does not begin with it.
    """
    for sheet in galley.sheets:
        for picture in sheet.pictures:
            if min(picture.width, picture.height) >= _SMALL and picture.dpi < rules.dpi:
                box = (picture.left, picture.left + picture.width, picture.top + picture.height, picture.height)
                yield Fault(Kind.COARSE, sheet.page, 0, 0, "", round(picture.dpi), False, *box)
        for spot in sheet.spots:
            box = (spot.x, spot.x + 10, spot.baseline, 10)
            yield Fault(FLAWS[spot.flaw], sheet.page, 0, 0, spot.text, 0, False, *box)
    for face in galley.faces:
        if galley.family and not face.name.startswith(galley.family):
            yield Fault(Kind.FOREIGN, face.page, text=face.name)
        if not face.embedded:
            yield Fault(Kind.LOOSE_FACE, face.page, text=face.name)
