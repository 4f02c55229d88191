"""What the tests of the line engine share: text set in a frame, and its lines read back from the box tree."""

from dataclasses import dataclass
from typing import Any

from bulletin import fonts
from bulletin.fonts.faces import Role
from bulletin.model import Script

TEXT = "清晨的渡口没有风，老船工把缆绳绕在石柱上，回头看了看对岸，那里的灯还亮着，像是有人一夜没有睡。"
SIZE = 10.0


@dataclass(frozen=True)
class Got:
    """A line as it was set; lengths in em of the text."""

    text: str
    left: float
    right: float
    y: float
    line: Any
    """Our own record of it; None where WeasyPrint set it."""


def chain(role: Role = "song", script: Script = Script.HANS) -> str:
    return ", ".join(f'"{family}"' for family in fonts.prepare().chain(role, script))


def lay_out(html: str, css: str, rules: Any = None) -> Any:
    from bulletin.typeset import pages

    return pages.lay_out(html, css, {}, rules)


def frame(
    body: str, measure: float = 22, rules: Any = None, extra: str = "", script: Script = Script.HANS, page: int = 600
) -> Any:
    """Set ``body`` at 10/17 pt in a column of ``measure`` 字."""
    css = (
        f"@page {{ size: {measure * SIZE + 40.02:.2f}pt {page}pt; margin: 20pt }} "
        f"html {{ font: {SIZE}pt/17pt {chain(script=script)}; text-align: justify; hyphens: none }} "
        f"body, p {{ margin: 0 }} em {{ font-family: {chain('kai', script)} }} {extra}"
    )
    return lay_out(f'<html lang="{script}"><title>t</title><body>{body}</body></html>', css, rules)


def lines(pages: Any) -> list[Got]:
    """Return the lines of text of ``pages`` in the order of the box tree."""
    from weasyprint.formatting_structure import boxes

    out = []
    px = SIZE * 4 / 3
    for page in pages.document.pages:
        for box in page._page_box.descendants():
            if not isinstance(box, boxes.LineBox):
                continue
            texts = [b for b in box.descendants() if isinstance(b, boxes.TextBox)]
            if any(t.text.strip() for t in texts):
                text = "".join(t.text for t in texts)
                right = box.position_x + box.width
                y = box.position_y + box.baseline
                out.append(Got(text, box.position_x / px, right / px, y / px, getattr(box, "set_line", None)))
    return out


def texts(
    body: str, measure: float = 22, rules: Any = None, extra: str = "", script: Script = Script.HANS
) -> list[str]:
    """Return the text of each line of ``body``."""
    return [line.text for line in lines(frame(body, measure, rules, extra, script))]
