"""The catalogue as OPDS 2.0 (https://specs.opds.io/opds-2.0): the same feeds as JSON, on Readium's model."""

import json
from typing import Any

from bulletin.site.catalogue import ROOT, Feed, Publication, Way
from bulletin.site.pictures import Scaled
from bulletin.site.places import absolute, relative

TYPE = "application/opds+json"


def document(feed: Feed, base: str) -> bytes:
    """Return the JSON document of ``feed``."""
    here = f"{feed.stem}.json"
    links = [
        {"rel": "self", "href": absolute(base, here), "type": TYPE},
        {"rel": "start", "href": relative(here, f"{ROOT}.json"), "type": TYPE},
        *([{"rel": "up", "href": relative(here, f"{feed.up}.json"), "type": TYPE}] if feed.up else []),
        {
            "rel": "alternate",
            "href": relative(here, f"{feed.stem}.xml"),
            "type": "application/atom+xml;profile=opds-catalog",
        },
    ]
    out: dict[str, Any] = {
        "metadata": {"title": feed.title, "identifier": feed.identifier, "modified": feed.modified},
        "links": links,
    }
    if feed.ways:
        out["navigation"] = [_way(way, here) for way in feed.ways]
    else:
        out["metadata"]["numberOfItems"] = len(feed.publications)
        out["publications"] = [_publication(book, here) for book in feed.publications]
    if feed.facets:
        out["facets"] = [
            {
                "metadata": {"title": feed.facet_group},
                "links": [
                    {"rel": "self", "href": absolute(base, f"{stem}.json"), "type": TYPE, "title": title}
                    if active
                    else {"href": relative(here, f"{stem}.json"), "type": TYPE, "title": title}
                    for title, stem, active in feed.facets
                ],
            }
        ]
    return (json.dumps(out, ensure_ascii=False, indent=1) + "\n").encode()


def _way(way: Way, here: str) -> dict[str, str]:
    return {"title": way.title, "href": relative(here, f"{way.stem}.json"), "type": TYPE, "rel": way.relation}


def _publication(book: Publication, here: str) -> dict[str, Any]:
    series: dict[str, Any] = {"name": book.series}
    if book.position.isdecimal():
        series["position"] = int(book.position)
    metadata: dict[str, Any] = {
        "@type": "http://schema.org/PublicationIssue",
        "identifier": book.identifier,
        "title": book.title,
        "language": book.language,
        "author": [{"name": name} for name in book.authors],
        "publisher": [{"name": book.publisher}] if book.publisher else [],
        "published": book.issued,
        "modified": book.modified,
        "description": book.summary,
        "subject": list(book.subjects),
        "belongsTo": {"series": [series]} if book.series else {},
        "readingProgression": "rtl" if book.vertical else "ltr",
    }
    return {
        "metadata": {key: value for key, value in metadata.items() if value not in ("", [], {})},
        "links": [
            *(
                {
                    "rel": "http://opds-spec.org/acquisition/open-access",
                    "href": relative(here, file.path),
                    "type": file.media_type,
                    "size": file.size,
                }
                for file in book.acquisitions
            ),
            {"rel": "alternate", "href": relative(here, book.page), "type": "text/html"},
        ],
        # The schema lets no list of images be empty.
        **({"images": [_image(file, here) for file in book.cover]} if book.cover else {}),
    }


def _image(file: Scaled, here: str) -> dict[str, Any]:
    media_type = "image/png" if file.path.endswith(".png") else "image/jpeg"
    return {"href": relative(here, file.path), "type": media_type, "width": file.width, "height": file.height}
