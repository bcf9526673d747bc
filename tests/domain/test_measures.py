"""A measure says how sure it is, and never more than its numbers carry (domain §8)."""

from __future__ import annotations

import pytest

from setter.domain.measures import (
    accuracy_words,
    around,
    beside,
    difference_of,
    middle,
    rate,
    ratio,
    share,
    spread,
)
from setter.domain.metrics import Proportion


@pytest.mark.requirement("R-104")
@pytest.mark.parametrize(
    ("right", "checked", "word"),
    [
        *((188, 188, "not shown"), (189, 189, "met"), (98, 100, "not shown"), (777, 785, "met")),
        *((980, 1000, "not shown"), (930, 1000, "missed"), (0, 4, "not shown"), (0, 0, "nothing checked")),
    ],
)
def test_98_percent_is_met_missed_or_not_shown(right: int, checked: int, word: str) -> None:
    assert word in accuracy_words(Proportion(right, checked))


def test_below_five_cases_there_are_counts_and_no_percentage() -> None:
    few, enough, none = share("a", "x", 1, 4), share("a", "x", 1, 5), share("a", "x", 0, 0)
    assert (few.numerator, few.denominator, few.value, few.interval) == (1, 4, None, None)
    assert few.note == "fewer than 5: counts only"
    assert enough.value == 0.2 and enough.interval is not None
    assert (none.value, none.note) == (None, "")


def test_two_shares_differ_clearly_or_they_do_not() -> None:
    """The first is Newcombe's own example (1998, table II, method 10): 56/70 − 48/80, 0.0524 to 0.3339."""
    found = difference_of(share("r", "A", 56, 70), share("r", "B", 48, 80))
    assert found.numerator / found.denominator == pytest.approx(0.2) == found.value
    assert found.interval == pytest.approx((0.0524, 0.3339), abs=1e-4)
    assert found.note == "A is clearly higher"
    assert difference_of(share("r", "B", 1, 9), share("r", "A", 3, 9)).note.startswith("no clear difference")
    assert difference_of(share("r", "A", 4, 4), share("r", "B", 0, 99)).value is None
    assert beside(share("r", "A", 10, 10), Proportion(2, 40)) == "clearly above the others"
    assert beside(share("r", "A", 2, 10), Proportion(10, 40)) == "no clear difference"


def test_a_count_has_its_interval_and_a_rate_that_of_its_count() -> None:
    """Exact 95 % intervals of counts: 0 to 3.69, 4.80 to 18.39 for ten."""
    assert around(0) == pytest.approx((0, 3.69), abs=0.05)
    assert around(10) == pytest.approx((4.80, 18.39), abs=0.05)
    weekly = rate("SQLs", "x", 10, 5)
    assert weekly.value == 2 and weekly.interval == pytest.approx((0.96, 3.68), abs=0.01)


def test_nothing_is_divided_by_nothing() -> None:
    assert ratio("cost", "x", 500.0, 0, "money").value is None
    assert rate("SQLs", "x", 0, 0).value is None
    assert spread("s", "x", (3,)).value is None and spread("s", "x", (0, 0)).value is None
    assert middle(()) is None and middle((4, 1)) == 2.5 and middle((9, 1, 4)) == 4


@pytest.mark.requirement("R-105")
def test_steady_weeks_have_a_small_spread() -> None:
    steady, wild = spread("s", "x", (5, 5, 5)), spread("s", "x", (0, 10, 5))
    assert (steady.value, wild.value) == (0, 1)
    assert wild.note == "3 whole weeks, 0 to 10 each"
