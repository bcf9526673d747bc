"""Columns that no line can be made of are told from those that it can."""

from __future__ import annotations

import pytest

from setter.domain.facts import Value
from setter.lab.kinds import kind_of
from setter.lab.table import column_of

COUNT = 400


@pytest.mark.parametrize(
    ("header", "cells", "sort"),
    [
        ("minutes", [str(row % 60) for row in range(COUNT)], "number"),
        ("price", [f"{row * 37 % 401}.5" for row in range(COUNT)], "number"),
        ("revenue", [row * 7919 % 100_003 for row in range(COUNT)], "number"),
        ("source", ["web", "fair", None, "web"] * 100, "category"),
        ("twice", ["0", "1"] * 200, "category"),
        ("blank", [None] * COUNT, "empty"),
        ("same", ["No"] * (COUNT - 3) + ["Yes"] * 3, "constant"),
        ("lead number", [f"{660_000 - row}" for row in range(COUNT)], "id"),
        ("customer id", [row * 7919 % 100_003 for row in range(COUNT)], "id"),
        ("key", [f"5f-{row * 7919:x}" for row in range(COUNT)], "id"),
        ("comment", [f"said that {row} was too much" for row in range(COUNT)], "text"),
        ("arrived", [f"2026-{1 + row % 12:02}-{1 + row % 28:02}" for row in range(COUNT)], "date"),
        ("arrived", [f"{1 + row % 28}.{1 + row % 12}.2026 10:30" for row in range(COUNT)], "date"),
        ("start", [20_260_101 + row % 28 for row in range(COUNT)], "date"),
        ("order date", [46_000 + row % 300 for row in range(COUNT)], "date"),
        ("created_at", [1_764_000_000 + row * 60 for row in range(COUNT)], "date"),
    ],
)
def test_what_a_column_holds_is_seen(header: str, cells: list[Value | None], sort: str) -> None:
    kind = kind_of(column_of("x", header, cells), COUNT)
    assert kind.sort == sort
    assert bool(kind.why_not) == (sort not in ("number", "category"))


def test_a_column_whose_name_no_rule_can_write_is_left_out_and_said() -> None:
    kind = kind_of(column_of("2nd_visit", "2nd visit", ["a", "b"] * 200), COUNT)
    assert kind.sort == "unnamed" and "2nd_visit" in kind.why_not


def test_ten_thousand_different_words_are_free_text() -> None:
    kind = kind_of(column_of("x", "x", [f"word{row % 10_000}" for row in range(25_000)]), 25_000)
    assert kind.why_not == "it holds 10,000 different texts"
