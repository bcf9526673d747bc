"""What a history gives cause to doubt: columns filled in later, a market that moved, a score that sorts not."""

from __future__ import annotations

import numpy as np
import pytest

from setter.domain.facts import Condition, Value
from setter.domain.rule_set import ScoringRule
from setter.lab.drift import base_rate_drift, column_drift, not_sorting, turned_rules
from setter.lab.firing import fires
from setter.lab.kinds import kinds_of
from setter.lab.leakage import suspects_of
from setter.lab.table import Table, column_of
from setter.lab.warning import few_positives

ROWS = 2000
CHANCE = np.random.default_rng(11)
SUCCESS = CHANCE.random(ROWS) < 0.3
NOISE = CHANCE.random(ROWS)


def table_of(header: str, cells: list[Value | None]) -> Table:
    return Table((column_of("x", header, cells),), len(cells))


def suspected(header: str, cells: list[Value | None]) -> list[bool]:
    """Whether the one column is suspected, and then whether surely."""
    table = table_of(header, cells)
    return [each.certain for each in suspects_of(table, SUCCESS, kinds_of(table))]


class TestAColumnThatMayBeKnownOnlyAfterwards:
    def test_is_one_of_whose_values_nearly_all_ended_alike(self) -> None:
        told = ["signed" if won else "no budget" for won in SUCCESS]
        cells: list[Value | None] = [word if NOISE[row] < 0.6 else None for row, word in enumerate(told)]
        assert suspected("Remark", cells) == [True]

    def test_is_a_number_that_tells_too_much(self) -> None:
        seconds: list[Value | None] = [
            round(float(30 + 600 * won + 90 * NOISE[row])) for row, won in enumerate(SUCCESS)
        ]
        assert suspected("Seconds", seconds) == [True]

    def test_is_one_that_is_filled_in_for_old_rows_alone(self) -> None:
        cells: list[Value | None] = ["x" if NOISE[row] < 0.5 else "y" for row in range(ROWS // 2)]
        assert suspected("Vendor", cells + [None] * (ROWS // 2)) == [True]

    def test_is_one_whose_name_says_so_and_that_goes_with_the_outcome_but_then_not_surely(self) -> None:
        cells: list[Value | None] = ["a" if NOISE[row] < 0.4 + 0.3 * won else "b" for row, won in enumerate(SUCCESS)]
        assert suspected("Last contact", cells) == [False]
        assert suspected("Country", cells) == []
        assert suspected("Last contact", ["a" if each < 0.5 else "b" for each in NOISE]) == []

    def test_is_none_that_is_merely_useful(self) -> None:
        cells: list[Value | None] = [round(float(12 * won + CHANCE.normal(40, 12))) for won in SUCCESS]
        assert suspected("Minutes", cells) == []


class TestAMarketThatMoves:
    def test_is_said_where_the_share_of_successes_is_another(self) -> None:
        moved = CHANCE.random(ROWS) < np.where(np.arange(ROWS) < ROWS // 2, 0.1, 0.2)
        (warned,) = base_rate_drift(moved)
        assert warned.kind == "drift" and "/ 1000" in warned.message
        assert base_rate_drift(SUCCESS) == []

    def test_is_said_of_a_column_that_moves_with_time(self) -> None:
        moving = table_of("Rate", [round(row / 100, 1) for row in range(ROWS)])
        assert [warned.field for warned in column_drift(moving, kinds_of(moving))] == ["x"]
        still = table_of("Rate", [row % 50 for row in range(ROWS)])
        assert list(column_drift(still, kinds_of(still))) == []

    @pytest.mark.requirement("R-078")
    def test_is_said_of_a_line_that_turned(self) -> None:
        first = np.arange(ROWS) < ROWS // 2
        cells: list[Value | None] = ["a" if won == early else "b" for won, early in zip(SUCCESS, first, strict=True)]
        rule = ScoringRule("r", "X: a", Condition("x", "=", "a"), 5)
        (warned,) = turned_rules([rule], fires(rule, table_of("X", cells))[:, None], SUCCESS)
        assert (warned.kind, warned.field) == ("drift", "r") and "turned" in warned.message
        kept: list[Value | None] = ["a" if won else "b" for won in SUCCESS]
        assert list(turned_rules([rule], fires(rule, table_of("X", kept))[:, None], SUCCESS)) == []


class TestAScoreThatDoesNotSort:
    @pytest.mark.parametrize(
        ("auc", "interval", "before", "said"),
        [
            (0.52, (0.49, 0.55), None, "may be chance"),
            (0.45, (0.43, 0.47), None, "worse than chance"),
            (0.66, (0.62, 0.70), 0.80, "no longer sorts"),
            (0.58, (0.55, 0.61), None, "hardly sorting"),
        ],
    )
    def test_is_said(self, auc: float, interval: tuple[float, float], before: float | None, said: str) -> None:
        (warned,) = not_sorting(auc, interval, before)
        assert warned.kind == "not_sorting" and said in warned.message

    def test_is_not_said_of_one_that_sorts(self) -> None:
        assert not_sorting(0.8, (0.78, 0.82), 0.85) == []


@pytest.mark.parametrize(("hits", "misses", "said"), [(12, 500, "succeeded"), (500, 12, "did not succeed")])
def test_too_few_of_one_sort_is_said(hits: int, misses: int, said: str) -> None:
    (warned,) = few_positives(hits, misses)
    assert warned.kind == "few_positives" and f"12 rows {said}" in warned.message
    assert few_positives(50, 50) == []
