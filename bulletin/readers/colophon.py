"""What publication.yaml and issue.yaml say of the imprint, each with its line."""

from dataclasses import replace
from types import MappingProxyType
from typing import Any

from bulletin.config.imprint import ImprintSettings
from bulletin.config.schema import IssueSettings, PublicationSettings
from bulletin.config.tree import Tree
from bulletin.imprint import Imprint


def read(publication: PublicationSettings, issue: IssueSettings, publication_tree: Tree, issue_tree: Tree) -> Imprint:
    """Return the imprint of an issue; what an edition says of it comes in when the edition is made."""
    places, said = {}, dict[str, Any]()
    for settings, where in ((publication.imprint, publication_tree), (issue.imprint, issue_tree)):
        for key in settings.model_fields_set if settings else ():
            places[key], said[key] = where.place(("imprint", key)), getattr(settings, key)
    return replace(ImprintSettings.model_validate(said).imprint(), places=MappingProxyType(places))
