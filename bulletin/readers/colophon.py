"""What publication.yaml and issue.yaml say of the imprint, each with its line."""

from dataclasses import replace
from types import MappingProxyType

from bulletin.config import outputs
from bulletin.config.imprint import ImprintSettings
from bulletin.config.schema import IssueSettings, PublicationSettings
from bulletin.config.tree import Tree
from bulletin.imprint import Imprint


def read(publication: PublicationSettings, issue: IssueSettings, publication_tree: Tree, issue_tree: Tree) -> Imprint:
    """Return the imprint of an issue; what an edition says of it comes in when the edition is made."""
    found = next((s for s in outputs.merged((publication, issue)) if isinstance(s, ImprintSettings)), ImprintSettings())
    places = {}
    for settings, where in ((publication.imprint, publication_tree), (issue.imprint, issue_tree)):
        for key in settings.model_fields_set if settings else ():
            places[key] = where.place(("imprint", key))
    return replace(found.imprint(), places=MappingProxyType(places))
