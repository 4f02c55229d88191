"""What a PDF says of itself, beside its pages: claims, intents, layers, actions, files (ISO 32000-2 §7, §12, §14)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pikepdf
from lxml import etree

from bulletin.checks.preflight.data import Face, Space
from bulletin.checks.preflight.running import BROKEN

_DEEPEST = 200_000
"""Objects that are looked through for forbidden keys."""
_NAMESPACES = {
    "http://www.npes.org/pdfx/ns/id/": "pdfxid",
    "http://ns.adobe.com/pdfx/1.3/": "pdfx",
    "http://ns.adobe.com/xap/1.0/": "xmp",
    "http://ns.adobe.com/xap/1.0/mm/": "xmpMM",
    "http://ns.adobe.com/pdf/1.3/": "pdf",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://www.aiim.org/pdfua/ns/id/": "pdfuaid",
    "http://www.aiim.org/pdfa/ns/id/": "pdfaid",
}


@dataclass(frozen=True, slots=True)
class Intent:
    """An output intent (§14.11.5)."""

    kind: str
    """``GTS_PDFX``, ``GTS_PDFA1`` …"""
    condition: str
    """OutputConditionIdentifier."""
    registry: str
    profile: bool
    space: str = ""
    """Colour space of the profile: ``CMYK RGB GRAY``; empty where there is none that can be read."""
    device: str = ""
    """Class of the profile: ``prtr`` for a printer."""


@dataclass(slots=True)
class Document:
    """One file."""

    name: str
    version: str
    pages: int
    encrypted: bool = False
    info: dict[str, str] = field(default_factory=dict)
    xmp: dict[str, str] = field(default_factory=dict)
    """Properties of the metadata by their usual prefixes: ``pdfxid:GTS_PDFXVersion``."""
    metadata: bool = False
    filtered: bool = False
    """Whether the metadata stream is packed."""
    id: bool = False
    tagged: bool = False
    title: str = ""
    language: str = ""
    intents: tuple[Intent, ...] = ()
    layers: tuple[str, ...] = ()
    layers_off: int = 0
    actions: tuple[str, ...] = ()
    """Where actions hang, and what sort they are: ``JavaScript``, ``Launch``, ``OpenAction GoTo`` …"""
    attachments: tuple[str, ...] = ()
    form: bool = False
    compressed: bool = False
    """Has object streams."""
    forbidden: dict[str, int] = field(default_factory=dict)
    """What press standards forbid, found anywhere in the file, and how often; filled by ``scan``."""
    shadings: tuple[str, ...] = ()
    """Shadings whose function gives another number of components than their space has; filled by ``scan``."""
    repairs: tuple[str, ...] = ()
    """What had to be mended to read the file at all."""
    faces: tuple[Face, ...] = ()
    """Faces whose glyphs are used; known once the pages were read."""
    spaces: dict[str, tuple[Space, list[int]]] = field(default_factory=dict)
    """Colour spaces that are painted in, by name, and on which pages; known once the pages were read."""
    sizes: dict[int, tuple[float, float]] = field(default_factory=dict)
    """Width and height of each page after cutting, in mm, as it is seen; known once the pages were read."""
    producer: str = ""

    @property
    def intent(self) -> Intent | None:
        """The intent for printing."""
        return next((item for item in self.intents if item.kind == "GTS_PDFX"), None)

    @property
    def claim(self) -> str:
        """The press standard that the file says it keeps: ``PDF/X-4``, ``PDF/X-1a:2003`` …; empty where none."""
        said = (
            self.xmp.get("pdfxid:GTS_PDFXVersion", ""),
            self.info.get("/GTS_PDFXConformance", ""),
            self.xmp.get("pdfx:GTS_PDFXConformance", ""),
            self.info.get("/GTS_PDFXVersion", ""),
        )
        return next((text for text in said if text.startswith("PDF/X")), "")


def read(pdf: pikepdf.Pdf, path: Path) -> Document:
    """Return what ``pdf``, the file at ``path``, says of itself; what is damaged is left out."""
    root: Any = pdf.Root
    made = Document(path.name, pdf.pdf_version, len(pdf.pages), pdf.is_encrypted)
    for part in (_info, _metadata, _intents, _layers, _actions):
        try:
            part(pdf, root, made)
        except (*BROKEN, etree.LxmlError):
            continue
    made.id = "/ID" in pdf.trailer
    made.compressed = _compressed(path)
    marked = root.get("/MarkInfo")
    made.tagged = "/StructTreeRoot" in root and isinstance(marked, pikepdf.Dictionary) and bool(marked.get("/Marked"))
    made.language = str(root.get("/Lang", ""))
    made.title = made.info.get("/Title", "") or made.xmp.get("dc:title", "")
    made.producer = " · ".join(filter(None, (made.info.get("/Creator"), made.info.get("/Producer"))))
    made.repairs = tuple(str(item)[:160] for item in pdf.get_warnings()[:5])
    return made


def _compressed(path: Path) -> bool:
    """Tell whether the last cross-reference is a stream, as it must be where objects lie in streams (§7.5.8)."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - 2048))
        found = re.findall(rb"startxref\s+(\d+)", file.read())
        if not found or int(found[-1]) >= size:
            return False
        file.seek(int(found[-1]))
        return not file.read(16).lstrip().startswith(b"xref")


def _info(pdf: pikepdf.Pdf, _: Any, made: Document) -> None:
    if "/Info" in pdf.trailer:
        info: Any = pdf.trailer.Info
        made.info = {str(key): str(value).removeprefix("/") for key, value in info.items()}


def _metadata(_: pikepdf.Pdf, root: Any, made: Document) -> None:
    stream = root.get("/Metadata")
    if not isinstance(stream, pikepdf.Stream):
        return
    filters = stream.get("/Filter")
    made.metadata, made.filtered = True, filters is not None and str(filters) != "[ ]"
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    tree = etree.fromstring(stream.read_bytes().strip(b"\x00 \r\n\t"), parser)
    if tree is None:
        return
    for element in tree.iter("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}Description"):
        for name, value in element.attrib.items():
            made.xmp.setdefault(_prefixed(str(name)), str(value))
        for child in element:
            if isinstance(child.tag, str):
                text = " ".join(str(t).strip() for t in child.itertext() if str(t).strip())
                made.xmp.setdefault(_prefixed(child.tag), text)


def _prefixed(tag: str) -> str:
    space, _, local = tag.removeprefix("{").rpartition("}")
    return f"{_NAMESPACES.get(space, space)}:{local}"


def _intents(_: pikepdf.Pdf, root: Any, made: Document) -> None:
    found = []
    for item in root.get("/OutputIntents") or []:
        profile, space, device = item.get("/DestOutputProfile"), "", ""
        if isinstance(profile, pikepdf.Stream):
            head = bytes(profile.read_bytes()[:40])
            if len(head) == 40 and head[36:40] == b"acsp":
                space, device = (head[a : a + 4].decode("latin-1").strip() for a in (16, 12))
        found.append(
            Intent(
                str(item.get("/S", ""))[1:],
                str(item.get("/OutputConditionIdentifier", "")),
                str(item.get("/RegistryName", "")),
                isinstance(profile, pikepdf.Stream),
                space,
                device,
            )
        )
    made.intents = tuple(found)


def _layers(_: pikepdf.Pdf, root: Any, made: Document) -> None:
    layers = root.get("/OCProperties")
    if layers is None:
        return
    made.layers = tuple(str(item.get("/Name", "")) for item in layers.get("/OCGs") or [])
    default = layers.get("/D") or {}
    made.layers_off = len(default.get("/OFF") or [])


def _actions(pdf: pikepdf.Pdf, root: Any, made: Document) -> None:
    found: list[str] = []
    opening = root.get("/OpenAction")
    if isinstance(opening, pikepdf.Dictionary):
        found.append(f"OpenAction {str(opening.get('/S'))[1:]}")
    if "/AA" in root:
        found.append("AA")
    names = root.get("/Names") or {}
    if "/JavaScript" in names:
        found.append("JavaScript")
    made.form = "/AcroForm" in root and bool(len(root.AcroForm.get("/Fields") or []))
    made.attachments = tuple(str(name) for name in pdf.attachments)
    for page in pdf.pages:
        if "/AA" in page.obj:
            found.append("AA")
        for item in page.obj.get("/Annots") or []:
            action = item.get("/A")
            kind = str(action.get("/S"))[1:] if isinstance(action, pikepdf.Dictionary) else ""
            if kind and kind not in ("URI", "GoTo"):
                found.append(kind)
    made.actions = tuple(dict.fromkeys(found))


def scan(pdf: pikepdf.Pdf, made: Document) -> None:
    """Look through every object for what press standards forbid; for ``pdfx`` alone, for it takes a while."""
    shadings: list[str] = []
    for number, thing in enumerate(pdf.objects):
        if number > _DEEPEST:
            break
        try:
            for name in _forbidden(thing):
                made.forbidden[name] = made.forbidden.get(name, 0) + 1
            shadings += _shading(thing)
        except BROKEN:
            continue
    made.shadings = tuple(shadings)


_FILTERS = re.compile(r"/(LZWDecode|JBIG2Decode|JPXDecode|Crypt)\b")
_IMAGES = ("/Alternates", "/OPI")


def _forbidden(thing: Any) -> Iterator[str]:
    if isinstance(thing, pikepdf.Stream):
        if "/Filter" in thing:
            found = thing.get("/Filter")
            yield from _FILTERS.findall(" ".join(map(str, found)) if isinstance(found, pikepdf.Array) else str(found))
        if "/F" in thing:
            yield "F"
        for key in _IMAGES:
            if key in thing:
                yield key[1:]
        if thing.get("/Subtype") == "/PS" or thing.get("/Subtype2") == "/PS":
            yield "PS"
        if "/Ref" in thing and thing.get("/Subtype") == "/Form":
            yield "Ref"
    elif isinstance(thing, pikepdf.Dictionary):
        if thing.get("/S") == "/JavaScript":
            yield "JavaScript"
        elif thing.get("/Type") == "/Action":
            yield "Action"
        if thing.get("/Type") == "/Filespec" and "/EF" in thing:
            yield "EF"
        if "/TrapRegions" in thing:
            yield "TrapNet"


def _shading(thing: Any) -> Iterator[str]:
    if not (isinstance(thing, pikepdf.Dictionary | pikepdf.Stream) and "/ShadingType" in thing):
        inner = thing.get("/Shading") if isinstance(thing, pikepdf.Dictionary) else None
        if not isinstance(inner, pikepdf.Dictionary | pikepdf.Stream) or "/ShadingType" not in inner:
            return
        if inner.objgen[0]:
            return  # met as an object of its own
        thing = inner
    space = thing.get("/ColorSpace")
    size = (
        {"/DeviceCMYK": 4, "/DeviceRGB": 3, "/DeviceGray": 1}.get(str(space))
        if isinstance(space, pikepdf.Name)
        else None
    )
    function = thing.get("/Function")
    if size is None or function is None or isinstance(function, pikepdf.Array):
        return
    while function.get("/FunctionType") == 3:
        function = function.get("/Functions")[0]
    if function.get("/FunctionType") == 2:
        given = len(function.get("/C0") or [0])
    else:
        given = len(function.get("/Range") or []) // 2
    if given != size:
        yield f"{str(space)[1:]}: {given} ≠ {size}"
