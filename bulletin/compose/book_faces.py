"""Faces that a book carries: of all its text where the edition asks for it, else of rare characters alone.

What is rare is what the readers' own faces commonly lack: Han beyond the 20,902 of Unicode 1.1, which GBK, Big5 and
every e-reader's Chinese face were built on. The subsets are TrueType, and 仿宋 is never among them: its licence speaks
of PDF.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import cssselect2
import tinycss2
from lxml import etree

from bulletin.compose.spans import XHTML, wrap
from bulletin.fonts import Face, FontSet, Role
from bulletin.fonts.subset import subset
from bulletin.model import Script

RARE = re.compile(
    "(?:[\u3400-\u4dbf\u9fa6-\u9fff\uf900-\ufaff\U00020000-\U000323af][\ufe00-\ufe0f\U000e0100-\U000e01ef]?)+"
)
"""Han that a reader's own face may lack, with what chooses a variant of it."""

_ROLES: tuple[tuple[str, Role], ...] = (("Kaiti SC", "kai"), ("sans-serif", "hei"), ("monospace", "hei"))
"""What a ``font-family`` of book.css names, and the role that it stands for."""

Style = tuple[Role, int]
"""A role and a weight: 400 or 700."""


@dataclass(frozen=True, slots=True)
class BookFace:
    """A subset that goes into the book."""

    id: str
    name: str
    """``fonts/<id>.ttf``."""
    data: bytes


@dataclass(frozen=True, slots=True)
class Embedded:
    """What embedding adds to a book."""

    faces: tuple[BookFace, ...]
    css: str
    """The style sheet of the book, its families named."""


def rare(roots: Iterable[etree._Element], css: str, fonts: FontSet, script: Script) -> Embedded:
    """Mark the rare characters in the documents and return the faces that draw them; nothing where there are none."""
    found: set[str] = set()
    for root in roots:
        for body in root.iter(f"{XHTML}body"):
            there = {char for text in body.itertext() for run in RARE.findall(str(text)) for char in run}
            if there:
                wrap(body, RARE, "rare", set())
                found |= there
    faces = _cut({("song", 400): found}, fonts, script)
    rules = _rules(faces)
    if faces:
        rules += f".rare {{ font-family: {_families(faces)}, serif; }}\n"
    return Embedded(_files(faces), css + rules)


def every(roots: Iterable[etree._Element], css: str, fonts: FontSet, script: Script, body: Role) -> Embedded:
    """Return the faces of all text in the documents, each cut to what is set in it; running text is in ``body``."""
    texts = _by_style(list(roots), css, body)
    faces = _cut(texts, fonts, script)
    named = css
    for word, role in _ROLES:
        if own := [one for one in faces if role in one.roles]:
            pattern = rf"(font-family:[^;}}]*?)\"?{re.escape(word)}\"?"
            families = f"{_families(own)}, " + (f'"{word}"' if " " in word else word)
            named = re.sub(pattern, lambda found, families=families: found[1] + families, named)  # type: ignore[misc]
    running = [one for one in faces if body in one.roles]
    named = re.sub(r"font-family:\s*serif", f"font-family: {_families(running)}, serif", named)
    rules = f".faced {{ font-family: {_families(running)}, serif; }}\n" if running else ""
    return Embedded(_files(faces), named + _rules(faces) + rules)


@dataclass(frozen=True, slots=True)
class _Cut:
    id: str
    face: Face
    roles: frozenset[Role]
    characters: frozenset[str]


def _cut(texts: Mapping[Style, set[str]], fonts: FontSet, script: Script) -> list[_Cut]:
    """Deal the characters of each role out to the faces of its chain, nearest first."""
    wanted: dict[Face, set[str]] = defaultdict(set)
    roles: dict[Face, set[Role]] = defaultdict(set)
    for role, weight in sorted(texts):
        left = set(texts[role, weight])
        for family in fonts.chain(role, script):
            faces = [face for face in fonts.faces if face.family == family and face.style != "Italic"]
            face = min(faces, key=lambda face: abs(face.weight - weight), default=None)
            there = {char for char in left if face and ord(char) in face.characters}
            if face and there:
                wanted[face] |= there
                roles[face].add(role)
                left -= there
    order = sorted(wanted, key=lambda face: (face.role != "latin", face.family, face.weight))
    return [
        _Cut(f"face-{number}", face, frozenset(roles[face]), frozenset(wanted[face]))
        for number, face in enumerate(order, 1)
    ]


def _files(faces: Iterable[_Cut]) -> tuple[BookFace, ...]:
    return tuple(BookFace(one.id, f"fonts/{one.id}.ttf", subset(one.face, one.characters)) for one in faces)


def _families(faces: Iterable[_Cut]) -> str:
    return ", ".join(dict.fromkeys(f'"{one.face.family}"' for one in faces))


def _rules(faces: Iterable[_Cut]) -> str:
    form = '@font-face {{ font-family: "{}"; font-weight: {}; src: url(fonts/{}.ttf) format("truetype"); }}\n'
    return "".join(form.format(one.face.family, "bold" if one.face.weight > 500 else "normal", one.id) for one in faces)


def _by_style(roots: list[etree._Element], css: str, body: Role) -> dict[Style, set[str]]:
    """Return the characters of the documents by the role and weight of the face that ``css`` sets them in."""
    matcher = cssselect2.Matcher()
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        asked = _asked(rule, body) if rule.type == "qualified-rule" else None
        if asked:
            for selector in cssselect2.compile_selector_list(rule.prelude):
                if selector.pseudo_element is None:
                    matcher.add_selector(selector, asked)
    texts: dict[Style, set[str]] = defaultdict(set)
    for root in roots:
        styles: dict[Any, Style] = {None: (body, 400)}
        for wrapper in cssselect2.ElementWrapper.from_xml_root(root).iter_subtree():
            element = wrapper.etree_element
            above = role, weight = styles[element.getparent()]
            for *_, (family, heavy) in matcher.match(wrapper):
                role, weight = family or role, heavy or weight
            styles[element] = role, weight
            texts[role, weight] |= set((element.text or "") + element.get("data-label", ""))
            texts[above] |= set(element.tail or "")
    bare = {style: {char for char in chars if not char.isspace()} for style, chars in texts.items()}
    return {style: chars for style, chars in bare.items() if chars}


def _asked(rule: Any, body: Role) -> tuple[Role | None, int | None] | None:
    """Return the role and the weight that a rule names, None for what is inherited; None where it names neither."""
    role: Role | None = None
    weight = None
    for item in tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True):
        value = tinycss2.serialize(item.value).strip() if item.type == "declaration" else ""
        if value and item.lower_name == "font-family" and value != "inherit":
            role = next((role for word, role in _ROLES if word in value), body)
        elif value and item.lower_name == "font-weight":
            weight = 700 if value == "bold" else 400
    return (role, weight) if role or weight else None
