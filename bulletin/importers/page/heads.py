"""The head of a story: its rows to headline, labels and bylines, with what became of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from bulletin.importers.draft import Part
from bulletin.importers.page import titles
from bulletin.importers.page.kinds import Seen, is_label_like
from bulletin.importers.page.labels import bare_label
from bulletin.importers.page.people import Sort
from bulletin.importers.page.rows import Kind, Row
from bulletin.importers.page.stories import Story
from bulletin.model import Byline, Headline

Tell = Callable[..., None]
"""``tell(row, *parts, rule=…, doubt=…)``: notes where a row went."""

_JOINT = "\u3000"


@dataclass(slots=True)
class Top:
    """What stands over the text of an article."""

    headline: Headline = field(default_factory=lambda: Headline(()))
    section: str = ""
    series: str = ""
    sponsor: str = ""
    source: str = ""
    dateline: str = ""
    bylines: list[Byline] = field(default_factory=list)
    back: list[Row] = field(default_factory=list)
    """Rows that turned out to be text: they go before the rest of it."""


def read(story: Story, seen: Seen, known: frozenset[str], tell: Tell) -> Top:
    """Read the head rows of ``story``."""
    top = Top()
    rows = list(story.head)
    plain = [row for row in rows if row.kind is Kind.TITLE]
    labelled = _labels(rows, plain, known, story)
    plain = [row for row in plain if row not in labelled]
    if not plain:
        # Nothing but labels: the last of them heads the text.
        plain = [row for row in rows if row.kind in (Kind.SECTION, Kind.SERIES, Kind.TITLE)][-1:]
        plain = plain or [row for row in rows if row.kind is Kind.SPONSOR][-1:]
        labelled = [row for row in labelled if row not in plain]
    signed_at = next((n for n, row in enumerate(rows) if row.kind is Kind.BYLINE), len(rows))
    over = [row for row in plain if rows.index(row) < signed_at] or plain
    under = [row for row in plain if row not in over]
    head = titles.read(over, _text(story), under)
    for row in rows:
        if row in plain:
            tell(row, *head.parts(row), rule=head.rule, doubt=head.doubt or row.doubt)
        elif row in labelled or row.kind is Kind.SECTION:
            _label(top, row, known, tell)
        elif row.kind is Kind.SERIES:
            top.series = _JOINT.join(filter(None, (top.series, row.text)))
            tell(row, Part.SERIES, rule=row.rule)
        elif row.kind is Kind.SPONSOR:
            top.sponsor = _JOINT.join(filter(None, (top.sponsor, row.text)))
            tell(row, Part.SPONSOR, rule=row.rule)
        elif row.kind is Kind.BYLINE:
            _sign(top, row, seen, tell)
        else:
            top.back.append(row)
    top.headline = Headline(
        tuple(text for _, text in head.lines),
        _JOINT.join(text for _, text in head.kicker),
        _JOINT.join(text for _, text in head.deck),
    )
    return top


def _labels(rows: list[Row], plain: list[Row], known: frozenset[str], story: Story) -> list[Row]:
    """Return the rows among ``plain`` that are a section's label: short, beside a headline proper."""
    proper = [row for row in plain if row.size >= 8 or is_label_like(row, known) < 2]
    if not proper or len(plain) < 2:
        return []
    found = []
    for row in plain:
        sure = is_label_like(row, known)
        first_or_last = row is plain[0] or row is plain[-1]
        others = [other for other in proper if other is not row]
        if not others or sure == 0:
            continue
        if sure >= 2 or (row.size <= 5 and first_or_last and _apart(row, story)):
            row.doubt = row.doubt or sure < 2
            found.append(row)
    return found


def _apart(row: Row, story: Story) -> bool:
    """Whether a short line shares nothing with the text: a label does not, a headline or a deck does."""
    return titles.shared(row.key, _text(story)) < 0.2


def _label(top: Top, row: Row, known: frozenset[str], tell: Tell) -> None:
    text = _bare(row)
    if top.section and row.kind is not Kind.SECTION:
        top.series = top.series or text
        tell(row, Part.SERIES, rule="label", doubt=True)
        return
    top.section = _JOINT.join(filter(None, (top.section, text)))
    rule = (
        row.rule if row.kind is Kind.SECTION else "section-name" if is_label_like(row, known) >= 2 else "section-short"
    )
    tell(row, Part.SECTION, rule=rule, doubt=row.doubt)


def _bare(row: Row) -> str:
    """Return a label as it is written, without the marks that adorn it."""
    bare = bare_label(row.key)
    at = row.key.find(bare)
    # Folding keeps the length of all but a few marks: where it did not, the label stays as it is.
    return row.text[at : at + len(bare)] if len(row.text) == len(row.key) else row.text


def _sign(top: Top, row: Row, seen: Seen, tell: Tell) -> None:
    found = seen.people.get(id(row))
    if found is None:
        top.bylines.append(Byline((row.text,)))
        tell(row, Part.BYLINE, rule=row.rule, doubt=True)
        return
    top.bylines += found.bylines
    if found.sort is not Sort.HEAD:
        top.source = top.source or found.source
    if found.sort is Sort.SOURCE:
        tell(row, Part.SOURCE, rule=row.rule)
        return
    if found.sort is Sort.HEAD or found.place or not found.bylines:
        # 記者陳怡君／台中報導 on a line of its own says more than a name: it runs into the text, as papers print it.
        top.dateline = _JOINT.join(filter(None, (top.dateline, row.text)))
        tell(row, Part.DATELINE, rule=row.rule, doubt=not found.sure)
    else:
        tell(row, Part.BYLINE, rule=row.rule, doubt=not found.sure)


def _text(story: Story) -> str:
    """Return the folded beginning of the story's text."""
    return "".join(row.key for row in story.body[:4])[:600]
