"""``--keep``: every stage of an edition written down for a person to read."""

import dataclasses
import datetime
import json
from collections.abc import Mapping
from enum import Enum
from pathlib import Path
from typing import Any

from bulletin.config.check import Settings
from bulletin.errors import DeliverError
from bulletin.findings import finding


@dataclasses.dataclass(frozen=True, slots=True)
class Keeper:
    """Writes stages into ``folder``/``edition``; does nothing where there is no folder."""

    folder: Path | None
    edition: str

    def text(self, name: str, text: str) -> None:
        """Write a stage that is text; raises ``DeliverError`` where it cannot be written."""
        if self.folder is not None:
            target = self.folder / self.edition / name
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(text, "utf-8")
            except OSError as problem:
                raise DeliverError(finding("D-001", folder=self.folder, reason=problem.strerror or problem)) from None

    def model(self, name: str, value: Any) -> None:
        """Write a stage that is a model, as JSON."""
        if self.folder is not None:
            self.text(f"{name}.json", json.dumps(plain_data(value), ensure_ascii=False, indent=1) + "\n")


def plain_data(value: Any) -> Any:
    """Return ``value`` as plain data; each dataclass says its kind, pictures are named by file name alone."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {f.name: plain_data(getattr(value, f.name)) for f in dataclasses.fields(value)}
        return {
            "kind of": type(value).__name__,
            **{k: v for k, v in fields.items() if v not in ("", [], {}, None)},
        }
    if isinstance(value, Settings):
        return {"kind of": type(value).__name__, **plain_data(value.model_dump(exclude_unset=True))}
    if isinstance(value, Mapping):
        return {str(k): plain_data(v) for k, v in value.items()}
    if isinstance(value, tuple | list):
        return [plain_data(v) for v in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, Path):
        return value.name
    return value
