"""``bulletin new``: a publication, or an issue below one, that builds as it stands."""

import datetime
import re
import shutil
import tempfile
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bulletin.errors import DeliverError
from bulletin.findings import finding
from bulletin.readers.neighbours import Neighbour, following, last, neighbours

_PUBLICATION = """\
# 刊物的固定信息。每一项的说明见 README。
title: {title}
slug: {slug}
publisher: {title}编辑部
script: zh-Hans
identifier: urn:uuid:{uuid}
defaults: {{make: [pdf, epub]}}
editions:
  zh-Hans:    {{script: zh-Hans,    layout: bulletin}}
  zh-Hant-TW: {{script: zh-Hant-TW, layout: bulletin}}
  zh-Hant-HK: {{script: zh-Hant-HK, layout: bulletin}}
"""

_ISSUE = """\
number: {number}
total: {total}
date: {date}
sections:
  - title: 要闻
    articles: [news/first.md]
"""

_ARTICLE = """\
---
标题: 第一篇文章
副题: 把这一篇换成您自己的稿子
作者: 本刊编辑
级别: 头条
---
正文从这里开始，一段一行，段与段之间空一行。

需要图片时，把文件放进本期文件夹的 photos/ 里，再单独写一行（去掉两头的撇号）：

`![画面内容](../photos/文件名.jpg "图说"){{credit="某某 摄"}}`

图片还没到，就把文件名写成“待补”。
"""


@dataclass(frozen=True, slots=True)
class New:
    """What was made."""

    files: tuple[Path, ...]
    issue: Path
    """The issue folder: what to build next."""


def make(folder: Path, _language: str = "en") -> New:
    """Make a publication at ``folder``, or an issue where one stands above; all of it or nothing.

    Raises ``DeliverError`` where ``folder`` is there already or cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise DeliverError(finding("D-002", path=folder))
    home = next((up for up in folder.resolve().parents if (up / "publication.yaml").is_file()), None)
    others = neighbours(home, folder.resolve()) if home else ()
    texts = _issue_texts(folder.name, others) if home else _publication_texts(folder.resolve().name)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        stage = Path(tempfile.mkdtemp(prefix=".new-", dir=folder.parent))
        try:
            for name, text in texts.items():
                (stage / name).parent.mkdir(parents=True, exist_ok=True)
                (stage / name).write_text(text, "utf-8")
            stage.chmod(0o755)
            if folder.exists():
                folder.rmdir()
            stage.replace(folder)
        finally:
            shutil.rmtree(stage, ignore_errors=True)
    except OSError as problem:
        raise DeliverError(finding("D-001", folder=folder, reason=problem.strerror or problem)) from None
    issue = next(Path(name).parent for name in texts if name.endswith("issue.yaml"))
    return New(tuple(folder / name for name in texts), folder / issue)


def _publication_texts(name: str) -> dict[str, str]:
    today = datetime.date.today().isoformat()
    slug = re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-._") or "bulletin"
    title = name if re.search(r"[\u3400-\u9fff]", name) else "社区通讯"
    head = {"publication.yaml": _PUBLICATION.format(title=title, slug=slug, uuid=uuid.uuid4())}
    return head | {f"{today}/{key}": text for key, text in _issue_texts(today).items()}


def _issue_texts(name: str, others: Sequence[Neighbour] = ()) -> dict[str, str]:
    """Return the files of an issue whose numbers follow those of the publication's ``others``."""
    try:
        date = datetime.date.fromisoformat(name)
    except ValueError:
        date = datetime.date.today()
    before = last(others, date)
    number, total = following(before, date, others) if before else (1, 1)
    return {
        "issue.yaml": _ISSUE.format(date=date.isoformat(), number=number or 1, total=total or 1),
        "news/first.md": _ARTICLE.replace("{{", "{").replace("}}", "}"),
    }
