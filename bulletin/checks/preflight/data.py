"""What the interpreter yields: pages as plain data, without a PDF library in sight. All lengths in pt of the page.

Boxes are (left, bottom, right, top) in the page's own space, whose y runs up (ISO 32000-2 §8.3.2).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""

Inks = Mapping[str, float]
"""Plate -> its tint, 0–1. Process plates are called ``C M Y K``, spot plates by their own names."""

PROCESS = ("C", "M", "Y", "K")
EVERYWHERE: Box = (-1e9, -1e9, 1e9, 1e9)
NOWHERE: Box = (1e9, 1e9, -1e9, -1e9)
"""Shares nothing with any box."""
ALL = "All"
"""The colorant that means every plate there is (ISO 32000-2 §8.6.6.4)."""
NO_INKS: Inks = MappingProxyType({})


def cut(a: Box, b: Box) -> Box | None:
    """Return what two boxes share; None where they share nothing, not even an edge."""
    left, low, right, high = max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3])
    return (left, low, right, high) if left <= right and low <= high else None


def around(points: Iterable[tuple[float, float]]) -> Box:
    """Return the box around at least one point."""
    xs, ys = zip(*points, strict=True)
    return (min(xs), min(ys), max(xs), max(ys))


def inside(a: Box, b: Box, by: float = 0.01) -> bool:
    """Tell whether ``a`` lies in ``b``, to within ``by`` pt."""
    return a[0] >= b[0] - by and a[1] >= b[1] - by and a[2] <= b[2] + by and a[3] <= b[3] + by


def grown(a: Box, by: float) -> Box:
    """Return ``a`` with each edge moved out by ``by`` pt; inwards where that is negative."""
    return (a[0] - by, a[1] - by, a[2] + by, a[3] + by)


def area(a: Box) -> float:
    """Return pt²."""
    return (a[2] - a[0]) * (a[3] - a[1])


class Family(StrEnum):
    """What sort of numbers a colour space takes, whoever calibrates them."""

    GRAY = "Gray"
    RGB = "RGB"
    CMYK = "CMYK"
    LAB = "Lab"
    SPOT = "Spot"
    """Separation and DeviceN: named colorants."""
    PATTERN = "Pattern"


@dataclass(frozen=True, slots=True)
class Space:
    """A colour space (ISO 32000-2 §8.6)."""

    name: str
    """As a reader of the PDF would call it: ``DeviceCMYK``, ``ICCBased RGB``, ``Separation PANTONE 186 C``."""
    family: Family
    size: int
    """Number of components."""
    managed: bool = False
    """Carries its own profile or calibration."""
    colorants: tuple[str, ...] = ()
    """Names in a Separation or DeviceN."""
    alternate: str = ""
    """Name of the space that stands in where a colorant is not there."""
    levels: int = 0
    """Highest index of an Indexed space, whose base the rest describes; 0 where it is none."""


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour as it was asked for."""

    space: Space
    values: tuple[float, ...] = ()
    inks: Inks | None = field(default=None, compare=False)
    """What it puts on which plate; None where conversion alone would tell (RGB, Lab, patterns)."""

    @property
    def total(self) -> float:
        """Sum of its inks in per cent; ``All`` counts for four."""
        return sum(100 * tint * (4 if plate == ALL else 1) for plate, tint in (self.inks or {}).items())

    @property
    def count(self) -> int:
        """How many plates it prints on."""
        return sum(4 if plate == ALL else 1 for plate, tint in (self.inks or {}).items() if tint > 0)

    @property
    def white(self) -> bool:
        """Whether it leaves the paper as it is: no ink, or white light."""
        if self.inks is not None:
            return not any(self.inks.values())
        return self.space.family is Family.RGB and len(self.values) == 3 and min(self.values) >= 1

    @property
    def black_only(self) -> bool:
        """Whether it is full black on the black plate alone."""
        return bool(self.inks) and self.inks == {"K": 1.0}

    def __str__(self) -> str:
        if self.space.family is Family.CMYK and self.values:
            return " ".join(f"{p}{100 * v:.0f}" for p, v in zip(PROCESS, self.values, strict=False))
        if self.space.family is Family.SPOT and self.values:
            pairs = zip(self.space.colorants, self.values, strict=False)
            return " ".join(f"{name} {100 * v:.0f} %" for name, v in pairs)
        if self.space.family is Family.RGB and len(self.values) == 3:
            return "#" + "".join(f"{round(255 * min(1, max(0, v))):02x}" for v in self.values)
        return " ".join((self.space.name, *(f"{v:.3g}" for v in self.values)))


@dataclass(slots=True)
class Face:
    """A font of the file."""

    name: str
    """Without the mark of a subset."""
    kind: str
    """``TrueType``, ``Type1``, ``CIDFontType0`` …, ``Type3``."""
    embedded: bool
    subset: bool
    unicode: bool
    """Whether each of its codes can be told as text: by /ToUnicode, or by an encoding that says so."""
    standard: bool = False
    """One of the fourteen that every reader of PDF was to have (ISO 32000-1 §9.6.2.2)."""
    glyphs: int = 0
    pages: list[int] = field(default_factory=list)


class Kind(StrEnum):
    """What was painted."""

    TEXT = "text"
    FILL = "fill"
    STROKE = "stroke"
    IMAGE = "image"
    SHADING = "shading"


@dataclass(slots=True)
class Mark:
    """One thing painted."""

    kind: Kind
    box: Box
    """What can be seen of it: its own box, cut by the box of the clip path."""
    whole: Box
    """Its own box."""
    colour: Colour
    overprint: bool = False
    """Leaves other plates as they are: /OP or /op."""
    mode: int = 0
    """Overprint mode; with 1 a component of 0 in DeviceCMYK leaves its plate alone (§11.7.4.3)."""
    alpha: float = 1.0
    blend: str = "Normal"
    tiled: bool = False
    """Part of a pattern, a Type 3 glyph or a soft mask: where it stands is not known, ``box`` is what it fills."""
    masking: bool = False
    """Part of a soft mask: it gives shape, no colour."""
    annotation: bool = False
    """Drawn by an annotation."""

    @property
    def vanishes(self) -> bool:
        """Whether it overprints with no ink at all, and so cannot be seen."""
        zero = self.colour.inks is not None and not any(self.colour.inks.values())
        spot = self.colour.space.family is Family.SPOT
        cmyk = self.colour.space.name == "DeviceCMYK" and self.mode == 1
        return self.overprint and zero and (spot or cmyk)

    @property
    def spares(self) -> bool:
        """Whether what lies below stays on the plates that it does not print on."""
        spot = self.colour.space.family is Family.SPOT
        return self.overprint and (spot or (self.colour.space.name == "DeviceCMYK" and self.mode == 1))


@dataclass(slots=True)
class Text(Mark):
    """A string shown."""

    font: str = ""
    size: float = 0.0
    """pt on paper."""
    text: str = ""
    glyphs: int = 0
    missing: tuple[int, ...] = ()
    """Where in ``text`` the face had no glyph and its .notdef stands."""
    invisible: bool = False
    """Rendering mode 3: for search alone."""
    lost: str = ""
    """Glyphs of it that the clip path cuts off."""
    gone: bool = False
    """Nothing of it can be seen."""
    places: tuple[Box, ...] = ()
    """Box of each glyph, where the string touches the edge of the page or of its clip."""


@dataclass(slots=True)
class Path(Mark):
    """A path filled or stroked."""

    width: float = 0.0
    """Line width of a stroke, pt on paper."""
    thin: float | None = None
    """Of a fill made of rectangles, the thickness in pt of the thinnest that can be seen."""


@dataclass(slots=True)
class Image(Mark):
    """A picture placed."""

    pixels: tuple[int, int] = (0, 0)
    dpi: float = 0.0
    """Dots per inch at its size on paper, the lesser of the two directions."""
    bits: int = 8
    filters: tuple[str, ...] = ()
    stencil: bool = False
    """An image mask: it paints the current colour through its pixels."""
    soft: bool = False
    """Has a soft mask."""
    ink: float | None = None
    """Heaviest total ink in per cent among its pixels; None where it is not CMYK or was not measured."""
    number: int = 0
    """Number of its object; 0 for an image in the stream itself."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """An annotation of a page."""

    kind: str
    box: Box
    prints: bool


@dataclass(frozen=True, slots=True)
class Trouble:
    """What kept the interpreter from following a stream."""

    code: str
    what: str


@dataclass(slots=True)
class Page:
    """One page."""

    number: int
    boxes: dict[str, Box]
    """``MediaBox CropBox BleedBox TrimBox ArtBox`` as far as the file gives them."""
    rotate: int = 0
    unit: float = 1.0
    """UserUnit: how many 1/72 inch one unit is (ISO 32000-2 §14.11.2)."""
    marks: list[Mark] = field(default_factory=list)
    annotations: list[Annotation] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    transparency: set[str] = field(default_factory=set)
    """Which kinds are used: ``alpha blend soft-mask image-mask group``."""
    blending: str = ""
    """Name of the space in which the page blends, where it says one."""
    faces: set[tuple[int, int]] = field(default_factory=set)
    spaces: dict[str, Space] = field(default_factory=dict)
    """Every space painted in, by its name."""
    transfers: set[str] = field(default_factory=set)
    """Keys of graphics states that change a press's own settings: ``TR TR2 HTP …``."""
    hidden: int = 0
    """How many things belong to layers that are off."""
    depth: int = 0
    """Deepest nesting of q."""

    @property
    def media(self) -> Box:
        """The sheet."""
        return self.boxes["MediaBox"]

    @property
    def trim(self) -> Box:
        """The page after cutting: TrimBox, else ArtBox, else CropBox, else the sheet."""
        return next(self.boxes[k] for k in ("TrimBox", "ArtBox", "CropBox", "MediaBox") if k in self.boxes)

    @property
    def bleed(self) -> Box:
        """BleedBox; else the box of the page after cutting."""
        return self.boxes.get("BleedBox", self.trim)

    def printed(self) -> Iterable[Mark]:
        """Yield what is seen on paper."""
        return (m for m in self.marks if not m.masking and not (isinstance(m, Text) and m.invisible))
