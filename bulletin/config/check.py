"""Turn pydantic's verdict on a settings file into findings an editor can act on, all at once."""

import difflib
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, ValidationError

from bulletin.config.tree import Loc, Tree
from bulletin.errors import BulletinError, SettingsError
from bulletin.findings import Finding, finding


class Settings(BaseModel):
    """Base of every settings schema: unknown keys are errors, values are frozen."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


OWN = ("C-049",)
"""Types of fault that the schema gives itself: each is the code of its finding."""

AnySettings = TypeVar("AnySettings", bound=BaseModel)


def validate(tree: Tree, schema: type[AnySettings], error: type[BulletinError] = SettingsError) -> AnySettings:
    """Return ``tree`` typed by ``schema``; raises ``error`` with a finding for each fault."""
    data = tree.data
    if not isinstance(data, dict):
        raise error(finding("C-012", tree.place(()), excerpt=tree.excerpt(()), key=tree.name, expected="key: value"))
    try:
        return schema.model_validate(_without_empty(data))
    except ValidationError as problem:
        raise error(*_findings(problem, tree, schema)) from None


def _without_empty(data: Any) -> Any:
    # `key:` with nothing behind it is a key left for later: as if it were not there.
    if isinstance(data, dict):
        return {k: _without_empty(v) for k, v in data.items() if v is not None}
    if isinstance(data, list):
        return [_without_empty(v) for v in data]
    return data


def _findings(problem: ValidationError, tree: Tree, schema: type[BaseModel]) -> Iterable[Finding]:
    for fault in sorted(problem.errors(), key=lambda e: tree.place(_loc(e["loc"])).line):
        loc = _loc(fault["loc"])
        key = ".".join(str(part) for part in loc)
        place, excerpt = tree.place(loc), tree.excerpt(loc)
        if fault["type"] == "extra_forbidden":
            known = known_keys(schema, loc[:-1])
            near = nearest(str(loc[-1]), known)
            yield finding(
                "C-010",
                place,
                excerpt=excerpt,
                key=loc[-1],
                near=near if near in known else "–",
                known=", ".join(known),
            )
        elif fault["type"] == "missing":
            yield finding("C-011", place, key=key)
        elif fault["type"] in OWN:
            yield finding(fault["type"], place, excerpt=excerpt, **fault["ctx"])
        else:
            yield finding("C-012", place, excerpt=excerpt, key=key, expected=_expected(fault))


def _loc(loc: tuple[str | int, ...]) -> Loc:
    # pydantic names the branch of a union or a validator in the path; the file knows no such step.
    return tuple(part for part in loc if isinstance(part, int) or ("[" not in part and part not in ("str", "int")))


def _expected(fault: Mapping[str, Any]) -> str:
    kind, context = str(fault["type"]), fault.get("ctx") or {}
    if kind in ("enum", "literal_error"):
        return str(context.get("expected", "")).replace("'", "").replace(" or ", ", ")
    if kind.startswith("date"):
        return "2026-11-23"
    if kind.startswith("int"):
        return "128"
    if kind.startswith("float"):
        return "3, 2.5"
    if kind.startswith(("list", "tuple")):
        return "[…, …]"
    if kind.startswith(("dict", "model")):
        return "{key: value}"
    if kind.startswith("bool"):
        return "true, false"
    if kind == "too_short":
        return "[…]"
    if kind in ("less_than_equal", "greater_than_equal"):
        return f"≤ {context['le']:g}" if "le" in context else f"≥ {context.get('ge', 0):g}"
    if kind.startswith("string_too"):
        return f"1–{context.get('max_length', 200)}"
    if kind == "value_error":
        return str(context.get("error", ""))
    return str(fault["msg"])


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word most like ``word``, or all of them where none is near."""
    names = list(known)
    close = difflib.get_close_matches(word, names, 1, 0.6)
    return close[0] if close else ", ".join(names)


def known_keys(schema: type[BaseModel], loc: Loc) -> list[str]:
    """Return the keys that ``schema`` knows at ``loc``."""
    models: list[type[BaseModel]] = [schema]
    for part in loc:
        found = [m.model_fields[part].annotation for m in models if isinstance(part, str) and part in m.model_fields]
        # An index, or a free key of a mapping, stays with the models that the annotation holds.
        models = [m for annotation in found for m in _models(annotation)] or models
    return sorted({field.alias or name for model in models for name, field in model.model_fields.items()})


def _models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for argument in get_args(annotation) for model in _models(argument)]
