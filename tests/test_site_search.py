"""The search: what stands in a story is found by any string of it, in either script; what does not is not."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from bulletin.site import search
from bulletin.site.pages import FOLDER
from tests.site_shelf import FIRST, SECOND, page_of, published

NODE = shutil.which("node")

HARNESS = """
const fs = require("fs"), path = require("path");
const [script, home] = process.argv.slice(1);
const questions = fs.readFileSync(0, "utf8");
const engine = require(script);
const got = new Map();
global.bulletinShelf = (name, data) => got.set(name, data);
async function load(name) {
  const file = path.join(home, `${name}.js`);
  if (!got.has(name)) (0, eval)(fs.readFileSync(file, "utf8"));
  return got.get(name);
}
(async () => {
  const fold = engine.folder(await load("fold")), out = [];
  for (const [lang, question] of JSON.parse(questions)) {
    if (lang === "fold") { out.push(Array.from(question, fold).join("")); continue; }
    const terms = engine.termsOf(question, fold), hits = [];
    for (const year of await load(`${lang}/years`)) hits.push(...await engine.searchYear(lang, year, terms, load, fold));
    out.push(hits.map((hit) => ({path: hit.path, quoted: engine.quoted(hit.body, terms)})));
  }
  console.log(JSON.stringify(out));
})();
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published(tmp_path_factory.mktemp("search"))


def ask(site: Path, *questions: tuple[str, str]) -> list[Any]:
    """Return what the JavaScript of the page itself finds."""
    if NODE is None:
        pytest.skip("no node on this machine: the search is only tried in Python")
    words = [NODE, "-e", HARNESS, str(FOLDER / "search.js"), str(site / "search")]
    run = subprocess.run(words, input=json.dumps(questions), capture_output=True, encoding="utf-8")
    assert run.returncode == 0, run.stderr[-800:]
    found: list[Any] = json.loads(run.stdout)
    return found


def read(site: Path, name: str) -> Any:
    """Return what a file of the index holds."""
    text = (site / "search" / f"{name}.js").read_text("utf-8")
    found = re.fullmatch(r'bulletinShelf\("[^"]+",(.*)\);\n', text, re.S)
    assert found
    return json.loads(found[1])


def candidates(site: Path, script: str, question: str) -> set[str]:
    """Return the pages that the index names for a question: the same sums as the page does, in Python."""
    out = set()
    for year in read(site, f"{script}/years"):
        pages = read(site, f"{script}/{year}/pages")["pages"]
        found = set(range(len(pages)))
        for term in search.fold(question).split():
            for pair in (term[at : at + 2] for at in range(len(term) - 1)):
                path = site / "search" / script / str(year) / f"{search.bucket(pair[0])}.js"
                bucket = read(site, f"{script}/{year}/{search.bucket(pair[0])}") if path.exists() else {}
                found &= set(bucket.get(pair, ()))
        out |= {pages[number][0] for number in found}
    return out


def test_folding() -> None:
    assert search.fold("圖書館") == search.fold("图书馆") == "图书馆"
    assert search.fold("臺灣、裏／裡，衞衛") == "台湾 里 里 卫卫"
    assert search.fold("ＰＤＦ／Ａ café №１") == "pdf a cafe no1"
    assert search.fold("𠮷が①︎") == "𠮷が1 "
    assert list(search.pairs("新馆，开")) == ["新馆", "馆", "开"]
    assert set(search.folds().values()) & set(search.folds()) <= set("乾著瞭藉夥麽餘徵於苧"), (
        "folding twice must not differ"
    )


def test_both_ways_of_writing_find_the_same(site: Path) -> None:
    both = {f"{name}/a0001.html" for name in (FIRST, SECOND)}
    for script in ("zh-Hans", "zh-Hant-TW", "zh-Hant-HK"):
        for question in ("图书馆", "圖書館", "图书 书架", "書館新館正"[:4]):
            assert candidates(site, script, question) == both, (script, question)
        assert candidates(site, script, "图书馆长") == set()


def test_the_page_itself_finds_them(site: Path) -> None:
    both = [f"{name}/a0001.html" for name in (SECOND, FIRST)]
    questions = [
        (s, q) for s in ("zh-Hans", "zh-Hant-TW", "zh-Hant-HK") for q in ("图书馆", "圖書館", "書架 图书", "馆", "PDF")
    ]
    found = ask(site, *questions)
    for (_, question), hits in zip(questions, found, strict=True):
        assert [hit["path"] for hit in hits] == ([] if question == "PDF" else both), question
    marks = [text for text, hit in found[0][0]["quoted"] if hit]
    assert marks and set(marks) == {"图书馆"}
    (alone,) = ask(site, ("zh-Hans", "桥上的灯"))
    assert alone[0]["quoted"][0][0].startswith("桥灯调暗三成"), "found in the title alone: the story is quoted"
    assert {text for text, hit in found[6][0]["quoted"] if hit} == {"圖書館"}, "the page's own writing is shown"


def test_any_string_of_a_story_is_found_where_it_stands_and_nowhere_else(site: Path) -> None:
    stories = {
        path.relative_to(site / "zh-Hans").as_posix(): page_of(site, path.relative_to(site).as_posix())
        for path in sorted((site / "zh-Hans").glob("*/*.html"))
        if path.name != "index.html"
    }
    texts = {}
    for path, root in stories.items():
        for silent in root.xpath("//rt|//a[@role='doc-noteref']|//a[@role='doc-backlink']"):
            silent.drop_tree()
        for cut in root.iter("br"):
            cut.tail = f"\n{cut.tail or ''}"
        blocks = root.xpath(
            "//article//p|//article//h1|//article//h2|//article//td|//article//th|//article//figcaption|//article//dd|//article//dt"
        )
        texts[path] = "\n".join(search.fold(str(e.text_content())) for e in blocks)
    runs = sorted({run for text in texts.values() for run in text.split() if len(run) > 1})
    strings = sorted(
        {run[at : at + size] for run in runs for size in (1, 2, 3, 5) for at in range(0, len(run) - size + 1, 2)}
    )
    assert len(strings) > 150
    found = ask(site, *(("zh-Hans", text) for text in strings))
    for text, hits in zip(strings, found, strict=True):
        assert {hit["path"] for hit in hits} == {path for path, whole in texts.items() if text in whole}, text


def test_both_languages_fold_alike(site: Path) -> None:
    sample = "".join(search.folds()) + "ＡＢＣ①㎏ﬁéÅがぱ𠮷𡐓臺灣衞，。：；“”——……・·〇＃①Ⅳ한글ſßİ\u3000\u00ad\ufe0e"
    assert ask(site, ("fold", sample)) == [search.fold(sample)]


def test_without_script_the_page_offers_the_contents(site: Path) -> None:
    root = page_of(site, "zh-Hans/search.html")
    assert root.find(".//form").get("hidden") is not None
    assert [a.get("href") for a in root.findall(".//section[@id='plain']//a")] == [
        f"{SECOND}/index.html",
        f"{FIRST}/index.html",
    ]
    assert "JavaScript" in root.find(".//section[@id='plain']").text_content()
