"""Check the finished font set, by means that the project's own tests do not have.

    V/bin/python fonts/check_fonts.py

Counts what each script's faces hold of the standards and of all that OpenCC can write, shapes the marks with
HarfBuzz, and draws every face with WeasyPrint, Poppler (``pdftoppm``) and MuPDF (``mutool``). Tells what it
found on standard output; exits 1 if something is not as promised.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import uharfbuzz
from charsets import PINYIN, SYMBOLS, Charsets, codec, is_symbol
from make_fonts import HERE, fetch
from PIL import Image, ImageChops
from recipes import SOURCES

sys.path.insert(0, str(HERE.parent))
from bulletin.fonts import ROLES, Face, FontSet, prepare  # the checkout's own
from bulletin.model import Script

LINE = 24
"""Height of a line of the specimen, in points."""


def say(text: str) -> None:
    """Tell what was found."""
    sys.stdout.write(text + "\n")


def count_characters(fonts: FontSet, sets: Charsets) -> int:
    """Tell how much of each list the faces hold; return the number of faults."""
    faults = 0
    han = {
        "GB 2312": codec("gb2312"),
        "Big5": codec("big5"),
        "HKSCS": codec("big5hkscs") | sets.property("kHKSCS"),
    }
    han["8105"] = sets.property("kTGH")
    opencc = {"t2s": ("t2s",), "s2tw(p)": ("s2tw", "s2twp"), "s2hk(p)": ("s2hk", "s2hkp")}
    han |= {f"OpenCC {name}": sets.outputs(*configs) for name, configs in opencc.items()}
    wanted = {
        Script.HANS: ("8105", "GB 2312", "OpenCC t2s"),
        Script.TW: ("Big5", "OpenCC s2tw(p)"),
        Script.HK: ("Big5", "HKSCS", "OpenCC s2hk(p)"),
    }
    for script, names in wanted.items():
        regional = [face for face in fonts.faces if face.scripts == (script,) and face.role != "fang"]
        own = frozenset.intersection(*(face.characters for face in regional))
        fang = next(face for face in fonts.faces if face.role == "fang" and script in face.scripts)
        for name in names:
            chars = {char for char in han[name] if not is_symbol(char)}
            lost = fonts.missing("".join(map(chr, sorted(chars))), script)
            say(f"{script}: {name}: {len(chars)} Han, {len(chars & own)} in its faces, {len(lost)} in none")
            say(f"{script}: {name}: {len(chars & fang.characters)} in {fang.family}")
            faults += bool(lost) and not name.startswith("OpenCC")
        for role in ROLES:
            for char, _ in fonts.missing(SYMBOLS + PINYIN, script, role):
                say(f"{script}: {role}: no {char}")
                faults += 1
    return faults


def shape(face: Face, text: str, language: str, **features: bool) -> list[tuple[int, int]]:
    """Return advance and shift of each glyph, in 1/1000 em."""
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.language = language
    font = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(face.path))))
    uharfbuzz.shape(font, buffer, features)
    return [(glyph.x_advance, glyph.x_offset) for glyph in buffer.glyph_positions]


def shape_marks(fonts: FontSet) -> int:
    """Shape the marks of every Chinese face; return the number of faults."""
    faults = 0
    for face in (face for face in fonts.faces if face.role != "latin" and face.scripts):
        marks = [mark for mark in "—…·“”‘’，。、：；「」『』（）《》〈〉【】〔〕" if ord(mark) in face.characters]
        for language in ("zh-Hans", "zh-Hant-TW", "zh-Hant-HK", "en"):
            wide = [mark for mark in marks if shape(face, mark, language)[0] != (1000, 0)]
            half = [m for m in marks if m not in "—…" and shape(face, m, language, halt=True)[0][0] != 500]
            pairs = [pair for pair in ("」（", "》《", "』「") if _width(face, pair, language) != 1500]
            if wide or half or pairs:
                say(f"{face.path.stem}, {language}: not full {wide}, not halved {half}, not squeezed {pairs}")
                faults += 1
    return faults


def _width(face: Face, text: str, language: str) -> int:
    return sum(advance for advance, _ in shape(face, text, language, chws=True))


def draw(fonts: FontSet, folder: Path) -> int:
    """Draw a line of every face with both renderers, and compare; return the number of faults."""
    import weasyprint

    lines = []
    for face in fonts.faces:
        text = "Hamburg 1,234 café lǜ"
        if face.role != "latin":
            text = "".join(map(chr, sorted(char for char in face.characters if char >= 0x4E00)[::400][:20]))
        style = "italic" if face.style == "Italic" else "normal"
        lines.append(f"<p style='font:{style} {face.weight} 20pt/{LINE}pt \"{face.family}\"'>{text}</p>")
    size = f"500pt {LINE * len(lines)}pt"
    page = f"<style>@page{{margin:0;size:{size}}}body,p{{margin:0;white-space:nowrap}}</style>"
    pdf = folder / "specimen.pdf"
    weasyprint.HTML(string=page + "".join(lines)).write_pdf(pdf)
    subprocess.run(["pdftoppm", "-r", "72", "-gray", "-singlefile", pdf, folder / "poppler"], check=True)
    subprocess.run(["mutool", "draw", "-q", "-r", "72", "-c", "gray", "-o", folder / "mupdf.pgm", pdf], check=True)
    poppler, mupdf = (Image.open(folder / f"{name}.pgm").convert("L") for name in ("poppler", "mupdf"))
    faults = 0
    for row, face in enumerate(fonts.faces):
        band = (0, row * LINE, poppler.width, (row + 1) * LINE)
        parts = [image.crop(band) for image in (poppler, mupdf)]
        inks = [sum(255 - value for value in part.tobytes()) / 255 for part in parts]
        cells = (poppler.width // 12, LINE // 12)
        apart = ImageChops.difference(*(part.resize(cells, Image.Resampling.BOX) for part in parts))
        worst = max(apart.tobytes())
        say(f"{face.path.stem}: ink {inks[0]:.0f} and {inks[1]:.0f} pixels; cells differ by {worst}/255")
        faults += min(inks) < 500 or abs(inks[0] - inks[1]) > 0.02 * max(inks) or worst > 45
    return faults


def main() -> int:
    """Run every check; return the exit code."""
    fonts = prepare()
    work = Path(tempfile.gettempdir()) / "bulletin-make-fonts"
    work.mkdir(exist_ok=True)
    sets = Charsets(*(fetch(SOURCES[key], work) for key in ("unihan", "opencc")))
    with tempfile.TemporaryDirectory() as folder:
        faults = count_characters(fonts, sets) + shape_marks(fonts) + draw(fonts, Path(folder))
    say(f"{faults} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
