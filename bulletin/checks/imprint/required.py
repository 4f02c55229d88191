"""What each kind of publication must print. The colophon prints all that is given, so what is missing is not given."""

import re
from collections.abc import Callable, Iterator

from bulletin.checks.imprint.registry import (
    BRIEFING_CUSTOM,
    INTERNAL_RULES,
    NEWSPAPER_RULES,
    PERIODICAL_RULES,
    PRINTED_DOCUMENTS,
    TAIWAN_CUSTOM,
    Case,
    Find,
    Rule,
    rules,
)
from bulletin.findings import Finding, Place, finding

_HOME = Place("publication.yaml")
_PHONE = re.compile(r"\d(?:[\d \u2002-]{5,})\d")
_POSTCODE = re.compile(r"(?<!\d)\d{6}(?!\d)")


def _given(key: str) -> Callable[[Case], bool]:
    """Return a function that says whether ``key`` of the imprint is given."""
    return lambda case: bool(getattr(case.imprint, key))


def _standing(key: str) -> Callable[[Case], bool]:
    """Return a function that says whether ``key`` of publication.yaml is given."""
    return lambda case: bool(getattr(case.issue.publication, key))


def _numbered(case: Case) -> bool:
    return bool(case.issue.number or case.issue.total)


def _edited(case: Case) -> bool:
    return bool(case.issue.editor or case.imprint.chief)


def _addressed(case: Case) -> bool:
    return bool(case.imprint.address or case.issue.publication.contact)


def _called(case: Case) -> bool:
    return bool(case.imprint.phone or _PHONE.search(case.issue.publication.contact))


def _posted(case: Case) -> bool:
    """Whether there is a postcode, in a line of its own or in the contact's."""
    said = case.issue.publication.contact
    return bool(case.imprint.postcode or ("邮" in said and _POSTCODE.search(said)))


def _missing(code: str, key: str, there: Callable[[Case], bool], source: str, place: Place | None = None) -> Find:
    def find(case: Case) -> Iterator[Finding]:
        if not there(case):
            yield finding(code, place or case.place(key), key=key, source=source)

    return find


_14, _31, _30 = f"{INTERNAL_RULES}第十四条", f"{NEWSPAPER_RULES}第三十一条", f"{PERIODICAL_RULES}第三十条"
_NUMBER = f"{PERIODICAL_RULES}第三十一条"
_REG_2 = f"{PRINTED_DOCUMENTS}, reg. 2"

_LAID_DOWN: tuple[tuple[str, str, Callable[[Case], bool], dict[str, str], Place | None], ...] = (
    ("I-020", "permit", _standing("permit"), {"internals": _14}, _HOME),
    ("I-021", "recipients", _given("recipients"), {"internals": _14}, None),
    (
        "I-022",
        "printer",
        _standing("printer"),
        {"internals": _14, "newspaper": _31, "periodical": _30, "hong_kong": _REG_2},
        _HOME,
    ),
    ("I-023", "printed", _given("printed"), {"internals": _14}, None),
    ("I-024", "copies", _given("copies"), {"internals": _14}, None),
    ("I-025", "number", _numbered, {"internals": _14, "periodical": _NUMBER}, Place("issue.yaml")),
    ("I-026", "cn", _given("cn"), {"newspaper": _31, "periodical": _30}, None),
    ("I-027", "supervisor", _given("supervisor"), {"newspaper": _31, "periodical": _30}, None),
    ("I-028", "chief", _given("chief"), {"newspaper": _31, "periodical": _30}, None),
    ("I-029", "total", lambda case: bool(case.issue.total), {"newspaper": _31}, Place("issue.yaml")),
    ("I-030", "address", _addressed, {"newspaper": _31}, None),
    ("I-031", "phone", _called, {"newspaper": _31}, None),
    ("I-032", "postcode", _posted, {"newspaper": _31}, None),
    ("I-033", "price", _standing("price"), {"newspaper": _31, "periodical": _30}, _HOME),
    ("I-034", "printer_address", _given("printer_address"), {"newspaper": _31, "hong_kong": _REG_2}, None),
    ("I-035", "distributor", _given("distributor"), {"periodical": _30}, None),
    ("I-036", "scope", _given("scope"), {"periodical": _30}, None),
)
"""Code, key, whether it is there, the source by kind, and the file that it stands in where that is not ``imprint:``."""

_CUSTOM: tuple[tuple[str, str, Callable[[Case], bool], Place | None], ...] = (
    ("taiwan", "issuer", _given("issuer"), None),
    ("taiwan", "editor", _edited, Place("issue.yaml")),
    ("taiwan", "printer", _standing("printer"), _HOME),
    ("taiwan", "address", _addressed, None),
    ("taiwan", "issn", _given("issn"), None),
    ("briefing", "number", _numbered, Place("issue.yaml")),
    ("briefing", "editor", _edited, Place("issue.yaml")),
    ("briefing", "recipients", _given("recipients"), None),
)
"""Kind, key, whether it is there, and where it would stand: what readers look for though no rule asks for it."""

_CUSTOMS = {"taiwan": TAIWAN_CUSTOM, "briefing": BRIEFING_CUSTOM}

RULES: tuple[Rule, ...] = (
    *(
        rule
        for code, key, there, sources, place in _LAID_DOWN
        for kind, source in sources.items()
        for rule in rules(code, _missing(code, key, there, source, place), **{kind: source})
    ),
    *(
        rule
        for kind, key, there, place in _CUSTOM
        for rule in rules(
            "I-040", _missing("I-040", key, there, _CUSTOMS[kind], place), **{kind: f"{_CUSTOMS[kind]} ({key})"}
        )
    ),
)
