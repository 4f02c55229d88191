"""The e-book: an edition's plan in an EPUB 3.3 container (OCF), the same bytes on every run.

EbookLib builds the package document; everything that it would write of its own — contents, dates, order, repaired
HTML — is ours, for what it does there is neither reproducible nor lossless (lab notes, “EbookLib”). Only this module
knows EbookLib.
"""

import datetime
import zipfile
from pathlib import Path
from typing import Any, Literal

from ebooklib import epub
from lxml import etree

from bulletin.compose.book import COVER, Book, compose
from bulletin.errors import LayoutError
from bulletin.findings import Finding, finding
from bulletin.layouts import Layout
from bulletin.model import Artifact, Edition
from bulletin.outputs.base import Job
from bulletin.outputs.cover import draw
from bulletin.outputs.package import metadata

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_STORED = (".jpg", ".png")
"""What is compressed already."""


class Epub:
    """A book for e-readers: reflowable text, notes that answer, contents in two levels, a cover."""

    name = "epub"
    suffix = ".epub"
    needs: Literal["edition", "paper"] = "edition"

    def make(self, job: Job) -> tuple[tuple[Artifact, ...], tuple[Finding, ...]]:
        """Write ``<stem>.epub`` into the work folder, whole or not at all; raises ``LayoutError``, ``OSError``."""
        book = compose(job.edition, job.layout, job.fonts, job.pages.starts if job.pages else ())
        cover = draw(job.edition, job.layout, job.fonts)
        path = job.folder / f"{job.edition.stem}{self.suffix}"
        write(path, job.edition, job.layout, book, cover)
        facts = {
            "documents": len(book.documents),
            "pictures": len(book.pictures),
            "identifier": book.identifier,
            "bytes": path.stat().st_size,
        }
        found = book.findings
        most = int(job.layout.settings(job.edition.plan)["book-weight"])
        if (size := path.stat().st_size) > most * 1_000_000:
            said = finding("E-022", job.edition.plan.place, most=most, total=f"{size / 1_000_000:.1f}")
            found = (*(item for item in found if item.code != "E-021"), said)
        return (Artifact(self.name, job.edition.key, path, path.name, facts=facts),), found


def write(path: Path, edition: Edition, layout: Layout, book: Book, cover: bytes) -> None:
    """Write ``book`` with the JPEG ``cover`` to ``path``; after an error there is no file, or the former one."""
    part = path.with_name(f".{path.name}.part")
    try:
        _Writer(part, edition.issue.date, _package(edition, layout, book, cover)).write()
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _package(edition: Edition, layout: Layout, book: Book, cover: bytes) -> Any:
    """Return EbookLib's book: items in the order of the zip, spine, guide and metadata."""
    package = epub.EpubBook()
    # Its own metadata (a random identifier, the generator's name) make way for ours.
    package.metadata = {}
    package.IDENTIFIER_ID = "pub-id"
    package.uid, package.title = book.identifier, book.title
    package.language, package.direction = edition.script.value, "rtl" if book.vertical else "ltr"
    for meta in metadata(edition, layout, book):
        prefix, _, name = meta.tag.rpartition(":")
        package.add_metadata("DC" if prefix else None, name, meta.text, meta.attributes)
    documents = [
        _item(d.id, d.name, "application/xhtml+xml", d.data, "nav" if d.id == "nav" else "") for d in book.documents
    ]
    for item in (
        *documents,
        _item("ncx", "toc.ncx", "application/x-dtbncx+xml", book.ncx),
        _item("css", "book.css", "text/css", book.css),
        _item("cover-image", COVER, "image/jpeg", cover, "cover-image"),
    ):
        package.add_item(item)
    for face in book.faces:
        package.add_item(_item(face.id, face.name, "font/ttf", face.data))
    for picture in book.pictures:
        package.add_item(_item(f"{picture.id}-image", picture.name, picture.media_type, picture.data))
    package.spine = documents
    titles = {document.id: document.title for document in book.documents}
    package.guide = [
        {"type": "cover", "title": titles["cover"], "href": "cover.xhtml"},
        {"type": "toc", "title": titles["nav"], "href": "nav.xhtml"},
        {"type": "text", "title": layout.words(edition.script)["start"], "href": book.start},
    ]
    return package


def _item(ident: str, name: str, media_type: str, content: object, properties: str = "") -> Any:
    """Return an item whose ``content`` is bytes."""
    item = epub.EpubItem(uid=ident, file_name=name, media_type=media_type, content=content)
    item.properties = properties.split()
    return item


class _Writer(epub.EpubWriter):  # type: ignore[misc]  # EbookLib has no types
    """Writes our bytes as they are, with the issue's date on every member and in a fixed order."""

    def __init__(self, path: Path, date: datetime.date, package: Any) -> None:
        modified = datetime.datetime.combine(date, datetime.time())
        super().__init__(str(path), package, {"mtime": modified, "raise_exceptions": True, "epub3_pages": False})
        # A zip cannot tell a year outside 1980–2107 (APPNOTE 4.4.6).
        self.date = (min(max(date.year, 1980), 2107), date.month, date.day, 0, 0, 0)

    def write(self) -> None:
        """Write the container: ``mimetype`` first and stored (OCF §4.3)."""
        with zipfile.ZipFile(self.file_name, "w") as self.out:
            self._put("mimetype", b"application/epub+zip", stored=True)
            self._put("META-INF/container.xml", (epub.CONTAINER_XML % {"folder_name": self._folder}).encode())
            self._write_opf()
            for item in self.book.get_items():
                self._put(f"{self._folder}/{item.file_name}", item.content)

    @property
    def _folder(self) -> str:
        return str(self.book.FOLDER_NAME)

    def _write_opf_file(self, root: Any) -> None:
        # EbookLib's last step before it serialises: the whole tree is ours to set right.
        root.set(_XML_LANG, self.book.language)
        root.attrib.pop("prefix", None)
        for element in root.iter():
            element.text = element.text or None
        self._put(
            f"{self._folder}/content.opf",
            etree.tostring(root, pretty_print=True, encoding="utf-8", xml_declaration=True),
        )

    def _put(self, name: str, data: bytes, *, stored: bool = False) -> None:
        if not data:
            # EbookLib would pack nothing without a word.
            raise LayoutError(finding("E-001", None, what=name))
        info = zipfile.ZipInfo(name, self.date)
        info.create_system = 3
        info.external_attr = 0o100644 << 16
        keep = stored or name.endswith(_STORED)
        info.compress_type = zipfile.ZIP_STORED if keep else zipfile.ZIP_DEFLATED
        self.out.writestr(info, data, compresslevel=9)
