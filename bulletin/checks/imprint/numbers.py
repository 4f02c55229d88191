"""Numbers that can be reckoned: issue numbers against the other issues, check digits, forms of numbers."""

import re
from collections.abc import Iterator

from bulletin.checks.imprint.registry import ARITHMETIC, Case, Rule, rules
from bulletin.findings import Finding, Place, finding
from bulletin.kinds import PublicationKind
from bulletin.model import Issue
from bulletin.readers.neighbours import Neighbour, following, goes_on, last

_OWN = Place("issue.yaml")

LATEST = 45
"""Days between the day of printing and the day of issue that are nothing to ask about."""


def check_digit(digits: str) -> str:
    """Return the eighth figure of the ISSN that begins with ``digits`` (ISO 3297:2022, weights 8 to 2, modulus 11)."""
    rest = -sum(weight * int(figure) for weight, figure in zip(range(8, 1, -1), digits, strict=False)) % 11
    return "X" if rest == 10 else str(rest)


def _issn(case: Case) -> Iterator[Finding]:
    identifier = case.issue.publication.identifier
    said = [(case.imprint.issn, case.place("issn"))]
    if identifier.startswith("issn:"):
        said.append((identifier.removeprefix("issn:"), Place("publication.yaml")))
    for text, place in said:
        found = re.fullmatch(r"(?:ISSN\s*)?(\d{4})-(\d{3})([\dXx])", text.strip())
        if text and not found:
            yield finding("I-010", place, text=text, right="ISSN 1234-5679")
        elif found and found[3].upper() != (last := check_digit(found[1] + found[2])):
            yield finding("I-010", place, text=text, right=f"{found[1]}-{found[2]}{last}")


_SERIALS = {PublicationKind.NEWSPAPER: range(1, 1000), PublicationKind.PERIODICAL: range(1000, 6000)}
"""Serial numbers of a CN number: newspapers to 0999, printed periodicals to 5999 (GB/T 9999.1-2018)."""


def _cn(case: Case) -> Iterator[Finding]:
    if not (text := case.imprint.cn):
        return
    found = re.fullmatch(r"(?:CN\s*)?(\d{2})-(\d{4})(?:\s*/\s*[A-Z][A-Z0-9]{0,3}(?:[·.\-]\d+)?)?", text.strip())
    serials = _SERIALS.get(case.imprint.kind) if case.imprint.kind else None
    if not found or (serials and int(found[2]) not in serials):
        yield finding("I-011", case.place("cn"), text=text)


def _postcode(case: Case) -> Iterator[Finding]:
    figures = {PublicationKind.TAIWAN: (3, 5, 6)}.get(case.imprint.kind or PublicationKind.INTERNAL, (6,))
    text = case.imprint.postcode.strip()
    if text and not (text.isascii() and text.isdigit() and len(text) in figures):
        yield finding("I-012", case.place("postcode"), text=text, figures=", ".join(map(str, figures)))


def _permit(case: Case) -> Iterator[Finding]:
    text = case.issue.publication.permit
    if text and not re.search(r"\d", text):
        yield finding("I-013", Place("publication.yaml"), text=text)


def _printed(case: Case) -> Iterator[Finding]:
    if (day := case.imprint.printed) and abs(days := (day - case.issue.date).days) > LATEST:
        yield finding("I-014", case.place("printed"), day=day, days=abs(days))


def _copies(case: Case) -> Iterator[Finding]:
    if case.imprint.copies and case.ordered and case.imprint.copies != case.ordered:
        yield finding("I-015", case.place("copies"), printed=case.imprint.copies, ordered=case.ordered)


def _same_number(case: Case) -> Iterator[Finding]:
    if twin := _twin(case):
        yield finding("I-005", _OWN, number=case.issue.number, other=twin.name)


def _next_number(case: Case) -> Iterator[Finding]:
    issue, before = case.issue, last(case.others, case.issue.date)
    if not issue.number or not before or not before.number or _twin(case):
        return
    wanted, _ = following(before, issue.date, case.others)
    if issue.number not in (wanted, wanted + _double(issue)):
        yield finding("I-006", _OWN, number=issue.number, other=before.name, last=before.number, wanted=wanted)


def _same_total(case: Case) -> Iterator[Finding]:
    if case.issue.total and (twin := next((o for o in case.others if o.total == case.issue.total), None)):
        yield finding("I-007", _OWN, number=case.issue.total, other=twin.name)


def _next_total(case: Case) -> Iterator[Finding]:
    issue, before = case.issue, last(case.others, case.issue.date)
    if not issue.total or not before or not before.total or any(o.total == issue.total for o in case.others):
        return
    _, wanted = following(before, issue.date, case.others)
    if issue.total not in (wanted, wanted + _double(issue)):
        yield finding("I-008", _OWN, number=issue.total, other=before.name, last=before.total, wanted=wanted)


def _total_below(case: Case) -> Iterator[Finding]:
    if 0 < case.issue.total < case.issue.number:
        yield finding("I-004", _OWN, number=case.issue.number, total=case.issue.total)


def _twin(case: Case) -> Neighbour | None:
    """Return another issue of this number; where numbers begin anew with the year, another of the same year."""
    issue, on = case.issue, goes_on(case.others)
    same = (o for o in case.others if o.number == issue.number and (on or o.date.year == issue.date.year))
    return next(same, None) if issue.number else None


def _double(issue: Issue) -> int:
    """Return 1 for a 合刊, which may count for two issues."""
    return int("合刊" in issue.title)


def _same_day(case: Case) -> Iterator[Finding]:
    for other in case.others:
        if other.date == case.issue.date:
            yield finding("I-009", _OWN, day=other.date.isoformat(), other=other.name)


_SERIAL = "GB/T 9999.1-2018"

RULES: tuple[Rule, ...] = (
    *rules("I-004", _total_below, any=ARITHMETIC),
    *rules("I-005", _same_number, any=ARITHMETIC),
    *rules("I-006", _next_number, any=ARITHMETIC),
    *rules("I-007", _same_total, any=ARITHMETIC),
    *rules("I-008", _next_total, any=ARITHMETIC),
    *rules("I-009", _same_day, any=ARITHMETIC),
    *rules("I-010", _issn, any="ISO 3297:2022 (ISSN check digit)"),
    *rules("I-011", _cn, newspaper=_SERIAL, periodical=_SERIAL),
    *rules("I-012", _postcode, internals="邮政编码", newspaper="邮政编码", periodical="邮政编码", taiwan="郵遞區號"),
    *rules("I-013", _permit, internals="准印证编号"),
    *rules("I-014", _printed, any=ARITHMETIC),
    *rules("I-015", _copies, any=ARITHMETIC),
)
