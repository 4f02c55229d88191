"""An edition's settings as the rules of its lines: what ``auto`` means depends on the script."""

from collections.abc import Mapping

from bulletin.layouts import Setting
from bulletin.model import Script
from bulletin.typeset.rules import EndMark, Level, Rules

_PAIRS = {"normal": 1.5, "tight": 1.0, "open": 2.0}
_GAPS = {"normal": (0.25, 0.125), "narrow": (0.125, 0.125), "none": (0.0, 0.0)}


def rules(measures: Mapping[str, float], settings: Mapping[str, Setting], script: Script) -> Rules:
    """Return how lines are set that are reckoned by ``measures`` (pt) under ``settings``.

    On the mainland a mark at a line's end is half (GB/T 15834-2011 §5.1.10); in Taiwan and Hong Kong, whose marks
    stand in the middle of their frame, it keeps its place on the grid unless the line needs it (clreq
    §punctuation_width_adjustment).
    """
    traditional = script.traditional
    level, ending, brackets = (str(settings[key]) for key in ("prohibition", "ending", "brackets"))
    letters, figures = _GAPS[str(settings["gaps"])]
    return Rules(
        level=Level("basic" if traditional else "gb") if level == "auto" else Level(level),
        end_mark=EndMark("elastic" if traditional else "half") if ending == "auto" else EndMark(ending),
        pair=_PAIRS[str(settings["pairs"])],
        trim_start=not traditional if brackets == "auto" else brackets == "half",
        letters=letters,
        figures=figures,
        em=measures["em"],
        grid=measures["line"],
        top=measures["top"],
    )
