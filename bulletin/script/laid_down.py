"""What became of what the editor laid down, once an issue is converted: what of it holds, and what met nothing."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from bulletin.findings import Finding, finding
from bulletin.model import Issue, Script
from bulletin.script.characters import foreign
from bulletin.script.choices import forms, usual
from bulletin.script.rules import surnames
from bulletin.script.rules.glossary import Glossary
from bulletin.terms import Answer


def lent(issue: Issue, target: Script, house: Collection[str]) -> Iterator[Answer]:
    """Yield the answers for the other kind of Traditional that hold for ``target`` as well.

    They are those that no answer for ``target`` itself stands against, and whose characters are forms that ``target``
    could have there; 裡 is none in Hong Kong. What was answered with the usual form of its own region says nothing for
    another whose usual form differs (台, 臺); nor does what is in ``house``, the forms that the house style replaces.
    """
    written = {article.name: article.script for article in issue.articles}
    own = {(a.file, a.before, a.text, a.after) for a in issue.answers if a.script is target}
    for answer in issue.answers:
        source = written.get(answer.file, issue.script)
        if answer.script is target or not (answer.script.traditional and target.traditional) or source is target:
            continue
        known = forms(source, target)
        fits = all(out in known.get(char, (char,)) for char, out in zip(answer.text, answer.out, strict=True))
        usually = [usual(source, script, answer.text) for script in (answer.script, target)]
        regional = answer.out == usually[0] != usually[1]
        fits = fits and not regional and not any(form in answer.out for form in house)
        if fits and (answer.file, answer.before, answer.text, answer.after) not in own:
            yield replace(answer, script=target)


def denied(name: str, answers: Iterable[Answer]) -> bool:
    """Whether an answer says that what looks like ``name`` is none: its surname is to be printed as a word."""
    surname, given = name[:1], name[1:]
    return any(
        answer.text == surname and answer.after.startswith(given) and answer.out != surnames.form(surname)
        for answer in answers
    )


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
                yield finding("T-033", term.place, term=term.term, near=near, script=target)
            else:
                yield finding("T-030", term.place, term=term.term)
        form = term.forms[target]
        if form != term.term and (chars := foreign(form, target)):
            yield finding("T-032", term.place, form=form, chars=" ".join(chars), script=target)
    for taken, left in glossary.overlaps:
        yield finding("T-031", left.place, taken=taken.term, left=left.term)
