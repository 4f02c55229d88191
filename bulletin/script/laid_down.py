"""What became of what the editor laid down, once an issue is converted: terms and answers that met nothing."""

from collections.abc import Collection, Iterable, Iterator

from bulletin.findings import Finding, finding
from bulletin.script.characters import foreign
from bulletin.script.rules.glossary import Glossary
from bulletin.terms import Answer


def stale(unmet: Iterable[Answer], files: Collection[str]) -> Iterator[Finding]:
    """Yield what there is to say of answers that met nothing; those for a file not in ``files`` are told together."""
    gone: dict[str, list[Answer]] = {}
    for answer in unmet:
        if answer.file in files:
            near = answer.before + answer.text + answer.after
            yield finding("T-042", answer.place, file=answer.file, near=near)
        else:
            gone.setdefault(answer.file, []).append(answer)
    for file, answers in gone.items():
        yield finding("T-043", answers[0].place, file=file, count=len(answers))


def judged(glossary: Glossary) -> Iterator[Finding]:
    """Yield what there is to say of a glossary's lines, after all texts: unused, overruled, foreign, crossing."""
    target = glossary.target
    for term in glossary.terms:
        if term.own and not glossary.used[term]:
            near = glossary.met.get(term, "")
            if near:
                yield finding("T-033", term.place, term=term.term, near=near)
            else:
                yield finding("T-030", term.place, term=term.term)
        form = term.forms[target]
        if form != term.term and (chars := foreign(form, target)):
            yield finding("T-032", term.place, form=form, chars=" ".join(chars), script=target)
    for taken, left in glossary.overlaps:
        yield finding("T-031", left.place, taken=taken.term, left=left.term)
