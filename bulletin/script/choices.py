"""Characters with several forms in another script: what a conversion has to choose between."""

from collections.abc import Mapping
from functools import cache

from bulletin.kinds import Script
from bulletin.script.engine import dictionaries
from bulletin.script.engine.engines import chain
from bulletin.script.engine.exact import ExactEngine
from bulletin.script.rules.overlay import Stage, corrections

_TABLES = {
    (False, True): ("STCharacters.txt", {Script.TW: "t2tw", Script.HK: "t2hk"}),
    (True, False): ("TSCharacters.txt", {}),
}


@cache
def forms(source: Script, target: Script) -> Mapping[str, tuple[str, ...]]:
    """Return every character of ``source`` that has several forms in ``target``, the usual form first.

    Forms are those of the region: what the dictionary calls 裏 is 裡 in Taiwan. Between Taiwan and Hong Kong there
    is hardly a choice, and none is listed.
    """
    if source.traditional and target.traditional:
        return {}
    table, regions = _TABLES[source.traditional, target.traditional]
    region = ExactEngine(regions[target]) if target in regions else None
    house = corrections(source, target, Stage.AFTER)

    def local(form: str) -> str:
        form = region.convert(form) if region else form
        for hit in house.find(form, bytes(len(form))):
            form = form[: hit.start] + hit.correction.result + form[hit.end :]
        return form

    found: dict[str, tuple[str, ...]] = {}
    for char, values in dictionaries.pairs(table):
        if len(char) == 1 and " " in values:
            each = tuple(dict.fromkeys(local(value) for value in values.split(" ")))
            if len(each) > 1:
                found[char] = each
    return found


@cache
def usual(source: Script, target: Script, char: str) -> str:
    """Return what ``char`` becomes where it stands alone."""
    return ExactEngine(*chain(source, target)).convert(char)
