"""What an official document has beside its text, told by its words: for whom, what is annexed, who gets copies.

GB/T 9704-2012 §7.3–7.4 names the parts; the sources mark none of them, so that the same article serves every layout.
"""

import re
from collections.abc import Sequence

from bulletin.compose.heads import width
from bulletin.model import Block, Group, GroupKind, Paragraph
from bulletin.walk import plain, units

_ANNEX = re.compile(r"附件[0-9一二三四五六七八九十]*[：:]")
_COPIES = re.compile(r"抄[送報报][：:]")

DATE_INDENT = 4.0
"""字 between the date of signing and the right edge (GB/T 9704 §7.3.5.1)."""


def part(blocks: Sequence[Block], index: int) -> str:
    """Return what the block is: ``to`` (主送), ``annex`` (附件), ``copies`` (抄送), ``signed`` (落款), or nothing."""
    block = blocks[index]
    if isinstance(block, Group) and block.kind is GroupKind.SIGNOFF:
        return "signed"
    if not isinstance(block, Paragraph):
        return ""
    text = plain(block.inlines, notes=False).strip()
    if index == 0 and text.endswith(("：", ":")):
        return "to"
    if index == len(blocks) - 1 and _COPIES.match(text):
        return "copies"
    return "annex" if _ANNEX.match(text) else ""


def signed(blocks: Sequence[Block]) -> bool:
    """Tell whether a signature with its date stands among ``blocks``."""
    return any(part(blocks, index) == "signed" for index in range(len(blocks)))


def indents(blocks: Sequence[Block]) -> tuple[float, ...]:
    """Return how many 字 each line of a signature stands from the right: the date 4, the issuer in its middle."""
    widths = [width(plain(unit.inlines, notes=False)) for block in blocks for unit in units((block,))]
    if not widths:
        return ()
    return tuple(round(max(0.0, DATE_INDENT + (widths[-1] - one) / 2), 2) for one in widths)
