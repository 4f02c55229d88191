"""What the command line itself says, in the reader's language."""

import pytest

from bulletin.cli import main
from bulletin.errors import ExitCode
from bulletin.findings import LANGUAGES


@pytest.mark.parametrize(
    ("words", "english", "chinese"),
    [
        (["build"], "missing: ISSUE_DIR", "缺少：ISSUE_DIR"),
        (["convert"], "missing: FILE, --to", "缺少：FILE, --to"),
        (["convert", "a", "--to", "xx"], "--to: 'xx' is none of ", "--to：'xx' 不在可选之列"),
        (["build", "a", "--nosuch"], "not known: --nosuch", "没有这样的参数：--nosuch"),
        (["build", "a", "-j", "x"], "-j/--jobs: N ≥ 1", "-j/--jobs：N ≥ 1"),
        (["build", "a", "--into"], "--into: something must follow", "--into 后面缺少内容"),
        (["build", "a", "--e"], "--edition: something must follow", "--edition 后面缺少内容"),
        (["inspect", "a", "--json=1"], "--json takes no value, here '1'", "--json 不带值，这里却写了 '1'"),
        (["nosuch"], "'nosuch' is none of ", "'nosuch' 不在可选之列"),
    ],
)
def test_mistakes(words: list[str], english: str, chinese: str, capsys: pytest.CaptureFixture[str]) -> None:
    for language, said in (("en", english), ("zh-Hans", chinese)):
        assert main(
            [*words[:1], "--lang", language, *words[1:]] if words != ["nosuch"] else ["--lang", language, *words]
        ) == (ExitCode.USAGE)
        assert said in capsys.readouterr().err


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_has_no_other_language(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["--help"], ["build", "--help"], ["convert", "-h"]):
        with pytest.raises(SystemExit) as ended:
            main(["--lang", language, *words])
        assert ended.value.code == 0
        shown = capsys.readouterr().out
        assert not [said for said in ("positional arguments", "show this help message") if said in shown]
        if language != "en":
            assert not [said for said in ("usage:", "options:", "Exit codes") if said in shown]
