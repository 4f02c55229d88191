"""Which pages have a plate of their own: the spot colour among a page's resources (ISO 32000-2 §8.6.6.4)."""

from typing import Any


def spotted(resources: Any) -> bool:
    """Return whether anything that ``resources`` hold is painted in the spot colour."""
    if "/Spot" in (resources.get("/ColorSpace") or {}):
        return True
    inner = [*(resources.get("/XObject") or {}).values(), *(resources.get("/Pattern") or {}).values()]
    return any(spotted(thing.Resources) for thing in inner if "/Resources" in thing)


def spot_space(resources: Any) -> Any:
    """Return the colour space of the spot plate, from wherever ``resources`` hold it."""
    own = (resources.get("/ColorSpace") or {}).get("/Spot")
    if own is not None:
        return own
    inner = [*(resources.get("/XObject") or {}).values(), *(resources.get("/Pattern") or {}).values()]
    return next(spot_space(thing.Resources) for thing in inner if "/Resources" in thing and spotted(thing.Resources))
