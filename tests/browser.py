"""A headless Chromium driven over a pipe (``--remote-debugging-pipe``): nothing but it and Python is needed.

For the checks that want a browser: ``check_ledger``, ``check_books``.
"""

import contextlib
import json
import os
import select
import shutil
import subprocess
import sys
import time
from base64 import b64decode
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
WAIT = 60
"""Seconds until something that a page should do counts as not done."""

ROOT = Path(__file__).parent.parent

FACES = {
    f"{kind} CJK {region}": f"Bulletin{own}{region}"
    for kind, own in (("Noto Sans", "Hei"), ("Noto Serif", "Song"))
    for region in ("SC", "TC", "HK")
}
"""Families that pages ask for -> our own faces, which stand in where a machine has no Chinese fonts."""

OWN = ("file:", "blob:", "data:")
"""Where a page may get things from; whatever else it asks for is a fault."""

LAUNCH = (
    "import os, sys; os.dup2(int(sys.argv[1]), 3); os.dup2(int(sys.argv[2]), 4); os.execv(sys.argv[3], sys.argv[3:])"
)
"""A program that gives Chromium its pipe as the files numbered 3 and 4."""

Data = dict[str, Any]


def program() -> str:
    """Return the browser of this machine, or the one that BULLETIN_CHROMIUM names; empty where there is none."""
    return os.environ.get("BULLETIN_CHROMIUM") or next(filter(None, map(shutil.which, PROGRAMS)), "")


class Page:
    """One page of a headless Chromium."""

    def __init__(self, to: int, back: int, own: tuple[str, ...] = OWN) -> None:
        self._to, self._back, self._number, self._rest, self._session = to, back, 0, b"", ""
        self.own = own
        self.dialogs: list[str] = []
        self.faults: list[str] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **values: Any) -> Data:
        """Call a method of the DevTools protocol; raises ``RuntimeError`` where the browser refuses."""
        number = self._send(method, values)
        while True:
            said = self._next()
            if said.get("id") == number:
                if "error" in said:
                    raise RuntimeError(f"{method}: {said['error']}")
                result: Data = said["result"]
                return result
            self._heard(said.get("method", ""), said.get("params", {}))

    def run(self, script: str) -> Any:
        """Return what a line of JavaScript gives on the page."""
        got = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True, userGesture=True)
        if "exceptionDetails" in got:
            raise RuntimeError(f"{script}: {got['exceptionDetails']}")
        return got["result"].get("value")

    def until(self, script: str) -> None:
        """Wait until a line of JavaScript is true; the page may be on its way to another meanwhile."""
        end = time.monotonic() + WAIT
        while True:
            with contextlib.suppress(RuntimeError):
                if self.run(script):
                    return
            assert time.monotonic() < end, f"never true: {script}"
            time.sleep(0.05)

    def go(self, path: Path) -> None:
        """Open a file as a double click does."""
        self.open(path.resolve().as_uri(), path.name)

    def open(self, url: str, name: str) -> None:
        """Open an address whose path ends in ``name``."""
        self.call("Page.navigate", url=url)
        self.until(f"document.readyState === 'complete' && location.pathname.endsWith({json.dumps(name)})")

    def visit(self, url: str) -> None:
        """Open an address."""
        self.call("Page.navigate", url=url)
        self.until(f"document.readyState === 'complete' && location.href === {json.dumps(url)}")

    def click(self, element: str) -> None:
        """Click on the element that a line of JavaScript gives, with the mouse."""
        x, y = self.run(
            f"(() => {{ const e = {element}; e.scrollIntoView({{block: 'center', behavior: 'instant'}}); "
            "const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; })()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def press(self, key: str) -> None:
        """Press a key that is named as ``KeyboardEvent.key`` names it, and let it go."""
        codes = {"ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40, "Escape": 27}
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=codes[key])

    def type(self, text: str) -> None:
        """Put text in where the cursor is, as an input method does."""
        self.call("Input.insertText", text=text)

    def window(self, width: int, height: int, dark: bool = False) -> None:
        """Make the window so large, in CSS pixels."""
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=2, mobile=width < 600
        )
        theme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", media="", features=[theme])

    def picture(self, path: Path, whole: bool = False) -> None:
        """Write what the window shows to a PNG; ``whole``: all of the page."""
        got = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        path.write_bytes(b64decode(got["data"]))

    def _send(self, method: str, values: Data) -> int:
        self._number += 1
        message = {"id": self._number, "method": method, "params": values}
        session = {"sessionId": self._session} if self._session else {}
        os.write(self._to, json.dumps(message | session).encode() + b"\0")
        return self._number

    def _heard(self, method: str, values: Data) -> None:
        if method == "Page.javascriptDialogOpening":  # the warning before leaving, or a question: yes
            self.dialogs.append(values["type"])
            self._send("Page.handleJavaScriptDialog", {"accept": True})
        elif method == "Runtime.exceptionThrown":
            self.faults.append(str(values["exceptionDetails"].get("exception", values))[:400])
        elif method == "Runtime.consoleAPICalled" and values["type"] in ("error", "warning", "assert"):
            said = " ".join(str(a.get("value", a.get("description", a["type"]))) for a in values["args"])
            self.faults.append(f"console {values['type']}: {said[:400]}")
        elif method == "Log.entryAdded" and values["entry"]["level"] == "error":
            self.faults.append(values["entry"]["text"])
        elif method == "Network.requestWillBeSent" and not values["request"]["url"].startswith(self.own):
            self.faults.append(f"asked for {values['request']['url'][:200]}")

    def _next(self) -> Data:
        while b"\0" not in self._rest:
            assert select.select([self._back], [], [], WAIT)[0], "the browser does not answer"
            got = os.read(self._back, 1 << 20)
            assert got, "the browser has gone"
            self._rest += got
        line, self._rest = self._rest.split(b"\0", 1)
        said: Data = json.loads(line)
        return said


@contextlib.contextmanager
def chromium(
    program: str, home: Path, environment: Mapping[str, str] | None = None, own: tuple[str, ...] = OWN
) -> Iterator[Page]:
    """Start Chromium with a profile in ``home``, where downloads go as well; it ends with the block."""
    there, to = os.pipe()
    back, here = os.pipe()
    inherited = [os.dup(fd) for fd in (there, here)]  # above 4, so that neither overwrites the other
    options = (
        "--headless",
        "--remote-debugging-pipe",
        f"--user-data-dir={home / 'profile'}",
        "--no-first-run",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        *(("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()),
    )
    running = subprocess.Popen(
        [sys.executable, "-c", LAUNCH, *map(str, inherited), program, *options],
        pass_fds=inherited,
        env={**os.environ, **(environment or {"FONTCONFIG_FILE": str(faces(home))})},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for fd in (there, here, *inherited):
        os.close(fd)
    try:
        page = Page(to, back, own)
        page.call("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(home))
        yield page
    finally:
        os.close(to)  # Chromium ends when its pipe does
        try:
            running.wait(10)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()
        os.close(back)


def faces(home: Path) -> Path:
    """Make settings of fontconfig in which our own faces stand in for those that pages name."""
    aliases = ""
    for name, own in {**FACES, "Kaiti SC": "BulletinKai", "Kaiti TC": "BulletinKaiTC"}.items():
        family = ""
        for weight in ("Regular", "Bold"):
            path = ROOT / "fonts" / f"{own}-{weight}.woff2"
            if path.exists():
                face = TTFont(path)
                face.flavor = None
                face.save(home / f"{own}-{weight}.ttf")
                family = family or str(face["name"].getBestFamilyName())
        aliases += f"<alias binding='same'><family>{name}</family><prefer><family>{family}</family></prefer></alias>"
    for name, face in (("system-ui", "DejaVu Sans"), ("ui-monospace", "DejaVu Sans Mono")):
        aliases += f"<alias binding='same'><family>{name}</family><prefer><family>{face}</family></prefer></alias>"
    settings = home / "fonts.conf"
    settings.write_text(
        f"<?xml version='1.0'?><fontconfig><dir>{home}</dir><dir>/usr/share/fonts</dir><cachedir>{home}/cache</cachedir>"
        f"{aliases}<match><edit name='family' mode='append_last'><string>DejaVu Sans</string></edit></match></fontconfig>"
    )
    return settings
