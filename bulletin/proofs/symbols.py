"""Proofreader's marks, drawn: the twelve of GB/T 14706-1993 that are wanted most.

Each is drawn in a field of ``WIDTH`` × ``HEIGHT`` pt whose lower left corner is the origin, over the words that it
corrects.
"""

from collections.abc import Iterator

from bulletin.press.lettering import Lettering

WIDTH, HEIGHT = 74.0, 26.0
_SIZE, _BASE = 9.0, 8.0


def _line(*points: float) -> str:
    pairs = [f"{points[at]:.1f} {points[at + 1]:.1f} {'l' if at else 'm'}" for at in range(0, len(points), 2)]
    return " ".join((*pairs, "S"))


def _round(x: float, y: float, rx: float, ry: float) -> str:
    k = 0.5523
    return (
        f"{x + rx:.2f} {y:.2f} m "
        f"{x + rx:.2f} {y + k * ry:.2f} {x + k * rx:.2f} {y + ry:.2f} {x:.2f} {y + ry:.2f} c "
        f"{x - k * rx:.2f} {y + ry:.2f} {x - rx:.2f} {y + k * ry:.2f} {x - rx:.2f} {y:.2f} c "
        f"{x - rx:.2f} {y - k * ry:.2f} {x - k * rx:.2f} {y - ry:.2f} {x:.2f} {y - ry:.2f} c "
        f"{x + k * rx:.2f} {y - ry:.2f} {x + rx:.2f} {y - k * ry:.2f} {x + rx:.2f} {y:.2f} c S"
    )


def _curl(x: float, y: float) -> str:
    """Return the loop of a deletion mark, its tail at (x, y)."""
    return (
        f"{x:.1f} {y:.1f} m {x + 3:.1f} {y + 7:.1f} {x + 8:.1f} {y + 8:.1f} {x + 8:.1f} {y + 4.5:.1f} c "
        f"{x + 8:.1f} {y + 1.5:.1f} {x + 3.5:.1f} {y + 2:.1f} {x + 4.5:.1f} {y + 6:.1f} c S"
    )


_MID, _TOP = _BASE + 3.4, _BASE + 9.5

SIGNS: tuple[tuple[str, ...], ...] = (
    (_round(31.5, _MID, 5.4, 5.4), _line(35.5, _MID + 3.6, 46, 20)),
    (_round(31.5, _MID, 5.4, 5.4), _curl(35.5, _MID + 4)),
    (_line(19.5, _TOP + 4, 22.5, _TOP, 25.5, _TOP + 4),),
    (_line(4.5, _TOP, 4.5, _TOP + 2.5, 13, _TOP + 2.5, 13, _BASE - 2.5, 21, _BASE - 2.5, 21, _BASE - 0.5),),
    (_line(22, _MID, 30, _MID + 3, 36, _MID - 3, 40, _MID),),
    (_line(18, _TOP + 1, 18, _BASE - 2.5, 4, _BASE - 2.5, 4, _BASE - 6),),
    (
        _round(27, _MID, 10.5, 5.6),
        f"37.5 {_MID:.1f} m 46 {_MID + 12:.1f} 54 {_MID + 8:.1f} 57 {_MID + 2:.1f} c S",
        _line(54.5, _MID + 4.4, 57, _MID + 1.6, 58.6, _MID + 5),
    ),
    (_line(-3, _BASE - 2, -3, _TOP + 3), _line(-1.2, _BASE - 2, -1.2, _TOP + 3)),
    (_line(14, _TOP + 5, 18, _TOP, 22, _TOP + 5), _line(18, _TOP, 18, _BASE - 1)),
    (_line(18, _TOP + 5, 23, _TOP, 28, _TOP + 5), _line(18, _BASE - 6, 23, _BASE - 1, 28, _BASE - 6)),
    (_line(24.5, _TOP + 2, 24.5, _BASE - 2),),
    (*(_round(x, _BASE - 3.4, 1.1, 1.1) for x in (4.5, 13.5)), _line(1, _MID, 17, _MID)),
)
"""The strokes of each mark, over the words of ``samples`` (``layouts/common/proof.yaml``)."""
_WRITTEN = {0: (47.0, 15.0), 2: (27.0, 17.0), 10: (22.0, 18.0)}
"""Where what is to be put in is written by hand."""


def draw(number: int, sample: str, x: float, y: float, letters: Lettering, ink: str) -> Iterator[str]:
    """Yield the operators of one mark in a field that begins at (x, y); ``ink`` is the colour of the hand.

    ``sample`` is what it corrects; behind a slash stands what is to be put in.
    """
    text, _, written = sample.partition("/")
    yield f"q 1 0 0 1 {x:.2f} {y:.2f} cm 0 0 0 rg"
    yield letters.show(text, _SIZE, 0, _BASE)
    yield f"{ink} RG {ink} rg 0.7 w 1 J 1 j"
    yield from SIGNS[number]
    if written:
        yield letters.show(written, 7.5, *_WRITTEN[number])
    yield "Q"
