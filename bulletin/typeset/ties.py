"""What holds together over more than two neighbours: through the padding of elements, and within amounts.

Each takes the tokens of a paragraph and the boundaries between them, and forbids line ends among these in place.
"""

from bulletin.typeset.rules import Boundary, Kind, Level, Rules, amount, boundary
from bulletin.typeset.tokens import Token


def look_through_pads(tokens: list[Token], rows: list[Boundary], rules: Rules) -> None:
    """Let no line end at an element's padding where it would not end without."""
    pads = [index for index, token in enumerate(tokens) if token.kind == Kind.PAD]
    for index in {near for pad in pads for near in (pad - 1, pad) if near >= 0}:
        before, after = index, index + 1
        while before >= 0 and tokens[before].kind == Kind.PAD:
            before -= 1
        while after < len(tokens) and tokens[after].kind == Kind.PAD:
            after += 1
        if before >= 0 and after < len(tokens) and boundary(tokens[before], tokens[after], rules).price is None:
            rows[index] = rows[index]._replace(price=None)


def keep_amounts(tokens: list[Token], rows: list[Boundary], rules: Rules) -> None:
    """Let no line end within 5.6亿元 or 30 米 (clreq §prohibition_rules_for_unbreakable_marks)."""
    for index in range(1, len(tokens) - 1):
        text, before = tokens[index].text, index - 1
        if tokens[index].kind == Kind.SPACE:
            opened = tokens[before].kind == Kind.OPEN and rules.level is not Level.NONE
            if opened or not tokens[index].width:
                rows[index] = rows[index]._replace(price=None)
        elif text and text in "万萬亿億":
            if tokens[before].kind == Kind.SPACE and before:
                before -= 1
            if amount(tokens[before].text[-1:], text, tokens[index + 1].text[:1]):
                rows[index] = rows[index]._replace(price=None)
