"""Numbers are cut where a person would cut them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from setter.lab.cuts import cuts_of, roundest

FIGURES = some.floats(-1e6, 1e6, allow_nan=False).map(lambda figure: round(figure, 3))


@pytest.mark.parametrize(
    ("low", "high", "figure"), [(448, 509, 500), (1180, 1240, 1200), (3, 4, 3), (-3, 5, 0), (4.857, 4.8572, 4.857)]
)
def test_the_roundest_figure_between_two_is_taken(low: float, high: float, figure: float) -> None:
    assert roundest(low, high) == figure


@given(FIGURES, FIGURES)
def test_and_it_always_parts_the_two(one: float, other: float) -> None:
    low, high = min(one, other), max(one, other)
    if low < high:
        assert low <= roundest(low, high) < high


@given(some.lists(some.tuples(FIGURES, some.integers(1, 50)), min_size=2, max_size=60), some.integers(2, 20))
def test_cuts_rise_and_leave_no_bin_empty(rows: list[tuple[float, int]], bins: int) -> None:
    held = dict(rows)
    figures = np.array(sorted(held))
    weights = np.array([float(held[figure]) for figure in figures])
    cuts = cuts_of(figures, weights, bins)
    assert cuts == sorted(set(cuts))
    places = np.searchsorted(np.array(cuts), figures, side="left")
    assert set(places) == set(range(len(cuts) + 1)) or len(figures) == 1


def test_bins_hold_about_equally_many() -> None:
    figures = np.arange(0.0, 1000.0)
    assert cuts_of(figures, np.ones(1000), 5) == [200, 400, 600, 800]
