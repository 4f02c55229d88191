"""The archive copy: an edition's paper as PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1), with files attached.

ISO 19005-3 is an open door for whatever is attached (§6.8), and strict with the pages: each colour is tied to a profile
of the file's own, metadata say what the file is, nothing is left to the program that shows it.
"""

import datetime
import hashlib
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from bulletin.press import four
from bulletin.press.profile import shipped

PRINTED = 4
"""Flag of an annotation that is printed with its page; it is neither hidden nor turned (ISO 19005-3 §6.3.2)."""
_PACKED = ("image/jpeg", "image/png")
"""Media types that no compression makes smaller."""

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate>
<xmp:MetadataDate>{date}</xmp:MetadataDate><xmp:CreatorTool>{creator}</xmp:CreatorTool>
<pdf:Producer>{producer}</pdf:Producer>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Indicates, which part of ISO 14289 standard is followed</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""
"""One RDF, for a second one is read by nobody; PDF/A knows no ``pdfuaid``, so its schema goes with it (§6.6.2.3)."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that travels inside the archive copy."""

    name: str
    """Relative path with ``/``; no two are called the same."""
    data: bytes
    media: str
    """Media type, such as ``text/markdown``."""
    role: Literal["Source", "Data"]
    """What it is to the pages: what they were made of, or what is told of them (ISO 19005-3 annex E)."""
    about: str = ""
    """What a reader's list of attachments says of it."""


def archive(
    paper: Path, target: Path, attached: Sequence[Attachment], date: datetime.date, profile: bytes
) -> tuple[four.Converted, ...]:
    """Write ``paper`` as PDF/A-3a and PDF/UA-1 to ``target``; dates are the issue's ``date``, at midnight UTC.

    ``profile`` is the ICC profile that RGB is to be read by; pictures in four inks are put into RGB, and returned.
    Pages, tags and links stay; what is drawn past a page's edge is cut by its MediaBox.
    """
    with pikepdf.open(paper) as pdf:
        _intend(pdf, profile)
        mended = four.settle(pdf, shipped("coated"))
        _smooth_nothing(pdf)
        _annotations(pdf)
        _attach(pdf, attached, date)
        _identify(pdf, date)
        pdf.save(
            target,
            force_version="1.7",
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
        )
        return mended


def _intend(pdf: pikepdf.Pdf, profile: bytes) -> None:
    """Say what RGB means, once for the whole file (ISO 19005-3 §6.2.3); pages blend in it as well (§6.2.10)."""
    stream = pdf.make_stream(profile)
    stream.N, stream.Alternate = 3, Name.DeviceRGB
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String("sRGB IEC61966-2.1"),
        Info=String("sRGB IEC61966-2.1"),
        RegistryName=String("http://www.color.org"),
        DestOutputProfile=stream,
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])


def _smooth_nothing(pdf: pikepdf.Pdf) -> None:
    """Forbid viewers to invent pixels between those of a picture (ISO 19005-3 §6.2.8)."""
    for one in pdf.objects:
        if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == Name.Image and one.get("/Interpolate"):
            one.Interpolate = False


def _annotations(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        for note in page.obj.get("/Annots", ()):
            note.F = PRINTED


def _attach(pdf: pikepdf.Pdf, attached: Sequence[Attachment], date: datetime.date) -> None:
    """Attach files to the document as a whole (ISO 19005-3 §6.8, ISO 32000-2 §7.11.4, §14.13.3)."""
    if not attached:
        return
    stamp = String(f"D:{date:%Y%m%d}000000Z")
    specs: list[tuple[bytes, pikepdf.Object]] = []
    for one in attached:
        packed = zlib.compress(one.data, 0 if one.media in _PACKED else 9)
        stream = pdf.make_stream(packed)
        stream.Filter, stream.Type, stream.Subtype = Name.FlateDecode, Name.EmbeddedFile, Name("/" + one.media)
        # MD5 is what the standard wants here (ISO 32000-2 table 45); the manifest has SHA-256.
        digest = hashlib.md5(one.data, usedforsecurity=False).digest()
        stream.Params = Dictionary(Size=len(one.data), CheckSum=String(digest), CreationDate=stamp, ModDate=stamp)
        spec = Dictionary(
            Type=Name.Filespec,
            F=String(one.name),
            UF=String(one.name),
            EF=Dictionary(F=stream, UF=stream),
            AFRelationship=Name("/" + one.role),
        )
        if one.about:
            spec.Desc = String(one.about)
        # One encoding for all keys: only then do readers that compare bytes and readers that compare text agree.
        specs.append((b"\xfe\xff" + one.name.encode("utf-16-be"), pdf.make_indirect(spec)))
    # A name tree is ordered by the bytes of its keys (ISO 32000-2 §7.9.6).
    specs.sort(key=lambda pair: pair[0])
    if "/Names" not in pdf.Root:
        pdf.Root.Names = Dictionary()
    pdf.Root.Names.EmbeddedFiles = Dictionary(
        Names=Array([part for key, spec in specs for part in (String(key), spec)])
    )
    pdf.Root.AF = Array([spec for _, spec in specs])


def _identify(pdf: pikepdf.Pdf, date: datetime.date) -> None:
    """Say what the file is, in XMP and, in the same words, in the old document information (ISO 19005-3 §6.6)."""
    info = pdf.docinfo
    info["/CreationDate"] = info["/ModDate"] = String(f"D:{date:%Y%m%d}000000Z")
    said = {
        name: escape(str(info.get(f"/{name.capitalize()}", "")))
        for name in ("title", "author", "subject", "creator", "producer")
    }
    text = _XMP.format(**said, language=escape(str(pdf.Root.get("/Lang", ""))), date=f"{date.isoformat()}T00:00:00Z")
    stream = pdf.make_stream(text.encode())
    stream.Type, stream.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = stream
