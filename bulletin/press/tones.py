"""Tones of photographs in one ink: dots grow on paper, the lightest get lost, the darkest run together.

A grey of the picture is a share of ink; the curve takes back the dot gain at the middle tone and keeps the ends inside
what the paper holds (GB/T 17934.3 and ISO 12647-3 for coldset newsprint: about 26 % gain at 50 %, 3 to 85 % printable;
ISO 12647-2 for coated paper: 14 %). White stays white: a dot on it would be a grey veil.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paper:
    """What a picture is printed on; all are shares of full ink."""

    gain: float
    """By how much a dot of half the area grows."""
    least: float
    """The lightest dot that prints."""
    most: float
    """The darkest that keeps its drawing."""


PAPERS = {
    "office": Paper(0.18, 0.04, 0.92),
    "newsprint": Paper(0.26, 0.03, 0.85),
    "coated": Paper(0.14, 0.02, 0.97),
}
"""Copier and laser printer; coldset newsprint; coated offset."""

ASSUMED = 0.14
"""Dot gain that a grey of the screen comes with: what a share of black looks like in ``press``, on coated paper."""


def curve(paper: Paper) -> list[int]:
    """Return the grey (0 black to 255 white) that is printed for each grey of a picture."""
    out = []
    for grey in range(256):
        ink = 1 - grey / 255
        # Murray–Davies gain, largest in the middle: a(1 - a) · 4 is 1 there and 0 at both ends.
        wanted = ink + 4 * (ASSUMED - paper.gain) * ink * (1 - ink)
        printed = 0.0 if grey == 255 else paper.least + wanted * (paper.most - paper.least)
        out.append(round(255 * (1 - printed)))
    return out
