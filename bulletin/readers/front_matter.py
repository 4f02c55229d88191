"""Front matter as editors write it: not YAML, but lines of ``key: the text to the line's end``.

``#``, ``:``, ``*``, ``@``, brackets and quotes in a value are the editor's own and survive whole; the type of
a value comes from its key (``keys.SHAPES``), never from how it looks.
"""

import datetime
import re
from collections import Counter
from dataclasses import dataclass, field

from bulletin.config.check import nearest
from bulletin.findings import Finding, Place, finding
from bulletin.model import ROLE_BEHIND, Byline
from bulletin.readers.keys import CHINESE, CHOICES, SHAPES, Shape

_KEY = re.compile(r"([^\s:：][^:：]{0,23}?)\s*[:：]\s*(.*)")
_DATE = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?")
_SAYS = re.compile(r"[^\W_]")
_ROLE = re.compile(
    r"(?:记者|記者|通讯员|通訊員|编辑|編輯|评论员|評論員|实习生|實習生|摄影|攝影|撰稿|撰文|整理|口述|绘图|繪圖|"
    r"作者|特约|特約|主任|教授|社工|志愿者|志願者|义工|義工|[文图圖摄攝绘繪])$"
)


@dataclass(slots=True)
class FrontMatter:
    """What the head of an article says, typed."""

    texts: dict[str, str] = field(default_factory=dict)
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    bylines: tuple[Byline, ...] = ()
    date: datetime.date | None = None
    places: dict[str, Place] = field(default_factory=dict)
    body_line: int = 1
    """Line number, from 1, of the first line below the front matter."""


@dataclass(slots=True)
class _Raw:
    key: str
    line: int
    value: str
    below: list[str] = field(default_factory=list)


def read(lines: list[str], name: str) -> tuple[FrontMatter, list[Finding]]:
    """Read the front matter of an article, given as the lines of its file; return it with every fault."""
    front, faults = FrontMatter(), list[Finding]()
    if not lines or lines[0].strip() != "---":
        return front, [finding("S-010", Place(name, 1), excerpt=lines[0] if lines else "")]
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "...")), 0)
    if not end:
        return front, [finding("S-011", Place(name, 1), excerpt=lines[0])]
    front.body_line = end + 2
    for raw in _entries(lines[1:end], name, faults):
        _take(raw, name, lines[raw.line - 1], front, faults)
    return front, faults


def _entries(lines: list[str], name: str, faults: list[Finding]) -> list[_Raw]:
    entries: list[_Raw] = []
    for number, line in enumerate(lines, 2):
        stripped = line.strip(" \t")
        indented = line[:1] in (" ", "\t") or stripped.startswith("- ")
        if not stripped or (stripped.startswith("#") and not indented):
            continue
        if indented and entries:
            entries[-1].below.append(line)
            continue
        match = _KEY.fullmatch(stripped)
        if match:
            entries.append(_Raw(match[1].strip(), number, match[2].strip(" \t")))
        else:
            faults.append(finding("S-012", Place(name, number), excerpt=line))
    return entries


def _take(raw: _Raw, name: str, shown: str, front: FrontMatter, faults: list[Finding]) -> None:
    place = Place(name, raw.line)
    key = CHINESE.get(raw.key, raw.key)
    if key not in SHAPES:
        near = nearest(raw.key, [*SHAPES, *CHINESE])
        faults.append(
            finding("S-013", place, excerpt=shown, key=raw.key, near=near if len(near) < 40 else ", ".join(SHAPES))
        )
        return
    if key in front.places:
        faults.append(finding("S-014", place, excerpt=shown, key=raw.key, first=front.places[key].line))
        return
    front.places[key] = place
    value = _whole(raw)
    match SHAPES[key]:
        case Shape.TEXT:
            front.texts[key] = value
        case Shape.LINES:
            front.lists[key] = _headline(raw, value)
        case Shape.LIST:
            front.lists[key] = _terms(raw, value)
        case Shape.PEOPLE:
            front.bylines = _people(raw, value)
        case Shape.CHOICE:
            if value in CHOICES[key]:
                front.texts[key] = CHOICES[key][value]
            elif value:
                known = list(CHOICES[key])
                faults.append(
                    finding(
                        "S-015",
                        place,
                        excerpt=shown,
                        key=raw.key,
                        near=nearest(value, known),
                        known="、".join(known),
                    )
                )
        case Shape.DATE:
            front.date = _date(value)
            if value and front.date is None:
                faults.append(finding("S-016", place, excerpt=shown, value=value))
    left = _left_out(raw, key, value, front)
    if left:
        faults.append(finding("S-018", place, excerpt=shown, key=raw.key, text=left))


def _left_out(raw: _Raw, key: str, value: str, front: FrontMatter) -> str:
    """Return what of the lines of a key came into no value: nothing, unless two ways of writing were mixed."""
    source = "\n".join((raw.value, *raw.below))
    texts = [*front.lists.get(key, ())]
    if SHAPES[key] is Shape.PEOPLE:
        texts += [name for byline in front.bylines for name in (*byline.names, byline.role)]
        # The words that name the parts of a person are no part of it.
        source = re.sub(r"(?:name|role|姓名|身份)\s*[:：]", "", source)
    elif SHAPES[key] in (Shape.TEXT, Shape.CHOICE, Shape.DATE):
        texts.append(value)
    missing = Counter(_SAYS.findall(source)) - Counter("".join(texts))
    return "".join(missing.elements())[:40]


def _whole(raw: _Raw) -> str:
    """Return the value as one text: folded lines below it joined, quotes round all of it taken off."""
    value = raw.value
    if raw.below and not any(line.strip().startswith("- ") for line in raw.below):
        more = [line.strip() for line in raw.below]
        value = "\n".join(more) if value == "|" else _join(more if value in (">", "|") else [value, *more])
    for quote in ('"', "'"):
        if len(value) > 1 and value[0] == value[-1] == quote and quote not in value[1:-1]:
            return value[1:-1]
    return value


def _join(parts: list[str]) -> str:
    out = ""
    for part in parts:
        out += (" " if out and out[-1].isascii() and part[:1].isascii() else "") + part
    return out


def _items_below(raw: _Raw) -> list[str]:
    """Return the items of a block list, an indented line going on with the item above it."""
    items: list[str] = []
    for line in raw.below:
        stripped = line.strip()
        if stripped.startswith("- ") or stripped == "-":
            items.append(stripped[1:].strip())
        elif items:
            items[-1] += "\n" + stripped
    return items


def _bracketed(value: str) -> str | None:
    if len(value) > 1 and (value[0], value[-1]) in (("[", "]"), ("［", "］")):
        return value[1:-1]
    return None


def _split(value: str) -> list[str]:
    # The first kind of comma that occurs is the separator: a headline line may hold the others.
    for comma in (",", "，", "、"):
        if comma in value:
            return [part.strip(" \t\"'") for part in value.split(comma) if part.strip()]
    return [value.strip(" \t\"'")] if value.strip() else []


def _headline(raw: _Raw, value: str) -> tuple[str, ...]:
    items = _items_below(raw)
    if items:
        return tuple(item.replace("\n", "") for item in items if item)
    inner = _bracketed(value)
    parts = _split(inner) if inner is not None else []
    if inner is not None and not inner.strip():
        return ()
    # `[通知]` alone is a headline in brackets, not a list of one.
    if len(parts) > 1:
        return tuple(parts)
    return tuple(part for part in value.split("\n") if part)


def _terms(raw: _Raw, value: str) -> tuple[str, ...]:
    items = _items_below(raw)
    if not items:
        inner = _bracketed(value)
        items = re.split(r"[,，、;；\n]", inner if inner is not None else "\n".join((raw.value, *raw.below)))
    return tuple(item.strip(" \t\"'") for item in items if item.strip())


def _people(raw: _Raw, value: str) -> tuple[Byline, ...]:
    items = _items_below(raw)
    inner = _bracketed(value)
    if not items and inner is not None and "{" in inner:
        items = re.findall(r"\{[^{}]*\}", inner)
    if not items:
        return people(inner if inner is not None else value)
    out: list[Byline] = []
    for item in items:
        pairs = {
            part.split(mark, 1)[0].strip(): part.split(mark, 1)[1].strip(" \t\"'")
            for part in re.split(r"[\n,，]", item.strip().strip("{}"))
            for mark in (":", "：")
            if mark in part
        }
        person = pairs.get("name") or pairs.get("姓名")
        if person:
            out.append(Byline((person,), pairs.get("role") or pairs.get("身份") or ""))
        else:
            out.extend(people(item))
    return tuple(out)


def people(text: str) -> tuple[Byline, ...]:
    """Read a byline as it is written: ``本报记者 周岚 沈一凡　通讯员 王一`` gives two bylines."""
    out: list[Byline] = []
    role, names = "", list[str]()
    for token in re.split(r"[\s\u3000、，,]+", text.strip()):
        if not token:
            continue
        # 周岚 文/图: a short role behind a name that has none yet belongs to that name.
        behind = bool(names) and not role and ROLE_BEHIND.fullmatch(token)
        if _ROLE.search(token) and not behind:
            if names or role:
                out.append(Byline(tuple(names), role))
            role, names = token, []
        else:
            names.append(token)
    if names or role:
        out.append(Byline(tuple(names), role))
    return tuple(out)


def _date(value: str) -> datetime.date | None:
    match = _DATE.fullmatch(value)
    try:
        return datetime.date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None
