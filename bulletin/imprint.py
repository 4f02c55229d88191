"""刊记: what a publication must say of itself in print, by the kind of publication that it is."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from types import MappingProxyType
from typing import Any

from bulletin.findings import Place
from bulletin.kinds import PublicationKind


@dataclass(frozen=True, slots=True)
class Imprint:
    """The data of the colophon beside those that every publication has; what is empty is not printed."""

    kind: PublicationKind | None = None
    """None: nothing is asked of the imprint but that its numbers agree."""
    supervisor: str = ""
    """主管单位."""
    office: str = ""
    """出版单位 of a newspaper or periodical, where it is not the publisher."""
    chief: str = ""
    """总编辑 or 主编."""
    issuer: str = ""
    """發行人, in Taiwan."""
    recipients: str = ""
    """发送对象."""
    address: str = ""
    postcode: str = ""
    phone: str = ""
    printer_address: str = ""
    distributor: str = ""
    """发行单位."""
    scope: str = ""
    """发行范围."""
    period: str = ""
    """刊期: 月刊, 周报 …."""
    cn: str = ""
    """国内统一连续出版物号, with or without the letters CN."""
    issn: str = ""
    licence: str = ""
    """广告经营许可证号 or 广告发布登记."""
    printed: datetime.date | None = None
    """印刷日期."""
    copies: int = 0
    """印数; 0 where none is given."""
    places: Mapping[str, Place] = field(default_factory=lambda: MappingProxyType({}), compare=False, hash=False)
    """Where each of them stands, by its key."""

    def texts(self) -> Mapping[str, str]:
        """Return what is given as text, by its key."""
        return {key: value for key in TEXTS if (value := getattr(self, key))}

    def written(self, file: str) -> str:
        """Return all texts that stand in ``file``, end to end."""
        return "".join(text for key, text in self.texts().items() if self.place(key).file == file)

    def saying(self, texts: Mapping[str, str]) -> "Imprint":
        """Return the imprint with other ``texts``; one that is not among them is empty."""
        values: dict[str, Any] = {key: texts.get(key, "") for key in TEXTS}
        return replace(self, **values)

    def place(self, key: str) -> Place:
        """Return where ``key`` stands, or would stand."""
        return self.places.get(key) or self.places.get("kind") or Place("publication.yaml")


TEXTS = tuple(f.name for f in fields(Imprint) if f.type is str)
"""The keys whose values are printed as they are written, converted as the other lines are."""
