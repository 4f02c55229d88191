"""Draw the picture of README that shows the inspector's report on a press file with faults put in.

    python -m docs.make_preflight_picture          (poppler-utils, ghostscript and chromium in the path)
"""

import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

import pikepdf
from PIL import Image

from bulletin import making
from bulletin.cli import main as command
from bulletin.readers import issue as issue_reader

HERE = Path(__file__).parent
ISSUE = HERE.parent / "sources" / "2026-11-23"
SIZE = (1000, 1560)
FAULTS = b"""
q 0 .1 .3 0 k 0 0 596 56 re f Q
q .9 .8 .9 .8 k 440 690 90 60 re f Q
q 0 0 1 rg 60 470 120 10 re f Q
q 0 0 0 1 K .08 w 60 612 m 530 612 l S Q
"""
"""In pt of the page: a tint that ends at the trim, too much ink, a screen's blue, a hairline."""


def main() -> None:
    """Write ``preflight.png``."""
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        loaded = issue_reader.load(ISSUE)
        made = making.make_edition(loaded, replace(loaded.plans[0], make=("press",)), work)
        spoilt, report, picture = work / "spoilt.pdf", work / "report.html", work / "report.png"
        with pikepdf.open(made.artifacts[0].path) as pdf:
            del pdf.pages[3:]
            page = pdf.pages[0]
            page.contents_add(b"q", prepend=True)
            page.contents_add(b"Q" + FAULTS)
            pdf.save(spoilt, deterministic_id=True)
        command(["--lang", "zh-Hans", "inspect", str(spoilt), "--html", str(report)])
        ask = ["chromium", "--headless", "--no-sandbox", "--hide-scrollbars", "--window-size={},{}".format(*SIZE)]
        subprocess.run([*ask, f"--screenshot={picture}", report.as_uri()], check=True, capture_output=True)
        shown = Image.open(picture).convert("RGB").resize((760, 1186), Image.Resampling.LANCZOS)
        shown.quantize(128, Image.Quantize.MAXCOVERAGE).save(HERE / "preflight.png", optimize=True)


if __name__ == "__main__":
    main()
