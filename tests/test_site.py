"""The site as a whole: every link leads somewhere, only what must change does, and it is there whole or not at all."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bulletin.cli import main
from bulletin.errors import DeliverError
from bulletin.site import write
from tests.conftest import ROOT
from tests.site_shelf import FIRST, SCRIPTS, SECOND, URL, dangling, links, make, page_of, published, shelf, tree


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    return shelf(tmp_path)


@pytest.fixture
def site(tmp_path: Path, dist: Path) -> Path:
    return published(tmp_path)


def pages(site: Path) -> list[str]:
    return [path for path in tree(site) if path.endswith(".html")]


def test_every_page_is_reached_and_every_link_leads_somewhere(site: Path) -> None:
    assert dangling(site) == set()
    reached, waiting = {"index.html"}, ["index.html"]
    while waiting:
        page = waiting.pop()
        if page.endswith(".html"):
            for path, _ in links(site, page):
                if path not in reached:
                    reached.add(path)
                    waiting.append(path)
    apart = {path for path in tree(site) if not path.startswith(("search/", "opds/"))} - reached
    maps = {"sitemap.xml", write.MANIFEST, *(f"{s}/sitemap-{y}.xml" for s in SCRIPTS for y in (2025, 2026))}
    # Full covers are the catalogues'.
    assert {path for path in apart if not path.startswith("pictures/")} == maps


def test_links_are_relative_so_that_any_prefix_works(site: Path) -> None:
    for page in pages(site):
        root = page_of(site, page)
        for element in root.iter():
            for key in ("href", "src"):
                value = str(element.get(key, ""))
                in_head = element.tag == "link" and element.get("rel") in ("canonical", "alternate")
                assert not value.startswith("/"), (page, value)
                assert in_head or not value.startswith(URL), (page, value)


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_page_says_what_it_is(site: Path, script: str) -> None:
    for page in (f"{script}/index.html", f"{script}/{FIRST}/index.html", f"{script}/{FIRST}/a0001.html"):
        root = page_of(site, page)
        assert root.get("lang") == script
        assert len(root.findall(".//h1")) == 1 and root.findtext("head/title")
        assert root.find("head/link[@rel='canonical']").get("href") == URL + page
        alternates = {e.get("hreflang"): e.get("href") for e in root.findall("head/link[@hreflang]")}
        expected = {s: URL + page.replace(script, s, 1) for s in SCRIPTS}
        assert {k: v for k, v in alternates.items() if k != "x-default"} == expected
        types = {e.get("type") for e in root.findall("head/link[@rel='alternate']")}
        assert {"application/atom+xml", "application/opds+json"} <= types
        assert {"application/atom+xml;profile=opds-catalog;kind=navigation"} <= types
        switch = root.findall(".//nav[@class='scripts']//a")
        assert [a.get("hreflang") for a in switch] == [s for s in SCRIPTS if s != script]
        ids = [e.get("id") for e in root.iter() if e.get("id")]
        assert len(ids) == len(set(ids)), page


def test_the_issue_offers_contents_and_every_edition(site: Path) -> None:
    root = page_of(site, f"zh-Hans/{FIRST}/index.html")
    contents = root.find(".//nav[@class='contents']")
    assert [h.text_content() for h in contents.findall(".//h3")] == ["要闻", "副刊"]
    assert [a.text_content() for a in contents.findall(".//li/a")] == ["图书馆新馆　正式开放", "桥上的灯", "桥上诗抄"]
    rows = [
        (a.get("hreflang"), a.text_content(), a.getnext().text_content())
        for a in root.findall(".//section[@id='downloads']//a")
    ]
    assert [(row[0], row[1][:3]) for row in rows] == [(s, kind) for s in SCRIPTS for kind in ("EPU", "PDF")]
    assert all(row[2].endswith((" kB", " MB")) for row in rows) and rows[1][2].startswith("1页")


def test_the_newest_issue_stands_first_and_years_are_apart(site: Path) -> None:
    root = page_of(site, "zh-Hant-TW/index.html")
    assert root.find(".//section[@class='front']//h2").text_content() == "第2期"
    assert [h.text_content() for h in root.findall(".//section[@class='archive']//h3")] == ["2026年", "2025年"]
    covers = root.findall(".//ol[@class='covers']//img")
    assert [(img.get("width"), img.get("height")) for img in covers] == [("400", "640")] * 2
    home = page_of(site, "index.html")
    assert (
        home.get("lang") == "zh-Hans"
        and home.find("head/link[@rel='canonical']").get("href") == f"{URL}zh-Hans/index.html"
    )


def test_an_edition_that_is_missing_leads_to_the_nearest_page(tmp_path: Path, dist: Path) -> None:
    folder = dist / SECOND
    data = json.loads((folder / "manifest.json").read_text("utf-8"))
    data["files"] = [f for f in data["files"] if f["edition"] != "zh-Hant-HK"]
    (folder / "manifest.json").write_text(json.dumps(data), "utf-8")
    make(dist, tmp_path / "site")
    assert dangling(tmp_path / "site") == set()
    root = page_of(tmp_path / "site", f"zh-Hans/{SECOND}/a0001.html")
    ways = {a.get("hreflang"): (a.get("href"), a.get("rel")) for a in root.findall(".//nav[@class='scripts']//a")}
    assert ways == {
        "zh-Hant-TW": (f"../../zh-Hant-TW/{SECOND}/a0001.html", "alternate"),
        "zh-Hant-HK": ("../../zh-Hant-HK/index.html", None),
    }
    assert not root.findall("head/link[@hreflang='zh-Hant-HK']")


def test_the_same_bytes_in_any_zone_and_order_of_hashes(tmp_path: Path, dist: Path) -> None:
    code = "import sys; from pathlib import Path; from tests.site_shelf import make; make(Path(sys.argv[1]), Path(sys.argv[2]))"
    for name, zone, seed in (("one", "Asia/Shanghai", "1"), ("two", "America/New_York", "77")):
        subprocess.run(
            [sys.executable, "-c", code, str(dist), str(tmp_path / name)],
            cwd=ROOT,
            env={**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            check=True,
        )
    one = tree(tmp_path / "one")
    assert one == tree(tmp_path / "two") and len(one) > 50
    text = b"".join(data for path, data in one.items() if not path.startswith(("files/", "pictures/")))
    assert str(tmp_path).encode() not in text


def test_a_second_run_writes_nothing(tmp_path: Path, dist: Path, site: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in site.rglob("*")}
    made = make(dist, site)
    assert made.written.new == made.written.changed == made.written.removed == ()
    assert made.written.kept == len(tree(site)) - 1
    assert {path: path.stat().st_mtime_ns for path in site.rglob("*")} == before


def test_a_new_issue_leaves_the_others_alone(tmp_path: Path, dist: Path) -> None:
    site, whole = tmp_path / "half", published(tmp_path)
    kept = shutil.move(dist / SECOND, tmp_path / SECOND)
    make(dist, site)
    before = {path: path.stat().st_mtime_ns for path in site.rglob("*") if path.is_file()}
    shutil.move(kept, dist / SECOND)
    made = make(dist, site)
    assert tree(site) == tree(whole)
    touched = {p.relative_to(site).as_posix() for p, when in before.items() if p.stat().st_mtime_ns != when}
    # The neighbour's page has a link to the new issue; its stories, pictures, downloads and search stay as they are.
    expected = {
        write.MANIFEST,
        "index.html",
        "sitemap.xml",
        "opds/index.xml",
        "opds/index.json",
        "opds/new.xml",
        "opds/new.json",
    }
    for script in SCRIPTS:
        expected |= {f"{script}/{name}" for name in ("index.html", "search.html", "feed.xml", f"{FIRST}/index.html")}
        expected |= {f"opds/{script}/{name}.{kind}" for name in ("index", "new") for kind in ("xml", "json")}
        expected |= {f"search/{script}/years.js"}
    assert touched == expected
    assert set(made.written.changed) == expected - {write.MANIFEST} and made.written.removed == ()


def test_what_is_not_ours_stays(tmp_path: Path, dist: Path, site: Path) -> None:
    foreign = {"CNAME": b"example.org\n", ".git/HEAD": b"ref", f"zh-Hans/{FIRST}/own.html": b"<p>"}
    for path, data in foreign.items():
        (site / path).parent.mkdir(exist_ok=True)
        (site / path).write_bytes(data)
    shutil.rmtree(dist / FIRST)
    with pytest.raises(DeliverError) as told:
        make(dist, site)
    assert [f.code for f in told.value.findings] == ["W-012"] and (site / "zh-Hans" / FIRST / "a0001.html").exists()
    made = make(dist, site, remove=True)
    assert not (site / "zh-Hans" / FIRST / "a0001.html").exists() and made.written.removed
    assert not (site / "files" / FIRST).exists(), "an empty folder stayed"
    assert {path: (site / path).read_bytes() for path in foreign} == foreign
    assert dangling(site) == set()


def test_what_stands_in_the_way_is_refused_before_anything_is_written(tmp_path: Path, dist: Path) -> None:
    site = tmp_path / "site"
    (site / "zh-Hans").mkdir(parents=True)
    (site / "index.html").write_text("my own")
    (site / "opds").write_text("a file where a folder must be")
    (site / "zh-Hans" / "search.html").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "outside").mkdir()
    (site / "pictures").symlink_to(tmp_path / "outside")
    before = tree(site)
    with pytest.raises(DeliverError) as told:
        make(dist, site)
    assert {f.code for f in told.value.findings} == {"W-011"}
    places = {str(f.place) for f in told.value.findings}
    assert places == {"index.html", "zh-Hans/search.html", "opds", "pictures"}
    assert tree(site) == before and not list((tmp_path / "outside").iterdir())


def test_a_changed_file_of_ours_is_told_and_put_right(tmp_path: Path, dist: Path, site: Path) -> None:
    right = (site / "style.css").read_bytes()
    (site / "style.css").write_text("body { color: red }")
    (site / "zh-Hans" / "index.html").unlink()
    made = make(dist, site)
    assert [(f.code, str(f.place)) for f in made.written.findings] == [("W-013", "style.css")]
    assert (site / "style.css").read_bytes() == right and made.written.new == ("zh-Hans/index.html",)


class CrashError(Exception):
    """What no code of ours expects."""


def half(tmp_path: Path, dist: Path) -> tuple[Path, int]:
    """Return a site of the first issue alone, and how many steps it takes to make it that of both."""
    site = tmp_path / "half"
    kept = shutil.move(dist / SECOND, tmp_path / SECOND)
    make(dist, site)
    (site / "CNAME").write_text("example.org")
    shutil.move(kept, dist / SECOND)
    old, new = tree(site), tree(published(tmp_path))
    return site, sum(old.get(path) != data for path, data in new.items()) + 1


@pytest.mark.parametrize("kind", [CrashError, OSError, KeyboardInterrupt])
def test_an_error_at_any_step_leaves_the_old_site(
    tmp_path: Path, dist: Path, monkeypatch: pytest.MonkeyPatch, kind: type[BaseException]
) -> None:
    site, total = half(tmp_path, dist)
    before, real, steps = tree(site), Path.replace, 0
    for stop in (1, 2, total // 2, total - 1, total):
        steps = 0

        def replace(self: Path, target: Path) -> Path:
            nonlocal steps
            if write.WORK in self.parts and "old" not in self.parts:
                steps += 1
                if steps == stop:  # noqa: B023 - called within this turn
                    raise kind("stopped")
            return real(self, target)

        monkeypatch.setattr(Path, "replace", replace)
        with pytest.raises(DeliverError if kind is OSError else kind):
            make(dist, site)
        monkeypatch.setattr(Path, "replace", real)
        assert steps == stop and tree(site) == before, f"after step {stop}"
    make(dist, site)
    assert tree(site) == {**tree(tmp_path / "site"), "CNAME": b"example.org"}


KILL = """
import os, sys
from pathlib import Path
from bulletin.site import write
from tests.site_shelf import make
real, left = Path.replace, int(sys.argv[3])
def replace(self, target):
    global left
    left -= 1
    if left < 0:
        os._exit(9)
    return real(self, target)
Path.replace = replace
make(Path(sys.argv[1]), Path(sys.argv[2]), remove=True)
"""


@pytest.mark.parametrize("part", [0.01, 0.4, 0.8, 0.98])
def test_a_machine_that_dies_leaves_no_link_dangling(tmp_path: Path, dist: Path, part: float) -> None:
    """Killed outright, with no chance to tidy: a reader finds every page, and the next run completes the site."""
    site, total = half(tmp_path, dist)
    at = int(part * total)
    run = subprocess.run(
        [sys.executable, "-c", KILL, str(dist), str(site), str(at)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert run.returncode == 9
    assert dangling(site) == set() and (site / write.WORK).exists()
    make(dist, site)
    assert tree(site) == {**tree(tmp_path / "site"), "CNAME": b"example.org"} and not (site / write.WORK).exists()


def test_the_command(tmp_path: Path, dist: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = tmp_path / "site"
    words = ["publish", str(dist), "--site", str(site), "--url", "https://example.org/b"]
    assert main(words) == 0
    out, err = capsys.readouterr()
    assert out.splitlines()[0] == str(site) and "site: 2;" in out and "https://example.org/b/opds/index.xml" in err
    assert main([*words, "--json", "--home", "zh-Hant-TW"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["issues"] == 2 and "index.html" in said["changed"] and said["new"] == said["findings"] == []
    assert page_of(site, "index.html").get("lang") == "zh-Hant-TW"
    assert main([*words, "--lang", "zh-Hans"]) == 0
    assert "网站共 2 期" in capsys.readouterr().out
    # The first page that was asked for once stays, until another is.
    assert page_of(site, "index.html").get("lang") == "zh-Hant-TW"
    assert main([*words, "--home", "zh-Hans"]) == 0
    assert page_of(site, "index.html").get("lang") == "zh-Hans"
