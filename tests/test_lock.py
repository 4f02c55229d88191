"""``ledger.lock``: answers come back as they were written; what a hand spoilt is told with its line."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.errors import SettingsError
from bulletin.findings import LANGUAGES
from bulletin.model import Answer, Script
from bulletin.readers import lock
from bulletin.readers.issue import load
from tests.conftest import ARTICLE, Publish

ITEM = {"script": "zh-Hant-TW", "file": "city/a.md", "before": "他很能", "text": "干", "after": "。", "out": "幹"}


def text(*items: object, version: object = 1) -> str:
    lines = ",\n".join(json.dumps(item, ensure_ascii=False) for item in items)
    return f'{{"version": {json.dumps(version)}, "answers": [\n{lines}\n]}}\n'


def faults(source: str) -> list[tuple[str, str]]:
    with pytest.raises(SettingsError) as caught:
        lock.read(source)
    for found in caught.value.findings:
        assert all(found.message(language) and found.cure(language) for language in LANGUAGES)
    return [(f.code, str(f.place)) for f in caught.value.findings]


def test_answers_and_their_lines() -> None:
    got = lock.read(text(ITEM, ITEM | {"script": "zh-Hant-HK"}))
    assert got[0] == Answer(Script.TW, "city/a.md", "他很能", "干", "。", "幹")
    assert [(a.script, str(a.place)) for a in got] == [(Script.TW, "ledger.lock:2"), (Script.HK, "ledger.lock:3")]
    assert lock.read('{"version": 1, "answers": []}') == ()


def test_lines_of_a_file_that_was_edited_by_hand() -> None:
    pretty = json.dumps({"answers": [ITEM, ITEM | {"text": "后", "out": "後"}], "version": 1}, indent=2)
    assert [a.place.line for a in lock.read(pretty)] == [3, 11]
    assert [a.place.line for a in lock.read(json.dumps({"version": 1, "answers": [ITEM] * 2}))] == [1]
    # A key that is spelt with an escape is not found again: no line is better than a wrong one.
    assert [a.place.line for a in lock.read(text(ITEM).replace('"answers"', '"answer\\u0073"'))] == [0]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        # C-050: no JSON
        ("", [("C-050", "ledger.lock:1")]),
        (text(ITEM).replace("},", "}").replace('"干",', '"干"'), [("C-050", "ledger.lock:2")]),
        ("<<<<<<< HEAD\n" + text(ITEM), [("C-050", "ledger.lock:1")]),
        (text(ITEM, ITEM).replace("},\n", "}\n"), [("C-050", "ledger.lock:3")]),
        (text(ITEM)[:-4], [("C-050", "ledger.lock:2")]),
        ("[" * 100_000, [("C-050", "ledger.lock")]),
        ('{"version": ' + "9" * 5000 + "}", [("C-050", "ledger.lock")]),
        # C-051: version
        (text(ITEM, version=2), [("C-051", "ledger.lock")]),
        (text(ITEM, version="1"), [("C-051", "ledger.lock")]),
        (text(ITEM, version=True), [("C-051", "ledger.lock")]),
        (text(version=None), [("C-051", "ledger.lock")]),
        # C-052: shape
        ("[]", [("C-052", "ledger.lock"), ("C-052", "ledger.lock")]),
        ('{"answers": []}', [("C-052", "ledger.lock")]),
        ('{"version": 1, "answers": {}}', [("C-052", "ledger.lock")]),
        ('{"version": 1, "answers": [], "answers": []}', [("C-052", "ledger.lock")]),
        (text(ITEM, "干"), [("C-052", "ledger.lock:3")]),
        (text(ITEM | {"script": "zh-TW"}), [("C-052", "ledger.lock:2")]),
        (text(ITEM | {"script": ["zh-Hans"]}), [("C-052", "ledger.lock:2")]),
        (text(ITEM | {"text": ""}, ITEM | {"before": None}, ITEM | {"file": ""}), [("C-052", f"ledger.lock:{n}") for n in (2, 3, 4)]),
        (text({k: v for k, v in ITEM.items() if k not in ("out", "after")}), [("C-052", "ledger.lock:2")] * 2),
        (text(ITEM).replace('"out": "幹"', '"out": "幹", "out": "干"'), [("C-052", "ledger.lock")]),
        # C-010: unknown keys
        (text(ITEM | {"outt": "幹"}), [("C-010", "ledger.lock:2")]),
        ('{"version": 1, "answers": [], "made": "x"}', [("C-010", "ledger.lock")]),
        # C-053: length
        (text(ITEM | {"out": ""}), [("C-053", "ledger.lock:2")]),
        (text(ITEM, ITEM | {"text": "后面", "out": "後"}, ITEM | {"text": "里", "out": "裏面"}), [("C-053", "ledger.lock:3"), ("C-053", "ledger.lock:4")]),
        # C-054: two answers
        (text(ITEM, ITEM | {"out": "乾"}), [("C-054", "ledger.lock:3")]),
        (text(ITEM, ITEM, ITEM | {"out": "乾"}, ITEM | {"out": "榦"}), [("C-054", "ledger.lock:4"), ("C-054", "ledger.lock:5")]),
    ],
)  # fmt: skip
def test_faults(source: str, expected: list[tuple[str, str]]) -> None:
    assert faults(source) == expected


def test_columns_and_excerpts_are_told() -> None:
    with pytest.raises(SettingsError) as caught:
        lock.read('{"version": 1 "answers": []}')
    (fault,) = caught.value.findings
    assert (fault.values["column"], fault.excerpt) == ("15", '{"version": 1 "answers": []}')


CHARS = '干幹后後𠮷，“"\\\n\t\r {}[]:,\x00\x07\x7f\x85\xad\u2028\ufeff\ufffd'
WORDS = st.text(CHARS, max_size=8)


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    said = draw(st.text(CHARS, min_size=1, max_size=4))
    out = draw(st.text('干幹后後𠮷，“"\\{}[]:,', min_size=len(said), max_size=len(said)))
    name = draw(st.sampled_from(["a.md", "issue.yaml", "城/二.md"]))
    return Answer(draw(st.sampled_from(list(Script))), name, draw(WORDS), said, draw(WORDS), out)


@given(st.lists(answers(), max_size=12, unique_by=lambda a: (a.script, a.file, a.before, a.text, a.after)))
def test_what_is_written_is_read_back(some: list[Answer]) -> None:
    written = lock.write(some)
    got = lock.read(written)
    assert sorted(got, key=repr) == sorted(some, key=repr)
    assert lock.write(got) == written == lock.write(reversed(some)) == lock.write((*some, *some))
    assert lock.read(lock.write(got)) == got
    assert written.count("\n") == len(some) + 2 and written.endswith("\n]}\n")
    assert [a.place.line for a in got] == list(range(2, len(some) + 2))


@pytest.mark.parametrize(("key", "said"), [("before", "\\ud83d"), ("out", "\\u202e"), ("out", "\\u200b"), ("out", " ")])
def test_what_no_file_may_hold_is_refused_though_escaped(key: str, said: str) -> None:
    row = {"script": "zh-Hant-TW", "file": "a.md", "before": "甲", "text": "干", "after": "乙", "out": "幹"} | {
        key: said
    }
    body = ", ".join(f'"{name}": "{value}"' for name, value in row.items())
    with pytest.raises(SettingsError) as caught:
        lock.read(f'{{"version": 1, "answers": [{{{body}}}]}}')
    assert [(f.code, f.values["key"]) for f in caught.value.findings] == [("C-052", key)]


def test_unseen_characters_survive_the_file(publish: Publish) -> None:
    odd = Answer(Script.HK, "a.md", "\u2028\u200e\xad", "\ufffd", '"\\\x07', "干")
    folder = publish(files={"a.md": ARTICLE, "ledger.lock": lock.write([odd])})
    assert load(folder).issue.answers == (odd,)


def test_an_issue_has_its_answers(publish: Publish) -> None:
    folder = publish(files={"a.md": ARTICLE, "ledger.lock": text(ITEM)})
    loaded = load(folder)
    assert [(a.out, str(a.place)) for a in loaded.issue.answers] == [("幹", "ledger.lock:2")]
    assert not loaded.findings
    bad = publish(name="y", files={"a.md": ARTICLE, "ledger.lock": text(ITEM).encode("utf-16")})
    with pytest.raises(SettingsError) as caught:
        load(bad)
    assert [f.code for f in caught.value.findings] == ["S-003"]


def test_what_a_browser_saved_beside_it_is_told(publish: Publish) -> None:
    folder = publish()
    names = ("Ledger.lock", "ledger (1).lock", "ledger.lock.txt", "ledger 副本.lock", "副本ledger.lock", "ledger.json")
    for name in (
        *names,
        "ledger.lock",
        "ledger.lock~",
        "ledger.lock.bak",
        "ledger.bak.lock",
        "ledger.lock.old",
        "ledger.md",
    ):
        (folder / name).write_text(lock.write(()), "utf-8")
    assert not [f for f in load(folder).findings if f.code == "C-056" and f.place and f.place.file == "ledger.lock"]
    (folder.parent / "ledger.lock").write_text(lock.write(()), "utf-8")
    assert [f for f in load(folder).findings if f.code == "C-056" and f.place and f.place.file == "ledger.lock"]
    (folder.parent / "ledger.lock").unlink()
    told = {f.place.file for f in load(folder).findings if f.code == "C-056" and f.place}
    assert told == set(names)
