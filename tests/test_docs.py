"""What the project says of itself is true: the list of findings, the pages of the README, the Makefile."""

import os
import re
from pathlib import Path

from bulletin.findings import catalogue, codes
from tests.conftest import ROOT

FAMILIES = {
    "C": "Settings · 设置",
    "S": "Sources · 稿件",
    "T": "Script and punctuation · 简繁与标点",
    "F": "Fonts · 字体",
    "P": "Pages · 版面",
    "L": "Proof that nothing was lost · 一字不缺",
    "E": "E-books · 电子书",
    "D": "Delivery · 交付",
    "W": "Site and catalogues · 网站与书目",
    "R": "Printing · 付印",
    "X": "Preflight · 印前检查",
    "I": "Imprint · 刊记",
    "M": "Import · 导入",
    "U": "Command line and machine · 命令行与机器",
}


def findings_page() -> str:
    english, chinese = catalogue("en"), catalogue("zh-Hans")
    lines = [
        "# Findings · 提示代码",
        "",
        "Every message of bulletin has a code that stays the same. A note is told; a warning is told, and stops a `--strict` build; an",
        "error delivers nothing. Words in `{…}` are filled in. Made from `bulletin/words/*.toml` by `make golden`.",
    ]
    for family, title in FAMILIES.items():
        lines += ["", f"## {title}", ""]
        for code in codes():
            if code.startswith(family):
                entry, other = english[code], chinese[code]
                lines.append(f"- **{code}** ({entry['severity']}) {entry['says']} → {entry.get('cure', '')}  ")
                lines.append(f"  {other['says']} → {other.get('cure', '')}")
    return "\n".join(lines) + "\n"


def test_golden_list_of_findings() -> None:
    path = ROOT / "docs" / "findings.md"
    if os.environ.get("BULLETIN_GOLDEN") == "accept":
        path.parent.mkdir(exist_ok=True)
        path.write_text(findings_page(), "utf-8")
    assert path.read_text("utf-8") == findings_page(), "run `make golden`"
    assert {code[0] for code in codes()} <= set(FAMILIES)


def test_what_the_pages_link_to_is_there() -> None:
    for page in ("README.md", "README.zh.md", "ARCHITECTURE.md"):
        text = (ROOT / page).read_text("utf-8")
        for target in re.findall(r"\]\(([^)#:]+)\)", text):
            if "photos/" not in target and "待补" not in target:
                assert (ROOT / target).exists(), f"{page}: {target}"


def test_make_targets_that_are_named_are_there() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    for page in ("README.md", "README.zh.md"):
        named = set(re.findall(r"`make ([a-z-]+)`", (ROOT / page).read_text("utf-8")))
        assert named <= targets, named - targets


def test_nothing_names_a_registry_or_this_machine() -> None:
    suspects = re.compile(r"files\.pythonhosted|pypi\.org|registry\.npmjs|deb\.debian|/work/|/root/|/home/")
    kinds = (".py", ".md", ".toml", ".lock", ".in", ".txt", ".yaml", ".css", ".j2", ".tsv", "")
    others = (".venv", ".git", ".mypy", ".ruff", ".pytest", ".hypo", "dist")
    for path in sorted(ROOT.rglob("*")):
        own = not path.relative_to(ROOT).parts[0].startswith(others) and path != Path(__file__)
        if own and path.is_file() and path.suffix in kinds:
            assert not suspects.search(path.read_text("utf-8", "replace")), path
