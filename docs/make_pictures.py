"""Draw the pictures of README that show one column before and after: WeasyPrint alone, and bulletin.

    python -m docs.make_pictures          (poppler-utils in the path)

Both set the same text in the same face to the same measure; only the lines are set by another hand.
"""

import subprocess
import tempfile
from pathlib import Path

from PIL import Image

from bulletin import fonts
from bulletin.model import Script

HERE = Path(__file__).parent
TEXT = (
    "“渡口”二字，老人念了一辈子。1957年青石码头修成，《滨河志》记了一笔：“全长42米，可泊木船16只。”"
    "到了2026年，桥通了（步行过河只要6分钟），码头却没有拆：每天早上，仍有人来——打太极的、遛鸟的、"
    "等人的……都说“坐一会儿，看看水”。",
    "街道办事处算过一笔账：修缮费86万元，其中62%来自捐款；“一块石头一个名字”，共有3117人署名。"
    "负责人说：“钱不多，心意重。”他把WeChat群里的留言打印出来，贴满了《渡口的早晨》展览的一面墙。",
)
CSS = """
@page {{ size: {width}pt 300pt; margin: 9pt }}
html {{ font: 10.5pt/17pt {chain}; text-align: justify; hyphens: none; orphans: 1; widows: 1 }}
body, p {{ margin: 0 }} p {{ text-indent: 2em }}
"""


def page(measure: int, target: Path, ours: bool) -> None:
    """Set the text ``measure`` 字 wide into ``target``, by our engine or by WeasyPrint alone."""
    chain = ", ".join(f'"{family}"' for family in fonts.prepare().chain("song", Script.HANS))
    css = CSS.format(width=measure * 10.5 + 18.02, chain=chain)
    html = f'<html lang="zh-Hans"><title>t</title><body>{"".join(f"<p>{text}</p>" for text in TEXT)}</body></html>'
    if ours:
        from bulletin.typeset import pages

        pages.lay_out(html, css, {}).write_pdf(target)
    else:
        import weasyprint
        from weasyprint.text.fonts import FontConfiguration

        config = FontConfiguration()
        sheet = weasyprint.CSS(string=css, font_config=config)
        weasyprint.HTML(string=html).write_pdf(target, stylesheets=[sheet], font_config=config)


def main() -> None:
    """Write ``before.png`` and ``after.png``."""
    measure = 22
    with tempfile.TemporaryDirectory() as folder:
        for name, ours in (("before", False), ("after", True)):
            target = Path(folder) / f"{name}.pdf"
            page(measure, target, ours)
            subprocess.run(["pdftoppm", "-r", "170", "-gray", "-png", target, target.with_suffix("")], check=True)
            picture = Image.open(next(Path(folder).glob(f"{name}-*.png")))
            foot = max(
                y for y in range(picture.height) if min(picture.crop((0, y, picture.width, y + 1)).tobytes()) < 128
            )
            picture = picture.crop((0, 0, picture.width, foot + 22)).quantize(16)
            picture.save(HERE / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
