"""An issue folder: settings and articles to an ``Issue`` and the plans of its editions."""

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import TypeVar

from bulletin.config import outputs, tree
from bulletin.config.check import Settings, validate
from bulletin.config.outputs import OutputSettings
from bulletin.config.schema import (
    EditionSettings,
    Excuse,
    IssueSettings,
    PublicationSettings,
    SectionSettings,
)
from bulletin.errors import SettingsError, SourceError, raise_errors
from bulletin.findings import Finding, Place, finding
from bulletin.model import Article, EditionPlan, Issue, Publication, Section
from bulletin.readers import article, between, colophon, glossary, lock, proof
from bulletin.readers.neighbours import Neighbour, neighbours
from bulletin.textfile import read_text

_Read = TypeVar("_Read")
_LINES = ("title", "publisher", "motto", "contact", "price", "printer", "permit")
"""What publication.yaml has printed."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """An issue as the editor's files say it, with what they ask for."""

    issue: Issue
    plans: tuple[EditionPlan, ...]
    excuses: tuple[tuple[Excuse, Place], ...]
    findings: tuple[Finding, ...]
    folder: Path
    """The folder of issue.yaml."""
    home: Path
    """The folder of publication.yaml."""
    fonts: Path | None
    """A folder of further faces."""
    others: tuple[Neighbour, ...] = ()
    """The publication's other issues, the oldest first."""


def load(folder: Path) -> Loaded:
    """Read the issue in ``folder``; raises ``SettingsError`` or ``SourceError`` with every fault at once."""
    folder = folder.resolve()
    if not (folder / "issue.yaml").is_file():
        raise SettingsError(finding("C-020", Place(folder.name)))
    home = next((up for up in (folder, *folder.parents) if (up / "publication.yaml").is_file()), None)
    if home is None:
        raise SettingsError(finding("C-021", Place(folder.name)))
    own = (folder / name for name in ("issue.yaml", glossary.NAME, lock.NAME))
    for file in (*own, home / "publication.yaml", home / glossary.NAME, home / "common"):
        if file.exists() and not file.resolve().is_relative_to(home):
            raise SettingsError(finding("S-053", Place(file.name), src=file.name))
    publication_tree = tree.parse(_text(home / "publication.yaml"), "publication.yaml")
    faults: list[Finding] = []
    publication = _tried(lambda: validate(publication_tree, PublicationSettings), faults)
    issue_tree = _tried(lambda: tree.parse(_text(folder / "issue.yaml"), "issue.yaml"), faults)
    issue = _tried(lambda: validate(issue_tree, IssueSettings), faults) if issue_tree else None
    terms = _tried(lambda: glossary.load(folder, home), faults)
    answers = _tried(lambda: lock.load(folder), faults)
    if publication is None or issue_tree is None or issue is None or terms is None or answers is None:
        raise SettingsError(*faults)
    fonts = _fonts(home, publication, publication_tree)
    sections, findings = _sections(folder, home, publication, issue, issue_tree)
    raise_errors(SourceError, findings)
    loaded = Loaded(
        issue=Issue(
            publication=Publication(
                title=publication.title,
                slug=publication.slug,
                publisher=publication.publisher,
                identifier=publication.identifier,
                motto=publication.motto,
                contact=publication.contact,
                price=publication.price,
                printer=publication.printer,
                permit=publication.permit,
            ),
            name=folder.name,
            number=issue.number,
            total=issue.total,
            date=issue.date,
            sections=sections,
            script=issue.script or publication.script,
            title=issue.title,
            editor=issue.editor,
            imprint=colophon.read(publication, issue, publication_tree, issue_tree),
            glossary=terms,
            answers=answers,
        ),
        plans=_plans(publication, issue, publication_tree, issue_tree),
        excuses=(
            *((e, publication_tree.place(("excuse", n))) for n, e in enumerate(publication.excuse)),
            *((e, issue_tree.place(("excuse", n))) for n, e in enumerate(issue.excuse)),
        ),
        findings=tuple(findings),
        folder=folder,
        home=home,
        fonts=fonts,
        others=neighbours(home, folder),
    )
    return replace(loaded, findings=(*loaded.findings, *_noticed(loaded)))


def _noticed(loaded: Loaded) -> Iterator[Finding]:
    """Yield what looks unmeant in the settings, the glossaries and the answers of an issue."""
    issue, own = loaded.issue, Place("issue.yaml")
    said = [(getattr(issue.publication, name), Place("publication.yaml")) for name in _LINES]
    said += [(text, issue.imprint.place(key)) for key, text in issue.imprint.texts().items()]
    said += [(issue.title, own), (issue.editor, own), *((section.title, section.place) for section in issue.sections)]
    for text, place in said:
        yield from proof.mark_faults(text, issue.script, place)
    yield from glossary.misnamed(loaded.folder, loaded.home)
    yield from lock.misnamed(loaded.folder, loaded.home)
    written = {issue.script, *(article.script for article in issue.articles)}
    yield from glossary.odd(issue.glossary, {plan.script for plan in loaded.plans if written != {plan.script}})


def _tried(read: Callable[[], _Read], faults: list[Finding]) -> _Read | None:
    """Return what ``read`` returns, or None with what it has to say among ``faults``."""
    try:
        return read()
    except SettingsError as problem:
        faults += problem.findings
        return None


def _text(path: Path) -> str:
    return read_text(path, path.name, SettingsError)


def _fonts(home: Path, publication: PublicationSettings, where: tree.Tree) -> Path | None:
    if not publication.fonts:
        return None
    folder = (home / publication.fonts).resolve()
    if not folder.is_dir() or not folder.is_relative_to(home):
        raise SettingsError(
            finding(
                "C-012",
                where.place(("fonts",)),
                excerpt=where.excerpt(("fonts",)),
                key="fonts",
                expected="common/fonts",
            )
        )
    return folder


def _plans(
    publication: PublicationSettings, issue: IssueSettings, publication_tree: tree.Tree, issue_tree: tree.Tree
) -> tuple[EditionPlan, ...]:
    asked: Mapping[str, EditionSettings] = publication.editions
    if unknown := [key for key in issue.editions if asked and key not in asked]:
        known = ", ".join(asked)
        raise SettingsError(*(finding("C-022", issue_tree.place(("editions", k)), key=k, known=known) for k in unknown))
    if not asked and not issue.editions:
        asked = {(issue.script or publication.script).value: EditionSettings()}
    defaults = publication.defaults
    plans = []
    for key in dict.fromkeys((*asked, *issue.editions)):
        base, own = asked.get(key, EditionSettings()), issue.editions.get(key, EditionSettings())
        merged = base.model_copy(update=own.model_dump(exclude_none=True))
        where = issue_tree if key in issue.editions else publication_tree
        make = merged.make if merged.make is not None else defaults.make
        plans.append(
            EditionPlan(
                key=key,
                script=merged.script or issue.script or publication.script,
                layout=merged.layout or defaults.layout,
                make=make,
                printed=any(name != "epub" for name in make),
                title=merged.title or "",
                settings=MappingProxyType({**defaults.set, **(base.set or {}), **(own.set or {})}),
                vocabulary=defaults.vocabulary if merged.vocabulary is None else merged.vocabulary,
                engine=merged.engine or defaults.engine,
                options=_options((publication, issue, base, own), publication, where.place(("editions", key))),
                said=_said(((publication, publication_tree), (issue, issue_tree)), key),
                house=MappingProxyType({**defaults.house, **(base.house or {}), **(own.house or {})}),
                place=where.place(("editions", key)),
            )
        )
    return tuple(plans)


def _said(files: Iterable[tuple[PublicationSettings | IssueSettings, tree.Tree]], key: str) -> Mapping[str, Place]:
    """Return where the settings of each output stand that hold for the edition ``key``; the last word counts."""
    known = tuple(files)
    levels: list[tuple[OutputSettings, tree.Tree, tuple[str, ...]]] = [(own, where, ()) for own, where in known]
    levels += [(own.editions[key], where, ("editions", key)) for own, where in known if key in own.editions]
    return MappingProxyType(
        {
            name: where.place((*under, name))
            for settings, where, under in levels
            for name in OutputSettings.model_fields
            if getattr(settings, name) is not None
        }
    )


def _options(
    levels: tuple[OutputSettings, ...], publication: PublicationSettings, place: Place
) -> tuple[Settings, ...]:
    try:
        return outputs.merged(levels, publication.shops)
    except KeyError as problem:
        known = ", ".join(publication.shops) or "–"
        raise SettingsError(finding("C-060", place, shop=problem.args[0], known=known)) from None


def _sections(
    folder: Path, home: Path, publication: PublicationSettings, issue: IssueSettings, where: tree.Tree
) -> tuple[tuple[Section, ...], list[Finding]]:
    findings: list[Finding] = []
    seen: dict[str, str] = {}
    sections: list[Section] = []
    slugs: set[str] = set()
    roots = (folder, home / "common")
    script = issue.script or publication.script
    for number, wanted in enumerate(issue.sections):
        articles: list[Article] = []
        for name, place in _names(folder, wanted, where, number, findings):
            if name in seen:
                findings.append(finding("S-020", place, article=name, first=seen[name]))
                continue
            seen[name] = wanted.title
            path = folder / name
            if "\0" in name or len(name) > 1000:
                findings.append(finding("S-001", place, excerpt=name[:60]))
                continue
            if not path.resolve().is_relative_to(folder):
                findings.append(finding("S-021", place, article=name))
                continue
            if not path.is_file():
                near = _near_file(folder, name)
                findings.append(
                    finding(
                        "S-001",
                        place,
                        excerpt=where.excerpt(("sections", number, "articles")) if not near else f"{name} → {near}?",
                    )
                )
                continue
            piece, faults = article.read(path, name, f"a{len(seen):04d}", script, roots)
            findings += faults
            if piece:
                findings += _short_name(piece, slugs)
                articles.append(piece)
        if not wanted.articles:
            findings.append(finding("S-023", where.place(("sections", number)), section=wanted.title))
        sections.append(Section(f"s{number + 1:02d}", wanted.title, tuple(articles), where.place(("sections", number))))
    findings += _unlisted(folder, seen)
    findings += between.dead_links(sections, seen)
    return between.stories_under(tuple(sections), seen, findings), findings


def _names(
    folder: Path, wanted: SectionSettings, where: tree.Tree, number: int, findings: list[Finding]
) -> list[tuple[str, Place]]:
    out: list[tuple[str, Place]] = []
    for index, name in enumerate(wanted.articles):
        place = where.place(("sections", number, "articles", index))
        if not name.endswith("/"):
            out.append((posixpath.normpath(name), place))
            continue
        inside = (folder / name).resolve().is_relative_to(folder)
        files = [f for f in sorted((folder / name).glob("*.md")) if not _is_readme(f.name)] if inside else []
        if not files:
            findings.append(finding("S-023", place, section=f"{wanted.title} ({name})"))
        out += [(file.relative_to(folder).as_posix(), place) for file in files]
    return out


def _is_readme(name: str) -> bool:
    return name.upper().startswith("README")


def _near_file(folder: Path, name: str) -> str:
    wanted = PurePosixPath(name).name.casefold()
    found = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*.md") if p.name.casefold() == wanted)
    return found[0] if found else ""


def _short_name(piece: Article, slugs: set[str]) -> list[Finding]:
    """Return a fault where the article's short name cannot be its name in the book, or is another's."""
    if not piece.slug:
        return []
    fine = re.fullmatch(r"[a-z][a-z0-9-]{1,40}", piece.slug) and piece.slug not in slugs
    slugs.add(piece.slug)
    return [] if fine else [finding("S-019", piece.places.get("slug", piece.place), slug=piece.slug)]


def _unlisted(folder: Path, seen: Mapping[str, str]) -> list[Finding]:
    names = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*.md"))
    return [
        finding("S-025", Place(name)) for name in names if name not in seen and not _is_readme(PurePosixPath(name).name)
    ]
