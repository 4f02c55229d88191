"""An import planned file by file in a stage folder: articles with their pictures, loose pictures, leftover lines."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from bulletin.blocks import Block, Figure
from bulletin.deliver import sha256
from bulletin.desk import names, pictures, proof, trees
from bulletin.desk.shares import Share, article_text, shares
from bulletin.desk.state import LEFTOVERS, Kept, Known, Record
from bulletin.desk.updates import Decision, Deed, Status, Taken, decide, matched, standing
from bulletin.errors import CheckError
from bulletin.findings import Finding, Place, finding
from bulletin.importers.draft import Analysis
from bulletin.kinds import Rank, Script
from bulletin.model import Article
from bulletin.readers import article as reader
from bulletin.readers.pictures import PENDING
from bulletin.script.characters import contradiction
from bulletin.units import apart
from bulletin.walk import plain, units

Write = Callable[[Article, Mapping[Path, str], Script], str]
"""An article, its pictures' files with the addresses it names them by, the script that holds unless it says otherwise
-> the text of its file."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A draft with its place in the folder."""

    article: Article
    path: str
    label: str
    """Of its section; empty where the page gave none."""
    status: Status
    changes: tuple[str, ...] = ()


@dataclass(slots=True)
class Planner:
    """Plans the files of one import; nothing outside ``stage`` is written."""

    folder: Path
    stage: Path
    known: Known
    write: Write
    script: Script
    """What issue.yaml and publication.yaml say the articles are in."""
    decisions: list[Decision] = field(default_factory=list)
    records: dict[str, Record] = field(default_factory=dict)
    """Path -> what to remember; begins with what was known."""
    findings: list[Finding] = field(default_factory=list)
    about: dict[str, list[Finding]] = field(default_factory=dict)
    """Findings on pictures, by the manuscript that they came with."""
    faults: list[Finding] = field(default_factory=list)
    _taken: Taken = field(init=False)
    _fits: dict[Path, pictures.Fit] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.records = {record.path: record for record in self.known.records}
        self._taken = Taken.of(self.folder, self.known.records)

    def articles(
        self, analyses: Sequence[Analysis], ranks: Sequence[Rank]
    ) -> tuple[tuple[tuple[Placed, ...], ...], tuple[Record, ...]]:
        """Plan the files of all drafts; return them by manuscript, with the records that no draft is any more."""
        drafts = [
            (made, index, own[index])
            for made in analyses
            for own in (shares(made),)
            for index in range(len(made.drafts))
        ]
        wanted = [
            (made.manuscript.name, made.drafts[index].article.headline.text, article_text(share))
            for made, index, share in drafts
        ]
        read = {made.manuscript.name for made in analyses}
        own = [record for record in self.known.of(Kept.ARTICLE) if record.manuscript in read]
        found, former = matched(own, wanted, lambda record: standing(self.folder, record) is not Status.GONE)
        out: list[list[Placed]] = [[] for _ in analyses]
        order = {made.manuscript.name: n for n, made in enumerate(analyses)}
        written: list[list[Article]] = [[] for _ in analyses]
        for (made, index, share), record, rank in zip(drafts, found, ranks, strict=True):
            at = order[made.manuscript.name]
            placed, text = self._article(made, index, share, record, rank)
            out[at].append(placed)
            written[at].append(text)
        for made, texts in zip(analyses, written, strict=True):
            self.faults += proof.note_faults(made, texts)
        for record in former:
            if standing(self.folder, record) is not Status.GONE:
                place = Place(record.path)
                self.findings.append(finding("M-069", place, title=record.headline, file=record.manuscript))
        return tuple(map(tuple, out)), former

    def _article(
        self, made: Analysis, index: int, share: Share, record: Record | None, rank: Rank
    ) -> tuple[Placed, Article]:
        """Plan one article; return it with what its file says when it is read back."""
        draft, name = made.drafts[index], made.manuscript.name
        article = self._complete(draft.article, rank, "script" in made.manuscript.fields)
        headline = article.headline.text
        path = record.path if record else self._twin(article, name) or self._new_name(headline)
        article, addresses, planned = self._with_pictures(article, path, name)
        text = self.write(article, addresses, self.script)
        staged = self._staged(path, text)
        back, faults = reader.read(staged, path, "a0001", self.script, (self.stage,))
        errors = [fault for fault in faults if fault.severity == "error"]
        if back is None or errors:
            raise CheckError(*errors)
        if key := proof.difference(article, back):
            self.faults.append(finding("M-063", Place(name, draft.first), headline, key=key))
        self.faults += proof.article_faults(made, index, share, back)
        decision = decide(self.folder, path, staged, record)
        self._keep(decision, Record(path, "", Kept.ARTICLE, name, headline, draft.section, rank.value))
        place = Place(path)
        if decision.status is Status.DIFFERS:
            self.findings.append(finding("M-067", place, title=headline))
        if decision.status is Status.GONE:
            self.findings.append(finding("M-068", place, title=headline, file=name))
        if decision.status is Status.SAME:
            for one, kept in planned:
                self._keep(one, kept)
        return Placed(article, path, draft.section, decision.status, decision.changes), back

    def _complete(self, article: Article, rank: Rank, scripted: bool) -> Article:
        """Return ``article`` as a file can say it: ranked, its script told, blanks between words as they print."""
        head = article.headline
        texts = [*head.lines, head.kicker, head.deck, *(plain(unit.inlines) for unit in units(article.blocks))]
        script = article.script if scripted else contradiction(texts, self.script) or self.script
        return replace(
            article,
            rank=rank,
            script=script,
            headline=replace(
                head, lines=tuple(map(apart, head.lines)), kicker=apart(head.kicker), deck=apart(head.deck)
            ),
            series=apart(article.series),
            sponsor=apart(article.sponsor),
            source=apart(article.source),
            photographer=apart(article.photographer),
            editor=apart(article.editor),
        )

    def _new_name(self, headline: str) -> str:
        top = (path for path in self._taken.names if "/" not in path)
        number = 1 + max(map(names.number_of, top), default=0)
        return self._taken.take(f"{number:02d}-{names.stem(headline)}", ".md")

    def _twin(self, article: Article, manuscript: str) -> str:
        """Return the file that holds this article already though nobody remembers writing it; empty if none does."""
        stem = names.stem(article.headline.text)
        for file in sorted(self.folder.glob(f"[0-9]*-{stem}*.md")):
            if file.name in self.records or not file.is_file() or file.is_symlink():
                continue
            one, addresses, _ = self._with_pictures(article, file.name, manuscript, trial=True)
            if file.read_bytes() == self.write(one, addresses, self.script).encode():
                return file.name
        return ""

    def _with_pictures(
        self, article: Article, path: str, manuscript: str, trial: bool = False
    ) -> tuple[Article, dict[Path, str], list[tuple[Decision, Record]]]:
        """Return ``article`` with its pictures in the stage, the address of each, and what becomes of each."""
        addresses: dict[Path, str] = {}
        planned: list[tuple[Decision, Record]] = []
        targets: dict[Path, Path | None] = {}
        stem = Path(path).stem
        for figure in trees.figures(article):
            if figure.path is None or figure.path in targets:
                continue
            usable = self._fit(figure.path)
            if usable.path is None:
                targets[figure.path] = None
                if not trial:
                    self._unusable(figure.path, usable.reason, manuscript, path)
                continue
            count = sum(target is not None for target in targets.values())
            base = f"{pictures.FOLDER}/{stem}" + (f"-{count + 1}" if count else "")
            whose = Record("", "", Kept.PICTURE, manuscript, path, origin=str(count + 1))
            decision, record = self._picture(usable.path, base, usable.suffix, whose, trial)
            target = self.stage / decision.path
            if decision.status is Status.GONE:
                # The article that shows it is still ours: without the picture it could not be built.
                decision = Decision(decision.path, Status.SAME, Deed.NEW, target, sha256=sha256(target))
            planned.append((decision, record))
            targets[figure.path], addresses[target] = target, decision.path

        def placed(block: Block) -> Block:
            if not isinstance(block, Figure):
                return block
            target = targets.get(block.path) if block.path else None
            alt = block.alt or plain(block.caption) or (article.headline.text if target else PENDING[0])
            return replace(block, path=target, alt=alt, credit=apart(block.credit))

        return trees.changed(article, placed), addresses, planned

    def _fit(self, path: Path) -> pictures.Fit:
        if path not in self._fits:
            self._fits[path] = pictures.fit(path)
        return self._fits[path]

    def _picture(
        self, source: Path, base: str, suffix: str, whose: Record, trial: bool = False
    ) -> tuple[Decision, Record]:
        """Return what becomes of a picture: three ways where import wrote the same one (``whose``) before."""
        same = (Kept.PICTURE, whose.manuscript, whose.headline, whose.origin)
        record = next(
            (
                r
                for r in self.known.of(Kept.PICTURE)
                if (r.kind, r.manuscript, r.headline, r.origin) == same and r.path.endswith(suffix)
            ),
            None,
        )
        there = self.folder / (base + suffix)
        if record:
            name = record.path
        elif trial or (there.is_file() and sha256(there) == sha256(source)):
            name = base + suffix
        else:
            name = self._taken.take(base, suffix)
        # A copy: one picture may stand in two articles, and what lies in the stage is moved away.
        staged = self.stage / name
        pictures.put(source, staged)
        decision = Decision(name, Status.SAME, Deed.KEPT) if trial else decide(self.folder, name, staged, record)
        return decision, replace(whose, path=name)

    def _unusable(self, path: Path, reason: str, manuscript: str, article: str) -> None:
        """Keep a picture that no page can show as it is, beside the article that lacks it."""
        name = self._aside(path, manuscript)
        told = finding("M-074", Place(article), picture=name or path.name, why=reason)
        self.about.setdefault(manuscript, []).append(told)

    def _aside(self, path: Path, manuscript: str) -> str:
        """Plan a picture that no article shows, under the name it came with; return its place, empty if it is gone."""
        stem, usable = names.stem(path.stem), self._fit(path)
        base = f"{pictures.FOLDER}/{stem}"
        whose = Record("", "", Kept.PICTURE, manuscript, origin=stem)
        decision, record = self._picture(usable.path or path, base, usable.suffix, whose)
        self._keep(decision, record)
        return "" if decision.status is Status.GONE else decision.path

    def loose(self, analyses: Sequence[Analysis]) -> None:
        """Plan the pictures that no line of a manuscript shows."""
        for made in analyses:
            for path in dict.fromkeys(made.manuscript.loose):
                manuscript = made.manuscript.name
                if name := self._aside(path, manuscript):
                    told = finding("M-075", Place(manuscript), picture=name)
                    self.about.setdefault(manuscript, []).append(told)

    def leftovers(self, lines: Sequence[tuple[str, int, str]]) -> None:
        """Plan the file of lines that are in no article: manuscript, number and text of each."""
        if not lines:
            return
        own = self.known.of(Kept.LEFTOVERS)
        path = own[0].path if own else LEFTOVERS
        text = "".join(f"{name}:{number}: {said}\n" for name, number, said in lines)
        there = self.folder / path
        if not own and there.exists() and (not there.is_file() or there.read_bytes() != text.encode()):
            path = self._taken.take(LEFTOVERS.removesuffix(".txt"), ".txt")
        decision = decide(self.folder, path, self._staged(path, text), own[0] if own else None)
        if decision.status is Status.DIFFERS:
            self.findings.append(finding("M-067", Place(path), title=path))
        self._keep(decision, Record(path, "", Kept.LEFTOVERS))
        self.findings.append(finding("M-076", Place(path), count=len(lines)))

    def file(self, path: str, text: str, record: Record | None) -> Decision:
        """Plan issue.yaml; it is written anew where it is gone, for without it there is no issue."""
        staged = self._staged(path, text)
        there = self.folder / path
        decision = decide(self.folder, path, staged, record if there.exists() else None)
        self._keep(decision, Record(path, "", Kept.SETTINGS))
        return decision

    def _staged(self, path: str, text: str) -> Path:
        target = self.stage / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode())
        return target

    def _keep(self, decision: Decision, record: Record) -> None:
        self.decisions.append(decision)
        self.records[record.path] = replace(record, sha256=decision.sha256)
