"""Imposition: the order of pages after folding, positions, creep, and the sheets of real files."""

from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.config.booklet import BookletSettings
from bulletin.impose import order, sheets
from bulletin.units import PT_PER_MM as MM
from tests import folding

A5 = (148 * MM, 210 * MM)
A4 = (210 * MM, 297 * MM)
LEAFLET = (99 * MM, 210 * MM)


def wanted(**keys: Any) -> BookletSettings:
    return BookletSettings.model_validate(keys)


def laid_out(count: int, size: tuple[float, float], settings: BookletSettings) -> sheets.Imposition:
    pages = (
        order.padded(count, settings.blanks) if settings.way in ("saddle", "signatures") else tuple(range(1, count + 1))
    )
    return sheets.impose(pages, size, settings)


# --- the order after folding --------------------------------------------------------------------------------


FOLDED = [
    {"way": way, "signature": signature, "binding": binding, "edge": edge, "blanks": blanks}
    for way, signature in (("saddle", 16), ("signatures", 4), ("signatures", 8), ("signatures", 16))
    for binding, edge, blanks in product(("left", "right"), ("short", "long", "auto"), ("before-back", "end"))
]


@pytest.mark.parametrize("keys", FOLDED, ids=lambda keys: " ".join(map(str, keys.values())))
def test_folded_pages_come_in_order(keys: dict[str, Any]) -> None:
    settings = wanted(**keys)
    for count in range(1, 65):
        for size in (A5, LEAFLET):
            plan = laid_out(count, size, settings)
            book = folding.bound(plan, size, settings.binding, settings.caliper * MM)
            folding.in_order(book, settings.binding)
            assert [seen.page for seen in book if seen.page] == list(range(1, count + 1))
            assert len(book) == count + -count % 4
            blanks = [at for at, seen in enumerate(book, 1) if seen.page is None]
            last = len(book) - 1 if settings.blanks == "before-back" and count > 1 else len(book)
            assert blanks == list(range(last - len(blanks) + 1, last + 1))


@pytest.mark.parametrize(
    "keys",
    [
        {"way": way, "binding": binding, "edge": edge}
        for way, binding, edge in product(("2-up", "4-up"), ("left", "right"), ("short", "long", "auto"))
    ],
    ids=lambda keys: " ".join(map(str, keys.values())),
)
def test_several_pages_on_a_sheet_are_read_in_order(keys: dict[str, Any]) -> None:
    settings = wanted(**keys)
    for count, size in product(range(1, 65), (A5, A5[::-1], LEAFLET)):
        plan = laid_out(count, size, settings)
        read = folding.leafed(plan, size, settings.binding)
        assert read == [(page, True) for page in range(1, count + 1)]


@given(
    st.integers(1, 230),
    st.sampled_from(FOLDED),
    st.floats(60, 400),
    st.floats(60, 400),
    st.floats(0.05, 0.3),
    st.floats(0, 6),
)
def test_pages_of_any_shape_are_cut_even(
    count: int, keys: dict[str, Any], width: float, height: float, caliper: float, mill: float
) -> None:
    """Creep: in the bound book the outer edges of all pages lie in one plane, so one cut frees them all."""
    settings = wanted(**keys, caliper=caliper, mill=mill)
    size = (width * MM, height * MM)
    plan = laid_out(count, size, settings)
    book = folding.bound(plan, size, settings.binding, caliper * MM)
    folding.in_order(book, settings.binding)
    reach = width * MM + (mill * MM if settings.way == "signatures" else 0)
    assert all(abs(seen.reach - reach) < 1e-6 for seen in book if seen.page)
