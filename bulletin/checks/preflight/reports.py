"""What the inspector has to say of one file: findings with pages, and tables; as data and as lines to read."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from bulletin.checks.preflight.boxes import as_seen
from bulletin.checks.preflight.data import Box
from bulletin.checks.preflight.documents import Document
from bulletin.checks.preflight.registry import Hit
from bulletin.checks.preflight.tables import Tables, ranges
from bulletin.checks.preflight.target import Target
from bulletin.findings import Finding, Place, Severity, finding, word, worst

MOST = 8
"""Findings of one code that are told one by one, each with all its pages."""
MORE = "X-099"


@dataclass(frozen=True, slots=True)
class Told:
    """Hits of one code that say the same, as one."""

    hit: Hit
    """The first of them."""
    pages: tuple[int, ...]
    count: int = 0
    """How many things they speak of together, where they count them."""

    @property
    def where(self) -> str:
        """Their pages: ``1–3, 7``; empty where the file is meant."""
        return ranges([p for p in self.pages if p])

    def finding(self, name: str) -> Finding:
        """Return them as one finding in the file called ``name``."""
        place = Place(f"{name} p. {self.where}" if self.where else name)
        values = dict(self.hit.values) | ({"count": str(self.count)} if self.count else {})
        return finding(self.hit.code, place, **values)


@dataclass(frozen=True, slots=True)
class Report:
    """One file, inspected."""

    file: str
    document: Document
    target: Target
    hits: tuple[Hit, ...]
    tables: Tables

    @property
    def told(self) -> tuple[Told, ...]:
        """The hits, those that say the same as one, in order of codes and pages."""
        found: dict[tuple[str, str], list[Hit]] = {}
        for item in self.hits:
            found.setdefault((item.code, item.same), []).append(item)
        made = [
            Told(
                items[0], tuple(dict.fromkeys(i.page for i in items)), sum(int(i.values.get("count", 0)) for i in items)
            )
            for items in found.values()
        ]
        return tuple(sorted(made, key=lambda t: (t.hit.code, t.pages)))

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is to be told, and how often more it would be."""
        out: list[Finding] = []
        for code, group in groupby(self.told, key=lambda t: t.hit.code):
            items = list(group)
            out += [t.finding(self.file) for t in items[:MOST]]
            if len(items) > MOST:
                out.append(finding(MORE, Place(self.file), count=len(items) - MOST, kind=code))
        return tuple(out)

    @property
    def failed(self) -> bool:
        """Whether an error stands."""
        return worst(self.findings) is Severity.ERROR

    @property
    def followed(self) -> bool:
        """Whether every stream could be followed to its end."""
        return not any(item.code == "X-001" for item in self.hits)

    def spots(self) -> dict[int, list[tuple[Box, str]]]:
        """Return where on each page something was found: boxes in pt of the sheet as it is seen, and the code."""
        found: dict[int, list[tuple[Box, str]]] = {}
        for item in self.hits:
            if item.page in self.tables.sheets:
                boxes, turn, _ = self.tables.sheets[item.page]
                for box in item.boxes:
                    found.setdefault(item.page, []).append((as_seen(box, boxes["MediaBox"], turn), item.code))
        return found

    @property
    def graver(self) -> int:
        """How many findings are more than a note."""
        return sum(item.severity is not Severity.NOTE for item in self.findings)

    def claims(self) -> dict[str, Any]:
        """Return what the file says of itself."""
        d = self.document
        intent = d.intent or (d.intents[0] if d.intents else None)
        return {
            "version": d.version,
            "pages": d.pages,
            "producer": d.producer,
            "title": d.title,
            "language": d.language,
            "tagged": d.tagged,
            "encrypted": d.encrypted,
            "standard": d.claim,
            "intent": (intent.condition or intent.registry or intent.kind) if intent else "",
            "layers": list(d.layers),
            "attachments": list(d.attachments),
        }

    def as_dict(self, language: str) -> dict[str, Any]:
        """Return everything as plain data for JSON."""
        t = self.target
        asked = {"press": t.press, "standard": t.standard, "ink": t.ink, "dpi": t.dpi, "bleed": t.bleed}
        return {
            "file": self.file,
            "claims": self.claims(),
            "target": asked | {"binding": t.binding, "safety": t.safety},
            "findings": [
                {
                    "code": told.hit.code,
                    "severity": item.severity.value,
                    "pages": [p for p in told.pages if p],
                    "message": item.message(language),
                    "cure": item.cure(language),
                    "values": dict(told.hit.values),
                    "boxes": [[round(v, 2) for v in box] for box in told.hit.boxes[:20]],
                }
                for told in self.told
                for item in [told.finding(self.file)]
            ],
            "tables": self.tables.as_dict(self.document.faces),
        }

    def lines(self, language: str) -> Iterator[str]:
        """Yield the tables, then the findings code by code, as lines to read."""
        yield from self.facts(language)
        yield from self.found(language)

    def found(self, language: str) -> Iterator[str]:
        """Yield the findings, code by code."""
        for code, group in groupby(self.told, key=lambda t: t.hit.code):
            items = list(group)
            first = items[0].finding(self.file)
            mark = {Severity.ERROR: "✗", Severity.WARNING: "!", Severity.NOTE: "·"}[first.severity]
            yield ""
            yield f"{mark} {code}  → {first.cure(language)}".rstrip(" →")
            for told in items[:MOST]:
                where = word("on-pages", language, pages=told.where) if told.where else ""
                yield f"    {where}{told.finding(self.file).message(language)}"
            if len(items) > MOST:
                rest = finding(MORE, count=len(items) - MOST, kind=code)
                yield f"    {rest.message(language)}"

    def facts(self, language: str) -> Iterator[str]:
        """Yield what is in the file: claims, boxes, fonts, pictures, plates."""

        def w(key: str, **values: object) -> str:
            return word(key, language, **values)

        d, data = self.document, self.tables.as_dict(self.document.faces)
        yield w(
            "pf-head",
            version=d.version,
            standard=d.claim or w("pf-none"),
            intent=self.claims()["intent"] or w("pf-none"),
        )
        yield w(f"pf-for-{'press' if self.target.press else 'office'}", **_asked(self.target, language))
        for row in data["boxes"]:
            boxes = "  ".join(f"{name[:-3]} {size}" for name, size in row["boxes"].items())
            bleed = "" if row["bleed"] is None else w("pf-bleed", mm=row["bleed"])
            yield w("pf-boxes", pages=row["pages"], boxes=boxes) + bleed
        for row in data["fonts"]:
            state = w("pf-subset" if row["subset"] else "pf-embedded" if row["embedded"] else "pf-outside")
            yield w(
                "pf-font", name=row["name"], kind=row["type"], state=state, glyphs=row["glyphs"], pages=row["pages"]
            )
        if data["pictures"]:
            least = min(data["pictures"], key=lambda row: row["dpi"])
            yield w("pf-pictures", count=len(data["pictures"]), dpi=least["dpi"], page=least["page"])
        for row in data["plates"]:
            yield w("pf-plate", name=row["name"], most=f"{row['most']:g}", pages=row["pages"])
        if self.tables.inks:
            page, most = max(self.tables.inks.items(), key=lambda pair: pair[1])
            yield w("pf-ink", most=f"{most:.0f}", page=page)


def _asked(target: Target, language: str) -> dict[str, object]:
    standard = {"x-4": "PDF/X-4", "x-1a": "PDF/X-1a"}.get(target.standard or "", word("pf-none", language))
    return {"standard": standard, "ink": f"{target.ink:g}", "dpi": f"{target.dpi:g}", "bleed": f"{target.bleed:g}"}
