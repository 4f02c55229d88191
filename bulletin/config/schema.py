"""What publication.yaml and issue.yaml may say (DESIGN contract, “Sources”)."""

import datetime
import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from bulletin.config.check import Settings
from bulletin.config.outputs import OutputSettings
from bulletin.config.press import ShopSettings
from bulletin.config.values import iso_date, whole_number
from bulletin.kinds import EngineName, Script


def _slug(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,62}", value):
        raise ValueError("a-z A-Z 0-9 . _ -")
    return value


def _identifier(value: str) -> str:
    if re.fullmatch(r"urn:uuid:[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", value):
        return value.lower()
    if re.fullmatch(r"issn:\d{4}-\d{3}[\dXx]", value):
        return value
    raise ValueError("urn:uuid:xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx, issn:1234-5678")


def _once(value: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value))


def _one_or_more(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _house(value: dict[str, Any]) -> dict[str, str]:
    """Return house forms as text; raises one fault for each entry that is none."""
    faults: list[InitErrorDetails] = [
        {
            "type": PydanticCustomError("C-049", "house", {"form": form, "out": _shown(out)}),
            "loc": (form,),
            "input": out,
        }
        for form, out in value.items()
        if not (
            isinstance(out, str)
            and 1 <= len(form) == len(out.strip()) <= LONGEST_FORM
            and not re.search(r"\s", form + out.strip())
        )
    ]
    if faults:
        raise ValidationError.from_exception_data("house", faults)
    return {form: str(out).strip() for form, out in value.items()}


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else "…"


LONGEST_FORM = 8
"""Characters of the longest form that a house has a style for; the shortest has one."""

Slug = Annotated[str, AfterValidator(_slug)]
"""ASCII letters, digits and ``. _ -``: it becomes part of file names."""

Names = Annotated[tuple[str, ...], BeforeValidator(_one_or_more)]
"""A list of names; one name may stand without brackets."""

Outputs = Annotated[tuple[str, ...], BeforeValidator(_one_or_more), Field(min_length=1), AfterValidator(_once)]
"""Names of outputs, at least one, each once."""

House = Annotated[dict[str, Any], AfterValidator(_house)]
"""House style: a form, and the form of the same length that is printed for it."""

Line = Annotated[str, Field(min_length=1, max_length=200)]
"""A line of text."""


class Excuse(Settings):
    """One finding that the editor knows of and accepts, with the reason."""

    code: Annotated[str, Field(pattern=r"^[A-Z]-\d{3}$")]
    where: str = ""
    """File that the finding must stand in; empty: anywhere."""
    reason: Line


class EditionSettings(OutputSettings):
    """One entry of ``editions``."""

    script: Script | None = None
    layout: str | None = None
    title: Line | None = None
    make: Outputs | None = None
    set: dict[str, Any] | None = None
    vocabulary: bool | None = None
    house: House | None = None
    engine: EngineName | None = None


class Defaults(Settings):
    """What holds for every edition that does not say otherwise."""

    make: Outputs = ("pdf", "epub")
    layout: str = "bulletin"
    set: dict[str, Any] = Field(default_factory=dict)
    vocabulary: bool = False
    house: House = Field(default_factory=dict)
    engine: EngineName = EngineName.EXACT


class PublicationSettings(OutputSettings):
    """publication.yaml."""

    title: Annotated[str, Field(min_length=1, max_length=40)]
    slug: Slug
    publisher: Annotated[str, Field(min_length=1, max_length=40)]
    script: Script = Script.HANS
    identifier: Annotated[str, AfterValidator(_identifier)]
    motto: Annotated[str, Field(max_length=40)] = ""
    contact: Annotated[str, Field(max_length=200)] = ""
    price: Annotated[str, Field(max_length=20)] = ""
    printer: Annotated[str, Field(max_length=60)] = ""
    permit: Annotated[str, Field(max_length=60)] = ""
    fonts: str = ""
    """Folder of further TrueType faces for rare names, below the publication's folder."""
    shops: dict[str, ShopSettings] = Field(default_factory=dict)
    """What each print shop wants, by the name that ``press: shop:`` gives."""
    defaults: Defaults = Field(default_factory=Defaults)
    editions: dict[Slug, EditionSettings] = Field(default_factory=dict)
    excuse: tuple[Excuse, ...] = ()


class SectionSettings(Settings):
    """One section of issue.yaml."""

    title: Line
    articles: Names
    """Files in order; a name that ends in ``/`` is a folder, its files in the order of their names."""


class IssueSettings(OutputSettings):
    """issue.yaml."""

    number: Annotated[int, BeforeValidator(whole_number), Field(le=100_000)] = 0
    total: Annotated[int, BeforeValidator(whole_number), Field(le=1_000_000)] = 0
    date: Annotated[datetime.date, BeforeValidator(iso_date)]
    title: Annotated[str, Field(max_length=40)] = ""
    editor: Annotated[str, Field(max_length=40)] = ""
    script: Script | None = None
    sections: Annotated[tuple[SectionSettings, ...], Field(min_length=1)]
    editions: dict[Slug, EditionSettings] = Field(default_factory=dict)
    excuse: tuple[Excuse, ...] = ()
