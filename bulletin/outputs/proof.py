"""Proof: 一校, 二校, 三校; the pages with line numbers, with bars beside what changed, and a block to be signed."""

from typing import Literal

from bulletin.config.proof import ProofSettings
from bulletin.errors import PressError
from bulletin.findings import Finding, finding
from bulletin.model import Artifact
from bulletin.outputs.base import Job, inside, paper
from bulletin.press.lettering import Lettering
from bulletin.proofs import copy, make, signoff
from bulletin.proofs.state import State, UnreadableProofError, read
from bulletin.proofs.words import Words, fill, words
from bulletin.units import word_count


class Proof:
    """The sheets that an editor and her proofreaders sign."""

    name = "proof"
    suffix = "-proof.pdf"
    needs: Literal["edition", "paper"] = "paper"

    def make(self, job: Job) -> tuple[tuple[Artifact, ...], tuple[Finding, ...]]:
        """Write the next proof, or the last one again where its text is the same."""
        pages, source = paper(job)
        settings = job.edition.plan.option(ProofSettings)
        lines = copy.Copy(pages.rows)
        last, found = _last(job, settings)
        state = follow(State(job.edition.stem, 1, tuple(lines.paragraphs)), last, settings)
        marked = None if state.before is None else copy.mark(lines, [text for _, text in state.before])
        said = words(job.edition.script)
        task = make.Task(
            lines,
            marked,
            state,
            said,
            Lettering.of(job.fonts, "hei", job.edition.script, 400, "Pr"),
            Lettering.of(job.fonts, "hei", job.edition.script, 700, "Pb"),
            settings.paper,
            settings.numbers,
            _head(job, said),
            job.edition.key,
            _facts(job, settings, state, marked, lines, said),
        )
        target = job.folder / f"{job.edition.stem}{self.suffix}"
        sheets = make.make(source, target, task)
        facts = {
            "round": state.round,
            "changed": len(marked.changed) if marked else 0,
            "cut": len(marked.cut) if marked else 0,
        }
        return (Artifact(self.name, job.edition.key, target, target.name, sheets, facts),), found


def follow(now: State, last: State | None, settings: ProofSettings) -> State:
    """Return the proof that ``now`` is: which in order, and what it is held against.

    The same text again is the same proof, with the same bars. ``settings.round`` says its number: as long as it stays
    the same, so does what the proof is held against.
    """
    if last is None:
        return State(now.edition, settings.round or 1, now.paragraphs)
    again = last.text == now.text and not settings.against and settings.round in (0, last.round)
    if again or (settings.round == last.round and not settings.against):
        return State(now.edition, last.round, now.paragraphs, last.before, last.against)
    return State(now.edition, settings.round or last.round + 1, now.paragraphs, last.paragraphs, last.round)


def _last(job: Job, settings: ProofSettings) -> tuple[State | None, tuple[Finding, ...]]:
    """Return the proof that this one is held against, and what is wrong with it."""
    place, stem = job.edition.plan.at("proof"), job.edition.stem
    if settings.against:
        known = inside(job, settings.against)
        if known is None:
            raise PressError(finding("R-302", job.edition.plan.at("proof"), file=settings.against))
        path, name = known, settings.against
    elif job.delivered is not None and (job.delivered / f"{stem}{Proof.suffix}").is_file():
        path = job.delivered / f"{stem}{Proof.suffix}"
        name = path.name
    else:
        return None, ()
    try:
        state = read(path)
    except UnreadableProofError as problem:
        return None, (finding("R-300", place, file=name, reason=problem),)
    if state.edition != stem and not settings.against:
        return None, (finding("R-301", place, file=name, other=state.edition),)
    return state, ()


def _head(job: Job, said: Words) -> str:
    issue = job.edition.issue
    date = fill(said.day, issue.date.year, issue.date.month, issue.date.day)
    if issue.number:
        return fill(said.head, _title(job), issue.number, date)
    return fill(said.unnumbered, _title(job), date)


def _title(job: Job) -> str:
    return job.edition.plan.title or job.edition.issue.publication.title


def _facts(
    job: Job, settings: ProofSettings, state: State, marked: copy.Marked | None, lines: copy.Copy, said: Words
) -> signoff.Facts:
    issue = job.edition.issue
    number = fill(said.number, issue.number) if issue.number else ""
    total = fill(said.total, issue.total) if issue.total else ""
    rows = (
        (said.title, _title(job)),
        (said.issue, number + total or issue.name),
        (said.date, fill(said.day, issue.date.year, issue.date.month, issue.date.day)),
        (said.edition, job.edition.key),
        (said.pages, str(lines.pages)),
        (said.characters, str(word_count(state.text))),
        (said.against, _against(state, said)),
    )
    roles = settings.roles or tuple(said.roles.split())
    return signoff.Facts(said.round(state.round), rows, roles, marked, settings.symbols)


def _against(state: State, said: Words) -> str:
    if state.before is None:
        return said.none
    return said.round(state.against)
