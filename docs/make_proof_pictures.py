"""Draw the pictures of README that show a second proof and the difference of two PDFs.

    python -m docs.make_proof_pictures          (poppler-utils and chromium in the path)
"""

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PIL import Image

from bulletin import making
from bulletin.cli import main as command
from bulletin.making import OUTPUTS
from bulletin.readers import issue as issue_reader

HERE = Path(__file__).parent
SOURCES = HERE.parent / "sources"
ISSUE = "2026-11-23"
GAP, HEIGHT = 12, 560
CORRECTIONS = (
    ("拦了二十个月的蓝色围挡", "拦了二十一个月的蓝色围挡"),
    ("桥长216米", "桥长218米"),
    ("，脚步快的也要走45分钟", ""),
    ("deck: 从渡口街走到", "deck: 由渡口街走到"),
)


def make(home: Path, folder: Path, delivered: Path | None) -> list[Path]:
    """Make the paper and the proof of the sample issue below ``home``."""
    folder.mkdir()
    loaded = issue_reader.load(home / ISSUE)
    assert {"pdf", "proof"} <= set(OUTPUTS)
    plan = replace(loaded.plans[0], make=("pdf", "proof"))
    made = making.make_edition(loaded, plan, folder, delivered=delivered)
    return [artifact.path for artifact in made.artifacts]


def shown(path: Path, page: int, target: Path) -> Image.Image:
    """Return a page as on a screen."""
    ask = ["pdftoppm", "-r", "110", "-f", str(page), "-l", str(page), "-singlefile", "-png"]
    subprocess.run([*ask, path, target], check=True)
    return Image.open(target.with_suffix(".png")).convert("RGB")


def beside(pictures: Sequence[Image.Image], target: Path) -> None:
    """Write pictures of one height side by side."""
    scaled = [one.resize((round(one.width * HEIGHT / one.height), HEIGHT), Image.Resampling.LANCZOS) for one in pictures]
    whole = Image.new("RGB", (sum(one.width + GAP for one in scaled) + GAP, HEIGHT + 2 * GAP), (225, 225, 222))
    x = GAP
    for one in scaled:
        whole.paste(one, (x, GAP))
        x += one.width + GAP
    whole.quantize(72).save(target, optimize=True)


def main() -> None:
    """Write ``proof.png`` and ``diff.png``."""
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        home = work / "sources"
        shutil.copytree(SOURCES, home)
        old, first = make(home, work / "一校", None)
        article = home / ISSUE / "city" / "bridge.md"
        text = article.read_text("utf-8")
        for was, becomes in CORRECTIONS:
            assert was in text, was
            text = text.replace(was, becomes, 1)
        article.write_text(text, "utf-8")
        new, second = make(home, work / "二校", first.parent)
        with_block = shown(second, 1, work / "page"), shown(second, 18, work / "block")
        beside([with_block[0], with_block[1]], HERE / "proof.png")
        report = work / "report.html"
        named = [work / "一校.pdf", work / "二校.pdf"]
        for path, target in zip((old, new), named, strict=True):
            shutil.copy(path, target)
        command(["--lang", "zh-Hans", "diff", *map(str, named), "--html", str(report)])
        picture = work / "diff.png"
        ask = ["chromium", "--headless", "--no-sandbox", "--hide-scrollbars", "--window-size=1000,1010"]
        subprocess.run([*ask, f"--screenshot={picture}", report.as_uri()], check=True, capture_output=True)
        Image.open(picture).convert("RGB").resize((800, 808), Image.Resampling.LANCZOS).quantize(72).save(
            HERE / "diff.png", optimize=True
        )


if __name__ == "__main__":
    main()
