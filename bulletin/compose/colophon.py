"""刊记: what a publication says of itself, in rows for the colophon and in lines for the masthead.

Every layout prints all rows, on paper or in the book, so that what the editor gives is in print; the proof
(``checks/pieces``) looks for each.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bulletin import almanac
from bulletin.kinds import PublicationKind
from bulletin.model import Edition

IN_MASTHEAD = frozenset({"issue", "price"})
"""Rows that a layout with a masthead prints there."""


@dataclass(frozen=True, slots=True)
class Row:
    """One item of the colophon."""

    key: str
    """What it is: ``publisher``, ``printer``, ``permit`` …."""
    label: str
    value: str


def rows(edition: Edition, words: Mapping[str, str], day: str, paper: bool = True) -> tuple[Row, ...]:
    """Return the rows of the colophon that have a value; print run and printing date are those of ``paper`` alone.

    ``day`` is the date of the issue as the medium prints it. The order is that of a Chinese imprint: the issue, who
    answers for it, where it goes, who made it, its numbers, its price.
    """
    issue, publication, imprint = edition.issue, edition.issue.publication, edition.issue.imprint
    numbers = (
        words["number"].format(issue.number) if issue.number else "",
        words["total"].format(issue.total) if issue.total else "",
        issue.title,
    )
    internal = imprint.kind is not None and imprint.kind.internal
    found = {
        "issue": (words["issue_label"], "\u3000".join(filter(None, numbers))),
        "published": (words["published"], day),
        "supervisor": (words["supervisor"], imprint.supervisor),
        "publisher": (words["compiler_label" if internal else "publisher_label"], publication.publisher),
        "office": (words["office"], imprint.office),
        "issuer": (words["issuer"], imprint.issuer),
        "chief": (words["chief"], imprint.chief),
        "editor": (words["issue_editor"], issue.editor),
        "recipients": (words["recipients"], imprint.recipients),
        "contact": (words["contact"], publication.contact),
        "address": (words["address"], imprint.address),
        "postcode": (words["postcode"], imprint.postcode),
        "phone": (words["phone"], imprint.phone),
        "printer": (words["printer"], publication.printer),
        "printer_address": (words["printer_address"], imprint.printer_address),
        "printed": (words["printed"], almanac.western(imprint.printed) if paper and imprint.printed else ""),
        "copies": (
            words["copies"],
            words["copies_of"].format(f"{imprint.copies:,}") if paper and imprint.copies else "",
        ),
        "distributor": (words["distributor"], imprint.distributor),
        "scope": (words["scope"], imprint.scope),
        "period": (words["period"], imprint.period),
        "cn": (words["cn"], standard_number(imprint.cn, "CN")),
        "issn": (words["issn"], standard_number(imprint.issn, "ISSN")),
        "permit": (words["permit"], publication.permit),
        "licence": (words["licence"], imprint.licence),
        "price": (words["price"], publication.price),
    }
    return tuple(Row(key, label, value) for key, (label, value) in found.items() if value)


def front(edition: Edition, words: Mapping[str, str]) -> tuple[str, ...]:
    """Return what the kind of publication must show on its first page, each a line of the masthead.

    内部资料: “内部资料，免费交流” and the permit's number (《内部资料性出版物管理办法》第十四条). Newspapers and
    periodicals: the CN number, which by custom stands in the masthead.
    """
    imprint, permit = edition.issue.imprint, edition.issue.publication.permit
    if imprint.kind is None:
        return ()
    if imprint.kind.internal:
        return (words["free"], *((f"{words['permit']}：{permit}",) if permit else ()))
    if imprint.kind in (PublicationKind.NEWSPAPER, PublicationKind.PERIODICAL) and imprint.cn:
        return (f"{words['cn']}：{standard_number(imprint.cn, 'CN')}",)
    return ()


def issued_by(edition: Edition, words: Mapping[str, str]) -> str:
    """Return the line that names the publisher in a masthead: …　主办, of an internal publication …　编印."""
    kind = edition.issue.imprint.kind
    pattern = words["compiler" if kind is not None and kind.internal else "publisher"]
    return pattern.format(edition.issue.publication.publisher)


def closing(edition: Edition, words: Mapping[str, str]) -> str:
    """Return what must stand at the foot of a book's last page; empty where nothing must.

    In Hong Kong the printer's name and address, behind 承印 (Printed Documents (Control) Regulations, Cap. 268C,
    reg. 4).
    """
    imprint, printer = edition.issue.imprint, edition.issue.publication.printer
    if imprint.kind is not PublicationKind.HONG_KONG or not printer:
        return ""
    return "\u3000".join(filter(None, (f"{words['printer']}：{printer}", imprint.printer_address)))


def standard_number(text: str, letters: str) -> str:
    """Return a CN number or an ISSN with its letters before it, as it is printed; empty for none."""
    bare = text.removeprefix(letters).strip()
    return f"{letters} {bare}" if bare else ""
