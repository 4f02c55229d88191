"""Layout packages: folders in ``layouts/`` with their settings, words, templates and style sheets."""

import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pydantic import Field

from bulletin.config import tree
from bulletin.config.check import Settings, nearest, validate
from bulletin.errors import DeliverError, LayoutError, SettingsError
from bulletin.findings import Finding, Place, finding
from bulletin.model import EditionPlan, Script
from bulletin.textfile import read_text

_HERE = Path(__file__).parent
SHARED = _HERE / "_shared" if (_HERE / "_shared").is_dir() else _HERE.parent
"""Where ``layouts/`` and ``fonts/`` lie: inside an installed package, or beside it in a checkout."""

HOME = SHARED / "layouts"
"""Folder of the layout packages; ``common`` holds what they share."""


class Choice(Settings):
    """One setting of a layout."""

    kind: Literal["choice", "number", "switch"]
    default: str
    values: tuple[str, ...] = ()
    """What a choice may be."""
    least: int = 0
    most: int = 1000
    about: dict[str, str] = Field(default_factory=dict)
    """What it does, by language."""


class LayoutSettings(Settings):
    """layout.yaml."""

    title: dict[str, str]
    about: dict[str, str]
    settings: dict[str, Choice] = Field(default_factory=dict)
    measures: dict[str, Annotated[float, Field(gt=0)]]
    """Sizes in pt that templates and pictures are reckoned by."""
    words: dict[Script, dict[str, str]] = Field(default_factory=dict)
    """Words of its own, or in place of the common ones, by script: never converted."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout package, ready for use."""

    name: str
    folder: Path
    spec: LayoutSettings
    environment: Environment
    """Jinja2, autoescaping, over the package's own templates and the common ones."""

    def words(self, script: Script) -> Mapping[str, str]:
        """Return the words that the layout prints in ``script``."""
        return {**common_words()[script], **self.spec.words.get(script, {})}

    def style(self, name: str) -> str:
        """Return the text of a style sheet, the common part first."""
        parts = [HOME / "common" / name, self.folder / name]
        return "\n".join(part.read_text("utf-8") for part in parts if part.is_file())

    def settings(self, plan: EditionPlan) -> Mapping[str, str | int | bool]:
        """Return the plan's settings, typed and completed; raises ``SettingsError`` with every fault."""
        out: dict[str, str | int | bool] = {}
        faults: list[Finding] = []
        for key in plan.settings:
            if key not in self.spec.settings:
                near = nearest(key, self.spec.settings)
                faults.append(finding("C-025", plan.place, layout=self.name, key=key, near=near))
        for key, choice in self.spec.settings.items():
            value = _typed(choice, str(plan.settings.get(key, choice.default)))
            if value is None:
                known = ", ".join(choice.values) or f"{choice.least}–{choice.most}"
                faults.append(finding("C-026", plan.place, value=plan.settings[key], key=key, known=known))
            else:
                out[key] = value
        if faults:
            raise SettingsError(*faults)
        return MappingProxyType(out)


def _typed(choice: Choice, value: str) -> str | int | bool | None:
    if choice.kind == "choice":
        return value if value in choice.values else None
    if choice.kind == "switch":
        return {"true": True, "yes": True, "false": False, "no": False}.get(value.lower())
    return int(value) if value.isdigit() and choice.least <= int(value) <= choice.most else None


class _Words(Settings):
    """layouts/common/words.yaml."""

    hans: dict[str, str] = Field(alias="zh-Hans")
    tw: dict[str, str] = Field(alias="zh-Hant-TW")
    hk: dict[str, str] = Field(alias="zh-Hant-HK")


@cache
def common_words() -> Mapping[Script, Mapping[str, str]]:
    """Return the words that every layout prints, by script."""
    label = "layouts/common/words.yaml"
    text = read_text(HOME / "common" / "words.yaml", label, LayoutError)
    words = validate(tree.parse(text, label), _Words, LayoutError)
    return MappingProxyType({Script.HANS: words.hans, Script.TW: words.tw, Script.HK: words.hk})


def names() -> tuple[str, ...]:
    """Return the names of the layout packages."""
    return tuple(sorted(p.parent.name for p in HOME.glob("*/layout.yaml")))


def load(name: str, place: Place | None = None) -> Layout:
    """Return the layout package ``name``; raises ``SettingsError`` where there is none."""
    folder = HOME / name
    if name not in names():
        raise SettingsError(finding("C-023", place, layout=name, known=", ".join(names())))
    label = f"layouts/{name}/layout.yaml"
    spec = validate(
        tree.parse(read_text(folder / "layout.yaml", label, LayoutError), label), LayoutSettings, LayoutError
    )
    environment = Environment(
        loader=FileSystemLoader([folder, HOME / "common"]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    return Layout(name, folder, spec, environment)


def copy(name: str, source: str) -> Path:
    """Make the layout package ``name`` as a copy of ``source``, to be changed; return its folder.

    Raises ``SettingsError`` for a name that cannot be one or a source that is none, ``DeliverError`` where
    ``name`` is there already or cannot be written.
    """
    load(source)
    if not re.fullmatch(r"[a-z][a-z0-9-]{0,40}", name) or name == "common":
        raise SettingsError(finding("C-012", key="--new", expected="a-z 0-9 -"))
    target = HOME / name
    if target.exists():
        raise DeliverError(finding("D-002", path=target.name))
    try:
        shutil.copytree(HOME / source, target)
    except OSError as problem:
        shutil.rmtree(target, ignore_errors=True)
        raise DeliverError(finding("D-001", folder=target, reason=problem.strerror or problem)) from None
    return target


def describe(value: Mapping[str, Any], language: str) -> str:
    """Return the text of a ``{language: text}`` map in the nearest language."""
    return str(value.get(language) or value.get("zh-Hans") or value.get("en") or "")
