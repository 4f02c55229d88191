"""A PDF of ours put into ink: every colour operator, gradient, group and picture (ISO 32000-2 §8.6).

The content streams are our own, written by WeasyPrint through pydyf: one operator a line, text as hexadecimal strings.
So lines are read, not tokens; what is no such line is left byte for byte. A colour space that is none of those we set
is refused, never guessed.
"""

import re
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from bulletin.press import gradients, pictures
from bulletin.press.inks import Ink, Inks, Refused, lightness

_LINE = re.compile(
    rb"^(?:(?P<state>[qQ])"
    rb"|(?P<rgb>-?[\d.]+ -?[\d.]+ -?[\d.]+) (?P<to>rg|RG)"
    rb"|(?P<grey>-?[\d.]+) (?P<tone>g|G)"
    rb"|/(?P<space>\S+) (?P<set>cs|CS)"
    rb"|(?P<values>[^\n]*) (?P<special>scn|SCN|sc|SC)"
    rb"|(?P<cmyk>-?[\d.]+ -?[\d.]+ -?[\d.]+ -?[\d.]+) (?P<kto>k|K)"
    rb"|/(?P<thing>\S+) (?P<paint>Do|sh)"
    rb"|(?P<inline>BI)\b[^\n]*)$",
    re.M,
)
_CALLED = re.compile(rb"/(\S+) (?:Do|scn|SCN|sh|gs)$", re.M)
"""Forms, pictures, patterns, gradients and states that a content stream calls."""
_SPOT = b"/Spot "
"""What a content stream names its spot plate."""
_OVER = "/O{:d}{:d}"
"""Name of the graphics state that prints over: fills, strokes."""


@dataclass(slots=True)
class Recoloured:
    """What was done to a file."""

    inks: set[tuple[float, ...]] = field(default_factory=set)
    """Every colour of text, areas and rules, as shares of the plates."""
    spot: bool = False
    """Whether the spot colour is used."""
    images: pictures.Converted = field(default_factory=pictures.Converted)


def recolour(pdf: pikepdf.Pdf, inks: Inks, quality: int = 92) -> Recoloured:
    """Put every page of ``pdf`` into ``inks``; raises ``Refused``, with the page, for what cannot be."""
    worker = _Recolour(pdf, inks, quality)
    for number, page in enumerate(pdf.pages, 1):
        try:
            worker.page(page)
        except Refused as refused:
            refused.page = number
            raise
    return worker.done


class _Recolour:
    def __init__(self, pdf: pikepdf.Pdf, inks: Inks, quality: int) -> None:
        self.pdf, self.inks, self.quality = pdf, inks, quality
        self.done = Recoloured()
        self.seen: set[tuple[int, int]] = set()
        self.lines: dict[bytes, tuple[bytes, bytes, Ink]] = {}
        self.states = {
            _OVER.format(fill, stroke): pdf.make_indirect(
                Dictionary(Type=Name.ExtGState, op=bool(fill), OP=bool(stroke), OPM=1)
            )
            for fill in (0, 1)
            for stroke in (0, 1)
        }
        self.spot_space: Any = None

    def page(self, page: pikepdf.Page) -> None:
        contents = page.obj.get("/Contents")
        data = (
            page.obj.Contents.read_bytes()
            if isinstance(contents, Stream)
            else b"\n".join(part.read_bytes() for part in contents or ())
        )
        resources = page.obj.get("/Resources") or Dictionary()
        made = self._lines(data, resources, self._start())
        page.obj.Contents = self.pdf.make_stream(made)
        self._group(page.obj)
        self._resources(resources, made)
        page.obj.Resources = self._own(resources, made)

    def _own(self, resources: Any, made: bytes) -> Any:
        """Return the resources of one page: of what all pages share, the forms, patterns and plates that it uses.

        A plate that a page names but does not use would be made all the same, empty.
        """
        own = Dictionary({key: value for key, value in resources.items() if key != "/ColorSpace"})
        used = _called(made)
        for kind in ("/XObject", "/Pattern"):
            if kind in own:
                own[kind] = Dictionary({key: value for key, value in own[kind].items() if key in used})
        if _SPOT in made:
            own.ColorSpace = Dictionary(Spot=self._separation())
        return own

    def _start(self) -> bytes:
        """What a page begins with: the black that PDF begins with, as ink."""
        if self.inks.plates == "grey":
            return b""
        return b"0 0 0 1 k\n0 0 0 1 K\n/O11 gs\n"

    # --- content ------------------------------------------------------------------------------------------

    def _lines(self, data: bytes, resources: Any, start: bytes = b"") -> bytes:
        """Return a content stream in ink; overprinting follows the colour through ``q`` and ``Q``."""
        grey = self.inks.plates == "grey"
        state: tuple[bool | None, bool | None] = (True, True) if start else (None, None)
        stack: list[tuple[bool | None, bool | None]] = []
        images = {
            str(name)[1:].encode()
            for name, thing in (resources.get("/XObject") or {}).items()
            if thing.get("/Subtype") == Name.Image
        }

        def over(out: bytes, stroke: bool, now: bool) -> bytes:
            nonlocal state
            before = state
            state = (before[0], now) if stroke else (now, before[1])
            if grey or state == before:
                return out
            return out + (b"\n" if out else b"") + (_OVER.format(bool(state[0]), bool(state[1])) + " gs").encode()

        def changed(match: re.Match[bytes]) -> bytes:
            nonlocal state
            kind = match.lastgroup
            whole = match.group()
            if kind == "state":
                if whole == b"q":
                    stack.append(state)
                elif stack:
                    state = stack.pop()
                return whole
            if kind == "to":
                stroke = match["to"] == b"RG"
                fill_out, stroke_out, ink = self._rgb(match["rgb"])
                return over(stroke_out if stroke else fill_out, stroke, ink.overprints)
            if kind == "tone":
                stroke = match["tone"] == b"G"
                fill_out, stroke_out, ink = self._rgb(b" ".join([match["grey"]] * 3))
                return over(stroke_out if stroke else fill_out, stroke, ink.overprints)
            if kind == "kto":
                return over(whole, match["kto"] == b"K", self._cmyk(match["cmyk"]).overprints)
            if kind == "set":
                if match["space"] not in (b"Pattern", b"DeviceCMYK"):
                    raise Refused("space", match["space"].decode("latin-1"))
                return whole
            if kind == "special":
                now = not match["values"].startswith(b"/") and self._cmyk(match["values"]).overprints
                return over(whole, match["special"].isupper(), now)
            if kind == "paint":
                # A picture or a gradient that printed over what lies below would mix with it.
                if match["paint"] == b"sh" or match["thing"] in images:
                    before = over(b"", False, False)
                    return before + b"\n" + whole if before else whole
                return whole
            raise Refused("inline")

        made = _LINE.sub(changed, data)
        return start + made

    def _rgb(self, text: bytes) -> tuple[bytes, bytes, Ink]:
        """Return the operators that set a colour for fills and for strokes, and its ink."""
        if text not in self.lines:
            red, green, blue = (float(v) for v in text.split())
            ink = self.inks.ink(red, green, blue)
            values = " ".join(f"{v:g}" for v in ink.values).encode()
            if ink.spot:
                self.done.spot = True
                made = (b"/Spot cs\n1 scn", b"/Spot CS\n1 SCN", ink)
            elif len(ink.values) == 1:
                made = (values + b" g", values + b" G", ink)
            else:
                made = (values + b" k", values + b" K", ink)
            if not ink.spot:
                self.done.inks.add(ink.values)
            self.lines[text] = made
        return self.lines[text]

    def _cmyk(self, text: bytes) -> Ink:
        """Return a colour that the layout itself gives in four inks; it is kept, where there are four."""
        if self.inks.plates != "cmyk":
            raise Refused("space", "device-cmyk()")
        ink = Ink(tuple(float(v) for v in text.split()))
        self.done.inks.add(ink.values)
        return ink

    # --- resources ----------------------------------------------------------------------------------------

    def _new(self, thing: Any) -> bool:
        if not thing.is_indirect:
            return True
        if thing.objgen in self.seen:
            return False
        self.seen.add(thing.objgen)
        return True

    def _resources(self, resources: Any, content: bytes) -> None:
        """Put into ink what ``content`` calls: pages share resources, but a fault is that of the page that calls."""
        self._named(resources, content)
        called = _called(content)

        def those(kind: str) -> list[Any]:
            return [thing for name, thing in (resources.get(kind) or {}).items() if name in called]

        for thing in those("/XObject"):
            if not self._new(thing):
                continue
            if thing.get("/Subtype") == Name.Form:
                self._stream(thing)
            else:
                pictures.convert(thing, self.inks, self.quality, self.done.images)
        for pattern in those("/Pattern"):
            if self._new(pattern):
                if isinstance(pattern, Stream):
                    self._stream(pattern)
                else:
                    self._shading(pattern.Shading)
        for shading in those("/Shading"):
            if self._new(shading):
                self._shading(shading)
        for state in those("/ExtGState"):
            mask = state.get("/SMask")
            if isinstance(mask, Dictionary) and "/G" in mask and self._new(mask.G):
                _Luminous(self).stream(mask.G)

    def _named(self, resources: Any, content: bytes) -> None:
        """Add what the operators of ``content`` name; take away the spaces that nothing uses any more."""
        if "/ColorSpace" in resources:
            del resources["/ColorSpace"]
        if self.inks.plates != "grey":
            states = resources.get("/ExtGState")
            if states is None:
                states = resources["/ExtGState"] = Dictionary()
            for name, state in self.states.items():
                states[name] = state
        if _SPOT in content:
            resources["/ColorSpace"] = Dictionary(Spot=self._separation())

    def _separation(self) -> Any:
        """Return the colour space of the spot plate: its name, and four inks that show it elsewhere."""
        spot = self.inks.spot
        if self.spot_space is None and spot:
            black = round(1 - lightness(spot.rgb) / 255, 4)
            full = spot.cmyk if self.inks.plates == "cmyk" else (0, 0, 0, black)
            shown = spot.cmyk if any(spot.cmyk) else full
            tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=gradients.reals(shown), N=1)
            name = Name("/" + spot.name)
            self.spot_space = self.pdf.make_indirect(
                Array([Name.Separation, name, Name.DeviceCMYK, self.pdf.make_indirect(tint)])
            )
        return self.spot_space

    def _stream(self, stream: Any) -> None:
        made = self._lines(stream.read_bytes(), stream.get("/Resources") or Dictionary())
        stream.write(made)
        self._group(stream)
        if "/Resources" in stream:
            self._resources(stream.Resources, made)

    def _group(self, thing: Any) -> None:
        group = thing.get("/Group")
        if group is not None and "/CS" in group:
            group.CS = Name(self.inks.space)

    def _shading(self, shading: Any) -> None:
        self.done.inks.update(gradients.convert(shading, self.inks))


def _called(content: bytes) -> set[str]:
    return {"/" + name.decode("latin-1") for name in _CALLED.findall(content)}


class _Luminous:
    """The luminosity mask of a picture or a gradient: no ink, but how much shows; so in plain grey."""

    def __init__(self, owner: _Recolour) -> None:
        grey = Inks("grey")
        self.worker = _Recolour(owner.pdf, grey, owner.quality)
        self.worker.seen = owner.seen

    def stream(self, stream: Any) -> None:
        self.worker._stream(stream)
