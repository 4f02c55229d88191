"""What the Markdown reader owes its editor: limits told with a line, and proof that it lost nothing."""

import re
from collections import Counter

from bulletin.blocks import Block, Code, Figure
from bulletin.findings import Finding, Place, finding
from bulletin.model import Article, Note, Script, Text
from bulletin.readers.dialect import DEEPEST, hide_ruby_bars
from bulletin.readers.variants import from_line
from bulletin.units import HAN
from bulletin.walk import descend, plain, units

LONGEST = 30_000
"""Characters of the longest paragraph; more is a file whose line ends were lost."""

_HAN = HAN.pattern
_BRACES = (
    rf"[-－][{{｛](?:\s*[A-Za-z][\w-]*[:：].{{0,40}}|[^{{}}｛｝\n]{{0,60}}[}}｝][-－]|(?={_HAN}).{{0,40}})"
    rf"|[{{｛]{{1,2}}(?:[a-z]{{2,6}}|保留)[:：](?={_HAN}).{{0,40}}|[{{｛]{{2}}(?={_HAN}).{{0,40}}"
    r"|\{[.#][a-z][\w-]*(?: [^{}\n]{0,40})?\}|\{(?:translate|lang|class|credit|width|align|id)=[^{}\n]{0,40}\}"
    rf"|\][{{｛].{{0,20}}|\{{{_HAN}{{1,4}}\|[^{{}}\n]{{0,20}}(?:\}}?$|(?=\s)|\|?\}})|\{{\|[^{{}}\n]*\}}"
)
"""What braces look like where they are a mark with something amiss."""

_AMISS = re.compile(
    r"[!！][\[［].{0,40}?[\]］][(（].{0,60}?[)）]|^(?::::|：：：).{0,20}|^#{7,} ?.{0,20}|^\[[ xX]\] |~~.{1,40}?~~"
    rf"|{_BRACES}"
)
"""What looks like a mark and was not read as one."""

_NESTING = re.compile(r"[ \t]*((?:>[ \t]*)+)")
GONE = re.compile(r"<(script|style|iframe|object|svg)\b.*?</\1\s*>|<!--.*?-->", re.I | re.S)
"""Raw HTML that is left out with everything in it."""


def limit_faults(lines: list[str], name: str, offset: int) -> list[Finding]:
    """Return what bars these lines from being parsed at all: depth and length."""
    faults = []
    for number, line in enumerate(lines, offset + 1):
        match = _NESTING.match(line)
        indent = (len(line) - len(line.lstrip(" \t"))) if line.lstrip(" \t")[:1] in ("-", "*", "+") else 0
        if (match and match[1].count(">") > DEEPEST) or indent > 4 * DEEPEST:
            faults.append(finding("S-032", Place(name, number), excerpt=line[:60], limit=DEEPEST))
            break
        if len(line) > LONGEST:
            faults.append(
                finding("S-033", Place(name, number), excerpt=line[:60] + "……", count=len(line), limit=LONGEST)
            )
    text = "\n".join(lines)
    for match in re.finditer(
        r"<(script|style|iframe|object|svg)\b", GONE.sub(lambda m: "\n" * m[0].count("\n"), text), re.I
    ):
        number = GONE.sub(lambda m: "\n" * m[0].count("\n"), text).count("\n", 0, match.start()) + 1 + offset
        faults.append(finding("S-044", Place(name, number), tag=match[0] + ">"))
    return faults


def row_faults(lines: list[str], where: tuple[int, int], name: str, offset: int) -> list[Finding]:
    """Return an error for each row of a table that has more cells than its head: the parser drops them."""
    head = len(_cells(lines[where[0]]))
    faults = []
    for number in range(where[0] + 2, min(where[1], len(lines))):
        cells = _cells(lines[number])
        if len(cells) > head and any(cell.strip() for cell in cells[head:]):
            place = Place(name, number + 1 + offset)
            faults.append(finding("S-043", place, lines[number][:80], count=len(cells), head=head))
    return faults


def _cells(line: str) -> list[str]:
    line = hide_ruby_bars(re.sub(r"^[\s>]*", "", line)).strip().removeprefix("|")
    line = line[:-1] if line.endswith("|") and not line.endswith("\\|") else line
    return re.split(r"(?<!\\)\|", line)


def note_faults(
    env: dict[str, object],
    blocks: tuple[Block, ...],
    notes: tuple[Note, ...],
    lines: list[str],
    name: str,
    offset: int,
) -> list[Finding]:
    """Return a fault for each note that is called and not there, or there and never called."""
    known = env.get("footnotes")
    refs: dict[str, int] = known.get("refs", {}) if isinstance(known, dict) else {}
    faults = []
    for label, number in refs.items():
        if number < 0:
            at = next((n for n, line in enumerate(lines, 1) if line.lstrip().startswith(f"[^{label[1:]}]:")), 1)
            faults.append(finding("S-035", Place(name, at + offset), label=label[1:]))
    first: dict[str, int] = {}
    for number, line in enumerate(lines, 1 + offset):
        if match := re.match(r" {0,3}\[\^([^\]\s]+)\]:", line):
            if match[1] in first:
                faults.append(finding("S-046", Place(name, number), label=match[1], first=first[match[1]]))
            first.setdefault(match[1], number)
    inner = tuple(b for note in notes for b in note.blocks)
    for unit in units(blocks + inner):
        if any(isinstance(i, Code) for i in unit.inlines):
            continue
        if match := _AMISS.search(plain(unit.inlines)):
            faults.append(finding("S-048", unit.place, text=match[0]))
        for match in re.finditer(r"\[\^([^\]\s]+)\]", plain(unit.inlines)):
            faults.append(finding("S-034", unit.place, label=match[1]))
    return faults


def line_faults(article: Article) -> list[Finding]:
    """Return a fault for each line of front matter that holds what looks like a mark and was not read as one."""
    head = article.headline
    fields = {
        "title": head.lines,
        "kicker": (head.kicker,),
        "deck": (head.deck,),
        "byline": tuple(text for byline in article.bylines for text in (*byline.names, byline.role)),
        **{key: (getattr(article, key),) for key in ("dateline", "series", "sponsor", "source", "summary")},
        **{key: (getattr(article, key),) for key in ("photographer", "editor")},
    }
    faults = []
    for key, texts in fields.items():
        for text in texts:
            faults += mark_faults(text, article.script, article.places.get(key, article.place))
    return faults


def mark_faults(text: str, script: Script, place: Place) -> list[Finding]:
    """Return a fault if a line that is no Markdown holds what looks like a mark in braces and was not read as one."""
    said = "".join(inline.text for inline in from_line(text, script) if isinstance(inline, Text))
    match = re.search(_BRACES, said)
    return [finding("S-048", place, text=match[0])] if match else []


def lost_faults(
    source: str, blocks: tuple[Block, ...], notes: tuple[Note, ...], name: str, offset: int, refused: list[str]
) -> list[Finding]:
    """Prove the reader itself: every Han character of the source is in the model, or is known syntax.

    ``refused`` is text that was left out with a fault of its own, or that waits for an edition in another script.
    """
    want = Counter(HAN.findall(GONE.sub("", source)))
    everything = blocks + tuple(b for note in notes for b in note.blocks)
    have = Counter(HAN.findall("".join(plain(u.inlines) for u in units(everything)) + "".join(refused)))
    for block in descend(everything):
        if isinstance(block, Figure):
            # A picture without a description is described by its caption, which is counted already.
            have.update(HAN.findall(block.alt if block.alt != plain(block.caption) else ""))
            # The file's name is syntax, and so is the word for a picture still to come.
            have.update(HAN.findall("待补待補" if block.path is None else ""))
    for match in re.finditer(r"^[ \t>]*:{3,}[ \t]*(\S+)", source, re.M):
        have.update(HAN.findall(match[1]))
    for match in re.finditer(
        r"\]\(([^)\s]+)|\[\^([^\]]+)\]|^\s*\[[^\]]+\]:\s*(\S+)|</?[A-Za-z][^<>\n]*>", source, re.M
    ):
        have.update(HAN.findall(match[0]))
    missing = want - have
    if not missing:
        return []
    sample = "".join(missing.elements())[:20]
    return [finding("S-039", Place(name, offset + 1), count=missing.total(), sample=sample)]
