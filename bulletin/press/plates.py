"""Which pages have a plate of their own: the spot colour among a page's resources (ISO 32000-2 §8.6.6.4)."""

from typing import Any


def spot_space(resources: Any) -> Any:
    """Return the colour space of the spot plate, from wherever ``resources`` hold it; None where nothing is in it."""
    own = (resources.get("/ColorSpace") or {}).get("/Spot")
    if own is not None:
        return own
    inner = [*(resources.get("/XObject") or {}).values(), *(resources.get("/Pattern") or {}).values()]
    found = (spot_space(thing.Resources) for thing in inner if "/Resources" in thing)
    return next((space for space in found if space is not None), None)
