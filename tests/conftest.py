"""Small publications that tests write for themselves."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bulletin import fonts

PUBLICATION = """\
title: 测试通讯
slug: test
publisher: 测试编辑部
script: zh-Hans
identifier: urn:uuid:5b0d2f6e-2a51-4f6e-9f1e-2f3c5f5b7a11
editions:
  zh-Hans: {script: zh-Hans, layout: bulletin}
"""

ISSUE = """\
number: 3
total: 33
date: 2026-11-23
sections:
  - title: 要闻
    articles: [a.md]
"""

ARTICLE = """\
---
title: 一篇文章
---
正文第一段，说明了发展的方向。

正文第二段。
"""

ROOT = Path(__file__).parent.parent
SEED = ROOT.parent / "shared" / "seed" / "issue" / "2023-01-11"
SAMPLE = ROOT / "sources" / "2026-11-23"

# Before any test imports WeasyPrint: fontconfig reads its settings once in a process.
fonts.prepare()

Publish = Callable[..., Path]


@pytest.fixture
def publish(tmp_path: Path) -> Publish:
    """Return a function that writes a publication and gives its issue folder.

    Keywords replace whole files: ``publish(issue=…, publication=…, files={"a.md": …})``; bytes are written raw.
    """

    def write(
        issue: str = ISSUE,
        publication: str = PUBLICATION,
        files: dict[str, str | bytes] | None = None,
        name: str = "2026-11-23",
    ) -> Path:
        home = tmp_path / "sources"
        folder = home / name
        folder.mkdir(parents=True)
        (home / "publication.yaml").write_text(publication, "utf-8")
        (folder / "issue.yaml").write_text(issue, "utf-8")
        for path, content in ({"a.md": ARTICLE} if files is None else files).items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content if isinstance(content, bytes) else content.encode())
        return folder

    return write


@pytest.fixture
def seed() -> Path:
    """The seed issue beside the project; tests that need it are skipped, visibly, where there is none."""
    if not SEED.is_dir():
        pytest.skip("no seed issue beside the project")
    return SEED
