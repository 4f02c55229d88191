"""Rules about colour spaces: what is not made of the press's own inks."""

from collections.abc import Iterator

from bulletin.checks.preflight.data import ALL, Family, Image, Kind, Mark, Page, Text, area
from bulletin.checks.preflight.documents import Document
from bulletin.checks.preflight.registry import Hit, hit, on_files, on_pages, shortened
from bulletin.checks.preflight.target import Target

_PLAIN = ("Cyan", "Magenta", "Yellow", "Black", "None", ALL)
_LIGHT = (Family.RGB, Family.LAB)
_CODES = {Kind.TEXT: "X-040", Kind.FILL: "X-041", Kind.STROKE: "X-041", Kind.IMAGE: "X-042", Kind.SHADING: "X-043"}


@on_pages(
    {
        "X-040": "TYPOGRAPHY.md §2 (no RGB, black in one ink); ISO 15930-7 and -4 (DeviceRGB needs an RGB intent)",
        "X-041": "ISO 15930-7 and -4 (DeviceRGB needs an RGB intent); TYPOGRAPHY.md §2",
        "X-042": "ISO 15930-7 and -4 (DeviceRGB needs an RGB intent); TYPOGRAPHY.md §2",
        "X-043": "ISO 15930-7 and -4 (DeviceRGB needs an RGB intent); TYPOGRAPHY.md §2",
        "X-044": "ISO 15930-7 (ICCBased, CalRGB and Lab are allowed); GWG 2015 (colour space: CMYK variants)",
    },
    press=True,
)
def screens(page: Page, document: Document, _: Target) -> Iterator[Hit]:
    """Colours of a screen, told by what is painted in them."""
    intent = document.intent
    if intent is not None and intent.space == "RGB":
        return
    found: dict[str, list[Mark]] = {}
    for mark in page.printed():
        space = mark.colour.space
        if space.family in _LIGHT and not (mark.colour.white and mark.kind is not Kind.IMAGE):
            found.setdefault("X-044" if space.managed else _CODES[mark.kind], []).append(mark)
    for code, marks in sorted(found.items()):
        sample = next((m.text for m in marks if isinstance(m, Text)), "")
        names = " · ".join(sorted({m.colour.space.name for m in marks}))
        letters = sum(m.glyphs for m in marks if isinstance(m, Text))
        boxes = [m.box for m in sorted(marks, key=lambda m: -area(m.box))]
        yield hit(
            code, page.number, boxes, names, sample=shortened(sample), count=letters or len(marks), spaces=names,
            colour=marks[0].colour,
        )  # fmt: skip


@on_pages({"X-046": "economy printing in one ink: what is not grey or black needs another plate"}, press=True)
def one_ink(page: Page, _: Document, target: Target) -> Iterator[Hit]:
    """Colour in a file for one ink."""
    if not target.grey:
        return
    marks = [m for m in page.printed() if _coloured(m)]
    if marks:
        names = " · ".join(sorted({m.colour.space.name for m in marks}))
        yield hit("X-046", page.number, [m.box for m in marks], names, spaces=names, count=len(marks))


def _coloured(mark: Mark) -> bool:
    space, inks = mark.colour.space, mark.colour.inks
    if inks is not None:
        return any(tint and plate != "K" for plate, tint in inks.items())
    if isinstance(mark, Image) and mark.stencil:
        return False
    return space.family in (Family.RGB, Family.LAB, Family.CMYK, Family.SPOT) and not mark.colour.white


@on_files(
    {
        "X-047": "GWG 2015 (use of spot colors); each plate is paid for: only those that are planned",
        "X-048": "GWG 2015 (ambiguous spot color); ISO 15930-7 (one name, one alternate space)",
    },
    press=True,
)
def spots(document: Document, target: Target) -> Iterator[Hit]:
    """Spot plates that nobody ordered, or one that goes by two names."""
    names: dict[str, set[int]] = {}
    for space, pages in document.spaces.values():
        for name in space.colorants:
            if name not in _PLAIN:
                names.setdefault(name, set()).update(pages)
    by_sound: dict[str, list[str]] = {}
    for name, used in sorted(names.items()):
        if target.spots is not None and name not in target.spots:
            for page in sorted(used):
                yield hit("X-047", page, same=name, name=name, planned=", ".join(sorted(target.spots)) or "–")
        by_sound.setdefault(_sound(name), []).append(name)
    for alike in by_sound.values():
        if len(alike) > 1:
            for page in sorted(set().union(*(names[name] for name in alike))):
                yield hit("X-048", page, same=" ".join(alike), names=" / ".join(alike))


@on_files({"X-045": "TYPOGRAPHY.md §2 (print shops: no RGB); ISO 32000-2 §14.11.5 (output intents)"})
def not_for_press(document: Document, target: Target) -> Iterator[Hit]:
    """A file in the colours of a screen that does not claim to be for a press: as it should be, for a screen."""
    light = sorted(name for name, (space, _) in document.spaces.items() if space.family in _LIGHT)
    if not target.press and light:
        yield hit("X-045", spaces=" · ".join(light))


def _sound(name: str) -> str:
    """Return what is left of a plate's name when case, blanks and the ending for a paper are gone."""
    words = name.casefold().replace("-", " ").replace("_", " ").split()
    return " ".join(w for w in words if w not in ("c", "u", "m", "cv", "cvc", "cvu", "cvp", "pc", "ec", "uc", "up"))
