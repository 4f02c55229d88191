"""A small shelf for the tests of the site: two issues in three scripts as a build leaves them, with PDFs of one page."""

import functools
import hashlib
import json
import posixpath
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import pikepdf
from lxml import html

from bulletin import pipeline
from bulletin.pipeline import Request as Build
from bulletin.site.publish import Request, Result, publish

URL = "https://example.org/bulletin/"
FIRST, SECOND = "2025-12-29", "2026-01-12"
SCRIPTS = ("zh-Hans", "zh-Hant-TW", "zh-Hant-HK")

PUBLICATION = """\
title: 测试通讯
slug: test
publisher: 测试编辑部
script: zh-Hans
identifier: urn:uuid:5b0d2f6e-2a51-4f6e-9f1e-2f3c5f5b7a11
editions:
  zh-Hans: {script: zh-Hans, layout: bulletin}
  zh-Hant-TW: {script: zh-Hant-TW, layout: bulletin}
  zh-Hant-HK: {script: zh-Hant-HK, layout: bulletin}
"""

ISSUE = """\
number: %d
date: %s
sections:
  - title: 要闻
    articles: [library.md, bridge.md]
  - title: 副刊
    articles: [poem.md]
"""

LIBRARY = """\
---
title: [图书馆新馆, 正式开放]
deck: 开馆首日接待读者一万六千余人次
byline: 本报记者 周岚
---
本市图书馆新馆昨日开放[^1]，读者陈{漪|yī}说：“里面的书架很矮。”新馆由旧粮仓改建。

## 借书怎么借

详见[另一篇](bridge.md)，或上[网站](https://example.org/library)。

![读者在新馆](p.jpg "图为新馆中庭。")

[^1]: 每周一闭馆整理图书。
"""

BRIDGE = """\
---
title: 桥上的灯
---
桥灯调暗三成，夜鹭照旧出门，走夜路的人也没有抱怨过一句。

| 日期 | 时间 |
| --- | --- |
| 1日 | 9:30 |
| 2日 | 19:00 |
"""

POEM = """\
---
title: 桥上诗抄
---
::: 诗
云在水里
水在云里
:::

第%d期的诗到这里。
"""


def build(into: Path, home: Path) -> Path:
    """Build both issues below ``home``; return ``into``."""
    from PIL import Image

    for number, name in ((1, FIRST), (2, SECOND)):
        folder = home / "sources" / name
        folder.mkdir(parents=True)
        (folder.parent / "publication.yaml").write_text(PUBLICATION, "utf-8")
        (folder / "issue.yaml").write_text(ISSUE % (number, name), "utf-8")
        (folder / "library.md").write_text(LIBRARY, "utf-8")
        (folder / "bridge.md").write_text(BRIDGE, "utf-8")
        (folder / "poem.md").write_text(POEM % number, "utf-8")
        shade = Image.linear_gradient("L").resize((1500, 1000)).convert("RGB")
        shade.save(folder / "p.jpg", quality=60)
        pipeline.build(Build(folder, outputs=("epub",), into=into, jobs=1))
        for script in SCRIPTS:
            add_pdf(into / name, f"test-{name}-{script}.pdf", script, script)
    return into


def add_pdf(folder: Path, name: str, edition: str, language: str) -> None:
    """Put a PDF of one page beside the books, and into the manifest."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.Root.Lang = pikepdf.String(language)
    pdf.save(folder / name, deterministic_id=True)
    add(folder, name, edition, "pdf", pages=1)


def add(folder: Path, name: str, edition: str, output: str, **more: int) -> None:
    """Enter a file into the folder's manifest, in place of what was there of this name."""
    path = folder / "manifest.json"
    data: dict[str, Any] = (
        json.loads(path.read_text("utf-8")) if path.exists() else {"publication": "test", "files": []}
    )
    content = (folder / name).read_bytes()
    entry = {"path": name, "sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
    data["files"] = [f for f in data["files"] if f["path"] != name]
    data["files"].append(entry | {"edition": edition, "output": output} | more)
    data["files"].sort(key=lambda f: f["path"])
    path.write_text(json.dumps(data, ensure_ascii=False), "utf-8")


@functools.cache
def _built() -> Path:
    home = Path(tempfile.mkdtemp(prefix="bulletin-shelf-"))
    import atexit

    atexit.register(shutil.rmtree, home, ignore_errors=True)
    return build(home / "dist", home)


@functools.cache
def _published() -> Path:
    site = _built().parent / "site"
    make(_built(), site)
    return site


def shelf(into: Path) -> Path:
    """Return a copy of the shelf in ``into``, to be spoilt at will."""
    return shutil.copytree(_built(), into / "dist")


def published(into: Path) -> Path:
    """Return a copy of the shelf's site in ``into``, the times of its files as they were."""
    return shutil.copytree(_published(), into / "site")


def make(dist: Path, site: Path, url: str = URL, **options: object) -> Result:
    """Publish without a word."""
    return publish(Request(dist, site, url, **options), lambda line: None)  # type: ignore[arg-type]


def tree(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder, links as what they are."""
    return {
        path.relative_to(folder).as_posix(): str(path.readlink()).encode() if path.is_symlink() else path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() or path.is_symlink()
    }


def links(site: Path, page: str, base: str = URL) -> Iterator[tuple[str, str]]:
    """Yield what an HTML page of the site leads to: file of the site and fragment; addresses outside are left out."""
    root = html.fromstring((site / page).read_bytes())
    here = urljoin(base, page)
    for element in root.iter():
        for key in ("href", "src", "action", "srcset"):
            values = str(element.get(key, "")).split(", ") if element.get(key) else []
            for value in values:
                target = urlsplit(urljoin(here, value.split(" ")[0]))
                whole = target._replace(query="", fragment="").geturl()
                if whole.startswith(base):
                    yield unquote(whole.removeprefix(base)) or "index.html", unquote(target.fragment)


def page_of(site: Path, page: str) -> Any:
    """Return an HTML page of the site, parsed."""
    return html.fromstring((site / page).read_bytes())


def dangling(site: Path, start: str = "index.html", base: str = URL) -> set[str]:
    """Return what is missing of all that can be reached from a page, link by link."""
    missing: set[str] = set()
    waiting, seen = [start], {start}
    ids: dict[str, set[str]] = {}
    wanted: list[tuple[str, str]] = []
    while waiting:
        page = waiting.pop()
        if not (site / page).is_file():
            missing.add(page)
        elif page.endswith(".html"):
            ids[page] = {str(e.get("id")) for e in html.fromstring((site / page).read_bytes()).iter() if e.get("id")}
            for path, fragment in links(site, page, base):
                if fragment:
                    wanted.append((path, fragment))
                if path not in seen:
                    seen.add(path)
                    waiting.append(path)
    return missing | {f"{path}#{fragment}" for path, fragment in wanted if path in ids and fragment not in ids[path]}


def change_book(path: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    """Change the members of an EPUB, and what the manifest beside it says of the file."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    manifest = json.loads((path.parent / "manifest.json").read_text("utf-8"))
    entry = next(f for f in manifest["files"] if f["path"] == path.name)
    add(path.parent, path.name, entry["edition"], entry["output"])


def member(members: dict[str, bytes], ending: str) -> str:
    """Return the full name of the member of an EPUB that is called so."""
    return next(name for name in members if posixpath.basename(name) == ending)
