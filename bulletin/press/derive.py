"""The order of the work: the edition's paper (RGB, tagged, drawn past its trim) to a press file or a grey one."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from bulletin import __version__
from bulletin.config.press import PressSettings
from bulletin.press import flat, fonts, identity, marks, outlines
from bulletin.press.alpha import Alpha
from bulletin.press.inks import NEUTRAL, Inks, Rgb, Spot
from bulletin.press.lettering import Lettering
from bulletin.press.marks import Plate
from bulletin.press.plates import spot_space
from bulletin.press.profile import Profile
from bulletin.press.recolour import Recoloured, recolour
from bulletin.units import PT_PER_MM as MM

_LEFT_OUT = ("/StructTreeRoot", "/MarkInfo", "/Outlines", "/Names", "/ViewerPreferences", "/OpenAction", "/PageLabels")
"""What a reader follows and a RIP has no use for; links and tags go with it."""
TOOL = f"bulletin {__version__}"


@dataclass(frozen=True, slots=True)
class Task:
    """One press file to be made."""

    settings: PressSettings
    profile: Profile
    spot: Rgb | None
    """The layout's colour that may have a plate of its own."""
    rich: Rgb | None
    """The layout's colour that is black with other inks below it."""
    date: datetime.date
    name: str
    """The file's name."""
    slug: Sequence[tuple[str, ...]] = ()
    """For each page the lines that stand beside it, outside the bleed."""
    letters: Lettering | None = None
    """Sets them; None where there is no slug line."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """What a press file holds."""

    pages: int
    trim: tuple[float, float]
    """Width and height in mm of the first page."""
    plates: tuple[str, ...]
    colours: Recoloured
    skipped: tuple[outlines.Skipped, ...] = ()
    """Text that could not be turned into outlines."""
    alpha: tuple[Alpha, ...] = ()
    """Transparency that PDF/X-1a has no room for."""
    programs: tuple[str, ...] = ()
    """Fonts that PDF 1.4 cannot hold."""


def press(paper: Path, target: Path, task: Task) -> Pressed:
    """Write the press file of ``paper`` to ``target``; raises ``Refused`` for a colour that ink cannot have.

    What is told as ``skipped``, ``alpha`` or ``programs`` stands against the file: then none is written.
    """
    settings = task.settings
    with pikepdf.open(paper) as pdf:
        inks = plates(task)
        done = recolour(pdf, inks)
        spot = task.settings.spot.name if done.spot else ""
        used = used_plates(done, inks, spot)
        _strip(pdf)
        old = settings.standard == "x-1a"
        # Before the outlines: it looks at every shape, and there are fewer.
        alpha = flat.flatten(pdf) if old else ()
        skipped = outlines.outline(pdf).skipped if settings.outlines else ()
        _sheets(pdf, task, used)
        programs = fonts.bare(pdf).left if old else ()
        trim = pdf.pages[0].obj.TrimBox
        size = (float(trim[2]) / MM, float(trim[3]) / MM)
        made = Pressed(len(pdf.pages), size, tuple(p.name for p in used), done, skipped, alpha, programs)
        if skipped or alpha or programs:
            return made
        identity.intend(pdf, task.profile)
        identity.identify(pdf, settings.standard, task.date, task.name, TOOL)
        pdf.remove_unreferenced_resources()
        if old:
            flat.save(pdf, target)
        else:
            pdf.save(
                target,
                min_version="1.6",
                force_version="1.6",
                object_stream_mode=pikepdf.ObjectStreamMode.generate,
                deterministic_id=True,
            )
        return made


def plates(task: Task) -> Inks:
    """Return the inks that the settings ask for."""
    settings = task.settings
    spot = None
    # A grey is no second colour: all that is black would go with it.
    if settings.plates.endswith("+spot") and task.spot and max(task.spot) - min(task.spot) > NEUTRAL:
        wanted = settings.spot
        cyan, magenta, yellow, black = (value / 100 for value in wanted.cmyk)
        spot = Spot(wanted.name, task.spot, (cyan, magenta, yellow, black))
    cyan, magenta, yellow, black = (value / 100 for value in settings.rich)
    rich = (task.rich, (cyan, magenta, yellow, black)) if task.rich else None
    kind: Any = "cmyk" if settings.plates.startswith("cmyk") else "black"
    solid = task.spot if kind == "black" and spot is None else None
    return Inks(kind, task.profile, settings.ink / 100, spot, rich, settings.intent, solid=solid)


def used_plates(done: Recoloured, inks: Inks, spot: str) -> tuple[Plate, ...]:
    """Return the plates that hold anything."""
    if done.images.colour and inks.plates == "cmyk":
        used = [*marks.PROCESS]
    else:
        used = [plate for at, plate in enumerate(marks.PROCESS) if any(len(v) == 4 and v[at] > 0 for v in done.inks)]
        if marks.PROCESS[3] not in used and done.images.count:
            used.append(marks.PROCESS[3])
    return (*used, Plate(spot, "/Spot cs 1 scn", spot=True)) if spot else tuple(used)


def _strip(pdf: pikepdf.Pdf) -> None:
    for key in _LEFT_OUT:
        if key in pdf.Root:
            del pdf.Root[key]
    for page in pdf.pages:
        for key in ("/Annots", "/Tabs", "/StructParents", "/CropBox"):
            if key in page.obj:
                del page.obj[key]


def _sheets(pdf: pikepdf.Pdf, task: Task, used: Sequence[Plate]) -> None:
    """Make a sheet of each page; the face of the slug lines is embedded once, or theirs are outlines too."""
    letters = task.letters if task.settings.marks == "full" else None
    everything = _all(pdf)
    for number, page in enumerate(pdf.pages):
        _sheet(pdf, page, task, used, everything, letters, task.slug[number] if number < len(task.slug) else ())
    if letters and not task.settings.outlines:
        faces = letters.embed(pdf)
        for page in pdf.pages:
            known = page.obj.Resources.get("/Font")
            merged = Dictionary({**(dict(known) if known is not None else {}), **dict(faces)})
            page.obj.Resources.Font = merged


def _sheet(
    pdf: pikepdf.Pdf,
    page: pikepdf.Page,
    task: Task,
    used: Sequence[Plate],
    everything: Any,
    letters: Lettering | None,
    slug: Sequence[str],
) -> None:
    """Give a page its boxes (ISO 32000-2 §14.11.2), cut it at the bleed, and draw the marks around it.

    ``everything`` is the colour space that prints on all plates.
    """
    settings = task.settings
    resources = page.obj.Resources
    if "/ColorSpace" not in resources:
        resources.ColorSpace = Dictionary()
    # A plate that a page does not need is not made for its patch alone.
    if (space := spot_space(resources)) is not None:
        resources.ColorSpace.Spot = space
    used = [plate for plate in used if space is not None or not plate.spot]
    width, height = float(page.obj.TrimBox[2]), float(page.obj.TrimBox[3])
    bleed = settings.bleed * MM
    slack = bleed + (0 if settings.marks == "none" else marks.WIDE)
    page.obj.BleedBox = _box(-bleed, -bleed, width + bleed, height + bleed)
    page.obj.MediaBox = _box(-slack, -slack, width + slack, height + slack)
    before = f"q {-bleed:.3f} {-bleed:.3f} {width + 2 * bleed:.3f} {height + 2 * bleed:.3f} re W n"
    after = ["Q"]
    if settings.marks != "none":
        resources.ColorSpace.All = everything
        after += ["q /All CS 1 SCN /All cs 1 scn 0.25 w", *marks.crop(width, height, bleed)]
        folds = [at * MM for at in settings.fold]
        after += marks.fold(width, height, bleed, folds)
        if settings.marks == "full":
            after += marks.registration(width, height, bleed, folds)
        if letters:
            show = letters.paths if settings.outlines else letters.show
            after += marks.slug(width, height, bleed, slug, show, letters.width)
        if settings.marks == "full":
            after.append("/O00 gs")
            after += marks.patches(width, bleed, used)
            if letters:
                after += marks.names(width, bleed, used, show, letters.width)
        after.append("Q")
    contents = page.obj.Contents
    page.obj.Contents = Array([pdf.make_stream(before.encode()), contents, pdf.make_stream("\n".join(after).encode())])


def _all(pdf: pikepdf.Pdf) -> Any:
    tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[1, 1, 1, 1], N=1)
    return pdf.make_indirect(Array([Name.Separation, Name.All, Name.DeviceCMYK, pdf.make_indirect(tint)]))


def _box(*edges: float) -> Array:
    return Array([pikepdf.Object.parse(f"{edge:.3f}".encode()) for edge in edges])


def grey(paper: Path, target: Path, tone: Sequence[int], solid: Rgb | None = None) -> Recoloured:
    """Write ``paper`` in one ink to ``target``, its tags and links kept.

    ``tone`` is a grey for each of a picture; ``solid`` is the layout's second colour, which becomes full black.
    """
    with pikepdf.open(paper) as pdf:
        done = recolour(pdf, Inks("grey", tone=tone, solid=solid))
        pdf.remove_unreferenced_resources()
        pdf.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
        return done
