"""Who takes part in the comparison, by what command, and who is left out on this machine."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from bulletin.fonts import FontSet
from tests.bench_sources import Copy

ROOT = Path(__file__).parent.parent
TOOLS = ROOT / ".venv" / "for-bench" / "bin" / "python"
"""The Python in which `make bench` puts Typst."""
BROWSERS = ("chromium", "chromium-browser", "google-chrome")

ENGINE = """
import sys
from pathlib import Path
from time import process_time
from bulletin import fonts
fonts.prepare()
from bulletin.typeset import pages
from tests.bench_sources import RULES
import weasyprint
render, done = weasyprint.HTML.render, []
def timed(*words, **more):
    document = render(*words, **more)
    done.append(process_time())
    return document
weasyprint.HTML.render = timed
began = process_time()
html, css, target, tags = sys.argv[1:]
laid = pages.lay_out(Path(html).read_text("utf-8"), Path(css).read_text("utf-8"), {}, RULES)
seen = process_time()
if tags:
    laid.write_pdf(Path(target))
else:
    laid.document.write_pdf(target)
print(began, done[0] - began, seen - done[0], process_time() - seen)
"""
STOCK = """
import sys
from pathlib import Path
from time import process_time
from bulletin import fonts
fonts.prepare()
import weasyprint
from weasyprint.text.fonts import FontConfiguration
began = process_time()
html, css, target, tags = sys.argv[1:]
how = {"pdf_variant": "pdf/ua-1", "pdf_tags": True, "dpi": 300} if tags else {}
config = FontConfiguration()
sheet = weasyprint.CSS(string=Path(css).read_text("utf-8"), font_config=config)
text = Path(html).read_text("utf-8")
document = weasyprint.HTML(string=text).render(stylesheets=[sheet], font_config=config, **how)
middle = process_time()
document.write_pdf(target, **how)
print(began, middle - began, 0.0, process_time() - middle)
"""
TYPST = """
import sys
import typst
source, target, faces = sys.argv[1:]
typst.compile(source, output=target, font_paths=[faces], ignore_system_fonts=True)
"""
_VERSION = "from importlib.metadata import version; import typst; print(version('typst'))"
_QUIET = (
    *("--headless", "--disable-gpu", "--disable-dev-shm-usage", "--disable-extensions", "--disable-sync"),
    *("--no-first-run", "--disable-background-networking", "--disable-component-update", "--no-pdf-header-footer"),
)


@dataclass(frozen=True, slots=True)
class Contender:
    """One that sets the text."""

    key: str
    name: str
    """With its version."""
    words: tuple[str, ...]
    """Its command; ``@html``, ``@pdf`` and their like stand for files of the copy."""
    own: bool = False
    """Whether it tells what its start, its layout and its drawing took."""
    tags: bool = True

    def command(self, copy: Copy) -> list[str]:
        """Return the command that sets ``copy``."""
        files = {"@html": copy.html, "@css": copy.css, "@typst": copy.typst, "@browser": copy.browser}
        files |= {"@pdf": self.target(copy), "@profile": copy.folder / "profile"}
        out = []
        for word in self.words:
            for name, file in files.items():
                word = word.replace(name, str(file))  # noqa: PLW2901 (one word, all its names)
            out.append(word)
        return out

    def target(self, copy: Copy) -> Path:
        """Return the PDF that it makes of ``copy``."""
        return copy.folder / f"{self.key}.pdf"


def ours(*, tags: bool = True) -> Contender:
    """Return our engine, as the press room calls it."""
    return _python("bulletin", "bulletin", ENGINE, tags)


def stock(*, tags: bool = True) -> Contender:
    """Return WeasyPrint without our hooks."""
    return _python("weasyprint", f"WeasyPrint {version('weasyprint')}", STOCK, tags)


def _python(key: str, name: str, code: str, tags: bool) -> Contender:
    words = (sys.executable, "-c", code, "@html", "@css", "@pdf", "tags" if tags else "")
    return Contender(key if tags else f"{key}-untagged", name, words, True, tags)


def others(faces: FontSet) -> Iterator[Contender | str]:
    """Yield Chromium and Typst, or why one is left out."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    said = _said(browser, "--version") if browser else ""
    if browser and said:
        # A browser refuses its sandbox to root.
        loose = ("--no-sandbox",) if os.geteuid() == 0 else ()
        files = ("--user-data-dir=@profile", "--print-to-pdf=@pdf", "file://@browser")
        number = next((word.split(".")[0] for word in said.split() if word[0].isdigit()), "")
        yield Contender("chromium", f"Chromium {number}", (browser, *_QUIET, *loose, *files))
    else:
        yield f"Chromium is left out: this machine has none of {', '.join(BROWSERS)}"
    yield _typst(str(faces.faces[0].path.parent))


def _typst(folder: str) -> Contender | str:
    for python in (str(TOOLS), sys.executable):
        said = _said(python, "-c", _VERSION) if Path(python).exists() else ""
        if said:
            return Contender("typst", f"Typst {said}", (python, "-c", TYPST, "@typst", "@pdf", folder))
    command = shutil.which("typst")
    said = _said(command, "--version") if command else ""
    if command and said:
        words = (command, "compile", "--ignore-system-fonts", "--font-path", folder, "@typst", "@pdf")
        return Contender("typst", f"Typst {said.split()[1]}", words)
    return f"Typst is left out: neither {TOOLS.relative_to(ROOT)} nor this Python has it, nor is it a command"


def _said(*command: str) -> str:
    run = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    return run.stdout.strip() if not run.returncode else ""
