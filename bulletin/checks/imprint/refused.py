"""What a kind of publication must not print: words, prices, advertisements."""

import re
from collections.abc import Iterator

from bulletin.checks.imprint.registry import (
    ADVERT_LAW,
    INTERNAL_RULES,
    TAIWAN_CUSTOM,
    Case,
    Rule,
    rules,
)
from bulletin.checks.pieces import head_texts
from bulletin.findings import Finding, Place, finding
from bulletin.model import Article, Figure, Kind
from bulletin.walk import descend, plain, units

_HOME = Place("publication.yaml")
_14, _15, _16 = (f"{INTERNAL_RULES}第{number}条" for number in ("十四", "十五", "十六"))

_NAME = re.compile(r"[报報刊]$|杂志$|雜誌$|[报報刊](?=[（(·　 ])")
_OFFICE = re.compile(r"期刊社|杂志社|雜誌社|[报報]社")
_OWN = re.compile(r"(?<![日基根版样樣原])本[报報](?![告到名道導价價警销銷废廢失])|本刊(?!物|登|发|發)")
_REPORTER = re.compile(r"记者|記者")
_MONEY = re.compile(r"[\d〇零一二三四五六七八九十百千两兩.]+\s*(?:元|角|分|圆|圓)|[¥￥$]|工本[费費]|会员费|會員費")
_PUBLIC = re.compile(
    r"公众|公眾|市民|读者|讀者|订户|訂戶|客户|客戶|顾客|顧客|消费者|消費者|游客|遊客|社会各界|社會各界"
)


def _called_a_paper(case: Case) -> Iterator[Finding]:
    publication = case.issue.publication
    for text, pattern in ((publication.title, _NAME), (publication.publisher, _OFFICE)):
        if found := pattern.search(text):
            yield finding("I-050", _HOME, text=text, word=found[0].strip(), source=_14)


def _own_words(case: Case) -> Iterator[Finding]:
    for article in case.issue.articles:
        found: list[tuple[str, Place]] = []
        for text, place, signed in _texts(article):
            found += [(match[0], place) for match in (_REPORTER if signed else _OWN).finditer(text)]
        if found:
            words = "、".join(dict.fromkeys(word for word, _ in found))
            yield finding("I-051", found[0][1], word=words, count=len(found), source=_14)


def _texts(article: Article) -> Iterator[tuple[str, Place, bool]]:
    """Yield each text of an article, where it stands, and whether it is a line that says who wrote."""
    for text, place in head_texts(article):
        yield text, place, False
    for byline in article.bylines:
        yield byline.role, article.places.get("byline", article.place), True
        for name in byline.names:
            yield name, article.places.get("byline", article.place), True
    for key in ("photographer", "editor"):
        yield getattr(article, key), article.places.get(key, article.place), True
    everything = article.blocks + tuple(block for note in article.notes for block in note.blocks)
    for unit in units(everything):
        yield plain(unit.inlines), unit.place, False
    for block in descend(everything):
        if isinstance(block, Figure):
            yield block.credit, block.place, True


def _numbered_as_published(case: Case) -> Iterator[Finding]:
    for key in ("cn", "issn"):
        if text := getattr(case.imprint, key):
            yield finding("I-052", case.place(key), text=text, source=_14)
    permit = case.issue.publication.permit
    if re.search(r"刊号|刊號|\b(?:CN|ISSN|ISBN)\b", permit):
        yield finding("I-052", _HOME, text=permit, source=_14)


def _priced(case: Case) -> Iterator[Finding]:
    if _MONEY.search(price := case.issue.publication.price):
        yield finding("I-053", _HOME, text=price, source=_15)


def _advertised(case: Case) -> Iterator[Finding]:
    for article in case.issue.articles:
        if article.kind is Kind.ADVERT:
            yield finding("I-054", article.places.get("kind", article.place), text=article.headline.text, source=_15)


def _sponsored(case: Case) -> Iterator[Finding]:
    for article in case.issue.articles:
        if article.sponsor:
            yield finding("I-055", article.places.get("sponsor", article.place), text=article.sponsor, source=_15)


def _for_everybody(case: Case) -> Iterator[Finding]:
    if found := _PUBLIC.search(case.imprint.recipients):
        yield finding("I-056", case.place("recipients"), word=found[0], source=_15)


def _abroad(case: Case) -> Iterator[Finding]:
    if case.plan.script.traditional and not case.issue.script.traditional:
        yield finding("I-057", case.plan.place if case.plan.place.file else _HOME, edition=case.plan.key, source=_15)


def _approved(case: Case) -> Iterator[Finding]:
    yield finding("I-058", case.place("kind"), source=_16)


def _licensed(case: Case) -> Iterator[Finding]:
    if case.imprint.licence:
        yield finding("I-059", case.place("licence"), text=case.imprint.licence, source=ADVERT_LAW)


def _registered(case: Case) -> Iterator[Finding]:
    if "局版" in (permit := case.issue.publication.permit):
        yield finding("I-060", _HOME, text=permit, source=TAIWAN_CUSTOM)


RULES: tuple[Rule, ...] = (
    *rules("I-050", _called_a_paper, internals=_14),
    *rules("I-051", _own_words, internals=_14),
    *rules("I-052", _numbered_as_published, internals=_14),
    *rules("I-053", _priced, internals=f"{_15}第二项"),
    *rules("I-054", _advertised, internals=f"{_15}第三项"),
    *rules("I-055", _sponsored, internals=f"{_15}第四项"),
    *rules("I-056", _for_everybody, internals=f"{_15}第二项"),
    *rules("I-057", _abroad, internals=f"{_15}第二项"),
    *rules("I-058", _approved, church=f"{_16}；《宗教事务条例》（2017）第四十五条"),
    *rules("I-059", _licensed, internals=ADVERT_LAW, newspaper=ADVERT_LAW, periodical=ADVERT_LAW),
    *rules("I-060", _registered, taiwan=TAIWAN_CUSTOM),
)
