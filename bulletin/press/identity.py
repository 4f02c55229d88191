"""Who a press file is: XMP, document information and output intent of PDF/X (ISO 15930-4, ISO 15930-7)."""

import datetime
import uuid
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from bulletin.press.profile import Profile

NAMESPACE = uuid.UUID("6f2f0b55-5a2e-5d0c-9a65-3a1c3f5c0b11")
"""Ids of files are made of their names in it: the same issue has the same id."""

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" {space}>
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate>
<xmp:MetadataDate>{date}</xmp:MetadataDate><xmp:CreatorTool>{tool}</xmp:CreatorTool>
<xmpMM:DocumentID>uuid:{id}</xmpMM:DocumentID><xmpMM:VersionID>1</xmpMM:VersionID>
<xmpMM:RenditionClass>default</xmpMM:RenditionClass>
<pdf:Producer>{producer}</pdf:Producer><pdf:Trapped>False</pdf:Trapped>
{conformance}
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""
_X4 = (
    'xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/"',
    "<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>",
)
_X1A = (
    'xmlns:pdfx="http://ns.adobe.com/pdfx/1.3/"',
    "<pdfx:GTS_PDFXVersion>PDF/X-1a:2003</pdfx:GTS_PDFXVersion>",
)


def identify(pdf: pikepdf.Pdf, standard: str, date: datetime.date, name: str, tool: str) -> None:
    """Write the metadata that ``standard`` (``x-4`` or ``x-1a``) demands; dates are the issue's, at midnight UTC.

    ISO 15930-7 §6.5 to 6.9; ISO 15930-4 §6.4, 6.12. ``name`` is the file's own, of which its id is made.
    """
    info = pdf.docinfo
    stamp = String(f"D:{date:%Y%m%d}000000+00'00'")
    info["/CreationDate"] = info["/ModDate"] = stamp
    info["/Trapped"] = Name("/False")
    info["/Creator"] = String(tool)
    space, conformance = _X4 if standard == "x-4" else _X1A
    if standard == "x-1a":
        # Only PDF/X-1a:2001 names a conformance beside its version.
        info["/GTS_PDFXVersion"] = String("PDF/X-1a:2003")
    text = _XMP.format(
        space=space,
        conformance=conformance,
        title=escape(str(info.get("/Title", name))),
        author=escape(str(info.get("/Author", ""))),
        producer=escape(str(info.get("/Producer", ""))),
        tool=escape(tool),
        date=f"{date.isoformat()}T00:00:00Z",
        id=uuid.uuid5(NAMESPACE, name),
    )
    stream = pdf.make_stream(text.encode())
    stream.Type, stream.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = stream


def intend(pdf: pikepdf.Pdf, profile: Profile) -> None:
    """Say which press the file is for, with its profile (ISO 15930-7 §6.2, ISO 32000-2 §14.11.5)."""
    stream = pdf.make_stream(profile.data)
    stream.N, stream.Alternate = 4, Name.DeviceCMYK
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFX,
        OutputConditionIdentifier=String(profile.condition or "Custom"),
        OutputCondition=String(profile.name),
        Info=String(profile.name),
        DestOutputProfile=stream,
    )
    if profile.condition:
        intent.RegistryName = String("http://www.color.org")
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])
