"""PDF/X-4 (ISO 15930-7:2010) and PDF/X-1a:2003 (ISO 15930-4:2003), rule by rule, as far as a program can tell.

The standards' text is not free: each rule names the subject of the clause in them, and the clause of ISO 32000-2 that
defines what it speaks of. Rules that hold for any press file (embedded fonts, nested boxes, no encryption, RGB against
a CMYK intent) stand in the other modules and are part of both lists: X-002, X-012, X-020, X-040 to X-043.
"""

from collections.abc import Iterator

from bulletin.checks.preflight.data import Family, Image, Page, Space, cut
from bulletin.checks.preflight.documents import Document, Intent
from bulletin.checks.preflight.registry import Hit, hit, on_files, on_pages
from bulletin.checks.preflight.target import Target

NAMES = {"x-4": "PDF/X-4", "x-1a": "PDF/X-1a"}
_VERSION = {"x-4": "1.6", "x-1a": "1.4"}
_REGISTRY = "http://www.color.org"
_XMP = (
    "dc:title",
    "pdf:Trapped",
    "xmp:CreateDate",
    "xmp:ModifyDate",
    "xmp:MetadataDate",
    "xmpMM:DocumentID",
    "xmpMM:VersionID",
    "xmpMM:RenditionClass",
)
_INFO = ("/Title", "/CreationDate", "/ModDate")
_OUTSIDE = ("OPI", "Alternates", "Ref", "F")
_PRINTERS = ("PrinterMark", "TrapNet")
_OLD = ("DeviceGray", "DeviceCMYK", "Pattern", "Stencil")


@on_files(
    {
        "X-101": "ISO 15930-7 (PDF 1.6), -4 (PDF 1.4): file header; ISO 32000-2 §7.5.2",
        "X-102": "ISO 15930-7 and -4: file trailer (ID); ISO 32000-2 §14.4",
        "X-107": "ISO 15930-7: identification (pdfxid:GTS_PDFXVersion in XMP); -4: Info (GTS_PDFXVersion)",
        "X-108": "ISO 15930-7: metadata (XMP); ISO 32000-2 §14.3.2",
        "X-109": "ISO 15930-7 and -4: trapping (Trapped is True or False); ISO 32000-2 §14.11.6.2",
        "X-110": "ISO 15930-4: document information dictionary; ISO 32000-2 §14.3.3",
        "X-111": "ISO 15930-7: metadata can be read by any program; ISO 16684-1 §7.3",
    },
    press=True,
)
def identity(document: Document, target: Target) -> Iterator[Hit]:
    """What the file has to say of itself."""
    if target.standard is None:
        return
    name, most = NAMES[target.standard], _VERSION[target.standard]
    if _number(document.version) > _number(most):
        yield hit("X-101", name=name, version=document.version, most=most)
    if not document.id:
        yield hit("X-102", name=name)
    info, xmp = document.info, document.xmp
    if target.standard == "x-4":
        if not xmp.get("pdfxid:GTS_PDFXVersion", "").startswith("PDF/X-4"):
            yield hit("X-107", name=name, key="XMP pdfxid:GTS_PDFXVersion", value="PDF/X-4")
        lacking = [key for key in _XMP if not xmp.get(key, "").strip()]
        if lacking:
            yield hit("X-108", name=name, keys=", ".join(lacking))
        if document.filtered:
            yield hit("X-111", name=name)
        trapped = [t for t in (xmp.get("pdf:Trapped", ""), info.get("/Trapped", "")) if t]
    else:
        said, level = info.get("/GTS_PDFXVersion", ""), info.get("/GTS_PDFXConformance", "")
        if said != "PDF/X-1a:2003" and not (said == "PDF/X-1:2001" and level.startswith("PDF/X-1a")):
            yield hit("X-107", name=name, key="Info /GTS_PDFXVersion", value="PDF/X-1a:2003")
        lacking = [key for key in _INFO if not info.get(key, "").strip()]
        if lacking:
            yield hit("X-110", name=name, keys=", ".join(lacking))
        trapped = [info.get("/Trapped", "")]
    if not trapped or any(t not in ("True", "False") for t in trapped) or len(set(trapped)) > 1:
        yield hit("X-109", name=name, value=" / ".join(trapped) or "–")


@on_files(
    {
        "X-104": "ISO 15930-7 and -4: output intent (one of GTS_PDFX); ISO 32000-2 §14.11.5",
        "X-105": "ISO 15930-7 and -4: output intent (a profile, or a condition of the ICC's registry)",
        "X-106": "ISO 15930-7 and -4: output intent (a printer's profile; -4: of CMYK); ISO 15076-1 §7.2.5",
        "X-122": "ISO 15930-7: colour (DeviceCMYK needs a CMYK intent, or a DefaultCMYK)",
    },
    press=True,
)
def intents(document: Document, target: Target) -> Iterator[Hit]:
    """For which press and paper the numbers are meant."""
    if target.standard is None:
        return
    name = NAMES[target.standard]
    found = [item for item in document.intents if item.kind == "GTS_PDFX"]
    if len(found) != 1:
        yield hit("X-104", name=name, count=len(found))
    for item in found:
        yield from _intent(item, name, target.standard)
        if item.space in ("RGB", "GRAY") and "DeviceCMYK" in document.spaces:
            for page in document.spaces["DeviceCMYK"][1]:
                yield hit("X-122", page, name=name, space=item.space)


def _intent(item: Intent, name: str, standard: str) -> Iterator[Hit]:
    if not item.condition:
        yield hit("X-105", same="condition", name=name, what="OutputConditionIdentifier")
    if not item.profile and item.registry != _REGISTRY:
        yield hit("X-105", same="profile", name=name, what=f"DestOutputProfile / RegistryName {_REGISTRY}")
    if item.profile:
        spaces = ("CMYK",) if standard == "x-1a" else ("CMYK", "GRAY", "RGB")
        if item.device != "prtr" or item.space not in spaces:
            yield hit("X-106", name=name, device=item.device or "?", space=item.space or "?")


@on_files(
    {
        "X-114": "ISO 15930-7 and -4: embedded files; ISO 32000-2 §7.11.4",
        "X-115": "ISO 15930-7 and -4: actions and JavaScript; ISO 32000-2 §12.6",
        "X-116": "ISO 15930-7 and -4: compression (no LZW); ISO 32000-2 §7.4.4",
        "X-119": "ISO 15930-7 and -4: OPI, alternates, references; ISO 32000-2 §8.9.5.4, §8.10.4, §14.11.7",
        "X-118": "ISO 15930-7 and -4: PostScript XObjects; ISO 32000-2 §8.8.2",
        "X-120": "ISO 32000-2 §8.7.4.5 (a shading's function gives as many numbers as its space has)",
        "X-132": "ISO 15930-4: PDF 1.4 (no object streams, no JPEG 2000); ISO 32000-2 §7.5.7",
        "X-133": "ISO 15930-4: PDF 1.4 (no optional content); ISO 32000-2 §8.11",
    },
    press=True,
)
def contents(document: Document, target: Target) -> Iterator[Hit]:
    """What may not be in the file anywhere."""
    if target.standard is None:
        return
    name, found = NAMES[target.standard], document.forbidden
    if document.attachments or "EF" in found:
        yield hit("X-114", name=name, names=", ".join(document.attachments[:4]) or "–")
    acting = [*document.actions, *(key for key in ("JavaScript", "Action") if key in found)]
    if acting:
        yield hit("X-115", name=name, what=", ".join(dict.fromkeys(acting)))
    if "LZWDecode" in found:
        yield hit("X-116", name=name, count=found["LZWDecode"])
    if "PS" in found:
        yield hit("X-118", name=name, count=found["PS"])
    outside = [key for key in _OUTSIDE if key in found]
    if outside:
        yield hit("X-119", name=name, what=", ".join(outside))
    if document.shadings:
        yield hit("X-120", what=document.shadings[0], count=len(document.shadings))
    if target.standard == "x-1a":
        new = ["JPEG 2000"] if "JPXDecode" in found else []
        if document.compressed:
            new.append("ObjStm / XRef")
        if new:
            yield hit("X-132", name=name, what=", ".join(new))
        if document.layers:
            yield hit("X-133", name=name, layers=", ".join(document.layers[:6]))


@on_pages(
    {
        "X-112": "ISO 15930-7 and -4: page boxes (TrimBox or ArtBox, not both); ISO 32000-2 §14.11.2",
        "X-113": "ISO 15930-7 and -4: annotations (outside the BleedBox; printer's marks and traps alone are free)",
        "X-117": "ISO 15930-7 and -4: graphics state (no TR, no TR2 but Default, no HTP); ISO 32000-2 §8.4.5, §10.5",
        "X-130": "ISO 15930-4: no transparency (SMask, ca, CA, BM, groups); ISO 32000-2 §11",
        "X-131": "ISO 15930-4: colour (DeviceGray, DeviceCMYK, Separation and DeviceN over these); ISO 32000-2 §8.6",
        "X-134": "ISO 15930-4: PDF 1.4 (no pictures of 16 bits); ISO 32000-2 §8.9.5.1",
    },
    press=True,
)
def pages(page: Page, document: Document, target: Target) -> Iterator[Hit]:
    """What a page may not have."""
    if target.standard is None:
        return
    name = NAMES[target.standard]
    if ("TrimBox" in page.boxes) == ("ArtBox" in page.boxes):
        yield hit("X-112", page.number, name=name)
    notes = [a for a in page.annotations if a.kind not in _PRINTERS and _overlap(a.box, page.bleed)]
    if notes:
        kinds = ", ".join(sorted({a.kind for a in notes}))
        yield hit("X-113", page.number, [a.box for a in notes], kinds, name=name, kinds=kinds, count=len(notes))
    transfers = sorted(page.transfers & {"TR", "TR2", "HTP", "HTO"})
    if transfers:
        yield hit("X-117", page.number, same=" ".join(transfers), name=name, keys=", ".join(transfers))
    if target.standard == "x-1a":
        yield from _old(page, name)


def _old(page: Page, name: str) -> Iterator[Hit]:
    if page.transparency:
        kinds = ", ".join(sorted(page.transparency))
        yield hit("X-130", page.number, same=kinds, name=name, kinds=kinds)
    # RGB of the device is told as.
    new = sorted(n for n, space in page.spaces.items() if not _plain(space) and n != "DeviceRGB")
    if new:
        yield hit("X-131", page.number, same=" ".join(new), name=name, spaces=" · ".join(new))
    if any(isinstance(m, Image) and m.bits > 8 for m in page.marks):
        yield hit("X-134", page.number, name=name)


def _plain(space: Space) -> bool:
    base = space.name.removeprefix("Indexed ")
    return base in _OLD or (space.family is Family.SPOT and space.alternate in ("DeviceGray", "DeviceCMYK"))


def _overlap(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    seen = cut(a, b)
    return seen is not None and seen[2] > seen[0] and seen[3] > seen[1]


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())
