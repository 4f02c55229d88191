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
from pydantic import Field, model_validator

from bulletin.config import tree
from bulletin.config.check import Settings, nearest, validate
from bulletin.config.pages import LEAST_MARGIN, MM, PageSpec, Positive, geometry
from bulletin.errors import DeliverError, LayoutError, SettingsError
from bulletin.findings import Finding, Place, finding
from bulletin.model import EditionPlan, Script
from bulletin.textfile import read_text

_HERE = Path(__file__).parent
SHARED = _HERE / "_shared" if (_HERE / "_shared").is_dir() else _HERE.parent
"""Where ``layouts/`` and ``fonts/`` lie: inside an installed package, or beside it in a checkout."""

HOME = SHARED / "layouts"
"""Folder of the layout packages; ``common`` holds what they share."""


Colour = Annotated[str, Field(pattern="^(accent|#[0-9a-f]{6})$")]
"""A colour of a layout: #rrggbb, or the accent."""

_COLOURS: dict[Literal["spot", "rich"], str] = {"spot": "accent"}

Setting = str | int | bool
"""The value of a setting."""


class Choice(Settings):
    """One setting of a layout."""

    kind: Literal["choice", "number", "switch"]
    default: str
    values: tuple[str, ...] = ()
    """What a choice may be."""
    also: dict[str, str] = Field(default_factory=dict)
    """Other names of values, such as the Chinese ones."""
    least: int = 0
    most: int = 1000
    about: dict[str, str] = Field(default_factory=dict)
    """What it does, by language."""


class LayoutSettings(Settings):
    """layout.yaml."""

    title: dict[str, str]
    about: dict[str, str]
    shared: dict[str, str] = Field(default_factory=dict)
    """Settings of ``common/settings.yaml`` that it has too, each with its default here."""
    colours: dict[Literal["spot", "rich"], Colour] = Field(default_factory=lambda: _COLOURS)
    """Colours that the press finds again by their exact value: ``spot`` may have a plate of its own, ``rich`` is black
    with other inks below it. ``accent`` means the one that the settings chose."""
    styles: tuple[str, ...] = ()
    """Style sheets of ``common/`` that its paper has beside ``print.css``."""
    settings: dict[str, Choice] = Field(default_factory=dict)
    """Its own settings; once it is loaded, the shared ones too."""
    sizes: dict[str, Positive]
    """Sizes in pt; ``em`` is the body's and ``line`` its leading. Style sheets know each as ``--name``."""
    pages: Annotated[tuple[PageSpec, ...], Field(min_length=1)]
    """Its pages; the first that fits the settings is taken."""
    words: dict[Script, dict[str, str]] = Field(default_factory=dict)
    """Words of its own, or in place of the common ones, by script: never converted."""

    @model_validator(mode="after")
    def _pages_fit(self) -> "LayoutSettings":
        for page in self.pages:
            if missing := {"em", "line"} - {*self.sizes, *page.sizes}:
                raise ValueError(f"sizes: {', '.join(sorted(missing))}")
            measures = page.measures(self.sizes)
            if small := [side for side in ("bottom", "inner", "outer") if measures[side] < LEAST_MARGIN * MM]:
                raise ValueError(f"{page.when}: {small[0]} < {LEAST_MARGIN} mm")
        return self

    @property
    def measures(self) -> Mapping[str, float]:
        """What the layout's first page is reckoned by, in pt."""
        return self.pages[0].measures(self.sizes)


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

    def measures(self, settings: Mapping[str, Setting]) -> Mapping[str, float]:
        """Return what the page that ``settings`` ask for is reckoned by, in pt."""
        return self._page(settings).measures(self.spec.sizes)

    def style(self, name: str, settings: Mapping[str, Setting] | None = None) -> str:
        """Return the text of a style sheet, the common part first; paper begins with its own geometry.

        ``settings`` choose the page; without them it is the layout's first.
        """
        printed = name == "print.css"
        common = (name, *self.spec.styles) if printed else (name,)
        parts = [*(HOME / "common" / one for one in common), self.folder / name]
        texts = [part.read_text("utf-8") for part in parts if part.is_file()]
        if printed:
            accent = self.accent(settings or {})
            # An area in black is the layout's rich black, where it has one.
            ground = self.spec.colours.get("rich", accent) if accent == "#000000" else accent
            texts.insert(0, f":root {{ --accent: {accent}; --ground: {ground}; }}\n")
            texts.insert(0, geometry(self.measures(settings) if settings is not None else self.spec.measures))
        return "\n".join(texts)

    def accent(self, settings: Mapping[str, Setting]) -> str:
        """Return the colour beside black, as ``#rrggbb``."""
        default = self.spec.settings["accent"].default if "accent" in self.spec.settings else "black"
        return common_accents()[str(settings.get("accent", default))]

    def colour(self, name: Literal["spot", "rich"], settings: Mapping[str, Setting]) -> tuple[int, int, int] | None:
        """Return a colour that the layout names, as 0 to 255 of red, green and blue; None where it names none."""
        value = self.spec.colours.get(name)
        if value is None:
            return None
        digits = (self.accent(settings) if value == "accent" else value)[1:]
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)

    def _page(self, settings: Mapping[str, Setting]) -> PageSpec:
        # ``settings()`` has let nothing pass that no page fits.
        return next(page for page in self.spec.pages if _fits(page, settings))

    def settings(self, plan: EditionPlan) -> Mapping[str, Setting]:
        """Return the plan's settings, typed and completed; raises ``SettingsError`` with every fault."""
        out: dict[str, Setting] = {}
        faults: list[Finding] = []
        choices = self.spec.settings
        for key in plan.settings:
            if key not in choices:
                faults.append(finding("C-025", plan.place, layout=self.name, key=key, near=nearest(key, choices)))
        for key, choice in choices.items():
            value = _typed(choice, str(plan.settings.get(key, choice.default)))
            if value is None:
                known = ", ".join(choice.values) or f"{choice.least}–{choice.most}"
                faults.append(finding("C-026", plan.place, value=plan.settings[key], key=key, known=known))
            else:
                out[key] = value
        if not faults and not any(_fits(page, out) for page in self.spec.pages):
            asked = {key: out[key] for page in self.spec.pages for key in page.when}
            known = "; ".join(_pairs(page.when) for page in self.spec.pages)
            faults.append(finding("C-029", plan.place, layout=self.name, asked=_pairs(asked), known=known))
        if out.get("book-writing") == "vertical" and not plan.script.traditional:
            faults.append(finding("C-058", plan.place, edition=plan.key))
        if faults:
            raise SettingsError(*faults)
        return MappingProxyType(out)


def _fits(page: PageSpec, settings: Mapping[str, Setting]) -> bool:
    return all(settings.get(key) == value for key, value in page.when.items())


def _pairs(settings: Mapping[str, Setting]) -> str:
    return ", ".join(f"{key}: {value}" for key, value in settings.items())


def _typed(choice: Choice, value: str) -> Setting | None:
    if choice.kind == "choice":
        value = choice.also.get(value, value)
        return value if value in choice.values else None
    if choice.kind == "switch":
        return {"true": True, "yes": True, "false": False, "no": False}.get(value.lower())
    return int(value) if value.isdigit() and choice.least <= int(value) <= choice.most else None


class _Shared(Settings):
    """layouts/common/settings.yaml."""

    accents: dict[str, Annotated[str, Field(pattern="^#[0-9a-f]{6}$")]]
    settings: dict[str, Choice]
    setting: dict[str, Choice]


def common_settings() -> tuple[Mapping[str, Choice], Mapping[str, Choice]]:
    """Return the settings that several layouts have, and those of how lines are set, which all have."""
    found = _shared()
    return MappingProxyType(found.settings), MappingProxyType(found.setting)


def common_accents() -> Mapping[str, str]:
    """Return what each value of the setting ``accent`` looks like, as ``#rrggbb``."""
    return _shared().accents


@cache
def _shared() -> _Shared:
    label = "layouts/common/settings.yaml"
    text = read_text(HOME / "common" / "settings.yaml", label, LayoutError)
    return validate(tree.parse(text, label), _Shared, LayoutError)


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
    some, all_have = common_settings()
    shared = {**some, **all_have}
    if unknown := [key for key in spec.shared if key not in shared]:
        near, known = nearest(unknown[0], shared), ", ".join(shared)
        raise LayoutError(finding("C-010", Place(label), key=unknown[0], near=near, known=known))
    own = {key: shared[key].model_copy(update={"default": default}) for key, default in spec.shared.items()}
    spec = spec.model_copy(
        update={"settings": {**spec.settings, **own, **{k: v for k, v in all_have.items() if k not in own}}}
    )
    environment = Environment(
        loader=FileSystemLoader([folder, HOME / "common"]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        auto_reload=False,
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
