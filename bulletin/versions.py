"""The version of everything that has a say in the bytes of the files: what manifest.json records."""

import sys
import zlib
from collections.abc import Iterable
from importlib.metadata import version

import bulletin
from bulletin.fonts import FontSet
from bulletin.script import convert

PACKAGES = (
    "weasyprint",
    "pydyf",
    "tinycss2",
    "tinyhtml5",
    "fonttools",
    "EbookLib",
    "lxml",
    "Jinja2",
    "pillow",
    "pikepdf",
    "markdown-it-py",
    "mdit-py-plugins",
    "ruamel.yaml",
    "pydantic",
    "borax",
)


def made_with(faces: FontSet, engines: Iterable[str]) -> dict[str, str]:
    """Return versions by name: program, packages, native libraries, engines of conversion and their data, faces.

    Fonts must have been prepared, for WeasyPrint is imported here.
    """
    from bulletin.typeset.native import versions

    out = {name: version(name) for name in PACKAGES} | versions() | {"zlib": zlib.ZLIB_RUNTIME_VERSION}
    out |= {"bulletin": bulletin.__version__, "python": f"{sys.version_info.major}.{sys.version_info.minor}"}
    out |= convert.engine_versions(engines)
    return out | {f"font {face.family} {face.weight} {face.style}": face.version for face in faces.faces}
