"""Draw the pictures of the sample issues: `python make_pictures.py [name …]`.

Needs Pillow 13.0.0 and nothing else, no fonts, no network; the same call gives the same bytes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from pictures import banyan, bridge, market, portrait, scales, soup, wetland

HERE = Path(__file__).resolve().parent
NOVEMBER, DECEMBER = "2026-11-23/photos", "2026-12-07/photos"

PICTURES: dict[str, Callable[[Path], None]] = {
    f"{NOVEMBER}/bridge-dusk.jpg": bridge.dusk,
    f"{NOVEMBER}/market-dawn.jpg": market.dawn,
    f"{NOVEMBER}/market-rain.jpg": market.rain,
    f"{NOVEMBER}/market-lanterns.jpg": market.lanterns,
    f"{NOVEMBER}/portrait-clockmaker.jpg": portrait.clockmaker,
    f"{NOVEMBER}/market-scales.jpg": scales.weighing,
    f"{NOVEMBER}/wetland-egrets.jpg": wetland.egrets,
    f"{DECEMBER}/street-banyan.jpg": banyan.lane,
    f"{DECEMBER}/winter-soup.jpg": soup.bowls,
}


def main(wanted: list[str]) -> None:
    """Draw every picture whose path contains one of the words, or all of them."""
    for name, draw in PICTURES.items():
        if not wanted or any(word in name for word in wanted):
            draw(HERE / name)


if __name__ == "__main__":
    main(sys.argv[1:])
