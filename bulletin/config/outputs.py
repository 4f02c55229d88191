"""What publication.yaml, issue.yaml and an edition may say of single outputs, and how these are merged."""

from collections.abc import Iterable, Mapping
from typing import Any

from bulletin.config.archive import ArchiveSettings
from bulletin.config.booklet import BookletSettings
from bulletin.config.check import Settings
from bulletin.config.imprint import ImprintSettings
from bulletin.config.job import JobSettings
from bulletin.config.press import GreySettings, PressSettings, ShopSettings
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


def merged(levels: Iterable[OutputSettings], shops: Mapping[str, ShopSettings] | None = None) -> tuple[Settings, ...]:
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
                said[name] = _over(said.get(name, {}), own)
    name = str(said.get("press", {}).get("shop", ""))
    if name:
        shop = (shops or {})[name]
        said["press"] = _joined(_over({}, shop), said["press"])
    return tuple(kinds[name].model_validate(values) for name, values in said.items())


def _over(values: dict[str, Any], settings: Settings) -> dict[str, Any]:
    """Return ``values`` with what ``settings`` themselves say laid over them, key by key at every depth."""
    return _joined(values, settings.model_dump(exclude_unset=True, by_alias=False))


def _joined(low: dict[str, Any], high: dict[str, Any]) -> dict[str, Any]:
    deep = [key for key in low if isinstance(low[key], dict) and isinstance(high.get(key), dict)]
    return low | high | {key: _joined(low[key], high[key]) for key in deep}
