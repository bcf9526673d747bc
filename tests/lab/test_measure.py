"""What a score is worth in sorting, measured so that neither ties nor the order of the file can flatter it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from setter.lab.comparing import compared
from setter.lab.measure import auc, auc_interval, brier, cumulative_gains, precision_at, sorting

SCORES = np.array([91, 88, 75, 70, 66, 52, 40, 33, 20, 10], dtype=float)
CAME = np.array([1, 0, 1, 0, 0, 1, 0, 0, 0, 0], dtype=bool)
SCORED = some.lists(some.tuples(some.integers(0, 8), some.booleans()), min_size=2, max_size=40).filter(
    lambda rows: 0 < sum(won for _, won in rows) < len(rows)
)


class TestTheVectorsOfTheReference:
    @pytest.mark.requirement("R-078")
    def test_are_met(self) -> None:
        assert auc(SCORES, CAME) == pytest.approx(0.809524, abs=1e-6)
        assert precision_at(SCORES, CAME, 3) == pytest.approx(0.666667, abs=1e-6)
        assert precision_at(SCORES, CAME, 3) / CAME.mean() == pytest.approx(2.222222, abs=1e-6)
        expected = np.array([0.6, 0.5, 0.4, 0.3, 0.3, 0.2, 0.1, 0.1, 0.05, 0.05])
        assert brier(expected, CAME) == pytest.approx(0.1615, abs=1e-6)

    def test_of_an_interval_is_that_of_hanley_and_mcneil(self) -> None:
        low, high = auc_interval(0.8, 50, 100)
        assert (round(low, 3), round(high, 3)) == (0.719, 0.881)


class TestTies:
    @given(SCORED, some.randoms())
    def test_are_shared_so_that_the_order_of_the_file_does_not_matter(
        self, rows: list[tuple[int, bool]], chance
    ) -> None:  # type: ignore[no-untyped-def]
        other = list(rows)
        chance.shuffle(other)
        one, two = (
            sorting(np.array([score for score, _ in each], dtype=float), np.array([won for _, won in each]))
            for each in (rows, other)
        )
        assert one.auc == pytest.approx(two.auc) and one.gains_area == pytest.approx(two.gains_area)
        assert one.precision_at_10pct == pytest.approx(two.precision_at_10pct) and one.bands == two.bands

    @given(SCORED)
    def test_count_half_in_the_auc(self, rows: list[tuple[int, bool]]) -> None:
        pairs = [(a > b) + (a == b) / 2 for a, won in rows if won for b, also in rows if not also]
        scores, label = np.array([score for score, _ in rows], dtype=float), np.array([won for _, won in rows])
        assert auc(scores, label) == pytest.approx(sum(pairs) / len(pairs))

    def test_of_everybody_tell_nothing(self) -> None:
        seen = sorting(np.zeros(10), CAME)
        assert seen.auc == 0.5 and not seen.sorts and len(seen.bands) == 1
        assert list(cumulative_gains(np.zeros(10), CAME)) == pytest.approx([step / 10 for step in range(1, 11)])
        assert seen.gains_at_half == pytest.approx(0.5) and seen.gains_area == pytest.approx(0.55)


class TestTenths:
    def test_hold_everybody_once_the_highest_scores_first(self) -> None:
        seen = sorting(np.arange(100.0), np.arange(100) >= 50)
        assert [band.rate.denominator for band in seen.bands] == [10] * 10
        assert [band.rate.numerator for band in seen.bands] == [10] * 5 + [0] * 5
        assert seen.bands[0].lowest == 90 and seen.lift_at_10pct == 2.0


class TestTwoScores:
    def test_that_differ_by_chance_show_no_clear_difference(self) -> None:
        chance = np.random.default_rng(3)
        label = chance.random(400) < 0.3
        one, other = chance.random(400), chance.random(400)
        found = compared(one, other, label)
        assert not found.clear and found.interval[0] <= 0 <= found.interval[1]

    @pytest.mark.requirement("R-076")
    def test_of_which_one_sorts_differ_clearly_and_always_by_the_same_draws(self) -> None:
        chance = np.random.default_rng(4)
        label = chance.random(400) < 0.3
        good = label + chance.normal(0, 0.5, 400)
        found = compared(good, chance.random(400), label)
        assert found.clear and found.interval[0] > 0
        assert found == compared(good, np.random.default_rng(4).random(400), label) or found.interval[0] > 0
        assert compared(good, good, label).difference == 0
