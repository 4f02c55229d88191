"""Where the streams of a PDF are, and what their names stand for (ISO 32000-1 §7.7.3, §7.8.3)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

import pikepdf
from pikepdf import Dictionary, Name

_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")


class Owned(NamedTuple):
    """A content stream, or a page, with its resources."""

    owner: pikepdf.Object
    resources: pikepdf.Object
    key: tuple[int, int]
    """The same for all that share these resources."""


def of_page(page: pikepdf.Object) -> Owned:
    """Return a page with its resources, its own or those of the tree above it."""
    above = page
    while "/Resources" not in above and "/Parent" in above:
        above = above.Parent
    return _owned(page, above.get("/Resources", Dictionary()), above)


def forms(pdf: pikepdf.Pdf) -> list[Owned]:
    """Return all forms and tiling patterns of a file; those without resources have those of a page that draws them."""
    found: list[pikepdf.Object] = [
        one
        for one in pdf.objects
        if isinstance(one, pikepdf.Stream) and (one.get("/Subtype") == Name.Form or one.get("/PatternType") == 1)
    ]
    bare = {form.objgen for form in found if "/Resources" not in form}
    inherited: dict[tuple[int, int], Owned] = {}
    if bare:
        for page in pdf.pages:
            whole_page = of_page(page.obj)
            for _, one in entries(whole_page.resources, "/XObject"):
                if one.objgen in bare:
                    inherited.setdefault(one.objgen, whole_page)
    whole = []
    for form in found:
        if "/Resources" in form:
            whole.append(owned(form))
        elif form.objgen in inherited:
            _, resources, key = inherited[form.objgen]
            whole.append(Owned(form, resources, key))
    return whole


def owned(form: pikepdf.Object) -> Owned:
    """Return a form that has resources of its own with them."""
    return _owned(form, form.Resources, form)


def entries(resources: pikepdf.Object, kind: str) -> list[tuple[str, pikepdf.Object]]:
    """Return the names of one kind of resource, such as ``/XObject``, with what they stand for."""
    table = resources.get(kind)
    return list(table.items()) if isinstance(table, pikepdf.Dictionary) else []


def free_prefix(resources: Iterable[pikepdf.Object], start: str) -> str:
    """Return ``start``, made longer until no XObject is called it and a number."""
    taken = {name for one in resources for name, _ in entries(one, "/XObject")}
    prefix = start
    while any(name.startswith(prefix) and name[len(prefix) :].isdigit() for name in taken):
        prefix += start[-1]
    return prefix


def named(resources: pikepdf.Object, kind: str, token: bytes) -> pikepdf.Object | None:
    """Return what a name of a content stream stands for; ``/#41`` is ``/A``."""
    table = resources.get(kind)
    if not isinstance(table, pikepdf.Dictionary) or not token.startswith(b"/"):
        return None
    try:
        key = _HEX.sub(lambda found: bytes.fromhex(found.group(1).decode("ascii")), token).decode("utf-8")
    except UnicodeDecodeError:
        return None
    return table.get(key)


def _owned(owner: pikepdf.Object, resources: pikepdf.Object, above: pikepdf.Object) -> Owned:
    if resources.is_indirect:
        return Owned(owner, resources, resources.objgen)
    # −1 keeps these apart from the resources that are objects of their own
    return Owned(owner, resources, (above.objgen[0], -1))
