"""What ``imprint:`` may say: the kind of publication, and the data that its colophon must carry."""

import datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from bulletin.config.check import Settings
from bulletin.config.values import iso_date, whole_number
from bulletin.imprint import TEXTS, Imprint
from bulletin.kinds import PublicationKind

KINDS = {
    "内部资料": PublicationKind.INTERNAL,
    "內部資料": PublicationKind.INTERNAL,
    "报纸": PublicationKind.NEWSPAPER,
    "報紙": PublicationKind.NEWSPAPER,
    "期刊": PublicationKind.PERIODICAL,
    "简报": PublicationKind.BRIEFING,
    "簡報": PublicationKind.BRIEFING,
    "教会周报": PublicationKind.CHURCH,
    "教會週報": PublicationKind.CHURCH,
    "校刊": PublicationKind.SCHOOL,
    "台湾刊物": PublicationKind.TAIWAN,
    "台灣刊物": PublicationKind.TAIWAN,
    "臺灣刊物": PublicationKind.TAIWAN,
    "香港刊物": PublicationKind.HONG_KONG,
}
"""The Chinese names of the kinds; in English they are called as the program calls them."""


def _kind(value: Any) -> Any:
    if value not in (*KINDS, *PublicationKind):
        raise ValueError(", ".join(f"{name} ({kind.value})" for name, kind in NAMES.items()))
    return KINDS.get(value, value)


NAMES = {name: kind for name, kind in KINDS.items() if next(n for n, k in KINDS.items() if k is kind) == name}
"""Each kind once, by its first name."""

Text = Annotated[str, Field(max_length=120)]
"""A line of the colophon."""


class ImprintSettings(Settings):
    """Texts are printed as they stand, behind their label; below an edition they are in its own script."""

    kind: Annotated[PublicationKind | None, BeforeValidator(_kind)] = None
    supervisor: Text = ""
    office: Text = ""
    chief: Text = ""
    issuer: Text = ""
    recipients: Text = ""
    address: Text = ""
    postcode: Text = ""
    phone: Text = ""
    printer_address: Text = ""
    distributor: Text = ""
    scope: Text = ""
    period: Text = ""
    cn: Text = ""
    issn: Text = ""
    licence: Text = ""
    printed: Annotated[datetime.date | None, BeforeValidator(iso_date)] = None
    copies: Annotated[int, BeforeValidator(whole_number), Field(ge=0, le=100_000_000)] = 0

    def imprint(self) -> Imprint:
        """Return what it says as the model's own."""
        texts = {key: getattr(self, key) for key in TEXTS}
        return Imprint(kind=self.kind, printed=self.printed, copies=self.copies, **texts)
