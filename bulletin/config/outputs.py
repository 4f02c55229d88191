"""What publication.yaml, issue.yaml and an edition may say of single outputs, and how these are merged."""

from collections.abc import Iterable, Mapping
from typing import Any

from bulletin.config.archive import ArchiveSettings
from bulletin.config.booklet import BookletSettings
from bulletin.config.check import Settings
from bulletin.config.imprint import ImprintSettings
from bulletin.config.job import JobSettings
from bulletin.config.press import GreySettings, PressSettings
from bulletin.config.proof import ProofSettings


class OutputSettings(Settings):
    """Keys for single outputs; each may stand in publication.yaml, issue.yaml and below an edition."""

    press: PressSettings | None = None
    grey: GreySettings | None = None
    booklet: BookletSettings | None = None
    imprint: ImprintSettings | None = None
    job: JobSettings | None = None
    proof: ProofSettings | None = None
    archive: ArchiveSettings | None = None


def merged(levels: Iterable[OutputSettings], shops: Mapping[str, PressSettings] | None = None) -> tuple[Settings, ...]:
    """Return the settings of each output that any level speaks of, key by key; a later level has the last word.

    The wishes of the shop that ``press: shop:`` names among ``shops`` come before all of them. Raises ``KeyError`` with
    the name of a shop that is none.
    """
    said: dict[str, dict[str, Any]] = {}
    kinds: dict[str, type[Settings]] = {}
    for level in levels:
        for name in OutputSettings.model_fields:
            if (own := getattr(level, name)) is not None:
                kinds[name] = type(own)
                said.setdefault(name, {}).update({key: getattr(own, key) for key in own.model_fields_set})
    name = str(said.get("press", {}).get("shop", ""))
    if name:
        shop = (shops or {})[name]
        said["press"] = {key: getattr(shop, key) for key in shop.model_fields_set} | said["press"]
    return tuple(kinds[name].model_validate(values) for name, values in said.items())
