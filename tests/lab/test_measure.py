"""What a score is worth in sorting, measured so that neither ties nor the order of the file can flatter it."""

from __future__ import annotations

from time import process_time

import numpy as np
import pytest
from hypothesis import given, settings
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


class TestTheIntervalOfAnAuc:
    def test_has_the_spread_of_hanley_and_mcneil_at_its_bounds(self) -> None:
        low, high = auc_interval(0.8, 50, 100)
        assert (round(low, 3), round(high, 3)) == (0.708, 0.868)
        for bound in (low, high):
            first, second = bound / (2 - bound), 2 * bound**2 / (1 + bound)
            spread = bound * (1 - bound) + 49 * (first - bound**2) + 99 * (second - bound**2)
            assert abs(bound - 0.8) == pytest.approx(1.959964 * (spread / 5000) ** 0.5 + 0.0001, abs=1e-9)

    @pytest.mark.parametrize(("each", "proven"), [(1, False), (2, False), (3, False), (4, True), (50, True)])
    def test_takes_no_few_rows_in_perfect_order_for_proof(self, each: int, proven: bool) -> None:
        """Four of each in perfect order come by chance once in 70 times, three once in 20 (Mann & Whitney 1947)."""
        low, high = auc_interval(1.0, each, each)
        assert low < 1.0 == high and (low > 0.5) is proven
        assert auc_interval(0.0, each, each) == (0.0, pytest.approx(1 - low, abs=0.06))

    @given(some.floats(0, 1), some.integers(1, 400), some.integers(1, 400))
    def test_holds_the_auc_and_narrows_with_more_rows(self, area: float, hits: int, misses: int) -> None:
        low, high = auc_interval(area, hits, misses)
        assert 0 <= low <= area <= high <= 1 and low < high
        closer = auc_interval(area, 4 * hits, 4 * misses)
        assert low <= closer[0] + 1e-9 and closer[1] <= high + 1e-9


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

    @settings(max_examples=25)
    @given(
        some.lists(some.tuples(some.integers(0, 4), some.integers(0, 30), some.booleans()), min_size=10, max_size=60)
    )
    def test_differ_by_what_each_puts_first(self, rows: list[tuple[int, int, bool]]) -> None:
        one, other = (np.array([row[at] for row in rows], dtype=float) for at in (0, 1))
        label, first = np.array([row[2] for row in rows]), -(-len(rows) // 10)
        found = compared(one, other, label)
        assert found.difference == pytest.approx(precision_at(one, label, first) - precision_at(other, label, first))

    def test_are_drawn_as_though_row_by_row(self) -> None:
        chance = np.random.default_rng(9)
        label = chance.random(3000) < 0.2
        one, other = label + chance.normal(0, 1, 3000), np.round(label + chance.normal(0, 2, 3000))
        drawn = []
        for _ in range(400):
            rows = chance.integers(0, 3000, 3000)
            drawn.append(precision_at(one[rows], label[rows], 300) - precision_at(other[rows], label[rows], 300))
        found = compared(one, other, label)
        assert found.interval == pytest.approx(tuple(np.quantile(drawn, (0.025, 0.975))), abs=0.02)

    def test_of_very_many_rows_are_compared_in_a_moment(self) -> None:
        """Row by row the thousand draws take some twenty seconds."""
        chance = np.random.default_rng(2)
        label = chance.random(200_000) < 0.1
        one, other = label + chance.normal(0, 1, 200_000), label + chance.normal(0, 2, 200_000)
        begun = process_time()
        assert compared(one, other, label).clear
        assert process_time() - begun < 8
