"""``make check-ledger``: a real ledger page in a real browser, from ``file://``, as an editor uses it.

Chromium is driven by ``browser``, so that nothing but it and Python is needed. What is chosen on the page and saved is read back by ``readers/lock``, and the next build must have it. ``--pictures DIR`` keeps pictures
of the page, light and dark, as on a desk and on a phone. Ends with 2 where there is no Chromium.
"""

import argparse
import json
import shutil
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

from bulletin import pipeline
from bulletin.model import Answer, Script
from bulletin.pipeline import Request
from bulletin.readers import lock
from tests.browser import PROGRAMS, ROOT, WAIT, Data, Page, chromium, program

SOURCES = ROOT / "sources"
ISSUE, TW, HK = "2026-11-23", "zh-Hant-TW", "zh-Hant-HK"
ELSEWHERE = tuple(
    Answer(Script.HK, "city/ferry.md", before, "干", after, "乾")
    for before, after in (
        ("不在任何地方", "。"),
        ("～", ""),
        ("𠮷", ""),
        ('"\\\n\t', "\x7f\u202e\ufffd"),
        ("～𠮷", ""),
        ("～", "\ue000"),
    )
)
"""Answers for another script: every save must keep them, in the order and spelling of ``lock.write``."""

FREE = "樂"
"""What is typed where no form that is offered will do."""


def build(folder: Path, into: Path, *editions: str) -> dict[str, Data]:
    """Build books of these editions; return their ledgers."""
    result = pipeline.build(Request(folder, editions, ("epub",), into))
    stale = [found.message() for found in result.findings if found.code == "T-042"]
    assert len(stale) == (len(ELSEWHERE) if HK in editions else 0), stale
    return {key: json.loads(next(result.folder.glob(f"*-{key}-ledger.json")).read_text("utf-8")) for key in editions}


def waiting(data: Data) -> list[list[Data]]:
    """Return the open choices as the page groups them."""
    groups: dict[tuple[str, ...], list[Data]] = {}
    for c in data["choices"]:
        if c["open"]:
            groups.setdefault((c["text"], c["out"], *c["doubts"], c["second"], c["name"]), []).append(c)
    return list(groups.values())


def answer(data: Data, choice: Data, out: str) -> Answer:
    """Return the answer that the page must make of a choice."""
    known = data["known by"]
    before, after = choice["before"][-known:], choice["after"][:known]
    return Answer(Script(data["script"]), choice["file"], before, choice["text"], after, out)


def item(choice: Data) -> str:
    """Return JavaScript for the first place on the page where a choice stands."""
    return f"document.querySelector('li[data-id={choice['id']}]')"


def use(page: Page, into: Path, data: Data, home: Path) -> list[Answer]:
    """Answer one place, a whole group, one freely and one that nobody asked about; save; return the answers."""
    path = next(into.glob(f"*/*-{TW}-ledger.html"))
    groups = waiting(data)
    several = max(groups, key=len)
    singles = [group[0] for group in groups if len(group) == 1]
    assert len(several) > 1 and len(singles) > 2, "the sample has too few doubtful places for this check"
    total = sum(map(len, groups))
    quiet = next(c for c in reversed(data["choices"]) if not c["open"] and len(c["alternatives"]) > 1)
    page.go(path)
    assert page.run("document.querySelector('#count').textContent") == f"0 of {total} answered"
    # A whole group: what is printed is right.
    page.click(f"{item(several[0])}.closest('.card').querySelector(':scope > .choose [type=radio]')")
    expected = [answer(data, c, c["out"]) for c in several]
    # What is answered can be put out of sight, and comes back.
    card = f"{item(several[0])}.closest('.card')"
    page.click("document.querySelector('#hide')")
    assert page.run(f"{card}.hidden && document.querySelectorAll('.card[hidden]').length === 1")
    page.click("document.querySelector('#hide')")
    assert page.run(f"!{card}.hidden && {card}.classList.contains('done')")
    # One place: another form.
    page.click(f"{item(singles[0])}.querySelectorAll('[type=radio]')[1]")
    expected.append(answer(data, singles[0], singles[0]["alternatives"][1]))
    # One place: a form of one's own, after one that is too long.
    page.click(f"{item(singles[1])}.querySelector('.free input')")
    page.type(FREE + FREE)
    assert page.run(f"{item(singles[1])}.querySelector('.wrong').textContent") == "One character, please"
    page.run("document.activeElement.select()")
    page.type(FREE)
    assert page.run(f"{item(singles[1])}.querySelector('.to mark').textContent") == FREE
    expected.append(answer(data, singles[1], FREE))
    # One place answered and taken back.
    page.click(f"{item(singles[2])}.querySelector('[type=radio]')")
    page.click(f"{item(singles[2])}.querySelector('[data-do=back]')")
    # One that nobody asked about, found by its place.
    page.click("document.querySelector('#find')")
    page.type(f"{quiet['file']}:{quiet['line']}")
    page.until("document.querySelector('#shown').textContent !== ''")
    page.until(f"{item(quiet)}.querySelector('[data-do=change]') !== null")
    page.click(f"{item(quiet)}.querySelector('[data-do=change]')")
    page.click(f"{item(quiet)}.querySelectorAll('[type=radio]')[1]")
    expected.append(answer(data, quiet, quiet["alternatives"][1]))
    told = f"{len(several) + 2} of {total} answered {len(several) + 3} not saved"
    page.until(f"document.querySelector('#count').textContent === {json.dumps(told)}")
    # Leaving warns; coming back has it all.
    page.run("window.before = true")
    page.call("Page.reload")
    page.until("!window.before && document.readyState === 'complete'")
    assert page.dialogs == ["beforeunload"], page.dialogs
    page.until(f"document.querySelector('#count').textContent === {json.dumps(told)}")
    assert page.run(f"{item(singles[1])}.querySelector('.free input').value") == FREE
    _save(page, home, lock.write([*expected, *ELSEWHERE]))
    assert " not saved" not in page.run("document.querySelector('#count').textContent")
    return expected


def _save(page: Page, home: Path, expected: str) -> None:
    """Save in each way that the page has, and hold what is written against ``expected``."""
    assert page.run("document.querySelector('#text').value") == expected, "the text to copy"
    page.run("window.showSaveFilePicker = undefined")
    (home / lock.NAME).unlink(missing_ok=True)
    page.click("document.querySelector('.bar [data-do=save]')")
    end = time.monotonic() + WAIT
    while not (home / lock.NAME).exists():
        assert time.monotonic() < end, "nothing was downloaded"
        page.run("1")
        time.sleep(0.05)
    assert (home / lock.NAME).read_text("utf-8") == expected, "the download"
    assert lock.read(expected), "an empty ledger.lock"
    page.run(
        "window.written = ''; window.showSaveFilePicker = async ({suggestedName}) => ({createWritable: async () => "
        "({write: async (text) => { window.written = suggestedName + '\\n' + text; }, close: async () => {}})})"
    )
    page.click("document.querySelector('#save').closest('section').querySelector('[data-do=save]')")
    page.until("window.written !== ''")
    assert page.run("window.written") == f"{lock.NAME}\n{expected}", "the file that the browser writes"


def again(page: Page, into: Path, data: Data, given: Sequence[Answer]) -> None:
    """Open the page of the next build: all is answered there, and one answer can be removed."""
    page.go(next(into.glob(f"*/*-{TW}-ledger.html")))
    assert "saved" not in page.run("document.querySelector('#count').textContent")
    assert page.run("document.querySelectorAll('#given li').length") == len(given)
    page.click("document.querySelector('#given [data-do=remove]')")
    left: Sequence[Answer] = lock.read(page.run("document.querySelector('#text').value"))
    assert len(left) == len(given) - 1 + len(ELSEWHERE) and set(ELSEWHERE) < set(left), left
    page.click("document.querySelector('#given [data-do=undo]')")
    assert page.run("document.querySelector('#text').value") == lock.write([*given, *ELSEWHERE])
    # A ledger.lock that was changed elsewhere is read in; what is no ledger.lock is not.
    for text, left in (("{}", [*given, *ELSEWHERE]), (lock.write(given[:1]), given[:1])):
        page.run(
            "(() => { const given = new DataTransfer(), take = document.querySelector('#take');"
            f"given.items.add(new File([{json.dumps(text)}], 'ledger.lock')); take.files = given.files;"
            "take.dispatchEvent(new Event('change', {bubbles: true})); })()"
        )
        page.until("document.querySelector('#said').textContent !== ''")
        assert page.run("document.querySelector('#text').value") == lock.write(left)
        page.run("document.querySelector('#said').textContent = ''")


def check(page: Page, home: Path) -> None:
    """Build, use the page, build again with what was saved."""
    shutil.copytree(SOURCES, home / "sources")
    folder, into = home / "sources" / ISSUE, home / "out"
    (folder / lock.NAME).write_text(lock.write(ELSEWHERE), "utf-8")
    data = build(folder, into, TW, HK)
    page.window(1200, 900)
    expected = use(page, into, data[TW], home)
    # The page of the other edition takes along what was chosen here: one file holds the answers of all.
    page.go(next(into.glob(f"*/*-{HK}-ledger.html")))
    assert page.run("document.querySelector('#text').value") == lock.write([*expected, *ELSEWHERE])
    shutil.copy(home / lock.NAME, folder / lock.NAME)
    new = build(folder, into, TW, HK)[TW]
    found = {answer(new, c, c["out"]) for c in new["choices"] if c["by"] == "answer"}
    assert found == set(expected), found ^ set(expected)
    assert not [c for c in new["choices"] if c["by"] == "answer" and c["open"]]
    again(page, into, new, expected)
    assert not page.faults, page.faults


def pictures(page: Page, ledger: Path, into: Path) -> None:
    """Write pictures of the page's parts, light and dark, as on a desk and on a phone."""
    into.mkdir(parents=True, exist_ok=True)
    steps: dict[str, Callable[[], object]] = {
        "1-head": lambda: page.run("scrollTo(0, 0)"),
        "2-waiting": lambda: page.run("document.querySelector('#waiting').scrollIntoView()"),
        "3-group": lambda: page.run(
            "[...document.querySelectorAll('.card > .choose')].pop()?.closest('.card').scrollIntoView()"
        ),
        "4-sources": lambda: page.run("document.querySelector('#sources').scrollIntoView()"),
        "5-all": lambda: page.run("document.querySelector('#all').scrollIntoView()"),
        "6-places": lambda: page.run(
            "(() => { const g = document.querySelector('.group'); if (g) { g.open = true; g.scrollIntoView(); } })()"
        ),
        "7-chosen": lambda: page.run(
            "document.querySelectorAll('.card').forEach((card, i) => { if (i % 2 === 0) card.querySelector('.choose input')?.click(); });"
            "document.querySelector('[data-do=gloss]')?.click(); document.querySelector('#waiting').scrollIntoView()"
        ),
        "8-answers": lambda: page.run("document.querySelector('#answers')?.scrollIntoView()"),
    }
    for width, height in ((1200, 900), (390, 844)):
        for dark in (False, True):
            page.window(width, height, dark)
            page.go(ledger)
            for name, step in steps.items():
                step()
                time.sleep(0.3)
                page.picture(into / f"{width}-{'dark' if dark else 'light'}-{name}.png")


def main() -> int:
    """Run the check; 0 where all is well, 1 where something is not, 2 where no browser is found."""
    parser = argparse.ArgumentParser(description="use a ledger page in Chromium")
    parser.add_argument("--pictures", type=Path, metavar="DIR", help="write pictures of the page here")
    parser.add_argument("--page", type=Path, metavar="FILE", help="only pictures, of this page")
    options = parser.parse_args()
    browser = program()
    if not browser:
        print(f"check-ledger: no browser found (looked for {', '.join(PROGRAMS)}); name one in BULLETIN_CHROMIUM")
        return 2
    with tempfile.TemporaryDirectory() as name, chromium(browser, Path(name)) as page:
        home = Path(name)
        if options.page:
            pictures(page, options.page, options.pictures or Path())
            return 0
        try:
            check(page, home)
        except AssertionError as problem:
            what = str(problem) or traceback.extract_tb(problem.__traceback__)[-1].line
            print(f"✗ ledger page: {what}; {page.faults or 'no fault told by the browser'}")
            return 1
        if options.pictures:
            pictures(page, next((home / "out").glob(f"*/*-{TW}-ledger.html")), options.pictures)
    print("✓ ledger page: chosen, restored, saved three ways, and built again")
    return 0


if __name__ == "__main__":
    sys.exit(main())
