"""What a rule is, and what it yields.

A rule is a small pure function: over one page of plain data (``on_pages``), or over the whole file once its pages were
read (``on_files``). Its decorator names, for each code it can give, where the rule comes from: a clause of ISO 32000-2,
ISO 15930-7 (PDF/X-4) or ISO 15930-4 (PDF/X-1a), the item of the Ghent Workgroup's specification (GWG 2015), or what
print shops ask for (TYPOGRAPHY.md §2). Severity and words of a code stand in the catalogue: what makes a shop's RIP
stop or print something else than was meant is an error; what prints badly is a warning; what somebody should know is a
note.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bulletin.checks.preflight.data import Box, Page
from bulletin.checks.preflight.documents import Document
from bulletin.checks.preflight.target import Target


@dataclass(frozen=True, slots=True)
class Hit:
    """One place that breaks a rule."""

    code: str
    page: int
    """From 1; 0 where the file is meant."""
    values: Mapping[str, str]
    boxes: tuple[Box, ...] = ()
    """Where on the page, in pt."""
    same: str = ""
    """Hits of one code with the same of this are told as one, with all their pages."""


PageRule = Callable[[Page, Document, Target], Iterator[Hit]]
FileRule = Callable[[Document, Target], Iterator[Hit]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, and where each of its codes comes from."""

    name: str
    sources: Mapping[str, str]
    press: bool
    """For files that are for a press alone."""
    of_page: PageRule | None = None
    of_file: FileRule | None = None


def on_pages(sources: Mapping[str, str], press: bool = False) -> Callable[[PageRule], Rule]:
    """Make the function below a rule over pages."""

    def make(find: PageRule) -> Rule:
        return Rule(find.__name__, MappingProxyType(dict(sources)), press, of_page=find)

    return make


def on_files(sources: Mapping[str, str], press: bool = False) -> Callable[[FileRule], Rule]:
    """Make the function below a rule over whole files."""

    def make(find: FileRule) -> Rule:
        return Rule(find.__name__, MappingProxyType(dict(sources)), press, of_file=find)

    return make


def hit(code: str, page: int = 0, boxes: Iterable[Box] = (), same: str = "", **values: object) -> Hit:
    """Return a hit."""
    return Hit(code, page, MappingProxyType({k: str(v) for k, v in values.items()}), tuple(boxes)[:200], same)


def applies(rule: Rule, target: Target) -> bool:
    """Tell whether ``rule`` is to be asked of a file for ``target``."""
    return target.press or not rule.press


def shortened(text: str, most: int = 24) -> str:
    """Return the beginning of a text that is quoted."""
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[: most - 1] + "…"
