"""A rule's record is told with both its numbers, and never more surely than they allow."""

from __future__ import annotations

import pytest

from setter.domain.metrics import Proportion
from setter.domain.rule_evidence import RuleEvidence, difference, suggested_points


def test_the_difference_of_two_shares_has_newcombes_interval() -> None:
    found = difference(Proportion(56, 70), Proportion(48, 80))
    assert found is not None
    assert tuple(round(each, 4) for each in found) == (0.2, 0.0524, 0.3339)
    assert difference(Proportion(0, 0), Proportion(1, 2)) is None


@pytest.mark.parametrize(
    ("with_it", "without", "points"),
    [((40, 50), (100, 200), 10), ((100, 200), (100, 200), 0), ((5, 100), (100, 200), -27), ((20, 20), (10, 20), 15)],
)
@pytest.mark.requirement("R-078")
def test_points_are_suggested_by_the_odds_and_held_back_where_few_are_seen(
    with_it: tuple[int, int], without: tuple[int, int], points: int
) -> None:
    assert suggested_points(Proportion(*with_it), Proportion(*without)) == points


def test_fewer_than_twenty_firings_are_too_few_to_say() -> None:
    few = RuleEvidence("r", "R", 5, Proportion(10, 19), Proportion(10, 100))
    assert few.few and few.suggested is None
    enough = RuleEvidence("r", "R", 5, Proportion(10, 20), Proportion(10, 100))
    assert not enough.few and enough.suggested is not None
