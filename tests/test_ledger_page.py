"""The page of a ledger: whole and safe for any text, in every language; ``check_ledger`` uses it in a browser."""

import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from importlib import resources
from typing import Any

import pytest
from lxml import html

from bulletin import commands, ledgers
from bulletin.findings import LANGUAGES, Place, catalogue, speak_traditional
from bulletin.kinds import Script
from bulletin.script.engine.spans import By
from bulletin.script.ledger import Choice, Doubt, Ledger, Source
from bulletin.terms import Answer, Term

speak_traditional(commands.traditional)

TEMPLATE = (resources.files("bulletin") / "words" / "ledger.html.j2").read_text("utf-8")
EVIL = "</script><img src=x onerror=alert(1)>&amp;\"'{{ 7 * 7 }}"
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


def choice(text: str = "干", out: str = "幹", **values: Any) -> Choice:
    said: dict[str, Any] = {
        "place": Place("city/a.md", 7),
        "source": Script.HANS,
        "before": "他很能",
        "text": text,
        "after": "，大家都说。",
        "out_before": "他很能",
        "out": out,
        "out_after": "，大家都說。",
        "by": By.DICTIONARY,
        "phrase": "能干",
        "name": "",
        "why": "",
        "alternatives": (out, "乾"),
        "second": "",
        "cut": "",
        "doubts": (),
    }
    return Choice(**(said | values))


def data(*choices: Choice, publication: str = "濱河通訊", **values: Any) -> dict[str, Any]:
    said: dict[str, Any] = {
        "edition": "zh-Hant-TW",
        "script": Script.TW,
        "engines": ("exact s2tw", "zhconv-rs 0.4.2"),
        "characters": 12345,
        "choices": choices,
        "sources": (Source("city/a.md", "标题", Script.HANS, Script.HANS, True, ""),),
        "terms": (),
        "answers": (),
    }
    return ledgers.as_dict(Ledger(**(said | values)), publication, "2026-11-23")


def everything() -> dict[str, Any]:
    """A ledger with one of each thing, in which every text is as bad as it can be."""
    doubts = [choice(by=by, doubts=tuple(Doubt), second="乾", why=EVIL, phrase=EVIL) for by in By if by is not By.KEEP]
    return data(
        *doubts,
        choice("鼠标", "滑鼠游標", by=By.GLOSSARY, alternatives=("鼠標",), before=EVIL, after=EVIL),
        choice(EVIL, EVIL, place=Place("very/long/" + "path/" * 60 + EVIL, 1), out_before=EVIL, out_after=EVIL),
        choice(
            before="𠮷" * 12, after="\n\ufffc\u202e" * 4, alternatives=(EVIL,), second=EVIL, doubts=(Doubt.ENGINES,)
        ),
        publication=EVIL,
        edition=EVIL,
        sources=(
            Source("city/a.md", EVIL, Script.HANS, Script.TW, False, "祿"),
            Source(EVIL, EVIL, Script.HK, Script.HK, True, EVIL),
        ),
        terms=(
            (Term("渡口", {Script.TW: EVIL}, EVIL, place=Place("glossary.tsv", 3)), 0),
            (Term(EVIL, {Script.TW: "渡口"}, "", place=Place(EVIL, 4)), 1234),
        ),
        answers=(
            Answer(Script.TW, EVIL, EVIL, EVIL, EVIL, EVIL),
            Answer(Script.HK, "city/a.md", "他很能", "干", "", "幹"),
        ),
    )


CASES = {
    "everything": everything(),
    "nothing": data(sources=(), characters=0),
    "one": data(choice()),
    "waiting": data(choice(doubts=(Doubt.NAME,)), choice(doubts=(Doubt.NAME,))),
    "file": data(choice(doubts=(Doubt.CUT,)), publication=""),
}


class Strict(HTMLParser):
    """Follows the tags of a page: each that is opened is closed, in order; remembers what attributes say."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, tag
        assert self.open.pop() == tag


def page_of(said: dict[str, Any]) -> Any:
    """The page in English, read by an HTML parser that is not ours."""
    return html.fromstring(ledgers.html(said, "en"))


def texts(page: Any, path: str) -> list[str]:
    return [" ".join(node.text_content().split()) for node in page.xpath(path)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES)
def test_page_is_whole_and_alone(case: str, language: str) -> None:
    text = ledgers.html(CASES[case], language)
    strict = Strict()
    strict.feed(text)
    strict.close()
    assert not strict.open
    ids = [value for _, name, value in strict.attributes if name == "id"]
    assert len(ids) == len(set(ids))
    tags = {tag for tag, _, _ in strict.attributes}
    assert not tags & {"img", "link", "iframe", "object", "base", "form"}
    for tag, name, value in strict.attributes:
        assert not name.startswith("on"), (tag, name)
        if name in ("href", "src", "action"):
            assert value.startswith("#"), (tag, name, value)
            assert value[1:] in ids, value
    assert ("html", "lang", language) in strict.attributes
    assert "{{ 7 * 7 }}" in text if case == "everything" else "{{" not in text.split("<script>")[0]
    # No network: what the page's own style and script may name.
    style, script = text.split("<style>")[1].split("</style>")[0], text.split("<script>")[1].split("</script>")[0]
    assert not re.search(
        r"url\(|@import|https?:|\b(fetch|XMLHttpRequest|importScripts|innerHTML|eval)\b", style + script
    )
    assert text.count("</script>") == 3


@pytest.mark.parametrize("case", CASES)
def test_data_come_through(case: str) -> None:
    page = page_of(CASES[case])
    assert json.loads(page.get_element_by_id("data").text_content()) == CASES[case]
    listed = page.xpath("//details//li/@data-id")
    assert sorted(listed) == [c["id"] for c in CASES[case]["choices"]]
    open_ones = [c["id"] for c in CASES[case]["choices"] if c["open"]]
    assert sorted(page.xpath("//article//li/@data-id")) == open_ones


def test_a_place_reads_as_the_text_does() -> None:
    page = page_of(CASES["one"])
    source, printed = page.xpath("//details//div[@class='pair']/p")
    assert source.text_content() == "他很能干，大家都说。"
    assert printed.text_content() == "他很能幹，大家都說。"
    assert [p.xpath("./mark/text()") for p in (source, printed)] == [["干"], ["幹"]]
    assert (source.get("lang"), printed.get("lang")) == ("zh-Hans", "zh-Hant-TW")
    assert texts(page, "//details//p[@class='meta']") == ["city/a.md:7 dictionary phrase 能干"]
    # Of a long context the outer part can be left out on a phone; nothing of it is lost.
    long = data(choice(before="一二三四五六七八九十甲乙", after="一二三四五六七八九十甲乙"))
    (source, _) = page_of(long).xpath("//details//div[@class='pair']/p")
    assert source.text_content() == "一二三四五六七八九十甲乙干一二三四五六七八九十甲乙"
    assert [i.text for i in source.iter("i")] == ["一二三四", "九十甲乙"]


def test_open_choices_that_are_the_same_stand_together() -> None:
    said = data(
        choice(doubts=(Doubt.ENGINES,), second="乾"),
        choice("后", "后", doubts=(Doubt.NAME,)),
        choice(doubts=(Doubt.ENGINES,), second="乾", before="别处也"),
        choice(doubts=(Doubt.ENGINES,), second="干"),
        choice(),
    )
    page = page_of(said)
    assert [a.xpath(".//li/@data-id") for a in page.xpath("//article")] == [
        ["c00001", "c00003"],
        ["c00002"],
        ["c00004"],
    ]
    assert texts(page, "//article//ul[@class='doubts']/li")[0] == "Another engine (zhconv-rs 0.4.2) puts in 乾"
    assert texts(page, "//article/p[@class='forms']")[0] == "Could be 幹乾"
    assert "16 places" not in page.text_content()
    assert texts(page, "//article/h3")[0] == "干→幹2 placesAll 4 places"


def test_the_unusual_comes_first() -> None:
    many = [choice("后", "後") for _ in range(9)]
    said = data(*[choice("个", "個")] * 20, *many, choice("后", "后"), choice(), choice(out="乾"))
    page = page_of(said)
    assert [s[0] for s in texts(page, "//details[@class='group']/summary")] == ["后", "干", "个"]
    assert texts(page, "//details[1]//h3") == ["后→后 1 place", "后→後 9 places"]
    assert texts(page, "//details[@id='g1']/summary") == ["后後9后1 rare here10 places"]


def test_sources_glossary_and_answers() -> None:
    page = page_of(CASES["everything"])
    sources, glossary = page.xpath("//table")
    assert "declared Simplified, found Traditional (Taiwan) · left as it is" in sources.text_content()
    assert "Traditional (Hong Kong) · converted" in sources.text_content()
    assert texts(glossary, ".//td[@class='n']") == ["0 · unused", "1,234"]
    assert "glossary.tsv:3" in glossary.text_content()
    assert texts(page, "//ol[@id='given']/li/p[@class='text']/b") == [EVIL]
    assert texts(page, "//section[h2[@id='answers']]/ol[2]/li") == ["他很能干→幹city/a.md Traditional (Hong Kong)"]


def test_a_single_file_takes_no_answers() -> None:
    page = page_of(CASES["file"])
    assert not page.xpath("//*[@id='save' or @id='given' or @id='count']")
    assert "takes no answers" in page.text_content()


def test_every_word_is_in_both_catalogues() -> None:
    script = TEMPLATE.split("<script>")[1]
    spoken = set(re.findall(r"'([\w-]+)'", TEMPLATE.split("{% set spoken = {} %}")[1].split("%}")[0]))
    asked = set(re.findall(r"\bwords\.([a-z]+)|words\[\"([\w-]+)\"\]|\b(?:say|many|written)\(\"([\w-]+)\"", script))
    asked_words = {next(filter(None, found)) for found in asked} | {"places-1", "length-1"}
    assert spoken == asked_words
    fixed = re.findall(r"w\('ledger-([\w-]+)'[,)]|'ledger-([\w-]+)' if|else 'ledger-([\w-]+)'", TEMPLATE)
    used = {f"ledger-{word}" for word in spoken | {next(filter(None, found)) for found in fixed}}
    used |= {f"ledger-{script.value}" for script in Script}
    used |= {f"ledger-by-{by.value}" for by in By if by is not By.KEEP} | {
        f"ledger-doubt-{doubt.value}" for doubt in Doubt
    }
    used |= {
        f"ledger-{key}" for key in ("waiting", "sources", "glossary", "all", "answers", "places", "places-1", "line")
    }
    en, zh = (
        {k: v for k, v in catalogue(name)["words"].items() if k.startswith("ledger-")} for name in ("en", "zh-Hans")
    )
    assert set(en) == set(zh) == used
    for key in en:
        assert set(re.findall(r"\{\w+\}", en[key])) == set(re.findall(r"\{\w+\}", zh[key])), key


def test_the_script_is_of_2019() -> None:
    script = TEMPLATE.split("<script>\n")[1].split("</script>")[0]
    code = re.sub(r"//.*", "", script)
    assert not re.search(r"\?\.[\w\[(]|\?\?|\|\|=|&&=|replaceAll|\.at\(|#\w+\s*[=(;]", code)
    if not shutil.which("node"):
        pytest.skip("no node on this machine")
    run = subprocess.run(["node", "--check", "-"], input=script, capture_output=True, text=True)
    assert not run.returncode, run.stderr
