"""``make check-site``: the sample's site as readers, reading apps and assistive technology meet it.

The sample's two issues are built and published, and a server of our own serves the site under a path. In headless Chromium
each kind of page must have no violation of axe-core (light and dark, 360 and 1280 px), no error on the console, nothing that
scrolls sideways and no request to anywhere else; the search must find what is typed into it. The catalogues are read by
opds-feed-parser, opds-ts and r2-opds-js (``site_tools/read.mjs``), which must understand what the files say, and foliate-js
goes from the root to the newest issue, downloads its EPUB and opens it. ``--pictures DIR`` keeps pictures of the pages.
Ends with 2 where a tool is lacking.
"""

import argparse
import contextlib
import functools
import json
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Iterator, Mapping
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bulletin import pipeline
from bulletin.pipeline import Request as Build
from bulletin.site.publish import Request, publish
from tests.browser import PROGRAMS, ROOT, Page, chromium, program
from tests.site_shelf import SCRIPTS, dangling, shelf

ISSUES = ("2026-11-23", "2026-12-07")
NEEDED = ("axe-core", "foliate-js", "opds-feed-parser", "opds-ts", "r2-opds-js")
PAGES = {
    "index": "zh-Hans/index.html",
    "index-tw": "zh-Hant-TW/index.html",
    "issue": "zh-Hans/2026-11-23/index.html",
    "long": "zh-Hans/2026-11-23/a0001.html",
    "table": "zh-Hans/2026-11-23/a0023.html",
    "poem": "zh-Hans/2026-11-23/a0022.html",
    "notes": "zh-Hans/2026-11-23/a0017.html",
    "pictures": "zh-Hant-HK/2026-11-23/a0015.html",
    "colophon": "zh-Hant-HK/2026-12-07/colophon.html",
    "search": "zh-Hans/search.html",
    "found": f"zh-Hant-TW/search.html?q={quote('图书')}",
}
SIZES = ((360, 760), (1280, 900))

AXE = """(async () => {
  const made = await axe.run(document, {resultTypes: ['violations'], runOnly: {type: 'tag', values:
    ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}});
  return made.violations.map((v) => `${v.id}: ${v.help} ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 120)).join(' | ')}`);
})()"""

FOLIATE = """(async (root) => {
  const {getFeed} = await import('/tools/foliate-js/opds.js');
  const {makeBook} = await import('/tools/foliate-js/view.js');
  const feed = async (url) =>
    getFeed(new DOMParser().parseFromString(await (await fetch(url)).text(), 'application/xml'));
  const first = await feed(root);
  const way = first.navigation.find((link) => [].concat(link.rel).includes('http://opds-spec.org/sort/new'));
  const newest = new URL(way.href, root);
  const list = await feed(newest), book = list.publications[0];
  const link = book.links.find((l) => l.type === 'application/epub+zip' && [].concat(l.rel).join().includes('acquisition'));
  const blob = await (await fetch(new URL(link.href, newest))).blob();
  const opened = await makeBook(new File([blob], 'book.epub'));
  return {books: list.publications.length, title: book.metadata.title, size: blob.size, opened: opened.metadata.title,
    language: opened.metadata.language, sections: opened.sections.length, images: book.images.length};
})(%s)"""


class Handler(SimpleHTTPRequestHandler):
    """Serves each folder below its own path, and nothing else."""

    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".epub": "application/epub+zip",
        ".xml": "application/xml",
    }
    roots: Mapping[str, Path]

    def __init__(self, *arguments: Any, roots: Mapping[str, Path], **options: Any) -> None:
        self.roots = roots
        super().__init__(*arguments, **options)

    def translate_path(self, path: str) -> str:
        _, name, rest = path.split("/", 2) if path.count("/") > 1 else ("", "", "")
        if name in self.roots:
            self.directory = str(self.roots[name])
            return super().translate_path(f"/{rest}")
        return "/nowhere"

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextlib.contextmanager
def served(**roots: Path) -> Iterator[str]:
    """Serve folders by name while the block runs; give the server's address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, roots=roots))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def make(dist: Path, site: Path, url: str) -> None:
    """Build the sample's issues and publish them."""
    for name in ISSUES:
        pipeline.build(Build(ROOT / "sources" / name, into=dist, jobs=2))
    publish(Request(dist, site, url), lambda line: None)
    missing = dangling(site, base=url)
    assert not missing, missing


def look(page: Page, url: str, axe: str, pictures: Path | None) -> int:
    """Hold every kind of page against axe-core, at each size and in either theme; return how many were looked at."""
    page.visit(url + PAGES["long"])
    page.run(axe)
    page.run(
        "document.documentElement.lang = ''; document.querySelector('article img').alt = null; document.querySelector('article img').removeAttribute('alt')"
    )
    spoilt = page.run(AXE)
    assert {rule.partition(":")[0] for rule in spoilt} >= {"html-has-lang", "image-alt"}, (
        f"axe-core sees nothing: {spoilt}"
    )
    count = 0
    for width, height in SIZES:
        for dark in (False, True):
            page.window(width, height, dark)
            theme = "dark" if dark else "light"
            for name, path in PAGES.items():
                where = f"{name}, {width} px, {theme}"
                page.visit(url + path)
                if name == "found":
                    page.until("document.querySelector('#results li') !== null")
                page.run(axe)
                found = page.run(AXE)
                assert not found, f"{where}: {found}"
                wide = page.run("document.documentElement.scrollWidth")
                assert wide <= width, f"{where}: scrolls sideways, {wide} px"
                small = page.run(
                    "[...document.querySelectorAll('nav a, button, input')].filter((e) => e.offsetHeight > 0 && e.offsetHeight < 24).length"
                )
                assert not small, f"{where}: {small} things to touch lower than 24 px"
                count += 1
                if pictures is not None:
                    pictures.mkdir(parents=True, exist_ok=True)
                    page.window(width, min(3200, page.run("document.documentElement.scrollHeight")), dark)
                    time.sleep(0.3)
                    page.picture(pictures / f"{width}-{theme}-{name}.png")
                    page.window(width, height, dark)
    return count


def search(page: Page, url: str, site: Path, *questions: str) -> list[str]:
    """Type into the search, in every script, from the server and from the disk; return what was told."""
    told = []
    for script in SCRIPTS:
        for question in questions:
            page.visit(f"{url}{script}/search.html")
            told.append(f"{script} {question} {_typed(page, question)}")
    page.go(site / "zh-Hans" / "search.html")
    told.append(f"from the disk: {questions[-1]} {_typed(page, questions[-1])}")
    page.visit(f"{url}zh-Hans/search.html")
    page.click("document.querySelector('#q')")
    page.type("不存在的詞語組合")
    page.click("document.querySelector('#search button')")
    page.until("document.querySelector('#said').textContent === document.querySelector('#said').dataset.none")
    return told


def _typed(page: Page, question: str) -> int:
    page.click("document.querySelector('#q')")
    page.type(question)
    page.click("document.querySelector('#search button')")
    page.until(
        "document.querySelectorAll('#results li').length > 0 && /\\d/.test(document.querySelector('#said').textContent)"
    )
    assert page.run("[...document.querySelectorAll('#results li')].every((li) => li.querySelector('mark'))"), question
    return int(page.run("document.querySelectorAll('#results li').length"))


def without_script(page: Page, url: str) -> None:
    """Without script the search says so and offers the contents."""
    page.call("Emulation.setScriptExecutionDisabled", value=True)
    page.call("Page.navigate", url=f"{url}zh-Hans/search.html?q=x")
    time.sleep(1)
    page.call("Emulation.setScriptExecutionDisabled", value=False)
    shown = "(id) => document.getElementById(id).offsetHeight > 0"
    assert page.run(f"({shown})('plain') && !({shown})('search')"), "without script the contents are not offered"


def catalogues(site: Path, tools: Path, node: str) -> int:
    """Let three libraries read every feed, and hold what they understood against the files; return how many."""
    command = [node, str(ROOT / "tests" / "site_tools" / "read.mjs"), str(site / "opds")]
    run = subprocess.run(command, cwd=tools, capture_output=True, encoding="utf-8")
    assert run.returncode == 0, run.stderr[-1000:]
    told = json.loads(run.stdout)
    for path in sorted((site / "opds").rglob("*.json")):
        name = path.relative_to(site / "opds").as_posix()
        said = json.loads(path.read_text("utf-8"))
        books = said.get("publications", [])
        expected = {
            "title": said["metadata"]["title"],
            "ways": [way["title"] for way in said.get("navigation", [])],
            "books": [book["metadata"]["title"] for book in books],
            "files": [link["href"] for book in books for link in book["links"] if "acquisition" in link["rel"]],
            "languages": [book["metadata"]["language"] for book in books],
            "images": [len(book["images"]) for book in books],
        }
        atom = told[name.replace(".json", ".xml")]
        assert told[name]["r2-opds-js"] == expected, name
        assert atom["r2-opds-js"] == expected, f"{name}: 1.2 and 2.0 say different things"
        titles = expected["books"] or expected["ways"]
        assert atom["opds-ts"]["titles"] == titles, name
        kind = "books" if books else "ways"
        assert atom["opds-feed-parser"] == {"kind": kind, "titles": titles, "files": expected["files"]}, name
    return len(told)


def main() -> int:
    """Run the check; 0 where all is well, 1 where something is not, 2 where a tool is lacking."""
    parser = argparse.ArgumentParser(description="look at the sample's site in Chromium, read its catalogues")
    parser.add_argument("--tools", type=Path, required=True, metavar="DIR", help="folder with node_modules")
    parser.add_argument("--pictures", type=Path, metavar="DIR", help="write pictures of the pages here")
    options = parser.parse_args()
    browser, node = program(), shutil.which("node") or ""
    modules = options.tools.resolve() / "node_modules"
    lacking = [name for name in NEEDED if not (modules / name).is_dir()]
    lacking += [] if browser else [f"a browser ({', '.join(PROGRAMS)}; or name one in BULLETIN_CHROMIUM)"]
    lacking += [] if node else ["node"]
    if lacking:
        print(f"check-site: this machine lacks {', '.join(lacking)}")
        return 2
    with tempfile.TemporaryDirectory() as folder, chromium(browser, Path(folder)) as page:
        home = Path(folder)
        site = home / "site"
        try:
            with served(bulletin=site, small=home / "small", tools=modules) as server:
                url = f"{server}bulletin/"
                page.own = (*page.own, server)
                make(home / "dist", site, url)
                feeds = catalogues(site, options.tools.resolve(), node)
                print(f"✓ {feeds} feeds read by opds-feed-parser, opds-ts and r2-opds-js")
                axe = (modules / "axe-core" / "axe.min.js").read_text("utf-8")
                looked = look(page, url, axe, options.pictures)
                print(f"✓ {looked} views of {len(PAGES)} pages: 0 violations of axe-core, none scrolls sideways")
                found = search(page, url, site, "图书角", "圖書室", "接駁小巴", "圖書")
                # The sample has no library; the small shelf of the tests has.
                publish(Request(shelf(home / "library"), home / "small", f"{server}small/"), lambda line: None)
                found += search(page, f"{server}small/", home / "small", "图书馆", "圖書館")
                print("✓ search:", "; ".join(found))
                without_script(page, url)
                assert not page.faults, page.faults
                page.visit(f"{url}zh-Hans/index.html")
                book = page.run(FOLIATE % json.dumps(f"{url}opds/index.xml"))
                assert book["title"].startswith(book["opened"]) and book["sections"] > 3 and book["images"] == 2, book
                print(f"✓ foliate-js: root → newest → {book['opened']}, {book['size']} bytes, opened")
                assert not page.faults, page.faults
        except AssertionError as problem:
            what = str(problem) or traceback.extract_tb(problem.__traceback__)[-1].line
            print(f"✗ site: {what}")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
