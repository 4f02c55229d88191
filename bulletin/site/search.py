"""The search index: any string of Chinese is found, in either script, with files alone.

Chinese has no blanks between words, and no segmentation agrees with what a reader types; so the index holds every pair
of neighbouring characters (bigrams). What a reader types is cut into pairs too; pages that have all of them are looked
through for the string itself, so that nothing is found which is not there. Both sides are *folded* first (``fold``):
width and case go, and each Traditional character becomes its Simplified one, so that 圖書館 and 图书馆 find the same
pages. ``layouts/shelf/search.js`` does the same in the browser.

Pagefind was measured and not taken: its index is the same on every run, but it cuts Chinese into words. Of 104 strings
taken from the sample's stories (2 to 5 characters) its extended build, 1.5.2, given the stories alone, found 197 of the
243 pages that have them, all pages of 77 strings, and named 345 pages without the string. This index found 242, all of
103, and none without; the one left runs over the end of a line of verse, which counts as the end of a sentence
(``tests/test_site_search``). 50 issues of 26 stories are 5.8 MB a script on the server; a question loads two or three
files of about 10 kB compressed, then the texts of the issues that it shows.

An index belongs to a script and a year: a new issue touches its own year alone. Files are JavaScript that calls
``bulletinShelf(name, data)``, not bare JSON, for a page opened from a disk may load the one and not the other.
"""

import json
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from bulletin.model import Script
from bulletin.script.engine import dictionaries
from bulletin.site.volume import Volume
from bulletin.units import HAN

BUCKETS = 64
"""Files that a year's pairs are spread over, by the code of their first character."""


@cache
def folds() -> Mapping[str, str]:
    """Return the characters that fold to another: OpenCC's ``TSCharacters``, and Hong Kong's and Taiwan's variants."""
    table = {k: v for k, v in dictionaries.read("TSCharacters.txt").items() if len(k) == len(v) == 1}
    for name in ("HKVariantsRev.txt", "TWVariantsRev.txt"):
        for variant, plain in dictionaries.read(name).items():
            if len(variant) == len(plain) == 1 and variant not in table:
                table[variant] = table.get(plain, plain)
    return {k: v for k, v in sorted(table.items()) if k != v}


@cache
def fold_character(char: str) -> str:
    """Return one character as the index has it: a blank for what is neither letter, character nor figure."""
    plain = unicodedata.normalize("NFKC", char).lower()
    bare = "".join(c for c in unicodedata.normalize("NFD", plain) if not "\u0300" <= c <= "\u036f")
    out = "".join(folds().get(c, c) for c in unicodedata.normalize("NFC", bare))
    return "".join(c if unicodedata.category(c)[0] in "LN" or HAN.match(c) else " " for c in out)


def fold(text: str) -> str:
    """Return ``text`` as the index has it, with blanks where marks stand."""
    return "".join(map(fold_character, text))


def pairs(text: str) -> Iterator[str]:
    """Yield the pairs of neighbouring characters of a text, folded; the last of a run of them alone."""
    for run in fold(text).split():
        yield from (run[at : at + 2] for at in range(len(run)))


def bucket(char: str) -> str:
    """Return the name of the file that pairs beginning with ``char`` stand in."""
    return f"{ord(char) % BUCKETS:02x}"


@dataclass(frozen=True, slots=True)
class Year:
    """A year of one script, as it is gathered: the oldest issue first, so that a new one only adds."""

    script: Script
    year: int
    volumes: Sequence[Volume]

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield each file of the index."""
        documents: list[list[str]] = []
        postings: dict[str, list[int]] = {}
        for volume in self.volumes:
            for leaf in volume.leaves:
                number = len(documents)
                at = leaf.path.removeprefix(f"{self.script.value}/")
                documents.append([at, leaf.title, leaf.section, volume.issue.name])
                for pair in {p for line in (leaf.title, *leaf.lines) for p in pairs(line)}:
                    postings.setdefault(pair, []).append(number)
        home = f"{self.script.value}/{self.year}"
        issues = {v.issue.name: [v.label, v.issue.date.isoformat()] for v in self.volumes}
        buckets: dict[str, dict[str, list[int]]] = {}
        for pair in sorted(postings):
            buckets.setdefault(bucket(pair[0]), {})[pair] = postings[pair]
        yield _file(f"{home}/pages", {"issues": issues, "buckets": sorted(buckets), "pages": documents})
        for name in sorted(buckets):
            yield _file(f"{home}/{name}", buckets[name])


def words(volume: Volume) -> tuple[str, bytes]:
    """Return the file that holds what an issue's pages say, for what is found to be shown in its sentence."""
    texts = {leaf.path.rpartition("/")[2]: "\n".join(leaf.lines) for leaf in volume.leaves}
    return _file(f"{volume.script.value}/{volume.issue.date.year}/{volume.issue.name}.text", texts)


def table() -> tuple[str, bytes]:
    """Return the file of what folds to what."""
    return _file("fold", ["".join(folds()), "".join(folds().values())])


def years(script: Script, found: Sequence[int]) -> tuple[str, bytes]:
    """Return the file that names the years of ``script``, the newest first."""
    return _file(f"{script.value}/years", list(found))


def _file(name: str, data: object) -> tuple[str, bytes]:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("\u2028", " ").replace("\u2029", " ")
    return f"search/{name}.js", f"bulletinShelf({json.dumps(name, ensure_ascii=False)},{text});\n".encode()
