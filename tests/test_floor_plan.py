"""Imports go down the floors only, modules stay small, and the catalogue is complete."""

import ast
import re
from pathlib import Path

import pytest

from bulletin.findings import catalogue, codes

PACKAGE = Path(__file__).parent.parent / "bulletin"

# Top to bottom; on one floor, left to right: a module may import what stands to its left.
FLOORS = [
    ["units", "findings", "errors", "blocks", "kinds", "terms", "imprint", "plan", "model", "walk", "metadata"],
    ["textfile", "config", "readers", "writers"],
    ["script", "typography", "galley", "importers"],
    ["almanac", "fonts", "layouts", "compose", "typeset"],
    ["press", "impose", "proofs", "outputs"],
    [
        "workers",
        "versions",
        "checks",
        "compare",
        "keep",
        "report",
        "ledgers",
        "deliver",
        "site",
        "newcomer",
        "desk",
        "doctor",
    ],
    ["making", "pipeline"],
    ["commands", "usage", "cli", "__main__"],
]
ORDER = {name: (floor, place) for floor, names in enumerate(FLOORS) for place, name in enumerate(names)}


def room(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "bulletin":
            if node.module == "bulletin":
                found |= {f"bulletin.{alias.name}" for alias in node.names}
            else:
                found.add(node.module)
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name.split(".")[0] == "bulletin"}
    return found


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", modules(), ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_imports_go_down(path: Path) -> None:
    here = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if here == "__init__":
        assert not imports(path)
        return
    assert here in ORDER, f"{here} stands on no floor"
    for name in imports(path):
        there = room(name)
        if there in ("", "__version__", here):
            continue
        assert ORDER[there] < ORDER[here], f"{here} imports {there}, which stands above it"


def test_no_circles_inside_a_room() -> None:
    graph = {
        ".".join(("bulletin", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__"): imports(
            path
        )
        for path in modules()
    }
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " -> ".join((*trail, name))
        if name not in done:
            for other in sorted(graph.get(name, ())):
                if other in graph and other != name:
                    visit(other, (*trail, name))
            done.add(name)

    for name in graph:
        visit(name, ())


@pytest.mark.parametrize("path", modules(), ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_modules_stay_small(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 330


def test_only_cli_prints() -> None:
    for path in modules():
        if path.name not in ("cli.py", "commands.py"):
            text = path.read_text("utf-8")
            assert not re.search(r"\bprint\(|sys\.std(out|err)", text), path


def test_catalogues_say_the_same_things() -> None:
    english, chinese = catalogue("en"), catalogue("zh-Hans")
    assert set(english) == set(chinese)
    for code in codes():
        assert english[code]["severity"] in ("note", "warning", "error"), code
        assert english[code]["says"] and chinese[code]["says"], code
        for part in ("says", "cure"):
            fields = [set(re.findall(r"\{([a-z]+)\}", entry[code].get(part, ""))) for entry in (english, chinese)]
            assert fields[0] >= fields[1], f"{code} {part}: {fields}"
    assert set(english["words"]) == set(chinese["words"])


def test_every_code_is_used_and_every_used_code_is_known() -> None:
    text = "\n".join(path.read_text("utf-8") for path in modules())
    used = set(re.findall(r'"([A-Z]-\d{3})"', text))
    assert used == set(codes())
