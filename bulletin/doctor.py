"""What this machine has and lacks, each with the one line that mends it."""

import os
import platform
import shutil
import sys
from collections.abc import Iterator
from ctypes.util import find_library
from dataclasses import dataclass

from bulletin import fonts
from bulletin.errors import BulletinError

_LIBRARIES = {
    "pango-1.0": "libpango-1.0-0",
    "pangoft2-1.0": "libpangoft2-1.0-0",
    "harfbuzz": "libharfbuzz0b",
    "harfbuzz-subset": "libharfbuzz-subset0",
    "fontconfig": "libfontconfig1",
}
"""Libraries that WeasyPrint loads, and the Debian package of each."""

_TOOLS = {"pdftotext": "poppler-utils", "gs": "ghostscript", "java": "default-jre-headless"}
"""Programs that only tests and further checks need."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing looked for."""

    name: str
    present: bool
    needed: bool
    detail: str
    cure: str = ""


def examine() -> Iterator[Item]:
    """Look at Python, libraries, faces and their cache, and tools; yield what was found."""
    version = platform.python_version()
    yield Item("Python", sys.version_info >= (3, 11), True, version, "Python ≥ 3.11")
    for library, package in _LIBRARIES.items():
        found = find_library(library)
        # Without hb-subset WeasyPrint still works, at 3.7 times the cost of writing.
        needed = library != "harfbuzz-subset"
        yield Item(f"lib{library}", bool(found), needed, found or "–", f"apt-get install {package}")
    try:
        faces = fonts.prepare().faces
        yield Item("fonts", True, True, f"{len(faces)}")
    except BulletinError as problem:
        yield Item("fonts", False, True, problem.findings[0].message(), problem.findings[0].cure())
    free = shutil.disk_usage(os.curdir).free / 1e9
    yield Item("disk", free > 0.2, True, f"{free:.1f} GB")
    for tool, package in _TOOLS.items():
        yield Item(tool, bool(shutil.which(tool)), False, shutil.which(tool) or "–", f"apt-get install {package}")
