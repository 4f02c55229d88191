"""Words in, exit code out: the only place that prints, and the only one that turns errors into sentences."""

import argparse
import contextlib
import errno
import json
import os
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from bulletin import __version__, commands
from bulletin.errors import BulletinError, ExitCode
from bulletin.findings import LANGUAGES, Finding, finding, speak_traditional, word
from bulletin.making import OUTPUTS
from bulletin.model import Script
from bulletin.pipeline import default_jobs
from bulletin.usage import Parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return the exit code (0 ok, 2 usage, 3 settings, 4 sources … 130 interrupted)."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    language, options = _language(words), None
    speak_traditional(commands.traditional)
    # Ended by another program, we clear away as after Ctrl-C.
    with contextlib.suppress(ValueError):  # not the main thread: a test, a server
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        options = _parser(language).parse_args(words)
        options.language = options.lang or language
        code: int = options.run(options, _out, _err)
    except BulletinError as problem:
        if getattr(options, "json", False):
            _out(
                json.dumps({"findings": [f.as_dict(language) for f in problem.findings]}, ensure_ascii=False, indent=2)
            )
        _show(problem.findings, language)
        _err(word("stopped", language, count=len(problem.findings)))
        return problem.exit_code
    except KeyboardInterrupt:
        _err(word("interrupted", language))
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.OK
    except OSError as problem:
        if problem.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EIO):
            return _internal(problem, language)
        _show([finding("D-001", folder="-", reason=problem.strerror or problem)], language)
        return ExitCode.DELIVER
    except Exception as problem:  # the last line of defence: no traceback reaches an editor
        return _internal(problem, language)
    return code


def _internal(problem: Exception, language: str) -> int:
    handle, name = tempfile.mkstemp(prefix="bulletin-", suffix=".log")
    with os.fdopen(handle, "w", encoding="utf-8") as log:
        log.write("".join(traceback.format_exception(problem)))
    _show([finding("U-003", reason=f"{type(problem).__name__}: {problem}"[:200], log=name)], language)
    return ExitCode.INTERNAL


def _language(words: Sequence[str]) -> str:
    """Return the language of messages: ``--lang``, else the environment's."""
    for number, item in enumerate(words):
        if item == "--lang" and number + 1 < len(words) and words[number + 1] in LANGUAGES:
            return words[number + 1]
        if item.startswith("--lang=") and item[7:] in LANGUAGES:
            return item[7:]
    local = next((os.environ[k] for k in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(k)), "")
    if local.startswith(("zh_TW", "zh_HK", "zh_MO", "zh_Hant")):
        return "zh-Hant"
    return "zh-Hans" if local.startswith("zh") else "en"


def _out(text: str) -> None:
    sys.stdout.write(text + "\n")


def _err(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def _show(findings: Iterable[Finding], language: str) -> None:
    for item in findings:
        _err(commands.sentence(item, language))


def _parser(language: str) -> argparse.ArgumentParser:
    def w(key: str) -> str:
        return word(key, language)

    parser = Parser(prog="bulletin", language=language, description=w("cli-about"), epilog=w("cli-codes"))
    parser.add_argument("--version", action="version", version=f"bulletin {__version__}")
    parser.add_argument("--lang", choices=LANGUAGES, default=None, help=w("cli-lang"))
    verbs = parser.add_subparsers(title=w("cli-commands"), required=True, metavar="COMMAND")

    def verb(name: str, run: commands.Command) -> argparse.ArgumentParser:
        made = verbs.add_parser(name, language=language, help=w(f"cli-{name}"), description=w(f"cli-{name}"))
        made.add_argument("--lang", choices=LANGUAGES, metavar="LANG", default=None, help=argparse.SUPPRESS)
        made.set_defaults(run=run)
        return made

    build = verb("build", commands.build)
    build.add_argument("folder", type=Path, metavar="ISSUE_DIR", help=w("cli-issue"))
    build.add_argument("-e", "--edition", action="append", default=[], metavar="EDITION", help=w("cli-edition"))
    build.add_argument(
        "-o",
        "--output",
        action="append",
        default=[],
        metavar="OUTPUT",
        help=w("cli-output") + " ".join(OUTPUTS),
    )
    build.add_argument("--into", type=Path, default=Path("dist"), metavar="DIR", help=w("cli-into"))
    build.add_argument("-j", "--jobs", type=_count, default=default_jobs(), metavar="N", help=w("cli-jobs"))
    build.add_argument("--strict", action="store_true", help=w("cli-strict"))
    build.add_argument("--json", action="store_true", help=w("cli-json"))
    build.add_argument("--keep", type=Path, metavar="DIR", help=w("cli-keep"))

    check = verb("check", commands.check)
    check.add_argument("folder", type=Path, metavar="ISSUE_DIR", help=w("cli-issue"))
    check.add_argument("--json", action="store_true", help=w("cli-json"))

    _inspect_options(verb("inspect", commands.inspect), w)

    _diff(verb("diff", commands.diff), language)

    convert = verb("convert", commands.convert)
    convert.add_argument("file", metavar="FILE", help=w("cli-convert-file"))
    scripts = [script.value for script in Script]
    convert.add_argument("--to", required=True, choices=scripts, metavar="SCRIPT", help=" ".join(scripts))
    convert.add_argument("--from", dest="source", choices=scripts, metavar="SCRIPT", help=w("cli-from"))
    convert.add_argument("--ledger", type=Path, metavar="FILE", help=w("cli-ledger"))
    convert.add_argument("--strict", action="store_true", help=w("cli-strict-convert"))

    new = verb("new", commands.new)
    new.add_argument("folder", type=Path, metavar="DIR", help=w("cli-new-dir"))

    publish = verb("publish", commands.publish)
    publish.add_argument("dist", type=Path, metavar="DIST", help=w("cli-publish-dist"))
    publish.add_argument("--site", type=Path, required=True, metavar="DIR", help=w("cli-publish-site"))
    publish.add_argument("--url", required=True, metavar="URL", help=w("cli-publish-url"))
    publish.add_argument("--home", choices=scripts, metavar="SCRIPT", help=w("cli-publish-home"))
    publish.add_argument("--remove", action="store_true", help=w("cli-publish-remove"))
    publish.add_argument("--json", action="store_true", help=w("cli-json"))

    layouts = verb("layouts", commands.layouts)
    layouts.add_argument("--new", metavar="NAME", help=w("cli-new-layout"))
    layouts.add_argument("--from", dest="source", metavar="NAME", help=w("cli-from-layout"))
    verb("fonts", commands.fonts)
    verb("doctor", commands.doctor)
    return parser


def _diff(diff: argparse.ArgumentParser, language: str) -> None:
    """Add the options of ``bulletin diff``."""
    diff.add_argument("old", type=Path, metavar="OLD", help=word("cli-diff-old", language))
    diff.add_argument("new", type=Path, metavar="NEW", help=word("cli-diff-new", language))
    diff.add_argument("--html", type=Path, metavar="FILE", help=word("cli-diff-html", language))
    diff.add_argument("--json", action="store_true", help=word("cli-json", language))
    diff.add_argument("--pages", type=Path, metavar="DIR", help=word("cli-diff-pages", language))
    diff.add_argument("--strict", action="store_true", help=word("cli-diff-strict", language))


def _inspect_options(inspect: argparse.ArgumentParser, w: Callable[[str], str]) -> None:
    inspect.add_argument("file", type=Path, metavar="FILE", help=w("cli-inspect-file"))
    inspect.add_argument("--json", action="store_true", help=w("cli-json"))
    inspect.add_argument("--html", type=Path, metavar="FILE", help=w("cli-inspect-html"))
    inspect.add_argument("--marks", type=Path, metavar="DIR", help=w("cli-marks"))
    inspect.add_argument("--strict", action="store_true", help=w("cli-inspect-strict"))
    # Alone it names no standard: True.
    inspect.add_argument("--press", nargs="?", const=True, choices=("x-4", "x-1a"), help=w("cli-inspect-press"))
    inspect.add_argument("--against", type=Path, metavar="OLD", help=w("cli-inspect-against"))
    inspect.add_argument("--ink", type=_amount, metavar="LIMIT", help=w("cli-inspect-ink"))
    inspect.add_argument("--dpi", type=_amount, metavar="LEAST", help=w("cli-inspect-dpi"))


def _count(text: str) -> int:
    number = int(text) if text.isdigit() else 0
    if number < 1:
        raise argparse.ArgumentTypeError("N ≥ 1")
    return number


def _amount(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number < 1e5:
        raise argparse.ArgumentTypeError("N > 0")
    return number
