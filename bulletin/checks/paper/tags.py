"""The structure tree of a tagged PDF: which paragraph each piece of marked content belongs to (ISO 32000-2 §14.7)."""

from dataclasses import dataclass
from typing import Any

import pikepdf

from bulletin.galley.lines import Role

_INLINE = frozenset(
    ("/Span", "/Link", "/Em", "/Strong", "/Reference", "/Quote", "/Code", "/Ruby", "/RB", "/RT", "/RP", "/Annot")
) | {"/NonStruct", "/Sub", "/Warichu", "/Form"}
"""Elements inside a line; WeasyPrint writes /NonStruct for unknown ones of both kinds."""

_GROUPS = frozenset(["/Document", "/DocumentFragment", "/Part", "/Art", "/Sect"])
"""Elements that hold blocks: text directly in one is a block of its own."""

_ROLES = {
    "/Caption": Role.CAPTION,
    "/TD": Role.TABLE,
    "/TH": Role.TABLE,
    "/Note": Role.NOTE,
    "/FENote": Role.NOTE,
    "/H": Role.HEAD,
    "/Title": Role.HEAD,
    "/LI": Role.LIST,
    "/TOCI": Role.LIST,
    "/P": Role.TEXT,
    "/LBody": Role.TEXT,
} | {f"/H{level}": Role.HEAD for level in range(1, 7)}
_ORDER = (Role.TABLE, Role.NOTE, Role.CAPTION, Role.HEAD, Role.LIST, Role.TEXT)
"""Where several enclose a text, the first of these counts."""
_ASIDE = frozenset(("/RT", "/RP"))


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, cell … as the tags have it."""

    number: int
    """In the order of the tree."""
    role: Role
    aside: bool = False
    """Ruby, which belongs to no line of its own."""


Tags = dict[tuple[tuple[int, int], int], Block]
"""Page object and marked-content id -> the block that it stands in."""


def read(pdf: pikepdf.Pdf) -> Tags:
    """Return the blocks of ``pdf``; empty where it has no tags."""
    found: Tags = {}
    root: Any = pdf.Root.get("/StructTreeRoot")
    if root is None or "/K" not in root:
        return found
    # (element or kid, roles above, number of the block, page, inside ruby, whether a group holds it)
    stack: list[tuple[Any, tuple[Role, ...], int, Any, bool, bool]] = [(root.K, (), 0, None, False, True)]
    roles = root.get("/RoleMap") or {}
    count = 0
    while stack:
        kid, above, block, page, aside, grouped = stack.pop()
        if isinstance(kid, pikepdf.Array):
            # The last pushed comes first: children in their own order.
            stack.extend((item, above, block, page, aside, grouped) for item in reversed(list(kid)))
        elif isinstance(kid, pikepdf.Dictionary):
            page = kid.get("/Pg", page)
            if "/S" in kid:
                name = str(kid.S)
                name = str(roles.get(name, name)) if name not in _ROLES else name
                if grouped or name not in _INLINE:
                    count += 1
                    block = count
                roles_here = (*above, _ROLES[name]) if name in _ROLES else above
                stack.append((kid.get("/K"), roles_here, block, page, aside or name in _ASIDE, name in _GROUPS))
            elif "/MCID" in kid:
                stack.append((int(kid.MCID), above, block, page, aside, False))
        elif kid is not None and page is not None:
            role = next((r for r in _ORDER if r in above), Role.OTHER)
            found[page.objgen, int(kid)] = Block(block, role, aside)
    return found
