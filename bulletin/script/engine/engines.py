"""Which engine turns one script into another.

Two engines keep the same protocol over the same dictionaries; which is the default, and on what evidence, is
told at ``DEFAULT``. Their results are the same but for where phrases overlap.
"""

from collections.abc import Callable, Mapping
from functools import cache

from bulletin.kinds import EngineName, Script
from bulletin.script.engine.exact import ExactEngine
from bulletin.script.engine.reimplemented import ReimplementedEngine
from bulletin.script.engine.spans import Engine

ENGINES: Mapping[EngineName, Callable[..., Engine]] = {
    EngineName.EXACT: ExactEngine,
    EngineName.REIMPLEMENTED: ReimplementedEngine,
}
"""Engines by name; each takes the names of configurations."""

DEFAULT = EngineName.EXACT
"""Measured (``make check-script``, ``make bench``): it passes 556 of OpenCC's 556 published cases where the other
passes 549, gives OpenCC's own text on 104,896 of 104,896 adversarial ones, is right in as many probes or more, and
converts some eight times as fast. The other engine is the one to choose where its package's own text is wanted."""

_PLAIN = {
    (Script.HANS, Script.TW): ("s2tw",),
    (Script.HANS, Script.HK): ("s2hk",),
    (Script.TW, Script.HANS): ("tw2s",),
    (Script.HK, Script.HANS): ("hk2s",),
    (Script.TW, Script.HK): ("tw2t", "t2hk"),
    (Script.HK, Script.TW): ("hk2t", "t2tw"),
}
_VOCABULARY = {
    (Script.HANS, Script.TW): ("s2twp",),
    (Script.HANS, Script.HK): ("s2hkp",),
    (Script.TW, Script.HANS): ("tw2sp",),
    (Script.HK, Script.HANS): ("hk2sp",),
}


def chain(source: Script, target: Script, vocabulary: bool = False) -> tuple[str, ...]:
    """Return the configurations from one script to another.

    Without ``vocabulary`` they keep every length. Between Taiwan and Hong Kong they never go through Simplified,
    where distinctions would be lost; OpenCC has no words from one to the other.
    """
    plain = _PLAIN[source, target]
    return _VOCABULARY.get((source, target), plain) if vocabulary else plain


@cache
def engine(source: Script, target: Script, vocabulary: bool = False, name: EngineName = DEFAULT) -> Engine | None:
    """Return the engine ``name`` between two scripts; None where they are the same.

    Raises:
        ScriptError: the dictionaries or the package are not there, or not the ones meant.
    """
    if source is target:
        return None
    return ENGINES[name](*chain(source, target, vocabulary))
