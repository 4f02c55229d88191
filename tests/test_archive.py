"""The archive copy: what it is, what it carries, and what cannot be archived. veraPDF judges it in ``make check-press``."""

import hashlib
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pymupdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from PIL import Image

from bulletin import pipeline
from bulletin.errors import BulletinError, SettingsError, SourceError
from bulletin.outputs import archive
from bulletin.readers import issue as issue_reader
from bulletin.readers import sources
from tests.conftest import PUBLICATION, Publish

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
HEAD = PUBLICATION[: PUBLICATION.index("editions:")]
EDITIONS = """\
editions:
  zh-Hans: {script: zh-Hans, layout: bulletin}
  zh-Hant-TW: {script: zh-Hant-TW, layout: booklet, archive: {sources: false}}
"""
ARTICLE = """\
---
title: 开馆“头一天”
---
正文第一段，见[第三版](b.md)。<!-- 编辑部内部的话 -->

![一张图](photos/图一.png "说明。"){credit="周岚 摄"}

| 甲 | 乙 |
|---|---|
| 一 | 二 |
"""


def photo(side: int = 40) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((side, side), 60).convert("RGB").save(out, "PNG")
    return out.getvalue()


FILES: dict[str, str | bytes] = {
    "a.md": ARTICLE,
    "b.md": "---\r\ntitle: 另一篇\r\n---\r\n正文。\r\n",
    "photos/图一.png": photo(),
    "photos/unused.png": photo(),
    "notes.txt": "与本期无关",
    "glossary.tsv": "软件\tzh-Hant-TW=軟體\n",
}
ISSUE = "number: 3\ntotal: 33\ndate: 2026-11-23\nsections:\n  - {title: 要闻, articles: [a.md, b.md]}\n"
KEPT = ["2026-11-23/a.md", "2026-11-23/b.md", "2026-11-23/glossary.tsv", "2026-11-23/issue.yaml"]
KEPT += ["2026-11-23/photos/图一.png", "publication.yaml"]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A publication, built once; its files are in ``dist``."""
    home = tmp_path_factory.mktemp("archive")
    folder = home / "sources" / "2026-11-23"
    (folder / "photos").mkdir(parents=True)
    (folder.parent / "publication.yaml").write_text(HEAD + EDITIONS, "utf-8")
    (folder / "issue.yaml").write_text(ISSUE, "utf-8")
    for name, data in FILES.items():
        (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    pipeline.build(pipeline.Request(folder, outputs=("pdf", "archive"), into=home / "dist"))
    return home


@pytest.fixture(scope="module")
def made(home: Path) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(home / "dist/2026-11-23/test-2026-11-23-zh-Hans-archive.pdf") as pdf:
        yield pdf


def manifest(pdf: pikepdf.Pdf) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(pdf.attachments["manifest.json"].get_file().read_bytes())
    return told


def test_sources_come_out_byte_for_byte(home: Path, made: pikepdf.Pdf) -> None:
    told = manifest(made)["sources"]
    assert [one["path"] for one in told] == KEPT
    assert set(made.attachments) == {"manifest.json", *(one["attachment"] for one in told)}
    for one in told:
        data = (home / "sources" / one["path"]).read_bytes()
        file = made.attachments[one["attachment"]].get_file()
        assert file.read_bytes() == data
        assert (one["bytes"], one["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
        assert file.mime_type == one["type"]


def test_attachments_are_associated_files(made: pikepdf.Pdf) -> None:
    # ISO 19005-3 §6.8, ISO 14289-1 §7.11
    specs = list(made.Root.AF)
    assert {str(spec.UF) for spec in specs} == set(made.attachments)
    for spec in specs:
        data = spec.EF.F.read_bytes()
        assert spec.F == spec.UF and "/" not in str(spec.UF) and str(spec.Desc)
        assert spec.AFRelationship == ("/Data" if spec.UF == "manifest.json" else "/Source")
        assert spec.EF.F.Params.Size == len(data)
        assert bytes(spec.EF.F.Params.CheckSum) == hashlib.md5(data, usedforsecurity=False).digest()
        assert spec.EF.F.Params.ModDate == "D:20261123000000Z"
    keys = [bytes(key) for key in list(made.Root.Names.EmbeddedFiles.Names)[::2]]
    assert keys == sorted(keys)


def test_manifest_tells_of_issue_edition_and_makers_but_of_no_machine(home: Path, made: pikepdf.Pdf) -> None:
    told = manifest(made)
    assert told["publication"]["title"] == "测试通讯"
    assert told["issue"] == {"name": "2026-11-23", "title": "", "number": 3, "total": 33, "date": "2026-11-23"}
    assert told["edition"] == {"key": "zh-Hans", "language": "zh-Hans", "layout": "bulletin", "pages": len(made.pages)}
    assert told["made with"]["weasyprint"] and told["made with"]["bulletin"]
    with pikepdf.open(home / "dist/2026-11-23/test-2026-11-23-zh-Hans-archive.pdf") as pdf:
        out = io.BytesIO()
        pdf.save(out, stream_decode_level=pikepdf.StreamDecodeLevel.all, compress_streams=False)
    assert str(home).encode() not in out.getvalue()


def test_without_sources_their_sums_stay(home: Path) -> None:
    with pikepdf.open(home / "dist/2026-11-23/test-2026-11-23-zh-Hant-TW-archive.pdf") as pdf:
        assert list(pdf.attachments) == ["manifest.json"]
        told = manifest(pdf)
        assert [one["path"] for one in told["sources"]] == KEPT
        assert not any("attachment" in one for one in told["sources"])
        assert told["edition"]["language"] == "zh-Hant-TW" == str(pdf.Root.Lang)


def test_metadata_claims_both_standards_in_one_rdf(made: pikepdf.Pdf) -> None:
    assert "/Filter" not in made.Root.Metadata
    tree = etree.fromstring(made.Root.Metadata.read_bytes())
    assert len(tree.findall(f".//{RDF}RDF")) == 1
    said = {etree.QName(e).localname: e.text for e in tree.iter() if isinstance(e.tag, str) and len(e) == 0}
    values = [(e.tag, e.text) for e in tree.iter() if isinstance(e.tag, str)]
    assert ("{http://www.aiim.org/pdfa/ns/id/}part", "3") in values
    assert ("{http://www.aiim.org/pdfa/ns/id/}conformance", "A") in values
    assert ("{http://www.aiim.org/pdfua/ns/id/}part", "1") in values
    assert said["namespaceURI"] == "http://www.aiim.org/pdfua/ns/id/"
    assert said["CreateDate"] == said["ModifyDate"] == "2026-11-23T00:00:00Z"
    assert str(made.docinfo["/Title"]) in (text for _, text in values)
    assert made.docinfo["/CreationDate"] == "D:20261123000000Z"


def test_colour_pictures_and_notes_leave_nothing_to_a_viewer(made: pikepdf.Pdf) -> None:
    (intent,) = made.Root.OutputIntents
    assert intent.S == "/GTS_PDFA1" and intent.DestOutputProfile.N == 3
    assert intent.DestOutputProfile.read_bytes()[16:20] == b"RGB "
    images = [o for o in made.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Image"]
    assert images and not any(image.get("/Interpolate", False) for image in images)
    notes = [note for page in made.pages for note in page.obj.get("/Annots", ())]
    assert notes and all(note.F == 4 for note in notes)
    assert bool(made.Root.ViewerPreferences.DisplayDocTitle)
    assert bool(made.Root.MarkInfo.Marked)
    assert not made.is_encrypted and made.trailer.ID


def tags(pdf: pikepdf.Pdf) -> list[tuple[str, ...]]:
    """Return the tags in the order of the tree, each with its texts for a screen reader."""

    def below(one: pikepdf.Object) -> Iterator[tuple[str, ...]]:
        if isinstance(one, pikepdf.Array):
            for kid in one:
                yield from below(kid)
        elif isinstance(one, pikepdf.Dictionary) and "/S" in one:
            yield tuple(str(one.get(key, "")) for key in ("/S", "/Alt", "/ActualText", "/Lang"))
            yield from below(one.get("/K", pikepdf.Array()))

    return list(below(pdf.Root.StructTreeRoot.K))


def test_pages_tags_and_text_are_those_of_the_plain_file(home: Path, made: pikepdf.Pdf) -> None:
    plain_file = home / "dist/2026-11-23/test-2026-11-23-zh-Hans.pdf"
    with pikepdf.open(plain_file) as plain:
        assert tags(made) == tags(plain)
        assert ("/Figure", "一张图") in [tag[:2] for tag in tags(made)]
        for ours, theirs in zip(made.pages, plain.pages, strict=True):
            assert list(ours.obj.MediaBox) == list(theirs.obj.MediaBox) == list(ours.obj.TrimBox)
    with pymupdf.open(plain_file) as plain_pages, pymupdf.open(made.filename) as pages:
        for one, two in zip(plain_pages, pages, strict=True):
            assert one.get_text() == two.get_text()
            assert one.get_pixmap(dpi=40).samples == two.get_pixmap(dpi=40).samples


def test_a_second_build_gives_the_same_bytes(home: Path, tmp_path: Path) -> None:
    folder = home / "sources" / "2026-11-23"
    pipeline.build(pipeline.Request(folder, ("zh-Hans",), outputs=("archive",), into=tmp_path))
    name = "2026-11-23/test-2026-11-23-zh-Hans-archive.pdf"
    assert (tmp_path / name).read_bytes() == (home / "dist" / name).read_bytes()


@given(st.lists(st.text("ab_/", min_size=1, max_size=5).map(lambda s: f"{s}.md"), unique=True))
def test_no_two_attachments_are_called_the_same(paths: list[str]) -> None:
    names = archive.called(["manifest.json", *paths] if "manifest.json" not in paths else paths)
    assert len({*names.values(), archive.MANIFEST}) == len(names) + 1
    assert not any("/" in name for name in names.values())


def test_a_picture_that_goes_while_the_issue_is_made(publish: Publish) -> None:
    folder = publish(files=dict(FILES), issue=ISSUE)
    loaded = issue_reader.load(folder)
    (folder / "photos/图一.png").unlink()
    with pytest.raises(SourceError) as caught:
        sources.collect(loaded.issue, loaded.folder, loaded.home)
    (found,) = caught.value.findings
    assert found.code == "R-201" and found.place and found.place.file == "2026-11-23/photos/图一.png"


@pytest.mark.parametrize(("limit", "code"), [("LARGEST", "R-202"), ("MOST", "R-203")])
def test_sources_too_large_to_attach(
    publish: Publish, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, limit: str, code: str
) -> None:
    folder = publish(files=dict(FILES), issue=ISSUE)
    monkeypatch.setattr(sources, limit, 3000)
    with pytest.raises(SourceError) as caught:
        pipeline.build(pipeline.Request(folder, outputs=("archive",), into=tmp_path / "dist"))
    assert [found.code for found in caught.value.findings] == [code]
    assert not list((tmp_path / "dist").rglob("*.pdf"))


@pytest.mark.parametrize(
    ("said", "code"), [("{sources: maybe}", "C-012"), ("{source: true}", "C-010"), ("yes", "C-012")]
)
def test_settings_that_cannot_be(publish: Publish, said: str, code: str) -> None:
    folder = publish(publication=f"{PUBLICATION}archive: {said}\n")
    with pytest.raises(SettingsError) as caught:
        pipeline.check(folder)
    assert [found.code for found in caught.value.findings] == [code]


def test_an_issue_without_archive_reads_no_sources(publish: Publish, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> Any:
        raise BulletinError

    monkeypatch.setattr(sources, "collect", refuse)
    folder = publish()
    pipeline.build(pipeline.Request(folder, outputs=("epub",), into=folder.parent.parent / "dist"))
