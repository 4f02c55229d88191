"""What every contender of the bench sets: the same text, the same face, the same measure, each in its own tongue."""

import re
from dataclasses import dataclass
from html import escape
from pathlib import Path

from bulletin.readers.issue import load
from bulletin.typeset.rules import Rules
from bulletin.walk import plain, units

EM, LEADING, GUTTER = 10.5, 17.0, 21.0
"""pt; each of the two columns is 22 字 wide and 42 lines high."""
TOP, BOTTOM, SIDE = 22.0, 23.0, 19.76
"""Margins of the A4 page in mm."""
FACES = ("Bulletin Latin", "Bulletin Song SC")
RULES = Rules(em=EM, grid=LEADING, top=TOP / 25.4 * 72)

CSS = f"""@page {{ size: 210mm 297mm; margin: {TOP}mm {SIDE}mm {BOTTOM}mm }}
html {{ font: {EM}pt/{LEADING}pt {", ".join(f'"{face}"' for face in FACES)}; orphans: 2; widows: 2 }}
body {{ margin: 0 }}
div {{ columns: 2; column-gap: {GUTTER}pt }}
p {{ margin: 0; text-indent: 2em; text-align: justify }}
"""
BROWSER = CSS + "html { text-autospace: normal; text-spacing-trim: normal; line-break: strict }\n"
"""The same with what WeasyPrint does not know: white between Han and Latin, the blanks of marks, 禁则."""

_EDGE = 0.88
"""em over the baseline, 1 − this below it: where Typst takes a line to begin and end."""
_SKIP = LEADING - EM
TYPST = f"""#set document(title: "bench")
#set page(width: 210mm, height: 297mm, columns: 2,
  margin: (top: {TOP}mm + {_SKIP / 2}pt, x: {SIDE}mm, bottom: {BOTTOM}mm - {_SKIP / 2}pt))
#set columns(gutter: {GUTTER}pt)
#set text(size: {EM}pt, lang: "zh", region: "cn", font: ({", ".join(f'"{face}"' for face in FACES)}),
  top-edge: {_EDGE}em, bottom-edge: {_EDGE - 1:.2f}em)
#set par(justify: true, leading: {_SKIP}pt, spacing: {_SKIP}pt, first-line-indent: (amount: 2em, all: true))
#for one in read("text.txt").split("\\n") {{ par(one) }}
"""

_SENTENCE = re.compile(r".+?(?:[。！？…][”’」』）》]*|$)", re.DOTALL)
_LEAST = 40
"""Characters of the shortest paragraph that counts as running text."""
_APART = 7
"""Sentences by which each repetition begins later."""


@dataclass(frozen=True, slots=True)
class Copy:
    """The files of one length of the text."""

    folder: Path
    paragraphs: int
    characters: int

    @property
    def html(self) -> Path:
        return self.folder / "text.html"

    @property
    def css(self) -> Path:
        return self.folder / "text.css"

    @property
    def browser(self) -> Path:
        """The HTML with its style sheet inside."""
        return self.folder / "browser.html"

    @property
    def typst(self) -> Path:
        return self.folder / "text.typ"


def paragraphs(issue: Path, times: int) -> list[str]:
    """Return the running text of ``issue`` ``times`` over, each time with its paragraphs parted elsewhere.

    No two paragraphs are the same, so that no contender can take what it remembers of one for the other.
    """
    found = (plain(unit.inlines, notes=False) for one in load(issue).issue.articles for unit in units(one.blocks))
    parted = [_SENTENCE.findall(" ".join(text.split())) for text in found if len(text) > _LEAST]
    sentences = [sentence for one in parted for sentence in one]
    out = []
    for time in range(times):
        at = time * _APART % len(sentences)
        turned = sentences[at:] + sentences[:at]
        for one in parted:
            out.append("".join(turned[: len(one)]).strip())
            turned = turned[len(one) :]
    return out


def write(folder: Path, issue: Path, times: int) -> Copy:
    """Write the text, and what each contender reads, into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    text = paragraphs(issue, times)
    body = "".join(f"<p>{escape(one, quote=False)}</p>\n" for one in text)
    copy = Copy(folder, len(text), sum(map(len, text)))

    def page(sheet: str) -> str:
        head = f'<meta charset="utf-8"><title>bench</title>{sheet}'
        return f'<!DOCTYPE html>\n<html lang="zh-Hans"><head>{head}</head><body><div>\n{body}</div></body></html>\n'

    copy.html.write_text(page(""), "utf-8")
    copy.css.write_text(CSS, "utf-8")
    copy.browser.write_text(page(f"<style>{BROWSER}</style>"), "utf-8")
    (folder / "text.txt").write_text("\n".join(text), "utf-8")
    copy.typst.write_text(TYPST, "utf-8")
    return copy
