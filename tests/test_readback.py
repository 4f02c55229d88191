"""The build's own reading of its pages against the reading of the finished PDF: the same counts, good pages and bad."""

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bulletin import making
from bulletin.checks.paper import sheets
from bulletin.compose import page
from bulletin.fonts import prepare
from bulletin.galley.inspect import find
from bulletin.galley.lines import Galley
from bulletin.galley.score import score
from bulletin.layouts import load
from bulletin.model import Script
from bulletin.readers import issue as reader
from bulletin.walk import descend
from tests.conftest import SAMPLE
from tests.setting import TEXT, chain, lay_out

SAME = [
    "start",
    "start-strict",
    "end",
    "split",
    "short",
    "ragged",
    "over",
    "stretch",
    "gape",
    "lone",
    "widow",
    "orphan",
    "off-grid",
    "uneven",
    "head-foot",
    "head-row",
]


def counts(galley: Galley) -> dict[str, int]:
    found = Counter(fault.kind.value for fault in find(galley))
    return {kind: found[kind] for kind in SAME if found[kind]}


def galley(laid: Any, edition: Any = None) -> Galley:
    from bulletin.typeset import readback

    places = {b.id: b.place for a in edition.issue.articles for b in descend(a.blocks)} if edition else {}
    places |= {a.id: a.place for a in edition.issue.articles} if edition else {}
    compositor = laid.document.pages[0]._page_box.style.font_config.compositor
    centred = bool(edition) and edition.script.traditional
    return readback.read(laid.document, compositor.rules, centred, places)


@pytest.mark.parametrize(
    ("layout", "script"),
    [("bulletin", Script.HANS), ("compact", Script.TW), ("booklet", Script.HANS), ("gazette", Script.HK)],
)
def test_both_find_the_same_on_good_pages(layout: str, script: Script, tmp_path: Path) -> None:
    loaded = reader.load(SAMPLE)
    plan = replace(loaded.plans[0], script=script, layout=layout, settings={}, make=("pdf",))
    edition = making.edit(loaded, plan)[0]
    chosen = load(layout)
    laid = making.lay_out(page.compose(edition, chosen, prepare()), edition, chosen)
    laid.write_pdf(tmp_path / "x.pdf")
    ours = galley(laid, edition)
    # Page by page, as a build reads, or all at once.
    whole = find(ours)
    assert [(f.kind, f.page, f.column, f.line, f.text, f.value) for f in laid.faults] == [
        (f.kind, f.page, f.column, f.line, f.text, f.value) for f in whole
    ]
    assert laid.score == score(ours, whole)
    read = sheets.read(tmp_path / "x.pdf").galley
    assert counts(ours) == counts(read)
    assert set(counts(read)) <= {"start-strict"}
    known = [line for sheet in ours.sheets for line in sheet.lines if line.body]
    assert len(known) > 500
    # What the layout says of itself, as in an imprint, has no place in the sources.
    assert sum(line.place is not None for line in known) > 0.95 * len(known)


BAD: dict[str, tuple[dict[str, Any], str, str, set[str]]] = {
    "marks left open": ({"pair": 2.0}, f"<p>{(TEXT + '（《渡口》）：“灯”。') * 12}</p>", "", {"gape"}),
    "no rule for line ends": (
        {"level": "none"},
        "".join(f"<p>{(TEXT[:number] + '“灯”，（渡）口。') * 9}</p>" for number in range(9, 30)),
        "",
        {"start", "end"},
    ),
    "off the grid": (
        {},
        "".join(f"<h3>{TEXT[:6]}</h3><p>{TEXT * 3}</p>" for _ in range(12)),
        "h3 { font-size: 13pt; line-height: 21pt; margin: 0; break-after: avoid }",
        {"off-grid", "uneven"},
    ),
}


@pytest.mark.parametrize("name", list(BAD))
def test_both_find_the_same_on_bad_pages(name: str, tmp_path: Path) -> None:
    from bulletin.typeset.rules import Level, Rules

    given, body, extra, wanted = BAD[name]
    values: dict[str, Any] = {key: Level(value) if key == "level" else value for key, value in given.items()}
    css = (
        f"@page {{ size: 480.2pt 400pt; margin: 20pt }} html {{ font: 10pt/17pt {chain()}; text-align: justify; orphans: 2;"
        " widows: 2; hyphens: none } body, p { margin: 0 } p { text-indent: 2em } .c { columns: 2; column-gap: 20pt }"
        + extra
    )
    html = f'<html lang="zh-Hans"><title>t</title><body><div class="c">{body}</div></body></html>'
    laid = lay_out(html, css, Rules(em=10, **values))
    laid.write_pdf(tmp_path / "x.pdf")
    ours, read = counts(galley(laid)), counts(sheets.read(tmp_path / "x.pdf").galley)
    assert set(ours) & wanted == wanted, ours
    assert {kind: ours.get(kind, 0) for kind in wanted} == {kind: read.get(kind, 0) for kind in wanted}
