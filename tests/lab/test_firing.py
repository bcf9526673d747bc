"""A rule asked of all rows at once says what the domain says of each."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from setter.domain.facts import Condition
from setter.domain.rule_set import Calibration, RuleSet, ScoringRule
from setter.domain.weigher import weigher_of
from setter.lab.firing import chance_of, fires, points_of
from setter.lab.table import Table, column_of

CELLS = some.sampled_from([None, "12", " 12 ", "1,200", "Owner", "owner", "", 12, 12.5, True, False, 1, "nan"])
ROWS = some.lists(some.tuples(CELLS, CELLS), min_size=1, max_size=12)
CONDITIONS = some.sampled_from(
    [
        Condition("a", ">", 12),
        Condition("a", "<=", 12),
        Condition("a", "=", 1),
        Condition("a", "in", ("owner", 12)),
        Condition("a", "not in", ("owner",)),
        Condition("b", "unknown"),
        Condition("b", "known"),
        Condition("b", "contains", "own"),
        Condition("c", "unknown"),
        Condition("c", ">", 1),
    ]
)
RULES = some.lists(
    some.builds(
        lambda points, when: ScoringRule("r", "R", tuple(when), points),
        some.integers(-80, 80),
        some.lists(CONDITIONS, min_size=1, max_size=2),
    ),
    max_size=6,
)


@given(ROWS, RULES, some.integers(0, 100))
def test_and_a_card_gives_every_row_the_points_that_the_domain_gives_it(
    rows: list[tuple[object, object]], rules: list[ScoringRule], base: int
) -> None:
    columns = tuple(column_of(name, name, [row[at] for row in rows]) for at, name in enumerate("ab"))  # type: ignore[misc]
    table = Table(columns, len(rows))
    card = RuleSet("card", tuple(rules), base=base)
    weigher = weigher_of(card)
    assert list(points_of(card, table)) == [weigher.points(table.values(row)) for row in range(len(rows))]


def test_a_rule_on_acts_gives_a_files_rows_nothing() -> None:
    table = Table((column_of("a", "a", [1, 2]),), 2)
    assert not fires(ScoringRule("d", "D", (), 5, acts=("demo_request",)), table).any()
    assert np.array_equal(fires(ScoringRule("a", "A", Condition("a", ">", 1), 5), table), [False, True])


@given(some.floats(0, 100))
def test_and_its_points_mean_to_all_rows_what_they_mean_to_one(points: float) -> None:
    meaning = Calibration(61.2, 6.0)
    card = RuleSet("card", (), calibration=meaning)
    assert chance_of(card, np.array([points]))[0] == pytest.approx(meaning.chance(points), abs=1e-12)
