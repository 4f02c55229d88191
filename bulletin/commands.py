"""What each command does: options in, lines for ``cli`` to print, an exit code out."""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

from bulletin import doctor as machine
from bulletin import fonts as faces
from bulletin import layouts as packages
from bulletin import ledgers, newcomer, pipeline
from bulletin.checks.lint import kindle
from bulletin.checks.paper import drawn, inspection
from bulletin.checks.preflight import pages, preflight
from bulletin.checks.preflight.target import DPI, INK, Standard, Target
from bulletin.compare import differ
from bulletin.compare import report as comparison_report
from bulletin.compare import told as comparison
from bulletin.deliver import write_whole
from bulletin.errors import ExitCode, SourceError, UsageError
from bulletin.findings import Finding, Severity, finding, word, worst
from bulletin.model import Script
from bulletin.script import convert as script_convert
from bulletin.site import publish as site
from bulletin.textfile import decode, read_text

Print = Callable[[str], None]
"""Prints one text, on standard output or on standard error."""

Command = Callable[[argparse.Namespace, Print, Print], int]
"""A command: options, standard output, standard error -> exit code."""


def traditional(text: str) -> str:
    """Return the program's own Simplified words in Traditional."""
    return script_convert.convert_text(text, Script.HANS, Script.TW)[0]


def sentence(item: Finding, language: str) -> str:
    """Return a finding as the lines an editor reads: ``file:line: message``, the line itself, the cure."""
    mark = {Severity.ERROR: "✗", Severity.WARNING: "!", Severity.NOTE: "·"}[item.severity]
    where = f"{item.place}: " if item.place else ""
    lines = [f"{mark} {where}{item.message(language)} [{item.code}]"]
    if item.excerpt.strip():
        lines.append(f"    | {item.excerpt.strip()}")
    if item.cure(language):
        lines.append(f"    → {item.cure(language)}")
    return "\n".join(lines)


def build(options: argparse.Namespace, out: Print, err: Print) -> int:
    """``bulletin build``."""
    language = options.language
    request = pipeline.Request(
        folder=options.folder,
        editions=tuple(options.edition),
        outputs=tuple(dict.fromkeys(options.output)),
        into=options.into,
        jobs=options.jobs,
        strict=options.strict,
        keep=options.keep,
        language=language,
    )
    result = pipeline.build(request, err)
    for item in result.findings:
        err(sentence(item, language))
    if options.json:
        out(json.dumps(result.summary, ensure_ascii=False, indent=2))
        return ExitCode.OK
    for made in result.made:
        for artifact in made.artifacts:
            pages = word("pages-of", language, count=artifact.pages) if artifact.pages else ""
            out(f"{result.folder / artifact.name}{pages}")
    counts = sum(item.severity is Severity.WARNING for item in result.findings)
    err(word("built", language, warnings=counts, report=result.folder / "report.html"))
    return ExitCode.OK


def check(options: argparse.Namespace, out: Print, err: Print) -> int:
    """``bulletin check``."""
    found = pipeline.check(options.folder)
    if options.json:
        out(json.dumps([item.as_dict(options.language) for item in found], ensure_ascii=False, indent=2))
    for item in found:
        err(sentence(item, options.language))
    err(word("checked", options.language, count=len(found)))
    return ExitCode.CHECKS if worst(found) is Severity.ERROR else ExitCode.OK


def inspect(options: argparse.Namespace, out: Print, err: Print) -> int:
    """``bulletin inspect``: the faults of setting in any finished PDF; an EPUB is checked as a book."""
    path, language = options.file, options.language
    if inspection.kind(path) == "epub":
        for name in ("marks", "html", "press", "against", "ink", "dpi"):
            if getattr(options, name) is not None:
                raise UsageError(finding("U-001", reason=f"--{name}: PDF"))
        found = inspection.book(path)
        refused, doubtful = kindle.verdict(found)
        if options.json:
            post = {"refused": refused, "doubtful": doubtful}
            told = [item.as_dict(language) for item in found]
            said = {"file": path.name, "findings": told, "sendToKindle": post}
            out(json.dumps(said, ensure_ascii=False, indent=2))
        for item in found:
            err(sentence(item, language))
        graver = [item for item in found if item.severity is not Severity.NOTE]
        verdict = "kindle-refused" if refused else "kindle-doubtful" if doubtful else "kindle-fine"
        err(word(verdict, language, codes=", ".join(refused or doubtful)))
        err(word("inspected-book", language, file=path.name, count=len(graver), notes=len(found) - len(graver)))
        failed = worst(found) is Severity.ERROR or (options.strict and graver)
        return ExitCode.CHECKS if failed else ExitCode.OK
    return _inspect_pdf(options, out, err)


def _inspect_pdf(options: argparse.Namespace, out: Print, err: Print) -> int:
    """Inspect a finished PDF: its lines, and what a print shop's preflight would say."""
    path, language = options.file, options.language
    if options.marks:
        drawn.rasteriser()  # told before the work, not after it
    if options.html and options.html.resolve() == path.resolve():
        raise UsageError(finding("U-001", reason=f"--html {options.html} = {path}"))
    standard: Standard | None = None if options.press is True else options.press
    asked = Target(standard=standard, ink=options.ink or INK, dpi=options.dpi or DPI)
    report = preflight.inspect(path, asked, old=options.against, claim=options.press is None)
    made, unread = None, tuple[Finding, ...]()
    try:
        # What cannot be followed, or has no end, is not followed twice.
        made = inspection.pdf(path) if report.followed else None
    except SourceError as problem:
        unread = problem.findings
    lettered = made is not None and any(sheet.lines for sheet in made.paper.galley.sheets)
    if made and not lettered:
        err(word("pf-no-letters", language))
    told = report.findings
    if options.json:
        lines = made.as_dict(language) if made else {"file": path.name}
        out(json.dumps(lines | {"preflight": report.as_dict(language)}, ensure_ascii=False, indent=2))
    else:
        for line in made.lines(language) if made and lettered else ():
            out(line)
        out(("\n" if lettered else "") + word("pf-title", language))
        for line in report.lines(language):
            out(line)
    if options.marks and made:
        for picture in drawn.draw(path, made.paper.galley, made.faults, options.marks, report.spots()):
            err(str(picture))
    if options.html:
        write_whole(options.html, pages.html(report, path, made, language))
    for item in unread:
        err(sentence(item, language))
    if made and lettered:
        facts = {"file": made.file, "pages": len(made.paper.galley.sheets), "count": made.graver}
        how = word("by-tags" if made.paper.tagged else "by-guess", language)
        err(word("inspected", language, how=how, notes=len(made.faults) - made.graver, **facts))
    counts = [sum(t.severity is s for t in told) for s in (Severity.ERROR, Severity.WARNING, Severity.NOTE)]
    names = dict(zip(("errors", "warnings", "notes"), counts, strict=True))
    err(word("preflighted", language, file=report.file, pages=report.document.pages, **names))
    strict = options.strict and (report.graver or (made is not None and made.graver))
    return ExitCode.CHECKS if report.failed or unread or strict else ExitCode.OK


def diff(options: argparse.Namespace, out: Print, err: Print) -> int:
    """``bulletin diff``: what two PDFs say and how they look, page by page."""
    language = options.language
    if options.html and options.html.resolve() in (options.old.resolve(), options.new.resolve()):
        raise UsageError(finding("U-001", reason=f"--html {options.html}"))
    made = differ.compare(options.old, options.new)
    if options.json:
        out(json.dumps(comparison.as_dict(made, language), ensure_ascii=False, indent=2))
    else:
        for line in comparison.lines(made, language):
            out(line)
    for item in made.findings:
        err(sentence(item, language))
    for picture in comparison.pictures(made, options.pages) if options.pages else ():
        err(str(picture))
    if options.html:
        write_whole(options.html, comparison_report.html(made, language))
        err(word("diff-done", language, report=options.html))
    err(comparison.summary(made, language))
    return ExitCode.CHECKS if options.strict and made.differing else ExitCode.OK


def convert(options: argparse.Namespace, out: Print, err: Print) -> int:
    """``bulletin convert``: the same text, byte for byte outside what is converted."""
    read_text(Path(options.file), options.file, SourceError) if options.file != "-" else None
    data = sys.stdin.buffer.read() if options.file == "-" else Path(options.file).read_bytes()
    text = decode(data, options.file, SourceError, exact=True)
    source = Script(options.source) if options.source else script_convert.detect(text)
    if source is None:
        raise SourceError(finding("T-010", reason=options.file))
    page = options.ledger.suffix.casefold() if options.ledger else ""
    if options.ledger and page not in (".html", ".json"):
        raise UsageError(finding("U-001", reason=f"--ledger {options.ledger}: .html, .json"))
    if options.ledger and options.file != "-" and options.ledger.resolve() == Path(options.file).resolve():
        raise UsageError(finding("U-001", reason=f"--ledger {options.ledger} = {options.file}"))
    made = script_convert.convert_text(text, source, Script(options.to), name=options.file)
    if options.ledger:
        name = Path(options.file).name
        write_whole(options.ledger, ledgers.for_file(made.ledger, name, options.language, page == ".html"))
    sys.stdout.buffer.write(made.text.encode())
    sys.stdout.buffer.flush()
    for item in made.findings:
        err(sentence(item, options.language))
    waiting = len(made.ledger.open)
    if waiting and (options.ledger or options.strict):
        err(word("convert-waiting", options.language, count=waiting))
    failed = worst(made.findings) is Severity.ERROR or (options.strict and waiting)
    return ExitCode.CHECKS if failed else ExitCode.OK


def new(options: argparse.Namespace, out: Print, err: Print) -> int:
    """``bulletin new``."""
    made = newcomer.make(options.folder, options.language)
    for path in made.files:
        out(str(path))
    err(word("new-next", options.language, folder=made.issue))
    return ExitCode.OK


def publish(options: argparse.Namespace, out: Print, err: Print) -> int:
    """``bulletin publish``: finished issues as a static site with catalogues."""
    language = options.language
    home = Script(options.home) if options.home else None
    request = site.Request(options.dist, options.site, options.url, home, options.remove, language)
    made = site.publish(request, err)
    written = made.written
    for item in written.findings:
        err(sentence(item, language))
    counts = {"new": len(written.new), "changed": len(written.changed), "removed": len(written.removed)}
    if options.json:
        said = {
            "site": str(options.site),
            "url": made.url,
            "issues": made.issues,
            "pages": made.pages,
            "new": list(written.new),
            "changed": list(written.changed),
            "removed": list(written.removed),
            "kept": written.kept,
            "findings": [item.as_dict(language) for item in written.findings],
        }
        out(json.dumps(said, ensure_ascii=False, indent=2))
    else:
        out(str(options.site))
        out(word("published", language, issues=made.issues, pages=made.pages, kept=written.kept, **counts))
    err(word("published-next", language, url=made.url))
    return ExitCode.OK


def layouts(options: argparse.Namespace, out: Print, err: Print) -> int:
    """``bulletin layouts``: list them, or copy one to begin another."""
    if options.new or options.source:
        if not (options.new and options.source):
            raise UsageError(finding("U-001", reason="--new NAME --from NAME"))
        out(str(packages.copy(options.new, options.source)))
        return ExitCode.OK
    for name in packages.names():
        spec = packages.load(name).spec
        out(f"{name}: {packages.describe(spec.title, options.language)}")
        out(f"    {packages.describe(spec.about, options.language)}")
        for key, choice in spec.settings.items():
            known = " | ".join(choice.values) or ("true | false" if choice.kind == "switch" else f"0–{choice.most}")
            out(f"    set: {{{key}: {choice.default}}}   {known}")
            out(f"        {packages.describe(choice.about, options.language)}")
    return ExitCode.OK


def fonts(options: argparse.Namespace, out: Print, err: Print) -> int:
    """``bulletin fonts``."""
    for face in faces.prepare().faces:
        count = word("count-glyphs", options.language, count=len(face.characters))
        facts = (f"{face.family} {face.weight}", " ".join(face.scripts), count, face.licence, face.source, face.version)
        out("  ".join(facts))
    return ExitCode.OK


def doctor(options: argparse.Namespace, out: Print, err: Print) -> int:
    """``bulletin doctor``."""
    fine = True
    for item in machine.examine():
        mark = "✓" if item.present else ("✗" if item.needed else "–")
        out(f"{mark} {item.name}: {item.detail}")
        if not item.present and item.cure:
            out(f"    → {item.cure}")
        fine = fine and (item.present or not item.needed)
    out(word("doctor-fine" if fine else "doctor-lacks", options.language))
    return ExitCode.OK if fine else ExitCode.LAYOUT
