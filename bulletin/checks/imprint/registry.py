"""What an imprint rule is, what it is given, and where it comes from.

A rule is a small pure function over a ``Case``; its entry names the code it gives, the kinds of publication that it is
for, and its source: a regulation and article, an ordinance and section, a standard, or plain arithmetic. A rule is no
legal advice: each is a warning at most, says “have a person confirm”, and can be excused with a reason.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bulletin.findings import Finding, Place
from bulletin.imprint import Imprint
from bulletin.kinds import PublicationKind
from bulletin.model import EditionPlan, Issue
from bulletin.readers.neighbours import Neighbour

INTERNALS = (PublicationKind.INTERNAL, PublicationKind.CHURCH, PublicationKind.SCHOOL)
"""Kinds that are printed under a 准印证."""

INTERNAL_RULES = "《内部资料性出版物管理办法》（2015）"
NEWSPAPER_RULES = "《报纸出版管理规定》（2005）"
PERIODICAL_RULES = "《期刊出版管理规定》（2005）"
ADVERT_LAW = "《中华人民共和国广告法》（2021年修正）第二十九条"
PRINTED_DOCUMENTS = "Printed Documents (Control) Regulations, Cap. 268C (Hong Kong)"
TAIWAN_CUSTOM = "慣例；出版法已於民國88年（1999）廢止，國際標準期刊號由國家圖書館編配"
BRIEFING_CUSTOM = "机关简报惯例"
ARITHMETIC = "arithmetic"
CALENDAR = "calendar"


@dataclass(frozen=True, slots=True)
class Case:
    """An issue in one edition, as the editor's files say it."""

    issue: Issue
    """In the script of the sources: so a fault is told once, at its own line."""
    plan: EditionPlan
    imprint: Imprint
    """With what the edition itself says."""
    others: tuple[Neighbour, ...]
    """The publication's other issues, the oldest first."""
    ordered: int
    """Copies that the job sheet orders; 0 where it is silent."""

    def place(self, key: str) -> Place:
        """Return where ``key`` of the imprint stands, or would stand."""
        if self.imprint.kind is not self.issue.imprint.kind and key not in self.imprint.places and self.plan.place.file:
            return self.plan.place
        return self.imprint.place(key)


Find = Callable[[Case], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule."""

    code: str
    kinds: tuple[PublicationKind, ...]
    """Empty: any publication, also one that does not say what it is."""
    source: str
    find: Find


def rules(code: str, find: Find, **sources: str) -> tuple[Rule, ...]:
    """Return a rule for each source, named by its kind of publication, ``internals`` for three of them or ``any``."""
    kinds = {kind.name.lower(): (kind,) for kind in PublicationKind} | {"internals": INTERNALS, "any": ()}
    return tuple(Rule(code, kinds[name], source, find) for name, source in sources.items())
