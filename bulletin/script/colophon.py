"""The data of the colophon in an edition's script."""

from collections.abc import Callable
from dataclasses import replace

from bulletin.config.imprint import ImprintSettings
from bulletin.findings import Place
from bulletin.imprint import Imprint
from bulletin.model import EditionPlan, Issue, Script


def converted(
    issue: Issue, plan: EditionPlan, text: Callable[[str, Script, Place], str], standing: Callable[[str], Script]
) -> Imprint:
    """Return the imprint of an edition; ``text`` converts a line, ``standing`` tells the script of publication.yaml.

    What the edition says itself (``editions:`` … ``imprint:``) is in its own script already, as its ``title:`` is.
    """
    said, asked = issue.imprint, plan.option(ImprintSettings).imprint()
    scripts = {"issue.yaml": issue.script, "publication.yaml": standing(said.written("publication.yaml"))}
    new = {}
    for key, line in asked.texts().items():
        file = said.place(key).file
        new[key] = text(line, scripts[file], Place(file)) if line == said.texts().get(key) else line
    return replace(asked.saying(new), places=said.places)
