"""A reader in headless Chromium: the server that hands it the book, faces for Chinese text, and the sizes of screens."""

import contextlib
import functools
import mimetypes
import tempfile
import threading
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from fontTools.ttLib import TTFont

from tests import browser
from tests.books.base import NODE, ROOT
from tests.books.content import Book
from tests.browser import Page

PHONE, DESK = (360, 640), (1200, 900)
"""Width and height of the two screens, in CSS pixels."""

_REGIONS = {"zh-Hans": "SC", "zh-Hant-TW": "TC", "zh-Hant-HK": "HK"}

_STAND_IN = {
    "Song": ("serif", "Times New Roman", "Noto Serif CJK {}"),
    "Hei": ("sans-serif", "Arial", "system-ui", "Noto Sans CJK {}"),
    "Kai": ("Kaiti SC", "Kaiti TC", "KaiTi", "STKaiti", "BiauKai", "DFKai-SB"),
}
"""Our own faces, and the families in whose place they stand on a machine that has no Chinese fonts."""


def missing(*packages: str) -> str:
    """Return what this machine lacks for readers that are npm packages."""
    for package in packages:
        if not (NODE / package).is_dir():
            return f"{package} is missing: make check-books installs it"
    return "" if browser.program() else "no browser: sudo apt-get install chromium"


@contextlib.contextmanager
def served(files: Mapping[str, Path]) -> Iterator[str]:
    """Serve files and folders under these paths, to this machine alone; give the address of the root."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            if path == "/favicon.ico":
                self.send_response(204)
                self.end_headers()
                return
            known = next((prefix for prefix in files if path == prefix or path.startswith(f"{prefix}/")), None)
            file = files[known] / path.removeprefix(known).lstrip("/") if known else Path("/nowhere")
            if ".." in path or not file.is_file():
                self.send_error(404)
                return
            data = file.read_bytes()
            kind = "text/javascript" if file.suffix == ".js" else mimetypes.guess_type(file.name)[0]
            self.send_response(200)
            self.send_header("Content-Type", kind or "application/octet-stream")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextlib.contextmanager
def page(book: Book, work: Path, files: Mapping[str, Path]) -> Iterator[tuple[Page, str]]:
    """Open a browser that can read ``book`` as ``/book.epub``; give its page and the address of the root."""
    with served({"/book.epub": book.path, **files}) as root:
        own = (*browser.OWN, root)
        environment = {"FONTCONFIG_FILE": str(_settings(work, _REGIONS.get(book.language, "SC")))}
        with browser.chromium(browser.program(), work, environment, own) as opened:
            yield opened, root


def _settings(work: Path, region: str) -> Path:
    """Write settings of fontconfig in which our faces of a region stand for those that a book or a browser names."""
    aliases = ""
    for style, names in _STAND_IN.items():
        family = f"Bulletin {style} {region}"
        if style == "Kai":
            family = "Bulletin Kai" if region == "SC" else "Bulletin Kai TC"
        for name in names:
            aliases += (
                f"<match target='pattern'><test name='family'><string>{name.format(region)}</string></test>"
                f"<edit name='family' mode='assign' binding='same'><string>{family}</string></edit></match>"
            )
    aliases += (
        "<match target='pattern'><test name='family'><string>monospace</string></test>"
        "<edit name='family' mode='assign' binding='same'><string>DejaVu Sans Mono</string></edit></match>"
        f"<match><edit name='family' mode='append_last'><string>Bulletin Song {region}</string></edit></match>"
    )
    settings = work / "fonts.conf"
    settings.write_text(
        f"<?xml version='1.0'?><fontconfig><dir>{_faces()}</dir><dir>/usr/share/fonts</dir>"
        f"<cachedir>{_faces()}/cache</cachedir>{aliases}</fontconfig>"
    )
    return settings


@functools.cache
def _faces() -> Path:
    """Return a folder with the faces of the project as fontconfig reads them; made once, gone when the program ends."""
    folder = tempfile.TemporaryDirectory(prefix="faces-")
    _kept.append(folder)
    for file in sorted((ROOT / "fonts").glob("Bulletin*.woff2")):
        if any(f"Bulletin{style}" in file.name for style in _STAND_IN) and "Rare" not in file.name:
            with TTFont(file) as face:
                face.flavor = None
                face.save(Path(folder.name) / f"{file.stem}.otf")
    return Path(folder.name)


_kept: list[tempfile.TemporaryDirectory[str]] = []
