"""Archive: the copy that is kept, PDF/A-3a and PDF/UA-1 in one file, with what the issue was made of attached."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from importlib.resources import files
from pathlib import PurePosixPath
from typing import Any, Literal

from bulletin.config.archive import ArchiveSettings
from bulletin.findings import Finding, finding
from bulletin.model import Artifact
from bulletin.outputs.base import Job, paper
from bulletin.press.archive import Attachment, archive
from bulletin.press.four import Converted

MANIFEST = "manifest.json"
"""Tells what the file is, what it was made of, and where each attachment lay."""
MEDIA = {
    ".md": "text/markdown",
    ".yaml": "application/yaml",
    ".tsv": "text/tab-separated-values",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
}
OTHER = "application/octet-stream"
STANDARDS = ["PDF/A-3a (ISO 19005-3)", "PDF/UA-1 (ISO 14289-1)"]


class Archive:
    """The pages as they are on paper, with colours, metadata and attachments fit for a library."""

    name = "archive"
    suffix = "-archive.pdf"
    needs: Literal["edition", "paper"] = "paper"

    def make(self, job: Job) -> tuple[tuple[Artifact, ...], tuple[Finding, ...]]:
        """Write the archive copy with the manifest and, where ``archive: sources:`` says so, the sources."""
        pages, source = paper(job)
        target = job.folder / f"{job.edition.stem}{self.suffix}"
        wanted = job.edition.plan.option(ArchiveSettings).sources
        names = called(one.name for one in job.sources) if wanted else {}
        told = json.dumps(manifest(job, pages.count, names), ensure_ascii=False, indent=2) + "\n"
        attached = [
            Attachment(MANIFEST, told.encode(), "application/json", "Data", job.edition.issue.publication.title)
        ]
        for one in job.sources if wanted else ():
            attached.append(Attachment(names[one.name], one.data, media(one.name), "Source", one.about or one.name))
        mended = archive(source, target, attached, job.edition.issue.date, srgb())
        facts = {"attached": len(attached)}
        return (Artifact(self.name, job.edition.key, target, target.name, pages.count, facts),), told_of(mended, job)


def told_of(mended: Iterable[Converted], job: Job) -> tuple[Finding, ...]:
    """Return what an editor should know of pictures in four inks."""
    place = job.edition.plan.place
    return tuple(
        finding("R-210" if one.own else "R-211", place, width=one.width, height=one.height, name=one.profile)
        for one in mended
    )


def called(sources: Iterable[str]) -> dict[str, str]:
    """Return what each source is called as an attachment: its path, made one flat name that no other has.

    Folders in such a name are lost on some readers, and stop others (Poppler) from taking the files out at all.
    """
    names: dict[str, str] = {}
    taken = {MANIFEST}
    for path in sources:
        name = path.replace("/", "_")
        while name in taken:
            name = f"_{name}"
        taken.add(name)
        names[path] = name
    return names


def manifest(job: Job, pages: int, names: Mapping[str, str]) -> dict[str, Any]:
    """Return what manifest.json says: the issue, its edition, each source with its SHA-256, and what made the file.

    ``names`` is what the sources are called as attachments; those that are not attached are told of all the same.
    """
    issue, plan = job.edition.issue, job.edition.plan
    return {
        "publication": {
            "title": plan.title or issue.publication.title,
            "slug": issue.publication.slug,
            "publisher": issue.publication.publisher,
            "identifier": issue.publication.identifier,
        },
        "issue": {
            "name": issue.name,
            "title": issue.title,
            "number": issue.number,
            "total": issue.total,
            "date": issue.date.isoformat(),
        },
        "edition": {"key": plan.key, "language": plan.script.value, "layout": plan.layout, "pages": pages},
        "standards": STANDARDS,
        "sources": [
            {
                "path": one.name,
                **({"attachment": names[one.name]} if one.name in names else {}),
                "sha256": hashlib.sha256(one.data).hexdigest(),
                "bytes": len(one.data),
                "type": media(one.name),
            }
            for one in job.sources
        ],
        "made with": dict(sorted(job.versions.items())),
    }


def media(name: str) -> str:
    """Return the media type of a source (RFC 7763, RFC 9512) by its name."""
    return MEDIA.get(PurePosixPath(name).suffix.lower(), "text/plain" if name.endswith(".lock") else OTHER)


def srgb() -> bytes:
    """Return the profile that RGB is read by: the ICC's own sRGB2014, which comes with WeasyPrint."""
    return files("weasyprint").joinpath("pdf", "sRGB2014.icc").read_bytes()
