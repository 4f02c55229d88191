"""The font set: what its files are, how it is unpacked, what it lets in, and what it draws."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pikepdf
import pymupdf
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from PIL import Image, ImageChops

from bulletin.errors import ExitCode, FontError
from bulletin.fonts import ROLES, Face, FontSet, prepare
from bulletin.fonts.setup import HOME, cache_folder, load
from bulletin.model import Script

LOCK: list[dict[str, Any]] = json.loads((HOME / "fonts.lock").read_text("utf-8"))["faces"]
LATIN = [entry for entry in LOCK if entry["role"] == "latin"]
CHINESE = [entry for entry in LOCK if entry["role"] != "latin" and entry["scripts"]]
FANG = {"Bulletin Fang SC", "Bulletin Fang TC"}
"""The two 仿宋: they hold what their sources have, and the 宋 of the region the rest."""

SHARED_MARKS = "“”‘’—…–·×÷°±§¶￥¥£€†‡′″‰©®™•"
"""Marks that Chinese text shares with Latin: a Latin face that had them would take them."""

SYMBOLS = (
    "〔〕【】《》〈〉「」『』﹁﹂﹃﹄（）［］｛｝“”‘’、。，；：？！…—–‧・·○〇●◎◆◇■□▲△▼▽★☆→←↑↓✓℃№￥％～※§°′″±×÷≠≤≥≈√"
    "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㈠㈡㈢㈩⑴⒈ⅠⅡⅢⅫⅰⅹ½¼¾²³㎡㎝㎞㎏ㄅㄆㄇㄈㄉㄊㄋㄌㄍㄎㄏㄐㄑㄒㄓㄔㄕㄖㄗㄘㄙㄚㄛㄜㄝㄞㄟㄠㄡㄢㄣㄤㄥㄦㄧㄨㄩ"
    "ˇˉˊˋ˙─│┌┐└┘├┤┬┴┼〒〓々＿￣｜／＼＠＃＆＊ＡＺａｚ０９"
)
PINYIN = "āáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜńňǹḿêĀÁǍÀĒÉĚÈŌÓǑÒÊÜ\u0304\u0301\u030c\u0300"


@pytest.fixture(scope="module")
def fonts() -> FontSet:
    return load(HOME, cache_folder())


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A font set of the three Latin faces alone."""
    home = tmp_path / "set"
    home.mkdir()
    for entry in LATIN:
        shutil.copy(HOME / entry["file"], home)
    (home / "fonts.lock").write_text(json.dumps({"format": 1, "faces": LATIN}), "utf-8")
    return home


def run(code: str, **env: str) -> str:
    """Run Python code in a process of its own, as WeasyPrint can be set up only once in each."""
    result = subprocess.run([sys.executable, "-c", code], env={**os.environ, **env}, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    assert not result.stderr, result.stderr
    return result.stdout


def codes(error: pytest.ExceptionInfo[FontError]) -> list[str]:
    return [found.code for found in error.value.findings]


# --- What lies in fonts/ --------------------------------------------------------------------------------


def test_files_are_as_the_lock_says() -> None:
    assert {path.name for path in HOME.glob("*.woff2")} == {entry["file"] for entry in LOCK}
    for entry in LOCK:
        data = (HOME / entry["file"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == entry["woff2"]["sha256"], entry["file"]
        assert len(data) == entry["woff2"]["bytes"]
    assert sum(entry["woff2"]["bytes"] for entry in LOCK) <= 70e6


def test_every_face_has_its_licence() -> None:
    for entry in LOCK:
        text = (HOME / entry["licence_file"]).read_text("utf-8")
        if entry["family"] in FANG:
            assert re.fullmatch(r"GPL-\S+ WITH \S+exception-\S+", entry["licence"])
            assert "GNU GENERAL PUBLIC LICENSE" in text
            assert "END OF TERMS AND CONDITIONS" in text
            assert "As a special exception" in text
            assert "Changed in 2026" in text  # GPL 2, clause 2a; GPL 3, clause 5a
        else:
            assert entry["licence"].startswith("OFL-1.1")
            assert "SIL OPEN FONT LICENSE" in text
            assert "PERMISSION & CONDITIONS" in text
        assert text.count("Copyright") + text.count("(c) ") >= 2
        assert entry["family"] in text.split("\n", 1)[0]


def test_every_role_and_script_has_faces() -> None:
    have = {(e["role"], script, e["weight"]) for e in LOCK for script in e["scripts"]}
    for script in Script:
        assert {
            ("song", script, 400),
            ("song", script, 700),
            ("hei", script, 400),
            ("hei", script, 700),
        } <= have
        assert {("kai", script, 400), ("fang", script, 400)} <= have
        assert {("masthead", script, 900), ("latin", script, 400)} <= have


@pytest.mark.parametrize("entry", LOCK, ids=lambda entry: Path(entry["file"]).stem)
def test_face_is_what_it_is_called(entry: dict[str, Any], fonts: FontSet) -> None:
    face = next(one for one in fonts.faces if one.path.stem == Path(entry["file"]).stem)
    font = TTFont(face.path)
    names = {record.nameID: record.toUnicode() for record in font["name"].names}
    assert "glyf" in font
    assert "CFF " not in font
    assert "fvar" not in font
    assert names[1] == face.family == entry["family"]
    assert names[2] == face.style
    assert names[6] == face.path.stem
    assert not {16, 17, 21, 22, 25} & set(names)
    makers = ("Source", "Noto", "LXGW", "Klee", "Fandol", "cwTeX")
    assert not any(word in names[n] for n in (1, 3, 4, 6) for word in makers)
    assert names[0]
    if entry["family"] in FANG:
        assert "GNU General Public License" in names[13]
        assert "exception" in names[13]  # that of the source: a changed version must say that it carries it on
    else:
        assert "SIL Open Font License" in names[13]
    metrics = font["OS/2"]
    assert metrics.usWeightClass == entry["weight"]
    assert metrics.fsType == 0
    assert (metrics.fsSelection & 0x61, font["head"].macStyle) == {
        "Regular": (0x40, 0), "Bold": (0x20, 1), "Italic": (0x01, 2),
    }[face.style]  # fmt: skip
    assert (font["head"].unitsPerEm, font["hhea"].ascent, font["hhea"].descent) == (1000, 1151, -286)
    assert len(face.characters) == entry["characters"]
    assert font["maxp"].numGlyphs == entry["glyphs"]
    if entry["family"] in FANG:
        assert {"halt", "chws"} <= set(entry["features"])
    elif entry in CHINESE:
        assert {"halt", "chws", "vert", "vhal", "vchw"} <= set(entry["features"])


@pytest.mark.parametrize("face_script", Script)
def test_standards_are_covered_in_the_regions_own_faces(face_script: Script, fonts: FontSet) -> None:
    codecs = {Script.HANS: ["gb2312"], Script.TW: ["big5"], Script.HK: ["big5", "big5hkscs"]}[face_script]
    han = {c for c in range(0x3400, 0x30000) if any(_encodes(c, codec) for codec in codecs)}
    han = {c for c in han if 0x3400 <= c <= 0x9FFF or c >= 0x20000}
    assert len(han) > 6700
    for face in fonts.faces:
        if face.scripts == (face_script,) and face.family not in FANG:
            assert not han - face.characters, face.family
            assert not set(map(ord, SYMBOLS)) - face.characters, face.family
    for role in ROLES:
        assert not fonts.missing(SYMBOLS + PINYIN, face_script, role)


def test_fang_holds_what_its_source_has(fonts: FontSet) -> None:
    for family, codec in (("Bulletin Fang SC", "gb2312"), ("Bulletin Fang TC", "big5")):
        face = next(one for one in fonts.faces if one.family == family)
        han = {c for c in range(0x4E00, 0xA000) if _encodes(c, codec)}
        assert len(han) > 6700
        assert not han - face.characters
        assert set(map(ord, "，。、；：！？“”‘’（）《》〈〉〔〕「」『』【】［］—…·・〇\u3000")) <= face.characters
        # Neither Latin, which would be another's beside our own, nor a half of a row of which 宋 has the whole.
        assert not set(map(ord, "Aaé1①⑩⑴㎡²→─")) & face.characters


def _encodes(char: int, codec: str) -> bool:
    try:
        return bool(chr(char).encode(codec))
    except UnicodeEncodeError:
        return False


def test_first_han_block_is_whole(fonts: FontSet) -> None:
    # Up to U+9FA5, the 20 902 of GB 13000: every character that a GBK document can hold.
    assert not fonts.missing("".join(map(chr, range(0x4E00, 0x9FA6))), Script.HANS)


def test_latin_leaves_chinese_marks_alone(fonts: FontSet) -> None:
    for face in fonts.faces:
        if face.role == "latin":
            assert not face.characters & set(map(ord, SHARED_MARKS))
            assert set(map(ord, "AZaz09.,;:?!-'\"()" + PINYIN)) <= face.characters


# --- Which family follows which -------------------------------------------------------------------------


def test_chains(fonts: FontSet) -> None:
    assert fonts.chain("song", Script.TW) == (
        "Bulletin Latin", "Bulletin Song TC", "Bulletin Song HK", "Bulletin Song SC", "Bulletin Song Rare",
        "Bulletin Kai",
    )  # fmt: skip
    assert fonts.chain("kai", Script.HK)[:3] == ("Bulletin Latin", "Bulletin Kai TC", "Bulletin Kai")
    assert fonts.chain("kai", Script.HANS)[:2] == ("Bulletin Latin", "Bulletin Kai")
    assert fonts.chain("fang", Script.HANS)[:3] == ("Bulletin Latin", "Bulletin Fang SC", "Bulletin Song SC")
    assert fonts.chain("fang", Script.TW)[:3] == ("Bulletin Latin", "Bulletin Fang TC", "Bulletin Song TC")
    assert fonts.chain("fang", Script.HK)[:3] == ("Bulletin Latin", "Bulletin Fang TC", "Bulletin Song HK")
    for script in Script:
        assert len(FANG & set(fonts.chain("fang", script))) == 1  # never the 仿宋 of another region
        for role in ROLES:
            assert role == "fang" or not FANG & set(fonts.chain(role, script))
    assert fonts.chain("hei", Script.HANS)[:3] == ("Bulletin Hei SC", "Bulletin Hei TC", "Bulletin Hei HK")
    assert fonts.chain("masthead", Script.HK)[0] == "Bulletin Masthead HK"
    known = {face.family for face in fonts.faces}
    for role in ROLES:
        for script in Script:
            chain = fonts.chain(role, script)
            assert len(set(chain)) == len(chain)
            assert set(chain) <= known


def test_missing_tells_each_character_once_with_its_first_offset(fonts: FontSet) -> None:
    text = "市\u3000\n\U0002b5af图\ue000\U000323a0书\ufe00馆\ue000\U000e0100"
    assert fonts.missing(text, Script.HANS) == [("\ue000", 5), ("\U000323a0", 6)]
    assert fonts.missing("", Script.TW) == []


def test_missing_is_quick(fonts: FontSet) -> None:
    text = "".join(chr(0x4E00 + i * 7 % 6000) for i in range(25_000)) + "\ue000"
    fonts.missing(text, Script.HANS)
    start = time.perf_counter()
    found = fonts.missing(text, Script.HANS)
    assert time.perf_counter() - start < 0.1  # 3 ms when nothing else runs
    assert ("\ue000", 25_000) in found


# --- Unpacking ------------------------------------------------------------------------------------------


def unpacked(cache: Path) -> dict[str, str]:
    return {path.stem: hashlib.sha256(path.read_bytes()).hexdigest() for path in cache.rglob("ttf/*")}


def expected() -> dict[str, str]:
    return {Path(entry["file"]).stem: entry["ttf"]["sha256"] for entry in LATIN}


def test_damaged_woff2_stops_the_work(small: Path, tmp_path: Path) -> None:
    path = small / LATIN[1]["file"]
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(FontError) as error:
        load(small, tmp_path / "cache")
    assert codes(error) == ["F-002"]
    assert path.name in str(error.value)
    assert error.value.exit_code is ExitCode.FONTS


@pytest.mark.parametrize("text", [None, "", "{}", "[1"])
def test_damaged_lock_stops_the_work(small: Path, tmp_path: Path, text: str | None) -> None:
    (small / "fonts.lock").unlink() if text is None else (small / "fonts.lock").write_text(text)
    with pytest.raises(FontError) as error:
        load(small, tmp_path / "cache")
    assert codes(error) == ["F-002"]


def test_half_made_and_damaged_cache_is_made_again(small: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    fonts = load(small, cache)
    assert unpacked(cache) == expected()
    first, second, third = (face.path for face in fonts.faces)
    whole = second.read_bytes()
    first.unlink()
    second.write_bytes(whole[: len(whole) // 2])
    third.write_bytes(b"")
    fonts.conf.write_text("<fontconfig><dir>/usr/share/fonts</dir></fontconfig>")
    again = load(small, cache)
    assert unpacked(cache) == expected()
    assert "/usr/share" not in again.conf.read_text()
    assert not list(cache.rglob("scratch/*"))


def test_whole_cache_is_left_alone(small: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    before = [face.path.stat().st_mtime_ns for face in load(small, cache).faces]
    for entry in LATIN:
        (small / entry["file"]).unlink()
    assert [face.path.stat().st_mtime_ns for face in load(small, cache).faces] == before


def test_damaged_list_of_characters_is_read_again(small: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from bulletin.fonts.setup import load\n"
        "print([len(face.characters) for face in load(*map(Path, sys.argv[1:])).faces])"
    )
    command = [sys.executable, "-c", code, str(small), str(tmp_path / "cache")]
    first = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    lists = list((tmp_path / "cache").rglob("*.ranges"))
    assert len(lists) == len(LATIN)
    lists[0].write_bytes(lists[0].read_bytes()[:-8])
    lists[1].write_bytes(b"abc")
    lists[2].write_bytes(b"")
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == first
    assert str([entry["characters"] for entry in LATIN]) == first.strip()


def test_two_processes_at_once(small: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from bulletin.fonts.setup import load\n"
        "home, cache = map(Path, sys.argv[1:])\n"
        "while not (home / 'go').exists(): pass\n"
        "print(len(load(home, cache).faces))"
    )
    command = [sys.executable, "-c", code, str(small), str(tmp_path / "cache")]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(4)]
    time.sleep(0.5)
    (small / "go").touch()
    for one in runs:
        out, err = one.communicate(timeout=60)
        assert (out.strip(), err) == (str(len(LATIN)).encode(), b"")
    assert unpacked(tmp_path / "cache") == expected()
    assert not list((tmp_path / "cache").rglob("scratch/*"))


def test_cache_that_cannot_be_written(small: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(FontError) as error:
        load(small, tmp_path / "file" / "cache")
    assert codes(error) == ["F-003"]
    assert "BULLETIN_CACHE" in error.value.findings[0].cure()


def test_where_the_cache_lies(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BULLETIN_CACHE", str(tmp_path))
    assert cache_folder() == tmp_path
    monkeypatch.delenv("BULLETIN_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "bulletin"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")  # must be ignored, says the XDG specification
    monkeypatch.setenv("HOME", str(tmp_path))
    assert cache_folder() == tmp_path / ".cache" / "bulletin"


def test_weasyprint_must_not_be_there_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", sys)
    monkeypatch.setenv("FONTCONFIG_FILE", "/etc/fonts/fonts.conf")
    with pytest.raises(FontError) as error:
        prepare()
    assert codes(error) == ["F-004"]
    assert os.environ["FONTCONFIG_FILE"] == "/etc/fonts/fonts.conf"


# --- A publication's own faces --------------------------------------------------------------------------


def make_face(path: Path, family: str, char: int = 0xE000, *, cff: bool = False, rights: int = 0) -> None:
    """Write a font with one character: a black square."""
    builder = FontBuilder(1000, isTTF=not cff)
    builder.setupGlyphOrder([".notdef", "square"])
    builder.setupCharacterMap({char: "square"})
    pen = T2CharStringPen(1000, None) if cff else TTGlyphPen(None)
    pen.moveTo((100, 0))
    for point in ((100, 800), (900, 800), (900, 0)):
        pen.lineTo(point)
    pen.closePath()
    if cff:
        square = pen.getCharString()
        builder.setupCFF(family, {}, {".notdef": square, "square": square}, {})
    else:
        builder.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "square": pen.glyph()})
    builder.setupHorizontalMetrics({".notdef": (1000, 0), "square": (1000, 100)})
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": family, "styleName": "Regular"})
    builder.setupOS2(fsType=rights, usWeightClass=400, fsSelection=0x40)
    builder.setupPost()
    builder.save(path)


def test_extra_face_is_found_last(small: Path, tmp_path: Path) -> None:
    extra = tmp_path / "own"
    (extra / "sub").mkdir(parents=True)
    make_face(extra / "sub" / "rare.ttf", "Rare Names")
    (extra / "readme.txt").write_text("Where this font is from.")
    (extra / "._rare.ttf").write_bytes(b"what a Mac leaves behind")
    fonts = load(small, tmp_path / "cache", extra)
    for role in ROLES:
        assert fonts.chain(role, Script.TW)[-1] == "Rare Names"
    assert fonts.missing("a\ue000\ue001", Script.HANS) == [("\ue001", 2)]
    assert f"<dir>{extra}</dir>" in fonts.conf.read_text()
    assert load(small, tmp_path / "cache").conf != fonts.conf


def test_every_unusable_extra_face_is_named(small: Path, tmp_path: Path) -> None:
    extra = tmp_path / "own"
    extra.mkdir()
    make_face(extra / "a-cff.ttf", "A", cff=True)
    make_face(extra / "b-locked.ttf", "B", rights=0x0002)
    make_face(extra / "c-whole-only.ttf", "C", rights=0x0100)
    make_face(extra / "d-ours.ttf", "Bulletin Latin")
    make_face(extra / "e-first.ttf", "E")
    make_face(extra / "f-again.ttf", "E")
    make_face(tmp_path / "outside.ttf", "G")
    (extra / "g-link.ttf").symlink_to(tmp_path / "outside.ttf")
    make_face(extra / "h-cut.ttf", "H")
    (extra / "h-cut.ttf").write_bytes((extra / "h-cut.ttf").read_bytes()[:300])
    (extra / "i-text.ttf").write_text("not a font")
    shutil.copy(HOME / LATIN[0]["file"], extra / "j.woff2")
    make_face(extra / "k-good.ttf", "K", rights=0x0008)
    make_face(extra / "l-variable.ttf", "L")
    font = TTFont(extra / "l-variable.ttf")
    builder = FontBuilder(font=font)
    builder.setupFvar([("wght", 100, 400, 900, "Weight")], [])
    font.save(extra / "l-variable.ttf")
    with pytest.raises(FontError) as error:
        load(small, tmp_path / "cache", extra)
    found = {f.place.file: f.code for f in error.value.findings if f.place}
    assert found == {
        "own/a-cff.ttf": "F-011",
        "own/b-locked.ttf": "F-013",
        "own/c-whole-only.ttf": "F-013",
        "own/d-ours.ttf": "F-014",
        "own/f-again.ttf": "F-014",
        "own/g-link.ttf": "F-015",
        "own/h-cut.ttf": "F-010",
        "own/i-text.ttf": "F-010",
        "own/j.woff2": "F-011",
        "own/l-variable.ttf": "F-012",
    }


# --- What WeasyPrint makes of it ------------------------------------------------------------------------

RENDER = """
import sys
from pathlib import Path
from bulletin.fonts import prepare
extra = Path(sys.argv[1]) if len(sys.argv) > 1 else None
fonts = prepare(Path("{extra}") if "{extra}" else None)
import weasyprint
weasyprint.HTML(string={html!r}).write_pdf("{pdf}")
"""


def render(html: str, pdf: Path, extra: str = "") -> None:
    run(RENDER.format(html=f"<style>@page{{size:A5;margin:10mm}}</style>{html}", pdf=pdf, extra=extra))


def embedded(pdf: Path) -> set[str]:
    """Names of the embedded fonts, without the mark of a subset."""
    found = set()
    with pikepdf.open(pdf) as document:
        for thing in document.objects:
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor":
                assert "/FontFile2" in thing
                found.add(str(thing["/FontName"]).partition("+")[2])
    return found


def test_no_other_font_leaks_in(tmp_path: Path) -> None:
    families = [
        "Nonesuch",
        "DejaVu Sans",
        "Noto Serif CJK SC",
        "serif",
        "sans-serif",
        "monospace",
        "system-ui",
    ]
    html = "".join(f"<p style='font-family:\"{family}\"'>图书馆 library ①☃𠮷 é</p>" for family in families)
    render(html + "<p>无样式 <b>粗</b> <i>italic 斜</i> <code>code</code>", tmp_path / "a.pdf")
    names = embedded(tmp_path / "a.pdf")
    assert names
    assert all(name.startswith("Bulletin-") for name in names), names


def test_unknown_family_is_song(tmp_path: Path) -> None:
    render("<p lang='zh-Hans' style='font-family:Nonesuch'>图书馆", tmp_path / "a.pdf")
    assert embedded(tmp_path / "a.pdf") == {"Bulletin-Song-SC"}


def test_character_that_fang_lacks_is_song(tmp_path: Path) -> None:
    for script, family, song in (
        (Script.HANS, "Bulletin-Fang-SC", "Bulletin-Song-SC"),
        (Script.HK, "Bulletin-Fang-TC", "Bulletin-Song-HK"),
    ):
        chain = load(HOME, cache_folder()).chain("fang", script)
        style = "font-family:" + ",".join(f'"{one}"' for one in chain)
        render(f"<p lang='{script}' style='{style}'>一、㛃①", tmp_path / "a.pdf")
        assert embedded(tmp_path / "a.pdf") == {family, song}


def test_generic_fangsong_is_fang(tmp_path: Path) -> None:
    render("<p lang='zh-Hans' style='font-family:fangsong'>通知", tmp_path / "a.pdf")
    assert embedded(tmp_path / "a.pdf") == {"Bulletin-Fang-SC"}


def test_extra_face_is_drawn(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    make_face(tmp_path / "own" / "rare.ttf", "Rare Names")
    render(
        '<p style=\'font-family:"Bulletin Song SC","Rare Names"\'>图\ue000',
        tmp_path / "a.pdf",
        str(tmp_path / "own"),
    )
    assert embedded(tmp_path / "a.pdf") == {"Bulletin-Song-SC", "Rare-Names"}


def test_no_face_is_made_bold_or_slanted_by_machine(tmp_path: Path) -> None:
    # Kai has no Bold: bold Kai must come out exactly as Kai does.
    page = "<p style='font:{} 40pt \"Bulletin Kai\"'>图书馆"
    inks = []
    for style in ("normal", "bold", "italic"):
        render(page.format(style), tmp_path / "a.pdf")
        inks.append(pymupdf.open(tmp_path / "a.pdf")[0].get_pixmap(dpi=72).samples)
    assert inks[0] == inks[1] == inks[2]


WIDTHS = """
import json, sys
from bulletin.fonts import prepare
fonts = prepare()
import weasyprint
cases = json.loads(sys.stdin.read())
html = "".join(
    f"<p><span lang={lang} style='font-family:\\"{family}\\";font-feature-settings:{features}'>{text}</span></p>"
    for family, lang, features, text in cases
)
style = "<style>@page{size:1000pt 20000pt}p{margin:0;white-space:nowrap}span{font-size:100pt}</style>"
document = weasyprint.HTML(string=style + html).render()
def spans(box):
    if box.element_tag == "span" and not hasattr(box, "text"):
        yield box.width
    for child in getattr(box, "children", ()):
        yield from spans(child)
boxes = [page._page_box for page in document.pages]
print(json.dumps([round(width * 0.75) for box in boxes for width in spans(box)]))
"""


def widths(cases: list[tuple[str, str, str, str]]) -> list[int]:
    """Widths in hundredths of an em."""
    result = subprocess.run(
        [sys.executable, "-c", WIDTHS], input=json.dumps(cases), capture_output=True, text=True, check=True
    )
    return list(map(int, json.loads(result.stdout)))


def test_text_can_be_copied_as_it_was_written(fonts: FontSet, tmp_path: Path) -> None:
    # A PDF keeps one character a glyph: where two share one, a copy has the other's.
    text = "纳·尔・逊‧曼•一⼀⽂文～〜—―…⋯“中”‘文’ａa－-"
    families = ("Bulletin Song SC", "Bulletin Hei TC", "Bulletin Masthead HK", "Bulletin Kai", *sorted(FANG))
    for family in families:
        render(f"<p style='font:20pt \"{family}\"'>{text}", tmp_path / "a.pdf")
        assert "".join(pymupdf.open(tmp_path / "a.pdf")[0].get_text().split()) == text, family


@pytest.mark.parametrize("entry", LOCK, ids=lambda entry: Path(entry["file"]).stem)
def test_characters_share_no_glyph(entry: dict[str, Any], fonts: FontSet) -> None:
    face = next(one for one in fonts.faces if one.path.stem == Path(entry["file"]).stem)
    characters = TTFont(face.path).getBestCmap()
    seen = [char for char in characters if char not in (0xA0, 0x2003, 0x3000)]
    assert len({characters[char] for char in seen}) == len(seen)


def test_marks_are_full_frames_and_squeeze(fonts: FontSet) -> None:
    families = sorted({e["family"] for e in CHINESE} - {"Bulletin Kai TC"})
    cases, expected_widths = [], []
    for family in families:
        for lang in ("zh-Hans", "zh-Hant-TW", "zh-Hant-HK", "en"):
            cases += [(family, lang, "normal", mark) for mark in "—…·“”‘’，。「）"]
            expected_widths += [100] * 11
        cases += [(family, "zh-Hans", '"halt"', mark) for mark in "·“”，。「）《"]
        expected_widths += [50] * 8
        cases += [(family, "zh-Hans", '"chws"', text) for text in ("」（", "》《", "”）", "中」（中")]
        expected_widths += [150, 150, 150, 350]
    measured = widths(cases)
    wrong = {case: got for case, got, want in zip(cases, measured, expected_widths, strict=True) if got != want}
    assert not wrong


def test_traditional_kai_centres_its_marks(fonts: FontSet) -> None:
    for family, centred in (("Bulletin Kai", False), ("Bulletin Kai TC", True), ("Bulletin Song HK", True)):
        face = next(one for one in fonts.faces if one.family == family)
        font = TTFont(face.path)
        for mark in "，。、：；":
            outline = font["glyf"][font.getBestCmap()[ord(mark)]]
            assert (400 < (outline.xMin + outline.xMax) / 2 < 600) is centred, (family, mark)


def test_fang_sets_its_marks_as_its_region_does(fonts: FontSet) -> None:
    for family, region in (("Bulletin Fang SC", "Bulletin Song SC"), ("Bulletin Fang TC", "Bulletin Song TC")):
        ours, theirs = (TTFont(next(f.path for f in fonts.faces if f.family == one)) for one in (family, region))
        for mark in "，。、；：！？“”‘’（）《》〈〉〔〕「」『』【】［］｛｝—…·・":
            middles = []
            for font in (ours, theirs):
                name = font.getBestCmap()[ord(mark)]
                assert font["hmtx"][name][0] == 1000, (family, mark)
                outline = font["glyf"][name]
                middles.append((outline.xMin + outline.xMax) / 2)
            thirds = [0 if middle < 400 else 2 if middle > 600 else 1 for middle in middles]
            assert thirds[0] == thirds[1], (family, mark, middles)
            if family == "Bulletin Fang SC" and mark in "，。、":
                outline = ours["glyf"][ours.getBestCmap()[ord(mark)]]
                assert outline.xMax < 500, mark
                assert outline.yMax < 380, mark


def test_fang_stands_in_the_line_as_song_does(fonts: FontSet) -> None:
    text = "市中民政府部人是有大上"
    for family, region in (("Bulletin Fang SC", "Bulletin Song SC"), ("Bulletin Fang TC", "Bulletin Song TC")):
        heights = []
        for one in (family, region):
            font = TTFont(next(face.path for face in fonts.faces if face.family == one))
            outlines = [font["glyf"][font.getBestCmap()[ord(char)]] for char in text]
            heights.append(sum(outline.yMin + outline.yMax for outline in outlines) / 2 / len(text))
        assert abs(heights[0] - heights[1]) < 25, (family, heights)


def test_mupdf_and_poppler_see_the_same(fonts: FontSet, tmp_path: Path) -> None:
    faces = [face for face in fonts.faces if face.role != "extra"]
    lines = "".join(
        f"<p style='font:{'italic ' if face.style == 'Italic' else ''}{face.weight} 20pt/24pt \"{face.family}\"'>"
        f"{sample(face)}</p>"
        for face in faces
    )
    render(
        f"<style>body,p{{margin:0}}@page{{size:500pt {24 * len(faces) + 100}pt}}</style>{lines}",
        tmp_path / "a.pdf",
    )
    document = pymupdf.open(tmp_path / "a.pdf")
    assert len(document) == 1
    assert len(embedded(tmp_path / "a.pdf")) == len(faces)
    text = "".join(document[0].get_text().split())
    assert text == "".join("".join(sample(face).split()) for face in faces)
    left = document[0].get_pixmap(dpi=72, colorspace=pymupdf.csGRAY)
    rows = [255 * left.width - sum(left.samples[y * left.stride :][: left.width]) for y in range(left.height)]
    top = round(10 * 72 / 25.4)
    for number, face in enumerate(faces):
        assert sum(rows[top + number * 24 : top + number * 24 + 24]) > 15_000, face.path.name
    if shutil.which("pdftoppm") is None:
        pytest.skip("Poppler is not on this machine")
    subprocess.run(["pdftoppm", "-r", "72", "-gray", tmp_path / "a.pdf", tmp_path / "p"], check=True)
    right = Image.open(next(tmp_path.glob("p-*.pgm"))).convert("L")
    assert right.size == (left.width, left.height)
    # In cells of 12 by 12 points, as the two place and smooth edges in their own ways.
    cells = (left.width // 12, left.height // 12)
    images = (Image.frombytes("L", right.size, left.samples), right)
    apart = ImageChops.difference(*(image.resize(cells, Image.Resampling.BOX) for image in images))
    assert max(apart.tobytes()) < 45  # 22 when right; a box for a glyph, or another glyph, is 60 and more


def sample(face: Face) -> str:
    """Text that the face has, all of it."""
    if face.role == "latin":
        return "Hamburg 1,234 café lǜ"
    if not face.scripts:
        return "".join(map(chr, sorted(face.characters)[:6]))
    return "市圖書館新開放，骨直返通。「」" if Script.HANS not in face.scripts else "市图书馆新开放，骨直返通。「」"
